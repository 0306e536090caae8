"""The report's network from five seeds, as chapter 5 trains it: `python -m utils.experiments.report_cnn`, two minutes.

Written anew: `assets/seeds.csv` with what each seed reached, and `assets/report-cnn.keras`, the network of the first,
with `static/report-cnn.js`, its weights as the page reads them.
"""

from utils.assets import FOLDER, record
from utils.data import HELD_BACK, load_mnist
from utils.experiments import store
from utils.export import publish
from utils.models import prepare, report_cnn

import keras
import numpy as np
import tensorflow as tf

SEEDS = range(5)
EPOCHS = 5


def main() -> None:
    """Train all seeds, keep the first, and write what the module says."""
    rows = []
    for seed in SEEDS:
        network, row = train(seed)
        rows.append({"seed": seed, **row})
        print(rows[-1], flush=True)
        if seed == SEEDS[0]:
            network.save(FOLDER / "report-cnn.keras")
            record("report-cnn.keras")
            publish(network)
    store("seeds.csv", rows, "python -m utils.experiments.report_cnn", keras, np)


def train(seed: int, epochs: int = EPOCHS, size: int | None = None) -> tuple[keras.Sequential, dict[str, float]]:
    """The report's network after training, and how it does on the validation set and the test set.

    The last columns, `recall_0` to `recall_9`, are the share of each digit's test images that it reads right.
    `size` trains on so many images only. The test set is opened once, after the last epoch, and chooses nothing.
    """
    keras.utils.set_random_seed(seed)
    (images, labels), (images_test, labels_test) = load_mnist()
    x, x_test = prepare(images), prepare(images_test)
    y, y_test = keras.utils.to_categorical(labels), keras.utils.to_categorical(labels_test)
    network = report_cnn()
    network.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.001), metrics=["accuracy"])
    fitted = slice(0, min(size or len(x), len(x) - HELD_BACK))
    network.fit(x[fitted], y[fitted], epochs=epochs, verbose=0)
    validation = network.evaluate(x[-HELD_BACK:], y[-HELD_BACK:], verbose=0)
    test = network.evaluate(x_test, y_test, verbose=0)
    confusion = tf.math.confusion_matrix(labels_test, network.predict(x_test, verbose=0).argmax(axis=1)).numpy()
    recall = confusion.diagonal() / confusion.sum(axis=1)
    return network, {
        "validation_accuracy": round(validation[1], 4),
        "test_loss": round(test[0], 4),
        "test_accuracy": round(test[1], 4),
        **{f"recall_{digit}": round(share, 4) for digit, share in enumerate(recall.tolist())},
    }


if __name__ == "__main__":
    main()
