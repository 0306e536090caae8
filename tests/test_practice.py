"""The practice page in a real Chromium: drawn on with mouse and finger, in five languages, with and without a voice."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import is_local
from playwright.sync_api import Browser, Locator, Page, expect

Draw = Callable[[Page, list], None]

WORDS = {
    "en": "zero one two three four five six seven eight nine",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "ar": "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة",
    "zgh": "ⴰⵎⵢⴰ ⵢⴰⵏ ⵙⵉⵏ ⴽⵕⴰⴹ ⴽⴽⵓⵥ ⵙⵎⵎⵓⵙ ⵚⴹⵉⵚ ⵙⴰ ⵜⴰⵎ ⵜⵥⴰ",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
}
# The digits then come in the order 1, 2, …, 9, 0.
IN_ORDER = "Math.random = () => 0"
# A browser with two voices for French, one that would send the words away, and one for English that does.
VOICES = """
globalThis.spoken = [];
const voices = [["fr-FR", false], ["fr_CA", true], ["en-GB", false]]
  .map(([lang, localService]) => ({ lang, localService }));
const synthesis = new EventTarget();
Object.assign(synthesis, {
  late: false, cancel() {}, getVoices() { return this.late ? voices : []; },
  speak({ text, voice, lang }) { spoken.push({ text, lang, local: voice?.localService }); },
});
Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis });
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def strokes(drawings: list[dict]) -> dict[int, list]:
    """One drawing of each digit."""
    return {drawing["digit"]: drawing["strokes"] for drawing in drawings}


def start(page: Page, address: str, language: str = "en", kind: str = "numeral") -> Locator:
    """Open the page and choose; gives the line that says what was read."""
    page.goto(f"{address}/book/practice.html")
    choose(page, language)
    choose(page, kind)
    return page.get_by_role("status")


def choose(page: Page, value: str) -> None:
    page.locator(f'.practice input[value="{value}"]').check()


def asked(page: Page) -> str:
    return page.locator(".practice-asked span").inner_text()


def tool(page: Page, name: str) -> Locator:
    return page.locator(f".practice-{name}")


def bare(arabic: str) -> str:
    """Arabic without its vowel signs."""
    return "".join(c for c in arabic if not "\u064b" <= c <= "\u0652")


def test_a_game_of_ten_rounds(page: Page, address: str, draw: Draw, strokes: dict[int, list]) -> None:
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    for other in ("index", "glossary"):
        page.goto(f"{address}/book/{other}.html")
        page.wait_for_load_state("networkidle")
    before = page.evaluate(kept)  # what the theme stores on every page
    status = start(page, address)
    seen = []
    for _ in range(10):
        seen.append(int(asked(page)))
        expect(tool(page, "next")).to_be_hidden()
        draw(page, strokes[seen[-1]])
        page.get_by_role("button", name="Done").click()
        expect(status).to_have_attribute("data-digit", str(seen[-1]))
        expect(status).to_have_attribute("data-right", "true")
        expect(page.locator(".practice-lesson")).to_be_hidden()
        page.get_by_role("button", name="Next").click()
    assert sorted(seen) == list(range(10))
    expect(status).to_have_text("All ten numbers are written. I read 10 of them at the first try.")
    results = page.get_by_role("list").filter(has=page.locator("svg.pad-ink")).get_by_role("listitem")
    assert [text.split() for text in results.all_inner_texts()] == [[str(digit), "✓"] for digit in seen]
    assert results.locator("path").count() == sum(len(strokes[digit]) for digit in seen)
    assert page.evaluate(kept) == before
    page.get_by_role("button", name="Ten more").click()
    expect(status).to_have_text("")
    expect(page.locator(".practice-rounds path")).to_have_count(0)
    assert page.context.cookies() == []
    assert [url for url in page.requests if not is_local(url)] == []
    page.goto(f"{address}/book/glossary.html")
    assert page.evaluate(kept) == before


def test_a_game_with_a_finger_on_a_tablet(browser: Browser, served_book: str, strokes: dict[int, list]) -> None:
    tablet = {"viewport": {"width": 768, "height": 1024}, "has_touch": True, "is_mobile": True, "locale": "ar-MA"}
    with browser.new_context(**tablet) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/practice.html")
        expect(page.locator(".practice")).to_have_attribute("lang", "ar")  # as the tablet's
        session = context.new_cdp_session(page)
        for _ in range(10):
            digit = int(asked(page))
            canvas = page.locator(".pad-paper canvas")
            canvas.scroll_into_view_if_needed()
            box, before = canvas.bounding_box(), page.evaluate("scrollY")
            for stroke in strokes[digit]:
                for i, (x, y) in enumerate(stroke):
                    point = {"x": box["x"] + x * box["width"] / 280, "y": box["y"] + y * box["height"] / 280}
                    kind = "touchMove" if i else "touchStart"
                    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
                session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            assert page.evaluate("scrollY") == before
            tool(page, "done").tap()
            expect(page.get_by_role("status")).to_have_attribute("data-right", "true")
            tool(page, "next").tap()
        expect(page.get_by_role("status")).to_have_text("اكتملت الأعداد العشرة. قرأتُ 10 منها من المحاولة الأولى.")


