"""The quiz on the multilayer perceptron: what code can decide, code decides."""

import math

from utils.mlp import MLP
from utils.quizzes.mlp import QUESTIONS

import numpy as np
import pytest

XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def question(words: str) -> str:
    """The right answer to the only question with these words."""
    (found,) = [q for q in QUESTIONS if words in q.text]
    return found.right


def test_a_small_turn_of_a_weight_leaves_a_step_as_it_is() -> None:
    z = np.array([-1.0, -1.0 + 0.0001, -1.0 - 0.0001])
    assert np.heaviside(z, 0).tolist() == [0, 0, 0]
    assert question("turn one weight up by 0.0001").startswith("Nothing")


def test_the_step_of_a_weight() -> None:
    """A network whose hidden unit has the signal −0.02: one step of the class itself."""
    network = MLP([1, 1, 1])
    network.W[0][:], network.W[1][:] = 0.4, 1
    _, h, y = network.forward([[3.0]])
    back = y * (1 - y) * h * (1 - h)
    target = y + 0.02 / back  # (y − t) · back = −0.02; a target may lie above 1
    assert network.gradients([[3.0]], target)[1][0][0] == pytest.approx(-0.02)
    network.train([[3.0]], target, rate=0.5)
    assert f"{network.W[0][0, 0]:.2f}" == question("error signal −0.02")


def test_equal_units_stay_equal() -> None:
    network = MLP([2, 2, 1])
    for parameter in network.W + network.b:
        parameter[:] = 0.5
    network.train(XOR, np.array([[0], [1], [1], [0]]), rate=5, epochs=500)
    assert np.allclose(network.W[0][:, 0], network.W[0][:, 1])
    assert not np.allclose(network.W[0], 0.5)
    assert question("All nine numbers") == "They are the same"


def test_number_of_parameters() -> None:
    network = MLP([784, 100, 10])
    assert f"{sum(p.size for p in network.W + network.b):,}" == question("784 inputs")
    (q,) = [q for q in QUESTIONS if "784 inputs" in q.text]
    assert "894" in q.options
    assert f"{sum(p.size for p in network.W):,}" in q.options
    assert f"{784 * 100 * 10:,}" in q.options


def test_error_signals_of_a_confident_error() -> None:
    squared = MLP([1, 1])
    squared.W[0][:] = math.log(0.99 / 0.01)
    assert squared.forward([[1.0]])[-1][0, 0] == pytest.approx(0.99)
    (signal,) = squared.gradients([[1.0]], [[0]])[1][0]
    entropy = MLP([1, 2], loss="cross-entropy")  # softmax over 0 and z is the sigmoid of z
    entropy.W[0][:] = [[0, math.log(0.99 / 0.01)]]
    other = entropy.gradients([[1.0]], [0])[1][0][1]
    assert f"{signal:.2g} and {other:.2g}" == question("says 0.99")
    losses = f"{squared.loss([[1.0]], [[0]]):.2g} and {entropy.loss([[1.0]], [0]):.2g}"
    (q,) = [q for q in QUESTIONS if "says 0.99" in q.text]
    assert losses in q.options


def test_the_forecast_that_nobody_changes() -> None:
    assert question("1 car in 80").startswith(f"{100 * 79 / 80:.2f} %, and none")
