"""The exercises: every stub says what is missing, and every solution, run for itself, is right."""

import ast
import configparser
import contextlib
import io
import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT, section

# The chapters whose exercises have a stub to be edited. The others still have a task and a folded solution, no more.
CHAPTERS = [
    "1-context",
    "2-perceptron",
    "3-multilayer-perceptron",
    "4-convolution",
    "5-mnist",
    "6-draw",
    "7-handwriting",
]

YOUR_TURN = re.compile(r"# your turn(:.*)?$", re.MULTILINE)  # “# your turn”, or “# your turn: a word of advice”
TASK = re.compile(r"\*\*(\d+)\. [^*]+[.?]\*\*")
SOLUTION = re.compile(r"^(`{4,})\{admonition\} Solution\n:class: dropdown\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WIDTH = 76  # characters of a line that does not scroll in a folded solution


@dataclass
class Exercise:
    """One exercise, as its three cells hold it."""

    number: int
    stub: str
    output: str  # of the stub, as stored
    solution: str  # the Python of the solution
    expected: str  # what it prints, as the solution says

    def __str__(self) -> str:
        return f"exercise {self.number}"


def read(chapter: str) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "book" / f"{chapter}.ipynb", as_version=4)


def exercises_of(notebook: nbformat.NotebookNode) -> list[Exercise]:
    """The exercises of a chapter. Raises ValueError if a cell of theirs is missing or is not as it should be."""
    cells = section(notebook, "Exercises") + 2 * [nbformat.v4.new_raw_cell()]
    exercises, used = [], set()
    for i, cell in enumerate(cells):
        task = TASK.match(cell.source) if cell.cell_type == "markdown" else None
        if task is None:
            continue
        name, stub, solution = f"exercise {task[1]}", cells[i + 1], cells[i + 2]
        if stub.cell_type != "code" or not YOUR_TURN.search(stub.source):
            raise ValueError(f"{name}: after the task comes no code cell with a line that ends in “# your turn”")
        folded = SOLUTION.search(solution.source) if solution.cell_type == "markdown" else None
        if folded is None:
            raise ValueError(f"{name}: after the stub comes no {{admonition}} Solution of the class dropdown")
        code, text = ([block for kind, block in BLOCK.findall(folded[2]) if kind == it] for it in ("python", "text"))
        if not code or len(text) != 1:
            raise ValueError(f"{name}: the solution needs its code in ```python and what it prints in one ```text")
        output = "".join(part.text for part in stub.outputs if part.get("name") == "stdout")
        exercises.append(Exercise(int(task[1]), stub.source, output, "\n".join(code), text[0]))
        used.update([i + 1, i + 2])
    for i, cell in enumerate(cells):
        if i not in used and (cell.cell_type == "code" or "{admonition} Solution" in cell.source):
            raise ValueError(f"a cell belongs to no exercise; a task begins with **N. Title.**: {cell.source[:80]!r}")
    return exercises


def complaints(notebook: nbformat.NotebookNode) -> list[str]:
    """What is wrong with the exercises of a chapter, as far as can be seen without running them."""
    try:
        exercises = exercises_of(notebook)
    except ValueError as error:
        return [str(error)]
    found = []
    if len(exercises) < 6:
        found.append(f"six exercises or more are wanted, not {len(exercises)}")
    numbers = [exercise.number for exercise in exercises]
    if numbers != [*range(1, len(exercises) + 1)]:
        found.append(f"the numbers are {numbers}")
    for exercise in exercises:
        if not exercise.output.startswith("Not yet: ") or len(exercise.output.rstrip()) <= 40:
            found.append(f"{exercise}: the stub should print a helpful “Not yet: …”, and prints {exercise.output!r}")
        if "your code stops with" in exercise.output:
            found.append(f"{exercise}: an exception is no help: {exercise.output!r}")
        rest = iter([line.rstrip() for line in exercise.solution.splitlines()])
        for line in exercise.stub.splitlines():
            if line.strip() and not YOUR_TURN.search(line) and line.rstrip() not in rest:
                found.append(f"{exercise}: the stub's line is not in the solution, or not in this order: {line!r}")
                break
        for line in [*exercise.solution.splitlines(), *exercise.expected.splitlines()]:
            if len(line) > WIDTH:
                found.append(f"{exercise}: a line of {len(line)} characters in the solution: {line!r}")
        if YOUR_TURN.search(exercise.solution):
            found.append(f"{exercise}: the solution still says “# your turn”")
        if exercise.expected.splitlines()[-1:] != ["Right."]:
            found.append(f"{exercise}: the text block's last line should be “Right.”, not {exercise.expected!r}")
    return found


