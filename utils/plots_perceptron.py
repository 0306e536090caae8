"""The figures of chapter 2: a perceptron and a network as drawings, and what perceptrons answer all over the plane."""

from collections.abc import Sequence
from typing import Any

from utils.perceptron import Examples, Number, Perceptron
from utils.plots import INK, LOOK, NEGATIVE, PAPER, POSITIVE, RIGHT, WRONG

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Circle

EDGE = (-0.5, 1.5)  # what the planes show of both axes: the corners of the gates, and room around them
TINT = "#cfdfec"  # where the answer is 1: the blue of POSITIVE, thinned


def plot_planes(*panels: tuple[Any, ...]) -> Figure:
    """Planes side by side, each given as (title, examples, perceptron, …): the examples and how they are answered.

    The plane is tinted where every perceptron of the panel answers 1, and a line is drawn where a weighted sum is 0.
    A filled mark has the target 1, a hollow one 0; round is answered right, square wrong. A panel without perceptrons
    shows the examples alone.
    """
    figure, axes = plt.subplots(1, len(panels), figsize=(min(2.1 * len(panels), 7.6), 2.5), squeeze=False)
    for axis, (title, examples, *perceptrons) in zip(axes.flat, panels):
        if perceptrons:
            _plot_answers(axis, examples, perceptrons)
        _plot_examples(axis, examples, perceptrons)
        axis.set_title(title.replace("-", "−"), loc="center", fontsize=12)
        axis.set(xlim=EDGE, ylim=EDGE, aspect="equal", xticks=[0, 1], yticks=[0, 1])
        axis.set_xlabel("$x_1$", labelpad=-8)
        axis.set_ylabel("$x_2$", labelpad=-6, rotation=0)
    return figure


def _plot_answers(axis: Axes, examples: Examples, perceptrons: Sequence[Perceptron]) -> None:
    """Tint where all the perceptrons answer 1, draw each one's line, and write both answers where most room is."""
    x1, x2 = np.meshgrid(*2 * [np.linspace(*EDGE, 201)])
    answer = np.ones_like(x1)
    room = np.min(
        [1.5 - x1, x1 + 0.5, 1.5 - x2, x2 + 0.5, *(np.hypot(x1 - float(a), x2 - float(b)) for a, b in examples)], axis=0
    )
    for perceptron in perceptrons:
        w0, w1, w2 = map(float, perceptron.weights)
        z = w0 + w1 * x1 + w2 * x2
        answer *= z > 0
        if steepness := np.hypot(w1, w2):
            foot = -w0 * w1 / steepness**2, -w0 * w2 / steepness**2  # the line's nearest point to (0, 0)
            axis.axline(foot, (foot[0] - w2, foot[1] + w1), color=INK, linewidth=1.5)
            room = np.minimum(room, np.abs(z) / steepness)
    axis.imshow(answer, extent=2 * EDGE, origin="lower", cmap=ListedColormap([PAPER, TINT]), vmin=0, vmax=1)
    for digit in (0, 1):
        best = np.argmax(np.where(answer == digit, room, 0))
        if room.flat[best] > 0.15:
            axis.text(x1.flat[best], x2.flat[best], str(digit), size=18, alpha=0.4, ha="center", va="center")


def _plot_examples(axis: Axes, examples: Examples, perceptrons: Sequence[Perceptron]) -> None:
    """Mark each example: filled for the target 1, hollow for 0; round and green if answered right, else square."""
    size = 80 if len(examples) < 10 else 18
    for inputs, target in examples.items():
        right = min((p.output(inputs) for p in perceptrons), default=target) == target
        colour = (RIGHT if right else WRONG) if perceptrons else INK
        fill = colour if target else PAPER
        x1, x2 = map(float, inputs)
        axis.scatter(x1, x2, s=size, marker="o" if right else "s", color=fill, edgecolor=colour, linewidth=2, zorder=3)


def draw_perceptron(perceptron: Perceptron, inputs: Sequence[Number]) -> Figure:
    """One perceptron with its parts named, worked through for these inputs; two inputs beside the bias."""
    figure, axis = _sheet(7.6, 3.4)
    z, y = perceptron.weighted_sum(inputs), perceptron.output(inputs)
    for i, (w, x, height) in enumerate(zip(perceptron.weights, (1, *inputs), (2.6, 1.6, 0.6))):
        colour = POSITIVE if w > 0 else NEGATIVE
        axis.plot((1, 3.3), (height, 1.6), color=colour, linewidth=1 + abs(float(w)), zorder=1)
        share = 0.42
        axis.text(
            1 + share * 2.3,
            height + share * (1.6 - height),
            f"{w:g}".replace("-", "−"),
            ha="center",
            va="center",
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 2},
        )
        _node(axis, (1, height), f"{x:g}")
        axis.text(0.55, height, "always 1" if i == 0 else f"$x_{i}$", ha="right", va="center")
    _node(axis, (3.3, 1.6), f"{z:g}".replace("-", "−"), radius=0.4, edge=LOOK)
    axis.annotate("", (5.0, 1.6), (3.75, 1.6), arrowprops={"arrowstyle": "->", "color": INK})
    axis.plot((5.1, 5.4, 5.4, 5.7), (1.4, 1.4, 1.8, 1.8), color=INK)
    axis.annotate("", (6.7, 1.6), (5.8, 1.6), arrowprops={"arrowstyle": "->", "color": INK})
    _node(axis, (7.0, 1.6), f"{y}")
    for x, name in ((0.8, "inputs"), (1.95, "weights"), (3.3, "weighted sum $z$"), (5.4, "step"), (7.0, "output $y$")):
        axis.text(x, 0, name, ha="center", style="italic")
    return figure


def draw_network(layers: Sequence[Sequence[str]], names: Sequence[str]) -> Figure:
    """A network: a column of circles for each layer, every circle joined to all of the next column.

    `layers` holds the label of each circle, `names` what stands under each column.
    """
    figure, axis = _sheet(6.4, 3)
    tallest = max(map(len, layers))
    columns = [
        [(2.4 * i, (tallest - len(labels)) / 2 + len(labels) - 1 - j) for j in range(len(labels))]
        for i, labels in enumerate(layers)
    ]
    for left, right in zip(columns, columns[1:]):
        for start in left:
            for end in right:
                axis.plot(*zip(start, end), color=INK, linewidth=0.8, zorder=1)
        axis.text((left[0][0] + right[0][0]) / 2, tallest - 0.35, "weights", ha="center", style="italic")
    for labels, places, name in zip(layers, columns, names):
        for label, place in zip(labels, places):
            _node(axis, place, label, radius=0.36)
        axis.text(places[0][0], -0.8, name, ha="center", style="italic")
    return figure


def _sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure to draw on: no axes, both directions to the same scale."""
    figure, axis = plt.subplots(figsize=(width, height))
    axis.axis("off")
    axis.set_aspect("equal")
    return figure, axis


def _node(axis: Axes, place: tuple[float, float], label: str, radius: float = 0.3, edge: str = INK) -> None:
    """A circle with a label in it."""
    axis.add_patch(Circle(place, radius, facecolor=PAPER, edgecolor=edge, linewidth=1.5, zorder=2))
    axis.text(*place, label, ha="center", va="center", zorder=3)
