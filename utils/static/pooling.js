// What pooling makes of an input that shifts by a pixel or is noisy, as pool.js computes it: chapter 4.
live.define("pooling", (() => {
  const TRAITS = ["picture", "shift", "noise", "seed"];
  const FULL = 10; // ink, where there is none in the picture to compare with
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function render({ model, el }) {
    const { make, put, choice, slider } = live, { SIDE, REACH, number } = pool;
    const block = (kind, ...children) => make("div", { class: `pool-${kind}` }, ...children);
    const set = (trait, value) => (model.set(trait, value), model.save_changes());
    const button = (attributes, words, press) => {
      const element = make("button", { type: "button", ...attributes }, words);
      element.addEventListener("click", press);
      return element;
    };

    // The input and what the two kinds of pooling make of it.
    const input = grid.drawing({ role: "application", tabindex: 0, class: "grid pool-input" });
    const outputs = { max: grid.drawing({ role: "img" }), average: grid.drawing({ role: "img" }) };
    const every = [0, 1, 2, 3, 4].map((i) => (grid.SIDE / 4) * i);
    input.over.append(make("svg:path", { class: "pool-blocks",
      d: every.map((at) => `M0,${at}H${grid.SIDE}M${at},0V${grid.SIDE}`).join("") }));

    // What can be done, and what is told.
    const seeds = model.get("draws").length;
    const pictures = choice({ name: "Picture", shown: ["Picture"], options: Object.keys(model.get("pictures")) },
      (name) => set("picture", name));
    const arrows = Object.entries({ Up: "↑", Left: "←", Right: "→", Down: "↓" }).map(([name, arrow]) => {
      const way = WAYS[`Arrow${name}`], to = name.toLowerCase();
      return [button({ "aria-label": `Shift ${to}`, class: `pool-to-${to}` }, arrow, () => push(way)), way];
    });
    const noise = slider({ label: ["noise"], name: "noise, standard deviation", min: 0, max: 4, step: 1 },
      (value) => set("noise", value));
    const again = button({}, "Other noise", () => set("seed", (model.get("seed") + 1) % seeds));
    const back = button({}, "Back to the start", () => {
      set("shift", [0, 0]);
      set("noise", 0);
    });
    const cells = ["input", "max", "average"].map(() => [make("td"), make("td"), make("td")]);
    const table = make("table", { "aria-label": "What has changed" },
      make("thead", {}, make("tr", {}, make("td"), 
        ...["changed", "size of the change", "mean change"].map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...["input", "max", "average"].map((name, row) =>
        make("tr", {}, make("th", { scope: "row" }, name), ...cells[row]))));
    const status = make("p", { role: "status", class: "pool-status" });
    el.classList.add("pooling");
    const title = (words) => make("p", { class: "conv-title" }, words);
    el.append(block("sheet", block("choices", pictures.element),
      block("left", title("input, 8 × 8"), input.svg),
      block("out", title("max, 4 × 4"), outputs.max.svg), block("out", title("average, 4 × 4"), outputs.average.svg),
      block("controls", make("div", { role: "group", "aria-label": "Shift the input", class: "pool-arrows live-buttons" },
        ...arrows.map(([arrow]) => arrow), make("span", { "aria-hidden": "true" }, "shift")),
        make("div", {}, noise.row, make("div", { class: "live-buttons" }, again, back))),
      block("words", table, status)));

    // The state is the model's: picture, shift, noise and seed.
    const within = (at) => Math.min(Math.max(at, -REACH), REACH);
    const push = (way) => set("shift", model.get("shift").map((at, axis) => within(at + way[axis])));

    function show() {
      const [name, shift, strength, seed] = TRAITS.map((trait) => model.get(trait));
      const picture = model.get("pictures")[name], draws = model.get("draws")[seed];
      const most = Math.max(...picture.flat()) || FULL;
      const told = (rows) => rows.map((row) => row.map(number).join(", ")).join("; ");
      const before = pool.seen(picture, [0, 0], 0, draws), after = pool.seen(picture, shift, strength, draws);
      const changes = { input: pool.change(before, after) };
      input.show(after, { most, write: number });
      for (const [kind, { svg, over, show: draw }] of Object.entries(outputs)) {
        const [was, is] = [before, after].map(pool[kind]), change = (changes[kind] = pool.change(was, is));
        draw(is, { most, write: number });
        svg.querySelectorAll(".grid-texts text").forEach((text, k) => put(text, { dy: change.moved[k] ? 11 : 0 }));
        over.replaceChildren(...change.moved.flatMap((moved, k) => {
          if (!moved) return [];
          const [x, y] = [(k % 4) * 75, Math.floor(k / 4) * 75];
          return [
            make("svg:rect", { x: x + 3, y: y + 3, width: 69, height: 69, class: "pool-moved" }),
            make("svg:text", { x: x + 37.5, y: y + 19, class: "pool-was" }, number(was.flat()[k])),
          ];
        }));
        put(svg, { "aria-label": `${kind} pooling: ${told(is)}. ${change.count} of 16 changed.` });
      }
      Object.values(changes).forEach(({ count, of, size, mean }, row) => {
        cells[row][0].textContent = `${count} of ${of}`;
        cells[row][1].textContent = Number.isFinite(size) ? size.toFixed(2) : "–"; // nothing was there
        cells[row][2].textContent = `${mean > 0 ? "+" : ""}${number(mean)}`;
      });
      const sentence = pool.told(shift, strength, changes);
      live.tell(status, sentence);
      put(input.svg, { "aria-label": `Input: ${told(after)}. Arrow keys shift it.` });
      for (const [arrow, way] of arrows)
        put(arrow, { "aria-disabled": way.some((step, axis) => step * shift[axis] === REACH) });
      pictures.show(name);
      noise.show(strength);
      again.disabled = !strength;
    }

    input.svg.addEventListener("keydown", (event) => {
      if (!(event.key in WAYS)) return;
      event.preventDefault();
      push(WAYS[event.key]);
    });
    for (const trait of TRAITS) model.on(`change:${trait}`, show);
    show();
  }

  return {
    title: "Live figure: max and average pooling of an input that shifts or is noisy",
    needs: ["grid.js", "pool.js"],
    defaults: { pictures: {}, picture: "", shift: [0, 0], noise: 0, seed: 0, draws: [] }, render,
  };
})());
