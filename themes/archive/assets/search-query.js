// What a reader asks for: what the address holds, what the typed words mean, and whether they are a cable's number.

export const FACETS = ["year", "classification", "origin", "topic", "person"];
export const ORDERS = ["relevance", "newest", "oldest"];

// --- the state of a search, and the address that holds it ---

// ?q=words&year=2008&topic=PGOV&-topic=PREL&from=2008-05-01&to=2008-12-31&sort=newest
export function read(search) {
  const parameters = new URLSearchParams(search);
  const all = (name) => [...new Set(parameters.getAll(name).filter(Boolean))];
  const state = { query: (parameters.get("q") ?? "").trim(), chosen: {}, excluded: {} };
  for (const facet of FACETS) {
    state.chosen[facet] = all(facet);
    state.excluded[facet] = all(`-${facet}`).filter((value) => !state.chosen[facet].includes(value));
  }
  state.from = day(parameters.get("from"), "01-01", "01");
  state.to = day(parameters.get("to"), "12-31", "31");
  state.order = ORDERS.includes(parameters.get("sort")) ? parameters.get("sort") : "";
  return state;
}

// A day of the address; of a year or a month alone its first or last (31 ends a month of any length, for days are
// compared as text, but no field shows the 31st of June).
function day(text, inYear, inMonth) {
  if (/^\d{4}$/.test(text ?? "")) return `${text}-${inYear}`;
  const month = /^(\d{4})-(\d\d)$/.exec(text ?? "");
  if (month && inMonth !== "01") return new Date(Date.UTC(month[1], month[2], 0)).toISOString().slice(0, 10);
  if (month) return `${text}-01`;
  return /^\d{4}-\d\d-\d\d$/.test(text ?? "") ? text : "";
}

export function address(state) {
  const parameters = new URLSearchParams();
  if (state.query) parameters.set("q", state.query);
  for (const facet of FACETS) {
    for (const value of state.chosen[facet]) parameters.append(facet, value);
    for (const value of state.excluded[facet]) parameters.append(`-${facet}`, value);
  }
  for (const [name, value] of [["from", state.from], ["to", state.to], ["sort", state.order]]) {
    if (value) parameters.set(name, value);
  }
  const text = parameters.toString();
  return location.pathname + (text ? `?${text}` : "");
}

export function isNarrowed(state) {
  return Boolean(state.from || state.to || FACETS.some((facet) => state.chosen[facet].length || state.excluded[facet].length));
}

// --- the words ---

// Words that nearly every paragraph has, by language: none that may be an abbreviation, or change what is asked.
const LITTLE = {
  en: "a an and are as at be by for from had has have in is of on that the their this to was were which with",
  es: "a al con de del e el en es la las lo los para por que se su un una y",
};

// What is to be in a cable and what not: { words, phrases, not }. Signs such as $ are in no index. Little words count in
// phrases, and where nothing else is asked: they find nothing, and their places are half of an index.
export function parse(query, language = "") {
  const asked = { words: "", phrases: [], not: [] };
  const plain = (text) => text.replace(/[\p{S}"]/gu, " ").replace(/\s+/g, " ").trim();
  const words = [];
  const typed = query.replace(/[“”„‟«»]/g, '"').matchAll(/(?<![^\s])(-?)"([^"]+)"|(\S+)/g);
  for (const [, minus, phrase, word] of typed) {
    if (phrase) (minus ? asked.not : asked.phrases).push(plain(phrase));
    else if (/^[-−–][\p{L}\p{N}]/u.test(word)) asked.not.push(plain(word.slice(1)));
    else words.push(plain(word));
  }
  asked.phrases = asked.phrases.filter(Boolean);
  const little = new Set(LITTLE[language.slice(0, 2)]?.split(" "));
  const telling = words.filter((word) => word && !little.has(word.toLowerCase()));
  asked.words = (telling.length || asked.phrases.length ? telling : words.filter(Boolean)).join(" ");
  asked.not = asked.not.filter(Boolean);
  return asked;
}

// --- the number of a cable ---

// A cable's number as people write it (09MEXICO283, 09 MEXICO 000283, 2009 mexico 283, mexico 283), or null:
// the form that its id must have, the number itself, and whether it can hardly mean anything else (`mexico 2009` can).
export function number(query) {
  const found = /^(?:((?:19|20)\d\d|\d\d)[\s_-]*)?(\p{L}[\p{L}\s.'-]*?)[\s_-]*0*([1-9]\d{0,7})$/u.exec(query);
  if (!found) return null;
  const [, year, station, digits] = found;
  const post = station.replace(/[\s.'-]+/g, "").toUpperCase();
  return {
    form: new RegExp(`^${year ? year.slice(-2) : "\\d\\d"}${post}${digits}$`),
    digits: Number(digits),
    sure: Boolean(year) || !/^(?:19|20)\d\d$/.test(digits),
  };
}
