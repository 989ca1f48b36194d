import { frame, table } from "./_includes/html.js";

export const data = { permalink: "/index.html" };

export const render = ({ site, collections }) => frame({ site, url: "/" }, `<h1>${site.title}</h1>
<p>${site.description}</p>
<p><a href="/cables/">${collections.cables.length} cables</a></p>
<h2>Latest cables by date</h2>
${table(collections.cables.slice(-8).reverse())}`);
