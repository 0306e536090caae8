"""The figures of chapter 5 show the numbers that they are given."""

from utils import plots_mnist

import numpy as np
import pandas as pd
import pytest

BEST = {"SGD": 0.3, "Adam": 0.003}
WRONG = {("SGD", 0.3): [4, 2], ("SGD", 0.01): [40, 20], ("Adam", 0.003): [3, 1], ("Adam", 0.001): [5, 4]}


@pytest.fixture
def races() -> pd.DataFrame:
    """Two seeds: half a point to either side of each percentage of errors, the second taking twice the time."""
    rows = [
        (optimizer, rate, seed, epoch, 1 - (wrong + seed - 0.5) / 100, epoch * (seed + 1))
        for (optimizer, rate), errors in WRONG.items()
        for seed in (0, 1)
        for epoch, wrong in enumerate(errors, start=1)
    ]
    return pd.DataFrame(rows, columns=["optimizer", "rate", "seed", "epoch", "validation_accuracy", "seconds"])


@pytest.mark.parametrize(("x", "ends"), [("epoch", [1, 2]), ("seconds", [1.5, 3])])
def test_a_race_is_the_mean_of_its_seeds_before_the_band_of_the_best(
    races: pd.DataFrame, x: str, ends: list[float]
) -> None:
    sgd, adam = plots_mnist.show_race(races, BEST, x).axes[:2]
    assert [axis.get_title() for axis in (sgd, adam)] == ["SGD", "Adam"]
    for axis, name in ((sgd, "SGD"), (adam, "Adam")):
        means = {line.get_linestyle(): line.get_xydata() for line in axis.lines if len(line.get_xdata()) == len(ends)}
        for style, rate in {"-": BEST[name], "--": min(rate for other, rate in WRONG if other == name)}.items():
            assert means[style] == pytest.approx(np.stack([ends, WRONG[name, rate]], axis=1))
            assert f"{rate:g}" in [text.get_text() for text in axis.texts]
        band = axis.collections[0].get_paths()[0].vertices
        assert {tuple(corner) for corner in band.round(6)} == {(ends[0], 3), (ends[0], 4), (ends[1], 1), (ends[1], 2)}
        dots = np.concatenate([dots.get_offsets() for dots in axis.collections[1:]])
        assert len(dots) == 8
    bottom, top = sgd.get_ylim()
    assert bottom < 1
    assert top > 100


def test_the_axis_of_a_race_is_logarithmic_up_to_ten_and_tighter_above(races: pd.DataFrame) -> None:
    axis = plots_mnist.show_race(races, BEST).axes[0]
    at = {errors: axis.transData.transform((1, errors))[1] for errors in (1, 2, 5, 10, 100)}
    assert at[2] - at[1] == pytest.approx(at[10] - at[5])
    assert at[10] - at[1] == pytest.approx(3 * (at[100] - at[10]))
    assert axis.transData.inverted().transform((0, at[100]))[1] == pytest.approx(100)


def test_equal_dots_of_two_seeds_stand_beside_each_other() -> None:
    recall = pd.DataFrame(np.full((5, 10), 0.99), columns=range(10))
    (axis,) = plots_mnist.show_recall(recall).axes
    dots = np.concatenate([dots.get_offsets() for dots in axis.collections])
    assert len(np.unique(dots[:, 0])) == 50
    assert np.array_equal(np.round(dots[:, 0]), np.repeat(range(10), 5))
    assert np.allclose(dots[:, 1], 99)
