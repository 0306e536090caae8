"""The built pages as a reader meets them: a real Chromium, over http and from file://."""

import gzip
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from utils.figures import SURE
from utils.ink import normalise, rasterise

import numpy as np
import pytest
from conftest import ROOT, is_local, lay_out
from playwright.sync_api import Browser, Page, expect

Draw = Callable[[Page, list], None]


def html_pages() -> list[str]:
    """The pages of the table of contents, and the two that Sphinx adds."""
    lines = (ROOT / "_toc.yml").read_text(encoding="utf-8").split()
    return [f"{name}.html" for name in lines if name.startswith("book/")] + ["search.html", "genindex.html"]


@pytest.mark.parametrize("name", html_pages())
def test_no_page_complains_or_asks_the_network(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}")
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert [url for url in page.requests if not is_local(url)] == []
    for figure in page.locator("[data-figure]").all():
        drawn = figure.locator("canvas, svg, input").locator("visible=true")  # softmax begins with sliders and bars
        expect(drawn.first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1300])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_screen(browser: Browser, served_book: str, width: int, scheme: str) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        for name in html_pages():
            page.goto(f"{served_book}/{name}")
            lay_out(page)  # a section that is laid out where its reader is cuts off what is too wide for it
            page.wait_for_load_state("networkidle")
            too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert too_wide <= 0, name


LINES = """all => all.map((one) => {
  const [line, above, below] = ["line-height", "padding-top", "padding-bottom"]
    .map((name) => parseFloat(getComputedStyle(one).getPropertyValue(name)));
  return [one.textContent.trimEnd(), (one.clientHeight - above - below) / line];
})"""


