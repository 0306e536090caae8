// An activation function under weight and bias, with its slope below it, as unit.js computes them: chapter 3.
live.define("activation", (() => {
  const MOST = 5, END = 6; // how far weight and bias go, and x

  // The drawing, in its own units: two windows over the same x, each with room above and below its values.
  const LEFT = 36, WIDTH = 300, ROOM = 18, BOTTOM = 382;
  const X = (x) => LEFT + (WIDTH * (x + END)) / (2 * END), back = (across) => ((across - LEFT) * 2 * END) / WIDTH - END;
  const places = { y: { top: 24, height: 150 }, dydx: { top: 206, height: 176 } };
  const scale = ({ top, height }, [low, high]) =>
    (v) => top + ROOM + ((height - 2 * ROOM) * (high - v)) / (high - low);
  const ranges = { step: [0, 1], sigmoid: [0, 1], tanh: [-1, 1], relu: [0, END] }; // of y
  const way = (points) => `M${points.map((point) => point.join()).join("L")}`;

  function render({ model, el }) {
    const { make, put, slider } = live, { number } = unit;
    const shape = (name, kind, attributes = {}) => make(`svg:${name}`, { class: `act-${kind}`, ...attributes });
    // Letters for numbers are italic; names of functions, and words, are not.
    const letter = /(dy|dx|φ|σ|(?<![a-z])[wxbyz](?![a-z]))/;
    const pieces = (text, name, look) => text.split(letter).map((part, i) => (i % 2 ? make(name, look, part) : part));
    const math = (text) => pieces(text, "i", {}), drawn = (text) => pieces(text, "svg:tspan", { class: "act-letter" });
    const text = (kind, attributes, words = "") => {
      const element = shape("text", kind, attributes);
      element.append(...drawn(words));
      return element;
    };

    // What is seen: two windows, each with its curve and what helps to read it.
    const windows = Object.entries(places).map(([part, { top, height }]) => {
      const [flat, grid, area, guide, curve, tangent] =
        ["flat", "grid", "area", "guide", "curve", "tangent"].map((kind) => shape("path", kind));
      const box = { x: LEFT, y: top, width: WIDTH, height }, frame = shape("rect", "frame", box), ends = make("svg:g");
      const layers = [flat, grid, area, guide, curve, tangent];
      const clip = make("svg:svg", { role: "presentation", ...box, viewBox: Object.values(box).join(" ") }, ...layers);
      const ticks = [0, 1, 2].map(() => text("tick", { x: LEFT - 6 }));
      const pieces = [clip, frame, ends, ...ticks];
      return { part, top, height, flat, grid, area, guide, curve, tangent, ends, ticks, pieces };
    });
    const [above, below] = windows, words = make("svg:g");
    const zero = text("aside", { y: BOTTOM + 38 }), here = text("here", { y: BOTTOM + 38 });
    const titles = [["output y", above], ["slope dy/dx", below]].map(([title, { top }]) =>
      text("title", { x: LEFT, y: top - 9 }, title));
    const numbers = [-6, -3, 0, 3, 6].map((x) => text("number", { x: X(x), y: BOTTOM + 18 }, number(x)));
    const picture = make("svg:g", { role: "img" },
      ...titles, ...windows.flatMap((one) => one.pieces), words, ...numbers, zero, here);
    // Over it what can be taken hold of: the point on the curve, with a line down to its slope.
    const [hit, look, arrows] = ["hit", "look", "arrows"].map((kind) => shape("path", kind));
    const [dot, knob] = [5, 8].map((r) => shape("circle", "point", { r }));
    const reader = make("svg:g", { class: "act-held", tabindex: 0, role: "slider", "aria-label": "input x",
      "aria-valuemin": -END, "aria-valuemax": END }, hit, look, dot, arrows, knob);
    const size = `0 0 ${LEFT + WIDTH + 6} ${BOTTOM + 44}`;
    const svg = make("svg:svg", { viewBox: size, role: "group", "aria-label": "The curves", class: "act-drawing" }, picture, reader);

    // The choice, the sliders, the chain rule, and a sentence.
    const name = `activation-${Math.random()}`; // so that two figures of a page do not share their choice
    const choices = Object.keys(unit.functions).map((value) => make("input", { type: "radio", name, value }));
    const called = (value) => value.replace("relu", "ReLU");
    const [weight, bias] = [["weight", "w"], ["bias", "b"]].map(([long, short]) => slider(
      { label: math(`${long} ${short}`), name: `${long} ${short}`, min: -MOST, max: MOST, step: 0.1, signed: true },
      (value) => set(short, value)));
    const chain = make("dl", { class: "act-chain" }), status = make("p", { role: "status", class: "act-status" });
    el.classList.add("activation");
    el.append(make("div", { class: "act-sheet" },
      make("fieldset", { class: "live-choice" }, make("legend", {}, "Activation function"),
        ...choices.map((choice) => make("label", {}, choice, make("span", {}, called(choice.value))))),
      svg, make("div", { class: "act-side" }, weight.row, bias.row, chain, status)));

    // The state is the model's: activation, w, b and x.
    const state = () => ["activation", "w", "b", "x"].map((trait) => model.get(trait));
    function set(trait, value) {
      model.set(trait, value);
      model.save_changes();
    }
    const moveTo = (x) => set("x", Math.min(Math.max(Math.round(10 * x) / 10, -END), END));

    function show() {
      const [kind, w, b, x] = state(), { most } = unit.functions[kind], steepest = most || 1 / 4;
      const [low, high] = ranges[kind], stretches = unit.flats(kind, w, b);
      above.Y = scale(above, [low, high]);
      below.Y = scale(below, [-MOST * steepest, MOST * steepest]);
      showCurve(above, [low, (low + high) / 2, high], stretches);
      showCurve(below, [-4 * steepest, 0, 4 * steepest], stretches);
      words.replaceChildren(...showGuides(), ...showStretches(stretches), ...showPoint());

      chain.replaceChildren(...unit.chain(kind, w, b, x).flatMap(([inLetters, inNumbers]) =>
        [make("dt", {}, ...math(inLetters)), make("dd", {}, ...math(inNumbers.replaceAll(" · ", "\u00a0·\u00a0")))]));
      const sentence = unit.told(kind, w, b, x);
      if (status.textContent !== sentence) status.replaceChildren(...math(sentence)); // so that it is said once
      weight.show(w);
      bias.show(b);
      for (const choice of choices) choice.checked = choice.value === kind;
    }

    function showCurve({ part, top, height, Y, flat, grid, area, curve, ends, ticks }, values, stretches) {
      const [kind, w, b] = state(), pieces = unit.curve(kind, w, b, part);
      const lines = pieces.map((piece) => piece.map(([x, v]) => [X(x), Y(v)]));
      put(curve, { d: lines.map(way).join("") });
      put(area, { "data-sign": part === "y" ? "" : Math.sign(w),
        d: lines.map((line) => `${way(line)}V${Y(0)}H${line[0][0]}Z`).join("") });
      put(flat, { d: stretches.map(([from, to]) => `M${X(from)},${top}H${X(to)}v${height}H${X(from)}Z`).join("") });
      put(grid, { d: values.map((v) => `M${LEFT},${Y(v)}h${WIDTH}`).join("") });
      values.forEach((v, i) => (put(ticks[i], { y: Y(v) + 5 }).textContent = number(v)));
      // Where the curve jumps: a ring at an end that it only comes near, a dot where it is.
      const jump = -b / w, there = unit.at(kind, w, b, jump)[part], mark = (look) => (v) =>
        shape("circle", look, { cx: X(jump), cy: Y(v), r: 4.5 });
      const sides = lines.length > 1 ? [pieces[0].at(-1)[1], pieces[1][0][1]] : [];
      const rings = sides.filter((v) => !(Math.abs(v - there) < 1e-3));
      const dots = rings.length && !Number.isNaN(there) ? [there] : [];
      ends.replaceChildren(...rings.map(mark("ring")), ...dots.map(mark("dot")));
    }

    // The names of the flat stretches, on the side of 0 where there is no curve, and beside the line at x.
    function showStretches(stretches) {
      const [kind, w, b, x] = state();
      const halves = stretches.map(([from, to]) =>
        (x < from || x > to ? [from, to] : x - from > to - x ? [from, x] : [x, to]));
      return halves.filter(([from, to]) => to - from > 3.8).map(([from, to]) => {
        const middle = (from + to) / 2, where = { x: X(middle), y: below.Y(0) + (w < 0 ? -12 : 23) };
        return text("aside", where, unit.at(kind, w, b, middle).dydx ? "hardly reacts" : "does not react");
      });
    }

    // A faint step behind what comes to look like one, and the height of the steepest slope, with their names.
    function showGuides() {
      const [kind, w, b, x] = state(), { most } = unit.functions[kind], jump = -b / w, names = [];
      const [low, high] = ranges[kind].map(above.Y), [left, right] = w > 0 ? [low, high] : [high, low];
      const steplike = (kind === "sigmoid" || kind === "tanh") && Math.abs(jump) <= END;
      put(above.guide, { d: steplike ? `M${LEFT},${left}H${X(jump)}V${right}h${WIDTH}` : "" });
      const aside = x > jump ? -1 : 1, level = aside < 0 ? left : right; // where the point is not
      const where = { x: X(jump) + 18 * aside, y: level + (level === low ? 14 : -5) };
      if (steplike && END - aside * jump > 1.3) names.push(text("aside", where, "step"));
      put(below.guide, { d: most * w ? `M${LEFT},${below.Y(most * w)}h${WIDTH}` : "" });
      const limit = { sigmoid: "steepest: ¼ w", tanh: "steepest: w", relu: "w" }[kind];
      const end = x < -2 ? { x: LEFT + WIDTH - 6, "text-anchor": "end" } : { x: LEFT + 6, "text-anchor": "start" };
      if (most * w) names.push(text("limit", { ...end, y: below.Y(most * w) + (w > 0 ? -5 : 14) }, limit));
      return names;
    }

    // The point, its tangent, and its slope.
    function showPoint() {
      const [kind, w, b, x] = state(), { z, y, dydx } = unit.at(kind, w, b, x);
      const known = !Number.isNaN(dydx), jump = -b / w, cx = X(x), cy = above.Y(y);
      const rise = (dydx * (above.Y(1) - above.Y(0))) / (X(1) - X(0)), run = 64 / Math.hypot(1, rise); // on the screen
      put(above.tangent, { d: known ? way([[cx - run, cy - run * rise], [cx + run, cy + run * rise]]) : "" });
      put(hit, { d: `M${cx},${above.top}V${BOTTOM}` });
      put(look, { d: windows.map(({ top, height }) => `M${cx},${top}v${height}`).join("") });
      for (const piece of [knob, arrows]) put(piece, { transform: `translate(${cx} ${Math.max(cy, above.top)})` });
      put(dot, known ? { cx, cy: below.Y(dydx), display: "inline" } : { display: "none" });
      const held = Math.min(Math.max(cx, LEFT + 22), LEFT + WIDTH - 22), apart = Math.abs(X(jump) - held) > 48;
      here.replaceChildren(...drawn(`x = ${number(x)}`));
      put(here, { x: held });
      zero.replaceChildren(...drawn(Math.abs(jump) <= END && apart ? "z = 0" : ""));
      put(zero, { x: Math.abs(jump) <= END ? X(jump) : 0 });
      const slope = known ? number(dydx) : "none";
      put(reader, { "aria-valuenow": x, "aria-valuetext": `x = ${number(x)}, y = ${number(y)}, slope ${slope}` });
      const told = `At x = ${number(x)}: z = ${number(z)}, y = ${number(y)}, slope ${slope}.`;
      put(picture, { "aria-label":
        `${called(kind)} with w = ${number(w)} and b = ${number(b)}: output above, slope below. ${told}` });
      const side = Math.abs(cx + 54 * Math.sign(w) - X(0)) < WIDTH / 2 ? Math.sign(w) : -Math.sign(w);
      return cy < above.top ? [text("aside", { x: cx + 30 * side, y: above.Y(0) - 6 }, `y = ${number(y)} ↑`)] : [];
    }

    put(arrows, { d: "M-13-4l-5 4 5 4M13-4l5 4-5 4" });
    for (const choice of choices) choice.addEventListener("change", () => set("activation", choice.value));
    live.hold(reader, svg, {
      drag: (across) => moveTo(back(across)),
      push: (dx, dy) => moveTo(model.get("x") + (dx + dy) / 10),
    });
    for (const trait of ["activation", "w", "b", "x"]) model.on(`change:${trait}`, show);
    show();
  }

  const title = "Live figure: a unit’s output and its slope";
  return { title, needs: ["unit.js"], defaults: { activation: "sigmoid", w: 1, b: 0, x: 2 }, render };
})());
