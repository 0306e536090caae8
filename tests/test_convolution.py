"""The live figure of a kernel over a picture: its computation against utils.layers, and what the page shows of it."""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from utils.data import load_mnist
from utils.figures import Convolution
from utils.ink import normalise, rasterise
from utils.layers import convolve
from utils.models import prepare

import keras
import numpy as np
import py_mini_racer
import pytest
import traitlets
from conftest import STATIC, lay_out
from playwright.sync_api import Browser, Locator, Page, expect

SEVEN = np.array([[0, 0, 0, 0, 0], [0, 2, 2, 2, 0], [0, 0, 0, 2, 0], [0, 0, 0, 2, 0], [0, 0, 2, 0, 0]])
CORNER = np.array([[1, 1, -1], [-1, 1, -1], [-1, 1, -1]])
EDGES = np.array([[-1, 0, 1]] * 3)
KERNELS = {
    "corner": CORNER,
    "vertical edges": EDGES,
    "horizontal edges": EDGES.T,
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
}


def feature_map(picture: np.ndarray, kernel: np.ndarray, stride: int = 1, padding: int = 0) -> np.ndarray:
    """What the chapter's own layer makes of one picture and one kernel."""
    n, k = len(picture), len(kernel)
    return convolve(picture.reshape(1, n, n, 1), kernel.reshape(k, k, 1, 1), stride=stride, padding=padding)[0, ..., 0]


def digit(number: int) -> np.ndarray:
    """The test digit of that number, to two decimals, as the figure has it."""
    _, (images, _) = load_mnist()
    return prepare(images[number : number + 1])[0, ..., 0].astype(float).round(2)


# The computation


@pytest.fixture(scope="module")
def js() -> Callable[..., Any]:
    """Call a function of feature-map.js. What is not a number comes as None."""
    engine = py_mini_racer.MiniRacer()
    for name in ("grid.js", "feature-map.js"):
        engine.eval((STATIC / name).read_text(encoding="utf-8"))

    def call(function: str, *arguments: Any) -> Any:
        given = json.dumps(arguments, default=np.ndarray.tolist)
        return json.loads(engine.eval(f"JSON.stringify(featureMap.{function}(...{given}))"))

    return call


def test_feature_maps_are_those_of_utils_layers(js: Callable[..., Any]) -> None:
    """Random pictures and kernels, with every stride and padding, as a layer has the kernel and turned by 180°."""
    rng = np.random.default_rng(0)
    for case in range(60):
        n, k = int(rng.integers(5, 13)), int(rng.choice([2, 3, 3, 3, 4, 5]))
        picture, kernel = rng.normal(size=(n, n)).round(2), rng.normal(size=(k, k)).round(2)
        stride, padding = case % 3 + 1, case // 3 % 3
        z = feature_map(picture, kernel, stride, padding)
        assert np.allclose(js("map", picture, kernel, stride, padding), z, atol=1e-8)
        assert js("side", n, k, stride, padding) == len(z)
        flipped = feature_map(picture, kernel[::-1, ::-1], stride, padding)
        assert np.allclose(js("map", picture, js("turned", kernel), stride, padding), flipped, atol=1e-8)


def test_it_is_what_keras_computes_and_turned_what_mathematics_does(js: Callable[..., Any]) -> None:
    rng = np.random.default_rng(1)
    picture, kernel = rng.normal(size=(9, 9)).round(2), rng.normal(size=(3, 3)).round(2)
    by_keras = keras.ops.conv(picture.reshape(1, 9, 9, 1), kernel.reshape(3, 3, 1, 1), strides=2)
    assert np.allclose(js("map", picture, kernel, 2, 0), np.asarray(by_keras)[0, ..., 0], atol=1e-6)
    # A convolution multiplies polynomials: here in two unknowns, by the sum over all pairs of their coefficients.
    product = np.zeros((11, 11))
    for (i, j), x in np.ndenumerate(picture):
        product[i : i + 3, j : j + 3] += x * kernel
    assert np.allclose(js("map", picture, js("turned", kernel), 1, 2), product, atol=1e-8)


