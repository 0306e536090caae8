"""The multilayer perceptron against hand calculation, finite differences, TensorFlow, and problems it must solve."""

import math
import os
import subprocess
import sys
from itertools import chain

from utils.mlp import ACTIVATIONS, MLP, OUTPUTS, sigmoid, softmax

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR_TARGETS = np.array([[0], [1], [1], [0]])


def worked_example() -> tuple[MLP, np.ndarray, np.ndarray]:
    """Chapter 3's 2-2-1 network and its one example; the hidden weighted sums are 1 and 0."""
    network = MLP([2, 2, 1])
    network.W = [np.array([[0.5, -1.0], [0.5, 1.0]]), np.array([[1.0], [-2.0]])]
    network.b = [np.array([-0.5, -1.0]), np.array([0.5])]
    return network, np.array([[1.0, 2.0]]), np.array([[1.0]])


def random_case(sizes: list[int], hidden: str, loss: str, seed: int) -> tuple[MLP, np.ndarray, np.ndarray]:
    """A network with random weights and biases, and five examples for it."""
    network = MLP(sizes, hidden, loss, seed)
    rng = np.random.default_rng(seed)
    for b in network.b:
        b += rng.normal(size=b.shape)
    x = rng.normal(size=(5, sizes[0]))
    t = rng.integers(sizes[-1], size=5) if loss == "cross-entropy" else rng.uniform(size=(5, sizes[-1]))
    return network, x, t


def numeric_slopes(network: MLP, x: np.ndarray, t: np.ndarray, parameter: np.ndarray) -> np.ndarray:
    """The slope of the loss along every entry of a parameter, by central differences."""
    slopes = np.zeros_like(parameter)
    for place in np.ndindex(parameter.shape):
        kept, sides = parameter[place], []
        for nudge in (1e-5, -1e-5):
            parameter[place] = kept + nudge
            sides.append(network.loss(x, t))
        parameter[place] = kept
        slopes[place] = (sides[0] - sides[1]) / 2e-5
    return slopes


# Forwards and loss


@pytest.mark.parametrize(("name", "at_one"), [("sigmoid", 0.7310586), ("tanh", 0.7615942), ("relu", 1.0)])
def test_hidden_units(name: str, at_one: float) -> None:
    network = MLP([1, 1, 1], name)
    network.W[0][:] = 1
    assert network.forward([[1.0]])[1] == pytest.approx(at_one)
    assert network.forward([[-1.0]])[1] == pytest.approx({"sigmoid": 1 - at_one, "tanh": -at_one, "relu": 0}[name])


def test_cross_entropy_of_known_probabilities() -> None:
    network = MLP([1, 3], loss="cross-entropy")
    network.W[0][:] = 0
    network.b[0][:] = np.log([0.5, 0.25, 0.25])
    np.testing.assert_allclose(network.forward([[7.0]])[-1], [[0.5, 0.25, 0.25]])
    assert network.loss([[7.0], [8.0]], [0, 1]) == pytest.approx((math.log(2) + math.log(4)) / 2)


def test_squared_error_adds_outputs_and_averages_examples() -> None:
    network = MLP([1, 2])
    network.W[0][:] = 0  # both outputs are 1/2
    assert network.loss([[1.0], [1.0]], [[1, 1], [0.5, 0.5]]) == pytest.approx((0.25 + 0) / 2)


def test_large_scores_neither_overflow_nor_lose_the_answer() -> None:
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(
            softmax(np.array([[1000.0, 1001.0], [-1000, -1001]])), sigmoid(np.array([[-1, 1], [1, -1.0]]))
        )
        np.testing.assert_allclose(sigmoid(np.array([-1000.0, 0, 1000])), [0, 0.5, 1])
        network = MLP([1, 2], loss="cross-entropy")
        network.W[0][:] = [[1000, -1000]]
        assert math.isfinite(network.loss([[1.0]], [1]))


# Backwards


