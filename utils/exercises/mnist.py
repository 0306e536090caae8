"""Judges for the exercises of the chapter on the MNIST network."""

import math
from collections.abc import Callable, Sequence

from utils.data import HELD_BACK, load_mnist
from utils.exercises import judge
from utils.models import prepare

import keras
import numpy as np

MOST_PARAMETERS = 10_000  # that the network of the project may have


@judge
def smaller_kernels(parameters: int) -> str | None:
    """How many parameters the report's network has with kernels of 3 × 3, counted by Keras."""
    layers = keras.layers
    network = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.MaxPooling2D(2)])
    for layer in (layers.Conv2D(16, 3), layers.MaxPooling2D(2), layers.Flatten(), layers.Dense(128), layers.Dense(10)):
        network.add(layer)
    if parameters is None:
        return "how many are they? Begin with the sizes of the maps, 28 × 28 at first, and go down layer by layer"
    off = parameters - network.count_params()
    if off == 0:
        return None
    first, second, dense, output = (layer.count_params() for layer in network.layers if layer.count_params())
    reach = "the maps that reach the first dense layer are not {} × {}; pooling drops a last row without a partner"
    slips = {
        -first: "the first convolution is left out",
        (25 + 1) * 8 - first: "the kernels of the first convolution are 3 × 3 as well",
        160 - second: "a kernel of the second convolution looks at all 8 channels",
        (25 * 8 + 1) * 16 - second: "the kernels of the second convolution are 3 × 3 as well",
        -second: "the second convolution is left out",
        **{(side * side * 16 + 1) * 128 - dense: reach.format(side, side) for side in range(1, 29)},
        -dense: "the first dense layer is left out",
        -output: "the last layer, with ten outputs, is left out",
        -8 - 16 - 128 - 10: "these are the weights; each kernel and each unit has a bias too",
    }
    hint = slips.get(off, "how large are the maps after each layer? Pooling drops a last row without a partner")
    return f"{parameters:,} is not what Keras counts; {hint}"


@judge
def mean_loss(nats: float, bits: float) -> str | None:
    """The cross-entropy of three images whose right digits got 1/2, 1/4 and 1, with both logarithms."""
    given = (0.5, 0.25, 1.0)
    for name, answer, log in (("natural", nats, math.log), ("base-2", bits, math.log2)):
        expected = -sum(log(p) for p in given) / len(given)
        if answer is None:
            return f"with the {name} logarithm, still None; what does each of the three images cost by itself?"
        if not math.isclose(answer, expected, abs_tol=0.002):
            other = expected * math.log(2) if log is math.log2 else expected / math.log(2)
            for slip, hint in (
                (3 * expected, "that is the sum, and the mean is asked"),
                (-expected, "a loss has a minus"),
                (other, "that is the other logarithm"),
            ):
                if math.isclose(answer, slip, abs_tol=0.002):
                    return f"with the {name} logarithm {_shown(answer)} is not right; {hint}"
            return f"with the {name} logarithm {_shown(answer)} is not right; what does a probability of 1 cost?"
    return None


@judge
def first_steps(sgd: Sequence[float], adam: Sequence[float]) -> str | None:
    """How far a weight goes in its first step with rate 0.001, for the slopes 0.5, 0.005 and −20, asked of Keras."""
    slopes = (0.5, 0.005, -20.0)
    for name, answers, kind in (("SGD", sgd, keras.optimizers.SGD), ("Adam", adam, keras.optimizers.Adam)):
        if answers is None or len(answers) != len(slopes) or any(answer is None for answer in answers):
            return f"{name}: three numbers are asked, the change of the weight for each slope, with its sign"
        for slope, answer in zip(slopes, answers):
            weight = keras.Variable(1.0)
            kind(0.001).apply([keras.ops.convert_to_tensor(slope)], [weight])
            if not math.isclose(answer, float(weight) - 1, rel_tol=0.02):
                hint = "downhill is against the slope" if answer * slope > 0 else "what does it divide by?"
                return f"{name} with the slope {_shown(slope)} does not move the weight by {_shown(answer)}; {hint}"
    return None


@judge
def stable(loss: Callable[[np.ndarray, int], float]) -> str | None:
    """The cross-entropy out of logits, also of huge ones, where only the difference to the largest counts."""
    cases = [
        ((2.0, 1.0, 0.0), 0, -math.log(math.exp(2) / (math.exp(2) + math.e + 1))),
        ((2.0, 1.0, 0.0), 2, -math.log(1 / (math.exp(2) + math.e + 1))),
        ((1000.0, 0.0, 0.0), 0, 0.0),
        ((1000.0, 0.0, 0.0), 1, 1000.0),
        ((-1000.0, -1000.0), 1, math.log(2)),
        ((5000.0, 5001.0), 0, math.log(1 + math.e)),
    ]
    for z, label, expected in cases:
        with np.errstate(all="ignore"):
            given = loss(np.array(z), label)
        if given is None or not math.isclose(float(given), expected, rel_tol=1e-5, abs_tol=1e-7):
            logits = ", ".join(_shown(number) for number in z)
            return f"for the logits {logits} and the label {label} it says {_shown(given)}; expected is {expected:.4f}"
    return None


