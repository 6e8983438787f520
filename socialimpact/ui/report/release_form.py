"""Releasing the report that is on the page: what that means, the reason of a correction, and the question before it."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.reporting import releasing
from socialimpact.services.reporting.releases import Release
from socialimpact.services.workspace import Workspace
from socialimpact.ui import asking, notice
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

PLACE = "releases"
_WHY = "release_why"


def show(ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...], in_language: str) -> None:
    """The card; nothing for those who may not release."""
    if not releasing.may_release(actor):
        return
    old = releasing.to_correct(ws, actor, year, companies)
    with st.container(border=True, gap="small", key="report_release"):
        st.markdown(f"### {literal(say(msg('Release it')))}")
        st.caption(literal(say(_meaning())))
        why = ""
        if old:
            st.markdown(literal(say(_corrects(old))))
            why = st.text_area(
                say(msg("Why is there a new release?")), key=_WHY, max_chars=600, height=90,
                placeholder=say(msg("For example: invoices of a site had been missing")),
            )  # fmt: skip
        title = msg("Release the corrected report of {year}", year=str(year)) if old else msg(
            "Release the report of {year}", year=str(year))  # fmt: skip
        question = (PLACE, year, companies)
        st.button(
            say(title),
            key="release_ask",
            icon=":material/verified:",
            type="primary",
            on_click=asking.ask,
            args=question,
        )
        if asking.asked(*question) and old and not why.strip():
            asking.forget()
            st.warning(say(msg("Write the reason first: it is printed in the report.")), icon=":material/edit:")
        if asking.asked(*question):
            st.dialog(say(title), on_dismiss=asking.forget)(_ask)(ws, actor, year, companies, in_language, why)


def _meaning() -> Message:
    return msg(
        "A release freezes figures, tags, method and texts under a number, with its date, its author and a hash. It can"
        " be produced again at any time, exactly as it was, and it can never be changed or deleted."
    )


def _corrects(old: Release) -> Message:
    return msg(
        "Release {number} is of the same year and companies. A new one corrects it: it names it, gives the reason and"
        " lists every figure that is different, with the cause.",
        number=old.number,
    )


def _ask(  # noqa: PLR0917 - what the dialog is about
    ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...], in_language: str, why: str
) -> None:
    """Inside the dialog: what follows, and the two ways out."""
    st.write(say(_meaning()))
    with st.container(horizontal=True):
        sure = st.button(say(msg("Release it for good")), key="release_sure", type="primary")
        if st.button(say(msg("Not yet")), key="release_not_yet"):
            asking.forget()
            st.rerun()
    if not sure:
        return
    with told(), st.spinner(say(msg("The report is being released"))):
        made = releasing.make(ws, actor, year, language=in_language, companies=companies, why=why)
        notice.leave(PLACE, msg("Release {number} was made.", number=made.number))
        st.session_state[f"release_{made.number}"] = True
        asking.forget()
        st.rerun()
