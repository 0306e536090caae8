// Brings live figures to life. In the built page this script finds every element [data-figure="name"], loads name.js
// and what it needs, and mounts it without a kernel. In Jupyter anywidget mounts it, and only `define` and what draws are used.
// Classic scripts throughout: a page opened from file:// may load nothing else.
const live = (() => {
  const figures = {};

  // figure: {render({model, el}), defaults: {trait: value}} and, where a kernel would be asked, {needs: [scripts],
  // prepare(), answer(model)}. `render` does not know in which world it is; `answer` does in the page what Python does.
  const define = (name, figure) => (figures[name] = figure);

  // An element, or with `svg:` before its name a piece of SVG, with attributes and children.
  function make(name, attributes = {}, ...children) {
    const element = name.startsWith("svg:")
      ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4))
      : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  // A slider with its name before and its value behind it. `range` holds min, max and step; `moved` hears where it is,
  // and `show(number, text)` sets it: the text is what is seen and read out.
  function slider(name, range, moved) {
    const input = make("input", { type: "range", ...range }), value = make("span", { class: "live-value" });
    input.addEventListener("input", () => moved(input.valueAsNumber));
    return {
      element: make("label", { class: "live-slider" }, make("span", {}, name), input, value),
      show(number, text) {
        input.value = number;
        value.textContent = text;
        input.setAttribute("aria-valuetext", text);
      },
    };
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

  return { define, make, slider, figures };
})();
