"""The training of the recogniser, on a small part of what it learns from."""

from utils import examples
from utils import train as training
from utils.examples import NONE, drawn, mnist
from utils.models import evidence, prepare, sureness
from utils.styles import no_digit
from utils.train import or_none, train

import numpy as np
import pytest
import tensorflow as tf


@pytest.mark.parametrize("pen", [True, False])
def test_the_review_shows_twice_what_people_wrote_half_of_it_unwarped_and_blots(
    monkeypatch: pytest.MonkeyPatch, pen: bool
) -> None:
    images, labels = mnist()
    points, digits = examples.pens()
    monkeypatch.setattr(examples, "mnist", lambda: (images[:300], labels[:300]))
    monkeypatch.setattr(examples, "pens", lambda: (points[:5], digits[:5]))
    monkeypatch.setattr(examples, "STYLES", 20)
    monkeypatch.setattr(examples, "OTHERS", 10)
    monkeypatch.setattr(examples, "BLOTS", 40)
    lessons: list[tuple] = []
    monkeypatch.setattr(training, "_teach", lambda *lesson: lessons.append(lesson))
    train(seed=0, pen=pen)

    first, review = (lesson[1] for lesson in lessons)
    by_people = 300 + 15 * pen  # each of five pen digits is drawn three times
    assert len(first) == by_people + 30
    blots = examples.blots(np.random.default_rng(0))
    assert np.array_equal(review, np.concatenate([first, first[:by_people], blots]))
    assert np.array_equal(lessons[1][2], np.concatenate([lessons[0][2], lessons[0][2][:by_people], 40 * [NONE]]))
    batch = tf.constant(prepare(images[:1000]))
    for (*_, changed, _, _, _, _), expected in zip(lessons, (0, 0.5)):
        same = (np.asarray(changed(batch)) == batch.numpy()).all(axis=(1, 2, 3)).mean()
        assert same == pytest.approx(expected, abs=0.06)


def test_the_loss_is_a_cross_entropy_over_eleven_answers() -> None:
    """By hand: the evidence 2, 0, …, 0 makes e² + 9 + 1 together, the 1 for "none of these"."""
    z = np.array([[2.0] + [0] * 9] * 3, dtype=np.float32)
    loss = np.asarray(or_none(np.array([0, 5, 10]), tf.constant(z)))
    whole = np.e**2 + 10
    assert loss == pytest.approx([np.log(whole / np.e**2), np.log(whole), np.log(whole)], rel=1e-6)


def test_a_slice_of_the_training_learns_to_read_and_to_decline(monkeypatch: pytest.MonkeyPatch) -> None:
    images, labels = mnist()
    held_back, held_labels = mnist(held_back=True)
    monkeypatch.setattr(examples, "mnist", lambda: (images[:8000], labels[:8000]))
    monkeypatch.setattr(examples, "STYLES", 1000)
    monkeypatch.setattr(examples, "OTHERS", 2000)
    monkeypatch.setattr(examples, "BLOTS", 400)
    network = train(seed=0, epochs=3, pen=False)

    read = network.predict(prepare(held_back), verbose=0).argmax(axis=1)
    assert (read == held_labels).mean() == pytest.approx(0.984, abs=0.01)  # measured: 0.9846 and 0.9834 from two seeds

    rng = np.random.default_rng(1)
    signs = np.array([drawn(no_digit(rng), rng, examples.SMALL) for _ in range(300)])[..., np.newaxis]
    digits, others = (
        sureness(evidence(network).predict(pictures, verbose=0)).max(axis=1)
        for pictures in (prepare(held_back[:1000]), signs)
    )
    assert (digits < 0.5).mean() < 0.12  # measured: 0.037 and 0.052
    assert (others < 0.5).mean() > 0.85  # measured: 0.930 and 0.917