@given(
    inner=st.lists(st.integers(1, 4), max_size=2),
    n_in=st.integers(1, 4),
    n_out=st.integers(2, 4),
    hidden=st.sampled_from(sorted(ACTIVATIONS)),
    loss=st.sampled_from(sorted(OUTPUTS)),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_gradients_match_central_differences(
    inner: list[int], n_in: int, n_out: int, hidden: str, loss: str, seed: int
) -> None:
    network, x, t = random_case([n_in, *inner, n_out], hidden, loss, seed)
    dw, db = network.gradients(x, t)
    for parameter, slopes in zip(network.W + network.b, dw + db):
        numeric = numeric_slopes(network, x, t, parameter)
        assert slopes.shape == parameter.shape
        scale = max(np.linalg.norm(slopes), np.linalg.norm(numeric), 1e-4)
        assert np.linalg.norm(slopes - numeric) / scale < 1e-6


@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize("loss", OUTPUTS)
def test_gradients_match_tensorflow(hidden: str, loss: str) -> None:
    network, x, t = random_case([3, 4, 2, 3], hidden, loss, seed=7)
    weights, biases = ([tf.Variable(p) for p in parameters] for parameters in (network.W, network.b))
    activation = {"sigmoid": tf.sigmoid, "tanh": tf.tanh, "relu": tf.nn.relu}[hidden]
    with tf.GradientTape() as tape:
        y = x
        for W, b in zip(weights[:-1], biases[:-1]):
            y = activation(y @ W + b)
        z = y @ weights[-1] + biases[-1]
        if loss == "cross-entropy":
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(t, z)
        else:
            each = tf.reduce_sum((tf.sigmoid(z) - t) ** 2, axis=1) / 2
        value = tf.reduce_mean(each)
    assert network.loss(x, t) == pytest.approx(float(value))
    for ours, theirs in zip(chain(*network.gradients(x, t)), tape.gradient(value, weights + biases)):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_a_batch_counts_as_its_mean() -> None:
    network, x, t = worked_example()
    once, thrice = network.gradients(x, t), network.gradients(np.repeat(x, 3, axis=0), np.repeat(t, 3, axis=0))
    for a, b in zip(chain(*once), chain(*thrice)):
        np.testing.assert_allclose(a, b)


# Training


def test_one_step_goes_downhill_by_rate_times_slope() -> None:
    network, x, t = worked_example()
    network.train(x, t, rate=2)
    np.testing.assert_allclose(
        network.W[0], [[0.5 + 2 * 0.0215, -1 - 2 * 0.0546], [0.5 + 2 * 0.0429, 1 - 2 * 0.1092]], atol=2e-4
    )
    np.testing.assert_allclose(network.b[1], [0.5 + 2 * 0.1092], atol=2e-4)


def test_momentum_keeps_a_share_of_the_step_before() -> None:
    still, x, t = worked_example()
    start = still.b[1][0]
    still.train(x, t, rate=1e-6, epochs=2, momentum=0.5)
    # The slope hardly changes over such small steps: the first step is 1 of them, the second 1 + 1/2.
    assert (still.b[1][0] - start) / 1e-6 == pytest.approx(2.5 * 0.1092, rel=1e-3)


def test_every_epoch_visits_every_example_once() -> None:
    network = MLP([5, 1])
    seen: list[np.ndarray] = []

    def spy(x: np.ndarray, t: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        seen.append(x)
        return [np.zeros((5, 1))], [np.zeros(len(t[0]))]

    network.gradients = spy
    network.train(np.eye(5), np.zeros((5, 1)), rate=1, epochs=3, batch=2)
    assert [len(x) for x in seen] == [2, 2, 1] * 3
    orders = [np.concatenate(seen[i : i + 3]).argmax(axis=1).tolist() for i in (0, 3, 6)]
    assert all(sorted(order) == [0, 1, 2, 3, 4] for order in orders)
    assert orders[0] != orders[1] or orders[1] != orders[2]


def test_inputs_stay_beside_their_targets() -> None:
    x = np.linspace(-2, 2, 40)[:, np.newaxis]
    network = MLP([1, 1], seed=0)
    network.train(x, (x > 0).astype(float), rate=5, epochs=50, batch=4)
    assert (network.predict(x) == (x[:, 0] > 0)).mean() > 0.9


def test_xor_is_learned_with_the_squared_error() -> None:
    network = MLP([2, 2, 1], seed=1)
    network.train(XOR, XOR_TARGETS, rate=5, epochs=1500)
    assert network.loss(XOR, XOR_TARGETS) < 0.005
    assert network.predict(XOR).tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("hidden", ["tanh", "relu"])
def test_xor_is_learned_with_cross_entropy(hidden: str) -> None:
    network = MLP([2, 8, 2], hidden, "cross-entropy", seed=0)
    network.train(XOR, XOR_TARGETS.ravel(), rate=0.5, epochs=300, momentum=0.5)
    assert network.predict(XOR).tolist() == [0, 1, 1, 0]


def test_at_a_small_rate_cross_entropy_learns_faster_as_exercise_7_says() -> None:
    solved = {"cross-entropy": 0, "squared error": 0}
    for loss, t in (("cross-entropy", XOR_TARGETS.ravel()), ("squared error", XOR_TARGETS)):
        for seed in range(8):
            network = MLP([2, 2, 2] if t.ndim == 1 else [2, 2, 1], loss=loss, seed=seed)
            network.train(XOR, t, rate=0.5, epochs=2000)
            solved[loss] += network.predict(XOR).tolist() == [0, 1, 1, 0]
    assert solved["cross-entropy"] >= 5
    assert solved["squared error"] <= 3


def test_a_network_of_zeros_stays_one_as_exercise_6_says() -> None:
    network = MLP([2, 2, 1])
    for parameter in network.W + network.b:
        parameter[:] = 0
    network.train(XOR, XOR_TARGETS, rate=5, epochs=10)
    assert not any(parameter.any() for parameter in network.W + network.b)


def test_same_seed_same_network_and_another_seed_another() -> None:
    networks = [MLP([2, 3, 1], seed=seed) for seed in (4, 4, 5)]
    for network in networks:
        network.train(XOR, XOR_TARGETS, rate=1, epochs=3, batch=1)
    assert np.array_equal(networks[0].W[0], networks[1].W[0])
    assert not np.array_equal(networks[0].W[0], networks[2].W[0])


@pytest.mark.parametrize(("hidden", "variance"), [("sigmoid", 1), ("tanh", 1), ("relu", 2)])
def test_first_weights_keep_the_size_of_the_sums(hidden: str, variance: float) -> None:
    network = MLP([400, 200, 1], hidden)
    assert network.W[0].var() * 400 == pytest.approx(variance, rel=0.05)
    assert not network.b[0].any()


def test_single_precision_stays_single() -> None:
    network = MLP([2, 3, 2], "relu", "cross-entropy", dtype=np.float32)
    network.train(XOR, XOR_TARGETS.ravel(), rate=0.1, momentum=0.9)
    assert {a.dtype for a in network.W + network.b + network.forward(XOR)} == {np.dtype("float32")}


# What it refuses, and how it says so


@pytest.mark.parametrize("sizes", [[2], [], [2, 0, 1], [-1, 2]])
def test_refuses_networks_without_units(sizes: list[int]) -> None:
    with pytest.raises(ValueError, match="1 unit or more"):
        MLP(sizes)


def test_refuses_unknown_names() -> None:
    with pytest.raises(ValueError, match=r"hidden='cosine' is one of \['sigmoid', 'tanh', 'relu'\]"):
        MLP([2, 1], hidden="cosine")
    with pytest.raises(ValueError, match=r"loss='mse' one of \['squared error', 'cross-entropy'\]"):
        MLP([2, 1], loss="mse")


@pytest.mark.parametrize("x", [np.zeros(2), np.zeros((4, 3)), np.zeros((0, 2)), np.zeros((4, 2, 1))])
def test_refuses_inputs_of_another_shape(x: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"Expected inputs of shape \(n, 2\).*at least 1; got \("):
        MLP([2, 1]).forward(x)
    with pytest.raises(ValueError, match="Expected inputs of shape"):
        MLP([2, 1]).train(x, np.zeros((len(x), 1)), rate=1)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_refuses_what_is_not_a_number(bad: float) -> None:
    with pytest.raises(ValueError, match="inputs hold NaN or infinity"):
        MLP([2, 1]).forward([[0, bad]])
    with pytest.raises(ValueError, match="targets hold NaN or infinity"):
        MLP([2, 1]).train([[0, 1]], [[bad]], rate=1)


@pytest.mark.parametrize("labels", [[0, 3], [-1, 0], [0.0, 1.0], [[0], [1]]])
def test_refuses_labels_out_of_range_or_of_another_kind(labels: list) -> None:
    network = MLP([2, 3], loss="cross-entropy")
    for use in (network.loss, network.gradients):
        with pytest.raises(ValueError, match=r"Labels are integers \(n,\) from 0 to 2; got"):
            use(np.zeros((2, 2)), labels)


def test_refuses_targets_that_do_not_match() -> None:
    with pytest.raises(ValueError, match="got 3 examples and 1 targets"):
        MLP([2, 1]).gradients(np.zeros((3, 2)), [[1]])
    with pytest.raises(ValueError, match=r"Expected targets of shape \(n, 1\)"):
        MLP([2, 1]).loss(np.zeros((3, 2)), [1, 1, 1])


@pytest.mark.parametrize("batch", [0, -3])
def test_refuses_an_empty_batch(batch: int) -> None:
    with pytest.raises(ValueError, match="at least one example, or None"):
        MLP([2, 1]).train(XOR, XOR_TARGETS, rate=1, batch=batch)


# Digits

READ_DIGITS = """
import sys
import numpy as np
from utils.data import load_mnist
from utils.mlp import MLP

(images, labels), (test_images, test_labels) = load_mnist()
x, x_test = (pictures.reshape(-1, 784).astype("float32") / 255 for pictures in (images, test_images))
for seed in range(3):
    network = MLP([784, 256, 10], "relu", "cross-entropy", seed, np.float32)
    for epoch in range(8):
        network.train(x[:-5000], labels[:-5000], 0.15 * 0.65**epoch, batch=100, momentum=0.9)
    print(np.mean(network.predict(x_test) == test_labels))
assert "tensorflow" not in sys.modules
"""


def test_three_seeds_read_98_of_100_digits_without_tensorflow() -> None:
    """The chapter's network and schedule. On a single core: threads that wait for each other slow a busy machine."""
    alone = dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"], "1")
    command = [sys.executable, "-c", READ_DIGITS]
    done = subprocess.run(command, env=os.environ | alone, check=True, capture_output=True, text=True)
    accuracies = np.array(done.stdout.split(), dtype=float)
    assert len(accuracies) == 3
    assert accuracies.mean() >= 0.98
    assert accuracies.min() > 0.977
