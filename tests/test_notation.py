"""The page of notation against the chapters' formulas, the code and the palette."""

import re

from utils import plots

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT

NOTATION = (ROOT / "book" / "notation.md").read_text(encoding="utf-8")
PROSE = {
    path.stem: "\n\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")
    for path in NOTEBOOKS
}
CODE = "\n".join(
    [path.read_text(encoding="utf-8") for path in (ROOT / "utils").rglob("*.py")]
    + [c.source for path in NOTEBOOKS for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
)
# What of a formula is no symbol: how it is set, words, and operators that everybody reads.
TYPESETTING = re.compile(
    r"\\(text|begin|end|mathrm\{new\})\{[^}]*\}|\\(bigl|bigr|big|left|right|frac|tfrac|dfrac|sqrt|underbrace|qquad|quad|dots|"
    r"cdot|times|le|ge|ne|approx|mapsto|lfloor|rfloor|max|sum|lvert|rvert|to|in|mathrm)(?![a-z])"
)
SYMBOL = re.compile(r"\\[a-z]+|softmax|relu|[a-zA-Z]")


def symbols(formula: str) -> set[str]:
    """The letters of a formula: σ as \\sigma, a word such as softmax as one."""
    return set(SYMBOL.findall(TYPESETTING.sub(" ", formula)))


def rows() -> list[list[str]]:
    """The rows of the page's tables of letters, as cells."""
    cells = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in NOTATION.splitlines() if "| {ref}" in line
    ]
    assert len(cells) > 40
    return cells


def formulas(text: str) -> list[str]:
    return re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)


def section(label: str) -> str:
    """What stands between a label and the next one, or the next heading of its rank."""
    chapter = next(text for text in PROSE.values() if f"({label})=" in text)
    return re.split(r"\n\([\w-]+\)=\n|\n## ", chapter.split(f"({label})=\n")[1].split("\n", 1)[1])[0]


@pytest.mark.parametrize("chapter", PROSE)
def test_every_letter_of_a_displayed_formula_is_listed(chapter: str) -> None:
    listed = set().union(*(symbols(cells[0]) for cells in rows()))
    used = set().union(*map(symbols, formulas(PROSE[chapter])), set())
    assert used - listed == set()


@pytest.mark.parametrize("cells", rows(), ids=lambda cells: cells[0])
def test_a_letter_is_where_the_page_says(cells: list[str]) -> None:
    label = re.fullmatch(r"\{ref\}`([\w-]+)`", cells[3])
    assert label, f"{cells[0]}: {cells[3]}"
    maths = " ".join(re.findall(r"\$+([^$]+)\$+", section(label[1])))
    assert symbols(cells[0]) <= symbols(maths), label[1]


def test_the_code_has_the_names_that_the_page_gives() -> None:
    for name in {name for cells in rows() for name in re.findall(r"`([^`]+)`", cells[4])}:
        assert re.search(rf"(?<!\w){re.escape(name)}(?!\w)" if name[0].isalpha() else re.escape(name), CODE), name


def test_every_colour_of_the_palette_has_its_meaning() -> None:
    table = NOTATION.split("## Colours")[1].split("##")[0]
    palette = {name for name, value in vars(plots).items() if name.isupper() and str(value).startswith("#")}
    assert set(re.findall(r"`(\w+)`", table)) == palette - {"PAPER", "INK_SOFT", "LINE", "FAINT"}
