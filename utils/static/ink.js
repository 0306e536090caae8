// From strokes to the pixels of a canvas, and from these to the 28×28 picture that the network expects: utils/ink.py in
// JavaScript.
const ink = (() => {
  const SIDE = 28; // the network's picture, in pixels
  const BOX = 20; // the longer side of the digit within it
  const MIDDLE = 14.5; // where its centre of mass goes
  const INK = 0.25; // what counts as ink when we look for the digit's edges

  // strokes: lists of points [x, y] in canvas pixels, drawn with a round pen of this width. Gives size × size numbers, row
  // by row, 0 for paper and 255 for ink. Browsers draw each a little otherwise; this ink is the same in all.
  function rasterise(strokes, size, width) {
    const canvas = new Float64Array(size * size);
    for (const points of strokes)
      points.forEach((end, i) => {
        if (i > 0 || points.length === 1) drawSegment(canvas, size, points[Math.max(0, i - 1)], end, width / 2);
      });
    return new Uint8Array(canvas.map((share) => Math.round(255 * share))); // `Uint8Array.from` takes ten times as long
  }

  // Ink every pixel by how much of it lies within `radius` of the segment, leaving darker ink as it is.
  function drawSegment(canvas, size, [startX, startY], [endX, endY], radius) {
    const alongX = endX - startX, alongY = endY - startY, square = Math.max(alongX ** 2 + alongY ** 2, 1e-12);
    const [left, right] = reach(startX, endX, radius, size), [top, bottom] = reach(startY, endY, radius, size);
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const fromX = x + 0.5 - startX, fromY = y + 0.5 - startY; // to the middle of the pixel
        // The nearest point of the segment is `share` of the way from its start to its end.
        const share = Math.min(Math.max((fromX * alongX + fromY * alongY) / square, 0), 1);
        const distance = Math.sqrt((fromX - share * alongX) ** 2 + (fromY - share * alongY) ** 2);
        const dark = Math.min(radius + 0.5 - distance, 1);
        if (dark > canvas[y * size + x]) canvas[y * size + x] = dark;
      }
  }

  // Between which pixels of one axis, from the first to before the last, a segment with its ink can lie.
  function reach(a, b, radius, size) {
    const inside = (pixel) => Math.min(Math.max(pixel, 0), size);
    return [inside(Math.floor(Math.min(a, b) - radius - 1)), inside(Math.ceil(Math.max(a, b) + radius + 1))];
  }

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

  return { rasterise, normalise, SIDE };
})();
