"""A Sphinx extension: Markdown links reach the glossary's terms, as in `[kernels](glossary.md#term-kernel)`.

Sphinx's own way, a role, would stand as such in a notebook that JupyterLab or Colab shows; a link is a link everywhere.
"""

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: once all pages are read, make their terms places that MyST knows."""
    app.connect("env-updated", _make_terms_places)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _make_terms_places(_app: Sphinx, environment: BuildEnvironment) -> None:
    for term, _, kind, page, place, _ in environment.get_domain("std").get_objects():
        if kind == "term":
            environment.metadata[page].setdefault("myst_slugs", {})[place] = (0, place, term)
