"""The judges of chapter 1 refuse plausible wrong answers, and take right ones however they are written."""

from collections.abc import Callable

from utils.data import load_mnist
from utils.exercises import context as check
from utils.nearest import nearest

import numpy as np
import pytest
from conftest import Verdict

x_train, y_train = load_mnist()[0]


@pytest.mark.parametrize("widths", [[3, 4, 2], (3, 4, 2), np.array([3, 4, 2]), [3.0, 4.0, 2.0]])
def test_row_takes(verdict: Verdict, widths: object) -> None:
    assert verdict(check.row, widths) == "Right."


@pytest.mark.parametrize(
    ("widths", "hint"),
    [
        ([], "begins with the number 252"),
        ([3, 4], "begins with the number 253"),
        ([5, 6, 3], "stroke 1 is not 5"),  # everything above 0
        ([2, 4, 2], "stroke 1 is not 2"),  # 130 taken for paper
        ([3, 6, 2], "stroke 2 is not 6"),  # bridged by 49 and 63
        ([3, 8], "stroke"),
        ([2, 4, 3], "stroke 1"),  # from the right
        ([3, 4, 2, 1], "too many"),
    ],
)
def test_row_refuses(verdict: Verdict, widths: list[int], hint: str) -> None:
    said = verdict(check.row, widths)
    assert said.startswith("Not yet: ")
    assert hint in said


def test_the_row_in_the_text_is_the_row_of_the_judge() -> None:
    row = x_train[13, 14]
    assert row[row > 0].tolist() == [13, 109, 252, 228, 130, 38, 165, 253, 233, 164, 49, 63, 253, 214, 31]
    assert np.flatnonzero(row)[[0, -1]].tolist() == [7, 22]
    assert y_train[13] == 6


@pytest.mark.parametrize("answer", [(0.15, 0.99), ("0.15", "0.99"), (np.float32(0.15), np.float32(0.99))])
def test_distances_takes(verdict: Verdict, answer: tuple) -> None:
    assert verdict(check.distances, *answer) == "Right."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ((0, 0), "equal in all four pixels"),
        ((0.99, 0.15), "the wrong way round"),
        ((0.15, 0), "flat"),
        ((0.15, 0.85), "flat"),  # from a flat stroke with its ink above
        ((0.7, 1.7), "square each"),  # differences without squares
        ((0.39, 0.99), "root"),
        ((0.0375, 0.2475), "upright"),  # the mean instead of the sum
        ((0.01, 0.01), "upright"),  # the square of the sum of the differences
    ],
)
def test_distances_refuses(verdict: Verdict, answer: tuple[float, float], hint: str) -> None:
    said = verdict(check.distances, *answer)
    assert said.startswith("Not yet: ")
    assert hint in said


@pytest.mark.parametrize("value", [0.1155, 0.116, 0.118, np.float32(0.115)])
def test_threshold_takes(verdict: Verdict, value: float) -> None:
    assert verdict(check.threshold, value) == "Right."


@pytest.mark.parametrize(
    ("value", "hint"),
    [(0, "too low"), (0.1, "too low"), (0.13, "too high"), (0.5, "too high"), (29.5, "too high"), (np.nan, "Not yet")],
)
def test_threshold_refuses(verdict: Verdict, value: float, hint: str) -> None:
    said = verdict(check.threshold, value)
    assert said.startswith("Not yet: ")
    assert hint in said


def test_no_threshold_is_much_better_than_those_that_are_taken() -> None:
    ink, both = x_train[:-5000].mean(axis=(1, 2)) / 255, y_train[:-5000] < 2
    accuracies = [np.mean((ink[both] > t) == (y_train[:-5000][both] == 0)) for t in np.arange(0.05, 0.25, 0.0005)]
    at = dict(zip(np.arange(0.05, 0.25, 0.0005).round(4).tolist(), accuracies))
    assert at[0.116] > max(accuracies) - 0.001
    assert at[0.11] < max(accuracies)


def averages(count: int) -> np.ndarray:
    return np.stack([x_train[y_train == d][:count].mean(axis=0) for d in range(10)])


def test_few_takes_floats_and_lists(verdict: Verdict) -> None:
    assert verdict(check.few, averages(10)) == "Right."
    assert verdict(check.few, averages(10).astype(np.float32).tolist()) == "Right."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (np.zeros((10, 28, 28)), "the average 0"),
        (averages(9), "the average 0"),
        (averages(6000), "the average 0"),
        (averages(10) / 255, "the average 0"),
        (averages(10).astype(np.uint8), "the average"),
        (averages(10)[::-1], "the average 0"),
        (averages(10)[[0, 1, 2, 3, 4, 5, 6, 7, 8, 8]], "the average 9"),
        (np.stack([x_train[d : d + 100 : 10].mean(axis=0) for d in range(10)]), "the average 0"),  # labels forgotten
        (averages(10).reshape(10, 784), "(10, 784)"),
    ],
)
def test_few_refuses(verdict: Verdict, answer: np.ndarray, hint: str) -> None:
    said = verdict(check.few, answer)
    assert said.startswith("Not yet: ")
    assert hint in said


