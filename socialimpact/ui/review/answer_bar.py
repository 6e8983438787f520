"""The answers to a question as buttons with their letters, at a fixed place, and taking the last one back."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import Message, msg
from socialimpact.services.review import reviewing
from socialimpact.services.review.review_queue import Answer
from socialimpact.services.workspace import Workspace
from socialimpact.ui import afterwards, language
from socialimpact.ui.errors import refuse
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.review import review_turn

# What the last press did, the presses of this visit that can be taken back by key, and what went wrong.
LAST, GIVEN, WRONG = "review_last", "review_given", "review_wrong"
# By language: the letter that answers. C and R are the framework's own.
KEYS: dict[str, dict[str, str]] = {
    "en": {"yes": "Y", "no": "N", "none": "X", "later": "L", "undo": "U"},
    "it": {"yes": "S", "no": "N", "none": "X", "later": "D", "undo": "A"},
}
_HINT = msg("Answer with the letters on the buttons. Nothing is lost: every answer can be taken back.")


class Choice(NamedTuple):
    """An answer as a button; `hint` says what follows from it."""

    given: Answer
    title: Message
    icon: str
    style: Literal["primary", "secondary"]
    hint: Message


def show(ws: Workspace, actor: Actor, choices: Sequence[Choice], press: Callable[[Answer], None]) -> None:
    """The buttons. What the last press did, or why it was refused, stands under them."""
    keys = KEYS[language.current()]
    may = actor.role != "viewer"
    with st.container(horizontal=True, key="review_answers", gap="small"):
        for choice in choices:
            st.button(
                say(choice.title),
                key=f"review_{choice.given}",
                icon=choice.icon,
                type=choice.style,
                shortcut=keys[choice.given],
                disabled=not may,
                help=say(choice.hint),
                on_click=press,
                args=(choice.given,),
            )
        st.button(
            say(msg("Undo")),
            key="review_undo",
            icon=":material/undo:",
            type="tertiary",
            shortcut=keys["undo"],
            disabled=not may or not (st.session_state.get(GIVEN) or afterwards.waits()),
            help=say(msg("Takes your last answer back, then the one before it")),
            on_click=_undo,
            args=(ws, actor),
        )
    if wrong := st.session_state.pop(WRONG, None):
        refuse(wrong)
    last = st.session_state.get(LAST)
    hint = last or (_HINT if may else msg("You may look at this. Only an editor or owner of the data can answer."))
    st.caption(literal(say(hint)))


@contextmanager
def pressed(said: Message) -> Generator[Callable[[int], None], None, None]:
    """For a press that writes an answer down: give the answer's number to what this yields.

    Then `said` stands under the buttons and the answer can be taken back by key; a refusal stands there instead.
    """
    numbers: list[int] = []
    try:
        yield numbers.append
    except Refused as refusal:
        st.session_state[WRONG] = refusal
        st.session_state.pop(LAST, None)
        return
    st.session_state.setdefault(GIVEN, []).extend(numbers)
    st.session_state[LAST] = said


def _undo(ws: Workspace, actor: Actor) -> None:
    """Take back the last answer of this visit that still stands."""
    afterwards.finish()
    given: list[int] = st.session_state.get(GIVEN, [])
    while given:
        number = given.pop()
        try:
            with review_turn.taking_back(ws):
                reviewing.undo(ws, actor, number)
        except Refused as refusal:
            if refusal.code != "answer_ended":
                st.session_state[WRONG] = refusal
            continue
        st.session_state[LAST] = msg("The last answer was taken back: here is the question again.")
        return
