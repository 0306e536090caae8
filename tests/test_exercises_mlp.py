"""The judges of chapter 3: what is right passes however it is written, and what is wrong is told what is wrong."""

import math
from typing import Any

from utils.exercises import mlp as check
from utils.mlp import MLP

import numpy as np
import pytest
from conftest import Verdict

LABELS = np.array([0, 1, 1, 0])


def test_bias_slopes(verdict: Verdict) -> None:
    assert verdict(check.bias_slopes, -0.1092, -0.0215, 0.0546) == "Right."
    assert verdict(check.bias_slopes, np.float64(-0.10921), np.array([-0.02147]), 0.05461) == "Right."
    assert verdict(check.bias_slopes, None, None, None).startswith(
        "Not yet: the slope along the output's bias is still None"
    )
    assert "first hidden bias is not 0.0215; its sign" in verdict(check.bias_slopes, -0.1092, 0.0215, 0.0546)
    assert "second hidden bias is not 0.1092; what comes in" in verdict(check.bias_slopes, -0.1092, -0.0215, 0.1092)


def test_forwards(verdict: Verdict) -> None:
    assert verdict(check.forwards, 0.5, 1 / 2, 0.5) == "Right."
    assert "h1 is still None; work out 0.5 x₁ + 0.5 x₂ − 0.5" in verdict(check.forwards, None, None, None)
    assert "h2 is not 0; work out −x₁ + x₂ − 1" in verdict(check.forwards, 0.5, 0, 0.5)
    assert "y is not 0.6225" in verdict(check.forwards, 0.5, 0.5, 0.6225)  # forgot h2
    assert "h1 is not 0.7311" in verdict(check.forwards, 0.7311, 0.5, 0.5575)  # the chapter's example, not this one


def test_backwards(verdict: Verdict) -> None:
    # y − t = −1/2, every slope of a sigmoid is 1/4: −1/8, then times 1/4 and the weight 1 or −2; x₁ = 0, x₂ = 1.
    right = (-1 / 8, -1 / 32, 1 / 16, 0, -1 / 32)
    assert verdict(check.backwards, *right) == "Right."
    assert verdict(check.backwards, -0.125, -0.0313, 0.0625, 0.0, -0.0313) == "Right."
    wrong = {
        "delta is not −0.5;": (-0.5, *right[1:]),  # without the sigmoid's slope
        "delta is not 0.125; its sign is the other one": (0.125, *right[1:]),
        "delta_1 is not −0.125;": (right[0], -0.125, *right[2:]),
        "delta_2 is not −0.0625; its sign": (*right[:2], -0.0625, *right[3:]),
        "along_w11 is not −0.03125;": (*right[:3], -1 / 32, right[4]),
        "along_w21 is not 0;": (*right[:4], 0),
        "delta is still None;": (None,) * 5,
    }
    for complaint, answer in wrong.items():
        assert complaint in verdict(check.backwards, *answer)


def test_softplus(verdict: Verdict) -> None:
    assert verdict(check.softplus_slope, lambda z: 1 / (1 + math.exp(-z))) == "Right."
    assert verdict(check.softplus_slope, lambda z: np.exp(z) / (1 + np.exp(z))) == "Right."
    assert "at z = 0 the slope of softplus is 0.5000; your function says None" in verdict(
        check.softplus_slope, lambda _: None
    )
    assert "at z = 2" in verdict(check.softplus_slope, lambda _: 0.5)
    assert "at z = 0" in verdict(check.softplus_slope, lambda z: 1 / (1 + math.exp(z)) - 0.1)
    assert "at z = 2" in verdict(check.softplus_slope, lambda z: 1 / (1 + math.exp(z)))  # sign of z
    assert "at z = 0" in verdict(check.softplus_slope, lambda z: math.log1p(math.exp(z)))  # softplus itself
    assert "stops with ZeroDivisionError" in verdict(check.softplus_slope, lambda z: 1 / z)


def test_what_the_suspect_does_wrong_hides_behind_one_example(verdict: Verdict) -> None:
    network = check.worked_example()
    one, four = ([[1, 2]], [[1]]), (check.XOR, check.TARGETS)
    for batch, agree in ((one, True), (four, False)):
        ours, theirs = network.gradients(*batch), check.suspect(network, *batch)
        assert all(np.allclose(a, b) for a, b in zip(ours[0], theirs[0]))
        assert all(np.allclose(a, b) for a, b in zip(ours[1], theirs[1])) == agree
    for answer in (["b1", "b2"], ("b2", "b1"), {"b1", "b2"}):
        assert verdict(check.wrong_slopes, answer) == "Right."
    for answer in ([], ["b1"], ["b2"]):
        assert "wrong slopes that your list leaves out" in verdict(check.wrong_slopes, answer)
    assert "along W1 are what nudging gives" in verdict(check.wrong_slopes, ["W1", "b1", "b2"])
    assert "along W2 are what nudging gives" in verdict(check.wrong_slopes, ["b1", "W2", "b2"])
    for answer in ("b1", ["b3"]):
        assert "some of the names W1, b1, W2, b2" in verdict(check.wrong_slopes, answer)


