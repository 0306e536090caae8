"""The perceptron in the plane: its JavaScript against Python in a V8, then in the page under a reader's hands."""

import json
import math
import random
import re
from collections.abc import Callable
from typing import Any

from utils.figures import PerceptronPlane
from utils.perceptron import AND, NAND, OR, XOR, Perceptron

import numpy as np
import py_mini_racer
import pytest
import traitlets
from conftest import STATIC, lay_out
from matplotlib.path import Path
from playwright.sync_api import Browser, Locator, Page, expect

GATES = {"AND": AND, "OR": OR, "NAND": NAND, "XOR": XOR}
REPORT = [0.8, -1.0, -1.0]
Evaluate = Callable[..., Any]


@pytest.fixture(scope="module")
def v8() -> Evaluate:
    """Evaluate an expression after live.js and perceptron.js, in a document that is no page of the book."""
    engine = py_mini_racer.MiniRacer()
    engine.eval("globalThis.document = { documentElement: { dataset: {} } };")
    for name in ("live", "perceptron"):
        engine.eval((STATIC / f"{name}.js").read_text(encoding="utf-8"))
    engine.eval(
        """
        const steps = (w, gate, rate, count) => {
          const seen = [];
          for (let learner = perceptron.begin(w); seen.length < count; seen.push(learner))
            learner = perceptron.step(learner, gate, rate);
          return seen;
        };
        const train = (learner, gate, rate, limit) => {
          do learner = perceptron.step(learner, gate, rate);
          while (!perceptron.learned(learner) && !(learner.next === 0 && learner.mistakes.length === limit));
          return learner;
        };
        """
    )
    return lambda expression, **values: json.loads(
        engine.eval(f"JSON.stringify((({{{', '.join(values)}}}) => ({expression}))({json.dumps(values)}))")
    )


# The rule, number for number


def test_the_gates_are_python_s_in_python_s_order(v8: Evaluate) -> None:
    gates = v8("perceptron.gates")
    assert list(gates) == list(GATES)
    for name, gate in GATES.items():
        assert [(tuple(example["x"]), example["t"]) for example in gates[name]] == list(gate.items())


def test_the_report_s_trace_its_end_after_one_pass_and_the_true_end_after_12(v8: Evaluate) -> None:
    trace = [step["w"] for step in v8("steps(w, perceptron.gates.AND, 0.2, 4)", w=REPORT)]
    assert trace == [[0.6000000000000001, -1, -1]] + 3 * [[0.8, -0.8, -0.8]]
    end = v8("train(perceptron.begin(w), perceptron.gates.AND, 0.2, 1000)", w=REPORT)
    assert end["mistakes"] == [2, 3, 3, 2, 3, 3, 2, 3, 3, 2, 2, 0]
    assert end["w"] == [-0.39999999999999997, 0.39999999999999997, 0.19999999999999996]


def test_every_step_is_python_s_to_the_last_bit(v8: Evaluate) -> None:
    chance = random.Random(2)
    starts = [REPORT, [0, 0, 0], *([chance.uniform(-3, 3) for _ in range(3)] for _ in range(20))]
    for name, gate in GATES.items():
        for start in starts:
            rate = chance.choice([0.1, 0.2, 0.7, 1])
            pupil = Perceptron(*start)
            for number, step in enumerate(
                v8("steps(w, perceptron.gates[name], rate, 40)", w=start, name=name, rate=rate)
            ):
                x, t = list(gate.items())[number % 4]
                z, y = pupil.weighted_sum(x), pupil.output(x)
                pupil.learn(x, t, rate)
                assert step["w"] == list(pupil.weights)
                seen = step["last"]
                assert (tuple(seen["x"]), seen["t"], seen["z"], seen["y"], seen["error"]) == (x, t, z, y, t - y)


@pytest.mark.parametrize("name", GATES)
@pytest.mark.parametrize(("start", "rate"), [(REPORT, 0.2), ([0, 0, 0], 1)])
def test_the_mistakes_of_each_pass_are_python_s(v8: Evaluate, name: str, start: list[float], rate: float) -> None:
    pupil = Perceptron(*start)
    mistakes = pupil.train(GATES[name], rate, limit=30)
    end = v8("train(perceptron.begin(w), perceptron.gates[name], rate, 30)", w=start, name=name, rate=rate)
    assert (end["mistakes"], end["w"]) == (mistakes, list(pupil.weights))
    assert v8("perceptron.learned(end)", end=end) == (name != "XOR")


