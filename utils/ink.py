"""From ink to the picture that the network expects.

A pen leaves strokes; a canvas turns them into pixels; the network wants 28×28 of them, prepared as the makers of MNIST
prepared theirs. The middle of the way is `normalise`, and most of what decides whether *your* digit is read right
happens there. `static/ink.js` does the same in the browser; a test holds the two together.
"""

from collections.abc import Sequence

import numpy as np

SIDE = 28  # the network's picture, in pixels
BOX = 20  # the longer side of the digit within it
MIDDLE = 14.5  # where its centre of mass goes: the middle of pixel 14, as in MNIST's own files
INK = 0.25  # what counts as ink when we look for the digit's edges: a quarter of the darkest stroke


def rasterise(
    strokes: Sequence[Sequence[tuple[float, float]] | np.ndarray], size: int = 280, width: float = 18
) -> np.ndarray:
    """Draw strokes with a round pen: uint8 of shape (size, size), 0 for paper and 255 for ink.

    Each stroke is a sequence of points (x, y) in canvas pixels, x to the right and y down, (0, 0) being the corner of
    the canvas. `width` is the width of the pen in pixels. A stroke of one point is a dot; parts outside are cut off.
    Raises ValueError for points that are not finite pairs, and for a size or width that is not positive and finite.
    """
    if size < 1 or not 0 < width < np.inf:
        raise ValueError(
            f"A canvas needs a positive size and pen width, both finite, not size={size} and width={width}."
        )
    canvas = np.zeros((size, size))
    for stroke in strokes:
        points = np.asarray(stroke, dtype=float)
        if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
            raise ValueError(f"A stroke is a sequence of finite (x, y) points; got one of shape {points.shape}.")
        for start, end in zip(points, points[1:] if len(points) > 1 else points):
            _draw_segment(canvas, start, end, width / 2)
    return np.round(255 * canvas).astype(np.uint8)


def _draw_segment(canvas: np.ndarray, start: np.ndarray, end: np.ndarray, radius: float) -> None:
    """Ink every pixel by how much of it lies within `radius` of the segment, leaving darker ink as it is."""
    low = np.floor(np.minimum(start, end) - radius - 1).astype(int).clip(0, len(canvas))
    high = np.ceil(np.maximum(start, end) + radius + 1).astype(int).clip(0, len(canvas))
    window = canvas[low[1] : high[1], low[0] : high[0]]
    y, x = np.mgrid[low[1] : high[1], low[0] : high[0]] + 0.5  # the middles of the pixels
    along = end - start
    # The nearest point of the segment is `share` of the way from its start to its end.
    share = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / max(along @ along, 1e-12)
    share = share.clip(0, 1)
    distance = np.hypot(x - start[0] - share * along[0], y - start[1] - share * along[1])
    np.maximum(window, (radius + 0.5 - distance).clip(0, 1), out=window)


def normalise(canvas: np.ndarray) -> np.ndarray:
    """The canvas as the network wants it: float32 of shape (28, 28), 0 for paper and 1 for ink.

    The digit is cut out, scaled so that its longer side measures 20 pixels, its shape kept, and moved so that its
    centre of mass lies in the middle of pixel 14, counted from 0 (LeCun et al. 1998, section III.A). `canvas` is any
    two-dimensional array whose ink is brighter than its paper, of any size and range. An empty one gives zeros.
    Raises ValueError for another number of dimensions, for an array without pixels and for values that are not finite.
    """
    canvas = np.asarray(canvas, dtype=float)
    if canvas.ndim != 2 or canvas.size == 0:
        raise ValueError(f"A canvas has two dimensions, height and width; got an array of shape {canvas.shape}.")
    if not np.isfinite(canvas).all():
        raise ValueError("The canvas holds values that are not finite (NaN or infinity); every pixel must be a number.")
    darkness = canvas - canvas.min()
    if darkness.max() == 0:
        return np.zeros((SIDE, SIDE), dtype=np.float32)
    darkness /= darkness.max()

    rows, columns = np.nonzero(darkness > INK)
    scale = max(np.ptp(rows) + 1, np.ptp(columns) + 1) / BOX  # canvas pixels to one pixel of the picture
    y, x = (np.arange(n) + 0.5 for n in canvas.shape)
    centre_y, centre_x = darkness.sum(axis=1) @ y, darkness.sum(axis=0) @ x
    down = _shares(len(y), centre_y / darkness.sum(), scale)
    across = _shares(len(x), centre_x / darkness.sum(), scale)
    return (down @ darkness @ across.T).astype(np.float32)


def _shares(length: int, centre: float, scale: float) -> np.ndarray:
    """How much each canvas pixel gives to each pixel of the picture, along one axis: shape (28, length).

    Pixel i of the picture covers an interval of the canvas, `scale` long; it takes the mean of what lies there. Pixels
    half inside give half: this is what makes the edges soft, as the grey levels of MNIST are.
    """
    left = centre + (np.arange(SIDE)[:, None] - MIDDLE) * scale
    pixel = np.arange(length)
    overlap = np.minimum(left + scale, pixel + 1) - np.maximum(left, pixel)
    return overlap.clip(0) / scale
