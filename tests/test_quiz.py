"""The quizzes: their questions, their cells in the chapters, and the figure under a reader's hands."""

import ast
import importlib
import inspect
import pkgutil
import re
from types import ModuleType

from utils import quizzes
from utils.figures import Quiz
from utils.quizzes import Question
from utils.quizzes.perceptron import QUESTIONS

import nbformat
import pytest
from conftest import NOTEBOOKS, lay_out, section
from playwright.sync_api import Browser, Locator, Page, expect

TOPICS = sorted(module.name for module in pkgutil.iter_modules(quizzes.__path__))
TRICKY = Question(
    'Is 1 < 2 & "so" on?',
    {"2": "The first of the answers, though it is the larger number.", "1": "<b>Below</b> & after it.", "a&b": "No."},
    right="1",
)


# The questions of the chapters


@pytest.fixture(params=TOPICS)
def topic(request: pytest.FixtureRequest) -> ModuleType:
    return importlib.import_module(f"utils.quizzes.{request.param}")


def test_a_quiz_has_five_to_eight_questions_and_none_twice(topic: ModuleType) -> None:
    assert 5 <= len(topic.QUESTIONS) <= 8
    assert all(isinstance(question, Question) for question in topic.QUESTIONS)
    assert len({question.text for question in topic.QUESTIONS}) == len(topic.QUESTIONS)


def test_a_question_has_three_or_four_options_each_with_its_feedback(topic: ModuleType) -> None:
    for question in topic.QUESTIONS:
        assert len(question.options) in (3, 4), question.text
        for option, feedback in question.options.items():
            assert len(feedback) >= 30, f"{question.text} → {option}: a feedback of {len(feedback)} characters"
            assert feedback.endswith((".", "?")), feedback
        assert len(set(question.options.values())) == len(question.options), f"{question.text}: one feedback, twice"


def test_no_option_is_repeated(topic: ModuleType) -> None:
    for question in topic.QUESTIONS:
        plain = [" ".join(option.split()).casefold().rstrip(".") for option in question.options]
        assert len(set(plain)) == len(plain), question.text
    for literal in ast.walk(ast.parse(inspect.getsource(topic))):  # in a dict the second would replace the first
        if isinstance(literal, ast.Dict):
            keys = [ast.unparse(key) for key in literal.keys if key]
            assert len(set(keys)) == len(keys), keys


def test_the_right_option_has_no_favourite_place(topic: ModuleType) -> None:
    places = [[*question.options].index(question.right) for question in topic.QUESTIONS]
    assert set(places) == {0, 1, 2, 3}, f"the right options stand in places {places}, counted from 0"


def test_the_texts_are_plain(topic: ModuleType) -> None:
    for question in topic.QUESTIONS:
        for text in [question.text, *question.options, *question.options.values()]:
            assert not re.search(r"[$\\`]|\*\*", text), text
            assert text == text.strip() != "", repr(text)


# The quizzes in the chapters. The modules of utils.quizzes say which chapters have one: each belongs to one chapter.


def topics_of(notebook: nbformat.NotebookNode) -> list[str]:
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return re.findall(r"from utils\.quizzes\.(\w+) import QUESTIONS", code)


def test_every_quiz_belongs_to_one_chapter() -> None:
    assert sorted(topic for path in NOTEBOOKS for topic in topics_of(nbformat.read(path, as_version=4))) == TOPICS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_chapter_with_a_quiz_ends_with_it(path: object) -> None:
    notebook = nbformat.read(path, as_version=4)
    quizzes_in = [cell for cell in notebook.cells if cell.cell_type == "code" and re.search(r"\bQuiz\(", cell.source)]
    headings = [title for cell in notebook.cells for title in re.findall(r"^## (.+)", cell.source, flags=re.MULTILINE)]
    has_stubs = any(cell.cell_type == "code" and "# your turn" in cell.source for cell in notebook.cells)
    if not topics_of(notebook):
        assert not has_stubs, "exercises to be answered, but no quiz: see utils/quizzes"
        assert not quizzes_in
        assert "Quiz" not in headings
        return
    assert headings[-4:] == ["Recap", "Exercises", "Quiz", "What the report said"]
    heading, *cells = section(notebook, "Quiz")
    assert [cell.source for cell in cells if cell.cell_type == "code"] == ["Quiz(QUESTIONS)"]
    assert len(quizzes_in) == 1
    assert len(heading.source.splitlines()) > 1, "a sentence before the cell says what it is"


# The kernel's half


