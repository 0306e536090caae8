"""The page that collects the verdicts: it has every row of the report's register, and links that lead to its place."""

import re

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT

PAGE = (ROOT / "book" / "report-checked.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
VERDICT = r"(?:half )?(?:reproduced|corrected|dated|replaced|told|done|in part|built)\b"

# What the register lists, and a word or number that the experiment of the row cannot do without.
FIGURES = {
    **{1: "minutes", 2: "hidden layer", 3: "umbrella", 4: "Heaviside", 5: "linearly separable", 6: "multilayer"},
    **{7: "sigmoid", 8: "Backpropagation", 9: "452,160", 10: "fig-architecture", 11: "dot product", 12: "feature map"},
    **{13: "fig-relu-map", 14: "flattening", 15: "fully connected", 16: "derivative", 17: "0.665", 18: "60,965,224"},
    **{19: "encoder", 20: "pneumonia", 21: "37,610", 22: "Adadelta", 23: "base 2", 24: "fig-mnist-examples"},
}
PROGRAMS = {
    **{1: "0.6000000000000001", 2: "tf.Variable", 3: "5,000 epochs", 4: "(60000, 28, 28)", 5: "one-hot", 6: "37,610"},
    **{7: ".h5", 8: "0.9877", 9: "fig-right", 10: "fig-curves", 11: "confusion matrix", 12: "shrunk, as in the report"},
}
CLAIMS = {
    **{1: "bias = −threshold", 2: "NAND", 3: "passes", 4: "asked each time", 5: "NOT(AND)", 6: "two layers, input and"},
    **{7: "no parameters to tune", 8: "actual output minus desired output", 9: "823 of 1000", 10: "tens of thousands"},
    **{11: "dot product", 12: "invariant", 13: "suppresses noise"},
    **{
        14: "sparsely activated",
        15: "For two one often takes the sigmoid",
        16: "224 by 224",
        17: "the same, but much bigger",
    },
    **{
        18: "*not* LeNet-5",
        19: "base 2",
        20: "the only way",
        21: "calls the target $y$",
        22: "Is 0 black or white?",
    },
    **{23: "12.0 %", 24: "0.9877", 25: "validation set", 26: "shows curves of several optimisers"},
    **{27: '"1" is read best and "5" worst', 28: "gets about half of them right", 29: ".h5", 30: "strokes"},
}


def sections() -> dict[str, str]:
    """The text of every section that has a label, its cells, captions and outputs included; and every figure's code."""
    found = {}
    for path in NOTEBOOKS:
        whole = ""
        for cell in nbformat.read(path, as_version=4).cells:
            printed = "".join(output.get("text", "") for output in cell.get("outputs", []))
            whole += f"\n\n{cell.source}\n{cell.metadata.get('mystnb', '')}\n{printed}"
            if name := cell.metadata.get("mystnb", {}).get("figure", {}).get("name"):
                found[name] = cell.source
        whole = re.sub(r"\[([^\]\n]+)\]\(glossary[^)]+\)", r"\1", whole)
        for match in re.finditer(r"^\(([\w-]+)\)=\n(#+) ", whole, flags=re.MULTILINE):
            following = re.search(rf"^#{{1,{len(match[2])}}} ", whole[match.end() :], flags=re.MULTILINE)
            found[match[1]] = whole[match.start() : match.end() + following.start()] if following else whole
    return found


SECTIONS = sections()


def row(name: str) -> list[str]:
    rows = [cells for cells in ROWS if cells[0] == name]
    assert len(rows) == 1, f"{name} has {len(rows)} rows"
    return rows[0]


def places(cell: str) -> list[str]:
    return re.findall(r"\]\(([\w.-]+)\)", cell)


def test_every_row_of_the_register_is_there_and_no_other() -> None:
    ids = [*map(str, range(1, 25)), *(f"P{n}" for n in range(1, 13)), *(f"C{n}" for n in range(1, 32))]
    numbered = [cells[0] for cells in ROWS if re.fullmatch(r"[PC]?\d+", cells[0])]
    assert sorted(numbered) == sorted(ids)
    assert len([cells for cells in ROWS if cells[0] == "–"]) == 6  # figures without a number


def test_every_row_has_a_verdict_and_says_why_with_a_link() -> None:
    for cells in ROWS:
        if cells[-1] != "Why":
            assert re.match(VERDICT, cells[-2]), cells
            assert places(cells[-1]), cells
            for place in places(cells[-1]):
                assert place in SECTIONS or place == "practice.md", place


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (f"{kind}{n}", word)
        for kind, words in [("", FIGURES), ("P", PROGRAMS), ("C", CLAIMS)]
        for n, word in words.items()
    ],
)
def test_the_place_speaks_of_what_the_row_says(name: str, word: str) -> None:
    text = " ".join(SECTIONS[place] for place in places(row(name)[-1]))
    assert word in text, f"{name}: none of {places(row(name)[-1])} has {word!r}"


def test_the_chapters_own_lists_and_this_page_agree() -> None:
    """Each chapter ends with what the report said; a claim there has the verdict that it has here."""
    count = 0
    for path in NOTEBOOKS:
        last = [
            cell.source for cell in nbformat.read(path, as_version=4).cells if "## What the report said" in cell.source
        ]
        for line in last[0].splitlines() if last else []:
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            for claim in re.findall(r"\b[PC]\d+\b", cells[0]) if len(cells) > 2 else []:
                told = re.match(rf"(?:{VERDICT}|done)", cells[2])
                assert told, line
                count += 1
                assert told[0] == re.match(VERDICT, row(claim)[-2])[0], f"{path.name}: {line}"
    assert count > 35
