"""The live figure of softmax: its shares against utils.layers, and what the page shows of them."""

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from utils.figures import Softmax
from utils.layers import softmax

import numpy as np
import py_mini_racer
import pytest
import traitlets
from conftest import STATIC, lay_out
from playwright.sync_api import Locator, Page, expect

FACTOR = "Every power and their sum have changed by the same factor, so no share has."
AHEAD = "z₁ is 1 more than z₂, so its share is"
SHARPER = "A temperature below 1 stretches the differences: the largest takes more."
FLATTER = "A temperature above 1 shrinks the differences: the shares come closer."


# The calculation


@pytest.fixture(scope="module")
def call() -> Callable[..., Any]:
    """Call a function of the figure."""
    engine = py_mini_racer.MiniRacer()
    engine.eval("const live = { define: (name, figure) => (globalThis.figure = figure) }")
    for name in ("network.js", "softmax.js"):
        engine.eval((STATIC / name).read_text(encoding="utf-8"))
    return lambda function, *arguments: json.loads(
        engine.eval(f"JSON.stringify(figure.{function}(...{json.dumps(arguments)}))")
    )


def settings(count: int) -> Iterator[tuple[list[float], float, float]]:
    rng = np.random.default_rng(0)
    for _ in range(count):
        z = rng.integers(-50, 51, rng.integers(2, 6)) / 10
        yield z.tolist(), float(rng.uniform(0.25, 4)), float(rng.integers(-20, 21) / 2)


def test_the_shares_are_those_of_the_chapter_s_softmax(call: Callable[..., Any]) -> None:
    for z, temperature, added in settings(300):
        shares = call("shares", z, temperature, added)
        assert np.allclose(shares, softmax((np.array(z) + added) / temperature), rtol=1e-12, atol=0)
        assert np.allclose(shares, call("shares", z, temperature, 0), rtol=1e-9, atol=0)
        assert sum(shares) == pytest.approx(1, abs=1e-12)
        powers = np.array(call("powers", z, temperature, added))
        assert np.allclose(powers / powers.sum(), shares, rtol=1e-9, atol=0)
    assert call("shares", [1000, 999, 998], 1, 0) == pytest.approx(softmax(np.array([2.0, 1.0, 0.0])))


def test_two_logits_are_a_sigmoid_of_their_difference(call: Callable[..., Any]) -> None:
    for z, temperature, _ in settings(100):
        first = call("shares", z[:2], temperature, 0)[0]
        assert first == pytest.approx(1 / (1 + math.exp((z[1] - z[0]) / temperature)), rel=1e-12)


def test_a_low_temperature_sharpens_and_a_high_one_flattens(call: Callable[..., Any]) -> None:
    largest = [call("shares", [2, 1, 0], temperature, 0)[0] for temperature in (0.25, 0.5, 1, 2, 4)]
    assert largest == sorted(largest, reverse=True)
    assert (largest[0] > 0.98, largest[-1] < 0.43) == (True, True)


def test_numbers_keep_three_digits_that_count(call: Callable[..., Any]) -> None:
    written = {0: "0", 1: "1", -2.5: "−2.5", 7.389056: "7.39", 9999: "10000", 12345: "1.2·10⁴", 0.000045: "4.5·10⁻⁵"}
    assert {value: call("written", value) for value in written} == written


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (([2, 1, 0], 1, 0), f"{AHEAD} e^1 ≈ 2.72 times as large."),
        (([0, 1, 4.5], 1, 0), "z₃ is 3.5 more than z₂, so its share is e^3.5 ≈ 33.1 times as large."),
        (([2, 1, 0], 2, 0), f"{AHEAD} e^1/2 ≈ 1.65 times as large. {FLATTER}"),
        (([2, 1], 0.25, -1), f"{AHEAD} e^1/0.25 ≈ 54.6 times as large. {SHARPER} {FACTOR}"),
        (([1, 2, 2], 1, 0), "z₂ and z₃ are equal, and so are their shares."),
        (([0.3, 0.3, 0.3, 0.3], 3, 0), "All logits are equal, and so are the shares: 1/4 each."),
        (([1.1, 1], 1, 5), f"z₁ is 0.1 more than z₂, so its share is e^0.1 ≈ 1.11 times as large. {FACTOR}"),
    ],
)  # fmt: skip
def test_what_is_noticed_is_said(call: Callable[..., Any], state: Any, sentence: str) -> None:
    assert call("told", *state) == sentence


