"""The judges of the chapters' exercises, one module a chapter: each says what is wrong with an answer, not only that.

A notebook says `from utils.exercises import perceptron as check` and then `check.nor(your_perceptron)`.
"""

import functools
from collections.abc import Callable
from typing import Any


def judge(complaint: Callable[..., str | None]) -> Callable[..., None]:
    """Turn a function that says what is wrong with an answer, or None if nothing is, into one that prints the verdict.

    The line printed is "Right.", or "Not yet: " and the complaint. An error in the reader's own code, where the answer
    is a function, is a complaint like any other: nobody should lose a notebook's run to an unfinished exercise.
    """

    @functools.wraps(complaint)
    def verdict(*answer: Any) -> None:
        try:
            wrong = complaint(*answer)
        except Exception as error:
            wrong = f"your code stops with {type(error).__name__}: {error}"
        print("Right." if wrong is None else f"Not yet: {wrong}")

    return verdict
