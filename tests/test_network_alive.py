"""The report's network, alive: what it computes against Keras, what feeds a unit against NumPy, and the page."""

import gzip
import json
from collections.abc import Callable
from typing import Any

from utils.data import load_mnist
from utils.figures import NetworkAlive
from utils.ink import normalise, rasterise
from utils.layers import run_report_cnn
from utils.models import load_report_cnn, prepare

import keras
import numpy as np
import py_mini_racer
import pytest
from conftest import ATOB, STATIC, lay_out
from playwright.sync_api import Browser, Locator, Page, expect

STAGES = ["picture", "convolution 1", "pooling 1", "convolution 2", "pooling 2", "dense", "probabilities"]
SHAPES = [(28, 28, 1), (24, 24, 8), (12, 12, 8), (8, 8, 16), (4, 4, 16), (1, 1, 128), (1, 1, 10)]  # rows, columns, maps
SIZES = [None, 5, 2, 5, 2, None, None]  # of the kernels and of the blocks

Unit = dict[str, int]


@pytest.fixture(scope="module")
def network() -> keras.Sequential:
    return load_report_cnn()


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    return load_mnist()[1][0]


@pytest.fixture(scope="module")
def evaluate() -> Callable[..., Any]:
    """Evaluate an expression after the scripts of the figure that need no page, with `net` the network."""
    engine = py_mini_racer.MiniRacer()
    engine.eval(ATOB)
    for name in ("network.js", "report-cnn.js", "feeding.js", "network-plan.js"):
        engine.eval((STATIC / name).read_text(encoding="utf-8"))
    engine.eval("const net = network.load(report_cnn); let stages")

    def evaluate(expression: str, **variables: Any) -> Any:
        values = json.dumps(variables, default=np.ndarray.tolist)
        return json.loads(engine.eval(f"JSON.stringify((({{{', '.join(variables)}}}) => ({expression}))({values}))"))

    return evaluate


def keras_says(network: keras.Sequential, pictures: np.ndarray) -> list[np.ndarray]:
    """What each stage hands on, by Keras: seven arrays (n, rows, columns, maps)."""
    outputs = keras.Model(network.inputs, [layer.output for layer in network.layers])([pictures])
    kept = [out for layer, out in zip(network.layers, outputs) if not layer.name.startswith(("flatten", "dropout"))]
    return [
        np.asarray(out).reshape(len(pictures), *shape) for out, shape in zip([pictures, *kept], SHAPES, strict=True)
    ]


def look_at(evaluate: Callable[..., Any], picture: np.ndarray) -> None:
    evaluate("void (stages = feeding.run(net, Float32Array.from(p))) ?? null", p=picture.ravel())


def some_units(count: int) -> list[Unit]:
    """Units of every stage but the picture, those at the corners among them."""
    rng, units = np.random.default_rng(0), []
    for k in range(1, 7):
        corners = [(0, 0, 0), tuple(n - 1 for n in SHAPES[k])]
        for y, x, c in [*corners, *(rng.integers(0, SHAPES[k]) for _ in range(count))]:
            units.append({"k": k, "y": int(y), "x": int(x), "c": int(c)})
    return units


# What the network computes


def test_every_number_of_every_stage_is_that_of_keras(
    evaluate: Callable[..., Any], network: keras.Sequential, images: np.ndarray
) -> None:
    pictures = prepare(images[:300])
    expected = keras_says(network, pictures)
    largest = [np.abs(stage).max() for stage in expected]
    for i, picture in enumerate(pictures):
        said = evaluate(
            "feeding.run(net, Float32Array.from(p)).map(({ out }) => Array.from(out.data))", p=picture.ravel()
        )
        for name, shape, stage, wanted, scale in zip(STAGES, SHAPES, said, expected, largest, strict=True):
            error = np.abs(np.reshape(stage, shape) - wanted[i]).max()
            assert error < (2e-4 if name == "probabilities" else 1e-4 * scale), f"{name} of picture {i}"
            assert name != "probabilities" or np.argmax(stage) == wanted[i].argmax()


