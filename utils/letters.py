"""Printed letters, as drawings that are no digits and that no network of this book has learned from.

The fonts are those that come with matplotlib. A letter that looks like a digit in one of them (C, I, l, O, Z, …) is not
taken: nobody could decline it and read digits too.
"""

from utils.ink import normalise

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

CLEAR = "AEFHKMNRTWXPhkmnrtwp"
FONTS = ["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "STIXGeneral", "cmr10", "cmss10", "cmtt10", "cmmi10"]
SIZE = 112  # pixels of the canvas, as for the training pictures


def printed(letter: str, font: str) -> np.ndarray:
    """The letter in the font, in the middle of a canvas and three quarters as large: uint8 (112, 112), 255 for ink."""
    outline = TextPath((0, 0), letter, size=100, prop=FontProperties(family=font))
    box = outline.get_extents()
    scale = 0.75 * SIZE / max(box.width, box.height)
    # Each pixel is inked by how many of 3 × 3 points in it lie inside: within an odd number of the outline's rings.
    grid = (np.arange(3 * SIZE) + 0.5) / 3 - SIZE / 2
    x, y = (box.x0 + box.x1) / 2 + grid / scale, (box.y0 + box.y1) / 2 - grid / scale
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    rings = np.sum([Path(ring).contains_points(points) for ring in outline.to_polygons()], axis=0)
    inside = (rings % 2).reshape(SIZE, 3, SIZE, 3)
    return np.round(255 * inside.mean(axis=(1, 3))).astype(np.uint8)


def letters() -> tuple[np.ndarray, list[str]]:
    """All clear letters in all fonts, normalised: float32 (160, 28, 28), and which letter each of them is."""
    chosen = [(letter, font) for font in FONTS for letter in CLEAR]
    return np.array([normalise(printed(letter, font)) for letter, font in chosen]), [letter for letter, _ in chosen]
