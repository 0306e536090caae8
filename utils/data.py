"""The handwritten digits that the book learns from."""

from utils.assets import asset

import numpy as np

Split = tuple[np.ndarray, np.ndarray]


def load_mnist() -> tuple[Split, Split]:
    """MNIST: `(x_train, y_train), (x_test, y_test)`, read from the package and never from the network.

    Images are uint8 of shape (n, 28, 28), 0 for paper and 255 for ink; labels are uint8 of shape (n,), 0 to 9.
    There are 60,000 images to train on and 10,000 to test with.

    Source: LeCun, Cortes and Burges, The MNIST database of handwritten digits, 1998.
    Raises FileNotFoundError or ValueError if the file in the package is missing or damaged.
    """
    with np.load(asset("mnist.npz"), allow_pickle=False) as arrays:
        train = arrays["x_train"], arrays["y_train"]
        test = arrays["x_test"], arrays["y_test"]
    return train, test
