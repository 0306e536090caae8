"""XOR learned before the reader's eyes: its JavaScript against utils.mlp in a V8, then in the page."""

import json
import re
from collections.abc import Callable
from typing import Any

from utils.experiments import load
from utils.figures import XorTraining
from utils.mlp import MLP

import numpy as np
import py_mini_racer
import pytest
import traitlets
from conftest import STATIC, lay_out
from playwright.sync_api import Locator, Page, expect

X, T = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
DRAWS = XorTraining().draws
Evaluate = Callable[..., Any]


@pytest.fixture(scope="module")
def v8() -> Evaluate:
    """Evaluate an expression after perceptron.js and xor.js."""
    engine = py_mini_racer.MiniRacer()
    for name in ("perceptron", "xor"):
        engine.eval((STATIC / f"{name}.js").read_text(encoding="utf-8"))
    engine.eval(
        """
        const train = (network, rate, epochs) => {
          const losses = [xor.loss(network)];
          while (losses.length <= epochs) losses.push(xor.loss((network = xor.epoch(network, rate))));
          return { network, losses };
        };
        const lines = ({ units }) => units.map(({ w1, w2, b }) => perceptron.line([b, w1, w2], -0.3, 1.3).ends);
        """
    )
    return lambda expression, **values: json.loads(
        engine.eval(f"JSON.stringify((({{{', '.join(values)}}}) => ({expression}))({json.dumps(values)}))")
    )


def parameters(network: MLP) -> dict:
    """The network as the figure holds it."""
    (W1, W2), (b1, b2) = network.W, network.b
    units = [{"w1": w1, "w2": w2, "b": b, "v": v} for w1, w2, b, v in zip(*W1.tolist(), b1.tolist(), W2[:, 0].tolist())]
    return {"units": units, "b": float(b2[0])}


def told(v8: Evaluate, network: dict, losses: list[float]) -> str:
    return v8("xor.told(network, losses, 'seed 6')", network=network, losses=losses)


# The network, number for number


@pytest.mark.parametrize("hidden", [1, 2, 3, 4])
def test_every_seed_starts_with_the_weights_of_the_mlp(v8: Evaluate, hidden: int) -> None:
    assert len(DRAWS) == 20
    for seed, draws in enumerate(DRAWS):
        assert v8("xor.begin(draws, hidden)", draws=draws, hidden=hidden) == parameters(MLP([2, hidden, 1], seed=seed))


@pytest.mark.parametrize("rate", [0.1, 5, 20])
@pytest.mark.parametrize("hidden", [1, 2, 3, 4])
def test_the_loss_after_every_epoch_is_that_of_the_mlp(v8: Evaluate, hidden: int, rate: float) -> None:
    for seed in (0, 6, 13):
        run = v8("train(xor.begin(draws, hidden), rate, 2000)", draws=DRAWS[seed], hidden=hidden, rate=rate)
        network = MLP([2, hidden, 1], seed=seed)
        done = 0
        for epochs in (0, 1, 10, 500, 2000):
            network.train(X, T, rate, epochs - done)
            done = epochs
            assert run["losses"][epochs] == pytest.approx(network.loss(X, T), abs=1e-9)
        assert np.allclose(np.array(run["network"]["units"][0]["w1"]), network.W[0][0, 0], rtol=1e-9)
        assert run["network"]["b"] == pytest.approx(network.b[1][0], rel=1e-9)


def test_a_huge_rate_makes_the_same_first_steps(v8: Evaluate) -> None:
    """Where steps are wild, rounding grows; the first twenty epochs are the same."""
    network = MLP([2, 2, 1], seed=1)
    network.train(X, T, 500, 20)
    losses = v8("train(xor.begin(draws, 2), 500, 20).losses", draws=DRAWS[1])
    assert losses[-1] == pytest.approx(network.loss(X, T), abs=1e-9)


@pytest.mark.parametrize("hidden", [2, 3, 4])
def test_the_seeds_that_fail_here_fail_in_the_stored_experiment(v8: Evaluate, hidden: int) -> None:
    runs = load("xor.csv")
    runs = runs[(runs["method"] == "descent") & (runs["hidden"] == hidden)][: len(DRAWS)]
    reached = v8("draws.map((d) => xor.learnedAt(train(xor.begin(d, h), 5, 5000).losses))", draws=DRAWS, h=hidden)
    assert reached == np.where(runs["solved"], runs["epochs"], -1).tolist()


