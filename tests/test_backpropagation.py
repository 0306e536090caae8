"""The live figure of backpropagation: its calculation against utils.mlp, and what the page shows of it."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from utils.figures import Backpropagation
from utils.mlp import MLP

import numpy as np
import py_mini_racer
import pytest
from conftest import STATIC, contrast, lay_out
from playwright.sync_api import Browser, Locator, Page, expect

WEIGHTS = ["w11", "w12", "w21", "w22", "v1", "v2", "b1", "b2", "b"]
STEPS = 18  # of a round


def network(parameters: Sequence[float]) -> MLP:
    mlp = MLP([2, 2, 1])
    parameters = np.array(parameters, dtype=float)
    mlp.W = [parameters[:4].reshape(2, 2), parameters[4:6].reshape(2, 1)]
    mlp.b = [parameters[6:8], parameters[8:]]
    return mlp


def worked_example() -> MLP:
    return network([0.5, -1, 0.5, 1, 1, -2, -0.5, -1, 0.5])


def numbers(matrices: list[np.ndarray]) -> dict[str, float]:
    """The nine parameters, or their slopes, by the figure's letters."""
    return dict(zip(WEIGHTS, np.concatenate([matrix.ravel() for matrix in matrices]).tolist(), strict=True))


# The calculation


@pytest.fixture(scope="module")
def chain_rule() -> Callable[..., Any]:
    """Call a function of chain-rule.js."""
    engine = py_mini_racer.MiniRacer()
    engine.eval((STATIC / "chain-rule.js").read_text(encoding="utf-8"))

    def call(function: str, *arguments: Any) -> Any:
        return json.loads(engine.eval(f"JSON.stringify(chainRule.{function}(...{json.dumps(arguments)}))"))

    return call


def cases() -> Iterator[tuple[MLP, np.ndarray, np.ndarray, float]]:
    """The worked example, and a hundred random ones, some so large that sigmoids are flat."""
    yield worked_example(), np.array([[1.0, 2.0]]), np.array([[1.0]]), 1
    rng = np.random.default_rng(0)
    for scale in np.repeat([0.1, 1, 5, 40], 25):
        yield network(rng.normal(0, scale, 9)), rng.normal(0, 2, (1, 2)), rng.uniform(size=(1, 1)), rng.uniform(0, 100)


def test_forwards_backwards_and_update_are_those_of_the_mlp(chain_rule: Callable[..., Any]) -> None:
    for mlp, x, t, rate in cases():
        parameters, example = numbers(mlp.W + mlp.b), {"x1": x[0, 0], "x2": x[0, 1], "t": t[0, 0]}
        out = chain_rule("forward", parameters, example)
        _, h, y = mlp.forward(x)
        assert [out["h1"], out["h2"], out["y"]] == pytest.approx([*h[0], *y[0]], rel=1e-12, abs=1e-12)
        assert out["L"] == pytest.approx(mlp.loss(x, t), rel=1e-12, abs=1e-12)
        back = chain_rule("backward", parameters, example, out)
        dw, db = mlp.gradients(x, t)
        assert back["slopes"] == pytest.approx(numbers(dw + db), rel=1e-12, abs=1e-12)
        assert [back["delta1"], back["delta2"], back["delta"]] == pytest.approx([*db[0], *db[1]], rel=1e-12, abs=1e-12)
        mlp.train(x, t, rate)
        after = chain_rule("update", parameters, back["slopes"], rate)
        assert after == pytest.approx(numbers(mlp.W + mlp.b), rel=1e-12, abs=1e-12)


def test_numbers_have_four_decimals_and_a_true_minus_and_never_vanish(chain_rule: Callable[..., Any]) -> None:
    written = {0.5: "0.5", -1: "−1", -0.02147: "−0.0215", -0.0: "0", 123.45678: "123.4568"}
    written |= {3.2e-9: "3·10⁻⁹", -4.2e-12: "−4·10⁻¹²", 0.000049: "5·10⁻⁵", 0.00005: "0.0001"}
    for number, text in written.items():
        assert chain_rule("number", number) == text


