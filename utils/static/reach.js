// Keys reach what scrolls by itself, such as code wider than a phone. The theme does this too, but measures every piece
// of the page for it at once, which lays out a whole chapter before it can be touched; lean.py takes that away.
{
  const watcher = new ResizeObserver((boxes) => {
    const wide = boxes.map(({ target }) =>
      target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight);
    boxes.forEach(({ target }, i) => (target.tabIndex = wide[i] ? 0 : -1));
  });
  const scrolling = "pre, .wide, .cell_output > .output, .pst-scrollable-table-container, mjx-container[display]";
  for (const box of document.querySelectorAll(scrolling)) {
    box.tabIndex = 0; // until it is laid out and measured
    watcher.observe(box);
  }
}
// A long chapter is laid out where its reader is (book.css), so that a place in it has no height until the reader comes.
// Whoever loads the page again, or comes back to it, is led to the section that was read, and how far it was read. Only
// the practice page keeps nothing, as it says.
try {
  const sections = [...document.querySelectorAll(".bd-article:not(:has([data-figure='practice'])) > section > section")];
  const place = `place in ${location.pathname}`, top = (section) => section?.getBoundingClientRect().top;
  const [i, was] = JSON.parse(sessionStorage.getItem(place)) ?? [];
  if (sections[i] && performance.getEntriesByType("navigation")[0].type !== "navigate") {
    history.scrollRestoration = "manual"; // or the browser goes by the height of all that is above
    sections[i].style.contentVisibility = "visible";
    const lead = () => scrollBy({ top: top(sections[i]) - was, behavior: "instant" });
    lead();
    addEventListener("load", lead); // again when the figures are there, unless the reader has moved
    for (const move of ["wheel", "pointerdown", "keydown"]) addEventListener(move, () => removeEventListener("load", lead));
    addEventListener("load", () => setTimeout(() => (history.scrollRestoration = "auto"), 500)); // else it tries again
  }
  const keep = () => {
    const now = sections.findLastIndex((section) => top(section) < innerHeight / 2);
    sessionStorage.setItem(place, JSON.stringify([now, top(sections[now])]));
  };
  // A phone may drop a page that lies in the background without another word: that it is hidden is the last it hears.
  if (sections.length) for (const leaving of ["visibilitychange", "pagehide"]) addEventListener(leaving, keep);
} catch {} // a browser that keeps nothing for pages says so by an error
// The theme's link that hides what was searched for is a script in an address, which a strict server forbids.
document.addEventListener("click", (event) => {
  if (!event.target.closest(".highlight-link a")) return;
  event.preventDefault();
  SphinxHighlight.hideSearchWords();
});