# What is said of it


def test_it_says_where_it_stands(v8: Evaluate) -> None:
    start, learned = parameters(MLP([2, 2, 1], seed=6)), MLP([2, 2, 1], seed=1)
    assert told(v8, start, [0.14]) == "The start of seed 6: 2 of 4 answers are right."
    assert told(v8, start, [0.14, 0.13, 0.13]) == "After 2 epochs, 2 of 4 answers are right."
    falling = np.linspace(0.14, 0.1, 1501).tolist()
    assert told(v8, start, falling) == "After 1,500 epochs, 2 of 4 answers are right, and the loss is still falling."
    learned.train(X, T, 5, 500)
    sentence = "Learned: 2 epochs take the loss below 1/32, so all 4 answers are right."
    assert told(v8, parameters(learned), [0.1, 0.05, 0.03, 0.02]) == sentence


def test_what_moves_is_not_said_to_stand_still(v8: Evaluate) -> None:
    course = {
        "falling": [0.1] * 1000,  # too short to tell
        "still": [0.1] * 1001,
        "learned": [0.1] * 2000 + [0.03],
    }
    for name, losses in course.items():
        assert v8("xor.course(losses)", losses=losses) == name
    assert v8("xor.course(losses)", losses=np.geomspace(0.1, 0.0989, 1001).tolist()) == "falling"
    assert v8("xor.course(losses)", losses=np.geomspace(0.1, 0.0991, 1001).tolist()) == "still"
    hops = [0.1, 0.101] * 600
    assert v8("xor.course(losses)", losses=hops) == "jumping"
    assert told(v8, parameters(MLP([2, 2, 1])), hops) == (
        "After 1,199 epochs the loss jumps: it rose in 500 of the last 1,000. The steps are too long."
    )


STUCK = {  # hidden units, seed, rate: the corners that look alike, their answer
    (2, 6, 5): ([1, 3], "the mean of their targets, 0.50"),
    (2, 13, 5): ([2, 3], "the mean of their targets, 0.50"),
    (2, 18, 5): ([2, 3], "the mean of their targets, 0.50"),
    (1, 1, 5): ([1, 2, 3], "the mean of their targets, 0.67"),
    (1, 2, 5): ([0, 2, 3], "the mean of their targets, 0.33"),
}


@pytest.mark.parametrize("case", STUCK)
def test_a_stuck_network_is_told_which_corners_it_cannot_tell_apart(v8: Evaluate, case: tuple[int, int, float]) -> None:
    (hidden, seed, rate), (corners, answer) = case, STUCK[case]
    run = v8("train(xor.begin(draws, h), rate, 5000)", draws=DRAWS[seed], h=hidden, rate=rate)
    names = [f"({x1}, {x2})" for x1, x2 in X[corners]]
    sentences = [
        "After 5,000 epochs the loss stands still.",
        "One hidden unit draws one line, and no line parts XOR." if hidden == 1 else "",
        f"To the hidden units, {', '.join(names[:-1])} and {names[-1]} look alike, though their targets differ.",
        f"So they share one answer, {answer}.",
        "The hidden sigmoids are flat there, so the slopes are tiny.",
    ]
    assert told(v8, **run) == " ".join(filter(None, sentences))
    # And so it is, by another implementation.
    network = MLP([2, hidden, 1], seed=seed)
    network.train(X, T, rate, 5000)
    _, h, y = network.forward(X)
    assert np.ptp(h[corners], axis=0).max() < 0.05
    assert y[corners].ravel() == pytest.approx(T[corners].mean(), abs=0.01)
    assert (h[corners] * (1 - h[corners])).max() < 0.02


def reasons(v8: Evaluate, hidden: list[list[float]], b: float) -> list[str]:
    """Of a network whose hidden units have the weights w1, w2, b, v."""
    units = [dict(zip(["w1", "w2", "b", "v"], unit)) for unit in hidden]
    return v8("xor.reasons(network)", network={"units": units, "b": b})


