"""Judges for the exercises of the chapter on the multilayer perceptron."""

import functools
import math
from collections.abc import Callable, Collection, Mapping

from utils.exercises import judge
from utils.mlp import MLP

import numpy as np

XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TARGETS = np.array([[0], [1], [1], [0]])
TIGHT = 2e-4  # what a pocket calculator may lose to rounding


def worked_example() -> MLP:
    """The chapter's 2-2-1 network."""
    network = MLP([2, 2, 1])
    network.W = [np.array([[0.5, -1.0], [0.5, 1.0]]), np.array([[1.0], [-2.0]])]
    network.b = [np.array([-0.5, -1.0]), np.array([0.5])]
    return network


@judge
def bias_slopes(b: float, b1: float, b2: float) -> str | None:
    """The slopes along the biases of the output and of both hidden units, for the inputs 1 and 2 and the target 1."""
    _, slopes = worked_example().gradients(np.array([[1, 2]]), np.array([[1]]))
    names = {"output's": (b, slopes[1][0]), "first hidden": (b1, slopes[0][0]), "second hidden": (b2, slopes[0][1])}
    for name, (given, expected) in names.items():
        if not _near(given, expected):
            hint = "its sign is the other one" if _near(given, -expected) else "what comes in from a bias, always?"
            return f"the slope along the {name} bias is {_refused(given)}; {hint}"
    return None


@judge
def forwards(h1: float, h2: float, y: float) -> str | None:
    """The outputs of the worked example's three units for the inputs 0 and 1."""
    _, h, out = worked_example().forward(np.array([[0, 1]]))
    where = {"h1": (h1, h[0, 0], "0.5 x₁ + 0.5 x₂ − 0.5"), "h2": (h2, h[0, 1], "−x₁ + x₂ − 1")}
    where["y"] = (y, out[0, 0], "h₁ − 2 h₂ + 0.5")
    for name, (given, expected, total) in where.items():
        if not _near(given, expected):
            return f"{name} is {_refused(given)}; work out {total} first, then ask the sigmoid"
    return None


@judge
def backwards(delta: float, delta_1: float, delta_2: float, along_w11: float, along_w21: float) -> str | None:
    """The error signals for the inputs 0 and 1 and the target 1, and two slopes, all found anew by nudging."""
    network = worked_example()
    letters: list[tuple[str, np.ndarray, tuple[int, ...]]]
    letters = [("delta", network.b[1], (0,)), ("delta_1", network.b[0], (0,)), ("delta_2", network.b[0], (1,))]
    letters += [("along_w11", network.W[0], (0, 0)), ("along_w21", network.W[0], (1, 0))]
    for (name, parameter, place), given in zip(letters, (delta, delta_1, delta_2, along_w11, along_w21)):
        expected = _nudged(network, parameter, place, np.array([[0, 1]]), np.array([[1]]))
        if not _near(given, expected):
            close = "its sign is the other one" if _near(given, -expected) else "which factors does its chain have?"
            return f"{name} is {_refused(given)}; {close}"
    return None


@judge
def softplus_slope(slope: Callable[[float], float]) -> str | None:
    """The slope of ln(1 + e to the z), against the difference of two values of softplus itself."""
    for z in (0.0, 2.0, -1.5, 6.0):
        expected = (math.log1p(math.exp(z + 1e-5)) - math.log1p(math.exp(z - 1e-5))) / 2e-5
        given = slope(z)
        if not _near(given, expected):
            return f"at z = {z:g} the slope of softplus is {expected:.4f}; your function says {_shown(given)}"
    return None