@judge
def precision_and_recall(measure: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]) -> str | None:
    """Precision and recall of every class from a confusion matrix; the truth is counted in the single answers."""
    rng = np.random.default_rng(5)
    for classes in (2, 3, 10):
        true = np.concatenate([np.arange(classes), rng.integers(classes, size=200)])
        read = np.where(rng.random(len(true)) < 0.7, true, rng.integers(classes, size=len(true)))
        read[:classes] = np.arange(classes)  # so that each class is read at least once
        counts = np.zeros((classes, classes), dtype=int)
        np.add.at(counts, (true, read), 1)
        answer = measure(counts.copy())
        if answer is None or len(answer) != 2 or any(part is None for part in answer):
            return f"two arrays are asked, precision and recall, with one number a class; got {answer!r}"
        of_read = [float(np.mean(true[read == k] == k)) for k in range(classes)]
        of_true = [float(np.mean(read[true == k] == k)) for k in range(classes)]
        for name, given, expected in (("precision", answer[0], of_read), ("recall", answer[1], of_true)):
            if np.shape(given) != (classes,):
                return f"for {classes} classes, {name} should have {classes} numbers; its shape is {np.shape(given)}"
            for k in range(classes):
                if not math.isclose(float(given[k]), expected[k], abs_tol=1e-9):
                    asked = "of those read as it" if name == "precision" else "of those that are it"
                    return (
                        f"for {classes} classes, the {name} of class {k} is {expected[k]:.4f}: the share {asked} "
                        f"that is right; your function says {float(given[k]):.4f}"
                    )
    return None


HISTORIES = (  # of validation losses, and how patient one is
    ([0.9, 0.5, 0.4, 0.45, 0.5, 0.6, 0.7], 2),
    ([0.9, 0.5, 0.6, 0.4, 0.5, 0.6, 0.3], 2),
    ([0.9, 0.5, 0.6, 0.4, 0.5, 0.6, 0.3], 1),
    ([0.5, 0.4, 0.3, 0.2], 3),
    ([0.2, 0.3, 0.4, 0.5, 0.1], 3),
    ([0.2, 0.2, 0.2, 0.1], 2),
)


@judge
def early_stopping(stop: Callable[[list[float], int], tuple[int, int]]) -> str | None:
    """Which epoch's weights early stopping keeps and after which it ends, as Keras's callback decides."""
    for losses, patience in HISTORIES:
        expected, answer = _kept_and_ended(losses, patience), stop(list(losses), patience)
        told = f"for the losses {', '.join(map(str, losses))} and patience {patience}"
        if answer is None or len(answer) != 2:
            return f"{told}, two epochs are asked, the one kept and the last one trained; got {answer!r}"
        for name, given, right in zip(("keeps the weights of epoch", "ends after epoch"), answer, expected):
            if given != right:
                return f"{told}, it {name} {right}; your function says {given}"
    return None


def _kept_and_ended(losses: Sequence[float], patience: int) -> tuple[int, int]:
    callback = keras.callbacks.EarlyStopping(monitor="loss", mode="min", patience=patience, restore_best_weights=True)
    network = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    network.stop_training = False
    callback.set_model(network)
    callback.on_train_begin()
    for epoch, loss in enumerate(losses, start=1):
        callback.on_epoch_end(epoch - 1, {"loss": loss})
        if network.stop_training:
            break
    return callback.best_epoch + 1, epoch


@judge
def slim(network: keras.Model) -> str | None:
    """A network of at most 10,000 parameters that reads 97.5 % of the validation set."""
    if network.count_params() > MOST_PARAMETERS:
        return f"this network has {network.count_params():,} parameters; at most {MOST_PARAMETERS:,} are asked"
    (images, labels), _ = load_mnist()
    read = network.predict(prepare(images[-HELD_BACK:]), batch_size=1000, verbose=0).argmax(axis=1)
    right = float((read == labels[-HELD_BACK:]).mean())
    if right < 0.975:
        return f"it reads {right:.1%} of the validation images; 97.5 % are asked, by however few parameters"
    return None


def _shown(number: float | None) -> str:
    return "None" if number is None else f"{float(number):.6g}".replace("-", "−")
