"""A Sphinx extension: the formulas of the pages are set while the book is built, by the MathJax that the package
sphinx-mathjax-offline ships. So a page shows them at once and runs no script for it; of MathJax it carries the fonts
(300 kB on disk, and a browser loads those that the page needs). Screen readers are given MathML.
"""

import functools
import importlib.util
import re
from html import escape
from pathlib import Path

import py_mini_racer
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.fileutil import copy_asset
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

PARTS = [
    *["startup", "core", "adaptors/liteDOM", "input/tex-full"],
    *["output/chtml", "output/chtml/fonts/tex", "a11y/assistive-mml"],
]
FONTS = "output/chtml/fonts/woff-v2"
BEGIN = "var MathJax = {startup: {typeset: false}}"
SET_UP = r"""
const {adaptors, handlers, a11y, input, output, mathjax} = MathJax._;
const page = adaptors.liteAdaptor.liteAdaptor();
a11y["assistive-mml"].AssistiveMmlHandler(handlers.html_ts.RegisterHTMLHandler(page));
const chtml = new output.chtml_ts.CHTML({font: new output.chtml.fonts.tex_ts.TeXFont({fontURL: "FONTS"})});
const tex = new input.tex_ts.TeX({packages: ["base", "ams", "boldsymbol", "newcommand", "textmacros"]});
const sheet = mathjax.mathjax.document("", {InputJax: tex, OutputJax: chtml});

const formula = (text, display) => page.outerHTML(sheet.convert(text, {display}));
function styles() { // of the formulas set since it was last called
  const css = page.textContent(chtml.styleSheet(sheet));
  chtml.clearCache();
  return css;
}
"""


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: set the formulas of each page, and give the page what shows them."""
    app.add_html_math_renderer("still", (_visit_inline, None), (_visit_block, None))
    app.connect("doctree-resolved", _keep_together)
    app.connect("html-page-context", _add_styles)
    app.connect("build-finished", _copy_fonts)
    return {"parallel_read_safe": True, "parallel_write_safe": False}


@functools.cache
def _mathjax() -> tuple[Path, py_mini_racer.MiniRacer]:
    package = importlib.util.find_spec("sphinx-mathjax-offline")
    if package is None or package.origin is None:
        raise RuntimeError("The formulas need the package sphinx-mathjax-offline: pip install -r requirements.txt")
    folder = Path(package.origin).parent / "static" / "mathjax"
    engine = py_mini_racer.MiniRacer()
    for source in [BEGIN, *((folder / f"{part}.js").read_text(encoding="utf-8") for part in PARTS), SET_UP]:
        engine.eval(source)
    return folder, engine


def set_formula(tex: str, display: bool = False) -> str:
    """The HTML of a formula given in TeX; what TeX does not know stands in an element `mjx-merror`."""
    return str(_mathjax()[1].call("formula", tex, display))


def _keep_together(_app: Sphinx, doctree: nodes.document, _page: str) -> None:
    """Let a formula in a sentence have what stands close behind it, or a line might begin with a full stop."""
    for formula in doctree.findall(nodes.math):
        after = formula.next_node(descend=False, siblings=True)
        if isinstance(after, nodes.Text) and (close := re.match(r"[^\s\w]+", after.astext())):
            formula["close"] = close[0]
            after.parent.replace(after, nodes.Text(after.astext()[close.end() :]))


def _visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    formula = _formula(node, display=False)
    close = node.get("close")
    self.body.append(f'<span class="math-close">{formula}{escape(close)}</span>' if close else formula)
    raise nodes.SkipNode


def _visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(_formula(node, display=True) + "</div>\n")
    raise nodes.SkipNode


def _formula(node: nodes.Element, display: bool) -> str:
    tex = node.astext()
    if r"\\" in tex and not node.get("nowrap"):
        tex = rf"\begin{{split}}{tex}\end{{split}}"
    html = set_formula(tex, display)
    if "<mjx-merror" in html:
        logging.getLogger(__name__).warning("MathJax cannot set the formula %r", tex, location=node)
    return html


def _add_styles(_app: Sphinx, _page: str, _template: str, context: dict, _doctree: object) -> None:
    if "<mjx-container" in context.get("body", ""):
        fonts = context["pathto"]("_static/mathjax", resource=True)
        styles = str(_mathjax()[1].call("styles")).replace("FONTS", fonts)
        context["metatags"] = context.get("metatags", "") + f"<style>{styles}</style>"


def _copy_fonts(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        copy_asset(_mathjax()[0] / FONTS, Path(app.outdir) / "_static" / "mathjax")
