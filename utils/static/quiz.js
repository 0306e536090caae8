// The quiz at a chapter's end: every answer has its feedback, and the reader may choose again. Nothing is stored or sent.
live.define("quiz", (() => {
  const { make, put } = live;
  const SAY = { right: "Right.", wrong: "Not this one." };
  const KEYS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  // The circle before an option, in which a pen ticks or crosses it.
  const mark = () => make("svg:svg", { viewBox: "0 0 24 24", role: "presentation" },
    make("svg:circle", { cx: 12, cy: 12, r: 10.5 }),
    make("svg:path", { class: "quiz-tick", d: "M6.8 12.6c1.4 1 2.6 2.4 3.4 4C12 13 14.4 9.6 17.4 7.2" }),
    make("svg:path", { class: "quiz-cross", d: "M8 7.9c2.6 2.3 5.4 5.2 8 8.3M16.2 7.7c-2.8 2.4-5.6 5.2-8.4 8.5" }));

  // One question. `answered` hears "right" or "wrong" each time that the reader chooses.
  function ask({ text, options, right }, number, answered) {
    const status = make("p", { role: "status" });
    const choices = options.map(([option, feedback], i) => {
      const verdict = i === right ? "right" : "wrong";
      const told = () => [make("b", {}, SAY[verdict]), ` ${feedback}`];
      const input = make("input", { type: "radio", name: `question ${number}` }), circle = mark();
      const label = make("label", {}, input, make("span", {}, option), circle);
      input.addEventListener("change", () => {
        label.className = status.className = `live-${verdict}`;
        put(circle, { role: "img", "aria-label": verdict }); // so that the option's name, too, says it from now on
        status.replaceChildren(...told());
        answered(verdict);
      });
      return { input, label, room: make("p", { class: "quiz-room" }, ...told()) };
    });
    const inputs = choices.map(({ input }) => input);
    const fieldset = make("fieldset", {}, make("legend", {}, make("b", {}, `${number}.`), ` ${text}`),
      ...choices.map(({ label }) => label),
      // All feedback lies in one place, unseen, which is as high as the longest: nothing moves when one is told.
      make("div", { class: "quiz-feedback" }, ...choices.map(({ room }) => room), status,
        make("p", { class: "quiz-keys" }, "Arrow keys move, the space bar chooses.")));
    // Arrow keys alone would choose what they pass, and spend the first try.
    fieldset.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key in KEYS) inputs.at((inputs.indexOf(event.target) + KEYS[event.key]) % inputs.length).focus();
      else if (event.key === "Enter") event.target.click();
      else return;
      event.preventDefault();
    });
    return fieldset;
  }

  function render({ model, el }) {
    el.classList.add("quiz");

    function begin() {
      const first = new Map(); // question → the verdict on its first answer
      const again = make("button", { type: "button" }, "Start again"), total = make("p", { role: "status" });
      const questions = model.get("questions");
      const asked = questions.map((question, k) => ask(question, k + 1, (verdict) => {
        if (!first.has(k)) first.set(k, verdict);
        if (first.size < questions.length) return;
        const count = [...first.values()].filter((it) => it === "right").length;
        total.textContent = `${count} of ${questions.length} at first try.`;
      }));
      again.addEventListener("click", () => {
        begin();
        el.querySelector("input").focus();
      });
      // A form of its own keeps its radio buttons apart from those of another quiz.
      el.replaceChildren(make("form", {}, ...asked, make("div", { class: "live-buttons" }, again, total)));
    }
    begin();
  }

  return { title: "Quiz. Arrow keys move, the space bar chooses.", defaults: { questions: [] }, render };
})());
