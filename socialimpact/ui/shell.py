"""The frame around every page: settings of the browser page, access, menu, language, and what is said on failure."""

from __future__ import annotations

from typing import Any

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import (
    access,
    afterwards,
    errors,
    language,
    navigation,
    not_found,
    on_page,
    picture,
    skip_link,
    take_along,
    theme,
    turns,
)
from socialimpact.ui.language import say
from socialimpact.ui.server import TITLE


def run() -> None:
    """Draw one visit. `st.navigation` is called on every way through: a run that ended before it would let
    Streamlit run files by their address.
    """
    with language.kept():
        _visit()


def _visit() -> None:
    # The icon comes before the menu: without one the browser would fetch the page's own from another server.
    st.set_page_config(page_title=TITLE, page_icon=theme.MARK, layout="wide")
    page = st.navigation(_pages_for_strangers(), position="hidden") if _is_stranger() else navigation.menu(_nowhere())
    st.set_page_config(page_title=f"{page.title} · {TITLE}")
    theme.apply()
    st.logo(theme.logo(), icon_image=theme.MARK, size="medium")
    picture.install()
    skip_link.install()
    navigation.remember(page.url_path)
    on_page.begin(page.title)
    with st.sidebar:
        language.choose()
        with errors.told():
            access.sign_out_control()
    along = take_along.place()
    with errors.told(), turns.turn(page.url_path):
        afterwards.finish()
        page.run()
        with along:
            take_along.offer()


def _is_stranger() -> bool:
    """Someone who may not see any page: not signed in where one must be, or the sign-in cannot be read."""
    with errors.told():
        return access.needs_sign_in()
    return True


def _pages_for_strangers() -> list[Any]:
    """The sign-in page at every address of the app: a link that was sent to someone leads on after it."""
    title = say(msg("Sign in"))
    urls = [not_found.URL, *(entry.url for section in navigation.SECTIONS for entry in section.entries)]
    return [
        st.Page(access.sign_in_page, title=title, url_path="home", default=True),
        *(st.Page(access.sign_in_page, title=title, url_path=url) for url in urls),
    ]


def _nowhere() -> Any:
    return st.Page(not_found.page, title=say(not_found.TITLE), url_path=not_found.URL, visibility="hidden")
