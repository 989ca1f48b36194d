// What `sitegen serve` adds to a page, and no built page has: it shows a change at once, errors over the page, and where
// to edit it. All that can be seen stands in shadow roots of elements of its own, so the page's styles and ids are its own.

const script = document.currentScript;
const OWN = new URL(".", script.src).pathname;
const KEPT = "sitegen preview"; // in the session's storage: what was seen and typed before a reload
const WAIT = 400; // milliseconds until the server is asked again
const SILENCE = 12000; // milliseconds after which a server that says nothing is taken to be gone

let shown = script.dataset.page; // what tells the server which bytes this page is made of
let events; // the connection
let heard = 0; // when the server was heard last
let waiting; // for the next try
let state = { errors: [] };

// --- the connection ---

function connect() {
  clearTimeout(waiting);
  events?.close();
  if (document.visibilityState === "hidden") return; // a browser opens few connections to one server: leave them to others
  heard = Date.now();
  events = new EventSource(`${OWN}events?${new URLSearchParams({ path: decodeURI(location.pathname), page: shown })}`);
  events.addEventListener("reload", reload);
  events.addEventListener("styles", (event) => swap(JSON.parse(event.data)));
  events.addEventListener("state", (event) => { heard = Date.now(); state = JSON.parse(event.data); draw(); });
  events.addEventListener("alive", () => { heard = Date.now(); });
  events.addEventListener("open", () => { heard = Date.now(); gone(false); });
  events.addEventListener("error", () => { events.close(); gone(true); waiting = setTimeout(connect, WAIT); });
}

setInterval(() => { if (Date.now() - heard > SILENCE) connect(); }, 2000); // a connection can die in a computer's sleep
addEventListener("online", connect);
addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
addEventListener("pagehide", () => { clearTimeout(waiting); events?.close(); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") { clearTimeout(waiting); events?.close(); } else connect();
});

// --- style sheets, swapped without a reload ---

const nameOf = (address) => new URL(address, location).pathname.replace(/\.[0-9a-f]{12}(?=\.css$)/, "");

function swap({ styles, state: now }) {
  shown = now;
  for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
    const next = styles.find((address) => nameOf(address) === nameOf(link.href));
    if (!next || new URL(next, location).href === link.href) continue;
    const fresh = link.cloneNode();
    fresh.href = next;
    fresh.addEventListener("load", () => link.remove(), { once: true }); // the old one until then, so that nothing flashes
    fresh.addEventListener("error", () => link.remove(), { once: true });
    link.after(fresh);
  }
}

// --- what a reload keeps: the place on the page, what is open, what was typed ---

const marked = () => [...document.querySelectorAll("main [id], main [data-anchor]")];
const fields = () => [...document.querySelectorAll("input, textarea, select")].filter((field) => field.type !== "password");
const panels = () => [...document.querySelectorAll("details")];
const popovers = () => [...document.querySelectorAll("[popover][id]")];

function reload() {
  const anchor = marked().find((node) => { const box = node.getBoundingClientRect(); return box.height && box.bottom > 0; });
  const typed = fields().map((field) => ({
    name: field.id || field.name, value: field.value, checked: field.checked,
    selection: field === document.activeElement && "selectionStart" in field ? [field.selectionStart, field.selectionEnd] : null,
  }));
  sessionStorage.setItem(KEPT, JSON.stringify({
    address: location.href, time: Date.now(), x: scrollX, y: scrollY,
    anchor: anchor && scrollY ? { id: anchor.id, top: anchor.getBoundingClientRect().top } : null,
    focus: document.activeElement?.id ?? "", typed, panels: panels().map((panel) => panel.open),
    popovers: popovers().filter((node) => node.matches(":popover-open")).map((node) => node.id),
  }));
  history.scrollRestoration = "manual";
  location.reload();
}

function restore() {
  const text = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  history.scrollRestoration = "auto";
  const kept = text && JSON.parse(text);
  if (!kept || kept.address !== location.href || Date.now() - kept.time > 60000) return;
  const open = panels();
  if (open.length === kept.panels.length) open.forEach((panel, at) => { panel.open = kept.panels[at]; });
  for (const id of kept.popovers) document.getElementById(id)?.showPopover?.();
  keepPlace(kept);
  document.addEventListener("DOMContentLoaded", () => { // the page's own scripts have filled its fields then
    const now = fields();
    if (now.length === kept.typed.length) now.forEach((field, at) => type(field, kept.typed[at]));
    if (kept.focus) document.getElementById(kept.focus)?.focus({ preventScroll: true });
  }, { once: true });
}

function type(field, { name, value, checked, selection }) {
  if ((field.id || field.name) !== name || field.type === "file" || field.type === "hidden") return;
  if (field.value !== value || field.checked !== checked) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = checked;
    else field.value = value;
  }
  if (selection && typeof selection[0] === "number") field.setSelectionRange?.(...selection);
}

// Brings the paragraph that stood at the top back to where it stood, also while the page still grows (search results come
// later), until the page is scrolled.
function keepPlace({ x, y, anchor }) {
  if (!x && !y) return;
  let placed; // where the page was scrolled to last: if it is elsewhere, the reader or the page has scrolled
  const place = () => {
    if (placed !== undefined && Math.abs(scrollY - placed) > 1) { growing.disconnect(); return; }
    const node = anchor && document.getElementById(anchor.id);
    const top = node ? scrollY + node.getBoundingClientRect().top - anchor.top : y;
    scrollTo({ left: x, top, behavior: "instant" });
    placed = scrollY;
  };
  const growing = new ResizeObserver(place);
  place();
  growing.observe(document.body);
  setTimeout(() => growing.disconnect(), 3000);
}

