"""What code can decide in the quiz of chapter 2, decided by it."""

from fractions import Fraction
from itertools import product

from utils.perceptron import AND, XOR, Perceptron
from utils.quizzes import Question
from utils.quizzes.perceptron import QUESTIONS

BORDER, TURNED, CORRECTED, AGAIN, THOUSAND, BUG, FOURTH, LOSS = QUESTIONS


def options(question: Question) -> list[str]:
    return list(question.options)


def test_each_option_has_its_own_feedback_and_the_place_of_the_right_one_varies() -> None:
    places = [options(question).index(question.right) for question in QUESTIONS]
    assert len(set(places)) >= 3
    assert max(places.count(place) for place in places) <= 4
    for question in QUESTIONS:
        assert 3 <= len(question.options) <= 4
        assert len({*question.options.values()}) == len(question.options)
        assert all(feedback.endswith((".", "?")) for feedback in question.options.values())


def test_the_sum_of_exactly_0() -> None:
    perceptron = Perceptron(-2, 1, 1)
    assert perceptron.weighted_sum((1, 1)) == 0
    assert BORDER.right == str(perceptron.output((1, 1)))


def test_all_signs_turned() -> None:
    weights = (Fraction(1, 3), -2, Fraction(3, 2))
    one, other = Perceptron(*weights), Perceptron(*(-w for w in weights))
    for x in product((-1, Fraction(1, 2), 2, Fraction(14, 9)), (-1, 0, Fraction(10, 9), 3)):
        z = one.weighted_sum(x)
        assert other.weighted_sum(x) == -z
        assert (one.output(x) != other.output(x)) == (z != 0)
    assert one.weighted_sum((Fraction(1, 6), 0)) == other.weighted_sum((Fraction(1, 6), 0)) == 0
    assert TURNED.right == "The two sides of its line change their answers"


def test_the_correction() -> None:
    perceptron = Perceptron(0, 0, 0)
    perceptron.learn((1, 0), target=1, rate=0.5)
    bias, *others = perceptron.weights
    assert CORRECTED.right == f"({bias}, {others[0]}, {others[1]:g})"


def test_one_correction_may_or_may_not_be_enough() -> None:
    far, near = Perceptron(-5, -1, -1), Perceptron(0, 0, 0)
    assert far.weighted_sum((1, 1)) == -7  # as the feedback says
    for perceptron in (far, near):
        perceptron.learn((1, 1), target=1, rate=0.1)
    assert (far.output((1, 1)), near.output((1, 1))) == (0, 1)
    assert far.weighted_sum((1, 1)) > -7
    assert AGAIN.right == "That depends on the sum"


def test_after_1000_passes_nothing_is_certain() -> None:
    """Mistakes after 1000 passes, once with a line that would do and once without; and the rate is not to blame."""
    close = {(Fraction(999, 1000),): 0, (1,): 1}
    assert all(Perceptron(-1999, 2000).output(x) == t for x, t in close.items())
    learner = Perceptron(0, 0)
    assert learner.train(close, rate=1, limit=1000)[-1] > 0
    assert learner.train(close, rate=1, limit=4000)[-1] == 0
    assert Perceptron(0, 0, 0).train(XOR, rate=1, limit=1000)[-1] > 0
    for rate in (Fraction(1, 1000), 1000):
        assert Perceptron(*map(Fraction, (0.8, -1, -1))).train(AND, rate, limit=10_000)[-1] == 0
    assert THOUSAND.right == "Nothing for certain"


def test_asked_again() -> None:
    weights = [0, 0, 0]
    for j, x in enumerate((1, 1, 1)):  # AND's example (1, 1)
        weights[j] += 1 - Perceptron(*weights).output((1, 1)) * x
    assert weights == [1, 0, 0]
    assert BUG.right == "Some weights may learn nothing"


def test_three_answers_decide_the_fourth() -> None:
    fourth = set()
    for weights in product(range(-3, 4), repeat=3):
        perceptron = Perceptron(*weights)
        if [perceptron.output(x) for x in ((0, 0), (0, 1), (1, 0))] == [0, 1, 1]:
            fourth.add(perceptron.output((1, 1)))
    assert fourth == {1}
    assert FOURTH.right == "Only 1"


def test_the_number_of_mistakes_is_flat_and_does_rise() -> None:
    def wrong(*weights: float) -> int:
        return sum(Perceptron(*weights).output(x) != t for x, t in AND.items())

    for w in product((-1.5, 0.25, 1.75), repeat=3):
        moved = [wrong(*(v + (1e-9 if k == j else 0) for k, v in enumerate(w))) for j in range(3)]
        on_a_line = any(abs(Perceptron(*w).weighted_sum(x)) < 1e-6 for x in AND)
        assert on_a_line or moved == 3 * [wrong(*w)]
    mistakes = Perceptron(0.8, -1, -1).train(AND, 0.2)
    assert mistakes[:2] == [2, 3]  # as the feedback says
    assert LOSS.right == "It is flat almost everywhere"
