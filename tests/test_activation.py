"""The live figure of activation functions: its calculation against utils.mlp, and what the page shows of it."""

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from utils.figures import Activation
from utils.mlp import ACTIVATIONS
from utils.perceptron import Perceptron

import numpy as np
import py_mini_racer
import pytest
import traitlets
from conftest import STATIC, lay_out
from playwright.sync_api import Browser, Locator, Page, expect

KINDS = ["step", "sigmoid", "tanh", "relu"]
STEEPEST = {"sigmoid": 0.25, "tanh": 1, "relu": 1}  # the slope of each, at most
SATURATED = "The slope is nearer to 0 than 0.01: the unit is saturated, it hardly reacts."
SMALL = "The slope is nearer to 0 than 0.01: with so small a weight the unit hardly reacts."


def phi(kind: str, z: np.ndarray | float) -> np.ndarray:
    """The activation function as the chapter has it: the step is the perceptron's."""
    z = np.asarray(z, float)
    return np.heaviside(z, 0) if kind == "step" else ACTIVATIONS[kind][0](z)


# The calculation


@pytest.fixture(scope="module")
def unit() -> Callable[..., Any]:
    """Call a function of unit.js. What is not a number comes as None."""
    engine = py_mini_racer.MiniRacer()
    engine.eval((STATIC / "unit.js").read_text(encoding="utf-8"))

    def call(function: str, *arguments: Any) -> Any:
        return json.loads(engine.eval(f"JSON.stringify(unit.{function}(...{json.dumps(arguments)}))"))

    return call


def cases(seed: int, count: int) -> Iterator[tuple[str, float, float, float]]:
    """Each activation function with weights, biases and inputs from where the sliders and the point can be."""
    rng = np.random.default_rng(seed)
    for kind in KINDS:
        for w, b, x in rng.uniform([-5, -5, -6], [5, 5, 6], (count, 3)):
            yield kind, w, b, x


def test_outputs_and_slopes_are_those_of_the_mlp(unit: Callable[..., Any]) -> None:
    for kind, w, b, x in cases(0, 100):
        out, z = unit("at", kind, w, b, x), w * x + b
        assert out["z"] == pytest.approx(z, abs=1e-9)
        assert out["y"] == pytest.approx(float(phi(kind, z)), abs=1e-9)
        slope = 0 if kind == "step" else float(ACTIVATIONS[kind][1](phi(kind, z)))
        assert out["slope"] == pytest.approx(slope, abs=1e-9)
    for z in (-2, -0.1, 0, 0.1, 3):
        assert unit("at", "step", 1, 0, z)["y"] == Perceptron(0, 1).output([z])
    assert unit("at", "relu", 1, 0, 0) == {"z": 0, "y": 0, "slope": 0, "dydx": 0}  # as ACTIVATIONS takes it


def test_the_slope_over_x_is_the_rise_of_y_over_a_small_step(unit: Callable[..., Any]) -> None:
    h = 1e-4
    for kind, w, b, x in cases(1, 100):
        if abs(w * x + b) < 2 * h * abs(w) and kind in ("step", "relu"):
            continue  # the jump and the corner
        before, after = (float(phi(kind, w * (x + side) + b)) for side in (-h, h))
        assert unit("at", kind, w, b, x)["dydx"] == pytest.approx((after - before) / (2 * h), abs=1e-5)


def test_the_jump_is_where_z_is_0_and_has_no_slope(unit: Callable[..., Any]) -> None:
    assert 3 * 0.1 - 0.3 > 0  # a crumb of rounding, which would miss the jump
    assert unit("at", "step", 3, -0.3, 0.1) == {"z": 0, "y": 0, "slope": None, "dydx": None}
    assert unit("at", "step", 0, 0, 1)["dydx"] == 0  # y does not depend on x


def test_a_sigmoid_is_never_quite_flat(unit: Callable[..., Any]) -> None:
    for kind, slope in [("sigmoid", math.exp(-35)), ("tanh", 4 * math.exp(-70))]:
        assert unit("at", kind, 5, 5, 6)["y"] == pytest.approx(1, abs=1e-15)
        assert unit("at", kind, 5, 5, 6)["dydx"] == pytest.approx(5 * slope, rel=1e-6, abs=0)
        assert unit("at", kind, 5, -5, -6)["dydx"] == pytest.approx(5 * slope, rel=1e-6, abs=0)