def test_formulas_keep_their_meaning_when_filled_in(chain_rule: Callable[..., Any]) -> None:
    values = {"w11": -0.5, "x1": 2, "w21": -1, "x2": -3, "b1": -0.25, "h1": 0.75, "delta": -0.1, "v1": -2}
    assert chain_rule("filled", "σ(w11 · x1 + w21 · x2 + b1)", values) == "σ(−0.5 · 2 − 1 · (−3) − 0.25)"
    assert chain_rule("filled", "delta · v1 · h1 · (1 − h1)", values) == "−0.1 · (−2) · 0.75 · 0.25"
    assert chain_rule("letters", "delta1 · v1 · w21") == "δ₁ · v₁ · w₂₁"


def test_every_filled_formula_gives_the_number_after_it(chain_rule: Callable[..., Any]) -> None:
    """What the reader recomputes with a pocket calculator is right, up to the rounding of what is shown."""
    steps = chain_rule("steps.concat", [])
    assert len(steps) == STEPS
    rng = np.random.default_rng(1)
    for _ in range(20):
        parameters = dict(zip(WEIGHTS, rng.normal(0, 1, 9)))
        example = {"x1": rng.normal(), "x2": rng.normal(), "t": rng.uniform()}
        out = chain_rule("forward", parameters, example)
        back = chain_rule("backward", parameters, example, out)
        slopes = back.pop("slopes")
        values = parameters | example | out | back | {f"grad{name}": slope for name, slope in slopes.items()}
        values |= {"eta": 2, "neww11": chain_rule("update", parameters, slopes, 2)["w11"]}
        for step in steps[1:]:
            for formula in filter(None, [step["formula"], step.get("then")]):
                assert evaluate(chain_rule("filled", formula, values)) == pytest.approx(values[step["gives"]], abs=1e-3)


def evaluate(formula: str) -> float:
    python = formula.replace("½", "0.5").replace("·10⁻", "e-").replace("·", "*").replace("−", "-").replace("²", "**2")
    python = python.translate(str.maketrans("⁰¹³⁴⁵⁶⁷⁸⁹", "013456789"))
    return eval(python, {"σ": lambda z: 1 / (1 + np.exp(-z))})


def test_what_the_chapter_says_to_try_happens() -> None:
    x, small, half = np.array([[1.0, 2.0]]), np.array([[0.0]]), np.array([[0.5]])
    assert losses(x, half, rate=20)[:3] == pytest.approx([0.0017, 0.0165, 0.0611], abs=5e-5)
    assert losses(x, half, rate=100)[-1] == pytest.approx(0.125, abs=5e-4)
    assert (np.diff(losses(x, half, rate=1)) < 0).all()
    towards_one, towards_zero = (slopes(x, t) for t in (small + 1, small))
    assert all(towards_one[name] * towards_zero[name] < 0 for name in WEIGHTS)
    without_x2 = slopes(np.array([[1.0, 0.0]]), small + 1)
    assert {name for name, slope in without_x2.items() if slope == 0} == {"w21", "w22"}


def slopes(x: np.ndarray, t: np.ndarray) -> dict[str, float]:
    dw, db = worked_example().gradients(x, t)
    return numbers(dw + db)


def losses(x: np.ndarray, t: np.ndarray, rate: float, rounds: int = 20) -> list[float]:
    mlp = worked_example()
    out = [mlp.loss(x, t)]
    for _ in range(rounds):
        mlp.train(x, t, rate)
        out.append(mlp.loss(x, t))
    return out


# The half in Python


def test_the_figure_starts_with_the_network_that_it_is_given() -> None:
    mlp = worked_example()
    figure = Backpropagation(mlp, np.array([[1.0, 2.0]]), np.array([[1.0]]))
    assert figure.parameters == {"w11": 0.5, "w12": -1, "w21": 0.5, "w22": 1, "b1": -0.5, "b2": -1} | {
        "v1": 1, "v2": -2, "b": 0.5,
    }  # fmt: skip
    assert (figure.example, figure.rate) == ({"x1": 1, "x2": 2, "t": 1}, 1)
    data, _ = figure._repr_mimebundle_()
    assert 'data-figure="backpropagation"' in data["text/html"]
    assert "&quot;w12&quot;: -1.0" in data["text/html"]
    assert data["text/plain"] == "Backpropagation()"


def test_jupyter_gets_the_calculation_together_with_the_figure() -> None:
    engine = py_mini_racer.MiniRacer()
    engine.eval("globalThis.document = { documentElement: { dataset: {} } }")
    engine.eval(Backpropagation._esm.replace("export default", "globalThis.widget ="))
    assert engine.eval("typeof widget.render + typeof chainRule.forward") == "functionfunction"