def half() -> MLP:
    network = MLP([2, 2, 1])
    for parameter in network.W + network.b:
        parameter[:] = 0.5
    return network


@pytest.mark.parametrize(
    ("kind", "layer", "place", "value"),
    [("W", 0, (0, 0), 0.0), ("W", 0, (1, 1), 2.0), ("W", 1, (0, 0), -0.5), ("b", 0, 1, 1.0)],
)
def test_one_number_wakes_the_twins(verdict: Verdict, kind: str, layer: int, place: Any, value: float) -> None:
    network = half()
    getattr(network, kind)[layer][place] = value
    before = [p.copy() for p in network.W + network.b]
    assert verdict(check.awake, network) == "Right."
    assert all(np.array_equal(a, b) for a, b in zip(before, network.W + network.b))  # the reader's stays as it was


def test_what_does_not_wake_the_twins(verdict: Verdict) -> None:
    network = half()
    assert "here 0 differ" in verdict(check.awake, network)
    network.b[1][0] = 2
    assert "both hidden units still have the same weights" in verdict(check.awake, network)
    network.W[0][0, 0] = 0
    assert "here 2 differ" in verdict(check.awake, network)
    network = half()
    network.W[1][0, 0] = 5
    assert "the hidden units do part, but" in verdict(check.awake, network)
    assert "MLP([2, 2, 1])" in verdict(check.awake, MLP([2, 3, 1]))


def count(loss: str) -> int:
    solved = 0
    for seed in range(10):
        network = MLP([2, 2, 1 if loss == "squared error" else 2], loss=loss, seed=seed)
        network.train(check.XOR, check.TARGETS if loss == "squared error" else LABELS, rate=0.5, epochs=2000)
        solved += network.predict(check.XOR).tolist() == LABELS.tolist()
    return solved


def test_counting_seeds(verdict: Verdict) -> None:
    squared, entropy = count("squared error"), count("cross-entropy")
    assert squared <= 3  # as the solution says: few with the one, most with the other
    assert entropy >= 6
    assert verdict(check.solved, {"squared error": squared, "cross-entropy": entropy}) == "Right."
    assert "got None" in verdict(check.solved, {"squared error": None, "cross-entropy": None})
    assert "learn with cross-entropy" in verdict(check.solved, {"squared error": squared, "cross-entropy": entropy - 1})
    assert "learn with squared error" in verdict(check.solved, {"squared error": squared + 1, "cross-entropy": entropy})
    assert "from 0 to 10" in verdict(check.solved, {"squared error": 11, "cross-entropy": entropy})
    assert "KeyError" in verdict(check.solved, {})


def test_spirals() -> None:
    points, arms = check.spirals(2000, seed=3)
    assert points.shape == (2000, 2)
    assert arms.mean() == pytest.approx(0.5, abs=0.05)
    radius, angle = np.hypot(*points.T), np.arctan2(*points.T[::-1])
    turned = (3 * np.pi * radius + np.pi * arms - angle) / (2 * np.pi)
    off = np.abs(turned - turned.round()) * 2 * np.pi * radius
    assert off.mean() < 0.1  # each point lies on its arm; the other is half a turn away


def test_unrolled(verdict: Verdict) -> None:
    x, t = check.spirals(400, seed=0)
    good = MLP([2, 32, 2], "relu", "cross-entropy", seed=1)
    good.train(x, t, rate=0.1, epochs=200, batch=20, momentum=0.9)
    assert verdict(check.unrolled, good) == "Right."
    line = MLP([2, 2], loss="cross-entropy")
    line.train(x, t, rate=0.1, epochs=50, batch=20)
    assert "950 are asked" in verdict(check.unrolled, line)
    shuffled = MLP([2, 32, 2], "relu", "cross-entropy")
    shuffled.train(x, 1 - t, rate=0.1, epochs=200, batch=20, momentum=0.9)
    assert "950 are asked" in verdict(check.unrolled, shuffled)
    assert "stops with ValueError: Expected inputs of shape (n, 3)" in verdict(check.unrolled, MLP([3, 2]))
