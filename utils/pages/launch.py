"""A Sphinx extension: the buttons of a page lead where this book has something to say. Beside Binder and Colab, which
need an address, the menu of a chapter names JupyterLab, and who reports an error comes to the forms for it.
"""

from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: change the theme's menus once the theme has made them."""
    app.connect("html-page-context", _add_jupyterlab, priority=502)
    app.connect("html-page-context", _lead_to_the_forms, priority=502)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _add_jupyterlab(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:  # noqa: ARG001
    if context.get("page_source_suffix") != ".ipynb":
        return
    menus = context["header_buttons"]
    if not any(menu["label"] == "launch-buttons" for menu in menus):
        group = {"type": "group", "label": "launch-buttons", "icon": "fas fa-rocket", "tooltip": "Run this chapter"}
        menus.insert(0, group | {"buttons": []})
    menu = next(menu for menu in menus if menu["label"] == "launch-buttons")
    menu["tooltip"] = "Run this chapter"
    menu["buttons"].append(
        {
            "type": "link",
            "text": "JupyterLab",
            "tooltip": "Run it on your own machine",
            "icon": "fas fa-laptop",
            "url": f"{context['pathto']('book/run')}#in-jupyterlab",
        }
    )


def _lead_to_the_forms(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:  # noqa: ARG001
    for menu in context["header_buttons"]:
        for button in menu.get("buttons", []):
            if button.get("label") == "source-issues-button":
                button["url"] = button["url"].split("?")[0] + "/choose"
