"""A Sphinx extension: one style sheet for all pages, with our rules and those of the theme that have a use.

The theme brings a dozen sheets, 480 kB with all of Bootstrap. An old phone waits for each of them before it shows
anything, and then asks for every letter of every formula whether a rule is meant for it.
"""

import re
import zlib
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

import tinycss2
from sphinx.application import Sphinx

NAME = "style.css"
OURS = ["access.css", "palette.css", "hand.css", "book.css", "live.css"]
# In the order in which they overrule one another: the theme's, its extensions', and ours.
SHEETS = [
    *["basic.css", "styles/pydata-sphinx-theme.css", "pygments.css", "styles/sphinx-book-theme.css"],
    *["togglebutton.css", "copybutton.css", "mystnb.*.css"],
    *OURS,
]
PUT_TOGETHER = {"bs-tooltip-auto"}  # which bootstrap.js writes as `bs-${NAME}-auto`
# What stands in brackets may be one of several, or none, or no class at all.
BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]")
CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
# “All that comes after the title”: a browser goes back along every row of siblings to find that there is no title.
# “All but the title” is the same boxes, and found at a glance.
AFTER_TITLE, ALL_BUT_TITLE = re.compile(r"\s+(p?\.admonition-title)\s*~\s*\*"), r" > :not(\1)"


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: join the sheets when all pages are written and lean.py has lightened the theme."""
    app.connect("html-page-context", refuse_unlisted, priority=900)
    app.connect("build-finished", _join, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def refuse_unlisted(_app: Sphinx | None, _page: str, _template: str, context: dict, _doctree: object) -> None:
    """Raises ValueError for a sheet that an extension brings and that is not in the list: no page would have it."""
    brought = {Path(str(file.filename)).name for file in context["css_files"] if getattr(file, "filename", None)}
    listed = [Path(sheet).name for sheet in SHEETS]
    if strange := {name for name in brought if not any(fnmatch(name, sheet) for sheet in listed)}:
        raise ValueError(f"Style sheets that SHEETS of {__name__} does not list: {', '.join(sorted(strange))}.")


def _join(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    sources = [found(static, sheet) for sheet in SHEETS]
    asking = [path for kind in ("html", "js") for path in Path(app.outdir).rglob(f"*.{kind}")]
    asking += [found(static, sheet) for sheet in OURS]  # all of them: our figures write names as `act-${kind}`
    words = {word for path in asking for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}
    joined = "\n".join(lightened(path.read_text(encoding="utf-8"), words | PUT_TOGETHER) for path in sources)
    (static / NAME).write_text(joined + "\n", encoding="utf-8")
    # No browser shows a new page in an old dress.
    link, version = re.compile(rf'(href="[^"]*/{re.escape(NAME)})[^"]*'), f"{zlib.crc32(joined.encode()):08x}"
    for page in Path(app.outdir).rglob("*.html"):
        page.write_text(link.sub(rf"\1?v={version}", page.read_text(encoding="utf-8")), encoding="utf-8")


def found(static: Path, sheet: str) -> Path:
    """The file of a sheet, whose name may hold a `*`. Raises ValueError if there is not just one."""
    files = list(static.glob(sheet))
    if len(files) != 1:
        raise ValueError(f"Expected one style sheet {sheet} in {static}, found {len(files)}: is the theme another one?")
    return files[0]


def lightened(sheet: str, words: set[str]) -> str:
    """The sheet without what asks for classes that are none of the words, and without comments."""
    return _written(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), words)


def _written(rules: Iterable, words: set[str]) -> str:
    lines = []
    for rule in rules:
        if rule.type == "error":
            raise ValueError(f"Line {rule.source_line} of a style sheet is no CSS: {rule.message}.")
        if rule.type == "qualified-rule":
            selectors = [selector for selector in _selectors(rule.prelude) if _may_match(selector, words)]
            if selectors:
                lines.append(f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}")
        elif rule.lower_at_keyword in ("media", "supports"):
            inner = _written(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), words)
            if inner:
                lines.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        elif rule.lower_at_keyword != "charset":  # which may only stand first
            lines.append(rule.serialize())
    return "\n".join(lines)


def _selectors(prelude: Iterable) -> list[str]:
    """“a, b:is(c, d)” in its parts “a” and “b:is(c, d)”."""
    parts: list[list] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [AFTER_TITLE.sub(ALL_BUT_TITLE, tinycss2.serialize(part).strip()) for part in parts]


def _may_match(selector: str, words: set[str]) -> bool:
    return all(name in words for name in CLASS.findall(BRACKETS.sub("", selector)))
