"""The multilayer perceptron in NumPy: forwards, backwards, and a step downhill.

A whole batch goes through at once: its rows are examples. Between a layer of n_in units and one of n_out stand the
weights W of shape (n_in, n_out) and the biases b of shape (n_out,), and a batch of n examples is a matrix (n, n_in).
"""

from collections.abc import Callable, Sequence

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-z)), between 0 and 1, written with tanh because exp would overflow for large negative z."""
    return (1 + np.tanh(z / 2)) / 2


def softmax(z: np.ndarray) -> np.ndarray:
    """Scores z (n, k) as probabilities (n, k): no row has a negative number, and each sums to 1."""
    # utils.layers has it too, for any shape and with checks that would be made here at every step of training.
    e = np.exp(z - z.max(axis=1, keepdims=True))  # shifting a whole row changes nothing, and no exp overflows
    return e / e.sum(axis=1, keepdims=True)


# Each hidden unit: its output y from the weighted sum z, and its slope dy/dz, which can be told from y alone.
ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "sigmoid": (sigmoid, lambda y: y * (1 - y)),
    "tanh": (np.tanh, lambda y: 1 - y * y),
    "relu": (lambda z: np.maximum(z, 0), lambda y: y > 0),
}
OUTPUTS: dict[str, Callable] = {"squared error": sigmoid, "cross-entropy": softmax}


class MLP:
    """A multilayer perceptron, trained by backpropagation (Rumelhart, Hinton and Williams, 1986).

    `sizes` counts the units of each layer, the inputs first: [2, 2, 1]. `hidden` is "sigmoid", "tanh" or "relu".
    `loss` is "squared error", with sigmoid outputs and targets t of shape (n, n_out), or "cross-entropy", with softmax
    outputs and labels t of shape (n,), integers from 0 to n_out - 1. The same `seed` gives the same network.
    Raises ValueError for fewer than two layers, a layer without units, names that it does not know; its methods, for
    inputs or targets of another shape, without examples, not finite, or labels out of range.
    """

    def __init__(
        self, sizes: Sequence[int], hidden: str = "sigmoid", loss: str = "squared error", seed: int = 0, dtype=float
    ) -> None:
        if len(sizes) < 2 or min(sizes) < 1:
            raise ValueError(f"A network needs an input and an output layer, each of 1 unit or more; got {sizes}.")
        if hidden not in ACTIVATIONS or loss not in OUTPUTS:
            raise ValueError(f"hidden={hidden!r} is one of {[*ACTIVATIONS]}, and loss={loss!r} one of {[*OUTPUTS]}.")
        self.hidden, self.kind, self.dtype = hidden, loss, dtype
        self.rng = np.random.default_rng(seed)
        # Small random weights, smaller where more inputs add up. ReLU silences half its inputs: twice the variance.
        variance = 2 if hidden == "relu" else 1
        self.W = [self.rng.normal(0, np.sqrt(variance / m), (m, n)).astype(dtype) for m, n in zip(sizes, sizes[1:])]
        self.b = [np.zeros(n, dtype) for n in sizes[1:]]

    def forward(self, x: np.ndarray) -> list[np.ndarray]:
        """The outputs of every layer for inputs x (n, n_in): first x itself, last the network's output (n, n_out)."""
        y = [self._rows(x, len(self.W[0]), "inputs")]
        activations = [ACTIVATIONS[self.hidden][0]] * (len(self.W) - 1) + [OUTPUTS[self.kind]]
        for weights, bias, activation in zip(self.W, self.b, activations):
            y.append(activation(y[-1] @ weights + bias))
        return y

    def predict(self, x: np.ndarray) -> np.ndarray:
        """The label (n,) of each row of x (n, n_in): the place of the strongest output, or a single one rounded."""
        y = self.forward(x)[-1]
        return y.argmax(axis=1) if y.shape[1] > 1 else (y[:, 0] > 0.5).astype(int)

    def loss(self, x: np.ndarray, t: np.ndarray) -> float:
        """The mean over n examples of half the sum of (y - t)², or of -ln of the probability of the right label."""
        y, t = self.forward(x)[-1], self._targets(t, len(x))
        if self.kind == "squared error":
            return float(((y - t) ** 2).sum(axis=1).mean() / 2)
        return float(-np.log(y[t == 1].clip(np.finfo(self.dtype).tiny)).mean())  # clip: a probability may round to 0

    def gradients(self, x: np.ndarray, t: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """The slope of the loss along every weight and every bias, by backpropagation: shapes as in `W` and `b`."""
        y = self.forward(x)
        delta = (y[-1] - self._targets(t, len(x))) / len(x)  # the loss is a mean: each example counts 1/n
        if self.kind == "squared error":
            delta *= y[-1] * (1 - y[-1])  # the sigmoid's slope; with softmax and cross-entropy it cancels
        dw, db = list[np.ndarray](), list[np.ndarray]()
        for layer in reversed(range(len(self.W))):
            dw.insert(0, y[layer].T @ delta)
            db.insert(0, delta.sum(axis=0))
            if layer > 0:  # nobody asks for the error signal of the inputs
                delta = (delta @ self.W[layer].T) * ACTIVATIONS[self.hidden][1](y[layer])
        return dw, db

    def train(
        self, x: np.ndarray, t: np.ndarray, rate: float, epochs: int = 1, batch: int | None = None, momentum: float = 0
    ) -> None:
        """Gradient descent: every epoch visits all examples once, in random order, `batch` at a time (None: all).

        A step keeps the share `momentum` (0 to 1) of the one before; the first of each call starts from rest.
        """
        x, t = self._rows(x, len(self.W[0]), "inputs"), np.asarray(t)
        self._targets(t, len(x))
        batch = len(x) if batch is None else batch
        if batch < 1:
            raise ValueError(f"A batch needs at least one example, or None for all of them; got {batch}.")
        steps = [np.zeros_like(parameter) for parameter in self.W + self.b]
        for _ in range(epochs):
            for chosen in np.split(self.rng.permutation(len(x)), range(batch, len(x), batch)):
                dw, db = self.gradients(x[chosen], t[chosen])
                for parameter, slope, step in zip(self.W + self.b, dw + db, steps):
                    step[:] = momentum * step - rate * slope
                    parameter += step  # in place: the arrays in W and b change

    def _rows(self, values: np.ndarray, width: int, name: str) -> np.ndarray:
        """The values as a matrix of numbers, one example a row; a ValueError if that is not what they are."""
        values = np.asarray(values, self.dtype)
        if values.ndim != 2 or values.shape[1] != width or len(values) == 0:
            raise ValueError(f"Expected {name} of shape (n, {width}), with n examples, at least 1; got {values.shape}.")
        if not np.isfinite(values).all():
            raise ValueError(f"The {name} hold NaN or infinity; every one must be a number.")
        return values

    def _targets(self, t: np.ndarray, n: int) -> np.ndarray:
        """The targets as a matrix (n, n_out). A label becomes a row of zeros with a 1 in its place: one-hot."""
        classes, t = len(self.b[-1]), np.asarray(t)
        if self.kind == "cross-entropy":
            if t.ndim != 1 or t.dtype.kind not in "iu" or (t < 0).any() or (t >= classes).any():
                raise ValueError(f"Labels are integers (n,) from 0 to {classes - 1}; got {t.dtype} {t.shape}: {t}.")
            t = np.eye(classes, dtype=self.dtype)[t]
        t = self._rows(t, classes, "targets")
        if len(t) != n:
            raise ValueError(f"Each example needs its own target; got {n} examples and {len(t)} targets.")
        return t
