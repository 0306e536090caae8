"""The judges of chapter 2's exercises."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import hypot, isclose

from utils.data import load_mnist
from utils.exercises import judge
from utils.perceptron import AND, OR, Examples, Number, Perceptron

import numpy as np

Learn = Callable[[list[Number], tuple[Number, ...], int, Number], Sequence[Number]]

# Corrections worked out with a pencil: weights, inputs, target, rate, and the weights afterwards.
CORRECTIONS: tuple[tuple[tuple[Number, ...], tuple[Number, ...], int, Number, tuple[Number, ...]], ...] = (
    ((0, 0, 0), (1, 1), 1, 1, (1, 1, 1)),  # z = 0 is answered 0
    ((4, -5, -5), (0, 0), 0, 1, (3, -5, -5)),  # z = 4
    ((-3, 2, 2), (1, 1), 1, 1, (-3, 2, 2)),  # z = 1: right already
    ((0, 5, 2), (2, -5), 0, 1, (0, 5, 2)),  # z = 0 is right if the target is 0
    ((1, 2, 3), (2, -5), 1, Fraction(1, 2), (Fraction(3, 2), 3, Fraction(1, 2))),  # z = −10
    ((1, 2, -3), (2, -5), 0, Fraction(1, 2), (Fraction(1, 2), 1, Fraction(-1, 2))),  # z = 20
    ((0, 1, 0, -1), (1, 0, 3), 1, 2, (2, 3, 0, 5)),  # z = −2, with three inputs
)


@judge
def umbrella(sums: dict[tuple[Number, ...], Number], x1: Number, x2: Number) -> str | None:
    """The weights (−1, 2, −3): the sums at the four corners, and where the line meets the axes."""
    for a, b in AND:
        if not isclose(sums[a, b], -1 + 2 * a - 3 * b, abs_tol=1e-9):
            return f"your sum for {(a, b)} is {_short(sums[a, b])}; it should be −1 + 2 · {a} − 3 · {b}."
    for a, b in ((x1, 0), (0, x2)):
        z = -1 + 2 * a - 3 * b
        if not isclose(z, 0, abs_tol=0.02):
            return f"at ({_short(a)}, {_short(b)}) the sum is {_short(z)}, and on the line it would be 0."
    return None


@judge
def nor(perceptron: Perceptron) -> str | None:
    """A perceptron for NOR."""
    return _gate(perceptron, "NOR", {(a, b): int(a + b == 0) for a, b in AND})


@judge
def rule(learn: Learn) -> str | None:
    """The learning rule as a function of the weights, the inputs, the target and the rate."""
    for weights, inputs, target, rate, expected in CORRECTIONS:
        new = learn(list(weights), inputs, target, rate)
        case = f"for the weights {_tuple(weights)}, inputs {_tuple(inputs)}, target {target} and rate {rate}"
        if new is None:
            return f"{case} your function returns None; it should return the new weights."
        if len(new) != len(expected) or not all(isclose(a, b, abs_tol=1e-9) for a, b in zip(new, expected)):
            return f"{case} your function gives {_tuple(new)} and not {_tuple(expected)}."
    return None


@judge
def same_way(start: Sequence[float], rate: float) -> str | None:
    """A start and a rate, not whole, from which floats and exact fractions take the same way to AND."""
    if start[0] == int(start[0]) or rate == int(rate):
        return f"w₀ = {start[0]} and the rate {rate} are to be numbers with a fraction, like 0.8 and 0.2."
    rough, exact = Perceptron(*map(float, start)), Perceptron(*(Fraction(str(w)) for w in start))
    if all(exact.output(x) == t for x, t in AND.items()):
        return f"the start {tuple(start)} is AND already, so nothing would be learned and nothing rounded."
    for number in range(1, 1001):
        mistakes = 0
        for x, t in AND.items():
            mistakes += exact.learn(x, t, Fraction(str(rate)))
            rough.learn(x, t, float(rate))
            for j, (w, truth) in enumerate(zip(rough.weights, exact.weights)):
                if w != truth:
                    return f"in pass {number}, after {x}, w{j} is {w} in floating point, and exactly it is {truth}."
        if mistakes == 0:
            return None
    return f"at the rate {rate} there are still mistakes after 1000 passes; take a larger one."


@judge
def slowest(order: Iterable[tuple[int, int]]) -> str | None:
    """The order of AND's examples that takes most passes from the report's start, in exact arithmetic."""
    order = [(a, b) for a, b in order]
    corners = [(0, 0), (1, 1), (0, 1), (1, 0)]
    if sorted(order) != sorted(corners):
        return f"an order names each of the four corners {corners} once; got {order}."
    passes = _passes(order)
    if passes < max(map(_passes, permutations(corners))):
        return f"the order {order} takes {passes} passes, and there is one that takes more."
    return None


@judge
def at_least(make: type[Perceptron], corner: tuple[int, int]) -> str | None:
    """A perceptron that answers 1 if its sum is 0 or above, and the corner on its line once it has learned AND."""
    for weights in ((0, 1, 1), (0, -2, 0), (-3, 2, 2), (Fraction(-1, 5), Fraction(1, 5), 0)):
        for x in AND:
            z, y = Perceptron(*weights).weighted_sum(x), make(*weights).output(x)
            t = 0 if z < 0 else 1
            if y != t:
                return f"with the weights {_tuple(weights)} the sum for {x} is {z}, so {t} is expected and not {y}."
    learner = make(Fraction(4, 5), -1, -1)
    learner.train(AND, rate=Fraction(1, 5))
    z = learner.weighted_sum(corner)
    if z != 0:
        return f"the perceptron is right, but at the end its sum for {tuple(corner)} is {z}; on the line it is 0."
    return None


@judge
def widest(weights: Sequence[Number]) -> str | None:
    """Weights for OR with the largest margin."""
    signed = {x: (2 * t - 1) * Perceptron(*weights).weighted_sum(x) for x, t in OR.items()}
    x = min(signed, key=lambda x: signed[x])
    if signed[x] <= 0:
        side = "above" if OR[x] else "below"
        return f"for {x} the sum is {_short((2 * OR[x] - 1) * signed[x])}; to be clear it must be {side} 0."
    margin = float(signed[x]) / hypot(*map(float, weights))
    if margin < 1 / 3 - 1e-3:  # no larger one: scaled to least sum 1, w0 ≤ −1, w1 ≥ 1 − w0, w2 ≥ 1 − w0
        return f"OR is right, and the least clear corner is {x}, with the margin {margin:.3f}. There is more room."
    return None


@judge
def votes(majority: Perceptron, odd: Callable[[int, int, int], int]) -> str | None:
    """A perceptron for the majority of three votes, and a function that says if their number is odd."""
    voters = list(product((0, 1), repeat=3))
    if wrong := _gate(majority, "the majority", {x: int(sum(x) > 1) for x in voters}):
        return wrong
    for x in voters:
        if odd(*x) != sum(x) % 2:
            return f"the majority is right, but odd{x} gives {_short(odd(*x))}, and {sum(x)} of these votes are 1."
    return None


@judge
def four_or_nine(learner: Perceptron) -> str | None:
    """A perceptron of 784 inputs, 1 for ink, that answers 1 for a nine and 0 for a four: 940 of 1000 held back."""
    if not isinstance(learner, Perceptron) or len(learner.weights) != 785:
        return "a Perceptron with 785 weights is expected: a bias, and one for each of the 784 pixels."
    (images, labels), _ = load_mnist()
    held = [(image, label == 9) for image, label in zip(images[50_000:], labels[50_000:]) if label in (4, 9)][:1000]
    answers = [learner.output((image > 127).astype(int).ravel().tolist()) for image, _ in held]
    right = {digit: sum(y == t == (digit == 9) for y, (_, t) in zip(answers, held)) for digit in (4, 9)}
    nines = sum(bool(t) for _, t in held)
    if sum(right.values()) < 940:
        return (
            f"of 1000 pictures held back {sum(right.values())} are read right, {right[4]} of the {1000 - nines} fours "
            f"and {right[9]} of the {nines} nines; 940 are wanted."
        )
    return None


def _gate(perceptron: Perceptron, name: str, gate: Examples) -> str | None:
    """The first input that the perceptron answers wrongly."""
    if not isinstance(perceptron, Perceptron):
        return f"a Perceptron is expected, as in Perceptron(0, 1, 1); got {perceptron!r}."
    for x, t in gate.items():
        if perceptron.output(x) != t:
            z = _short(perceptron.weighted_sum(x))
            return f"for {x} the sum is {z}, so the answer is {perceptron.output(x)}, and {name} is {t} there."
    return None


def _passes(order: Sequence[tuple[int, int]]) -> int:
    """How many passes AND takes from the report's start: five times its numbers, so that all are whole."""
    w, passes, mistakes = np.array([4, -5, -5]), 0, 1
    while mistakes:
        passes, mistakes = passes + 1, 0
        for a, b in order:
            x = np.array([1, a, b])
            error = (a and b) - int(w @ x > 0)
            w = w + error * x
            mistakes += abs(error)
    return passes


def _short(number: Number) -> str:
    """A number as the chapter writes it."""
    return f"{float(number):.3g}".replace("-", "−")


def _tuple(numbers: Iterable[Number]) -> str:
    """Numbers as a reader would write them down."""
    return f"({', '.join(map(_short, numbers))})"
