import { each, escape, frame, pager } from "./_includes/html.js";

export const data = {
  pagination: { data: "collections.groupLists", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.url}index.html`,
};

const entry = ({ name, url, members }) =>
  `<li><a href="${url}">${escape(name)}</a> <span class="number">${members.length}</span></li>\n`;

export const render = ({ site, list }) => frame({ site, title: list.title, url: list.url }, `<h1>${list.title}</h1>
<ul class="counted">
${each(list.entries, entry)}</ul>
${list.pages > 1 ? pager(list) : ""}`);
