"""The judges of chapter 7: what is right passes however it is written, and what is wrong is told what is wrong."""

from utils.data import load_mnist
from utils.exercises import handwriting as check
from utils.styles import DIGITS, FEET, OTHERS

import numpy as np
import pytest
import tensorflow as tf
from conftest import Verdict

RIGHT, TWICE, LEANING = (1, 0, -2, 0, 1, 0), (0.5, 0, 7, 0, 0.5, 7), (1, 0.25, -3.5, 0, 1, 0)


def test_maps(verdict: Verdict) -> None:
    assert verdict(check.maps, RIGHT, TWICE, LEANING) == "Right."
    assert verdict(check.maps, list(RIGHT), np.array(TWICE), (1, 1 / 4, -7 / 2, 0, 1, 0)) == "Right."


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (((1, 0, 2, 0, 1, 0), TWICE, LEANING), "right fills x = 14, y = 14 of its new picture from x = 16, y = 14"),
        (((1, 0, 0, 0, 1, -2), TWICE, LEANING), "right fills x = 14, y = 14"),  # moves down
        ((RIGHT, (2, 0, -14, 0, 2, -14), LEANING), "twice fills x = 20, y = 14 of its new picture from x = 26"),
        ((RIGHT, (0.5, 0, 0, 0, 0.5, 0), LEANING), "twice fills x = 14, y = 14 of its new picture from x = 7"),
        ((RIGHT, (0.5, 0, 7, 0, 1, 0), LEANING), "twice fills x = 14, y = 20"),  # only wider
        ((RIGHT, TWICE, (1, -0.25, 3.5, 0, 1, 0)), "leaning fills x = 15, y = 10 of its new picture from x = 16"),
        ((RIGHT, TWICE, (1, 0.25, 0, 0, 1, 0)), "leaning fills x = 14, y = 14"),  # about row 0
        ((RIGHT, TWICE, (1, 0, 0, 0.25, 1, -3.5)), "leaning fills x = 20, y = 14"),  # a slope
        ((RIGHT, TWICE, (1, 0.25, -3.5)), "leaning is to be six numbers a, b, c, d, e, f, and has the shape (3,)"),
    ],
)
def test_wrong_maps(verdict: Verdict, answer: tuple, complaint: str) -> None:
    assert complaint in verdict(check.maps, *answer)


def test_the_maps_do_in_tensorflow_what_the_task_says() -> None:
    (images, _), _ = load_mnist()
    image = images[0] / np.float32(255)

    def mapped(numbers: tuple) -> np.ndarray:
        maps = tf.constant([[*numbers, 0, 0]], tf.float32)
        one = image[np.newaxis, ..., np.newaxis]
        return tf.raw_ops.ImageProjectiveTransformV3(
            images=one, transforms=maps, output_shape=[28, 28], interpolation="BILINEAR", fill_mode="CONSTANT",
            fill_value=0.0,
        ).numpy()[0, ..., 0]  # fmt: skip

    assert np.array_equal(mapped(RIGHT)[:, 2:], image[:, :-2])
    assert np.array_equal(mapped(TWICE)[::2, ::2], image[7:21, 7:21])
    leaning = mapped(LEANING)
    for row, moved in ((14, 0), (10, 1), (6, 2)):
        assert np.allclose(leaning[row, moved:], image[row, : 28 - moved])
    assert np.allclose(leaning[18, :-1], image[18, 1:])


def pooled(picture: np.ndarray) -> np.ndarray:
    return tf.nn.max_pool2d(picture[np.newaxis, ..., np.newaxis], 3, 1, "SAME").numpy()[0, ..., 0]


def looped(picture: np.ndarray) -> list[list[float]]:
    near = {k: [m for m in (k - 1, k, k + 1) if 0 <= m < 28] for k in range(28)}
    return [[max(picture[i, j] for i in near[r] for j in near[c]) for c in range(28)] for r in range(28)]


def rolled(picture: np.ndarray) -> np.ndarray:
    return np.max([np.roll(picture, (r, c), (0, 1)) for r in (-1, 0, 1) for c in (-1, 0, 1)], axis=0)


def plus(picture: np.ndarray) -> np.ndarray:
    padded = np.pad(picture, 1)
    return np.max([picture, padded[2:, 1:-1], padded[:-2, 1:-1], padded[1:-1, 2:], padded[1:-1, :-2]], axis=0)


def in_place(picture: np.ndarray) -> np.ndarray:
    for row in range(28):
        for column in range(28):
            picture[row, column] = picture[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2].max()
    return picture


