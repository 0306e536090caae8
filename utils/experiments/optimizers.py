"""Six optimisers on the report's network, figure 22 again: `python -m utils.experiments.optimizers`, some 20 minutes.

First each of them tries nine learning rates (`assets/rates.csv`). Then each races from five seeds, with the rate that
did best there and with the one that Keras takes if nobody says otherwise (`assets/optimizers.csv`). All is judged on
the validation set; the test set stays closed. Seconds are those of one processor core, without evaluations, so that
other programs on the machine change little.
"""

import time
from collections.abc import Callable, Sequence

from utils.data import HELD_BACK, load_mnist
from utils.experiments import store
from utils.models import prepare, report_cnn

import keras
import numpy as np
import tensorflow as tf

COMMAND = "python -m utils.experiments.optimizers"
BATCH = 128  # the report's 32 would take three times as long, for all six alike
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
SEEDS = range(5)
EPOCHS = 3
SWEEP_EPOCHS = 2
OPTIMIZERS: dict[str, Callable[[float], keras.optimizers.Optimizer]] = {
    "SGD": keras.optimizers.SGD,
    "momentum": lambda rate: keras.optimizers.SGD(rate, momentum=0.9),
    "AdaGrad": keras.optimizers.Adagrad,
    "RMSprop": keras.optimizers.RMSprop,
    "Adadelta": keras.optimizers.Adadelta,
    "Adam": keras.optimizers.Adam,
}
DEFAULTS = {"SGD": 0.01, "momentum": 0.01} | dict.fromkeys(("AdaGrad", "RMSprop", "Adadelta", "Adam"), 0.001)


def main() -> None:
    """Try the rates, then race."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    sweep = [row for name in OPTIMIZERS for rate in RATES for row in train(name, rate, seed=0, epochs=SWEEP_EPOCHS)]
    store("rates.csv", sweep, COMMAND, keras, tf)
    best, races = best_rates(sweep), []
    for seed in SEEDS:  # outermost: if the machine has a slow minute, it is slow for all six
        for name in OPTIMIZERS:
            for rate in sorted({best[name], DEFAULTS[name]}):
                races += train(name, rate, seed, EPOCHS)
    store("optimizers.csv", races, COMMAND, keras, tf)


def best_rates(sweep: Sequence) -> dict[str, float]:
    """For each optimiser, the rate with the highest validation accuracy after the sweep's last epoch."""
    last = [row for row in sweep if row["epoch"] == SWEEP_EPOCHS]
    return {
        name: max((row for row in last if row["optimizer"] == name), key=lambda row: row["validation_accuracy"])["rate"]
        for name in OPTIMIZERS
    }


def train(name: str, rate: float, seed: int, epochs: int) -> list[dict[str, object]]:
    """Train the report's network, and tell after every epoch how it does and how many seconds it has learned."""
    (x, t), (x_val, t_val) = _data()
    keras.utils.set_random_seed(seed)
    network = report_cnn()
    network.compile(loss="categorical_crossentropy", optimizer=OPTIMIZERS[name](rate), metrics=["accuracy"])
    rows, seconds = [], 0.0
    for epoch in range(1, epochs + 1):
        start = time.process_time()
        network.fit(x, t, batch_size=BATCH, verbose=0)
        seconds += time.process_time() - start
        _, accuracy = network.evaluate(x_val, t_val, batch_size=1000, verbose=0)
        rows.append(
            {
                "optimizer": name,
                "rate": rate,
                "seed": seed,
                "epoch": epoch,
                "seconds": round(seconds, 2),
                "validation_accuracy": round(accuracy, 4),
            }
        )
    print(rows[-1], flush=True)
    return rows


def _data() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    (images, labels), _ = load_mnist()
    x, t = prepare(images), keras.utils.to_categorical(labels, 10)
    return (x[:-HELD_BACK], t[:-HELD_BACK]), (x[-HELD_BACK:], t[-HELD_BACK:])


if __name__ == "__main__":
    main()
