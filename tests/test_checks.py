import configparser
import re

from utils.checks import report

import pytest
from conftest import ROOT


def sanitised(text: str) -> str:
    """The text as nbval compares it."""
    rules = configparser.ConfigParser()
    rules.read(ROOT / "tests" / "nbval.cfg", encoding="utf-8")
    for section in rules.sections():
        text = re.sub(rules[section]["regex"], rules[section]["replace"], text)
    return text


def printed(capsys: pytest.CaptureFixture, value: float) -> str:
    report("accuracy", value, expected=0.98, within=0.01)
    return sanitised(capsys.readouterr().out)


def test_numbers_within_the_tolerance_compare_equal(capsys: pytest.CaptureFixture) -> None:
    assert printed(capsys, 0.9723) == printed(capsys, 0.9899) == "accuracy ≈ #, within 0.98 ± 0.01\n"


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (0.97234, "count ≈ 0.9723, within 0.98 ± 0.01\n"),
        (0.9, "count ≈ 0.9000, OUTSIDE 0.98 ± 0.01\n"),
        (1, "count ≈ 1, OUTSIDE 0.98 ± 0.01\n"),
    ],
)
def test_the_reader_sees_the_number_itself(capsys: pytest.CaptureFixture, value: float, line: str) -> None:
    report("count", value, expected=0.98, within=0.01)
    assert capsys.readouterr().out == line


@pytest.mark.parametrize("value", [0.9699, 0.9901, 0.0, -0.98, float("nan"), float("inf"), 1])
def test_numbers_outside_and_no_numbers_do_not(capsys: pytest.CaptureFixture, value: float) -> None:
    assert printed(capsys, value) != printed(capsys, 0.98)
    assert printed(capsys, value) == "accuracy ≈ #, OUTSIDE 0.98 ± 0.01\n"