def test_fatter(verdict: Verdict) -> None:
    assert verdict(check.fatter, pooled) == "Right."
    assert verdict(check.fatter, looped) == "Right."
    assert "row 0, column 0 should be 0.00, the largest of what lies there and around, and is 0.50" in verdict(
        check.fatter, rolled
    )
    assert "row 9, column 11 should be 1.00" in verdict(check.fatter, plus)
    assert "row 9, column 11 should be 1.00" in verdict(check.fatter, lambda picture: picture)
    assert "changes the picture that it is given" in verdict(check.fatter, in_place)
    assert "and (26, 26) came out" in verdict(check.fatter, lambda p: pooled(p)[1:-1, 1:-1])
    assert "row 4, column 3 should be 0.20" in verdict(check.fatter, lambda p: (pooled(p) > 0.3) * pooled(p))
    assert "should be" in verdict(check.fatter, lambda p: pooled((p > 0).astype(float)))  # only 0 and 1
    assert "and () came out" in verdict(check.fatter, lambda _: None)


KEPT, BECOMES = [0, 1, 5, 8], {6: 9, 7: 6, 9: 6}


def test_upside_down(verdict: Verdict) -> None:
    assert verdict(check.upside_down, KEPT, BECOMES) == "Right."
    assert verdict(check.upside_down, {8, 5, 1, 0}, {d: np.int64(k) for d, k in BECOMES.items()}) == "Right."
    assert "the digit 0 is not in your list; of its images, turned, 75 % are read as 0." in verdict(
        check.upside_down, [], BECOMES
    )
    assert "the digit 2 is in your list" in verdict(check.upside_down, [0, 1, 2, 5, 8], BECOMES)
    assert "the digit 5 is not in your list" in verdict(check.upside_down, [0, 1, 8], BECOMES)
    assert "becomes[7] is still None" in verdict(check.upside_down, KEPT, BECOMES | {7: None})
    assert "of the turned images of 7 only 0 % are read as 1." in verdict(check.upside_down, KEPT, BECOMES | {7: 1})
    assert "of the turned images of 6 only" in verdict(check.upside_down, KEPT, {6: 6, 7: 6, 9: 6})
    assert "becomes[9] is still None" in verdict(check.upside_down, KEPT, {6: 9, 7: 6})


def test_what_is_upside_down_is_far_from_any_edge() -> None:
    shares = check._upside_down()
    assert np.allclose(shares.sum(axis=1), 1)
    own = shares.diagonal()
    assert (np.abs(own - 0.5) > 0.1).all()
    for digit in BECOMES:
        first, second = np.sort(shares[digit])[:-3:-1]
        assert first - second > 0.3


def test_calibration(verdict: Verdict) -> None:
    # Three steps: 2.79 of confidence and 2 right, 1.5 and 1, 0.55 and 1.
    assert verdict(check.calibration, 1.74 / 6, 0.84 / 6) == "Right."
    assert verdict(check.calibration, 0.29, np.float64(0.14)) == "Right."
    wrong = {
        "error is still None": (None, None),
        "overall is still None": (0.29, None),
        "without its sign": (0.14, 0.14),
        "for each answer alone": (0.43, 0.14),
        "counts by the number of its answers": (0.3211, 0.14),
        "error is not 1.74; sum confidence minus truth in each of the three steps": (1.74, 0.14),
        "overall is not 0.29": (0.29, 0.29),
        "overall is not -0.14": (0.29, -0.14),
    }
    for complaint, answer in wrong.items():
        assert complaint in verdict(check.calibration, *answer)


def test_the_task_gives_the_answers_that_the_judge_knows() -> None:
    assert [confidence for confidence, _ in check.ANSWERS] == [95, 93, 91, 78, 72, 55]
    assert [right for _, right in check.ANSWERS] == [True, False, True, False, True, True]


def searched(logits: np.ndarray, share: float) -> float:
    """A right answer in another way: the best of a million temperatures."""
    grid = np.geomspace(0.005, 200, 100_000)[:, np.newaxis]
    p = tf.nn.softmax(logits / grid, axis=1).numpy().max(axis=1)
    return grid[np.abs(p - share).argmin(), 0]


def test_temperature(verdict: Verdict) -> None:
    assert verdict(check.temperature, searched) == "Right."
    assert "for the logits [6.0, 0.0] with T = 1 softmax is 99.8 % sure instead of 90.0 %; raise T." in verdict(
        check.temperature, lambda *_: 1.0
    )
    pencil = 6 / np.log(9)
    assert "for the logits [2.0, 9.0, 4.5, -3.0] with T = 2.731" in verdict(check.temperature, lambda *_: pencil)
    assert "softmax is" in verdict(check.temperature, lambda logits, share: 1 / searched(logits, share))
    assert "A temperature is above 0" in verdict(check.temperature, lambda *_: -1)

    def upwards(logits: np.ndarray, share: float) -> float:
        return max(searched(logits, share), 1)  # never cools

    assert "for the logits [0.3, 0.1, -0.2, 0.0, 0.2] with T = 1" in verdict(check.temperature, upwards)
    assert "lower T." in verdict(check.temperature, upwards)

    def half_hearted(logits: np.ndarray, share: float) -> float:
        return min(searched(logits, share), 10)  # an interval that ends too early

    assert "for the logits [40.0, 0, 0] with T = 10" in verdict(check.temperature, half_hearted)


