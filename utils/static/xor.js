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
      found.push(`At ${list(sure)} the answer is wrong and sure of it: there the sigmoid of the output is flat.`);
    const near = (a, b) => Math.abs(a - b) < 0.05;
    const alike = (a, b) => near(a.y, b.y) && a.h.every((hj, j) => near(hj, b.h[j]));
    const spot = outs.map((one) => outs.filter((other) => alike(one, other)))
      .filter((group) => new Set(group.map(({ t }) => t)).size > 1).sort((a, b) => b.length - a.length)[0];
    if (!spot || sure.length) return found;
    const mean = (name) => (spot.reduce((sum, out) => sum + out[name], 0) / spot.length).toFixed(2);
    found.push(`To the hidden units, ${list(spot)} look alike, though their targets differ. So they share one answer, ` +
      `${mean("y") === mean("t") ? "the mean of their targets, " : ""}${mean("y")}.`);
    if (spot.every(({ h }) => h.every((hj) => hj * (1 - hj) < 0.02)))
      found.push("The hidden sigmoids are flat there, so the slopes are tiny.");
    return found;
  }

  // What there is to say of a network that started as `name`.
  function told(network, losses, name) {
    const n = losses.length - 1, after = `After ${count(n)} epochs`, state = course(losses);
    const right = cases.filter((one) => isRight(one, forward(network, one.x).y)).length;
    if (n === 0) return `The start of ${name}: ${right} of 4 answers are right.`;
    if (state === "learned")
      return `Learned: ${count(learnedAt(losses))} epochs take the loss below 1/32, so all 4 answers are right.`;
    if (state === "still") return [`${after} the loss stands still.`, ...reasons(network)].join(" ");
    if (state === "jumping") return `${after} the loss jumps: it rose in ${rises(losses)} of the last 1,000. The steps are too long.`;
    return `${after}, ${right} of 4 answers are right${n < PATIENCE ? "" : ", and the loss is still falling"}.`;
  }
  const isRight = ({ t }, y) => y > 0.5 === (t === 1);
  const learnedAt = (losses) => losses.findIndex((L) => L < SOLVED);
  const count = (n) => n.toLocaleString("en-GB");

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

  // Where to write the hidden units' names: beside their lines, each from end to end or empty, on the side where the unit
  // says 1; the first place with room between the corners with their answers, other names, other lines and the frame.
  function labels({ units }, lines, low, high) {
    const taken = cases.flatMap(({ x: [x1, x2] }) => [[x1, x2], [x1, x2 + (x2 ? 0.12 : -0.12)]]);
    const length = ({ w1, w2 }) => Math.hypot(w1, w2);
    return lines.map(([a, b], j) => {
      if (!a) return null;
      const aside = [units[j].w1, units[j].w2].map((w) => (0.08 * w) / length(units[j]));
      const room = ([x, y]) => Math.min(
        ...taken.map((one) => Math.hypot(x - one[0], y - one[1]) / 0.17), ...[x - low, high - x, y - low, high - y].map((d) => d / 0.07),
        ...units.filter((unit) => unit !== units[j]).map((unit) => Math.abs(unit.w1 * x + unit.w2 * y + unit.b) / length(unit) / 0.06));
      const places = Array.from({ length: 29 }, (_, k) => a.map((from, i) => from + ((k + 1) / 30) * (b[i] - from) + aside[i]));
      const place = places.find((one) => room(one) > 1) ?? places.reduce((one, other) => (room(other) > room(one) ? other : one));
      taken.push(place);
      return place;
    });
  }

  // The losses of epochs 0 to `end` in columns: the highest and the lowest of each.
  function columns(losses, end, many) {
    const from = (k) => Math.floor((k * end) / many);
    const seen = Array.from({ length: many }, (_, k) => losses.slice(from(k), Math.max(from(k + 1), from(k) + 1)));
    return seen.filter((some) => some.length).map((some) => [Math.max(...some), Math.min(...some)]);
  }

  return { cases, SOLVED, begin, forward, loss, epoch, isRight, learnedAt, course, reasons, told, count, surface, border, labels, columns };
})();
