// What the templates share: escaping, dates, the frame of every page, a row of a list.

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const MONTHS = "January February March April May June July August September October November December".split(" ");

export const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => SIGNS[sign]);
export const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
export const each = (values, render) => (values ?? []).map(render).join("");
export const day = (date) => `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
export const moment = (date) => `${day(date)}, ${date.toISOString().slice(11, 16)} UTC`;
export const stamp = (date) => `${date.toISOString().slice(0, 19)}Z`;

export const frame = ({ site, title, description, url, facets = "", attributes = "" }, content) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title ? `${escape(title)} – ` : ""}${site.title}</title>
<meta name="description" content="${escape(description ?? site.description)}">
<link rel="canonical" href="${site.url}${url}">
${facets}<link rel="stylesheet" href="/style.css">
<link rel="alternate" type="application/atom+xml" title="${site.title}" href="/feed.xml">
</head>
<body>
<header class="site-header">
<p class="site-title"><a href="/">${site.title}</a></p>
<nav class="site-nav" aria-label="Main">
<ul>
<li><a href="/cables/">Cables</a></li>
<li><a href="/years/">Timeline</a></li>
<li><a href="/topics/">Topics</a></li>
<li><a href="/people/">People</a></li>
<li><a href="/places/">Places</a></li>
<li><a href="/about/">About</a></li>
</ul>
</nav>
</header>
<main id="content"${attributes}>
${content}
</main>
<footer class="site-footer">
<p><strong>${site.title}</strong></p>
<p>${site.rights}</p>
<p><a href="/feed.xml">Feed</a></p>
</footer>
</body>
</html>
`;

const row = ({ url, date, fileSlug, data }) =>
  `<tr><td class="date"><time datetime="${stamp(date).slice(0, 10)}">${day(date)}</time></td><td class="title"><a href="${url}">${escape(data.title)}</a> <span class="id">${fileSlug}</span></td><td class="level">${data.classification}</td><td class="origin">${data.origin}</td></tr>
`;

export const table = (cables) => `<table class="cables">
<thead><tr><th scope="col">Date</th><th scope="col">Cable</th><th scope="col">Classification</th><th scope="col">From</th></tr></thead>
<tbody>
${each(cables, row)}</tbody>
</table>`;

export const pager = ({ previous, next }) => `<nav class="pager" aria-label="Pages of this list">
<ul>
${previous ? `<li><a rel="prev" href="${previous}">Previous</a></li>` : ""}
${next ? `<li><a rel="next" href="${next}">Next</a></li>` : ""}
</ul>
</nav>`;
