// What feeds a unit of the network: the numbers it takes from the layer before, its weights, and the sum they make.
const feeding = (() => {
  // The network as a list of stages from the picture on. A layer and its activation function are one stage, with the
  // sums z and what it hands on, out; flattening is none, since it changes no number.
  function run(net, picture) {
    const outs = network.forward(net, picture);
    const stages = [{ kind: "picture", out: { data: picture, height: 28, width: 28, channels: 1 } }];
    net.forEach((layer, i) => {
      const { kind } = layer, out = outs[i];
      if (kind === "relu" || kind === "softmax") Object.assign(stages.at(-1), { activation: kind, out });
      else if (kind !== "flatten") stages.push({ ...layer, z: out, out });
    });
    return stages;
  }

  // Where a number of a map (or a vector, whose maps are 1×1) lies: row y, column x, channel c.
  const at = ({ width, channels }, { y, x, c }) => (y * width + x) * channels + c;

  // What a stage, looked at in a window of so many rows and columns from (y, x) on, sees of the stage before.
  function sees({ kind, size }, before, { y, x, height, width }) {
    if (kind === "conv") return { y, x, height: height + size - 1, width: width + size - 1 };
    if (kind === "maxpool") return { y: y * size, x: x * size, height: height * size, width: width * size };
    return { y: 0, x: 0, height: before.height, width: before.width };
  }

  // The window of each stage before the unit {k, y, x, c} of stage k that has a say in it, from the picture on; and its
  // channel, if it is one only.
  function field(stages, { k, y, x, c }) {
    const windows = [{ y, x, height: 1, width: 1, c }];
    for (let i = k; i > 0; i--) {
      const after = windows[0], before = stages[i - 1].out;
      windows.unshift({ ...sees(stages[i], before, after), c: stages[i].kind === "maxpool" ? after.c : null });
    }
    return windows.slice(0, -1);
  }

  // The unit's terms, one for each number that it takes, with where that number lies: the input, its weight and their
  // product. For a convolution or dense layer z = bias + the sum of the products; pooling has no weights.
  function feed(stages, unit) {
    const { k, c } = unit, { kind, kernel, bias, activation, z, out } = stages[k], before = stages[k - 1].out;
    const patch = field(stages, unit).at(-1), terms = [];
    const channels = patch.c === null ? Array.from({ length: before.channels }, (_, i) => i) : [patch.c];
    for (let y = patch.y; y < patch.y + patch.height; y++)
      for (let x = patch.x; x < patch.x + patch.width; x++)
        for (const from of channels) {
          const place = { k: k - 1, y, x, c: from }, input = before.data[at(before, place)];
          const weight = kernel?.[terms.length * out.channels + c]; // kernels lie in the order of these loops
          terms.push({ ...place, input, weight, product: kernel ? input * weight : input });
        }
    return { kind, activation, patch, channels, terms, bias: bias?.[c], z: z.data[at(out, unit)], value: out.data[at(out, unit)] };
  }

  // The terms that weigh most, whichever their sign: at most `count`, and none that is 0.
  const strongest = (terms, count) =>
    terms.filter(({ product }) => product !== 0).sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, count);

  const sum = (terms) => terms.reduce((total, { product }) => total + product, 0);

  return { run, at, field, feed, strongest, sum };
})();