# The line, and what is written


def test_the_tinted_part_is_where_the_answer_is_1_and_the_ends_lie_on_the_line(v8: Evaluate) -> None:
    chance = np.random.default_rng(3)
    places = chance.uniform(-0.5, 1.5, (300, 2))
    for w in [REPORT, [-0.5, 1, 0], [0.3, 0, -1], *chance.uniform(-1, 1, (40, 3)).tolist()]:
        cut = v8("perceptron.line(w, -0.5, 1.5)", w=w)
        heights = w[0] + places @ w[1:]
        tinted = Path(cut["part"]).contains_points(places) if cut["part"] else np.zeros(len(places), bool)
        clear = np.abs(heights) > 1e-6
        assert np.array_equal(tinted[clear], heights[clear] > 0)
        sums = [w[0] + w[1] * x1 + w[2] * x2 for x1 in (-0.5, 1.5) for x2 in (-0.5, 1.5)]
        assert len(cut["ends"]) == (2 if min(sums) < 0 < max(sums) else 0)
        if cut["ends"]:
            a, b = np.array(cut["ends"])
            assert np.allclose([w[0] + a @ w[1:], w[0] + b @ w[1:]], 0, atol=1e-12)
            assert all(np.isclose(np.abs(end - 0.5).max(), 1) for end in (a, b))
            assert (b - a) @ [-w[2], w[1]] > 0


def test_without_weights_there_is_no_line(v8: Evaluate) -> None:
    assert v8("perceptron.line([1, 0, 0], -0.5, 1.5)")["ends"] == []
    assert len(v8("perceptron.line([1, 0, 0], -0.5, 1.5)")["part"]) == 4
    assert v8("perceptron.line([0, 0, 0], -0.5, 1.5)") == {"part": [], "ends": []}
    assert v8("perceptron.line([3, -1, -1], -0.5, 1.5)")["ends"] == []  # it touches a corner of the square


def test_the_name_of_a_side_stands_on_it_and_away_from_corners_and_line(v8: Evaluate) -> None:
    for w in [REPORT, [-0.4, 0.4, 0.2], [0, 0, 0], [1, 0, 0], [1.4, -1, 0]]:
        for y in (0, 1):
            place = v8("perceptron.roomiest(w, y, -0.5, 1.5)", w=w, y=y)
            if place is None:  # an answer that is nowhere, or only in a strip
                assert y == 0 if w[0] > 0.9 else y == 1
                continue
            assert Perceptron(*w).output(place) == y
            assert min(math.dist(place, corner) for corner in AND) > 0.15
            assert abs(Perceptron(*w).weighted_sum(place)) >= 0.15 * math.hypot(*w[1:])


def test_numbers_are_short_but_no_crumb_is_written_as_0(v8: Evaluate) -> None:
    written = {0.6000000000000001: "0.6", -1: "−1", -0.0: "0", 1 / 3: "0.33", -2.5: "−2.5", 12: "12"}
    written |= {0.8 - 0.2 - 0.2 - 0.2 - 0.2: "6·10⁻¹⁷", -5.551115123125783e-17: "−6·10⁻¹⁷"}
    assert {value: v8("live.number(value)", value=value) for value in written} == written


# In the kernel


def test_the_kernel_s_half_says_how_the_figure_starts() -> None:
    plane = PerceptronPlane(gate="XOR", weights=(0, 0, 0), rate=1)
    data, _ = plane._repr_mimebundle_()
    assert 'data-figure="perceptron-plane"' in data["text/html"]
    assert "&quot;XOR&quot;, &quot;weights&quot;: [0.0, 0.0, 0.0], &quot;rate&quot;: 1.0" in data["text/html"]
    assert data["text/plain"] == "PerceptronPlane()"
    plane.set_state({"weights": [0.5, -1, 2], "gate": "OR"})  # what the front end sends
    assert (plane.weights, plane.gate) == ((0.5, -1, 2), "OR")
    for wrong in ({"gate": "NOR"}, {"weights": (1, 2)}, {"rate": 0}, {"rate": -0.2}):
        with pytest.raises(traitlets.TraitError):
            PerceptronPlane(**wrong)