def test_the_steepest_place_is_where_z_is_0(unit: Callable[..., Any]) -> None:
    for kind, w, b, _ in cases(2, 30):
        if kind in ("sigmoid", "tanh"):
            slopes = [abs(v) for piece in unit("curve", kind, w, b, "dydx") for _, v in piece]
            assert max(slopes) <= STEEPEST[kind] * abs(w) + 1e-12
            assert abs(unit("at", kind, w, b, -b / w)["dydx"]) == pytest.approx(STEEPEST[kind] * abs(w), rel=1e-6)


def test_the_curves_reach_from_end_to_end_and_are_cut_where_they_may_jump(unit: Callable[..., Any]) -> None:
    for kind, w, b, _ in cases(3, 10):
        pieces = unit("curve", kind, w, b, "y")
        assert [pieces[0][0][0], pieces[-1][-1][0]] == pytest.approx([-6, 6])
        assert len(pieces) == (2 if abs(b / w) < 6 else 1)
        if len(pieces) == 2:
            left, right = pieces[0][-1], pieces[1][0]
            assert [left[0], right[0]] == pytest.approx([-b / w, -b / w], abs=1e-3)
            assert abs(right[1] - left[1]) == pytest.approx(float(kind == "step"), abs=1e-5)
        for x, y in [point for piece in pieces for point in piece]:
            assert y == pytest.approx(float(phi(kind, w * x + b)), abs=1e-6)


def test_flat_stretches_are_where_the_slope_is_under_a_hundredth(unit: Callable[..., Any]) -> None:
    places = np.linspace(-6, 6, 97)
    for kind, w, b, _ in cases(4, 15):
        stretches = unit("flats", kind, w, b)
        for x in places:
            if min((abs(x - end) for stretch in stretches for end in stretch), default=1) > 0.06:
                flat = abs(unit("at", kind, w, b, x)["dydx"]) < 0.01
                assert flat == any(start < x < end for start, end in stretches)
    (a, b), (c, d) = unit("flats", "step", 2, 1)
    assert [a, b, c, d] == pytest.approx([-6, -0.5, -0.5, 6], abs=1e-5)
    assert unit("flats", "sigmoid", 0, 1) == [[-6, 6]]
    assert unit("flats", "relu", 1, 7) == []  # its dead side lies outside the picture


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (("sigmoid", 1, 0, 2), "The unit reacts: y rises as x grows."),
        (("tanh", -1, 0.5, 0), "The unit reacts: y falls as x grows."),
        (("sigmoid", 2, 1, -0.5), "The steepest place: the slope is a quarter of the weight."),
        (("tanh", 2, 1, -0.5), "The steepest place: the slope is the weight itself."),
        (("sigmoid", 1, 0, 4.5), "The unit reacts: y rises as x grows."),
        (("sigmoid", 1, 0, 4.6), SATURATED),
        (("sigmoid", -5, 0, 3), SATURATED),
        (("tanh", 1, 0, -3), SATURATED),
        (("sigmoid", 0.1, 2.5, 0), SMALL),
        (("step", 1, 0, 0), "Here is the jump: the step has no slope."),
        (("step", 1, 0, 0.1), "The step is flat: its slope is 0 here, and everywhere but at the jump."),
        (("relu", 1, -1, 0), "The dead side: y is 0 and its slope is 0. The unit does not react."),
        (("relu", 1, -1, 1), "The corner: here the slope is taken to be 0."),
        (("relu", 1, -1, 2), "Here y is z itself, and the slope is the weight."),
        *(((kind, 0, 1, 2), "The weight is 0: the unit does not react to x at all.") for kind in KINDS),
    ],
)  # fmt: skip
def test_what_is_noticed_is_said(unit: Callable[..., Any], state: Any, sentence: str) -> None:
    assert unit("told", *state) == sentence


def test_what_the_chapter_says_to_try_happens(unit: Callable[..., Any]) -> None:
    assert unit("number", unit("at", "sigmoid", 1, 0, 4)["dydx"]) == "0.0177"
    assert unit("at", "sigmoid", 5, 0, 4)["dydx"] == pytest.approx(1e-8, rel=0.05, abs=0)
    grey = [sum(end - start for start, end in unit("flats", "sigmoid", w, 0)) / 12 for w in (1, 5)]
    assert (grey[0] < 0.25, grey[1] > 0.75) == (True, True)
    for w in (1, 5):
        assert unit("at", "tanh", w, 0, 0)["dydx"] == 4 * unit("at", "sigmoid", w, 0, 0)["dydx"] == w
        assert unit("at", "relu", w, 0, 6)["dydx"] == w


