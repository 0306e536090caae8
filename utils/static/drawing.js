// A sheet of paper to draw on with mouse, pen, finger or keyboard: of the pad and of the practice page.
const drawing = (() => {
  const SIDE = 280; // of the canvas, in pixels
  const PEN = 18; // width of the line, in pixels
  const STEP = 7; // how far an arrow key moves the pen, in pixels

  // For a drawing of `what`. `hear` is told whenever the ink has changed, or the pen left the paper. Gives the element to
  // show, its canvas, and what can be asked (strokes, ink, and whether it is busy: a stroke is under way) and done (clear,
  // undo, write).
  function paper(what, hear) {
    const { make } = live;
    const label = `Drawing canvas. Draw ${what} with mouse, pen or finger; or move with the arrow keys and press space to lower and lift the pen.`;
    const canvas = make("canvas", { width: SIDE, height: SIDE, tabindex: 0, role: "application", "aria-label": label });
    const cursor = make("span", { class: "pad-cursor", hidden: "" });

    // The ink. Strokes are kept as points, so that each line is drawn in one go and nothing that was erased is lost.
    const brush = canvas.getContext("2d");
    Object.assign(brush, { lineWidth: PEN, lineCap: "round", lineJoin: "round", strokeStyle: "#2b2a33" });
    let strokes = [], erased = [], pointer = null; // `pointer` is the id of the one whose stroke is under way

    function paint() {
      brush.clearRect(0, 0, SIDE, SIDE);
      for (const [start, ...rest] of strokes) {
        brush.beginPath();
        brush.moveTo(...start);
        if (!rest.length) brush.lineTo(start[0] + 0.01, start[1]); // a canvas draws no line of length 0, but we want the dot
        for (const point of rest) brush.lineTo(...point);
        brush.stroke();
      }
      hear();
    }

    // Drawing with mouse, pen and finger.
    const place = ({ clientX, clientY }) => {
      const box = canvas.getBoundingClientRect();
      return [((clientX - box.left) * SIDE) / box.width, ((clientY - box.top) * SIDE) / box.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (pointer !== null || event.button !== 0) return;
      pointer = event.pointerId;
      canvas.setPointerCapture(pointer);
      cursor.hidden = true;
      erased = [];
      strokes.push([place(event)]);
      paint();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pointer) return;
      const steps = event.getCoalescedEvents?.() ?? [];
      strokes.at(-1).push(...(steps.length ? steps : [event]).map(place));
      paint();
    });
    for (const end of ["pointerup", "pointercancel"])
      canvas.addEventListener(end, (event) => {
        if (event.pointerId !== pointer) return;
        pointer = null;
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
      cursor.hidden = true;
      if (!down) return;
      down = false;
      paint();
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

    // What changes the strokes ends the one under way: a second finger may press a button.
    function change(these) {
      strokes = these;
      pointer = null;
      down = false;
      paint();
    }
    function clear() {
      if (strokes.length) erased = strokes;
      change([]);
    }
    function undo() {
      if (strokes.length) return change(strokes.slice(0, -1));
      change(erased);
      erased = [];
    }

    const element = make("div", { class: "pad-paper" }, canvas, cursor);
    const busy = () => pointer !== null || down;
    return { element, canvas, ink: () => ink.rasterise(strokes, SIDE, PEN), clear, undo, write: change, busy, strokes: () => [...strokes] };
  }

  // Handwriting as a picture: the paths of its strokes, in a square with sides of `side` from (left, top) on.
  function picture(paths, left, top, side) {
    const stroke = (d, i) => live.make("svg:path", { d, pathLength: 1, "stroke-width": (side * PEN) / SIDE, style: `--turn: ${i}` });
    return live.make("svg:svg", { viewBox: `${left} ${top} ${side} ${side}`, class: "pad-ink", "aria-hidden": "true" }, ...paths.map(stroke));
  }

  // What was drawn on a sheet, as such a picture; the last point stands twice, so that a dot is a line.
  const copy = (strokes) =>
    picture(strokes.map((points) => `M${[...points, points.at(-1)].map((point) => point.map(Math.round)).join("L")}`), 0, 0, SIDE);

  return { SIDE, paper, picture, copy };
})();
