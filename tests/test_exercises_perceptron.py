"""The judges of chapter 2 take every right answer, however it is written, and say what is wrong with the others."""

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product
from typing import Any

from utils.data import load_mnist
from utils.exercises import perceptron as check
from utils.perceptron import AND, OR, Perceptron

import numpy as np
import pytest
from conftest import Verdict

SUMS = {(0, 0): -1, (1, 1): -2, (0, 1): -4, (1, 0): 1}


def test_umbrella(verdict: Verdict) -> None:
    assert verdict(check.umbrella, SUMS, 0.5, Fraction(-1, 3)) == "Right."
    assert verdict(check.umbrella, {x: float(z) for x, z in SUMS.items()}, 1 / 2, -0.33) == "Right."
    assert verdict(check.umbrella, SUMS | {(0, 0): 0}, 0.5, -1 / 3) == (
        "Not yet: your sum for (0, 0) is 0; it should be −1 + 2 · 0 − 3 · 0."
    )
    assert "your sum for (0, 1) is 2" in verdict(check.umbrella, SUMS | {(0, 1): 2}, 0.5, -1 / 3)
    assert "at (−0.333, 0) the sum is −1.67" in verdict(check.umbrella, SUMS, -1 / 3, 0.5)
    assert "at (0, 0.333) the sum is −2" in verdict(check.umbrella, SUMS, 0.5, 1 / 3)
    assert verdict(check.umbrella, {}, 0, 0).startswith("Not yet: your code stops with KeyError")


def test_nor(verdict: Verdict) -> None:
    for weights in [(1, -1, -1), (0.5, -1.5, -0.5), (Fraction(1, 9), -7, -1)]:
        assert verdict(check.nor, Perceptron(*weights)) == "Right."
    assert verdict(check.nor, Perceptron(0, -1, -1)) == (
        "Not yet: for (0, 0) the sum is 0, so the answer is 0, and NOR is 1 there."
    )
    assert "for (1, 1)" in verdict(check.nor, Perceptron(1.5, -1, 0.5))
    assert "for (1, 0)" in verdict(check.nor, Perceptron(1, -0.5, -1))
    assert "a Perceptron is expected" in verdict(check.nor, (1, -1, -1))


def as_the_chapter(weights, inputs, target, rate):
    learner = Perceptron(*weights)
    learner.learn(inputs, target, rate)
    return learner.weights


def in_place(weights, inputs, target, rate):
    error = target - (weights[0] + sum(w * x for w, x in zip(weights[1:], inputs)) > 0)
    for j, x in enumerate((1, *inputs)):
        weights[j] += rate * error * x
    return weights


def in_numpy(weights, inputs, target, rate):
    x = np.array([1, *inputs], dtype=float)
    w = np.array(weights, dtype=float)
    return w + float(rate) * (target - (w @ x > 0)) * x


def asked_again(weights, inputs, target, rate):
    for j, x in enumerate((1, *inputs)):
        weights[j] += rate * (target - Perceptron(*weights).output(inputs)) * x
    return weights


def variant(error=lambda t, y: t - y, inputs=lambda x: (1, *x), answer=lambda z: z > 0, rate=lambda r: r):
    """The rule with one part exchanged."""

    def learn(weights, x, target, eta):
        z = weights[0] + sum(w * v for w, v in zip(weights[1:], x))
        return [w + rate(eta) * error(target, answer(z)) * v for w, v in zip(weights, inputs(x))]

    return learn


@pytest.mark.parametrize("learn", [as_the_chapter, in_place, in_numpy, variant()])
def test_the_rule_however_it_is_written(verdict: Verdict, learn: Callable[..., Any]) -> None:
    assert verdict(check.rule, learn) == "Right."


@pytest.mark.parametrize(
    "learn",
    [
        asked_again,
        variant(error=lambda t, y: y - t),
        variant(error=lambda t, y: abs(t - y)),
        variant(error=lambda t, _: t),
        variant(inputs=lambda x: (0, *x)),
        variant(inputs=lambda x: [1] * (1 + len(x))),
        variant(inputs=lambda x: [1, *(v > 0 for v in x)]),
        variant(answer=lambda z: z >= 0),
        variant(answer=lambda z: z),
        variant(rate=lambda _: 1),
        lambda weights, *_: weights,
        lambda weights, *_: weights[:1],
    ],
)
def test_a_rule_with_a_slip_is_sent_back(verdict: Verdict, learn: Callable[..., Any]) -> None:
    assert verdict(check.rule, learn).startswith("Not yet: for the weights (")


