"""A trained network as a script for the page: its layers, and its weights as text."""

import base64
import json
from pathlib import Path

import keras
import numpy as np

STATIC = Path(__file__).parent / "static"


def publish(network: keras.Sequential) -> None:
    """Write the network's script to `static/`: that of report_cnn is report-cnn.js."""
    (STATIC / f"{_stem(network)}.js").write_text(export(network), encoding="utf-8", newline="\n")


def export(network: keras.Sequential) -> str:
    """The network as a script for the page, which gives it its own name: its layers, and its weights in base64.

    The weights are 16-bit integers. The kernel of each filter or unit has its own step, the largest weight being 32,767
    of them; all biases of a layer share one. With the same 16 bits that is finer than half-precision floats, which
    spend five on an exponent. A batch normalisation is multiplied into the convolution before it: when a network is no
    longer trained, it only scales and shifts each map.
    Raises ValueError for a layer that static/network.js does not know.
    """
    described: list[dict[str, object]] = []
    numbers: list[np.ndarray] = []
    for layer, following in zip(network.layers, [*network.layers[1:], None]):
        arrays = _weights(layer, following)
        steps = [_steps(array) for array in arrays]
        sizes = [{"count": array.size, "steps": step.tolist()} for array, step in zip(arrays, steps)]
        described += [
            kind | ({"weights": sizes} if kind["kind"] in ("conv", "dense") else {}) for kind in _kinds(layer)
        ]
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
    if not isinstance(layer, keras.layers.Conv2D | keras.layers.Dense):
        return []
    kernel, bias = [*map(np.asarray, layer.get_weights()), np.zeros(layer.kernel.shape[-1])][:2]
    if isinstance(following, keras.layers.BatchNormalization):
        gain, shift, mean, variance = map(np.asarray, following.get_weights())
        scale = gain / np.sqrt(variance + following.epsilon)
        kernel, bias = kernel * scale, (bias - mean) * scale + shift
    return [kernel, bias]


def _kinds(layer: keras.Layer) -> list[dict[str, object]]:
    """A Keras layer in the words of network.js; its activation counts as a layer of its own."""
    match layer:
        case keras.layers.Conv2D(padding="valid", strides=(1, 1)):
            described = {"kind": "conv", "size": layer.kernel_size[0], "filters": layer.filters}
        case keras.layers.MaxPooling2D(padding="valid") if layer.pool_size == layer.strides:
            return [{"kind": "maxpool", "size": layer.pool_size[0]}]
        case keras.layers.Flatten():
            return [{"kind": "flatten"}]
        case keras.layers.Dropout() | keras.layers.BatchNormalization():
            return []  # the one acts in training only, the other is in the weights before it
        case keras.layers.ReLU() | keras.layers.Softmax():
            return [{"kind": type(layer).__name__.lower()}]
        case keras.layers.Dense():
            described = {"kind": "dense", "units": layer.units}
        case _:
            raise ValueError(f"static/network.js has no layer for {layer.name} ({type(layer).__name__}) as configured.")
    activation = layer.activation.__name__
    return [described] + ([] if activation == "linear" else [{"kind": activation}])
