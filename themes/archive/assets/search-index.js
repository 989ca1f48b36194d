// The sections of the index: which of them a search must ask, and the worker that asks them.

import { FACETS } from "./search-query.js";

// An archive up to this size is asked as a whole before anything is shown, and all its filters are open.
const FEW_SECTIONS = 3;
const FEW_PAGES = 3000;
const AT_ONCE = 4; // sections that are asked at the same time

// The list of the sections: { every, sections, few }, the newest section first; `every` is a word that is on every page of
// the index (asking for no word at all would load all of it). A preview that is still making it says so; then it is asked
// for again.
export async function listed(file) {
  for (;;) {
    const answer = await fetch(file, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const { pending, every, sections } = await answer.json();
    if (!pending) {
      const pages = sections.reduce((sum, section) => sum + section.pages, 0);
      return { every, sections: sections.reverse(), few: sections.length <= FEW_SECTIONS && pages <= FEW_PAGES };
    }
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}

// Runs `run` for each item, in order, a few at the same time.
export async function each(items, run) {
  const left = [...items];
  const one = async () => { while (left.length) await run(left.shift()); };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

// --- the worker ---

// Gives a function that asks the worker: (call, section, arguments) -> a promise of the answer.
export function asker({ script, bundle, home, language }) {
  let worker;
  let calls = 0;
  const waiting = new Map(); // what the worker was asked and has not answered

  function start() {
    worker = new Worker(script, { type: "module" });
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
    worker.postMessage({ call: "start", args: { home, language } });
  }

  return (call, section, args) => {
    if (!worker) start();
    const id = ++calls;
    const answer = new Promise((resolve, reject) => { waiting.set(id, { resolve, reject }); });
    worker.postMessage({ id, call, args: { ...args, folder: `${bundle}${section.path}/` } });
    return answer;
  };
}

// --- which sections to ask, and what ---

// The one year of a section that has no other cables.
export function onlyYear(section) {
  const [[year, number] = [], ...others] = Object.entries(section.years);
  return !others.length && number === section.pages ? year : null;
}

function undated(section) {
  return section.pages > Object.values(section.years).reduce((sum, number) => sum + number, 0);
}

// The sections that can have cables of what was chosen, each with the filters that it needs: none by time where it holds
// nothing else. Of few sections all are asked, to count what other years would add.
export function partsOf({ chosen, excluded, from, to, order }, { sections, few }) {
  const used = (values) => Object.fromEntries(FACETS.filter((facet) => values[facet].length).map((facet) => [facet, values[facet]]));
  const all = sections.map((section, place) => {
    return { section, order: place, filters: { chosen: used(chosen), excluded: used(excluded), from, to } };
  });
  if (order === "oldest") all.reverse();
  if (few) return all;
  const passes = (year) => (!chosen.year.length || chosen.year.includes(year)) && !excluded.year.includes(year)
    && (!from || year >= from.slice(0, 4)) && (!to || year <= to.slice(0, 4));
  const inside = (year) => (!from || year > from.slice(0, 4)) && (!to || year < to.slice(0, 4));
  const dated = chosen.year.length || from || to;
  return all.filter(({ section }) => Object.keys(section.years).some(passes) || (undated(section) && !dated)).map((part) => {
    const years = Object.keys(part.section.years);
    if (undated(part.section) && dated) return part;
    const filters = { ...part.filters, chosen: { ...part.filters.chosen }, excluded: { ...part.filters.excluded } };
    if (years.every(passes)) {
      delete filters.chosen.year;
      delete filters.excluded.year;
    }
    if (years.every(inside)) filters.from = filters.to = "";
    return { ...part, filters };
  });
}

// --- the numbers of cables ---

// Gives a function that finds the cables with a number (as search-query.js reads it), the newest first, as
// { id, url, title, date, classification, origin }.
export function finder({ folder, parts }) {
  const loaded = new Map();
  return async ({ form, digits }) => {
    const file = `${folder}${digits % parts}.json`;
    if (!loaded.has(file)) loaded.set(file, fetch(file).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(file)))));
    try {
      const found = Object.entries(await loaded.get(file)).filter(([id]) => form.test(id)).map(([, row]) => row);
      return [...new Map(found.map((row) => [row.url, row])).values()].sort((a, b) => century(b.id) - century(a.id));
    } catch (problem) {
      console.error(problem); // the words can still be searched
      loaded.delete(file);
      return [];
    }
  };
}

// The two digits of a year in order of time: they are those of 1940 to 2039.
function century(id) {
  const year = Number(id.slice(0, 2));
  return year >= 40 ? year : year + 100;
}
