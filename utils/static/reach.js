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
// A long chapter opens before all of it is laid out (book.css). Then its sections follow, each when there is time.
addEventListener("load", () => {
  const sections = [...document.querySelectorAll(".bd-article > section > section")];
  const lay = () => {
    sections.shift()?.classList.add("reach-laid");
    if (sections.length) requestIdleCallback(lay, { timeout: 200 });
  };
  requestIdleCallback(lay, { timeout: 200 });
});
// The theme's link that hides what was searched for is a script in an address, which a strict server forbids.
document.addEventListener("click", (event) => {
  if (!event.target.closest(".highlight-link a")) return;
  event.preventDefault();
  SphinxHighlight.hideSearchWords();
});
