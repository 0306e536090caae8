"""Chapter 3's one worked example, five ways: by hand, by NumPy, by nudging, by TensorFlow and in JavaScript.

Two inputs 1 and 2, two hidden units and one output, all sigmoids, target 1, half the squared error.
"""

import json
import math
from collections.abc import Callable

from utils.mlp import MLP

import numpy as np
import py_mini_racer
import pytest
import tensorflow as tf
from conftest import STATIC

START = {"w11": 0.5, "w12": -1, "w21": 0.5, "w22": 1, "b1": -0.5, "b2": -1, "v1": 1, "v2": -2, "b": 0.5}
X, T = [1.0, 2.0], 1.0

Numbers = dict[str, float]  # h1, h2, y and L, and the slope of L along each parameter by the parameter's letter


def by_hand() -> Numbers:
    """The calculation of the chapter, every number written out. Hidden sums 0.5 + 1 − 0.5 = 1 and −1 + 2 − 1 = 0."""
    h1, h2 = 1 / (1 + math.exp(-1)), 1 / 2
    y = 1 / (1 + math.exp(-(1 * h1 - 2 * h2 + 0.5)))
    delta = (y - 1) * y * (1 - y)
    delta_1 = delta * 1 * h1 * (1 - h1)
    delta_2 = delta * -2 * 1 / 4
    return {
        "h1": h1, "h2": h2, "y": y, "L": (y - 1) ** 2 / 2,
        "w11": delta_1 * 1, "w21": delta_1 * 2, "b1": delta_1,
        "w12": delta_2 * 1, "w22": delta_2 * 2, "b2": delta_2,
        "v1": delta * h1, "v2": delta / 2, "b": delta,
    }  # fmt: skip


def network(start: Numbers) -> MLP:
    mlp = MLP([2, 2, 1])
    mlp.W = [np.array([[start["w11"], start["w12"]], [start["w21"], start["w22"]]], float)]
    mlp.W += [np.array([[start["v1"]], [start["v2"]]], float)]
    mlp.b = [np.array([start["b1"], start["b2"]], float), np.array([start["b"]], float)]
    return mlp


def outputs(start: Numbers) -> Numbers:
    _, h, y = network(start).forward([X])
    return {"h1": h[0, 0], "h2": h[0, 1], "y": y[0, 0], "L": network(start).loss([X], [[T]])}


def by_numpy() -> Numbers:
    dw, db = network(START).gradients([X], [[T]])
    slopes = [*dw[0].ravel(), *db[0], *dw[1].ravel(), *db[1]]
    return outputs(START) | dict(zip(["w11", "w12", "w21", "w22", "b1", "b2", "v1", "v2", "b"], slopes))


def by_nudging() -> Numbers:
    def loss(name: str, nudge: float) -> float:
        return outputs(START | {name: START[name] + nudge})["L"]

    return outputs(START) | {name: (loss(name, 1e-5) - loss(name, -1e-5)) / 2e-5 for name in START}


def by_tensorflow() -> Numbers:
    p = {name: tf.Variable(value, dtype=tf.float64) for name, value in START.items()}
    with tf.GradientTape() as tape:
        h1 = tf.sigmoid(p["w11"] * X[0] + p["w21"] * X[1] + p["b1"])
        h2 = tf.sigmoid(p["w12"] * X[0] + p["w22"] * X[1] + p["b2"])
        y = tf.sigmoid(p["v1"] * h1 + p["v2"] * h2 + p["b"])
        loss = (y - T) ** 2 / 2
    values = {"h1": h1, "h2": h2, "y": y, "L": loss} | tape.gradient(loss, p)
    return {name: float(value) for name, value in values.items()}


def by_javascript() -> Numbers:
    engine = py_mini_racer.MiniRacer()
    engine.eval((STATIC / "chain-rule.js").read_text(encoding="utf-8"))
    example = {"x1": X[0], "x2": X[1], "t": T}
    out, slopes = json.loads(
        engine.eval(
            f"const p = {json.dumps(START)}, e = {json.dumps(example)}, out = chainRule.forward(p, e);"
            "JSON.stringify([out, chainRule.backward(p, e, out).slopes])"
        )
    )
    return {name: out[name] for name in ("h1", "h2", "y", "L")} | slopes


@pytest.mark.parametrize(
    ("way", "digits"),
    [(by_numpy, 12), (by_nudging, 9), (by_tensorflow, 12), (by_javascript, 12)],
    ids=lambda way: getattr(way, "__name__", ""),
)
def test_every_way_gives_the_numbers_of_the_calculation_by_hand(way: Callable[[], Numbers], digits: int) -> None:
    numbers = way()
    assert numbers.keys() == by_hand().keys()
    assert numbers == pytest.approx(by_hand(), rel=0, abs=10**-digits)


def test_the_calculation_by_hand_is_the_one_printed_in_the_chapter() -> None:
    """Four decimals, as a pocket calculator gives them and as the chapter's cells print them."""
    printed = {
        "h1": 0.7311, "h2": 0.5, "y": 0.5575, "L": 0.0979,
        "w11": -0.0215, "w21": -0.0429, "b1": -0.0215, "w12": 0.0546, "w22": 0.1092, "b2": 0.0546,
        "v1": -0.0798, "v2": -0.0546, "b": -0.1092,
    }  # fmt: skip
    assert {name: round(value, 4) for name, value in by_hand().items()} == printed
