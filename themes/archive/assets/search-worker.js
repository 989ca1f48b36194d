// The search's work in the background: asks Pagefind's indexes, one for each section of the archive, and sends the page
// no more than it shows. The page talks to it by search-index.js: { id, call, args } is answered by { id, value } or
// { id, problem }, and without an id by nothing.

import { LETTER, Pages, counted, failing } from "./search-pages.js";
import { stemOf, stemsOf } from "./search-stems.js";

const NOTHING = { "": "" }; // a filter that no page has: a search with it counts the pages and puts none together
const PUNCTUATION = /[\p{Pd}\p{Pe}\p{Pf}\p{Pi}\p{Po}\p{Ps}]/gu; // as Pagefind takes it out of what is asked

let settings; // { home, language }
let program; // a promise of Pagefind's script
const indexes = new Map(); // by their folder: { made, a promise of the index; broken, whether a file did not come; meta }
const answers = new Map(); // by their folder: the last search, { turn, found, failed, hits }

// Pagefind goes on without a file that does not come, and would find nothing where there is something; every section
// brings the same WebAssembly, of which one is enough; and what an index tells of its pages is wanted here too.
const load = self.fetch.bind(self);
const shared = new Map();
self.fetch = async (address, ...options) => {
  const name = /\/(wasm\.[^/]*)$/.exec(address)?.[1];
  const index = [...indexes].find(([folder]) => String(address).startsWith(folder))?.[1];
  try {
    if (name) {
      if (!shared.has(name)) shared.set(name, checked(load(address, ...options)));
      return (await shared.get(name)).clone();
    }
    const answer = await checked(load(address, ...options));
    if (index && /\.pf_meta$/.test(address)) index.meta = answer.clone().arrayBuffer();
    return answer;
  } catch (problem) {
    shared.delete(name);
    if (index) index.broken = true;
    throw problem;
  }
};

