"""Train the recogniser and export it to the page: `python -m utils.train`, ten to twenty minutes on two cores.

Written anew: `assets/recogniser.keras`, its checksum, and `static/recogniser.js`, its weights as the page reads them.
"""

import functools
from collections.abc import Callable
from typing import Any

from utils import examples
from utils.assets import FOLDER, record
from utils.examples import training_set, warp
from utils.export import publish
from utils.models import evidence, load_network, recogniser

import keras
import numpy as np
import tensorflow as tf

EPOCHS = 24
REVIEW = 3  # more epochs, at the end
BATCH = 128
RATE = 0.01  # the largest learning rate: it rises to this for a fifth of the time, and falls to 0 along a cosine
REVIEW_RATE = 0.001  # from which it falls to 0 in the review


def main() -> None:
    """Train with seed 0 and write what the module says."""
    train(seed=0, verbose=2).save(FOLDER / "recogniser.keras")
    record("recogniser.keras")
    publish(load_network())


def train(
    seed: int,
    epochs: int = EPOCHS,
    review: int = REVIEW,
    affine: bool = True,
    thickness: bool = True,
    verbose: int = 0,
    **ingredients: Any,
) -> keras.Sequential:
    """The recogniser after training. What it learns from, and how it is warped, is as `utils.examples` has it.

    `ingredients` goes to `training_set`. In the last `review` epochs every other picture comes as it is, since nobody
    warps what is drawn, what people wrote comes twice, and blots join "none of these". Nothing is chosen by looking:
    what the last epoch leaves is the result.
    """
    keras.utils.set_random_seed(seed)
    pictures, labels = training_set(np.random.default_rng(seed), **ingredients)
    network = recogniser()
    warped = functools.partial(warp, affine=affine, thickness=thickness)
    steps = epochs * (len(labels) // BATCH)
    rate = keras.optimizers.schedules.CosineDecay(
        RATE / 10, decay_steps=int(0.8 * steps), warmup_target=RATE, warmup_steps=int(0.2 * steps)
    )
    _teach(network, pictures, labels, warped, rate, epochs, seed, verbose)
    if review:
        keras.utils.set_random_seed(seed)  # so that a review can be repeated without what came before
        # What people wrote stands first: MNIST, and then the pen digits.
        pen_digits = examples.PEN_COPIES * len(examples.pens()[1]) if ingredients.get("pen", True) else 0
        by_people = np.arange(len(examples.mnist()[1]) + pen_digits)
        twice = np.concatenate([np.arange(len(labels)), by_people])
        pictures, labels = pictures[twice], labels[twice]
        if ingredients.get("others", True):
            blots = examples.blots(np.random.default_rng(seed))
            pictures = np.concatenate([pictures, blots])
            labels = np.concatenate([labels, np.full(len(blots), examples.NONE, labels.dtype)])

        def half_warped(batch: tf.Tensor) -> tf.Tensor:
            return tf.where(tf.random.uniform([tf.shape(batch)[0], 1, 1, 1]) < 0.5, batch, warped(batch))

        rate = keras.optimizers.schedules.CosineDecay(REVIEW_RATE, review * (len(labels) // BATCH))
        _teach(network, pictures, labels, half_warped, rate, review, seed, verbose)
    return network


def _teach(
    network: keras.Sequential,
    pictures: np.ndarray,
    labels: np.ndarray,
    changed: Callable[[tf.Tensor], tf.Tensor],
    rate: keras.optimizers.schedules.LearningRateSchedule,
    epochs: int,
    seed: int,
    verbose: int,
) -> None:
    """Go through the pictures, uint8 (n, 28, 28), so many times, each batch `changed` anew."""

    def prepared(x: tf.Tensor, y: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return changed(tf.cast(x[..., tf.newaxis], tf.float32) / 255), y

    batches = (
        tf.data.Dataset.from_tensor_slices((pictures, labels.astype(np.int32)))
        .shuffle(len(pictures), seed=seed)
        .batch(BATCH, drop_remainder=True)
        .map(prepared)
        .prefetch(4)
    )
    learner = evidence(network)
    learner.compile(loss=or_none, optimizer=keras.optimizers.Adam(rate), steps_per_execution=50, jit_compile=False)
    learner.fit(batches, epochs=epochs, shuffle=False, verbose=verbose)  # they come shuffled


def or_none(labels: tf.Tensor, z: tf.Tensor) -> tf.Tensor:
    """Cross-entropy over eleven answers: the ten digits, with evidence z, and "none of these", with evidence 0."""
    with_none = tf.concat([z, tf.zeros_like(z[:, :1])], axis=1)
    return keras.losses.sparse_categorical_crossentropy(labels, with_none, from_logits=True)


if __name__ == "__main__":
    main()