def test_no_reason_is_given_that_does_not_hold(v8: Evaluate) -> None:
    half = ["All four answers are near one half."]
    assert reasons(v8, [[1, 1, 0, 0.1], [1, -1, 0, 0.1]], 0) == half
    sure = "the answer is wrong and sure of it: there the sigmoid of the output is flat."
    assert reasons(v8, [[1, 1, 0, 0.1], [1, -1, 0, 0.1]], 6) == [f"At (0, 0) and (1, 1) {sure}"]
    assert reasons(v8, [[1, 1, 0, 0.1], [1, -1, 0, 0.1]], -6) == [f"At (0, 1) and (1, 0) {sure}"]
    # Hidden units that say 0.5 at every corner: alike, but not flat, and not the mean of the targets.
    alike = "To the hidden units, (0, 0), (0, 1), (1, 0) and (1, 1) look alike, though their targets differ."
    assert reasons(v8, [[0.01, 0, 0, 1], [0, 0.01, 0, 1]], 1) == [f"{alike} So they share one answer, 0.88."]
    # The output is sure, so what the hidden units do is not what holds it.
    assert reasons(v8, [[0.01, 0, 0, 0.1], [0, 0.01, 0, 0.1]], 6) == [f"At (0, 0) and (1, 1) {sure}"]
    # The same answer from hidden units that differ, or different answers from hidden units that hardly do.
    assert reasons(v8, [[6, 0, -3, 4], [0, 6, -3, 0]], -2) == []
    assert reasons(v8, [[0.16, 0, 0, 60], [0, 0.16, 0, 30]], -46) == []
    # Alike are only corners with the same target, or the hidden units tell the corners apart: nothing to say.
    assert reasons(v8, [[20, 20, -10, 9], [20, 20, -30, -9]], -4) == []  # a solution
    assert reasons(v8, [[4, 1, -2, 3], [1, 4, -2, 1]], -1) == []
    # One line, and nothing else.
    assert reasons(v8, [[4, 2, -3, 5]], -2) == ["One hidden unit draws one line, and no line parts XOR."]


def test_reasons_at_extreme_rates(v8: Evaluate) -> None:
    slow = v8("train(xor.begin(draws, 2), 0.1, 3000)", draws=DRAWS[1])
    assert told(v8, **slow) == "After 3,000 epochs the loss stands still. All four answers are near one half."
    huge = v8("train(xor.begin(draws, 2), 500, 5000)", draws=DRAWS[1])
    assert "the answer is wrong and sure of it" in told(v8, **huge)
    assert huge["losses"][-1] == pytest.approx(0.25, abs=0.001)


# What is drawn


def test_the_surface_is_the_mlp_s_and_the_border_lies_at_one_half(v8: Evaluate) -> None:
    places = np.linspace(-0.3, 1.3, 33)
    grid = np.stack(np.meshgrid(places, places[::-1]), axis=-1).reshape(-1, 2)
    for seed, hidden in [(0, 2), (6, 2), (3, 3), (5, 4)]:
        network = MLP([2, hidden, 1], seed=seed)
        network.train(X, T, 5, 1000)
        outputs = v8("[...xor.surface(network, -0.3, 1.3, 33)]", network=parameters(network))
        assert np.allclose(outputs, network.forward(grid)[-1][:, 0], atol=1e-12)
        pieces = np.array(v8("xor.border(outputs, 33)", outputs=outputs)).reshape(-1, 2)
        points = np.stack([-0.3 + pieces[:, 0] * 0.05, 1.3 - pieces[:, 1] * 0.05], axis=1)
        assert abs(network.forward(points)[-1] - 0.5).max() < 0.03  # straight between grid points, the output is not
        above = np.array(outputs).reshape(33, 33) > 0.5
        across, down = np.argwhere(above[:, 1:] != above[:, :-1]), np.argwhere(above[1:] != above[:-1])
        cells = [2 - np.isin(edges[:, axis], (0, 32)) for axis, edges in enumerate((across, down))]  # beside each edge
        assert len(pieces) == sum(count.sum() for count in cells)


def test_names_stand_beside_their_lines_where_the_unit_says_1_and_off_the_corners(v8: Evaluate) -> None:
    for seed, hidden in [(seed, hidden) for seed in range(20) for hidden in (1, 2, 3, 4)]:
        run = v8("train(xor.begin(draws, h), 5, 300).network", draws=DRAWS[seed], h=hidden)
        lines, places = v8("[lines(network), xor.labels(network, lines(network), -0.3, 1.3)]", network=run)
        seen = [place for place in places if place]
        assert [bool(line) for line in lines] == [place is not None for place in places]
        for place, unit in zip(places, run["units"]):
            if place:
                slope = np.hypot(unit["w1"], unit["w2"])
                assert (unit["w1"] * place[0] + unit["w2"] * place[1] + unit["b"]) / slope == pytest.approx(0.08)
                assert np.abs(X - place).max(axis=1).min() > 0.04
        for i, one in enumerate(seen):
            assert all(np.hypot(*np.subtract(one, other)) > 0.06 for other in seen[:i])


