"""The Keras networks of the book."""

from utils.assets import asset

import keras
import numpy as np
from keras import layers


def prepare(images: np.ndarray) -> np.ndarray:
    """Images as the networks take them: uint8 (n, 28, 28), 0 to 255, becomes float32 (n, 28, 28, 1), 0 to 1.

    Raises ValueError for another shape or type: a picture prepared twice would be almost white.
    """
    if images.dtype != np.uint8 or images.shape[1:] != (28, 28):
        raise ValueError(
            f"Expected uint8 images of shape (n, 28, 28), as load_mnist() gives; got {images.dtype} {images.shape}."
        )
    return images[..., np.newaxis].astype("float32") / 255


def report_cnn() -> keras.Sequential:
    """The report's network, not yet trained: (n, 28, 28, 1) to (n, 10) probabilities, 37,610 parameters."""
    scaled = keras.initializers.VarianceScaling
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(8, kernel_size=5, activation="relu", kernel_initializer=scaled()),
            layers.MaxPooling2D(pool_size=2, strides=2),
            layers.Conv2D(16, kernel_size=5, activation="relu", kernel_initializer=scaled()),
            layers.MaxPooling2D(pool_size=2, strides=2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax", kernel_initializer=scaled()),
        ],
        name="report_cnn",
    )


def load_recogniser() -> keras.Model:
    """The trained network behind the drawing canvas.

    It takes (n, 28, 28, 1), 0 for paper and 1 for ink, to (n, 10) probabilities; `python -m utils.train` made it.
    Raises FileNotFoundError or ValueError if its file is missing or damaged.
    """
    return keras.models.load_model(asset("recogniser.keras"))
