"""Which question is open in a dialog: kept in the session, so that it stays open until it is answered or closed."""

from __future__ import annotations

import streamlit as st

_KEY = "asked"


def ask(*question: object) -> None:
    """Open the dialog of this question: what is asked, about which thing. For a button's `on_click`."""
    st.session_state[_KEY] = question


def asked(*question: object) -> bool:
    """Whether this question is open."""
    return bool(st.session_state.get(_KEY) == question)


def forget() -> None:
    """Close whatever is open. For a dialog's `on_dismiss`, and after the answer was saved."""
    st.session_state.pop(_KEY, None)
