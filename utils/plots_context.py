"""The figures of the chapter on the task."""

from utils.plots import INK, LINE, LOOK, NEGATIVE, POSITIVE, paint_signed, show_picture

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def ink_ranges(ink: np.ndarray, labels: np.ndarray) -> Figure:
    """For each digit the average ink of its images (n,), and the range in which nine of ten of them lie."""
    figure, axis = plt.subplots(figsize=(6.4, 3.4))
    for digit in range(10):
        mine = 100 * ink[labels == digit]
        axis.plot(np.quantile(mine, [0.05, 0.95]), [digit, digit], color=INK, linewidth=2)
        axis.plot(mine.mean(), digit, "o", color=LOOK, markeredgecolor=INK)
    axis.set(xlabel="ink, in % of the darkest possible picture", ylabel="digit", yticks=range(10), xlim=0)
    axis.invert_yaxis()
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)
    return figure


def one_or_other(averages: np.ndarray, one: int, other: int) -> Figure:
    """Two of the averages (10, 28, 28), and their difference: where ink speaks for the one, and where for the other."""
    figure, axes = plt.subplots(1, 3, figsize=(7.2, 2.5))
    for axis, digit in zip(axes, (one, other)):
        show_picture(axis, averages[digit])
        axis.set_title(f"average {digit}", loc="center")
    difference = averages[one] - averages[other]
    paint_signed(axes[2], difference)
    for sign, colour, peak in (("+", POSITIVE, difference.argmax()), ("−", NEGATIVE, difference.argmin())):
        row, column = np.unravel_index(peak, difference.shape)
        axes[2].text(column, row, sign, ha="center", va="center", fontsize=17, color=INK)
        axes[2].plot([], [], "s", color=colour, label=f"{sign} for {one if sign == '+' else other}")
    axes[2].legend(loc="center left", bbox_to_anchor=(1, 0.5), handletextpad=0.2)
    axes[2].set_title(f"{one} minus {other}", loc="center")
    axes[2].set(xticks=[], yticks=[])
    axes[2].spines[:].set(visible=True, color=LINE)
    return figure
