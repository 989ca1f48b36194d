// What the list shows of a cable: its title, what is known of it, and the paragraphs that hold the words.

const PASSAGES = 3; // shown of one cable
const AROUND = 14; // words of an excerpt before and after the first match

export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.map((child) => child ?? ""));
  return made;
}

const locale = document.getElementById("content")?.lang || document.documentElement.lang; // the interface's

export function numeral(number) {
  return number.toLocaleString(locale);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? numeral(values[name]) : values[name]));
}

// A cable of the list of numbers.
export function cableItem({ url, id, title, date, classification, origin }) {
  return item(url, { id, title, date, classification, origin }, []);
}

// A cable that a section found, with its passages; `words` names a paragraph's link.
export function resultItem(page, asked, words) {
  return item(page.url, page.meta, (asked ? passages(page) : []).map(({ anchor, before, parts, after }) => {
    if (!anchor) return element("li", {}, before, ...parts, after);
    const attributes = { href: `${page.url}#${anchor.id}`, class: "search-place", "aria-label": fill(words.paragraph, { name: label(anchor) }) };
    return element("li", {}, element("a", attributes, label(anchor)), " ", before, ...parts, after);
  }));
}

function item(url, facts, listed) {
  const shown = ["id", "date", "classification", "origin"].filter((name) => facts[name]);
  return element("li", { class: "search-result" },
    element("h3", {}, element("a", { href: url, class: "search-title" }, facts.title)),
    element("p", { class: "search-facts" }, ...shown.map((name) => element("span", { class: `search-${name}`, ...(name === "date" && { lang: locale }) }, facts[name]))),
    ...(listed.length ? [element("ul", { class: "search-passages" }, ...listed)] : []));
}

// The paragraphs that hold the words, the best first, each cut to the words around its first match. Pagefind tells the
// position of each match and of each element with an id, counted in words.
function passages(page) {
  const content = page.content.split(/\s+/);
  const anchors = page.anchors.filter((anchor) => /^[pu]\d/.test(anchor.id)).sort((a, b) => a.location - b.location);
  const places = new Map();
  for (const match of page.matches) {
    const at = anchors.findLastIndex((anchor) => anchor.location <= match.location);
    const place = places.get(at) ?? { at, score: 0, matches: [] };
    place.score += match.balanced_score;
    place.matches.push(match.location);
    places.set(at, place);
  }
  const best = [...places.values()].filter((place) => place.at >= 0).sort((a, b) => b.score - a.score || a.at - b.at);
  if (!best.length && places.size) best.push(...places.values());
  return best.slice(0, PASSAGES).sort((a, b) => a.at - b.at).map((place) => {
    const start = anchors[place.at]?.location ?? 0;
    const end = anchors[place.at + 1]?.location ?? content.length;
    const first = Math.min(...place.matches);
    const from = Math.max(start, first - AROUND);
    const to = Math.min(end, Math.max(first + AROUND, from + 2 * AROUND));
    const matches = new Set(place.matches);
    const parts = [];
    for (let position = from; position < to; position++) {
      const word = (content[position] ?? "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      parts.push(matches.has(position) ? element("mark", {}, word) : word, " ");
    }
    return { anchor: anchors[place.at], before: from > start ? "… " : "", parts, after: to < end ? "…" : "" };
  });
}

function label(anchor) {
  const numbered = /^p(\d+)([a-z]?)(?:-\d+)?$/.exec(anchor.id);
  return numbered ? `¶ ${numbered[1]}${numbered[2]}` : "¶";
}
