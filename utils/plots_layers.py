"""The figures of chapter 4: connections, grids of numbers, feature maps and the whole network."""

from collections.abc import Sequence

from utils.plots import INK, LOOK, PAPER, RIGHT, SIGNED, STRENGTH, WRONG, paint_signed

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle


def draw_connections() -> Figure:
    """Seven inputs and five outputs: connected densely, sparsely, and sparsely with shared weights."""
    figure, axes = plt.subplots(1, 3, figsize=(6, 2.5))
    for axis, kind, weights in zip(axes, ["dense", "sparse", "sparse and shared"], [35, 15, 3]):
        for output in range(5):
            for x in range(7) if kind == "dense" else range(output, output + 3):
                style = ["-", "--", ":"][x - output] if kind == "sparse and shared" else "-"
                width, alpha = (2, 1) if output == 2 else (0.6, 0.4)
                axis.plot([0, 1], [x, output + 1], style, color=INK, lw=width, alpha=alpha)
        axis.scatter([0] * 7, range(7), s=110, c=PAPER, ec=INK, zorder=3)
        axis.scatter([1] * 5, range(1, 6), s=110, c=[LOOK if y == 3 else PAPER for y in range(1, 6)], ec=INK, zorder=3)
        axis.set(xlim=(-0.2, 1.2), ylim=(6.6, -0.6), title=f"{kind}:\n{weights} weights")
        axis.axis("off")
    return figure


def show_numbers(
    axis: Axes, matrix: np.ndarray, marks: Sequence[tuple[int, int, int, int, str]] = (), title: str = ""
) -> None:
    """Write a matrix as a grid of numbers and frame parts of it: marks are (row, column, height, width, colour)."""
    height, width = matrix.shape
    axis.set(xlim=(-0.1, width + 0.1), ylim=(height + 0.1, -0.1), aspect="equal")
    axis.set_title(title, loc="center")
    axis.axis("off")
    for (row, column), value in np.ndenumerate(matrix):
        axis.add_patch(Rectangle((column, row), 1, 1, fill=False, ec=INK, lw=0.5, alpha=0.4))
        axis.text(column + 0.5, row + 0.5, f"{value:g}".replace("-", "−"), ha="center", va="center")
    for row, column, rows, columns, colour in marks:
        axis.add_patch(Rectangle((column, row), columns, rows, fc=colour, alpha=0.22 if colour == LOOK else 0))
        axis.add_patch(
            Rectangle((column, row), columns, rows, fill=False, ec=colour, lw=2.5 if colour == LOOK else 1.5)
        )


def show_signed(axis: Axes, values: np.ndarray, title: str = "") -> None:
    """Show a matrix in colours, as `utils.plots.paint_signed` does, in a frame and under a title."""
    paint_signed(axis, values)
    _frame(axis, title)


def show_ink(axis: Axes, values: np.ndarray, title: str = "", darkest: float | None = None) -> None:
    """Show a matrix as ink on paper: paper at zero and below, darkest ink at `darkest`, or at its largest number."""
    axis.imshow(values, cmap=STRENGTH, vmin=0, vmax=max(float(darkest or np.max(values)), 1e-12))
    _frame(axis, title)


def _frame(axis: Axes, title: str) -> None:
    """A thin line on all four sides of a picture and a title in the middle above it."""
    axis.spines[:].set(visible=True, linewidth=0.5, alpha=0.5)
    axis.set_title(title, loc="center")
    axis.set(xticks=[], yticks=[])


def show_maps(stages: dict[str, np.ndarray], columns: int = 8, titles: Sequence[object] = ()) -> Figure:
    """Show the feature maps (h, w, c) of each stage in rows of `columns`, one scale of ink for all maps of a stage."""
    rows = [(name, maps, start) for name, maps in stages.items() for start in range(0, maps.shape[2], columns)]
    figure, axes = plt.subplots(len(rows), columns, figsize=(0.8 * columns + 1.1, 0.86 * len(rows)), squeeze=False)
    for line, (name, maps, start) in zip(axes, rows):
        for axis, channel in zip(line, range(start, maps.shape[2])):
            show_ink(axis, maps[:, :, channel], darkest=maps.max())
        line[0].set_ylabel(name if start == 0 else "", rotation=0, ha="right", va="center")
    for axis, title in zip(axes[0], titles):
        axis.set_title(str(title), loc="center")
    return figure


