"""Run notebooks in place, so that they store what nbval compares: `python -m utils.execute [NOTEBOOK ...]`.

Without an argument, every chapter. A notebook is written only if all its cells ran without an error and without a word
on stderr; then it holds its outputs, and neither widget state nor timings.
"""

import base64
import io
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

BOOK = Path(__file__).parent.parent / "book"
PNG = "image/png"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def main(arguments: list[str]) -> None:
    """Run the notebooks named, or every chapter."""
    for path in [Path(argument) for argument in arguments] or sorted(BOOK.glob("*.ipynb")):
        execute(path)
        print(path)


def execute(path: Path) -> None:
    """Run one notebook and store its outputs.

    Raises RuntimeError if a cell writes to stderr and CellExecutionError if one fails; either way the file is left
    alone.
    """
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # the plainest arithmetic for the reference
    os.environ.setdefault("PYTHONHASHSEED", "0")
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,  # one print after another stays one piece, however fast they come
    )
    client.execute()
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            _tidy(path, number, cell)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.validate(notebook)
    finished = path.with_suffix(".finished")
    nbformat.write(notebook, finished)
    finished.replace(path)


def _tidy(path: Path, number: int, cell: nbformat.NotebookNode) -> None:
    """Take out of a cell's outputs what no other run would give again."""
    for output in cell.outputs:
        if output.get("name") == "stderr":
            raise RuntimeError(f"{path}, cell {number} wrote to stderr, which nbval compares: {output.text}")
        data = output.get("data", {})
        data.pop(WIDGET_VIEW, None)
        if PNG in data:
            data[PNG] = _with_palette(data[PNG])
        if "metadata" in output:
            output.metadata = {kind: size for kind, size in output.metadata.items() if kind == PNG}


def _with_palette(png: str) -> str:
    """A picture, in base64, with at most 256 colours: by eye the same, and a third as large."""
    small = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(png))) as picture:
        reduced = picture.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(small, "PNG", optimize=True, dpi=picture.info["dpi"])
    return base64.b64encode(small.getvalue()).decode("ascii")


if __name__ == "__main__":
    main(sys.argv[1:])
