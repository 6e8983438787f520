"""An empty home: two ways to begin."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.services.workspace import Workspace
from socialimpact.ui import errors, navigation
from socialimpact.ui.language import say
from socialimpact.ui.progress import progress


def first_minute(ws: Workspace, actor: Actor) -> None:
    """Say what the app does, and offer the person's own ledger or the demo company."""
    st.title(say(msg("What do you buy from social enterprises?")), anchor=False)
    st.write(
        say(
            msg(
                "Give the app your purchase file: it finds the suppliers that stand in a register of social"
                " enterprises, says what share of your spend goes to them and how local it is, and shows the proof,"
                " down to the row of your file. Everything stays on this computer."
            )
        )
    )
    with st.container(horizontal=True):
        if st.button(say(msg("Upload a ledger")), type="primary", icon=":material/upload_file:", key="first_upload"):
            navigation.go("upload")
        demo = st.button(say(msg("Look around with the demo company")), icon=":material/explore:", key="first_demo")
    st.caption(
        say(
            msg(
                "A ledger is any list of purchases: the export of your accounting, the received invoices of the Agenzia"
                " delle Entrate, Excel or CSV."
            )
        )
    )
    if demo:
        _load_demo(ws, actor)


def _load_demo(ws: Workspace, actor: Actor) -> None:
    from socialimpact.services.demo import load_demo  # noqa: PLC0415 - readers and matchers that only this press needs

    done = False
    with errors.told(), progress(msg("Setting up the demo company")) as shown:
        load_demo(ws, actor, shown)
        done = True
    if done:
        st.rerun()
