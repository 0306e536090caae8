"""Links: those within the built pages lead somewhere, and those out of them are in the book's list."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import bs4
import pytest
from conftest import PAGES, REPOSITORY, ROOT

LINKS = ROOT / "book" / "links.csv"


class Page(HTMLParser):
    """The ids of a page, and the addresses that it refers to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids |= {name for name in (named.get("id"), tag == "a" and named.get("name")) if name}
        for name in ("href", "src"):
            if named.get(name):
                self.addresses.add(str(named[name]))


@pytest.fixture(scope="module")
def pages(built_book: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in built_book.rglob("*.html") if "_static" not in path.parts}


def test_every_link_within_the_book_leads_to_a_place_that_exists(pages: dict[Path, Page]) -> None:
    lost, places = [], 0
    for path, page in pages.items():
        for address in page.addresses:
            target, place = urldefrag(urljoin(path.as_uri(), address))
            if target.startswith("file:"):
                file = Path(unquote(target.removeprefix("file://").split("?")[0]))
                places += bool(place)
                if not file.exists() or (file in pages and place and unquote(place) not in pages[file].ids):
                    lost.append((path.name, address))
    assert lost == []
    assert places > 500


def external(page: Page) -> set[str]:
    """The addresses outside of the book, without those of its own repository and pages."""
    ours = [place for place in (PAGES, REPOSITORY.removeprefix("https://github.com/")) if place]
    found = {address for address in page.addresses if re.match("https?:", address)}
    return {address for address in found if not any(place in address for place in ours)}


def test_the_list_of_links_names_every_address_outside_of_the_book_and_no_other(pages: dict[Path, Page]) -> None:
    with LINKS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = [row["address"] for row in rows]
    used = {address: path for path, page in pages.items() for address in external(page)}
    assert {address: path.name for address, path in used.items() if address not in listed} == {}
    assert [address for address in listed if address not in used] == []
    assert listed == sorted(set(listed))
    for row in rows:
        assert re.fullmatch(r"unchecked|20\d\d-\d\d-\d\d", row["seen"]), row
        assert row["leads to"]


def test_every_source_is_cited_and_complete() -> None:
    """Author, title, year and venue, and where in it: pages, a DOI, or the number of a preprint."""
    text = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    entries = re.findall(r"@(\w+)\{(\w+),\n((?:.*\n)*?)\}", text)
    book = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "book").glob("*.[im]*"))
    assert [key for _, key, _ in entries] == sorted({key for _, key, _ in entries})
    for kind, key, body in entries:
        fields = set(re.findall(r"^  (\w+) *= \{.", body, flags=re.MULTILINE))
        assert fields >= {"author", "title", "year"}, key
        assert fields & {"journal", "booktitle", "publisher", "school", "institution", "howpublished", "eprint", "note"}
        assert kind not in ("article", "inproceedings") or fields & {"pages", "doi", "eprint"}, key
        assert re.search(rf"\{{cite(?::[pt])?\}}`[^`]*\b{key}\b", book), f"{key} is not cited"


def test_a_source_has_the_name_in_the_bibliography_by_which_a_chapter_cites_it(built_book: Path) -> None:
    """A chapter may give the names or the year alone; the citation's own writing of both is sphinxcontrib-bibtex's."""
    folder = built_book / "book"
    names = {}
    for entry in bs4.BeautifulSoup((folder / "bibliography.html").read_text("utf-8"), "html.parser").select(
        ".citation"
    ):
        (label,) = entry.select(".label")
        names[entry["id"]] = label.get_text().strip("[]")
    cited = 0
    for path in folder.glob("*.html"):
        for link in bs4.BeautifulSoup(path.read_text("utf-8"), "html.parser").select('a[href^="bibliography.html#"]'):
            assert link.get_text() in names[str(link["href"]).partition("#")[2]], path.name
            cited += 1
    assert cited > 40
    assert {"Alpaydin and Alimoglu, 1998", "Guo et al., 2017", "Rosenblatt, 1958"} <= set(names.values())
