"""The NumPy layers, held to hand-worked numbers and to Keras, which computes the same by other means."""

from utils.data import load_mnist
from utils.layers import (
    average_pool,
    average_pool_backward,
    convolve,
    convolve_backward,
    dense,
    flatten,
    max_pool,
    max_pool_backward,
    relu,
    run_report_cnn,
    softmax,
)
from utils.models import load_report_cnn, prepare

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=60, deadline=None, database=None, derandomize=True)
sizes = st.integers(1, 4)


def normal(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def picture(rows):
    """A matrix as a batch of one picture with one channel."""
    return np.reshape(rows, (1, *np.shape(rows), 1))


def kernel(rows):
    """A matrix as one kernel from one channel to one."""
    return np.reshape(rows, (*np.shape(rows), 1, 1))


# Convolution, by hand


def test_one_place_is_the_sum_of_elementwise_products():
    # The report's own numbers: 1·3 + 7·3 + 2·5 + 4·2. Turned round, the kernel would give 55; the matrix product, 38.
    assert convolve(picture([[1, 7], [2, 4]]), kernel([[3, 3], [5, 2]])).tolist() == [[[[42]]]]


def test_kernel_is_neither_turned_round_nor_transposed():
    ink = np.zeros((5, 5))
    ink[2, 2] = 1
    turned = [[9, 8, 7], [6, 5, 4], [3, 2, 1]]  # a single dot prints the kernel turned by 180 degrees
    assert convolve(picture(ink), kernel(np.arange(1, 10).reshape(3, 3)))[0, :, :, 0].tolist() == turned


def test_bias_is_added_to_its_own_map():
    maps = convolve(np.zeros((2, 3, 3, 1)), np.ones((2, 2, 1, 3)), bias=np.array([1, 2, 3]))
    assert maps.shape == (2, 2, 2, 3)
    assert (maps == [1, 2, 3]).all()


def test_same_puts_the_odd_zero_below_and_to_the_right():
    # With zeros above and to the left instead, it would be [[1, 3], [4, 10]].
    assert convolve(picture([[1, 2], [3, 4]]), np.ones((2, 2, 1, 1)), padding="same")[0, :, :, 0].tolist() == [
        [10, 6],
        [7, 4],
    ]


def test_stride_and_frame_of_zeros():
    ones = np.ones((1, 4, 6, 1))
    corners = convolve(ones, np.ones((3, 3, 1, 1)), stride=2, padding=1)[0, :, :, 0]
    assert corners.tolist() == [[4, 6, 6], [6, 9, 9]]


# Convolution, against Keras


@few
@given(
    image=st.tuples(sizes, st.integers(4, 9), st.integers(4, 9)),
    size=st.tuples(sizes, sizes),
    channels=st.tuples(sizes, sizes),
    stride=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same"]),
    seed=st.integers(0, 1000),
)
def test_convolve_agrees_with_keras(image, size, channels, stride, padding, seed):
    x, kernels, bias = normal(seed, *image, channels[0]), normal(seed, *size, *channels), normal(seed, channels[1])
    expected = keras.ops.conv(x, kernels, strides=stride, padding=padding) + bias
    found = convolve(x, kernels, bias, stride, padding)
    assert found.shape == expected.shape
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("padding", [0, 1, 3])
def test_padding_by_a_number_agrees_with_keras(padding):
    x, kernels = normal(0, 2, 5, 6, 3), normal(1, 4, 2, 3, 2)
    framed = keras.layers.ZeroPadding2D(padding)(x)
    np.testing.assert_allclose(convolve(x, kernels, padding=padding), keras.ops.conv(framed, kernels), atol=1e-5)


# Pooling


REPORT = picture([[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]])


def test_pooling_on_the_report_s_example():
    assert max_pool(REPORT)[0, :, :, 0].tolist() == [[4, 8], [6, 9]]
    assert average_pool(REPORT)[0, :, :, 0].tolist() == [[2.75, 4.5], [5, 5]]


def test_max_pooling_of_negative_numbers_keeps_the_largest_not_zero():
    assert max_pool(picture([[-4, -3], [-2, -1]])).tolist() == [[[[-1]]]]


@few
@given(image=st.tuples(sizes, st.integers(4, 9), st.integers(4, 9), sizes), size=sizes, seed=st.integers(0, 1000))
def test_pooling_agrees_with_keras(image, size, seed):
    x = normal(seed, *image)
    np.testing.assert_array_equal(max_pool(x, size), keras.ops.max_pool(x, size))
    np.testing.assert_allclose(average_pool(x, size), keras.ops.average_pool(x, size), atol=1e-6)


# The way back, by hand


def test_one_place_gives_the_kernel_the_patch_and_the_patch_the_kernel() -> None:
    patch, weights = picture([[1.0, 7.0], [2.0, 4.0]]), kernel([[3.0, 3.0], [5.0, 2.0]])
    along_images, along_kernels, along_bias = convolve_backward(np.full((1, 1, 1, 1), 10.0), patch, weights)
    assert along_kernels[:, :, 0, 0].tolist() == [[10, 70], [20, 40]]
    assert along_images[0, :, :, 0].tolist() == [[30, 30], [50, 20]]
    assert along_bias.tolist() == [10]


def test_a_pixel_collects_from_every_patch_that_it_lies_in() -> None:
    # Signals of 1 and kernels of 1: each pixel counts its patches. The last column meets no kernel with this stride.
    ones = np.ones((1, 3, 4, 1))
    back, *_ = convolve_backward(np.ones((1, 1, 1, 1)), ones, np.ones((3, 3, 1, 1)), stride=2)
    assert back[0, :, :, 0].tolist() == [[1, 1, 1, 0]] * 3
    back, *_ = convolve_backward(np.ones((1, 2, 3, 1)), ones, np.ones((2, 2, 1, 1)))
    assert back[0, :, :, 0].tolist() == [[1, 2, 2, 1], [2, 4, 4, 2], [1, 2, 2, 1]]


def test_pooling_gives_back_to_the_largest_or_to_all() -> None:
    signals = np.arange(1.0, 5.0).reshape(1, 2, 2, 1)
    expected = [[1, 0, 0, 0], [0, 0, 0, 2], [0, 0, 0, 0], [3, 0, 4, 0]]
    assert max_pool_backward(signals, REPORT)[0, :, :, 0].tolist() == expected
    expected = [[0.25, 0.25, 0.5, 0.5]] * 2 + [[0.75, 0.75, 1, 1]] * 2
    assert average_pool_backward(signals, REPORT)[0, :, :, 0].tolist() == expected


def test_among_equals_the_first_gets_it_all_and_the_rest_at_the_edge_nothing() -> None:
    back = max_pool_backward(np.full((1, 1, 1, 1), 5.0), np.zeros((1, 3, 3, 1)))
    assert back[0, :, :, 0].tolist() == [[5, 0, 0], [0, 0, 0], [0, 0, 0]]


# The way back, against finite differences and against tf.GradientTape


def slopes(function, at):
    """The slope of a number along every entry of an array, by central differences."""
    nudge, found = 1e-5, np.zeros_like(at)
    for place in np.ndindex(at.shape):
        ends = []
        for step in (nudge, -nudge):
            moved = at.copy()
            moved[place] += step
            ends.append(function(moved))
        found[place] = (ends[0] - ends[1]) / (2 * nudge)
    return found


shapes = {
    "image": st.tuples(sizes, st.integers(4, 9), st.integers(4, 9)),
    "size": st.tuples(sizes, sizes),
    "channels": st.tuples(sizes, sizes),
    "stride": st.integers(1, 3),
    "seed": st.integers(0, 1000),
}


@few
@given(**shapes, padding=st.sampled_from(["valid", "same"]))
def test_convolve_backward_agrees_with_gradient_tape(image, size, channels, stride, padding, seed):
    x, kernels, bias = normal(seed, *image, channels[0]), normal(seed, *size, *channels), normal(seed, channels[1])
    inputs = [tf.Variable(values) for values in (x, kernels, bias)]
    with tf.GradientTape() as tape:
        z = tf.nn.conv2d(inputs[0], inputs[1], stride, padding.upper()) + inputs[2]
        signals = normal(seed + 1, *z.shape)
        loss = tf.reduce_sum(z * signals)  # its slope along z is the signals
    found = convolve_backward(signals, x, kernels, stride, padding)
    for ours, theirs in zip(found, tape.gradient(loss, inputs), strict=True):
        assert ours.dtype == np.float32
        np.testing.assert_allclose(ours, theirs, atol=2e-4)


@settings(few, max_examples=15)
@given(
    image=st.tuples(st.integers(1, 2), st.integers(4, 6), st.integers(4, 6)),
    size=st.tuples(sizes, sizes),
    channels=st.tuples(st.integers(1, 2), st.integers(1, 2)),
    stride=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same", 1, 2]),
    seed=st.integers(0, 1000),
)
def test_convolve_backward_agrees_with_nudging(image, size, channels, stride, padding, seed):
    rng = np.random.default_rng(seed)
    x, kernels = rng.normal(size=(*image, channels[0])), rng.normal(size=(*size, *channels))
    bias = rng.normal(size=channels[1])
    signals = rng.normal(size=convolve(x, kernels, 0, stride, padding).shape)

    def loss(x, kernels, bias):
        return np.sum(convolve(x, kernels, bias, stride, padding) * signals)

    along_images, along_kernels, along_bias = convolve_backward(signals, x, kernels, stride, padding)
    np.testing.assert_allclose(along_images, slopes(lambda x: loss(x, kernels, bias), x), atol=1e-6)
    np.testing.assert_allclose(along_kernels, slopes(lambda k: loss(x, k, bias), kernels), atol=1e-6)
    np.testing.assert_allclose(along_bias, slopes(lambda b: loss(x, kernels, b), bias), atol=1e-6)


POOLS = [(max_pool, max_pool_backward, tf.nn.max_pool2d), (average_pool, average_pool_backward, tf.nn.avg_pool2d)]


@pytest.mark.parametrize(("pool", "backward", "theirs"), POOLS)
@few
@given(
    image=st.tuples(sizes, st.integers(4, 9), st.integers(4, 9), sizes),
    size=sizes,
    steps=st.sampled_from([1, 100]),  # with whole numbers there are many equals, as after ReLU
    seed=st.integers(0, 1000),
)
def test_pooling_backwards_agrees_with_gradient_tape(pool, backward, theirs, image, size, steps, seed):
    x = np.round(normal(seed, *image) * steps)
    signals = normal(seed + 1, *pool(x, size).shape)
    with tf.GradientTape() as tape:
        variable = tf.Variable(x)
        loss = tf.reduce_sum(theirs(variable, size, size, "VALID") * signals)
    found = backward(signals, x, size)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, tape.gradient(loss, variable), atol=1e-6)


