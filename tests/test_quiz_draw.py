"""The quiz of chapter 6: what code can decide, code decides."""

from utils.ink import normalise, rasterise
from utils.layers import softmax
from utils.models import sureness
from utils.quizzes.draw import QUESTIONS

import numpy as np
import pytest


def question(words: str) -> str:
    """The right answer to the only question with these words."""
    (found,) = [q for q in QUESTIONS if words in q.text]
    return found.right


def test_the_same_network_reads_99_and_53() -> None:
    assert question("99 % of MNIST's test images and 53 %") == "At the way from the canvas to its input"


def test_the_strokes_of_a_tiny_digit() -> None:
    """Two points, so far apart that the ink is 30 high: the stroke is as wide as the pen."""
    picture = normalise(rasterise([[(140, 106), (140, 124)]], width=12))
    assert f"{picture[14].sum():.0f} pixels" == question("30 pixels high")
    shrunk = rasterise([[(140, 106), (140, 124)]], width=12).reshape(28, 10, 28, 10).mean(axis=(1, 3)) / 255
    assert shrunk[11].sum() == pytest.approx(1.2, abs=0.01)


def test_what_normalise_takes_away() -> None:
    four = [np.array([(50, 40), (40, 90), (90, 90)]), np.array([(80, 60), (80, 130)])]
    plain = rasterise(four, width=10)
    leaning = rasterise([stroke @ [[1, 0], [-0.4, 1]] + [60, 0] for stroke in four], width=10)
    changed = {
        "How large they are": rasterise([stroke * 1.5 for stroke in four], width=15),
        "Where on the canvas they are": np.roll(plain, (30, 70), axis=(0, 1)),
        "How dark their ink is": plain // 2,
        "How much they lean": leaning,
    }
    kept = [name for name, canvas in changed.items() if np.abs(normalise(canvas) - normalise(plain)).max() > 0.15]
    assert kept == [question("Two people draw a 4")]


def test_little_evidence_for_every_digit() -> None:
    z = np.full((1, 10), -5.0)
    assert f"{softmax(z)[0, 3]:.1%} and {sureness(z)[0, 3]:.1%}".replace("%", " %") == question("evidence is −5")
    eleventh_alike = softmax(np.full((1, 11), -5.0))[0, 3]
    (q,) = [q for q in QUESTIONS if "evidence is −5" in q.text]
    assert f"10.0 % and {100 * eleventh_alike:.1f} %" in q.options
    assert f"{100 * np.exp(-5):.1f} % from both" in q.options


def test_torn_between_two_is_not_none_of_these() -> None:
    p = {"this is no digit": 1 - 0.55 - 0.40, "that this is a digit": 0.55 + 0.40}
    assert max(p.values()) == p["that this is a digit"] > 0.9
    assert max(0.55, 0.40) <= 0.6  # so the canvas says ?
    assert question("says “?”") == "That this is a digit, but not which"


def test_hands_and_what_both_sides_share() -> None:
    assert question("of other people with 66 %") == "Examples drawn as these are"
    assert question("In the page JavaScript") == "The preparation, the weights and the threshold"
