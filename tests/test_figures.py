"""The Python half of the live figures, and of the drawing pad what happens in the kernel when the front end asks."""

import re
from collections.abc import Callable
from pathlib import Path

from utils.figures import SURE, Convolution, DigitPad, LiveFigure, PerceptronPlane
from utils.ink import normalise, rasterise
from utils.models import evidence, load_recogniser, sureness

import keras
import numpy as np
import pytest
from conftest import STATIC


@pytest.fixture(scope="module")
def pad() -> DigitPad:
    return DigitPad(load_recogniser())


def ask(pad: DigitPad, canvas: np.ndarray, question: int) -> dict:
    """Ask as the front end does: one message with the bytes, which arrive as a memoryview, and a number."""
    pad.set_state({"canvas": memoryview(canvas.tobytes()), "question": question})
    return pad.answer


def test_the_pad_answers_with_what_the_network_says_of_the_normalised_ink(pad: DigitPad, drawings: list[dict]) -> None:
    for number, drawing in enumerate(drawings, start=1):
        canvas = rasterise(drawing["strokes"], width=drawing["width"])
        answer = ask(pad, canvas, number)
        assert answer["question"] == number
        assert answer["digit"] == str(drawing["digit"])
        assert np.array_equal(answer["picture"], normalise(canvas).ravel())
        z = evidence(load_recogniser())(normalise(canvas).reshape(1, 28, 28, 1))
        assert np.allclose(answer["probabilities"], sureness(np.asarray(z))[0], atol=1e-6)
        assert int(np.argmax(answer["probabilities"])) == drawing["digit"]
        assert sum(answer["probabilities"]) + answer["none"] == pytest.approx(1)
        assert answer["sure"] == SURE


def test_an_empty_canvas_is_no_digit(pad: DigitPad) -> None:
    answer = ask(pad, np.zeros((280, 280), np.uint8), 100)
    nothing = {"digit": "", "probabilities": [], "none": None, "picture": [0.0] * 784}
    assert answer == {"question": 100, "sure": SURE, **nothing}


def test_a_canvas_that_is_all_ink_is_declined(pad: DigitPad) -> None:
    assert ask(pad, np.full((280, 280), 255, np.uint8), 101)["digit"] == "?"


def test_the_same_ink_asked_about_again_is_answered_again(pad: DigitPad, drawings: list[dict]) -> None:
    canvas = rasterise(drawings[0]["strokes"])
    assert ask(pad, canvas, 201)["question"] == 201
    assert ask(pad, canvas, 202)["question"] == 202


def test_without_a_majority_the_pad_declines(drawings: list[dict]) -> None:
    undecided = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])
    undecided.layers[-1].set_weights([np.zeros((784, 10)), np.array([0.5, 0.5] + [0.0] * 8)])
    answer = ask(DigitPad(undecided), rasterise(drawings[0]["strokes"]), 1)
    assert (answer["digit"], answer["none"]) == ("?", None)  # it has no answer "none"


def test_what_goes_wrong_in_the_kernel_is_told_to_the_reader(pad: DigitPad) -> None:
    pad.set_state({"canvas": memoryview(b"too short"), "question": 300})
    assert pad.answer["question"] == 300
    assert "could not answer" in pad.answer["error"]


def test_the_pad_refuses_a_network_that_does_not_read_digits() -> None:
    with pytest.raises(ValueError, match="10 outputs, one a digit, not 3"):
        DigitPad(keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(3)]))


def test_stored_notebooks_get_a_placeholder_and_no_memory_address(pad: DigitPad) -> None:
    data, _ = pad._repr_mimebundle_()
    assert 'data-figure="digit-pad"' in data["text/html"]
    assert "JavaScript" in data["text/html"]
    assert data["text/plain"] == repr(pad) == "DigitPad()"


NAN = float("nan")


@pytest.mark.parametrize(
    "figure",
    [
        lambda: Convolution({"one": np.ones((3, 3))}, np.full((3, 3), NAN)),
        lambda: PerceptronPlane(weights=(NAN, 1, 1)),
    ],
)
def test_a_number_that_no_page_can_read_is_refused(figure: Callable[[], LiveFigure]) -> None:
    with pytest.raises(ValueError, match=r"holds NaN or infinity.*every number must be finite"):
        figure()._repr_mimebundle_()


def test_a_figure_has_the_same_scripts_in_jupyter_as_in_the_page() -> None:
    """But for the pad, which in Jupyter asks the kernel and so brings no network."""
    figures = set(LiveFigure.__subclasses__()) - {DigitPad}
    assert len(figures) > 8
    for figure in figures:
        script = (STATIC / f"{figure.figure}.js").read_text(encoding="utf-8")
        needs = re.search(r"needs: \[(.*?)\]", script)
        in_the_page = re.findall(r'"(.+?)"', needs[1]) if needs else []
        scripts = [(STATIC / name).read_text(encoding="utf-8") for name in ["live.js", *in_the_page]]
        assert figure._esm.startswith("\n".join([*scripts, script])), figure.figure


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_every_block_of_a_stylesheet_is_closed(sheet: Path) -> None:
    """A brace that is lost in a merge takes away the looks of every figure below it."""
    depth = 0
    for number, line in enumerate(sheet.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith((".", "@", "/*")):
            assert depth == 0, f"line {number} begins within another block"
        depth += line.count("{") - line.count("}")
    assert depth == 0
