"""The figures that chapters share, and those of chapters 1 and 3, show the numbers that they are given."""

from pathlib import Path

from utils import plots, plots_context, plots_mlp
from utils.assets import asset
from utils.lanes import AHEAD, SEEN
from utils.mlp import MLP

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.ft2font import FT2Font


def texts(axis: plt.Axes) -> dict[tuple[float, float], str]:
    return {text.get_position(): text.get_text() for text in axis.texts}


def hue(axis: plt.Axes, row: int, column: int) -> str:
    """Whether a place of the picture is more blue or more red; "" for paper."""
    (image,) = axis.images
    red, _, blue, _ = image.cmap(image.norm(image.get_array()[row, column]))
    return "" if abs(red - blue) < 0.01 else "blue" if blue > red else "red"


def test_no_images_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one image"):
        plots.show_digits(np.zeros((0, 28, 28)))


def test_rows_of_a_confusion_matrix_are_the_truth() -> None:
    counts = np.diag(np.full(10, 90))
    counts[4, 9] = 7
    (axis,) = plots.confusion_heatmap(counts).axes
    assert (axis.get_ylabel(), axis.get_xlabel()) == ("is a", "read as")
    written = texts(axis)
    assert written[9.5, 4.5] == "7"
    assert written[4.5, 9.5] == "·"
    assert [written[i + 0.5, i + 0.5] for i in range(10)] == 10 * ["90"]
    assert [label.get_text() for label in axis.get_yticklabels()] == [*"0123456789"]
    assert axis.yaxis_inverted()  # row 0 at the top, as in the matrix


def test_training_and_validation_have_a_curve_each() -> None:
    history = {"accuracy": [0.9, 0.95], "val_accuracy": [0.8, 0.85], "loss": [0.5, 0.3], "val_loss": [0.7, 0.6]}
    for axis, name in zip(plots.training_curves(history).axes, ["accuracy", "loss"]):
        assert axis.get_title() == name.capitalize()
        curves = {line.get_label(): line.get_xydata() for line in axis.lines}
        for label, key in (("training", name), ("validation", f"val_{name}")):
            assert curves[label] == pytest.approx(np.stack([[1, 2], history[key]], axis=1))


def test_positive_weights_are_blue() -> None:
    weights = np.zeros((784, 2))
    weights[28 * 3 + 5, 0], weights[28 * 7 + 2, 0], weights[0, 1] = 2, -1, -1
    first, second = plots_mlp.show_weights(weights).axes[:2]
    assert [hue(first, 3, 5), hue(first, 7, 2), hue(first, 0, 0), hue(second, 0, 0)] == ["blue", "red", "", "red"]


def test_what_speaks_for_the_one_is_blue_and_for_the_other_red() -> None:
    averages = np.zeros((10, 28, 28))
    averages[4, 2, 3] = averages[9, 20, 10] = 200
    difference = plots_context.one_or_other(averages, 4, 9).axes[2]
    assert [hue(difference, 2, 3), hue(difference, 20, 10), hue(difference, 0, 0)] == ["blue", "red", ""]
    assert texts(difference) == {(3, 2): "+", (10, 20): "−"}
    assert [text.get_text() for text in difference.get_legend().get_texts()] == ["+ for 4", "− for 9"]


def test_ink_ranges_are_nine_tenths_of_each_digit_and_its_mean() -> None:
    labels = np.repeat(np.arange(10), 101)
    ink = np.tile(np.linspace(0, 0.1, 101), 10) + labels / 100  # 0 to 10 %, and a per cent more with every digit
    (axis,) = plots_context.ink_ranges(ink, labels).axes
    for digit in range(10):
        span, mean = axis.lines[2 * digit : 2 * digit + 2]
        assert span.get_xydata() == pytest.approx(np.array([(0.5 + digit, digit), (9.5 + digit, digit)]))
        assert mean.get_xydata() == pytest.approx(np.array([(5 + digit, digit)]))


def test_backpropagation_has_outputs_and_weights_above_and_signals_and_slopes_below() -> None:
    """One hidden unit, all by hand: h = σ(0) = 1/2, y = σ(0) = 1/2; δ = (1/2 − 1) · 1/4, and δ₁ = δ · 2 · 1/4."""
    network = MLP([2, 1, 1])
    network.W, network.b = [np.array([[1.0], [-0.5]]), np.array([[2.0]])], [np.zeros(1), np.array([-1.0])]
    forward, backward = plots_mlp.show_backpropagation(network, np.array([[1, 2]]), np.array([[1]])).axes
    assert sorted(texts(forward).values()) == sorted(
        ["$x_1$\n1", "$x_2$\n2", "$h_1$\n0.5", "$y_1$\n0.5", "1", "−0.5", "2"]
    )
    assert sorted(texts(backward).values()) == sorted(
        ["$x_1$\n1", "$x_2$\n2", "$\\delta$\n−0.0625", "$\\delta$\n−0.125", "−0.0625", "−0.125", "−0.0625"]
    )
    lines = {line.get_linestyle(): line.get_color() for line in forward.lines}
    assert lines == {"-": plots.POSITIVE, "--": plots.NEGATIVE}
    assert to_rgb(plots.POSITIVE)[2] > to_rgb(plots.POSITIVE)[0]


def test_a_forecast_has_a_bar_as_long_as_each_probability_in_its_lane() -> None:
    paths = np.tile(np.linspace(-1, 1, SEEN + AHEAD), (4, 1))
    seen, chances = paths[:, :SEEN] + 0.01, np.array([[0.7, 0.2, 0.1], *3 * [[0, 0, 1]]])
    axis, *_, last = plots_mlp.show_forecasts(paths, seen, chances, list("abcd")).axes
    assert [bar.get_width() for bar in axis.patches] == pytest.approx([0.7, 0.2, 0.1])
    assert [bar.get_y() + bar.get_height() / 2 for bar in axis.patches] == pytest.approx([-1, 0, 1])
    assert [text.get_text() for text in axis.texts] == ["70 %", "20 %", "10 %"]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["left", "middle", "right"]
    assert axis.yaxis_inverted()  # the left lane of a car that drives to the right is at the top
    dots, ahead = (next(li for li in axis.lines if li.get_marker() == "o"), axis.lines[5])
    assert dots.get_ydata() == pytest.approx(seen[0])
    assert ahead.get_ydata() == pytest.approx(paths[0, SEEN - 1 :])
    assert last.get_title() == "d"


def test_figures_are_lettered_as_the_pages_are(caplog: pytest.LogCaptureFixture) -> None:
    with plt.style.context("utils.book"):
        for style in ("normal", "italic"):
            face = font_manager.FontProperties(family=plt.rcParams["font.family"][0], style=style)
            file = Path(font_manager.findfont(face, fallback_to_default=False))
            assert file == asset(f"alegreya-lining{'-italic' * (style == 'italic')}.ttf")
        figure, axis = plt.subplots()
        axis.set(title="5 → 3 ✓", xlabel=r"$x_1$ $\delta$ $\mathbf{w}$ $\partial$")
        figure.canvas.draw()
    assert caplog.messages == []  # no font is missing, and no letter


def test_digits_in_figures_are_of_one_height_and_width() -> None:
    """Alegreya's own are not: its 1 is a small I, its 0 an o."""
    face = FT2Font(asset("alegreya-lining.ttf"))
    glyphs = [face.load_char(ord(digit)) for digit in "0123456789"]
    heights, widths = [glyph.bbox[3] for glyph in glyphs], {glyph.horiAdvance for glyph in glyphs}
    assert max(heights) < 1.1 * min(heights)
    assert len(widths) == 1
