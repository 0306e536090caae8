"""What turns a complaint into a judge, and that every judge of the chapters is one."""

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


def test_what_a_chapter_s_module_offers_are_judges_with_one_line_each() -> None:
    for found in pkgutil.iter_modules(exercises.__path__):
        module = importlib.import_module(f"utils.exercises.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                assert hasattr(function, "__wrapped__"), f"{found.name}.{name} is no judge: see @judge"
                assert "\n" not in function.__doc__, f"{found.name}.{name}: the docstring of a judge is one line"
