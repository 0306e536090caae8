import json

from utils.assets import asset
from utils.data import load_mnist
from utils.experiments import report_cnn as experiment
from utils.ink import normalise, rasterise
from utils.models import (
    SURE,
    alexnet,
    evidence,
    lenet5,
    load_network,
    load_recogniser,
    load_report_cnn,
    prepare,
    recogniser,
    report_cnn,
    sureness,
)
from utils.train import or_none

import keras
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT


def architecture(network: keras.Model) -> list[tuple]:
    """What the report fixes of each layer; names and seeds aside."""
    facts = ["filters", "kernel_size", "strides", "padding", "pool_size", "units", "rate", "use_bias"]
    return [
        (
            type(layer).__name__,
            layer.output.shape,
            [getattr(layer, fact, None) for fact in facts],
            getattr(getattr(layer, "activation", None), "__name__", None),
            type(getattr(layer, "kernel_initializer", None)).__name__,
        )
        for layer in network.layers
    ]


def test_the_report_network_has_the_parameters_counted_by_hand() -> None:
    counts = [layer.count_params() for layer in report_cnn().layers]
    assert counts == [208, 0, 3216, 0, 0, 32896, 0, 1290]
    assert report_cnn().count_params() == 37_610


def test_lenet_5_has_the_shapes_and_the_usual_number_of_parameters() -> None:
    """Shapes: LeCun et al. 1998, figure 2. Counts: (k·k·c + 1) a map, (n + 1) a unit."""
    network = lenet5()
    shapes = {layer.name: layer.output.shape[1:] for layer in network.layers}
    assert (shapes["frame"], shapes["C1"], shapes["S2"]) == ((32, 32, 1), (28, 28, 6), (14, 14, 6))
    assert (shapes["C3"], shapes["S4"], shapes["C5"]) == ((10, 10, 16), (5, 5, 16), (1, 1, 120))
    counts = [layer.count_params() for layer in network.layers if layer.count_params()]
    assert counts == [26 * 6, 151 * 16, 401 * 120, 121 * 84, 85 * 10]
    assert network.count_params() == 61_706


def test_lenet_5_is_what_it_says_it_is_where_shapes_do_not_show_it() -> None:
    kinds = {layer.name: type(layer).__name__ for layer in lenet5().layers}
    assert kinds["S2"] == kinds["S4"] == "AveragePooling2D"
    activations = [layer.activation.__name__ for layer in lenet5().layers if layer.count_params()]
    assert activations == ["tanh"] * 4 + ["softmax"]
    pictures = np.zeros((1, 28, 28, 1), np.float32)
    assert lenet5()(pictures).numpy() == pytest.approx(0.1)  # nothing in and no bias: nothing known


ALEXNET = [11 * 11 * 3 * 96, 5 * 5 * 48 * 256, 3 * 3 * 256 * 384, 3 * 3 * 192 * 384, 3 * 3 * 192 * 256]


def test_alexnet_with_two_towers_has_the_paper_s_60_million() -> None:
    """Krizhevsky et al. 2012, section 3.5: kernels of 11×11×3, 5×5×48, 3×3×256, 3×3×192 and 3×3×192; dense 4096."""
    network = alexnet()
    shapes = [layer.output.shape[1:] for layer in network.layers if "Conv" in type(layer).__name__]
    assert shapes == [(55, 55, 96), (27, 27, 256), (13, 13, 384), (13, 13, 384), (13, 13, 256)]
    counts = [layer.count_params() for layer in network.layers if layer.count_params()]
    maps, units = [96, 256, 384, 384, 256], [4096, 4096, 1000]
    dense = [6 * 6 * 256 * 4096, 4096 * 4096, 4096 * 1000]
    assert counts == [weights + bias for weights, bias in zip(ALEXNET + dense, maps + units)]
    assert network.count_params() == 60_965_224


def test_alexnet_with_one_tower_has_more_in_three_layers() -> None:
    counts = [layer.count_params() for layer in alexnet(towers=1).layers if "Conv" in type(layer).__name__]
    doubled = [weights * (2 if number in (1, 3, 4) else 1) for number, weights in enumerate(ALEXNET)]
    assert counts == [weights + bias for weights, bias in zip(doubled, [96, 256, 384, 384, 256])]
    assert alexnet(towers=1).count_params() == 62_378_344  # as chapter 4 tells


def test_chapter_5_builds_the_network_of_utils_models() -> None:
    notebook = json.loads((ROOT / "book" / "5-mnist.ipynb").read_text(encoding="utf-8"))
    namespace = {"keras": keras, "layers": keras.layers}
    for source in ("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"):
        if source.startswith("def scaled") or "network = keras.Sequential" in source:
            exec(source, namespace)
    assert architecture(namespace["network"]) == architecture(report_cnn())


