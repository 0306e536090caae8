"""Every built page for readers who do not see it, or not well, or have no mouse."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page
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
# The theme lets the keyboard scroll what is wider than its place, a third of a second after the width has changed.
SCROLLS = "[...document.querySelectorAll('pre')].every((one) => one.tabIndex === 0 || one.scrollWidth <= one.clientWidth)"


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


# What a reader does with each live figure.
USES: dict[str, Callable[[Locator], None]] = {
    "activation": choose("relu"),
    "backpropagation": press("Whole round"),
    "convolution": choose("your own"),
    "digit-pad": press("Draw one for me"),
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


@pytest.mark.parametrize("name", [*html_pages(), "index.html"])
def test_axe_finds_nothing(browser: Browser, served_book: str, name: str) -> None:
    """All its rules, as the page comes and after use; only those about colours depend on the scheme."""
    with browser.new_context(viewport=SCREEN, color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{served_book}/{name}", wait_until="networkidle")
        page.evaluate(THIN)
        assert found(page) == []
        use(page)
        page.set_viewport_size(PHONE)
        page.wait_for_function(SCROLLS)
        assert found(page, **COLOURS) == []
        page.emulate_media(color_scheme="dark")
        assert found(page) == []
        page.set_viewport_size(SCREEN)
        assert found(page, **COLOURS) == []
