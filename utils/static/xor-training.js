// XOR is learned, or not, before the reader's eyes: chapter 3. The network and its training are in xor.js.
live.define("xor-training", (() => {
  const RATES = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
  const LOW = -0.3, HIGH = 1.3; // what is seen of both inputs
  const SIZE = 49; // the output is computed on so many points a side
  const LIMIT = 5000; // epochs that one “Run” makes at most
  const COLUMNS = 252; // of the loss curve

  const scale = (v) => (300 * (v - LOW)) / (HIGH - LOW), X = (x1) => 24 + scale(x1), Y = (x2) => 306 - scale(x2);
  const pair = ({ x }) => `(${x.join(", ")})`;

  function render({ model, el }) {
    const { make, put, slider } = live, { cases, SOLVED, count, isRight } = xor;
    const block = (kind, ...children) => make("div", { class: kind }, ...children);
    const letter = (name, j) => [make("i", {}, name), make("sub", {}, `${j}`)];
    const button = (name, press) => {
      const element = make("button", { type: "button" }, name);
      element.addEventListener("click", press);
      return element;
    };

    const fill = (table, ...rows) => table.replaceChildren(...rows.map((row, i) => make("tr", {},
      ...row.map((content) => make(i ? "td" : "th", {}, ...[content].flat())))));

    // The square of inputs: the output as density of ink, its border at one half, the hidden units' lines, the corners.
    const ink = make("canvas", { width: SIZE, height: SIZE, "aria-hidden": "true" }), paper = ink.getContext("2d");
    const half = make("svg:path", { class: "xor-half" }), hidden = make("svg:g"), corners = make("svg:g");
    const frame = make("svg:rect", { x: 24, y: 6, width: 300, height: 300, class: "xor-frame" });
    const axes = [[0, "0", "0"], [0.5, "x₁", "x₂"], [1, "1", "1"]].flatMap(([v, below, left]) => [
      make("svg:text", { x: X(v), y: 326 }, below), make("svg:text", { x: 11, y: Y(v) + 5 }, left)]);
    const drawing = make("svg:svg", { viewBox: "0 0 330 332", role: "img" }, half, hidden, frame, corners, ...axes);

    // The loss after each epoch, and the heights at which it likes to stand.
    const curve = make("svg:path", { class: "xor-loss" }), last = make("svg:text", { x: 276, y: 140 });
    const marks = [[1 / 32, "1/32"], [1 / 16, "1/16"], [1 / 8, "1/8"]].map(([L, name]) =>
      ({ L, line: make("svg:path"), text: make("svg:text", { x: 282, class: "xor-note" }, name) }));
    const solved = make("svg:rect", { x: 24, width: 252, class: "xor-solved" });
    const below = make("svg:text", { x: 282, class: "xor-note xor-below" }, "learned");
    const graph = make("svg:svg", { viewBox: "0 0 330 146", role: "img" }, solved, below,
      ...marks.flatMap(({ line, text }) => [line, text]), curve, make("svg:path", { d: "M24 4V122H276", class: "xor-axes" }),
      make("svg:text", { x: 24, y: 140 }, "0"), make("svg:text", { x: 150, y: 140 }, "epochs"), last);

    // What can be chosen and done, and what is told.
    const seeds = model.get("draws").length, name = `xor-${Math.random()}`; // so that two figures of a page do not share their choice
    const choices = [1, 2, 3, 4].map((value) => make("input", { type: "radio", name, value }));
    const rate = slider({ label: ["rate ", make("i", {}, "η")], name: "learning rate η", min: 0, max: RATES.length - 1, step: 1 },
      (place) => set("rate", RATES[place]));
    const seed = slider({ label: ["seed"], name: "seed", min: 0, max: seeds - 1, step: 1 },
      (value) => set("seed", value));
    const status = make("p", { class: "xor-status", role: "status" }), epochs = make("p", { class: "xor-epochs" });
    const table = make("table", { "aria-label": "The four corners" }), tally = make("p", { class: "xor-tally", role: "img" }), run = button("Run", () => {});
    el.classList.add("xor-training");
    el.append(block("xor-sheet",
      block("xor-left",
        make("fieldset", { class: "live-choice" }, make("legend", {}, "Hidden units"),
          ...choices.map((choice) => make("label", {}, choice, make("span", {}, `${choice.value} hidden`)))),
        block("xor-square", ink, drawing),
        block("live-buttons", run, button("10 epochs", tenMore), button("Restart", restart),
          button("Next seed", () => set("seed", (model.get("seed") + 1) % seeds)))),
      status,
      block("xor-right", epochs, graph, rate.row, seed.row, table, make("p", {}, `Seeds 0 to ${seeds - 1}, learned or not`),
        tally, block("live-buttons", button("Try them all", tryAll)))));

    // The state: the network, its loss after each epoch, and which seeds have learned, setting by setting.
    let network, losses, due;
    const learned = {};
    const setting = () => `${model.get("hidden")} units, ${model.get("rate")}`;
    const set = (trait, value) => (model.set(trait, value), model.save_changes());
    const say = () => live.tell(status, xor.told(network, losses, `seed ${model.get("seed")}`));
    const start = (seed) => xor.begin(model.get("draws")[seed], model.get("hidden"));

    function restart() {
      halt();
      network = start(model.get("seed"));
      losses = [xor.loss(network)];
      for (const choice of choices) choice.checked = Number(choice.value) === model.get("hidden");
      rate.show(RATES.findLastIndex((eta) => eta <= model.get("rate")), live.number(model.get("rate")));
      seed.show(model.get("seed"));
      say();
      show();
    }
    function advance(times) {
      const before = xor.course(losses);
      for (; times > 0; times--) {
        network = xor.epoch(network, model.get("rate"));
        losses.push(xor.loss(network));
      }
      note(model.get("seed"), losses);
      if (xor.course(losses) !== before) say();
      show();
    }
    // What counts as learned is settled by LIMIT epochs; before that, a seed that has not learned is still open.
    function note(seed, losses) {
      const done = losses.length > LIMIT || xor.course(losses) === "learned";
      if (done) (learned[setting()] ??= {})[seed] ??= xor.learnedAt(losses.slice(0, LIMIT + 1)) >= 0;
    }
    function tenMore() {
      halt();
      advance(10);
      say();
    }

    // One frame adds a sixtieth of the epochs so far, so that the beginning is slow and the end does not drag on.
    const halt = live.runner(run, () => {
      const n = losses.length - 1, stop = LIMIT * (Math.floor(n / LIMIT) + 1);
      advance(Math.min(Math.ceil((n + 1) / 60), 500, stop - n));
      if (losses.at(-1) > 0.001 && losses.length <= stop) return 12;
      say();
    });
    run.addEventListener("click", () => run.textContent === "Run" ? say() : (status.textContent = "Training …"));

    async function tryAll() {
      halt();
      const here = setting();
      for (const seed of model.get("draws").keys()) {
        for (let one = start(seed), all = [xor.loss(one)]; learned[here]?.[seed] === undefined; note(seed, all))
          all.push(xor.loss((one = xor.epoch(one, model.get("rate")))));
        show();
        await new Promise(requestAnimationFrame);
        if (setting() !== here) return;
      }
      const good = Object.values(learned[here]).filter(Boolean).length;
      status.textContent = `${good === seeds ? "All" : `${good} of`} these ${seeds} seeds learn XOR within ${count(LIMIT)} epochs.`;
    }

    // A small picture of the outputs, blown up smoothly (live.css); the centres of its outer pixels lie on the frame.
    const pixels = paper.createImageData(SIZE, SIZE);
    function shade(outputs) {
      outputs.forEach((y, k) => (pixels.data[4 * k + 3] = 255 * y));
      paper.putImageData(pixels, 0, 0);
    }

    function show() {
      due ??= requestAnimationFrame(() => {
        due = undefined;
        draw();
      });
    }
    function draw() {
      const outputs = xor.surface(network, LOW, HIGH, SIZE), outs = cases.map(({ x }) => xor.forward(network, x));
      shade(outputs);
      const at = ([x, y]) => `${(24 + (300 * x) / (SIZE - 1)).toFixed(1)},${(6 + (300 * y) / (SIZE - 1)).toFixed(1)}`;
      put(half, { d: xor.border(outputs, SIZE).map(([a, b]) => `M${at(a)}L${at(b)}`).join("") });
      const lines = network.units.map(({ w1, w2, b }) => perceptron.line([b, w1, w2], LOW, HIGH).ends);
      const names = lines.map((_, j) => `h${"₁₂₃₄"[j]}`), places = xor.labels(network, lines, LOW, HIGH);
      hidden.replaceChildren(...lines.flatMap(([a, b], j) => (a ? [
        make("svg:line", { x1: X(a[0]), y1: Y(a[1]), x2: X(b[0]), y2: Y(b[1]), class: `xor-line xor-line-${j}` }),
        make("svg:text", { x: X(places[j][0]), y: Y(places[j][1]) + 5 }, names[j])] : [])));
      const outside = names.filter((_, j) => !lines[j].length);
      const right = cases.map((one, k) => isRight(one, outs[k].y)), mark = (k) => `live-${right[k] ? "right" : "wrong"}`;
      corners.replaceChildren(...cases.flatMap(({ x: [x1, x2], t }, k) => {
        const x = X(x1), y = Y(x2), kind = `${mark(k)} ${t ? "xor-filled" : ""}`;
        return [right[k] ? make("svg:circle", { cx: x, cy: y, r: 9, class: kind })
          : make("svg:rect", { x: x - 8, y: y - 8, width: 16, height: 16, class: kind }),
        make("svg:text", { x, y: x2 ? y - 17 : y + 28 }, outs[k].y.toFixed(2))];
      }));
      put(drawing, { "aria-label": `The output over the square of inputs. ${cases.map((one, k) =>
        `${pair(one)}: ${outs[k].y.toFixed(2)}, target ${one.t}`).join("; ")}.${outside.length ? ` Outside the picture: ${outside.join(", ")}.` : ""}` });

      const n = losses.length - 1, end = [500, 1000, 2000, 5000].find((end) => end >= n) ?? 5000 * Math.ceil(n / 5000);
      const peaks = xor.columns(losses, end, COLUMNS), top = 1.05 * Math.max(0.15, ...peaks.flat());
      const height = (L) => 122 - (118 * L) / top, across = (k) => 24 + (252 * k) / COLUMNS;
      const points = peaks.flatMap((ends, k) => ends.map((L) => `${across(k).toFixed(1)},${height(L).toFixed(1)}`));
      put(curve, { d: `M${points.join("L")}` });
      for (const { L, line, text } of marks) {
        put(line, { d: `M24 ${height(L)}H276`, class: "xor-mark" });
        put(text, { y: height(L) + 5 });
      }
      put(below, { y: (height(SOLVED) + 135) / 2 });
      put(solved, { y: height(SOLVED), height: 122 - height(SOLVED) });
      last.textContent = count(end);
      epochs.textContent = `Epoch ${count(n)}, loss ${losses[n].toFixed(4)}`;
      const units = network.units.map((_, j) => letter("h", j + 1));
      fill(table, ["corner", ...units, [make("i", {}, "y")], [make("i", {}, "t")], "answer"], ...cases.map((one, k) =>
        [pair(one), ...outs[k].h.map((hj) => hj.toFixed(2)), outs[k].y.toFixed(2), `${one.t}`, make("span", { class: mark(k) }, right[k] ? "right" : "wrong")]));
      tally.replaceChildren(...model.get("draws").map((_, seed) => make("span", {
        class: { true: "live-right", false: "live-wrong" }[learned[setting()]?.[seed]] ?? "",
        "data-look": seed === model.get("seed") })));
      const which = (verdict) => Object.entries(learned[setting()] ?? {}).filter(([, one]) => one === verdict).map(([k]) => k);
      put(tally, { "aria-label": `Learned: ${which(true).join(", ") || "none"}. Not learned: ${which(false).join(", ") || "none"}.` });
      put(graph, { "aria-label": `The loss over ${count(n)} epochs, from ${losses[0].toFixed(4)} to ${losses[n].toFixed(4)}.` });
    }

    for (const choice of choices) choice.addEventListener("change", () => set("hidden", Number(choice.value)));
    for (const trait of ["hidden", "rate", "seed"]) model.on(`change:${trait}`, restart);
    restart();
    return halt;
  }

  const title = "Live figure: a network that learns XOR, or does not";
  return { title, needs: ["perceptron.js", "xor.js"], defaults: { hidden: 2, rate: 5, seed: 0, draws: [] }, render };
})());
