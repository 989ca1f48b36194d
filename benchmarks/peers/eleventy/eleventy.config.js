// The same site as the plain theme's, as Eleventy does it: collections grouped once, lists cut into pages beforehand,
// templates in JavaScript, which is the fastest of its template languages.

const PAGE_SIZE = 100;
const UNLISTED = new Set(["topics", "places", "years", "months"]); // lists of groups that stand on one page

// `{#id}` at the end of a paragraph or heading becomes its id.
function anchors(markdown) {
  markdown.core.ruler.before("inline", "anchors", ({ tokens }) => {
    for (let at = 1; at < tokens.length; at++) {
      const found = tokens[at].type === "inline" && /\s*\{#([\w-]+)\}$/.exec(tokens[at].content);
      if (found) {
        tokens[at].content = tokens[at].content.slice(0, found.index);
        tokens[at - 1].attrSet("id", found[1]);
      }
    }
  });
}

const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function paged(url, title, entries) {
  const pages = Math.max(1, Math.ceil(entries.length / PAGE_SIZE));
  const at = (number) => (number === 1 ? url : `${url}page/${number}/`);
  return Array.from({ length: pages }, (_, index) => ({
    url: at(index + 1), title, total: entries.length, number: index + 1, pages,
    entries: entries.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
    previous: index > 0 ? at(index) : "", next: index + 1 < pages ? at(index + 2) : "",
  }));
}

// Every list of cables (all of them, and those of each topic, person, place, year and month), and every list of groups.
function lists(cables, topics) {
  const found = { cables: paged("/cables/", "Cables", cables), groups: [] };
  for (const kind of ["topics", "people", "places", "years", "months"]) {
    const groups = new Map();
    for (const cable of cables) {
      for (const name of cable.data[kind]) {
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(cable);
      }
    }
    const entries = [...groups.keys()].sort().map((name) => ({
      name: kind === "topics" ? `${topics[name]} (${name})` : name, url: `/${kind}/${slug(name)}/`, members: groups.get(name),
    }));
    for (const { name, url, members } of entries) found.cables.push(...paged(url, name, members));
    const title = kind[0].toUpperCase() + kind.slice(1);
    const whole = { url: `/${kind}/`, title, pages: 1, entries, previous: "", next: "" };
    found.groups.push(...(UNLISTED.has(kind) ? [whole] : paged(`/${kind}/`, title, entries)));
  }
  return found;
}

export default function (config) {
  config.setInputDirectory("content");
  config.setQuietMode(true);
  config.amendLibrary("md", (markdown) => markdown.use(anchors));
  config.addPassthroughCopy({ static: "/" });

  let made = null; // of this build
  config.on("eleventy.before", () => { made = null; });
  const make = (api) => {
    if (made) return made;
    const cables = api.getFilteredByTag("cable").sort((a, b) => a.date - b.date);
    const byId = new Map(cables.map((cable) => [cable.fileSlug, cable]));
    cables.forEach((cable, at) => { cable.data.around = { byId, previous: cables[at - 1], next: cables[at + 1] }; });
    made = { cables, ...renamed(lists(cables, cables[0].data.topicLabels)) };
    return made;
  };
  const renamed = ({ cables, groups }) => ({ cableLists: cables, groupLists: groups });
  config.addCollection("cables", (api) => make(api).cables);
  config.addCollection("cableLists", (api) => make(api).cableLists);
  config.addCollection("groupLists", (api) => make(api).groupLists);
}
