"""Who is looking, and at whose data. The services check every right again."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from socialimpact import settings
from socialimpact.actor import Actor, local_owner
from socialimpact.errors import NotAllowed
from socialimpact.language import msg
from socialimpact.services.sign_in import Visitor, actor_for
from socialimpact.services.workspace import Workspace, open_workspace
from socialimpact.ui import cached, on_page
from socialimpact.ui.language import say


def current() -> tuple[Workspace, Actor]:
    """The organisation's data and the person of this visit.

    Raises `NotAllowed` when sign-in is set up and this person is not signed in or has no grant, `StoreBusy`
    when another program holds the data.
    """
    ws = _workspace(str(settings.home()))
    if not sign_in_configured():
        return ws, local_owner()
    if not st.user.is_logged_in:
        raise NotAllowed(msg("Please sign in first."))
    person = st.user.to_dict()
    name = str(person.get("name") or person.get("email") or person["sub"])
    # An address that the provider has not verified may be anybody's.
    email = str(person["email"]) if person.get("email") and person.get("email_verified") is True else None
    return ws, actor_for(ws, Visitor(str(person["iss"]), str(person["sub"]), name, email))


def may_download() -> bool:
    """Whether this person may take files away: without the right no button is shown, and the services refuse."""
    page = on_page.shown()
    if page.downloads is None:
        page.downloads = current()[1].downloads
    return page.downloads


def sign_in_configured() -> bool:
    """Whether `secrets.toml` has an `[auth]` section; then nobody comes in without it.

    A secrets file that cannot be read is a refusal, never an open door.
    """
    readable = st.secrets.load_if_toml_exists()
    if not readable and any(Path(file).exists() for file in st.get_option("secrets.files")):
        raise NotAllowed(msg("The file secrets.toml cannot be read, so nobody can sign in. Correct it and restart."))
    return readable and "auth" in st.secrets


def needs_sign_in() -> bool:
    """True for a visitor who must sign in before any page may be shown."""
    return sign_in_configured() and not st.user.is_logged_in


def sign_in_page() -> None:
    """The only page that a stranger gets."""
    st.title(say(msg("Social procurement")))
    st.write(say(msg("What your organisation buys from social enterprises, from its own ledger.")))
    st.button(say(msg("Sign in")), type="primary", on_click=st.login, icon=":material/login:")


def sign_out_control() -> None:
    """In the sidebar, for whoever signed in."""
    if sign_in_configured() and st.user.is_logged_in:
        st.button(say(msg("Sign out")), on_click=st.logout, icon=":material/logout:", type="tertiary")


@st.cache_resource(show_spinner=False, max_entries=4, on_release=lambda ws: ws.close())
def _workspace(home: str) -> Workspace:
    # The database object is safe to share: each query takes a cursor of its own.
    ws = open_workspace(home)
    ws.db.before_shown(lambda version: cached.make_ready(ws, version))
    return ws
