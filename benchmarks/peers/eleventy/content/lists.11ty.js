import { escape, frame, pager, table } from "./_includes/html.js";

export const data = {
  pagination: { data: "collections.cableLists", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.url}index.html`,
};

export const render = ({ site, list }) => frame({ site, title: list.title, url: list.url }, `<h1>${escape(list.title)}</h1>
<p class="count">${list.total} cables, page ${list.number} of ${list.pages}</p>
${list.pages > 1 ? pager(list) : ""}
${table(list.entries)}`);