# The half in Python


def test_the_figure_says_how_it_starts_and_follows_the_reader() -> None:
    figure = Softmax(logits=[1, -2], temperature=0.5)
    data, _ = figure._repr_mimebundle_()
    assert 'data-figure="softmax"' in data["text/html"]
    for option in ("&quot;logits&quot;: [1.0, -2.0]", "&quot;temperature&quot;: 0.5", "&quot;added&quot;: 0.0"):
        assert option in data["text/html"]
    assert data["text/plain"] == "Softmax()"
    figure.set_state({"logits": [3, 4, 5], "added": -1.5})  # what the front end sends
    assert (figure.logits, figure.added) == ([3, 4, 5], -1.5)
    for wrong in ({"logits": [1]}, {"logits": [0] * 6}, {"logits": [5.1, 0]}, {"temperature": 0.2}, {"added": 11}):
        with pytest.raises(traitlets.TraitError):
            Softmax(**wrong)


def test_jupyter_gets_the_calculation_together_with_the_figure() -> None:
    engine = py_mini_racer.MiniRacer()
    engine.eval("globalThis.document = { documentElement: { dataset: {} } }")
    engine.eval(Softmax._esm.replace("export default", "globalThis.widget ="))
    assert engine.eval("typeof widget.render + typeof network.softmax") == "functionfunction"


# The page


@pytest.fixture
def figure(page: Page, address: str) -> Locator:
    page.goto(f"{address}/book/4-convolution.html")
    lay_out(page)
    figure = page.locator('[data-figure="softmax"]')
    figure.get_by_role("status").scroll_into_view_if_needed()
    return figure


def slider(figure: Locator, name: str) -> Locator:
    return figure.get_by_role("slider", name=name)


def shown(figure: Locator) -> tuple[list[str], list[str], list[float]]:
    """The powers with their sum, the shares as written, and how much of its track each bar fills."""
    rows = [row for row in figure.locator(".soft-row").all()[1:] if row.is_visible()]
    powers = [row.locator(".soft-power").inner_text() for row in rows]
    shares = [row.locator(".soft-share").inner_text() for row in rows[:-1]]
    bars = [row.locator(".pad-bar").bounding_box()["width"] for row in rows[:-1]]
    return powers, shares, [bar / figure.locator(".pad-track").first.bounding_box()["width"] for bar in bars]


def says(figure: Locator) -> str:
    return figure.get_by_role("status").inner_text()


def test_it_starts_with_the_numbers_of_the_chapter(figure: Locator) -> None:
    powers, shares, bars = shown(figure)
    assert powers == ["7.39", "2.72", "1", "11.1"]
    assert shares == ["0.665", "0.245", "0.090"]
    assert np.allclose(bars, softmax(np.array([2.0, 1.0, 0.0])), atol=0.01)
    assert says(figure) == "z₁ is 1 more than z₂, so its share is e1 ≈ 2.72 times as large."
    expect(figure.locator(".soft-head .soft-power")).to_have_text("ez")
    expect(figure.locator(".soft-sigmoid")).to_be_hidden()


def test_what_is_added_to_all_changes_no_share(page: Page, figure: Locator) -> None:
    before = shown(figure)
    slider(figure, "c, added to all logits").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    powers, shares, bars = shown(figure)
    assert powers == [f"{x:.3g}" for x in (math.e**4, math.e**3, math.e**2, math.e**4 + math.e**3 + math.e**2)]
    assert (shares, bars) == (before[1], pytest.approx(before[2], abs=1e-3))
    assert says(figure).endswith(FACTOR)
    expect(figure.locator(".soft-head .soft-power")).to_have_text("ez+c")


def test_temperature_and_logits_move_the_shares(page: Page, figure: Locator) -> None:
    slider(figure, "logit z₃").fill("4")
    slider(figure, "temperature T").focus()
    page.keyboard.press("End")
    expect(slider(figure, "temperature T")).to_have_attribute("aria-valuetext", "4")
    wanted = softmax(np.array([2.0, 1.0, 4.0]) / 4)
    assert shown(figure)[1] == [f"{p:.3f}" for p in wanted]
    assert says(figure) == f"z₃ is 2 more than z₁, so its share is e2/4 ≈ 1.65 times as large. {FLATTER}"
    page.keyboard.press("Home")
    assert shown(figure)[1] == ["3.4·10⁻⁴", "6.1·10⁻⁶", "1.000"]
    assert says(figure).endswith(SHARPER)
    expect(figure.locator(".soft-head .soft-power")).to_have_text("ez/T")


