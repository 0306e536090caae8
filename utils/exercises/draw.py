"""The judges of chapter 6, draw, and be read."""

import functools
import math
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction

from utils.data import HELD_BACK, load_mnist
from utils.exercises import judge
from utils.ink import normalise, rasterise

import numpy as np

HIGH, WIDE, PEN = 120, 60, 12  # of the digit of exercise 1, in pixels of a canvas of 280 × 280


@judge
def sizes(shrunk: Sequence[float], fitted: Sequence[float]) -> str | None:
    """Exercise 1: how high, how wide and how thick a digit is in the picture of 28 × 28, prepared in two ways."""
    wanted = {"shrunk": (shrunk, Fraction(28, 280)), "fitted": (fitted, Fraction(20, max(HIGH, WIDE)))}
    for name, (given, factor) in wanted.items():
        if np.shape(given) != (3,):
            return f"{name} is to be three numbers, height, width and pen, and has the shape {np.shape(given)}."
        for what, number, pixels in zip(("height", "width", "width of the pen"), given, (HIGH, WIDE, PEN)):
            if number is None or not math.isclose(number, pixels * factor, abs_tol=0.01):
                missing = "still None" if number is None else f"not {number:g}"
                return f"{name}: the {what} is {missing}. How many canvas pixels make one pixel of the picture here?"
    return None


SEVEN = ("#####", "...#.", "..##.", "..#..", ".#...")


@judge
def balance(row: float | None, column: float | None, lower: float | None) -> str | None:
    """Exercise 2: the centre of mass of a small 7, and how far it stands below where its box would be centred."""
    ink = [(y, x) for y, line in enumerate(SEVEN) for x, mark in enumerate(line) if mark == "#"]
    mass = [Fraction(sum(place[axis] for place in ink), len(ink)) for axis in (0, 1)]
    answers = {"row": (row, mass[0]), "column": (column, mass[1])}
    for name, (given, wanted) in answers.items():
        if given is None:
            return f"{name} is still None. Add up the {name}s of all {len(ink)} pixels of ink, and divide."
        if not math.isclose(given, wanted, abs_tol=0.01):
            if math.isclose(given, wanted + 1, abs_tol=0.01):
                return f"{name} is one too large: the first {name} has the number 0."
            return f"{name} is not {given:g}; every one of the {len(ink)} pixels of ink counts with its {name}."
    if lower is None:
        return "lower is still None. How many rows lie between the two middles, and how large does a row become?"
    wanted_lower = (Fraction(4, 2) - mass[0]) * Fraction(20, 5)
    if not math.isclose(lower, wanted_lower, abs_tol=0.01):
        if math.isclose(lower, wanted_lower / 4, abs_tol=0.01):
            return f"lower is not {lower:g}: that is in rows of the small 7, and the picture of 28 × 28 is asked."
        sign = " Is it lower or higher?" if math.isclose(lower, -wanted_lower, abs_tol=0.01) else ""
        return f"lower is not {lower:g}; the middle of the box is row 2, and 5 rows become 20.{sign}"
    return None


HOOK = np.array([(52, 42), (50, 72), (66, 65), (83, 70), (90, 86), (84, 104), (66, 110)])
BAR = np.array([(52, 42), (88, 40)])
ENOUGH_ALIKE = 0.15


def canvases() -> dict[str, np.ndarray]:
    """The five of the chapter on a canvas, uint8 (280, 280), "as it is" and changed in eight ways, by their names."""

    def five(
        factor: float | tuple[float, float] = 1, move: tuple[float, float] = (0, 0), pen: float = 12
    ) -> np.ndarray:
        return rasterise([stroke * factor + move for stroke in (HOOK, BAR)], width=pen)

    plain = five()
    return {
        "as it is": plain,
        "moved": five(move=(120, 90)),
        "twice as large": five(factor=2, pen=24),
        "fatter pen": five(pen=24),
        "half as dark": plain // 2,
        "darker paper": (plain * 0.7 + 60).astype(np.uint8),
        "wider": five(factor=(1.8, 1)),
        "turned": np.rot90(plain).copy(),
        "with a spot": np.maximum(plain, rasterise([[(240, 250)]], width=12)),
    }


@judge
def harmless(names: Collection[str]) -> str | None:
    """Exercise 3: the changes of `canvases` that leave no trace after `normalise`, or nearly none."""
    all_canvases = canvases()
    plain = normalise(all_canvases.pop("as it is"))
    if isinstance(names, str) or not set(names) <= set(all_canvases):
        return f"the answer is a list with some of the names {', '.join(all_canvases)}; got {names!r}."
    for name, canvas in all_canvases.items():
        differs = float(np.abs(normalise(canvas) - plain).max())
        if (differs < ENOUGH_ALIKE) != (name in names):
            if name in names:
                return f"“{name}” changes the picture: one pixel at least by {differs:.1f} of full ink."
            return f"“{name}” is not in your list, and after it no pixel differs by {ENOUGH_ALIKE} of full ink."
    return None


def photo(number: int) -> np.ndarray:
    """The photograph `number` of a five: dark ink on paper, in uneven light and with noise; uint8 (280, 280)."""
    rng = np.random.default_rng(number)
    ink, light = _five_and_light(number, rng)
    return np.round((light - ink * (light - 45) + rng.normal(0, 4, ink.shape)).clip(0, 255)).astype(np.uint8)