def test_the_figure_refuses_another_network_or_a_batch() -> None:
    x, t = np.array([[1.0, 2.0]]), np.array([[1.0]])
    for other in (MLP([2, 3, 1]), MLP([2, 2, 1], "tanh"), MLP([2, 2, 2], loss="cross-entropy"), MLP([2, 1])):
        with pytest.raises(ValueError, match=re.escape("The figure shows MLP([2, 2, 1])")):
            Backpropagation(other, x, t)
    with pytest.raises(ValueError, match=re.escape("one example, x (1, 2) and t (1, 1); got (2, 2) and (2, 1)")):
        Backpropagation(worked_example(), np.ones((2, 2)), np.ones((2, 1)))


# The page


@pytest.fixture
def figure(page: Page, address: str) -> Locator:
    """The figure of chapter 3, with a clock that the test winds on."""
    page.clock.install()
    page.goto(f"{address}/book/3-multilayer-perceptron.html")
    lay_out(page)
    figure = page.locator('[data-figure="backpropagation"]')
    expect(figure.get_by_role("button", name="Next")).to_be_visible()
    return figure


def press(figure: Locator, name: str, times: int = 1) -> None:
    for _ in range(times):
        figure.get_by_role("button", name=name).click()


def says(figure: Locator) -> str:
    return figure.get_by_role("status").inner_text().replace("\xa0", " ")


def drawn(figure: Locator) -> list[str]:
    return figure.locator("svg text").all_text_contents()


def loss_list(figure: Locator) -> list[float]:
    return [float(text) for text in figure.locator("li b").all_inner_texts()]


def test_a_round_shows_the_numbers_of_the_worked_example_one_by_one(figure: Locator) -> None:
    # fmt: off
    expected = [
        "h₁ = 0.7311", "h₂ = 0.5", "y = 0.5575", "L = 0.0979", "δ = −0.1092", "v₁ = −0.0798", "v₂ = −0.0546",
        "b = −0.1092", "δ₁ = −0.0215", "δ₂ = 0.0546", "w₁₁ = −0.0215", "w₂₁ = −0.0429", "b₁ = −0.0215",
        "w₁₂ = 0.0546", "w₂₂ = 0.1092", "b₂ = 0.0546", "w₁₁ = 0.5215",
    ]
    # fmt: on
    before = drawn(figure)
    for step in expected:
        press(figure, "Next")
        formula = re.sub(r"\s+", " ", figure.locator(".bp-formula").text_content()).strip()
        letter, number = step.split(" = ")
        assert re.match(rf"(∂L/∂)?{letter} ?[=←]", formula), formula
        assert formula.endswith(f"= {number}")
        now = drawn(figure)
        changed = [new for old, new in zip(before, now) if old != new]
        assert len(changed) == (9 if "←" in formula else 1)  # one step changes one thing; the update, all nine
        assert all(number in text for text in changed) or "←" in formula
        before = now
    assert "The loss falls from 0.0979 to 0.0620." in says(figure)
    assert loss_list(figure) == [0.0979, 0.062]
    press(figure, "Back", 8)
    shown = figure.locator(".bp-formula").text_content().replace("\xa0", " ")
    assert "δ₁ = δ · v₁ · h₁ · (1 − h₁) = −0.1092 · 1 · 0.7311 · 0.2689 = −0.0215" in re.sub(r"\s+", " ", shown)


def test_back_takes_back_every_step(figure: Locator) -> None:
    seen = []
    for _ in range(STEPS + 3):
        seen.append((drawn(figure), says(figure), loss_list(figure)))
        press(figure, "Next")
    for state in reversed(seen):
        press(figure, "Back")
        assert (drawn(figure), says(figure), loss_list(figure)) == state
    press(figure, "Back")  # nothing lies before the beginning
    assert (drawn(figure), says(figure), loss_list(figure)) == seen[0]


