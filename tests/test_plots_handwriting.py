"""The figures of chapter 7 show the numbers that they are given."""

from utils import plots_handwriting

import matplotlib.pyplot as plt
import numpy as np
import pytest


def marks(axis: plt.Axes, marker: str) -> np.ndarray:
    """Where the marks of a kind stand, (n, 2)."""
    return np.concatenate([line.get_xydata() for line in axis.lines if line.get_marker() == marker])


def test_the_ladder_has_a_mark_for_the_mean_mistakes_of_each_step() -> None:
    runs = np.array([(0.9, 0.5), (0.94, 0.6)], dtype=[("mnist", float), ("pens", float)])
    better = np.array([(0.99, 0.98), (0.99, 0.98)], dtype=runs.dtype)
    (axis,) = plots_handwriting.ladder({"first": runs, "second": better}).axes
    assert marks(axis, "o") == pytest.approx(np.array([[8, 0], [1, 1]]))
    assert marks(axis, "s") == pytest.approx(np.array([[45, 0], [2, 1]]))
    assert [label.get_text() for label in axis.get_yticklabels()] == ["first", "second"]
    assert axis.yaxis_inverted()  # the first step is at the top


def test_answers_as_often_right_as_sure_lie_on_the_diagonal() -> None:
    confidence, right = np.repeat([0.25, 0.75], 100), np.r_[np.arange(100) < 25, np.arange(100) < 75]
    _, axis = plt.subplots()
    plots_handwriting.reliability(axis, confidence, right, "calibrated")
    assert marks(axis, "o") == pytest.approx(np.array([[0.25, 0.25], [0.75, 0.75]]))
    _, axis = plt.subplots()
    plots_handwriting.reliability(axis, np.full(10, 1.0), np.arange(10) < 6, "too sure")
    assert marks(axis, "o") == pytest.approx(np.array([[1, 0.6]]))


def test_names_of_curves_that_end_together_stand_apart() -> None:
    digits = np.array([0.0, 3.5, 7.0])
    curves = {"letters": (digits, np.array([90.0, 99, 100])), "signs": (digits, np.array([80.0, 97, 99]))}
    (axis,) = plots_handwriting.declining(curves).axes
    assert axis.lines[1].get_xydata() == pytest.approx(np.stack([digits, curves["signs"][1]], axis=1))
    heights = {text.get_text(): text.get_position()[1] for text in axis.texts}
    assert heights["signs"] == 99
    assert heights["letters"] >= 99 + 7