@pytest.mark.parametrize(("pool", "backward", "_"), POOLS)
@pytest.mark.parametrize(("shape", "size"), [((2, 4, 4, 2), 2), ((1, 5, 7, 1), 3), ((1, 3, 3, 2), 1)])
def test_pooling_backwards_agrees_with_nudging(pool, backward, _, shape, size):
    x = np.random.default_rng(3).normal(size=shape)
    signals = np.random.default_rng(4).normal(size=pool(x, size).shape)
    expected = slopes(lambda x: np.sum(pool(x, size) * signals), x)
    np.testing.assert_allclose(backward(signals, x, size), expected, atol=1e-6)


# Flattening, dense, activations


def test_flatten_runs_through_channels_first_then_columns_then_rows():
    x = normal(0, 2, 3, 4, 5)
    np.testing.assert_array_equal(flatten(x), keras.layers.Flatten()(x))
    assert flatten(np.arange(8).reshape(1, 2, 2, 2)).tolist() == [[0, 1, 2, 3, 4, 5, 6, 7]]


def test_dense_by_hand():
    # 1·1 + 2·3 + 10 and 1·2 + 2·4 + 20
    assert dense(np.array([[1, 2]]), np.array([[1, 2], [3, 4]]), np.array([10, 20])).tolist() == [[17, 30]]


