// On a phone the menu and the contents of a page are drawers, dialogs of the theme. Each has a button that closes it, and
// closes when a place of the same page is chosen.
for (const drawer of document.querySelectorAll("dialog[id$='-sidebar-modal']")) {
  const button = { type: "button", className: "drawer-close", ariaLabel: "Close", textContent: "×" };
  drawer.nextElementSibling.prepend(Object.assign(document.createElement("button"), button)); // what it will show
  drawer.addEventListener("click", ({ target }) => {
    if (target.closest(".drawer-close, a[href^='#']")) drawer.close();
  });
}
