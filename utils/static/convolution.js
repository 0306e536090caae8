// A kernel over a picture, and one output of it in numbers, as feature-map.js computes them: chapter 4.
live.define("convolution", (() => {
  const OWN = "your own", BLANK = Array.from({ length: 28 }, () => Array(28).fill(0));
  const TRAITS = ["picture", "kernel", "stride", "padding", "flip", "place"];

  function render({ model, el }) {
    const { make, put, choice } = live, { kernels, number, weight } = featureMap;
    const block = (kind, ...children) => make("div", { class: `conv-${kind}` }, ...children);
    const letter = (text) => make("i", {}, text);
    const set = (trait, value) => (model.set(trait, value), model.save_changes());

    // What can be chosen.
    const choose = (name, shown, options, hear) => choice({ name, shown: [name, ...shown], options }, hear);
    const names = [...Object.keys(model.get("pictures")), OWN];
    const pictures = choose("Picture", [], names, (name) => set("picture", name));
    const named = choose("Kernel", [], Object.keys(kernels), (name) => set("kernel", kernels[name]));
    const strides = choose("Stride", [" ", letter("s")], [1, 2, 3], (s) => set("stride", s));
    const paddings = choose("Padding", [" ", letter("p")], [0, 1, 2], (p) => set("padding", p));
    const flip = make("input", { type: "checkbox" });
    flip.addEventListener("change", () => set("flip", flip.checked));

    // The sheet for a picture of the reader's own.
    let own = BLANK;
    const sheet = drawing.paper("a picture", () => {
      const pixels = Array.from(ink.normalise(sheet.ink(), drawing.SIDE, drawing.SIDE), (x) => Number(x.toFixed(2)));
      own = BLANK.map((_, i) => pixels.slice(28 * i, 28 * i + 28));
      show();
    });
    const button = (name, press) => {
      const element = make("button", { type: "button" }, name);
      element.addEventListener("click", press);
      return element;
    };
    const studio = block("studio", sheet.element, make("div", {}, make("p", {},
      "Draw here. What you draw is brought to 28 × 28 pixels, as the digits of MNIST were."),
      make("div", { class: "live-buttons" }, button("Undo", sheet.undo), button("Clear", sheet.clear))));

    // The picture, the kernel that can be written in, the map that can be pointed at.
    const picture = grid.drawing({ role: "img" });
    const map = grid.drawing({ role: "application", tabindex: 0, class: "grid conv-map" });
    const [patchFrame, cellFrame] = [picture, map].map(({ over }) => {
      const frames = ["grid-halo", "grid-look"].map((kind) => make("svg:rect", { class: kind }));
      over.append(...frames);
      return frames;
    });
    let typed = null; // the weight that the reader is writing, which is left alone meanwhile
    const weights = Array.from({ length: 9 }, (_, i) => {
      const name = `weight, row ${Math.floor(i / 3)}, column ${i % 3}`;
      const input = make("input", { type: "text", autocomplete: "off", "aria-label": name });
      input.addEventListener("input", () => (typed = input));
      input.addEventListener("change", () => write(i, featureMap.read(input.value)));
      input.addEventListener("blur", () => (typed = null));
      input.addEventListener("keydown", (event) => {
        const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        write(i, featureMap.read(input.value) + step);
      });
      input.addEventListener("focus", () => input.select());
      return input;
    });
    const range = make("p", { class: "conv-note", "aria-live": "polite" }, "write your own numbers, −99 to 99");
    function write(i, value) { // what is no number is not taken, and the old one stands there again
      const all = model.get("kernel").flat(), refused = Number.isNaN(value);
      typed = null;
      range.textContent = `${refused ? `“${weights[i].value}” is not taken: write numbers` : "write your own numbers,"} −99 to 99`;
      if (!Number.isNaN(value)) all[i] = Math.min(Math.max(value, -99), 99);
      set("kernel", [0, 3, 6].map((start) => all.slice(start, start + 3)));
    }

    const [pictureTitle, kernelTitle, mapTitle] = ["p", "p", "p"].map((name) => make(name, { class: "conv-title" }));
    const [pictureNote, mapNote] = ["p", "p"].map((name) => make(name, { class: "conv-note" }));
    const cells = Array.from({ length: 9 }, () => ({ factors: make("span"), product: make("b") }));
    const sum = make("p", { class: "conv-sum" }), formula = make("p", { class: "conv-size" });
    const status = make("p", { role: "status", class: "conv-status" });
    const laid = make("p", { class: "conv-title" });
    pictureTitle.append("picture ", letter("x"));
    kernelTitle.append("kernel ", letter("w"));
    mapTitle.append("feature map ", letter("z"));
    el.classList.add("convolution");
    el.append(block("sheet", block("choices", pictures.element, named.element,
      block("settings", strides.element, paddings.element,
        make("label", { class: "conv-flip" }, flip, "flip the kernel: true convolution"))),
      block("picture", pictureTitle, picture.svg, pictureNote),
      block("kernel", kernelTitle, make("div", { role: "group", "aria-label": "Kernel", class: "conv-weights" }, ...weights),
        range),
      block("feature", mapTitle, map.svg, mapNote),
      block("products", laid, block("cells", ...cells.map(({ factors, product }) => make("div", {}, factors, product)))),
      block("words", sum, status, formula)));

    // The state is the model's; only where a mouse hovers is not.
    let hovered = null, z;
    const rows = () => (model.get("picture") === OWN ? own : model.get("pictures")[model.get("picture")]);
    const within = (place) => place.map((at) => Math.min(Math.max(at, 0), z.length - 1));

    function show() {
      const [name, kernel, s, p, turn, fixed] = TRAITS.map((trait) => model.get(trait)), x = rows(), n = x.length;
      const used = turn ? featureMap.turned(kernel) : kernel;
      z = featureMap.map(x, used, s, p);
      const [i, j] = within(hovered ?? fixed), o = z.length, small = n <= 6, written = small && o <= 9, m = n + 2 * p;
      const padded = featureMap.patch(x, m, 1, p, 0, 0), inside = (at) => at >= p && at < n + p;
      const reached = (at) => at < m - featureMap.left(n, 3, s, p);
      picture.show(padded, { most: Math.max(...x.flat(), 0), write: small && number,
        rest: (row, column) => !inside(row) || !inside(column) || !reached(row) || !reached(column) });
      const strongest = Math.max(...z.flat().map(Math.abs));
      map.show(z, { most: strongest, signed: true, write: written && number });
      for (const frame of patchFrame) picture.frame(frame, m, i * s, j * s, 3);
      for (const frame of cellFrame) map.frame(frame, o, i, j, 1);

      const equals = (value) => (featureMap.exact(value) ? "=" : "≈");
      const patch = featureMap.patch(x, 3, s, p, i, j), made = featureMap.products(patch, used).flat();
      const between = (w) => (w < 0 ? `(${weight(w)})` : weight(w));
      cells.forEach(({ factors, product }, k) => {
        factors.textContent = `${number(patch.flat()[k])} · ${between(used.flat()[k])}`;
        product.textContent = `${equals(made[k])} ${number(made[k])}`;
        put(product.parentElement, { "data-sign": Math.sign(made[k]) });
      });
      sum.replaceChildren("sum of the nine: ", letter("z"), make("sub", {}, `${i},${j}`), ` ${equals(z[i][j])} `,
        make("b", {}, number(z[i][j])));
      const [size, over] = featureMap.size(n, 3, s, p);
      const pieces = size.split(/([nkps])/).map((part, k) => (k % 2 ? letter(part) : part));
      formula.replaceChildren("Side of the map: ", ...pieces, `. ${over}`);
      const blank = name === OWN && !x.flat().some(Boolean);
      const sentence = blank ? "Draw something on the sheet." : featureMap.told(z, kernel, turn, i, j);
      live.tell(status, sentence);

      laid.textContent = turn ? "patch · kernel turned by 180°" : "patch · kernel";
      pictureNote.textContent = `${n} × ${n} pixels${p ? `, and a frame of zeros, ${p} wide` : ""}`;
      const [low, high] = [Math.min(...z.flat()), Math.max(...z.flat())].map(number);
      mapNote.textContent = `${o} × ${o} outputs, ${low} to ${high}${written ? "" : "; a dash is a minus"}. Point at one.`;
      const span = (at) => `${number(at * s - p)} to ${number(at * s - p + 2)}`;
      put(picture.svg, { "aria-label":
        `The picture: ${name}, ${pictureNote.textContent}. Framed: rows ${span(i)}, columns ${span(j)}.` });
      put(map.svg, { "aria-label":
        `Feature map, ${o} × ${o} outputs, from ${low} to ${high}. Arrow keys move to another output.` });
      weights.forEach((input, k) => {
        const w = kernel.flat()[k];
        if (input !== typed) input.value = weight(w);
        put(input, { "data-sign": Math.sign(w) });
      });
      pictures.show(name);
      named.show(Object.keys(kernels).find((one) => featureMap.same(kernels[one], kernel)));
      strides.show(s);
      paddings.show(p);
      flip.checked = turn;
      if (name !== OWN) studio.remove();
      else if (!studio.parentElement) pictures.element.after(studio); // once: a stroke may be under way
    }

    // Pointing: a mouse looks where it hovers, and what is clicked or touched stays; arrow keys step.
    const look = (event) => map.at(event, z.length);
    function hover(place) {
      hovered = place;
      show();
    }
    map.svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      map.svg.setPointerCapture(event.pointerId);
      hovered = null;
      set("place", look(event));
    });
    map.svg.addEventListener("pointermove", (event) => {
      if (map.svg.hasPointerCapture(event.pointerId)) set("place", look(event));
      else if (event.pointerType === "mouse") hover(look(event));
    });
    map.svg.addEventListener("pointerleave", () => hover(null));
    map.svg.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!way) return;
      event.preventDefault();
      hovered = null;
      set("place", within(within(model.get("place")).map((at, axis) => at + way[axis])));
    });
    for (const trait of TRAITS) model.on(`change:${trait}`, show);
    show();
  }

  return {
    title: "Live figure: a kernel over a picture, and its feature map",
    needs: ["drawing.js", "ink.js", "grid.js", "feature-map.js"],
    defaults: { pictures: {}, picture: OWN, kernel: [], stride: 1, padding: 0, flip: false, place: [0, 0] }, render,
  };
})());
