// A kernel laid on every patch of a picture: what `convolve` of utils/layers.py does with one picture and one kernel.
// Both are lists of rows. The figure that draws it is convolution.js.
const featureMap = (() => {
  // The kernels that the figure knows by name. The first three are the chapter's; its edges are divided by 3.
  const kernels = {
    corner: [[1, 1, -1], [-1, 1, -1], [-1, 1, -1]],
    "vertical edges": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "horizontal edges": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    blur: [[1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]],
    sharpen: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    identity: [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
  };

  const same = (a, b) => a.flat().every((value, i) => Math.abs(value - b.flat()[i]) < 1e-9);

  // The side of the map: n is that of the picture, k that of the kernel.
  const side = (n, k, stride, padding) => Math.floor((n + 2 * padding - k) / stride) + 1;

  // The kernel turned by 180°. Laid on the patches, it gives the true convolution.
  const turned = (kernel) => kernel.map((row) => [...row].reverse()).reverse();

  // The pixels on which the kernel lies for the output in row i and column j: 0 where the picture ends.
  const patch = (picture, k, stride, padding, i, j) =>
    grid.square(k, (u, v) => picture[i * stride - padding + u]?.[j * stride - padding + v] ?? 0);

  // Each pixel of a patch times the weight that lies on it; and one output, their sum.
  const products = (patch, kernel) => patch.map((row, u) => row.map((x, v) => grid.tidy(x * kernel[u][v])));
  const output = (patch, kernel) => grid.tidy(patch.flat().reduce((z, x, i) => z + x * kernel.flat()[i], 0));

  function map(picture, kernel, stride, padding) {
    const k = kernel.length, at = (i, j) => output(patch(picture, k, stride, padding, i, j), kernel);
    return grid.square(side(picture.length, k, stride, padding), at);
  }

  // How many rows and columns of the padded picture no patch reaches, at its lower and right edge.
  const left = (n, k, stride, padding) => (n + 2 * padding - k) % stride;

  // A number for the reader, of three decimals at most, with a true minus sign; and whether it is all of the number.
  const number = (value) => `${Number(value.toFixed(3)) + 0}`.replace("-", "−");
  const exact = (value) => Math.abs(value - Number(value.toFixed(3))) < 1e-9;

  // A weight as the reader wrote it, or would: as a fraction, where it is one and no short decimal number.
  function weight(value) {
    const whole = (part) => Math.abs(value * part - Math.round(value * part)) < 1e-9;
    const parts = exact(value) ? undefined : [3, 6, 7, 9, 11, 12, 13, 16].find(whole);
    return parts ? `${Math.round(value * parts)}/${parts}`.replace("-", "−") : number(value);
  }
  // What the reader has written: "−1", "0.5", "2/3"; NaN if it is no number, or is too large to be shown.
  function read(text) {
    const plain = text.replace(/[−–]/g, "-").replace(",", ".").trim();
    const [, top, bottom = "1"] = plain.match(/^([-+]?[\d.]+) *(?:\/ *(\d+))?$/) ?? [];
    const value = Number(top) / Number(bottom);
    return Math.abs(value) <= 99 ? value : NaN;
  }

  // The side of the map in letters and in numbers, and what is left over.
  function size(n, k, s, p) {
    const steps = (n + 2 * p - k) / s, over = left(n, k, s, p);
    const formula = [
      "⌊(n + 2p − k) / s⌋ + 1", `⌊(${n} + 2·${p} − ${k}) / ${s}⌋ + 1`, `⌊${number(steps)}⌋ + 1`, side(n, k, s, p),
    ];
    const rows = over > 1 ? `The last ${over} rows and columns` : "The last row and the last column";
    return [formula.join(" = "), over ? `${rows} of the ${p ? "padded " : ""}picture are never reached.` : ""];
  }

  // What is noticed, in sentences: at the output that is looked at, and about the flip.
  function told(map, kernel, flip, i, j) {
    const z = map[i][j], most = Math.max(...map.flat()), least = Math.min(...map.flat());
    const value = z ? `${z > 0 ? "positive" : "negative"}, ${exact(z) ? "" : "about "}${number(z)}` : "0";
    const rank = most === least ? ", like all others"
      : z === most ? ", the largest of the map" : z === least ? ", the smallest of the map" : "";
    const here = `Row ${i}, column ${j}: the output is ${value}${rank}.`;
    const back = turned(kernel), negative = kernel.map((row) => row.map((w) => -w));
    const flipped = same(back, kernel) ? "Turned by 180° this kernel is the same: the flip changes nothing."
      : same(back, negative) ? "Turned by 180° this kernel is its own negative: the flip gives every output the other sign."
      : "The kernel lies on the patch turned by 180°.";
    return flip ? `${here} ${flipped}` : here;
  }

  return { kernels, side, turned, patch, products, output, map, left, number, exact, weight, read, size, told, same };
})();
