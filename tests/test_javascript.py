"""The page's JavaScript against Python, in a V8 without a browser."""

import math
from collections.abc import Callable
from typing import Any

from utils.data import load_mnist
from utils.export import export
from utils.ink import normalise, rasterise
from utils.models import SURE, evidence, load_network, load_recogniser, load_report_cnn, prepare, sureness

import keras
import numpy as np
import pytest
from conftest import STATIC

Javascript = Callable[..., Any]


def warped(drawings: list[dict], count: int) -> list[np.ndarray]:
    """Canvases with our drawings at other places and sizes, slants and widths of the pen."""
    rng = np.random.default_rng(0)
    canvases = []
    for i in range(count):
        drawing = drawings[i % len(drawings)]
        points = np.concatenate([np.array(stroke) for stroke in drawing["strokes"]])
        turn = rng.normal(0, 0.1)
        matrix = rng.uniform(0.5, 1.2) * np.array(
            [[math.cos(turn), rng.normal(0, 0.15) - math.sin(turn)], [math.sin(turn), math.cos(turn)]]
        )
        move = rng.uniform(100, 180, 2)
        strokes = [(np.array(stroke) - points.mean(axis=0)) @ matrix.T + move for stroke in drawing["strokes"]]
        canvases.append(rasterise(strokes, width=rng.uniform(8, 28)))
    return canvases


def normalised_by(javascript: Javascript, canvas: np.ndarray) -> np.ndarray:
    height, width = canvas.shape
    pixels = javascript(
        "Array.from(ink.normalise(canvas, width, height))", canvas=canvas.ravel(), width=width, height=height
    )
    return np.array(pixels).reshape(28, 28)


def test_strokes_become_the_same_ink(javascript: Javascript, drawings: list[dict]) -> None:
    rng = np.random.default_rng(1)
    walks = [rng.uniform(-30, 310, 2) + rng.normal(0, 12, (rng.integers(1, 30), 2)).cumsum(axis=0) for _ in range(20)]
    for strokes in [[], [[(120, 90)]], *([walk] for walk in walks), walks, *(d["strokes"] for d in drawings)]:
        width = rng.uniform(2, 30)
        ink = javascript(
            "Array.from(ink.rasterise(strokes, 280, width))", strokes=[np.array(s) for s in strokes], width=width
        )
        assert np.array_equal(np.reshape(ink, (280, 280)), rasterise(strokes, width=width))


def test_ink_becomes_the_same_picture(javascript: Javascript, drawings: list[dict]) -> None:
    canvases = [rasterise(d["strokes"], width=d["width"]) for d in drawings] + warped(drawings, 24)
    for canvas in [*canvases, canvases[0][:, :150], np.zeros((40, 40), np.uint8), canvases[1] // 2 + 60]:
        assert np.abs(normalised_by(javascript, canvas) - normalise(canvas)).max() < 1e-5


def probabilities_by(javascript: Javascript, pictures: np.ndarray) -> np.ndarray:
    answers = javascript(
        "((net) => pictures.map((p) => Array.from(network.forward(net, Float32Array.from(p)).at(-1).data)))"
        "(network.load(recogniser))",
        pictures=pictures.reshape(len(pictures), -1),
    )
    return np.array(answers)


def test_the_page_gives_the_probabilities_of_keras(javascript: Javascript, drawings: list[dict]) -> None:
    _, (images, _) = load_mnist()
    drawn = np.stack([normalise(canvas) for canvas in warped(drawings, 200)])
    pictures = np.concatenate([prepare(images[:1000]), drawn[..., np.newaxis]])
    keras_says = load_network().predict(pictures, verbose=0)
    page_says = probabilities_by(javascript, pictures)
    assert np.abs(page_says - keras_says).max() < 3e-4
    sure = keras_says.max(axis=1) > 0.6
    assert sure.sum() > 1100
    assert np.array_equal(page_says.argmax(axis=1)[sure], keras_says.argmax(axis=1)[sure])


def test_the_page_looks_as_often_as_keras_and_sees_the_same(javascript: Javascript, drawings: list[dict]) -> None:
    pictures = np.stack([normalise(canvas) for canvas in warped(drawings, 50)])[..., np.newaxis]
    z = evidence(load_recogniser()).predict(pictures, verbose=0)
    looks = "reader.prepare(), pictures.map((p) => Array.from(reader.look(Float32Array.from(p))))"
    page_says = np.array(javascript(looks, pictures=pictures.reshape(len(pictures), -1)))
    assert np.abs(sureness(page_says) - sureness(z)).max() < 3e-4


def test_every_layer_gives_what_keras_gives(javascript: Javascript) -> None:
    model = load_network()
    _, (images, _) = load_mnist()
    picture = prepare(images[:1])
    steps = javascript(
        "network.forward(network.load(recogniser), Float32Array.from(p)).map((s) => Array.from(s.data))",
        p=picture.ravel(),
    )
    # The page has a convolution and its batch normalisation in one, and no dropout.
    merged = ("conv2d", "dropout")
    outputs = keras.Model(model.inputs, [layer.output for layer in model.layers])([picture])
    kept = [np.asarray(out).ravel() for layer, out in zip(model.layers, outputs) if not layer.name.startswith(merged)]
    for expected, step in zip(kept, steps, strict=True):
        assert np.allclose(step, expected, atol=2e-3)


def test_the_page_declines_as_python_does(javascript: Javascript) -> None:
    z = np.random.default_rng(0).normal(0, 4, (50, 10))
    said = javascript("zs.map((z) => reader.sureness(z))", zs=z)
    assert np.allclose(said, sureness(z), atol=1e-9)
    assert np.allclose(javascript("reader.sureness(z)", z=[800.0] + 9 * [-800.0]), [1] + 9 * [0])


def test_the_page_tells_the_eleventh_answer_and_how_sure_to_be(javascript: Javascript, drawings: list[dict]) -> None:
    read = "reader.prepare(), [reader.read(Uint8Array.from(ink), 280, 280)].map(({ picture, ...told }) => told)[0]"
    answer = javascript(read, ink=rasterise(drawings[0]["strokes"]).ravel().tolist())
    assert sum(answer["probabilities"]) + answer["none"] == pytest.approx(1)
    assert answer["sure"] == SURE
    assert javascript(read, ink=[0] * 280 * 280) == {"digit": "", "probabilities": [], "none": None, "sure": SURE}


def test_page_and_kernel_are_sure_of_the_same(javascript: Javascript) -> None:
    just_above, just_below = ([p] + 9 * [0.01] for p in (SURE + 1e-6, SURE - 1e-6))
    assert javascript("reader.verdict(p)", p=just_above) == "0"
    assert javascript("reader.verdict(p)", p=just_below) == "?"
    assert javascript("reader.verdict(p)", p=[]) == ""


@pytest.mark.parametrize(("ink", "answer"), [(0, ""), (255, "?")])
def test_a_blank_canvas_is_empty_and_one_that_is_all_ink_is_declined(
    javascript: Callable[..., Any], ink: int, answer: str
) -> None:
    read = "reader.prepare(), [reader.read(new Uint8Array(280 * 280).fill(ink), 280, 280).digit][0]"
    assert javascript(read, ink=ink) == answer


def test_the_exported_weights_are_those_of_the_saved_networks() -> None:
    for network, script in [(load_network(), "recogniser.js"), (load_report_cnn(), "report-cnn.js")]:
        assert (STATIC / script).read_text(encoding="utf-8") == export(network)