def test_on_a_phone_tables_keep_their_columns_and_wide_pictures_can_be_read(browser: Browser, served_book: str) -> None:
    """What is printed in columns, told by more than one space between two words, keeps its lines, and scrolls."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        columns = pictures = 0
        for name in html_pages():
            page.goto(f"{served_book}/{name}")
            lay_out(page)
            for text, lines in page.locator(".cell_output .stream pre").evaluate_all(LINES):
                if re.search(r"\S {2,}\S", text):
                    columns += 1
                    assert lines < text.count("\n") + 1.9, text
            widths = "all => all.map((one) => [Number(one.getAttribute('width')), one.clientWidth])"
            for width, shown in page.locator("figure img").evaluate_all(widths):
                if width > 600:
                    pictures += 1
                    assert shown >= 500
        assert columns > 10
        assert pictures > 20


def test_formulas_are_set_without_the_network(page: Page, address: str) -> None:
    page.goto(f"{address}/book/3-multilayer-perceptron.html")
    page.wait_for_selector("mjx-container", state="attached")
    page.wait_for_load_state("networkidle")
    assert page.locator("mjx-merror").count() == 0


@pytest.mark.parametrize("name", ["book/index.html", "book/6-draw.html"])
def test_the_pad_reads_what_is_drawn(page: Page, address: str, name: str, draw: Draw, drawings: list[dict]) -> None:
    page.goto(f"{address}/{name}")
    status = page.locator('[data-figure="digit-pad"] [role="status"]')
    expect(status).to_have_attribute("data-digit", "")
    for drawing in drawings:
        draw(page, drawing["strokes"])
        expect(status).to_have_attribute("data-digit", str(drawing["digit"]))
        expect(status).to_contain_text(f"I read a{'n' if drawing['digit'] == 8 else ''} {drawing['digit']}")
        page.get_by_role("button", name="Clear").click()
        expect(status).to_have_attribute("data-digit", "")


def picture_on(page: Page) -> np.ndarray:
    shades = page.locator(".pad-picture rect").evaluate_all(
        "rects => rects.map((r) => Number(r.getAttribute('opacity')))"
    )
    return np.array(shades).reshape(28, 28)


def test_the_page_sees_the_picture_that_python_sees(
    page: Page, served_book: str, draw: Draw, drawings: list[dict]
) -> None:
    page.goto(f"{served_book}/book/6-draw.html")
    for drawing in drawings:
        draw(page, drawing["strokes"])
        expected = normalise(rasterise(drawing["strokes"], width=18))
        assert np.abs(picture_on(page) - expected).max() < 0.002
        page.get_by_role("button", name="Clear").click()
        assert not picture_on(page).any()


def test_the_pad_shows_the_eleventh_answer_and_where_it_is_sure(page: Page, served_book: str, draw: Draw) -> None:
    page.goto(f"{served_book}/book/index.html")
    rows = page.get_by_role("list", name="Probability of each answer").get_by_role("listitem")
    expect(rows).to_have_count(0)  # before an answer nothing is heard of them, or it would be ten bare digits
    expect(page.locator(".pad-bars li").locator("visible=true")).to_have_count(10)
    draw(page, [[(60, 230), (140, 40), (220, 230)], [(90, 160), (190, 160)]])  # an A
    expect(page.locator(".pad-status")).to_contain_text("no digit")
    expect(rows).to_have_count(11)
    shares = rows.locator(".pad-bar").evaluate_all("bars => bars.map((bar) => parseFloat(bar.style.width))")
    assert sum(shares) == pytest.approx(100, abs=0.01)
    assert shares[10] == max(shares)
    expect(rows.last).to_contain_text(f"none{shares[10]:.0f} %")
    for row, share in zip(rows.all_text_contents(), shares):
        assert ("under 1 %" in row) == (share < 0.5)
    expect(page.get_by_text(f"above {100 * SURE:.0f} % a digit is read")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(0)


def test_undo_takes_back_a_stroke_and_brings_back_what_was_cleared(page: Page, served_book: str, draw: Draw) -> None:
    page.goto(f"{served_book}/book/index.html")
    undo, clear = (page.get_by_role("button", name=name) for name in ("Undo", "Clear"))
    one = [[(140, 50), (138, 230)]]
    draw(page, one)
    alone = picture_on(page)
    draw(page, [[(60, 140), (220, 150)]])
    assert not np.array_equal(picture_on(page), alone)
    undo.click()
    assert np.array_equal(picture_on(page), alone)
    clear.click()
    assert not picture_on(page).any()
    undo.click()
    assert np.array_equal(picture_on(page), alone)


def test_undo_does_not_bring_back_what_a_new_drawing_has_replaced(page: Page, served_book: str, draw: Draw) -> None:
    page.goto(f"{served_book}/book/index.html")
    undo, clear = (page.get_by_role("button", name=name) for name in ("Undo", "Clear"))
    draw(page, [[(140, 50), (138, 230)]])
    clear.click()
    draw(page, [[(60, 140), (220, 150)]])
    undo.click()
    undo.click()
    assert not picture_on(page).any()


@pytest.mark.parametrize("button", ["Clear", "Undo", "Draw one"])
def test_a_button_pressed_during_a_stroke_ends_it(page: Page, served_book: str, button: str) -> None:
    """As a second finger may on a tablet."""
    page.goto(f"{served_book}/book/index.html")
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 130)
    drawn = picture_on(page)
    page.get_by_role("button", name=button, exact=True).press("Enter")
    after = picture_on(page)
    assert not np.array_equal(after, drawn)
    page.mouse.move(box["x"] + 130, box["y"] + 130)
    page.mouse.up()
    assert np.array_equal(picture_on(page), after)


def test_the_pad_says_when_no_kernel_answers_and_asks_again(page: Page, served_book: str, draw: Draw) -> None:
    page.clock.install()
    page.goto(f"{served_book}/book/index.html")
    page.evaluate(
        """() => {
          window.asked = 0;
          const silent = { get() {}, set() {}, on() {}, save_changes: () => (window.asked += 1) };
          const el = live.make("div");
          document.querySelector("[data-figure]").replaceWith(el);
          live.figures["digit-pad"].render({ model: silent, el });
        }"""
    )
    draw(page, [[(140, 50), (138, 230)]])
    expect(page.get_by_role("status")).not_to_contain_text("kernel")
    page.clock.run_for(20_000)
    expect(page.get_by_role("status")).to_have_text("No answer from the kernel. Run this cell again.")
    assert page.evaluate("window.asked") == 1
    draw(page, [[(60, 140), (220, 150)]])
    assert page.evaluate("window.asked") == 2


def test_a_click_leaves_the_dot_that_python_draws(page: Page, served_book: str, draw: Draw) -> None:
    page.goto(f"{served_book}/book/index.html")
    dot = [[(120, 90)]]
    draw(page, dot)
    assert np.abs(picture_on(page) - normalise(rasterise(dot, width=18))).max() < 0.002


def test_the_ink_that_is_read_is_the_ink_that_is_seen(
    page: Page, served_book: str, draw: Draw, drawings: list[dict]
) -> None:
    """What the browser paints, and what is read, are made of the same strokes, but not by the same program."""
    page.goto(f"{served_book}/book/6-draw.html")
    draw(page, drawings[3]["strokes"])
    alpha = page.locator(".pad-paper canvas").evaluate(
        "(canvas) => Array.from(canvas.getContext('2d').getImageData(0, 0, 280, 280).data)"
    )
    seen = np.array(alpha).reshape(280, 280, 4)[..., 3]
    read = rasterise(drawings[3]["strokes"]).astype(int)
    assert np.abs(seen - read).sum() < 0.03 * read.sum()


def test_the_keyboard_draws(page: Page, served_book: str) -> None:
    page.goto(f"{served_book}/book/index.html")
    page.get_by_role("application").focus()
    keys = ["ArrowUp"] * 12 + [" "] + ["ArrowDown"] * 24 + [" "]
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_have_attribute("data-digit", "1")


def test_a_finger_draws_and_the_phone_does_not_scroll(browser: Browser, served_book: str, drawings: list[dict]) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**phone) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/index.html")
        canvas = page.locator("canvas")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        before = page.evaluate("scrollY")
        session = context.new_cdp_session(page)
        seven = next(drawing for drawing in drawings if drawing["digit"] == 7)
        for stroke in seven["strokes"]:
            for i, (x, y) in enumerate(stroke):
                point = {"x": box["x"] + x * box["width"] / 280, "y": box["y"] + y * box["height"] / 280}
                kind = "touchMove" if i else "touchStart"
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.get_by_role("status")).to_have_attribute("data-digit", "7")
        assert page.evaluate("scrollY") == before


def test_every_picture_of_a_chapter_says_what_is_seen(page: Page, served_book: str) -> None:
    for name in html_pages():
        page.goto(f"{served_book}/{name}")
        for image in page.locator("article img").all():
            assert image.get_attribute("alt"), f"{name}: {image.get_attribute('src')}"


def test_the_live_parts_of_a_page_are_small(built_book: Path) -> None:
    static = built_book / "_static"
    pad = ["digit-pad.js", "drawing.js", "examples.js", "ink.js", "network.js", "recogniser.js", "reader.js"]
    parts = ["live.js", *pad, "live.css"]
    assert sum(len(gzip.compress((static / part).read_bytes())) for part in parts) < 120_000


def test_a_page_is_whole_where_the_browser_keeps_nothing(page: Page, served_book: str) -> None:
    """A reader who blocks what sites keep gets an error for `localStorage` itself."""
    denied = "get() { throw new DOMException('Access is denied', 'SecurityError'); }"
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {denied} }})")
    page.goto(f"{served_book}/book/2-perceptron.html")
    solutions = page.locator(".toggle-button")
    expect(solutions).to_have_count(page.locator(".admonition.dropdown").count())
    solutions.first.click()
    expect(page.locator(".admonition.dropdown").first.locator("p").last).to_be_visible()
    page.complaints.clear()  # of the theme's own scripts


def test_the_page_tells_when_a_script_is_missing(page: Page, built_book: Path, tmp_path: Path) -> None:
    copy = tmp_path / "html"
    shutil.copytree(built_book, copy)
    (copy / "_static" / "recogniser.js").unlink()
    page.goto((copy / "book" / "index.html").as_uri())
    expect(page.locator("[data-figure]")).to_contain_text("could not start")
    assert any("recogniser.js" in complaint for complaint in page.complaints)
    page.complaints.clear()