def test_numbers_keep_three_digits_that_count(unit: Callable[..., Any]) -> None:
    written = {-0.0: "0", 1: "1", -2.5: "−2.5", 0.88079708: "0.8808", 36: "36", 0.0176627: "0.0177", 0.1: "0.1"}
    written |= {-0.001: "−0.001", 9.1022e-4: "9.1·10⁻⁴", -3.114e-19: "−3.11·10⁻¹⁹", 0.9999833: "1"}
    assert {value: unit("number", value) for value in written} == written


def test_the_chain_rule_s_numbers_can_be_recomputed(unit: Callable[..., Any]) -> None:
    """What the reader types into a pocket calculator gives what stands after it, but for rounding."""
    assert unit("chain", "sigmoid", 1, 0, 2) == [
        ["z = w · x + b", "1 · 2 + 0 = 2"],
        ["y = σ(z)", "σ(2) = 0.8808"],
        ["φ\N{PRIME}(z) = y · (1 − y)", "0.8808 · 0.1192 = 0.105"],
        ["dy/dx = w · φ\N{PRIME}(z)", "1 · 0.105 = 0.105"],
    ]
    assert [line[1] for line in unit("chain", "tanh", -2, -1, -4)[:2]] == ["−2 · (−4) − 1 = 7", "tanh(7) ≈ 1"]
    assert [line[1] for line in unit("chain", "step", 2, 0, 0)] == ["2 · 0 + 0 = 0", "0", "none", "none"]
    rng = np.random.default_rng(5)
    for kind in KINDS:
        for w, b, x in rng.integers([-50, -50, -60], [51, 51, 61], (60, 3)) / 10:
            z = round(w * x + b, 6)
            slope = 0 if kind == "step" else float(ACTIVATIONS[kind][1](phi(kind, z)))
            if kind == "step" and z == 0:
                continue
            for (_, line), value in zip(
                unit("chain", kind, w, b, x), [z, float(phi(kind, z)), slope, w * slope], strict=True
            ):
                for side in re.split(" [=≈] ", line):
                    assert reckoned(side) == pytest.approx(value, rel=6e-3, abs=1e-4), line


def reckoned(formula: str) -> float:
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    python = re.sub("·10⁻([⁰¹²³⁴-⁹]+)", lambda power: f"e-{power[1].translate(digits)}", formula)
    python = python.replace("·", "*").replace("−", "-").replace("²", "**2")
    return eval(python, {"σ": lambda z: 1 / (1 + math.exp(-z)), "tanh": math.tanh})


# The half in Python


def test_the_figure_says_how_it_starts_and_follows_the_reader() -> None:
    figure = Activation(activation="relu", w=2, b=-1)
    data, _ = figure._repr_mimebundle_()
    assert 'data-figure="activation"' in data["text/html"]
    for option in ("&quot;relu&quot;", "&quot;w&quot;: 2.0", "&quot;b&quot;: -1.0", "&quot;x&quot;: 2.0"):
        assert option in data["text/html"]
    assert data["text/plain"] == "Activation()"
    figure.set_state({"activation": "tanh", "x": -1.5})  # what the front end sends
    assert (figure.activation, figure.x) == ("tanh", -1.5)
    for wrong in ({"activation": "ReLU"}, {"w": 5.1}, {"b": -5.1}, {"x": 6.1}):
        with pytest.raises(traitlets.TraitError):
            Activation(**wrong)


def test_jupyter_gets_the_calculation_together_with_the_figure() -> None:
    engine = py_mini_racer.MiniRacer()
    engine.eval("globalThis.document = { documentElement: { dataset: {} } }")
    engine.eval(Activation._esm.replace("export default", "globalThis.widget ="))
    assert engine.eval("typeof widget.render + typeof unit.at") == "functionfunction"


# The page


@pytest.fixture
def figure(page: Page, served_book: str) -> Locator:
    page.goto(f"{served_book}/book/3-multilayer-perceptron.html")
    lay_out(page)
    figure = page.locator('[data-figure="activation"]').first
    figure.get_by_role("img").scroll_into_view_if_needed()
    choose(figure, "sigmoid", w=1, b=0)
    point(figure).focus()
    moved(figure, 2)
    return figure


