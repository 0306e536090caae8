// From the pixels of a canvas to an answer: what Python does in the kernel (utils/figures.py, DigitPad).
const reader = (() => {
  const SURE = 0.6; // the probability above which a digit is read
  let net;

  function prepare() {
    net ??= network.load(recogniser);
    for (let i = 0; i < 3; i++) network.forward(net, new Float32Array(784).fill(0.5)); // the first calls are slow
  }

  // canvas: width × height bytes, row by row, 0 for paper.
  function read(canvas, width, height) {
    const picture = ink.normalise(canvas, width, height);
    const empty = !canvas.some((pixel) => pixel > 0);
    const probabilities = empty ? [] : sureness(network.forward(net, picture).at(-2).data); // before the softmax
    const none = empty ? null : 1 - probabilities.reduce((a, b) => a + b);
    return { digit: verdict(probabilities), probabilities, none, sure: SURE, picture };
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

  return { prepare, read, sureness, verdict };
})();
