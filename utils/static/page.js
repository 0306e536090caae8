// Before the first paint: light or dark, as the reader chose or the system is; the font, which a page from a file may not
// ask for ahead; and what the theme's scripts ask for by name.
{
  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  Object.assign(document.documentElement.dataset, { mode, theme: dark ? "dark" : "light" });
  if (location.protocol !== "file:") {
    const font = document.currentScript.src.replace("page.js", "fonts/alegreya.woff2");
    const link = Object.assign(document.createElement("link"), { rel: "preload", as: "font", crossOrigin: "", href: font });
    document.head.append(link);
  }
}
var toggleHintShow = "Click to show";
var toggleHintHide = "Click to hide";
var toggleOpenOnPrint = "true";
var togglebuttonSelector = ".toggle, .admonition.dropdown";
