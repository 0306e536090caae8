// One unit with one input, y = φ(w·x + b), and how strongly it reacts, dy/dx = w·φ′(z): the calculation, and what is
// said of it. The figure that draws it is activation.js.
const unit = (() => {
  const END = 6; // x, in the picture, runs from −END to END
  const FLAT = 0.01; // a slope nearer to 0 than this is as good as none

  // Each activation function φ with its slope φ′, the most that φ′ can be, and both in letters.
  const sigma = (z) => 1 / (1 + Math.exp(-z));
  const functions = {
    step: {
      phi: (z) => (z > 0 ? 1 : 0), slope: (z) => (z === 0 ? NaN : 0), most: 0,
      letters: ["1 if z > 0, else 0", "0, none at z = 0"],
    },
    sigmoid: { // σ(−z) is 1 − y, and is not rounded to 0 where y is rounded to 1
      phi: sigma, slope: (z) => sigma(z) * sigma(-z), most: 1 / 4, letters: ["σ(z)", "y · (1 − y)"],
    },
    tanh: { phi: Math.tanh, slope: (z) => 1 / Math.cosh(z) ** 2, most: 1, letters: ["tanh(z)", "1 − y²"] },
    relu: {
      phi: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0), most: 1,
      letters: ["max(0, z)", "1 if z > 0, else 0"],
    },
  };

  // The unit at x, link by link. The chain rule multiplies the slopes of the links: dz/dx = w and dy/dz = φ′(z).
  function at(kind, w, b, x) {
    const { phi, slope } = functions[kind];
    const z = Number((w * x + b).toFixed(9)); // free of crumbs of rounding, so that a jump is where z is 0
    return { z, y: phi(z), slope: slope(z), dydx: w === 0 ? 0 : w * slope(z) };
  }

  // The curve of "y" or "dydx" over x. It comes in two pieces that end just left and right of z = 0: there it may jump.
  function curve(kind, w, b, part) {
    const zero = -b / w, near = 1e-6 / Math.abs(w), pieces = 240;
    const cuts = Math.abs(zero) < END ? [[-END, zero - near], [zero + near, END]] : [[-END, END]];
    return cuts.map(([from, to]) => Array.from({ length: pieces + 1 }, (_, i) => {
      const x = from + ((to - from) * i) / pieces;
      return [x, at(kind, w, b, x)[part]];
    }));
  }

  // The stretches of x on which the slope is as good as none.
  function flats(kind, w, b) {
    const stretches = [];
    for (const piece of curve(kind, w, b, "dydx"))
      piece.reduce((going, [x, slope]) => {
        const flat = Math.abs(slope) < FLAT;
        if (flat && going) stretches.at(-1)[1] = x;
        else if (flat) stretches.push([x, x]);
        return flat;
      }, false);
    return stretches;
  }

  // What is noticed at x, in a sentence.
  function told(kind, w, b, x) {
    const { z, slope, dydx } = at(kind, w, b, x), { most } = functions[kind];
    if (w === 0) return "The weight is 0: the unit does not react to x at all.";
    if (kind === "step" && z === 0) return "Here is the jump: the step has no slope.";
    if (kind === "step") return "The step is flat: its slope is 0 here, and everywhere but at the jump.";
    if (kind === "relu" && z < 0) return "The dead side: y is 0 and its slope is 0. The unit does not react.";
    if (kind === "relu" && z === 0) return "The corner: here the slope is taken to be 0.";
    if (kind === "relu") return "Here y is z itself, and the slope is the weight.";
    const little = "The slope is nearer to 0 than 0.01:";
    if (Math.abs(dydx) < FLAT && slope < most / 10) return `${little} the unit is saturated, it hardly reacts.`;
    if (Math.abs(dydx) < FLAT) return `${little} with so small a weight the unit hardly reacts.`;
    const share = most < 1 ? "a quarter of the weight" : "the weight itself";
    if (z === 0) return `The steepest place: the slope is ${share}.`;
    return `The unit reacts: y ${w > 0 ? "rises" : "falls"} as x grows.`;
  }

  // A number to reckon with: four decimals, but never less than three digits that count, and a true minus sign.
  function number(x) {
    const [digits, power] = x.toExponential(2).split("e-");
    const text = Math.abs(x) >= 0.1 || x === 0 ? `${Number(x.toFixed(4))}`
      : Math.abs(x) >= 0.001 ? `${Number(x.toPrecision(3))}`
      : `${Number(digits)}·10⁻${power.replace(/./g, (d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d])}`;
    return text.replace("-", "−");
  }

  // The chain rule at x, a line for each link: in letters, and the same in numbers.
  function chain(kind, w, b, x) {
    const { z, y, slope, dydx } = at(kind, w, b, x), { letters } = functions[kind];
    const after = (v) => (v < 0 ? `(${number(v)})` : number(v)), exists = (v) => (Number.isNaN(v) ? "none" : number(v));
    const between = { // what stands between letters and result, where it is not the same as either
      sigmoid: `${number(y)} · ${number(sigma(-z))} = `,
      tanh: Math.abs(y) < 0.99 ? `1 − ${after(y)}² = ` : "", // nearer to 1, four decimals of y are too few
    };
    const nearly = kind in between && Math.abs(y) > 0.99995 ? "≈" : "="; // neither of the two is ever 1
    return [
      ["z = w · x + b", `${number(w)} · ${after(x)} ${b < 0 ? "−" : "+"} ${number(Math.abs(b))} = ${number(z)}`],
      [`y = ${letters[0]}`, (kind === "step" ? "" : `${letters[0].replace("z", number(z))} ${nearly} `) + number(y)],
      [`φ′(z) = ${letters[1]}`, (between[kind] ?? "") + exists(slope)],
      ["dy/dx = w · φ′(z)", (Number.isNaN(slope) ? "" : `${number(w)} · ${number(slope)} = `) + exists(dydx)],
    ];
  }

  return { END, functions, at, curve, flats, told, number, chain };
})();
