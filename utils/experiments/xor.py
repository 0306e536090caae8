"""How often does a small network learn XOR? `python -m utils.experiments.xor`, some two minutes.

Networks with two, three and four hidden units, all sigmoids, start from a thousand seeds each, and learn by gradient
descent, the same with momentum, and Adam, which is the report's choice. How each of them ends is in `assets/xor.csv`.
"""

from collections.abc import Callable, Sequence

from utils.experiments import store
from utils.mlp import MLP, sigmoid

import keras
import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
T = np.array([[0], [1], [1], [0]], dtype=float)
SOLVED = 1 / 32  # a single answer on the wrong side of one half costs that much: ½ · (½)², in a mean over four
SEEDS = range(1000)
Parameters = list[np.ndarray]  # of n networks: W1 (n, 2, h), b1 (n, 1, h), W2 (n, h, 1), b2 (n, 1, 1)


# How slopes become steps, before the learning rate: each method may keep two running means from epoch to epoch.
def descent(slope: np.ndarray, _mean: np.ndarray, _square: np.ndarray, _epoch: int) -> np.ndarray:
    """Gradient descent: straight downhill."""
    return slope


def momentum(slope: np.ndarray, mean: np.ndarray, _square: np.ndarray, _epoch: int) -> np.ndarray:
    """Nine tenths of the step before, and the slope."""
    mean[:] = 0.9 * mean + slope
    return mean


def adam(slope: np.ndarray, mean: np.ndarray, square: np.ndarray, epoch: int) -> np.ndarray:
    """Adam (Kingma and Ba, 2014), with the constants of Keras: each parameter has a step size of its own."""
    mean[:] = 0.9 * mean + 0.1 * slope
    square[:] = 0.999 * square + 0.001 * slope**2
    return np.sqrt(1 - 0.999**epoch) / (1 - 0.9**epoch) * mean / (np.sqrt(square) + 1e-7)


# The method, its learning rate, and how many epochs it gets.
SETTINGS: tuple[tuple[Callable, float, int], ...] = (
    (descent, 5, 5000),
    (momentum, 5, 500),  # its steps add up to ten times as long, so it gets a tenth of the epochs
    (adam, 0.2, 5000),  # the report's
    (adam, 0.02, 5000),
)


def main() -> None:
    """Run everything, and store it."""
    rows = []
    for method, rate, epochs in SETTINGS:
        for hidden in (2, 3, 4):
            rows += run(method, rate, epochs, hidden, SEEDS)
            share = np.mean([row["solved"] for row in rows[-len(SEEDS) :]])
            print(f"{method.__name__}, rate {rate}, {hidden} hidden units: {share:.1%} solve XOR", flush=True)
    store("xor.csv", rows, "python -m utils.experiments.xor", np, keras)


def run(method: Callable, rate: float, epochs: int, hidden: int, seeds: Sequence[int]) -> list[dict[str, object]]:
    """Train one network a seed, all at once, and tell how each ends.

    `loss` is half the squared error, averaged over the four cases, whichever loss was trained. Below 1/32 the network
    has `solved` XOR, and `epochs` says after how many it was there first; a network that has not got all of them.
    """
    cross_entropy = method is adam
    parameters = keras_starts(hidden, seeds) if cross_entropy else mlp_starts(hidden, seeds)
    means, squares = [[np.zeros_like(parameter) for parameter in parameters] for _ in range(2)]
    first = np.full(len(seeds), epochs)
    for epoch in range(1, epochs + 1):
        slopes = gradients(parameters, cross_entropy)
        for parameter, slope, mean, square in zip(parameters, slopes, means, squares):
            parameter -= rate * method(slope, mean, square, epoch)
        losses = half_squared_error(parameters)
        first = np.where(losses < SOLVED, np.minimum(first, epoch), first)
    return [
        {
            "method": method.__name__,
            "rate": rate,
            "hidden": hidden,
            "seed": seed,
            "solved": bool(loss < SOLVED),
            "epochs": int(reached) if loss < SOLVED else epochs,
            "loss": round(float(loss), 6),
        }
        for seed, loss, reached in zip(seeds, losses, first)
    ]


def mlp_starts(hidden: int, seeds: Sequence[int]) -> Parameters:
    """The weights with which `MLP([2, hidden, 1], seed=seed)` starts."""
    networks = [MLP([2, hidden, 1], seed=seed) for seed in seeds]
    return _biased(np.stack([n.W[0] for n in networks]), np.stack([n.W[1] for n in networks]))


def keras_starts(hidden: int, seeds: Sequence[int]) -> Parameters:
    """The weights with which the report's Keras network starts after `keras.utils.set_random_seed(seed)`."""
    weights = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        layers = keras.initializers.GlorotUniform(), keras.initializers.GlorotUniform()  # as two Dense layers have them
        weights.append([np.array(layer(shape)) for layer, shape in zip(layers, ((2, hidden), (hidden, 1)))])
    return _biased(np.stack([W1 for W1, _ in weights]).astype(float), np.stack([W2 for _, W2 in weights]).astype(float))


def _biased(W1: np.ndarray, W2: np.ndarray) -> Parameters:
    return [W1, np.zeros((len(W1), 1, W1.shape[2])), W2, np.zeros((len(W2), 1, 1))]


def outputs(parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """What the hidden units (n, 4, h) and the outputs (n, 4, 1) of n networks say to the four cases."""
    W1, b1, W2, b2 = parameters
    h = sigmoid(X @ W1 + b1)
    return h, sigmoid(h @ W2 + b2)


def half_squared_error(parameters: Parameters) -> np.ndarray:
    """The loss (n,) of n networks, whichever loss they are trained with."""
    return ((outputs(parameters)[1] - T) ** 2).mean(axis=(1, 2)) / 2


def gradients(parameters: Parameters, cross_entropy: bool) -> Parameters:
    """The slopes of each network's loss along its parameters, by backpropagation."""
    h, y = outputs(parameters)
    delta = (y - T) / len(X)
    if not cross_entropy:  # where the sigmoid's slope cancels
        delta = delta * y * (1 - y)
    delta_h = delta @ parameters[2].swapaxes(1, 2) * h * (1 - h)
    return [X.T @ delta_h, delta_h.sum(1, keepdims=True), h.swapaxes(1, 2) @ delta, delta.sum(1, keepdims=True)]


if __name__ == "__main__":
    main()
