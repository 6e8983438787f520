"""A page of the app as a person opens it, in one language, and everything that it says."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from socialimpact import settings
from socialimpact.services.workspace import Workspace
from socialimpact.ui import access
from socialimpact.ui.navigation import SECTIONS

PATIENCE = 60.0


def opened(page: str, language: str = "en", **query: str) -> AppTest:
    """The app on `page` (`data/registers`), with values of its address."""
    at = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=60)
    # A link: `switch_page` knows only the addresses of an app that has drawn another page already.
    at._page_hash = calc_hash(address(page))
    for name, value in {"lang": language, **query}.items():
        at.query_params[name] = value
    return at.run()


def address(page: str) -> str:
    file = f"pages/{page}.py"
    return next(entry.url for section in SECTIONS for entry in section.entries if entry.file == file)


def settled(at: AppTest, work: str) -> AppTest:
    """The page after its `work` in the background (`register`), drawn again as the browser does."""
    while f"{work}_stop" in keys(at):
        assert at.session_state[f"{work}_job"].wait(PATIENCE), "the work never ended"
        at.run()
    return at


def said(at: AppTest) -> str:
    """Everything that the page says, as one text without the marks of Markdown's escapes."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.success, at.warning, at.error, at.info, at.metric)
    text = "\n".join(str(element.value) for elements in kinds for element in elements)
    return text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def keys(at: AppTest) -> list[str | None]:
    return [button.key for button in at.button]


def workspace() -> Workspace:
    """What is behind the page."""
    return access.current()[0]
