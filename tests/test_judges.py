"""What turns a complaint into a judge, and that the judges of the chapters are judges."""

import importlib
import inspect
import pkgutil
from collections.abc import Sequence
from typing import Any

from utils import exercises
from utils.exercises import context, convolution, draw, handwriting, judge, mlp, mnist, perceptron
from utils.mlp import MLP
from utils.perceptron import AND, Number, Perceptron

import numpy as np
import pytest
from conftest import Verdict


@judge
def even(function: object, numbers: list[int]) -> str | None:
    """A function that says whether a number is even."""
    for number in numbers:
        if function(number) != (number % 2 == 0):
            return f"for {number} your function says {function(number)}."
    return None


def test_a_right_answer_is_called_right(capsys: pytest.CaptureFixture) -> None:
    assert even(lambda number: not number & 1, [0, 1, 2]) is None
    assert capsys.readouterr().out == "Right.\n"


def test_a_wrong_answer_earns_the_complaint(capsys: pytest.CaptureFixture) -> None:
    even(lambda number: number < 2, [0, 1, 2])
    assert capsys.readouterr().out == "Not yet: for 1 your function says True.\n"


def test_an_error_in_the_reader_s_code_is_a_complaint_and_not_the_end(capsys: pytest.CaptureFixture) -> None:
    even(lambda number: 10 % number == 0, [0, 1, 2])
    even(None, [0])
    even(1)
    assert capsys.readouterr().out.splitlines() == [
        "Not yet: your code stops with ZeroDivisionError: integer modulo by zero",
        "Not yet: your code stops with TypeError: 'NoneType' object is not callable",
        "Not yet: your code stops with TypeError: even() missing 1 required positional argument: 'numbers'",
    ]


def test_the_reader_can_interrupt() -> None:
    def endless(_: int) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        even(endless, [1])


def test_a_judge_keeps_its_name_and_what_it_says_of_itself() -> None:
    assert (even.__name__, even.__doc__) == ("even", "A function that says whether a number is even.")


def test_every_complaint_of_the_chapters_has_its_judge_and_says_in_one_line_what_it_judges() -> None:
    for found in pkgutil.iter_modules(exercises.__path__):
        module = importlib.import_module(f"utils.exercises.{found.name}")
        functions = inspect.getmembers(module, inspect.isfunction)
        own = {name: function for name, function in functions if function.__module__ == module.__name__}
        offered = {name: function for name, function in own.items() if not name.startswith("_")}
        judges = [name for name, function in offered.items() if hasattr(function, "__wrapped__")]
        assert judges, f"utils.exercises.{found.name} has no judge"
        for name, function in offered.items():
            complains = inspect.get_annotations(function, eval_str=True).get("return") == (str | None)
            assert name in judges or not complains, f"{found.name}.{name} lacks @judge"
            assert name not in judges or "\n" not in function.__doc__, f"{found.name}.{name}: one line, please"


NAN = float("nan")


def maps(shape: tuple[int, ...]) -> np.ndarray:
    return np.full(shape, NAN)


def all_nan(answer: Any, *_: Any) -> np.ndarray:
    return maps(np.shape(answer))


UMBRELLA = {(a, b): -1 + 2 * a - 3 * b for a, b in AND}


class AtLeast(Perceptron):
    def output(self, inputs: Sequence[Number]) -> int:
        return int(self.weighted_sum(inputs) >= 0)


def lost(sizes: list[int]) -> MLP:
    """A network whose training has gone wrong."""
    network = MLP(sizes)
    network.W, network.b = [maps(w.shape) for w in network.W], [maps(b.shape) for b in network.b]
    return network


