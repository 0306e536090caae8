"""The data files of the package, each checked against its SHA-256 before anything reads it.

`assets/SHA256SUMS` holds the checksums, in the format of `sha256sum`; `assets/README.md` says where each file comes
from and under which licence.
"""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent / "assets"
CHECKSUMS = FOLDER / "SHA256SUMS"


def asset(name: str, folder: Path = FOLDER) -> Path:
    """Path of the data file `name`, once its contents are known to be what we shipped.

    Raises ValueError for a name that it does not know, FileNotFoundError if the file is missing, and ValueError if it
    is truncated or altered.
    """
    known = checksums(folder)
    if name not in known:
        raise ValueError(f"{name} is no data file of this package; there are {', '.join(known)}.")
    path = folder / name
    remedy = (
        f"To get it back: `git checkout -- utils/assets/{name}` in a clone of the book's repository, "
        "or install the package again with `pip install --force-reinstall --no-deps`."
    )
    expected = known[name]
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; it is part of this package. {remedy}")
    found = sha256(path)
    if found != expected:
        raise ValueError(
            f"{path} is damaged: its {path.stat().st_size:,} bytes have the SHA-256 {found}, "
            f"expected {expected}. {remedy}"
        )
    return path


def checksums(folder: Path = FOLDER) -> dict[str, str]:
    """The SHA-256 of every data file, by name."""
    lines = (folder / CHECKSUMS.name).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def record(name: str, folder: Path = FOLDER) -> None:
    """Write down the SHA-256 of a data file that has just been made anew."""
    sums = checksums(folder) | {name: sha256(folder / name)}
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    (folder / CHECKSUMS.name).write_text(text, encoding="utf-8", newline="\n")


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
