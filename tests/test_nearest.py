"""The nearest of the pictures remembered: against differences taken one by one."""

from utils.nearest import nearest

import numpy as np
import pytest


def test_it_finds_what_differences_one_by_one_find() -> None:
    rng = np.random.default_rng(0)
    images, memory = (rng.integers(0, 256, size=(n, 28, 28)).astype(np.uint8) for n in (40, 30))
    expected = [min(range(30), key=lambda m: sum((image.astype(int) - memory[m]).ravel() ** 2)) for image in images]
    assert nearest(images, memory).tolist() == expected


def test_it_is_not_the_brightest_that_is_nearest() -> None:
    """Without the part −w²/2 a picture full of ink would win always."""
    faint, full = np.full((2, 2), 0.1), np.ones((2, 2))
    assert nearest(np.array([faint, full * 0.5, full * 0.6]), np.array([faint, full])).tolist() == [0, 0, 1]


def test_of_two_that_are_equally_near_it_takes_the_first() -> None:
    memory = np.zeros((3, 28, 28), dtype=np.uint8)
    memory[1:, 5, 5] = 7
    assert nearest(memory, memory).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("images", "memory", "complaint"),
    [
        (np.zeros((3, 28, 28)), np.zeros((0, 28, 28)), "at least one"),
        (np.zeros((3, 28, 28)), np.zeros((10, 8, 8)), "one size"),
        (np.zeros((3, 28, 28)), np.full((10, 28, 28), np.nan), "average over no images"),
    ],
)
def test_it_says_what_is_wrong(images: np.ndarray, memory: np.ndarray, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        nearest(images, memory)
