"""The printed book: what its one command makes, and the joined pages in a browser just before they are printed."""

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from utils.print import chromium, join, joined_page, page_numbers

import bs4
import nbformat
import pypdf
import pytest
from conftest import NOTEBOOKS, PAGES, ROOT
from playwright.sync_api import Browser, Page

MILLIMETRE = 72 / 25.4  # in points, the unit of a PDF
FILES = re.findall(r"file: (book/\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
CELLS = [cell for path in NOTEBOOKS for cell in nbformat.read(path, as_version=4).cells]


@pytest.fixture(scope="module")
def pdf(built_book: Path) -> Path:
    """The book as the command prints it."""
    try:
        chromium()
    except FileNotFoundError as error:
        pytest.skip(str(error))
    subprocess.run([sys.executable, "-m", "utils.print", str(built_book)], check=True, cwd=ROOT)
    return built_book.parent / "digits-by-hand.pdf"


@pytest.fixture(scope="module")
def reader(pdf: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(pdf)


@pytest.fixture(scope="module")
def pages(reader: pypdf.PdfReader) -> list[tuple[str, list[tuple[float, float]]]]:
    """Of each page its text, and where its pieces begin: x from the left and y from the top, in millimetres."""
    found = []
    for page in reader.pages:
        # Chromium draws the foot of a page on the page itself, and all else on a sheet of its own, laid at left, top;
        # its unit is a 300th of an inch.
        sheet = re.search(rb"1 0 0 1 (\S+) (\S+) cm\s[^Q]*/X\d+ Do", page.get_contents().get_data())
        left, top = map(float, sheet.groups()) if sheet else (0, 0)
        places: list[tuple[float, float]] = []

        def note(text: str, cm: list, tm: list, *_: object, at: tuple = (left, top), places: list = places) -> None:
            x, y = cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5]
            if not text.strip() or abs(cm[0]) > 2 * abs(cm[3]):
                return  # nothing, or the bar of a brace: a glyph drawn far too long, and cut
            if cm[3] < 0:
                places.append((x / 72 * 25.4, 297 - y / 72 * 25.4))
            else:
                places.append(((at[0] + x) / 300 * 25.4, (at[1] + y) / 300 * 25.4))

        found.append((page.extract_text(visitor_text=note), places))
    return found


@pytest.fixture(scope="module")
def joined(browser: Browser, built_book: Path) -> Iterator[Page]:
    with joined_page(browser, built_book) as page:
        yield page


@pytest.fixture(scope="module")
def titles(built_book: Path) -> dict[str, str]:
    """The title of each page, its number included, as the built page has it."""
    found = {}
    for name in FILES:
        soup = bs4.BeautifulSoup((built_book / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        found[Path(name).name] = soup.select_one("article h1").get_text().rstrip("#")
    return found


def bare(text: str) -> str:
    """Letters and digits alone, so that neither a line's end nor a hyphen nor a ligature counts."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


# The PDF


def test_it_is_a_book_on_a4_that_can_be_sent(reader: pypdf.PdfReader, pdf: Path) -> None:
    assert 180 < len(reader.pages) < 320
    assert pdf.stat().st_size < 10_000_000
    for page in reader.pages:
        assert [round(side / MILLIMETRE) for side in (page.mediabox.width, page.mediabox.height)] == [210, 297]


def test_the_outline_has_every_title_in_order(reader: pypdf.PdfReader, titles: dict[str, str]) -> None:
    outline = [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)]
    assert outline == ["Contents", *titles.values(), "Solutions and answers", "Listings"]


def test_the_contents_give_the_pages_where_the_titles_stand(pdf: Path, pages: list, titles: dict[str, str]) -> None:
    numbers = page_numbers(pdf)
    contents = bare("".join(text for text, _ in pages[: numbers["1-context"] - 1]))
    for name, title in titles.items():
        assert bare(f"{title}{numbers[name]}") in contents
        assert bare(title) in bare(pages[numbers[name] - 1][0])
    for number, (text, _) in enumerate(pages, 1):
        said = text.startswith(str(number)) or str(number) in text.split()
        assert number < numbers["1-context"] or said, f"page {number} does not say so"


def test_every_link_leads_somewhere_and_says_to_which_page(reader: pypdf.PdfReader, pdf: Path, joined: Page) -> None:
    numbers = page_numbers(pdf)
    for page in reader.pages:
        for annotation in page.get("/Annots") or []:
            target = annotation.get_object().get("/Dest")
            assert target is None or str(target).removeprefix("/") in numbers, target
    assert set(joined.locator("[data-page-of]").evaluate_all("all => all.map((it) => it.dataset.pageOf)")) <= set(
        numbers
    )


def test_no_page_number_was_left_out(pages: list) -> None:
    text = "".join(text for text, _ in pages)
    assert "p. 000" not in text
    assert len(re.findall(r"p\.\s*\d+", text)) > 300


def test_every_caption_exercise_and_answer_is_printed(pages: list) -> None:
    text = bare("".join(text for text, _ in pages))
    for cell in CELLS:
        if caption := cell.metadata.get("mystnb", {}).get("figure", {}).get("caption"):
            assert bare(re.split(r"\$|`", caption)[0]) in text, caption
        for task in re.findall(r"^\*\*(\d+\. .*?)\*\*", cell.source, re.MULTILINE):
            assert text.count(bare(task)) >= 2, f"{task}: its task and its solution"


def test_every_question_and_what_each_answer_earns_is_printed(pages: list, built_book: Path) -> None:
    text = bare("".join(text for text, _ in pages))
    for path in NOTEBOOKS:
        page = (built_book / "book" / f"{path.stem}.html").read_text(encoding="utf-8")
        quiz = bs4.BeautifulSoup(page, "html.parser").select_one("[data-figure=quiz]")
        for question in json.loads(quiz["data-options"])["questions"]:
            for words in [question["text"], *(words for option in question["options"] for words in option)]:
                assert bare(words) in text, words


def test_no_text_begins_outside_the_margins(pages: list) -> None:
    assert sum(len(places) for _, places in pages) > 10_000
    for number, (_, places) in enumerate(pages[1:], 2):
        for x, y in places:
            assert 24.5 < x < 185.5, f"page {number}: {x:.0f} mm from the left"
            assert 23.5 < y < 290, f"page {number}: {y:.0f} mm from the top"


# The joined pages


def test_nothing_is_wider_than_the_text(joined: Page) -> None:
    too_wide = joined.evaluate("""() => {
      const edge = document.querySelector("nav").getBoundingClientRect().right + 1;
      return [...document.querySelectorAll(".bd-article *:not(mjx-assistive-mml, mjx-assistive-mml *)")]
        .filter((it) => it.getBoundingClientRect().right > edge)
        .map((it) => `${it.closest("[id]").id}: ${it.outerHTML.slice(0, 120)}`);
    }""")
    assert too_wide == []


def test_no_line_of_a_cell_is_broken(joined: Page) -> None:
    broken = joined.locator(".cell_input pre").evaluate_all("""all => all.filter((it) => {
      const [line, above, below] = ["line-height", "padding-top", "padding-bottom"]
        .map((name) => parseFloat(getComputedStyle(it).getPropertyValue(name)));
      return it.clientHeight > above + (it.textContent.trimEnd().split("\\n").length + 0.5) * line + below;
    }).map((it) => it.textContent)""")
    assert broken == []


def test_no_picture_is_missing_and_none_is_split(joined: Page) -> None:
    pictures = joined.locator("figure img")
    assert pictures.count() == sum("image" in cell.metadata.get("mystnb", {}) for cell in CELLS)
    assert pictures.evaluate_all("all => all.filter((it) => !it.naturalWidth).map((it) => it.src)") == []
    whole = joined.locator("figure, .print-live").evaluate_all(
        "all => all.map((it) => [it.getBoundingClientRect().height, getComputedStyle(it).breakInside])"
    )
    assert all(height < (297 - 24 - 26) / 25.4 * 96 and inside == "avoid" for height, inside in whole)


def test_a_live_figure_is_a_picture_of_it_at_work(joined: Page) -> None:
    figures = joined.locator(".print-live")
    live = [
        o for cell in CELLS for o in cell.get("outputs", []) if "data-figure" in o.get("data", {}).get("text/html", "")
    ]
    assert figures.count() == len(live) - len(NOTEBOOKS) + 1  # no quizzes, but the practice page
    assert joined.locator("[data-figure=digit-pad] [role=status]").all_text_contents() == 2 * ["5 I read a 5."]
    assert "Learned" in joined.locator("[data-figure=xor-training]").inner_text()
    assert joined.locator(".print-live .live-buttons:visible").count() == 0
    for figure in figures.all():
        assert "Live on the page: “" in figure.inner_text()
        assert figure.locator("a").count() == bool(PAGES)


def test_formulas_are_set_and_the_paper_is_white(joined: Page) -> None:
    assert joined.locator("mjx-container").count() > 500
    assert joined.locator("mjx-merror").count() == 0
    assert joined.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_a_still_picture_links_to_the_live_one_if_the_book_has_an_address(built_book: Path, tmp_path: Path) -> None:
    site = tmp_path / "html"
    shutil.copytree(built_book / "book", site / "book")
    for name in FILES:
        page = site / f"{name}.html"
        link = f'<link rel="canonical" href="https://example.org/digits/{name}.html">'
        page.write_text(page.read_text(encoding="utf-8").replace("<head>", f"<head>{link}", 1), encoding="utf-8")
    soup = bs4.BeautifulSoup(join(site), "html.parser")
    links = [link["href"] for link in soup.select(".print-live a")]
    assert len(links) == len(soup.select(".print-live"))
    assert "https://example.org/digits/book/2-perceptron.html#xor" in links
    for link in links:
        name, _, anchor = link.removeprefix("https://example.org/digits/").partition("#")
        assert f'id="{anchor}"' in (built_book / name).read_text(encoding="utf-8")
