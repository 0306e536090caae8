// Backpropagation in a network of two inputs, two hidden units and one output, all sigmoids, with half the squared
// error: the calculation, and the steps in which chapter 3 tells it. The figure that draws them is backpropagation.js.
const chainRule = (() => {
  // The whole calculation. The nine parameters go by their letters, { w11, w12, w21, w22, b1, b2, v1, v2, b }.
  const sigmoid = (z) => (1 + Math.tanh(z / 2)) / 2;

  function forward({ w11, w12, w21, w22, b1, b2, v1, v2, b }, { x1, x2, t }) {
    const z1 = w11 * x1 + w21 * x2 + b1, h1 = sigmoid(z1);
    const z2 = w12 * x1 + w22 * x2 + b2, h2 = sigmoid(z2);
    const z = v1 * h1 + v2 * h2 + b, y = sigmoid(z);
    return { z1, h1, z2, h2, z, y, L: (y - t) ** 2 / 2 };
  }

  // The error signals, and the slope of the loss along each parameter: what came in, times the signal.
  function backward({ v1, v2 }, { x1, x2, t }, { h1, h2, y }) {
    const delta = (y - t) * y * (1 - y);
    const delta1 = delta * v1 * h1 * (1 - h1), delta2 = delta * v2 * h2 * (1 - h2);
    const slopes = {
      v1: delta * h1, v2: delta * h2, b: delta,
      w11: delta1 * x1, w21: delta1 * x2, b1: delta1, w12: delta2 * x1, w22: delta2 * x2, b2: delta2,
    };
    return { delta, delta1, delta2, slopes };
  }

  const update = (parameters, slopes, rate) =>
    Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, w - rate * slopes[name]]));

  // The steps of a round. Each gives one letter (`gradv1` is the slope along v1) by a formula, and looks at the units
  // `at` and along the lines `along`: forwards (way 1), backwards (−1), or just at them.
  const output = (h, formula, sum, along, why) =>
    ({ phase: "Forward", title: `the output of ${h}`, gives: h, formula, then: `σ(${sum})`, at: [h], along, way: 1, why });
  const signal = (h, gives, formula, along, why) =>
    ({ phase: "Backward", title: `the error signal of ${h}`, gives, formula, at: [h], along, way: -1, why });
  const slope = (w, came, delta, at, why) =>
    ({ phase: "Backward", title: `the slope along ${w}`, gives: `grad${w}`, formula: `${delta} · ${came}`, at, along: [w], why });
  const steps = [
    { phase: "Forward", title: "the example enters", at: ["x1", "x2"], along: [], why: "The inputs stand on the left, the weights on the lines. Press Next." },
    output("h1", "σ(w11 · x1 + w21 · x2 + b1)", "z1", ["w11", "w21", "b1"], "Inputs times weights, plus the bias; then the sigmoid."),
    output("h2", "σ(w12 · x1 + w22 · x2 + b2)", "z2", ["w12", "w22", "b2"], "The same inputs, with the weights of h2."),
    output("y", "σ(v1 · h1 + v2 · h2 + b)", "z", ["v1", "v2", "b"], "The inputs of the output unit are h1 and h2."),
    { phase: "Loss", title: "how wrong is y?", gives: "L", formula: "½ · (y − t)²", at: ["y"], along: [], why: "Half the square of the distance from the target." },
    signal("y", "delta", "(y − t) · y · (1 − y)", [], "The slope of the loss, times the slope of the sigmoid."),
    slope("v1", "h1", "delta", ["h1", "y"], "What came in, h1, times the signal at the other end."),
    slope("v2", "h2", "delta", ["h2", "y"], "What came in, h2, times the same signal."),
    slope("b", "1", "delta", ["one", "y"], "A bias is a weight whose input is always 1."),
    ...[1, 2].map((i) => signal(`h${i}`, `delta${i}`, `delta · v${i} · h${i} · (1 − h${i})`, [`v${i}`],
      `Back through v${i}, then times the slope of this unit’s sigmoid.`)),
    ...[1, 2].flatMap((i) => [
      slope(`w1${i}`, "x1", `delta${i}`, ["x1", `h${i}`], `What came in, x1, times the signal of h${i}.`),
      slope(`w2${i}`, "x2", `delta${i}`, ["x2", `h${i}`], `What came in, x2, times the signal of h${i}.`),
      slope(`b${i}`, "1", `delta${i}`, [`one${i}`, `h${i}`], "Again the input is 1, so the slope is the signal.")]),
    { phase: "Update", title: "all nine at once, downhill", gives: "neww11", formula: "w11 − eta · gradw11", at: [], along: ["w11", "w12", "w21", "w22", "b1", "b2", "v1", "v2", "b"] },
  ];

  // The chapter's letters: w11 is w₁₁, delta1 is δ₁.
  const letters = (text) => text.replace("new", "").replace("grad", "∂L/∂").replace("delta", "δ").replace("eta", "η")
    .replace(/([δa-z])([12]+)/g, (_, letter, places) => letter + places.replace(/./g, (i) => "₀₁₂"[i]));

  // At most four decimals, or a power of ten for what they would round to nothing, and a true minus sign.
  function number(x) {
    const [digit, power] = x.toExponential(0).split("e-");
    const tiny = x !== 0 && Math.abs(x) < 5e-5;
    const text = tiny ? `${digit}·10⁻${power.replace(/./g, (d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d])}` : String(Number(x.toFixed(4)));
    return text.replace("-", "−");
  }

  // A formula with its numbers filled in; a negative one that follows a sign stands in brackets.
  const filled = (formula, values) => formula
    .replace(/\(1 − (\w+)\)/g, (_, name) => number(1 - values[name]))
    .replace(/[a-zL]+\d*/g, (name) => number(values[name]))
    .replace(/([·+−]) (−[^\s)]+)/g, "$1 ($2)")
    .replace(/\+ \(−([^)]+)\)/g, "− $1");

  return { forward, backward, update, steps, letters, number, filled };
})();
