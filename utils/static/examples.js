// Digits by people who wrote them with a pen on a tablet, three of each, for the pages to show.
// From "Pen-Based Recognition of Handwritten Digits" by E. Alpaydin and F. Alimoglu, 1998, UCI Machine Learning
// Repository, https://doi.org/10.24432/C5MG6K, licence CC BY 4.0; behind each the number of its row there, from 0.
// The data set keeps eight points of the pen's way, and not where the pen was lifted: we chose that by eye.
const examples = (() => {
  // For each digit its examples; an example is its strokes, a stroke its points, from 0 to 100, with y upwards.
  const points = [
    [
      [[[32,95],[1,65],[0,25],[35,0],[79,13],[100,49],[81,85],[37,100]]], // 3042
      [[[19,91],[0,60],[10,17],[55,0],[94,26],[100,70],[67,100],[23,81]]], // 5200
      [[[15,80],[0,46],[20,7],[67,0],[100,33],[93,76],[53,100],[16,75]]], // 914
    ],
    [
      [[[0,43],[35,61],[67,81],[100,100],[93,75],[86,50],[82,25],[81,0]]], // 3419
      [[[100,100],[70,89],[52,75],[39,61],[25,45],[11,31],[2,15],[0,0]]], // 7476
      [[[25,72],[59,100],[56,90],[52,53],[41,16],[0,0],[45,2],[100,2]]], // 3938
    ],
    [
      [[[0,78],[29,100],[69,87],[62,57],[34,32],[2,8],[48,1],[100,0]]], // 2526
      [[[0,82],[43,100],[100,94],[90,65],[55,41],[13,18],[28,1],[92,0]]], // 801
      [[[0,62],[20,90],[58,100],[58,71],[37,41],[23,9],[58,0],[100,4]]], // 7382
    ],
    [
      [[[1,80],[33,100],[84,93],[54,64],[84,44],[100,15],[52,0],[0,1]]], // 5738
      [[[0,93],[36,100],[79,98],[94,79],[72,57],[100,33],[79,11],[38,0]]], // 2671
      [[[26,87],[63,100],[83,83],[57,57],[100,40],[90,10],[41,0],[0,12]]], // 1194
    ],
    [
      [[[54,100],[32,67],[0,37],[28,35],[100,37]], [[75,62],[62,29],[69,0]]], // 4415
      [[[63,100],[17,67],[0,29],[58,24],[100,35]], [[86,88],[82,53],[78,0]]], // 1991
      [[[48,100],[21,80],[0,50],[37,36],[100,37]], [[95,61],[95,30],[96,0]]], // 3914
    ],
    [
      [[[100,100],[54,100],[17,85],[15,50],[55,47],[85,22],[50,0],[0,6]]], // 2857
      [[[94,95],[44,100],[12,77],[29,53],[80,45],[100,11],[52,0],[0,8]]], // 1255
      [[[100,91],[63,100],[18,89],[5,53],[42,50],[77,32],[47,4],[0,0]]], // 700
    ],
    [
      [[[98,100],[50,83],[14,53],[0,20],[46,0],[100,16],[70,43],[18,38]]], // 7181
      [[[73,100],[26,78],[5,43],[13,8],[69,0],[100,31],[44,36],[0,9]]], // 4171
      [[[100,99],[81,100],[43,74],[13,44],[0,8],[44,0],[60,27],[13,35]]], // 1251
    ],
    [
      [[[0,100],[24,100],[63,99],[100,93],[81,69],[57,44],[39,18],[32,0]]], // 5420
      [[[0,100],[62,99],[100,92],[66,61],[43,25],[21,0]], [[11,34],[73,37]]], // 5330
      [[[0,96],[42,100],[66,73],[55,36],[44,0]], [[20,31],[50,44],[100,46]]], // 6315
    ],
    [
      [[[99,89],[26,100],[27,68],[83,32],[40,0],[0,27],[63,61],[100,91]]], // 7012
      [[[100,88],[47,100],[28,62],[74,27],[55,0],[0,19],[32,60],[86,88]]], // 5455
      [[[88,90],[18,100],[17,66],[79,33],[49,0],[0,28],[41,67],[100,98]]], // 6786
    ],
    [
      [[[86,86],[44,64],[0,69],[39,95],[95,100],[100,65],[73,31],[57,0]]], // 6412
      [[[100,67],[75,100],[0,95],[17,64],[92,72],[100,69],[92,33],[56,0]]], // 3983
      [[[100,71],[46,71],[18,92],[66,100],[91,74],[75,45],[44,19],[0,0]]], // 977
    ],
  ];

  // The data set stretches every digit to a square. This brings back about the width of writing.
  const width = (digit) => (digit === 1 ? 0.45 : 0.68);

  // The strokes of an example as the paths of an SVG, 100 high: a smooth line through the points that turns where the
  // pen turned sharply.
  function paths(digit, which) {
    return points[digit][which].map((stroke) => {
      const p = stroke.map(([x, y]) => [x * width(digit), 100 - y]);
      const tangents = p.map(([x, y], i) => {
        if (i === 0 || i === p.length - 1) return [0, 0];
        const [a, b, c, d] = [x - p[i - 1][0], y - p[i - 1][1], p[i + 1][0] - x, p[i + 1][1] - y];
        const sharp = a * c + b * d < -0.25 * Math.hypot(a, b) * Math.hypot(c, d); // it turns by more than 105°
        return sharp ? [0, 0] : [(a + c) / 6, (b + d) / 6];
      });
      return p.map(([x, y], i) => {
        if (i === 0) return `M${x} ${y}`;
        const [[x0, y0], [dx0, dy0], [dx, dy]] = [p[i - 1], tangents[i - 1], tangents[i]];
        return `C${x0 + dx0} ${y0 + dy0} ${x - dx} ${y - dy} ${x} ${y}`;
      }).join("");
    });
  }

  const picture = (digit, which) => drawing.picture(paths(digit, which), 50 * width(digit) - 70, -20, 140);

  // And as the strokes that a pen would leave on a sheet.
  const strokes = (digit, which) => paths(digit, which).map((d) => {
    const path = live.make("svg:path", { d }), length = path.getTotalLength(), scale = drawing.SIDE / 140;
    return Array.from({ length: 41 }, (_, i) => path.getPointAtLength((length * i) / 40))
      .map(({ x, y }) => [scale * (x - 50 * width(digit) + 70), scale * (y + 20)]);
  });

  return { points, paths, picture, strokes };
})();
