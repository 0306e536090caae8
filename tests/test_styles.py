import re

from utils.examples import drawn
from utils.models import load_report_cnn
from utils.styles import DIGITS, OTHERS, broken, by_hand, digit, no_digit, smooth, strokes_of

import numpy as np
import pytest


def test_a_smooth_curve_passes_through_its_points_and_keeps_straight_lines_straight() -> None:
    points = np.array([[0, 0], [3, 8], [7, -2], [9, 5]], dtype=float)
    curve = smooth(points, steps=6)
    assert np.allclose(curve[::6], points)
    assert len(curve) == 3 * 6 + 1
    line = smooth(np.array([[0, 0], [1, 2], [2, 4], [3, 6]], dtype=float))
    assert np.allclose(line[:, 1], 2 * line[:, 0])
    # Half-way between two points the curve is (9 (b + c) - a - d) / 16, a known property of these splines.
    assert np.allclose(curve[9], (9 * (points[1] + points[2]) - points[0] - points[3]) / 16)


def test_a_broken_line_has_its_points_evenly_between_the_corners() -> None:
    assert broken(np.array([[0.0, 0], [4, 8], [4, 0]])).tolist() == [
        [0, 0], [1, 2], [2, 4], [3, 6], [4, 8], [4, 6], [4, 4], [4, 2], [4, 0],
    ]  # fmt: skip


@pytest.mark.parametrize("name", [*DIGITS, *OTHERS])
def test_every_template_can_be_written_and_stays_near_its_box(name: int | str) -> None:
    for template in (DIGITS | OTHERS)[name]:
        strokes = by_hand(template, np.random.default_rng(0))
        assert len(strokes) == template.count("|") + 1
        points = np.concatenate(strokes)
        assert np.isfinite(points).all()
        assert np.ptp(points, axis=0).max() < 200


@pytest.mark.parametrize("label", [10, -1])
def test_there_is_no_style_for_what_is_no_digit(label: int) -> None:
    with pytest.raises(ValueError, match=f"digit from 0 to 9, not {label}"):
        digit(label, np.random.default_rng(0))


def test_the_same_seed_writes_the_same_and_another_writes_otherwise() -> None:
    first, same, other = (np.concatenate(digit(3, np.random.default_rng(seed))) for seed in (1, 1, 2))
    assert np.array_equal(first, same)
    assert first.shape != other.shape or not np.allclose(first, other)


def test_slashes_flags_feet_and_bars_come_as_often_as_they_should() -> None:
    """Of zeros 35 % are slashed, of sevens 40 % barred: an added stroke. Four standard errors of 2,000 are 4.4 %."""
    rng = np.random.default_rng(0)
    for label, share in {0: 0.35, 7: 0.4}.items():
        added = [len(digit(label, rng)) - 1 for _ in range(2000)]
        assert np.mean(added) == pytest.approx(share, abs=0.044)
    ones = np.array([len(digit(1, rng)) for _ in range(2000)])
    assert np.bincount(ones, minlength=4)[1:] / 2000 == pytest.approx([0.45 * 0.55, 0.505, 0.55 * 0.45], abs=0.044)


def test_a_reader_that_never_saw_the_styles_reads_most_of_them() -> None:
    """The report's network, trained on MNIST alone. It knows few slashes, flags and bars: 0, 1 and 7 are strange."""
    rng, network = np.random.default_rng(0), load_report_cnn()
    for label in range(10):
        pictures = np.array([drawn(digit(label, rng), rng, 112) for _ in range(150)])[..., np.newaxis]
        right = (network.predict(pictures, verbose=0).argmax(axis=1) == label).mean()
        assert right > (0.5 if label in (0, 1, 7) else 0.85), label


def test_what_is_no_digit_is_of_many_kinds() -> None:
    rng = np.random.default_rng(0)
    drawings = [no_digit(rng) for _ in range(400)]
    assert {len(strokes) for strokes in drawings} >= {1, 2, 3, 4}
    assert all(np.isfinite(np.concatenate(strokes)).all() for strokes in drawings)
    assert min(len(np.concatenate(strokes)) for strokes in drawings) < 6  # a dot
    assert max(len(np.concatenate(strokes)) for strokes in drawings) > 100  # a scribble


def test_a_template_is_read_stroke_by_stroke() -> None:
    (curve, bowl), (line, leg), (dot, point) = strokes_of("~ 82 15, 45 0,5 25| - -10 5,  84 120 | - 50 50")
    assert (curve, line, dot) == ("~", "-", "-")
    assert bowl.tolist() == [[82, 15], [45, 0], [5, 25]]
    assert leg.tolist() == [[-10, 5], [84, 120]]
    assert point.tolist() == [[50, 50]]


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("~ 82 15, 45 0 - 85 5, 84 50", '"-" stands inside the stroke "~ 82 15, 45 0 - 85 5, 84 50"; is a bar'),
        ("- 0 0, 9 9 | - 82 15, 45 0, ~ 85 5", '"~" stands inside the stroke "- 82 15, 45 0, ~ 85 5"; is a bar'),
        ("- 50 0, 50", '"50", in the stroke "- 50 0, 50", has 1; is a number missing'),
        ("- 50 0, 50 100,", "has 0; is a number missing"),
        ("- 50 0 50 100", "has 4; is a comma missing"),
        ("- 5O 0, 50 100", '"5O 0", in the stroke "- 5O 0, 50 100", is no point'),
        ("- 50 0, 50 1000", '"50 1000", in the stroke "- 50 0, 50 1000", lies far outside the box'),
        ("- nan 0, 50 100", "lies far outside the box"),
        ("~ 50 50", "a curve passes through two points or more"),
        ("50 0, 50 100", "begins with ~ or -"),
        ("-50 0, 50 100", "begins with ~ or - and a space"),
        ("- 50 0, 50 100 |", "begins with ~ or -"),
        ("-", "begins with ~ or -"),
        ("", "begins with ~ or -"),
    ],
)
def test_a_template_that_cannot_be_read_is_told_why(template: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        by_hand(template, np.random.default_rng(0))
