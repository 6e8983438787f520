"""A server of our own and a browser, for journeys as a person makes them."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.browser import chromium

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 60
NOTHING = (
    "_stcore/health"  # an address with nothing to draw: a page opens there that is watched from its first request on
)
OFFLINE = Path(__file__).parent / "without_network"  # its `sitecustomize` says so with these words
SAID = "asked another machine:"
WAITS = 30_000  # milliseconds for something to appear on a slow machine


@dataclass(frozen=True)
class Server:
    """A running app with a home of its own."""

    url: str
    home: Path
    log: Path

    def address(self, page: str = "") -> str:
        return f"{self.url}/{page}"


@contextmanager
def serve(folder: Path, *, secrets: str | None = None) -> Iterator[Server]:
    """`streamlit run app.py` on a free port, with an empty home below `folder`; stopped at the end.

    It has no network: what it asks of another machine fails, and the test with it. In `secrets`, `{url}` stands for the
    address of the server itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    home, log = folder / "home", folder / "server.log"
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py",
        "--server.port", str(port), "--server.headless", "true",
    ]  # fmt: skip
    environment = {**os.environ, "SOCIALIMPACT_HOME": str(home), "PYTHONPATH": str(OFFLINE)}
    if secrets is not None:
        own = secrets.replace("{url}", f"http://127.0.0.1:{port}")
        (folder / "secrets.toml").write_text(own, encoding="utf-8")
        command += ["--secrets.files", str(folder / "secrets.toml")]
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT)
    server = Server(f"http://127.0.0.1:{port}", home, log)
    try:
        _wait_until_up(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    said_elsewhere = [line for line in log.read_text(encoding="utf-8").splitlines() if SAID in line]
    assert said_elsewhere == [], "the server asked other machines"


def _wait_until_up(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(server.address("_stcore/health"), timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The app did not start:\n{server.log.read_text(encoding='utf-8')}", pytrace=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser; where there is none, the journeys fail: they are never skipped."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.NONE_FOUND, pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS, *chromium.NO_NETWORK])
        yield started
        started.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh server: nobody has visited it, its home is empty."""
    with serve(tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose home stays empty: for journeys that import nothing."""
    with serve(tmp_path_factory.mktemp("empty")) as running:
        yield running
        kept = running.home / "files"
        assert not kept.exists() or list(kept.iterdir()) == [], "somebody kept a file in the home that stays empty"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose home holds the demo company, filled by the command line."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "socialimpact", "--home", str(folder / "home"), "demo"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    with serve(folder) as running:
        yield running


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open an address as a new visitor: `visit(url, language="it-IT", width=390)`.

    Fails the test at its end where the page asked another machine for anything, or its own code failed.
    """
    contexts, strays, errors = [], [], []

    def opened(url: str, *, language: str = "en-GB", width: int = 1440, height: int = 900, **more: str) -> Page:
        context = browser.new_context(
            locale=language, viewport={"width": width, "height": height}, accept_downloads=True, **more
        )
        contexts.append(context)
        context.set_default_timeout(WAITS)
        page = context.new_page()
        host = url.split("/")[2]
        page.on(
            "requestfinished", lambda request: strays.append(request.url) if _elsewhere(request.url, host) else None
        )
        page.on("requestfailed", lambda request: strays.append(request.url) if _left(request, host) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert strays == [], "the page asked other machines"
    assert errors == [], "the page's own code failed"


def _left(request: Request, host: str) -> bool:
    """Whether a failed request had left this machine: what the content policy stops never does."""
    return _elsewhere(request.url, host) and "csp" not in (request.failure or "")


def _elsewhere(url: str, host: str) -> bool:
    return bool(re.match(r"(https?|wss?)://", url)) and url.split("/")[2] != host


RESTS = """() => {
    const app = document.querySelector('[data-testid=stApp]'), main = document.querySelector('[data-testid=stMain]')
    const rests = app?.getAttribute('data-test-script-state') === 'notRunning'
        && app.getAttribute('data-test-connection-state') === 'CONNECTED'
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true], [data-testid=stSpinner]')
    const text = main?.innerText.trim() ?? ''
    const now = performance.now(), before = window.__settling
    if (!rests || !text || before?.text !== text) { window.__settling = {text, since: now}; return false }
    return now - before.since > 500
}"""


def settled(page: Page) -> Page:
    """Wait until the app has drawn the page, and half a second passed in which nothing changed."""
    page.wait_for_function(RESTS, polling=100)
    return page
