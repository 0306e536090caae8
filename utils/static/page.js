// Before the first paint: light or dark, as the reader chose or the system is, and what the theme's scripts ask for
// by name.
{
  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  Object.assign(document.documentElement.dataset, { mode, theme: dark ? "dark" : "light" });
}
var toggleHintShow = "Click to show";
var toggleHintHide = "Click to hide";
var toggleOpenOnPrint = "true";
var togglebuttonSelector = ".toggle, .admonition.dropdown";
