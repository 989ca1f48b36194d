// The page of a cable works without this. It copies links and citations, tells the citation panel which paragraph is
// meant, and lets the table of contents follow the reading.

const said = document.getElementById("said");
const panel = document.getElementById("cite");
const put = (text, values) => text.replace(/\{(\w+)\}/g, (sign, name) => values[name] ?? sign);

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const before = document.activeElement;
    const field = Object.assign(document.createElement("textarea"), { value: text });
    (panel.matches(":popover-open") ? panel : document.body).append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    before?.focus({ preventScroll: true });
    if (!copied) done = said.dataset.failed;
  }
  say(done);
  return done !== said.dataset.failed;
}

function say(words) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
}

// --- paragraphs: their numbers copy their links

const link = (anchor) => `${location.href.split("#")[0]}#${anchor}`;
const body = document.querySelector(".cable-body");
let here = null;

function nameOf(block) {
  const number = block.querySelector(":scope > .number");
  if (number) return `¶ ${number.textContent.trim().replace(/\.$/, "")}`;
  return block.matches("h2") ? `“${block.textContent.replace(/#$/, "").trim()}”` : `#${block.id}`;
}

body.addEventListener("click", async (event) => {
  const pressed = event.target.closest("a.number, a.anchor");
  if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const block = document.getElementById(decodeURIComponent(pressed.hash.slice(1)));
  const name = nameOf(block);
  const words = put(said.dataset.link, { name });
  here?.remove();
  here = document.createElement("span");
  here.className = "here";
  here.dataset.pagefindIgnore = "all";
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: put(said.dataset.cite, { name }) });
  button.addEventListener("click", () => panel.showPopover({ source: button })); // Tab leads into it
  here.append(document.createElement("span"), ...(block.matches("h2") ? [] : [button]));
  pressed.after(here);
  setTimeout(() => pressed.focus({ preventScroll: true })); // going to the anchor took the focus, there already or not
  here.firstChild.textContent = (await copy(link(block.id), words)) ? words : said.dataset.failed;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  here?.remove();
  document.querySelector(".cited:is(:hover, :focus-visible)")?.classList.add("closed");
});
for (const cited of document.querySelectorAll(".cited")) {
  for (const leaves of ["mouseleave", "blur"]) cited.addEventListener(leaves, () => cited.classList.remove("closed"));
}
addEventListener("hashchange", () => { if (here && here.closest("[id]")?.id !== location.hash.slice(1)) here.remove(); });

// --- the citation panel

const what = panel.querySelector(".cite-what");
const label = what.querySelector("[data-label]");
const texts = [...panel.querySelectorAll("[data-paragraph]")].map((element) => ({ element, whole: element.textContent }));

function paragraph() {
  let block = null;
  try {
    block = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch { /* no anchor of this page */ }
  return block && body.contains(block) && block.matches("p, .table, pre") ? block : null;
}

function fill() {
  const block = paragraph();
  what.hidden = !block;
  const part = block && what.querySelector("[value=paragraph]").checked;
  const number = block?.querySelector(":scope > .number")?.textContent.trim().replace(/\.$/, "");
  if (block) label.textContent = number ? put(label.dataset.label, { number }) : `#${block.id}`;
  const values = { paragraph: number ? `, para. ${number}` : "", anchor: block?.id };
  for (const { element, whole } of texts) {
    const text = part ? put(element.dataset.paragraph, values) : whole;
    element.textContent = text;
    if (element.matches("a")) element.href = text;
  }
}

panel.addEventListener("beforetoggle", (event) => { if (event.newState === "open") fill(); });
what.addEventListener("change", fill);
addEventListener("hashchange", fill);

panel.querySelector(".no-script")?.remove();
const button = panel.querySelector("template").content.firstElementChild;
for (const { element } of texts) {
  const own = button.cloneNode(true);
  const name = element.closest("div, details")?.querySelector("dt, summary");
  if (name) own.setAttribute("aria-label", `${own.textContent}: ${name.textContent}`);
  own.addEventListener("click", async () => {
    if (!await copy(element.textContent, said.dataset.copied)) return;
    const before = own.textContent;
    own.textContent = said.dataset.copied;
    setTimeout(() => { own.textContent = before; }, 1600);
  });
  element.after(own);
  if (element.dataset.file && !element.parentElement.querySelector("a[download]")) {
    const save = document.createElement("a");
    Object.assign(save, { download: element.dataset.file, textContent: element.dataset.file, className: "act", href: "#" });
    save.addEventListener("click", () => {
      save.href = URL.createObjectURL(new Blob([element.textContent], { type: "text/plain" }));
      setTimeout(() => URL.revokeObjectURL(save.href), 1000);
    });
    own.after(" ", save);
  }
}

// --- the table of contents follows the reading

const entries = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a]));
const headings = [...entries.keys()].map((id) => document.getElementById(decodeURIComponent(id))).filter(Boolean);
let current = null;

function follow() {
  let found = null;
  for (const heading of headings) if (heading.getBoundingClientRect().top < innerHeight * 0.35) found = heading;
  if (found === current) return;
  entries.get(current?.id)?.removeAttribute("aria-current");
  current = found;
  const entry = entries.get(current?.id);
  entry?.setAttribute("aria-current", "true");
  const list = document.querySelector(".contents");
  if (entry && list.scrollHeight > list.clientHeight) list.scrollTop = entry.offsetTop - list.clientHeight / 2;
}

let asked = false;
addEventListener("scroll", () => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => { asked = false; follow(); });
}, { passive: true });
if (headings.length) follow();