def test_the_patch_the_products_and_the_sum_belong_together(js: Callable[..., Any]) -> None:
    rng = np.random.default_rng(2)
    picture, kernel = rng.integers(-5, 6, (7, 7)), rng.integers(-5, 6, (3, 3))
    for stride in (1, 2, 3):
        for padding in (0, 1, 2):
            z = feature_map(picture, kernel, stride, padding)
            framed = np.pad(picture, padding)
            for (i, j), value in np.ndenumerate(z):
                patch = js("patch", picture, 3, stride, padding, i, j)
                assert patch == framed[i * stride :, j * stride :][:3, :3].tolist()
                products = js("products", patch, kernel)
                assert products == (np.array(patch) * kernel).tolist()
                assert js("output", patch, kernel) == np.sum(products) == value


def test_what_is_left_over_is_what_no_patch_reaches(js: Callable[..., Any]) -> None:
    for n in range(3, 15):
        for stride in (1, 2, 3):
            for padding in (0, 1, 2):
                reach = (js("side", n, 3, stride, padding) - 1) * stride + 3
                assert js("left", n, 3, stride, padding) == n + 2 * padding - reach


def test_the_size_is_told_in_letters_and_numbers(js: Callable[..., Any]) -> None:
    letters = "⌊(n + 2p − k) / s⌋ + 1 = "
    assert js("size", 28, 3, 2, 1) == [
        f"{letters}⌊(28 + 2·1 − 3) / 2⌋ + 1 = ⌊13.5⌋ + 1 = 14",
        "The last row and the last column of the padded picture are never reached.",
    ]
    assert js("size", 28, 3, 1, 0) == [f"{letters}⌊(28 + 2·0 − 3) / 1⌋ + 1 = ⌊25⌋ + 1 = 26", ""]
    assert js("size", 5, 3, 3, 0) == [
        f"{letters}⌊(5 + 2·0 − 3) / 3⌋ + 1 = ⌊0.667⌋ + 1 = 1",
        "The last 2 rows and columns of the picture are never reached.",
    ]


def test_the_kernels_have_the_numbers_of_the_chapter() -> None:
    engine = py_mini_racer.MiniRacer()
    engine.eval((STATIC / "feature-map.js").read_text(encoding="utf-8"))
    kernels = json.loads(engine.eval("JSON.stringify(featureMap.kernels)"))
    assert list(kernels) == list(KERNELS)
    for name, kernel in KERNELS.items():
        assert np.allclose(kernels[name], kernel, atol=1e-12), name


@pytest.mark.parametrize(
    ("kernel", "flip", "place", "sentence"),
    [
        (CORNER, False, (1, 2), "Row 1, column 2: the output is positive, 8, the largest of the map."),
        (CORNER, False, (0, 1), "Row 0, column 1: the output is negative, −4, the smallest of the map."),
        (CORNER, False, (0, 0), "Row 0, column 0: the output is 0."),
        (CORNER, False, (0, 2), "Row 0, column 2: the output is positive, 2."),
        (CORNER, True, (0, 2), "… The kernel lies on the patch turned by 180°."),
        (EDGES, True, (1, 1), "… this kernel is its own negative: the flip gives every output the other sign."),
        (KERNELS["blur"], True, (1, 1), "… Turned by 180° this kernel is the same: the flip changes nothing."),
        (KERNELS["blur"], False, (0, 1), "Row 0, column 1: the output is positive, about 0.889."),
        (np.zeros((3, 3)), False, (2, 2), "Row 2, column 2: the output is 0, like all others."),
    ],
)  # fmt: skip
def test_what_is_noticed_is_said(js: Callable[..., Any], kernel: Any, flip: bool, place: Any, sentence: str) -> None:
    used = kernel[::-1, ::-1] if flip else kernel
    said = js("told", js("map", SEVEN, used, 1, 0), kernel, flip, *place)
    assert said.endswith(sentence.removeprefix("…"))
    assert flip == ("180°" in said)


