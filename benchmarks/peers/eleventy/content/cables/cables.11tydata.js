export default {
  layout: "cable.11ty.js",
  tags: ["cable"],
  permalink: ({ page }) => `/cables/${page.fileSlug}/index.html`,
};