def suspect(network: MLP, x: np.ndarray, t: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Like `network.gradients`, but something is wrong with it, and exercise 5 asks what."""
    dw, db = network.gradients(x, t)
    return dw, [slopes / len(x) for slopes in db]


@judge
def wrong_slopes(names: Collection[str]) -> str | None:
    """The names, of W1, b1, W2 and b2, whose slopes `suspect` gets wrong."""
    known = ("W1", "b1", "W2", "b2")
    if isinstance(names, str) or not set(names) <= set(known):
        return f"the answer is a list with some of the names {', '.join(known)}; got {names!r}"
    network, x, t = MLP([2, 2, 1], seed=2), XOR[:3], TARGETS[:3]
    (dw, db), parameters = suspect(network, x, t), (network.W[0], network.b[0], network.W[1], network.b[1])
    for name, parameter, slopes in zip(known, parameters, (dw[0], db[0], dw[1], db[1])):
        nudged = [_nudged(network, parameter, place, x, t) for place in np.ndindex(parameter.shape)]
        wrong = not np.allclose(nudged, slopes.ravel(), atol=1e-7)
        if name in names and not wrong:
            return f"for a batch of three, the slopes along {name} are what nudging gives; take it off the list"
        if wrong and name not in names:
            return "for a batch of three, nudging finds wrong slopes that your list leaves out; compare all four arrays"
    return None


@judge
def awake(network: MLP) -> str | None:
    """A start for XOR that differs from all 0.5 in one number and learns, with rate 5 in 3,000 epochs."""
    parameters = np.concatenate([parameter.ravel() for parameter in network.W + network.b])
    if [parameter.shape for parameter in network.W + network.b] != [(2, 2), (2, 1), (2,), (1,)]:
        return "the network is to be an MLP([2, 2, 1])"
    changed = int((parameters != 0.5).sum())
    if changed != 1:
        return f"one number is to differ from 0.5, and all others are to be 0.5; here {changed} differ"
    trained = MLP([2, 2, 1])
    trained.W, trained.b = ([p.copy() for p in kind] for kind in (network.W, network.b))
    trained.train(XOR, TARGETS, rate=5, epochs=3000)
    answers = trained.predict(XOR)
    if answers.tolist() == [0, 1, 1, 0]:
        return None
    if np.allclose(trained.W[0][:, 0], trained.W[0][:, 1]):
        return f"after 3,000 epochs it answers {answers}, and both hidden units still have the same weights"
    return f"the hidden units do part, but after 3,000 epochs it answers {answers}; try another value or place"


@judge
def solved(counts: Mapping[str, int]) -> str | None:
    """How many of the seeds 0 to 9 learn XOR with each loss, at rate 0.5 in 2,000 epochs."""
    for loss in ("squared error", "cross-entropy"):
        given = counts[loss]
        if given is None or not 0 <= given <= 10:
            return f"for {loss}, a number of seeds from 0 to 10 is asked; got {given}"
        if given != _seeds_that_learn(loss):
            return (
                f"{given} is not the number of seeds that learn with {loss}; seeds 0 to 9, rate 0.5, 2,000 epochs each"
            )
    return None


@functools.cache
def _seeds_that_learn(loss: str) -> int:
    sizes, t = ([2, 2, 1], TARGETS) if loss == "squared error" else ([2, 2, 2], TARGETS.ravel())
    count = 0
    for seed in range(10):
        network = MLP(sizes, loss=loss, seed=seed)
        network.train(XOR, t, rate=0.5, epochs=2000)
        count += np.array_equal(network.predict(XOR), TARGETS.ravel())
    return count


def spirals(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points (count, 2) on two arms that wind around each other, a little scattered, and the arm (count,) of each."""
    rng = np.random.default_rng(seed)
    arm, along = rng.integers(2, size=count), rng.uniform(0.2, 1, count)
    angle = 3 * np.pi * along + np.pi * arm
    points = along[:, np.newaxis] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points + rng.normal(0, 0.02, points.shape), arm


@judge
def unrolled(network: MLP) -> str | None:
    """A network that tells the arms of `spirals` apart, on points that it has not seen."""
    points, arms = spirals(1000, seed=20_261_122)
    right = int((network.predict(points) == arms).sum())
    if right < 950:
        return f"of 1,000 new points it puts {right} on the right arm; 950 are asked, and tossing a coin gives 500"
    return None


def _near(given: float | None, expected: float) -> bool:
    return given is not None and bool(np.size(given) == 1) and abs(float(np.squeeze(given)) - expected) < TIGHT


def _refused(given: float | None) -> str:
    return "still None" if given is None else f"not {_shown(given)}"


def _shown(given: float | None) -> str:
    return "None" if given is None else f"{float(np.squeeze(given)):.4g}".replace("-", "−")


def _nudged(network: MLP, parameter: np.ndarray, place: tuple[int, ...], x: np.ndarray, t: np.ndarray) -> float:
    """The slope of the network's loss along one entry of a parameter, by central differences."""
    kept, losses = parameter[place], []
    for nudge in (1e-5, -1e-5):
        parameter[place] = kept + nudge
        losses.append(network.loss(x, t))
    parameter[place] = kept
    return (losses[0] - losses[1]) / 2e-5