# What a reader has whose own sums went wrong: NaN for every number, or a function that gives NaN.
NOT_A_NUMBER: list[tuple] = [
    (context.row, [NAN] * 3),
    (context.distances, NAN, NAN),
    (context.threshold, NAN),
    (context.few, maps((10, 28, 28))),
    (context.shifted, all_nan),
    (context.neighbours, maps((5000,))),
    (perceptron.umbrella, dict.fromkeys(AND, NAN), 0.5, -1 / 3),
    (perceptron.umbrella, UMBRELLA, NAN, -1 / 3),
    (perceptron.umbrella, UMBRELLA, 0.5, NAN),
    (perceptron.rule, all_nan),
    (perceptron.same_way, (NAN, NAN, NAN), NAN),
    (perceptron.slowest, [(NAN, NAN)] * 4),
    (perceptron.at_least, AtLeast, (NAN, NAN)),
    (perceptron.widest, (NAN, NAN, NAN)),
    (perceptron.votes, Perceptron(-1.5, 1, 1, 1), lambda *_: NAN),
    (mlp.bias_slopes, NAN, NAN, NAN),
    (mlp.forwards, NAN, NAN, NAN),
    (mlp.backwards, NAN, NAN, NAN, NAN, NAN),
    (mlp.softplus_slope, lambda _: NAN),
    (mlp.awake, lost([2, 2, 1])),
    (mlp.solved, {"squared error": NAN, "cross-entropy": NAN}),
    (mlp.unrolled, lost([2, 2])),
    (convolution.moves_right, maps((3, 3))),
    (convolution.sides, lambda *_: NAN),
    (convolution.sees, NAN),
    (convolution.both, lambda *_: maps((5, 5))),
    (convolution.winners, maps((4, 4))),
    (convolution.way_back, lambda signals, kernel: maps(np.add(signals.shape, kernel.shape) - 1)),
    (convolution.work, NAN),
    (convolution.alarms, lambda *_: NAN, NAN),
    (convolution.uncovered, maps((3, 3, 1, 1)), NAN),
    (mnist.smaller_kernels, NAN),
    (mnist.mean_loss, NAN, NAN),
    (mnist.first_steps, [NAN] * 3, [NAN] * 3),
    (mnist.stable, lambda *_: NAN),
    (mnist.precision_and_recall, lambda counts: maps((2, len(counts)))),
    (mnist.early_stopping, lambda *_: (NAN, NAN)),
    (draw.sizes, [NAN] * 3, [NAN] * 3),
    (draw.balance, NAN, NAN, NAN),
    (draw.photographed, all_nan),
    (draw.eleven, (NAN, NAN), (NAN, NAN)),
    (draw.answers, lambda _: NAN),
    (handwriting.maps, [NAN] * 6, [NAN] * 6, [NAN] * 6),
    (handwriting.fatter, all_nan),
    (handwriting.upside_down, [0, 1, 8], {6: NAN, 7: NAN, 9: NAN}),
    (handwriting.calibration, NAN, NAN),
    (handwriting.temperature, lambda *_: NAN),
    (handwriting.threshold, NAN),
    (handwriting.flattery, NAN),
]
NO_NUMBERS = [  # names, templates, whole numbers as text, and perceptrons, which refuse NaN themselves
    perceptron.nor, perceptron.four_or_nine, mlp.wrong_slopes, mnist.slim,
    draw.harmless, draw.numbers, handwriting.style,
]  # fmt: skip


@pytest.mark.parametrize("case", NOT_A_NUMBER, ids=lambda case: f"{case[0].__module__}.{case[0].__name__}")
def test_not_a_number_is_never_right(case: tuple, verdict: Verdict) -> None:
    judge, *answer = case
    assert verdict(judge, *answer).startswith("Not yet: ")


def test_every_judge_that_takes_numbers_was_given_some_that_are_none() -> None:
    chapters = [context, perceptron, mlp, convolution, mnist, draw, handwriting]
    functions = [member for chapter in chapters for _, member in inspect.getmembers(chapter, inspect.isfunction)]
    judges = {function for function in functions if hasattr(function, "__wrapped__")}
    assert {case[0] for case in NOT_A_NUMBER} | {*NO_NUMBERS} == judges
