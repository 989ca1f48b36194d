// What the stem of a word may be, which only Pagefind knows: its index has stems, cut into pieces by the alphabet. What is
// said of English here was compared with Snowball's stemmer, over the words of sitegen/convert/names/words/english.txt.

// The endings that a stemmer for English takes off, one after the other: `e` or `l` at last, those that make a word of
// another, those of number and time at first.
const ENDINGS = "(?:e|(?<=l)l)?"
  + "(?:ation|ition|at|ative|ator|ion|e?ment|ness|iti|ity|abil|ibil|ive?|ance|ence|anc[iy]|enc[iy]|ab|ib|able|ible|ical|al|ful|ous|ism"
  + "|(?<=og)ist|i[sz]e?|ent|ant|ate|er|ic|l[iy])*"
  + "(?:(?:ed|ing)(?:ly|s)?|i?e?s|ly|y)?$";
const LONGEST_ENDING = new RegExp(ENDINGS);
const ENDING = new RegExp(`^${ENDINGS.replaceAll("(?<=l)", "").replace("(?<=og)", "or|")}`);
const NUMBER_OR_TIME = /^(?:e?d|ing|(?:ed|ing)(?:ly|s)|i?e?s|ly|y)$/;
const REGION = /^.*?[aeiouy](?:[^aeiouy]|y)/; // a vowel and what follows it: other endings are taken off after it alone
const SHORT_END = /(?:^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywx])$/; // before the second such place it keeps its `e`: one
const SHORT = /^[^aeiouy][aeiouy][^aeiouwxy]e$/; // keeps its last letter: made
const DOUBLING = /(?:ed|ing)(?:ly|s)?$/; // before it a letter may be double, which goes as well: planning

// A beginning of a word that is no longer than its stem (so it is for all but 18 of 14,036 words, such as "dying", whose
// stem is "die"); in other languages than English without the last five letters.
export function stemOf(word, language) {
  if (SHORT.test(word) && language.startsWith("en")) return word;
  const bare = language.startsWith("en") ? word.replace(LONGEST_ENDING, "").length : word.length - 4;
  const stem = language.startsWith("en") && !DOUBLING.test(word) ? bare : bare - 1;
  return word.slice(0, Math.max(1, Math.min(3, word.length - 1), stem));
}

// All that the stem of an English word can be, some three of them (it was among them for all 14,036 words); null in other
// languages.
export function stemsOf(word, language) {
  if (!language.startsWith("en")) return null;
  const region = REGION.exec(word)?.[0].length ?? word.length;
  const second = region + (REGION.exec(word.slice(region))?.[0].length ?? word.length);
  const stems = new Set([word]);
  for (let length = 1; length < word.length; length++) {
    const begin = word.slice(0, length);
    const rest = word.slice(length);
    if (/^y(?:s|ed|ing)?$/.test(rest)) stems.add(`${begin}i`).add(`${begin}ie`);
    if (rest === "ies") stems.add(`${begin}y`);
    if (/^ilit/.test(rest)) stems.add(`${begin}l`);
    if (/^ist/.test(rest) && !begin.endsWith("og")) continue;
    if (/^es?$/.test(rest) && length < second && SHORT_END.test(begin)) continue;
    if (!NUMBER_OR_TIME.test(rest) && !(length >= region && ENDING.test(rest))) continue;
    stems.add(begin);
    if (/^ing/.test(rest)) stems.add(`${begin}e`);
    if (/^(?:ed|ing)/.test(rest) && /(.)\1$/.test(begin)) stems.add(begin.slice(0, -1));
  }
  return stems;
}