def test_a_rule_without_an_answer_is_told_so(verdict: Verdict) -> None:
    assert "returns None" in verdict(check.rule, lambda *_: None)
    assert "your code stops with ZeroDivisionError" in verdict(check.rule, lambda *_: 1 / 0)


def test_same_way(verdict: Verdict) -> None:
    for start, rate in [((0.75, -1, -1), 0.25), ([0.5, -1.0, -1.5], 0.5), ((0.375, -1, -1), 1.5)]:
        assert verdict(check.same_way, start, rate) == "Right."
    assert verdict(check.same_way, (0.8, -1, -1), 0.2) == (
        "Not yet: in pass 1, after (0, 0), w0 is 0.6000000000000001 in floating point, and exactly it is 3/5."
    )
    for start, rate, complaint in [
        ((1, -1, -1), 0.5, "numbers with a fraction"),
        ((0.5, -1, -1), 1, "numbers with a fraction"),
        ((-1.5, 1, 1), 0.5, "AND already"),
        ((0.75, -1, -1), 0.2, "in pass 1"),
        ((0.5, -1, -1), -0.5, "your code stops with ValueError"),
        ((0.5, -1, -1), 1 / 65536, "after 1000 passes"),
    ]:
        assert complaint in verdict(check.same_way, start, rate)


def test_slowest_takes_the_orders_of_15_passes_alone(verdict: Verdict) -> None:
    taken = {}
    for order in permutations(AND):
        learner = Perceptron(Fraction(4, 5), -1, -1)
        passes = len(learner.train({x: AND[x] for x in order}, rate=Fraction(1, 5)))
        taken[order] = passes
        said = verdict(check.slowest, list(order))
        assert said == "Right." if passes == 15 else f"takes {passes} passes" in said
    assert (min(taken.values()), max(taken.values())) == (12, 15)
    assert taken[tuple(AND)] == 14
    assert "each of the four corners" in verdict(check.slowest, [(0, 0), (0, 0), (0, 1), (1, 1)])


class AtLeast(Perceptron):
    def output(self, inputs):
        return int(self.weighted_sum(inputs) >= 0)


class Turned(Perceptron):
    def output(self, inputs):
        return int(self.weighted_sum(inputs) <= 0)


class Never(Perceptron):
    def output(self, inputs):
        return int(self.weighted_sum(inputs) > 1e9)


def test_at_least(verdict: Verdict) -> None:
    assert verdict(check.at_least, AtLeast, (1, 1)) == "Right."
    learner = AtLeast(Fraction(4, 5), -1, -1)
    assert len(learner.train(AND, Fraction(1, 5))) == 14
    assert learner.weights == (Fraction(-3, 5), Fraction(2, 5), Fraction(1, 5))  # as the solution says
    assert verdict(check.at_least, Perceptron, (1, 1)) == (
        "Not yet: with the weights (0, 1, 1) the sum for (0, 0) is 0, so 1 is expected and not 0."
    )
    for make in (Turned, Never):
        assert "is expected and not" in verdict(check.at_least, make, (1, 1))
    for corner in [(0, 0), (0, 1), (1, 0)]:
        assert "at the end its sum" in verdict(check.at_least, AtLeast, corner)


def test_widest(verdict: Verdict) -> None:
    for weights in [(-1, 2, 2), (-0.5, 1, 1), (Fraction(-1, 7), Fraction(2, 7), Fraction(2, 7)), np.array([-3, 6, 6])]:
        assert verdict(check.widest, weights) == "Right."
    assert verdict(check.widest, (0, 1, 1)) == "Not yet: for (0, 0) the sum is 0; to be clear it must be below 0."
    assert "(1, 0) the sum is −0.5; to be clear it must be above 0" in verdict(check.widest, (-1, 0.5, 2))
    for weights, margin in [((-1, 2, 3), 0.267), ((-0.5, 1.1, 1.1), 0.306), ((-1, 3, 3), 0.229), ((-9, 18, 19), 0.325)]:
        assert f"margin {margin:.3f}" in verdict(check.widest, weights)