def test_no_peak_of_the_loss_is_lost_between_the_columns(v8: Evaluate) -> None:
    losses = np.random.default_rng(0).uniform(0.01, 0.3, 1234)
    columns = np.array(v8("xor.columns(losses, 2000, 252)", losses=losses.tolist()))
    assert len(columns) == int(np.ceil(1234 * 252 / 2000))
    starts = np.floor(np.arange(len(columns)) * 2000 / 252).astype(int)
    assert np.array_equal(columns[:, 0], np.maximum.reduceat(losses, starts))
    assert np.array_equal(columns[:, 1], np.minimum.reduceat(losses, starts))
    assert v8("xor.columns([0.1, 0.2, 0.3], 2, 6)") == [[v, v] for v in (0.1, 0.1, 0.1, 0.2, 0.2, 0.2)]


# In the kernel


def test_the_kernel_s_half_says_how_the_figure_starts() -> None:
    figure = XorTraining(hidden=3, rate=0.5, seed=13)
    data, _ = figure._repr_mimebundle_()
    assert 'data-figure="xor-training"' in data["text/html"]
    assert "&quot;hidden&quot;: 3, &quot;rate&quot;: 0.5, &quot;seed&quot;: 13" in data["text/html"]
    assert data["text/plain"] == "XorTraining()"
    figure.set_state({"hidden": 4, "seed": 2})  # what the front end sends
    assert (figure.hidden, figure.seed) == (4, 2)
    for wrong in ({"hidden": 0}, {"hidden": 5}, {"seed": 20}, {"seed": -1}, {"rate": 0}):
        with pytest.raises(traitlets.TraitError):
            XorTraining(**wrong)
    module = figure._esm
    for text in ("const live =", "const perceptron =", "const xor =", "export default"):
        assert module.count(text) == 1


# In the page


@pytest.fixture
def figure(page: Page, served_book: str) -> Locator:
    """The figure of chapter 3, with two hidden units, rate 5 and seed 6, whatever the chapter starts with.

    The test winds its clock on.
    """
    page.clock.install()
    page.goto(f"{served_book}/book/3-multilayer-perceptron.html")
    lay_out(page)
    return chosen(page.locator('[data-figure="xor-training"]').first)


def chosen(figure: Locator, hidden: int = 2, rate: str = "5", seed: int = 6) -> Locator:
    figure.get_by_role("button", name="Run").scroll_into_view_if_needed()
    figure.get_by_role("radio", name=f"{hidden} hidden").check(force=True)  # the radio lies under its text
    for name, value in {"learning rate η": rate, "seed": str(seed)}.items():
        slider = figure.get_by_role("slider", name=name)
        slider.focus()
        figure.page.keyboard.press("Home")
        while slider.get_attribute("aria-valuetext") != value:
            figure.page.keyboard.press("ArrowRight")
    return figure


def press(figure: Locator, *names: str) -> None:
    for name in names:
        figure.get_by_role("button", name=name, exact=True).click()


def at(figure: Locator, epochs: int, loss: float) -> None:
    expect(figure.locator(".xor-epochs")).to_have_text(f"Epoch {epochs:,}, loss {loss:.4f}")


def loss_of(hidden: int, seed: int, rate: float, epochs: int) -> float:
    network = MLP([2, hidden, 1], seed=seed)
    network.train(X, T, rate, epochs)
    return network.loss(X, T)