def opening(notebook: nbformat.NotebookNode) -> str:
    """The code of the cells that set a chapter up: those of imports alone, and the one that sets the house style."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code" and "%pip" not in cell.source]
    return "\n".join(source for source in sources if "plt.style.use" in source or only_imports(source))


def only_imports(source: str) -> bool:
    return all(isinstance(statement, (ast.Import, ast.ImportFrom)) for statement in ast.parse(source).body)


def uncompared(printed: str) -> str:
    """What is printed, without the numbers that come out of training, which nbval does not compare either."""
    rules = configparser.RawConfigParser()
    rules.read(ROOT / "tests" / "nbval.cfg")
    for rule in rules.sections():
        printed = re.sub(rules[rule]["regex"], rules[rule]["replace"], printed)
    return printed


def what_goes_wrong(exercise: Exercise, setup: str) -> str | None:
    """Run the solution after the chapter's opening; None if it prints what it says."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    with plt.rc_context(), warnings.catch_warnings(), contextlib.redirect_stdout(printed):
        warnings.simplefilter("ignore")  # plt.show() warns that nobody sees the figure
        plt.switch_backend("Agg")
        try:
            exec(compile(setup, "<the chapter's opening>", "exec"), namespace)
            exec(compile(exercise.solution, f"<the solution of {exercise}>", "exec"), namespace)
        except Exception as error:
            return f"{exercise}: the solution stops with {type(error).__name__}: {error}"
        finally:
            plt.close("all")
    if uncompared(printed.getvalue()) != uncompared(exercise.expected):
        return f"{exercise}: the solution prints {printed.getvalue()!r} and says {exercise.expected!r}"
    return None


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_exercises_of_a_chapter_are_whole_and_their_stubs_help(chapter: str) -> None:
    found = complaints(read(chapter))
    assert not found, "\n".join([f"{chapter}:", *found])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_solution_is_right(chapter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # for what a solution may save
    notebook = read(chapter)
    setup = opening(notebook)
    found = [*filter(None, (what_goes_wrong(exercise, setup) for exercise in exercises_of(notebook)))]
    assert not found, "\n".join([f"{chapter}:", *found])


def test_every_chapter_with_stubs_is_looked_at() -> None:
    stubs = [path.stem for path in NOTEBOOKS if YOUR_TURN.search(code_of(nbformat.read(path, as_version=4)))]
    assert stubs == CHAPTERS


def code_of(notebook: nbformat.NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


# The tests above, tested: a chapter in which all is well, and what they say when something is not.

TASK_TEXT = "**{n}. The sum.** What is {n} + {n}?"
STUB = """def double(n):
    return 0  # your turn


wrong = "Not yet: your double of {n} is not what {n} + {n} is."
print("Right." if double({n}) == 2 * {n} else wrong)"""
SOLVED = """````{{admonition}} Solution
:class: dropdown
Twice.
```python
def double(n):
    return n + n


wrong = "Not yet: your double of {n} is not what {n} + {n} is."
print("Right." if double({n}) == 2 * {n} else wrong)
```
```text
Right.
```
````"""


def sample() -> nbformat.NotebookNode:
    markdown, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    cells = [code("import matplotlib.pyplot as plt\n\nplt.style.use('utils.book')"), code("secret = 1")]
    cells.append(markdown("Some text.\n\n## Recap\n\n- All.\n\n## Exercises\n\nTake a pencil."))
    for n in range(1, 7):
        stub = code(STUB.format(n=n))
        stub.outputs = [
            nbformat.v4.new_output("stream", text=f"Not yet: your double of {n} is not what {n} + {n} is.\n")
        ]
        cells += [markdown(TASK_TEXT.format(n=n)), stub, markdown(SOLVED.format(n=n))]
    return nbformat.v4.new_notebook(cells=[*cells, markdown("## Quiz\n\nSix questions."), code("Quiz(QUESTIONS)")])


def planted(cell: int, old: str, new: str) -> nbformat.NotebookNode:
    """The sample with a piece of a cell replaced, in its source or in its output. Cells 9, 10, 11 are exercise 3."""
    notebook = sample()
    text = json.dumps(notebook.cells[cell])
    old, new = json.dumps(old)[1:-1], json.dumps(new)[1:-1]
    assert old in text
    notebook.cells[cell] = nbformat.from_dict(json.loads(text.replace(old, new)))
    return notebook


def test_nothing_is_said_of_a_chapter_in_which_all_is_well() -> None:
    assert complaints(sample()) == []
    exercises = exercises_of(sample())
    assert [exercise.number for exercise in exercises] == [1, 2, 3, 4, 5, 6]
    assert [what_goes_wrong(exercise, opening(sample())) for exercise in exercises] == 6 * [None]


@pytest.mark.parametrize(
    ("cell", "old", "new", "complaint"),
    [
        (9, "**3.", "**4.", "the numbers are [1, 2, 4, 4, 5, 6]"),
        (9, "**3. The sum.**", "3. The sum.", "a cell belongs to no exercise"),
        (9, "**3. The sum.**", "**3. The sum**", "a cell belongs to no exercise"),
        (10, "  # your turn", "", "exercise 3: after the task comes no code cell with a line that ends in"),
        (10, "  # your turn", "  # your turn, or not", "exercise 3: after the task comes no code cell"),
        (10, "def double(n)", "def double(m)", "not in the solution, or not in this order: 'def double(m):'"),
        (10, "\n\n\nwrong", "\nimport math\n\n\nwrong", "not in this order: 'import math'"),
        (11, "def double", "print()\n\n\ndef double", None),
        (11, "    return n + n\n", "", None),
        (11, ":class: dropdown\n", "", "exercise 3: after the stub comes no {admonition} Solution"),
        (11, "```python", "```", "exercise 3: the solution needs its code in ```python"),
        (11, "```text", "```", "exercise 3: the solution needs its code in ```python"),
        (11, "return n + n", "return n + n  # " + "x" * 80, "a line of 100 characters"),
        (11, "Right.\n```\n", "Right.\nDone.\n```\n", "last line should be “Right.”"),
        (11, "return n + n", "return n + n  # your turn", "still says “# your turn”"),
        (10, "Not yet: your double of 3 is not what 3 + 3 is.\n", "Not yet: no.\n", "and prints 'Not yet: no.\\n'"),
        (10, "Not yet: your double of 3 is not what 3 + 3 is.\n", "Right.\n", "exercise 3: the stub should print"),
        (10, "yet: your double of 3 is", "yet: your code stops with TypeError: it is", "an exception is no help"),
        (2, "## Exercises", "## Exercise", "six exercises or more are wanted, not 0"),
    ],
)
def test_what_is_not_well_is_said(cell: int, old: str, new: str, complaint: str | None) -> None:
    found = complaints(planted(cell, old, new))
    if complaint is None:
        assert found == []
    else:
        assert complaint in "\n".join(found)


@pytest.mark.parametrize(
    ("cell", "old", "new", "complaint"),
    [
        (11, "n + n", "n * n", "prints 'Not yet: your double of 3 is not what 3 + 3 is.\\n' and says 'Right.\\n'"),
        (11, "n + n", "n + n * secret", "the solution stops with NameError: name 'secret' is not defined"),
        (11, "n + n", "n +", "the solution stops with SyntaxError"),
        (11, "Right.\n```\n````", "Quite right.\n```\n````", "prints 'Right.\\n' and says 'Quite right.\\n'"),
        (0, "utils.book", "utils.a_book", "the solution stops with OSError"),
        (11, "return n + n", "plt.plot([n])\n    plt.show()\n    return n + n", None),
    ],
)
def test_a_solution_that_is_not_right_is_found(cell: int, old: str, new: str, complaint: str | None) -> None:
    notebook = planted(cell, old, new)
    verdict = what_goes_wrong(exercises_of(notebook)[2], opening(notebook))
    assert verdict is None if complaint is None else complaint in str(verdict)


def test_a_number_that_comes_out_of_training_is_not_compared_and_what_is_said_of_it_is() -> None:
    solution = 'print("accuracy ≈ 0.97, within 0.98 ± 0.02")'
    for expected, wrong in [("≈ 0.9812, within 0.98 ± 0.02", False), ("≈ 0.97, within 0.98 ± 0.01", True)]:
        exercise = Exercise(1, "", "", solution, f"accuracy {expected}\n")
        assert (what_goes_wrong(exercise, "") is not None) == wrong
