// From the pixels of a canvas to an answer: what Python does in the kernel (utils/figures.py, DigitPad).
const reader = (() => {
  let net;

  function prepare() {
    net ??= network.load(recogniser);
    for (let i = 0; i < 3; i++) network.forward(net, new Float32Array(784).fill(0.5)); // the first calls are slow
  }

  // canvas: width × height bytes, row by row, 0 for paper.
  function read(canvas, width, height) {
    const picture = ink.normalise(canvas, width, height);
    const empty = picture.every((x) => x === 0);
    const probabilities = empty ? [] : Array.from(network.forward(net, picture).at(-1).data);
    return { digit: verdict(probabilities), probabilities, picture };
  }

  // The digit that has more than half of the probability; "?" when none has, "" when nothing is drawn.
  function verdict(probabilities) {
    if (!probabilities.length) return "";
    const digit = probabilities.indexOf(Math.max(...probabilities));
    return probabilities[digit] > 0.5 ? String(digit) : "?";
  }

  return { prepare, read };
})();
