"""What was answered so far: who, when, why; each can be taken back."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg, plural
from socialimpact.services.review import reviewing
from socialimpact.services.review.reviewing import Given
from socialimpact.services.suppliers.tag_words import ANSWERS
from socialimpact.services.workspace import Workspace
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.suppliers.supplier_words import who_words

SHOWN = 50
_FEW = 3
_COLOURS = {"yes": "green", "no": "gray", "none": "gray", "later": "blue"}


@st.fragment
def show(ws: Workspace, actor: Actor) -> None:
    """The latest answers, newest first."""
    found = reviewing.given(ws, actor, limit=SHOWN)
    if not found:
        empty(
            msg("No answer yet"),
            msg("What you decide stands here with its reason, and can be taken back."),
            [Step("review", msg("Answer the first question"))],
            icon=":material/history:",
        )
        return
    st.caption(
        say(
            plural(
                "The latest answer. Taking it back asks the question again; the history keeps both.",
                "The latest {n} answers. Taking one back asks its question again; the history keeps both.",
                len(found),
            )
        )
    )
    for each in found:
        _answer(ws, actor, each)


def _answer(ws: Workspace, actor: Actor, each: Given) -> None:
    with st.container(border=True, key=f"given_{each.number}_{each.answer}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(say(ANSWERS[each.answer]), color=_COLOURS[each.answer])  # type: ignore[arg-type]  # closed list above
            st.markdown(literal(say(_sentence(each))), width="stretch")
            st.button(
                say(msg("Take back")),
                key=f"take_back_{each.number}_{each.answer}",
                icon=":material/undo:",
                type="tertiary",
                disabled=actor.role == "viewer",
                on_click=_take_back,
                args=(ws, actor, each.number),
            )
        about = msg("{who}, {when}: {why}", who=who_words(each.who), when=each.when, why=each.why or "")
        st.caption(literal(say(about)))


def _sentence(each: Given) -> Message:
    if not any(each.entries):
        return msg("{suppliers} – by the name alone", suppliers=_few(each.suppliers))
    return msg("{suppliers} – {entries}", suppliers=_few(each.suppliers), entries=_few(each.entries))


def _few(names: tuple[str, ...]) -> Message | str:
    if len(names) <= _FEW:
        return ", ".join(names)
    return plural("{names} and {n} more", "{names} and {n} more", len(names) - _FEW, names=", ".join(names[:_FEW]))


def _take_back(ws: Workspace, actor: Actor, number: int) -> None:
    with told():
        reviewing.undo(ws, actor, number)
