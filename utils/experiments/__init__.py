"""Experiments that would take a page too long: each is a module of this package, run by `python -m`, once.

What it finds is stored in `assets/` as a table. A chapter loads the table, and a test runs a part of it again.
"""

import csv
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from utils.assets import FOLDER, asset, record

import numpy as np


def store(
    name: str, rows: Sequence[Mapping[str, object]], command: str, *packages: ModuleType, folder: Path = FOLDER
) -> None:
    """Store the results of an experiment: one run a row, its columns named by the keys, and the file's checksum.

    The first line says by which `command` the table was made, with which versions of `packages`, and on what machine.
    Raises ValueError if there are no rows, or if one has other columns than the first.
    """
    if not rows or any(row.keys() != rows[0].keys() for row in rows):
        raise ValueError(f"{name} needs one row or more, all with the same columns; got {len(rows)} rows.")
    made = [command, *(f"{package.__name__} {package.__version__}" for package in packages)]
    made += [f"Python {platform.python_version()}", platform.machine()]
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {', '.join(made)}\n")
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    record(name, folder)


def load(name: str, folder: Path = FOLDER) -> np.ndarray:
    """The stored results of an experiment, as an array of rows (n,) with named columns.

    `runs["loss"]` is a column, and `runs[runs["hidden"] == 2]` are the rows of two hidden units.
    """
    table = np.genfromtxt(asset(name, folder), delimiter=",", skip_header=1, names=True, dtype=None, encoding="utf-8")
    return np.atleast_1d(table)