# What feeds a unit


def test_what_feeds_a_unit_is_its_patch_its_weights_and_its_bias(
    evaluate: Callable[..., Any], network: keras.Sequential, images: np.ndarray
) -> None:
    """The patch and the kernel are cut out of Keras's own arrays, and the sum is that of utils.layers."""
    weights = network.get_weights()
    kernels = {1: weights[0:2], 3: weights[2:4], 5: weights[4:6], 6: weights[6:8]}
    for picture in prepare(images[[0, 61]]):
        stages = [stage[0] for stage in keras_says(network, picture[np.newaxis])]
        made = run_report_cnn(picture[np.newaxis], weights)
        look_at(evaluate, picture)
        for unit in some_units(12):
            k, y, x, c = unit.values()
            fed = evaluate("feeding.feed(stages, unit)", unit=unit)
            before, size = stages[k - 1], SIZES[k]
            assert fed["value"] == pytest.approx(stages[k][y, x, c], abs=2e-3)
            if k in (2, 4):
                patch = before[2 * y : 2 * y + 2, 2 * x : 2 * x + 2, c]
                assert fed["value"] == max(term["input"] for term in fed["terms"])
                assert {"bias", "weight"}.isdisjoint(fed | fed["terms"][0])
            else:
                patch = before[y : y + size, x : x + size] if size else before
                kernel, bias = kernels[k]
                assert np.allclose([term["weight"] for term in fed["terms"]], kernel[..., c].ravel(), atol=1e-4)
                assert fed["bias"] == pytest.approx(bias[c], abs=1e-4)
                z = fed["bias"] + sum(term["input"] * term["weight"] for term in fed["terms"])
                assert z == pytest.approx(fed["z"], abs=1e-4)
                assert z == pytest.approx(fed["bias"] + evaluate("feeding.sum(t)", t=fed["terms"]), abs=1e-9)
                if k == 6:
                    assert z == pytest.approx(made["logits"][0, c], abs=5e-3)
                else:
                    assert max(z, 0) == pytest.approx(stages[k][y, x, c], abs=2e-3)
            assert np.allclose([term["input"] for term in fed["terms"]], patch.ravel(), atol=2e-3)
            for term in fed["terms"]:  # each says where its input lies
                assert term["k"] == k - 1
                assert term["input"] == pytest.approx(before[term["y"], term["x"], term["c"]], abs=2e-3)


def test_the_window_is_all_that_a_unit_depends_on(evaluate: Callable[..., Any], images: np.ndarray) -> None:
    """Pixels outside it may be anything; inside it every corner counts."""
    sides = {1: 5, 2: 6, 3: 14, 4: 16, 5: 28, 6: 28}
    rng, picture = np.random.default_rng(1), prepare(images[:1])[0, :, :, 0]
    look_at(evaluate, picture)
    for unit in some_units(4):
        windows = evaluate("feeding.field(stages, unit)", unit=unit)
        assert len(windows) == unit["k"]
        y, x, side = windows[0]["y"], windows[0]["x"], windows[0]["height"]
        assert side == windows[0]["width"] == sides[unit["k"]]
        step = {1: 1, 2: 2, 3: 2, 4: 4}.get(unit["k"], 0)
        assert (y, x) == (step * unit["y"], step * unit["x"])
        other = rng.random((28, 28))
        other[y : y + side, x : x + side] = picture[y : y + side, x : x + side]
        z = "feeding.feed(feeding.run(net, Float32Array.from(p)), unit).z"
        assert evaluate(z, p=other.ravel(), unit=unit) == pytest.approx(
            evaluate(z, p=picture.ravel(), unit=unit), abs=1e-4
        )


