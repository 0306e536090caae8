// Squares of numbers, drawn as a textbook does: each number as a cell, ink or blue and vermillion, written out where
// there is room. Of the figures of convolution and of pooling.
const grid = (() => {
  const SIDE = 300; // of a drawing, in its own units

  // Rows of the numbers at(i, j), as many as each is long; and a number free of crumbs of rounding, which is never −0.
  const square = (side, at) => Array.from({ length: side }, (_, i) => Array.from({ length: side }, (_, j) => at(i, j)));
  const tidy = (value) => Number(value.toFixed(9)) + 0;

  // A drawing that can show rows of numbers. `show(rows, {most, signed, write, rest})` does: `most` is the number that
  // is drawn full; what is `signed` is blue or vermillion, and negative numbers have a dash if they are not written;
  // `write` makes a number a text, or is nothing; rest(i, j) is true for cells that are not part of the picture.
  function drawing(attributes) {
    const { make, put } = live;
    const [cells, lines, dashes, texts, over] = ["cells", "lines", "dashes", "texts", "over"].map((kind) =>
      make(kind === "lines" || kind === "dashes" ? "svg:path" : "svg:g", { class: `grid-${kind}` }));
    const svg = make("svg:svg", { viewBox: `-3 -3 ${SIDE + 6} ${SIDE + 6}`, class: "grid", ...attributes },
      make("svg:g", { role: "presentation" }, cells, lines, dashes, texts), over);

    // As many children of a kind as there are numbers, those that were there first used again.
    function some(layer, kind, count) {
      while (layer.childElementCount > count) layer.lastChild.remove();
      while (layer.childElementCount < count) layer.append(make(`svg:${kind}`));
      return [...layer.children];
    }

    function show(rows, { most, signed, write, rest = () => false }) {
      const n = rows.length, size = SIDE / n, numbers = rows.flat();
      const place = (k) => [size * (k % n), size * Math.floor(k / n)];
      const full = write ? (signed ? 0.4 : 0.28) : 1; // so that what is written can be read
      some(cells, "rect", n * n).forEach((cell, k) => {
        const [x, y] = place(k), value = numbers[k], share = most ? Math.min(Math.abs(value) / most, 1) : 0;
        put(cell, { x, y, width: size, height: size, "data-sign": signed || value < 0 ? Math.sign(value) : "",
          "fill-opacity": Number((full * share).toFixed(3)), class: rest(Math.floor(k / n), k % n) ? "grid-rest" : "" });
      });
      const edges = Array.from({ length: n + 1 }, (_, i) => size * i);
      put(lines, { d: edges.map((at) => `M0,${at}H${SIDE}M${at},0V${SIDE}`).join(""), "stroke-opacity": write ? 1 : 0.45 });
      const dash = ([x, y]) => `M${(x + size / 4).toFixed(2)},${(y + size / 2).toFixed(2)}h${(size / 2).toFixed(2)}`;
      put(dashes, { d: numbers.map((value, k) => (signed && !write && value < 0 ? dash(place(k)) : "")).join("") });
      const words = write ? numbers.map(write) : [], longest = Math.max(3, ...words.map((word) => word.length));
      const high = Math.min(30, 0.5 * size, (1.5 * size) / longest);
      some(texts, "text", words.length).forEach((text, k) => {
        const [x, y] = place(k);
        put(text, { x: x + size / 2, y: y + size / 2, "font-size": high.toFixed(1) });
        text.textContent = words[k];
      });
    }

    // Lays a rectangle around k × k cells, from row i and column j on, of n × n.
    function frame(piece, n, i, j, k) {
      const size = SIDE / n;
      put(piece, { x: size * j, y: size * i, width: size * k, height: size * k });
    }

    // The cell under a pointer.
    function at({ clientX, clientY }, n) {
      const box = svg.getBoundingClientRect(), unit = (SIDE + 6) / box.width;
      const cell = (across) => Math.min(Math.max(Math.floor(((across * unit - 3) * n) / SIDE), 0), n - 1);
      return [cell(clientY - box.top), cell(clientX - box.left)];
    }
    return { svg, over, show, frame, at };
  }
  return { drawing, square, tidy, SIDE };
})();
