// Lists work without this: their orders are links. Here a list that is whole on its page is sorted by its columns, every
// list is narrowed while one types, and the graph of references shows what the line under the pointer cites.

const language = document.documentElement.lang;
const compare = new Intl.Collator(language, { numeric: true, sensitivity: "base" }).compare;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const put = (text, values) => text.replace(/\{(\w+)\}/g, (sign, name) => values[name] ?? sign);

// --- sorting

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
}

function sort(table, column, descending) {
  const rows = [...table.querySelectorAll("tbody tr:not(.group)")];
  // what has no value stands last in either direction
  const sorted = rows.map((row) => [valueOf(row, column), row]).sort(([a], [b]) =>
    (a === "") - (b === "") || (descending ? compare(b, a) : compare(a, b)));
  for (const group of table.querySelectorAll(".group")) group.hidden = true;
  table.tBodies[0].append(...sorted.map(([, row]) => row));
  for (const head of table.tHead.rows[0].cells) head.removeAttribute("aria-sort");
  table.tHead.rows[0].cells[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
}

for (const table of document.querySelectorAll("table[data-whole]")) {
  if (table.querySelectorAll("tbody tr:not(.group)").length < 2) continue;
  for (const head of table.tHead.rows[0].cells) {
    if (head.tagName !== "TH") continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      sort(table, head.cellIndex, before ? before === "ascending" : head.classList.contains("number"));
    });
  }
}

// --- narrowing

for (const box of document.querySelectorAll(".filter")) {
  let table = box.nextElementSibling;
  while (table && !table.matches("[data-list]")) table = table.nextElementSibling;
  if (!table) continue;
  const rows = [...table.querySelectorAll("tbody tr:not(.group)")].map((row) => [fold(row.textContent), row]);
  const field = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  box.hidden = false;
  field.addEventListener("input", () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    const sorted = table.querySelector("[aria-sort]");
    for (const group of table.querySelectorAll(".group")) {
      group.hidden = Boolean(sorted) || ![...group.parentElement.rows].some((row) => row !== group && !row.hidden);
    }
    status.textContent = words.length
      ? put(status.dataset.words, { shown: shown.toLocaleString(language), all: rows.length.toLocaleString(language) }) : "";
  });
}

// --- the graph of references

const graph = document.querySelector(".graph");
function trace(event) {
  const line = event.type === "focusin" || event.type === "mouseover" ? event.target.closest("[data-line]")?.dataset.line : null;
  graph.classList.toggle("traced", line != null);
  for (const arc of graph.querySelectorAll(".arc")) {
    arc.classList.toggle("on", line != null && (arc.dataset.from === line || arc.dataset.to === line));
  }
}
for (const name of graph ? ["mouseover", "mouseleave", "focusin", "focusout"] : []) graph.addEventListener(name, trace);