def test_relu_keeps_the_positive_and_silences_the_rest():
    assert relu(np.array([[-2.0, 0.0], [0.5, 3.0]])).tolist() == [[0, 0], [0.5, 3]]


def test_softmax_by_hand():
    # Powers of e to logits that are logarithms are whole numbers: 1, 2, 5 of 8.
    assert softmax(np.log([[1.0, 2.0, 5.0]])) == pytest.approx(np.array([[1 / 8, 2 / 8, 5 / 8]]))


def test_softmax_of_two_logits_is_the_sigmoid_of_their_difference():
    z = normal(0, 20, 2).astype(float)
    np.testing.assert_allclose(softmax(z)[:, 0], keras.ops.sigmoid(z[:, 0] - z[:, 1]), atol=1e-6)


def test_softmax_of_very_large_and_very_small_logits():
    assert softmax(np.array([[1000.0, 1000.0], [-1000.0, 0.0]])).tolist() == [[0.5, 0.5], [0.0, 1.0]]


@pytest.mark.parametrize("shape", [(4,), (3, 5), (2, 3, 4)])
def test_softmax_agrees_with_keras(shape):
    z = 10 * normal(1, *shape)
    np.testing.assert_allclose(softmax(z), keras.ops.softmax(z), atol=1e-6)
    np.testing.assert_allclose(softmax(z).sum(axis=-1), 1, atol=1e-6)


