"""The judges of chapter 6: what is right passes however it is written, and what is wrong is told what is wrong."""

import functools
from collections.abc import Callable

from utils.exercises import draw as check
from utils.ink import normalise, rasterise
from utils.layers import softmax
from utils.models import load_report_cnn, sureness

import keras
import numpy as np
import pytest
from conftest import Verdict


def test_sizes(verdict: Verdict) -> None:
    assert verdict(check.sizes, (12, 6, 1.2), (20, 10, 2)) == "Right."
    assert verdict(check.sizes, [12.0, 6.0, 6 / 5], np.array([20, 10, 2])) == "Right."
    none = (None, None, None)
    assert "shrunk: the height is still None" in verdict(check.sizes, none, none)
    assert "fitted: the height is still None" in verdict(check.sizes, (12, 6, 1.2), none)
    assert "fitted: the height is not 28" in verdict(check.sizes, (12, 6, 1.2), (28, 14, 2.8))  # fills the picture
    assert "fitted: the width is not 20" in verdict(check.sizes, (12, 6, 1.2), (20, 20, 2))  # its shape not kept
    assert "fitted: the width of the pen is not 1.2" in verdict(check.sizes, (12, 6, 1.2), (20, 10, 1.2))
    assert "shrunk: the height is not 20" in verdict(check.sizes, (20, 10, 2), (12, 6, 1.2))
    assert "three numbers, height, width and pen, and has the shape (2,)" in verdict(check.sizes, (12, 6), (20, 10, 2))


def test_the_sizes_are_those_that_normalise_makes() -> None:
    canvas = np.zeros((280, 280))
    canvas[50:170, 100:160] = 255
    canvas[50:158, 112:160] = 0  # what is left is an upright of 12 and a foot
    picture = normalise(canvas)
    rows, columns = np.nonzero(picture > 0.5)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (20, 10)
    assert picture[rows.min() + 5].sum() == pytest.approx(2, abs=1e-4)


def test_balance(verdict: Verdict) -> None:
    # By hand: five in row 0, one in row 1, two in row 2, one each in rows 3 and 4.
    row, column = (1 + 2 * 2 + 3 + 4) / 10, (0 + 1 + 2 + 3 + 4 + 3 + 2 + 3 + 2 + 1) / 10
    assert verdict(check.balance, row, column, 3.2) == "Right."
    assert verdict(check.balance, 1.2, np.float64(2.1), 16 / 5) == "Right."
    wrong = {
        "row is still None. Add up the rows of all 10 pixels": (None, None, None),
        "row is one too large: the first row has the number 0": (2.2, 3.1, 3.2),
        "row is not 2; every one of the 10": (2, 2, 0),  # the middle of the box
        "row is not 2.1": (2.1, 1.2, 3.2),  # the two exchanged
        "column is not 2;": (1.2, 2, 3.2),
        "lower is still None": (1.2, 2.1, None),
        "that is in rows of the small 7": (1.2, 2.1, 0.8),
        "Is it lower or higher?": (1.2, 2.1, -3.2),
        "lower is not 4.48": (1.2, 2.1, 0.8 * 28 / 5),
    }
    for complaint, answer in wrong.items():
        assert complaint in verdict(check.balance, *answer)


def test_the_seven_stands_where_the_task_says() -> None:
    seven = np.array([[mark == "#" for mark in line] for line in check.SEVEN], dtype=float)
    picture = normalise(seven)
    rows = (picture.sum(axis=1) @ (np.arange(28) + 0.5)) / picture.sum()
    assert rows == pytest.approx(14.5, abs=1e-4)
    top = np.flatnonzero(picture.max(axis=1))[0] + 1 - picture[np.flatnonzero(picture.max(axis=1))[0]].max()
    assert top - (14.5 - 10) == pytest.approx(3.2, abs=1e-4)


HARMLESS = ["moved", "twice as large", "half as dark", "darker paper"]