def test_preparing_makes_paper_0_and_ink_1() -> None:
    images = np.zeros((2, 28, 28), dtype=np.uint8)
    images[1, 3, 4] = 255
    images[0, 0, 0] = 51
    prepared = prepare(images)
    assert prepared.shape == (2, 28, 28, 1)
    assert prepared.dtype == np.float32
    assert prepared[1, 3, 4, 0] == 1
    assert prepared[0, 0, 0, 0] == np.float32(0.2)
    assert np.count_nonzero(prepared) == 2


@pytest.mark.parametrize("images", [np.zeros((5, 28, 28)), np.zeros((28, 28), np.uint8), np.zeros((1, 8, 8), np.uint8)])
def test_preparing_refuses_what_is_not_mnist(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8 images of shape"):
        prepare(images)


def test_the_stored_report_network_is_the_report_s_and_reads_mnist_as_stored() -> None:
    network = load_report_cnn()
    assert architecture(network) == architecture(report_cnn())
    _, (images, labels) = load_mnist()
    accuracy = (network.predict(prepare(images), verbose=0).argmax(axis=1) == labels).mean()
    stored = pd.read_csv(asset("seeds.csv"), comment="#", index_col="seed")
    assert accuracy == pytest.approx(stored.test_accuracy[0], abs=0.0003)


def test_ink_that_rolls_back_in_matters_little_to_the_reading() -> None:
    """Chapter 4 shifts with np.roll: in its section on shifts the ink that leaves comes back on the other side."""
    _, (images, labels) = load_mnist()
    rolled = np.roll(prepare(images[:2000]), 4, axis=2)
    blank = rolled.copy()
    blank[:, :, :4] = 0
    assert 0.1 < (rolled != blank).any(axis=(1, 2, 3)).mean() < 0.2  # one in six of all 10,000
    read = [load_report_cnn().predict(it, batch_size=1000, verbose=0).argmax(axis=1) for it in (rolled, blank)]
    one, other = ((digits == labels[:2000]).mean() for digits in read)
    assert one == pytest.approx(other, abs=0.005)
    assert one < 0.8


def test_the_stored_seeds_agree_with_themselves() -> None:
    stored = pd.read_csv(asset("seeds.csv"), comment="#", index_col="seed")
    assert list(stored.index) == [0, 1, 2, 3, 4]
    _, (_, labels) = load_mnist()
    recall = stored[[f"recall_{digit}" for digit in range(10)]]
    assert np.allclose(recall @ np.bincount(labels) / len(labels), stored.test_accuracy, atol=0.0001)


def test_a_slice_of_the_training_learns() -> None:
    """One epoch on 12,000 images, over two seeds: measured 0.948 to 0.956; without learning it is 0.1."""
    for seed in (0, 1):
        _, row = experiment.train(seed, epochs=1, size=12_000)
        assert row["test_accuracy"] == pytest.approx(0.95, abs=0.015)


def test_the_recogniser_has_the_parameters_counted_by_hand() -> None:
    """A convolution of k × k × n to m maps has k²nm weights and no bias; a normalisation four numbers a map."""
    counts = [layer.count_params() for layer in recogniser().layers if layer.count_params()]
    convolutions = [25 * 20, 4 * 20, 9 * 20 * 36, 4 * 36, 9 * 36 * 36, 4 * 36, 9 * 36 * 56, 4 * 56]
    assert counts == [*convolutions, 2 * 2 * 56 * 10 + 10]
    assert sum(counts) == 39_630


def test_sureness_by_hand() -> None:
    assert sureness(np.zeros((1, 10))) == pytest.approx(1 / 11)  # eleven answers with the same evidence
    assert sureness(np.array([[np.log(3.0)] + [-np.inf] * 9]))[0] == pytest.approx([0.75] + [0] * 9)
    assert sureness(np.full((1, 10), 1000.0)) == pytest.approx(0.1)  # overwhelming evidence for all: no overflow
    assert sureness(np.full((1, 10), -1000.0)) == pytest.approx(0)


def test_sureness_is_a_softmax_over_eleven_answers_and_its_loss_the_cross_entropy() -> None:
    z = np.random.default_rng(0).normal(0, 3, (50, 10))
    labels = np.arange(50) % 11
    eleven = keras.ops.convert_to_numpy(keras.ops.softmax(np.hstack([z, np.zeros((50, 1))])))
    assert np.allclose(sureness(z), eleven[:, :10])
    loss = or_none(keras.ops.convert_to_tensor(labels), keras.ops.convert_to_tensor(z))
    assert np.allclose(loss, -np.log(eleven[np.arange(50), labels]), atol=1e-6)


def test_the_recogniser_s_probabilities_are_the_softmax_of_its_evidence() -> None:
    network = load_recogniser()
    assert network.count_params() <= 40_000
    _, (images, _) = load_mnist()
    z = evidence(network).predict(prepare(images[:200]), verbose=0)
    assert np.allclose(network.predict(prepare(images[:200]), verbose=0), keras.ops.softmax(z), atol=1e-5)


def test_the_recogniser_looks_six_times() -> None:
    """Pictures moved and leant by hand, with nothing but NumPy, and the mean of what the network makes of them."""
    _, (images, _) = load_mnist()
    pictures = prepare(images[:50])
    rows, columns, tells = np.arange(28)[:, None], np.arange(28)[None, :], evidence(load_network())

    def seen(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        framed = np.pad(pictures[..., 0], ((0, 0), (3, 4), (3, 4)))  # paper all around
        left, top = np.floor(x + 0 * y).astype(int), np.floor(y + 0 * x).astype(int)
        right, down = x - left, y - top
        at = [framed[:, (top + v + 3).clip(0, 34), (left + u + 3).clip(0, 34)] for v in (0, 1) for u in (0, 1)]
        upper, lower = (at[0] * (1 - right) + at[1] * right), (at[2] * (1 - right) + at[3] * right)
        return (upper * (1 - down) + lower * down)[..., np.newaxis]

    middle = 13.5
    looks = [seen(columns, rows + 1), seen(columns, rows - 1)]
    looks += [seen(columns + lean * (rows - middle), rows) for lean in (-0.15, 0.15)]
    looks += [seen(*(middle + share * (at - middle) for at in (columns, rows))) for share in (0.926, 1.087)]
    expected = np.mean([tells.predict(look, verbose=0) for look in looks], axis=0)
    z = evidence(load_recogniser()).predict(pictures, verbose=0)
    assert np.abs(sureness(z) - sureness(expected)).max() < 2e-3


def test_the_recogniser_reads_mnist_and_the_drawings_of_our_own(drawings: list[dict]) -> None:
    network = load_recogniser()
    _, (images, labels) = load_mnist()
    assert (network.predict(prepare(images), verbose=0).argmax(axis=1) == labels).mean() >= 0.995
    pictures = np.array([normalise(rasterise(d["strokes"], width=d["width"])) for d in drawings])[..., np.newaxis]
    sure = sureness(evidence(network).predict(pictures, verbose=0))
    assert sure.argmax(axis=1).tolist() == [d["digit"] for d in drawings]


def test_the_recogniser_declines_what_is_no_digit() -> None:
    """Our own strokes, at a size of our own: dot, dash, A, E, H, K, M, a scribble, a horse."""
    none = {
        "dot": [[(140, 140)]],
        "dash": [[(60, 140), (220, 142)]],
        "short dash": [[(130, 140), (150, 140)]],
        "shorter dash": [[(134, 138), (144, 142)]],
        "slanted dash": [[(128, 150), (150, 130)]],
        "nothing": [],
        "A": [[(60, 230), (140, 40), (220, 230)], [(90, 160), (190, 160)]],
        "E": [[(200, 50), (80, 50), (80, 230), (200, 230)], [(80, 140), (180, 140)]],
        "H": [[(80, 40), (80, 240)], [(200, 40), (200, 240)], [(80, 140), (200, 140)]],
        "K": [[(80, 40), (80, 240)], [(200, 40), (80, 150), (200, 240)]],
        "M": [[(50, 230), (60, 50), (140, 180), (220, 50), (230, 230)]],
        "scribble": [
            [(60, 100), (220, 60), (80, 200), (240, 180), (40, 60), (200, 240), (150, 40), (60, 180), (230, 100)]
        ],
        "horse": [
            [(40, 120), (60, 90), (90, 100), (180, 100), (210, 70), (240, 60), (230, 90), (215, 110), (210, 140)],
            [(70, 130), (70, 220)],
            [(90, 140), (95, 220)],
            [(180, 140), (180, 220)],
            [(200, 140), (205, 220)],
            [(70, 130), (200, 135)],
            [(40, 120), (30, 160)],
        ],
    }
    pictures = np.array([normalise(rasterise(strokes)) for strokes in none.values()])[..., np.newaxis]
    sure = sureness(evidence(load_recogniser()).predict(pictures, verbose=0)).max(axis=1)
    assert {name: round(float(p), 2) for name, p in zip(none, sure) if p > SURE} == {}
