// The search page. It asks Pagefind's indexes, which stand beside the pages, one for each section of the archive, and
// keeps its whole state in the address: ?q=words&year=2008&topic=PGOV. Values of one filter widen the search, different
// filters narrow it. docs/search.md tells how the parts work together.

const settings = JSON.parse(document.getElementById("search-settings").textContent);
const words = settings.words;
const FACETS = ["year", "classification", "origin", "topic", "person"];
// An archive up to this size is asked as a whole before anything is shown, and all its filters are open.
const FEW_SECTIONS = 3;
const FEW_PAGES = 3000;
const AT_ONCE = 4; // sections that are asked at the same time
const PATIENCE = 800; // milliseconds that a search may take before what was found so far is shown
const RESULTS_AT_ONCE = 10;
const PASSAGES = 3; // shown of one cable
const VALUES_AT_ONCE = 8; // shown of one filter
const AROUND = 14; // words of an excerpt before and after the first match

const form = document.getElementById("search-form");
const box = document.getElementById("search-query");
const status = document.getElementById("search-status");
const rank = document.getElementById("search-rank");
const filters = document.getElementById("search-filters");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const clear = document.getElementById("search-clear");

let sections; // { path, pages, years }, the newest first; once they are loaded
let few; // whether they are few and small
let everyPage; // a word that is on every page of the index: asking for no word at all would load all of it
let turn = 0; // grows with each search, so that a slow answer to an old question is dropped
let search; // the one that is shown
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

let worker;
let calls = 0;
const waiting = new Map(); // what the worker was asked and has not answered