def choose(figure: Locator, name: str, **values: float) -> None:
    figure.get_by_role("radio", name=name, exact=True).check()
    for letter, value in values.items():
        figure.get_by_role("slider", name={"w": "weight w", "b": "bias b"}[letter]).fill(str(value))


def point(figure: Locator) -> Locator:
    return figure.get_by_role("slider", name="input x")


def moved(figure: Locator, x: float) -> None:
    """Bring the point to x with the arrow keys."""
    steps = round(10 * (x - float(point(figure).get_attribute("aria-valuenow"))))
    for _ in range(abs(steps)):
        point(figure).press("ArrowRight" if steps > 0 else "ArrowLeft")


def lines(figure: Locator) -> list[str]:
    return [text.replace("\xa0", " ") for text in figure.locator("dd").all_inner_texts()]


def says(figure: Locator) -> str:
    return figure.get_by_role("status").inner_text()


def axes(figure: Locator, window: int) -> Callable[[np.ndarray], np.ndarray]:
    """How a reader reads points (n, 2) of a window's drawing: by the numbers at its axes."""

    def scale(texts: list[Locator], name: str) -> tuple[float, float]:
        values = [float(text.text_content().replace("−", "-")) for text in texts]
        return np.polyfit([float(text.get_attribute(name)) for text in texts], values, 1)

    right, up = (
        scale(figure.locator(".act-number").all(), "x"),
        scale(figure.locator(".act-tick").all()[3 * window :][:3], "y"),
    )
    return lambda points: np.column_stack(
        [np.polyval(right, points[:, 0]), np.polyval(up, points[:, 1] + 5)]  # a letter's middle is 5 above its line
    )


def drawn(figure: Locator, kind: str, window: int = 0) -> np.ndarray:
    """The points (n, 2) of a path as they are read off the axes."""
    path = figure.locator(f".act-{kind}").nth(window).get_attribute("d")
    return axes(figure, window)(np.array(re.findall(r"(-?[\d.e-]+),(-?[\d.e-]+)", path), float))


def test_it_starts_with_the_chain_rule_in_numbers(figure: Locator) -> None:
    assert lines(figure) == ["1 · 2 + 0 = 2", "σ(2) = 0.8808", "0.8808 · 0.1192 = 0.105", "1 · 0.105 = 0.105"]
    assert says(figure) == "The unit reacts: y rises as x grows."
    label = "sigmoid with w = 1 and b = 0: output above, slope below. At x = 2: z = 2, y = 0.8808, slope 0.105."
    expect(figure.get_by_role("img")).to_have_attribute("aria-label", label)


@pytest.mark.parametrize("kind", ["step", "sigmoid", "tanh", "ReLU"])
def test_the_curves_are_drawn_as_they_are(figure: Locator, kind: str) -> None:
    for w, b in [(1, 0), (-2.5, 1.5), (5, -3)]:
        choose(figure, kind, w=w, b=b)
        x, y = drawn(figure, "curve").T
        clear = np.abs(x + b / w) > 1e-3
        assert np.allclose(y[clear], phi(kind.lower(), w * x + b)[clear], atol=2e-3)
        x, slope = drawn(figure, "curve", 1).T
        clear = np.abs(x + b / w) > 2e-3
        rise = (phi(kind.lower(), w * (x + 1e-4) + b) - phi(kind.lower(), w * (x - 1e-4) + b)) / 2e-4
        assert np.allclose(slope[clear], rise[clear], atol=2e-3)
        jumps = {"step": (1, 1, 2, 0), "ReLU": (0, 0, 1, 1)}.get(kind, (0, 0, 0, 0))  # rings and dots, above and below
        ends = [figure.locator(f"g:nth-of-type({i})>.act-{mark}").count() for i in (1, 2) for mark in ("ring", "dot")]
        assert tuple(ends) == jumps


