"""The quiz of chapter 7: what code can decide, code decides."""

from utils.layers import softmax
from utils.models import sureness
from utils.quizzes.handwriting import QUESTIONS

import numpy as np
import pytest


def question(words: str) -> str:
    """The right answer to the only question with these words."""
    (found,) = [q for q in QUESTIONS if words in q.text]
    return found.right


def test_two_changes_at_once_leave_the_share_of_each_open() -> None:
    """Three worlds that fit both numbers, 8 and 3: in each of them another change helped more."""
    worlds = [{"pens": 4.5, "warps": 0.5}, {"pens": 0.5, "warps": 4.5}, {"pens": 6.0, "warps": -1.0}]
    assert {8 - sum(world.values()) for world in worlds} == {3}
    assert len({max(world, key=world.get) for world in worlds}) == 2
    assert question("both at once") == "That cannot be told"


def test_the_best_of_ten_is_flattered() -> None:
    tries = np.random.default_rng(0).binomial(1000, 0.95, size=(2000, 10)).max(axis=1) / 1000
    assert tries.mean() > 0.955
    assert question("ten thresholds on the test set") == "It is too high, as a rule"
    large = np.random.default_rng(0).binomial(100_000, 0.95, size=(2000, 10)).max(axis=1) / 100_000
    assert 0.95 < large.mean() < tries.mean()  # size makes it smaller, not gone


def test_shuffled_digits_share_their_writers() -> None:
    writers = np.repeat(np.arange(44), 250)
    np.random.default_rng(0).shuffle(writers)
    learned, tested = writers[:8000], writers[8000:]
    assert set(tested) <= set(learned)
    assert np.bincount(learned).mean() == pytest.approx(180, abs=5)
    assert question("44 people").startswith("How new digits are read of people whom it knows")


def test_no_warp_draws_a_foot() -> None:
    assert question("no 1 has a foot") == "A one with a foot"


def test_the_machine_that_does_not_look() -> None:
    labels = np.arange(1000) % 10
    right, confidence = labels == 7, np.full(1000, 0.1)
    calibrated, accurate = abs((confidence - right).mean()) < 1e-9, right.mean() > 0.5
    assert (calibrated, accurate) == (True, False)
    assert question("One image in ten shows a 7") == "Calibrated, not accurate"


def test_a_temperature_changes_no_answer() -> None:
    logits = np.random.default_rng(0).normal(size=(1000, 10)) * 5
    before, after = softmax(logits), softmax(logits / 2)
    assert np.array_equal(before.argmax(axis=1), after.argmax(axis=1))
    assert (after.max(axis=1) < before.max(axis=1)).all()
    assert not np.allclose(after.max(axis=1), before.max(axis=1) / 2, rtol=0.05)
    assert question("divided by 2") == "900"


def test_a_higher_threshold_declines_what_the_lower_did_and_nothing_else_is_certain() -> None:
    sure = sureness(np.random.default_rng(0).normal(size=(1000, 10)) * 4).max(axis=1)
    assert (sure[sure <= 0.6] <= 0.9).all()
    digits, right = np.array([0.95, 0.8, 0.5]), np.array([False, True, True])
    assert (digits <= 0.9).sum() > (digits <= 0.6).sum()  # more digits are declined, not fewer
    assert right[digits > 0.9].mean() < right[digits > 0.6].mean()  # and what is answered may be worse
    assert question("rises from 0.6 to 0.9") == "Whatever was declined before is declined now"


def test_a_figure_belongs_to_what_it_was_measured_on() -> None:
    assert question("the horse that a reader will draw").startswith("Little")
