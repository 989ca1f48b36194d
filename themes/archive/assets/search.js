// The search page. It asks Pagefind's indexes, which stand beside the pages, one for each section of the archive, and keeps
// its whole state in the address. Values of one filter widen the search, different filters narrow it. A cable's number
// leads to the cable. docs/search.md tells how the parts work together.

import { makeFilters } from "./search-filters.js";
import { asker, each, finder, listed, onlyYear, partsOf } from "./search-index.js";
import { listen } from "./search-keys.js";
import { FACETS, address, isNarrowed, number, parse, read } from "./search-query.js";
import { cableItem, fill, resultItem } from "./search-results.js";

const settings = JSON.parse(document.getElementById("search-settings").textContent);
const words = settings.words;
const PATIENCE = 800; // milliseconds that a search may take before what was found so far is shown
const FIRST_RESULTS = 6; // of each the page loads its text, so more would make a search heavy
const MORE_RESULTS = 12;

const form = document.getElementById("search-form");
const box = document.getElementById("search-query");
const status = document.getElementById("search-status");
const order = document.getElementById("search-order");
const rank = document.getElementById("search-rank");
const numbers = document.getElementById("search-numbers");
const chips = document.getElementById("search-chips");
const root = document.getElementById("search-filters");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const clear = document.getElementById("search-clear");
const slash = document.getElementById("search-slash");

const language = document.documentElement.lang; // of the cables
const ask = asker({ script: settings.worker, bundle: settings.bundle, home: settings.home, language });
const find = finder(settings.numbers);
let index; // { every, sections, few } once they are loaded
let filters;
let turn = 0; // grows with each search, so that a slow answer to an old question is dropped
let search; // the one that is shown
let state = read(location.search);

function go(next, { push }) {
  const target = address(next);
  if (target !== location.pathname + location.search) {
    history[push ? "pushState" : "replaceState"](null, "", target);
  }
  state = next;
  return show();
}

// --- a cable's number ---

// The cables with the number that is asked for, if it is one, and whether that can hardly mean anything else.
async function numbered(query) {
  const asked = number(query);
  return { found: asked ? await find(asked) : [], sure: Boolean(asked?.sure) };
}

// The address of the one cable with the number that is asked for.
async function straight(query) {
  const { found, sure } = await numbered(query);
  return sure && found.length === 1 ? found[0].url : null;
}

// --- searching ---

// How what was found is put in order: without words nothing matches better than another.
function ordering() {
  return state.order || (state.query ? "relevance" : "newest");
}

async function show() {
  const mine = ++turn;
  const asked = Boolean(state.query) || isNarrowed(state);
  clear.hidden = !asked;
  order.value = ordering();
  if (!index?.sections.length) return;
  clearTimeout(progress);
  progress = undefined;
  search = {
    turn: mine, asked, words: { ...parse(state.query, language), every: index.every }, order: ordering(),
    parts: partsOf({ ...state, order: ordering() }, index), answers: new Map(), failed: [],
    found: [], // what was found, the best first
    listed: [], goal: FIRST_RESULTS, // what of it the page shows, and how much it is to show
    late: false, painted: false, done: false, near: false,
  };
  search.idle = !asked && !index.few && FACETS.every((facet) => facet === "year" || !filters.isOpen(facet));
  draw();
  list.setAttribute("aria-busy", "true");
  const impatient = setTimeout(() => { if (mine === turn) paint().catch(fail); }, PATIENCE);
  try {
    const { found } = await numbered(state.query);
    if (mine !== turn) return;
    if (found.length === 1) search.words = { ...parse(found[0].id), every: index.every }; // and the cables that name it
    numbers.hidden = !found.length;
    numbers.querySelector("ol").replaceChildren(...found.map(cableItem));
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
      query: mine.words, filters: part.filters, facets: facetsOf(part), dated: mine.asked && mine.order !== "relevance", turn: mine.turn,
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

// The filters whose counts are wanted of a section: those that are open. How many cables of a year a section has that
// holds no other is known without asking.
function facetsOf({ section }) {
  return FACETS.filter((facet) => filters.isOpen(facet) && (index.few || facet !== "year" || !onlyYear(section)));
}

const ORDERINGS = {
  relevance: (a, b) => b.score - a.score || a.part.order - b.part.order || a.position - b.position,
  newest: (a, b) => later(a, b) || ORDERINGS.relevance(a, b),
  oldest: (a, b) => later(b, a) || ORDERINGS.relevance(a, b),
};

// By the days, as text; what has none comes last in both orders.
function later(a, b) {
  if (!a.date || !b.date) return search.order === "oldest" ? Boolean(a.date) - Boolean(b.date) : Boolean(b.date) - Boolean(a.date);
  return a.date < b.date ? 1 : Number(a.date > b.date) * -1;
}

function rankWith(part, answer) {
  if (!search.asked) return;
  for (const [position, score] of answer.scores.entries()) search.found.push({ part, position, score, date: answer.dates[position] });
  search.found.sort(ORDERINGS[search.order]);
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
    Object.assign(answer.counts, await ask("count", part.section, { facets, turn: mine.turn }));
  });
  if (mine.turn === turn) draw();
}

// --- showing ---

