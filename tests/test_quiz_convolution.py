"""The quiz on convolutional layers: what code can decide, code decides."""

from utils.layers import convolve, convolve_backward, dense, flatten, max_pool, max_pool_backward, softmax
from utils.quizzes import Question
from utils.quizzes.convolution import QUESTIONS

import keras
import numpy as np


def question(words: str) -> Question:
    """The only question with these words."""
    (found,) = [q for q in QUESTIONS if words in q.text]
    return found


def test_parameters_of_a_convolution() -> None:
    layer = keras.layers.Conv2D(16, 5)
    layer.build((None, 12, 12, 8))
    q = question("16 kernels of 5×5")
    assert f"{layer.count_params():,}" == q.right
    without_bias = keras.layers.Conv2D(16, 5, use_bias=False)
    without_bias.build((None, 12, 12, 8))
    assert f"{without_bias.count_params():,}" in q.options
    assert f"{8 * 16 * 26:,}" in q.options


def test_shuffled_pixels_are_the_same_to_a_dense_layer_and_not_to_a_convolution() -> None:
    rng = np.random.default_rng(0)
    order, pictures, weights = rng.permutation(36), rng.normal(size=(5, 6, 6, 1)), rng.normal(size=(36, 4))
    shuffled = flatten(pictures)[:, order].reshape(pictures.shape)
    assert np.allclose(dense(flatten(pictures), weights), dense(flatten(shuffled), weights[order]))
    # No kernel makes the old maps, in any order, of the shuffled pictures: the best fit to one of them misses.
    target = flatten(convolve(pictures, rng.normal(size=(3, 3, 1, 1))))
    unit = np.eye(9).reshape(9, 3, 3).transpose(1, 2, 0)[:, :, np.newaxis]
    patches = convolve(shuffled, unit).reshape(-1, 9)
    best = patches @ np.linalg.lstsq(patches, target.ravel(), rcond=None)[0]
    assert np.linalg.norm(best - target.ravel()) > 0.5 * np.linalg.norm(target)
    assert question("shuffles the pixels").right == "The convolutional one"


def test_a_shared_weight_collects_from_every_number_of_the_map() -> None:
    pictures, kernel = np.ones((1, 28, 28, 1)), np.ones((5, 5, 1, 1))
    assert convolve(pictures, kernel).shape == (1, 24, 24, 1)
    _, slopes, _ = convolve_backward(np.ones((1, 24, 24, 1)), pictures, kernel)  # every product is 1
    assert f"{slopes[0, 0, 0, 0]:.0f}" == question("products are added up").right


def test_max_pooling_gives_the_signal_to_the_winner() -> None:
    block = np.array([[3.0, 7], [1, 2]]).reshape(1, 2, 2, 1)
    assert max_pool(block).item() == 7
    shares = max_pool_backward(np.full((1, 1, 1, 1), 0.8), block).ravel()
    assert "{:g}, {:g}, {:g} and {:g}".format(*shares) == question("0.8 comes back").right


def test_the_side_of_a_map_with_stride_2() -> None:
    q = question("with stride 2")
    sides = [convolve(np.ones((1, 28, 28, 1)), np.ones((5, 5, 1, 1)), stride=s, padding=p).shape[1]
             for s, p in [(2, 0), (2, 2), (1, 0)]]  # fmt: skip
    assert str(sides[0]) == q.right
    assert {str(side) for side in sides} <= set(q.options)


def test_the_map_moves_along() -> None:
    rng = np.random.default_rng(1)
    picture, kernel = np.zeros((1, 12, 12, 1)), rng.normal(size=(3, 3, 1, 1))
    picture[0, 4:8, 4:8, 0] = rng.random((4, 4))
    moved = convolve(np.roll(picture, 1, axis=2), kernel)
    assert np.allclose(moved, np.roll(convolve(picture, kernel), 1, axis=2))
    assert question("moves one pixel").right == "It moves one pixel to the right"


def test_doubled_logits() -> None:
    for z in np.random.default_rng(2).normal(size=(100, 10)):
        once, twice = softmax(z), softmax(2 * z)
        assert twice.max() > once.max()
        assert np.isclose(twice[0] / twice[1], (once[0] / once[1]) ** 2)
        assert np.allclose(softmax(z + 2), once)
    assert question("logits of a network are doubled").right == "It rises"


def test_the_worth_of_an_alarm() -> None:
    q = question("One person in a thousand is ill")
    found, false = 100 * 99 // 100, (100_000 - 100) * 1 // 100
    assert (found, false, found + false) == (99, 999, 1098)
    assert f"{100 * found / (found + false):.0f} %" == q.right
    one_in_a_hundred = 0.01 * 0.99 / (0.01 * 0.99 + 0.99 * 0.01)
    assert f"{100 * one_in_a_hundred:.0f} %" in q.options
