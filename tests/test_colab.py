"""Every chapter alone, as Google Colab opens it: the .ipynb and nothing else, among Colab's versions of the packages."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from utils.repository import set_repository

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT

# What Colab has of what the book needs, as of 2025. It runs them on Python 3.12, which is not asked for here.
COLAB = """
    ipykernel==6.17.1 ipython==7.34.0 ipywidgets==7.7.1 keras==3.10.0 matplotlib==3.10.0 notebook==6.5.7 numpy==2.0.2
    pandas==2.2.2 seaborn==0.13.2 tensorflow==2.19.0 traitlets==5.7.1
""".split()

# Live figures call this of Colab's own module, or Colab would not show them.
OUTPUT = """
class _widgets:
    _installed_url = None

def enable_custom_widget_manager():
    print("Colab shows widgets of others.")
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
        run(folder / "bin" / "pip", "install", "--quiet", *COLAB, folder=folder)
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
    copy = tmp_path_factory.mktemp("repository") / "book"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "_build"))
    set_repository(copy, copy.as_uri())
    run("git", "init", "--quiet", folder=copy)
    run("git", "add", "--all", folder=copy)
    me = ["-c", "user.name=Me", "-c", "user.email=me@example.org"]
    run("git", *me, "commit", "--quiet", "--message=The book", folder=copy)
    return copy


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_a_chapter_alone_runs_through_and_prints_what_the_book_shows(
    name: str, colab: Path, repository: Path, tmp_path: Path
) -> None:
    run(colab / "pip", "uninstall", "--quiet", "--yes", "digits-by-hand", folder=tmp_path)
    packages = run(colab / "pip", "freeze", folder=tmp_path).splitlines()
    shutil.copy(repository / "book" / name, tmp_path)
    run(colab / "jupyter", "nbconvert", "--execute", "--inplace", "--to=notebook", name, folder=tmp_path)
    assert set(packages) <= set(run(colab / "pip", "freeze", folder=tmp_path).splitlines())  # nothing is replaced
    here = (tmp_path / name).read_text(encoding="utf-8")
    assert "Colab shows widgets of others." in here
    assert printed(here) == printed((ROOT / "book" / name).read_text(encoding="utf-8"))


def printed(notebook: str) -> list[str]:
    """What the cells after the first print, without the numbers that come out of training (tests/nbval.cfg)."""
    _, *cells = [cell for cell in nbformat.reads(notebook, as_version=4).cells if cell.cell_type == "code"]
    texts = ["".join(o.text for o in cell.outputs if o.get("name") == "stdout") for cell in cells]
    return [re.sub(r"(?<=≈ )[^\s,]+", "#", text).replace("Colab shows widgets of others.\n", "") for text in texts]
