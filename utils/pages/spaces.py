"""A Sphinx extension: what is short stays on one line: 97 %, 28 × 28, 0.8 − 0.2, the corner (1, 0)."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

BREAKS = re.compile(r"(?<=\d) (?=[%×−])|(?<=[×−]) (?=\d)|(?<=\([01],) (?=[01]\))")


class UnbrokenNumbers(SphinxPostTransform):
    """Put no-break spaces where BREAKS finds a space, except in code."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Called by Sphinx for each page."""
        for text in list(self.document.findall(nodes.Text)):
            if not isinstance(text.parent, nodes.literal | nodes.FixedTextElement | nodes.raw | nodes.math):
                text.parent.replace(text, nodes.Text(BREAKS.sub("\N{NO-BREAK SPACE}", text)))


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: add the transform."""
    app.add_post_transform(UnbrokenNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
