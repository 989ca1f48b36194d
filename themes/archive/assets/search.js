// The search page. It asks Pagefind's index, which stands beside the pages, and keeps its whole state in the address:
// ?q=words&year=2008&topic=PGOV. Values of one filter widen the search, different filters narrow it.

const settings = JSON.parse(document.getElementById("search-settings").textContent);
const words = settings.words;
const FACETS = ["year", "classification", "origin", "topic", "person"];
const RESULTS_AT_ONCE = 20;
const PASSAGES = 3; // shown of one cable
const VALUES_AT_ONCE = 8; // shown of one filter
const AROUND = 14; // words of an excerpt before and after the first match

const form = document.getElementById("search-form");
const box = document.getElementById("search-query");
const status = document.getElementById("search-status");
const filters = document.getElementById("search-filters");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const clear = document.getElementById("search-clear");

let engine; // Pagefind, once it is loaded
let everyPage; // a word that is on every page of the index: asking for no word at all would load all of it
let turn = 0; // grows with each search, so that a slow answer to an old question is dropped
let found = []; // the results of the search that is shown
let shown = 0;
const opened = new Set(); // the filters of which all values are shown

// --- the state, and the address that holds it ---

function read(address) {
  const parameters = new URLSearchParams(address);
  const chosen = {};
  for (const facet of FACETS) chosen[facet] = [...new Set(parameters.getAll(facet).filter(Boolean))];
  return { query: (parameters.get("q") ?? "").trim(), chosen };
}

function address({ query, chosen }) {
  const parameters = new URLSearchParams();
  if (query) parameters.set("q", query);
  for (const facet of FACETS) for (const value of chosen[facet]) parameters.append(facet, value);
  const text = parameters.toString();
  return location.pathname + (text ? `?${text}` : "");
}

let state = read(location.search);

function go(next, { push }) {
  const target = address(next);
  if (target !== location.pathname + location.search) {
    history[push ? "pushState" : "replaceState"](null, "", target);
  }
  state = next;
  show();
}

// --- the index ---

async function load() {
  const folder = settings.bundle;
  const { sections, every } = await listed(`${folder}sections.json`);
  everyPage = every;
  if (!sections.length) return null;
  const [first, ...others] = sections;
  const pagefind = await import(`${folder}${first.path}/pagefind.js`);
  await pagefind.options({ baseUrl: settings.home });
  await pagefind.init();
  for (const other of others) await pagefind.mergeIndex(`${folder}${other.path}/`, { baseUrl: settings.home });
  await pagefind.filters(); // without this no counts come with the results
  return pagefind;
}

