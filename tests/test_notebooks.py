"""What nbval cannot see: that every chapter is stored whole, run in order, and clean."""

import base64
import io
import re
from pathlib import Path

from utils.execute import execute

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT
from nbclient.exceptions import CellExecutionError
from PIL import Image

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:root|home|work|tmp|Users|usr|opt|var|content)/|[A-Z]:\\\\")
SKIPPED_BY_NBVAL = re.compile(r"nbval-(?:ignore|skip|raises)|NBVAL_(?:IGNORE|SKIP|RAISES)")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_chapters_are_there() -> None:
    named = re.findall(r"file: (\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    in_the_book = {path for path in map(ROOT.joinpath, named) if path.with_suffix(".ipynb").exists()}
    assert {path.with_suffix(".ipynb") for path in in_the_book} == set(NOTEBOOKS)
    assert len(NOTEBOOKS) >= 5


def test_every_code_cell_has_run_in_order(notebook: nbformat.NotebookNode) -> None:
    cells = code_cells(notebook)
    assert all(cell.source.strip() for cell in cells)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def test_no_output_is_an_error_or_stderr_or_depends_on_the_run(notebook: nbformat.NotebookNode) -> None:
    for cell in code_cells(notebook):
        assert not {"execution", "ExecuteTime"} & set(cell.metadata)
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})
            text = output.get("text", "") + str(output.get("data", {}).get("text/plain", ""))
            assert not MACHINE_PATH.search(text)
            assert not re.search(r" object at 0x[0-9a-f]+|\d (?:ms|s) ± ", text)


def test_what_is_printed_one_after_another_is_one_piece(notebook: nbformat.NotebookNode) -> None:
    """Else the page shows as many boxes as the clock has made of it."""
    for cell in code_cells(notebook):
        kinds = [output.get("name", output.output_type) for output in cell.outputs]
        assert ("stdout", "stdout") not in zip(kinds, kinds[1:])


def test_no_code_cell_has_over_twenty_lines(notebook: nbformat.NotebookNode) -> None:
    for cell in code_cells(notebook):
        assert sum(1 for line in cell.source.splitlines() if line.strip()) <= 20, cell.source


def test_no_widget_state_is_stored(notebook: nbformat.NotebookNode) -> None:
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_nothing_is_hidden_from_nbval(notebook: nbformat.NotebookNode) -> None:
    for cell in code_cells(notebook):
        assert not SKIPPED_BY_NBVAL.search(cell.source + " ".join(cell.metadata.get("tags", [])))


def test_every_picture_says_what_is_seen(notebook: nbformat.NotebookNode) -> None:
    for cell in code_cells(notebook):
        if any("image/png" in output.get("data", {}) for output in cell.outputs):
            shown = cell.metadata["mystnb"]
            assert len(shown["image"]["alt"]) > 30
            assert shown["figure"]["caption"].endswith(".")
            assert shown["figure"]["name"].startswith("fig-")


def test_every_picture_is_sharp_on_fine_screens_and_small(notebook: nbformat.NotebookNode) -> None:
    """Two dots to one of the page, which Jupyter is told by metadata and the page by the file itself."""
    for output in (output for cell in code_cells(notebook) for output in cell.outputs):
        if png := output.get("data", {}).get("image/png"):
            data = base64.b64decode(png)
            assert len(data) < 60_000
            with Image.open(io.BytesIO(data)) as picture:
                shown = output.metadata["image/png"]
                assert (shown["width"], shown["height"]) == tuple(side // 2 for side in picture.size)
                assert round(picture.info["dpi"][0]) == 200


def write(path: Path, *sources: str) -> Path:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    notebook.metadata = {"widgets": {"state": {}}}
    nbformat.write(notebook, path)
    return path


def test_the_command_stores_outputs_without_widget_views_and_state(tmp_path: Path) -> None:
    path = write(tmp_path / "good.ipynb", "import ipywidgets\nprint('seen')", "ipywidgets.IntSlider()")
    execute(path)
    stored = nbformat.read(path, as_version=4)
    first, second = stored.cells
    assert [first.execution_count, second.execution_count] == [1, 2]
    assert first.outputs[0].text == "seen\n"
    assert set(second.outputs[0].data) == {"text/plain"}
    assert "widgets" not in stored.metadata
    assert [cell.metadata for cell in stored.cells] == [{}, {}]


@pytest.mark.parametrize(
    ("source", "error"),
    [("import sys\nprint('careful', file=sys.stderr)", RuntimeError), ("1 / 0", CellExecutionError)],
)
def test_the_command_leaves_a_notebook_that_complains_as_it_was(tmp_path: Path, source: str, error: type) -> None:
    path = write(tmp_path / "bad.ipynb", "1 + 1", source)
    before = path.read_bytes()
    with pytest.raises(error):
        execute(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_road_and_the_chapters_agree_on_the_minutes() -> None:
    """Chapter 1 draws the road, and each chapter opens with its own time."""
    first = (ROOT / "book" / "1-context.ipynb").read_text(encoding="utf-8")
    for chapter in NOTEBOOKS:
        number = chapter.stem[0]
        stated = re.search(r"(?:Time:\*\*|takes\*\*)[^0-9]*(\d+) minutes to read", chapter.read_text(encoding="utf-8"))
        assert stated, f"{chapter.name} does not open with the minutes it takes to read"
        assert re.search(rf'\\"{number} [^"]+\\": {stated[1]}\b', first)
