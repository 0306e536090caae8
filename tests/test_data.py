import hashlib
import shutil
from pathlib import Path

from utils.assets import FOLDER, asset, checksums
from utils.data import load_mnist, load_pen_digits

import numpy as np
import pytest
from conftest import STATIC

# MD5 of the four files of the original distribution, as published in many places since 1998.
PUBLISHED = {
    "x_train": "6bbc9ace898e44ae57da46a324031adb",
    "y_train": "a25bea736e30d166cdddb491f175f624",
    "x_test": "2646ac647ad5339dbf082846283269ea",
    "y_test": "27ae3e4e09519cfbb04c329615203637",
}


def idx(array: np.ndarray) -> bytes:
    """The array as a file of MNIST's own format: a magic number, the sizes, the bytes."""
    header = np.array([0x0800 + array.ndim, *array.shape], dtype=">i4")
    return header.tobytes() + array.tobytes()


def test_mnist_is_the_original_byte_for_byte() -> None:
    (x_train, y_train), (x_test, y_test) = load_mnist()
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    assert {name: hashlib.md5(idx(array)).hexdigest() for name, array in arrays.items()} == PUBLISHED
    assert all(array.dtype == np.uint8 for array in arrays.values())


def test_the_pen_digits_are_split_by_their_writers_as_uci_split_them() -> None:
    """The counts of each digit in UCI's description of the data, pendigits.names."""
    (points, labels), (points_test, labels_test) = load_pen_digits()
    assert np.bincount(labels).tolist() == [780, 779, 780, 719, 780, 720, 720, 778, 719, 719]
    assert np.bincount(labels_test).tolist() == [363, 364, 364, 336, 364, 335, 336, 364, 336, 336]
    assert (points.shape, points_test.shape) == ((7494, 8, 2), (3498, 8, 2))
    assert {array.dtype for array in (points, labels, points_test, labels_test)} == {np.dtype(np.uint8)}
    # The first lines of UCI's two files.
    assert [*points[766].ravel(), labels[766]] == [47, 100, 27, 81, 57, 37, 26, 0, 0, 23, 56, 53, 100, 90, 40, 98, 8]
    first = [88, 92, 2, 99, 16, 66, 94, 37, 70, 0, 0, 24, 42, 65, 100, 100, 8]
    assert [*points_test[0].ravel(), labels_test[0]] == first
    # y points upwards: a 7 begins at the top and ends at the bottom.
    sevens = points[labels == 7]
    assert (sevens[:, 0, 1] > sevens[:, -1, 1]).mean() > 0.95


@pytest.mark.parametrize("name", checksums())
def test_every_asset_is_what_we_shipped(name: str) -> None:
    assert asset(name).is_file()


def test_every_asset_has_its_checksum_source_and_licence() -> None:
    described = (FOLDER / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in FOLDER.iterdir()} - {"README.md", "SHA256SUMS"}
    assert files == set(checksums())
    assert all(f"`{name}`" in described for name in files)


@pytest.mark.parametrize("name", checksums(STATIC))
def test_every_file_of_the_pages_that_is_by_others_is_what_we_took(name: str) -> None:
    assert asset(name, STATIC).is_file()
    assert f"`{name}`" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_font_of_the_pages_has_its_checksum_source_and_licence() -> None:
    assert {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.woff*")} < set(checksums(STATIC))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the checksums with one asset beside them."""
    for name in ["SHA256SUMS", "seeds.csv"]:
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def test_an_unknown_name_is_told_which_there_are(folder: Path) -> None:
    with pytest.raises(ValueError, match=r"^seed\.csv is no data file of this package; there are .*, seeds\.csv, "):
        asset("seed.csv", folder)


def test_a_missing_asset_is_named_with_the_way_to_get_it_back(folder: Path) -> None:
    (folder / "seeds.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"seeds\.csv is missing.*git checkout -- utils/assets/seeds\.csv"):
        asset("seeds.csv", folder)


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:9] + b"?" + b[10:], lambda _: b""])
def test_a_damaged_asset_is_refused(folder: Path, damage) -> None:
    path = folder / "seeds.csv"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"seeds\.csv is damaged.*expected [0-9a-f]{64}.*git checkout"):
        asset("seeds.csv", folder)