# The whole network


def test_the_report_s_network_layer_by_layer():
    network = load_report_cnn()
    pictures = prepare(load_mnist()[1][0][:1000])
    made = run_report_cnn(pictures, network.get_weights())
    layers = [layer for layer in network.layers if not isinstance(layer, keras.layers.Dropout)]
    names = ["convolution 1", "pooling 1", "convolution 2", "pooling 2", "flatten", "dense", "probabilities"]
    x = pictures
    for name, layer in zip(names, layers, strict=True):
        x = keras.ops.convert_to_numpy(layer(x))
        np.testing.assert_allclose(made[name], x, atol=1e-5, err_msg=name)


# What must be refused


x, k = np.ones((1, 4, 4, 2)), np.ones((3, 3, 2, 5))
nan = np.array([[np.nan, 1.0]])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: convolve(x[0], k), r"images of shape \(n, height, width, channels\); got shape \(4, 4, 2\)"),
        (lambda: convolve(x, k[0]), r"kernels of shape .* got shape \(3, 2, 5\)"),
        (lambda: convolve(x[..., :1], k), "take 2 channels and the images have 1"),
        (lambda: convolve(x, k, bias=np.ones(4)), r"bias for each of 5 outputs; got shape \(4,\)"),
        (lambda: convolve(x, k, bias=np.full(5, np.nan)), "finite bias"),
        (lambda: convolve(x * np.nan, k), "images hold values that are not finite"),
        (lambda: convolve(x, k * np.inf), "kernels hold values that are not finite"),
        (lambda: convolve(x[:0], k), "images are empty"),
        (lambda: convolve(x[:, :2], k), "kernel of 3×3 does not fit into a picture of 2×4"),
        (lambda: convolve(x, k, stride=0), "stride"),
        (lambda: convolve(x, k, padding="full"), '"valid", "same" or a whole number from 0 up; got \'full\''),
        (lambda: convolve(x, k, padding=-1), "got -1"),
        (lambda: max_pool(x, 5), "picture's 4×4; got size=5"),
        (lambda: average_pool(x, 0), "got size=0"),
        (lambda: max_pool(x[0]), "images of shape"),
        (lambda: average_pool(x * np.nan), "not finite"),
        (lambda: convolve_backward(np.ones((1, 2, 2, 4)), x, k), r"the shape \(1, 2, 2, 5\); got \(1, 2, 2, 4\)"),
        (
            lambda: convolve_backward(np.full((1, 2, 2, 5), np.nan), x, k),
            "error signals hold values that are not finite",
        ),
        (lambda: convolve_backward(np.ones((1, 2, 2, 5)), x[..., :1], k), "take 2 channels and the images have 1"),
        (lambda: max_pool_backward(np.ones((1, 2, 1, 4)), x), r"the shape \(1, 2, 2, 2\); got \(1, 2, 1, 4\)"),
        (lambda: max_pool_backward(np.ones((1, 2, 2, 1)), x), r"the shape \(1, 2, 2, 2\); got \(1, 2, 2, 1\)"),
        (lambda: average_pool_backward(x, x), r"the shape \(1, 2, 2, 2\); got \(1, 4, 4, 2\)"),
        (lambda: average_pool_backward(x, x, 5), "got size=5"),
        (lambda: flatten(x[0]), "images of shape"),
        (lambda: dense(x, k), r"inputs of shape \(n, inputs\)"),
        (lambda: dense(np.ones((1, 3)), np.ones((2, 4))), "take 2 inputs and each row has 3"),
        (lambda: dense(np.ones((1, 2)), np.ones((2, 4)), np.ones(3)), "bias for each of 4 outputs"),
        (lambda: dense(nan, np.ones((2, 4))), "inputs hold values that are not finite"),
        (lambda: relu(nan), "not finite"),
        (lambda: softmax(nan), "logits hold values that are not finite"),
        (lambda: softmax(np.ones((0, 10))), "logits are empty"),
        (lambda: run_report_cnn(x, [k]), "eight arrays of weights; got 1"),
    ],
)
def test_errors_say_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
