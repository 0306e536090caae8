"""The handwritten digits that the book learns from."""

from utils.assets import asset

import numpy as np

Split = tuple[np.ndarray, np.ndarray]
HELD_BACK = 5_000  # the last images of MNIST's training set, which nothing learns from: by them we choose


def load_mnist() -> tuple[Split, Split]:
    """MNIST: `(x_train, y_train), (x_test, y_test)`, read from the package and never from the network.

    Images are uint8 of shape (n, 28, 28), 0 for paper and 255 for ink; labels are uint8 of shape (n,), 0 to 9.
    There are 60,000 images to train on and 10,000 to test with.

    Source: LeCun, Cortes and Burges, The MNIST database of handwritten digits, 1998.
    Raises FileNotFoundError or ValueError if the file in the package is missing or damaged.
    """
    return _load("mnist.npz")


def load_pen_digits() -> tuple[Split, Split]:
    """The UCI pen digits: `(x_train, y_train), (x_test, y_test)`, written on a tablet, as points instead of pixels.

    A digit is eight points (x, y) along the way of the pen, evenly spaced: uint8 of shape (n, 8, 2), 0 to 100, with y
    *upwards*; where the pen was lifted is not told. Labels are uint8 of shape (n,), 0 to 9. There are 7,494 digits by
    30 writers to train on and 3,498 by 14 others to test with.

    Source: Alpaydin and Alimoglu, Pen-Based Recognition of Handwritten Digits, 1998, UCI Machine Learning Repository.
    Raises FileNotFoundError or ValueError if the file in the package is missing or damaged.
    """
    return _load("pen-digits.npz")


def _load(name: str) -> tuple[Split, Split]:
    with np.load(asset(name), allow_pickle=False) as arrays:
        return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])