def test_a_miss_is_shown_the_difference(page: Page, served_book: str, draw: Draw, strokes: dict[int, list]) -> None:
    page.add_init_script(IN_ORDER)
    status = start(page, served_book)
    lesson, guide = page.locator(".practice-lesson"), page.locator(".practice-guide path")
    assert asked(page) == "1"
    draw(page, strokes[7])
    tool(page, "done").click()
    expect(status).to_have_text("I read a 7.")
    expect(lesson).to_contain_text("A 1 can look like this:")
    expect(lesson).to_contain_text("You may be right.")
    expect(lesson.get_by_role("button").locator("svg")).to_have_count(3)
    expect(lesson.locator("figure path")).to_have_count(len(strokes[7]))
    assert (
        page.evaluate(
            "reader.read(document.querySelector('canvas').getContext('2d')"
            ".getImageData(0, 0, 280, 280).data.filter((_, i) => i % 4 === 3), 280, 280).digit"
        )
        == ""
    )
    expect(guide).to_have_count(0)
    tool(page, "retry").click()
    expect(page.locator(".pad-paper canvas")).to_be_focused()
    draw(page, strokes[8])
    tool(page, "done").click()
    expect(status).to_have_text("I read an 8. You can write over the pale one.")
    expect(guide).to_have_count(1)
    draw(page, strokes[1])
    tool(page, "done").click()
    expect(status).to_have_text("Yes, this is a 1.")
    expect(lesson).to_be_hidden()
    expect(guide).to_have_count(0)
    # The child may have been right …
    tool(page, "next").click()
    draw(page, strokes[3])
    tool(page, "done").click()
    tool(page, "done").dblclick()  # with nothing drawn since
    expect(status).to_have_text("I read a 3.")
    page.get_by_role("button", name="I wrote a 2").click()
    expect(status).to_have_text("Then it is a 2. Thank you.")
    expect(tool(page, "next")).to_be_focused()
    # … and may go on.
    tool(page, "next").click()
    draw(page, strokes[4])
    tool(page, "done").click()
    tool(page, "next").click()
    assert asked(page) == "4"
    for digit in [4, 5, 6, 7, 8, 9, 0]:
        draw(page, strokes[digit])
        tool(page, "done").click()
        tool(page, "next").click()
    expect(status).to_contain_text("I read 7 of them at the first try.")  # nor the one that it was told
    notes = page.locator(".practice-rounds span").all_inner_texts()
    assert notes == ["✓", "✎", "I read a 4.", *7 * ["✓"]]


def test_what_is_missing_can_be_added(page: Page, served_book: str, draw: Draw) -> None:
    page.add_init_script(IN_ORDER)
    status = start(page, served_book)
    tool(page, "done").click()
    expect(status).to_have_text("Write this number.")  # nothing is drawn, which is not a miss
    expect(tool(page, "next")).to_be_hidden()
    draw(page, [[(60, 140), (220, 140)]])
    tool(page, "done").click()
    expect(status).to_have_attribute("data-right", "false")
    tool(page, "undo").click()  # the sheet that was handed in is back
    draw(page, [[(60, 200), (220, 200)]])
    tool(page, "done").click()
    expect(page.locator(".practice-rounds path")).to_have_count(2)


