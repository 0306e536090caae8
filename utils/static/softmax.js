// Softmax: from logits to probabilities, at a temperature. With two logits it is a sigmoid. Chapter 4.
live.define("softmax", (() => {
  const MOST = 5, ADDED = 10; // how far the logits go, and what is added to all of them
  const TEMPERATURES = [0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 2.5, 3, 4];
  const CRUMB = 1e-9; // what is left of rounding
  const MORE = [0, 0, 0, -1, 1]; // what a logit begins with that was not there at the start

  const shares = (z, T, added) => network.softmax(z.map((one) => (one + added) / T));
  const powers = (z, T, added) => z.map((one) => Math.exp((one + added) / T));
  const sigma = (z) => 1 / (1 + Math.exp(-z));

  // Numbers for the reader: three digits that count, and a power of ten where there would be many zeros.
  function written(value) {
    if (value === 0 || (Math.abs(value) >= 0.001 && Math.abs(value) < 10000))
      return `${+value.toPrecision(3)}`.replace("-", "−");
    const [digits, power] = value.toExponential(1).split("e");
    return `${+digits}·10${[...power.replace("+", "")].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("")}`;
  }
  const share = (p) => (p < 0.0005 ? written(p) : p.toFixed(3));
  const letter = (name, i) => `${name}${"₁₂₃₄₅"[i]}`;

  // What is noticed, in a sentence or two; what follows a ^ is raised.
  function told(z, T, added) {
    const [first, second] = [...z.keys()].sort((i, j) => z[j] - z[i] || i - j), ahead = z[first] - z[second];
    const power = T === 1 ? written(ahead) : `${written(ahead)}/${written(T)}`;
    const all = Math.max(...z) - Math.min(...z) < CRUMB, tie = ahead < CRUMB;
    return [
      all ? `All logits are equal, and so are the shares: 1/${z.length} each.`
      : tie ? `${letter("z", first)} and ${letter("z", second)} are equal, and so are their shares.`
      : `${letter("z", first)} is ${written(ahead)} more than ${letter("z", second)}, so its share is e^${power} ≈ ${written(Math.exp(ahead / T))} times as large.`,
      all || T === 1 ? "" : T < 1 ? "A temperature below 1 stretches the differences: the largest takes more." : "A temperature above 1 shrinks the differences: the shares come closer.",
      added ? "Every power and their sum have changed by the same factor, so no share has." : "",
    ].filter(Boolean).join(" ");
  }

  // The window of the sigmoid, in the drawing's own units.
  const LEFT = 34, WIDTH = 300, TOP = 12, HEIGHT = 130;
  const X = (d) => LEFT + (WIDTH * (d + 2 * MOST)) / (4 * MOST), Y = (p) => TOP + HEIGHT * (1 - p);
  const back = (across) => ((across - LEFT) * 4 * MOST) / WIDTH - 2 * MOST;

  function render({ model, el }) {
    const { make, put, slider } = live;
    const block = (kind, ...children) => make("div", { class: `soft-${kind}` }, ...children);
    const shape = (tag, kind, attributes = {}, ...children) => make(`svg:${tag}`, { class: `soft-${kind}`, ...attributes }, ...children);
    const drawn = (kind, attributes, words) => Object.assign(shape("text", kind, attributes), { textContent: words });
    // Letters for numbers are italic, and what follows a ^ is raised.
    const math = (text) => text.split(/(\^\S+|(?<![A-Za-z])[zecT](?![a-z]))/).map((part, i) =>
      (i % 2 === 0 ? part : part[0] === "^" ? make("sup", {}, ...math(part.slice(1))) : make("i", {}, part)));

    // A row for each logit: its slider, its power, and its share of all powers.
    const kept = Array.from({ length: 5 }, (_, i) => model.get("logits")[i] ?? MORE[i]);
    const rows = kept.map((_, i) => {
      const { row, show } = slider({ label: math(letter("z", i)), name: `logit ${letter("z", i)}`, min: -MOST, max: MOST, step: 0.1, signed: true },
        (value) => set("logits", model.get("logits").map((old, j) => (j === i ? value : old))));
      const power = block("power"), bar = make("span", { class: "pad-bar" }), share = block("share");
      return { row: block("row", row, power, make("span", { class: "pad-track" }, bar), share), show, power, bar, share };
    });
    const head = block("power"), total = block("power");
    const name = `softmax-${Math.random()}`; // so that two figures of a page do not share their choice
    const choices = [2, 3, 4, 5].map((value) => make("input", { type: "radio", name, value }));
    const temperature = slider({ label: ["temperature ", make("i", {}, "T")], name: "temperature T", min: 0, max: TEMPERATURES.length - 1, step: 1 },
      (place) => set("temperature", TEMPERATURES[place]));
    const added = slider({ label: ["added to all ", make("i", {}, "c")], name: "c, added to all logits", min: -ADDED, max: ADDED, step: 0.5, signed: true },
      (value) => set("added", value));
    const status = make("p", { role: "status" });

    // With two logits, the sigmoid of their difference, and the point on it.
    const curve = shape("path", "curve"), guide = shape("path", "guide"), knob = shape("circle", "point", { r: 8 });
    const arrows = shape("path", "arrows", { d: "M-13-4l-5 4 5 4M13-4l5 4-5 4" }), hit = shape("path", "hit"), here = drawn("here", {}, "");
    const held = shape("g", "held", { tabindex: 0, role: "slider", "aria-label": "difference z₁ − z₂", "aria-valuemin": -2 * MOST, "aria-valuemax": 2 * MOST }, hit, knob, arrows);
    const grid = [0, 0.5, 1].flatMap((p) => [shape("path", "grid", { d: `M${LEFT},${Y(p)}h${WIDTH}` }), drawn("tick", { x: LEFT - 6, y: Y(p) + 5 }, `${p}`)]);
    const numbers = [-10, -5, 0, 5, 10].map((d) => drawn("number", { x: X(d), y: TOP + HEIGHT + 20 }, live.number(d)));
    const svg = shape("svg", "drawing", { viewBox: `0 0 ${LEFT + WIDTH + 14} ${TOP + HEIGHT + 46}`, role: "group", "aria-label": "The sigmoid" },
      ...grid, ...numbers, drawn("number", { x: X(0), y: TOP + HEIGHT + 40 }, "z₁ − z₂"), curve, guide, here, held);
    const equation = make("p", { class: "soft-equation" }), sigmoid = block("sigmoid", equation, svg);
    el.classList.add("softmax");
    el.append(block("sheet",
      make("fieldset", { class: "live-choice" }, make("legend", {}, "How many logits"),
        ...choices.map((choice) => make("label", {}, choice, make("span", {}, `${choice.value} logits`)))),
      block("rows", block("row soft-head", block("label", "logit"), head, block("label", "share of the sum")),
        ...rows.map(({ row }) => row), block("row soft-sum", block("label", "sum"), total, make("span"), block("share", "1"))),
      block("settings", temperature.row, added.row), status, sigmoid));

    function set(trait, value) {
      model.set(trait, value);
      model.save_changes();
    }
    const clamp = (value, most) => Math.min(Math.max(value, -most), most);
    // The difference moves by z₁; what z₁ cannot reach, z₂ gives way.
    function part(difference) {
      const d = clamp(Math.round(10 * difference) / 10, 2 * MOST), z1 = clamp(model.get("logits")[1] + d, MOST);
      set("logits", [z1, z1 - d].map((one) => Number(one.toFixed(1))));
    }

    function show() {
      const z = model.get("logits"), T = model.get("temperature"), c = model.get("added");
      const p = shares(z, T, c), e = powers(z, T, c), top = c ? (T === 1 ? "z+c" : "(z+c)/T") : T === 1 ? "z" : "z/T";
      z.forEach((one, i) => (kept[i] = one));
      rows.forEach(({ row, show, power, bar, share: text }, i) => {
        row.hidden = i >= z.length;
        if (row.hidden) return;
        show(z[i], live.number(z[i]), `${live.number(z[i])}, share ${share(p[i])}`);
        power.textContent = written(e[i]);
        text.textContent = share(p[i]);
        put(bar, { style: `width: ${100 * p[i]}%`, "data-share": p[i] });
      });
      head.replaceChildren(...math(`e^${top}`));
      total.textContent = written(e.reduce((a, b) => a + b));
      temperature.show(TEMPERATURES.findLastIndex((one) => one <= T), live.number(T));
      added.show(c);
      for (const choice of choices) choice.checked = Number(choice.value) === z.length;
      const sentence = told(z, T, c);
      if (status.dataset.text !== sentence) status.replaceChildren(...math(sentence)); // so that it is said once
      status.dataset.text = sentence;
      sigmoid.hidden = z.length > 2;
      if (!sigmoid.hidden) showSigmoid(z[0] - z[1], T, p[0]);
    }

    function showSigmoid(d, T, p) {
      const points = Array.from({ length: 201 }, (_, i) => 2 * MOST * (i / 100 - 1)), inside = T === 1 ? "" : ` / ${written(T)}`;
      put(curve, { d: `M${points.map((one) => `${X(one)},${Y(sigma(one / T))}`).join("L")}` });
      put(guide, { d: `M${LEFT},${Y(p)}H${X(d)}V${TOP + HEIGHT}` });
      put(hit, { d: `M${X(d)},${TOP}V${TOP + HEIGHT}` });
      for (const piece of [knob, arrows]) put(piece, { transform: `translate(${X(d)} ${Y(p)})` });
      put(held, { "aria-valuenow": Number(d.toFixed(1)), "aria-valuetext": `z₁ − z₂ = ${written(Number(d.toFixed(1)))}, share ${share(p)}` });
      const difference = written(Number(d.toFixed(1)));
      equation.replaceChildren(...math(`share of z₁ = σ(${T === 1 ? "z₁ − z₂" : "(z₁ − z₂) / T"}) = σ(${difference}${inside}) = ${share(p)}`));
      put(here, { x: LEFT + 5, y: Y(p) - (X(d) < LEFT + 70 ? 14 : 7) });
      here.textContent = share(p);
    }

    for (const choice of choices) choice.addEventListener("change", () => set("logits", kept.slice(0, Number(choice.value))));
    live.hold(held, svg, { drag: (across) => part(back(across)), push: (dx, dy) => part(model.get("logits")[0] - model.get("logits")[1] + (dx + dy) / 10) });
    for (const trait of ["logits", "temperature", "added"]) model.on(`change:${trait}`, show);
    show();
  }

  const title = "Live figure: softmax, from logits to probabilities";
  return { title, needs: ["network.js"], defaults: { logits: [2, 1, 0], temperature: 1, added: 0 }, shares, powers, written, told, render };
})());
