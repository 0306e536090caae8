"""The judges of chapter 1, the task."""

import functools
from collections.abc import Callable, Sequence

from utils.data import HELD_BACK, Split, load_mnist
from utils.exercises import judge

import numpy as np

TOLERANCE = 0.003  # how much less accurate than the best a threshold may be: few care to look closer


@judge
def row(widths: Sequence[int]) -> str | None:
    """Exercise 1: how wide is each stroke that row 14 of training image 13 crosses, from the left?"""
    numbers = _training()[0][13, 14]
    edges = np.flatnonzero(np.diff(numbers > 127.5, prepend=False, append=False))
    starts, right = edges[::2], np.diff(edges)[::2]
    given = np.asarray(widths).ravel()
    if len(given) < len(right):
        where = f"another one begins with the number {numbers[starts[len(given)]]}"
        return f"you give {len(given)} strokes, and the row crosses more of them: {where}."
    if len(given) > len(right):
        return f"you give {len(given)} strokes, which is too many. A pixel below half of 255 is no ink here."
    for number, (mine, width, start) in enumerate(zip(given, right, starts), 1):
        if mine != width:
            begin = f"It begins with the number {numbers[start]} and ends before the next one that is below 127.5"
            return f"stroke {number} is not {mine} pixels wide. {begin}."
    return None


UPRIGHT, FLAT, PICTURE = ([0.8, 0.1, 0.8, 0.1], [0.1, 0.1, 0.8, 0.8], [0.9, 0.0, 0.5, 0.3])


@judge
def distances(to_upright: float, to_flat: float) -> str | None:
    """Exercise 2: the squared distances of a picture of four pixels from two averages."""
    right = {
        name: sum((x - w) ** 2 for x, w in zip(PICTURE, average))
        for name, average in (("upright", UPRIGHT), ("flat", FLAT))
    }
    given = {"upright": float(to_upright), "flat": float(to_flat)}
    if np.allclose([given["flat"], given["upright"]], [*right.values()], atol=1e-6):
        return "you have the two the wrong way round: the first is the distance from the upright stroke's average."
    for name, distance in given.items():
        if not np.isclose(distance, right[name], atol=1e-6):
            return f"{distance:g} is not the distance from the {name} stroke's average. {_slip(distance, right[name])}"
    return None


def _slip(distance: float, right: float) -> str:
    """What may have gone wrong with a distance."""
    if distance == 0:
        return "It would be 0 only if the picture and the average were equal in all four pixels."
    if np.isclose(distance, right**0.5, atol=0.006):
        return "You took a root at the end. The chapter leaves it out, which never changes which of two is smaller."
    return "Subtract pixel by pixel, square each of the four differences, and add them up."


@judge
def threshold(value: float) -> str | None:
    """Exercise 3: the amount of ink that best tells zeros from ones, on the images that are not held back."""
    ink, is_zero = _ink_of_zeros_and_ones()
    read_zero = ink > value
    missed_zeros = int((is_zero & ~read_zero).sum())
    missed_ones = int((~is_zero & read_zero).sum())
    if missed_zeros + missed_ones <= _fewest_mistakes() + TOLERANCE * len(ink):
        return None
    advice = "it is too high" if missed_zeros > missed_ones else "it is too low"
    return (
        f"with the threshold {value:g}, {missed_zeros:,} of the zeros are read as ones and {missed_ones:,} of the ones "
        f"as zeros: {advice}."
    )


@functools.cache
def _ink_of_zeros_and_ones() -> tuple[np.ndarray, np.ndarray]:
    """The share of ink of every zero and one that is not held back, and which of them are zeros."""
    images, labels = (array[:-HELD_BACK] for array in _training())
    chosen = labels < 2
    return images[chosen].mean(axis=(1, 2)) / 255, labels[chosen] == 0


@functools.cache
def _fewest_mistakes() -> int:
    """What the best of all thresholds gets wrong: the border moves up past one image after another."""
    ink, is_zero = _ink_of_zeros_and_ones()
    passed = np.where(is_zero[np.argsort(ink)], 1, -1)  # a zero below the border is a mistake more, a one is one less
    return int((~is_zero).sum() + passed.cumsum().min())


@judge
def few(averages: np.ndarray) -> str | None:
    """Exercise 4: averages of the first ten training images of each digit."""
    averages = np.asarray(averages, dtype=float)
    if averages.shape != (10, 28, 28):
        return f"ten pictures of 28 × 28 pixels have the shape (10, 28, 28), and yours have {averages.shape}."
    images, labels = _training()
    for digit in range(10):
        right = sum(images[i].astype(float) for i in np.flatnonzero(labels == digit)[:10]) / 10
        if not np.allclose(averages[digit], right, atol=0.01):
            y, x = np.unravel_index(np.abs(averages[digit] - right).argmax(), (28, 28))
            return (
                f"the average {digit} should have {right[y, x]:.1f} in row {y}, column {x}, and yours has "
                f"{averages[digit, y, x]:.1f}. Take the first ten training images with the label {digit}."
            )
    return None


@judge
def shifted(move: Callable[[np.ndarray, int], np.ndarray]) -> str | None:
    """Exercise 5: a function that moves the ink of images (n, 28, 28) some pixels to the right."""
    images = np.zeros((2, 28, 28), dtype=np.uint8)
    images[0, 5, [3, 27]] = 200, 100
    images[1, 20, 10] = 50
    for pixels in (2, 1, 0, 5):
        moved = move(images.copy(), pixels)
        if np.shape(moved) != images.shape:
            return f"{images.shape} went in and {np.shape(moved)} came out. The images must keep their size."
        moved = np.asarray(moved)
        for number, y, x, value in ((0, 5, 3, 200), (1, 20, 10, 50)):
            if moved[number, y, x + pixels] != value:
                place = f"the ink of column {x} belongs in column {x + pixels} after a move by {pixels}"
                return f"{place}, in row {y}, and there is {moved[number, y, x + pixels]} instead of {value}."
        if pixels and moved[0, 5, :pixels].any():
            return f"after a move by {pixels}, ink that left the picture on the right came back on the left."
        if moved.astype(int).sum() != 250 + 100 * (pixels == 0):
            return f"after a move by {pixels} there is ink where there was none {pixels} pixels further to the left."
    return None


@judge
def neighbours(read: np.ndarray) -> str | None:
    """Exercise 6: the images held back, each read as the digit of its nearest among the first 1,000."""
    read = np.asarray(read).ravel()
    if len(read) != HELD_BACK:
        return f"there are {HELD_BACK:,} images held back and you give {len(read):,} answers: one each, please."
    images, labels = _training()
    memory, new = (some.reshape(len(some), 784).astype(float) for some in (images[:1000], images[-HELD_BACK:]))
    # Whole numbers below 2⁵³, so that floats keep them exactly, and two that are equally near are seen to be.
    distance = (memory**2).sum(axis=1) - 2 * new @ memory.T
    nearest = distance == distance.min(axis=1, keepdims=True)
    wrong = ~(nearest & (labels[:1000] == read[:, np.newaxis])).any(axis=1)
    if wrong.any():
        i, number = wrong.argmax(), nearest[wrong.argmax()].argmax()
        found = f"image {i} of those held back is nearest to training image {number}, which is a {labels[number]}"
        return f"{found}, and you read a {read[i]:g}. That makes {wrong.sum():,} that you read otherwise."
    return None


@functools.cache
def _training() -> Split:
    return load_mnist()[0]
