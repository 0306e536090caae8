"""Train the recogniser and export it to the page: `python -m utils.train`, some ten minutes on two cores.

Written anew: `assets/recogniser.keras`, its checksum, and `static/recogniser.js`, its weights as the page reads them.
"""

import functools
from typing import Any

from utils.assets import FOLDER, record
from utils.examples import training_set, warp
from utils.export import publish
from utils.models import evidence, load_recogniser, recogniser

import keras
import numpy as np
import tensorflow as tf

EPOCHS = 24
BATCH = 128
RATE = 0.01  # the largest learning rate: it rises to this for a fifth of the time, and falls to 0 along a cosine


def main() -> None:
    """Train with seed 0 and write what the module says."""
    train(seed=0, verbose=2).save(FOLDER / "recogniser.keras")
    record("recogniser.keras")
    publish(load_recogniser())


def train(
    seed: int, epochs: int = EPOCHS, affine: bool = True, thickness: bool = True, verbose: int = 0, **ingredients: Any
) -> keras.Sequential:
    """The recogniser after training. What it learns from, and how it is warped, is as `utils.examples` has it.

    `ingredients` goes to `training_set`. Nothing is chosen by looking: what the last epoch leaves is the result.
    """
    keras.utils.set_random_seed(seed)
    pictures, labels = training_set(np.random.default_rng(seed), **ingredients)
    examples = (
        tf.data.Dataset.from_tensor_slices((pictures, labels.astype(np.int32)))
        .shuffle(len(pictures), seed=seed)
        .batch(BATCH, drop_remainder=True)
        .map(functools.partial(_warped, affine=affine, thickness=thickness))
        .prefetch(4)
    )
    network = recogniser()
    steps = epochs * len(examples)
    rate = keras.optimizers.schedules.CosineDecay(
        RATE / 10, decay_steps=int(0.8 * steps), warmup_target=RATE, warmup_steps=int(0.2 * steps)
    )
    learner = evidence(network)
    learner.compile(loss=or_none, optimizer=keras.optimizers.Adam(rate), steps_per_execution=50, jit_compile=False)
    learner.fit(examples, epochs=epochs, shuffle=False, verbose=verbose)  # they come shuffled
    return network


def _warped(pictures: tf.Tensor, labels: tf.Tensor, **how: bool) -> tuple[tf.Tensor, tf.Tensor]:
    return warp(tf.cast(pictures[..., tf.newaxis], tf.float32) / 255, **how), labels


def or_none(labels: tf.Tensor, z: tf.Tensor) -> tf.Tensor:
    """Cross-entropy over eleven answers: the ten digits, with evidence z, and "none of these", with evidence 0."""
    with_none = tf.concat([z, tf.zeros_like(z[:, :1])], axis=1)
    return keras.losses.sparse_categorical_crossentropy(labels, with_none, from_logits=True)


if __name__ == "__main__":
    main()
