// Before the first paint: light or dark, as the reader chose or the system is, and what the theme's scripts ask for
// by name.
{
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch {} // a browser that keeps nothing for pages says so by an error
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  Object.assign(document.documentElement.dataset, { mode, theme: dark ? "dark" : "light" });
  // The letters are asked for at once, so that no line moves when they come (book.css).
  if (location.protocol !== "file:") {
    const href = new URL("fonts/alegreya.woff2", document.currentScript.src);
    const letters = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous", href };
    document.head.append(Object.assign(document.createElement("link"), letters));
    document.documentElement.style.setProperty("--alegreya", "Alegreya");
  }
}
// Paper is white: a page is printed light, however it is shown.
{
  const { dataset } = document.documentElement;
  let shown = dataset.theme;
  addEventListener("beforeprint", () => ([shown, dataset.theme] = [dataset.theme, "light"]));
  addEventListener("afterprint", () => (dataset.theme = shown));
}
var toggleHintShow = "Click to show";
var toggleHintHide = "Click to hide";
var toggleOpenOnPrint = "true";
var togglebuttonSelector = ".toggle, .admonition.dropdown";