def test_what_goes_to_jupyter_is_one_module_with_all_it_needs() -> None:
    module = PerceptronPlane()._esm
    assert [module.count(text) for text in ("const live =", "const perceptron =", "export default")] == [1, 1, 1]


# In the page


@pytest.fixture
def plane(page: Page, served_book: str) -> Locator:
    """The first of the chapter's two, AND from the report's start, with a clock that the test winds on."""
    page.clock.install()
    page.goto(f"{served_book}/book/2-perceptron.html")
    lay_out(page)
    plane = page.locator("[data-figure]").first
    plane.get_by_role("img").scroll_into_view_if_needed()
    return plane


def press(plane: Locator, *names: str) -> None:
    for name in names:
        plane.get_by_role("button", name=name, exact=True).click()


def weights(plane: Locator) -> list[float]:
    """The weights that the sliders state."""
    names = ["bias w0", "weight w1", "weight w2"]
    texts = [plane.get_by_role("slider", name=name).get_attribute("aria-valuetext") for name in names]
    return [float(text.replace("−", "-")) for text in texts]


def answers(plane: Locator) -> list[list[str]]:
    """The rows of the truth table, as texts."""
    return [row.locator("td").all_inner_texts() for row in plane.locator(".plane-answers tr").all()[1:]]


def spot(plane: Locator, x1: float, x2: float) -> tuple[float, float]:
    """Where on the screen a point of the plane lies."""
    box = plane.locator(".plane-frame").bounding_box()
    assert box is not None
    inner = box["width"] - box["width"] * 1.5 / 301.5  # the box holds half the stroke on either side
    edge = (box["width"] - inner) / 2
    return box["x"] + edge + inner * (x1 + 0.5) / 2, box["y"] + edge + inner * (1.5 - x2) / 2


