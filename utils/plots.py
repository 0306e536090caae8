"""The figures that chapters share, in the house style of `book.mplstyle`.

Colours mean the same thing everywhere in the book; they are Okabe and Ito's set, which colour-blind readers can tell
apart, and a shape or a label always says it too.
"""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK = "#2b2a33"
PAPER = "#fbf8f1"
POSITIVE = "#0072B2"  # a positive weight, evidence for
NEGATIVE = "#D55E00"  # a negative weight, evidence against
RIGHT = "#009E73"
WRONG = "#CC79A7"
LOOK = "#E69F00"  # what is being looked at now


def show_digits(images: np.ndarray, titles: Sequence[object] = (), columns: int = 10, colour: str = INK) -> Figure:
    """Show images (n, 28, 28), ink dark on paper whatever their range, in rows of `columns`, a title over each."""
    rows = -(-len(images) // columns)
    height = 0.95 if titles else 0.7
    figure, axes = plt.subplots(rows, columns, figsize=(0.7 * columns, height * rows), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, image in zip(axes.flat, images):
        show_picture(axis, image)
    for axis, title in zip(axes.flat, titles):
        axis.set_title(str(title), loc="center", color=colour)
    return figure


def show_picture(axis: Axes, image: np.ndarray) -> None:
    """Show one image, its paper in the colour of the page and its darkest ink in the colour of the text."""
    paper, ink = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) / 255 for c in (PAPER, INK))
    darkness = np.asarray(image, dtype=float).squeeze() / max(float(np.max(image)), 1e-12)
    axis.imshow(paper + darkness[..., np.newaxis] * (ink - paper))
    axis.set(xticks=[], yticks=[])