def test_the_strongest_contributions_are_the_largest_of_either_sign(evaluate: Callable[..., Any]) -> None:
    terms = [{"product": product} for product in (0.1, -0.5, 0, 0.3, 0, -0.2)]
    strongest = lambda count: [t["product"] for t in evaluate("feeding.strongest(t, n)", t=terms, n=count)]  # noqa: E731
    assert strongest(3) == [-0.5, 0.3, -0.2]
    assert strongest(9) == [-0.5, 0.3, -0.2, 0.1]


# The half in Python


def test_the_notebook_stores_the_example_and_jupyter_gets_the_network(images: np.ndarray) -> None:
    figure = NetworkAlive(images[3])
    data, _ = figure._repr_mimebundle_()
    assert 'data-figure="network-alive"' in data["text/html"]
    assert f"&quot;picture&quot;: {images[3].ravel().tolist()}" in data["text/html"]
    assert "It needs JavaScript." in data["text/html"]
    assert data["text/plain"] == "NetworkAlive()"
    engine = py_mini_racer.MiniRacer()
    engine.eval(ATOB + "globalThis.document = { documentElement: { dataset: {} } }")
    engine.eval(NetworkAlive._esm.replace("export default", "globalThis.widget ="))
    assert engine.eval("typeof widget.render + network.load(report_cnn).length") == "function11"


@pytest.mark.parametrize("picture", [np.zeros((28, 27), np.uint8), np.zeros((28, 28)), np.zeros((1, 28, 28), np.uint8)])
def test_a_picture_of_another_kind_is_refused(picture: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"uint8 picture of shape \(28, 28\); got"):
        NetworkAlive(picture)


# The page


@pytest.fixture
def figure(page: Page, address: str) -> Locator:
    page.goto(f"{address}/book/5-mnist.html")
    lay_out(page)
    figure = page.locator('[data-figure="network-alive"]')
    figure.locator(".net-title").scroll_into_view_if_needed()
    return figure


def pictured(strokes: list) -> np.ndarray:
    """The picture (1, 28, 28, 1) that Python makes of strokes on the pad."""
    return normalise(rasterise(strokes)).reshape(1, 28, 28, 1)


def place(figure: Locator, unit: Unit) -> tuple[float, float, float, float]:
    """Left, top, width and height of a unit, in the drawing's units: by the frames of the maps that the page draws."""
    k, y, x, c = unit.values()
    if k == 6:
        bar, digit = figure.locator(".net-bar").nth(c), figure.locator(".net-digit").nth(c)
        left, floor = float(bar.get_attribute("x")), float(digit.get_attribute("y"))
        return left - 8, floor - 57, 40, 60
    left, top, side = boxes(figure.locator(".net-box").nth(k).get_attribute("d"))[c][:3]
    cell = side / SHAPES[k][1]
    return left + x * cell, top + y * cell, cell, cell


def boxes(path: str) -> list[list[float]]:
    """Left, top, width and height of every rectangle of a path."""
    return [
        [float(n) for n in rectangle.replace("h", ",").replace("v", ",").split(",")[:4]]
        for rectangle in path.split("M")[1:]
    ]


def choose(page: Page, figure: Locator, unit: Unit) -> None:
    left, top, width, height = place(figure, unit)
    drawing = figure.locator(".net-drawing").bounding_box()
    scale = drawing["width"] / 400
    page.mouse.click(drawing["x"] + scale * (left + width / 2), drawing["y"] + scale * (top + height / 2))


def titled(unit: Unit) -> str:
    k, y, x, c = unit.values()
    return {5: f"Dense, unit {c}: ", 6: f"Output, digit {c}: "}.get(
        k, f"{STAGES[k].capitalize()}, map {c}, row {y}, column {x}: "
    )


def value(figure: Locator, of: str = "value") -> float:
    return float(figure.locator(".net-title").get_attribute(f"data-{of}"))


def rows(figure: Locator) -> list[list[str]]:
    return [row.locator("td").all_inner_texts() for row in figure.locator("tr").all()]