def test_whole_rounds_show_the_losses_of_the_mlp_and_a_large_rate_breaks_them(figure: Locator) -> None:
    x = np.array([[1.0, 2.0]])
    press(figure, "Whole round", 7)
    assert loss_list(figure) == pytest.approx(losses(x, np.array([[1.0]]), rate=1, rounds=7), abs=5.1e-5)
    for name, keys in {"target t": ["ArrowLeft"] * 10, "rate η": ["ArrowRight"] * 4}.items():
        figure.get_by_label(name).focus()
        for key in keys:
            figure.page.keyboard.press(key)
    press(figure, "Reset")
    press(figure, "Whole round", 2)
    assert loss_list(figure) == pytest.approx(losses(x, np.array([[0.5]]), rate=20, rounds=2), abs=5.1e-5)
    assert "rises from 0.0165 to 0.0611" in says(figure)


def test_dragging_a_slider_changes_the_numbers_at_once(figure: Locator) -> None:
    press(figure, "Next", 11)
    expect(figure.get_by_role("status")).to_contain_text("= −0.0215")
    slider = figure.get_by_label("input x₁")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    figure.page.mouse.move(box["x"] + box["width"] * 2 / 3, box["y"] + box["height"] / 2)
    figure.page.mouse.down()
    figure.page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=5)
    figure.page.mouse.up()
    h, y = worked_example().forward(np.array([[3.0, 2.0]]))[1:]
    slope = (y[0, 0] - 1) * y[0, 0] * (1 - y[0, 0]) * h[0, 0] * (1 - h[0, 0]) * 3
    expect(figure.get_by_role("status")).to_contain_text(f"= {round(slope, 4):g}".replace("-", "−"))
    assert "x₁3" in drawn(figure)


def test_a_weight_can_be_set_and_reset(figure: Locator) -> None:
    figure.get_by_text("Weights and biases").click()
    field = figure.get_by_role("spinbutton", name="v₂")
    for typed in ("2", "", "1e9"):  # what is no use as a weight changes nothing
        field.fill(typed)
        field.press("Enter")
        assert "v₂ 2" in drawn(figure)
    assert figure.locator("path[data-sign='-1']").count() == 3  # dashed: w12, b1 and b2
    press(figure, "Reset")
    assert "v₂ −2" in drawn(figure)


def test_play_takes_steps_by_itself_until_paused(figure: Locator) -> None:
    play = figure.get_by_role("button", name="Play")
    play.focus()
    figure.page.keyboard.press("Enter")
    figure.page.clock.run_for(5_000)
    expect(figure.get_by_role("status")).to_contain_text("the output of")
    press(figure, "Pause")
    stopped = says(figure)
    figure.page.clock.run_for(20_000)
    assert says(figure) == stopped


def test_what_is_looked_at_is_marked_and_told(figure: Locator) -> None:
    press(figure, "Next", 9)
    trails = figure.locator('.bp-trail:not([data-way=""])')
    assert trails.evaluate_all("trails => trails.map((t) => t.dataset.way)") == ["-1"]  # back along v1
    looked = figure.locator('circle[data-look="true"]')
    arrow = figure.locator('.bp-head[data-way="-1"]')
    assert looked.count() == arrow.count() == 1
    apart = arrow.bounding_box()["x"] - looked.bounding_box()["x"] - looked.bounding_box()["width"]
    assert abs(apart) < 10  # the arrow ends at h1
    label = figure.get_by_role("img").get_attribute("aria-label")
    assert all(told in label for told in ("x₂ = 2", "w₁₁ = 0.5", "y = 0.5575", "δ₁ = −0.0215"))
    assert "δ₂" not in label


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_coloured_numbers_can_be_read(browser: Browser, served_book: str, scheme: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        page.add_init_script(f"localStorage.setItem('mode', '{scheme}'); localStorage.setItem('theme', '{scheme}')")
        page.goto(f"{served_book}/book/3-multilayer-perceptron.html")
        figure = page.locator('[data-figure="backpropagation"]')
        press(figure, "Whole round")
        colours = figure.locator("tspan[data-sign]").evaluate_all(PIXELS)
        paper = page.evaluate(f"({PIXELS})([document.body], 'backgroundColor')")[0]
        assert len({tuple(colour) for colour in colours}) == 2
        assert all(contrast(colour, paper) >= 4.5 for colour in colours)


# Red, green and blue from 0 to 1, whatever words the browser uses for them.
PIXELS = """(elements, property = "fill") => elements.map((element) => {
  const brush = new OffscreenCanvas(1, 1).getContext("2d");
  brush.fillStyle = getComputedStyle(element)[typeof property === "string" ? property : "fill"];
  brush.fillRect(0, 0, 1, 1);
  return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3).map((c) => c / 255);
})"""
