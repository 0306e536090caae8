"""The layers of a convolutional network in NumPy, forwards and back: made to be read and looked into, as in chapter 4.

Numbers lie as in Keras. A batch of pictures is (n, height, width, channels), and the kernels of a layer are
(height, width, channels in, channels out). float32 stays float32; whole numbers are worked on as float64. Every
function raises ValueError for a shape that does not fit, for an empty array and for values that are not finite.

The way back is the chain rule. A function `…_backward` takes the error signals, the slopes of the loss along what the
layer put out, and the layer's own inputs. It gives the slopes of the loss along each of those inputs, in their shapes.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def convolve(
    images: np.ndarray,
    kernels: np.ndarray,
    bias: np.ndarray | float = 0.0,
    stride: int = 1,
    padding: str | int = "valid",
) -> np.ndarray:
    """Slide every kernel over every picture: (n, h, w, c_in) to feature maps (n, h_out, w_out, c_out).

    At each place, the sum of the elementwise products of the patch and the kernel (h_k, w_k, c_in, c_out), plus the
    bias (c_out,) of that kernel. `stride` is the step between places, down and across. `padding` is the frame of
    zeros laid around the picture first: "valid" for none, a whole number for that many on each side, "same" for as
    many as make h_out = ⌈h / stride⌉, the odd one below and to the right.

    As in Keras the kernel is not turned round, so mathematicians call this a cross-correlation. Shared kernels learned
    by backpropagation: LeCun et al. 1989.
    """
    patches, _ = _patches(images, kernels, stride, padding)
    kernels = _numbers("kernels", kernels)
    return np.tensordot(patches, kernels, axes=((4, 5, 3), (0, 1, 2))) + _bias(bias, kernels)


def convolve_backward(
    signals: np.ndarray, images: np.ndarray, kernels: np.ndarray, stride: int = 1, padding: str | int = "valid"
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From error signals (n, h_out, w_out, c_out) to the slopes along images, kernels and bias, each in its own shape.

    A weight lies once on every patch, so its slope is a sum over all of them: what came in, times the signal of what
    went out. A pixel lies in several patches, and gets back from each the signal times the weight that lay on it.
    """
    patches, frame = _patches(images, kernels, stride, padding)
    images, kernels = _numbers("images", images), _numbers("kernels", kernels)
    signals = _signals(signals, (*patches.shape[:3], kernels.shape[3]))
    along_kernels = np.tensordot(patches, signals, axes=((0, 1, 2), (0, 1, 2))).transpose(1, 2, 0, 3)

    (top, bottom), (left, right) = frame
    along_images = np.pad(np.zeros_like(images), [(0, 0), (top, bottom), (left, right), (0, 0)])
    rows, columns = patches.shape[1:3]
    for u, v in np.ndindex(kernels.shape[:2]):  # one weight at a time, for all patches at once
        lay_on = along_images[:, u : u + stride * rows : stride, v : v + stride * columns : stride]
        lay_on += signals @ kernels[u, v].T
    height, width = images.shape[1:3]
    return along_images[:, top : top + height, left : left + width], along_kernels, signals.sum(axis=(0, 1, 2))


def _patches(
    images: np.ndarray, kernels: np.ndarray, stride: int, padding: str | int
) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """All patches at once, a view that copies no pixel: (n, h_out, w_out, c_in, h_k, w_k); and the frame of zeros."""
    images = _numbers("images", images, ("n", "height", "width", "channels"))
    kernels = _numbers("kernels", kernels, ("height", "width", "channels in", "channels out"))
    height, width, channels_in = kernels.shape[:3]
    if images.shape[3] != channels_in:
        raise ValueError(
            f"The kernels take {channels_in} channels and the images have {images.shape[3]}; "
            f"got images {images.shape} and kernels {kernels.shape}."
        )
    if stride < 1:
        raise ValueError(f"The stride is the step between two places, a whole number from 1 up; got {stride}.")
    frame = [_frame(length, size, stride, padding) for length, size in zip(images.shape[1:3], (height, width))]
    padded = np.pad(images, [(0, 0), *frame, (0, 0)])
    if padded.shape[1] < height or padded.shape[2] < width:
        raise ValueError(
            f"A kernel of {height}×{width} does not fit into a picture of {padded.shape[1]}×{padded.shape[2]}; "
            "take a smaller kernel or more padding."
        )
    return sliding_window_view(padded, (height, width), axis=(1, 2))[:, ::stride, ::stride], frame


