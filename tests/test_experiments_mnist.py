"""The stored experiments of chapter 5: the tables, a part of each run again, and what is told of them."""

from utils.data import HELD_BACK
from utils.experiments import load, optimizers, overfitting, speed
from utils.intervals import wilson

import keras
import numpy as np
import pytest
import tensorflow as tf


def where(table: np.ndarray, **values: object) -> np.ndarray:
    """The rows of a table whose columns have these values."""
    return table[np.all([table[name] == value for name, value in values.items()], axis=0)]


# The optimisers


@pytest.fixture(scope="module")
def rates() -> np.ndarray:
    return load("rates.csv")


@pytest.fixture(scope="module")
def races() -> np.ndarray:
    return load("optimizers.csv")


def test_every_optimiser_tried_the_same_rates(rates: np.ndarray) -> None:
    assert len(rates) == 6 * 9 * 2
    for name in optimizers.OPTIMIZERS:
        assert sorted(where(rates, optimizer=name, epoch=2)["rate"].tolist()) == sorted(optimizers.RATES)


def test_every_optimiser_raced_from_five_seeds_with_its_best_rate_and_with_keras_s(rates, races) -> None:
    best = optimizers.best_rates(rates)
    assert len(races) == 5 * 3 * sum(len({best[name], optimizers.DEFAULTS[name]}) for name in best)
    for name, rate in [*best.items(), *optimizers.DEFAULTS.items()]:
        for epoch in (1, 2, 3):
            assert sorted(where(races, optimizer=name, rate=rate, epoch=epoch)["seed"].tolist()) == [0, 1, 2, 3, 4]
    assert (races["seconds"] > 0).all()


def test_the_best_rate_is_the_one_with_the_highest_accuracy_after_the_last_epoch() -> None:
    rows = [
        {"optimizer": name, "rate": rate, "epoch": epoch, "validation_accuracy": accuracy}
        for name in optimizers.OPTIMIZERS
        for rate, epoch, accuracy in [(0.1, 1, 0.99), (0.1, 2, 0.5), (0.3, 1, 0.2), (0.3, 2, 0.6), (1.0, 2, 0.4)]
    ]
    assert optimizers.best_rates(rows) == dict.fromkeys(optimizers.OPTIMIZERS, 0.3)


def test_the_defaults_are_keras_s() -> None:
    kinds = {"AdaGrad": keras.optimizers.Adagrad, "momentum": keras.optimizers.SGD}
    for name, rate in optimizers.DEFAULTS.items():
        kind = kinds.get(name) or getattr(keras.optimizers, name)
        assert float(kind().learning_rate) == pytest.approx(rate)
        assert float(optimizers.OPTIMIZERS[name](0.25).learning_rate) == 0.25
        assert type(optimizers.OPTIMIZERS[name](0.25)) is kind
    assert optimizers.OPTIMIZERS["momentum"](0.1).momentum == 0.9
    assert optimizers.OPTIMIZERS["SGD"](0.1).momentum == 0


@pytest.mark.parametrize(("name", "rate", "within"), [("Adam", 0.003, 0.006), ("momentum", 0.001, 0.015)])
def test_an_epoch_again_ends_as_stored(rates: np.ndarray, name: str, rate: float, within: float) -> None:
    (row,) = optimizers.train(name, rate, seed=0, epochs=1)
    (stored,) = where(rates, optimizer=name, rate=rate, epoch=1)
    assert row["validation_accuracy"] == pytest.approx(stored["validation_accuracy"], abs=within)


def means(races: np.ndarray, chosen: dict[str, float]) -> dict[str, float]:
    return {
        name: where(races, optimizer=name, rate=rate, epoch=3)["validation_accuracy"].mean()
        for name, rate in chosen.items()
    }


def test_what_the_chapter_says_of_the_rates(rates: np.ndarray) -> None:
    best = optimizers.best_rates(rates)
    assert best["Adam"] == best["RMSprop"] == 0.003
    assert best["Adadelta"] == max(optimizers.RATES)  # the list ends before the valley does
    for name, rate in best.items():
        assert 0.98 < where(rates, optimizer=name, rate=rate, epoch=2)["validation_accuracy"][0] < 0.99
    behind = {
        name: where(rates, optimizer=name, rate=best[name], epoch=2)["validation_accuracy"][0]
        - where(rates, optimizer=name, rate=rate, epoch=2)["validation_accuracy"][0]
        for name, rate in optimizers.DEFAULTS.items()
    }
    assert max(behind["Adam"], behind["RMSprop"]) < 0.01 < behind["SGD"] < behind["AdaGrad"] < behind["Adadelta"]
    for name in set(best) - {"Adadelta"}:  # the wall
        assert where(rates, optimizer=name, rate=3, epoch=2)["validation_accuracy"][0] < 0.12


