"""A trained network as a script for the page: its layers, and its weights as text."""

import base64
import json
from pathlib import Path

import keras
import numpy as np

STATIC = Path(__file__).parent / "static"


WEIGHTED = keras.layers.Conv2D | keras.layers.Dense


def publish(network: keras.Sequential) -> None:
    """Write the network's script to `static/`: that of report_cnn is report-cnn.js."""
    (STATIC / f"{_stem(network)}.js").write_text(export(network), encoding="utf-8", newline="\n")


def export(network: keras.Sequential) -> str:
    """The network as a script for the page, which gives it its own name: its layers, and its weights in base64.

    The weights are 16-bit integers. The kernel of each filter or unit has its own step, the largest weight being 32,767
    of them; all biases of a layer share one. With the same 16 bits that is finer than half-precision floats, which
    spend five on an exponent. A batch normalisation is multiplied into the convolution before it: when a network is no
    longer trained, it only scales and shifts each map.
    Raises ValueError for a layer that static/network.js does not know, and for a batch normalisation elsewhere.
    """
    described: list[dict[str, object]] = []
    numbers: list[np.ndarray] = []
    kinds = [_kinds(layer, before) for before, layer in zip([None, *network.layers], network.layers)]
    for layer, following, its_kinds in zip(network.layers, [*network.layers[1:], None], kinds):
        arrays = _weights(layer, following)
        steps = [_steps(array) for array in arrays]
        sizes = [{"count": array.size, "steps": step.tolist()} for array, step in zip(arrays, steps)]
        described += [kind | ({"weights": sizes} if kind["kind"] in ("conv", "dense") else {}) for kind in its_kinds]
        numbers += [np.round(array / step).ravel() for array, step in zip(arrays, steps)]
    weights = base64.b64encode(np.concatenate(numbers).astype("<i2").tobytes()).decode("ascii")
    saved = json.dumps({"layers": described, "weights": weights})
    return f"// assets/{_stem(network)}.keras, exported by utils/export.py.\nconst {network.name} = {saved};\n"


def _stem(network: keras.Sequential) -> str:
    """The name of the network's files."""
    return network.name.replace("_", "-")


def _steps(array: np.ndarray) -> np.ndarray:
    """The step of each filter or unit of a kernel, whose last axis they are; of a bias, its one step."""
    largest = np.abs(array.reshape(-1, array.shape[-1] if array.ndim > 1 else 1)).max(axis=0)
    return np.where(largest > 0, largest, 1) / 32_767


def _weights(layer: keras.Layer, following: keras.Layer | None) -> list[np.ndarray]:
    """Kernel and bias of a layer, with the batch normalisation that follows it, if one does, multiplied in."""
    if not isinstance(layer, WEIGHTED):
        return []
    kernel, bias = [*map(np.asarray, layer.get_weights()), np.zeros(layer.kernel.shape[-1])][:2]
    if isinstance(following, keras.layers.BatchNormalization):
        gain, shift, mean, variance = map(np.asarray, following.get_weights())
        scale = gain / np.sqrt(variance + following.epsilon)
        kernel, bias = kernel * scale, (bias - mean) * scale + shift
    return [kernel, bias]


def _kinds(layer: keras.Layer, before: keras.Layer | None) -> list[dict[str, object]]:
    """A Keras layer and the activation in it, in the words of network.js, where that is a layer of its own."""
    flat = len(layer.output.shape) == 2  # of maps, Keras takes each place by itself, and network.js all numbers
    activation = layer.activation.__name__ if isinstance(layer, WEIGHTED) else "linear"
    activated = [] if activation == "linear" else [{"kind": activation}]
    match layer:
        case _ if activation not in ("linear", "relu") and not (activation == "softmax" and flat):
            pass
        case keras.layers.Conv2D(
            kernel_size=(high, wide), padding="valid", strides=(1, 1), dilation_rate=(1, 1), groups=1
        ) if high == wide:
            return [{"kind": "conv", "size": high, "filters": layer.filters}, *activated]
        case keras.layers.MaxPooling2D(pool_size=(high, wide), padding="valid") if high == wide:
            if layer.strides == layer.pool_size:
                return [{"kind": "maxpool", "size": high}]
        case keras.layers.Dense() if flat:
            return [{"kind": "dense", "units": layer.units}, *activated]
        case keras.layers.Flatten():
            return [{"kind": "flatten"}]
        case keras.layers.ReLU(max_value=None, negative_slope=0, threshold=0):
            return [{"kind": "relu"}]
        case keras.layers.Softmax(axis=-1) if flat:
            return [{"kind": "softmax"}]
        case keras.layers.Dropout():
            return []  # it acts in training only
        case keras.layers.BatchNormalization(axis=-1) if isinstance(before, WEIGHTED):
            if before.activation is keras.activations.linear:
                return []  # it is in the weights before it
    raise ValueError(f"static/network.js has no layer for {layer.name} ({type(layer).__name__}) as configured.")
