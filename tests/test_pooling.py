"""The live figure of pooling under shift and noise: its computation against utils.layers, and what the page shows."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from utils.data import load_mnist
from utils.figures import Pooling
from utils.layers import average_pool, convolve, max_pool, relu
from utils.models import prepare

import numpy as np
import py_mini_racer
import pytest
import traitlets
from conftest import STATIC, lay_out
from playwright.sync_api import Locator, Page, expect

POOLS = {"max": max_pool, "average": average_pool}
WAYS = {"right": (1, 0), "left": (-1, 0), "down": (0, 1), "up": (0, -1)}


def pooled(kind: str, picture: np.ndarray) -> np.ndarray:
    """What the chapter's own layer makes of one picture."""
    return POOLS[kind](picture[np.newaxis, ..., np.newaxis])[0, ..., 0]


def seen(picture: np.ndarray, right: int = 0, down: int = 0, noise: int = 0, seed: int = 0) -> np.ndarray:
    """The 8×8 in the middle of 12×12 after a shift of the whole, with noise."""
    grain = np.random.default_rng(seed).normal(size=64).round(1).reshape(8, 8)
    return np.roll(picture, (down, right), axis=(0, 1))[2:10, 2:10] + noise * grain


def changes(before: np.ndarray, after: np.ndarray) -> tuple[int, float, float]:
    """How many numbers changed, how much relative to the length before, and by how much on average."""
    difference = (after - before).round(9)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.linalg.norm(difference) / np.linalg.norm(before)
    return int(np.count_nonzero(difference)), float(size), float(difference.mean())


def pictures() -> dict[str, np.ndarray]:
    """Those of the chapter: a corner of its first digit, its vertical edges, in tenths, and blank paper."""
    _, (images, _) = load_mnist()
    seven = prepare(images[:1])
    edges = relu(convolve(seven, np.array([[-1, 0, 1]] * 3).reshape(3, 3, 1, 1) / 3))
    return {
        "digit": (10 * seven[0, 7:19, 13:25, 0]).round(),
        "its vertical edges": (10 * edges[0, 6:18, 12:24, 0]).round(),
        "blank paper": np.zeros((12, 12)),
    }


# The computation


@pytest.fixture(scope="module")
def js() -> Callable[..., Any]:
    """Call a function of pool.js. What is not a finite number comes as None."""
    engine = py_mini_racer.MiniRacer()
    for name in ("grid.js", "pool.js"):
        engine.eval((STATIC / name).read_text(encoding="utf-8"))

    def call(function: str, *arguments: Any) -> Any:
        given = json.dumps(arguments, default=np.ndarray.tolist)
        return json.loads(engine.eval(f"JSON.stringify(pool.{function}(...{given}))"))

    return call


def test_both_poolings_are_those_of_utils_layers(js: Callable[..., Any]) -> None:
    rng = np.random.default_rng(0)
    for _ in range(40):
        picture = rng.normal(0, 5, (8, 8)).round(1)
        for kind in POOLS:
            assert np.allclose(js(kind, picture), pooled(kind, picture), atol=1e-9)


def test_a_shift_brings_in_what_lies_around(js: Callable[..., Any]) -> None:
    rng = np.random.default_rng(1)
    draws = Pooling({"any": np.ones((12, 12))}).draws
    assert len(draws) == 10
    for right in range(-2, 3):
        for down in range(-2, 3):
            picture = rng.integers(0, 11, (12, 12))
            for noise, seed in [(0, 0), (1, 3), (4, 9)]:
                after = js("seen", picture, [right, down], noise, draws[seed])
                assert np.allclose(after, seen(picture, right, down, noise, seed), atol=1e-9)
                assert after == np.round(after, 1).tolist()  # what is read is what is reckoned with


