"""Find a Chromium for the browser tests, or install one: `python -m tests.browser.chromium` says which.

Looked for, in this order: the program named by SOCIALIMPACT_BROWSER, the usual places and names of Chromium and
Chrome, Playwright's own download. If none starts, as root on Debian the package `chromium` is installed, elsewhere
Playwright's download is tried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

VARIABLE = "SOCIALIMPACT_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/usr/bin/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# Nothing is fetched in the background; --no-sandbox because root, as in a container, cannot start the sandbox.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Whatever is not on this machine is asked of a proxy that is not there: it fails, also by the number of its address.
NO_NETWORK = ["--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=127.0.0.1;localhost"]
NONE_FOUND = (
    "The browser tests need Chromium or Chrome, and none was found that starts. "
    f"Install one, or name its program in {VARIABLE}."
)


def candidates() -> list[str]:
    """Programs that exist and may be a browser, best first, each once."""
    named = [os.environ[VARIABLE]] if os.environ.get(VARIABLE) else []
    by_name = [found for name in NAMES if (found := shutil.which(name))]
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return [path for path in dict.fromkeys([*named, *by_name, *PLACES, own]) if Path(path).exists()]


def starts(path: str) -> bool:
    """Whether the program opens an empty page: one that is there may still lack its libraries."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=60_000)
            browser.new_page().goto("about:blank")
            browser.close()
    except Error:
        return False
    return True


def find() -> str | None:
    """The first browser that starts, or None."""
    return next((path for path in candidates() if starts(path)), None)


def install() -> None:
    """Fetch a browser the way this machine does; whether it worked is for `find` to say."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)  # noqa: S607 - the system's own, by its name
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],  # noqa: S607 - as above
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    path = find()
    if path is None:
        install()
        path = find()
    print(f"Browser for the tests: {path}" if path else NONE_FOUND)  # noqa: T201 - the answer of this command
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
