// The report's network, alive: every number that it makes of a drawing, and for each of them what feeds it. Chapter 5.
live.define("network-alive", (() => {
  const SHOWN = 5; // how many contributions are written out
  const INK = [43, 42, 51]; // in the dark, CSS turns it over
  const WIDE = 320; // of the drawing of what feeds a unit, in its own units

  const fixed = (value) => (Math.round(value * 1000) / 1000 + 0).toFixed(3).replace("-", "−");
  const percent = (p) => `${(100 * p).toFixed(p > 0.99 && p < 0.9995 ? 1 : 0)}\u00a0%`;
  const grouped = (terms, key) => [...terms.reduce((groups, term) => groups.set(key(term), [...(groups.get(key(term)) ?? []), term]), new Map())];

  function render({ model, el }) {
    const { make, put } = live, { SIDE, END, titles, capital, name, brief } = networkPlan;
    const shape = (tag, kind, attributes, ...children) => make(`svg:${tag}`, { class: `net-${kind}`, ...attributes }, ...children);
    const block = (kind, ...children) => make("div", { class: `net-${kind}` }, ...children);
    const outline = (boxes) => boxes.map(([left, top, w, h]) => `M${left},${top}h${w}v${h}h${-w}z`).join("");

    const net = network.load(report_cnn), example = Float32Array.from(model.get("picture"), (byte) => byte / 255);
    let stages = feeding.run(net, example), due, chosen = null; // no unit chosen: that of the answer
    const places = networkPlan.plan(stages), floor = places[END].bottom;
    const maps = ({ channels, height, width, box }) => Array.from({ length: channels }, (_, c) => box({ y: 0, x: 0, c, height, width }));

    // What is seen of the network: its maps in ink on a canvas, and over it, in lines, what is chosen and what feeds it.
    const sheet = make("canvas", { width: 2 * SIDE, height: 2 * floor, "aria-hidden": "true" }), brush = sheet.getContext("2d");
    const boxes = places.slice(0, END).map((stage) => shape("path", "box", { d: outline(maps(stage)) }));
    const bars = Array.from({ length: 10 }, (_, c) => shape("rect", "bar", { x: 40 * c + 8, width: 24 }));
    const digits = bars.map((_, c) => shape("text", "digit", { x: 40 * c + 20, y: floor - 3 }, `${c}`));
    const names = places.map(({ k, top }) => shape("text", "name", k ? { x: 0, y: top - 9 } : { x: 126, y: 22 },
      make("svg:tspan", {}, capital(titles[k])), ` ${networkPlan.size(k, stages[k].out)}`));
    const origin = shape("text", "name", { x: 126, y: 46 }), flows = make("svg:g"), fields = shape("path", "field"), frame = shape("path", "frame");
    const layers = places.slice(1).map(({ k, top, bottom }) => shape("g", "layer", { tabindex: 0, role: "application",
      "aria-label": `${capital(titles[k])}, ${networkPlan.size(k, stages[k].out)}. Arrow keys choose a unit, with shift they go from map to map.` },
      shape("rect", "hit", { x: -3, y: top - 3, width: SIDE + 6, height: bottom - top + 6, rx: 3 })));
    const svg = shape("svg", "drawing", { viewBox: `0 0 ${SIDE} ${floor}`, role: "group", "aria-label": "The network, from the picture to the probabilities" },
      ...boxes, ...bars, flows, fields, frame, make("svg:g", { "aria-hidden": "true" }, ...digits, ...names, origin), ...layers);

    const paper = drawing.paper("a digit", () => (due ??= requestAnimationFrame(look))); // many strokes, one look a frame
    const undo = make("button", { type: "button" }, "Undo"), clear = make("button", { type: "button" }, "Clear");
    const answer = make("p", { role: "status", class: "net-answer" }), title = make("p", { class: "net-title" });
    const told = make("p"), status = make("div", { role: "status", class: "net-told" }, title, told);
    const parts = shape("svg", "parts", { role: "img" }), table = make("table", { "aria-label": "What feeds it, the strongest first" });
    el.classList.add("network-alive");
    el.append(block("sheet",
      block("draw", paper.element, block("beside", answer, block("buttons live-buttons", undo, clear))),
      block("flow", sheet, svg),
      block("feed", status, parts, table)));

    // From the drawing, or the example as long as there is none, to every number of the network.
    function look() {
      due = undefined;
      const picture = ink.normalise(paper.ink(), drawing.SIDE, drawing.SIDE), drawn = picture.some((x) => x > 0);
      stages = feeding.run(net, drawn ? picture : example);
      const p = stages[END].out.data, digit = p.indexOf(Math.max(...p));
      brush.clearRect(0, 0, sheet.width, sheet.height);
      places.slice(0, END).forEach(shade);
      bars.forEach((bar, c) => {
        put(bar, { y: floor - 20 - 40 * p[c], height: 40 * p[c], "data-probability": p[c] });
        put(digits[c], { "data-read": c === digit });
      });
      origin.textContent = drawn ? "made from your drawing" : "an example from MNIST";
      answer.dataset.digit = drawn ? digit : "";
      if (!paper.busy()) answer.replaceChildren(make("b", {}, `${digit}`),
        drawn ? ` I read ${digit === 8 ? "an" : "a"} ${digit}, ${percent(p[digit])}.` : " An example. Draw a digit of your own.");
      show();
    }

    // The maps of a stage. The largest of all its numbers is full ink.
    function shade(stage, k) {
      const { data, height, width, channels } = stages[k].out, most = Math.max(...data, 1e-9);
      const small = Object.assign(make("canvas"), { width, height }).getContext("2d"), pixels = small.createImageData(width, height);
      brush.imageSmoothingEnabled = false;
      maps(stage).forEach((box, c) => {
        for (let i = 0; i < width * height; i++) pixels.data.set([...INK, (255 * data[i * channels + c]) / most], 4 * i);
        small.putImageData(pixels, 0, 0);
        brush.drawImage(small.canvas, ...box.map((length) => 2 * length));
      });
    }

    // The chosen unit: where it is, what feeds it, and how that adds up.
    function show() {
      const p = stages[END].out.data, unit = chosen ?? { k: END, y: 0, x: 0, c: p.indexOf(Math.max(...p)) };
      const fed = feeding.feed(stages, unit), windows = feeding.field(stages, unit), best = feeding.strongest(fed.terms, fed.kind === "maxpool" ? 1 : SHOWN);
      showPlace(unit, fed, windows);
      showParts(fed, best);
      showSum(unit, fed, best);
      title.replaceChildren(make("b", {}, capital(titles[unit.k])), `, ${name(unit)}: `, make("b", {}, unit.k === END ? percent(fed.value) : fixed(fed.value)));
      Object.assign(title.dataset, { value: fed.value, z: fed.z }); // in full
      told.textContent = networkPlan.told(fed, unit);
      put(status, { "aria-live": paper.busy() ? "off" : "polite" }); // all that changes under the pen need not be said
    }

    function showPlace(unit, { terms, kind }, windows) {
      const whole = ({ height, width }, k) => height === places[k].height && width === places[k].width;
      const framed = (window, k) => whole(window, k) ? [[-3, places[k].top - 3, SIDE + 6, places[k].bottom - places[k].top + 6]]
        : (window.c === null ? [...stages[k].out.data.keys()].slice(0, places[k].channels) : [window.c]).map((c) => places[k].box({ ...window, c }));
      const own = places[unit.k].box(unit), [left, top, wide] = own;
      put(frame, { d: outline([own, ...framed(windows.at(-1), unit.k - 1)]) });
      put(fields, { d: outline(windows.slice(0, -1).flatMap((window, k) => (whole(window, k) ? [] : framed(window, k)))) });
      // A line from each map, or dense unit, with what it contributes as its width.
      const sums = grouped(terms, ({ c }) => c).map(([c, part]) => ({ c, sum: kind === "maxpool" ? 1 : feeding.sum(part) }));
      const most = Math.max(...sums.map(({ sum }) => Math.abs(sum)), 1e-9), window = windows.at(-1);
      flows.replaceChildren(...sums.filter(({ sum }) => Math.abs(sum) > most / 50).map(({ c, sum }) => {
        const [x, y, w, h] = places[unit.k - 1].box({ ...window, c });
        return shape("path", "way", { d: `M${x + w / 2},${y + h}L${left + wide / 2},${top}`, "data-sign": kind === "maxpool" ? "" : Math.sign(sum),
          "stroke-width": 0.5 + (4 * Math.abs(sum)) / most });
      }));
    }

    // Inputs, weights and products, each in the shape in which the layer before gives its numbers.
    function showParts({ terms, patch, channels, kind }, best) {
      const side = kind === "maxpool" ? [["input", "numbers"]] : [["input", "input"], ["weight", "× weight"], ["product", "= product"]];
      const count = channels.length, columns = { 1: 1, 8: 8, 16: 8, 128: 32 }[count], gap = { 1: 0, 8: 4, 16: 4, 128: 0 }[count];
      const beside = count === 1, room = beside ? 92 : (WIDE - gap * (columns - 1)) / columns, cell = room / patch.width;
      const high = Math.ceil(count / columns) * (room + gap) - gap, step = high + 30;
      const drawn = side.flatMap(([part, label], i) => {
        const [left, top] = beside ? [i * (WIDE - room) / 2, 24] : [0, 24 + i * step];
        const most = Math.max(...terms.map((term) => Math.abs(term[part])), 1e-9);
        const spot = ({ y, x, c }) => { const n = channels.indexOf(c); return [left + (n % columns) * (room + gap) + (x - patch.x) * cell, top + Math.floor(n / columns) * (room + gap) + (y - patch.y) * cell]; };
        const cells = terms.filter((term) => term[part] !== 0).map((term) => {
          const [x, y] = spot(term), amount = Math.abs(term[part]) / most;
          if (part === "input") return shape("rect", "ink", { x, y, width: cell, height: cell, opacity: amount });
          const width = cell * Math.sqrt(amount) * 0.94, height = term[part] < 0 ? width * 0.45 : width; // a minus sign, or a square
          return shape("rect", "signed", { x: x + (cell - width) / 2, y: y + (cell - height) / 2, width, height, "data-sign": Math.sign(term[part]) });
        });
        const paper = channels.map((c) => [...spot({ y: patch.y, x: patch.x, c }), room, room]);
        const marks = best.map((term) => [...spot(term), cell, cell]);
        return [shape("path", "box", { d: outline(paper) }), ...cells, shape("path", "mark", { d: outline(marks) }), shape("text", "name", { x: left, y: top - 7 }, label)];
      });
      const bottom = 24 + (beside ? high + 6 : side.length * step - 24), key = (kind === "maxpool" ? [[0, "mark", 1, "the largest"]]
        : [[0, "signed", 1, "positive"], [88, "signed", -1, "negative"], [180, "mark", 1, "the strongest"]]).filter(([, kind]) => kind !== "mark" || best.length);
      drawn.push(...key.flatMap(([x, kind, sign, words]) => [
        shape("rect", kind, { x: x + 1, y: bottom + (sign < 0 ? 10 : 7), width: 11, height: sign < 0 ? 5 : 11, "data-sign": sign }),
        Object.assign(shape("text", "key", { x: x + 18, y: bottom + 18 }), { textContent: words })]));
      put(parts, { viewBox: `0 0 ${WIDE} ${bottom + 24}`, "aria-label": `${side.map(([part]) => `${part}s`).join(", ")}: ${terms.length} of each` })
        .replaceChildren(...drawn);
    }

    // The strongest contributions in numbers, then the rest, and the sum.
    function showSum({ k }, { kind, terms, activation, bias, z, value }, best) {
      const row = (...cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, cell)));
      const from = (term) => {
        if (term.k === 0) return brief(term);
        const button = make("button", { type: "button", title: "See what feeds it" }, brief(term));
        button.addEventListener("click", () => {
          choose(term);
          table.querySelector("button")?.focus();
        });
        return button;
      };
      const times = ({ input, weight }) => `${fixed(input)} · ${weight < 0 ? `(${fixed(weight)})` : fixed(weight)}`;
      if (kind === "maxpool") { // the largest first: it alone feeds the output
        const ranked = [...terms].sort((a, b) => b.input - a.input), part = best.length ? "has no part" : "";
        return table.replaceChildren(...ranked.map((term) => row(from(term), term === best[0] ? "the largest" : part, fixed(term.input))), row("output", "", fixed(value)));
      }
      const rest = terms.length - best.length, end = activation === "softmax" ? ["softmax of the ten sums", "", percent(value)] : ["output", "max(0, z)", fixed(value)];
      table.replaceChildren(...best.map((term) => row(from(term), times(term), fixed(term.product))),
        ...(rest ? [row(`${best.length ? "the other" : "all"} ${rest}`, "", fixed(feeding.sum(terms) - feeding.sum(best)))] : []),
        row("bias", "", fixed(bias)), row("sum z", "", fixed(z)), row(...end));
    }

    function choose(unit) {
      chosen = { k: unit.k, y: unit.y, x: unit.x, c: unit.c };
      show();
    }

    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    layers.forEach((layer, i) => {
      const stage = places[i + 1], point = ({ clientX, clientY }) => {
        const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
        choose(stage.under(x, y));
      };
      layer.addEventListener("click", point); // a tap too; a finger that moves scrolls the page
      layer.addEventListener("pointermove", (event) => event.pointerType === "mouse" && event.buttons === 1 && point(event));
      layer.addEventListener("keydown", (event) => {
        if (!(event.key in ways)) return;
        event.preventDefault();
        choose(chosen?.k === stage.k ? stage.beside(chosen, ...ways[event.key], event.shiftKey) : stage.under(SIDE / 2, (stage.top + stage.bottom) / 2));
      });
    });
    undo.addEventListener("click", paper.undo);
    clear.addEventListener("click", paper.clear);
    look();
  }

  const title = "Live figure: the report’s network, from your drawing to its answer";
  return { title, needs: ["drawing.js", "ink.js", "network.js", "report-cnn.js", "feeding.js", "network-plan.js"], defaults: { picture: [] }, render };
})());