def drag(plane: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    mouse = plane.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    mouse.move(*end)
    mouse.up()


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_shows_the_gate_the_answers_and_the_line(plane: Locator) -> None:
    assert answers(plane) == [
        ["0", "0", "0.8", "1", "0", "wrong"],
        ["1", "1", "−1.2", "0", "1", "wrong"],
        ["0", "1", "−0.2", "0", "0", "right"],
        ["1", "0", "−0.2", "0", "0", "right"],
    ]
    expect(plane.locator(".plane-equation")).to_have_text("0.8 − 1 x₁ − 1 x₂ = 0")
    expect(plane.get_by_role("img")).to_have_attribute(
        "aria-label", "AND in the plane. 0.8 − 1 x₁ − 1 x₂ = 0. Answered right: (0, 1), (1, 0)."
    )
    assert plane.locator("circle.live-right").count() == plane.locator("rect.live-wrong").count() == 2
    assert plane.locator(".plane-filled").count() == 1
    expect(plane.get_by_role("status")).to_have_text("2 of 4 answers are right.")


def screen_line(line: Locator) -> list[float]:
    """Both ends of a line in the drawing, as x1 and x2 of the plane."""
    return [
        (float(line.get_attribute(name)) - (24 if name[0] == "x" else 306)) / (150 if name[0] == "x" else -150) - 0.5
        for name in ("x1", "y1", "x2", "y2")
    ]


def test_the_drawing_tints_the_side_of_1_and_keeps_the_line_before(plane: Locator) -> None:
    tinted = "(area, [x, y]) => area.isPointInFill(new DOMPoint(x, y))"
    corners = {(0, 0): [99, 231], (1, 1): [249, 81], (0, 1): [99, 81], (1, 0): [249, 231]}  # in the drawing's units
    line, ghost, area = (plane.locator(f".plane-{name}") for name in ("line", "ghost", "tint"))
    assert [area.evaluate(tinted, place) for place in corners.values()] == [True, False, False, False]
    assert screen_line(line) == pytest.approx([-0.5, 1.3, 1.3, -0.5])
    expect(ghost).to_be_hidden()
    press(plane, "Step")
    assert screen_line(line) == pytest.approx([-0.5, 1.1, 1.1, -0.5])
    assert screen_line(ghost) == pytest.approx([-0.5, 1.3, 1.3, -0.5])
    press(plane, "Step", "Step")  # the third answer is right: nothing moved
    expect(ghost).to_be_hidden()


def test_the_arrows_on_the_line_stand_across_it_in_its_middle(page: Page, plane: Locator) -> None:
    line, arrows = plane.locator(".plane-line"), plane.locator(".plane-arrows")
    for turns in (0, 7):
        plane.get_by_role("slider", name="Turn the line").focus()
        for _ in range(turns):
            page.keyboard.press("ArrowUp")
        x1, y1, x2, y2 = (float(line.get_attribute(name)) for name in ("x1", "y1", "x2", "y2"))
        x, y, angle = map(float, re.findall(r"-?[\d.]+", arrows.get_attribute("transform")))
        assert (x, y) == pytest.approx(((x1 + x2) / 2, (y1 + y2) / 2))
        along = (x2 - x1, y2 - y1) / np.hypot(x2 - x1, y2 - y1)
        across = -np.sin(np.radians(angle)), np.cos(np.radians(angle))  # where the drawing's y axis is turned to
        assert along @ across == pytest.approx(0, abs=0.02)


def test_each_side_is_named_by_its_answer(page: Page, plane: Locator) -> None:
    plane.get_by_role("slider", name="Turn the line").focus()
    for _ in range(9):  # a steep line, so that x1 and x2 are not alike
        page.keyboard.press("ArrowUp")
    for side in plane.locator(".plane-side").all():
        x, y = float(side.get_attribute("x")), float(side.get_attribute("y")) - 10  # half a digit above its foot
        place = (x - 24) / 150 - 0.5, 1.5 - (y - 6) / 150
        assert str(Perceptron(*weights(plane)).output(place)) == side.text_content()


def test_a_line_outside_the_picture_is_said_to_be_there(page: Page, plane: Locator) -> None:
    plane.get_by_role("slider", name="bias w0").focus()
    page.keyboard.press("End")
    expect(plane.locator(".plane-equation")).to_have_text("3 − 1 x₁ − 1 x₂ = 0, outside the picture")
    expect(plane.get_by_role("slider", name="Turn the line")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(plane.locator(".plane-equation")).to_have_text("2.9 − 1 x₁ − 1 x₂ = 0")
    expect(plane.get_by_role("slider", name="Turn the line")).to_be_visible()


def test_four_steps_are_the_report_s_trace(plane: Locator) -> None:
    trace = []
    for _ in AND:
        press(plane, "Step")
        trace.append(weights(plane))
    assert trace == [[0.6, -1, -1]] + 3 * [[0.8, -0.8, -0.8]]
    expect(plane.get_by_role("status")).to_have_text("Pass 1 is over, with 2 mistakes.")
    press(plane, "Reset")
    assert weights(plane) == REPORT


def test_a_step_works_out_its_correction(plane: Locator) -> None:
    press(plane, "Step")
    expect(plane.get_by_role("status")).to_have_text("(0, 0): the answer 1 is wrong, so the weights change.")
    expect(plane.locator("caption").last).to_have_text("(0, 0): z = 0.8, y = 1, t = 0, t − y = −1")
    rows = [row.locator("td").all_inner_texts() for row in plane.locator(".plane-sum tr").all()[1:]]
    assert rows == [
        ["xj", "1", "0", "0"],
        ["wj", "0.8", "−1", "−1"],
        ["+ 0.2 · (−1) · xj", "−0.2", "0", "0"],
        ["new wj", "0.6", "−1", "−1"],
    ]
    assert np.allclose(middle(plane.locator(".plane-look")), spot(plane, 0, 0), atol=1)
    expect(plane.locator(".plane-seen")).to_contain_text("wrong")
    press(plane, "Step")
    assert np.allclose(middle(plane.locator(".plane-look")), spot(plane, 1, 1), atol=1)
    press(plane, "Step")
    assert np.allclose(middle(plane.locator(".plane-look")), spot(plane, 0, 1), atol=1)


def test_run_ends_with_the_twelfth_pass(page: Page, plane: Locator) -> None:
    press(plane, "Run")
    page.clock.run_for(60_000)
    expect(plane.get_by_role("status")).to_have_text("Pass 12 is without a mistake: AND is learned.")
    expect(plane.locator(".plane-passes")).to_have_text("Pass 12. Mistakes pass by pass: 2 3 3 2 3 3 2 3 3 2 2 0")
    assert weights(plane) == [-0.4, 0.4, 0.2]
    assert [row[-1] for row in answers(plane)] == 4 * ["right"]
    expect(plane.get_by_role("button", name="Run")).to_be_visible()


def test_run_stops_when_told_and_when_the_reader_moves_something(page: Page, plane: Locator) -> None:
    for stop in (lambda: press(plane, "Stop"), lambda: press(plane, "Reset"), lambda: press(plane, "Step")):
        press(plane, "Run")
        page.clock.run_for(2_000)
        stop()
        stopped = weights(plane)
        page.clock.run_for(20_000)
        assert weights(plane) == stopped
        press(plane, "the report\u2019s")


def test_the_crumb_of_rounding_is_seen(plane: Locator) -> None:
    press(plane, *24 * ["Step"])
    assert answers(plane)[0] == ["0", "0", "6·10⁻¹⁷", "1", "0", "wrong"]


def test_each_start_brings_its_weights_and_its_rate(plane: Locator) -> None:
    rate = plane.get_by_role("slider", name="learning rate η")
    starts = [("zeros", [0, 0, 0], "1", [1, 1, 1]), ("the report\u2019s", REPORT, "0.2", [0.8, -0.8, -0.8])]
    for name, start, eta, corrected in starts:
        press(plane, name)
        assert weights(plane) == start
        expect(rate).to_have_attribute("aria-valuetext", eta)
        press(plane, "Step", "Step")  # AND's first two examples
        assert weights(plane) == corrected


@pytest.mark.usefixtures("plane")
def test_xor_is_stopped_and_the_figure_says_why(page: Page) -> None:
    plane = page.locator("[data-figure]").nth(1)
    plane.get_by_role("img").scroll_into_view_if_needed()
    assert plane.get_by_role("radio", name="XOR", exact=True).is_checked()
    expect(plane.get_by_role("status")).to_have_text("3 of 4 answers are right.")
    press(plane, "zeros")
    expect(plane.locator(".plane-equation")).to_have_text("There is no line: w₁ = w₂ = 0")
    expect(plane.get_by_role("slider", name="Shift the line")).to_be_hidden()
    for passes in (30, 60):
        press(plane, "Run")
        page.clock.run_for(60_000)
        status = f"Stopped after pass {passes}. No line parts XOR: it would never end."
        expect(plane.get_by_role("status")).to_have_text(status)
    assert weights(plane) == [1, 0, 1]
    press(plane, "Reset")
    assert weights(plane) == [0, 0, 0]


def test_a_reader_who_wants_no_motion_sees_the_end_at_once(page: Page, plane: Locator) -> None:
    page.emulate_media(reduced_motion="reduce")
    press(plane, "Run")  # and the clock stands still
    expect(plane.get_by_role("status")).to_have_text("Pass 12 is without a mistake: AND is learned.")


def test_dragging_the_line_changes_the_bias_alone(plane: Locator) -> None:
    drag(plane, spot(plane, 0.6, 0.25), spot(plane, 0.8, 0.45))  # taken hold of a little beside it, up to the right
    assert weights(plane) == [1.2, -1, -1]
    drag(plane, spot(plane, 0.9, 0.3), spot(plane, 5, 5))  # far out: the line stays in the picture
    assert weights(plane) == [2.8, -1, -1]
    press(plane, "Reset")
    assert weights(plane) == [2.8, -1, -1]  # what the hand left is the new start


def test_dragging_the_handle_turns_the_line(plane: Locator) -> None:
    drag(plane, middle(plane.locator(".plane-handle")), spot(plane, 1.2, 1.3))  # round (0.4, 0.4)
    w0, w1, w2 = weights(plane)
    assert w0 + 0.4 * w1 + 0.4 * w2 == pytest.approx(0, abs=0.01)
    assert w0 + 1.2 * w1 + 1.3 * w2 == pytest.approx(0, abs=0.03)
    assert math.hypot(w1, w2) == pytest.approx(math.sqrt(2), abs=0.02)
    assert (w1 > 0, w2 < 0) == (True, True)  # it was turned anticlockwise by about a right angle


def test_half_a_turn_makes_every_answer_the_other(page: Page, plane: Locator) -> None:
    before = [row[3] for row in answers(plane)]
    plane.get_by_role("slider", name="Turn the line").focus()
    page.keyboard.press("ArrowLeft")
    assert weights(plane) == [0.8, -0.91, -1.08]  # √2 · sin −40°, −√2 · cos −40°: five degrees anticlockwise
    page.keyboard.press("ArrowRight")
    assert weights(plane) == REPORT
    for _ in range(36):
        page.keyboard.press("ArrowUp")
    assert weights(plane) == [-0.8, 1, 1]
    assert [row[3] for row in answers(plane)] == [str(1 - int(y)) for y in before]


def test_a_key_turns_the_line_as_it_is_now(page: Page, plane: Locator) -> None:
    """Whatever has moved it since the handle had the focus: a run, a step, the kernel."""
    plane.get_by_role("slider", name="Turn the line").focus()
    for _ in range(6):
        plane.get_by_role("button", name="Step").dispatch_event("click")  # which leaves the focus where it is
    _, w1, w2 = weights(plane)
    assert (w1, w2) != (-1, -1)
    page.keyboard.press("ArrowUp")
    _, now1, now2 = weights(plane)
    assert math.hypot(now1, now2) == pytest.approx(math.hypot(w1, w2), abs=0.02)
    assert math.degrees(math.atan2(now2, now1) - math.atan2(w2, w1)) == pytest.approx(5, abs=1)


def test_arrow_keys_move_the_line_their_way(page: Page, plane: Locator) -> None:
    plane.get_by_role("slider", name="Shift the line").focus()
    for key, bias in [("ArrowUp", 0.85), ("ArrowRight", 0.9), ("ArrowDown", 0.85), ("ArrowLeft", 0.8)]:
        page.keyboard.press(key)
        assert weights(plane) == [bias, -1, -1]
    press(plane, "Reset")
    plane.get_by_role("slider", name="weight w1").focus()
    page.keyboard.press("ArrowRight")
    assert weights(plane) == [0.8, -0.9, -1]
    plane.get_by_role("slider", name="learning rate η").focus()
    page.keyboard.press("ArrowRight")
    expect(plane.get_by_role("slider", name="learning rate η")).to_have_attribute("aria-valuetext", "0.3")
    press(plane, "Step")
    assert weights(plane) == [0.5, -0.9, -1]


def test_another_gate_keeps_the_line_and_begins_anew(page: Page, plane: Locator) -> None:
    press(plane, *5 * ["Step"])
    kept = weights(plane)
    plane.get_by_role("radio", name="AND", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert plane.get_by_role("radio", name="OR", exact=True).is_checked()
    assert weights(plane) == kept
    assert [row[4] for row in answers(plane)] == ["0", "1", "1", "1"]
    expect(plane.locator(".plane-passes")).to_be_empty()
    other = page.locator("[data-figure]").nth(1)
    assert other.get_by_role("radio", name="XOR", exact=True).is_checked()


def test_a_finger_moves_the_line_and_scrolls_beside_it(browser: Browser, served_book: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**phone) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/2-perceptron.html")
        lay_out(page)
        plane = page.locator("[data-figure]").first
        plane.get_by_role("img").scroll_into_view_if_needed()
        session = context.new_cdp_session(page)

        def swipe(start: tuple[float, float], end: tuple[float, float]) -> None:
            for i in range(6):
                x, y = (a + (b - a) * i / 5 for a, b in zip(start, end))
                kind = "touchMove" if i else "touchStart"
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        before = page.evaluate("scrollY")
        swipe(spot(plane, 0.6, 0.2), spot(plane, 0.8, 0.4))
        assert weights(plane) == [1.2, -1, -1]
        assert page.evaluate("scrollY") == before
        swipe(spot(plane, 1.3, 0.8), spot(plane, 1.3, 1.3))
        page.wait_for_function("before => scrollY > before", arg=before)
        assert weights(plane) == [1.2, -1, -1]
