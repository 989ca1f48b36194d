// What an index tells of its pages without their words: Pagefind's own files of metadata and filters, read here, so that
// any set of pages can be narrowed and counted. They are gzip, the word pagefind_dcd, then CBOR (RFC 8949) of nothing but
// arrays, text and unsigned integers, as sitegen/output/pagefind_cbor.py has it too, which refuses every other form.

const SIGNATURE = "pagefind_dcd";
export const LETTER = "ꙮ"; // no cable has it

export class Pages {
  // `meta` are the bytes of the index's pf_meta; `load` gives the bytes of another file of its folder.
  static async read(meta, load) {
    const [, pages, pieces, filters] = await unpacked(meta);
    return new Pages(pages, pieces, filters, load);
  }

  constructor(pages, pieces, filters, load) {
    this.numbers = new Map(pages.map(([id], number) => [id, number]));
    this.pieces = pieces; // [first word, where it ends, name] of each piece of the index, in order of the words
    this.parted = new Map(); // the words that stand for some of the places of another (sitegen/output/pagefind_phrases.py)
    for (const [word] of pieces.filter(([first]) => first.startsWith(LETTER))) {
      const name = word.slice(0, -2);
      this.parted.set(name, [...this.parted.get(name) ?? [], word]);
    }
    this.files = new Map(filters);
    this.load = load;
    this.facets = new Map();
  }

  // The word that stands for the places of a word before `next`, or after `last`; undefined where there is none.
  before(word, next) {
    return this.part(LETTER + word, next);
  }

  after(word, last) {
    return this.part(LETTER + LETTER + word, last);
  }

  part(name, beside) {
    if (!beside) return undefined;
    const letter = /^[a-z]/.test(beside) ? beside[0] : "0";
    return this.parted.get(name)?.filter((part) => part.at(-2) <= letter).at(-1);
  }

  // The values of a facet: for each page, by its number, a list.
  facet(name) {
    if (!this.facets.has(name)) {
      const values = this.readFacet(name);
      values.catch(() => this.facets.delete(name));
      this.facets.set(name, values);
    }
    return this.facets.get(name);
  }

  async readFacet(name) {
    const values = Array.from(this.numbers, () => []);
    if (!this.files.has(name)) return values;
    const [, found] = await unpacked(await this.load(`filter/${this.files.get(name)}.pf_filter`));
    for (const [value, pages] of found) for (const page of pages) values[page].push(value);
    return values;
  }
}

async function unpacked(buffer) {
  let bytes = new Uint8Array(buffer);
  if (!signed(bytes)) { // else the host took the gzip off
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  if (!signed(bytes)) throw new Error("not a file of Pagefind");
  return decoded(bytes, SIGNATURE.length);
}

function signed(bytes) {
  return new TextDecoder().decode(bytes.subarray(0, SIGNATURE.length)) === SIGNATURE;
}

function decoded(bytes, start) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = new TextDecoder();
  let at = start;
  const integer = (short) => {
    if (short < 24) return short;
    const size = 1 << (short - 24);
    at += size;
    if (size === 1) return view.getUint8(at - 1);
    if (size === 2) return view.getUint16(at - 2);
    if (size === 4) return view.getUint32(at - 4);
    return Number(view.getBigUint64(at - 8));
  };
  const value = () => {
    const head = bytes[at++];
    const number = integer(head & 31);
    if (head >> 5 === 0) return number;
    if (head >> 5 === 4) return Array.from({ length: number }, value);
    if (head >> 5 !== 3) throw new Error("not a file of Pagefind");
    at += number;
    return text.decode(bytes.subarray(at - number, at));
  };
  return value();
}

// Which of these pages pass the filters, and which fail by one filter alone: for each entry of `found` (a page's id and
// something) the names of the facets that keep it out, two at most.
export async function failing(pages, found, { chosen, excluded, from, to }) {
  const tests = [];
  for (const name of new Set([...Object.keys(chosen), ...Object.keys(excluded)])) {
    const any = chosen[name] ?? [];
    const none = excluded[name] ?? [];
    const values = await pages.facet(name);
    tests.push([name, (page) => (!any.length || values[page].some((value) => any.includes(value)))
      && !values[page].some((value) => none.includes(value))]);
  }
  if (from || to) {
    const dates = await pages.facet("date");
    tests.push(["date", (page) => {
      const [first, last = first] = dates[page][0]?.split("/") ?? [];
      return Boolean(first) && (!from || last >= from) && (!to || first <= to);
    }]);
  }
  return found.map(([id]) => {
    const page = pages.numbers.get(id);
    const failed = [];
    for (const [name, passes] of tests) if (failed.length < 2 && !passes(page)) failed.push(name);
    return failed;
  });
}

// How many cables each value of a facet would give: as if the facet were not in use, for its values widen; of an
// excluded value how many would come back.
export async function counted(pages, facet, found, failed, none = []) {
  const values = await pages.facet(facet);
  const made = {};
  for (const [position, [id]] of found.entries()) {
    if (failed[position].some((name) => name !== facet)) continue;
    const here = values[pages.numbers.get(id)];
    const out = here.some((value) => none.includes(value));
    for (const value of here) if (!out || none.includes(value)) made[value] = (made[value] ?? 0) + 1;
  }
  return made;
}
