"""Chapter 6 in a running JupyterLab: the kernel answers what is drawn with real pointer events."""

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