def test_steps_show_the_mlp_s_numbers_at_every_corner(figure: Locator) -> None:
    at(figure, 0, loss_of(2, 6, 5, 0))
    press(figure, *3 * ["10 epochs"])
    at(figure, 30, loss_of(2, 6, 5, 30))
    network = MLP([2, 2, 1], seed=6)
    network.train(X, T, 5, 30)
    _, h, y = network.forward(X)
    rows = [row.locator("td").all_inner_texts() for row in figure.locator("tr").all()[1:]]
    for row, x, t, hidden, (output,) in zip(rows, X, T[:, 0], h, y):
        verdict = "right" if (output > 0.5) == t else "wrong"
        assert row == [f"({x[0]}, {x[1]})", *(f"{one:.2f}" for one in [*hidden, output]), str(t), verdict]
    label = figure.get_by_role("img").first.get_attribute("aria-label")
    assert f"(0, 1): {y[1, 0]:.2f}, target 1" in label
    wrong = sum(row[-1] == "wrong" for row in rows)
    assert figure.locator(".xor-square rect.live-wrong").count() == wrong
    assert figure.locator(".xor-square circle.live-right").count() == 4 - wrong
    filled = figure.locator(".xor-square .xor-filled")
    places = filled.evaluate_all(
        "marks => marks.map((m) => m.getBBox()).map((b) => [b.x + b.width / 2, b.y + b.height / 2])"
    )
    assert np.allclose(places, [[80.25, 62.25], [267.75, 249.75]])  # (0, 1) and (1, 0) in the drawing's units
    expect(figure.get_by_role("status")).to_have_text(f"After 30 epochs, {4 - wrong} of 4 answers are right.")


def test_ink_is_dense_where_the_output_is_large(figure: Locator) -> None:
    chosen(figure, hidden=4)
    press(figure, "Run")
    figure.page.clock.run_for(10_000)
    expect(figure.get_by_role("status")).to_contain_text("Learned")
    # Under the mark of each corner lies a pixel of the canvas.
    spots = figure.locator("canvas").evaluate(
        """(canvas) => {
          const sheet = canvas.getBoundingClientRect(), side = canvas.width;
          const { data } = canvas.getContext("2d").getImageData(0, 0, side, side);
          return [...canvas.parentNode.querySelectorAll(".live-right")].map((mark) => {
            const { x, y, width, height } = mark.getBoundingClientRect();
            const column = ((x + width / 2 - sheet.x) / sheet.width) * side - 0.5;
            const row = ((y + height / 2 - sheet.y) / sheet.height) * side - 0.5;
            return [column, row, data[4 * (side * Math.round(row) + Math.round(column)) + 3] / 255];
          });
        }"""
    )
    columns, rows, shades = zip(*spots)
    assert columns == pytest.approx([48 * (x1 + 0.3) / 1.6 for x1, _ in X], abs=0.05)
    assert rows == pytest.approx([48 * (1.3 - x2) / 1.6 for _, x2 in X], abs=0.05)
    answers = [float(row.locator("td").all_inner_texts()[5]) for row in figure.locator("tr").all()[1:]]
    assert shades == pytest.approx(answers, abs=0.01)
    assert figure.locator(".xor-half").get_attribute("d").count("M") > 20


def test_lines_are_where_a_unit_is_undecided(figure: Locator) -> None:
    network = MLP([2, 2, 1], seed=6)
    at(figure, 0, network.loss(X, T))
    lines = figure.locator(".xor-line").evaluate_all(
        "lines => lines.map((l) => ['x1', 'y1', 'x2', 'y2'].map((name) => Number(l.getAttribute(name))))"
    )
    assert len(lines) == 2
    for j, (x1, y1, x2, y2) in enumerate(lines):
        for x, y in ((x1, y1), (x2, y2)):
            place = np.array([(x - 24) / 300 * 1.6 - 0.3, (306 - y) / 300 * 1.6 - 0.3])
            assert place @ network.W[0][:, j] == pytest.approx(0, abs=1e-6)
            assert abs(place - 0.5).max() == pytest.approx(0.8)


def test_a_stuck_seed_is_explained_and_run_again_goes_on(figure: Locator) -> None:
    press(figure, "Run")
    expect(figure.get_by_role("status")).to_have_text("Training …")
    expect(figure.get_by_role("button", name="Stop")).to_be_visible()
    figure.page.clock.run_for(20_000)
    sentence = "After 5,000 epochs the loss stands still. To the hidden units, (0, 1) and (1, 1) look alike"
    expect(figure.get_by_role("status")).to_contain_text(sentence)
    at(figure, 5000, loss_of(2, 6, 5, 5000))
    expect(figure.locator(".xor-tally")).to_have_attribute("aria-label", "Learned: none. Not learned: 6.")
    press(figure, "Run")
    figure.page.clock.run_for(20_000)
    expect(figure.locator(".xor-epochs")).to_contain_text("Epoch 10,000")
    press(figure, "Restart")
    at(figure, 0, loss_of(2, 6, 5, 0))