def draw_flatten() -> Figure:
    """Two maps of 2×2 become one row of eight numbers, which a dense layer connects to three outputs."""
    figure, axis = plt.subplots(figsize=(6.4, 3.6))
    for value in range(8):
        row, column, channel = value // 4, value // 2 % 2, value % 2
        corner = column + 0.35 * channel, 3 + row + 2.6 * channel - 1.4
        colour = PAPER if channel == 0 else "#dcd6c8"
        axis.add_patch(Rectangle(corner, 1, 1, fc=colour, ec=INK))
        axis.text(corner[0] + 0.5, corner[1] + 0.5, str(value), ha="center", va="center")
        axis.add_patch(Rectangle((4.5, value), 1, 1, fc=colour, ec=INK))
        axis.text(5, value + 0.5, str(value), ha="center", va="center")
        for output in range(3):
            axis.plot([5.5, 8.5], [value + 0.5, 2 + 2 * output], color=INK, lw=0.8, alpha=0.5, zorder=0)
    axis.scatter([8.5] * 3, [2, 4, 6], s=380, c=PAPER, ec=INK, zorder=3)
    axis.annotate("", (4.2, 4), (2.8, 4), arrowprops={"arrowstyle": "->", "color": INK, "lw": 1.5})
    for x, text in [(1.2, "two maps, 2×2"), (5, "flattened"), (8.3, "dense: 24 weights")]:
        axis.text(x, -0.7, text, ha="center")
    axis.set(xlim=(-0.6, 10), ylim=(8.2, -1.1))
    axis.axis("off")
    return figure


def draw_architecture(shapes: dict[str, tuple[int, ...]]) -> Figure:
    """Draw what each stage of a network hands on: maps (h, w, c) as a stack of sheets, vectors (n,) as a column."""
    figure, axis = plt.subplots(figsize=(7.8, 2.1))
    x = 0.0
    for name, shape in shapes.items():
        height, width, sheets = shape if len(shape) == 3 else (6 + shape[0] / 9, 2, 1)
        total = width + 0.9 * (sheets - 1)
        room = max(total, 24)
        for sheet in range(sheets):
            corner = x + (room - total) / 2 + 0.9 * sheet, 0.9 * (sheet - sheets / 2) - height / 2
            axis.add_patch(Rectangle(corner, width, height, fc=PAPER, ec=INK, lw=0.9))
        axis.text(x + room / 2, -21, name.replace(" ", "\n"), ha="center", va="bottom", fontsize=12)
        axis.text(x + room / 2, 20, "×".join(map(str, shape)), ha="center", va="top", fontsize=12)
        x += room + 7
    axis.set(xlim=(0, x - 7), ylim=(28, -34), aspect="equal")
    axis.axis("off")
    return figure


def show_changes(panels: dict[str, tuple[Sequence[float], dict[str, Sequence[float]]]]) -> Figure:
    """Plot the relative change of several stages against how far the picture was moved, a panel for each way."""
    figure, axes = plt.subplots(1, len(panels), figsize=(7.2, 3.5), sharey=True)
    for axis, (label, (moves, changes)) in zip(axes, panels.items()):
        for values, style in zip(changes.values(), ["-", "--", "-.", ":"]):
            axis.plot(moves, values, style, color=INK, marker="o", ms=4)
        axis.set(xlabel=label, xticks=moves, ylim=(0, 1.45))
    axes[0].set_ylabel("relative change")
    lowest = -1.0
    for name, values in sorted(changes.items(), key=lambda item: item[1][-1]):
        lowest = max(values[-1], lowest + 0.085)  # so that no two names overlap
        axes[-1].annotate(name, (moves[-1], lowest), (8, 0), textcoords="offset points", va="center")
    return figure


