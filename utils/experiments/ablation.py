"""What each step buys on the way from MNIST to the digits of people: `python -m utils.experiments.ablation`.

The same drawings every time, and one change after another: first to how they are prepared, then to what the network
learns from. Chapter 7 shows the table. It takes three quarters of an hour on two cores.
"""

from typing import Any

from utils.data import load_mnist, load_pen_digits
from utils.examples import inked, pen_strokes, place
from utils.experiments import store
from utils.ink import normalise, rasterise
from utils.train import train

import keras
import numpy as np
import tensorflow as tf

SEEDS = range(3)
EPOCHS = 4  # the recogniser itself takes more: enough to rank the changes
ONE_PEN = 0.11  # of the digit's longer side: so wide a pen leaves as much ink on 28 × 28 as MNIST's digits have

# What the network learns from, each with all that stands above it.
LESSONS: dict[str, dict[str, bool]] = {
    "MNIST alone": {},
    "affine warps": {"affine": True},
    "stroke thickness": {"thickness": True},
    "styles": {"styles": True},
    "pen digits": {"pen": True},
    "none of these": {"others": True},
}


def main() -> None:
    """Train every network from every seed, and store a row for each and for each way of preparing its drawings."""
    tests = drawings()
    rows: list[dict[str, Any]] = []
    for seed in SEEDS:
        switches = dict.fromkeys(["affine", "thickness", "styles", "pen", "others"], False)
        for lesson, switched in LESSONS.items():
            switches |= switched
            network = train(seed, EPOCHS, review=0, **switches)
            for way in tests if not switched else ["centred by mass"]:
                rows.append({"lesson": lesson, "way": way, "seed": seed, **accuracy(network, tests[way])})
                print(rows[-1], flush=True)
    store("ablation.csv", rows, "python -m utils.experiments.ablation", keras, tf, np)


def accuracy(network: keras.Sequential, tests: dict[str, tuple[np.ndarray, np.ndarray]]) -> dict[str, float]:
    """The share of each set of drawings, pictures (n, 28, 28) and labels (n,), that the network reads right."""
    read = {
        name: network.predict(pictures[..., np.newaxis], batch_size=500, verbose=0).argmax(axis=1)
        for name, (pictures, _) in tests.items()
    }
    return {name: round(float((read[name] == labels).mean()), 4) for name, (_, labels) in tests.items()}


def drawings() -> dict[str, dict[str, tuple[np.ndarray, np.ndarray]]]:
    """The drawings of the test, by the way that they are prepared and by where they come from, with their labels.

    "mnist" are MNIST's 10,000 test images; "pens" are 3,498 digits by writers whom no network has met, drawn with any
    pen; "one_pen" are the same, all drawn with the same pen. All stand anywhere on a canvas, in any size.
    """
    _, (images, labels) = load_mnist()
    _, (points, pen_labels) = load_pen_digits()
    rng = np.random.default_rng(0)
    prepared: dict[str, dict[str, list[np.ndarray]]] = {way: {} for way in WAYS}
    for image in images:
        _prepare(prepared, "mnist", enlarged(image, rng))
    for digit in points:
        _prepare(prepared, "pens", inked(pen_strokes(digit), rng))
    for digit in points:
        strokes = place(pen_strokes(digit), rng)
        extent = np.ptp(np.concatenate(strokes), axis=0).max()
        _prepare(prepared, "one_pen", rasterise(strokes, width=ONE_PEN * extent))
    answers = {"mnist": labels, "pens": pen_labels, "one_pen": pen_labels}
    return {
        way: {name: (np.array(pictures), answers[name]) for name, pictures in sets.items()}
        for way, sets in prepared.items()
    }


def _prepare(prepared: dict[str, dict[str, list[np.ndarray]]], name: str, canvas: np.ndarray) -> None:
    for way, prepare in WAYS.items():
        prepared[way].setdefault(name, []).append(prepare(canvas))


def enlarged(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An image (28, 28) enlarged 4 to 9 times, somewhere on a canvas (280, 280)."""
    factor = int(rng.integers(4, 10))
    canvas = np.zeros((280, 280), dtype=np.uint8)
    top, left = rng.integers(0, 280 - 28 * factor + 1, size=2)
    canvas[top : top + 28 * factor, left : left + 28 * factor] = np.kron(image, np.ones((factor, factor), np.uint8))
    return canvas


def shrink(canvas: np.ndarray) -> np.ndarray:
    """The whole canvas (280, 280) made small (28, 28), as the report does it: each pixel the mean of ten by ten."""
    return (canvas.reshape(28, 10, 28, 10).mean(axis=(1, 3)) / 255).astype(np.float32)


def fit_box(canvas: np.ndarray) -> np.ndarray:
    """The digit cut out and scaled as by `normalise`, but with the middle of its box in the middle of the picture."""
    picture = normalise(canvas)
    middles = (round((axis.min() + axis.max() + 1) / 2) for axis in np.nonzero(picture > 0.25))
    return np.roll(picture, [14 - middle for middle in middles], axis=(0, 1))


WAYS = {"shrunk": shrink, "fitted to the box": fit_box, "centred by mass": normalise}


if __name__ == "__main__":
    main()
