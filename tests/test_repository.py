import subprocess
import sys
from pathlib import Path

from utils.repository import main, pages_of, set_repository

import nbformat
import pytest
import yaml
from conftest import NOTEBOOKS, ROOT, copy_book


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return copy_book(tmp_path)


def first_cell(chapter: Path) -> str:
    notebook = nbformat.read(chapter, as_version=4)
    return next(cell.source for cell in notebook.cells if cell.cell_type == "code")


ALONE = "import sys\nsys.modules['utils'] = None\n"  # so Python finds no such package


def test_a_chapter_alone_installs_from_where_it_is_told(book: Path) -> None:
    """pip is asked for the address where `utils` is not, and for nothing where it is."""
    set_repository(book, "https://example.org/me/copy")
    cells = {first_cell(book / "book" / path.name) for path in NOTEBOOKS}
    assert len(cells) == 1
    source = cells.pop().replace("%pip install --quiet git+{REPOSITORY}", "print('git+' + REPOSITORY)")
    assert run(ALONE + source) == "git+https://example.org/me/copy\n"
    assert run(source) == ""


def test_until_an_address_is_set_a_chapter_alone_says_so(book: Path) -> None:
    set_repository(book, "")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run(ALONE + first_cell(book / "book" / NOTEBOOKS[0].name).replace("%pip", "#"))
    assert "No repository is set: see the book's README.md." in failed.value.stderr


def run(source: str) -> str:
    """What a cell prints, run by Python alone, which does not know how a notebook shows its pictures."""
    command = [sys.executable, "-c", source.replace("%config", "# ")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def files(book: Path) -> dict[str, bytes]:
    return {str(path.relative_to(book)): path.read_bytes() for path in book.rglob("*") if path.is_file()}


def naming(book: Path, address: str) -> list[str]:
    """The files that name an address, but for this one."""
    return [name for name, content in files(book).items() if address.encode() in content and name != OWN]


OWN = str(Path(__file__).relative_to(ROOT))


def test_an_address_is_set_once_again_and_taken_out_everywhere(book: Path) -> None:
    ours = yaml.safe_load((book / "CITATION.cff").read_text("utf-8")).get("repository-code")
    set_repository(book, "")
    assert not ours or naming(book, ours) == []
    without = files(book)
    set_repository(book, "https://github.com/Ada/analytical-engine.git")
    hers = files(book)
    set_repository(book, "https://github.com/Ada/analytical-engine/")
    assert files(book) == hers
    set_repository(book, "https://example.org/bob/his-copy", "https://bob.example.org/digits/")
    assert naming(book, "analytical-engine") == []
    set_repository(book, "")
    assert files(book) == without


def test_the_address_is_where_it_is_needed(book: Path) -> None:
    set_repository(book, "https://github.com/Ada/analytical-engine")
    config, citation = (yaml.safe_load((book / name).read_text("utf-8")) for name in ("_config.yml", "CITATION.cff"))
    options = config["sphinx"]["config"]["html_theme_options"]
    assert options["repository_url"] == citation["repository-code"] == "https://github.com/Ada/analytical-engine"
    assert config["html"]["baseurl"] == citation["url"] == "https://ada.github.io/analytical-engine/"
    assert "https://ada.github.io/analytical-engine/" in (book / "README.md").read_text("utf-8")
    set_repository(book, "https://example.org/bob/his-copy", "https://bob.example.org/digits/")
    config, citation = (yaml.safe_load((book / name).read_text("utf-8")) for name in ("_config.yml", "CITATION.cff"))
    options = config["sphinx"]["config"]["html_theme_options"]
    assert not any([options["repository_url"], options["use_issues_button"], options["launch_buttons"]["colab_url"]])
    assert citation["repository-code"] == "https://example.org/bob/his-copy"
    assert config["html"]["baseurl"] == citation["url"] == "https://bob.example.org/digits/"


@pytest.mark.parametrize(
    ("url", "pages"),
    [
        ("https://github.com/Ada/analytical-engine", "https://ada.github.io/analytical-engine/"),
        ("https://github.com/Ada/ada.github.io", "https://ada.github.io/"),
        ("https://example.org/ada/analytical-engine", ""),
    ],
)
def test_github_publishes_pages_by_the_names_of_owner_and_repository(url: str, pages: str) -> None:
    assert pages_of(url) == pages


@pytest.mark.parametrize("url", ["me/copy", "https://example.org/a b", 'https://x/"; import os', "git@example.org:me"])
def test_what_is_no_address_is_refused(book: Path, url: str) -> None:
    before = files(book)
    for addresses in [(url,), ("https://example.org/me", url)]:
        with pytest.raises(ValueError, match="https:// address"):
            set_repository(book, *addresses)
    assert files(book) == before


@pytest.mark.parametrize("url", ["https://github.com/ada", "https://github.com/ada/copy/tree/main"])
def test_on_github_it_is_the_address_of_a_whole_repository(book: Path, url: str) -> None:
    before = files(book)
    with pytest.raises(ValueError, match=r"OWNER/NAME, the address of the whole repository"):
        set_repository(book, url)
    assert files(book) == before


def test_the_command_says_what_was_wrong_and_no_more() -> None:
    with pytest.raises(SystemExit, match=r"^Expected the https:// address of a Git repository"):
        main(["git@github.com:ada/copy.git"])


def test_where_there_is_no_book_nothing_is_set_and_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^No book/\*\.ipynb in .*; run this in a clone of the book\.$"):
        set_repository(tmp_path, "https://example.org/me")
    assert files(tmp_path) == {}


def test_a_notebook_without_the_cell_is_refused_before_anything_is_written(book: Path) -> None:
    nbformat.write(nbformat.v4.new_notebook(), book / "book" / "8-bare.ipynb")
    before = files(book)
    with pytest.raises(ValueError, match=r"8-bare\.ipynb .* found 0"):
        set_repository(book, "https://example.org/me")
    assert files(book) == before