def test_changes_are_counted_and_measured_as_in_the_chapter(js: Callable[..., Any]) -> None:
    rng = np.random.default_rng(2)
    for _ in range(30):
        before = rng.integers(0, 4, (8, 8))
        after = np.where(rng.random((8, 8)) < 0.3, rng.integers(0, 4, (8, 8)), before)
        change = js("change", before, after)
        count, size, mean = changes(before, after)
        assert (change["count"], change["of"]) == (count, 64)
        assert change["moved"] == (after != before).ravel().tolist()
        assert change["size"] == pytest.approx(size, abs=1e-9)
        assert change["mean"] == pytest.approx(mean, abs=1e-8)
    assert js("change", np.zeros((2, 2)), np.ones((2, 2)))["size"] is None  # there is nothing to compare with


def test_a_shift_by_a_whole_block_moves_the_pooled_maps_along(js: Callable[..., Any]) -> None:
    rng = np.random.default_rng(3)
    picture, draws = rng.integers(0, 11, (12, 12)), np.zeros(64)
    for kind in POOLS:
        before, after = (np.array(js(kind, js("seen", picture, shift, 0, draws))) for shift in ([0, 0], [2, -2]))
        assert np.array_equal(after[:-1, 1:], before[1:, :-1])


@pytest.mark.parametrize(
    ("shift", "noise", "sentence"),
    [
        ((0, 0), 0, "Nothing has changed yet: shift the input, or add noise."),
        ((1, 0), 0, "Shifted 1 pixel to the right: of 16 outputs 8 of max and 13 of average changed."),
        ((-2, 1), 0, "Shifted 2 pixels to the left and 1 pixel down: of 16 outputs 8 of max and 13 of average changed."),  # noqa: E501
        ((0, -2), 0, "Shifted 2 pixels up: of 16 outputs 8 of max and 13 of average changed. "
                     "It is a whole block, so the pooled maps move along by one place."),
        ((0, 0), 2, "Noise of standard deviation 2: max outputs rose by 1.28 on average, average outputs fell by 0.13."),  # noqa: E501
        ((0, 2), 1, "Shifted 2 pixels down, with noise of standard deviation 1: "
                    "max outputs rose by 1.28 on average, average outputs fell by 0.13."),
    ],
)  # fmt: skip
def test_what_is_noticed_is_said(js: Callable[..., Any], shift: Any, noise: int, sentence: str) -> None:
    found = {"max": {"count": 8, "of": 16, "mean": 1.28125}, "average": {"count": 13, "of": 16, "mean": -0.1275}}
    assert js("told", shift, noise, found) == sentence


# The half in Python


def test_the_figure_says_how_it_starts_and_follows_the_reader() -> None:
    figure = Pooling({"steps": np.arange(144).reshape(12, 12), "blank": np.zeros((12, 12))}, shift=(1, -2), seed=3)
    data, _ = figure._repr_mimebundle_()
    assert 'data-figure="pooling"' in data["text/html"]
    for option in ('"steps": [[0, 1, 2, 3,', '"picture": "steps"', '"shift": [1, -2]', '"noise": 0', '"seed": 3'):
        assert option in data["text/html"].replace("&quot;", '"')
    assert data["text/plain"] == "Pooling()"
    figure.set_state({"shift": [0, 2], "noise": 4, "picture": "blank"})  # what the front end sends
    assert (figure.shift, figure.noise, figure.picture) == ((0, 2), 4, "blank")
    for wrong in ({"shift": (3, 0)}, {"shift": (0, -3)}, {"noise": -1}, {"noise": 5}, {"seed": 10}):
        with pytest.raises(traitlets.TraitError):
            Pooling({"blank": np.zeros((12, 12))}, **wrong)
    assert Pooling({"fine": np.full((12, 12), 0.16)}).pictures["fine"][0][0] == 0.2
    with pytest.raises(ValueError, match=r"squares with sides of 12 to 12; small is \(8, 8\)"):
        Pooling({"small": np.zeros((8, 8))})


def test_the_noise_is_of_mean_0_and_standard_deviation_1() -> None:
    draws = np.array(Pooling({"blank": np.zeros((12, 12))}).draws)
    assert draws.shape == (10, 64)
    assert draws.mean() == pytest.approx(0, abs=4 / 640**0.5)
    assert draws.std() == pytest.approx(1, abs=4 / 1280**0.5)
    assert len({tuple(one) for one in draws}) == 10


