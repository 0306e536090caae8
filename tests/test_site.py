"""The built pages as a site: one palette, small and strict pages, a search, and what those see who pass on a link."""

import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

from utils import plots
from utils.pages.lean import PLAIN, POLICY
from utils.pages.mathjax import set_formula
from utils.pages.stylesheet import NAME, SHEETS, found, lightened, refuse_unlisted

import numpy as np
import pytest
from bs4 import BeautifulSoup
from conftest import CONFIG, NOTEBOOKS, PAGES, ROOT, STATIC, contrast, lay_out, serve
from matplotlib.colors import to_rgb
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sphinx.testing.util import SphinxTestApp
from test_pages import html_pages

KILOBYTE, MEGABYTE = 1000, 1_000_000
COMPRESSED = {".html", ".css", ".js", ".svg"}  # by any web server


def palette(scheme: str = "light") -> dict[str, str]:
    """The colours of the light pages, or of the dark ones."""
    light, dark, *_ = (STATIC / "palette.css").read_text(encoding="utf-8").split("}")
    return dict(re.findall(r"--([\w-]+): (#\w{6});", light if scheme == "light" else dark))


def test_pages_and_pictures_have_one_palette() -> None:
    for name in ["ink", "ink-soft", "line", "positive", "negative", "right", "wrong", "look"]:
        assert getattr(plots, name.upper().replace("-", "_")).lower() == palette()[name], name


def test_the_house_style_takes_its_colours_from_the_palette() -> None:
    style = (ROOT / "utils" / "book.mplstyle").read_text(encoding="utf-8")
    sky_blue = "#56b4e9"  # positive in the dark, and Okabe and Ito's too
    used = {f"#{colour.lower()}" for colour in re.findall(r"\b[\dA-Fa-f]{6}\b", style)}
    assert used <= {*palette().values(), sky_blue}


