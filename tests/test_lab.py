"""Live figures in a running JupyterLab, touched with real pointer and keyboard events, and their kernel."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect

TOKEN = "a-token-for-this-test"


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
    # With CI set, JupyterLab's kernels do not answer a widget's messages; a reader's machine does not set it.
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | own
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env=environment,
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


def test_the_notebook_of_chapter_6_reads_what_is_drawn(
    lab: str, browser: Browser, draw: Callable[[Page, list], None], drawings: list[dict]
) -> None:
    with browser.new_context(viewport={"width": 1300, "height": 1000}) as context:
        page = context.new_page()
        page.goto(f"{lab}/lab/tree/book/6-draw.ipynb?token={TOKEN}")
        page.get_by_role("heading", name="Draw, and be read").wait_for(timeout=60_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        pad = page.locator(".digit-pad")
        pad.wait_for(timeout=120_000)
        # While cells still run, their outputs come and push the canvas about.
        page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=120_000)
        status = pad.get_by_role("status")
        for drawing in drawings[:5]:
            draw(page, drawing["strokes"])
            expect(status).to_have_attribute("data-digit", str(drawing["digit"]), timeout=60_000)
            pad.get_by_role("button", name="Clear").click()
            expect(status).to_have_attribute("data-digit", "", timeout=20_000)


def test_the_plane_of_chapter_2_and_its_kernel_tell_each_other(lab: str, browser: Browser, tmp_path: Path) -> None:
    sources = [
        "from utils.figures import PerceptronPlane\nplane = PerceptronPlane()\nplane",
        "print(plane.weights)",
        "plane.gate, plane.weights = 'NAND', (3, -2, -2)",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "3"}})
    nbformat.write(notebook, tmp_path / "plane.ipynb")
    with browser.new_context(viewport={"width": 1300, "height": 1000}) as context:
        page = context.new_page()
        page.goto(f"{lab}/lab/tree/plane.ipynb?token={TOKEN}")
        code = page.locator(".jp-CodeCell .cm-content")

        def run(cell: int) -> None:
            code.nth(cell).click(timeout=60_000)
            page.keyboard.press("Shift+Enter")

        run(0)
        plane = page.locator(".perceptron-plane")
        plane.get_by_role("slider", name="Shift the line").focus(timeout=120_000)
        for _ in range(4):
            page.keyboard.press("ArrowUp")  # which would leave the cell, were JupyterLab not told to leave it alone
        expect(plane.locator(".plane-equation")).to_have_text("1 − 1 x₁ − 1 x₂ = 0")
        run(1)
        expect(page.locator(".jp-OutputArea-output pre")).to_have_text("(1.0, -1.0, -1.0)", timeout=20_000)
        run(2)
        expect(plane.get_by_role("status")).to_have_text("All 4 answers are right: this is NAND.", timeout=20_000)
