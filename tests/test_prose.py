"""The book's English: spelling, sentences, style, terms, and the figures that the prose speaks of."""

import re
import shutil
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT
from prose import EVERYDAY, blocks, chapter_text, first_uses, glossary, passages, place, sentences

WORDS = (ROOT / "tests" / "words.txt").read_text(encoding="utf-8").split()
PROSE = list(passages())
TERM_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\(glossary\.md#(?P<place>term-[\w-]+)\)")


def words(text: str) -> list[str]:
    """The words of a text, without a genitive's 's, and without what is code though nobody marked it so."""
    plain = re.sub(r"\S*(?:\w[_@=\\/(]|\d|\w\.(?=[a-z]))\S*|\w+Error\b|\b(?:[A-Z][a-z]+){2,}\(", " ", text)
    return re.findall(r"[^\W\d_]{3,}", re.sub(r"\b['\u2019]s\b", "", plain).replace("\u2019", "'"))


@cache
def unknown_words() -> dict[str, set[str]]:
    """The words that are neither in the British dictionary nor in the glossary, and where they stand."""
    if shutil.which("hunspell") is None:
        pytest.skip("no hunspell found; install it and its dictionary: apt-get install hunspell hunspell-en-gb")
    where = defaultdict(set)
    for passage in PROSE:
        for block in blocks(passage.text):
            for word in words(block):
                where[word].add(passage.where)
    command = ["hunspell", "-d", "en_GB", "-i", "utf-8", "-l"]
    found = subprocess.run(command, input="\n".join(where), capture_output=True, text=True, check=True).stdout.split()
    terms = {word.lower() for term in glossary() for word in words(term)}
    return {word: where[word] for word in found if not {word.lower(), word.lower().removesuffix("s")} & terms}


def test_words_are_spelt_as_in_british_english_or_listed() -> None:
    """A word of the field that no dictionary has belongs into the glossary, a name into tests/words.txt."""
    assert {word: places for word, places in unknown_words().items() if word not in WORDS} == {}


def test_the_word_list_is_sorted_and_no_longer_than_needed() -> None:
    assert sorted(set(WORDS)) == WORDS
    assert [word for word in WORDS if word not in unknown_words()] == []


def test_no_sentence_has_over_forty_words() -> None:
    long = []
    for passage in PROSE:
        is_list = passage.where.endswith("alt")  # of what is seen, with semicolons
        for sentence in sentences(passage.text.replace("; ", ".\n\n") if is_list else passage.text):
            if len([word for word in sentence.split() if re.search(r"\w|□", word)]) > 40:
                long.append((passage.where, sentence))
    assert long == []


# What we do not write, with what may look like it and is meant.
STYLE = {
    "an em dash": r"—",
    "an exclamation mark": r"!",
    "a word twice": r"\b([^\W\d]+) \1\b",
    "a link that says nothing": r"(?i)\b(?:click|tap) here\b|\bthis link\b",
    "hype": r"(?i)\b(?:amazing|awesome|incredibl|revolutionar|exciting|stunning|magical|game-chang|cutting-edge"
    r"|state-of-the-art|ground-?breaking|unleash|supercharge|delve|seamless)\w*",
    "filler": r"(?i)\b(?:obviously|of course|basically|actually|essentially|needless to say|as we all know|in order to"
    r"|it is important to|please note|trivially)\b",
    "-ize for -ise": r"\b\w+(?:(?<!\b[Ss])(?<!\b[Pp]r)iz|yz)(?:e[sdr]?|ers?|ing|ations?)\b",
    "another spelling of a term": r"\b(?:data-?sets|dataset|hand-written|minibatch|mini batch|cross entropy|one hot"
    r"|(?:max|average)-pooling|multi-layer|back-propagation|Jupyter Lab|Javascript|numpy|Numpy|Tensorflow|tensorflow"
    r"|hyper-parameter|feature-map|over-fitting|soft-max|learnt)\b",
}
MEANT = r"Recognizer\b|\boptimizers\b|\bresiz\w+"  # the report's title and its words


@pytest.mark.parametrize("rule", STYLE)
def test_style(rule: str) -> None:
    found = []
    for passage in PROSE:
        for block in blocks(passage.text):
            for match in re.finditer(STYLE[rule], block):
                if not re.search(MEANT, match[0]):
                    found.append((passage.where, block[max(match.start() - 30, 0) : match.end() + 30]))
    assert found == []


def test_the_glossary_is_in_alphabetical_order() -> None:
    terms = list(glossary())
    heads = [term for term in terms if glossary()[term][0] == term]
    assert heads == sorted(heads, key=str.lower)
    assert len(terms) > 130


def test_a_term_links_to_the_glossary_where_a_chapter_first_uses_it() -> None:
    missing = []
    for path in NOTEBOOKS:
        text = chapter_text(path)
        links = [(m.start("text"), m.end("text"), m["place"]) for m in TERM_LINK.finditer(text)]
        uses = {term: (start, end) for term, start, end in first_uses(text)}
        for term, (start, end) in uses.items():
            synonyms = glossary()[term]
            if start == min(uses[synonym][0] for synonym in synonyms if synonym in uses):
                places = {place(synonym) for synonym in synonyms}
                if not any(a <= start and end <= b and there in places for a, b, there in links):
                    missing.append((path.name, term, text[max(start - 40, 0) : end + 20]))
    assert missing == []


def test_every_term_of_the_glossary_is_linked_and_no_link_leads_past_it() -> None:
    linked = {match["place"] for path in NOTEBOOKS for match in TERM_LINK.finditer(chapter_text(path))}
    assert [term for term, group in glossary().items() if not linked & set(map(place, group))] == []
    assert linked <= set(map(place, glossary()))
    assert set(glossary()) >= EVERYDAY


def test_what_a_chapter_gives_a_name_is_in_the_glossary() -> None:
    """`is called **so**` and its like name a term, so the name is a link."""
    naming = re.compile(r"\b(?:is|are|it|also|usually) (?:what the field calls|called) (?:an? |the )?(\*{1,2}[^*]+\*)")
    names = [match[1] for path in NOTEBOOKS for match in naming.finditer(chapter_text(path))]
    assert len(names) > 15
    assert [name for name in names if not TERM_LINK.search(name)] == []


def figures(path: Path) -> list[tuple[str, str]]:
    """The name and the caption of every picture and every live figure of a chapter, the quiz apart."""
    found = []
    for cell in nbformat.read(path, as_version=4).cells:
        shown = "".join(str(output.get("data", {})) for output in cell.get("outputs", []))
        if "image/png" in shown or ("data-figure" in shown and 'data-figure="quiz"' not in shown):
            figure = cell.metadata.get("mystnb", {}).get("figure", {})
            found.append((figure.get("name", ""), figure.get("caption", cell.source)))
    return found


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_every_figure_has_a_number_and_a_caption_and_the_prose_speaks_of_it(chapter: Path) -> None:
    text = chapter_text(chapter)
    for name, caption in figures(chapter):
        assert name.startswith("fig-"), caption
        assert re.search(r"\.$", caption), name
        assert f"{{numref}}`{name}`" in text, f"{chapter.name} does not speak of {name}"


def test_figures_of_different_chapters_have_different_names() -> None:
    names = [name for path in NOTEBOOKS for name, _ in figures(path)]
    assert len(names) == len(set(names)) > 80
