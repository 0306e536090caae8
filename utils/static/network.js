// The forward pass of the book's network, written out: what chapters 4 and 5 teach, layer by layer.
// Numbers lie as in Keras: pictures by row, column, channel; kernels by row, column, channel in, channel out.
const network = (() => {
  // From any numbers to probabilities, which are positive and sum to 1.
  function softmax(z) {
    const largest = Math.max(...z); // taken off first, so that exp cannot overflow
    const exp = Array.from(z, (one) => Math.exp(one - largest));
    const total = exp.reduce((a, b) => a + b);
    return exp.map((e) => e / total);
  }

  const layers = {
    // Slide every kernel over the picture; at each place, the sum of the elementwise products, plus a bias.
    conv({ data, height, width, channels }, { kernel, bias, size, filters }) {
      const h = height - size + 1, w = width - size + 1;
      const out = new Float32Array(h * w * filters);
      for (let y = 0; y < h; y++)
        for (let x = 0; x < w; x++) {
          const at = (y * w + x) * filters;
          for (let f = 0; f < filters; f++) out[at + f] = bias[f];
          for (let v = 0; v < size; v++)
            for (let u = 0; u < size; u++)
              for (let c = 0; c < channels; c++) {
                const input = data[((y + v) * width + x + u) * channels + c];
                if (input === 0) continue; // paper adds nothing
                const k = ((v * size + u) * channels + c) * filters;
                for (let f = 0; f < filters; f++) out[at + f] += input * kernel[k + f];
              }
        }
      return { data: out, height: h, width: w, channels: filters };
    },

    relu: (input) => ({ ...input, data: input.data.map((x) => Math.max(0, x)) }),

    // Of every `size` × `size` block keep the largest value; a rest at the edge is dropped.
    maxpool({ data, height, width, channels }, { size }) {
      const h = Math.floor(height / size), w = Math.floor(width / size);
      const out = new Float32Array(h * w * channels).fill(-Infinity);
      for (let y = 0; y < h * size; y++)
        for (let x = 0; x < w * size; x++)
          for (let c = 0; c < channels; c++) {
            const at = (Math.floor(y / size) * w + Math.floor(x / size)) * channels + c;
            out[at] = Math.max(out[at], data[(y * width + x) * channels + c]);
          }
      return { data: out, height: h, width: w, channels };
    },

    // Flattening costs nothing: the numbers already lie in one row.
    flatten: ({ data }) => ({ data, height: 1, width: 1, channels: data.length }),

    dense({ data }, { kernel, bias, units }) {
      const out = Float32Array.from(bias);
      data.forEach((input, i) => {
        for (let j = 0; j < units; j++) out[j] += input * kernel[i * units + j];
      });
      return { data: out, height: 1, width: 1, channels: units };
    },

    softmax: ({ data }) => ({ data: Float32Array.from(softmax(data)), height: 1, width: 1, channels: data.length }),
  };

  // saved: {layers: [{kind, weights: [{count, steps}, …], …}], weights: base64}, as exported by utils/export.py: all
  // weights one after the other as 16-bit integers, each a number of steps, whose size goes by filter or unit, the last
  // axis of a kernel. Gives layers with their numbers in place.
  function load(saved) {
    const bytes = Uint8Array.from(atob(saved.weights), (c) => c.charCodeAt(0));
    const integers = new Int16Array(bytes.buffer);
    let from = 0;
    const take = ({ count, steps }) =>
      Float32Array.from(integers.subarray(from, (from += count)), (n, i) => n * steps[i % steps.length]);
    return saved.layers.map((layer) =>
      layer.weights ? { ...layer, kernel: take(layer.weights[0]), bias: take(layer.weights[1]) } : layer,
    );
  }

  // What every layer makes of a 28×28 picture, in order; the last is the probabilities of the ten digits.
  function forward(net, picture) {
    let value = { data: picture, height: 28, width: 28, channels: 1 };
    return net.map((layer) => (value = layers[layer.kind](value, layer)));
  }

  return { load, forward, softmax };
})();