function ask(call, section, args) {
  if (!worker) {
    worker = new Worker(settings.worker, { type: "module" });
    worker.addEventListener("message", ({ data: { id, value, problem } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (problem) reject(new Error(problem));
      else resolve(value);
    });
    worker.addEventListener("error", () => {
      for (const { reject } of waiting.values()) reject(new Error("the search's worker failed"));
      waiting.clear();
      worker = undefined;
    });
    worker.postMessage({ call: "start", args: { home: settings.home, language: document.documentElement.lang } });
  }
  const id = ++calls;
  const answer = new Promise((resolve, reject) => { waiting.set(id, { resolve, reject }); });
  worker.postMessage({ id, call, args: { ...args, folder: `${settings.bundle}${section.path}/` } });
  return answer;
}

// Runs `run` for each item, in order, a few at the same time.
async function each(items, run) {
  const left = [...items];
  const one = async () => { while (left.length) await run(left.shift()); };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

// --- which sections to ask, and what ---

// The one year of a section that has no other cables.
function onlyYear(section) {
  const [[year, number] = [], ...others] = Object.entries(section.years);
  return !others.length && number === section.pages ? year : null;
}

function undated(section) {
  return section.pages > Object.values(section.years).reduce((sum, number) => sum + number, 0);
}

// The sections that can have cables of the chosen years, each with the filters it needs: none by year where it holds
// nothing else. Of few sections all are asked, to count what other years would add.
function partsOf({ chosen }) {
  const asked = {};
  for (const facet of FACETS) if (chosen[facet].length) asked[facet] = { any: chosen[facet] };
  const { year, ...others } = asked;
  const all = sections.map((section, order) => ({ section, order, filters: asked }));
  if (!year || few) return all;
  return all.filter(({ section }) => year.any.some((value) => value in section.years)).map((part) => {
    const whole = Object.keys(part.section.years).every((value) => year.any.includes(value)) && !undated(part.section);
    return whole ? { ...part, filters: others } : part;
  });
}

// The filters whose counts are wanted of a section: those that are open. How many cables of a year a section has that
// holds no other is known without asking.
function facetsOf({ section }) {
  return FACETS.filter((facet) => boxes[facet].open && (few || facet !== "year" || !onlyYear(section)));
}

// What to ask for: the words as typed, without signs such as $, which no index has; or a cable's number as pages have
// it (09 MEXICO 00283 is 09MEXICO283), if there is such a cable. `30 May 2008` looks like a number too, so the index
// decides: that of its year or of one beside it.
async function wording(query) {
  const plain = query.replace(/\p{S}/gu, " ").trim() || query;
  const parts = /^(?:(?:19|20)(?=\d\d))?(\d\d)\s*(\p{L}[\p{L}\s]*?)\s*0*(\d+)$/u.exec(query);
  const id = parts && `${parts[1]}${parts[2].replace(/\s/g, "").toUpperCase()}${parts[3]}`;
  if (!id || id === query) return plain;
  const beside = (year) => (year % 100 + 101 - parts[1]) % 100 <= 2;
  const likely = sections.filter((section) => few || undated(section) || Object.keys(section.years).some(beside));
  let found = false;
  await each(likely, async (section) => {
    if (!found && await ask("has", section, { id }).catch(() => false)) found = true;
  });
  return found ? id : plain;
}

// --- searching ---

async function show() {
  const mine = ++turn;
  const asked = Boolean(state.query) || FACETS.some((facet) => state.chosen[facet].length);
  clear.hidden = !asked;
  if (!sections?.length) return;
  clearTimeout(progress);
  progress = undefined;
  search = {
    turn: mine, asked, query: state.query || everyPage, parts: partsOf(state), answers: new Map(), failed: [],
    found: [], // what was found, the best first
    listed: [], goal: RESULTS_AT_ONCE, // what of it the page shows, and how much it is to show
    late: false, painted: false, done: false, near: false,
  };
  search.idle = !asked && !few && FACETS.every((facet) => facet === "year" || !boxes[facet].open);
  drawFilters();
  list.setAttribute("aria-busy", "true");
  const impatient = setTimeout(() => { if (mine === turn) paint().catch(fail); }, PATIENCE);
  try {
    if (state.query) search.query = await wording(state.query);
    await each(search.idle ? [] : search.parts, async (part) => {
      if (mine === turn) await askPart(part);
    });
    if (mine !== turn) return;
    finish();
    await Promise.all([paint(), count()]);
  } catch (problem) {
    if (mine === turn) fail(problem);
  } finally {
    clearTimeout(impatient);
    if (mine === turn) list.removeAttribute("aria-busy");
  }
}

async function askPart(part) {
  const mine = search;
  try {
    const answer = await ask("search", part.section, {
      query: mine.query, filters: part.filters, facets: facetsOf(part), turn: mine.turn,
      words: state.query ? mine.query : "",
    });
    if (mine.turn !== turn) return;
    mine.answers.set(part, answer);
    if (answer.near.every((length) => length === Infinity)) rankWith(part, answer);
  } catch (problem) {
    console.error(problem);
    mine.failed.push(part);
  }
  if (mine.turn !== turn) return;
  if (mine.painted) extend().catch(fail);
  else tellProgress();
}

function rankWith(part, answer) {
  if (!search.asked) return;
  for (const [position, score] of answer.scores.entries()) search.found.push({ part, position, score });
  search.found.sort((a, b) => b.score - a.score || a.part.order - b.part.order || a.position - b.position);
}

// All sections have answered. What counts is what one index of all of them would have found: a section that has only
// a beginning of a word adds nothing when another has the word, or more of it.
function finish() {
  const answers = [...search.answers.values()];
  if (!answers.length && search.failed.length) throw new Error("no section could be searched");
  const nearest = (answers[0]?.near ?? []).map((_, word) => Math.max(...answers.map(({ near }) => near[word])));
  search.near = nearest.some((length) => length !== Infinity);
  for (const [part, answer] of search.answers) {
    answer.kept = answer.near.every((length, word) => length === nearest[word]);
    if (answer.kept && search.near) rankWith(part, answer);
  }
  search.done = true;
}

// The counts of the filters that were opened since the sections were asked.
async function count() {
  const mine = search;
  await each([...mine.answers], async ([part, answer]) => {
    const facets = facetsOf(part).filter((facet) => !(facet in answer.counts));
    if (!answer.kept || !facets.length || mine.turn !== turn) return;
    const args = { query: mine.query, filters: part.filters, facets };
    Object.assign(answer.counts, await ask("count", part.section, args));
  });
  if (mine.turn === turn) drawFilters();
}

// --- showing ---

// Show what was found so far, in place of the search before. From here on what is shown stays where it is, so that a
// reader can click it: what comes later is added below, and a button puts the best first.
async function paint() {
  search.late = !search.done; // it is time to tell how far the search is
  if (few && !search.done) return tellProgress();
  if (!search.painted && !search.found.length) list.replaceChildren();
  search.painted = true;
  return extend();
}

let drawing = Promise.resolve();

// Fill the list up to its goal, one call after the other.
function extend({ anew = false } = {}) {
  const mine = search;
  drawing = drawing.catch(() => {}).then(async () => {
    if (mine.turn !== turn) return;
    const there = new Set(anew ? [] : mine.listed);
    const next = mine.found.filter((hit) => !there.has(hit)).slice(0, mine.goal - there.size);
    const pages = await Promise.all(next.map(({ part, position }) => {
      return ask("data", part.section, { turn: mine.turn, position });
    }));
    if (mine.turn !== turn) return;
    const items = pages.map(item);
    if (there.size) list.append(...items);
    else list.replaceChildren(...items);
    mine.listed = [...there, ...next];
    tell();
  });
  return drawing;
}

function tell() {
  const { asked, done, found, listed, near, parts, answers, failed } = search;
  more.hidden = listed.length >= found.length;
  more.textContent = fill(words.more, { n: found.length - listed.length });
  rank.hidden = listed.every((hit, position) => hit === found[position]);
  if (!asked) return say(words.start);
  if (!done) return tellProgress();
  const number = found.length === 1 ? words.one : fill(words.many, { n: found.length });
  const result = found.length ? near ? `${words.near} ${number}` : number : words.none;
  say(failed.length ? `${result} ${fill(words.incomplete, { part: failed.length, parts: parts.length })}` : result);
  status.classList.toggle("search-failed", failed.length > 0);
}

let progress; // set while the progress was told a moment ago: a status that changes at each answer is hard to listen to

function tellProgress() {
  const { asked, late, done, found, parts, answers, failed } = search;
  if (!asked || !late || done || progress) return;
  say(fill(words.partial, { n: found.length, part: answers.size + failed.length, parts: parts.length }));
  progress = setTimeout(() => { progress = undefined; tellProgress(); }, 1000);
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
  return element("li", { class: "search-result" }, element("h2", {}, title),
    element("p", { class: "search-facts" }, ...facts),
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

// --- filters ---

const boxes = {}; // by facet: its details element

function makeFilters() {
  for (const facet of FACETS) {
    const summary = element("summary", {}, words[facet], " ", element("span", { class: "search-chosen" }));
    const box = element("details", { class: "search-filter" }, summary, element("fieldset", {}));
    box.open = few || facet === "year"; // the years of an archive are known without asking
    box.addEventListener("toggle", () => {
      if (!box.open || !search) return;
      drawFilter(facet);
      if (search.idle) show();
      else if (search.done) count().catch(fail);
    });
    boxes[facet] = box;
  }
  filters.replaceChildren(...Object.values(boxes));
}

// Open the filters of which the address has values.
function openChosen() {
  for (const facet of FACETS) if (state.chosen[facet].length) boxes[facet].open = true;
}

function drawFilters() {
  filters.setAttribute("aria-busy", String(!search.done));
  for (const facet of FACETS) drawFilter(facet);
}

function drawFilter(facet) {
  const body = boxes[facet].querySelector("fieldset");
  const chosen = state.chosen[facet];
  boxes[facet].querySelector(".search-chosen").textContent = chosen.join(", ");
  const counts = counted(facet);
  if (!counts) {
    if (!body.children.length) body.replaceChildren(element("p", { class: "search-note" }, words.counting));
    return;
  }
  const values = Object.entries(counts).filter(([value, count]) => count !== 0 || chosen.includes(value));
  for (const value of chosen) if (!(value in counts)) values.push([value, 0]);
  boxes[facet].hidden = few && !values.length;
  const order = facet === "year"
    ? ([a], [b]) => a.localeCompare(b, undefined, { numeric: true })
    : ([a, many], [b, few]) => few - many || a.localeCompare(b);
  values.sort(order);
  const all = opened.has(facet) || facet === "year";
  const visible = values.filter(([value], position) => all || position < VALUES_AT_ONCE || chosen.includes(value));
  const items = visible.map(([value, count]) => choice(facet, value, count, chosen.includes(value)));
  const rest = values.length - visible.length;
  const content = [element("legend", { class: "hidden" }, words[facet])];
  content.push(items.length ? element("ul", {}, ...items) : element("p", { class: "search-note" }, words.no_values));
  if (rest > 0 || (opened.has(facet) && values.length > VALUES_AT_ONCE)) {
    const label = rest > 0 ? fill(words.all, { n: rest }) : words.fewer;
    const button = element("button", { type: "button", id: `filter-${facet}-all`, class: "search-all" }, label);
    button.addEventListener("click", () => {
      if (!opened.delete(facet)) opened.add(facet);
      drawFilter(facet);
    });
    content.push(button);
  }
  const active = document.activeElement?.id;
  body.replaceChildren(...content);
  // It was drawn anew under the reader's hand.
  if (active?.startsWith(`filter-${facet}-`)) document.getElementById(active)?.focus();
}

// The values of a filter and how many cables each would give; null as long as that is not known.
function counted(facet) {
  if (!search.done) return null;
  if (facet === "year" && !few) return years();
  if (search.idle) return null;
  const made = {};
  for (const answer of search.answers.values()) {
    if (!answer.kept) continue;
    if (!answer.counts[facet]) return null;
    for (const [value, number] of Object.entries(answer.counts[facet])) made[value] = (made[value] ?? 0) + number;
  }
  return made;
}

// All years of the archive. How many cables one would give is NaN where its sections were not asked.
function years() {
  const answers = new Map([...search.answers].map(([part, answer]) => [part.section, answer]));
  const made = {};
  for (const section of sections) {
    const answer = answers.get(section);
    for (const [year, pages] of Object.entries(section.years)) {
      let number = NaN;
      if (!search.asked) number = pages;
      else if (answer && !answer.kept) number = 0;
      else if (answer && onlyYear(section)) number = answer.scores.length;
      else if (answer?.counts.year) number = answer.counts.year[year] ?? 0;
      made[year] = (made[year] ?? 0) + number;
    }
  }
  return made;
}

function choice(facet, value, count, checked) {
  const id = `filter-${facet}-${value}`;
  const input = element("input", { type: "checkbox", id, name: facet, value });
  input.checked = checked;
  input.addEventListener("change", () => {
    const kept = state.chosen[facet].filter((other) => other !== value);
    go({ ...state, chosen: { ...state.chosen, [facet]: input.checked ? [...kept, value] : kept } }, { push: true });
  });
  return element("li", {}, element("label", { for: id }, input, element("span", { class: "search-value" }, value), " ",
    element("span", { class: "search-count" }, Number.isNaN(count) ? "" : numeral(count))));
}

// --- small things ---

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.map((child) => child ?? ""));
  return made;
}

function numeral(number) {
  return number.toLocaleString(document.documentElement.lang);
}

function fill(text, numbers) {
  return text.replace(/\{(\w+)\}/g, (_, name) => numeral(numbers[name]));
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
  rank.hidden = true;
}

// --- what the reader does ---

// Whether what is typed waits for more, or for Enter: all that begins with one letter would load much.
function tooShort(query) {
  return !few && query.length > 0 && query.length < 3;
}

let typing;
box.addEventListener("input", () => {
  clearTimeout(typing);
  const query = box.value.trim();
  if (!tooShort(query)) typing = setTimeout(() => go({ ...state, query }, { push: false }), few ? 250 : 600);
});
box.addEventListener("focus", () => {
  if (sections?.length && !few) ask("open", sections[0]).catch(() => {}); // a search is near
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
    const first = search.listed.length;
    search.goal = first + RESULTS_AT_ONCE;
    await extend();
    list.children[first]?.querySelector("a")?.focus();
  } catch (problem) {
    fail(problem);
  }
});
rank.addEventListener("click", async () => {
  try {
    await extend({ anew: true });
    list.querySelector("a")?.focus();
  } catch (problem) {
    fail(problem);
  }
});
addEventListener("popstate", () => {
  state = read(location.search);
  box.value = state.query;
  openChosen();
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
  const index = await listed(`${settings.bundle}sections.json`);
  everyPage = index.every;
  sections = index.sections.reverse();
  few = sections.length <= FEW_SECTIONS && sections.reduce((sum, { pages }) => sum + pages, 0) <= FEW_PAGES;
  if (!sections.length) say(words.empty);
  else {
    makeFilters();
    openChosen();
    const typed = box.value.trim();
    if (typed === state.query || tooShort(typed)) await show();
    else go({ ...state, query: typed }, { push: false }); // while the index was loading
  }
} catch (problem) {
  fail(problem);
}