// The sections of the index. A preview that is still making it says so; then it is asked again.
async function listed(file) {
  for (;;) {
    const answer = await fetch(file, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const list = await answer.json();
    if (!list.pending) return list;
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}

function ask(query, chosen, without) {
  const asked = {};
  for (const facet of FACETS) {
    if (facet !== without && chosen[facet].length) asked[facet] = { any: chosen[facet] };
  }
  return engine.search(query || everyPage, { filters: asked });
}

// What to ask for: the words as typed, or a cable's number as pages have it (09 MEXICO 00283 is 09MEXICO283), if there is
// such a cable. `30 May 2008` looks like a number too, so the index decides.
async function wording(query) {
  const parts = /^(?:(?:19|20)(?=\d\d))?(\d\d)\s*(\p{L}[\p{L}\s]*?)\s*0*(\d+)$/u.exec(query.trim());
  const id = parts && `${parts[1]}${parts[2].replace(/\s/g, "").toUpperCase()}${parts[3]}`;
  if (!id || id === query) return query;
  const [best] = (await engine.search(id)).results;
  return best && (await best.data()).meta.id === id ? id : query;
}

// Whether one of these pages has all words of the query. Pagefind takes the longest beginning that it knows for a word that
// it does not know, down to one letter, and has no option against it; its stemmer cuts endings, so half a word must do.
function holds(pages, query) {
  const asked = plain(query).match(/[\p{L}\p{N}]+/gu) ?? [];
  return pages.some((page) => {
    const content = page.content.split(/\s+/);
    const matched = page.weighted_locations.map((match) => content[match.location] ?? "");
    const known = plain([...matched, ...Object.values(page.meta)].join(" ")).match(/[\p{L}\p{N}]+/gu) ?? [];
    return asked.every((word) => {
      if (/\d/.test(word)) return known.some((other) => other.startsWith(word));
      const half = word.slice(0, Math.max(2, Math.ceil(word.length / 2)));
      return known.some((other) => other.startsWith(half) || (other.length > 2 && word.startsWith(other))); // run, running
    });
  });
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// How many cables each value would give: for a filter that is in use, as if it were not, for its values widen.
async function counts(answer, query) {
  const made = {};
  for (const facet of FACETS) {
    const counted = state.chosen[facet].length ? (await ask(query, state.chosen, facet)).filters : answer.filters;
    made[facet] = counted[facet] ?? {};
  }
  return made;
}

// --- showing ---

async function show() {
  const mine = ++turn;
  clear.hidden = !state.query && FACETS.every((facet) => !state.chosen[facet].length);
  if (!engine) return;
  try {
    const query = await wording(state.query);
    const answer = await ask(query, state.chosen);
    const counted = await counts(answer, query);
    if (mine !== turn) return;
    const asked = state.query || FACETS.some((facet) => state.chosen[facet].length);
    found = asked ? answer.results : [];
    shown = 0;
    list.replaceChildren();
    showFilters(counted);
    if (!asked) {
      say(words.start);
      more.hidden = true;
      return;
    }
    const pages = await showMore(mine);
    if (mine !== turn) return;
    const number = found.length === 1 ? words.one : fill(words.many, found.length);
    if (!found.length) say(words.none);
    else say(query && !holds(pages, query) ? `${words.near} ${number}` : number);
  } catch (problem) {
    if (mine === turn) fail(problem);
  }
}

async function showMore(mine = turn) {
  const next = found.slice(shown, shown + RESULTS_AT_ONCE);
  const pages = await Promise.all(next.map((result) => result.data()));
  if (mine !== turn) return null;
  const items = pages.map(item);
  list.append(...items);
  shown += items.length;
  more.hidden = shown >= found.length;
  more.textContent = fill(words.more, found.length - shown);
  return pages;
}

function item(page) {
  const title = element("a", { href: page.url, class: "search-title" }, page.meta.title);
  const facts = ["id", "date", "classification", "origin"].filter((name) => page.meta[name]).map((name) => {
    return element("span", { class: `search-${name}` }, page.meta[name]);
  });
  const listed = passages(page).map(({ anchor, before, parts, after }) => {
    const link = anchor && element("a", { href: `${page.url}#${anchor.id}`, class: "search-place" }, label(anchor));
    return element("li", {}, ...(link ? [link, " "] : []), before, ...parts, after);
  });
  return element("li", { class: "search-result" }, element("h2", {}, title), element("p", { class: "search-facts" }, ...facts),
    ...(listed.length ? [element("ul", { class: "search-passages" }, ...listed)] : []));
}

// The paragraphs that hold the words, the best first, each cut to the words around its first match. Pagefind tells the
// position of each match and of each element with an id, counted in words.
function passages(page) {
  if (!state.query) return [];
  const content = page.content.split(/\s+/);
  const anchors = page.anchors.filter((anchor) => /^[pu]\d/.test(anchor.id)).sort((a, b) => a.location - b.location);
  const places = new Map();
  for (const match of page.weighted_locations) {
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
  return numbered ? `¶${numbered[1]}${numbered[2]}` : "¶";
}

function showFilters(counted) {
  const active = document.activeElement?.id;
  filters.replaceChildren(...FACETS.map((facet) => group(facet, counted[facet])).filter(Boolean));
  if (active?.startsWith("filter-")) document.getElementById(active)?.focus(); // it was drawn anew under the reader's hand
}

function group(facet, counted) {
  const chosen = state.chosen[facet];
  const values = Object.entries(counted).filter(([value, count]) => count > 0 || chosen.includes(value));
  for (const value of chosen) if (!(value in counted)) values.push([value, 0]);
  if (!values.length) return null;
  const order = facet === "year"
    ? ([a], [b]) => a.localeCompare(b, undefined, { numeric: true })
    : ([a, many], [b, few]) => few - many || a.localeCompare(b);
  values.sort(order);
  const all = opened.has(facet) || facet === "year";
  const visible = all ? values : values.filter(([value], position) => position < VALUES_AT_ONCE || chosen.includes(value));
  const items = visible.map(([value, count]) => choice(facet, value, count, chosen.includes(value)));
  const rest = values.length - visible.length;
  const content = [element("legend", {}, words[facet]), element("ul", {}, ...items)];
  if (rest > 0 || (opened.has(facet) && values.length > VALUES_AT_ONCE)) {
    const id = `filter-${facet}-all`;
    const button = element("button", { type: "button", id, class: "search-all" }, rest > 0 ? fill(words.all, rest) : words.fewer);
    button.addEventListener("click", () => {
      if (!opened.delete(facet)) opened.add(facet);
      showFilters({ ...lastCounts, [facet]: counted });
    });
    content.push(button);
  }
  lastCounts[facet] = counted;
  return element("fieldset", { class: "search-filter" }, ...content);
}

const lastCounts = {};

function choice(facet, value, count, checked) {
  const id = `filter-${facet}-${value}`;
  const input = element("input", { type: "checkbox", id, name: facet, value });
  input.checked = checked;
  input.addEventListener("change", () => {
    const kept = state.chosen[facet].filter((other) => other !== value);
    go({ ...state, chosen: { ...state.chosen, [facet]: input.checked ? [...kept, value] : kept } }, { push: true });
  });
  return element("li", {}, element("label", { for: id }, input, element("span", { class: "search-value" }, value), " ",
    element("span", { class: "search-count" }, count.toLocaleString(document.documentElement.lang))));
}

// --- small things ---

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.map((child) => child ?? ""));
  return made;
}

function fill(text, number) {
  return text.replace("{n}", number.toLocaleString(document.documentElement.lang));
}

function say(text) {
  status.classList.remove("search-failed");
  status.textContent = text;
}

function fail(problem) {
  console.error(problem);
  status.classList.add("search-failed");
  status.textContent = words.failed;
  more.hidden = true;
}

// --- what the reader does ---

let typing;
box.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => go({ ...state, query: box.value.trim() }, { push: false }), 250);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  go({ ...state, query: box.value.trim() }, { push: true });
});
clear.addEventListener("click", () => {
  box.value = "";
  go(read(""), { push: true });
  box.focus();
});
more.addEventListener("click", async () => {
  try {
    const first = list.children.length;
    if (await showMore()) list.children[first]?.querySelector("a")?.focus();
  } catch (problem) {
    fail(problem);
  }
});
addEventListener("popstate", () => {
  state = read(location.search);
  box.value = state.query;
  show();
});

// Where filters stand above the results, they are closed at first, and where they stand beside them always open.
const wide = matchMedia("(min-width: 54rem)");
const unfold = () => { filters.closest("details").open = wide.matches; };
wide.addEventListener("change", unfold);
unfold();

if (!box.value) box.value = state.query; // who typed while this loaded keeps what was typed
clear.hidden = true;
say(words.loading);
try {
  engine = await load();
  if (!engine) say(words.empty);
  else if (box.value.trim() === state.query) await show();
  else go({ ...state, query: box.value.trim() }, { push: false }); // typed while the index was loading
} catch (problem) {
  fail(problem);
}
