import { day, each, escape, frame, moment, slug, stamp } from "./html.js";

const facet = (name) => (value) =>
  `<meta name="facet-${name}" content="${escape(value)}" data-pagefind-filter="${name}[content]">\n`;
const dd = (value) => `<dd>${escape(value)}</dd>`;
const fact = (name, values) => (values?.length ? `<div><dt>${name}</dt>${each(values, dd)}</div>\n` : "");
const neighbour = (rel, cable) => (cable ? `<a rel="${rel}" href="${cable.url}">${escape(cable.data.title)}</a>` : "");

const reference = (byId) => (id) => {
  const cited = byId.get(id);
  if (!cited) return `<li><span class="id">${id}</span> not in this archive</li>\n`;
  return `<li><a href="${cited.url}"><span class="id">${id}</span> ${escape(cited.data.title)}</a> <time datetime="${stamp(cited.date).slice(0, 10)}">${day(cited.date)}</time></li>\n`;
};

export function render(data) {
  const { page, around, topicLabels, content } = data;
  const facets = facet("year")(data.years[0]) + facet("classification")(data.classification) +
    facet("origin")(data.origin) + each(data.topics, (code) => facet("topic")(`${topicLabels[code]} (${code})`)) +
    each(data.people, facet("person"));
  const attributes = ` data-pagefind-body`;
  return frame({ ...data, url: page.url, facets, attributes }, `<article class="cable">
<header class="cable-head">
<h1 data-pagefind-meta="title" data-pagefind-weight="5">${escape(data.title)}</h1>
<p class="byline" data-pagefind-ignore><span data-pagefind-meta="classification">${data.classification}</span> <span class="id" data-pagefind-meta="id">${page.fileSlug}</span> <a href="/places/${slug(data.origin)}/" data-pagefind-meta="origin">${escape(data.origin)}</a> <time datetime="${stamp(page.date)}" data-pagefind-meta="date">${moment(page.date)}</time></p>
</header>
<dl class="facts" data-pagefind-ignore="all">
${fact("Message number", [page.fileSlug])}${fact("Subject", [data.subject])}${fact("Captions", data.captions)}${fact("From", [data.from])}${fact("To", data.to)}${fact("For information", data.info)}${fact("Precedence", [data.precedence])}${data.classified_by ? fact("Classified by", [data.classified_by]) : ""}${fact("Reasons", data.reasons)}${data.declassify_on ? fact("Declassify on", [data.declassify_on]) : ""}${fact("Transmission number", [data.transmission_id])}${fact("Signed", [data.signed_by])}</dl>
<div class="cable-body">
${content}</div>
<footer class="apparatus" data-pagefind-ignore="all">
<section>
<h2>Topics</h2>
<ul class="tags">${each(data.topics, (code) => `<li><span class="code">${code}</span> <a href="/topics/${slug(code)}/">${escape(topicLabels[code])}</a></li>`)}</ul>
</section>
<section>
<h2>Countries</h2>
<ul class="plain">${each(data.places.slice(1), (name) => `<li><a href="/places/${slug(name)}/">${escape(name)}</a></li>`)}</ul>
</section>
<section>
<h2>People named</h2>
<ul class="plain">${each(data.people, (name) => `<li><a href="/people/${slug(name)}/">${escape(name)}</a></li>`)}</ul>
</section>
${data.references ? `<section>
<h2>References</h2>
<ul class="references">
${each(data.references, reference(around.byId))}</ul>
</section>
` : ""}</footer>
<nav class="neighbours" aria-label="Before and after in time" data-pagefind-ignore="all">
${neighbour("prev", around.previous)}
${neighbour("next", around.next)}
</nav>
</article>`);
}