def test_live_figures_stand_in_with_the_palette_where_no_page_sets_it() -> None:
    sheet = (STATIC / "live.css").read_text(encoding="utf-8")
    fallbacks = dict(re.findall(r"var\(--(\w+), (#\w{6})\)", sheet))
    assert fallbacks == {name: palette()[name] for name in ["positive", "negative", "right", "wrong", "look"]}
    (block,) = re.findall(r'body\[data-jp-theme-light="false"\] \[data-figure\] \{(.*?)\}', sheet, re.DOTALL)
    in_the_dark = dict(re.findall(r"--live-(\w+): (#\w{6});", block))
    assert in_the_dark == {name: palette("dark")[name] for name in ["positive", "negative"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_every_paper(scheme: str) -> None:
    colours = {name: to_rgb(colour) for name, colour in palette(scheme).items()}
    for paper in ["paper", "card", "shade"]:
        for ink in ["ink", "ink-soft", "link"]:
            assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)


def test_mark_and_favicon_are_the_same_stroke() -> None:
    strokes = [re.findall(r' d="([^"]+)"', (STATIC / name).read_text()) for name in ("mark.svg", "favicon.svg")]
    assert strokes[0] == strokes[1]
    assert len(strokes[0]) == 1
    assert strokes[0][0].count("M") == 1, "the pen was lifted"


def test_each_icon_is_its_own_drawing_on_the_sheet(page: Page) -> None:
    """What the mask shows of the sheet, beside the path of that name alone."""
    css = (STATIC / "hand.css").read_text(encoding="utf-8")
    drawings = dict(re.findall(r"%3Cpath id='([\w-]+)'[^%]*? d='([^']+)'", css))
    page.set_content(
        f"<style>{css} body {{ margin: 0 }} i, svg {{ display: block; font-size: 64px }}</style><main></main>"
    )
    icons = re.findall(r"^\.fa-([\w-]+) \{ --icon", css, re.MULTILINE)
    assert sorted(icons) == sorted(drawings)
    for name in icons:
        shown = []
        pen = 'fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
        for icon in (
            f'<i class="fa-{name}"></i>',
            f'<svg width="80" height="80" viewBox="0 0 24 24" {pen}><path d="{drawings[name]}"/></svg>',
        ):
            page.locator("main").evaluate("(main, icon) => (main.innerHTML = icon)", icon)
            shot = page.screenshot(clip={"x": 0, "y": 0, "width": 80, "height": 80})
            shown.append(np.asarray(Image.open(io.BytesIO(shot)).convert("L"), dtype=float))
        assert np.abs(shown[0] - shown[1]).mean() < 0.05 * (255 - shown[1]).mean(), name


def test_the_card_has_the_digits_of_the_road() -> None:
    road = re.findall(r"data-number=.*? d='([^']+)'", (STATIC / "hand.css").read_text(encoding="utf-8"))
    card = (ROOT / "utils" / "pages" / "templates" / "card.html").read_text(encoding="utf-8")
    _wave, *digits = re.findall(r' d="([^"]+)"', card)
    assert digits == road
    assert len(road) == len(NOTEBOOKS)


@pytest.fixture(scope="module")
def strict_book(built_book: Path) -> Iterator[str]:
    """The address of the built pages on a server that forbids what the pages say they do not need."""
    with serve(built_book, {"Content-Security-Policy": POLICY}) as address:
        yield address


WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifted += entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("name", html_pages())
def test_a_page_is_small_and_whole_under_a_strict_policy(
    page: Page, strict_book: str, built_book: Path, name: str
) -> None:
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{strict_book}/{name}")
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert page.evaluate("window.shifted") < 0.1, "what is seen moves while the page loads"
    files = [built_book / url.split("?")[0].removeprefix(f"{strict_book}/") for url in page.requests if "http" in url]
    sizes = [len(gzip.compress(f.read_bytes()) if f.suffix in COMPRESSED else f.read_bytes()) for f in set(files)]
    assert sum(sizes) < 600 * KILOBYTE


# What one of each kind of element looks like, and what stands before and after it; then what of it is another.
LOOKS = """() => {
  const looks = {};
  for (const element of document.body.querySelectorAll("*")) {
    const within = element.parentElement;
    const kind = [element, within].map((one) => `${one.tagName} ${one.getAttribute("class")}`).join(" in ");
    looks[kind] ??= ["", "::before", "::after"].flatMap((part) => {
      const style = getComputedStyle(element, part), empty = part && style.content === "none";
      return (empty ? ["content"] : [...style]).map((name) => `${part} ${name}: ${style.getPropertyValue(name)}`);
    });
  }
  return looks;
}"""
CHANGED = f"""(before) => Object.entries(({LOOKS})()).flatMap(([kind, look]) =>
  look.filter((line, i) => line !== before[kind]?.[i]).map((line) => `${{kind}} ${{line}}`))"""
# One link to a style sheet becomes many.
UNDO = """sheets => {
  const one = document.querySelector(`link[href*="/style.css"]`);
  const links = sheets.map((sheet) => Object.assign(document.createElement("link"),
    { rel: "stylesheet", href: one.href.replace(/style\\.css.*/, sheet) }));
  one.replaceWith(...links);
  return Promise.all(links.map((link) => new Promise((done, fail) => ([link.onload, link.onerror] = [done, fail]))));
}"""


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("index", "light"), ("bibliography", "dark"), ("2-perceptron", "dark"), ("3-multilayer-perceptron", "light")],
)
def test_the_one_style_sheet_leaves_nothing_out(
    browser: Browser, served_book: str, built_book: Path, name: str, scheme: str
) -> None:
    static = built_book / "_static"
    with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
        page = context.new_page()
        page.route("**/*.woff*", lambda route: route.abort())  # letters that come late are not there at first
        page.goto(f"{served_book}/book/{name}.html", wait_until="networkidle")
        lay_out(page)
        page.add_style_tag(content="*, ::before, ::after { transition: none !important }")
        looks = page.evaluate_handle(LOOKS)
        page.evaluate(UNDO, [str(found(static, sheet).relative_to(static)) for sheet in SHEETS])
        assert page.evaluate(CHANGED, looks) == []
        assert looks.evaluate("(looks) => Object.values(looks).flat().length") > 50_000
    assert (static / NAME).stat().st_size < sum(found(static, sheet).stat().st_size for sheet in SHEETS) / 2


