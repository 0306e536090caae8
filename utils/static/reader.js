// From the pixels of a canvas to an answer: what Python does in the kernel (utils/figures.py, DigitPad).
const reader = (() => {
  const SURE = 0.6; // the probability above which a digit is read
  // Six looks at a picture, as affine maps: utils/models.py.
  const LOOKS = [
    [1, 0, 0, 0, 1, 1], [1, 0, 0, 0, 1, -1], // moved by a pixel, up and down
    [1, -0.15, 2.025, 0, 1, 0], [1, 0.15, -2.025, 0, 1, 0], // leaning, left and right
    [0.926, 0, 1, 0, 0.926, 1], [1.087, 0, -1.174, 0, 1.087, -1.174], // larger, and smaller
  ];
  let net;

  function prepare() {
    net ??= network.load(recogniser);
    look(new Float32Array(784).fill(0.5)); // the first calls are slow
  }

  let last = { canvas: [] }; // that was read, and its answer

  // canvas: width × height bytes, row by row, 0 for paper. When the pen leaves the paper nothing on it is new, so what was
  // said last is said again.
  function read(canvas, width, height) {
    if (canvas.length !== last.canvas.length || canvas.some((pixel, i) => pixel !== last.canvas[i]))
      last = { canvas: canvas.slice(), answer: answer(canvas, width, height) };
    return last.answer;
  }

  function answer(canvas, width, height) {
    const picture = ink.normalise(canvas, width, height);
    const empty = !canvas.some((pixel) => pixel > 0);
    const probabilities = empty ? [] : sureness(look(picture));
    const none = empty ? null : 1 - probabilities.reduce((a, b) => a + b);
    return { digit: verdict(probabilities), probabilities, none, sure: SURE, picture };
  }

  // The evidence for each digit, in the mean of all looks.
  function look(picture) {
    const found = LOOKS.map((map) => network.forward(net, seen(picture, map)).at(-2).data); // before the softmax
    return found[0].map((_, digit) => found.reduce((sum, z) => sum + z[digit], 0) / LOOKS.length);
  }

  // Each pixel of a look asks for a place in the picture, and is given the four pixels around it, mixed by how near they
  // are. Outside is paper.
  function seen(picture, [a, b, c, d, e, f]) {
    const at = (x, y) => (x >= 0 && x < 28 && y >= 0 && y < 28 ? picture[28 * y + x] : 0);
    const mix = (one, other, share) => (1 - share) * one + share * other;
    return picture.map((_, i) => {
      const x = i % 28, y = (i - x) / 28, u = a * x + b * y + c, v = d * x + e * y + f;
      const left = Math.floor(u), top = Math.floor(v), right = left + 1, bottom = top + 1;
      return mix(mix(at(left, top), at(right, top), u - left), mix(at(left, bottom), at(right, bottom), u - left), v - top);
    });
  }

  // From the evidence for each digit to its probability when "none of these", with evidence 0, is an answer too:
  // utils/models.py, `sureness`. The ten sum to less than 1.
  function sureness(evidence) {
    const largest = Math.max(0, ...evidence); // taken off first, so that exp cannot overflow
    const exp = Array.from(evidence, (z) => Math.exp(z - largest));
    const total = exp.reduce((a, b) => a + b, Math.exp(-largest));
    return exp.map((e) => e / total);
  }

  // The digit that is sure enough; "?" when none is, "" when nothing is drawn.
  function verdict(probabilities) {
    if (!probabilities.length) return "";
    const digit = probabilities.indexOf(Math.max(...probabilities));
    return probabilities[digit] > SURE ? String(digit) : "?";
  }

  return { prepare, read, look, sureness, verdict };
})();
