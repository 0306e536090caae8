"""What the recogniser learns from: MNIST, the pen digits, styles from knowledge, and drawings that are no digits.

All of it comes as MNIST does, pictures of 28 × 28 made by `utils.ink.normalise`, so that the network sees one world.
"""

from utils.data import HELD_BACK, load_mnist, load_pen_digits
from utils.ink import normalise, rasterise
from utils.styles import Strokes, digit, no_digit, smooth

import numpy as np
import tensorflow as tf

NONE = 10  # the label of what is no digit
PENS_HELD_BACK = 994  # the last pen digits of the training set, by which we choose, as by MNIST's last images
PEN_COPIES = 3  # how often each pen digit is drawn, each time with another pen
STYLES = 20_000
OTHERS = 15_000
BLOTS = 4_000  # for the review
SHARES = np.array([2, 2, 2, 1, 1, 1, 1, 2, 1, 1]) / 14  # of the digits among the styles: twice where styles differ most
SMALL = 112  # pixels of the canvas for training pictures: enough for 28 × 28, and much quicker than 280


def mnist(held_back: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """MNIST's training set but for the part held back, or only that: uint8 (n, 28, 28) and labels (n,)."""
    (images, labels), _ = load_mnist()
    part = slice(-HELD_BACK, None) if held_back else slice(-HELD_BACK)
    return images[part], labels[part]


def pens(held_back: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """The same of the pen digits: points (n, 8, 2) and labels (n,)."""
    (points, labels), _ = load_pen_digits()
    part = slice(-PENS_HELD_BACK, None) if held_back else slice(-PENS_HELD_BACK)
    return points[part], labels[part]


def pen_strokes(points: np.ndarray) -> Strokes:
    """A pen digit (8, 2), y up, as the one stroke of straight lines that we know of it, 0 to 100 and y down."""
    return [np.asarray(points, float) * [1, -1] + [0, 100]]


def place(strokes: Strokes, rng: np.random.Generator, size: int = 280) -> Strokes:
    """The strokes on a canvas of `size` × `size` pixels: 45 to 85 % as large as it, anywhere on it."""
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = rng.uniform(0.45, 0.85) * size / max(extent.max(), 1e-9)
    margin = size / 20
    corner = margin + rng.uniform(0, 1, 2) * np.maximum(size - 2 * margin - scale * extent, 0)
    return [(stroke - low) * scale + corner for stroke in strokes]


def inked(strokes: Strokes, rng: np.random.Generator, size: int = 280) -> np.ndarray:
    """The strokes as someone might draw them, of any size, anywhere, with any pen: the canvas, uint8 (size, size)."""
    return rasterise(place(strokes, rng, size), size, width=rng.uniform(0.03, 0.1) * size)


def drawn(strokes: Strokes, rng: np.random.Generator, size: int = 280) -> np.ndarray:
    """The same, normalised: float32 (28, 28)."""
    return normalise(inked(strokes, rng, size))


def training_set(
    rng: np.random.Generator, pen: bool = True, styles: bool = True, others: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Pictures uint8 (n, 28, 28) and labels (n,), 0 to 9 and `NONE`: MNIST, and what else is asked for."""
    pictures, labels = mnist()
    drawings: list[tuple[Strokes, int]] = []
    if pen:
        for points, label in zip(*pens()):
            strokes = pen_strokes(points)
            rounded = [smooth(stroke) for stroke in strokes]
            drawings += [(rounded if rng.random() < 0.5 else strokes, int(label)) for _ in range(PEN_COPIES)]
    if styles:
        drawings += [(digit(label, rng), int(label)) for label in rng.choice(10, STYLES, p=SHARES)]
    if others:
        drawings += [(no_digit(rng), NONE) for _ in range(OTHERS)]
    if not drawings:
        return pictures, labels
    made = np.array([drawn(strokes, rng, SMALL) for strokes, _ in drawings])
    return (
        np.concatenate([pictures, np.round(255 * made).astype(np.uint8)]),
        np.concatenate([labels, [label for _, label in drawings]]).astype(np.uint8),
    )


def blots(rng: np.random.Generator) -> np.ndarray:
    """Pictures uint8 (n, 28, 28) without the shape of anything: strokes too short for their pens, in the end blank
    paper and paper that is all ink."""
    pictures = np.zeros((BLOTS, 28, 28), np.uint8)
    for picture in pictures[: -BLOTS // 20]:
        width, angle = SMALL * rng.uniform(0.05, 0.25), rng.uniform(0, np.pi)
        longest = 1.25 - 0.75 * np.sin(angle)  # half of it, in pens: one that stands upright and is longer may be a 1
        half = width * rng.uniform(0, longest) * np.array([np.cos(angle), np.sin(angle)])
        bend = rng.normal(0, width / 12, 2)
        stroke = SMALL / 2 + np.array([-half, bend, half])
        picture[:] = np.round(255 * normalise(rasterise([stroke], SMALL, width)))
    pictures[-BLOTS // 40 :] = 255
    return pictures


def warp(pictures: tf.Tensor, affine: bool = True, thickness: bool = True) -> tf.Tensor:
    """A batch (n, 28, 28, 1), 0 to 1, each picture changed at random as handwriting varies (Simard et al., 2003).

    `affine` turns it (7°), lets it lean, stretches (10 %) and moves it (0.7 pixels; all standard deviations).
    `thickness` makes its strokes fatter or thinner, by up to a third of what the largest or smallest of each pixel's
    neighbours would make of it.
    """
    n = tf.shape(pictures)[0]
    if thickness:
        fatter = tf.nn.max_pool2d(pictures, 3, 1, "SAME")
        thinner = -tf.nn.max_pool2d(-pictures, 3, 1, "SAME")
        share = tf.random.uniform([n, 1, 1, 1], -0.35, 0.35)
        pictures += tf.maximum(share, 0) * (fatter - pictures) - tf.minimum(share, 0) * (thinner - pictures) * 0.7
    if affine:
        turn, lean, wide, high, right, down = tf.unstack(
            tf.random.normal([6, n]) * tf.constant([[0.12], [0.15], [0.1], [0.1], [0.7], [0.7]])
        )
        cos, sin, wide, high, middle = tf.cos(turn), tf.sin(turn), tf.exp(wide), tf.exp(high), 14.0
        # Where each pixel of the new picture comes from: x' = a x + b y + c and y' = d x + e y + f.
        a, b = cos * wide, (cos * lean - sin) * high
        d, e = sin * wide, (sin * lean + cos) * high
        c, f = middle - (a + b) * middle + right, middle - (d + e) * middle + down
        maps = tf.stack([a, b, c, d, e, f, tf.zeros(n), tf.zeros(n)], axis=1)
        pictures = tf.raw_ops.ImageProjectiveTransformV3(
            images=pictures, transforms=maps, output_shape=[28, 28], interpolation="BILINEAR",
            fill_mode="CONSTANT", fill_value=0.0,
        )  # fmt: skip
    return pictures