def test_a_sheet_that_is_handed_in_during_a_stroke_is_done(page: Page, served_book: str) -> None:
    start(page, served_book)
    canvas = page.locator(".pad-paper canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 140)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 140)
    tool(page, "done").press("Enter")
    expect(page.locator(".practice-lesson figure path")).to_have_count(1)
    page.mouse.move(box["x"] + 200, box["y"] + 40)
    page.mouse.up()
    tool(page, "done").click()
    expect(page.get_by_role("status")).to_have_text("I cannot read this one.")  # once: nothing has been drawn since


def test_what_is_right_is_praised_without_asking_and_nothing_else_is_judged(
    page: Page, served_book: str, draw: Draw, strokes: dict[int, list]
) -> None:
    page.clock.install()
    page.add_init_script(IN_ORDER)
    status = start(page, served_book)
    draw(page, strokes[7])
    page.clock.run_for(20_000)
    expect(status).to_have_text("")
    tool(page, "clear").click()
    draw(page, strokes[1])
    page.clock.run_for(3_000)
    expect(status).to_have_text("Yes, this is a 1.")


@pytest.mark.parametrize("language", WORDS)
def test_the_game_speaks_the_language(page: Page, served_book: str, draw: Draw, strokes: dict, language: str) -> None:
    page.add_init_script(IN_ORDER)
    figure = page.locator(".practice")
    names = {"English", "Français", "العربية", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "Español"}

    def said() -> set[str]:
        """What is read, seen or heard, without the numerals and the names of the languages."""
        labels = figure.locator("[aria-label]:visible").evaluate_all("all => all.map((e) => e.ariaLabel)")
        lines = [line for text in [figure.inner_text(), *labels] for line in text.split("\n")]
        return {line for line in lines if any(c.isalpha() for c in line)} - names

    def game() -> set[str]:
        lines = said()
        for drawn in [2, 2, 1]:
            draw(page, strokes[drawn])
            tool(page, "done").click()
            lines |= said()
        return lines

    status = start(page, served_book, "fr" if language == "en" else "en", "word")
    other = game()
    start(page, served_book, language, "word")
    expect(figure).to_have_attribute("lang", language)
    expect(figure).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    assert game() & other == set()
    right, left = (page.locator(f".practice-{side}").bounding_box()["x"] for side in ("sheet", "prompt"))
    assert (right < left) == (language == "ar")
    tool(page, "next").click()
    for digit in [2, 3, 4, 5, 6, 7, 8, 9, 0]:
        assert bare(asked(page)) == WORDS[language].split()[digit]
        assert asked(page) in page.locator(".pad-paper canvas").get_attribute("aria-label")
        draw(page, strokes[digit])
        tool(page, "done").click()
        expect(status).to_have_attribute("data-right", "true")
        expect(page.locator(".practice-asked")).to_contain_text(f"= {digit}")
        tool(page, "next").click()


def test_what_stands_changes_with_the_language(page: Page, served_book: str, draw: Draw, strokes: dict) -> None:
    page.add_init_script(IN_ORDER)
    status = start(page, served_book)
    draw(page, strokes[4])
    tool(page, "done").click()
    for language, sentence in [("fr", "Je lis un 4."), ("ar", "قرأتُ 4."), ("zgh", "ⵖⵔⵉⵖ: 4"), ("es", "Leo un 4.")]:
        choose(page, language)
        expect(status).to_have_text(sentence)
        expect(page.locator(f'.practice input[value="{language}"]')).to_be_focused()


def test_tifinagh_comes_with_its_letters_and_with_latin_ones(page: Page, address: str) -> None:
    start(page, address, "zgh", "word")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Tifinagh', 'ⴰⵎⵢⴰ'))")
    assert page.evaluate("[...document.fonts].filter((f) => f.family === 'Tifinagh').map((f) => f.status)") == [
        "loaded"
    ]
    latin = ["amya", "yan", "sin", "kṛaḍ", "kkuẓ", "smmus", "ṣḍiṣ", "sa", "tam", "tẓa"]
    word = WORDS["zgh"].split().index(asked(page))
    expect(page.locator('.practice-asked [lang="zgh-Latn"]')).to_have_text(latin[word])


def test_eastern_arabic_numerals_ask_for_european_digits(
    page: Page, served_book: str, draw: Draw, strokes: dict[int, list]
) -> None:
    page.add_init_script(IN_ORDER)
    status = start(page, served_book, "ar", "eastern")
    expect(page.locator(".practice-sentence")).to_have_text("أكتب هذا العدد بالأرقام من 0 إلى 9.")
    for digit in [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]:
        assert asked(page) == "٠١٢٣٤٥٦٧٨٩"[digit]
        draw(page, strokes[digit])
        tool(page, "done").click()
        expect(status).to_have_attribute("data-right", "true")
        expect(page.locator(".practice-asked")).to_contain_text(f"= {digit}")
        tool(page, "next").click()
    tool(page, "more").click()
    choose(page, "fr")  # which has no such numerals
    assert asked(page) == "1"
    expect(page.locator('.practice input[value="eastern"]')).to_have_count(0)


def test_only_a_voice_of_the_device_speaks(page: Page, served_book: str, draw: Draw, strokes: dict) -> None:
    page.add_init_script(f"{IN_ORDER};{VOICES}")
    start(page, served_book, "fr")
    expect(tool(page, "listen")).to_be_hidden()
    page.evaluate("speechSynthesis.late = true; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(tool(page, "listen")).to_be_visible()
    choose(page, "listen")
    assert asked(page) == ""  # to be heard, not seen
    draw(page, strokes[1])
    tool(page, "done").click()
    assert asked(page) == "un"
    tool(page, "next").click()
    tool(page, "listen").click()
    assert page.evaluate("spoken") == [
        {"text": text, "lang": "fr_CA", "local": True} for text in ("un", "deux", "deux")
    ]
    choose(page, "en")  # its only voice is elsewhere
    expect(tool(page, "listen")).to_be_hidden()
    assert asked(page) == "two"
    assert page.evaluate("spoken.length") == 3


@pytest.mark.parametrize("speech", ["undefined", "null"])
def test_the_game_goes_on_without_any_speech(
    page: Page, served_book: str, draw: Draw, strokes: dict, speech: str
) -> None:
    page.add_init_script(f"{IN_ORDER}; Object.defineProperty(globalThis, 'speechSynthesis', {{ value: {speech} }})")
    status = start(page, served_book, "es", "word")
    expect(page.locator('.practice input[value="listen"]')).to_have_count(0)
    draw(page, strokes[1])
    tool(page, "done").click()
    expect(status).to_have_text("Sí, es un 1.")


def test_a_round_with_the_keyboard_alone(page: Page, served_book: str) -> None:
    page.add_init_script(IN_ORDER)
    page.goto(f"{served_book}/book/practice.html")
    page.locator('.practice input[value="en"]').focus()
    for key in ["ArrowRight", "Tab", "ArrowRight", "Tab"]:  # French, as a word, and on to the sheet
        page.keyboard.press(key)
    canvas = page.get_by_role("application")
    expect(canvas).to_be_focused()
    expect(canvas).to_have_attribute("aria-label", "Écris ce nombre en chiffres. un " + page.evaluate("words.fr.sheet"))
    for key in ["ArrowUp"] * 12 + [" "] + ["ArrowDown"] * 24 + [" ", "Tab", "Tab", "Tab", "Enter"]:
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_have_text("Oui, c\u2019est un 1.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Suivant")).to_be_focused()
    page.keyboard.press("Enter")
    expect(canvas).to_be_focused()
    expect(canvas).to_have_attribute(
        "aria-label", "Écris ce nombre en chiffres. deux " + page.evaluate("words.fr.sheet")
    )
    expect(page.locator(".practice-rounds")).to_have_attribute("aria-label", "2 sur 10")


def test_the_network_reads_every_example_as_its_digit(page: Page, served_book: str) -> None:
    page.goto(f"{served_book}/book/practice.html")
    read = page.evaluate("""() => examples.points.map((those, digit) => those.map((_, which) => {
      const brush = Object.assign(document.createElement("canvas"), { width: 280, height: 280 }).getContext("2d");
      Object.assign(brush, { lineWidth: 9, lineCap: "round", lineJoin: "round" });
      brush.setTransform(2, 0, 0, 2, 60, 40);
      for (const path of examples.paths(digit, which)) brush.stroke(new Path2D(path));
      const { data } = brush.getImageData(0, 0, 280, 280);
      return reader.read(data.filter((_, i) => i % 4 === 3), 280, 280).digit;
    }))""")
    assert read == [3 * [str(digit)] for digit in range(10)]


def test_every_language_says_everything(page: Page, served_book: str) -> None:
    page.goto(f"{served_book}/book/practice.html")
    languages = page.evaluate(
        "Object.fromEntries(Object.entries(words).map(([code, w]) => [code, Object.keys(w).sort()]))"
    )
    assert list(languages) == list(WORDS)
    own = {"ar": {"eastern"}, "zgh": {"latin"}}
    for language, keys in languages.items():
        assert set(keys) - own.get(language, set()) == set(languages["en"])


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("language", ["en", "ar", "zgh"])
def test_targets_are_large_and_nothing_is_wider_than_the_screen(
    browser: Browser, served_book: str, draw: Draw, strokes: dict, width: int, language: str
) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script(f"{IN_ORDER};{VOICES}; speechSynthesis.late = true")
        start(page, served_book, language, "word")
        for digit in [8, 8, 1]:
            draw(page, strokes[digit])
            tool(page, "done").click()
            sizes = page.locator(".practice :is(button, label):visible").evaluate_all(
                "all => all.map((e) => e.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"
            )
            assert min(sizes) >= 48
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
            assert page.locator(".practice").evaluate("e => e.getAnimations({ subtree: true }).length") == 0


def test_the_live_parts_of_the_page_are_small(page: Page, built_book: Path, served_book: str) -> None:
    page.goto(f"{served_book}/book/practice.html")
    page.wait_for_load_state("networkidle")
    names = {path.name for path in (Path(__file__).parent.parent / "utils" / "static").glob("*.*")} - {"mark.svg"}
    used = {name for name in names if any(f"/_static/{name}" in url for url in page.requests)}
    assert {"practice.js", "recogniser.js", "examples.js", "tifinagh.woff"} <= used
    used.add("live.css")  # which comes within style.css
    assert sum(len(gzip.compress((built_book / "_static" / name).read_bytes())) for name in used) < 120_000