def test_what_the_chapter_says_of_noise_holds_for_every_seed() -> None:
    """On blank paper max pooling lifts the outputs by about the noise; input and averages stay near 0."""
    blank = np.zeros((12, 12))
    lifted = []
    for seed in range(10):
        noisy = seen(blank, noise=1, seed=seed)
        assert abs(noisy.mean()) < 0.3
        assert pooled("average", noisy).mean() == pytest.approx(noisy.mean())
        lifted.append(pooled("max", noisy).mean())
        for picture in list(pictures().values())[:2]:
            before, after = (pooled("max", one) for one in (seen(picture), seen(picture, noise=1, seed=seed)))
            assert (after - before).mean() < lifted[-1]
    assert min(lifted) > 0.6
    assert np.mean(lifted) == pytest.approx(1.03, abs=0.1)


def test_jupyter_gets_the_computation_together_with_the_figure() -> None:
    engine = py_mini_racer.MiniRacer()
    engine.eval("globalThis.document = { documentElement: { dataset: {} } }")
    engine.eval(Pooling._esm.replace("export default", "globalThis.widget ="))
    for part in ("widget.render", "pool.max", "grid.drawing"):
        assert engine.eval(f"typeof {part}") == "function"


# The page


@pytest.fixture
def figure(page: Page, served_book: str) -> Locator:
    return opened(page, served_book)


def opened(page: Page, address: str) -> Locator:
    page.goto(f"{address}/book/4-convolution.html")
    lay_out(page)
    figure = page.locator('[data-figure="pooling"]')
    figure.get_by_role("application").scroll_into_view_if_needed()  # which waits until it is there
    return figure


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("–", "nan"))


def shown(figure: Locator, place: int) -> np.ndarray:
    """The numbers of the input (0), of max (1) or of average pooling (2)."""
    texts = figure.locator("svg.grid").nth(place).locator(".grid-texts text").all_text_contents()
    side = round(len(texts) ** 0.5)
    return np.array([number(text) for text in texts]).reshape(side, side)


def table(figure: Locator) -> list[tuple[float, ...]]:
    """Of input, max and average: how many numbers changed, out of how many, how much, and by how much on average."""
    rows = figure.locator("tbody tr").all()
    cells = [[cell.replace(" of ", " ") for cell in row.locator("td").all_inner_texts()] for row in rows]
    return [tuple(number(part) for part in " ".join(row).split()) for row in cells]


def expect_page(figure: Locator, picture: np.ndarray, right: int, down: int, noise: int, seed: int) -> None:
    """Hold every number of the figure against NumPy."""
    before, after = seen(picture), seen(picture, right, down, noise, seed)
    stages = [(before, after), *((pooled(kind, before), pooled(kind, after)) for kind in POOLS)]
    for place, (was, now) in enumerate(stages):
        assert np.allclose(shown(figure, place), now, atol=0.00501)
        count, size, mean = changes(was, now)
        counted, of, measured, on_average = table(figure)[place]
        assert (counted, of) == (count, was.size)
        assert measured == pytest.approx(size, abs=0.00501) or (np.isnan(measured) and not np.isfinite(size))
        assert on_average == pytest.approx(mean, abs=0.00501)
        if place:
            drawing = figure.locator("svg.grid").nth(place)
            old = [number(text) for text in drawing.locator(".pool-was").all_text_contents()]
            moved = (now - was).round(9) != 0
            assert np.allclose(old, was[moved], atol=0.00501)
            corners = [
                [(float(box.get_attribute(name)) - 3) / 75 for name in ("y", "x")]
                for box in drawing.locator(".pool-moved").all()
            ]
            assert np.array_equal(np.reshape(corners, (-1, 2)), np.argwhere(moved))


def test_it_starts_unchanged_with_both_poolings_side_by_side(page: Page, address: str) -> None:
    figure = opened(page, address)
    expect_page(figure, pictures()["digit"], 0, 0, 0, 0)
    expect(figure.get_by_role("status")).to_have_text("Nothing has changed yet: shift the input, or add noise.")


