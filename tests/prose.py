"""What of the book's files is prose, and where it stands: for the tests of words, sentences and terms."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
from conftest import NOTEBOOKS, ROOT

PAGES = sorted((ROOT / "book").glob("*.md"))
ABOUT = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "utils" / "assets" / "README.md"]
PLACEHOLDER = "□"  # stands for a formula, a piece of code or a citation, which counts as one word of its sentence


class Passage(NamedTuple):
    """A piece of Markdown, and the file and place that it is from."""

    where: str
    text: str


def chapter_text(path: Path) -> str:
    """A chapter's Markdown cells as one text."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def passages() -> Iterator[Passage]:
    """All the prose of the book: cells, captions, alt texts, pages, quizzes, the live figures' words, docstrings."""
    for path in NOTEBOOKS:
        for i, cell in enumerate(nbformat.read(path, as_version=4).cells):
            if cell.cell_type == "markdown":
                yield Passage(f"{path.name}[{i}]", cell.source)
            shown = cell.metadata.get("mystnb", {})
            if shown:
                yield Passage(f"{path.name}[{i}] caption", shown.get("figure", {}).get("caption", ""))
                yield Passage(f"{path.name}[{i}] alt", shown.get("image", {}).get("alt", ""))
    for path in [*PAGES, *ABOUT]:
        yield Passage(path.name, path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "utils" / "quizzes").glob("[a-z]*.py")):
        for question in importlib.import_module(f"utils.quizzes.{path.stem}").QUESTIONS:
            for text in [question.text, *question.options, *question.options.values()]:
                yield Passage(f"quizzes/{path.name}", text)
    for path in sorted((ROOT / "utils" / "static").glob("*.js")):
        for text in words_of_a_script(path):
            yield Passage(path.name, text)
    for path in sorted((ROOT / "utils").rglob("*.py")):
        for text in docstrings(path):
            yield Passage(str(path.relative_to(ROOT)), text)