def _frame(length: int, size: int, stride: int, padding: str | int) -> tuple[int, int]:
    """How many zeros go before and after one axis of a picture."""
    match padding:
        case "valid":
            return 0, 0
        case "same":
            total = max((math.ceil(length / stride) - 1) * stride + size - length, 0)
            return total // 2, total - total // 2
        case int() if padding >= 0:
            return padding, padding
    raise ValueError(f'Padding is "valid", "same" or a whole number from 0 up; got {padding!r}.')


def max_pool(images: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the largest number of every block of `size` × `size`: (n, h, w, c) to (n, h // size, w // size, c).

    Blocks do not overlap, and a rest at the edge is dropped.
    """
    return _blocks(images, size).max(axis=(2, 4))


def max_pool_backward(signals: np.ndarray, images: np.ndarray, size: int = 2) -> np.ndarray:
    """From error signals (n, h // size, w // size, c) to the slopes along the images (n, h, w, c).

    Only the largest number of a block has been handed on, so it alone gets the signal back; among equals the first, by
    rows, as in TensorFlow.
    """
    blocks = _blocks(images, size)
    n, rows, _, columns, _, channels = blocks.shape
    listed = blocks.transpose(0, 1, 3, 5, 2, 4).reshape(n, rows, columns, channels, size * size)
    first = listed.argmax(axis=-1, keepdims=True) == np.arange(size * size)
    signals = _signals(signals, (n, rows, columns, channels))
    return _put_back(signals[..., np.newaxis] * first, images, size)


def average_pool(images: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the mean of every block of `size` × `size`, with shapes as in `max_pool`."""
    return _blocks(images, size).mean(axis=(2, 4))


def average_pool_backward(signals: np.ndarray, images: np.ndarray, size: int = 2) -> np.ndarray:
    """The same for `average_pool`: every number of a block gets an equal share of the signal."""
    n, rows, _, columns, _, channels = _blocks(images, size).shape
    signals = _signals(signals, (n, rows, columns, channels))
    return _put_back(np.repeat(signals[..., np.newaxis] / size**2, size**2, axis=-1), images, size)


def _blocks(images: np.ndarray, size: int) -> np.ndarray:
    """The pictures cut into blocks: (n, h // size, size, w // size, size, c)."""
    images = _numbers("images", images, ("n", "height", "width", "channels"))
    n, height, width, channels = images.shape
    if not 1 <= size <= min(height, width):
        raise ValueError(f"Expected a block of 1×1 up to the picture's {height}×{width}; got size={size}.")
    rows, columns = height // size, width // size
    whole = images[:, : rows * size, : columns * size]
    return whole.reshape(n, rows, size, columns, size, channels)


def _put_back(shares: np.ndarray, images: np.ndarray, size: int) -> np.ndarray:
    """What each number of a block gets, (n, rows, columns, c, size²), put where it lies; a rest at the edge gets 0."""
    n, rows, columns, channels, _ = shares.shape
    whole = shares.reshape(n, rows, columns, channels, size, size).transpose(0, 1, 4, 2, 5, 3)
    along_images = np.zeros(np.shape(images), dtype=shares.dtype)
    along_images[:, : rows * size, : columns * size] = whole.reshape(n, rows * size, columns * size, channels)
    return along_images


def flatten(images: np.ndarray) -> np.ndarray:
    """Write every picture as one row of numbers: (n, h, w, c) to (n, h·w·c), the channel running fastest."""
    images = _numbers("images", images, ("n", "height", "width", "channels"))
    return images.reshape(len(images), -1)


def dense(x: np.ndarray, weights: np.ndarray, bias: np.ndarray | float = 0.0) -> np.ndarray:
    """Connect everything with everything: inputs (n, k), weights (k, m) and bias (m,) to weighted sums (n, m)."""
    x = _numbers("inputs", x, ("n", "inputs"))
    weights = _numbers("weights", weights, ("inputs", "outputs"))
    if x.shape[1] != weights.shape[0]:
        raise ValueError(f"The weights take {weights.shape[0]} inputs and each row has {x.shape[1]}.")
    return x @ weights + _bias(bias, weights)


def relu(z: np.ndarray) -> np.ndarray:
    """The rectified linear unit, max(0, z), of every number of an array of any shape."""
    return np.maximum(0, _numbers("values", z))


def softmax(z: np.ndarray) -> np.ndarray:
    """Turn logits (…, classes) into probabilities: each from 0 to 1, and 1 together along the last axis (Bridle 1990).

    The largest logit is taken off all of them first. That changes no probability, and exp cannot overflow.
    """
    z = _numbers("logits", z)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def run_report_cnn(images: np.ndarray, weights: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """What each layer of the report's network makes of pictures (n, 28, 28, 1), 0 for paper and 1 for ink, by name.

    `weights` are the eight arrays of `report_cnn().get_weights()`. The last entry is the probabilities (n, 10). Dropout
    acts in training only, so it does not appear. All patches of a layer are copied at once, some 60 kB a picture: hand
    over a thousand pictures at a time, not ten thousand.
    """
    if len(weights) != 8:
        raise ValueError(f"The report's network has eight arrays of weights; got {len(weights)}.")
    kernels_1, bias_1, kernels_2, bias_2, weights_3, bias_3, weights_4, bias_4 = weights
    made = {"picture": images}
    made["convolution 1"] = relu(convolve(made["picture"], kernels_1, bias_1))
    made["pooling 1"] = max_pool(made["convolution 1"])
    made["convolution 2"] = relu(convolve(made["pooling 1"], kernels_2, bias_2))
    made["pooling 2"] = max_pool(made["convolution 2"])
    made["flatten"] = flatten(made["pooling 2"])
    made["dense"] = relu(dense(made["flatten"], weights_3, bias_3))
    made["logits"] = dense(made["dense"], weights_4, bias_4)
    made["probabilities"] = softmax(made["logits"])
    return made


def _bias(bias: np.ndarray | float, weights: np.ndarray) -> np.ndarray:
    """The bias in the weights' own type, once it is clear that there is one for each output, or one for all."""
    outputs = weights.shape[-1]
    if np.shape(bias) not in [(), (outputs,)] or not np.isfinite(bias).all():
        raise ValueError(f"Expected a finite bias for each of {outputs} outputs; got shape {np.shape(bias)}.")
    return np.asarray(bias, dtype=weights.dtype)


def _signals(signals: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The error signals, once it is clear that there is one for every number that the layer put out."""
    signals = _numbers("error signals", signals)
    if signals.shape != shape:
        raise ValueError(f"Expected an error signal for each output, so the shape {shape}; got {signals.shape}.")
    return signals


def _numbers(name: str, values: np.ndarray, axes: tuple[str, ...] = ()) -> np.ndarray:
    """The values as an array of floats, once it is clear that they are what the layer can work on."""
    values = np.asarray(values)
    if axes and values.ndim != len(axes):
        raise ValueError(f"Expected {name} of shape ({', '.join(axes)}); got shape {values.shape}.")
    if values.size == 0:
        raise ValueError(f"The {name} are empty: shape {values.shape} holds no number.")
    if not np.isfinite(values).all():
        raise ValueError(f"The {name} hold values that are not finite (NaN or infinity).")
    return values if np.issubdtype(values.dtype, np.floating) else values.astype(float)