def test_buttons_shift_the_input_and_every_number_follows(figure: Locator) -> None:
    digit, at = pictures()["digit"], np.array([0, 0])
    for way in ("right", "right", "right", "up", "left", "down", "down", "left", "left", "left", "left"):
        figure.get_by_role("button", name=f"Shift {way}").click(force=True)  # at the end too
        at = np.clip(at + WAYS[way], -2, 2)
        expect_page(figure, digit, *at, 0, 0)
    for way, (right, down) in WAYS.items():
        end = right * at[0] == 2 or down * at[1] == 2
        expect(figure.get_by_role("button", name=f"Shift {way}")).to_have_attribute("aria-disabled", str(end).lower())
    figure.get_by_role("button", name="Back to the start").click()
    expect_page(figure, digit, 0, 0, 0, 0)


def test_arrow_keys_shift_the_input(page: Page, figure: Locator) -> None:
    figure.get_by_role("radio", name="its vertical edges").check()
    figure.get_by_role("application").focus()
    before, at = page.evaluate("scrollY"), np.array([0, 0])
    for way in ("down", "right", "down", "down", "left", "left", "up"):
        page.keyboard.press(f"Arrow{way.capitalize()}")
        at = np.clip(at + WAYS[way], -2, 2)
        expect_page(figure, pictures()["its vertical edges"], *at, 0, 0)
    assert page.evaluate("scrollY") == before
    label = "Input: " + "; ".join(", ".join(f"{value:g}" for value in row) for row in shown(figure, 0))
    expect(figure.get_by_role("application")).to_have_attribute("aria-label", f"{label}. Arrow keys shift it.")


def test_noise_is_added_and_drawn_anew(page: Page, figure: Locator) -> None:
    noise = figure.get_by_role("slider", name="noise, standard deviation")
    other = figure.get_by_role("button", name="Other noise")
    expect(other).to_be_disabled()
    for name, picture in pictures().items():
        figure.get_by_role("radio", name=name, exact=True).check()
        noise.focus()
        for strength in (1, 2):
            page.keyboard.press("ArrowRight")
            expect_page(figure, picture, 0, 0, strength, 0)
        for seed in (1, 2):
            other.click()
            expect_page(figure, picture, 0, 0, 2, seed)
        for _ in range(8):
            other.click()
        expect_page(figure, picture, 0, 0, 2, 0)  # after ten it is the first again
        figure.get_by_role("button", name="Shift up").click()
        expect_page(figure, picture, 0, -1, 2, 0)
        figure.get_by_role("button", name="Back to the start").click()
        expect_page(figure, picture, 0, 0, 0, 0)
    noise.fill("4")
    mean = pooled("max", seen(np.zeros((12, 12)), noise=4)).mean()
    expect(figure.get_by_role("status")).to_contain_text(f"max outputs rose by {mean:.2f} on average")


def test_a_shift_changes_what_the_prose_says(figure: Locator, built_book: Path) -> None:
    figure.get_by_role("button", name="Shift right").click()
    (_, _, before, _), (most, _, largest, _), (mean, _, averages, _) = table(figure)
    prose = re.sub(r"<[^>]+>", "", (built_book / "book" / "4-convolution.html").read_text(encoding="utf-8"))
    assert (
        f"One pixel to the right changes {most:g} of the 16 outputs of max pooling, and {mean:g} of average pooling. "
        f"Both have changed less than the input, by {largest} and {averages} against {before}"
    ) in prose


def test_pictures_handed_to_the_page_are_the_chapter_s(built_book: Path) -> None:
    html = (built_book / "book" / "4-convolution.html").read_text(encoding="utf-8")
    options = re.search(r'data-figure="pooling" data-options="([^"]+)"', html)[1].replace("&quot;", '"')
    handed = json.loads(options)["pictures"]
    assert list(handed) == list(pictures())
    for name, expected in pictures().items():
        assert np.array_equal(handed[name], expected), name