async function checked(asked) {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${answer.statusText}`);
  return answer;
}

// --- the indexes ---

// Runs what asks an index: { pagefind, pages }. One that failed is forgotten, so that the next search tries it again.
async function asking(folder, ask) {
  if (!indexes.has(folder)) {
    const begun = { broken: false, meta: null };
    indexes.set(folder, begun);
    begun.made = opened(folder, begun);
  }
  const index = indexes.get(folder);
  try {
    const answer = await ask(await index.made);
    if (index.broken) throw new Error(`a file of ${folder} did not come`);
    return answer;
  } catch (problem) {
    if (indexes.get(folder) === index) indexes.delete(folder);
    throw problem;
  }
}

async function opened(folder, begun) {
  const pagefind = await start(folder);
  if (!begun.meta) throw new Error(`${folder}: its metadata did not come`);
  const file = async (name) => (await checked(load(folder + name))).arrayBuffer();
  return { pagefind, pages: await Pages.read(await begun.meta, file) };
}

// The first instance loads the WebAssembly for all of them: another that started meanwhile would load it over the first
// one's memory.
async function start(folder) {
  if (program) return instance(await program, folder);
  let made;
  program = (async () => {
    const script = await import(`${folder}pagefind.js`);
    made = await instance(script, folder);
    return script;
  })();
  program.catch(() => { program = undefined; });
  await program;
  return made;
}

async function instance(script, folder) {
  const made = script.createInstance({ basePath: folder, baseUrl: settings.home });
  await made.search(""); // is answered, with nothing, once the index is ready
  return made;
}

// --- the pieces of an index ---

function wordsOf(text) {
  return text.replace(PUNCTUATION, "").toLowerCase().split(/\s+/).filter(Boolean);
}

function unaccented(word) {
  return word.normalize("NFD").replace(/\p{M}/gu, "");
}

// Pagefind's index is cut into pieces by the alphabet, and of a word it loads the one where the word itself would be (asked
// for several words it may leave one out, so each is asked for alone). Its stem can stand in the piece before, and words
// that begin with that stem in the next ones: they are loaded as well.
async function loadPieces({ pagefind, pages }, word) {
  const stem = stemOf(unaccented(word), settings.language);
  await count(pagefind, word);
  await count(pagefind, stem);
  for (const [first] of pages.pieces) {
    if (first > stem && first.startsWith(stem)) await count(pagefind, first);
  }
}

// What Pagefind is asked for a phrase, once it has the pieces for it: in place of a word with very many places those of
// its places that stand before such words as the next one, or after such as the one before.
async function phraseOf(index, text) {
  const words = wordsOf(text).map(unaccented);
  const asked = words.map((word, place) => {
    const found = place + 1 < words.length ? index.pages.before(word, words[place + 1]) : index.pages.after(word, words[place - 1]);
    return found ?? word;
  });
  await Promise.all(asked.map((word, place) => (word === words[place] ? loadStem(index, word) : index.pagefind.preload(word))));
  return asked.join(" ");
}

// Loads the pieces where the stem of a word can stand: a phrase is found by stems, not by what begins with them.
async function loadStem(index, word) {
  const stems = stemsOf(word, settings.language);
  if (!stems) return loadPieces(index, word);
  const asked = new Map(); // by the first word of a piece
  for (const stem of stems) {
    const piece = index.pages.pieces.find(([first, last]) => first <= stem && stem <= last);
    if (piece) asked.set(piece[0], stem);
  }
  return Promise.all([...asked.values()].map((stem) => index.pagefind.preload(stem)));
}

// --- how near the words are ---

// For each of the words: Infinity where the section has it or words that begin with it. Else Pagefind took the longest
// beginning that it knows, or left the word out, and has no option against it: then the length of that beginning. Who
// asks sections must know, for what is no word of one may be a word of another.
async function near(pagefind, word) {
  if (await count(pagefind, `"${word}"`)) return Infinity;
  const number = await count(pagefind, word);
  if (!number) return 0;
  // Nothing begins with the word and that letter: if it finds the same, only a beginning was found before.
  if (number !== await count(pagefind, word + LETTER)) return Infinity;
  const { results: [one] } = await pagefind.search(word);
  const { results } = await pagefind.search(word + LETTER);
  const same = results.find((other) => other.id === one.id);
  if (!same || String(same.words) !== String(one.words)) return Infinity;
  for (let length = word.length - 1; length; length--) {
    if (await count(pagefind, `"${word.slice(0, length)}"`)) return length;
  }
  return 0;
}

async function count(pagefind, query) {
  return (await pagefind.search(query, { filters: NOTHING })).unfilteredResultCount;
}

// --- finding ---

// The pages with all the words and phrases and none of those that are not to be there: [id, { score, results }], where
// the results are Pagefind's own, one for each question. Pagefind takes a phrase only alone, and knows no `not`.
async function matching(pagefind, { words, phrases, not, every }) {
  const questions = [words, ...phrases.map((phrase) => `"${phrase}"`)].filter(Boolean);
  if (!questions.length) questions.push(every);
  let found;
  for (const question of questions) {
    const { results } = await pagefind.search(question);
    const these = new Map(results.map((result) => [result.id, { score: result.score, results: [result] }]));
    if (!found) found = these;
    else for (const [id, hit] of found) {
      const other = these.get(id);
      if (!other) found.delete(id);
      else found.set(id, { score: hit.score + other.score, results: [...hit.results, ...other.results] });
    }
  }
  for (const phrase of not) {
    for (const { id } of (await pagefind.search(`"${phrase}"`)).results) found.delete(id);
  }
  return [...found];
}

function counts(pages, { found, failed, excluded }, facets) {
  return Promise.all(facets.map(async (facet) => [facet, await counted(pages, facet, found, failed, excluded[facet])]))
    .then(Object.fromEntries);
}

// --- what the page calls ---

const calls = {
  start(given) {
    settings = given;
    // Pagefind asks the document for its language: it tells how words are divided.
    self.document = { querySelector: () => ({ getAttribute: () => settings.language }) };
  },

  // Load what any search of a section needs.
  async open({ folder }) {
    await asking(folder, () => null);
  },

  // The scores of the pages found, the best first, and their dates if they are wanted; how near each word is; and the
  // counts of some facets.
  search({ folder, query, filters, facets, dated, turn }) {
    return asking(folder, async (index) => {
      const { pagefind, pages } = index;
      const words = wordsOf(query.words);
      const [phrases, not] = await Promise.all([query.phrases, query.not].map((texts) => {
        return Promise.all(texts.map((text) => phraseOf(index, text)));
      }));
      await Promise.all(words.map((word) => loadPieces(index, word)));
      const nearest = await Promise.all(words.map((word) => near(pagefind, word)));
      const found = await matching(pagefind, { ...query, phrases, not });
      const failed = await failing(pages, found, filters);
      const hits = found.filter((_, position) => !failed[position].length).map(([id, hit]) => ({ id, ...hit }));
      hits.sort((a, b) => b.score - a.score);
      const answer = { turn, found, failed, hits, excluded: filters.excluded };
      if (!(answers.get(folder)?.turn > turn)) answers.set(folder, answer);
      const dates = dated && hits.length ? await pages.facet("date") : [];
      return {
        scores: hits.map(({ score }) => score),
        dates: dated ? hits.map(({ id }) => dates[pages.numbers.get(id)][0] ?? "") : [],
        near: nearest,
        counts: found.length ? await counts(pages, answer, facets) : Object.fromEntries(facets.map((facet) => [facet, {}])),
      };
    });
  },

  // The counts of some more facets for the search `turn`; nothing if there was another since.
  count({ folder, facets, turn }) {
    const answer = answers.get(folder);
    if (answer?.turn !== turn) return {};
    return asking(folder, ({ pages }) => counts(pages, answer, facets));
  },

  // A page that the search `turn` found; null if there was another search since.
  data({ folder, turn, position }) {
    const answer = answers.get(folder);
    if (answer?.turn !== turn) return null;
    return asking(folder, async () => {
      const matches = [];
      let page;
      for (const result of answer.hits[position].results) { // one after the other: they share what they give
        page = await result.data();
        matches.push(...page.weighted_locations);
      }
      const { url, meta, content, anchors } = page;
      return { url, meta, content, anchors, matches };
    });
  },
};

self.addEventListener("message", async ({ data: { id, call, args } }) => {
  try {
    const value = await calls[call](args);
    if (id) self.postMessage({ id, value });
  } catch (problem) {
    self.postMessage({ id, problem: String(problem) });
  }
});
