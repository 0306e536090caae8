"""The figures that chapters share, in the house style of `book.mplstyle`.

Colours mean the same thing everywhere in the book; they are Okabe and Ito's set, which colour-blind readers can tell
apart. A shape, a label or a sign says it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from utils.assets import asset

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

if TYPE_CHECKING:
    import keras

for face in ("alegreya-lining.ttf", "alegreya-lining-italic.ttf"):
    font_manager.fontManager.addfont(asset(face))  # `book.mplstyle` names them

INK = "#2b2a33"
PAPER = "#ffffff"  # on the pages, the page itself
POSITIVE = "#0072B2"  # a positive weight, evidence for
NEGATIVE = "#D55E00"  # a negative weight, evidence against
RIGHT = "#009E73"
WRONG = "#CC79A7"
LOOK = "#B87F00"  # what is being looked at now: Okabe and Ito's orange, darker, or a line of it is lost on paper
INK_SOFT = "#5c5a57"  # words and lines that stand back
LINE = "#d9d3c5"  # frames and grids
FAINT = "#a8a398"  # what is there only for comparison
SIGNED = LinearSegmentedColormap.from_list("signed", [NEGATIVE, PAPER, POSITIVE])  # paper is zero
STRENGTH = LinearSegmentedColormap.from_list("strength", [PAPER, INK])


def paint_signed(axis: Axes, values: np.ndarray) -> None:
    """Show a matrix in colours: blue where it is positive, vermillion where negative, paper at zero.

    What is clearly negative, by a fifth of the largest number, has a minus on it too: in grey the two colours are one.
    """
    largest = max(float(np.abs(values).max()), 1e-12)
    axis.imshow(values, cmap=SIGNED, vmin=-largest, vmax=largest)
    rows, columns = np.nonzero(values < -largest / 5)
    axis.hlines(rows, columns - 0.25, columns + 0.25, color=INK, linewidth=0.5)


def show_digits(images: np.ndarray, titles: Sequence[object] = (), columns: int = 10) -> Figure:
    """Show images (n, 28, 28), ink dark on paper whatever their range, in rows of `columns`, a title over each.

    Raises ValueError if there is no image.
    """
    if len(images) == 0:
        raise ValueError("Expected at least one image to show; got none.")
    rows = -(-len(images) // columns)
    height = 0.95 if len(titles) else 0.7
    figure, axes = plt.subplots(rows, columns, figsize=(0.7 * columns, height * rows), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, image in zip(axes.flat, images):
        show_picture(axis, image)
    for axis, title in zip(axes.flat, titles):
        axis.set_title(str(title), loc="center")
    return figure


def show_picture(axis: Axes, image: np.ndarray) -> None:
    """Show one image, its paper in the colour of the page and its darkest ink in the colour of the text."""
    paper, ink = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) / 255 for c in (PAPER, INK))
    darkness = np.asarray(image, dtype=float).squeeze() / max(float(np.max(image)), 1e-12)
    axis.imshow(paper + darkness[..., np.newaxis] * (ink - paper))
    axis.set(xticks=[], yticks=[])
    axis.spines[:].set(visible=True, color=LINE)


def training_curves(history: dict[str, list[float]]) -> Figure:
    """Accuracy and loss by epoch, on the images that are learned from and on those held back.

    `history` is that of a Keras `fit`: lists under accuracy, loss, val_accuracy and val_loss.
    """
    figure, axes = plt.subplots(1, 2, figsize=(7.2, 2.8))
    epochs = np.arange(1, len(history["loss"]) + 1)
    for axis, name in zip(axes, ["accuracy", "loss"]):
        axis.plot(epochs, history[name], marker="o", color=INK, label="training")
        axis.plot(epochs, history[f"val_{name}"], marker="s", color=LOOK, label="validation")
        axis.set(title=name.capitalize(), xlabel="epoch", xticks=epochs)
        axis.margins(y=0.12)
    axes[0].legend(loc="lower right")  # the curves lie too close for names beside them
    return figure


def confusion_heatmap(counts: np.ndarray) -> Figure:
    """A confusion matrix (10, 10), rows the true digits: mistakes stand out, the diagonal is only written."""
    figure, axis = plt.subplots(figsize=(6.4, 5.2))
    mistakes = counts.copy()
    np.fill_diagonal(mistakes, 0)
    paper = LinearSegmentedColormap.from_list("mistakes", [PAPER, WRONG])
    labels = np.where(counts > 0, counts.astype(str), "·")
    sns.heatmap(mistakes, annot=labels, fmt="", cmap=paper, cbar=False, square=True, ax=axis, annot_kws={"color": INK})
    for digit in range(len(counts)):
        axis.add_patch(Rectangle((digit, digit), 1, 1, fill=False, edgecolor=RIGHT, linewidth=1.5))
    axis.set(xlabel="read as", ylabel="is a")
    axis.tick_params(length=0, labelrotation=0)
    return figure


def network_diagram(network: keras.Model) -> Figure:
    """The layers of a Keras network from top to bottom: what each does and gives on, and its number of parameters."""
    rows = [("input", network.input_shape[1:], 0)]
    rows += [(_layer_label(layer), layer.output.shape[1:], layer.count_params()) for layer in network.layers]
    figure, axis = plt.subplots(figsize=(6.4, 0.46 * len(rows) + 0.3))
    for y, (label, shape, parameters) in enumerate(rows):
        # The bar is as long as the layer has numbers to give on, by a root, so that 10 and 4,608 fit one page.
        length = np.prod(shape) ** 0.5 / 70
        axis.add_patch(Rectangle((2.55, y - 0.3), length, 0.6, color=INK if parameters else FAINT))
        axis.text(2.45, y, label, ha="right", va="center")
        axis.text(2.65 + length, y, " × ".join(map(str, shape)), va="center")
        axis.text(5.1, y, f"{parameters:,}" if parameters else "–", ha="right", va="center")
    axis.text(5.1, -0.85, "parameters", ha="right", va="center", style="italic")
    axis.text(2.55, -0.85, "numbers given on", va="center", style="italic")
    axis.set(xlim=(0, 5.15), ylim=(len(rows) - 0.5, -1.2))
    axis.axis("off")
    return figure


def _layer_label(layer: keras.Layer) -> str:
    match type(layer).__name__:
        case "Conv2D":
            height, width = layer.kernel_size
            return f"convolution {height}×{width}, {layer.activation.__name__}"
        case "MaxPooling2D":
            return "max pooling {}×{}".format(*layer.pool_size)
        case "Dense":
            return f"dense, {layer.activation.__name__}"
        case "Dropout":
            return f"dropout {layer.rate}"
    return type(layer).__name__.lower()


def picture_and_numbers(image: np.ndarray, top: int, left: int) -> Figure:
    """An image (28, 28), and beside it the numbers that a framed square of 12 × 12 consists of."""
    side = 12
    figure, (whole, numbers) = plt.subplots(1, 2, figsize=(7.2, 3.6))
    show_picture(whole, image)
    whole.add_patch(Rectangle((left - 0.5, top - 0.5), side, side, fill=False, edgecolor=LOOK, linewidth=2.5))
    part = image[top : top + side, left : left + side]
    show_picture(numbers, np.zeros_like(part))
    numbers.spines[:].set(color=LOOK, linewidth=2.5)
    for (row, column), value in np.ndenumerate(part):
        numbers.text(column, row, value, ha="center", va="center", fontsize=11)
    return figure


def road(minutes: dict[str, int]) -> Figure:
    """A bar for each chapter, beginning where the one before ends."""
    figure, axis = plt.subplots(figsize=(7.2, 0.42 * len(minutes) + 0.7))
    ends = np.cumsum(list(minutes.values()))
    for y, ((chapter, length), end) in enumerate(zip(minutes.items(), ends)):
        axis.barh(y, length, left=end - length, height=0.55, color=INK)
        label = f"{chapter}, {length} min"
        if end - length > ends[-1] / 2:
            axis.text(end - length - 3, y, label, ha="right", va="center")
        else:
            axis.text(end + 3, y, label, ha="left", va="center")
    axis.set(xlabel="minutes", yticks=[], ylim=(len(minutes) - 0.4, -0.6))
    axis.spines["left"].set_visible(False)
    return figure
