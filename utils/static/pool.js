// Pooling, and how much it changes when its input is shifted or noisy: `max_pool` and `average_pool` of utils/layers.py
// for one picture, a list of rows. The figure that draws it is pooling.js.
const pool = (() => {
  const SIDE = 8; // of the part of the picture that is seen
  const REACH = 2; // so many pixels more lie around it on each side, and come in when the picture shifts
  const BLOCK = 2; // side of a block that becomes one number

  // What is seen of the picture, shifted by `right` and `down` pixels, with noise: `draws` are 64 numbers of mean 0 and
  // standard deviation 1, row by row, and `noise` is how large they are made.
  function seen(picture, [right, down], noise, draws) {
    const at = (i, j) => picture[i + REACH - down][j + REACH - right];
    return grid.square(SIDE, (i, j) => grid.tidy(at(i, j) + noise * draws[i * SIDE + j]));
  }

  // The numbers of each block, and the two ways to make one of them.
  const blocks = (input, become) => grid.square(input.length / BLOCK, (i, j) =>
    become(grid.square(BLOCK, (u, v) => input[i * BLOCK + u][j * BLOCK + v]).flat()));
  const max = (input) => blocks(input, (block) => Math.max(...block));
  const average = (input) => blocks(input, (block) => grid.tidy(block.reduce((a, b) => a + b) / block.length));

  // Which numbers are others than before, and how many; the length of the difference, relative to the length of what was
  // there (Infinity or NaN if that was nothing); and the mean of the difference.
  function change(before, after) {
    const a = before.flat(), differences = after.flat().map((value, i) => grid.tidy(value - a[i]));
    const moved = differences.map((d) => d !== 0), mean = grid.tidy(differences.reduce((sum, d) => sum + d) / a.length);
    const size = Math.hypot(...differences) / Math.hypot(...a);
    return { moved, count: moved.filter(Boolean).length, of: a.length, size, mean };
  }

  const number = (value) => `${Number(value.toFixed(2)) + 0}`.replace("-", "−");

  // What is noticed, in a sentence.
  function told([right, down], noise, changes) {
    const { max, average } = changes, pixels = (n) => `${n} pixel${n > 1 ? "s" : ""}`;
    if (!right && !down && !noise) return "Nothing has changed yet: shift the input, or add noise.";
    const ways = [
      right && `${pixels(Math.abs(right))} to the ${right > 0 ? "right" : "left"}`,
      down && `${pixels(Math.abs(down))} ${down > 0 ? "down" : "up"}`,
    ];
    const shift = ways.filter(Boolean).join(" and ");
    const rose = ({ mean }) => `${mean < 0 ? "fell" : "rose"} by ${Math.abs(mean).toFixed(2)}`;
    const told = `max outputs ${rose(max)} on average, average outputs ${rose(average)}.`;
    if (noise) return `${shift ? `Shifted ${shift}, with noise` : "Noise"} of standard deviation ${noise}: ${told}`;
    const whole = right % BLOCK === 0 && down % BLOCK === 0;
    return `Shifted ${shift}: of ${max.of} outputs ${max.count} of max and ${average.count} of average changed.${
      whole ? " It is a whole block, so the pooled maps move along by one place." : ""}`;
  }

  return { SIDE, REACH, BLOCK, seen, max, average, change, number, told };
})();
