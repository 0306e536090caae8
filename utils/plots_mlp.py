"""The figures of the chapter on the multilayer perceptron."""

from collections.abc import Sequence

from utils.lanes import AHEAD, SEEN, TICK
from utils.mlp import MLP, sigmoid
from utils.plots import INK, INK_SOFT, LOOK, NEGATIVE, PAPER, POSITIVE, STRENGTH, paint_signed

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure


def draw_network(axis: Axes, nodes: Sequence[Sequence[str]], edges: Sequence[np.ndarray] = ()) -> None:
    """Draw layers of units, from left to right, and a line between each two of neighbouring layers.

    `nodes` holds a layer's texts, one a unit. `edges`, if given, holds a matrix (n_in, n_out) for each pair of layers:
    its numbers stand on the lines, which are blue where they are positive and vermillion and dashed where negative.
    """
    place = [[(2.4 * k, 0.7 * (len(layer) - 1) - 1.4 * i) for i in range(len(layer))] for k, layer in enumerate(nodes)]
    for k, (left, right) in enumerate(zip(place, place[1:])):
        for i, a in enumerate(left):
            for j, b in enumerate(right):
                number = edges[k][i, j] if edges else None
                colour = INK_SOFT if number is None else POSITIVE if number > 0 else NEGATIVE
                dashed = number is not None and number < 0
                axis.plot(*zip(a, b), color=colour, linewidth=1.2, linestyle="--" if dashed else "-", zorder=1)
                if number is not None:
                    spot = np.add(a, 0.36 * np.subtract(b, a))  # nearer the left end, clear of where the lines cross
                    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}
                    axis.text(spot[0], spot[1], signed(number), ha="center", va="center", fontsize=11, bbox=box)
    for layer, texts in zip(place, nodes):
        for (x, y), text in zip(layer, texts):
            axis.add_patch(plt.Circle((x, y), 0.48, facecolor=PAPER, edgecolor=INK, linewidth=1.2, zorder=2))
            axis.text(x, y, text, ha="center", va="center", fontsize=11, zorder=3)
    axis.set_aspect("equal")
    axis.axis("off")


def show_backpropagation(network: MLP, x: np.ndarray, t: np.ndarray) -> Figure:
    """One example (1, n_in) through a network with squared error: values and weights above, gradients below."""
    y = network.forward(x)
    gradients, deltas = network.gradients(x, t)  # for a single example the bias gradients are the error signals
    letters = ["x", "h", "y"]
    forward = [[f"${s}_{i}$\n{signed(v)}" for i, v in enumerate(layer[0], 1)] for s, layer in zip(letters, y)]
    backward = [[f"$x_{i}$\n{signed(v)}" for i, v in enumerate(x[0], 1)]]
    backward += [[f"$\\delta$\n{signed(d)}" for d in layer] for layer in deltas]
    figure, axes = plt.subplots(2, 1, figsize=(5.0, 4.5))
    draw_network(axes[0], forward, network.W)
    draw_network(axes[1], backward, gradients)
    axes[0].set_title("forwards: outputs in the units, weights on the lines")
    axes[1].set_title("backwards: error signals in the units, slopes on the lines")
    return figure


def signed(number: float) -> str:
    """A number with at most four decimals and a true minus sign."""
    return f"{round(number, 4):g}".replace("-", "−")


def show_smooth_step() -> Figure:
    """The Heaviside step and the sigmoid, each above its slope."""
    z = np.linspace(-6, 6, 601)
    curves = {"Heaviside step": (np.heaviside(z, 0), np.zeros_like(z)), "sigmoid": (sigmoid(z), None)}
    figure, axes = plt.subplots(2, 2, figsize=(6.4, 4.0), sharex=True, sharey="row")
    for column, (name, (output, slope)) in zip(axes.T, curves.items()):
        column[0].plot(z, output, color=INK)
        column[0].set_title(name)
        column[1].plot(z, output * (1 - output) if slope is None else slope, color=LOOK)
        column[1].set(xlabel="weighted sum $z$", xticks=[-5, 0, 5])
    axes[0, 0].set(ylabel="output $y$", yticks=[0, 0.5, 1])
    axes[1, 0].set(ylabel="slope of the output", yticks=[0, 0.1, 0.2])
    axes[1, 0].text(0, 0.13, "0 everywhere,\nundefined at the jump", ha="center")
    axes[1, 1].annotate("1/4 at $z = 0$", (0, 0.25), (1.6, 0.23))
    return figure