def test_the_tangent_touches_the_curve_with_its_slope(figure: Locator) -> None:
    for kind, w, b, x in [("sigmoid", 1, 0, 2), ("tanh", -0.8, 0.5, 1), ("sigmoid", 5, 1, -0.2), ("ReLU", 0.7, 1, 0.5)]:
        choose(figure, kind, w=w, b=b)
        moved(figure, x)
        start, end = drawn(figure, "tangent")
        y = float(phi(kind.lower(), w * x + b))
        assert np.allclose((start + end) / 2, [x, y], atol=1e-3)
        slope = w * float(ACTIVATIONS[kind.lower()][1](y))
        assert (end - start)[1] / (end - start)[0] == pytest.approx(slope, rel=1e-3)
        dot = figure.locator(".act-point").first
        place = [[float(dot.get_attribute("cx")), float(dot.get_attribute("cy"))]]
        assert np.allclose(axes(figure, 1)(np.array(place)), [[x, slope]], atol=1e-3)


def test_the_step_behind_the_limit_of_the_slope_and_the_places_on_the_axis(figure: Locator) -> None:
    above, below = figure.locator(".act-guide").all()
    for kind, w, b, levels in [("sigmoid", 2, -2, (0, 1)), ("sigmoid", -2, 2, (1, 0)), ("tanh", -0.5, 0.5, (1, -1))]:
        choose(figure, kind, w=w, b=b)
        moved(figure, 4)
        x, before, jump, after = re.findall(r"[\d.]+", above.get_attribute("d"))[:4]
        seen = axes(figure, 0)(np.array([[x, before], [jump, before], [jump, after]], float))
        assert np.allclose(seen, [[-6, levels[0]], [1, levels[0]], [1, levels[1]]], atol=1e-6)
        x, limit = re.findall(r"[\d.]+", below.get_attribute("d"))[:2]
        assert np.allclose(axes(figure, 1)(np.array([[x, limit]], float)), [[-6, w * STEEPEST[kind]]], atol=1e-6)
        assert figure.get_by_text("step", exact=True).count() == 2  # the choice, and the name of the dashed line
        expect(figure.locator(".act-area").nth(1)).to_have_attribute("data-sign", f"{np.sign(w):g}")
        places = figure.locator(".act-here"), figure.get_by_text("z = 0", exact=True)
        for place, text, at in zip(places, ("x = 4", "z = 0"), (4, 1), strict=True):
            expect(place).to_have_text(text)
            assert float(place.get_attribute("x")) == pytest.approx(36 + 25 * (at + 6))
    choose(figure, "ReLU")
    expect(above).to_have_attribute("d", "")
    choose(figure, "step")
    for guide in (above, below):
        expect(guide).to_have_attribute("d", "")


def test_the_point_is_dragged_along_the_curve(page: Page, figure: Locator) -> None:
    frame = figure.locator(".act-frame").first.bounding_box()
    spot = lambda x, y: (frame["x"] + frame["width"] * (x + 6) / 12, frame["y"] + frame["height"] * y)  # noqa: E731
    page.mouse.move(*spot(2, 0.2))
    page.mouse.down()
    page.mouse.move(*spot(0, 0.5))
    assert lines(figure)[1] == "σ(0) = 0.5"
    assert says(figure) == "The steepest place: the slope is a quarter of the weight."
    page.mouse.move(*spot(-1.5, 0.1))
    page.mouse.up()
    assert lines(figure)[0] == "1 · (−1.5) + 0 = −1.5"
    page.mouse.move(*spot(3, 0.5))  # let go: it stays
    assert lines(figure)[0] == "1 · (−1.5) + 0 = −1.5"
    knob = figure.locator(".act-point").last.bounding_box()
    middle = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    inside = 1 - (18 + 114 / (1 + math.exp(1.5))) / 150  # of the window's height, with room of 18 of 150 on either side
    assert np.allclose(middle, spot(-1.5, inside), atol=1.5)


def test_arrow_keys_move_the_point_as_far_as_the_picture(page: Page, figure: Locator) -> None:
    point(figure).focus()
    for key, x in [("ArrowRight", "2.1"), ("ArrowUp", "2.2"), ("ArrowLeft", "2.1"), ("ArrowDown", "2")]:
        page.keyboard.press(key)
        expect(point(figure)).to_have_attribute(
            "aria-valuetext", re.compile(rf"^x = {re.escape(x)}, y = 0\.\d+, slope 0")
        )
    moved(figure, 6.5)
    expect(point(figure)).to_have_attribute("aria-valuetext", "x = 6, y = 0.9975, slope 0.00247")
    assert says(figure) == SATURATED


