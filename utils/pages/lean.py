"""A Sphinx extension: a page carries what it needs, and no script stands in it, only files of scripts, so that it opens
fast on an old phone and a server may forbid all else (`POLICY`).
"""

import re
import shutil
from pathlib import Path

from PIL import Image
from sphinx.application import Sphinx

# The Content-Security-Policy under which every page is whole; a server that can send headers may send it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# Scripts of extensions, and what stands in a page that needs them.
NEEDED_FOR = {
    "togglebutton": "dropdown admonition",
    "copybutton": 'class="highlight',
    "clipboard.min.js": 'class="highlight',
}
# What the theme ships and no page asks for: source maps, translations, and Font Awesome (book.css draws our icons).
UNUSED = ["**/*.map", "_static/scripts/fontawesome*", "_static/vendor", "_static/locales", "_static/styles/theme.css"]
# What is cut out of its files, and put in its place: Font Awesome's signs and fonts, a measuring of every box (reach.js
# has another way), and what it tells the console. Its setting up asks where boxes lie: done after the first frame, that
# costs nothing, and before it a layout of the whole page.
THEME = "pydata-sphinx-theme"
SET_UP = r'"loading"!=document\.readyState\?e\(\):document\.addEventListener\("DOMContentLoaded",e\)'
TOLD = r"console\.log\(\s*(?:`[^`]*`|\"[^\"]*\"|\w+)\s*\)"
SOUGHT = r'localStorage(?=\.\w+\("sphinx_highlight_terms)'  # where it keeps what was searched for
CUTS = {
    f"styles/{THEME}.css": {r'(\.fa-[\w-]+:before,?)+\{content:"[^"]*"\}|@font-face\{[^}]*/fontawesome/[^}]*\}': ""},
    f"scripts/{THEME}.js": {
        r'document\.querySelectorAll\(\["pre",[^;]*?\.forEach\(e=>\{e\.tabIndex=[^}]*\}\)': "0",
        SET_UP: "requestAnimationFrame(()=>setTimeout(e))",
        TOLD: "0",
    },
    "togglebutton.js": {TOLD: "0"},
    "searchtools.js": {SOUGHT: "sessionStorage"},  # which forgets with the tab
    "sphinx_highlight.js": {SOUGHT: "sessionStorage"},
}
# Written into them, so that a second build, which finds them as the first left them, knows.
LIGHTENED = "/* lightened by utils/pages/lean.py */"
PICTURE = re.compile(r'<img (?P<rest>[^>]*?src="[^"]*_images/(?P<name>[^"]+\.png)"[^>]*>)')
# Names, brackets and blanks of a program, each in an element of its own though it has the colour of plain text. They
# are more than half of a program's elements, and a browser goes through them again and again.
PLAIN = re.compile(r'<span class="(?:n|nn|p|pm|w)">([^<]*)</span>')
STANDARD = 100  # dots per inch at which a picture of matplotlib is shown as large as it is; "retina" ones have 200
WIDE = 600  # pixels of a picture that would be too small to read on a phone: it scrolls there


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: lighten each page as it is written, and the theme's files at the end."""
    app.connect("html-page-context", _lighten_page, priority=900)
    app.connect("build-finished", _lighten_theme)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _lighten_page(app: Sphinx, _page: str, _template: str, context: dict, _doctree: object) -> None:
    body = context.get("body", "")

    def needed(file: object) -> bool:
        name = str(getattr(file, "filename", None) or "")
        return name != "" and all(mark in body for part, mark in NEEDED_FOR.items() if part in name)

    context["script_files"] = [file for file in context["script_files"] if needed(file)]
    for file in context["script_files"]:
        file.attributes["defer"] = "defer"
    if body:
        context["body"] = PLAIN.sub(r"\1", PICTURE.sub(lambda found: _sized(app, found), body))
    # Buttons whose script stands in the page: the browser's own menu prints and fills the screen too.
    for group in [*context["header_buttons"], context]:
        for key in ("buttons", "header_buttons"):
            if key in group:
                group[key] = [button for button in group[key] if button["type"] != "javascript"]


def _sized(app: Sphinx, found: re.Match[str]) -> str:
    """A picture says how large it is before it has come, and comes when the reader is near."""
    source = next(path for path, (_, name) in app.env.images.items() if name == found["name"])
    with Image.open(Path(app.srcdir) / source) as picture:
        dots = round(picture.info.get("dpi", (STANDARD, STANDARD))[0] / STANDARD)  # of the picture to one of the page
        size = picture.size
    width, height = (side // dots for side in size)
    rest = re.sub(r' style="[^"]*"', "", found["rest"])  # of a size that a phone may not change
    shape = f"aspect-ratio: {size[0]} / {size[1]}"  # before it has come as after it, to a hair, or the page would move
    image = f'<img loading="lazy" width="{width}" height="{height}" style="{shape}" {rest}'
    return f'<div class="wide">{image}</div>' if width > WIDE else image


def _lighten_theme(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    for pattern in UNUSED:
        for path in Path(app.outdir).glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, cuts in CUTS.items():
        file = Path(app.outdir) / "_static" / name
        text = file.read_text(encoding="utf-8")
        if LIGHTENED in text:
            continue
        for part, instead in cuts.items():
            text, found = re.subn(part, instead, text)
            if not found:
                raise ValueError(f"The theme's {name} is not the one that utils/pages/lean.py was written for.")
        file.write_text(f"{text}\n{LIGHTENED}\n", encoding="utf-8")
