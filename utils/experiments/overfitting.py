"""Overfitting provoked, and three cures: `python -m utils.experiments.overfitting`, some three minutes.

The report's network learns from 1,000 images without dropout for 2,000 steps, then with more dropout, then from 10,000
images for as many steps, from three seeds each. `assets/overfitting.csv` has the curves; early stopping, the third
cure, is to be seen in the first of them.
"""

from utils.data import HELD_BACK, load_mnist
from utils.experiments import store
from utils.models import prepare, report_cnn

import keras
import tensorflow as tf

BATCH = 32
STEPS = 2_000
LOOKS = 25  # so often in those steps both losses are asked for
SEEDS = range(3)
SETTINGS = ((1_000, 0.0), (1_000, 0.5), (10_000, 0.0))  # images to learn from, and the share that dropout leaves out


def main() -> None:
    """Train in all settings, and store the curves."""
    rows = [row for images, dropout in SETTINGS for seed in SEEDS for row in train(images, dropout, seed)]
    store("overfitting.csv", rows, "python -m utils.experiments.overfitting", keras, tf)


def train(size: int, dropout: float, seed: int, looks: int = LOOKS) -> list[dict[str, object]]:
    """Train, and tell now and then how the network does on what it learns from and on the validation set.

    Both are asked for in the same way, all units at work. Loss and accuracy are means over the images.
    """
    (images, labels), _ = load_mnist()
    x, t = prepare(images), keras.utils.to_categorical(labels, 10)
    keras.utils.set_random_seed(seed)
    network = report_cnn()
    (layer,) = [layer for layer in network.layers if isinstance(layer, keras.layers.Dropout)]
    layer.rate = dropout
    network.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.001), metrics=["accuracy"])
    learned = tf.data.Dataset.from_tensor_slices((x[:size], t[:size])).shuffle(size, seed=seed).repeat().batch(BATCH)
    batches, rows = iter(learned), []
    for look in range(1, looks + 1):
        for _ in range(STEPS // LOOKS):
            network.train_on_batch(*next(batches))
        row: dict[str, object] = {"images": size, "dropout": dropout, "seed": seed, "steps": look * STEPS // LOOKS}
        sets = {"training": slice(0, 1000), "validation": slice(-HELD_BACK, None)}
        for name, part in sets.items():
            loss, accuracy = network.evaluate(x[part], t[part], batch_size=1000, verbose=0)
            row |= {f"{name}_loss": round(loss, 4), f"{name}_accuracy": round(accuracy, 4)}
        rows.append(row)
    print(rows[-1], flush=True)
    return rows


if __name__ == "__main__":
    main()
