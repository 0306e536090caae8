"""A Sphinx extension: the formulas of the built pages are set by the MathJax that the package sphinx-mathjax-offline
ships, of which we copy the one script and its fonts (1.6 MB) and leave the other 20 MB.
"""

import importlib.util
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.fileutil import copy_asset

SCRIPT = "tex-chtml.js"
FONTS = "output/chtml/fonts/woff-v2"


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: name the script on pages with formulas, and copy it once the pages are written."""
    app.config.mathjax_path = f"mathjax/{SCRIPT}"
    app.connect("build-finished", _copy)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _copy(app: Sphinx, error: Exception | None) -> None:
    package = importlib.util.find_spec("sphinx-mathjax-offline")
    if error is not None or app.builder.format != "html":
        return
    if package is None or package.origin is None:
        raise RuntimeError("The formulas need the package sphinx-mathjax-offline: pip install -r requirements.txt")
    source, target = Path(package.origin).parent / "static" / "mathjax", Path(app.outdir) / "_static" / "mathjax"
    copy_asset(source / SCRIPT, target)
    copy_asset(source / FONTS, target / FONTS)
