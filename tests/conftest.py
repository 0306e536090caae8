"""What the tests share: the drawings of our own, JavaScript without a browser, a browser, and the built book."""

import contextlib
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from utils.print import chromium

import nbformat
import numpy as np
import playwright.sync_api
import py_mini_racer
import pytest
import yaml

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "utils" / "static"
NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
PAGES = CONFIG["html"]["baseurl"]  # where the book is published; "" until a fork says it
REPOSITORY = CONFIG["sphinx"]["config"]["html_theme_options"]["repository_url"]  # the same

Verdict = Callable[..., str]

# The kernels that nbval starts inherit this: log lines on stderr would be compared.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    """On CI everything is installed, so a test that skips is a test that does not test: it fails."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped, which fails on CI: {report.longrepr}"
    return report


def section(notebook: nbformat.NotebookNode, title: str) -> list[nbformat.NotebookNode]:
    """The cells under the heading `## title`, without what stands in them of the sections before and after."""
    cells, inside = [], False
    for cell in notebook.cells:
        is_prose = cell.cell_type == "markdown"
        for part in re.split(r"^(?=## )", cell.source, flags=re.MULTILINE) if is_prose else [cell.source]:
            if is_prose and part.startswith("## "):
                inside = part.splitlines()[0] == f"## {title}"
            if inside and part:
                cells.append(nbformat.NotebookNode(cell | {"source": part}))
    return cells


def copy_book(folder: Path) -> Path:
    """A copy of the whole book in the folder, to be changed."""
    ours = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis")
    return Path(shutil.copytree(ROOT, folder / "book", ignore=ours))


@pytest.fixture(scope="session")
def drawings() -> list[dict[str, Any]]:
    """Twelve digits of our own: the digit, the width of the pen, and strokes on a canvas of 280 × 280."""
    return json.loads((ROOT / "tests" / "drawings.json").read_text(encoding="utf-8"))


@pytest.fixture
def verdict(capsys: pytest.CaptureFixture[str]) -> Verdict:
    """What a judge of an exercise prints about an answer."""

    def ask(judge: Callable[..., None], *answer: Any) -> str:
        judge(*answer)
        return capsys.readouterr().out.strip()

    return ask


@pytest.fixture(scope="session")
def javascript() -> Callable[..., Any]:
    """Evaluate an expression after the scripts of utils/static, with Python values as JavaScript variables."""
    engine = py_mini_racer.MiniRacer()
    engine.eval(ATOB)
    for name in ["ink.js", "network.js", "recogniser.js", "reader.js"]:
        engine.eval((STATIC / name).read_text(encoding="utf-8"))

    def evaluate(expression: str, **variables: Any) -> Any:
        values = json.dumps(variables, default=np.ndarray.tolist)
        names = ", ".join(variables)
        return json.loads(engine.eval(f"JSON.stringify((({{{names}}}) => ({expression}))({values}))"))

    return evaluate


# V8 alone lacks the browser's atob.
ATOB = """
globalThis.atob = (text) => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bits = [...text.replace(/=+$/, "")].map((c) => letters.indexOf(c));
  let out = "";
  for (let i = 0; i + 1 < bits.length; i++)
    if (i % 4 < 3) {
      const shift = 2 + 2 * (i % 4);
      out += String.fromCharCode(((bits[i] << shift) & 255) | (bits[i + 1] >> (6 - shift)));
    }
  return out;
};
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.sync_api.Browser]:
    """A headless Chromium, the system's own: Playwright's download of one is not ours to ask for."""
    try:
        executable = chromium()
    except FileNotFoundError as error:
        pytest.skip(str(error))
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with playwright.sync_api.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=executable, args=quiet)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the book's pages, built as the README says but into a folder of its own."""
    output = tmp_path_factory.mktemp("site")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(ROOT), "--path-output", str(output)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return output / "_build" / "html"


@contextlib.contextmanager
def serve(folder: Path, headers: dict[str, str] | None = None) -> Iterator[str]:
    """The address of a folder on a web server of this machine, which sends these headers with all that it sends."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def served_book(built_book: Path) -> Iterator[str]:
    """The address of the built pages, not at the root of their server: they work under any path."""
    root = built_book.parent.parent
    with serve(root) as address:
        yield f"{address}/{built_book.relative_to(root).as_posix()}"


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, built_book: Path) -> str:
    return request.getfixturevalue("served_book") if request.param == "http" else built_book.as_uri()


@pytest.fixture
def page(browser: playwright.sync_api.Browser) -> Iterator[playwright.sync_api.Page]:
    """A page that may not complain, and notes what it asks of the network.

    A test that wants a complaint takes it out of `page.complaints`.
    """
    with browser.new_context(viewport={"width": 1300, "height": 900}) as context:
        page = context.new_page()
        page.complaints = complaints = []
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda message: complaints.append(message.text))

        def failed(request: playwright.sync_api.Request) -> None:
            if request.failure != "net::ERR_ABORTED":  # what a page had not loaded yet when the test left it
                complaints.append(f"did not load: {request.url}")

        page.on("requestfailed", failed)
        page.requests = requests = []
        page.on("request", lambda request: requests.append(request.url))
        yield page
        assert complaints == []


def lay_out(page: playwright.sync_api.Page) -> None:
    """All of a page, which else is laid out where its reader is (book.css), and so moves what is looked at."""
    page.add_style_tag(content="section { content-visibility: visible !important; }")


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Of two colours, red, green and blue from 0 to 1: 1 to 21, as WCAG 2 defines it."""
    lights = []
    for colour in (one, other):
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file://", "data:", "blob:"))


@pytest.fixture
def draw() -> Callable[..., None]:
    """Draw strokes, points on a canvas of 280 × 280, on the first canvas of a page with real pointer events."""

    def draw_strokes(page: playwright.sync_api.Page, strokes: list[list[list[float]]]) -> None:
        canvas = page.locator(".pad-paper canvas").first
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        for stroke in strokes:
            points = [(box["x"] + x * box["width"] / 280, box["y"] + y * box["height"] / 280) for x, y in stroke]
            page.mouse.move(*points[0])
            page.mouse.down()
            for point in points[1:]:
                page.mouse.move(*point)
            page.mouse.up()

    return draw_strokes
