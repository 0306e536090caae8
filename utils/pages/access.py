"""A Sphinx extension: what Sphinx and its theme leave unsaid to those who hear a page is said.

A reader who does not see the page hears where code begins and where its output, finds a name on every fold, and is not
told of headers, entries and landmarks that are none.
"""

import re

from sphinx.application import Sphinx

SAID = {
    r'(?=class="cell_input)': 'role="group" aria-label="Code" ',
    r'(?=class="cell_output)': 'role="group" aria-label="Output" ',
    r"<th\b([^>]*)>(\s*|<p></p>)</th>": r"<td\1></td>",  # the empty corner of a table is no header
    r'role="doc-biblioentry"': 'role="listitem"',  # ARIA 1.2 withdrew what docutils writes
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: mend the body of each page."""
    app.connect("html-page-context", _mend)
    app.add_js_file("access.js", loading_method="defer")
    app.add_css_file("access.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mend(_app: Sphinx, _page: str, _template: str, context: dict, _doctree: object) -> None:
    for found, said in SAID.items():
        context["body"] = re.sub(found, said, context.get("body", ""))
