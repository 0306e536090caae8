"""The Keras networks of the book."""

from utils.assets import asset

import keras
import numpy as np
from keras import layers

SURE = 0.6  # the probability above which a digit is read, else it is declined; static/reader.js has the same
# Six looks at a picture, as affine maps a, b, c, d, e, f: pixel (x, y) of a look comes from (ax + by + c, dx + ey + f)
# of the picture. Chosen by what is held back from training; static/reader.js has the same.
LOOKS = [
    (1, 0, 0, 0, 1, 1),  # moved up by a pixel
    (1, 0, 0, 0, 1, -1),  # and down
    (1, -0.15, 2.025, 0, 1, 0),  # leaning to the left
    (1, 0.15, -2.025, 0, 1, 0),  # and to the right
    (0.926, 0, 1, 0, 0.926, 1),  # larger
    (1.087, 0, -1.174, 0, 1.087, -1.174),  # and smaller
]


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


def lenet5() -> keras.Sequential:
    """LeNet-5 as it is usually built today, not trained: (n, 28, 28, 1) to (n, 10) probabilities, 61,706 parameters.

    The layers have the names of the paper (LeCun et al. 1998). There C3 is connected by a table to some of S2's maps
    only, subsampling has two weights a map, and ten distances to fixed pictures stand for the softmax: 60,000.
    """
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.ZeroPadding2D(2, name="frame"),  # the paper's pictures are 32×32
            layers.Conv2D(6, kernel_size=5, activation="tanh", name="C1"),
            layers.AveragePooling2D(2, name="S2"),
            layers.Conv2D(16, kernel_size=5, activation="tanh", name="C3"),
            layers.AveragePooling2D(2, name="S4"),
            layers.Conv2D(120, kernel_size=5, activation="tanh", name="C5"),
            layers.Flatten(name="flatten"),
            layers.Dense(84, activation="tanh", name="F6"),
            layers.Dense(10, activation="softmax", name="output"),
        ],
        name="lenet5",
    )


def alexnet(towers: int = 2) -> keras.Sequential:
    """AlexNet, not trained: (n, 227, 227, 3) to (n, 1000) probabilities (Krizhevsky, Sutskever and Hinton 2012).

    With two towers, 60,965,224 parameters: two graphics cards held half of the maps each, and the second, fourth and
    fifth convolutions look at the maps of their own card only. With one tower they look at all, 62,378,344. What has no
    parameters and changes no shape, the local response normalisation, is left out.
    """

    def convolution(number: int, maps: int, size: int, stride: int = 1, groups: int = 1) -> keras.Layer:
        padding = "valid" if number == 1 else "same"
        return layers.Conv2D(
            maps, size, stride, padding, groups=groups, activation="relu", name=f"convolution_{number}"
        )

    return keras.Sequential(
        [
            keras.Input(shape=(227, 227, 3)),
            convolution(1, maps=96, size=11, stride=4),
            layers.MaxPooling2D(3, strides=2, name="pooling_1"),  # blocks of 3×3 that overlap
            convolution(2, maps=256, size=5, groups=towers),
            layers.MaxPooling2D(3, strides=2, name="pooling_2"),
            convolution(3, maps=384, size=3),
            convolution(4, maps=384, size=3, groups=towers),
            convolution(5, maps=256, size=3, groups=towers),
            layers.MaxPooling2D(3, strides=2, name="pooling_5"),
            layers.Flatten(name="flatten"),
            layers.Dense(4096, activation="relu", name="dense_6"),
            layers.Dropout(0.5, name="dropout_6"),
            layers.Dense(4096, activation="relu", name="dense_7"),
            layers.Dropout(0.5, name="dropout_7"),
            layers.Dense(1000, activation="softmax", name="dense_8"),
        ],
        name="alexnet",
    )


def recogniser() -> keras.Sequential:
    """The book's own network, not yet trained: (n, 28, 28, 1) to (n, 10) probabilities, 39,630 parameters.

    Its last layer but one, of ten numbers, is the *evidence* for each digit: see `evidence`.
    """
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            *_look_for(20, size=5),
            layers.MaxPooling2D(2),
            *_look_for(36, size=3),
            *_look_for(36, size=3),
            layers.MaxPooling2D(2),
            *_look_for(56, size=3),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(10, name="evidence"),
            layers.Softmax(),
        ],
        name="recogniser",
    )


def _look_for(filters: int, size: int) -> list[keras.Layer]:
    """A convolution, each of its maps brought to mean 0 and variance 1 over a batch (Ioffe and Szegedy, 2015), ReLU."""
    return [layers.Conv2D(filters, size, use_bias=False), layers.BatchNormalization(), layers.ReLU()]


def evidence(network: keras.Model) -> keras.Model:
    """A recogniser without its softmax: (n, 28, 28, 1) to (n, 10) numbers z, the evidence for each digit.

    A picture that is no digit has little evidence for any. Softmax cannot tell that: it looks at differences only.
    So the recogniser is trained with an eleventh answer, "none of these", whose evidence is always 0.
    """
    return keras.Model(network.inputs[0], network.get_layer("evidence").output)


def sureness(z: np.ndarray) -> np.ndarray:
    """From evidence z (n, 10) to the probability (n, 10) of each digit when "none of these" is an answer too.

    exp(z_j) / (1 + sum over k of exp(z_k)): the rows sum to less than 1, and the rest is for "none of these".
    """
    largest = np.maximum(z.max(axis=1, keepdims=True), 0)  # taken off first, so that exp cannot overflow
    e = np.exp(z - largest)
    return e / (np.exp(-largest) + e.sum(axis=1, keepdims=True))


def six_looks(network: keras.Sequential) -> keras.Model:
    """A recogniser that looks at each picture as `LOOKS` has it, and takes the mean of its evidence.

    The weights are the network's own. Krizhevsky, Sutskever and Hinton (2012) took the mean over ten pieces of each
    picture, of the probabilities.
    """
    picture = keras.Input(shape=(28, 28, 1))
    tells = evidence(network)
    z = layers.Average(name="evidence")([tells(look) for look in looks(picture)])
    return keras.Model(picture, layers.Softmax()(z), name=network.name)


def looks(pictures: keras.KerasTensor | np.ndarray) -> list:
    """Pictures (n, 28, 28, 1) as each of `LOOKS` has them, between pixels a mixture of these, and outside paper."""
    return [keras.ops.image.affine_transform(pictures, np.array([*look, 0, 0], np.float32)) for look in LOOKS]


def load_recogniser() -> keras.Model:
    """The trained network behind the drawing canvas, with its six looks.

    It takes (n, 28, 28, 1), 0 for paper and 1 for ink, to (n, 10) probabilities.
    Raises FileNotFoundError or ValueError if its file is missing or damaged.
    """
    return six_looks(load_network())


def load_network() -> keras.Sequential:
    """The recogniser's network, which looks once; `python -m utils.train` made it. Takes, gives, raises the same."""
    return _with_weights(recogniser(), "recogniser.keras")


def load_report_cnn() -> keras.Sequential:
    """The report's network as chapter 5 trains it; `python -m utils.experiments.report_cnn` made it.

    Raises FileNotFoundError or ValueError if its file is missing or damaged.
    """
    return _with_weights(report_cnn(), "report-cnn.keras")


def _with_weights(network: keras.Sequential, name: str) -> keras.Sequential:
    """The network with the weights of a file, and nothing else of it: an older Keras rejects what it says of layers."""
    network.load_weights(asset(name))
    return network
