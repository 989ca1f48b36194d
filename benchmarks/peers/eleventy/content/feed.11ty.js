import { each, escape, stamp } from "./_includes/html.js";

export const data = { permalink: "/feed.xml" };

export const render = ({ site, collections }) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${site.title}</title>
<id>${site.url}/</id>
<link rel="alternate" type="text/html" href="${site.url}/"/>
${each(collections.cables.slice(-50).reverse(), ({ url, date, data: { title } }) => `<entry>
<title>${escape(title)}</title>
<id>${site.url}${url}</id>
<link rel="alternate" type="text/html" href="${site.url}${url}"/>
<updated>${stamp(date)}</updated>
</entry>
`)}</feed>
`;
