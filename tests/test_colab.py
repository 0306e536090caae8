"""Every chapter alone, as Google Colab opens it: the .ipynb and nothing else, among Colab's versions of packages."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from utils.repository import set_repository

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT, copy_book

# What Colab has of what the book needs, as of 2025. It runs them on Python 3.12, which is not asked for here.
COLAB = {
    "ipykernel": "6.17.1",
    "ipython": "7.34.0",
    "ipywidgets": "7.7.1",
    "keras": "3.10.0",
    "matplotlib": "3.10.0",
    "notebook": "6.5.7",
    "numpy": "2.0.2",
    "pandas": "2.2.2",
    "seaborn": "0.13.2",
    "tensorflow": "2.19.0",
    "traitlets": "5.7.1",
}

# Live figures call this of Colab's own module, or Colab would not show them.
GREETING = "Colab shows the widgets of others.\n"
OUTPUT = f"""
def enable_custom_widget_manager():
    print({GREETING.strip()!r})
"""


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, without the book on Python's path; return what it prints, on failure as an error."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


@pytest.fixture(scope="module")
def colab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a virtual environment with Colab's packages and a stand-in for its module google.colab."""
    folder = tmp_path_factory.mktemp("colab")
    run(sys.executable, "-m", "venv", folder, folder=folder)
    try:
        run(folder / "bin" / "pip", "install", "--quiet", *map("==".join, COLAB.items()), folder=folder)
    except RuntimeError as error:
        pytest.skip(f"Colab's packages cannot be had, is there a package index? {error}")
    packages = next(folder.glob("lib/python3*/site-packages"))
    (packages / "google" / "colab").mkdir(parents=True)
    (packages / "google" / "colab" / "__init__.py").write_text("from google.colab import output\n")
    (packages / "google" / "colab" / "output.py").write_text(OUTPUT)
    (packages / "colab.pth").write_text("import google.colab\n")  # Colab's kernel, too, starts with it
    return folder / "bin"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Git repository of the book as it stands here, whose chapters say where it is."""
    copy = copy_book(tmp_path_factory.mktemp("repository"))
    set_repository(copy, copy.as_uri())
    run("git", "init", "--quiet", folder=copy)
    run("git", "add", "--all", folder=copy)
    me = ["-c", "user.name=Me", "-c", "user.email=me@example.org"]
    run("git", *me, "commit", "--quiet", "--message=The book", folder=copy)
    return copy


def execute(name: str, colab: Path, folder: Path) -> nbformat.NotebookNode:
    run(colab / "jupyter", "nbconvert", "--execute", "--inplace", "--to=notebook", name, folder=folder)
    return nbformat.read(folder / name, as_version=4)


def test_the_first_cell_installs_the_book_and_replaces_nothing(colab: Path, repository: Path, tmp_path: Path) -> None:
    chapter = nbformat.read(repository / "book" / NOTEBOOKS[0].name, as_version=4)
    chapter.cells = [cell for cell in chapter.cells if cell.cell_type == "code"][:1]
    nbformat.write(chapter, tmp_path / "first.ipynb")
    before = run(colab / "pip", "freeze", folder=tmp_path).splitlines()
    execute("first.ipynb", colab, tmp_path)
    after = run(colab / "pip", "freeze", folder=tmp_path).splitlines()
    assert set(before) <= set(after)
    assert {line.split("=")[0].split(" ")[0] for line in set(after) - set(before)} == {
        "anywidget", "digits-by-hand", "psygnal",
    }  # fmt: skip


@pytest.fixture(scope="module")
def runs(
    colab: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[nbformat.NotebookNode]]]:
    """Every chapter in a folder of its own, executed two at a time."""
    folder = tmp_path_factory.mktemp("chapters")
    with ThreadPoolExecutor(2) as pool:
        runs = {}
        for path in NOTEBOOKS:
            (folder / path.stem).mkdir()
            shutil.copy(repository / "book" / path.name, folder / path.stem)
            runs[path.name] = pool.submit(execute, path.name, colab, folder / path.stem)
            wait([runs[NOTEBOOKS[0].name]])  # two at once must not install the book
        yield runs


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_a_chapter_alone_runs_through_and_prints_what_the_book_shows(
    name: str, runs: dict[str, Future[nbformat.NotebookNode]]
) -> None:
    ran = runs[name].result()
    assert GREETING in "".join(printed(ran))
    ours = nbformat.read(ROOT / "book" / name, as_version=4)
    assert [text.replace(GREETING, "") for text in printed(ran)] == printed(ours)


def printed(notebook: nbformat.NotebookNode) -> list[str]:
    """What the cells after the first print, without the numbers that come out of training (tests/nbval.cfg)."""
    _, *cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    texts = ["".join(output.text for output in cell.outputs if output.get("name") == "stdout") for cell in cells]
    return [re.sub(r"(?<=≈ )[^\s,]+", "#", text) for text in texts]
