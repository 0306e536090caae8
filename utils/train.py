"""Train the recogniser and export it to the page: `python -m utils.train`, some two minutes on two cores.

The report's network is trained as chapter 5 trains it, once for each of five seeds. The first becomes the recogniser.
Written anew: `assets/recogniser.keras`, `assets/seeds.csv` with what each seed reached, the checksums of both, and
`static/recogniser.js`, the recogniser's weights as the page reads them.
"""

import base64
import json
from pathlib import Path

from utils.assets import FOLDER, record
from utils.data import load_mnist
from utils.experiments import store
from utils.models import load_recogniser, prepare, report_cnn

import keras
import numpy as np
import tensorflow as tf

SEEDS = range(5)
VALIDATION = 5_000  # the last images of the training set, held back
EPOCHS = 5
EXPORTED = Path(__file__).parent / "static" / "recogniser.js"


def main() -> None:
    """Train all seeds, keep the first, and write what the module says."""
    rows = []
    for seed in SEEDS:
        network, row = train(seed)
        rows.append({"seed": seed, **row})
        print(rows[-1], flush=True)
        if seed == SEEDS[0]:
            network.save(FOLDER / "recogniser.keras")
            record("recogniser.keras")
    store("seeds.csv", rows, "python -m utils.train", keras, np)
    EXPORTED.write_text(export(load_recogniser()), encoding="utf-8", newline="\n")


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
    fitted = slice(0, min(size or len(x), len(x) - VALIDATION))
    network.fit(x[fitted], y[fitted], epochs=epochs, verbose=0)
    validation = network.evaluate(x[-VALIDATION:], y[-VALIDATION:], verbose=0)
    test = network.evaluate(x_test, y_test, verbose=0)
    confusion = tf.math.confusion_matrix(labels_test, network.predict(x_test, verbose=0).argmax(axis=1)).numpy()
    recall = confusion.diagonal() / confusion.sum(axis=1)
    return network, {
        "validation_accuracy": round(validation[1], 4),
        "test_loss": round(test[0], 4),
        "test_accuracy": round(test[1], 4),
        **{f"recall_{digit}": round(share, 4) for digit, share in enumerate(recall.tolist())},
    }


def export(network: keras.Model) -> str:
    """The network as a script for the page: its layers, and all its weights as 16-bit integers in base64.

    Each array of weights has its own step, the largest weight being 32,767 of them. With the same 16 bits that is finer
    than half-precision floats, which spend five on an exponent.
    Raises ValueError for a layer that static/network.js does not know.
    """
    described: list[dict[str, object]] = []
    numbers: list[np.ndarray] = []
    for layer in network.layers:
        steps = [float(np.abs(array).max() / 32_767) or 1.0 for array in layer.get_weights()]
        described += _describe(layer, steps)
        numbers += [np.round(array.ravel() / step) for array, step in zip(layer.get_weights(), steps)]
    weights = base64.b64encode(np.concatenate(numbers).astype("<i2").tobytes()).decode("ascii")
    saved = json.dumps({"layers": described, "weights": weights})
    return f"// assets/recogniser.keras, exported by `python -m utils.train`.\nconst recogniser = {saved};\n"


def _describe(layer: keras.Layer, steps: list[float]) -> list[dict[str, object]]:
    """A Keras layer in the words of network.js; its activation counts as a layer of its own."""
    sizes = {"weights": [{"count": w.size, "step": step} for w, step in zip(layer.get_weights(), steps)]}
    match layer:
        case keras.layers.Conv2D(padding="valid", strides=(1, 1)):
            described = {"kind": "conv", "size": layer.kernel_size[0], "filters": layer.filters, **sizes}
        case keras.layers.MaxPooling2D(padding="valid") if layer.pool_size == layer.strides:
            return [{"kind": "maxpool", "size": layer.pool_size[0]}]
        case keras.layers.Flatten():
            return [{"kind": "flatten"}]
        case keras.layers.Dropout():
            return []  # acts in training only
        case keras.layers.Dense():
            described = {"kind": "dense", "units": layer.units, **sizes}
        case _:
            raise ValueError(f"static/network.js has no layer for {layer.name} ({type(layer).__name__}) as configured.")
    return [described, {"kind": layer.activation.__name__}]


if __name__ == "__main__":
    main()
