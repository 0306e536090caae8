// The practice page: ten numbers, asked for in one of five languages, written by hand, and read by the book's network.
live.define("practice", (() => {
  const PAUSE = 1500; // how long the pen is away before we look by ourselves, in milliseconds: a 4 has two strokes

  function shuffled(list) {
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }

  function render({ el }) {
    const { make, put } = live;
    let language = navigator.languages.map((tag) => tag.split("-")[0]).find((code) => code in words) ?? "en";
    let kind = "numeral", rounds = [], at = 0, clock = null;
    const t = () => words[language];
    const now = () => rounds[at]; // undefined when all ten are written

    // What is on the page. The texts come with `show`.
    const button = (name, act) => {
      const element = make("button", { type: "button", class: `practice-${name}` });
      element.addEventListener("click", act);
      return element;
    };
    const block = (name, ...children) => make("div", { class: `practice-${name}` }, ...children);
    const legends = { language: make("legend"), show: make("legend") };
    const languages = make("fieldset", { class: "live-choice" }, legends.language,
      ...Object.entries(words).map(([code, { name }]) => put(option("language", code, name, name, () => (language = code)), { lang: code })));
    const kinds = make("fieldset", { class: "live-choice" });
    const asked = make("p", { class: "practice-asked" }), sentence = make("p", { class: "practice-sentence" });
    const speaker = button("listen", () => speak());
    speaker.append(make("svg:svg", { viewBox: "0 0 24 24" },
      make("svg:path", { d: "M4 9h4l5-4v14l-5-4H4zM16.5 9a4 4 0 0 1 0 6M19 6a8 8 0 0 1 0 12" })));
    const status = make("p", { role: "status" });
    const paper = drawing.paper("a digit", hear); // `show` says so in the child's language
    const guide = block("guide");
    const tools = {
      undo: button("undo", paper.undo), clear: button("clear", paper.clear), done: button("done", () => judge(look())),
      next: button("next", next), retry: button("retry", toPaper), mine: button("mine", agree), more: button("more", again),
    };
    const like = make("p"), samples = block("samples"), doubt = make("p");
    const trail = make("div", { class: "practice-rounds" });
    const prompt = block("prompt", block("show", asked, speaker), sentence);
    const sheet = block("sheet", paper.element, make("div", { class: "live-buttons" }, tools.undo, tools.clear, tools.done));
    const lesson = block("lesson", like, samples, doubt);
    const answer = block("answer", status, lesson, make("div", { class: "live-buttons" }, tools.retry, tools.mine, tools.next, tools.more));
    paper.element.prepend(guide);
    el.classList.add("practice");
    el.append(block("settings", languages, kinds), trail, block("play", prompt, sheet, answer));

    // One of several to choose from; `choose` is told.
    function option(group, value, label, name, choose) {
      const input = make("input", { type: "radio", name: `practice-${group}`, value, "aria-label": name });
      input.addEventListener("change", () => {
        choose();
        show();
        if (kind === "listen") speak();
      });
      return make("label", {}, input, make("span", {}, label));
    }

    // Everything that the reader sees, from where we are. Called after every change but the ink's.
    function show() {
      const round = now(), n = round && String(round.digit), tried = round?.tries > 0;
      put(el, { lang: language, dir: t().dir });
      for (const [name, legend] of Object.entries(legends)) legend.textContent = t()[name];
      for (const [name, tool] of Object.entries(tools)) tool.textContent = name === "mine" ? round && t().mine(n) : t()[name];
      const offered = Object.keys(t().kinds).filter((name) => name !== "listen" || speech.voice(language));
      if (!offered.includes(kind)) kind = kind === "listen" ? "word" : "numeral";
      if (kinds.dataset.offered !== (kinds.dataset.offered = [language, ...offered].join())) // or the focus would be lost
        kinds.replaceChildren(legends.show, ...offered.map((name) => {
          const label = { numeral: "3", word: t().numbers[3], eastern: t().eastern?.[3] }[name] ?? t().kinds[name];
          return option("kind", name, label, `${t().kinds[name]}: ${label}`, () => (kind = name));
        }));
      for (const input of el.querySelectorAll("[type=radio]")) input.checked = [language, kind].includes(input.value);

      put(trail, { role: round ? "img" : "list", "aria-label": round ? t().round(at + 1) : t().end });
      trail.replaceChildren(...rounds.map(mark));
      el.classList.toggle("practice-over", !round);
      el.classList.toggle("practice-right", Boolean(round?.right));
      const missed = tried && !round.right;
      for (const [name, shown] of Object.entries({ retry: missed, mine: missed, next: tried, more: !round })) tools[name].hidden = !shown;
      lesson.hidden = !missed;
      if (!round) return tell("", t().end, rounds.some(first) ? t().first(rounds.filter(first).length) : "");

      // The number, in the form chosen; when it has been tried, its digit too.
      const forms = { numeral: n, word: t().numbers[n], eastern: t().eastern?.[n], listen: tried ? t().numbers[n] : "" };
      asked.dataset.kind = kind;
      asked.replaceChildren(make("span", {}, forms[kind]),
        ...(t().latin && kind !== "numeral" && forms[kind] ? [make("small", { lang: "zgh-Latn" }, t().latin[n])] : []),
        ...(tried && kind !== "numeral" ? [make("small", {}, `= ${n}`)] : []));
      sentence.textContent = t().ask[kind];
      speaker.hidden = !speech.voice(language);
      put(speaker, { "aria-label": t().kinds.listen });
      put(paper.canvas, { "aria-label": [t().ask[kind], forms[kind], t().sheet].filter(Boolean).join(" ") });

      if (!tried) tell("");
      else if (round.right) tell(round.read, round.agreed ? t().agreed(n) : t().praise[at % t().praise.length](n));
      else tell(round.read, reading(round.read), round.tries > 1 ? t().trace : "");
      guide.replaceChildren(...(missed && round.tries > 1 ? [examples.picture(round.digit, 0)] : []));
      if (!missed) return;
      like.textContent = t().like(kind === "eastern" ? forms.eastern : n);
      doubt.textContent = t().doubt;
      samples.replaceChildren(
        make("figure", {}, drawing.copy(round.strokes), make("figcaption", {}, t().yours)),
        ...examples.points[n].map((_, which) => {
          const sample = button("sample", () => sample.replaceChildren(examples.picture(round.digit, which))); // drawn anew
          sample.append(examples.picture(round.digit, which));
          return put(sample, { "aria-label": t().another });
        }));
    }

    const reading = (read) => (read === "?" ? t().unsure : t().read(read));
    function tell(digit, ...sentences) {
      status.dataset.digit = digit;
      status.dataset.right = now()?.right ?? "";
      status.textContent = sentences.filter(Boolean).join(" ");
    }

    // One of the ten in the trail above, and in the result: what was written, what was asked for, and how it was read.
    const first = ({ right, agreed, tries }) => right && !agreed && tries === 1;
    function mark({ digit, right, agreed, read, strokes }, i) {
      const note = agreed ? "✎" : right ? "✓" : reading(read);
      return make("div", { role: now() ? "presentation" : "listitem", "data-right": right, ...(i === at && { "aria-current": "step" }) }, drawing.copy(strokes),
        ...(now() ? [] : [make("b", {}, String(digit)), make("span", {}, note)]));
    }

    // A game, its rounds, and what happens in each.
    function start() {
      rounds = shuffled([...Array(10).keys()]).map((digit) => ({ digit, tries: 0, right: false, read: "", strokes: [] }));
      go(0);
    }
    function go(round) {
      at = round;
      paper.clear();
      show();
      if (kind === "listen") speak();
    }
    function again() {
      start();
      toPaper();
    }
    function next() {
      go(at + 1);
      if (now()) return toPaper();
      tools.more.focus({ preventScroll: true });
      trail.scrollIntoView({ block: "nearest" });
    }
    function toPaper() {
      paper.canvas.focus({ preventScroll: true });
      for (const part of [sheet, prompt]) part.scrollIntoView({ block: "nearest" });
    }
    const speak = () => now() && speech.say(language, t().numbers[now().digit]);

    const look = () => reader.read(paper.ink(), drawing.SIDE, drawing.SIDE).digit;
    function hear() {
      clearTimeout(clock);
      clock = setTimeout(() => {
        if (now() && !paper.busy() && look() === String(now().digit)) judge(look()); // of what is right we need not ask
      }, PAUSE);
    }
    function judge(read) {
      const round = now();
      if (round.right) return;
      if (read === "") {
        if (!round.tries) tell("", t().ask[kind]); // else what was said of the last try stays
        return;
      }
      Object.assign(round, { read, tries: round.tries + 1, strokes: paper.strokes() });
      end(read === String(round.digit));
    }
    function agree() {
      now().agreed = true;
      end(true);
      tools.next.focus();
    }
    function end(right) {
      now().right = right;
      clearTimeout(clock);
      if (!right) paper.clear(); // a new sheet; Undo brings the old one back
      show();
      answer.scrollIntoView({ block: "nearest" });
    }

    speech.heed(show);
    start();
  }

  return {
    needs: ["drawing.js", "ink.js", "network.js", "recogniser.js", "reader.js", "words.js", "examples.js", "speech.js"],
    prepare: () => reader.prepare(),
    render,
  };
})());