def test_more_logits_and_fewer_and_what_they_were(figure: Locator) -> None:
    figure.get_by_role("radio", name="5 logits").check()
    assert len(shown(figure)[1]) == 5
    slider(figure, "logit z₅").fill("5")
    figure.get_by_role("radio", name="2 logits").check()
    assert shown(figure)[1] == ["0.731", "0.269"]
    figure.get_by_role("radio", name="5 logits").check()
    wanted = softmax(np.array([2.0, 1.0, 0.0, -1.0, 5.0]))
    assert shown(figure)[1] == [f"{p:.3f}" for p in wanted]


def on_the_curve(figure: Locator) -> tuple[float, float]:
    """Where the point stands, read off the numbers at the axes."""
    texts = [(t, float(t.text_content().replace("−", "-"))) for t in figure.locator(".soft-number").all()[:5]]
    ticks = [(t, float(t.text_content())) for t in figure.locator(".soft-tick").all()]
    place = figure.locator(".soft-point").get_attribute("transform")
    left, top = (float(number) for number in re.findall(r"-?[\d.]+", place))
    right = np.polyfit([float(t.get_attribute("x")) for t, _ in texts], [v for _, v in texts], 1)
    up = np.polyfit([float(t.get_attribute("y")) - 5 for t, _ in ticks], [v for _, v in ticks], 1)
    curve = np.array(re.findall(r"(-?[\d.]+),(-?[\d.e-]+)", figure.locator(".soft-curve").get_attribute("d")), float)
    assert np.interp(left, curve[:, 0], curve[:, 1]) == pytest.approx(top, abs=0.4)
    return float(np.polyval(right, left)), float(np.polyval(up, top))


def test_two_logits_are_a_point_on_the_sigmoid(figure: Locator) -> None:
    figure.get_by_role("radio", name="2 logits").check()
    equation = figure.locator(".soft-equation")
    expect(equation).to_have_text("share of z₁ = σ(z₁ − z₂) = σ(1) = 0.731")
    assert on_the_curve(figure) == pytest.approx((1, 1 / (1 + math.exp(-1))), abs=1e-3)
    for name in ("logit z₁", "logit z₂"):  # both by one: the point stays
        slider(figure, name).fill(str(float(slider(figure, name).input_value()) + 1))
    assert on_the_curve(figure) == pytest.approx((1, 1 / (1 + math.exp(-1))), abs=1e-3)
    slider(figure, "logit z₁").fill("-2")
    slider(figure, "temperature T").fill("11")  # of the temperatures, 2
    expect(equation).to_have_text("share of z₁ = σ((z₁ − z₂) / T) = σ(−4 / 2) = 0.119")
    assert on_the_curve(figure) == pytest.approx((-4, 1 / (1 + math.exp(2))), abs=1e-3)
    assert shown(figure)[1] == ["0.119", "0.881"]


def test_the_point_is_dragged_and_moved_by_keys(page: Page, figure: Locator) -> None:
    figure.get_by_role("radio", name="2 logits").check()
    point = slider(figure, "difference z₁ − z₂")
    point.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(point).to_have_attribute("aria-valuetext", "z₁ − z₂ = 1.2, share 0.769")
    expect(slider(figure, "logit z₁")).to_have_value("2.2")
    expect(slider(figure, "logit z₂")).to_have_value("1")
    knob = figure.locator(".soft-point")
    knob.scroll_into_view_if_needed()
    box, drawing = knob.bounding_box(), figure.locator(".soft-drawing").bounding_box()
    x, y, scale = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, drawing["width"] / 348
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 15 * scale * 3, y, steps=4)  # 15 units of the drawing for each of the difference
    expect(point).to_have_attribute("aria-valuenow", "-1.8")
    page.mouse.move(x + 500, y)
    page.mouse.up()
    expect(point).to_have_attribute("aria-valuenow", "10")  # both at their ends
    assert [slider(figure, f"logit {z}").input_value() for z in ("z₁", "z₂")] == ["5", "-5"]
    page.mouse.move(x, y)  # let go: it stays
    expect(point).to_have_attribute("aria-valuenow", "10")
