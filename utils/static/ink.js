// From the pixels of a canvas to the 28×28 picture that the network expects: utils/ink.py, `normalise`, in JavaScript.
const ink = (() => {
  const SIDE = 28; // the network's picture, in pixels
  const BOX = 20; // the longer side of the digit within it
  const MIDDLE = 14.5; // where its centre of mass goes
  const INK = 0.25; // what counts as ink when we look for the digit's edges

  // canvas: width × height numbers, row by row, ink brighter than paper. Gives SIDE × SIDE numbers from 0 to 1.
  function normalise(canvas, width, height) {
    const picture = new Float32Array(SIDE * SIDE);
    let paper = Infinity, ink = -Infinity;
    for (const value of canvas) {
      if (value < paper) paper = value;
      if (value > ink) ink = value;
    }
    if (!(ink > paper)) return picture;

    const rows = new Float64Array(height), columns = new Float64Array(width); // how much ink each row and column holds
    let top = height, bottom = -1, left = width, right = -1;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const dark = (canvas[y * width + x] - paper) / (ink - paper);
        rows[y] += dark;
        columns[x] += dark;
        if (dark <= INK) continue;
        top = Math.min(top, y);
        bottom = y;
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
    const scale = Math.max(bottom - top + 1, right - left + 1) / BOX; // canvas pixels to one pixel of the picture

    const across = shares(width, centre(columns), scale);
    const down = shares(height, centre(rows), scale);
    for (let i = 0; i < SIDE; i++)
      for (const [y, shareY] of down[i])
        for (let j = 0; j < SIDE; j++) {
          let sum = 0;
          for (const [x, shareX] of across[j]) sum += canvas[y * width + x] * shareX;
          const paperHere = paper * across[j].total;
          picture[i * SIDE + j] += (shareY * (sum - paperHere)) / (ink - paper);
        }
    return picture;
  }

  // The centre of mass along one axis, from the ink that each of its pixels holds.
  function centre(mass) {
    let total = 0, moment = 0;
    mass.forEach((m, i) => {
      total += m;
      moment += m * (i + 0.5);
    });
    return moment / total;
  }

  // For each pixel of the picture: which canvas pixels it covers along one axis, and which share of it each fills.
  function shares(length, centre, scale) {
    return Array.from({ length: SIDE }, (_, i) => {
      const start = centre + (i - MIDDLE) * scale;
      const covered = [];
      covered.total = 0;
      for (let p = Math.max(0, Math.floor(start)); p < Math.min(length, start + scale); p++) {
        const share = (Math.min(start + scale, p + 1) - Math.max(start, p)) / scale;
        covered.push([p, share]);
        covered.total += share;
      }
      return covered;
    });
  }

  return { normalise, SIDE };
})();