def shows(figure: Locator, network: keras.Sequential, picture: np.ndarray) -> None:
    """Every probability is that of Keras for this picture, and every map is its ink."""
    stages = [stage[0] for stage in keras_says(network, picture)]
    bars = [float(bar.get_attribute("data-probability")) for bar in figure.locator(".net-bar").all()]
    assert np.allclose(bars, stages[6].ravel(), atol=5e-4)
    heights = [float(bar.get_attribute("height")) for bar in figure.locator(".net-bar").all()]
    assert np.allclose(np.array(heights) / 40, bars, atol=1e-6)
    paths = [box.get_attribute("d") for box in figure.locator(".net-box").all()[:6]]
    units = [{"k": 0, "y": 14, "x": 14, "c": 0}, *(unit for unit in some_units(6) if unit["k"] < 6)]
    spots = []
    for unit in units:
        left, top, side, _ = boxes(paths[unit["k"]])[unit["c"]]
        cell = side / SHAPES[unit["k"]][1]
        spots.append([left + (unit["x"] + 0.5) * cell, top + (unit["y"] + 0.5) * cell])
    alpha = figure.locator(".net-flow canvas").evaluate(
        """(canvas, spots) => {
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
          copy.drawImage(canvas, 0, 0);
          return spots.map(([x, y]) => copy.getImageData(2 * x, 2 * y, 1, 1).data[3]);
        }""",
        spots,
    )
    for unit, seen in zip(units, alpha, strict=True):
        stage = stages[unit["k"]]
        assert seen / 255 == pytest.approx(stage[unit["y"], unit["x"], unit["c"]] / stage.max(), abs=0.006)


def test_it_is_alive_before_anything_is_drawn(figure: Locator, network: keras.Sequential, images: np.ndarray) -> None:
    shows(figure, network, prepare(images[:1]))
    expect(figure.locator(".net-title")).to_have_text("Output, digit 7: 100 %")
    expect(figure.locator(".net-answer")).to_have_text("7 An example. Draw a digit of your own.")
    assert figure.locator('.net-digit[data-read="true"]').all_text_contents() == ["7"]


def test_what_is_drawn_runs_through_the_network(
    page: Page, figure: Locator, network: keras.Sequential, images: np.ndarray, draw: Callable[..., None], drawings: Any
) -> None:
    for drawing in drawings[:3]:
        draw(page, drawing["strokes"])
        picture = pictured(drawing["strokes"])
        p = network(picture).numpy()[0]
        expect(figure.locator(".net-answer")).to_have_attribute("data-digit", f"{p.argmax()}")
        shows(figure, network, picture)
        expect(figure.locator(".net-answer")).to_contain_text(
            f" I read {'an' if p.argmax() == 8 else 'a'} {p.argmax()}, "
        )
        expect(figure.locator(".net-title")).to_contain_text(f"Output, digit {p.argmax()}: ")
        figure.get_by_role("button", name="Clear").click()
        expect(figure.locator(".net-answer")).to_have_attribute("data-digit", "")
    shows(figure, network, prepare(images[:1]))


