"""The judges of chapter 7, your handwriting."""

import functools
import math
from collections.abc import Callable, Collection, Sequence

from utils.examples import SMALL, drawn, mnist
from utils.exercises import judge
from utils.experiments.recogniser import load_held_back
from utils.models import SURE, evidence, load_recogniser, load_report_cnn, prepare, sureness
from utils.styles import DIGITS, OTHERS, by_hand, strokes_of

import numpy as np

Map = Sequence[float]  # a, b, c, d, e, f
TIMES = 20  # how often a hand writes the reader's own style
ENOUGH = 16


@judge
def maps(right: Map, twice: Map, leaning: Map) -> str | None:
    """Exercise 1: the maps that move by 2 pixels, enlarge twice about (14, 14), and lean by a pixel for 4 rows."""
    # For three points of the new picture, which are enough for six numbers: where their ink comes from.
    wanted = {
        "right": (right, {(14, 14): (12, 14), (20, 14): (18, 14), (14, 20): (12, 20)}),
        "twice": (twice, {(14, 14): (14, 14), (20, 14): (17, 14), (14, 20): (14, 17)}),
        "leaning": (leaning, {(14, 14): (14, 14), (20, 14): (20, 14), (15, 10): (14, 10)}),
    }
    for name, (numbers, points) in wanted.items():
        if np.shape(numbers) != (6,):
            return f"{name} is to be six numbers a, b, c, d, e, f, and has the shape {np.shape(numbers)}."
        for (x, y), (from_x, from_y) in points.items():
            found_x, found_y = _source(numbers, x, y)
            if not np.allclose([found_x, found_y], [from_x, from_y], atol=1e-6):
                place = f"x = {x}, y = {y} of its new picture"
                took = f"x = {found_x:g}, y = {found_y:g}".replace("-", "−")
                return f"{name} fills {place} from {took}, and should take it from x = {from_x}, y = {from_y}."
    return None