def evidence_of(share: np.ndarray) -> np.ndarray:
    """Evidence (n, 10) whose largest sureness is `share`: one digit's z, and none for the others."""
    z = np.full((len(share), 10), -50.0)
    z[:, 3] = np.log(share / (1 - share))
    return z


def test_threshold(verdict: Verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    """The surest of 1,000 MNIST digits are 0.50025, 0.50075, …, and those of 200 pens 0.0025, 0.0075, …"""
    pens, mnist = (np.arange(200) + 0.5) / 200, 0.5 + (np.arange(1000) + 0.5) / 2000
    found = {"mnist": evidence_of(mnist), "pens": evidence_of(pens), "letters": evidence_of(np.full(50, 0.01))}
    monkeypatch.setattr(check, "load_held_back", lambda: found)
    assert verdict(check.threshold, 0.12) == "Right."  # 24 of 1,200
    assert verdict(check.threshold, np.quantile(np.concatenate([mnist, pens]), 0.02)) == "Right."
    assert "at 0.3 it declines 5.00 % of the 1,200 digits: too many." in verdict(check.threshold, 0.3)
    assert "declines 2.08 %" in verdict(check.threshold, 0.124)
    assert "at 0.01 it declines 0.17 % of the digits. Up to 2 % are allowed, so go higher." in verdict(
        check.threshold, 0.01
    )
    assert "so go higher" in verdict(check.threshold, 0.018)  # 2 % of the pens alone
    assert "digits: too many" in verdict(check.threshold, 0.5202)  # 2 % of MNIST alone


def test_flattery(verdict: Verdict) -> None:
    draws = np.random.default_rng(1).random((200, 20, 1000)) < 0.95
    simulated = draws.sum(axis=2).max(axis=1).mean() / 10 - 95
    assert verdict(check.flattery, simulated) == "Right."
    assert verdict(check.flattery, 1.25) == "Right."
    wrong = {
        "flattery is still None": None,
        "the best of 20 is not any one": 0,
        "In percentage points, please": 0.0124,
        "That is a number of digits": 12.4,
        "By how much is it more than the truth": 96.24,
        "not 1.541 points": np.sqrt(0.95 * 0.05 / 1000) * 100 * np.sqrt(5),
        "not 0.6892 points": np.sqrt(0.95 * 0.05 / 1000) * 100,  # a standard deviation
        "not -1.4 points": -1.4,  # the unluckiest
    }
    for complaint, answer in wrong.items():
        assert complaint in verdict(check.flattery, answer)


NINE = "~ 82 15, 45 0, 5 25, 30 50, 80 30 | - 85 5, 84 50, 82 100"


def test_style(verdict: Verdict) -> None:
    assert verdict(check.style, NINE, 9) == "Right."
    assert verdict(check.style, NINE, np.int64(9)) == "Right."
    anchor = "- 50 0, 50 100 | ~ 0 60, 15 90, 50 100, 85 90, 100 60 | - 25 20, 75 20"
    assert verdict(check.style, anchor, "?") == "Right."
    assert "0 are answered with 4, and 16 are asked; instead came 9 (20 times)." in verdict(check.style, NINE, 4)
    assert "0 are answered with ?, and 16 are asked; instead came 9 (20 times)" in verdict(check.style, NINE, "?")
    assert "instead came 1 (20 times)" in verdict(check.style, "- 50 0, 50 100", 9)
    assert "0 are answered with 0" in verdict(check.style, anchor, 0)
    for shipped, label in [(DIGITS[9][2], 9), (OTHERS["heart"][0], "?"), (DIGITS[9][2].replace(", ", " ,  "), 9)]:
        assert "stands in utils/styles.py" in verdict(check.style, shipped, label)
    for label in ("nine", 10, None, "9"):
        assert "the label is a digit from 0 to 9" in verdict(check.style, NINE, label)
    for broken in ("50 0, 50 100", "- 50 0, 50 100 |", "", "^ 50 0, 50 100"):
        assert "begins with ~ or -" in verdict(check.style, broken, 1)
    assert verdict(check.style, "- 50 0, 50", 1).endswith('in the stroke "- 50 0, 50", has 1; is a number missing?')
    assert "is a bar, |, missing?" in verdict(check.style, NINE.replace("|", ""), 9)
    assert "begins with" not in verdict(check.style, f"{NINE} | {FEET[0]} | - -10 5, 3 3", 9)
