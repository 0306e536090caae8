"""The buttons above a chapter that run and download it: each leads somewhere, whether or not an address is set."""

import subprocess
import sys
from pathlib import Path

from utils.repository import set_repository

import pytest
from bs4 import BeautifulSoup
from conftest import NOTEBOOKS, REPOSITORY, copy_book, is_local
from playwright.sync_api import Page

OWNER = "https://github.com/ada/her-copy"


def links(page: Path) -> dict[str, str]:
    """Where the buttons above a page lead, by what they say."""
    header = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one(".article-header-buttons")
    assert header is not None
    return {link.text.strip() or link["title"]: link["href"] for link in header.select("a")}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_button_leads_nowhere(built_book: Path, path: Path) -> None:
    page = built_book / "book" / f"{path.stem}.html"
    found = links(page)
    assert (page.parent / found[".ipynb"]).read_bytes() == path.read_bytes()
    run, anchor = found["JupyterLab"].split("#")
    assert f'id="{anchor}"' in (page.parent / run).read_text(encoding="utf-8")
    assert all(REPOSITORY for address in found.values() if "://" in address)


def test_a_chapter_is_downloaded(page: Page, served_book: str) -> None:
    page.goto(f"{served_book}/book/{NOTEBOOKS[0].stem}.html")
    page.locator(".dropdown-download-buttons > button").click()
    with page.expect_download() as download:
        page.locator(".dropdown-download-buttons a").click()
    assert download.value.suggested_filename == NOTEBOOKS[0].name
    assert Path(download.value.path()).read_bytes() == NOTEBOOKS[0].read_bytes()


def test_with_an_address_the_buttons_lead_to_it(tmp_path: Path, page: Page) -> None:
    book = copy_book(tmp_path)
    set_repository(book, OWNER)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(book), "-W", "-n", "--keep-going"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for path in NOTEBOOKS:
        found = links(book / "_build" / "html" / "book" / f"{path.stem}.html")
        place = f"book/{path.name}"
        assert found["Colab"] == f"https://colab.research.google.com/github/ada/her-copy/blob/main/{place}"
        assert found["Binder"] == f"https://mybinder.org/v2/gh/ada/her-copy/main?urlpath=lab/tree/{place}"
        assert found["Repository"] == OWNER
        assert found["Open issue"] == f"{OWNER}/issues/new/choose"
    page.goto((book / "_build" / "html" / "book" / "1-context.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert [url for url in page.requests if not is_local(url)] == []
    icons = page.locator(".bd-header-article [class*='fa-']")
    assert icons.count() > 8
    for icon in icons.all():
        drawn = icon.evaluate("(icon) => getComputedStyle(icon).getPropertyValue('--icon')")
        assert drawn.isdecimal(), f"{icon.get_attribute('class')} has no icon"
