"""Every built page for readers who do not see it, or not well, or have no mouse."""

import io
import re
from collections.abc import Callable, Iterator, Sequence

from utils import plots

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import NOTEBOOKS, STATIC, contrast, lay_out
from matplotlib.colors import to_rgb
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from test_pages import html_pages

AXE = Axe()
SCREEN, PHONE = {"width": 1300, "height": 900}, {"width": 390, "height": 844}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}

# What can be read off one is not looked at again: of the code's colours one of a kind is left, and of the formulas in
# the text the MathML, which is what is read out. It halves the time that axe takes.
THIN = """() => {
  const seen = new Set();
  for (const token of document.querySelectorAll(".highlight pre span")) {
    const kind = `${token.className} in ${token.closest("[role=group], .admonition")?.className}`;
    if (seen.has(kind)) token.replaceWith(...token.childNodes);
    seen.add(kind);
  }
  document.querySelectorAll("mjx-container:not([display]) mjx-math").forEach((formula) => formula.replaceChildren());
}"""
# Keys scroll what is wider than its place, soon after the width has changed.
SCROLLS = """() => [...document.querySelectorAll("pre, mjx-container[display]")].every(
  (one) => one.tabIndex === 0 || one.scrollWidth <= one.clientWidth)"""


def press(name: str) -> Callable[[Locator], None]:
    return lambda figure: figure.get_by_role("button", name=name).first.click()


def choose(*names: str) -> Callable[[Locator], None]:
    def check(figure: Locator) -> None:
        for name in names:
            figure.get_by_role("radio", name=name, exact=True).check(force=True)

    return check


def answer(quiz: Locator) -> None:
    for question in quiz.get_by_role("group").all():
        question.get_by_role("radio").first.check(force=True)


def write(practice: Locator) -> None:
    """A scribble that is no digit, so that the page shows what it would like."""
    practice.get_by_role("application").press("Space")
    for key in ["ArrowLeft"] * 9 + ["ArrowUp"] * 9 + ["Space"]:
        practice.get_by_role("application").press(key)
    practice.locator(".practice-done").click()


# What the colours of the pictures have to reach: letters are written in the first two, the others draw lines and marks.
PALETTE = {"INK": 4.5, "POSITIVE": 4.5, "NEGATIVE": 3, "RIGHT": 3, "WRONG": 3, "LOOK": 3}

# What a reader does with each live figure.
USES: dict[str, Callable[[Locator], None]] = {
    "activation": choose("ReLU"),
    "backpropagation": press("Whole round"),
    "convolution": choose("your own"),
    "digit-pad": press("Draw one"),
    "network-alive": press("unit"),
    "perceptron-plane": press("Step"),
    "pooling": press("Shift right"),
    "practice": write,
    "quiz": answer,
    "softmax": choose("2 logits"),
    "xor-training": press("10 epochs"),
}


def use(page: Page) -> None:
    """Open every fold of a page, and use every live figure once."""
    page.evaluate("document.querySelectorAll('.toggle-button-hidden').forEach((fold) => fold.click())")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    for figure in page.locator("[data-figure]").all():
        USES[figure.get_attribute("data-figure") or ""](figure)


def found(page: Page, **options: object) -> list[str]:
    results = AXE.run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in results for node in rule["nodes"]]


