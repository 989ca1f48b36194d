import { each } from "./_includes/html.js";

export const data = { permalink: "/sitemap.xml" };

export const render = ({ site, collections: { cables, cableLists, groupLists } }) => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${each([{ url: "/" }, { url: "/about/" }, ...cables, ...cableLists, ...groupLists], ({ url }) => `<url><loc>${site.url}${url}</loc></url>\n`)}</urlset>
`;