def by_slice(images: np.ndarray, pixels: int) -> np.ndarray:
    moved = np.zeros_like(images)
    moved[..., pixels:] = images[..., : 28 - pixels]
    return moved


def by_padding(images: np.ndarray, pixels: int) -> np.ndarray:
    return np.pad(images, ((0, 0), (0, 0), (pixels, 0)))[:, :, :28]


def by_roll(images: np.ndarray, pixels: int) -> np.ndarray:
    moved = np.roll(images, pixels, axis=2).astype(float)
    moved[:, :, :pixels] = 0
    return moved


@pytest.mark.parametrize("move", [by_slice, by_padding, by_roll])
def test_shifted_takes(verdict: Verdict, move: Callable) -> None:
    assert verdict(check.shifted, move) == "Right."


@pytest.mark.parametrize(
    ("move", "hint"),
    [
        (lambda images, pixels: np.roll(images, pixels, axis=2), "came back on the left"),
        (lambda images, pixels: np.roll(images, pixels), "where there was none"),
        (lambda images, _: images, "belongs in column 5"),
        (lambda images, _: images[..., ::-1], "belongs in column 5"),
        (lambda images, pixels: by_slice(images[..., ::-1], pixels)[..., ::-1], "belongs in column 5"),  # to the left
        (lambda images, pixels: by_slice(images.swapaxes(1, 2), pixels).swapaxes(1, 2), "belongs in"),  # down
        (lambda images, _: by_slice(images, 2), "after a move by 1"),
        (lambda images, pixels: images[..., pixels:], "keep their size"),
        (lambda images, pixels: np.maximum(images, by_slice(images, pixels)), "where there was none"),  # smeared
        (lambda *_: None, "keep their size"),
        (lambda images, pixels: images.shift(pixels), "AttributeError"),
    ],
)
def test_shifted_refuses(verdict: Verdict, move: Callable, hint: str) -> None:
    said = verdict(check.shifted, move)
    assert said.startswith("Not yet: ")
    assert hint in said


@pytest.fixture(scope="module")
def right() -> np.ndarray:
    return y_train[nearest(x_train[-5000:], x_train[:1000])]


def test_neighbours_takes(verdict: Verdict, right: np.ndarray) -> None:
    assert verdict(check.neighbours, right) == "Right."
    assert verdict(check.neighbours, right.astype(float).tolist()) == "Right."


def test_neighbours_agrees_with_differences_one_by_one(right: np.ndarray) -> None:
    for i in range(0, 5000, 250):
        distances = ((x_train[:1000].astype(int) - x_train[55_000 + i]) ** 2).sum(axis=(1, 2))
        assert right[i] == y_train[distances.argmin()]


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda: np.zeros(5000), "image 0 of those held back"),
        (lambda: y_train[-5000:], "you read a"),  # the labels themselves
        (lambda: nearest(x_train[-5000:], x_train[:1000]), "you read a"),  # numbers of examples, not their labels
        (lambda: nearest(x_train[-5000:], averages(6000)), "you read a"),  # the averages
        (lambda: y_train[nearest(x_train[-5000:], x_train[:900])], "you read a"),
        (lambda: y_train[nearest(x_train[-5000:] / 255, x_train[:1000])], "you read a"),  # one of them divided by 255
        (lambda: y_train[nearest(x_train[:5000], x_train[:1000])], "you read a"),  # the wrong images
        (lambda: np.zeros(10_000), "5,000 images held back"),
    ],
)
def test_neighbours_refuses(verdict: Verdict, answer: Callable[[], np.ndarray], hint: str) -> None:
    said = verdict(check.neighbours, answer())
    assert said.startswith("Not yet: ")
    assert hint in said


def test_one_wrong_reading_is_enough_to_be_refused(verdict: Verdict, right: np.ndarray) -> None:
    right = right.copy()
    right[1234] = (right[1234] + 1) % 10
    assert "image 1234 of those held back" in verdict(check.neighbours, right)


def test_what_the_solutions_say_in_prose() -> None:
    """Ink tells 3 from 5 little better than a coin; the images held back are easier than the test set."""
    ink, pair = x_train.mean(axis=(1, 2)), (y_train == 3) | (y_train == 5)
    best = max(np.mean((ink[pair] > t) == (y_train[pair] == 3)) for t in np.arange(5, 60, 0.5))
    assert 0.5 < best < 0.6
