// The perceptron and its learning rule as in utils/perceptron.py: the same floats, number for number. And its line.
const perceptron = (() => {
  // The gates: examples with inputs x and target t, in the order in which the report shows them.
  const examples = (...targets) => [[0, 0], [1, 1], [0, 1], [1, 0]].map((x, i) => ({ x, t: targets[i] }));
  const gates = {
    AND: examples(0, 1, 0, 0), OR: examples(0, 1, 1, 1), NAND: examples(1, 0, 1, 1), XOR: examples(0, 0, 1, 1),
  };

  const weightedSum = ([w0, w1, w2], [x1, x2]) => w0 + w1 * x1 + w2 * x2;
  const output = (w, x) => Number(weightedSum(w, x) > 0);

  // A learner: its weights w, the number of the next example, the mistakes in each pass begun, and its last step.
  const begin = (w) => ({ w, next: 0, mistakes: [], last: null });

  // The learner after one more example: it answers, then every weight changes by rate · (t − y) · its input.
  function step({ w, next, mistakes }, gate, rate) {
    const { x, t } = gate[next], z = weightedSum(w, x), y = output(w, x), error = t - y;
    const change = [1, ...x].map((xj) => rate * error * xj);
    const passes = next === 0 ? [...mistakes, 0] : [...mistakes];
    passes[passes.length - 1] += Math.abs(error);
    return {
      w: w.map((wj, j) => wj + change[j]),
      next: (next + 1) % gate.length,
      mistakes: passes,
      last: { w, x, t, z, y, error, rate, change },
    };
  }

  // Has it just ended a pass without a mistake? Then nothing will change any more.
  const learned = ({ next, mistakes }) => next === 0 && mistakes.at(-1) === 0;

  // The line w0 + w1·x1 + w2·x2 = 0 in a square from `low` to `high`: the part of it where the answer is 1, and the
  // line's two ends, in the direction (−w2, w1). No ends when the line misses the square or only touches a corner, or
  // w1 = w2 = 0.
  function line(w, low, high) {
    const square = [[low, low], [high, low], [high, high], [low, high]], part = [], ends = [];
    square.forEach((a, i) => {
      const b = square[(i + 1) % 4], za = weightedSum(w, a), zb = weightedSum(w, b);
      if (za > 0) part.push(a);
      if (za > 0 === zb > 0) return;
      ends.push(a.map((_, j) => a[j] + (za / (za - zb)) * (b[j] - a[j])));
      part.push(ends.at(-1));
    });
    const along = ([x1, x2]) => w[1] * x2 - w[2] * x1;
    ends.sort((a, b) => along(a) - along(b));
    return { part, ends: ends.length && along(ends[1]) > along(ends[0]) ? ends : [] };
  }

  // Where in the square the answer is y and most room is left by line, corners and border; null if it is cramped.
  function roomiest(w, y, low, high) {
    const steepness = Math.hypot(w[1], w[2]);
    let best = null, most = 0.15;
    for (let x1 = low; x1 < high; x1 += 0.04)
      for (let x2 = low; x2 < high; x2 += 0.04) {
        const away = gates.AND.map(({ x }) => Math.hypot(x1 - x[0], x2 - x[1])), z = weightedSum(w, [x1, x2]);
        if (steepness) away.push(Math.abs(z) / steepness);
        const room = Math.min(...away, x1 - low, high - x1, x2 - low, high - x2);
        if (Number(z > 0) === y && room > most) [best, most] = [[x1, x2], room];
      }
    return best;
  }

  return { gates, weightedSum, output, begin, step, learned, line, roomiest };
})();
