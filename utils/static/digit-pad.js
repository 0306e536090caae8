// The drawing canvas that asks the network: chapter 6 and the landing page.
live.define("digit-pad", (() => {
  const PATIENCE = 5000; // how long to wait for a kernel before saying so, in milliseconds

  // What Python does in the kernel (utils/figures.py, DigitPad).
  function answer(model) {
    const canvas = new Uint8Array(model.get("canvas").buffer);
    model.set("answer", { question: model.get("question"), ...reader.read(canvas, drawing.SIDE, drawing.SIDE) });
  }

  function render({ model, el }) {
    const { make } = live;
    const paper = drawing.paper("a digit", () => ask());
    const example = make("button", { type: "button" }, "Draw one");
    const undo = make("button", { type: "button" }, "Undo");
    const clear = make("button", { type: "button" }, "Clear");
    const status = make("p", { role: "status", class: "pad-status", "data-digit": "" });
    const pixels = Array.from({ length: 784 }, (_, i) =>
      make("svg:rect", { x: i % 28, y: Math.floor(i / 28), width: 1, height: 1, opacity: 0 }));
    const seen = make("svg:svg", { viewBox: "0 0 28 28", role: "img", class: "pad-picture" }, ...pixels);
    const bars = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, "none"].map((digit) => {
      const bar = make("span", { class: "pad-bar" }), share = make("span", { class: "pad-share" });
      return { row: make("li", {}, make("b", {}, String(digit)), make("span", { class: "pad-track" }, bar), share), bar, share };
    });
    const list = make("ol", { class: "pad-bars", "aria-label": "Probability of each answer" }, ...bars.map(({ row }) => row));
    const mark = make("p", { class: "pad-mark" }), last = bars.at(-1).row;
    last.style.visibility = "hidden"; // until there is an answer, by a network that has "none"
    el.classList.add("digit-pad");
    el.append(
      make("div", { class: "pad-left" }, paper.element, make("div", { class: "live-buttons" }, example, undo, clear)),
      make("div", { class: "pad-right" }, status,
        make("div", { class: "pad-sees" }, seen, make("p", {}, "What the network sees: 28 × 28 pixels")),
        list, mark),
    );

    // Asking. One question is under way at a time; ink that comes meanwhile is asked about when the answer is here.
    let waiting = null, again = false, question = 0;
    function ask() {
      again = waiting !== null;
      if (again) return;
      waiting = setTimeout(() => {
        waiting = null;
        status.textContent = "No answer from the kernel. Run this cell again.";
      }, PATIENCE);
      model.set("canvas", new DataView(paper.ink().buffer));
      model.set("question", ++question); // so that asking twice about the same ink is still two questions
      model.save_changes();
    }
    model.on("change:answer", () => {
      clearTimeout(waiting);
      waiting = null;
      show(model.get("answer"));
      if (again) ask();
    });

    function show({ digit, probabilities, none, sure, picture, error }) {
      if (error) return (status.textContent = error);
      last.style.visibility = none === null ? "hidden" : "visible";
      if (sure) {
        list.style.setProperty("--sure", sure);
        mark.textContent = `The mark: above ${Math.round(100 * sure)} % a digit is read.`;
      }
      live.put(list, { "aria-hidden": digit === "" }); // before an answer ten bare digits would be heard
      picture.forEach((value, i) => pixels[i].setAttribute("opacity", value));
      seen.setAttribute("aria-label", `The 28 by 28 pixels that the network sees: ${picture.filter(Boolean).length || "none"} of them with ink.`);
      bars.forEach(({ row, bar, share }, i) => {
        const percent = 100 * ([...probabilities, none][i] ?? 0);
        row.classList.toggle("pad-chosen", digit === String(i));
        bar.style.width = `${percent}%`;
        share.textContent = percent < 0.5 ? "" : `${percent.toFixed(percent > 99 && percent < 99.95 ? 1 : 0)} %`;
        if (percent < 0.5) share.append(make("span", { class: "live-heard" }, "under 1 %"));
      });
      if (!paper.busy() && !again) say(digit, probabilities);
    }

    const name = (digit) => (Number(digit) === 8 ? "an 8" : `a ${digit}`);
    function say(digit, probabilities) {
      const [first, second] = probabilities.map((p, i) => [p, i]).sort(([p], [q]) => q - p).map(([, i]) => i);
      status.dataset.digit = digit;
      const sentence = make("p", {}, ...(
        digit === "" ? ["Draw a digit, 0 to 9."]
        : digit !== "?" ? [make("b", {}, digit), ` I read ${name(digit)}.`]
        : probabilities.reduce((a, b) => a + b) < 0.5 ? [make("b", {}, "?"), ` This looks like no digit to me. The nearest is ${name(first)}.`]
        : [make("b", {}, "?"), ` Not sure: ${name(first)}, or ${probabilities[second] > 0.1 ? name(second) : "no digit at all"}?`]
      ));
      if (status.textContent !== sentence.textContent) status.replaceChildren(...sentence.childNodes); // so that it is said once
    }

    // For those who cannot draw here, or want to see it done: a digit by one of the people in examples.js.
    const any = (count) => Math.floor(count * Math.random());
    let next = any(10);
    example.addEventListener("click", () => paper.write(examples.strokes(next++ % 10, any(3))));
    clear.addEventListener("click", paper.clear);
    undo.addEventListener("click", paper.undo);

    show({ digit: "", probabilities: [], none: null, picture: [] }); // before the first answer
  }

  return {
    title: "Live figure: a sheet to draw a digit on, which the network reads",
    needs: ["drawing.js", "examples.js", "ink.js", "network.js", "recogniser.js", "reader.js"],
    defaults: { canvas: null, question: 0, answer: {} },
    prepare: () => reader.prepare(), // which Jupyter has not, and does not call
    answer, render,
  };
})());