def test_what_the_chapter_says_of_the_race(rates: np.ndarray, races: np.ndarray) -> None:
    tuned, default = means(races, optimizers.best_rates(rates)), means(races, optimizers.DEFAULTS)
    assert all(0.9865 < accuracy < 0.9905 for accuracy in tuned.values())  # near one error in a hundred
    assert sorted(default, key=default.__getitem__)[-2:] == ["RMSprop", "Adam"]
    assert 0 < default["Adam"] - default["RMSprop"] < 1 / HELD_BACK  # less than one image
    assert default["Adam"] - default["RMSprop"] == pytest.approx(0.00012)
    alike = [where(races, rate=0.001, epoch=epoch, optimizer=name) for epoch in (2, 3) for name in ("Adam", "RMSprop")]
    before, last = (a["validation_accuracy"] - b["validation_accuracy"] for a, b in (alike[:2], alike[2:]))
    assert (last < 0).sum() == 2  # seeds that say RMSprop
    assert before.mean() < 0
    assert min(default, key=default.__getitem__) == max(tuned, key=tuned.__getitem__) == "Adadelta"
    assert min(tuned, key=tuned.__getitem__) == "Adam"
    assert max(tuned.values()) - min(tuned.values()) < 0.0034


def test_by_the_second_the_race_looks_as_by_the_epoch(rates: np.ndarray, races: np.ndarray) -> None:
    best = optimizers.best_rates(rates)
    seconds = [where(races, optimizer=name, rate=rate, epoch=3)["seconds"].mean() for name, rate in best.items()]
    (slow, fast) = (where(races, optimizer="SGD", rate=rate, epoch=3)["seconds"].mean() for rate in (0.3, 0.01))
    assert (round(fast, 1), round(slow, 1)) == (8.9, 11.4)
    assert max(seconds) / min(seconds) < slow / fast  # the same work, so the noise of the timing


def test_adam_steps_as_the_chapter_s_formula_says() -> None:
    weight, optimizer, m, v, w = keras.Variable(0.0), keras.optimizers.Adam(0.001), 0.0, 0.0, 0.0
    for k, g in enumerate((2.0, -0.5, 0.1), start=1):
        optimizer.apply([keras.ops.convert_to_tensor(g)], [weight])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w -= 0.001 * (m / (1 - 0.9**k)) / np.sqrt(v / (1 - 0.999**k))
        assert float(weight) == pytest.approx(w, rel=1e-4)


# Overfitting


def test_overfitting_again_ends_as_stored() -> None:
    again = overfitting.train(1_000, 0.0, seed=0, looks=4)
    stored = where(load("overfitting.csv"), images=1_000, dropout=0, seed=0)[:4]
    for row, old in zip(again, stored):
        assert row["steps"] == old["steps"]
        assert row["validation_loss"] == pytest.approx(old["validation_loss"], abs=0.06)
        assert row["training_accuracy"] == pytest.approx(old["training_accuracy"], abs=0.02)


def test_what_the_chapter_says_of_overfitting() -> None:
    runs, ends, lowest = load("overfitting.csv"), {}, {}
    assert len(runs) == 3 * 3 * overfitting.LOOKS
    for images, dropout in overfitting.SETTINGS:
        mean = where(runs, images=images, dropout=dropout)["validation_loss"].reshape(3, -1).mean(axis=0)
        ends[images, dropout], lowest[images, dropout] = mean[-1], mean.min()
        accuracy = where(runs, images=images, dropout=dropout)["validation_accuracy"].reshape(3, -1).mean(axis=0)
        assert accuracy[-1] > accuracy[mean.argmin()] + (0.002 if images == 1_000 else -0.002)
    assert (where(runs, images=1_000, steps=2000)["training_accuracy"] > 0.998).all()  # learned by heart
    assert ends[1_000, 0] > lowest[1_000, 0] + 0.02
    assert ends[1_000, 0.5] < ends[1_000, 0]
    assert ends[10_000, 0] < ends[1_000, 0] / 3