def test_weights_are_read_as_they_are_written(js: Callable[..., Any]) -> None:
    written = {0: "0", -1: "−1", 0.5: "0.5", 1 / 9: "1/9", -1 / 3: "−1/3", 2 / 7: "2/7", 0.125: "0.125", 5 / 16: "5/16"}
    for value, text in written.items():
        assert js("weight", value) == text
        assert js("read", text) == pytest.approx(value, abs=1e-12)
    read = {"-2": -2, "–2": -2, "+1": 1, " 3 / 4 ": 0.75, "0,5": 0.5, ".5": 0.5, "99": 99}
    assert {text: js("read", text) for text in read} == read
    for nonsense in ("", "one", "1/0", "1e9", "100", "1.2.3", "2 3", "--1", "1/-2"):
        assert js("read", nonsense) is None, nonsense


def test_what_rounds_to_nothing_has_no_sign() -> None:
    engine = py_mini_racer.MiniRacer()
    engine.eval((STATIC / "grid.js").read_text(encoding="utf-8"))
    assert engine.eval("Object.is(grid.tidy(-1e-12), 0)")


def test_numbers_that_are_rounded_are_known_to_be(js: Callable[..., Any]) -> None:
    assert [js("number", value) for value in (-0.0, -2.5, 0.123456, 8, -0.0001)] == ["0", "−2.5", "0.123", "8", "0"]
    assert [js("exact", value) for value in (0, -2.5, 0.123, 0.1234, 1 / 3)] == [True, True, True, False, False]


# The half in Python


def test_the_figure_says_how_it_starts_and_follows_the_reader() -> None:
    figure = Convolution({"seven": SEVEN, "blank": np.zeros((28, 28))}, CORNER, stride=2, place=(1, 0))
    data, _ = figure._repr_mimebundle_()
    html = data["text/html"]
    assert 'data-figure="convolution"' in html
    for option in (
        '"seven": [[0, 0, 0, 0, 0], [0, 2',
        '"picture": "seven"',
        '"kernel": [[1, 1, -1]',
        '"place": [1, 0]',
    ):
        assert option in html.replace("&quot;", '"').replace(".0", "")
    assert data["text/plain"] == "Convolution()"
    figure.set_state({"kernel": EDGES.tolist(), "flip": True, "picture": "your own"})  # what the front end sends
    assert (figure.kernel, figure.flip, figure.picture) == (EDGES.tolist(), True, "your own")
    for wrong in ({"stride": 0}, {"stride": 4}, {"padding": -1}, {"padding": 3}, {"kernel": np.eye(2)}):
        with pytest.raises(traitlets.TraitError):
            Convolution(**{"pictures": {"seven": SEVEN}, "kernel": CORNER} | wrong)


def test_pictures_are_short_numbers_or_refused() -> None:
    assert Convolution({"grey": np.full((3, 3), 1 / 3, np.float32)}, CORNER).pictures == {"grey": 3 * [3 * [0.33]]}
    for wrong in (np.zeros((2, 2)), np.zeros((29, 29)), np.zeros((5, 4)), np.zeros((28, 28, 1))):
        with pytest.raises(ValueError, match=r"squares with sides of 3 to 28; odd is \("):
            Convolution({"odd": wrong}, CORNER)
    with pytest.raises(ValueError, match="bad holds values that are not finite"):
        Convolution({"bad": np.full((5, 5), np.nan)}, CORNER)
    with pytest.raises(ValueError, match="at least one picture"):
        Convolution({}, CORNER)


def test_jupyter_gets_the_computation_together_with_the_figure() -> None:
    engine = py_mini_racer.MiniRacer()
    engine.eval("globalThis.document = { documentElement: { dataset: {} } }")
    engine.eval(Convolution._esm.replace("export default", "globalThis.widget ="))
    for part in ("widget.render", "featureMap.map", "ink.normalise", "drawing.paper", "grid.drawing"):
        assert engine.eval(f"typeof {part}") == "function"