def test_a_style_sheet_keeps_what_some_page_may_ask_for() -> None:
    sheet = """@charset "UTF-8"; /* of boxes */ .box, .tray > p { color: red } .box:not(.tray) { top: 0 }
        .box:is(p, .tray)[href$=".pdf"] { top: 0 }
        @media print { .tray { top: 0 } } @media print { .box { top: 0 } .tray { left: 0 } } @font-face { src: url(a) }
        .box  p.admonition-title ~ *, p::before { content: ".tray" }"""
    assert lightened(sheet, {"box", "admonition-title"}).split("\n") == [
        ".box{color: red}",
        ".box:not(.tray){top: 0}",
        '.box:is(p, .tray)[href$=".pdf"]{top: 0}',
        "@media print {.box{top: 0}}",
        "@font-face { src: url(a) }",
        '.box > :not(p.admonition-title),p::before{content: ".tray"}',
    ]


def test_a_style_sheet_that_is_none_or_is_not_there_is_no_silent_loss(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Line 2 of a style sheet is no CSS"):
        lightened("p { top: 0 }\n}", set())
    with pytest.raises(ValueError, match=r"Expected one style sheet basic\.css"):
        found(tmp_path, "basic.css")
    brought = [SimpleNamespace(filename=f"_static/{name}") for name in ("book.css", "mystnb.1f.css", "other.css")]
    refuse_unlisted(None, "page", "page.html", {"css_files": brought[:2]}, None)
    with pytest.raises(ValueError, match=r"does not list: other\.css"):
        refuse_unlisted(None, "page", "page.html", {"css_files": brought}, None)


@pytest.mark.parametrize("width", [1300, 390])
def test_a_reader_who_comes_back_finds_the_place(browser: Browser, served_book: str, width: int) -> None:
    """By loading a chapter again, and by going back to it; a link to it leads to its beginning."""
    chapter = f"{served_book}/book/3-multilayer-perceptron.html"
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        read = page.locator("#the-same-class-reads-digits h3, #the-same-class-reads-digits .cell").first

        def leave_and_return(way: Callable[[], object]) -> None:
            before = read.bounding_box()
            way()
            page.wait_for_function("() => document.readyState === 'complete' && history.scrollRestoration === 'auto'")
            page.wait_for_timeout(500)  # letters of formulas come, figures too
            after = read.bounding_box()
            assert before is not None
            assert after is not None
            assert abs(before["y"] - after["y"]) < 200

        page.goto(chapter)
        for _ in range(250):  # as a reader: everything is laid out on the way
            page.mouse.wheel(0, 250)
            page.wait_for_timeout(30)
            box = read.bounding_box()
            if box and box["y"] < 400:
                break
        assert 0 < read.bounding_box()["y"] < 800
        # A phone hides a page before it drops it.
        page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
        assert f"place in {page.evaluate('location.pathname')}" in page.evaluate("Object.keys(sessionStorage)")
        leave_and_return(page.reload)
        leave_and_return(lambda: (page.goto(f"{served_book}/book/glossary.html"), page.go_back()))
        page.goto(f"{served_book}/book/glossary.html")
        page.goto(chapter)
        assert page.evaluate("scrollY") == 0
        page.goto(f"{chapter}#the-same-class-reads-digits")
        page.mouse.wheel(0, 300)  # on from where the address leads, and loaded again there
        page.wait_for_timeout(300)
        leave_and_return(page.reload)


@pytest.mark.parametrize("width", [1300, 390])
def test_no_figure_is_cut_off_at_the_edge_of_its_section(browser: Browser, served_book: str, width: int) -> None:
    """A section that is laid out where its reader is shows nothing beyond its own box. A drawing ends at its frame."""
    beyond = """() => [...document.querySelectorAll(".bd-article > section > section")].flatMap((section) => {
      const { left, right } = section.getBoundingClientRect();
      return [...section.querySelectorAll("[data-figure], [data-figure] *:not(svg *)")].filter((piece) => {
        const box = piece.getBoundingClientRect();
        return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
      }).map((piece) => piece.outerHTML.slice(0, 80));
    })"""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for path in NOTEBOOKS:
            page.goto(f"{served_book}/book/{path.stem}.html", wait_until="networkidle")
            lay_out(page)
            assert page.evaluate(beyond) == []


def test_the_pad_is_alive_under_a_strict_policy(page: Page, strict_book: str, draw, drawings: list[dict]) -> None:
    page.goto(f"{strict_book}/book/index.html")
    draw(page, drawings[0]["strokes"])
    digit = str(drawings[0]["digit"])
    expect(page.locator("[data-figure] [role=status]")).to_have_attribute("data-digit", digit)


@pytest.mark.parametrize("width", [1300, 390])
def test_the_theme_asks_where_boxes_lie_only_after_the_first_frame(
    browser: Browser, served_book: str, width: int
) -> None:
    """Before it, an answer would cost a layout of the whole page."""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script("""
          window.asked = { early: 0, late: 0 };
          let framed = false;
          addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => (framed = true)));
          const { getBoundingClientRect } = Element.prototype;
          Element.prototype.getBoundingClientRect = function () {
            if (new Error().stack.includes("pydata-sphinx-theme")) asked[framed ? "late" : "early"]++;
            return getBoundingClientRect.call(this);
          };
        """)
        page.goto(f"{served_book}/book/3-multilayer-perceptron.html")
        page.wait_for_function("asked.late > 0")
        assert page.evaluate("asked.early") == 0


def test_what_is_folded_is_laid_out_only_when_it_is_opened_or_printed(page: Page, served_book: str) -> None:
    page.goto(f"{served_book}/book/3-multilayer-perceptron.html")
    fold = page.locator(".admonition.dropdown").first
    boxes = "(fold) => [...fold.children].filter((part) => part.getClientRects().length).length"
    button, parts = fold.locator(".toggle-button"), fold.locator("> *").count()
    button.wait_for()
    assert fold.evaluate(boxes) == 1  # its title
    for event, expected in [("click", parts), ("click", 1), ("beforeprint", parts), ("afterprint", 1)]:
        button.click() if event == "click" else page.evaluate(f"dispatchEvent(new Event('{event}'))")
        assert fold.evaluate(boxes) == expected, event


def test_the_theme_speaks_british_english_too(built_book: Path) -> None:
    for path in built_book.rglob("*.html"):
        assert re.findall(r'(?:label|title)="([^"]*color[^"]*)"', path.read_text(encoding="utf-8"), re.IGNORECASE) == []


def test_the_way_past_the_menu_is_seen_when_it_is_asked_for_and_not_before(page: Page, served_book: str) -> None:
    page.goto(f"{served_book}/book/1-context.html")
    link = page.locator(".skip-link")
    low_end = "(link) => link.getBoundingClientRect().bottom"
    assert link.evaluate(low_end) < -1  # not a hair of its border
    page.keyboard.press("Tab")
    page.wait_for_function("document.querySelector('.skip-link').getBoundingClientRect().top >= 0")


def test_the_site_is_small(built_book: Path) -> None:
    assert sum(file.stat().st_size for file in built_book.rglob("*") if file.is_file()) < 15 * MEGABYTE


def test_no_script_stands_in_a_page(built_book: Path) -> None:
    for path in built_book.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]* src=)", text), path
        assert not re.search(r"<[^>]* on\w+=\"", text), path