def test_a_chosen_unit_shows_its_patch_and_its_sum(
    page: Page, figure: Locator, network: keras.Sequential, draw: Callable[..., None], drawings: Any
) -> None:
    draw(page, drawings[2]["strokes"])
    expect(figure.locator(".net-answer")).not_to_have_attribute("data-digit", "")
    stages = [stage[0] for stage in keras_says(network, pictured(drawings[2]["strokes"]))]
    for unit in some_units(3):
        k, y, x, c = unit.values()
        choose(page, figure, unit)
        expect(figure.locator(".net-title")).to_contain_text(titled(unit))
        wanted = stages[k][y, x, c]
        assert value(figure) == pytest.approx(wanted, abs=2e-3)
        # The patch: framed in every map that it is taken from, or once around all of them.
        own, *framed = boxes(figure.locator(".net-frame").get_attribute("d"))
        assert own == pytest.approx(place(figure, unit), abs=1e-3)
        size = SIZES[k]
        if size is None:
            first = place(figure, {"k": k - 1, "y": 0, "x": 0, "c": 0})
            assert len(framed) == 1
            assert framed[0][:2] == pytest.approx([first[0] - 3, first[1] - 3])
        else:
            step, maps = (2, [c]) if k in (2, 4) else (1, range(SHAPES[k - 1][2]))
            corners = [place(figure, {"k": k - 1, "y": step * y, "x": step * x, "c": m}) for m in maps]
            sides = [[left, top, size * w, size * h] for left, top, w, h in corners]
            assert np.allclose(framed, sides, atol=1e-3)
        # The sum: what stands in the last column adds up to what Keras gives.
        *listed, last = [float(row[2].replace("−", "-").rstrip(" %")) for row in rows(figure)]
        if k in (2, 4):
            assert listed[0] == max(listed) == last == pytest.approx(wanted, abs=2e-3)
            assert listed == sorted(listed, reverse=True)
            parts = ["the largest", *["has no part"] * 3] if wanted else [""] * 4
            assert [row[1] for row in rows(figure)[:-1]] == parts
        else:
            *addends, z = listed
            assert sum(addends) == pytest.approx(z, abs=0.004)
            assert z == pytest.approx(value(figure, "z"), abs=0.0006)
            assert last == pytest.approx(100 * wanted if k == 6 else max(z, 0), abs=0.6 if k == 6 else 0.0006)
            for _, product, result in rows(figure)[:-4]:
                left, right = (float(n.strip("()").replace("−", "-")) for n in product.split(" · "))
                assert left * right == pytest.approx(float(result.replace("−", "-")), abs=0.01)


def test_lines_and_marks_show_the_sign_of_what_they_stand_for(
    page: Page, figure: Locator, network: keras.Sequential, images: np.ndarray
) -> None:
    stages = [stage[0] for stage in keras_says(network, prepare(images[:1]))]
    choose(page, figure, {"k": 3, "y": 2, "x": 2, "c": 9})
    patch, kernel = stages[2][2:7, 2:7], network.get_weights()[2][..., 9]
    sums = (patch * kernel).sum(axis=(0, 1))
    seen = sums[np.abs(sums) > np.abs(sums).max() / 50]  # a line from each map, but for the faintest
    lines = figure.locator(".net-way").all()
    assert [int(line.get_attribute("data-sign")) for line in lines] == np.sign(seen).tolist()
    widths = [float(line.get_attribute("stroke-width")) for line in lines]
    assert np.allclose(widths, 0.5 + 4 * np.abs(seen) / np.abs(seen).max(), atol=0.02)
    marks = figure.locator(".net-signed").evaluate_all(
        "marks => marks.map((mark) => [mark.dataset.sign, mark.getAttribute('width'), mark.getAttribute('height')])"
    )
    signs, wide, high = np.array(marks, float)[:-2].T  # the last two explain the others
    for sign in (1, -1):
        assert (signs == sign).sum() == (np.sign(kernel) == sign).sum() + (np.sign(patch * kernel) == sign).sum()
    assert np.allclose(high[signs > 0], wide[signs > 0])  # squares
    assert np.all(high[signs < 0] < 0.5 * wide[signs < 0])  # minus signs


