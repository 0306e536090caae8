"""The questions of the chapters' quizzes, one module a chapter, each with a tuple QUESTIONS."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question of a quiz: its text, its options with what each earns the reader who chooses it, and the right one.

    Texts are plain, with Unicode for letters of mathematics (w₁, x², η). Raises ValueError if `right` is no option.
    """

    text: str
    options: dict[str, str]
    right: str

    def __post_init__(self) -> None:
        if self.right not in self.options:
            raise ValueError(f"The right answer, {self.right!r}, is not among the options {[*self.options]}.")