def show_xor(weights: Sequence[np.ndarray], biases: Sequence[np.ndarray]) -> Figure:
    """A 2-2-1 network of sigmoids on XOR: its output over the inputs (left) and over its hidden units (right).

    `weights` are (2, 2) and (2, 1), `biases` (2,) and (1,). Lines are where a unit's weighted sum is zero.
    """
    x, t = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    hidden = sigmoid(x @ weights[0] + biases[0])
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.5))
    a, b = np.meshgrid(np.linspace(-0.4, 1.4, 181), np.linspace(-0.4, 1.4, 181))
    plane = np.stack([a, b], axis=-1)
    h = sigmoid(plane @ weights[0] + biases[0])
    _shade(left, a, b, sigmoid(h @ weights[1] + biases[1])[..., 0], x, t)
    _shade(right, a, b, sigmoid(plane @ weights[1] + biases[1])[..., 0], hidden, t)
    for unit, style in enumerate(["-", "--"]):
        left.contour(a, b, h[..., unit], levels=[0.5], colors=LOOK, linestyles=style, linewidths=2)
    right.contour(a, b, (plane @ weights[1] + biases[1])[..., 0], levels=[0], colors=LOOK, linewidths=2)
    left.set(xlabel="$x_1$", ylabel="$x_2$", title="what goes in", xticks=[0, 1], yticks=[0, 1])
    right.set(xlabel="$h_1$", ylabel="$h_2$", title="what the hidden units make of it", xticks=[0, 1], yticks=[0, 1])
    return figure


def _shade(axis: Axes, a: np.ndarray, b: np.ndarray, output: np.ndarray, points: np.ndarray, t: np.ndarray) -> None:
    """The output as density of ink, and the four points: target 1 as filled discs, target 0 as open ones."""
    axis.imshow(output, origin="lower", extent=(a.min(), a.max(), b.min(), b.max()), cmap=STRENGTH, vmin=0, vmax=1.6)
    for target, face, size in ((0, PAPER, 150), (1, INK, 55)):  # where two coincide, a disc in a ring
        x, y = points[t == target].T
        axis.scatter(x, y, s=size, facecolor=face, edgecolor=INK, linewidth=1.5, zorder=3)


def show_weights(weights: np.ndarray) -> Figure:
    """The weights (784, k) into k hidden units as pictures: blue is positive, vermillion negative, paper zero."""
    columns = 8
    rows = -(-weights.shape[1] // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(0.8 * columns, 0.8 * rows))
    for axis, weight in zip(axes.flat, weights.T):
        paint_signed(axis, weight.reshape(28, 28))
        axis.axis("off")
    return figure


def show_forecasts(paths: np.ndarray, seen: np.ndarray, probabilities: np.ndarray, titles: Sequence[str]) -> Figure:
    """Cars of `utils.lanes` seen from above, driving to the right, each with its forecast under a title.

    Dots are the observed positions (cars, SEEN); the dashed line is what follows of the paths (cars, SEEN + AHEAD).
    At its end stands a bar for each lane, as long as its probability (cars, 3).
    """
    time = TICK * np.arange(1 - SEEN, AHEAD + 1)
    figure, axes = plt.subplots(2, 2, figsize=(7.2, 4.6), sharex=True, sharey=True)
    for axis, path, dots, chances, title in zip(axes.flat, paths, seen, probabilities, titles):
        for y in (-1.5, -0.5, 0.5, 1.5):
            axis.plot([time[0], time[-1]], [y, y], color="#8d887d", linestyle="-" if abs(y) > 1 else (0, (8, 6)))
        axis.plot(time[:SEEN], dots, "o", color=INK, markersize=4)
        axis.plot(time[SEEN - 1 :], path[SEEN - 1 :], color=INK, linestyle=(0, (2, 1)), linewidth=1.5)
        axis.plot(time[-1], path[-1], "s", color=INK, markersize=7)
        axis.axvline(0, color=LOOK, zorder=0)
        axis.barh([-1, 0, 1], chances, left=time[-1] + 0.25, height=0.5, color=INK)
        for lane, chance in zip([-1, 0, 1], chances):
            axis.text(time[-1] + 0.35 + chance, lane, f"{100 * chance:.0f} %", va="center")
        axis.set_title(title)
        axis.set(xlim=(time[0] - 0.1, time[-1] + 2), ylim=(1.7, -1.7), xticks=[-1, 0, 1, 2])
        axis.set(yticks=[-1, 0, 1], yticklabels=["left", "middle", "right"])
        axis.spines[:].set_visible(False)
        axis.tick_params(length=0)
    for axis in axes[1]:
        axis.set_xlabel("seconds from now", x=0.33)
    return figure