def test_the_placeholder_is_a_quiz_to_be_read() -> None:
    html = Quiz([TRICKY])._placeholder()
    assert "<li><p>Is 1 &lt; 2 &amp; &quot;so&quot; on?</p>" in html
    assert html.count("<details>") == 3
    assert "<summary>1</summary><p>Right. &lt;b&gt;Below&lt;/b&gt; &amp; after it.</p>" in html
    assert "<summary>a&amp;b</summary><p>Not this one. No.</p>" in html
    assert "<b>" not in html


def test_its_name_is_all_that_a_stored_notebook_says_of_it() -> None:
    data, _ = Quiz(QUESTIONS)._repr_mimebundle_()
    assert data["text/plain"] == "Quiz()"
    assert 'data-figure="quiz"' in data["text/html"]


def test_a_quiz_without_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one question"):
        Quiz(())


# In the page


@pytest.fixture
def quiz(page: Page, served_book: str) -> Locator:
    page.goto(f"{served_book}/book/2-perceptron.html")
    lay_out(page)
    quiz = page.locator(".quiz")
    quiz.wait_for()
    page.wait_for_load_state("networkidle")
    return quiz


def number_of_right(question: Question) -> int:
    return [*question.options].index(question.right)


def total(quiz: Locator) -> Locator:
    return quiz.get_by_role("status").last


def test_every_question_is_there_with_its_options_in_their_order(quiz: Locator) -> None:
    asked = quiz.get_by_role("group")
    assert asked.count() == len(QUESTIONS)
    for number, (group, question) in enumerate(zip(asked.all(), QUESTIONS), start=1):
        expect(group).to_have_accessible_name(f"{number}. {question.text}")
        for radio, option in zip(group.get_by_role("radio").all(), question.options, strict=True):
            expect(radio).to_have_accessible_name(option)
            expect(radio).not_to_be_checked()
        expect(group.get_by_role("status")).to_be_empty()
    expect(total(quiz)).to_be_empty()


def test_a_wrong_choice_is_told_why_and_the_reader_chooses_again(quiz: Locator) -> None:
    for group, question in zip(quiz.get_by_role("group").all(), QUESTIONS):
        options, right = [*question.options], number_of_right(question)
        wrong = (right + 1) % len(options)
        labels, status, before = group.locator("label"), group.get_by_role("status"), quiz.bounding_box()
        labels.nth(wrong).click()
        expect(status).to_have_text(f"Not this one. {question.options[options[wrong]]}")
        expect(labels.nth(wrong).get_by_role("radio")).to_have_accessible_name(f"{options[wrong]} wrong")
        labels.nth(right).click()
        expect(status).to_have_text(f"Right. {question.options[question.right]}")
        expect(labels.nth(right).get_by_role("radio")).to_have_accessible_name(f"{question.right} right")
        purple = "color(srgb 0.736863 0.443529 0.609412)"  # nine tenths of rgb(204, 121, 167), and one of ink
        for i, colour, shape in [(wrong, purple, "cross"), (right, "rgb(0, 158, 115)", "tick")]:
            expect(labels.nth(i).locator("circle")).to_have_css("fill", colour)
            drawn = labels.nth(i).locator("path").filter(visible=True)
            assert [path.get_attribute("class") for path in drawn.all()] == [f"quiz-{shape}"]
        assert labels.get_by_role("img").count() == 2
        expect(status).to_have_css("border-left-color", "rgb(0, 158, 115)")
        after = quiz.bounding_box()
        assert (after["height"], after["width"]) == (before["height"], before["width"]), "the page jumps"
    expect(total(quiz)).to_have_text(f"0 of {len(QUESTIONS)} at first try.")


def test_the_keyboard_moves_looks_and_chooses(page: Page, quiz: Locator) -> None:
    groups = quiz.get_by_role("group")
    groups.first.get_by_role("radio").first.focus()
    for k, question in enumerate(QUESTIONS):
        radios, status = groups.nth(k).get_by_role("radio"), groups.nth(k).get_by_role("status")
        expect(radios.first).to_be_focused()
        page.keyboard.press("ArrowUp")  # round to the last, and back
        expect(radios.last).to_be_focused()
        page.keyboard.press("ArrowRight")
        for _ in range(number_of_right(question)):
            page.keyboard.press("ArrowDown")
        expect(status).to_be_empty()  # to pass an answer is not to choose it
        expect(groups.nth(k).locator(".quiz-keys")).to_be_visible()
        page.keyboard.press("Enter" if k % 2 else "Space")
        expect(status).to_have_text(f"Right. {question.options[question.right]}")
        expect(radios.nth(number_of_right(question))).to_be_checked()
        expect(groups.nth(k).locator(".quiz-keys")).to_be_hidden()
        expect(total(quiz)).to_have_text(
            "" if k + 1 < len(QUESTIONS) else f"{len(QUESTIONS)} of {len(QUESTIONS)} at first try."
        )
        page.keyboard.press("Tab")
    expect(quiz.get_by_role("button")).to_be_focused()


