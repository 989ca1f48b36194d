// The search's work in the background: asks Pagefind's indexes, one for each section of the archive, and sends the page
// no more than it shows. The page talks to it by search.js: { id, call, args } is answered by { id, value } or
// { id, problem }, and without an id by nothing.

const LETTER = "ꙮ"; // a letter that no cable has
const NOTHING = { "": "" }; // a filter that no page has: a search with it counts the pages and puts none together
const PUNCTUATION = /[\p{Pd}\p{Pe}\p{Pf}\p{Pi}\p{Po}\p{Ps}]/gu; // as Pagefind takes it out of what is asked

let settings; // { home, language }
let program; // a promise of Pagefind's script
const indexes = new Map(); // by their folder: a promise of Pagefind's instance, and whether a file of it did not come
const answers = new Map(); // by their folder: the results of the last search

// Pagefind goes on without a file that does not come, and would find nothing where there is something; and every
// section brings the same WebAssembly, of which one is enough.
const load = self.fetch.bind(self);
const shared = new Map();
self.fetch = async (address, ...options) => {
  const name = /\/(wasm\.[^/]*)$/.exec(address)?.[1];
  try {
    if (!name) return await checked(load(address, ...options));
    if (!shared.has(name)) shared.set(name, checked(load(address, ...options)));
    return (await shared.get(name)).clone();
  } catch (problem) {
    shared.delete(name);
    for (const [folder, index] of indexes) if (String(address).startsWith(folder)) index.broken = true;
    throw problem;
  }
};

async function checked(asked) {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${answer.statusText}`);
  return answer;
}

// --- the indexes ---

// Runs what asks an index. One that failed is forgotten, so that the next search tries it again.
async function asking(folder, ask) {
  if (!indexes.has(folder)) indexes.set(folder, { made: start(folder), broken: false });
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

// --- how near the words are ---

// For each word of the query: Infinity where the section has it or words that begin with it. Else Pagefind took the
// longest beginning that it knows, or left the word out, and has no option against it: then the length of that
// beginning. Who asks sections must know, for what is no word of one may be a word of another.
async function nearness(pagefind, query) {
  const quoted = /^\s*".+"\s*$/.test(query); // finds exactly these words
  const asked = quoted ? [] : query.replace(PUNCTUATION, "").toLowerCase().split(/\s+/).filter(Boolean);
  return Promise.all(asked.map((word) => near(pagefind, word)));
}

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

  // The scores of the pages found, the best first; how near each word is; and the counts of some filters.
  search({ folder, query, words, filters, facets, turn }) {
    return asking(folder, async (pagefind) => {
      // First word by word: asked for several, Pagefind may leave the piece of its index unread where one would be.
      const near = await nearness(pagefind, words);
      await loadFilters(pagefind, query, facets);
      const answer = await pagefind.search(query, { filters });
      if (!(answers.get(folder)?.turn > turn)) answers.set(folder, { turn, results: answer.results });
      return {
        scores: answer.results.map((result) => result.score),
        near,
        counts: await counts(pagefind, answer, query, filters, facets),
      };
    });
  },

  // The counts of some filters for a search.
  count({ folder, query, filters, facets }) {
    return asking(folder, async (pagefind) => {
      await loadFilters(pagefind, query, facets);
      const answer = await pagefind.search(query, { filters });
      return counts(pagefind, answer, query, filters, facets);
    });
  },

  // A page that the search `turn` found; null if there was another search since.
  data({ folder, turn, position }) {
    const answer = answers.get(folder);
    if (answer?.turn !== turn) return null;
    return asking(folder, async () => {
      const { url, meta, content, anchors, weighted_locations } = await answer.results[position].data();
      return { url, meta, content, anchors, weighted_locations };
    });
  },

  // Whether the section has a cable with this number. A page that has it in its text too is looked at.
  has({ folder, id }) {
    return asking(folder, async (pagefind) => {
      const { results } = await pagefind.search(`"${id}"`);
      if (results.some((result) => result.matchedMetaFields?.includes("id"))) return true;
      const pages = await Promise.all(results.slice(0, 3).map((result) => result.data()));
      return pages.some((page) => page.meta.id === id);
    });
  },
};

async function loadFilters(pagefind, query, facets) {
  if (!facets.length || !await count(pagefind, query)) return; // where nothing is found nothing is to be counted
  await pagefind.preload(query, { filters: Object.fromEntries(facets.map((facet) => [facet, ""])) });
}

// How many cables each value would give: for a filter that is in use, as if it were not, for its values widen.
async function counts(pagefind, answer, query, filters, facets) {
  const made = {};
  for (const facet of facets) {
    let counted = answer.filters[facet];
    if (facet in filters) {
      const { [facet]: _, ...others } = filters;
      counted = Object.keys(others).length
        ? (await pagefind.search(query, { filters: others })).filters[facet]
        : answer.totalFilters[facet];
    }
    made[facet] = Object.fromEntries(Object.entries(counted ?? {}).filter(([, number]) => number));
  }
  return made;
}

self.addEventListener("message", async ({ data: { id, call, args } }) => {
  try {
    const value = await calls[call](args);
    if (id) self.postMessage({ id, value });
  } catch (problem) {
    self.postMessage({ id, problem: String(problem) });
  }
});