// --- what is shown beside the page ---

function shadow(name) {
  const host = document.createElement(`sitegen-${name}`);
  const root = host.attachShadow({ mode: "open" });
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = script.src.replace(/\.js$/, ".css");
  const box = document.createElement("div");
  box.className = name;
  box.hidden = true; // until its styles are there
  sheet.addEventListener("load", () => { box.hidden = false; });
  root.append(sheet, box);
  return { host, box };
}

function element(tag, properties = {}, ...inside) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...inside);
  return node;
}

const overlay = shadow("errors");
const toolbar = shadow("toolbar");
const nearby = shadow("near");
let folded = false; // whether the errors are folded up

function draw() {
  drawErrors();
  drawToolbar();
  drawNear();
}

function drawErrors() {
  if (!state.errors.length) {
    overlay.host.remove();
    folded = false;
    return;
  }
  const count = state.errors.length + (state.more ?? 0);
  const title = element("h2", {}, count === 1 ? "1 error" : `${count} errors`);
  const fold = element("button", { type: "button" }, folded ? "Show" : "Hide");
  fold.setAttribute("aria-expanded", String(!folded));
  fold.addEventListener("click", () => { folded = !folded; drawErrors(); });
  const list = element("ol", { hidden: folded });
  for (const { place, code, message, hint, line } of state.errors) {
    const entry = element("li", {}, copied(place), " ", element("span", { className: "code" }, code), element("p", {}, message));
    if (line) entry.append(element("pre", {}, line));
    if (hint) entry.append(element("p", { className: "hint" }, hint));
    list.append(entry);
  }
  if (state.more) list.append(element("li", {}, `… and ${state.more} more`));
  overlay.box.setAttribute("role", "alert");
  overlay.box.replaceChildren(element("div", { className: "head" }, title, fold), list);
  if (!overlay.host.isConnected) document.documentElement.append(overlay.host);
}

// A place in a file, which a click copies.
function copied(place) {
  const button = element("button", { type: "button", className: "place", title: "Copy" }, place);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(place);
      button.dataset.copied = "";
      setTimeout(() => delete button.dataset.copied, 1500);
    } catch {
      getSelection().selectAllChildren(button); // the clipboard is closed to this page: then by hand
    }
  });
  return button;
}

// The line of the paragraph that the address names, else of the first that can be seen.
function lineHere() {
  const lines = state.lines ?? {};
  const named = decodeURIComponent(location.hash.slice(1));
  if (lines[named]) return lines[named];
  if (scrollY < 50) return null;
  const seen = marked().find((node) => lines[node.id] && node.getBoundingClientRect().bottom > 0);
  return seen ? lines[seen.id] : null;
}

const SEARCH = {
  older: "The search index is older than what you see here. It is brought up to date when you pause.",
  making: "The search index is older than what you see here. It is being brought up to date.",
  none: "There is no search index yet. It is made when you pause.",
  failed: "No search index of what you see here can be made. It is tried again after the next change.",
  off: "",
  current: "",
};
const WHAT = { page: "this page", person: "this person", topic: "this topic", place: "this place", template: "its template" };

function drawToolbar() {
  const parts = [];
  for (const { what, place } of state.edit ?? []) {
    const line = what === "page" ? lineHere() : null;
    parts.push(element("p", {}, `Edit ${WHAT[what]}: `, copied(line ? place.replace(/:\d+$/, `:${line}`) : place)));
  }
  const searching = document.getElementById("search-form") && SEARCH[state.search];
  if (searching) parts.push(element("p", { className: "note" }, [searching, state.why].filter(Boolean).join(" ")));
  if (state.written?.length) {
    const links = state.written.flatMap(({ id, url }) => [" ", element("a", { href: url }, id)]);
    parts.push(element("p", { className: "note" }, "New from a raw document:", ...links));
  }
  const open = toolbar.box.querySelector("details")?.open ?? sessionStorage.getItem(`${KEPT} toolbar`) === "open";
  const panel = element("details", { open: open || Boolean(searching || state.written?.length) }, element("summary", {}, "Preview"), ...parts);
  panel.querySelector("summary").addEventListener("click", () => {
    sessionStorage.setItem(`${KEPT} toolbar`, panel.open ? "closed" : "open");
  });
  toolbar.box.replaceChildren(panel);
  if (!toolbar.host.isConnected) document.documentElement.append(toolbar.host);
}

let scrolled;
addEventListener("scroll", () => { clearTimeout(scrolled); scrolled = setTimeout(drawToolbar, 150); }, { passive: true });
addEventListener("hashchange", drawToolbar);

function gone(away) {
  toolbar.box.classList.toggle("away", away);
}

function drawNear() {
  if (!state.near?.length) {
    nearby.host.remove();
    return;
  }
  const list = element("ul", {}, ...state.near.map(({ url, text }) => element("li", {}, element("a", { href: url }, text))));
  nearby.box.replaceChildren(element("h2", {}, "Near this address"), list);
  if (!nearby.host.isConnected) (document.querySelector("main h1")?.parentElement ?? document.body).append(nearby.host);
}

restore();
connect();