// Show what was found so far, in place of the search before. From here on what is shown stays where it is, so that a
// reader can click it: what comes later is added below, and a button puts the best first.
async function paint() {
  search.late = !search.done; // it is time to tell how far the search is
  if (index.few && !search.done) return tellProgress();
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
    const worded = Boolean(mine.words.words || mine.words.phrases.length);
    const items = pages.map((page) => resultItem(page, worded, words));
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
  rank.textContent = search.order === "relevance" ? words.rank : words.sort;
  rank.hidden = listed.every((hit, position) => hit === found[position]);
  if (!asked) return say(words.start);
  if (!done) return tellProgress();
  const total = found.length === 1 ? words.one : fill(words.many, { n: found.length });
  const result = found.length ? near ? `${words.near} ${total}` : total : words.none;
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

function say(text) {
  status.classList.remove("search-failed");
  if (status.textContent !== text) status.textContent = text;
}

function fail(problem) {
  console.error(problem);
  status.classList.add("search-failed");
  status.textContent = words.failed;
  more.hidden = true;
  rank.hidden = true;
}

// --- filters ---

function draw(only) {
  filters.draw({ state, counts: counted, busy: !search.done }, only);
}

// The values of a filter and how many cables each would give; null as long as that is not known.
function counted(facet) {
  if (!search.done) return null;
  if (facet === "year" && !index.few) return years();
  if (search.idle) return null;
  const made = {};
  for (const answer of search.answers.values()) {
    if (!answer.kept) continue;
    if (!answer.counts[facet]) return null;
    for (const [value, total] of Object.entries(answer.counts[facet])) made[value] = (made[value] ?? 0) + total;
  }
  return made;
}

// All years of the archive. How many cables one would give is NaN where its sections were not asked.
function years() {
  const answers = new Map([...search.answers].map(([part, answer]) => [part.section, answer]));
  const made = {};
  for (const section of index.sections) {
    const answer = answers.get(section);
    for (const [year, pages] of Object.entries(section.years)) {
      let total = NaN;
      if (!search.asked) total = pages;
      else if (answer && !answer.kept) total = 0;
      else if (answer && onlyYear(section)) total = answer.scores.length;
      else if (answer?.counts.year) total = answer.counts.year[year] ?? 0;
      made[year] = (made[year] ?? 0) + total;
    }
  }
  return made;
}

// --- what the reader does ---

// Whether what is typed waits for more, or for Enter: all that begins with one letter would load much.
function tooShort(query) {
  return !index?.few && query.length > 0 && query.length < 3;
}

let typing;
box.addEventListener("input", () => {
  clearTimeout(typing);
  const query = box.value.trim();
  if (!tooShort(query)) typing = setTimeout(() => go({ ...state, query }, { push: false }), index?.few ? 250 : 600);
});
box.addEventListener("focus", () => {
  if (index?.sections.length && !index.few) ask("open", index.sections[0]).catch(() => {}); // a search is near
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(typing);
  const query = box.value.trim();
  go({ ...state, query }, { push: true });
  const mine = turn;
  const target = await straight(query);
  if (target && mine === turn) location.assign(target);
});
order.addEventListener("change", () => {
  const usual = state.query ? "relevance" : "newest";
  go({ ...state, order: order.value === usual ? "" : order.value }, { push: true });
});
function emptied() {
  box.value = "";
  go(read(""), { push: true });
  box.focus();
}
clear.addEventListener("click", emptied);
listen({
  box, more, slash,
  cleared() { // first of the words, then of all
    clearTimeout(typing);
    if (!box.value) return emptied();
    box.value = "";
    go({ ...state, query: "" }, { push: true });
  },
});
more.addEventListener("click", async () => {
  try {
    const first = search.listed.length;
    search.goal = first + MORE_RESULTS;
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
  filters?.openChosen(state);
  show();
});

// --- the beginning ---

// Where filters stand above the results, they are closed at first, and where they stand beside them always open.
const wide = matchMedia("(min-width: 54rem)");
const unfold = () => { root.closest("details").open = wide.matches; };
wide.addEventListener("change", unfold);
unfold();

if (!box.value) box.value = state.query; // who typed while this loaded keeps what was typed
clear.hidden = true;
say(words.loading);
try {
  // Who comes with a cable's number is led to the cable; who comes back from it is not.
  const [arrival] = performance.getEntriesByType("navigation");
  const [made, target] = await Promise.all([
    listed(`${settings.bundle}sections.json`).catch((problem) => problem),
    arrival?.type === "navigate" && !isNarrowed(state) ? straight(state.query) : null,
  ]);
  if (target) location.replace(target);
  if (made instanceof Error) throw made;
  index = made;
  if (!index.sections.length) say(words.empty);
  else {
    filters = makeFilters({
      root, chips, words, few: index.few, days: settings.days,
      change: (changed) => go({ ...state, ...changed }, { push: true }),
      toggled: (facet) => {
        draw(facet);
        if (search.idle) show();
        else if (search.done) count().catch(fail);
      },
    });
    filters.openChosen(state);
    const typed = box.value.trim();
    if (typed === state.query || tooShort(typed)) await show();
    else await go({ ...state, query: typed }, { push: false }); // while the index was loading
  }
} catch (problem) {
  fail(problem);
}
