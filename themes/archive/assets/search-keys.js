// The search page by keyboard: / goes to the box, the arrows through the results and their paragraphs, Escape back.

const SETTING = "search-slash"; // kept in this browser

// `slash` is the box that switches the key / off: WCAG 2.1.4 asks for that with a key that is a sign. `cleared` is called
// when Escape is pressed in the search box.
export function listen({ box, more, slash, cleared }) {
  slash.checked = stored() !== "off";
  slash.addEventListener("change", () => {
    try {
      localStorage.setItem(SETTING, slash.checked ? "on" : "off");
    } catch { /* then it holds for this page */ }
  });

  const toBox = () => {
    box.focus();
    box.select();
  };

  // Through the titles; below the last is the button for more, above the first the search box.
  function along(from, step) {
    const titles = [...document.querySelectorAll(".search-list .search-title")].filter((title) => title.checkVisibility());
    const next = (from ? titles.indexOf(from.closest(".search-result").querySelector(".search-title")) : -1) + step;
    if (next === -1) toBox();
    else if (next === titles.length && !more.hidden) more.focus();
    else titles[next]?.focus();
  }

  // Through the links of one result: its title and its paragraphs.
  function within(from, step) {
    const links = [...from.closest(".search-result").querySelectorAll("a")];
    links[links.indexOf(from) + step]?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { key, target } = event;
    const link = target.closest(".search-list a");
    const writing = target.closest("input:not([type=checkbox]), select, textarea");
    if (key === "/" && slash.checked && !writing) toBox();
    else if (key === "Escape" && link) toBox();
    else if (key === "Escape" && target === box) cleared();
    else if ((key === "ArrowDown" || key === "ArrowUp") && link) along(link, key === "ArrowDown" ? 1 : -1);
    else if (key === "ArrowDown" && target === box) along(null, 1);
    else if ((key === "ArrowRight" || key === "ArrowLeft") && link) within(link, key === "ArrowRight" ? 1 : -1);
    else return;
    event.preventDefault();
  });
}

function stored() {
  try {
    return localStorage.getItem(SETTING);
  } catch {
    return null;
  }
}