def words_of_a_script(path: Path) -> Iterator[str]:
    """The strings of a live figure that a reader sees: those with a space, in English."""
    script = path.read_text(encoding="utf-8")
    if path.name == "words.js":
        script = script[script.index("en: {") : script.index("fr: {")]
    script = re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)
    for _, text in re.findall(r'(["`])((?:(?!\1)[^\n\\]|\\.)+)\1', script):
        text = re.sub(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", PLACEHOLDER, text)
        names = re.fullmatch(r"(?=.*-)[a-z-]+(?: [a-z-]+)*-?□?", text)  # of classes
        if (
            re.search(r"[A-Za-z]{3,}[.,:;]? [A-Za-z]", text)
            and not names
            and not re.search(r"[<>={}()\[\]#;]|px", text)
        ):
            yield text


def docstrings(path: Path) -> Iterator[str]:
    """The docstrings of a module, of its classes and of its functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            yield ast.get_docstring(node) or ""


# What is not prose. A group `keep` is the part that is; all else is blanked, character by character, so that what is
# left stands where it stood.
NOT_PROSE = [
    r"<!--.*?-->",
    r"^:[\w-]+:[^\n]*$",  # an option of a directive
    r"^\([\w-]+\)=$",  # a label
    r"</?\w[^>\n]*>",
]
ONE_WORD = [
    r"\$\$.*?(?P<end>\.?)\s*\$\$",
    r"\$[^$\n]+\$",
    r"\{cite(?::[pt])?\}`[^`]+`",
    r"\{(?:ref|numref|doc|term)\}`(?P<keep>[^`<]+?) *<[^`>]*>`",
    r"\{\w+\}`[^`]+`",
    r"``[^`]+``|`[^`\n]+`",
    r"!?\[(?P<keep>[^\]\n]*)\]\([^)\n]*\)",
    r"https?://\S+",
]


def masked(markdown: str) -> str:
    """The Markdown with everything blanked that is not prose, each word where it stood."""
    markdown = _without_fences(markdown)
    for pattern in NOT_PROSE:
        markdown = re.sub(pattern, _blank, markdown, flags=re.MULTILINE | re.DOTALL)
    for pattern in ONE_WORD:
        markdown = re.sub(pattern, _stand_in, markdown, flags=re.MULTILINE | re.DOTALL)
    return markdown


def _without_fences(markdown: str) -> str:
    """Blank blocks of code, and of a directive its first and last line; the first keeps its title."""
    lines, open_fences, in_code = markdown.split("\n"), [], False
    for i, line in enumerate(lines):
        fence, name, title = re.fullmatch(r"(`{3,}|:{3,}|)(\{[\w-]+\}|)(.*)", line).groups()
        if open_fences and fence and line.rstrip() == open_fences[-1]:
            open_fences.pop()
            in_code = False
        elif fence and not in_code:
            open_fences.append(fence)
            in_code = not name
            lines[i] = title.rjust(len(line)) if name == "{admonition}" else " " * len(line)
            continue
        elif not in_code:
            continue
        lines[i] = " " * len(line)
    return "\n".join(lines)


def _blank(match: re.Match[str], stand_in: str = " ") -> str:
    text = match[0]
    blank = re.sub(r"[^\n]", " ", text)
    if kept := match.groupdict().get("keep"):
        start = match.start("keep") - match.start()
        return blank[:start] + kept + blank[start + len(kept) :]
    end = match.groupdict().get("end") or ""
    return stand_in + end + blank[len(stand_in + end) :]


def _stand_in(match: re.Match[str]) -> str:
    return _blank(match, " " if match[0].startswith("{cite}") or match[0].startswith("{cite:p}") else PLACEHOLDER)


def blocks(markdown: str) -> Iterator[str]:
    """The paragraphs, headings, list items and table cells of a Markdown, without what is not prose."""
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*#]|\d+\.) )|\n(?=:? *\|)|(?<=\n)#+ [^\n]*\n", masked(markdown)):
        for block in re.split(r"(?<!\\)\|", paragraph) if paragraph.lstrip().startswith("|") else [paragraph]:
            text = " ".join(re.sub(r"\*+|(?<!\w)_|_(?!\w)", "", block).split()).removeprefix("- ")
            if re.search(r"[A-Za-z]", text):
                yield text


def sentences(markdown: str) -> Iterator[str]:
    """The sentences of a Markdown; what a colon or a semicolon parts is one."""
    for block in blocks(markdown):
        yield from re.split(r"(?<=[.?!])[”\")]*\s+(?=[“\"(]?[A-Z0-9□])", block)


# Terms that chapters use in other forms than the glossary's; plurals need no mention.
OTHER_FORMS = {
    "activation, sparse": ["sparse activation"],
    "affine map": ["affine"],
    "convergence": ["converged", "converges"],
    "floating-point number": ["floating-point", "floating point"],
    "fused loss": ["fused"],
    "nearest-neighbour classifier": ["nearest neighbour"],
}
# Headwords that are everyday words too: the book links them where they are meant as terms, once at least.
EVERYDAY = {
    *("bit", "code", "error", "hidden layer", "input", "learning-rate schedule", "local response normalisation"),
    *("matrix", "output", "pass", "preparation", "stroke", "style", "SVM", "tower", "unit", "averaged perceptron"),
    *("Heaviside function", "convergence", "recogniser", "tangent"),
}


@cache
def glossary() -> dict[str, list[str]]:
    """The glossary's headwords in their order, each with the headwords that share its definition, itself included."""
    text = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
    groups = re.findall(r"^((?:\S.*\n)+)  \S", text[text.index("```{glossary}\n") + 14 :], flags=re.MULTILINE)
    return {word: group.split("\n")[:-1] for group in groups for word in group.splitlines()}


def place(term: str) -> str:
    """The id that Sphinx gives a term on the glossary's page."""
    return "term-" + re.sub(r"\W+", "-", term)


def first_uses(markdown: str) -> Iterator[tuple[str, int, int]]:
    """Each term of the glossary that a chapter's running text uses, and where it first stands."""
    forms = [(form, term) for term in glossary() for form in OTHER_FORMS.get(term, [term])]
    text, first = running_text(markdown), {}
    for form, term in sorted(forms, key=lambda pair: -len(pair[0])):  # "weight" is none where "weight sharing" stands
        words = re.sub("(?<=[^s])y$", "(?:y|ies)", form) if " " not in form else form.replace(" ", r"\s+")
        pattern = re.compile(rf"(?<![\w-]){words}(?:e?s)?(?![\w-])", flags=re.IGNORECASE)
        if (match := pattern.search(text)) and term not in EVERYDAY:
            first[term] = min(match.span(), first.get(term, match.span()))
        text = pattern.sub(_blank, text)
    for term, (start, end) in sorted(first.items(), key=lambda item: item[1]):
        yield term, start, end


def running_text(markdown: str) -> str:
    """A chapter's Markdown as `masked`, without its opening box, headings, tables, exercises' titles and references."""
    opening = r"^(?P<fence>[`:]{3,})\{admonition\} What this chapter gives you.*?^(?P=fence)$"
    markdown = re.sub(opening, _blank, markdown, flags=re.MULTILINE | re.DOTALL)
    markdown = re.sub(r"^([`:]{3,}\{admonition\})(.*)$", lambda m: m[1] + " " * len(m[2]), markdown, flags=re.MULTILINE)
    references = r"\[[^\]\n]*\]\((?!glossary\.md)[^)\n]*\)|\{\w+(?::\w)?\}`[^`]*`"
    outside = rf"^#+ .*$|^\|.*$|^\*\*\d+\..*?\*\*|{references}"
    return masked(re.sub(outside, _blank, markdown, flags=re.MULTILINE))