@pytest.mark.parametrize("name", [*html_pages(), "index.html", "404.html"])
def test_axe_finds_nothing(browser: Browser, served_book: str, name: str) -> None:
    """All its rules, as the page comes and after use; only those about colours depend on the scheme."""
    with browser.new_context(viewport=SCREEN, color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{served_book}/{name}", wait_until="networkidle")
        page.evaluate(THIN)
        lay_out(page)
        page.wait_for_function(SCROLLS)
        assert found(page) == []
        use(page)
        page.set_viewport_size(PHONE)
        page.wait_for_function(SCROLLS)
        assert found(page, **COLOURS) == []
        page.emulate_media(color_scheme="dark")
        assert found(page) == []
        page.set_viewport_size(SCREEN)
        assert found(page, **COLOURS) == []


FIGURES = ["index", "2-perceptron", "3-multilayer-perceptron", "4-convolution", "5-mnist", "practice"]


@pytest.fixture(scope="module", params=FIGURES)
def phone(request: pytest.FixtureRequest, browser: Browser, served_book: str) -> Iterator[Page]:
    """A page with live figures on a phone, everything used once. Each kind of figure is on one of these pages."""
    with browser.new_context(viewport=PHONE, color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/{request.param}.html", wait_until="networkidle")
        lay_out(page)
        use(page)
        yield page


def test_every_live_figure_says_what_it_is(phone: Page) -> None:
    for figure in phone.locator(
        "[data-figure]:not(.practice)"
    ).all():  # which speaks the child's language, from its first word
        assert figure.get_attribute("role") == "group"
        title = figure.get_attribute("aria-label") or ""
        assert re.match("Live figure: .{20,}|Quiz", title), title
    nameless = """() => [...document.querySelectorAll("[data-figure] :is(svg, canvas)")].filter((picture) =>
      picture.checkVisibility() && !picture.closest("button, label, [aria-hidden=true], [role=presentation]")
      && !picture.parentElement.closest("svg") && !(picture.getAttribute("aria-label")?.split(" ").length > 1)
    ).map((picture) => picture.outerHTML.slice(0, 200))"""
    assert phone.evaluate(nameless) == []


def test_every_figure_and_table_has_a_name(page: Page, served_book: str) -> None:
    """In the browser's own tree, which screen readers are given: a figure is called as its caption says."""
    tree = page.context.new_cdp_session(page)
    for path in html_pages():
        page.goto(f"{served_book}/{path}", wait_until="networkidle")
        lay_out(page)
        names: dict[str, list[str]] = {"figure": [], "table": []}
        for node in tree.send("Accessibility.getFullAXTree")["nodes"]:
            if not node["ignored"] and (role := node["role"]["value"]) in names:
                names[role].append(node["name"]["value"])
        assert len(names["figure"]) == page.locator("article figure").count(), path
        assert all(re.match(r"Fig\. \d+\.\d+ .{10}", name) for name in names["figure"]), names["figure"]
        assert all(names["table"]), path


# For each text in an SVG: its colour and that of all that lies under it, down to the page, and whether it is large.
COLOURS_OF_TEXTS = """() => {
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  function rgba(colour) {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }
  const over = ([r, g, b, a], opacity, under) =>
    [r, g, b].map((c, i) => a * opacity * c + (1 - a * opacity) * under[i]);
  function opacity(piece) {
    let all = 1;
    for (let one = piece; one?.closest("svg"); one = one.parentElement) all *= getComputedStyle(one).opacity;
    return all;
  }
  const told = [];
  for (const text of document.querySelectorAll("[data-figure] svg :is(text, tspan)")) {
    if (![...text.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim())) continue;
    text.scrollIntoView({ block: "center" });
    const box = text.getBoundingClientRect(), look = getComputedStyle(text);
    if (!box.width || !text.checkVisibility({ visibilityProperty: true })) continue;
    let under = [255, 255, 255];
    for (const one of document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2).reverse()) {
      const { fill, fillOpacity, backgroundColor } = getComputedStyle(one);
      if (one.closest("text") || !(one.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
      if (!one.ownerSVGElement) under = over(rgba(backgroundColor), 1, under);
      else if (fill !== "none") under = over(rgba(fill), fillOpacity * opacity(one), under);
    }
    if (look.paintOrder.startsWith("stroke") && look.stroke !== "none") under = over(rgba(look.stroke), 1, under);
    const colours = [over(rgba(look.fill), opacity(text), under), under].map((rgb) => rgb.map((c) => c / 255));
    const size = parseFloat(look.fontSize) * text.getScreenCTM().a, bold = look.fontWeight >= 700;
    told.push([text.textContent, colours, size >= (bold ? 18.66 : 24)]);
  }
  return told;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_of_live_figures_stand_out(phone: Page, scheme: str) -> None:
    """Where axe does not look: WCAG's 4.5 to 1, and 3 to 1 for large letters."""
    phone.emulate_media(color_scheme=scheme)
    for text, colours, is_large in phone.evaluate(COLOURS_OF_TEXTS):
        assert contrast(*colours) >= (3 if is_large else 4.5), text
    phone.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", [390, 320])
def test_fingers_find_room_in_live_figures(phone: Page, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    small = """() => [...document.querySelectorAll("[data-figure] :is(a, button, input, summary, [tabindex='0'])")]
      .filter((target) => target.checkVisibility({ visibilityProperty: true }))
      .map((target) => [target.outerHTML.slice(0, 99), (target.closest("label") ?? target).getBoundingClientRect()])
      .filter(([, { width, height }]) => Math.min(width, height) < 24).map(([text]) => text)"""
    assert phone.evaluate(small) == []
    phone.set_viewport_size(PHONE)


def test_wider_spacing_cuts_nothing(phone: Page) -> None:
    """WCAG 1.4.12, on a screen of 320 pixels, which is also one of 1280 at a zoom of 400 %."""
    phone.set_viewport_size({"width": 320, "height": 640})
    spacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    unseen = "mjx-assistive-mml { display: none !important; }"  # it is for those who listen
    sheet = phone.add_style_tag(content=f"{spacing} {unseen} p {{ margin-bottom: 2em !important; }}")
    cut = """() => [...document.querySelectorAll("article *")].filter((one) => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(one), held = ["hidden", "clip"];
      return one.checkVisibility() && clipPath === "none" && one.clientWidth > 1
        && !one.closest("svg, .math, mjx-container, input") // where what is longer scrolls
        && (held.includes(overflowX) && one.scrollWidth > one.clientWidth + 1
            || held.includes(overflowY) && one.scrollHeight > one.clientHeight + 1);
    }).map((one) => one.outerHTML.slice(0, 200))"""
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert (phone.evaluate(cut), phone.evaluate(too_wide)) == ([], 0)
    sheet.evaluate("(sheet) => sheet.remove()")
    phone.set_viewport_size(PHONE)


# How an element looks with what belongs to it: its label, what stands after it, and its own pieces.
LOOK = """(target) => [target, target.closest("label"), target.nextElementSibling, ...target.children].map((one) => {
  if (!one) return "";
  const { outline, outlineStyle, boxShadow, stroke, strokeWidth } = getComputedStyle(one);
  return [outlineStyle === "none" ? "" : outline, boxShadow, stroke, strokeWidth].join();
}).join()"""


def test_the_keyboard_goes_through_every_figure_and_is_seen(phone: Page) -> None:
    """From what stands before a figure Tab leads through all of it, in the order of the page, and out again."""
    stops = "a, button, input, summary, select, textarea, [tabindex='0']"
    for figure in phone.locator("[data-figure]").all():
        figure.evaluate("""(figure) => {
          const before = document.createElement("button");
          figure.before(before);
          before.focus();
        }""")
        places = []
        while len(places) < 120:
            phone.keyboard.press("Tab")
            focus = phone.evaluate_handle("document.activeElement").as_element()
            assert focus is not None
            if not figure.evaluate("(figure, focus) => figure.contains(focus)", focus):
                break
            places.append(
                figure.evaluate(f"(figure, focus) => [...figure.querySelectorAll(`{stops}`)].indexOf(focus)", focus)
            )
            looks = focus.evaluate(LOOK)
            focus.evaluate("(focus) => focus.blur()")
            assert looks != focus.evaluate(LOOK), focus.evaluate("(focus) => focus.outerHTML.slice(0, 200)")
            focus.evaluate("(focus) => focus.focus()")
        figure.evaluate("(figure) => figure.previousSibling.remove()")
        assert places, "the keyboard passes the figure by"
        assert len(places) < 120, "the keyboard does not come out"
        assert places == sorted(set(places))


def on_the_page(rgb: Sequence[float], paper: Sequence[float], scheme: str) -> list[float]:
    """What book.css makes of a colour of a picture: multiplied with the paper; in the dark turned over, screened."""
    if scheme == "light":
        return [c * p for c, p in zip(rgb, paper)]
    turned = np.clip(HUE_ROTATE_180 @ (1 - np.array(rgb)), 0, 1) * 0.88
    return [c + p - c * p for c, p in zip(turned, paper)]


# hue-rotate(180deg), from the specification of CSS filter effects
HUE_ROTATE_180 = np.array([[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]])
PAPERS = dict(
    zip(("light", "dark"), re.findall(r"--paper: (#\w{6})", (STATIC / "palette.css").read_text(encoding="utf-8")))
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "least"), PALETTE.items())
def test_colours_of_pictures_stand_out_from_the_paper(name: str, least: float, scheme: str) -> None:
    paper = to_rgb(PAPERS[scheme])
    seen, blank = (on_the_page(to_rgb(one), paper, scheme) for one in (getattr(plots, name), plots.PAPER))
    assert contrast(seen, blank) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_and_the_focus_of_live_figures_stand_out_from_the_paper(
    page: Page, served_book: str, scheme: str
) -> None:
    """WCAG 1.4.11: 3 to 1, on the page and on the sheets that lie on it."""
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{served_book}/book/index.html")
    shown = """(names) => names.map((name) => {
      const piece = document.querySelector("[data-figure]").appendChild(document.createElement("i"));
      const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
      piece.style.color = `var(--${name})`;
      brush.fillStyle = getComputedStyle(piece).color;
      brush.fillRect(0, 0, 1, 1);
      return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3).map((c) => c / 255);
    })"""
    lines = ["live-ink", "live-positive", "live-negative", "live-right", "live-wrong", "live-look"]
    sheets = page.evaluate(shown, ["paper", "live-paper"])
    for name, line in zip(lines, page.evaluate(shown, lines)):
        assert min(contrast(line, sheet) for sheet in sheets) >= 3, name


def test_every_picture_says_more_than_its_caption() -> None:
    for notebook in NOTEBOOKS:
        for cell in nbformat.read(notebook, as_version=4).cells:
            if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
                shown = cell.metadata["mystnb"]
                alt, name = shown["image"]["alt"], shown["figure"]["name"]
                assert len(alt.split()) >= 20, name
                assert alt.rstrip(".") not in shown["figure"]["caption"], name
                assert not re.match("(A|The) (picture|image|figure|plot) of", alt), name


@pytest.mark.parametrize(("size", "scheme"), [(SCREEN, "light"), (PHONE, "dark")])
def test_every_button_of_the_header_shows_that_keys_have_reached_it(
    browser: Browser, served_book: str, size: dict, scheme: str
) -> None:
    with browser.new_context(viewport=size, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/2-perceptron.html", wait_until="networkidle")
        buttons = page.locator(".bd-header-article :is(button, a):visible")
        assert buttons.count() >= 4
        for button in buttons.all():
            box = button.bounding_box()
            assert box is not None
            around = {"x": box["x"] - 6, "y": max(box["y"] - 6, 0), "width": box["width"] + 12, "height": 60}
            page.evaluate("document.activeElement.blur()")
            before = picture(page, around)
            page.keyboard.press("Shift")  # so that the focus is that of keys
            button.focus()
            assert (np.abs(picture(page, around) - before) > 40).sum() > 100, button.inner_html()


def picture(page: Page, box: dict) -> np.ndarray:
    """A piece of the page in grey, (rows, columns), 0 to 255."""
    return np.array(Image.open(io.BytesIO(page.screenshot(clip=box, animations="disabled"))).convert("L"), dtype=int)


def test_high_contrast_keeps_what_is_drawn(phone: Page) -> None:
    """With the colours of the system, bars, marks and choices are still there: their backgrounds are kept."""
    phone.emulate_media(forced_colors="active")
    gone = """() => [...document.querySelectorAll(
      "[data-figure] :is(.pad-bar, .bp-bar, .live-choice :checked + span, .xor-tally span, .conv-cells > div)")]
      .filter((one) => one.checkVisibility() && getComputedStyle(one).forcedColorAdjust !== "none")
      .map((one) => one.outerHTML.slice(0, 100))"""
    assert phone.evaluate(gone) == []
    phone.emulate_media(forced_colors="none")


def test_high_contrast_keeps_what_the_pen_drew(page: Page, served_book: str) -> None:
    """Icons, the stroke under a title and the road are drawn by masks over backgrounds, which the system takes away."""
    page.emulate_media(forced_colors="active")
    for name in ["index", "2-perceptron"]:
        page.goto(f"{served_book}/book/{name}.html", wait_until="networkidle")
        drawn = page.locator("[class*='fa-']:visible, .road li").all()
        boxes = [box for one in drawn if (box := one.bounding_box()) and box["y"] + box["height"] < 900]
        title = page.locator("article h1").bounding_box()
        assert title is not None
        boxes.append(title | {"y": title["y"] + title["height"] - 10, "height": 8})
        assert len(boxes) > 4
        for box in boxes:
            shot = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("L")
            darkest, brightest = shot.getextrema()
            assert brightest - darkest > 100, (name, box)
    expect(page.locator("article h1 [data-number]")).not_to_have_css("color", "rgba(0, 0, 0, 0)")
