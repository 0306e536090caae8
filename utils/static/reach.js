// Keys reach what scrolls by itself, such as code wider than a phone. The theme does this too, but measures every piece
// of the page for it at once, which lays out a whole chapter before it can be touched; lean.py takes that away.
{
  const watcher = new ResizeObserver((boxes) => {
    const wide = boxes.map(({ target }) =>
      target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight);
    boxes.forEach(({ target }, i) => (target.tabIndex = wide[i] ? 0 : -1));
  });
  const scrolling = "pre, .cell_output > .output, .pst-scrollable-table-container, mjx-container[display]";
  for (const box of document.querySelectorAll(scrolling)) {
    box.tabIndex = 0; // until it is laid out and measured
    watcher.observe(box);
  }
}