def test_the_next_seed_learns_and_a_third_unit_saves_the_stuck_one(figure: Locator) -> None:
    press(figure, "Next seed", "Run")
    figure.page.clock.run_for(20_000)
    expect(figure.get_by_role("status")).to_have_text(
        "Learned: 1,040 epochs take the loss below 1/32, so all 4 answers are right."
    )
    expect(figure.locator(".xor-tally")).to_have_attribute("aria-label", "Learned: 7. Not learned: none.")
    chosen(figure, hidden=3)
    press(figure, "Run")
    figure.page.clock.run_for(20_000)
    expect(figure.get_by_role("status")).to_contain_text("Learned: 236 epochs")
    expect(figure.locator(".xor-tally")).to_have_attribute("aria-label", "Learned: 6. Not learned: none.")
    press(figure, *14 * ["Next seed"])
    expect(figure.get_by_role("slider", name="seed")).to_have_attribute("aria-valuetext", "0")


def test_running_stops_when_told_and_when_something_else_is_chosen(figure: Locator) -> None:
    ways = [
        lambda: press(figure, "Stop"),
        lambda: press(figure, "10 epochs"),
        lambda: press(figure, "Restart"),
        lambda: press(figure, "Next seed"),
        lambda: figure.page.keyboard.press("ArrowRight"),  # of the slider that has the focus
    ]
    for way in ways:
        press(figure, "Run")
        figure.page.clock.run_for(1_000)
        figure.get_by_role("slider", name="learning rate η").focus()
        way()
        expect(figure.get_by_role("button", name="Run")).to_be_visible()
        figure.page.clock.run_for(100)
        stopped = figure.locator(".xor-epochs").inner_text()
        figure.page.clock.run_for(5_000)
        expect(figure.locator(".xor-epochs")).to_have_text(stopped)


def test_all_seeds_tried_are_the_stored_share(figure: Locator) -> None:
    press(figure, "Try them all")
    figure.page.clock.run_for(5_000)
    expect(figure.get_by_role("status")).to_have_text("17 of these 20 seeds learn XOR within 5,000 epochs.")
    expect(figure.locator(".xor-tally .live-wrong")).to_have_count(3)
    expect(figure.locator(".xor-tally")).to_have_attribute("aria-label", re.compile(r"Not learned: 6, 13, 18\.$"))
    chosen(figure, hidden=4)
    expect(figure.locator(".xor-tally .live-wrong")).to_have_count(0)
    press(figure, "Try them all")
    figure.page.clock.run_for(5_000)
    expect(figure.get_by_role("status")).to_have_text("All these 20 seeds learn XOR within 5,000 epochs.")
    chosen(figure, hidden=3)
    press(figure, "Try them all")
    figure.page.clock.run_for(50)
    figure.get_by_role("radio", name="4 hidden").check(force=True)  # in the middle of it
    figure.page.clock.run_for(5_000)
    expect(figure.get_by_role("status")).to_contain_text("The start of seed 6")
    chosen(figure)  # what was found for two units is still known
    expect(figure.locator(".xor-tally .live-wrong")).to_have_count(3)


def test_a_reader_who_wants_no_motion_sees_the_end_at_once(figure: Locator) -> None:
    figure.page.emulate_media(reduced_motion="reduce")
    press(figure, "Run")
    expect(figure.get_by_role("status")).to_contain_text("After 5,000 epochs the loss stands still.")
    expect(figure.get_by_role("button", name="Run")).to_be_visible()


def test_the_keyboard_reaches_everything(figure: Locator) -> None:
    page = figure.page
    figure.get_by_role("radio", name="2 hidden").focus()
    page.keyboard.press("ArrowRight")
    expect(figure.get_by_role("radio", name="3 hidden")).to_be_checked()
    at(figure, 0, loss_of(3, 6, 5, 0))
    names = []
    for _ in range(7):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")
        )
    assert names == ["Run", "10 epochs", "Restart", "Next seed", "learning rate η", "seed", "Try them all"]
    figure.get_by_role("button", name="10 epochs").focus()
    page.keyboard.press("Enter")
    at(figure, 10, loss_of(3, 6, 5, 10))


def test_it_works_from_a_file(page: Page, built_book) -> None:
    page.goto(f"{built_book.as_uri()}/book/3-multilayer-perceptron.html")
    figure = chosen(page.locator('[data-figure="xor-training"]').first, seed=2)
    press(figure, "10 epochs")
    at(figure, 10, loss_of(2, 2, 5, 10))
