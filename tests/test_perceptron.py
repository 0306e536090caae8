from fractions import Fraction
from itertools import permutations, product

from utils.data import load_mnist
from utils.perceptron import AND, NAND, NOT, OR, XOR, Perceptron
from utils.plots import RIGHT, WRONG
from utils.plots_perceptron import TINT, draw_network, draw_perceptron, plot_planes

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

FIFTH = Fraction(1, 5)
REPORT_START = (Fraction(4, 5), Fraction(-1), Fraction(-1))


def trace(perceptron, examples, rate):
    """The weights after each example of one pass."""
    weights = []
    for inputs, target in examples.items():
        perceptron.learn(inputs, target, rate)
        weights.append(perceptron.weights)
    return weights


def answers(perceptron, examples):
    return {inputs: perceptron.output(inputs) for inputs in examples}


# The neuron


def test_the_umbrella_worked_by_hand():
    umbrella = Perceptron(-0.5, 2, -1.5)
    corners = [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert [umbrella.weighted_sum(x) for x in corners] == [-0.5, 1.5, -2, 0]
    assert [umbrella.output(x) for x in corners] == [0, 1, 0, 0]  # the last sum is exactly 0


@pytest.mark.parametrize("bias", [0, 0.0, -0.0, Fraction(0)])
def test_a_sum_of_exactly_zero_gives_zero(bias):
    assert Perceptron(bias, 1, 1).output((0, 0)) == 0


def test_the_smallest_positive_sum_gives_one():
    assert Perceptron(5e-324, 1).output((0,)) == 1


def test_each_weight_meets_its_own_input():
    assert Perceptron(1, 10, 100, 1000).weighted_sum((2, 3, 4)) == 1 + 20 + 300 + 4000


def test_floats_are_added_one_after_the_other_from_the_bias_on():
    """As the JavaScript does. `sum` of Python 3.12 keeps the 1 that is lost here; so does a bias added last."""
    assert Perceptron(1.0, 1e16, -1e16).weighted_sum((1, 1)) == 0


def test_fractions_stay_exact():
    z = Perceptron(Fraction(1, 3), Fraction(1, 7)).weighted_sum((Fraction(2, 5),))
    assert isinstance(z, Fraction)
    assert z == Fraction(41, 105)


def test_truth_tables():
    order = [(0, 0), (1, 1), (0, 1), (1, 0)]
    for gate, truth in [
        (AND, lambda a, b: a and b),
        (OR, lambda a, b: a or b),
        (NAND, lambda a, b: not (a and b)),
        (XOR, lambda a, b: a != b),
    ]:
        assert list(gate) == order
        assert gate == {(a, b): int(truth(a, b)) for a, b in order}
    assert NOT == {(0,): 1, (1,): 0}


# The rule


@pytest.mark.parametrize(
    ("target", "start", "corrected"),
    [
        (1, (1, 2, 3), (Fraction(3, 2), 3, Fraction(1, 2))),  # z = 1 + 4 − 15 = −10: add ½ · (1, 2, −5)
        (0, (1, 2, -3), (Fraction(1, 2), 1, Fraction(-1, 2))),  # z = 1 + 4 + 15 = 20: take it away
    ],
)
def test_one_correction_by_hand(target, start, corrected):
    perceptron = Perceptron(*start)
    assert perceptron.learn((2, -5), target, rate=Fraction(1, 2)) == 1
    assert perceptron.weights == corrected


@pytest.mark.parametrize(("target", "start"), [(1, (1, 2, -3)), (0, (1, 2, 3)), (0, (0, 5, 2))])
def test_a_right_answer_changes_nothing(target, start):
    perceptron = Perceptron(*start)
    assert perceptron.learn((2, -5), target, rate=0.5) == 0
    assert perceptron.weights == start


def test_the_answer_is_asked_for_once():
    """The report's inner loop would stop after the bias and leave (1, 0, 0)."""
    perceptron = Perceptron(0, 0, 0)
    perceptron.learn((1, 1), target=1, rate=1)
    assert perceptron.weights == (1, 1, 1)


def test_the_trace_that_the_report_prints():
    expected = [(0.6, -1, -1)] + 3 * [(0.8, -0.8, -0.8)]
    np.testing.assert_allclose(trace(Perceptron(0.8, -1, -1), AND, 0.2), expected, rtol=1e-15)


def test_the_report_s_hand_work_teaches_nand():
    pupil = Perceptron(*REPORT_START)
    tenfold = [tuple(10 * w for w in weights) for weights in trace(pupil, NAND, FIFTH)]
    assert tenfold == [(8, -10, -10), (8, -10, -10), (10, -10, -8), (12, -8, -8)]
    assert answers(pupil, NAND) == NAND
    assert all(answers(pupil, AND)[x] != AND[x] for x in AND)


def test_one_pass_of_the_report_leaves_two_wrong():
    pupil = Perceptron(*REPORT_START)
    assert pupil.learn_pass(AND, FIFTH) == 2
    assert [x for x in AND if pupil.output(x) != AND[x]] == [(0, 0), (1, 1)]


def test_floating_point_learns_and_in_12_passes():
    pupil = Perceptron(0.8, -1, -1)
    assert len(pupil.train(AND, 0.2)) == 12
    np.testing.assert_allclose(pupil.weights, (-0.4, 0.4, 0.2), rtol=1e-15)
    assert answers(pupil, AND) == AND


def test_exact_fractions_learn_and_in_14_passes():
    pupil = Perceptron(*REPORT_START)
    mistakes = pupil.train(AND, FIFTH)
    assert mistakes == [2, 3, 3, 2, 3, 3, 2, 3, 2, 2, 3, 2, 2, 0]
    assert pupil.weights == (-2 * FIFTH, 2 * FIFTH, FIFTH)
    assert sum(mistakes) == 32 <= 115  # the bound of the chapter for this start


def test_only_the_ratio_of_start_to_rate_matters():
    whole = Perceptron(4, -5, -5)
    assert whole.train(AND, 1) == Perceptron(*REPORT_START).train(AND, FIFTH)
    assert whole.weights == (-2, 2, 1)


def test_novikoff_s_bound_holds_for_and_in_every_order():
    """R² = 3, and γ² = 1/17 by the weights (−3, 2, 2): never more than 51 mistakes from zero."""
    for order in permutations(AND):
        mistakes = Perceptron(0, 0, 0).train({x: AND[x] for x in order}, rate=0.25)
        assert mistakes[-1] == 0
        assert sum(mistakes) <= 51


@pytest.mark.parametrize("gate", [AND, OR, NAND, NOT])
@pytest.mark.parametrize("rate", [1, FIFTH, 0.3])
def test_separable_gates_are_learned(gate, rate):
    pupil = Perceptron(*[0] * (len(next(iter(gate))) + 1))
    assert pupil.train(gate, rate)[-1] == 0
    assert answers(pupil, gate) == gate


def test_fourteen_of_the_sixteen_gates_of_two_inputs_are_learned():
    """The other two are XOR and its opposite (Minsky and Papert 1969)."""
    unlearned = []
    for targets in product((0, 1), repeat=4):
        gate = dict(zip(AND, targets))
        if Perceptron(0, 0, 0).train(gate, rate=1, limit=100)[-1] > 0:
            unlearned.append(gate)
    assert unlearned == [XOR, {x: 1 - t for x, t in XOR.items()}]


def test_training_gives_up_at_its_limit_and_says_so():
    mistakes = Perceptron(0, 0, 0).train(XOR, rate=1, limit=50)
    assert len(mistakes) == 50
    assert mistakes[-1] > 0


def test_training_stops_at_once_when_nothing_is_wrong():
    assert Perceptron(-3, 2, 2).train(AND, rate=1) == [0]


def test_three_perceptrons_compute_xor():
    nand, either, both = Perceptron(0, 0, 0), Perceptron(0, 0, 0), Perceptron(0, 0, 0)
    for perceptron, gate in [(nand, NAND), (either, OR), (both, AND)]:
        perceptron.train(gate, rate=1)
    assert {x: both.output((nand.output(x), either.output(x))) for x in XOR} == XOR


def test_the_gradient_of_the_perceptron_criterion_gives_the_same_weights():
    import tensorflow as tf

    random = np.random.default_rng(2)
    pupil = Perceptron(0.5, -1.0, 2.0, 0.25)
    weights = tf.Variable(pupil.weights, dtype=tf.float64)
    for inputs, target in zip(random.normal(size=(50, 3)), random.integers(2, size=50)):
        x = tf.constant([1, *inputs], dtype=tf.float64)
        with tf.GradientTape() as tape:
            z = tf.reduce_sum(weights * x)
            loss = tf.nn.relu(-float(2 * target - 1) * z)
        weights.assign_sub(0.2 * tape.gradient(loss, weights))
        pupil.learn(inputs, target, rate=0.2)
        np.testing.assert_allclose(pupil.weights, weights.numpy(), rtol=1e-12)


def test_the_rectified_form_of_the_criterion_has_no_slope_at_zero():
    """So from zero weights nothing would ever move, whereas the rule corrects (1, 1)."""
    import tensorflow as tf

    weights = tf.Variable(tf.zeros(3, dtype=tf.float64))
    for inputs, target in AND.items():
        with tf.GradientTape() as tape:
            loss = tf.nn.relu(-float(2 * target - 1) * tf.reduce_sum(weights * tf.constant([1.0, *inputs], tf.float64)))
        assert not tape.gradient(loss, weights).numpy().any()
    pupil = Perceptron(0, 0, 0)
    assert pupil.learn_pass(AND, rate=1) > 0


def test_one_neuron_tells_0_from_1_after_18_mistakes():
    """As chapter 2 opens; its own run of MNIST's pictures is compared by nbval."""
    (images, labels), _ = load_mnist()
    chosen = [i for i in range(10_000) if labels[i] < 2][:1000]
    w, mistakes, made = np.zeros(785, dtype=int), 0, True  # the rule once more, in NumPy
    while made:
        made = 0
        for i in chosen:
            x = np.append(1, (images[i] > 127).ravel())
            error = int(labels[i]) - int(w @ x > 0)
            w, made = w + error * x, made + abs(error)
        mistakes += made
    assert mistakes == 18
    reader = Perceptron(*[0] * 785)
    reader.train({tuple((images[i] > 127).astype(int).ravel().tolist()): int(labels[i]) for i in chosen}, rate=1)
    assert reader.weights == tuple(w)


# What it refuses


def test_errors_say_what_was_wrong():
    nan, neuron = float("nan"), Perceptron(0, 1, 1)
    for wrong, message in [
        (lambda: Perceptron(1), "weight for each input"),
        (lambda: Perceptron(0, nan), "finite"),
        (lambda: neuron.output((1,)), "Expected 2 inputs.*got 1"),
        (lambda: neuron.output((1, 1, 1)), "Expected 2 inputs.*got 3"),
        (lambda: neuron.output((1, nan)), "finite"),
        (lambda: neuron.output((1, float("inf"))), "finite"),
        (lambda: neuron.learn((1, 1), 2, 0.2), "target is 0 or 1.*got 2"),
        (lambda: neuron.learn((1, 1), -1, 0.2), "target is 0 or 1.*got -1"),
        (lambda: neuron.learn((1, 1), nan, 0.2), "target is 0 or 1.*got nan"),
        (lambda: neuron.learn((1, 1), 1, 0), "rate.*above 0"),
        (lambda: neuron.learn((1, 1), 1, -0.2), "rate.*above 0"),
        (lambda: neuron.learn((1, 1), 1, nan), "rate.*above 0"),
        (lambda: neuron.learn((1, 1), 1, float("inf")), "finite number above 0"),
        (lambda: neuron.train({}, 0.2), "no examples"),
        (lambda: neuron.train(AND, 0.2, limit=0), "at least one pass"),
    ]:
        with pytest.raises(ValueError, match=message):
            wrong()
    assert neuron.weights == (0, 1, 1)  # and nothing was learned from any of it


# The figures


def test_planes_show_answers_line_and_mistakes():
    almost = Perceptron(-0.75, 0.5, 1)  # line from (1.5, 0) to (0, 0.75): AND but for (0, 1)
    figure = plot_planes(("AND", AND, almost), ("alone", AND))
    axis = figure.axes[0]
    (tint,) = axis.images
    assert tint.origin == "lower"
    left, right, bottom, top = tint.get_extent()
    rows, columns = tint.get_array().shape
    for x1, x2 in [*AND, (1.4, 0.4), (0.2, 0.4), (-0.4, 1.3)]:
        row = round((x2 - bottom) / (top - bottom) * (rows - 1))
        column = round((x1 - left) / (right - left) * (columns - 1))
        tinted = to_hex(tint.cmap(tint.norm(tint.get_array()[row, column]))) == TINT
        assert tinted == almost.output((x1, x2))
    (line,) = axis.lines
    sums = [almost.weighted_sum(point) for point in (line.get_xy1(), line.get_xy2())]
    np.testing.assert_allclose(sums, 0, atol=1e-12)
    assert line.get_xy1() != line.get_xy2()
    colours = {tuple(mark.get_offsets()[0]): to_hex(mark.get_edgecolor()[0]).upper() for mark in axis.collections}
    assert colours == {x: WRONG if x == (0, 1) else RIGHT for x in AND}
    assert not figure.axes[1].images
    plt.close("all")


def test_drawings_show_the_numbers_and_the_wires():
    drawn = {text.get_text() for text in draw_perceptron(Perceptron(-0.5, 2, -1.5), (1, 0)).axes[0].texts}
    assert {"−0.5", "2", "−1.5", "1.5", "1", "0"} <= drawn
    network = draw_network([["a", "b", "c"], ["d", "e"], ["f"]], ["in", "hidden", "out"]).axes[0]
    assert len(network.lines) == 3 * 2 + 2 * 1
    assert len(network.patches) == 6
    plt.close("all")