def test_the_keyboard_chooses_and_follows_the_strongest_back_to_the_picture(page: Page, figure: Locator) -> None:
    title = figure.locator(".net-title")
    layers = figure.get_by_role("application")
    layers.nth(1).focus()  # the pad is the first
    page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("Convolution 1, map ")
    for key in ["Shift+ArrowLeft"] * 3 + ["Shift+ArrowUp"] + ["ArrowLeft", "ArrowUp"] * 24:
        page.keyboard.press(key)
    expect(title).to_contain_text("Convolution 1, map 0, row 0, column 0")
    for key, at in [
        ("ArrowRight", "map 0, row 0, column 1"), ("ArrowDown", "map 0, row 1, column 1"),
        ("Shift+ArrowRight", "map 1, row 1, column 1"), ("Shift+ArrowDown", "map 5, row 1, column 1"),
        ("ArrowUp", "map 5, row 0, column 1"), ("ArrowUp", "map 1, row 23, column 1"),
        ("ArrowLeft", "map 1, row 23, column 0"), ("ArrowLeft", "map 0, row 23, column 23"),
    ]:  # fmt: skip
        page.keyboard.press(key)
        expect(title).to_contain_text(f"Convolution 1, {at}: ")
    layers.nth(6).focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("Output, digit 9")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    figure.locator("table button").first.focus()
    for stage in ("Dense", "Pooling 2", "Convolution 2", "Pooling 1", "Convolution 1"):
        name = figure.locator("table button").first.inner_text()
        page.keyboard.press("Enter")
        expect(title).to_contain_text(f"{stage}, ")
        number = name.split()[1]
        expect(title).to_contain_text(f"{'unit' if stage == 'Dense' else 'map'} {number}")
    assert figure.locator("table button").count() == 0  # the picture's pixels are fed by nothing
    assert rows(figure)[0][0].startswith("(")


def test_a_tap_chooses_and_a_swipe_scrolls(browser: Browser, served_book: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/5-mnist.html")
        lay_out(page)
        figure = page.locator('[data-figure="network-alive"]')
        hit = figure.locator(".net-hit").nth(2)
        hit.scroll_into_view_if_needed()
        box = hit.bounding_box()
        page.touchscreen.tap(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
        expect(figure.locator(".net-title")).to_contain_text("Convolution 2, map 2, row ")
        chosen, before = figure.locator(".net-title").inner_text(), page.evaluate("scrollY")
        session = context.new_cdp_session(page)
        for i in range(8):
            point = {"x": box["x"] + 80, "y": box["y"] + 60 - 20 * i}
            kind = "touchMove" if i else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_function("before => scrollY > before", arg=before)
        assert figure.locator(".net-title").inner_text() == chosen


def test_its_page_alone_loads_the_weights_and_its_live_parts_are_small(browser: Browser, served_book: str) -> None:
    used = {}
    for name in ("5-mnist", "4-convolution", "6-draw"):
        with browser.new_context() as context:
            page, loaded = context.new_page(), set()
            page.on("requestfinished", lambda request, to=loaded: to.add(request.url.split("/")[-1].split("?")[0]))
            page.goto(f"{served_book}/book/{name}.html")
            page.wait_for_load_state("networkidle")
            used[name] = {file for file in loaded if (STATIC / file).is_file() and file != "mark.svg"}
    assert {"network-alive.js", "report-cnn.js"} <= used["5-mnist"]
    assert "recogniser.js" not in used["5-mnist"]
    assert "report-cnn.js" not in used["4-convolution"] | used["6-draw"]
    live = used["5-mnist"] | {"live.css"}  # which comes within style.css
    assert sum(len(gzip.compress((STATIC / file).read_bytes())) for file in live) < 120_000


def test_it_announces_units_but_not_every_number_under_the_pen(page: Page, figure: Locator) -> None:
    told = figure.locator(".net-told")
    layer = figure.get_by_role("application").nth(3)
    layer.focus()
    page.keyboard.press("ArrowRight")
    before = told.inner_text()
    page.keyboard.press("ArrowRight")
    assert told.inner_text() != before
    expect(told).to_have_role("status")
    box = figure.locator(".pad-paper canvas").bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 120, steps=3)
    expect(told).to_have_attribute("aria-live", "off")
    page.mouse.up()
    expect(told).to_have_attribute("aria-live", "polite")
