"""What turns a complaint into a judge, and that the judges of the chapters are judges."""

import importlib
import inspect
import pkgutil

from utils import exercises
from utils.exercises import judge

import pytest


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