TOKEN = r'<span class="(\w{1,3})">'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_of_a_program_that_is_plain_text_which_has_its_colour(built_book: Path, scheme: str) -> None:
    """And no other word of it, or it would lose a colour that the theme gives it."""
    rules = (built_book / "_static" / "pygments.css").read_text(encoding="utf-8")
    of = rf'data-theme="{scheme}"\] \.highlight (?:\.(\w+) )?{{[^}}]*?(?<![\w-])color: (#\w+)'
    colours = dict(re.findall(of, rules))
    alike = {name for name, colour in colours.items() if colour == colours[""]} - {""}
    kept = {name for page in built_book.rglob("*.html") for name in re.findall(TOKEN, page.read_text(encoding="utf-8"))}
    assert kept >= {"k", "s2"}
    assert kept & alike == set()
    assert alike >= set(re.search(r"\?:([\w|]+)", PLAIN.pattern)[1].split("|"))


def test_pictures_hold_their_place_and_come_when_the_reader_is_near(built_book: Path) -> None:
    pictures = re.findall(r"<img [^>]*_images/[^>]*>", "".join(p.read_text() for p in built_book.glob("book/*.html")))
    assert len(pictures) > 50
    for picture in pictures:
        assert 'loading="lazy"' in picture
        said = re.search(r'width="(\d+)" height="(\d+)".* src="\.\./(_images/[^"]+)"', picture)
        assert said, picture
        with Image.open(built_book / said[3]) as file:  # two of its dots to one of the page
            assert (int(said[1]), int(said[2])) == tuple(side // 2 for side in file.size)


@pytest.mark.parametrize("width", [1300, 390])
def test_pictures_keep_their_shape(browser: Browser, served_book: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        for path in NOTEBOOKS:
            page.goto(f"{served_book}/book/{path.stem}.html")
            lay_out(page)
            heights = (
                "[...document.querySelectorAll('article img')].map((image) => image.getBoundingClientRect().height)"
            )
            before = page.evaluate(heights)
            page.evaluate("document.querySelectorAll('article img').forEach((image) => (image.loading = 'eager'))")
            page.wait_for_function("[...document.querySelectorAll('article img')].every((image) => image.complete)")
            assert page.evaluate(heights) == pytest.approx(before, abs=0.02), path.stem
            bent = page.evaluate("""() => [...document.querySelectorAll("article img")].filter((image) =>
              Math.abs(image.clientWidth * image.naturalHeight / image.naturalWidth - image.clientHeight) > 2)
              .map((image) => image.alt)""")
            assert bent == [], path.stem


@pytest.mark.parametrize(
    ("word", "chapter"), [("backpropagation", "3. The multilayer perceptron"), ("Tifinagh", "Practise writing numbers")]
)
def test_the_search_finds_the_page_and_leads_there(page: Page, address: str, word: str, chapter: str) -> None:
    page.goto(f"{address}/book/1-context.html")
    page.get_by_role("button", name="Search").locator("visible=true").first.click()
    page.locator("dialog[open] input").fill(word)
    page.keyboard.press("Enter")
    found = page.locator("#search-results").get_by_role("link", name=chapter, exact=True).first
    page.wait_for_load_state("networkidle")
    found.click()
    expect(page.locator("h1").last).to_contain_text(chapter.split(". ")[-1])


def test_what_was_searched_for_is_marked_until_the_reader_hides_it_and_not_kept(page: Page, strict_book: str) -> None:
    page.goto(f"{strict_book}/search.html?q=softmax")
    page.locator("#search-results").get_by_role("link", name="4. Convolutional layers", exact=True).click()
    marked = page.locator("article .highlighted")
    expect(marked.first).to_be_attached()
    page.get_by_role("link", name="Hide Search Matches").click()
    expect(marked).to_have_count(0)
    assert "softmax" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_drawer_closes_by_its_button_and_when_a_place_is_chosen(browser: Browser, served_book: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/2-perceptron.html", wait_until="networkidle")
        drawer = page.locator("dialog[open]")
        for toggle in (".primary-toggle", ".secondary-toggle"):
            page.locator(toggle).locator("visible=true").tap()
            drawer.get_by_role("button", name="Close").tap()
            expect(drawer).to_have_count(0)
        page.locator(".secondary-toggle").tap()
        drawer.get_by_role("link", name="XOR", exact=False).first.tap()
        expect(drawer).to_have_count(0)
        expect(page.get_by_role("heading", name="XOR").first).to_be_in_viewport()


def test_a_page_is_printed_light_on_white(browser: Browser, served_book: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/2-perceptron.html", wait_until="networkidle")
        looks = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color].join()"
        dark = page.evaluate(looks)
        page.evaluate("addEventListener('beforeprint', () => (window.theme = document.documentElement.dataset.theme))")
        page.pdf()
        assert page.evaluate("window.theme") == "light"
        assert page.evaluate(looks) == dark  # afterwards
        page.emulate_media(media="print")
        page.evaluate("document.documentElement.dataset.theme = 'light'")
        paper, ink = (re.findall(r"[\d.]+", part) for part in re.findall(r"rgb\([^)]*\)", page.evaluate(looks)))
        assert [int(c) for c in paper] == [255, 255, 255]
        assert max(int(c) for c in ink) < 80


@pytest.mark.parametrize(("width", "height"), [(1300, 900), (390, 844)])
def test_the_pad_is_seen_without_scrolling(browser: Browser, served_book: str, width: int, height: int) -> None:
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/index.html")
        for part in [page.locator(".pad-paper canvas"), page.get_by_role("status")]:
            box = part.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < height


def test_the_road_says_the_minutes_that_the_chapters_say() -> None:
    road = re.findall(r"^\d\. \[.*\]\((\S+)\)\n.*\*(\d+) min\*", (ROOT / "book" / "index.md").read_text(), re.MULTILINE)
    assert [name for name, _ in road] == [path.stem for path in NOTEBOOKS]
    for (name, minutes), path in zip(road, NOTEBOOKS):
        opening = "".join("".join(cell["source"]) for cell in json.loads(path.read_text())["cells"][:4])
        assert f"{minutes} minutes to read" in opening, name


def test_each_page_describes_itself(built_book: Path) -> None:
    descriptions = set()
    for path in built_book.glob("book/*.html"):
        text = path.read_text(encoding="utf-8")
        (about,) = re.findall(r'<meta name="description" content="([^"]{40,200})" />', text)
        assert f'<meta property="og:description" content="{about}" />' in text
        assert re.search(r'<meta property="og:title" content="[^"<]+" />', text)
        assert ("og:image" in text) == bool(PAGES)
        descriptions.add(about)
    assert len(descriptions) == len(list(built_book.glob("book/*.html")))


def test_the_address_of_the_site_describes_the_book_and_leads_to_its_first_page(page: Page, built_book: Path) -> None:
    entrance, first = ((built_book / name).read_text(encoding="utf-8") for name in ["index.html", "book/index.html"])
    for text in (entrance, first):
        assert "<title>Digits by Hand</title>" in text
    about = r'<meta property="og:description" content="([^"]+)" />'
    assert re.findall(about, entrance) == re.findall(about, first) != []
    page.goto((built_book / "index.html").as_uri())
    page.wait_for_url("**/book/index.html")


def test_every_page_says_how_it_may_be_used(built_book: Path) -> None:
    for path in built_book.glob("book/*.html"):
        footer = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("footer.bd-footer-content")
        assert footer is not None
        assert footer.get_text().strip() == CONFIG["sphinx"]["config"]["html_theme_options"]["extra_footer"], path


def small_site(folder: Path, base: str) -> Path:
    """A site of one page, built with our extension."""
    (folder / "index.rst").write_text(f"Title & *more*\n==============\n\n{'A first paragraph. ' * 20}\n")
    templates = str(ROOT / "utils" / "pages" / "templates")
    settings = {
        "extensions": ["utils.pages.site"],
        "html_baseurl": base,
        "templates_path": [templates],
        "html_title": "A book",
    }
    (folder / "conf.py").write_text("\n".join(f"{name} = {value!r}" for name, value in settings.items()))
    app = SphinxTestApp(srcdir=folder)
    app.build()
    app.cleanup()
    return Path(app.outdir)


def test_a_site_that_knows_its_address_says_it_everywhere(tmp_path: Path) -> None:
    site = small_site(tmp_path, "https://example.org/book")
    page = (site / "index.html").read_text()
    assert '<meta property="og:title" content="Title &amp; more" />' in page
    assert '<meta property="og:url" content="https://example.org/book/index.html" />' in page
    assert '<meta property="og:image" content="https://example.org/book/_static/card.png" />' in page
    assert "<loc>https://example.org/book/index.html</loc>" in (site / "sitemap.xml").read_text()
    assert (site / "robots.txt").read_text() == "Sitemap: https://example.org/book/sitemap.xml\n"
    assert 'href="https://example.org/book/"' in (site / "404.html").read_text()


def test_a_site_that_does_not_know_its_address_says_none(tmp_path: Path) -> None:
    site = small_site(tmp_path, "")
    assert not (site / "sitemap.xml").exists()
    assert not (site / "robots.txt").exists()
    for name in ["index.html", "404.html"]:
        assert not re.search(
            r'(content|href)="/|https?://(?!www\.w3\.org)', (site / name).read_text().split("<body")[0]
        )
    # It may be shown at any depth, so it leads to the folder that it seems to stand in, and to the one above.
    assert re.findall('href="([^"]*)"', (site / "404.html").read_text()) == ["./", "../"]


def test_the_page_for_wrong_addresses_needs_no_other_file(page: Page, built_book: Path) -> None:
    page.goto((built_book / "404.html").as_uri())
    assert page.requests == [(built_book / "404.html").as_uri()]
    expect(page.get_by_role("heading")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map((c) => c / 255)")
        assert paper == pytest.approx(to_rgb(palette(scheme)["paper"])), scheme


def test_the_card_has_the_size_that_its_tags_say() -> None:
    assert plots.plt.imread(STATIC / "card.png").shape[:2] == (630, 1200)


def test_formulas_are_set_as_tex_says_and_can_be_listened_to() -> None:
    html = set_formula(r"\frac{1}{2}")
    assert "<mfrac><mn>1</mn><mn>2</mn></mfrac>" in html
    assert 'aria-hidden="true"' in html
    assert "mjx-merror" not in html
    assert "mjx-merror" in set_formula(r"\fraction{1}{2}")


def test_no_line_begins_with_what_belongs_to_a_formula(page: Page, built_book: Path) -> None:
    """The full stop after a formula stands on its line, at whatever width."""
    page.goto((built_book / "book" / "2-perceptron.html").as_uri())
    lay_out(page)
    parted = """() => [...document.querySelectorAll("p mjx-container")].filter((formula) => {
      const after = document.createRange(), next = formula.nextSibling;
      if (!/^[.,;:?!)]/.test(next?.textContent ?? "")) return false;
      after.setStart(next, 0);
      after.setEnd(next, 1);
      return after.getBoundingClientRect().top > formula.getBoundingClientRect().bottom;
    }).map((formula) => formula.parentElement.textContent)"""
    assert page.locator("p mjx-container").count() > 100
    for width in range(320, 760, 40):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(parted) == []


def test_digits_are_as_tall_as_capitals(page: Page, served_book: str) -> None:
    """Old-style figures, which are Alegreya's own, would teach a child to write a 1 like a small I."""
    page.goto(f"{served_book}/book/practice.html")
    page.wait_for_load_state("networkidle")
    heights = {sign: bottom - top for sign in "H0123456789" for top, bottom in [inked(page, sign)]}
    assert heights == {sign: pytest.approx(heights["H"], rel=0.12) for sign in heights}


def test_what_is_short_stays_on_one_line(built_book: Path) -> None:
    kept = 0
    for path in built_book.glob("book/*.html"):
        for part in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("article :is(p, figcaption)"):
            if part.find_parent(attrs={"data-figure": True}):
                continue  # what a live figure says without JavaScript
            for code in part.select("code"):
                code.decompose()
            text = part.get_text()
            assert not re.search(r"\d [%×−]|[×−] \d|\([01], [01]\)", text), text
            kept += len(re.findall("(\\d|\\([01],)\N{NO-BREAK SPACE}[%×−01]", text))
    assert kept > 100


def test_subscripts_hang_below_the_line_and_superscripts_stand_above_it(page: Page, served_book: str) -> None:
    """Alegreya's web fonts have none, and other fonts put them on the line, where w₁ looks like w1."""
    page.goto(f"{served_book}/book/practice.html")
    page.wait_for_load_state("networkidle")
    inked(page, "₂")  # so that their font is asked for
    page.evaluate("document.fonts.ready")
    top, line = inked(page, "H")
    for sign in "₀₁₂₃₄₅₆₇₈₉":
        assert inked(page, sign)[1] > line + 15, sign
    for sign in "⁰⁴⁵⁶⁷⁸⁹⁻":
        assert inked(page, sign)[1] < (top + line) / 2 + 15, sign


def inked(page: Page, sign: str) -> tuple[int, int]:
    """The first and the last row of pixels of a sign, alone on the page and 150 pixels large."""
    letter = "live.make('p', {style: 'font-size: 150px; margin: 0'}, sign)"
    page.evaluate(f"sign => document.body.replaceChildren({letter})", sign)
    shot = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L"), dtype=float)
    rows = np.flatnonzero((abs(shot - shot[-1, -1]) > 60).any(axis=1))
    return rows[0], rows[-1]