def test_harmless(verdict: Verdict) -> None:
    assert verdict(check.harmless, HARMLESS) == "Right."
    assert verdict(check.harmless, set(HARMLESS)) == "Right."
    assert "“moved” is not in your list" in verdict(check.harmless, [])
    for missing in HARMLESS:
        assert f"“{missing}” is not" in verdict(check.harmless, [name for name in HARMLESS if name != missing])
    for extra in ("fatter pen", "wider", "turned", "with a spot"):
        assert f"“{extra}” changes the picture" in verdict(check.harmless, [*HARMLESS, extra])
    for unknown in ("moved", ["as it is"], ["larger"]):
        assert "is a list with some of the names moved, twice as large" in verdict(check.harmless, unknown)


def test_no_change_of_the_canvas_is_near_the_edge() -> None:
    canvases = check.canvases()
    assert len(canvases) == 9
    plain = normalise(canvases.pop("as it is"))
    differs = {name: np.abs(normalise(canvas) - plain).max() for name, canvas in canvases.items()}
    assert all((d < 0.06) == (name in HARMLESS) and (d > 0.5) == (name not in HARMLESS) for name, d in differs.items())


def test_photographed(verdict: Verdict) -> None:
    for right in (
        lambda photo: np.where(photo < 120, 255, 0),
        lambda photo: (photo < 140).astype(float),
        lambda photo: np.clip(160 - photo.astype(int), 0, None),
        lambda photo: (255.0 * (photo < 100)).tolist(),
        lambda photo: 1.0 * (photo < 0.6 * np.median(photo)),
    ):
        assert verdict(check.photographed, right) == "Right."
    for wrong in (
        lambda photo: photo,
        lambda photo: 255 - photo,
        lambda photo: np.where(photo < 120, 0, 255),  # the ink is the paper
        lambda photo: np.where(photo < 200, 255, 0),  # the shadow is ink
        lambda photo: np.clip(np.median(photo) - photo.astype(int), 0, None),  # half of the paper stays
    ):
        assert "has only paper, the picture after normalise is" in verdict(check.photographed, wrong)
    assert "too little ink" in verdict(check.photographed, lambda photo: 0 * photo)
    assert "your canvas has (28, 28)" in verdict(check.photographed, lambda photo: normalise(255 - photo))
    assert "your canvas has ()" in verdict(check.photographed, lambda _: None)


def test_a_photo_is_dark_on_bright_and_always_the_same() -> None:
    photo = check.photo(3)
    assert (photo.shape, photo.dtype) == ((280, 280), np.uint8)
    assert 170 < np.median(photo) < 230
    assert photo.min() < 60
    assert np.array_equal(photo, check.photo(3))
    assert not np.array_equal(photo, check.photo(4))


def test_eleven(verdict: Verdict) -> None:
    z = np.full((1, 10), -100.0)
    z[0, 4], z[0, 9] = np.log(6), 0
    before, after = ((softmax(e)[0, 4], sureness(e)[0, 4]) for e in (z, z - np.log(6)))
    assert verdict(check.eleven, before, after) == "Right."
    assert verdict(check.eleven, [0.857, 0.75], np.array([0.857, 0.4615])) == "Right."
    wrong = {
        "before, by softmax, the probability of the 4 is still None": ((None, None), (None, None)),
        "before, with the eleventh answer, the probability of the 4 is not 0.8571": ((6 / 7, 6 / 7), after),
        "before, by softmax, the probability of the 4 is not 0.75": ((0.75, 6 / 7), after),  # the two exchanged
        "after, by softmax, the probability of the 4 is not 0.5": (before, (0.5, 6 / 13)),
        "after, with the eleventh answer, the probability of the 4 is not 0.75": (before, (6 / 7, 0.75)),
        "after is to be two numbers": (before, 0.4615),
    }
    for complaint, answer in wrong.items():
        assert complaint in verdict(check.eleven, *answer)


def by_sureness(z: np.ndarray) -> int | str:
    p = sureness(z[np.newaxis])[0]
    return p.argmax() if p.max() > 0.6 else "?"


