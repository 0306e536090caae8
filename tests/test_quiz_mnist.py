"""The quiz on the MNIST network: what code can decide, code decides."""

import math

from utils.data import load_mnist
from utils.experiments import load
from utils.models import load_report_cnn, prepare
from utils.quizzes.mnist import QUESTIONS

import keras
import numpy as np


def question(words: str) -> str:
    """The right answer to the only question with these words."""
    (found,) = [q for q in QUESTIONS if words in q.text]
    return found.right


def test_paper_of_255_is_ink_to_the_network() -> None:
    (images, labels), _ = load_mnist()
    images, labels, network = images[-500:], labels[-500:], load_report_cnn()
    as_they_are, turned = (
        (network.predict(prepare(seen), verbose=0).argmax(axis=1) == labels).mean() for seen in (images, 255 - images)
    )
    assert as_they_are > 0.97
    assert turned < 0.7
    assert question("255 is paper, 0 is ink").startswith("A page full of ink")


def test_the_best_of_fifty_is_lucky_too() -> None:
    """Fifty networks that all read 98 % in truth."""
    rng = np.random.default_rng(0)
    best = rng.binomial(10_000, 0.98, size=(200, 50)).max(axis=1) / 10_000
    assert best.mean() > 0.982
    assert question("50 networks") == "It is too high on average"


def test_bits_and_natural_units() -> None:
    assert 0.050 * math.log(2) < 0.040
    assert question("base 2") == "The first"
    (q,) = [q for q in QUESTIONS if "base 2" in q.text]
    assert f"about {0.050 * math.log(2):.3f}" in q.options["The first"]


def test_ten_images_of_ten_thousand_are_within_chance() -> None:
    accuracies = load("seeds.csv")["test_accuracy"]
    spread = round(10_000 * float(accuracies.max() - accuracies.min()))
    assert spread > 10
    for only_b, convincing in [(0, True), (90, False)]:  # ten more, counted image by image
        only_a = only_b + 10
        chance = sum(math.comb(only_a + only_b, k) for k in range(only_a, only_a + only_b + 1)) / 2 ** (only_a + only_b)
        assert (chance < 0.025) is convincing
    right = question("One run of network A")
    (q,) = [q for q in QUESTIONS if q.right == right]
    assert f"differ by {spread} images" in q.options[right]


def test_only_sgd_feels_the_scale_of_the_loss() -> None:
    def step(optimizer: keras.optimizers.Optimizer, slope: float) -> float:
        weight = keras.Variable(0.0)
        optimizer.apply([keras.ops.convert_to_tensor(slope)], [weight])
        return float(weight)

    longer = {
        name: step(kind(0.001), 20.0) / step(kind(0.001), 0.02)
        for name, kind in (("SGD's", keras.optimizers.SGD), ("Adam's", keras.optimizers.Adam))
    }
    assert longer[question("multiply the loss")] > 999
    assert longer["Adam's"] < 1.001


def test_precision_and_recall() -> None:
    precision, recall = 980 / (980 + 40), 980 / 1000
    assert question("980 as four") == f"{100 * precision:.1f} % and {100 * recall:.1f} %"


def test_loss_and_accuracy_part_where_the_network_overfits() -> None:
    runs = load("overfitting.csv")
    runs = runs[(runs["images"] == 1000) & (runs["dropout"] == 0)]
    for seed in set(runs["seed"]):
        run = runs[runs["seed"] == seed]
        lowest = run["validation_loss"].argmin()
        assert run["validation_loss"][-1] > run["validation_loss"][lowest] + 0.01
        assert run["training_loss"][-1] < run["training_loss"][lowest]
        assert abs(run["validation_accuracy"][-1] - run["validation_accuracy"][lowest]) < 0.01
    assert question("The training loss still falls").endswith("surer of them")
