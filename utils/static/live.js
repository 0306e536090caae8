// Brings live figures to life. In the built page this script finds every element [data-figure="name"], loads name.js
// and what it needs, and mounts it without a kernel. In Jupyter anywidget does, and only what makes a figure is used.
// Classic scripts throughout: a page opened from file:// may load nothing else.
const live = (() => {
  const figures = {};

  // figure: {title, render({model, el}), defaults: {trait: value}} and, where a kernel would be asked, {needs: [scripts],
  // prepare(), answer(model)}. `render` does not know in which world it is; `answer` does in the page what Python does.
  // `title` is what a screen reader calls the figure when it comes to it.
  function define(name, figure) {
    const render = ({ model, el }) => {
      // In JupyterLab too: arrow keys are the figure's, where they would select the next cell.
      Object.assign(el.dataset, { figure: name, lmSuppressShortcuts: "true" });
      if (figure.title) put(el, { role: "group", "aria-label": figure.title });
      el.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && event.stopPropagation());
      return figure.render({ model, el });
    };
    figures[name] = { ...figure, render };
  }

  // An element, or with `svg:` before its name a piece of SVG, with attributes and children.
  function make(name, attributes = {}, ...children) {
    const element = name.startsWith("svg:")
      ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4))
      : document.createElement(name);
    element.append(...children);
    return put(element, attributes);
  }

  function put(element, attributes) {
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  // A number for the reader: two decimals at most, a true minus sign, and what is left of rounding as a power of ten.
  function number(value) {
    const [digits, power] = value.toExponential(0).split("e");
    const crumb = value !== 0 && Math.abs(value) < 0.005;
    const raised = (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)];
    return (crumb ? `${digits}·10${[...power].map(raised).join("")}` : `${+value.toFixed(2)}`).replace("-", "−");
  }

  // Says a sentence in an element with the role `status`, and does not say again what stands there. What comes by itself,
  // one sentence after another, is `quiet`: it is shown and not read out.
  function tell(status, sentence, quiet = false) {
    put(status, { "aria-live": quiet ? "off" : "polite" });
    if (status.textContent !== sentence) status.textContent = sentence;
  }

  // A slider with its label, name for screen readers, and value. `show(value)` sets it, with another text for the value,
  // and yet another to be heard, if they are given; `hear` is told when the reader moves it.
  // The track is filled from zero on, in the colours of positive and negative if the number is `signed`.
  function slider({ label, name, min, max, step, signed }, hear) {
    const input = make("input", { type: "range", min, max, step, "aria-label": name }), text = make("b");
    const share = (value) => Math.min(Math.max((value - min) / (max - min), 0), 1);
    input.addEventListener("input", () => hear(Number(input.value)));
    function show(value, shown = number(value), heard = shown) {
      input.value = value;
      text.textContent = shown;
      put(input, { "aria-valuetext": heard });
      const [from, to] = [share(0), share(value)].sort((a, b) => a - b);
      input.style.setProperty("--from", from);
      input.style.setProperty("--to", to);
      input.dataset.sign = signed ? Math.sign(value) : "";
    }
    return { row: make("label", { class: "live-slider" }, make("span", {}, ...label), input, text), show };
  }

  // A choice of one among a few: its name for screen readers, and what is `shown` of it. `show(option)` sets it; `hear` is told
  // what the reader chooses.
  function choice({ name: called, options, shown }, hear) {
    const name = `choice-${Math.random()}`; // so that two figures of a page do not share their choice
    const inputs = options.map((value) => make("input", { type: "radio", name, value }));
    inputs.forEach((input, i) => input.addEventListener("change", () => hear(options[i])));
    const labels = inputs.map((input, i) => make("label", {}, input, make("span", {}, `${options[i]}`)));
    const element = make("fieldset", { class: "live-choice live-chips", "aria-label": called },
      make("b", { "aria-hidden": "true" }, ...shown), ...labels);
    return { element, show: (option) => inputs.forEach((input, i) => (input.checked = options[i] === option)) };
  }

  // Lets a pointer and the arrow keys move a piece of a drawing: grab(x, y) when it is taken hold of, drag(x, y) on its
  // way, in the drawing's own units; push(dx, dy) for an arrow key, with y upwards.
  function hold(piece, svg, { grab, drag, push }) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const point = ({ clientX, clientY }) => {
      const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [x, y];
    };
    // A finger here does not scroll. The CSS for that, touch-action, passes over what is inline, as most of SVG is.
    piece.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    piece.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      piece.setPointerCapture(event.pointerId);
      grab?.(...point(event));
    });
    piece.addEventListener("pointermove", (event) => {
      if (piece.hasPointerCapture(event.pointerId)) drag(...point(event));
    });
    piece.addEventListener("keydown", (event) => {
      if (!(event.key in ways)) return;
      event.preventDefault();
      push(...ways[event.key]);
    });
  }

  // A button that runs and stops. beat(0), beat(1), … make one step each and return how many milliseconds to wait for
  // the next, or nothing at the end. A reader who wants no motion sees the end at once. Returns what stops the run.
  function runner(button, beat) {
    let clock = null;
    function stop() {
      clearTimeout(clock);
      clock = null;
      button.textContent = "Run";
    }
    function go(count) {
      const wait = beat(count);
      if (wait === undefined) return stop();
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return go(count + 1);
      clock = setTimeout(go, wait, count + 1);
      button.textContent = "Stop";
    }
    button.addEventListener("click", () => (clock === null ? go(0) : stop()));
    stop();
    return stop;
  }

  // What anywidget's model is in Jupyter: named values, and word to those who listen when one changes.
  function pageModel(figure, options) {
    const values = { ...figure.defaults, ...options }, listeners = {};
    return {
      get: (name) => values[name],
      set(name, value) {
        values[name] = value;
        for (const hear of listeners[`change:${name}`] ?? []) hear();
      },
      on: (event, hear) => (listeners[event] ??= []).push(hear),
      save_changes() {
        figure.answer?.(this);
      },
    };
  }

  const { content_root } = document.documentElement.dataset;
  const loaded = {};
  const load = (script) =>
    (loaded[script] ??= new Promise((done, fail) => {
      const element = make("script", { src: `${content_root}_static/${script}` });
      element.onload = done;
      element.onerror = () => fail(new Error(`${element.src} did not load`));
      document.head.append(element);
    }));

  async function mount(el) {
    try {
      await load(`${el.dataset.figure}.js`);
      const figure = figures[el.dataset.figure];
      await Promise.all((figure.needs ?? []).map(load));
      figure.prepare?.();
      el.replaceChildren();
      figure.render({ model: pageModel(figure, JSON.parse(el.dataset.options ?? "{}")), el });
    } catch (error) {
      el.textContent = `This figure could not start: ${error.message}.`;
      throw error;
    }
  }

  if (content_root !== undefined)
    document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-figure]").forEach(mount));

  return { define, make, put, number, tell, slider, choice, hold, runner, figures };
})();
