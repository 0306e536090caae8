// Backpropagation on one example, one step at a time, as chain-rule.js computes it: chapter 3.
live.define("backpropagation", (() => {
  const RATES = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
  const PACE = 2000; // of a step when the figure plays, in milliseconds

  // The drawing: where the units stand, and the lines, each with the place of its label and the leading of its second row.
  const units = { x1: [36, 105], x2: [36, 265], h1: [232, 105], h2: [232, 265], y: [424, 185], one1: [232, 20], one2: [232, 350], one: [424, 38] };
  const lines = {
    w11: ["x1", "h1", 134, 96, "middle", 26], w12: ["x1", "h2", 84, 160, "end"], w21: ["x2", "h1", 84, 197, "end"],
    w22: ["x2", "h2", 134, 256, "middle", 26], b1: ["one1", "h1", 248, 44, "start"], b2: ["one2", "h2", 248, 316, "start"],
    v1: ["h1", "y", 306, 108, "start"], v2: ["h2", "y", 306, 259, "start"], b: ["one", "y", 413, 69, "end"],
  };
  const asides = { delta: [424, 235, "middle"], delta1: [200, 64, "end"], delta2: [200, 316, "end"], t: [464, 316, "end"], L: [464, 338, "end"] };
  const names = { t: "target t", L: "loss L" };

  // The way from one point to another, and the head of the arrow that it ends in, just outside the unit there.
  function arrow([x, y], [toX, toY]) {
    const length = Math.hypot(toX - x, toY - y), [u, v] = [(toX - x) / length, (toY - y) / length];
    const at = (along, aside) => `${x + u * along - v * aside},${y + v * along + u * aside}`;
    const tip = length - 34;
    return { way: `M${x},${y}L${at(tip - 8, 0)}`, tip: `M${at(tip, 0)}L${at(tip - 13, 8)}L${at(tip - 13, -8)}Z` };
  }

  const verdict = (before, after) =>
    before === after ? `The loss stays at ${after}.` : `The loss ${after < before ? "falls" : "rises"} from ${before} to ${after}.`;

  function render({ model, el }) {
    const { make, slider } = live, { forward, backward, update, steps, letters, number, filled } = chainRule;
    const LAST = steps.length - 1;
    let rounds, step, example, rate, timer; // `rounds` holds the parameters with which each round began

    // What is seen: the network,
    const drawing = make("svg:svg", { viewBox: "-12 0 480 366", role: "img" });
    const label = ([x, y, anchor, dy = 18], kind) => {
      const letter = make("svg:tspan", { class: "bp-letter" }), value = make("svg:tspan"), below = make("svg:tspan", { x, dy });
      return { letter, value, below, text: make("svg:text", { x, y, class: kind, "text-anchor": anchor }, letter, value, below) };
    };
    const line = {}, unit = {}, aside = {};
    for (const [name, [from, to, ...place]] of Object.entries(lines)) {
      const stroke = make("svg:path", { d: `M${units[from]}L${units[to]}` });
      line[name] = { ...label(place, "bp-label"), stroke, ends: [units[from], units[to]], trail: make("svg:path", { class: "bp-trail", pathLength: 1 }), head: make("svg:path", { class: "bp-head" }) };
      drawing.append(line[name].trail, stroke, line[name].head);
    }
    for (const [name, [x, y]] of Object.entries(units)) {
      const one = name.startsWith("one");
      unit[name] = { ...label([x, one ? y + 5 : y - 4, "middle"], "bp-unit"), circle: make("svg:circle", { cx: x, cy: y, r: one ? 14 : 31 }) };
      if (one) unit[name].value.textContent = "1";
      else unit[name].letter.textContent = letters(name);
      drawing.append(unit[name].circle, unit[name].text);
    }
    for (const [name, place] of Object.entries(asides)) drawing.append((aside[name] = label(place, "bp-aside")).text);
    drawing.append(...Object.values(line).map(({ text }) => text)); // above the lines that they stand on

    // the formula, the buttons, what can be changed, and the losses.
    const [title, formula, why] = ["title", "formula", "why"].map((kind) => make("p", { class: `bp-${kind}` }));
    const note = make("div", { role: "status", class: "bp-note" }, title, formula, why);
    // A step that the reader takes is read out; not one of many that come by themselves, nor every number under a slider.
    const hush = (quiet) => note.setAttribute("aria-live", quiet ? "off" : "polite");
    const button = (name, press) => {
      const element = make("button", { type: "button" }, name);
      element.addEventListener("click", () => {
        hush(name === "Play");
        press(play(false));
      });
      return element;
    };
    const pause = button("Play", (playing) => play(!playing));
    const buttons = [button("Back", back), button("Next", next), pause, button("Whole round", round), button("Reset", reset)];
    const change = (name) => (value) => show(hush(true), (example = { ...example, [name]: value }));
    const sliders = {
      x1: slider({ label: ["input x₁"], name: "input x₁", min: -3, max: 3, step: 0.1 }, change("x1")),
      x2: slider({ label: ["input x₂"], name: "input x₂", min: -3, max: 3, step: 0.1 }, change("x2")),
      t: slider({ label: ["target t"], name: "target t", min: 0, max: 1, step: 0.05 }, change("t")),
      rate: slider({ label: ["rate η"], name: "rate η", min: 0, max: RATES.length - 1, step: 1 }, (place) => show(hush(true), (rate = RATES[place]))),
    };
    const fields = Object.fromEntries(Object.keys(lines).map((name) => {
      const field = make("input", { type: "number", step: 0.1, "aria-label": letters(name) });
      field.addEventListener("change", () => {
        if (!(Math.abs(field.valueAsNumber) <= 100)) return show(); // not a number, or no use as a weight
        begin([...(step === LAST ? rounds : rounds.slice(0, -1)), { ...present(), [name]: field.valueAsNumber }]);
      });
      return [name, field];
    }));
    const losses = make("ol", { "aria-label": "Loss after each update" });
    el.classList.add("backpropagation");
    el.append(make("div", { class: "bp-sheet" }, drawing, note, make("div", { class: "live-buttons" }, ...buttons),
      make("div", { class: "bp-side" }, ...Object.values(sliders).map(({ row }) => row),
        make("p", {}, "Loss L after each update"), losses,
        make("details", {}, make("summary", {}, "Weights and biases"),
          make("div", { class: "bp-fields" }, ...Object.entries(fields).map(([name, field]) => make("label", {}, letters(name), field)))))));

    // Going through the rounds. Every number is computed from the parameters of this round and the present settings.
    function compute() {
      const parameters = rounds.at(-1), out = forward(parameters, example);
      const { slopes, ...signals } = backward(parameters, example, out);
      const values = { ...example, ...parameters, ...out, ...signals, eta: rate };
      for (const [name, slope] of Object.entries(slopes)) values[`grad${name}`] = slope;
      return { values, after: update(parameters, slopes, rate) };
    }
    const present = () => (step === LAST ? compute().after : rounds.at(-1));
    function begin(these) {
      [rounds, step] = [these, 0];
      show();
    }
    function next() {
      if (step === LAST) return begin([...rounds, present()]);
      step++;
      show();
    }
    function back() {
      if (step > 0) step--;
      else if (rounds.length > 1) [rounds, step] = [rounds.slice(0, -1), LAST];
      show();
    }
    function round() {
      if (step === LAST) rounds = [...rounds, present()];
      step = LAST;
      show();
    }
    function reset() {
      begin([model.get("parameters")]);
    }
    function play(on) {
      const was = timer !== undefined;
      clearInterval(timer);
      timer = on ? setInterval(next, PACE) : undefined;
      pause.textContent = on ? "Pause" : "Play";
      return was;
    }

    function show() {
      const now = steps[step], { values, after } = compute(), weights = present();
      const known = new Set(steps.slice(0, step + 1).map(({ gives }) => gives));
      for (const [name, { letter, value, below, stroke, trail, head, ends }] of Object.entries(line)) {
        letter.textContent = letters(name);
        value.textContent = ` ${number(weights[name])}`;
        below.textContent = known.has(`grad${name}`) ? `slope ${number(values[`grad${name}`])}` : "";
        value.dataset.sign = stroke.dataset.sign = Math.sign(weights[name]);
        const { way, tip } = arrow(...(now.way < 0 ? [...ends].reverse() : ends));
        trail.setAttribute("d", now.way ? way : `M${ends.join("L")}`);
        head.setAttribute("d", tip);
        trail.dataset.way = head.dataset.way = now.along.includes(name) ? now.way ?? 0 : "";
      }
      for (const name of ["x1", "x2", "h1", "h2", "y"])
        unit[name].below.textContent = name in example || known.has(name) ? number(values[name]) : "";
      for (const [name, { circle }] of Object.entries(unit)) circle.dataset.look = now.at.includes(name);
      for (const [name, { letter, value }] of Object.entries(aside)) {
        const seen = name === "t" || known.has(name);
        letter.textContent = seen ? (names[name] ?? letters(name)) : "";
        value.textContent = seen ? ` = ${number(values[name])}` : "";
        if (name !== "t") value.parentNode.dataset.look = now.gives === name;
      }
      const L = [...rounds, ...(step === LAST ? [after] : [])].map((these) => forward(these, example).L);
      values.neww11 = after.w11;
      title.textContent = `Round ${rounds.length}. ${now.phase}: ${letters(now.title)}`;
      const sides = now.gives ? [letters(now.gives), letters(now.formula), filled(now.formula, values)] : [];
      if (now.then) sides.push(filled(now.then, values));
      if (now.gives) sides.push(number(values[now.gives]));
      formula.replaceChildren(...sides.map((side, i) => {
        const sign = ["", now.phase === "Update" ? "← " : "= "][i] ?? "= ", parts = side.replaceAll(" · ", "\u00a0·\u00a0").split(/([a-zLδη][₁₂]*)/);
        return make("span", {}, sign, ...parts.map((part, place) => (place % 2 ? make("i", {}, part) : part)), " ");
      }));
      why.textContent = now.why ? letters(now.why) : `So do the other eight. ${verdict(...L.slice(-2).map((loss) => loss.toFixed(4)))}`;
      const told = (name, value) => `${letters(name)} = ${number(value)}`;
      drawing.setAttribute("aria-label", ["Two inputs, two hidden units and one output",
        ...["x1", "x2", "t"].map((name) => told(name, values[name])), ...Object.keys(lines).map((name) => told(name, weights[name])),
        ...[...known].filter((name) => name in values).map((name) => told(name, values[name]))].join(", "));
      for (const name of ["x1", "x2", "t"]) sliders[name].show(example[name], number(example[name]));
      sliders.rate.show(RATES.findLastIndex((r) => r <= rate), number(rate));
      for (const [name, field] of Object.entries(fields)) field.value = Number(weights[name].toFixed(4));
      const most = Math.max(...L);
      losses.replaceChildren(...L.map((loss, n) => make("li", {}, make("span", {}, n ? `${n}` : "start"),
        make("span", { class: "bp-bar", style: `width: ${(100 * loss) / (most || 1)}%` }), make("b", {}, loss.toFixed(4)))).slice(-8));
    }

    function restart() {
      [example, rate] = [model.get("example"), model.get("rate")];
      reset();
    }
    for (const name of ["parameters", "example", "rate"]) model.on(`change:${name}`, restart);
    restart();
    return () => play(false);
  }

  const defaults = {
    parameters: { w11: 0.5, w12: -1, w21: 0.5, w22: 1, b1: -0.5, b2: -1, v1: 1, v2: -2, b: 0.5 },
    example: { x1: 1, x2: 2, t: 1 },
    rate: 1,
  };
  const title = "Live figure: backpropagation, one step at a time";
  return { title, needs: ["chain-rule.js"], defaults, render };
})());
