// A fold is called by its title, where sphinx-togglebutton calls them all "Toggle hidden content".
addEventListener("load", () => {
  for (const fold of document.querySelectorAll(".admonition-title > .toggle-button"))
    fold.setAttribute("aria-label", fold.parentElement.textContent.trim());
});