def _five_and_light(number: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The ink of the five, 0 to 1, and how bright the paper is, both (280, 280)."""
    move, factor = rng.uniform(-20, 60, 2), rng.uniform(0.9, 1.6)
    ink = rasterise([stroke * factor + move for stroke in (HOOK, BAR)], width=14) / 255
    x, y = np.meshgrid(np.linspace(0, 1, 280), np.linspace(0, 1, 280))
    return ink, 225 - 40 * (x if number % 2 else y)


@judge
def photographed(function: Callable[[np.ndarray], np.ndarray]) -> str | None:
    """Exercise 4: a function that makes of a photograph a canvas that `normalise` takes as if it had been drawn."""
    for number in range(5):
        ink, _ = _five_and_light(number, np.random.default_rng(number))
        canvas = function(photo(number))
        if np.shape(canvas) != (280, 280):
            return f"photo {number} has the shape (280, 280), and your canvas has {np.shape(canvas)}."
        picture, wanted = normalise(np.asarray(canvas)), normalise(ink)
        differs = float(np.abs(picture - wanted).mean())
        if differs > 0.03:
            grey = picture[wanted == 0].mean()
            paper = (
                f"where photo {number} has only paper, the picture after normalise is {grey:.2f} in the mean, not 0."
            )
            lost = f"after normalise, photo {number} differs from what was photographed: too little ink, or too much."
            return paper if grey > 0.02 else lost
    return None


POWERS = {4: 6.0, 9: 1.0}  # e to the evidence; that of all other digits is so small that it does not count


@judge
def eleven(before: Sequence[float], after: Sequence[float]) -> str | None:
    """Exercise 5: the probability of a 4 by softmax and with "none of these", before and after all evidence sinks."""
    for name, given, factor in (("before", before, 1.0), ("after", after, 1 / 6)):
        if np.shape(given) != (2,):
            return f"{name} is to be two numbers, by softmax and with the eleventh answer; got {given!r}."
        powers = {digit: power * factor for digit, power in POWERS.items()}
        wanted = {
            "by softmax": powers[4] / sum(powers.values()),
            "with the eleventh answer": powers[4] / (1 + sum(powers.values())),
        }
        for (how, right), number in zip(wanted.items(), given):
            if number is None or not math.isclose(number, right, abs_tol=0.002):
                missing = "still None" if number is None else f"not {number:.4g}"
                return (
                    f"{name}, {how}, the probability of the 4 is {missing}. What stands below the line, and is there 1?"
                )
    return None


@judge
def answers(function: Callable[[np.ndarray], int | str]) -> str | None:
    """Exercise 6: a function from evidence (10,) to the digit whose probability is above 0.6, or to "?"."""
    quiet = np.full(10, -8.0)
    cases = [
        (np.full(10, -3.0), "?"),
        (_with(quiet, {7: 4.0}), 7),
        (_with(quiet, {0: 2.0}), 0),
        (_with(quiet, {4: 0.3}), "?"),  # 0.57 with the eleventh answer, and nearly 1 by softmax
        (_with(quiet, {4: 0.5}), 4),  # 0.62
        (_with(quiet, {3: 5.0, 8: 4.8}), "?"),  # a digit, but which?
        (_with(quiet, {2: 800.0}), 2),
        (np.full(10, -900.0), "?"),
    ]
    for z, wanted in cases:
        with np.errstate(all="ignore"):
            answer = function(z.copy())
        if isinstance(answer, str) != isinstance(wanted, str) or answer != wanted:
            loud = [digit for digit in range(10) if z[digit] > z.min()]
            shown = f"the evidence is {z.min():g} for " + ("the others" if loud else "every digit")
            shown += "".join(f", {z[digit]:g} for {digit}" for digit in loud)
            return f"{shown}: {wanted!r} is due, and your function says {answer!r}.".replace(" -", " −")
    return None


def _with(z: np.ndarray, changed: dict[int, float]) -> np.ndarray:
    z = z.copy()
    for digit, value in changed.items():
        z[digit] = value
    return z


NUMBERS, READ = 20, 15


@judge
def numbers(function: Callable[[np.ndarray], str]) -> str | None:
    """Exercise 7: a function that reads a number of two or three digits, each of them apart, on a canvas."""
    right, first = 0, None
    for number, canvas in _numbers():
        answer = str(function(canvas.copy()))
        right += answer == number
        if answer != number and first is None:
            first = f"the first that it misses is {number}, which it reads as {answer!r}"
    if right < READ:
        return f"of {NUMBERS} numbers it reads {right}, and {READ} are asked; {first}."
    return None


def number(seed: int) -> tuple[str, np.ndarray]:
    """A number of two or three digits of MNIST's last 5,000 training images, and its canvas, uint8 (280, 280)."""
    images, labels = _held_back()
    rng = np.random.default_rng(seed)
    canvas, chosen = np.zeros((280, 280), dtype=np.uint8), rng.integers(len(images), size=rng.integers(2, 4))
    left = int(rng.integers(4, 12))
    for i in chosen:
        factor = int(rng.integers(3, 5))
        digit = np.kron(images[i], np.ones((factor, factor), dtype=np.uint8))
        digit = digit[:, np.flatnonzero(digit.max(axis=0))]
        top = int(rng.integers(60, 100))
        canvas[top : top + len(digit), left : left + digit.shape[1]] = digit
        left += digit.shape[1] + int(rng.integers(6, 10))
    return "".join(str(labels[i]) for i in chosen), canvas


@functools.cache
def _numbers() -> list[tuple[str, np.ndarray]]:
    return [number(1000 + seed) for seed in range(NUMBERS)]


@functools.cache
def _held_back() -> tuple[np.ndarray, np.ndarray]:
    (images, labels), _ = load_mnist()
    return images[-HELD_BACK:], labels[-HELD_BACK:]