# Speed


@pytest.fixture(scope="module")
def runs() -> np.ndarray:
    return load("speed.csv")


def test_the_rate_rises_in_the_first_fifth_and_falls_to_nothing() -> None:
    rate = speed.RiseAndFall(0.008, 1000)
    values = [float(rate(tf.constant(step))) for step in (0, 100, 200, 600, 999, 1000, 1100)]
    assert values == pytest.approx([0.0004, 0.0044, 0.008, 0.004, 0.00001, 0.0004, 0.0044], rel=1e-3)
    assert max(float(rate(step)) for step in range(1000)) < 0.0081


def test_all_ways_reached_it_and_are_raced_alike(runs: np.ndarray) -> None:
    names = [way.change for way in (*speed.WAYS, speed.TRIED)]
    assert list(dict.fromkeys(runs["change"].tolist())) == names
    for name in names:
        rows = where(runs, change=name)
        assert rows["seed"].tolist() == [0, 1, 2, 3, 4]
        assert (rows["validation_accuracy"] >= 0.9877).all()
    first = speed.WAYS[0]
    assert (first.batch, first.peak, first.steps, first.jit, first.whole) == (32, None, 1, False, False)


def test_what_the_chapter_says_of_speed(runs: np.ndarray) -> None:
    seconds = {way.change: where(runs, change=way.change)["seconds"].mean() for way in (*speed.WAYS, speed.TRIED)}
    epochs = {way.change: where(runs, change=way.change)["epochs"].mean() for way in (*speed.WAYS, speed.TRIED)}
    listing, larger, rising, fifty, whole = (seconds[way.change] for way in speed.WAYS)
    assert round(listing / whole, 1) == 5.6
    assert larger / rising > max(rising / fifty, fifty / whole) > listing / larger  # the schedule buys most
    assert epochs[speed.WAYS[0].change] < epochs[speed.WAYS[1].change]  # what larger batches cost
    assert 2.5 < epochs[speed.WAYS[0].change] < 3.5
    assert epochs[speed.WAYS[2].change] < 1.7
    each = [seconds[way.change] / epochs[way.change] for way in speed.WAYS]
    assert each[0] > each[1] > each[3] > each[4]
    assert each[2] > each[3]
    assert seconds[speed.TRIED.change] > rising  # jit does not pay here


@pytest.mark.parametrize("way", [speed.WAYS[2], speed.WAYS[-1]], ids=lambda way: way.change)
def test_one_epoch_in_the_fast_ways_again(way: speed.Way) -> None:
    again = speed.train(way, seed=1, target=0.97)
    assert again["epochs"] == 1
    assert again["validation_accuracy"] > 0.984  # a constant rate of 0.001 is at 0.982 then


def test_who_does_not_arrive_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "PATIENCE", 2)
    with pytest.raises(RuntimeError, match=r"the report's listing, seed 0: .* after 2 epochs; 98\.77% were wanted"):
        speed.train(speed.WAYS[0], seed=0, size=500)


# The five seeds


def test_what_the_chapter_says_of_the_seeds() -> None:
    seeds = load("seeds.csv")
    better = seeds["validation_accuracy"] - seeds["test_accuracy"]
    assert (better > 0.001).sum() == 4
    assert abs(better.min()) < 0.0005
    p = seeds["test_accuracy"].mean()
    chance = np.sqrt(p * (1 - p) * (1 / 5_000 + 1 / 10_000))  # of the images, for one network
    assert round(better.mean(), 4) == round(float(chance), 4) == 0.0018
    assert np.ptp(seeds["test_accuracy"]) > 0.002  # one recipe, twice a tenth of a per cent
    recall = np.array([[row[f"recall_{digit}"] for digit in range(10)] for row in seeds])
    assert recall.mean(axis=0).argmax() == 1
    assert recall.mean(axis=0).argmin() == 9
    assert set(recall.argmax(axis=1)) == {0, 1}
    assert 5 not in recall.argmin(axis=1)
    low, high = wilson(round(recall[:, 9].mean() * 1009), 1009)
    assert recall.mean(axis=0)[:2].min() > high
    others = np.delete(recall.mean(axis=0), [0, 1, 9])
    assert high - low > np.ptp(others)  # as wide as the differences between most digits
