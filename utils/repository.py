"""Say where the book's repository lives: `python -m utils.repository URL`.

The first cell of every chapter installs this package from there when it runs on Google Colab, where only the
notebook is present. Until an address is set, that cell says so.
"""

import re
import sys
from pathlib import Path

BOOK = Path(__file__).parent.parent / "book"
ADDRESS = re.compile(r'(REPOSITORY = \\")(.*?)(\\")')  # as it stands in the JSON of a notebook


def main(arguments: list[str]) -> None:
    """Write the one address given into all notebooks of the book."""
    if len(arguments) != 1:
        sys.exit("Usage: python -m utils.repository URL, for example https://github.com/YOU/YOUR-COPY")
    for path in sorted(BOOK.glob("*.ipynb")):
        set_repository(path, arguments[0])


def set_repository(notebook: Path, url: str) -> None:
    """Write the repository's address into a notebook's first cell.

    Raises ValueError for what is no https:// or file:// address, and for a notebook without such a cell.
    """
    if not re.fullmatch(r"(https|file)://[\w./~:@+-]+", url):
        raise ValueError(f"Expected the https:// address of a Git repository, not {url!r}.")
    text, found = ADDRESS.subn(rf"\g<1>{url}\g<3>", notebook.read_text(encoding="utf-8"))
    if found != 1:
        raise ValueError(f"{notebook} has {found} cells that set REPOSITORY; expected one, as other chapters have.")
    notebook.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