def test_no_weights_for_or_have_a_larger_margin_than_a_third() -> None:
    """By trying: a grid of directions in space."""
    angles = np.linspace(0, np.pi, 181)
    polar, around = np.meshgrid(angles, 2 * angles)
    w = np.array([np.cos(polar), np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around)])
    signed = [(2 * t - 1) * (w[0] + w[1] * a + w[2] * b) for (a, b), t in OR.items()]
    assert 0.32 < np.min(signed, axis=0).max() <= 1 / 3


def test_votes(verdict: Verdict) -> None:
    majority = Perceptron(-3, 2, 2, 2)

    def odd(a, b, c):
        return (a + b + c) % 2

    assert verdict(check.votes, majority, odd) == "Right."
    assert verdict(check.votes, Perceptron(-1.5, 1, 1, 1), lambda *x: x.count(1) in (1, 3)) == "Right."
    assert verdict(check.votes, Perceptron(0, 0, 0, 0), odd) == (
        "Not yet: for (0, 1, 1) the sum is 0, so the answer is 0, and the majority is 1 there."
    )
    assert "for (0, 0, 1)" in verdict(check.votes, Perceptron(-0.5, 1, 1, 1), odd)
    assert "Expected 2 inputs" in verdict(check.votes, Perceptron(-1, 1, 1), odd)
    assert "odd(0, 0, 1) gives 0, and 1 of these votes are 1" in verdict(check.votes, majority, lambda *_: 0)
    assert "odd(1, 1, 1) gives 0" in verdict(check.votes, majority, lambda a, b, c: a + b + c == 1)
    for neuron in (Perceptron(*w) for w in product((-1, 0, 1), repeat=4)):  # one perceptron alone cannot say it
        assert "odd(" in verdict(check.votes, majority, lambda *x, p=neuron: p.output(x))


def examples(count: int, noise: float = 0) -> dict[tuple[int, ...], int]:
    """The first fours and nines of MNIST, 0 or 1 a pixel; some of their targets turned round."""
    (images, labels), _ = load_mnist()
    chance = np.random.default_rng(0)
    ink = (images[:30_000] > 127).astype(int).reshape(-1, 784).tolist()
    pairs = [(tuple(x), int(label == 9)) for x, label in zip(ink, labels) if label in (4, 9)][:count]
    return {x: t ^ int(chance.random() < noise) for x, t in pairs}


def averaged(training: dict[tuple[int, ...], int], passes: int = 3) -> Perceptron:
    learner, total = Perceptron(*[0] * 785), np.zeros(785)
    for _ in range(passes):
        for x, t in training.items():
            learner.learn(x, t, rate=1)
            total += learner.weights
    return Perceptron(*total.tolist())


def test_four_or_nine(verdict: Verdict) -> None:
    assert verdict(check.four_or_nine, averaged(examples(2000))) == "Right."
    last = Perceptron(*[0] * 785)
    last.train(examples(2000), rate=1, limit=3)
    assert "940 are wanted" in verdict(check.four_or_nine, last)  # the last weights alone, as the solution says
    silent = verdict(check.four_or_nine, Perceptron(*[0] * 785))
    assert "506 are read right, 506 of the 506 fours and 0 of the 494 nines" in silent
    assert "of the 494 nines" in verdict(check.four_or_nine, averaged(examples(100), passes=1))  # too few pictures
    assert "of the 494 nines" in verdict(check.four_or_nine, averaged(examples(2000, noise=0.4), passes=1))
    for wrong in (Perceptron(*[0] * 784), "a network"):
        assert "785 weights" in verdict(check.four_or_nine, wrong)


def test_the_pictures_held_back_are_training_pictures_that_the_chapter_does_not_use() -> None:
    """Nothing is chosen on MNIST's test set, and 506 and 494 are what the 1000 after the first 50,000 hold."""
    (_, labels), _ = load_mnist()
    held = [label for label in labels[50_000:] if label in (4, 9)][:1000]
    assert (held.count(4), held.count(9)) == (506, 494)


def test_the_worked_corrections_hold_the_border_case_both_ways_and_three_inputs() -> None:
    for weights, inputs, target, rate, expected in check.CORRECTIONS:
        assert tuple(as_the_chapter(weights, inputs, target, rate)) == expected
    assert {len(case[1]) for case in check.CORRECTIONS} == {2, 3}
