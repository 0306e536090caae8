"""Live figures in a running JupyterLab, touched with real pointer and keyboard events, and their kernel."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

TOKEN = "a-token-for-this-test"
COMPLAINT = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'
PROMPTS = ".jp-CodeCell .jp-InputPrompt"
# The circle beside a notebook says "idle" before there is a kernel, and who restarts none is asked to select one.
IDLE = '.jp-StatusBar-TextItem:has-text("ipykernel) | Idle")'


@pytest.fixture
def lab(tmp_path: Path, browser: Browser) -> Iterator[str]:  # noqa: ARG001 (without a browser no server is started)
    """The address of a JupyterLab with its own settings, over a copy of the book."""
    shutil.copytree(ROOT / "book", tmp_path / "book")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    own["JUPYTERLAB_WORKSPACES_DIR"] = own["JUPYTERLAB_SETTINGS_DIR"] = str(tmp_path / "lab")
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--LabApp.news_url="]
    options += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={tmp_path}"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env=os.environ | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api?token={TOKEN}")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def choose(page: Page, command: str, outcome: Locator) -> None:
    """Choose from the menu Run, and see the outcome."""
    page.locator(IDLE).wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=command, exact=True).click()
    outcome.wait_for(timeout=60_000)


def run_all(page: Page, figure: Locator) -> None:
    choose(page, "Run All Cells", figure)


def come_to_rest(figure: Locator) -> None:
    """Scroll to the figure and wait until it stays where it is: outputs above and below come, and push it about."""
    before = None
    figure.scroll_into_view_if_needed()
    while (box := figure.bounding_box()) != before:
        before = box
        figure.page.wait_for_timeout(500)
        figure.scroll_into_view_if_needed()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_chapter_runs_through_and_its_figures_answer(
    path: Path, lab: str, browser: Browser, draw: Callable[[Page, list], None], drawings: list[dict], tmp_path: Path
) -> None:
    """Open, Restart Kernel and Run All Cells, touch what is live."""
    seven = next(drawing["strokes"] for drawing in drawings if drawing["digit"] == 7)
    cells = [cell for cell in forget_that_it_ran(tmp_path / "book" / path.name) if cell.cell_type == "code"]
    with browser.new_context(viewport={"width": 1300, "height": 1000}) as context:
        page = restart_and_run_all(context, f"{lab}/lab/tree/book/{path.name}?token={TOKEN}")
        prompts = page.locator(PROMPTS)
        last = prompts.filter(has_text=f"[{len(cells)}]:")
        last.or_(page.locator(COMPLAINT)).first.wait_for(timeout=200_000)
        assert page.locator(COMPLAINT).all_inner_texts() == []
        expect(prompts).to_have_text([f"[{i}]:" for i in range(1, len(cells) + 1)])
        kinds = re.findall(r'data-figure=\\?"([a-z-]+)', path.read_text(encoding="utf-8"))
        assert "quiz" in kinds
        for kind in set(kinds):
            figures = page.locator(f".{kind}")
            expect(figures).to_have_count(kinds.count(kind))
            for figure in figures.all():
                touch(figure, partial(draw, page, seven))


def forget_that_it_ran(path: Path) -> list[nbformat.NotebookNode]:
    """Take the numbers of execution from a notebook, not its outputs; return its cells."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
    nbformat.write(notebook, path)
    return notebook.cells


def restart_and_run_all(context: BrowserContext, address: str) -> Page:
    """Open a notebook, restart its kernel, run all cells and see the first one done."""
    page = context.new_page()
    page.goto(address)
    confirm = page.get_by_role("button", name="Confirm Kernel Restart")
    choose(page, "Restart Kernel and Run All Cells…", confirm)
    confirm.click()
    page.locator(PROMPTS).filter(has_text="[1]:").wait_for(timeout=60_000)
    return page