def test_a_large_weight_leaves_little_that_reacts(page: Page, figure: Locator) -> None:
    def reacting() -> float:
        path = figure.locator(".act-flat").first.get_attribute("d")
        return 12 - sum(float(to) - float(start) for start, to in re.findall(r"M([\d.]+),\d+H([\d.]+)", path)) / 25

    assert reacting() == pytest.approx(9.2, abs=0.1)
    assert figure.get_by_text("hardly reacts", exact=True).count() == 0
    weight = figure.get_by_role("slider", name="weight w")
    weight.focus()
    page.keyboard.press("End")
    assert lines(figure)[3].startswith("5 · 4.54·10⁻⁵ = 2.27·10⁻⁴")
    assert says(figure) == SATURATED
    assert reacting() == pytest.approx(2.5, abs=0.1)
    assert figure.get_by_text("hardly reacts", exact=True).count() == 2
    page.keyboard.press("ArrowLeft")
    assert lines(figure)[0] == "4.9 · 2 + 0 = 9.8"
    expect(figure.locator(".act-limit")).to_have_text("steepest: ¼ w")


def test_the_step_has_no_slope_at_its_jump(page: Page, figure: Locator) -> None:
    choose(figure, "step")
    assert says(figure) == "The step is flat: its slope is 0 here, and everywhere but at the jump."
    assert lines(figure) == ["1 · 2 + 0 = 2", "1", "0", "1 · 0 = 0"]
    assert figure.get_by_text("does not react", exact=True).count() == 2
    moved(figure, 0)
    assert says(figure) == "Here is the jump: the step has no slope."
    assert lines(figure)[2:] == ["none", "none"]
    expect(figure.locator(".act-point").first).to_be_hidden()
    expect(figure.locator(".act-tangent").first).to_have_attribute("d", "")
    bias = figure.get_by_role("slider", name="bias b")
    bias.focus()
    page.keyboard.press("ArrowRight")
    assert lines(figure) == ["1 · 0 + 0.1 = 0.1", "1", "0", "1 · 0 = 0"]
    expect(figure.locator(".act-point").first).to_be_visible()


def test_the_choice_is_made_with_the_keyboard_too(page: Page, figure: Locator) -> None:
    figure.get_by_role("radio", name="sigmoid").focus()
    page.keyboard.press("ArrowRight")
    assert lines(figure)[1] == "tanh(2) = 0.964"
    page.keyboard.press("ArrowRight")
    assert lines(figure)[1] == "max(0, 2) = 2"
    moved(figure, -1)
    assert says(figure) == "The dead side: y is 0 and its slope is 0. The unit does not react."


def test_what_lies_above_the_picture_is_told(figure: Locator) -> None:
    choose(figure, "ReLU", w=4)
    assert figure.get_by_text("y = 8 ↑").count() == 1
    knob, frame = figure.locator(".act-point").last.bounding_box(), figure.locator(".act-frame").first.bounding_box()
    assert knob["y"] + knob["height"] / 2 == pytest.approx(frame["y"], abs=1.5)
    moved(figure, 1)
    assert figure.get_by_text("↑").count() == 0


def test_a_finger_moves_the_point_and_scrolls_beside_it(browser: Browser, served_book: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**phone) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/3-multilayer-perceptron.html")
        lay_out(page)
        figure = page.locator('[data-figure="activation"]').first
        figure.get_by_role("img").scroll_into_view_if_needed()
        frame = figure.locator(".act-frame").first.bounding_box()
        session = context.new_cdp_session(page)

        def swipe(start: tuple[float, float], end: tuple[float, float]) -> None:
            for i in range(6):
                x, y = (a + (b - a) * i / 5 for a, b in zip(start, end))
                kind = "touchMove" if i else "touchStart"
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        at = lambda x: frame["x"] + frame["width"] * (x + 6) / 12  # noqa: E731
        before, low, high = page.evaluate("scrollY"), frame["y"] + 100, frame["y"] + 20
        start = float(point(figure).get_attribute("aria-valuenow"))
        swipe((at(start), low), (at(start - 3), high))
        expect(point(figure)).to_have_attribute("aria-valuenow", f"{start - 3:g}")
        assert page.evaluate("scrollY") == before
        swipe((at(start + 2), low), (at(start + 2), high))
        page.wait_for_function("before => scrollY > before", arg=before)
        expect(point(figure)).to_have_attribute("aria-valuenow", f"{start - 3:g}")
