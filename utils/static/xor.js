// A network of two inputs, a few hidden units and one output, all sigmoids, that learns XOR by gradient descent as
// utils/mlp.py does: chapter 3, with its letters. The figure that draws it is xor-training.js.
const xor = (() => {
  const cases = [[[0, 0], 0], [[0, 1], 1], [[1, 0], 1], [[1, 1], 0]].map(([x, t]) => ({ x, t }));
  const SOLVED = 1 / 32; // below this no answer can be on the wrong side of one half
  const PATIENCE = 1000; // epochs in which a loss that stands still falls by less than a hundredth

  const sigmoid = (z) => (1 + Math.tanh(z / 2)) / 2;

  // The network MLP([2, count, 1]) of a seed, from the random numbers that the seed draws, of mean 0 and variance 1.
  function begin(draws, count) {
    const [near, far] = [Math.sqrt(1 / 2), Math.sqrt(1 / count)];
    const units = Array.from({ length: count }, (_, j) =>
      ({ w1: near * draws[j], w2: near * draws[count + j], b: 0, v: far * draws[2 * count + j] }));
    return { units, b: 0 };
  }

  function forward({ units, b }, [x1, x2]) {
    const h = units.map((unit) => sigmoid(unit.w1 * x1 + unit.w2 * x2 + unit.b));
    return { h, y: sigmoid(units.reduce((z, { v }, j) => z + v * h[j], b)) };
  }

  // Half the squared error, as a mean over the four cases.
  const loss = (network) => cases.reduce((sum, { x, t }) => sum + (forward(network, x).y - t) ** 2, 0) / 8;

  // The network after one more epoch: all four cases pass, forwards and backwards, and one step downhill follows.
  function epoch(network, rate) {
    const slopes = network.units.map(() => ({ w1: 0, w2: 0, b: 0, v: 0 }));
    let slope = 0; // along the bias of the output
    for (const { x, t } of cases) {
      const { h, y } = forward(network, x), delta = ((y - t) / 4) * y * (1 - y);
      slope += delta;
      network.units.forEach(({ v }, j) => {
        const deltaJ = delta * v * h[j] * (1 - h[j]), along = slopes[j];
        along.v += delta * h[j];
        along.b += deltaJ;
        along.w1 += deltaJ * x[0];
        along.w2 += deltaJ * x[1];
      });
    }
    const units = network.units.map(({ w1, w2, b, v }, j) => ({
      w1: w1 - rate * slopes[j].w1, w2: w2 - rate * slopes[j].w2, b: b - rate * slopes[j].b, v: v - rate * slopes[j].v,
    }));
    return { units, b: network.b - rate * slope };
  }

  // How it goes, from `losses`, the loss after each epoch: "learned", "jumping", "still" or "falling".
  function course(losses) {
    const now = losses.at(-1), recent = losses.slice(-PATIENCE - 1);
    if (now < SOLVED) return "learned";
    if (recent.length <= PATIENCE) return "falling";
    if (rises(losses) > PATIENCE / 10) return "jumping";
    return now > 0.99 * recent[0] ? "still" : "falling";
  }
  const rises = (losses) => losses.slice(-PATIENCE).filter((L, k, all) => k > 0 && L > 1.001 * all[k - 1]).length;

  // What is true of a network whose loss stands still, and may be why. Each sentence has its condition.
  function reasons(network) {
    const outs = cases.map(({ x, t }) => ({ name: `(${x.join(", ")})`, t, ...forward(network, x) })), found = [];
    const list = (some) => some.map(({ name }) => name).join(", ").replace(/, ([^,]*, [^,]*)$/, " and $1");
    if (network.units.length === 1) found.push("One hidden unit draws one line, and no line parts XOR.");
    if (outs.every(({ y }) => Math.abs(y - 0.5) < 0.1)) return [...found, "All four answers are near one half."];
    const sure = outs.filter(({ y, t }) => Math.abs(y - t) > 0.98);
    if (sure.length)
      found.push(`At ${list(sure)} the answer is wrong and sure of it: there the output’s sigmoid is flat.`);
    const near = (a, b) => Math.abs(a - b) < 0.05;
    const alike = (a, b) => near(a.y, b.y) && a.h.every((hj, j) => near(hj, b.h[j]));
    const spot = outs.map((one) => outs.filter((other) => alike(one, other)))
      .filter((group) => new Set(group.map(({ t }) => t)).size > 1).sort((a, b) => b.length - a.length)[0];
    if (!spot || sure.length) return found;
    const mean = (name) => spot.reduce((sum, out) => sum + out[name], 0) / spot.length;
    found.push(`To the hidden units, ${list(spot)} look alike, though their targets differ. So they share one answer, ` +
      `${near(mean("y"), mean("t")) ? "the mean of their targets, " : ""}${mean("y").toFixed(2)}.`);
    if (spot.every(({ h }) => h.every((hj) => hj * (1 - hj) < 0.02)))
      found.push("The hidden sigmoids are flat there, so the slopes are tiny.");
    return found;
  }

  // The outputs on a grid of size × size points of the square from `low` to `high`, row by row from the top.
  function surface(network, low, high, size) {
    const place = (i) => low + ((high - low) * i) / (size - 1);
    return Float64Array.from({ length: size * size }, (_, k) =>
      forward(network, [place(k % size), place(size - 1 - Math.floor(k / size))]).y);
  }

  // Where the output is one half: pieces of the border, each from [x, y] to [x, y] in steps of the grid from its top left.
  function border(outputs, size) {
    const pieces = [];
    for (let row = 0; row < size - 1; row++)
      for (let column = 0; column < size - 1; column++) {
        const ring = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]];
        const height = ring.map(([x, y]) => outputs[y * size + x] - 0.5), ends = [];
        ring.forEach((a, i) => {
          const b = ring[(i + 1) % 4], from = height[i], to = height[(i + 1) % 4];
          if (from > 0 !== to > 0) ends.push(a.map((_, k) => a[k] + (from / (from - to)) * (b[k] - a[k])));
        });
        for (let i = 0; i < ends.length; i += 2) pieces.push([ends[i], ends[i + 1]]);
      }
    return pieces;
  }

  return { cases, SOLVED, begin, forward, loss, epoch, course, rises, reasons, surface, border };
})();