def show_learning(kernels: dict[str, np.ndarray]) -> Figure:
    """Show square kernels in a row, all on one scale of colour and with their weights written on them, by title."""
    figure, axes = plt.subplots(1, len(kernels), figsize=(7.2, 1.7))
    largest = max(float(np.abs(kernel).max()) for kernel in kernels.values())
    for axis, (title, kernel) in zip(axes, kernels.items()):
        axis.imshow(kernel, cmap=SIGNED, vmin=-largest, vmax=largest)
        for (row, column), weight in np.ndenumerate(kernel):
            shown = f"{weight:.1f}".replace("-0.0", "0.0").replace("-", "−")
            colour = PAPER if abs(weight) > 0.7 * largest else INK
            axis.text(column, row, shown, ha="center", va="center", fontsize=11, color=colour)
        _frame(axis, title)
    return figure


ENLARGED = 4  # how many times the small networks are drawn again beside their true size


def draw_to_scale(networks: dict[str, Sequence[tuple[int, ...]]]) -> Figure:
    """Draw what the layers of several networks hand on, one scale for all, and the small ones once more, enlarged.

    Maps (h, w, c) are boxes, as tall as a map is high and the wider the more maps; vectors (n,) are bars, 24 numbers to
    a pixel.
    """
    figure, axis = plt.subplots(figsize=(5.4, 5.6))
    floor = 0.0
    for name, shapes in networks.items():
        tallest = shapes[0][0]  # the picture
        small = ENLARGED * tallest < 200
        axis.text(0, floor - 15, name, style="italic", va="top")
        floor -= 105 + tallest * (ENLARGED if small else 1)
        if small:
            _draw_layers(axis, shapes, (0, floor), 1, named=False)
            axis.text(0, floor - 8, "true size", va="top", fontsize=11)
            axis.text(140, floor - 8, f"{ENLARGED} times enlarged", va="top", fontsize=11)
        _draw_layers(axis, shapes, (140 if small else 0, floor), ENLARGED if small else 1, named=True)
        floor -= 30 if small else 0
    axis.plot([150, 150, 200], [floor + 215, floor + 115, floor + 115], color=INK, lw=1.5)
    axis.text(160, floor + 170, "100 pixels high,\nor 2,400 units", va="center", fontsize=11)
    axis.text(206, floor + 115, "200 maps", va="center", fontsize=11)
    axis.set(xlim=(-5, 765), ylim=(floor - 5, 0), aspect="equal")
    axis.axis("off")
    return figure


def _draw_layers(
    axis: Axes, shapes: Sequence[tuple[int, ...]], corner: tuple[float, float], scale: int, named: bool
) -> None:
    """A row of layers, from `corner` on to the right; each with its shape above it, if they are to be `named`."""
    x, y = corner
    for shape in shapes:
        maps = len(shape) == 3
        tall, wide = (scale * shape[0], scale * shape[2] / 4) if maps else (scale * shape[0] / 24, 6)
        axis.add_patch(Rectangle((x, y), wide, tall, fc=PAPER if maps else INK, ec=INK, lw=0.8))
        if named:
            label = "{}×{}\n×{}".format(*shape) if maps else f"{shape[0]:,}\nunits"
            axis.text(x, y + tall + 5, label, va="bottom", fontsize=11)
            wide = max(wide, 62)
        x += wide + 12


def show_people(found: int, missed: int, false_alarms: int, calm: int) -> Figure:
    """Draw a group of people in columns: the ill, who are found or missed, and apart the healthy, alarmed or calm."""
    figure, axis = plt.subplots(figsize=(5.2, 4.2))
    ill = [(RIGHT, "o", 36, found, "ill, found"), (INK, "X", 110, missed, "ill, missed")]
    healthy = [(WRONG, "D", 22, false_alarms, "healthy, alarmed"), (INK, ".", 9, calm, "healthy, left in peace")]
    for left, right, kinds in [(0, 0, ill), (4, 16, healthy)]:
        start = 0
        for row, (colour, marker, size, count, name) in enumerate(kinds):
            places = np.arange(start, start + count)
            axis.scatter(left + places // 25, places % 25, s=size, c=colour, marker=marker, lw=0)
            axis.scatter(right, 26.8 + 1.8 * row, s=size, c=colour, marker=marker, lw=0)
            axis.text(right + 1.2, 26.8 + 1.8 * row, f"{count} {name}", va="center")
            start += count
    axis.set(ylim=(29.6, -1))
    axis.axis("off")
    return figure