# The page


@pytest.fixture
def figure(page: Page, served_book: str) -> Locator:
    return opened(page, served_book)


def opened(page: Page, address: str) -> Locator:
    page.goto(f"{address}/book/4-convolution.html")
    lay_out(page)
    figure = page.locator('[data-figure="convolution"]')
    feature(figure).scroll_into_view_if_needed()  # which waits until it is there
    return figure


def feature(figure: Locator) -> Locator:
    return figure.get_by_role("application", name=re.compile("^Feature map"))


def choose(figure: Locator, **choices: Any) -> None:
    for name, option in choices.items():
        group = figure.get_by_role("group", name=name, exact=True).locator("visible=true").first
        group.get_by_role("radio", name=str(option), exact=True).check()


def numbers(texts: list[str]) -> list[float]:
    return [float(Fraction(text.strip("=≈ ()").replace("−", "-"))) for text in texts]


def products(figure: Locator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The nine pixels, weights and products that stand on the page."""
    factors = [text.split(" · ") for text in figure.locator(".conv-cells span").all_inner_texts()]
    results = numbers(figure.locator(".conv-cells b").all_inner_texts())
    pixels, weights = (np.array(numbers(list(side))).reshape(3, 3) for side in zip(*factors, strict=True))
    return pixels, weights, np.array(results).reshape(3, 3)


def total(figure: Locator) -> tuple[tuple[int, ...], float]:
    """Which output stands on the page, and its value."""
    line = figure.locator(".conv-sum")
    return tuple(map(int, line.locator("sub").inner_text().split(","))), numbers([line.locator("b").inner_text()])[0]


def shown(drawing: Locator) -> np.ndarray:
    """The numbers written in the cells of a drawing."""
    texts = drawing.locator(".grid-texts text").all_text_contents()
    side = round(len(texts) ** 0.5)
    return np.array(numbers(texts)).reshape(side, side)


def tinted(drawing: Locator) -> np.ndarray:
    """The signs and strengths, from -1 to 1, in which the cells of a drawing are coloured."""
    read = "cells => cells.map((c) => [c.dataset.sign || 1, c.getAttribute('fill-opacity')].map(Number))"
    signed = np.array(drawing.locator(".grid-cells rect").evaluate_all(read))
    side = round(len(signed) ** 0.5)
    return signed.prod(axis=1).reshape(side, side)


def framed(drawing: Locator, n: int) -> tuple[float, ...]:
    """The first row and column that the frame of a drawing of n × n cells lies on, and how many of each."""
    box = [float(drawing.locator(".grid-look").get_attribute(name)) for name in ("y", "x", "height", "width")]
    return tuple(round(length * n / 300, 6) for length in box)


def point_at(page: Page, figure: Locator, i: int, j: int, o: int) -> None:
    box = feature(figure).bounding_box()
    size = box["width"] * 300 / 306 / o
    edge = box["width"] * 3 / 306
    page.mouse.move(box["x"] + edge + (j + 0.5) * size, box["y"] + edge + (i + 0.5) * size)


def says(figure: Locator) -> str:
    return figure.get_by_role("status").inner_text()


def test_it_starts_with_the_output_that_the_chapter_does_by_hand(page: Page, address: str) -> None:
    figure = opened(page, address)
    picture = figure.get_by_role("img")
    pixels, weights, made = products(figure)
    assert np.array_equal(pixels, SEVEN[1:4, 2:5])
    assert np.array_equal(weights, CORNER)
    assert np.array_equal(made, SEVEN[1:4, 2:5] * CORNER)
    assert total(figure) == ((1, 2), 8)
    assert np.array_equal(shown(picture), SEVEN)
    assert np.array_equal(shown(feature(figure)), feature_map(SEVEN, CORNER))
    assert framed(picture, 5) == (1, 2, 3, 3)
    assert framed(feature(figure), 3) == (1, 2, 1, 1)
    assert says(figure) == "Row 1, column 2: the output is positive, 8, the largest of the map."


def test_a_mouse_looks_and_a_click_stays(page: Page, figure: Locator) -> None:
    z = feature_map(SEVEN, CORNER)
    for i, j in np.ndindex(3, 3):
        point_at(page, figure, i, j, 3)
        assert total(figure) == ((i, j), z[i, j])
        assert np.array_equal(products(figure)[0], SEVEN[i : i + 3, j : j + 3])
        assert framed(figure.get_by_role("img"), 5) == (i, j, 3, 3)
    page.mouse.move(5, 5)
    assert total(figure) == ((1, 2), 8)  # away from the map: the output from before
    point_at(page, figure, 2, 0, 3)
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(5, 5)
    assert total(figure) == ((2, 0), -2)
    label = "The picture: small seven, 5 × 5 pixels. Framed: rows 2 to 4, columns 0 to 2."
    expect(figure.get_by_role("img")).to_have_attribute("aria-label", label)


def test_arrow_keys_step_as_far_as_the_map(page: Page, figure: Locator) -> None:
    feature(figure).focus()
    before = figure.bounding_box()
    for way, place in [("Left", (1, 1)), ("Up", (0, 1)), ("Up", (0, 1)), ("Right", (0, 2)),
                       ("Right", (0, 2)), ("Down", (1, 2)), ("Down", (2, 2)), ("Down", (2, 2))]:  # fmt: skip
        page.keyboard.press(f"Arrow{way}")
        assert total(figure) == (place, feature_map(SEVEN, CORNER)[place])
    assert figure.bounding_box() == before  # the keys have not scrolled the page
    choose(figure, Stride=3)  # a map of one output
    assert total(figure) == ((0, 0), 0)
    choose(figure, Stride=1)
    assert total(figure) == ((2, 2), 2)  # which is where we were


@pytest.mark.parametrize("kernel", list(KERNELS))
def test_every_kernel_stride_padding_and_the_flip_on_a_digit(page: Page, figure: Locator, kernel: str) -> None:
    choose(figure, Picture="digit 2", Kernel=kernel)
    rng, flip = np.random.default_rng(3), figure.get_by_role("checkbox")
    for stride, padding, turn in [(1, 0, False), (2, 1, True), (3, 2, False), (2, 0, True)]:
        choose(figure, Stride=stride, Padding=padding)
        flip.set_checked(turn)
        used = KERNELS[kernel][::-1, ::-1] if turn else KERNELS[kernel]
        z = feature_map(digit(1), used, stride, padding)
        o = (28 + 2 * padding - 3) // stride + 1
        assert len(z) == o
        assert np.allclose(tinted(feature(figure)), z / abs(z).max(), atol=6e-4)
        dashes = feature(figure).locator(".grid-dashes").get_attribute("d").count("M")
        assert dashes == (z.round(9) < 0).sum()
        lit = np.argwhere(abs(z) > abs(z).max() / 3)
        for i, j in rng.choice(lit, 3):
            point_at(page, figure, i, j, o)
            pixels, weights, made = products(figure)
            patch = np.pad(digit(1), padding)[i * stride :, j * stride :][:3, :3]
            assert np.array_equal(pixels, patch)
            assert np.allclose(weights, used, atol=1e-12)
            assert np.allclose(made, patch * used, atol=6e-4)
            where, value = total(figure)
            assert where == (i, j)
            assert value == pytest.approx(z[i, j], abs=6e-4)
            assert framed(figure.get_by_role("img"), 28 + 2 * padding) == (i * stride, j * stride, 3, 3)
        size = f"⌊(28 + 2·{padding} − 3) / {stride}⌋ + 1"
        assert re.search(rf"{re.escape(size)} = ⌊[\d.]+⌋ \+ 1 = {o}\.", figure.locator(".conv-size").inner_text())
        assert figure.locator(".conv-feature .conv-note").inner_text().startswith(f"{o} × {o} outputs")


def test_what_lies_outside_the_picture_or_is_never_reached_is_marked(figure: Locator) -> None:
    def marked() -> np.ndarray:
        classes = (
            figure.get_by_role("img").locator(".grid-cells rect").evaluate_all("r => r.map((c) => c.className.baseVal)")
        )
        return np.array([name == "grid-rest" for name in classes]).reshape(round(len(classes) ** 0.5), -1)

    choose(figure, Picture="digit 7", Stride=2, Padding=0)  # 28: the last row and column are left over
    expected = np.ones((28, 28), bool)
    expected[:27, :27] = False
    assert np.array_equal(marked(), expected)
    choose(figure, Stride=1, Padding=2)
    expected = np.ones((32, 32), bool)
    expected[2:30, 2:30] = False
    assert np.array_equal(marked(), expected)
    shades = tinted(figure.get_by_role("img"))
    assert np.allclose(shades[2:30, 2:30], digit(0), atol=6e-4)


def test_numbers_written_into_the_kernel_are_taken_and_nonsense_is_not(page: Page, figure: Locator) -> None:
    weight = figure.get_by_role("textbox", name="weight, row 0, column 0")
    weight.fill("-1/3")
    page.keyboard.press("Enter")
    kernel = CORNER.astype(float)
    kernel[0, 0] = -1 / 3
    assert weight.input_value() == "−1/3"
    note = figure.locator(".conv-kernel .conv-note")
    expect(note).to_have_text("write your own numbers, −99 to 99")
    assert np.allclose(products(figure)[1], kernel, atol=1e-12)
    assert total(figure)[1] == pytest.approx(feature_map(SEVEN, kernel)[1, 2], abs=6e-4)
    assert "≈" in figure.locator(".conv-sum").inner_text()
    assert figure.get_by_role("group", name="Kernel", exact=True).locator("input:checked").count() == 0
    for nonsense in ("two", "1/0", "100", ""):
        weight.fill(nonsense)
        page.keyboard.press("Tab")
        assert weight.input_value() == "−1/3"
        expect(note).to_have_text(f"“{nonsense}” is not taken: write numbers −99 to 99")
    weight.fill("-2/3")
    point_at(page, figure, 0, 0, 3)  # on the way past the map, what is not yet finished stays
    assert weight.input_value() == "-2/3"
    assert np.allclose(products(figure)[1], kernel, atol=1e-12)
    weight.fill("-1/3")
    page.mouse.move(5, 5)
    centre = figure.get_by_role("textbox", name="weight, row 1, column 1")
    centre.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    kernel[1, 1] = 3
    assert centre.input_value() == "3"
    expect(note).to_have_text("write your own numbers, −99 to 99")
    page.keyboard.press("ArrowDown")
    assert centre.input_value() == "2"
    choose(figure, Kernel="corner")
    assert total(figure) == ((1, 2), 8)
    weight.fill("-1")
    weight.blur()
    weight.fill("1")  # written by hand, it is the corner again
    weight.blur()
    expect(figure.get_by_role("radio", name="corner")).to_be_checked()


def test_the_flip_changes_what_the_prose_says(figure: Locator) -> None:
    flip = figure.get_by_role("checkbox")
    flip.check()
    assert total(figure) == ((1, 2), 4)
    assert np.array_equal(products(figure)[1], CORNER[::-1, ::-1])
    written = [figure.get_by_role("textbox").nth(k).input_value() for k in range(9)]
    assert np.array_equal(np.array(numbers(written)).reshape(3, 3), CORNER)  # the kernel itself stays as it is
    choose(figure, Picture="digit 7")
    negative, same = ("its own negative", -1), ("is the same", 1)
    effects = {"vertical edges": negative, "horizontal edges": negative, "blur": same, "sharpen": same}
    for name, (sentence, factor) in effects.items():
        choose(figure, Kernel=name)
        assert sentence in says(figure)
        turned = tinted(feature(figure))
        flip.uncheck()
        assert np.allclose(turned, factor * tinted(feature(figure)), atol=1e-9)
        flip.check()


def test_only_without_padding_a_stride_of_2_or_3_misses_the_edge_of_a_digit(figure: Locator) -> None:
    """The chapter asks the reader for these."""
    choose(figure, Picture="digit 4")
    missed = []
    for stride in (1, 2, 3):
        for padding in (0, 1, 2):
            choose(figure, Stride=stride, Padding=padding)
            if "of the picture are never" in figure.locator(".conv-size").inner_text():
                missed.append((stride, padding))
    assert missed == [(2, 0), (3, 0)]


def test_the_reader_s_own_drawing_becomes_the_picture(
    page: Page, figure: Locator, draw: Callable[..., None], drawings: list[dict]
) -> None:
    expect(figure.locator(".pad-paper")).to_have_count(0)
    choose(figure, Picture="your own", Kernel="vertical edges")
    assert says(figure) == "Draw something on the sheet."
    draw(page, drawings[2]["strokes"])
    picture = tinted(figure.get_by_role("img"))
    expected = normalise(rasterise(drawings[2]["strokes"], width=18))
    assert np.abs(picture - expected / expected.max()).max() < 0.01
    # The map is that of the picture that is seen. Tints are relative to the strongest.
    z = feature_map(picture, EDGES)
    assert np.allclose(tinted(feature(figure)), z / abs(z).max(), atol=0.01)
    figure.get_by_role("button", name="Undo").click()
    for _ in drawings[2]["strokes"][1:]:
        figure.get_by_role("button", name="Undo").click()
    assert says(figure) == "Draw something on the sheet."
    figure.get_by_role("application", name=re.compile("^Drawing canvas")).focus()
    for key in [" ", *12 * ["ArrowDown"], " "]:
        page.keyboard.press(key)
    line = tinted(figure.get_by_role("img")) > 0.5
    assert (line.any(axis=1).sum(), line.any(axis=0).sum()) == (pytest.approx(20, abs=2), pytest.approx(4, abs=2))
    choose(figure, Picture="small seven")
    expect(figure.locator(".pad-paper")).to_have_count(0)
    assert np.array_equal(shown(figure.get_by_role("img")), SEVEN)


def test_a_finger_points_and_may_scroll_the_page(browser: Browser, served_book: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**phone) as context:
        page = context.new_page()
        figure = opened(page, served_book)
        page.evaluate("scrollBy(0, 200)")
        box = feature(figure).bounding_box()
        session = context.new_cdp_session(page)
        at = lambda i, j: (box["x"] + (j + 0.5) * box["width"] / 3, box["y"] + (i + 0.5) * box["height"] / 3)  # noqa: E731

        def swipe(start: tuple[float, float], end: tuple[float, float]) -> None:
            for step in range(9):
                x, y = (a + (b - a) * step / 8 for a, b in zip(start, end))
                kind = "touchMove" if step else "touchStart"
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        before = page.evaluate("scrollY")
        swipe(at(2, 0), at(2, 0))
        expect(figure.locator(".conv-sum sub")).to_have_text("2,0")
        swipe(at(0, 0), at(0, 2))
        expect(figure.locator(".conv-sum sub")).to_have_text("0,2")
        assert page.evaluate("scrollY") == before
        swipe(at(2, 1), at(0, 1))
        page.wait_for_function("before => scrollY > before", arg=before)


def test_pictures_handed_to_the_page_are_the_chapter_s(built_book: Path) -> None:
    html = (built_book / "book" / "4-convolution.html").read_text(encoding="utf-8")
    options = re.search(r'data-figure="convolution" data-options="([^"]+)"', html)[1].replace("&quot;", '"')
    pictures = json.loads(options)["pictures"]
    assert list(pictures) == ["small seven", "digit 7", "digit 2", "digit 4"]
    for name, expected in zip(pictures, (SEVEN, digit(0), digit(1), digit(4))):
        assert np.array_equal(pictures[name], expected), name
    assert len(options) < 12_000
