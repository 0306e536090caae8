"""Any network of the kinds that the page knows, exported: the page says what Keras says."""

import json
from collections.abc import Callable

from utils.export import export
from utils.models import recogniser, report_cnn

import keras
import numpy as np
import pytest
from conftest import NOTEBOOKS, STATIC
from keras import layers


def normalised() -> keras.Sequential:
    """A small network whose batch normalisations have seen data, so that they scale and shift by odd amounts."""
    keras.utils.set_random_seed(3)
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(4, 5, use_bias=False),
            layers.BatchNormalization(momentum=0.5, epsilon=0.1),
            layers.ReLU(),
            layers.MaxPooling2D(2),
            layers.Conv2D(6, 3, activation="relu"),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(10),
            layers.Softmax(),
        ]
    )
    network.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
    rng = np.random.default_rng(0)
    network.fit(3 * rng.random((64, 28, 28, 1)) - 1, rng.integers(0, 10, 64), epochs=3, verbose=0)
    return network


def test_a_batch_normalisation_is_multiplied_into_the_convolution(javascript: Callable) -> None:
    network = normalised()
    saved = json.loads(export(network).split(" = ", 1)[1].rstrip(";\n"))
    pictures = np.random.default_rng(1).random((5, 28, 28, 1)).astype(np.float32)
    said = javascript(
        "pictures.map((p) => Array.from(network.forward(network.load(saved), Float32Array.from(p)).at(-1).data))",
        pictures=pictures.reshape(5, -1),
        saved=saved,
    )
    assert np.allclose(said, network.predict(pictures, verbose=0), atol=1e-3)
    assert [layer["kind"] for layer in saved["layers"]] == [
        "conv", "relu", "maxpool", "conv", "relu", "flatten", "dense", "softmax",
    ]  # fmt: skip


def test_the_page_carries_as_many_numbers_as_chapter_7_says() -> None:
    saved = json.loads((STATIC / "recogniser.js").read_text(encoding="utf-8").split(" = ", 1)[1].rstrip(";\n"))
    numbers = sum(part["count"] for layer in saved["layers"] for part in layer.get("weights", []))
    (chapter,) = [path.read_text(encoding="utf-8") for path in NOTEBOOKS if path.stem.startswith("7")]
    assert f" {numbers:,} numbers instead of {recogniser().count_params():,}," in chapter


@pytest.mark.parametrize(
    "unknown",
    [
        [layers.ELU()],
        [layers.Conv2D(2, 3, strides=2)],
        [layers.Conv2D(2, 3, padding="same")],
        [layers.Conv2D(2, (3, 2))],
        [layers.Conv2D(2, 3, dilation_rate=2)],
        [layers.Conv2D(2, 3), layers.Conv2D(2, 3, groups=2)],
        [layers.Conv2D(2, 3, activation="tanh")],
        [layers.Conv2D(2, 3, activation="softmax")],  # over the channels of each place
        [layers.Conv2D(2, 3), layers.Softmax()],
        [layers.Flatten(), layers.Softmax(axis=0)],
        [layers.Dense(2)],  # of each row of pixels by itself
        [layers.ReLU(negative_slope=0.1)],
        [layers.ReLU(max_value=6)],
        [layers.ReLU(threshold=1)],
        [layers.MaxPooling2D((2, 3))],
        [layers.MaxPooling2D(2, strides=1)],
        [layers.MaxPooling2D(2, padding="same")],
        [layers.Conv2D(2, 3, activation="relu"), layers.BatchNormalization()],
        [layers.MaxPooling2D(2), layers.BatchNormalization()],
        [layers.Conv2D(2, 3), layers.BatchNormalization(axis=1)],
        [layers.BatchNormalization(), layers.Conv2D(2, 3)],
    ],
    ids=lambda unknown: " ".join(layer.name for layer in unknown),
)
def test_a_layer_that_the_page_does_not_know_is_not_exported(unknown: list[keras.Layer]) -> None:
    with pytest.raises(ValueError, match=r"network\.js has no layer for"):
        export(keras.Sequential([keras.Input((28, 28, 1)), *unknown]))


def test_what_acts_in_training_only_is_left_out() -> None:
    assert "dropout" not in export(report_cnn()).lower()
