import shutil
import subprocess
import sys
from pathlib import Path

from utils.repository import set_repository

import nbformat
import pytest
from conftest import ROOT

CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copy(request.param, tmp_path))


def first_cell(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    return next(cell.source for cell in notebook.cells if cell.cell_type == "code")


def test_every_chapter_installs_from_where_it_is_told(chapter: Path) -> None:
    """On Colab, for which a module of that name stands in, pip is asked for the address; elsewhere for nothing."""
    for url in ["https://example.org/me/copy", "https://example.org/other"]:
        set_repository(chapter, url)
        source = first_cell(chapter).replace("%pip install --quiet git+{REPOSITORY}", "print('git+' + REPOSITORY)")
        colab = "import sys, types\nsys.modules['google.colab'] = types.ModuleType('colab')\n"
        assert run(colab + source) == f"git+{url}\n"
        assert run(source) == ""


def test_until_an_address_is_set_colab_is_told_so(chapter: Path) -> None:
    source = first_cell(chapter).replace("%pip", "#").replace('if "google.colab" in sys.modules:', "if True:")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run(source + "\n    pass")
    assert "No repository is set" in failed.value.stderr


def run(source: str) -> str:
    command = [sys.executable, "-c", source]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("url", ["", "me/copy", "https://example.org/a b", 'https://x/"; import os'])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https:// address"):
        set_repository(CHAPTERS[0], url)


def test_a_notebook_without_the_cell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bare.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    with pytest.raises(ValueError, match="0 cells that set REPOSITORY"):
        set_repository(path, "https://example.org/me")
