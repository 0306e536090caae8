// The report's network on paper: where its stages stand, one under the other, and what they and their units are called.
const networkPlan = (() => {
  const SIDE = 400, TITLE = 32, BARS = 60; // in the drawing's own units: its width, room for a title, the last stage
  const PICTURE = 112;
  const ACROSS = [1, 4, 8, 8, 8, 32, 10], GAPS = [0, 5, 5, 5, 5, 2, 0]; // maps, or units, in a row; between them

  const titles = ["picture", "convolution 1", "pooling 1", "convolution 2", "pooling 2", "dense", "output"];
  const END = titles.length - 1;
  const capital = (text) => text[0].toUpperCase() + text.slice(1);

  // The stages with their maps in rows. Rows and columns of numbers count on from map to map.
  function plan(stages) {
    let bottom = -TITLE;
    return stages.map(({ out: { height, width, channels } }, k) => {
      const top = bottom + TITLE, columns = ACROSS[k], gap = GAPS[k], rows = k === END ? 1 : Math.ceil(channels / columns);
      const map = k ? (SIDE - gap * (columns - 1)) / columns : PICTURE, cell = map / width, pitch = map + gap;
      const tall = k === END ? BARS : cell; // what a unit is high
      bottom = top + (k === END ? BARS : rows * pitch - gap);
      const right = columns * pitch - gap, within = (n, most) => Math.min(Math.max(Math.floor(n), 0), most - 1);
      // A window of map c, as [left, top, width, height] of the drawing.
      const box = ({ y, x, c, height: h = 1, width: w = 1 }) =>
        [(c % columns) * pitch + x * cell, top + Math.floor(c / columns) * pitch + y * cell, w * cell, h * tall];
      const unit = (column, row) => ({ k, y: row % height, x: column % width,
        c: Math.floor(row / height) * columns + Math.floor(column / width) });
      const count = (far, maps, side) => { // the row or column of numbers that lies so far from the start
        const before = within(far / pitch, maps);
        return before * side + within((far - before * pitch) / cell, side);
      };
      return {
        k, top, bottom, right, height, width, channels, box,
        under: (left, down) => unit(count(left, columns, width), count(down - top, rows, height)),
        // The unit so many columns and rows further, as far as there are any; `far` counts in whole maps.
        beside({ y, x, c }, dx, dy, far) {
          const column = (c % columns) * width + x + dx * (far ? width : 1), row = Math.floor(c / columns) * height + y + dy * (far ? height : 1);
          return unit(within(column, columns * width), within(row, rows * height));
        },
      };
    });
  }

  const size = (k, { width, channels }) =>
    k === 0 ? `${width} × ${width} pixels` : k < 5 ? `${channels} maps of ${width} × ${width}` : k < END ? `${channels} units` : `${channels} probabilities`;
  const name = ({ k, y, x, c }) => ({ 0: `row ${y}, column ${x}`, 5: `unit ${c}`, 6: `digit ${c}` })[k] ?? `map ${c}, row ${y}, column ${x}`;
  const brief = ({ k, y, x, c }) => ({ 0: `(${y}, ${x})`, 5: `unit ${c}` })[k] ?? `map ${c} (${y}, ${x})`;

  // In a sentence or two, where the numbers of a unit come from: of what feeding.js found.
  function told({ kind, patch, channels, terms, value }, { k, c }) {
    const window = `${patch.height} × ${patch.width}`, there = titles[k - 1], weights = `${terms.length} weights and a bias`;
    if (kind === "maxpool") return `It keeps the largest of ${window} numbers of map ${c} of ${there}, and has no weights.`;
    const takes = [`${window} pixels of the picture`, "", `the same ${window} places in all ${channels.length} maps of ${there}`, "",
      `all ${terms.length} numbers of ${there}`, `all ${terms.length} units of the dense layer`][k - 1];
    const silent = k < END && value === 0 ? " ReLU makes 0 of a negative sum: the unit is silent." : "";
    return `It looks at ${takes}, with ${weights}.${silent}`;
  }

  return { SIDE, END, titles, capital, plan, size, name, brief, told };
})();
