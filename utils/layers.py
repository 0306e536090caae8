"""The layers of a convolutional network, forwards, in NumPy: made to be read and looked into, as chapter 4 does.

Numbers lie as in Keras. A batch of pictures is (n, height, width, channels), and the kernels of a layer are
(height, width, channels in, channels out). float32 stays float32; whole numbers are worked on as float64. Every
function raises ValueError for a shape that does not fit, for an empty array and for values that are not finite.
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
    # All patches at once, as a view that copies no pixel: (n, h_out, w_out, c_in, h_k, w_k).
    patches = sliding_window_view(padded, (height, width), axis=(1, 2))[:, ::stride, ::stride]
    return np.tensordot(patches, kernels, axes=((4, 5, 3), (0, 1, 2))) + _bias(bias, kernels)


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


def average_pool(images: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the mean of every block of `size` × `size`, with shapes as in `max_pool`."""
    return _blocks(images, size).mean(axis=(2, 4))


def _blocks(images: np.ndarray, size: int) -> np.ndarray:
    """The pictures cut into blocks: (n, h // size, size, w // size, size, c)."""
    images = _numbers("images", images, ("n", "height", "width", "channels"))
    n, height, width, channels = images.shape
    if not 1 <= size <= min(height, width):
        raise ValueError(f"Expected a block of 1×1 up to the picture's {height}×{width}; got size={size}.")
    rows, columns = height // size, width // size
    whole = images[:, : rows * size, : columns * size]
    return whole.reshape(n, rows, size, columns, size, channels)


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

    `weights` are the eight arrays of `report_cnn().get_weights()` or `load_recogniser().get_weights()`. The last entry
    is the probabilities (n, 10). Dropout acts in training only, so it does not appear. All patches of a layer are
    copied at once, some 60 kB a picture: hand over a thousand pictures at a time, not ten thousand.
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
