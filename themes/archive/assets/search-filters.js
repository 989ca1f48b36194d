// The filters beside the results, and the list of what was chosen above them.

import { FACETS } from "./search-query.js";
import { element, fill, numeral } from "./search-results.js";

const VALUES_AT_ONCE = 8; // shown of one filter

// Makes the filters. `change` is called with the parts of the state that the reader changed, `toggled` with a filter that
// was opened. Gives { isOpen, openChosen, draw }.
export function makeFilters({ root, chips, words, few, days, change, toggled }) {
  const boxes = {}; // by facet: its details element
  const whole = new Set(); // the filters of which all values are shown
  let shown; // what was drawn last

  for (const facet of FACETS) {
    boxes[facet] = box(facet, element("fieldset", {}));
    boxes[facet].open = few || facet === "year"; // the years of an archive are known without asking
    boxes[facet].addEventListener("toggle", () => { if (boxes[facet].open && shown) toggled(facet); });
  }
  const [from, to] = ["from", "to"].map((name) => dateField(name));
  boxes.date = box("date", element("fieldset", {}, element("legend", { class: "hidden" }, words.date), from.line, to.line));
  root.replaceChildren(boxes.year, boxes.date, ...FACETS.slice(1).map((facet) => boxes[facet]));

  function box(name, body) {
    const summary = element("summary", {}, words[name], " ", element("span", { class: "search-picked" }));
    return element("details", { class: "search-filter" }, summary, body);
  }

  function dateField(name) {
    const field = element("input", { type: "date", id: `search-${name}`, min: days.first, max: days.last });
    field.addEventListener("change", () => {
      // While a year is typed its first digits are a date too, of the years 2 to 200.
      if (!field.value || field.value >= "1000") change({ [name]: field.value });
    });
    return { field, line: element("p", { class: "search-day" }, element("label", { for: field.id }, words[name]), " ", field) };
  }

  // Draw all filters, or one, for a state: `counts` gives the values of a facet and how many cables each would give, or
  // null as long as that is not known.
  function draw({ state, counts, busy }, only) {
    shown = { state, counts, busy };
    root.setAttribute("aria-busy", String(busy));
    for (const facet of only ? [only] : FACETS) drawFacet(facet);
    for (const [{ field }, value] of [[from, state.from], [to, state.to]]) {
      if (field !== document.activeElement) field.value = value;
    }
    boxes.date.querySelector(".search-picked").textContent = state.from || state.to ? `${state.from} – ${state.to}` : "";
    drawChips(state);
  }

  function drawFacet(facet) {
    const { state, counts: count } = shown;
    const body = boxes[facet].querySelector("fieldset");
    const [chosen, excluded] = [state.chosen[facet], state.excluded[facet]];
    boxes[facet].querySelector(".search-picked").textContent = [...chosen, ...excluded.map((value) => `− ${value}`)].join(", ");
    const counts = count(facet);
    if (!counts) {
      if (!body.children.length) body.replaceChildren(element("p", { class: "search-note" }, words.counting));
      return;
    }
    const used = [...chosen, ...excluded];
    const values = Object.entries(counts).filter(([value, number]) => number !== 0 || used.includes(value));
    for (const value of used) if (!(value in counts)) values.push([value, 0]);
    boxes[facet].hidden = few && !values.length;
    values.sort(facet === "year"
      ? ([a], [b]) => a.localeCompare(b, undefined, { numeric: true })
      : ([a, many], [b, fewer]) => fewer - many || a.localeCompare(b));
    const all = whole.has(facet) || facet === "year";
    const visible = values.filter(([value], position) => all || position < VALUES_AT_ONCE || used.includes(value));
    const rest = values.length - visible.length;
    const content = [element("legend", { class: "hidden" }, words[facet])];
    content.push(visible.length ? element("ul", {}, ...visible.map(([value, number]) => choice(facet, value, number)))
      : element("p", { class: "search-note" }, words.no_values));
    if (rest > 0 || (whole.has(facet) && values.length > VALUES_AT_ONCE)) {
      const label = rest > 0 ? fill(words.all, { n: rest }) : words.fewer;
      const button = element("button", { type: "button", id: `filter-${facet}-all`, class: "search-all" }, label);
      button.addEventListener("click", () => {
        if (!whole.delete(facet)) whole.add(facet);
        drawFacet(facet);
      });
      content.push(button);
    }
    const active = document.activeElement?.id;
    body.replaceChildren(...content);
    // It was drawn anew under the reader's hand.
    if (active?.startsWith(`filter-${facet}-`)) document.getElementById(active)?.focus();
  }

  // What a value is called: a classification has a name in the language of the page.
  const called = (facet, value) => (facet === "classification" && words.levels[value]) || value;

  // A value: a box that chooses it, and a button that leaves its cables out.
  function choice(facet, value, number) {
    const [id, name] = [`filter-${facet}-${value}`, called(facet, value)];
    const { state } = shown;
    const [chosen, out] = [state.chosen[facet].includes(value), state.excluded[facet].includes(value)];
    const input = element("input", { type: "checkbox", id, name: facet, value });
    input.checked = chosen;
    input.addEventListener("change", () => change(moved(state, facet, value, input.checked ? "chosen" : "")));
    const not = element("button", { type: "button", id: `filter-${facet}-not-${value}`, class: "search-not", "aria-pressed": String(out),
      "aria-label": fill(words.exclude, { value: name }), title: fill(words.exclude, { value: name }) }, "−");
    not.addEventListener("click", () => change(moved(state, facet, value, out ? "" : "excluded")));
    return element("li", out ? { class: "search-out" } : {},
      element("label", { for: id }, input, element("span", { class: "search-value" }, name), " ",
        element("span", { class: "search-count" }, Number.isNaN(number) ? "" : numeral(number))), not);
  }

  function drawChips(state) {
    const made = [];
    const chip = (text, name, without) => {
      const button = element("button", { type: "button", class: "search-chip", "aria-label": fill(words.remove, { value: name }) }, text,
        element("span", { "aria-hidden": "true" }, " ×"));
      button.addEventListener("click", () => {
        const place = [...chips.children].indexOf(button.parentElement);
        change(without);
        (chips.children[Math.min(place, chips.children.length - 1)]?.querySelector("button") ?? document.getElementById("search-query")).focus();
      });
      made.push(element("li", {}, button));
    };
    for (const facet of FACETS) {
      for (const value of state.chosen[facet]) {
        const name = called(facet, value);
        chip(name, `${words[facet]}: ${name}`, moved(state, facet, value, ""));
      }
      for (const value of state.excluded[facet]) {
        const text = fill(words.without, { value: called(facet, value) });
        chip(text, `${words[facet]}: ${text}`, moved(state, facet, value, ""));
      }
    }
    for (const name of ["from", "to"]) {
      if (state[name]) chip(`${words[name]} ${state[name]}`, `${words[name]} ${state[name]}`, { [name]: "" });
    }
    chips.replaceChildren(...made);
    chips.hidden = !made.length;
  }

  return {
    isOpen: (facet) => boxes[facet].open,
    // Open the filters of which the address has values.
    openChosen(state) {
      for (const facet of FACETS) if (state.chosen[facet].length || state.excluded[facet].length) boxes[facet].open = true;
      if (state.from || state.to) boxes.date.open = true;
    },
    draw,
  };
}

// The change that puts a value among those chosen, among those left out ("excluded"), or ("") takes it from both.
function moved(state, facet, value, where) {
  const change = {};
  for (const list of ["chosen", "excluded"]) {
    const others = state[list][facet].filter((other) => other !== value);
    change[list] = { ...state[list], [facet]: where === list ? [...others, value] : others };
  }
  return change;
}
