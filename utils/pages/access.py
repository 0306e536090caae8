"""A Sphinx extension: what Sphinx and its theme leave unsaid to those who hear a page is said.

A reader who does not see the page hears where code begins and where its output, finds a name on every fold, figure and
table, and is not told of headers, entries and landmarks that are none. What scrolls, and what may not be broken, is
marked for book.css.
"""

import re
from html import escape, unescape

from sphinx.application import Sphinx

SAID = {
    r'(?=class="cell_input)': 'role="group" aria-label="Code" ',
    r'(?=class="cell_output)': 'role="group" aria-label="Output" ',
    r"<th\b([^>]*)>(\s*|<p></p>)</th>": r"<td\1></td>",  # the empty corner of a table is no header
    r'role="doc-biblioentry"': 'role="listitem"',  # ARIA 1.2 withdrew what docutils writes
    # A figure is called as its caption says, without the sign that links to it.
    r'<figure([^>]*) id="([^"]*)">((?:(?!</figure>).)*?)'
    r'<span class="caption-number">([^<]*</span>)<span class="caption-text"': (
        r'<figure\1 id="\2" aria-labelledby="\2-number \2-text">'
        r'\3<span class="caption-number" id="\2-number">\4<span class="caption-text" id="\2-text"'
    ),
}
HEADING_OR_TABLE = re.compile(r"<h[1-6]\b[^>]*>(?P<heading>.*?)</h[1-6]>|<table\b", re.DOTALL)
INLINE_CODE = re.compile(r'<code class="([^"]*)">(.*?)</code>', re.DOTALL)
LONG = 20  # characters of inline code that a phone's line has room for wherever it stands
STREAM = re.compile(r'<div class="output stream (.*?</pre>)', re.DOTALL)
COLUMNS = re.compile(r"(\S|^)  +\S", re.MULTILINE)  # what was lined up by spaces


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: mend the body of each page."""
    app.connect("html-page-context", _mend)
    app.add_js_file("access.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mend(_app: Sphinx, _page: str, _template: str, context: dict, _doctree: object) -> None:
    body = context.get("body", "")
    for found, said in SAID.items():
        body = re.sub(found, said, body, flags=re.DOTALL)
    body = INLINE_CODE.sub(_mark_long, body)
    context["body"] = STREAM.sub(_mark_columns, name_tables(body))


def name_tables(body: str) -> str:
    """The HTML with a name for each table: the heading above it."""
    heading = ""

    def name(found: re.Match[str]) -> str:
        nonlocal heading
        if found["heading"] is None:
            return f'<table aria-label="{escape(heading)}"' if heading else found[0]
        heading = _text(re.sub(r'<a class="headerlink".*?</a>', "", found["heading"]))
        return found[0]

    return HEADING_OR_TABLE.sub(name, body)


def _mark_long(code: re.Match[str]) -> str:
    long = " long" if len(_text(code[2])) > LONG else ""
    return f'<code class="{code[1]}{long}">{code[2]}</code>'


def _mark_columns(stream: re.Match[str]) -> str:
    """A printed table keeps its lines, and scrolls; the lines of a sentence may be broken."""
    columns = "columns " if COLUMNS.search(_text(stream[1].partition("<pre>")[2])) else ""
    return f'<div class="output stream {columns}{stream[1]}'


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))