def touch(figure: Locator, draw_seven: Callable[[], None]) -> None:
    """Do one thing to a live figure, and see that it answers."""
    come_to_rest(figure)
    if figure.locator(".pad-paper").count():
        draw_seven()
        expect(figure.locator('[data-digit="7"]')).to_be_attached(timeout=60_000)
        return
    before = figure.inner_text()
    controls = figure.get_by_role("slider").or_(figure.get_by_role("application"))
    if controls.count():
        controls.first.press("ArrowUp")
    else:
        figure.locator("label").first.click()  # a quiz: its first option
    expect(figure).not_to_have_text(before, use_inner_text=True, timeout=30_000)


@contextmanager
def opened(lab: str, browser: Browser, folder: Path, *sources: str, height: int = 1000) -> Iterator[Page]:
    """A new notebook with these code cells, open in JupyterLab and not yet run."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "3"}})
    nbformat.write(notebook, folder / "new.ipynb")
    with browser.new_context(viewport={"width": 1300, "height": height}) as context:
        page = context.new_page()
        page.goto(f"{lab}/lab/tree/new.ipynb?token={TOKEN}")
        page.locator(".jp-CodeCell .cm-content").nth(len(sources) - 1).wait_for(timeout=60_000)
        yield page


def test_the_plane_of_chapter_2_and_its_kernel_tell_each_other(lab: str, browser: Browser, tmp_path: Path) -> None:
    sources = [
        "from utils.figures import PerceptronPlane\nplane = PerceptronPlane()\nplane",
        "plane.gate, plane.weights = 'NAND', (1.5, -1, -1)",
        "print([round(w, 6) for w in plane.weights])",
    ]
    with opened(lab, browser, tmp_path, *sources) as page:
        code = page.locator(".jp-CodeCell .cm-content")
        plane = page.locator(".perceptron-plane")
        run_all(page, plane)
        # From the kernel to the figure …
        expect(plane.get_by_role("status")).to_have_text("All 4 answers are right: this is NAND.", timeout=30_000)
        plane.get_by_role("slider", name="Shift the line").focus()
        for _ in range(4):
            page.keyboard.press("ArrowUp")  # which would leave the cell, were JupyterLab not told to leave it alone
        expect(plane.locator(".plane-equation")).to_have_text("1.7 − 1 x₁ − 1 x₂ = 0")
        # … and from the figure to the kernel.
        code.nth(2).click()
        page.keyboard.press("Shift+Enter")
        expect(page.locator(".jp-OutputArea-output pre")).to_have_text("[1.7, -1.0, -1.0]", timeout=20_000)


def test_a_kernel_in_jupyterlab_follows_the_keys_and_is_known_to_python(
    lab: str, browser: Browser, tmp_path: Path
) -> None:
    start = "picture = np.arange(25).reshape(5, 5)\nfigure = Convolution({'steps': picture}, [[0, 1, 0]] * 3)\nfigure"
    sources = [f"import numpy as np\nfrom utils.figures import Convolution\n{start}"]
    sources += ["print(figure.place, figure.kernel[0], figure.flip)"]
    with opened(lab, browser, tmp_path, *sources) as page:
        code = page.locator(".jp-CodeCell .cm-content")
        figure = page.locator(".convolution")
        run_all(page, figure)
        come_to_rest(figure)
        figure.get_by_role("application").focus()
        page.keyboard.press("ArrowDown")  # which would leave the cell, were JupyterLab not told to leave it alone
        page.keyboard.press("ArrowRight")
        expect(figure.locator(".conv-sum")).to_have_text("sum of the nine: z1,1 = 36")
        figure.get_by_role("textbox").first.fill("1/2")
        page.keyboard.press("Tab")
        figure.get_by_role("checkbox").check()
        expect(figure.locator(".conv-sum")).to_have_text("sum of the nine: z1,1 = 45")
        code.nth(1).click()
        page.keyboard.press("Shift+Enter")
        expect(page.locator(".jp-OutputArea-output pre")).to_have_text("(1, 1) [0.5, 1.0, 0.0] True", timeout=20_000)


def test_a_quiz_in_jupyterlab_answers_keys_and_pointer(lab: str, browser: Browser, tmp_path: Path) -> None:
    question = "Question('Which is larger?', {'2': 'It is.', '1': 'It is not.', 'Neither': 'One of them is.'}, '2')"
    source = f"from utils.figures import Quiz\nfrom utils.quizzes import Question\nQuiz([{question}])"
    with opened(lab, browser, tmp_path, source, "print('the cell below')") as page:
        quiz = page.locator(".quiz")
        run_all(page, quiz)
        come_to_rest(quiz)
        radios, (status, total) = quiz.get_by_role("radio"), quiz.get_by_role("status").all()
        assert quiz.locator("label").all_inner_texts() == ["2", "1", "Neither"]
        radios.first.focus()
        page.keyboard.press("ArrowDown")
        expect(radios.nth(1)).to_be_focused()
        expect(status).to_be_empty()
        page.keyboard.press("Enter")
        expect(status).to_have_text("Not this one. It is not.")
        quiz.locator("label").first.click()
        expect(status).to_have_text("Right. It is.")
        expect(total).to_have_text("0 of 1 at first try.")
        quiz.get_by_role("button", name="Start again").click()
        expect(radios.first).to_be_focused()
        expect(status).to_be_empty()


def test_the_network_in_jupyterlab_asks_no_kernel(
    lab: str, browser: Browser, draw: Callable[[Page, list], None], drawings: list[dict], tmp_path: Path
) -> None:
    source = (
        "from utils.data import load_mnist\nfrom utils.figures import NetworkAlive\nNetworkAlive(load_mnist()[1][0][0])"
    )
    with opened(lab, browser, tmp_path, source, "import time\ntime.sleep(100)", height=1300) as page:
        figure = page.locator(".network-alive")
        run_all(page, figure)  # and now the kernel sleeps
        title = figure.locator(".net-title")
        expect(title).to_have_text("Output, digit 7: 100 %")
        come_to_rest(figure)
        draw(page, next(drawing for drawing in drawings if drawing["digit"] == 3)["strokes"])
        expect(figure.locator(".net-answer")).to_have_attribute("data-digit", "3")
        figure.locator("table button").first.click()
        expect(title).to_contain_text("Dense, unit ")
        figure.get_by_role("application").nth(1).focus()
        page.keyboard.press("ArrowRight")  # which would leave the cell, were JupyterLab not told to leave it alone
        page.keyboard.press("ArrowRight")
        expect(title).to_contain_text("Convolution 1, map ")


def test_softmax_and_pooling_in_jupyterlab_answer_keys_and_pointer(lab: str, browser: Browser, tmp_path: Path) -> None:
    pooling = "from utils.figures import Pooling\nPooling({'steps': np.arange(144).reshape(12, 12)})"
    softmax = "import numpy as np\nfrom utils.figures import Softmax\nSoftmax(logits=[2, 1, 0])"
    with opened(lab, browser, tmp_path, softmax, pooling) as page:
        shares, pools = page.locator(".softmax"), page.locator(".pooling")
        run_all(page, pools)
        page.locator(IDLE).wait_for(timeout=60_000)
        come_to_rest(shares)
        shares.get_by_role("slider").first.click()
        page.keyboard.press("Home")
        for _ in range(3):
            page.keyboard.press("ArrowUp")  # which would leave the cell, were JupyterLab not told to leave it alone
        expect(shares.get_by_role("slider").first).to_have_value("-4.7")
        expect(shares.get_by_role("status")).to_contain_text("z₂ is 1 more than z₃")  # it was z₁ that led
        come_to_rest(pools)
        pools.get_by_role("button", name="right").click()
        expect(pools.get_by_role("row", name="input")).to_contain_text("64 of 64")
