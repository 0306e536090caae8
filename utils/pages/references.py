"""A Sphinx extension for what the book refers to: its glossary and its bibliography.

Markdown links reach the glossary's terms, as in `[kernels](glossary.md#term-kernel)`: Sphinx's own way, a role, would
stand as such in a notebook that JupyterLab or Colab shows, and a link is a link everywhere. The bibliography's entries
carry the label by which the chapters cite them, as in [Guo et al., 2017].
"""

from collections.abc import Iterable, Iterator

from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.labels import BaseLabelStyle
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class AuthorYearLabels(BaseLabelStyle):
    """Family names and the year: all of two authors, the first of more."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """One label an entry, in their order."""
        for entry in sorted_entries:
            names = [" ".join([*person.prelast_names, *person.last_names]) for person in entry.persons["author"]]
            authors = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
            yield f"{authors}, {entry.fields['year']}".replace("{", "").replace("}", "")


class AuthorYearStyle(AlphaStyle):
    """The style of the bibliography, by its name `author_year`."""

    default_label_style = AuthorYearLabels


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: name the style, and once all pages are read, make their terms places that MyST knows."""
    register_plugin("pybtex.style.formatting", "author_year", AuthorYearStyle)
    app.connect("env-updated", _make_terms_places)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _make_terms_places(_app: Sphinx, environment: BuildEnvironment) -> None:
    for term, _, kind, page, place, _ in environment.get_domain("std").get_objects():
        if kind == "term":
            environment.metadata[page].setdefault("myst_slugs", {})[place] = (0, place, term)
