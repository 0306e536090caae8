// The drawing canvas that asks the network: chapter 6 and the landing page.
live.define("digit-pad", (() => {
  const SIDE = 280; // of the canvas, in pixels
  const PEN = 18; // width of the line, in pixels
  const STEP = 7; // how far an arrow key moves the pen, in pixels
  const PATIENCE = 5000; // how long to wait for a kernel before saying so, in milliseconds

  let net;

  // What Python does in the kernel (utils/figures.py, DigitPad): from the ink to an answer.
  function answer(model) {
    const picture = ink.normalise(new Uint8Array(model.get("canvas").buffer), SIDE, SIDE);
    const empty = picture.every((x) => x === 0);
    const probabilities = empty ? [] : Array.from(network.forward(net, picture).at(-1).data);
    model.set("answer", { question: model.get("question"), digit: verdict(probabilities), probabilities, picture });
  }

  // The digit that has more than half of the probability; "?" when none has, "" when nothing is drawn.
  function verdict(probabilities) {
    if (!probabilities.length) return "";
    const digit = probabilities.indexOf(Math.max(...probabilities));
    return probabilities[digit] > 0.5 ? String(digit) : "?";
  }

  function prepare() {
    net ??= network.load(recogniser);
    for (let i = 0; i < 3; i++) network.forward(net, new Float32Array(784).fill(0.5)); // the first calls are slow
  }

  function render({ model, el }) {
    const { make } = live;
    const canvas = make("canvas", {
      width: SIDE, height: SIDE, tabindex: 0, role: "application",
      "aria-label": "Drawing canvas. Draw a digit with mouse, pen or finger; or move with the arrow keys and press space to lower and lift the pen.",
    });
    const cursor = make("span", { class: "pad-cursor", hidden: "" });
    const undo = make("button", { type: "button" }, "Undo");
    const clear = make("button", { type: "button" }, "Clear");
    const status = make("p", { role: "status", class: "pad-status", "data-digit": "" });
    const pixels = Array.from({ length: 784 }, (_, i) =>
      make("svg:rect", { x: i % 28, y: Math.floor(i / 28), width: 1, height: 1, opacity: 0 }));
    const picture = make("svg:svg", {
      viewBox: "0 0 28 28", role: "img", class: "pad-picture", "aria-label": "The 28 by 28 pixels that the network sees.",
    }, ...pixels);
    const bars = Array.from({ length: 10 }, (_, digit) => {
      const bar = make("span", { class: "pad-bar" }), share = make("span", { class: "pad-share" });
      return { row: make("li", {}, make("b", {}, String(digit)), make("span", { class: "pad-track" }, bar), share), bar, share };
    });
    el.classList.add("digit-pad");
    Object.assign(el.dataset, { figure: "digit-pad", lmSuppressShortcuts: "true" }); // in JupyterLab too, its arrow keys ours
    el.append(
      make("div", { class: "pad-left" }, make("div", { class: "pad-paper" }, canvas, cursor), make("div", { class: "live-buttons" }, undo, clear)),
      make("div", { class: "pad-right" }, status,
        make("div", { class: "pad-sees" }, picture, make("p", {}, "What the network sees: 28 × 28 pixels")),
        make("ol", { class: "pad-bars", "aria-label": "Probability of each digit" }, ...bars.map(({ row }) => row))),
    );

    // The ink. Strokes are kept as points, so that each line is drawn in one go and nothing that was erased is lost.
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    Object.assign(brush, { lineWidth: PEN, lineCap: "round", lineJoin: "round", strokeStyle: "#2b2a33" });
    let strokes = [], erased = [], drawing = null; // `drawing` is the id of the pointer whose stroke is under way

    function paint() {
      brush.clearRect(0, 0, SIDE, SIDE);
      for (const [start, ...rest] of strokes) {
        brush.beginPath();
        brush.moveTo(...start);
        if (!rest.length) brush.lineTo(start[0] + 0.01, start[1]); // a canvas draws no line of length 0, but we want the dot
        for (const point of rest) brush.lineTo(...point);
        brush.stroke();
      }
      ask();
    }

    // Asking. One question is under way at a time; ink that comes meanwhile is asked about when the answer is here.
    let waiting = null, again = false, question = 0;
    function ask() {
      again = waiting !== null;
      if (again) return;
      waiting = setTimeout(() => {
        waiting = null;
        status.textContent = "No answer from the kernel. Run this cell again.";
      }, PATIENCE);
      const rgba = brush.getImageData(0, 0, SIDE, SIDE).data;
      const opacity = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => rgba[4 * i + 3]); // 0 is paper, 255 is ink
      model.set("canvas", new DataView(opacity.buffer));
      model.set("question", ++question); // so that asking twice about the same ink is still two questions
      model.save_changes();
    }
    model.on("change:answer", () => {
      clearTimeout(waiting);
      waiting = null;
      show(model.get("answer"));
      if (again) ask();
    });

    function show({ digit, probabilities, picture, error }) {
      if (error) return (status.textContent = error);
      picture.forEach((value, i) => pixels[i].setAttribute("opacity", value));
      bars.forEach(({ row, bar, share }, i) => {
        const percent = 100 * (probabilities[i] ?? 0);
        row.classList.toggle("pad-chosen", digit === String(i));
        bar.style.width = `${percent}%`;
        share.textContent = percent < 0.5 ? "" : `${percent.toFixed(percent > 99 && percent < 99.95 ? 1 : 0)} %`;
      });
      if (drawing === null && !again) say(digit, probabilities);
    }

    const name = (digit) => (Number(digit) === 8 ? "an 8" : `a ${digit}`);
    function say(digit, probabilities) {
      const [first, second] = probabilities.map((p, i) => [p, i]).sort(([p], [q]) => q - p).map(([, i]) => i);
      status.dataset.digit = digit;
      status.replaceChildren(...(
        digit === "" ? ["Draw a digit, 0 to 9."]
        : digit === "?" ? [make("b", {}, "?"), ` Not sure: ${name(first)}, or ${name(second)}?`]
        : [make("b", {}, digit), ` I read ${name(digit)}.`]
      ));
    }

    // Drawing with mouse, pen and finger.
    const place = ({ clientX, clientY }) => {
      const box = canvas.getBoundingClientRect();
      return [((clientX - box.left) * SIDE) / box.width, ((clientY - box.top) * SIDE) / box.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (drawing !== null || event.button !== 0) return;
      drawing = event.pointerId;
      canvas.setPointerCapture(drawing);
      cursor.hidden = true;
      erased = [];
      strokes.push([place(event)]);
      paint();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== drawing) return;
      const steps = event.getCoalescedEvents?.() ?? [];
      strokes.at(-1).push(...(steps.length ? steps : [event]).map(place));
      paint();
    });
    for (const end of ["pointerup", "pointercancel"])
      canvas.addEventListener(end, (event) => {
        if (event.pointerId !== drawing) return;
        drawing = null;
        paint();
      });

    // Drawing with the keyboard.
    let pen = [SIDE / 2, SIDE / 2], down = false;
    function showPen() {
      cursor.hidden = false;
      cursor.classList.toggle("pad-down", down);
      Object.assign(cursor.style, { left: `${(100 * pen[0]) / SIDE}%`, top: `${(100 * pen[1]) / SIDE}%` });
    }
    canvas.addEventListener("focus", () => canvas.matches(":focus-visible") && showPen());
    canvas.addEventListener("blur", () => {
      down = false;
      cursor.hidden = true;
    });
    const arrows = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    canvas.addEventListener("keydown", (event) => {
      const [dx, dy] = arrows[event.key] ?? [0, 0];
      if (event.key === " ") {
        down = !down;
        if (down) {
          erased = [];
          strokes.push([pen]);
        }
      } else if (dx || dy) {
        pen = [pen[0] + dx, pen[1] + dy].map((x) => Math.min(Math.max(x, 0), SIDE));
        if (down) strokes.at(-1).push(pen);
      } else return;
      event.preventDefault();
      showPen();
      paint();
    });

    clear.addEventListener("click", () => {
      if (strokes.length) erased = strokes;
      strokes = [];
      down = false;
      paint();
    });
    undo.addEventListener("click", () => {
      if (strokes.length) strokes.pop();
      else [strokes, erased] = [erased, []];
      down = false;
      paint();
    });

    say("", []);
  }

  return {
    needs: ["ink.js", "network.js", "recogniser.js"],
    defaults: { canvas: null, question: 0, answer: {} },
    prepare, answer, render,
  };
})());