def by_an_eleventh_zero(z: np.ndarray) -> int | str:
    answer = by_softmax(np.append(z, 0))
    return "?" if answer == 10 else answer


def by_softmax(z: np.ndarray) -> int | str:
    p = softmax(z)
    return int(p.argmax()) if p.max() > 0.6 else "?"


def overflowing(z: np.ndarray) -> int | str:
    p = np.exp(z) / (1 + np.exp(z).sum())
    return int(p.argmax()) if p.max() > 0.6 else "?"


def forgetful(z: np.ndarray) -> int | str:
    """Takes the largest off the ten, and not off the eleventh."""
    e = np.exp(z - z.max())
    p = e / (1 + e.sum())
    return int(p.argmax()) if p.max() > 0.6 else "?"


def test_answers(verdict: Verdict) -> None:
    assert verdict(check.answers, by_sureness) == "Right."
    assert verdict(check.answers, by_an_eleventh_zero) == "Right."
    assert "the evidence is −3 for every digit: '?' is due, and your function says 0." in verdict(
        check.answers, lambda z: int(z.argmax())
    )
    assert "−8 for the others, 0.3 for 4: '?' is due, and your function says 4." in verdict(check.answers, by_softmax)
    assert "800 for 2: 2 is due, and your function says" in verdict(check.answers, overflowing)
    assert "4 for 7: 7 is due, and your function says '?'" in verdict(check.answers, forgetful)
    assert "5 for 3, 4.8 for 8: '?' is due" in verdict(
        check.answers, lambda z: "?" if sureness(z[np.newaxis]).sum() <= 0.6 else int(z.argmax())
    )
    assert "7 is due, and your function says '7'" in verdict(check.answers, lambda z: str(by_sureness(z)))
    assert "'?' is due, and your function says None" in verdict(check.answers, lambda _: None)
    assert "'?' is due, and your function says 10" in verdict(check.answers, lambda z: int(np.append(z, 0).argmax()))


@functools.cache
def report_network() -> keras.Sequential:
    return load_report_cnn()


def reader(cut: Callable[[np.ndarray], list[np.ndarray]]) -> Callable[[np.ndarray], str]:
    network = report_network()

    def read(canvas: np.ndarray) -> str:
        pictures = np.stack([normalise(part) for part in cut(canvas)])
        return "".join(str(d) for d in np.array(network(pictures[..., np.newaxis])).argmax(axis=1))

    return read


def by_gaps(canvas: np.ndarray) -> list[np.ndarray]:
    empty = [-1, *np.flatnonzero(canvas.max(axis=0) == 0), 280]
    return [canvas[:, a + 1 : b] for a, b in zip(empty, empty[1:]) if b - a > 1]


def test_numbers(verdict: Verdict) -> None:
    assert verdict(check.numbers, reader(by_gaps)) == "Right."
    for cut in (
        lambda canvas: [canvas],
        lambda canvas: by_gaps(canvas)[::-1],
        lambda canvas: by_gaps(canvas)[:2],
        lambda canvas: np.split(canvas[:, :279], 3, axis=1),  # blindly into three
        lambda canvas: by_gaps(255 - canvas),
    ):
        assert "15 are asked; the first that it misses is" in verdict(check.numbers, reader(cut))
    assert "of 20 numbers it reads 0" in verdict(check.numbers, lambda _: None)


def test_a_number_fits_its_canvas_and_its_digits_do_not_touch() -> None:
    lengths = set()
    for seed in range(60):
        number, canvas = check.number(seed)
        assert (canvas.shape, canvas.dtype) == ((280, 280), np.uint8)
        assert len(by_gaps(canvas)) >= len(number)  # a five may come apart
        assert not canvas[:, -1].any()
        lengths.add(len(number))
    assert lengths == {2, 3}
    asked = {number for number, _ in check._numbers()}
    assert len(asked) > 15


def test_the_five_of_the_chapter_is_on_the_canvas() -> None:
    five = rasterise([check.HOOK, check.BAR], size=280, width=12)
    assert np.array_equal(check.canvases()["as it is"], five)