def test_starting_again_forgets_everything(quiz: Locator) -> None:
    def choose(rightly: list[bool]) -> None:
        for group, question, is_right in zip(quiz.get_by_role("group").all(), QUESTIONS, rightly):
            group.locator("label").nth(number_of_right(question) - (0 if is_right else 1)).click()

    count = len(QUESTIONS)
    choose([True] + [False] * (count - 1))
    expect(total(quiz)).to_have_text(f"1 of {count} at first try.")
    quiz.get_by_role("button", name="Start again").click()
    expect(quiz.get_by_role("radio").first).to_be_focused()
    expect(quiz.get_by_role("group").first.locator("legend")).to_be_in_viewport()
    assert quiz.locator(":checked").count() == 0
    assert quiz.get_by_role("img").count() == 0
    assert [status.inner_text() for status in quiz.get_by_role("status").all()] == [""] * (count + 1)
    choose([True] * (count - 1))
    expect(total(quiz)).to_be_empty()
    choose([True] * count)
    expect(total(quiz)).to_have_text(f"{count} of {count} at first try.")


def test_an_option_that_comes_in_sight_brings_its_question_with_it(page: Page, quiz: Locator) -> None:
    quiz.get_by_role("button").scroll_into_view_if_needed()
    nearest = (
        "radio => radio.scrollIntoView({ block: 'nearest', behavior: 'instant' })"  # what some browsers' focus does
    )
    quiz.get_by_role("radio").first.evaluate(nearest)
    header, question = page.locator(".bd-header-article").bounding_box(), quiz.locator("legend").first.bounding_box()
    assert question["y"] >= header["y"] + header["height"]


def test_nothing_is_sent_or_stored(page: Page, quiz: Locator) -> None:
    kept = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])"
    before, asked = page.evaluate(kept), len(page.requests)
    for label in quiz.locator("label").all():
        label.click()
    expect(total(quiz)).not_to_be_empty()
    page.keyboard.press("Enter")  # which sends a form, if nobody hinders it
    page.wait_for_load_state("networkidle")
    assert page.evaluate(kept) == before
    assert page.requests[asked:] == []


def test_two_quizzes_of_a_page_are_two(page: Page, quiz: Locator) -> None:
    quiz.evaluate(
        """(quiz, questions) => {
          const el = live.make("div");
          quiz.after(el);
          live.figures.quiz.render({ model: { get: () => questions }, el });
        }""",
        Quiz([TRICKY]).questions,
    )
    first, second = page.locator(".quiz").all()
    assert second.locator("label").all_inner_texts() == ["2", "1", "a&b"]
    first.locator("label").first.click()
    second.locator("label").nth(1).click()
    expect(second.get_by_role("status").first).to_have_text("Right. <b>Below</b> & after it.")
    expect(total(second)).to_have_text("1 of 1 at first try.")
    expect(first.get_by_role("radio").first).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_fits_the_finger_and_does_not_jump(browser: Browser, served_book: str, scheme: str) -> None:
    phone = {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True, "color_scheme": scheme}
    with browser.new_context(**phone) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/2-perceptron.html")
        lay_out(page)
        quiz = page.locator(".quiz")
        quiz.wait_for()
        page.wait_for_load_state("networkidle")
        before = quiz.bounding_box()["height"]
        for label in quiz.locator("label").all():
            assert label.bounding_box()["height"] >= 44
            label.tap()
        assert quiz.get_by_role("button").bounding_box()["height"] >= 44
        expect(total(quiz)).not_to_be_empty()
        assert quiz.bounding_box()["height"] == before
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_javascript_every_option_unfolds_its_feedback(browser: Browser, served_book: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served_book}/book/2-perceptron.html")
        items = page.locator('[data-figure="quiz"] > ol > li')
        assert items.count() == len(QUESTIONS)
        for item, question in zip(items.all(), QUESTIONS):
            expect(item.locator("> p")).to_have_text(question.text)
            folded = item.locator("details").all()
            for details, (option, feedback) in zip(folded, question.options.items(), strict=True):
                told = details.get_by_text(feedback)
                expect(told).to_be_hidden()
                details.get_by_text(option, exact=True).click()
                expect(told).to_be_visible()
                expect(told).to_have_text(f"{'Right' if option == question.right else 'Not this one'}. {feedback}")