def _source(numbers: Map, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a * x + b * y + c, d * x + e * y + f


@judge
def fatter(function: Callable[[np.ndarray], np.ndarray]) -> str | None:
    """Exercise 2: a function that gives each pixel of a picture the largest value among itself and its neighbours."""
    one, corner, grey = np.zeros((28, 28)), np.zeros((28, 28)), np.zeros((28, 28))
    one[10, 12], corner[0, 27] = 1, 0.5
    grey[5, 4:7] = 0.2, 0.9, 0.4
    noise = np.random.default_rng(0).random((28, 28))
    for picture in (one, corner, grey, noise):
        before = picture.copy()
        answer = function(picture)
        if not np.array_equal(picture, before):
            return "your function changes the picture that it is given. Fill a new one."
        if np.shape(answer) != (28, 28):
            return f"a picture of shape (28, 28) went in, and {np.shape(answer)} came out. The size must stay."
        for row, column in np.ndindex(28, 28):
            wanted = before[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2].max()
            if not math.isclose(np.asarray(answer)[row, column], wanted, abs_tol=1e-6):
                found = f"{np.asarray(answer)[row, column]:.2f}"
                where = f"row {row}, column {column}"
                return f"{where} should be {wanted:.2f}, the largest of what lies there and around, and is {found}."
    return None


@judge
def upside_down(kept: Collection[int], becomes: dict[int, int | None]) -> str | None:
    """Exercise 3: the digits that the report's network mostly still reads upside down, and what 6, 7 and 9 become."""
    kept = {int(digit) for digit in kept}
    shares = _upside_down()
    of = "of its images, turned,"
    for digit in range(10):
        if (shares[digit, digit] > 0.5) != (digit in kept):
            told = "is in your list" if digit in kept else "is not in your list"
            return f"the digit {digit} {told}; {of} {_percent(shares[digit, digit])} are read as {digit}."
    for digit in (6, 7, 9):
        given = becomes.get(digit)
        if given is None:
            return f"the list is right. becomes[{digit}] is still None: as what is a turned {digit} read most often?"
        if given != shares[digit].argmax():
            return f"of the turned images of {digit} only {_percent(shares[digit, int(given)])} are read as {given}."
    return None


@functools.cache
def _upside_down() -> np.ndarray:
    """The share (10, 10) of MNIST's images of each digit held back that the report's network reads as each digit."""
    images, labels = mnist(held_back=True)
    turned = np.rot90(images, 2, axes=(1, 2))
    read = load_report_cnn().predict(prepare(turned), batch_size=500, verbose=0).argmax(axis=1)
    counts = np.zeros((10, 10))
    np.add.at(counts, (labels, read), 1)
    return counts / counts.sum(axis=1, keepdims=True)


ANSWERS = [(95, True), (93, False), (91, True), (78, False), (72, True), (55, True)]  # confidence in %, and if right


@judge
def calibration(error: float | None, overall: float | None) -> str | None:
    """Exercise 4: the calibration error of six answers in steps of a tenth, and their mean confidence beyond truth."""
    steps: dict[int, int] = {}  # in hundredths, so that whole numbers do
    for confidence, right in ANSWERS:
        steps[confidence // 10] = steps.get(confidence // 10, 0) + confidence - 100 * right
    wanted = sum(abs(gap) for gap in steps.values()) / 100 / len(ANSWERS)
    excess = sum(steps.values()) / 100 / len(ANSWERS)
    if error is None or overall is None:
        missing = "error" if error is None else "overall"
        return f"{missing} is still None. Which of the six answers fall into the same step of confidence?"
    if not math.isclose(float(error), wanted, abs_tol=0.002):
        plain = sum(abs(c - 100 * r) for c, r in ANSWERS) / 100 / len(ANSWERS)
        sizes = {s: sum(c // 10 == s for c, _ in ANSWERS) for s in steps}
        unweighted = sum(abs(gap) / sizes[step] for step, gap in steps.items()) / 100 / len(steps)
        slips = {
            excess: "the gap of one step is negative: take each gap without its sign before you add",
            plain: "you took a gap for each answer alone; the answers of one step share a gap",
            unweighted: "your steps all count the same; a step counts by the number of its answers",
        }
        slip = next((text for value, text in slips.items() if math.isclose(float(error), value, abs_tol=0.002)), None)
        return f"error is not {float(error):.4g}; {slip or 'sum confidence minus truth in each of the three steps'}."
    if not math.isclose(float(overall), excess, abs_tol=0.002):
        return f"overall is not {float(overall):.4g}; subtract the share that is right from the mean confidence."
    return None


@judge
def temperature(function: Callable[[np.ndarray, float], float]) -> str | None:
    """Exercise 5: a function that finds the temperature at which softmax gives its largest logit a certain share."""
    cases = [([6.0, 0.0], 0.9), ([2.0, 9.0, 4.5, -3.0], 0.6), ([0.3, 0.1, -0.2, 0.0, 0.2], 0.95), ([40.0, 0, 0], 0.5)]
    for logits, share in cases:
        t = float(function(np.array(logits), share))
        if not t > 0:
            return f"for the logits {logits} and {_percent(share)} you give T = {t:g}. A temperature is above 0."
        highest = max(logits)
        found = 1 / sum(math.exp((z - highest) / t) for z in logits)
        if not math.isclose(found, share, abs_tol=0.001):
            advice = "raise" if found > share else "lower"
            sure = f"with T = {t:.4g} softmax is {_percent(found, 1)} sure instead of {_percent(share, 1)}"
            return f"for the logits {logits} {sure}; {advice} T."
    return None


@judge
def threshold(value: float) -> str | None:
    """Exercise 6: the highest threshold that declines at most 2 % of the digits held back, MNIST's and of the pens."""
    found = load_held_back()
    surest = np.concatenate([sureness(found[name]).max(axis=1) for name in ("mnist", "pens")])
    declined = float((surest <= value).mean())
    if declined > 0.02:
        return f"at {value:g} it declines {_percent(declined, 2)} of the {len(surest):,} digits: too many."
    if declined < 0.02 - 1.5 / len(surest):  # a digit less: quantiles are counted in several ways
        return f"at {value:g} it declines {_percent(declined, 2)} of the digits. Up to 2 % are allowed, so go higher."
    return None


TESTED, NETWORKS, TRUTH = 1000, 20, 0.95


@judge
def flattery(points: float | None) -> str | None:
    """Exercise 7: by how many percentage points the best of 20 equal networks flatters itself on its 1,000 digits."""
    if points is None:
        return "flattery is still None. How many digits does the best of the 20 get right, in the mean of many trials?"
    wanted = 100 * (_expected_best() / TESTED - TRUTH)
    if not math.isclose(float(points), wanted, abs_tol=0.06):
        slips = [
            (0, "One network alone is at 95 % in the mean; the best of 20 is not any one."),
            (wanted / 100, "In percentage points, please: 1 for 96 % instead of 95 %."),
            (10 * wanted, "That is a number of digits; a percentage point is ten digits of 1,000."),
            (wanted + 95, "That is its accuracy. By how much is it more than the truth?"),
        ]
        slip = next((text for slip, text in slips if math.isclose(float(points), slip, rel_tol=0.05)), None)
        return f"not {float(points):.4g} points. {slip or 'Take the best of each trial, then the mean of many trials.'}"
    return None


def _expected_best() -> float:
    """How many digits the best of the networks gets right, exactly: the sum of the chances that it gets more than k."""
    chances = [
        math.comb(TESTED, k) * TRUTH**k * (1 - TRUTH) ** (TESTED - k) if k > 700 else 0.0 for k in range(TESTED + 1)
    ]
    return sum(1 - min(total, 1) ** NETWORKS for total in np.cumsum(chances)[:-1])


@judge
def style(template: str, label: int | str) -> str | None:
    """Exercise 8: a template of the reader's own that the recogniser reads as its label, or declines for "?"."""
    if label != "?" and label not in range(10):
        return f'the label is a digit from 0 to 9, or "?" for what is to be declined; got {label!r}.'
    try:
        strokes_of(template)
    except ValueError as error:
        return str(error)
    known = [shipped for group in (DIGITS, OTHERS) for templates in group.values() for shipped in templates]
    if "".join(template.split()) in ["".join(shipped.split()) for shipped in known]:
        return "this template stands in utils/styles.py, and the recogniser has learned from it. Invent one."
    rng = np.random.default_rng(7)
    pictures = np.array([drawn(by_hand(template, rng), rng, SMALL) for _ in range(TIMES)])
    sure = sureness(np.array(_tells()(pictures[..., np.newaxis])))
    answers = [str(p.argmax()) if p.max() > SURE else "?" for p in sure]
    right = answers.count(str(label))
    if right >= ENOUGH:
        return None
    others = sorted({answer for answer in answers if answer != str(label)}, key=answers.count, reverse=True)
    instead = ", ".join(f"{answer} ({answers.count(answer)} times)" for answer in others)
    return f"of {TIMES} drawings {right} are answered with {label}, and {ENOUGH} are asked; instead came {instead}."


@functools.cache
def _tells() -> Callable[[np.ndarray], np.ndarray]:
    return evidence(load_recogniser())


def _percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"
