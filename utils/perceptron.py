"""The perceptron (Rosenblatt 1958) and the truth tables that chapter 2 teaches it.

Plain Python, one number at a time, so that the weights may be floats or exact fractions (`fractions.Fraction`).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isfinite

Number = int | float | Fraction
Examples = Mapping[tuple[Number, ...], int]  # the target, 0 or 1, of each tuple of inputs

# The two-input gates, in the order in which the report shows its examples.
AND: Examples = {(0, 0): 0, (1, 1): 1, (0, 1): 0, (1, 0): 0}
OR: Examples = {(0, 0): 0, (1, 1): 1, (0, 1): 1, (1, 0): 1}
NAND: Examples = {(0, 0): 1, (1, 1): 0, (0, 1): 1, (1, 0): 1}
XOR: Examples = {(0, 0): 0, (1, 1): 0, (0, 1): 1, (1, 0): 1}
NOT: Examples = {(0,): 1, (1,): 0}


class Perceptron:
    """One neuron: weighs its inputs, adds its bias, and answers 1 if the sum is above zero, else 0.

    `Perceptron(w0, w1, …, wn)` starts from these `weights`: w0 is the bias, the weight of an extra input that is always
    1, and w1 to wn belong to the n inputs. Raises ValueError if there is w0 alone, or a weight is not finite.
    """

    def __init__(self, w0: Number, *others: Number) -> None:
        if not others:
            raise ValueError("A perceptron needs w0, the bias, and a weight for each input; got w0 alone.")
        self.weights = _finite((w0, *others), "weight")

    def weighted_sum(self, inputs: Sequence[Number]) -> Number:
        """z = w0 + w1·x1 + … + wn·xn. Raises ValueError unless there are n inputs, all of them finite."""
        bias, *weights = self.weights
        if len(inputs) != len(weights):
            raise ValueError(f"Expected {len(weights)} inputs, one for each weight after the bias; got {len(inputs)}.")
        z = bias
        for w, x in zip(weights, _finite(inputs, "input")):
            z += w * x  # one after the other: `sum` rounds floats differently from Python 3.12 on
        return z

    def output(self, inputs: Sequence[Number]) -> int:
        """1 if the weighted sum is above 0, and 0 if it is below or exactly 0."""
        return int(self.weighted_sum(inputs) > 0)

    def learn(self, inputs: Sequence[Number], target: int, rate: Number) -> int:
        """Answer one example, then correct every weight by rate · (target − answer) · its input.

        The answer is asked for once, before any weight changes; the bias has the input 1. Returns the number of
        mistakes, 0 or 1; after a right answer nothing changes. Raises ValueError for a target other than 0 and 1 and
        for a rate that is not above 0.
        """
        if target not in (0, 1):
            raise ValueError(f"A target is 0 or 1, as a perceptron's output is; got {target!r}.")
        if not (rate > 0 and isfinite(rate)):
            raise ValueError(f"The learning rate must be a finite number above 0; got {rate!r}.")
        error = target - self.output(inputs)
        self.weights = tuple(w + rate * error * x for w, x in zip(self.weights, (1, *inputs)))
        return abs(error)

    def learn_pass(self, examples: Examples, rate: Number) -> int:
        """Learn from each example once, in order. Returns the number of mistakes. Raises ValueError for no examples."""
        if not examples:
            raise ValueError("There are no examples to learn from; give at least one, as {inputs: target}.")
        return sum(self.learn(inputs, target, rate) for inputs, target in examples.items())

    def train(self, examples: Examples, rate: Number, limit: int = 1000) -> list[int]:
        """Repeat passes until one is without a mistake, or `limit` of them are done. Returns the mistakes of each.

        So the list ends in 0 if, and only if, the perceptron has learned every example. If a line can separate the
        examples it will, after enough passes (Novikoff 1962). Raises ValueError for a limit below 1.
        """
        if limit < 1:
            raise ValueError(f"Training needs at least one pass; got a limit of {limit}.")
        mistakes = [self.learn_pass(examples, rate)]
        while mistakes[-1] and len(mistakes) < limit:
            mistakes.append(self.learn_pass(examples, rate))
        return mistakes


def _finite(numbers: Sequence[Number], name: str) -> tuple[Number, ...]:
    """The numbers as a tuple. Raises ValueError if one is NaN or infinite."""
    if not all(map(isfinite, numbers)):
        raise ValueError(f"Every {name} must be a finite number; got {tuple(numbers)}.")
    return tuple(numbers)
