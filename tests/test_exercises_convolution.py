"""The judges of chapter 4: what is right passes however it is written, and what is wrong is told what is wrong."""

from utils.exercises import convolution as check
from utils.layers import convolve
from utils.models import alexnet, report_cnn

import numpy as np
import tensorflow as tf
from conftest import Verdict


def test_moves_right(verdict: Verdict) -> None:
    right = [[0, 0, 0], [1, 0, 0], [0, 0, 0]]
    assert verdict(check.moves_right, right) == "Right."
    assert verdict(check.moves_right, np.array(right, dtype=float)) == "Right."
    assert "that is the pixel to the right" in verdict(check.moves_right, np.fliplr(right))
    for wrong in (np.zeros((3, 3)), np.array(right).T, np.eye(3), 2 * np.array(right)):
        assert "rows 0 to 2 and columns 0 to 2" in verdict(check.moves_right, wrong)
    assert "yours has (1, 3)" in verdict(check.moves_right, [[1, 0, 0]])
    assert "yours has (3, 3, 1, 1)" in verdict(check.moves_right, np.reshape(right, (3, 3, 1, 1)))


def test_sides(verdict: Verdict) -> None:
    assert verdict(check.sides, lambda n, k, s, p: (n + 2 * p - k) // s + 1) == "Right."
    assert verdict(check.sides, lambda n, k, s, p: int((n - k + p + p) / s) + 1) == "Right."
    assert verdict(check.sides, lambda n, k, s, p: len(range(0, n + 2 * p - k + 1, s))) == "Right."
    assert "kernel of 3, stride 1 and padding 0 there are 3" in verdict(check.sides, lambda n, k, s, _: (n - k) // s)
    assert "padding 2 there are 28" in verdict(check.sides, lambda n, k, s, p: (n + p - k) // s + 1)
    assert "stride 2 and padding 1 there are 14" in verdict(check.sides, lambda n, k, s, p: (n + 2 * p - k) / s + 1)
    assert "stride 2 and padding 1 there are 14" in verdict(check.sides, lambda n, k, s, p: -((k - n - 2 * p) // s) + 1)
    assert verdict(check.sides, lambda n, k, s, p: np.floor((n + 2 * p - k) / s) + 1) == "Right."
    assert "your function says None" in verdict(check.sides, lambda *_: None)


def test_sees_is_what_keras_finds(verdict: Verdict) -> None:
    network = report_cnn()
    network.set_weights([np.abs(weights) + 0.1 for weights in network.get_weights()])  # so that ReLU hides nothing
    pictures = tf.Variable(tf.random.uniform((20, 28, 28, 1), seed=0))
    with tf.GradientTape() as tape:
        value = pictures
        for layer in network.layers[:4]:
            value = layer(value)
        one = tf.reduce_sum(value[:, 1, 1, 0])
    reached = np.abs(tape.gradient(one, pictures)).sum(axis=(0, 2, 3)) > 0
    width = np.ptp(np.flatnonzero(reached)) + 1
    assert verdict(check.sees, width) == verdict(check.sees, float(width)) == "Right."
    for less in (1, 2, 6, 12, 14, 15):
        assert f"more than {less}×{less}" in verdict(check.sees, less)
    for more in (17, 20, 28):
        assert f"less than {more}×{more}" in verdict(check.sees, more)


def two_in_one(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """What two convolutions make of the 25 pictures with one pixel of ink."""
    dots = np.eye(25).reshape(25, 5, 5, 1)
    return convolve(convolve(dots, first.reshape(3, 3, 1, 1)), second.reshape(3, 3, 1, 1)).reshape(5, 5)


def test_both(verdict: Verdict) -> None:
    assert verdict(check.both, two_in_one) == "Right."
    assert verdict(check.both, lambda first, second: two_in_one(second, first).tolist()) == "Right."
    corner = "if the first kernel has a single 1 in row 0, column 0, and the second holds 1 to 9, row by row, "
    assert f"{corner}the kernel of both has 1 in row 0, column 0; yours has 0" in verdict(
        check.both, lambda *_: np.zeros((5, 5))
    )
    assert corner in verdict(check.both, lambda first, second: two_in_one(first[::-1, ::-1], second))
    assert f"{corner}the kernel of both has 1 in row 0, column 0; yours has 9" in verdict(
        check.both, lambda first, second: two_in_one(first, second[::-1, ::-1])
    )
    assert f"{corner}the kernel of both has 2 in row 0, column 1; yours has 0" in verdict(
        check.both, lambda first, second: np.pad(first * second, ((0, 2), (0, 2)))
    )
    assert "a single 1 in row 1, column 2" in verdict(check.both, lambda _, second: np.pad(second, ((0, 2), (0, 2))))
    signs = lambda first, second: two_in_one(abs(first), second)  # noqa: E731
    assert "for random kernels, number 1, two steps give" in verdict(check.both, signs)
    assert "yours has (3, 3)" in verdict(check.both, lambda first, second: first @ second)


def test_winners(verdict: Verdict) -> None:
    right = np.array([[0, 5, 0, 0], [0, 0, 0, -1], [0, 0, 0, 3], [2, 0, 0, 0]])
    assert verdict(check.winners, right) == verdict(check.winners, right.tolist()) == "Right."
    assert "nudge the 7 in row 0, column 1: it wins its block, so its slope cannot be 0" in verdict(
        check.winners, np.zeros((4, 4))
    )
    assert "nudge the 2 in row 0, column 0: another number wins" in verdict(
        check.winners, np.repeat(np.repeat(check.SIGNALS, 2, axis=0), 2, axis=1) / 4
    )
    assert "cannot be 7" in verdict(
        check.winners, right / np.array([5, -1, 3, 2]).max() * 7
    )  # the number, not the signal
    assert "nudge the 9" in verdict(check.winners, abs(right))  # ReLU's rule is not the maximum's
    assert "have the shape (2, 2)" in verdict(check.winners, check.SIGNALS)


def by_patches(signals: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    k = len(kernel)
    slopes = np.zeros((len(signals) + k - 1, signals.shape[1] + k - 1))
    for i, j in np.ndindex(signals.shape):
        slopes[i : i + k, j : j + k] += signals[i, j] * kernel
    return slopes


def with_convolve(signals: np.ndarray, kernel: np.ndarray, padding: int | str) -> np.ndarray:
    k = len(kernel)
    batch = signals.reshape(1, *signals.shape, 1)
    return convolve(batch, kernel.reshape(k, k, 1, 1), padding=padding)[0, :, :, 0]


def test_way_back(verdict: Verdict) -> None:
    assert verdict(check.way_back, by_patches) == "Right."
    assert verdict(check.way_back, lambda s, k: with_convolve(s, k[::-1, ::-1], len(k) - 1)) == "Right."
    assert "slope along the pixel (0, 0)" in verdict(check.way_back, lambda s, k: with_convolve(s, k, len(k) - 1))
    assert "slope along the pixel" in verdict(check.way_back, lambda s, k: with_convolve(s, k[::-1], len(k) - 1))
    assert "slope along the pixel" in verdict(
        check.way_back, lambda s, k: with_convolve(s, k[::-1, ::-1].T, len(k) - 1)
    )
    assert "a picture of 3×3; your slopes have the shape (2, 2)" in verdict(
        check.way_back, lambda s, k: with_convolve(s, k[::-1, ::-1], "same")
    )
    assert "the shape ()" in verdict(check.way_back, lambda *_: None)


def test_the_work_is_that_of_alexnet(verdict: Verdict) -> None:
    """Each output of a layer costs its weights: those of its layer, divided by the maps or units."""
    counted = []
    for layer in alexnet().layers:
        if layer.count_params():
            *_, units = shape = layer.output.shape[1:]
            counted.append((int(np.prod(shape)), (layer.count_params() - units) // units))
    assert counted == check.WORK["convolutions"] + check.WORK["dense"]
    made = [outputs * weights for outputs, weights in counted]
    assert verdict(check.work, sum(made[:5]) / sum(made)) == verdict(check.work, 0.92) == "Right."
    weights = [units * behind for (_, behind), units in zip(counted, [96, 256, 384, 384, 256, 4096, 4096, 1000])]
    assert "share of the weights" in verdict(check.work, sum(weights[:5]) / sum(weights))
    made[1], made[3], made[4] = 2 * made[1], 2 * made[3], 2 * made[4]
    assert "in one tower" in verdict(check.work, sum(made[:5]) / sum(made))
    assert "is less than their share" in verdict(check.work, 0.5)
    assert "is more than their share" in verdict(check.work, 0.99)
    assert "from 0 to 1, and yours is 92" in verdict(check.work, 92)
    assert "yours is None" in verdict(check.work, None)


def bayes(sensitivity: float, specificity: float, prevalence: float) -> float:
    return prevalence * sensitivity / (prevalence * sensitivity + (1 - prevalence) * (1 - specificity))


def test_alarms(verdict: Verdict) -> None:
    for specificity in (1 - 9 / 990, 0.9909, 0.991):
        assert verdict(check.alarms, bayes, specificity) == "Right."
    odds = lambda a, b, p: 1 / (1 + (1 - p) * (1 - b) / (p * a))  # noqa: E731
    assert verdict(check.alarms, odds, 0.9909) == "Right."
    wrong = {
        "you say 0.9": lambda a, *_: a,
        "you say 0.009": lambda a, _, p: a * p,
        "you say None": lambda *_: None,
        "9 alarms are right and 99 are false": lambda a, b, p: a * p / (a * p + 1 - b),  # false alarms among all
        "0.99 alarms are right and 49.95 are false": lambda a, _, p: bayes(a, a, p),  # as if both were the same
    }
    for complaint, answer in wrong.items():
        assert complaint in verdict(check.alarms, answer, 0.9909)
    for specificity in (0.9, 0.99, 0.5):
        assert f"a specificity of {specificity}, not half" in verdict(check.alarms, bayes, specificity)
    for specificity in (99, 99.09, -0.1, None):
        assert f"a share from 0 to 1, and yours is {specificity}" in verdict(check.alarms, bayes, specificity)


def test_uncovered(verdict: Verdict) -> None:
    assert verdict(check.uncovered, check.SECRET, check.SECRET_BIAS) == "Right."
    assert verdict(check.uncovered, check.SECRET.astype("float32") + 0.001, np.array([-0.3])) == "Right."
    pictures, maps = check.secret()
    assert maps.shape == (100, 13, 13, 1)
    assert 0.05 < np.mean(maps > 0) < 0.95  # something comes through, and not everything
    for kernel, bias in [
        (np.zeros((3, 3, 1, 1)), 0),
        (check.SECRET, 0),
        (-check.SECRET, -0.3),
        (check.SECRET[::-1, ::-1], -0.3),
        (check.SECRET.transpose(1, 0, 2, 3), -0.3),
    ]:
        assert "% off, measured by their length" in verdict(check.uncovered, kernel, bias)
    for kernel, bias in [(np.zeros((3, 3, 1, 1)), 0), (check.SECRET, -10)]:
        told = verdict(check.uncovered, kernel, bias)
        assert "are 100 % off" in told
        assert "no signal comes back through ReLU" in told
    near = verdict(check.uncovered, check.SECRET + 0.02, check.SECRET_BIAS)
    assert "Take more steps; or a smaller rate" in near
    assert "no signal" not in near
    for kernel, bias in [(check.SECRET * np.nan, 0), (check.SECRET, np.inf), (check.SECRET * 1e200, 0)]:
        assert "so take a smaller rate" in verdict(check.uncovered, kernel, bias)
    assert "yours has (3, 3)" in verdict(check.uncovered, check.SECRET[:, :, 0, 0], -0.3)
    assert len(pictures) == 100
