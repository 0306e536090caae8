"""How much faster does the report's network learn? `python -m utils.experiments.speed`, under six minutes when idle.

The report's listing first (batches of 32, `fit` as it comes, Adam with 0.001), then one change after the other, each
on top of those before, from five seeds. How many seconds of training until 98.77 % of the validation set are right?
The seconds are those of a clock on the wall, from the first batch on, building what TensorFlow builds at the first
batch included. Accuracy is asked after every epoch, and asking is not counted, in any of them.
Written anew: `assets/speed.csv`. Nothing else should run on the machine meanwhile.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from utils.data import HELD_BACK, load_mnist
from utils.experiments import store
from utils.models import prepare, report_cnn

import keras
import numpy as np
import tensorflow as tf

TARGET = 0.9877  # what the report reached, there on the test set
SEEDS = range(5)
PATIENCE = 12  # epochs


@dataclass(frozen=True)
class Way:
    """A way to train: what has changed from the way before, and all that `fit` is told."""

    change: str
    batch: int = 32
    peak: float | None = None  # of a learning rate that rises and falls once an epoch; else it is 0.001 throughout
    steps: int = 1  # per execution
    jit: bool = False
    whole: bool = False  # an epoch is one function, and the images are in it; `fit` has no part


WAYS = (
    Way("the report's listing"),
    Way("batches of 64", batch=64),
    Way("a rate that rises and falls", batch=64, peak=0.008),
    Way("50 steps an execution", batch=64, peak=0.008, steps=50),
    Way("an epoch as one function", batch=64, peak=0.008, whole=True),
)
TRIED = Way("jit instead", batch=64, peak=0.008, jit=True)  # instead of the last two


class RiseAndFall(keras.optimizers.schedules.LearningRateSchedule):
    """A rate that rises to `peak` in the first fifth of an epoch and falls to 0 at its end (after Smith, 2018)."""

    def __init__(self, peak: float, steps: int) -> None:
        self.peak, self.steps = peak, steps  # of an epoch

    def __call__(self, step: tf.Tensor) -> tf.Tensor:
        """The rate of a step, counted from 0; in the next epoch the same again."""
        done = tf.cast(step % self.steps, tf.float32) / self.steps
        return self.peak * tf.minimum(0.05 + done / 0.2, (1 - done) / 0.8)


def main() -> None:
    """Train in all ways, and store what each took."""
    rows: list[dict[str, object]] = []
    for seed in SEEDS:  # outermost: if the machine has a slow minute, it is slow for all ways
        for way in (*WAYS, TRIED):
            rows.append({"change": way.change, "seed": seed, **train(way, seed)})
            print(rows[-1], flush=True)
    order = [way.change for way in (*WAYS, TRIED)]
    rows.sort(key=lambda row: order.index(str(row["change"])))
    store("speed.csv", rows, "python -m utils.experiments.speed", keras, tf)


def train(way: Way, seed: int, size: int | None = None, target: float = TARGET) -> dict[str, float]:
    """Train the report's network until `target` is reached: after how many epochs and seconds, and with what accuracy.

    `size` trains on so many images only. Raises RuntimeError if twelve epochs are not enough.
    """
    (images, labels), _ = load_mnist()
    x, t = prepare(images), keras.utils.to_categorical(labels, 10)
    x_val, t_val = x[-HELD_BACK:], t[-HELD_BACK:]
    x, t = x[: min(size or len(x), len(x) - HELD_BACK)], t[: min(size or len(t), len(t) - HELD_BACK)]
    keras.utils.set_random_seed(seed)
    network = report_cnn()
    rate = RiseAndFall(way.peak, -(-len(x) // way.batch)) if way.peak else 0.001
    network.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adam(rate),
        metrics=["accuracy"],
        steps_per_execution=way.steps,
        jit_compile=way.jit,
    )
    epoch = whole_epoch(network, x, t, way.batch, seed) if way.whole else None
    seconds = 0.0
    for epochs in range(1, PATIENCE + 1):
        start = time.perf_counter()
        if epoch is None:
            network.fit(x, t, batch_size=way.batch, verbose=0)
        else:
            epoch()
        seconds += time.perf_counter() - start
        accuracy = (network.predict(x_val, batch_size=1000, verbose=0).argmax(1) == t_val.argmax(1)).mean()
        if accuracy >= target:
            return {"epochs": epochs, "seconds": round(seconds, 2), "validation_accuracy": round(float(accuracy), 4)}
    raise RuntimeError(f"{way.change}, seed {seed}: {accuracy:.2%} after {PATIENCE} epochs; {target:.2%} were wanted.")


def whole_epoch(network: keras.Sequential, x: np.ndarray, t: np.ndarray, batch: int, seed: int) -> Callable[[], None]:
    """A function that trains for one epoch: all of its steps in one call of TensorFlow, and the images stay there."""
    images, targets, optimizer = tf.constant(x), tf.constant(t), network.optimizer
    loss, rng = keras.losses.CategoricalCrossentropy(), np.random.default_rng(seed)
    optimizer.build(network.trainable_variables)

    @tf.function
    def steps(order: tf.Tensor) -> None:
        for step in tf.range(len(x) // batch):
            chosen = order[step * batch : (step + 1) * batch]
            with tf.GradientTape() as tape:
                value = loss(tf.gather(targets, chosen), network(tf.gather(images, chosen), training=True))
            optimizer.apply(tape.gradient(value, network.trainable_variables))

    return lambda: steps(tf.constant(rng.permutation(len(x))))


if __name__ == "__main__":
    main()
