// The perceptron in the plane, moved by hand or by the learning rule: chapter 2, with its letters.
live.define("perceptron-plane", (() => {
  const STARTS = { "the report’s": [[0.8, -1, -1], 0.2], "zeros": [[0, 0, 0], 1] }; // weights and learning rate
  const LOW = -0.5, HIGH = 1.5; // what the plane shows of both axes
  const PATIENCE = 30; // how many passes one “Run” makes at most

  const X = (x1) => 24 + 150 * (x1 - LOW), Y = (x2) => 6 + 150 * (HIGH - x2); // in the drawing's own units
  const plane = (x, y) => [LOW + (x - 24) / 150, HIGH - (y - 6) / 150]; // and back
  const round = (value) => Math.round(100 * value) / 100; // a hand moves the weights by hundredths
  const pair = ([x1, x2]) => `(${x1}, ${x2})`;

  function render({ model, el }) {
    const { make, put, number, slider } = live;
    const letter = (name, j) => [make("i", {}, name), make("sub", {}, `${j}`)];

    // The drawing: one picture, and over it the two things to take hold of.
    const [line, ghost, broad] = ["line", "ghost", "hit"].map((kind) => make("svg:line", { class: `plane-${kind}` }));
    const [look, far, handle] = [["look", 18], ["hit", 22], ["handle", 8]].map(([kind, r]) =>
      make("svg:circle", { r, class: `plane-${kind}` }));
    const tint = make("svg:polygon", { class: "plane-tint" }), marks = make("svg:g");
    const frame = make("svg:rect", { x: X(LOW), y: Y(HIGH), width: 300, height: 300, class: "plane-frame" });
    const sides = ["0", "1"].map((y) => make("svg:text", { class: "plane-side" }, y));
    const axes = [[0, "0", "0"], [0.5, "x₁", "x₂"], [1, "1", "1"]].flatMap(([v, below, left]) => [
      make("svg:text", { x: X(v), y: 326 }, below), make("svg:text", { x: 11, y: Y(v) + 5 }, left)]);
    const picture = make("svg:g", { role: "img" }, tint, ...sides, ghost, line, frame, marks, look, ...axes);
    const arrows = make("svg:path", { d: "M-4-10l4-5 4 5M-4 10l4 5 4-5M0-15v30", class: "plane-arrows" });
    const [shift, turn] = [["Shift the line", broad, arrows], ["Turn the line", far, handle]].map(([name, ...shapes]) =>
      make("svg:g", { tabindex: 0, role: "slider", "aria-label": name, class: "plane-held" }, ...shapes));
    const drawing = { viewBox: "0 0 330 332", role: "group", "aria-label": "The plane", class: "plane-drawing" };
    const svg = make("svg:svg", drawing, picture, shift, turn);

    // What stands below and beside it.
    const [equation, passes] = ["equation", "passes"].map((kind) => make("p", { class: `plane-${kind}` }));
    const status = make("p", { class: "plane-status", role: "status" });
    const [stepButton, runButton, resetButton, ...startButtons] =
      ["Step", "Run", "Reset", ...Object.keys(STARTS)].map((label) => make("button", { type: "button" }, label));
    const name = `gate-${Math.random()}`; // so that two figures of a page do not share their gate
    const choices = Object.keys(perceptron.gates).map((value) => make("input", { type: "radio", name, value }));
    const caption = make("caption"), [heading, ...rows] = Array.from({ length: 10 }, () => make("tr"));
    const fill = (row, contents, tag = "td") =>
      row.replaceChildren(...contents.map((content) => make(tag, {}, ...[content].flat())));
    fill(heading, [letter("x", 1), letter("x", 2), ...["z", "y", "t"].map((l) => make("i", {}, l)), "answer"], "th");
    fill(rows[4], [[make("i", {}, "j")], "0", "1", "2"], "th");
    const sliders = [0, 1, 2].map((j) => slider(
      { label: letter("w", j), name: j ? `weight w${j}` : "bias w0", min: -3, max: 3, step: 0.1, signed: true },
      (value) => move(learner.w.map((wj, k) => (k === j ? value : wj)))));
    const rate = slider({ label: [make("i", {}, "η")], name: "learning rate η", min: 0.1, max: 1, step: 0.1 },
      (value) => set("rate", value));
    const block = (kind, ...children) => make("div", { class: kind }, ...children);
    el.classList.add("perceptron-plane");
    el.append(
      block("plane-left",
        make("fieldset", { class: "live-choice" }, make("legend", {}, "Gate"),
          ...choices.map((choice) => make("label", {}, choice, make("span", {}, choice.value)))),
        svg, equation, block("live-buttons", stepButton, runButton, resetButton), status, passes),
      block("plane-right",
        make("table", { class: "plane-answers" }, make("caption", {}, "The answers now"), heading, ...rows.slice(0, 4)),
        make("table", { class: "plane-sum" }, caption, ...rows.slice(4)), ...[...sliders, rate].map(({ row }) => row),
        block("live-buttons", make("span", {}, "Start from"), ...startButtons)));

    // The state: the learner, and the weights to which “Reset” takes it back.
    let learner = perceptron.begin(model.get("weights")), start = learner.w;
    const gate = () => perceptron.gates[model.get("gate")];
    const isRight = ({ x, t }) => perceptron.output(learner.w, x) === t, cut = (w) => perceptron.line(w, LOW, HIGH);
    const set = (trait, value) => (model.set(trait, value), model.save_changes());
    const say = (sentence, quiet) => live.tell(status, sentence, quiet);

    function become(next) {
      learner = next;
      set("weights", learner.w);
      show();
    }
    function restart(w) {
      halt();
      become(perceptron.begin(w));
      const count = gate().filter(isRight).length;
      say(count < 4 ? `${count} of 4 answers are right.` : `All 4 answers are right: this is ${model.get("gate")}.`);
    }
    const move = (w) => restart((start = w)); // by hand

    function show() {
      const { w, next, mistakes, last } = learner, { part, ends } = cut(w), [w0, w1, w2] = w.map(number);
      const place = (piece, where) => put(piece, where ? { ...where, display: "inline" } : { display: "none" });
      put(tint, { points: part.map(([x1, x2]) => [X(x1), Y(x2)]).join(" ") });
      for (const [piece, [a, b]] of [[line, ends], [broad, ends], [ghost, last?.error ? cut(last.w).ends : []]])
        place(piece, a && { x1: X(a[0]), y1: Y(a[1]), x2: X(b[0]), y2: Y(b[1]) });
      sides.forEach((side, y) => {
        const at = perceptron.roomiest(w, y, LOW, HIGH);
        place(side, at && { x: X(at[0]), y: Y(at[1]) + 10 });
      });
      place(look, last && { cx: X(last.x[0]), cy: Y(last.x[1]) });
      const verdict = (example) => (isRight(example) ? "live-right" : "live-wrong");
      marks.replaceChildren(...gate().map((example) => {
        const x = X(example.x[0]), y = Y(example.x[1]), kind = `${verdict(example)} ${example.t ? "plane-filled" : ""}`;
        return isRight(example) ? make("svg:circle", { cx: x, cy: y, r: 9, class: kind })
          : make("svg:rect", { x: x - 8, y: y - 8, width: 16, height: 16, class: kind });
      }));
      for (const piece of [shift, turn]) place(piece, ends.length && {});
      if (ends.length) {
        const [[a1, a2], [b1, b2]] = ends, angle = Math.round((Math.atan2(b2 - a2, b1 - a1) * 180) / Math.PI);
        const inset = 0.11 / Math.hypot(b1 - a1, b2 - a2); // so that the handle lies inside the frame
        const [cx, cy] = [X(b1 + inset * (a1 - b1)), Y(b2 + inset * (a2 - b2))];
        for (const circle of [far, handle]) put(circle, { cx, cy });
        put(arrows, { transform: `translate(${X((a1 + b1) / 2)} ${Y((a2 + b2) / 2)}) rotate(${-angle})` });
        put(shift, { ...reach(), "aria-valuenow": w[0], "aria-valuetext": `w0 = ${w0}` });
        put(turn, { "aria-valuemin": -180, "aria-valuemax": 180, "aria-valuenow": angle, "aria-valuetext": `${number(angle)} degrees, w1 = ${w1}, w2 = ${w2}` });
      }
      const term = (wj) => `${wj < 0 ? "−" : "+"} ${number(Math.abs(wj))}`;
      equation.textContent = w[1] || w[2]
        ? `${w0} ${term(w[1])} x₁ ${term(w[2])} x₂ = 0${ends.length ? "" : ", outside the picture"}`
        : "There is no line: w₁ = w₂ = 0";
      put(picture, { "aria-label": `${model.get("gate")} in the plane. ${equation.textContent}. Answered right: ${
        gate().filter(isRight).map(({ x }) => pair(x)).join(", ") || "none"}.` });

      gate().forEach((example, k) => {
        const { x, t } = example, z = number(perceptron.weightedSum(w, x)), seen = last && pair(last.x) === pair(x);
        fill(rows[k], [...x, z, perceptron.output(w, x), t, isRight(example) ? "right" : "wrong"].map(String));
        put(rows[k], { class: `${verdict(example)} ${seen ? "plane-seen" : ""}` });
      });
      const empty = ["", "", ""], error = last && (last.error < 0 ? "(−1)" : `${last.error}`);
      caption.textContent = !last ? `The next example is ${pair(gate()[next].x)}.`
        : `${pair(last.x)}: z = ${number(last.z)}, y = ${last.y}, t = ${last.t}, t − y = ${number(last.error)}`;
      fill(rows[5], [letter("x", "j"), ...[1, ...(last?.x ?? gate()[next].x)].map(String)]);
      fill(rows[6], [letter("w", "j"), ...(last?.w ?? w).map(number)]);
      fill(rows[7], [[last ? `+ ${number(last.rate)} · ${error} · ` : "+ η · (t − y) · ", ...letter("x", "j")],
        ...(last?.change.map(number) ?? empty)]);
      fill(rows[8], [["new ", ...letter("w", "j")], ...(last ? [w0, w1, w2] : empty)]);
      const n = mistakes.length, list = [...(n > PATIENCE ? "…" : ""), ...mistakes.slice(-PATIENCE)].join(" ");
      passes.textContent = n ? `Pass ${n}. Mistakes pass by pass: ${list}` : "";
      sliders.forEach((one, j) => one.show(w[j]));
      rate.show(model.get("rate"));
      for (const choice of choices) choice.checked = choice.value === model.get("gate");
    }

    // Learning: one example at a time, or in a rhythm until a pass without a mistake or the end of patience.
    const advance = () => become(perceptron.step(learner, gate(), model.get("rate")));
    function told() {
      const { x, y, error } = learner.last, n = learner.mistakes.length, made = learner.mistakes[n - 1];
      if (perceptron.learned(learner)) return `Pass ${n} is without a mistake: ${model.get("gate")} is learned.`;
      if (learner.next === 0) return `Pass ${n} is over, with ${made} mistake${made === 1 ? "" : "s"}.`;
      return `${pair(x)}: the answer ${y} is ${error ? "wrong, so the weights change" : "right, so nothing changes"}.`;
    }
    const halt = live.runner(runButton, (count) => {
      advance();
      if (perceptron.learned(learner)) return void say(told());
      if (learner.next === 0) say(told(), true);
      if (learner.next || count < 4 * (PATIENCE - 1)) return Math.max(80, 700 / (1 + Math.floor(count / 4)));
      const why = model.get("gate") === "XOR" ? "No line parts XOR: it would never end." : "Run again to go on.";
      say(`Stopped after pass ${learner.mistakes.length}. ${why}`);
    });
    stepButton.addEventListener("click", () => {
      halt();
      advance();
      say(told());
    });
    resetButton.addEventListener("click", () => restart(start));
    Object.values(STARTS).forEach(([w, eta], k) =>
      startButtons[k].addEventListener("click", () => (set("rate", eta), move(w))));
    for (const choice of choices) choice.addEventListener("change", () => set("gate", choice.value));

    // By hand. A shift keeps w1 and w2, and the line in the picture.
    let grip; // the weighted sum where the line was taken hold of
    function reach() { // of the bias, so that the line can be seen
      const sums = [-0.4, 1.4].flatMap((x1) => [-0.4, 1.4].map((x2) => learner.w[1] * x1 + learner.w[2] * x2));
      return { "aria-valuemin": round(-Math.max(...sums)), "aria-valuemax": round(-Math.min(...sums)) };
    }
    const within = (w0, [least, most]) => Math.min(Math.max(w0, least), most);
    const shiftTo = (w0) => move([round(within(w0, Object.values(reach()))), ...learner.w.slice(1)]);
    live.hold(shift, svg, {
      grab: (...at) => (grip = perceptron.weightedSum(learner.w, plane(...at))),
      drag: (...at) => shiftTo(grip - perceptron.weightedSum([0, ...learner.w.slice(1)], plane(...at))),
      push: (dx, dy) => shiftTo(learner.w[0] - 0.05 * Math.sign(round(learner.w[1] * dx + learner.w[2] * dy))),
    });
    // A turn keeps the length of (w1, w2), and the point that was the line's middle when it was taken hold of. Keys take
    // hold of it when something else has moved it: `turned.w` are the weights as the last turn left them.
    let turned;
    function take() {
      const [, w1, w2] = learner.w, [a, b] = cut(learner.w).ends, middle = a.map((x, j) => (x + b[j]) / 2);
      turned = { length: Math.hypot(w1, w2), middle, angle: Math.atan2(w1, -w2) };
    }
    function turnTo(angle) {
      const { length, middle } = turned, [w1, w2] = [round(length * Math.sin(angle)), round(-length * Math.cos(angle))];
      turned.angle = angle;
      move([round(-(w1 * middle[0] + w2 * middle[1])), w1, w2]);
      turned.w = learner.w;
    }
    live.hold(turn, svg, {
      grab: take,
      drag: (...at) => turnTo(Math.atan2(...plane(...at).map((x, j) => x - turned.middle[j]).reverse())),
      push(dx, dy) {
        if (turned?.w !== learner.w) take();
        turnTo(turned.angle + (Math.PI / 36) * (dy - dx));
      },
    });

    model.on("change:gate", () => restart(learner.w));
    model.on("change:rate", show);
    model.on("change:weights", () => `${model.get("weights")}` === `${learner.w}` || move(model.get("weights")));
    restart(start);
  }

  return { title: "Live figure: a perceptron’s line in the plane", needs: ["perceptron.js"], defaults: { gate: "AND", weights: [0.8, -1, -1], rate: 0.2 }, render };
})());
