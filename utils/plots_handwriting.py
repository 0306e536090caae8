"""The figures of the chapter on your handwriting."""

from collections.abc import Mapping

from utils.plots import FAINT, INK, LINE, LOOK, RIGHT, WRONG

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

SETS = {
    "mnist": ("MNIST's test images", "o", INK, "right"),
    "pens": ("pen digits, writers never met", "s", LOOK, "left"),
}


def ladder(steps: Mapping[str, np.ndarray]) -> Figure:
    """For each step, from the top, the mistakes of its runs: rows of `mnist` and `pens`, shares read right.

    A mark is the mean of the runs, a thin line spans them. The scale is logarithmic: halving is always the same way.
    """
    figure, axis = plt.subplots(figsize=(5, 0.46 * len(steps) + 1))
    for name, (label, marker, colour, side) in SETS.items():
        wrong = np.array([100 - 100 * runs[name] for runs in steps.values()])
        axis.plot(wrong.mean(axis=1), range(len(steps)), marker, color=colour, markeredgecolor=INK, label=label, ms=7)
        for y, values in enumerate(wrong):
            axis.plot([values.min(), values.max()], [y, y], color=INK, linewidth=1, zorder=0)
            axis.text(values.mean(), y - 0.22, f"{values.mean():.2g}", ha=side, va="bottom", fontsize=12)
    axis.set(xscale="log", xlabel="misread, of 100 drawings", yticks=range(len(steps)), yticklabels=steps)
    axis.set_xticks([0.5, 1, 2, 5, 10, 20, 50], labels=["0.5", "1", "2", "5", "10", "20", "50"])
    axis.minorticks_off()
    axis.set_ylim(len(steps) - 0.5, -1)
    axis.grid(axis="y", color=LINE, linewidth=0.6)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)
    figure.legend(*axis.get_legend_handles_labels(), loc="upper center", ncols=2, bbox_to_anchor=(0.55, 1.04))
    return figure


def reliability(axis: Axes, confidence: np.ndarray, right: np.ndarray, title: str) -> None:
    """How often answers of each confidence (n,) are right (n,): on the diagonal if the confidence can be believed.

    A mark stands for the answers of one of ten equal steps of confidence, and is as large as they are many.
    """
    bins = 10
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    axis.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=":")
    for bin_ in np.unique(which):
        mine = which == bin_
        x, y = confidence[mine].mean(), right[mine].mean()
        axis.plot([x, x], [x, y], color=WRONG, linewidth=2)
        axis.plot(x, y, "o", color=RIGHT, markeredgecolor=INK, ms=3 + 12 * np.sqrt(mine.mean()))
    axis.set(xlim=(0, 1.04), ylim=(0, 1.04), xlabel="confidence", title=title, aspect="equal")


def declining(curves: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """What each way of declining trades: for every threshold, the % of digits declined and the % of others declined.

    The curves come in pairs of one colour, the first of each whole, the second broken.
    """
    figure, axis = plt.subplots(figsize=(5, 3.6))
    styles = [(INK, "-"), (INK, "--"), (LOOK, "-"), (LOOK, "--")]
    for (digits, others), (colour, line) in zip(curves.values(), styles):
        axis.plot(digits, others, color=colour, linestyle=line, linewidth=2)
    height = -np.inf  # of the name written last: each stands where its curve ends, or a line above the one below
    for name, (_, others) in sorted(curves.items(), key=lambda item: item[1][1][-1]):
        height = max(others[-1], height + 7)
        axis.text(7.1, height, name, va="center", fontsize=12)
    for share in (1, 2, 5):
        axis.axvline(share, color=FAINT, linewidth=0.8, linestyle=":")
    axis.set(xlim=(0, 7), ylim=(0, 103), xlabel="digits declined, in %", ylabel="letters and signs declined, in %")
    axis.set_xticks(range(8))
    return figure
