"""Possible social suppliers: one question at a time, answered by key; what was answered; the same as an Excel file."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import Message, msg, plural
from socialimpact.services.review import name_only, reviewing
from socialimpact.services.review.review_case import CaseView
from socialimpact.services.review.review_queue import Queue
from socialimpact.services.review.reviewing import Answer
from socialimpact.services.workspace import Workspace
from socialimpact.ui import language, parts
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.errors import refuse
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.review import review_answers, review_case, review_excel, review_name_only, review_turn

PARTS = {
    "questions": msg("Questions"),
    "names": msg("By the name alone"),
    "answers": msg("Answers given"),
    "excel": msg("Ask a colleague (Excel)"),
}
# What the last press did, the presses of this visit that can be taken back by key, and what went wrong.
LAST, GIVEN, WRONG = "review_last", "review_given", "review_wrong"
_CHOSEN, _TOGETHER, _WHY = "review_entry_", "review_together_", "review_why_"
# By language: the letter that answers. C and R are the framework's own.
KEYS: dict[str, dict[str, str]] = {
    "en": {"yes": "Y", "no": "N", "none": "X", "later": "L", "undo": "U"},
    "it": {"yes": "S", "no": "N", "none": "X", "later": "D", "undo": "A"},
}


def show(ws: Workspace, actor: Actor) -> None:
    """The part that was chosen: the questions at first."""
    part = parts.chosen("part", PARTS, label=msg("What to do"))
    match part:
        case "names":
            review_name_only.show(ws, actor)
        case "answers":
            review_answers.show(ws, actor)
        case "excel":
            review_excel.show(ws, actor)
        case _:
            questions(ws, actor)


@st.fragment
def questions(ws: Workspace, actor: Actor) -> None:
    """The question whose turn it is. Only this part of the page is drawn again after an answer."""
    found = review_turn.now(ws, actor)
    if not found.open:
        _done(ws, actor, found)
        return
    _headline(found)
    supplier_id = found.table["supplier_id"][0].as_py()
    view = review_turn.case_of(ws, actor, supplier_id, st.session_state.get(f"{_CHOSEN}{supplier_id}"))
    review_case.question(view)
    _buttons(ws, actor, view)
    review_case.sides(view)
    _more(view)
    review_turn.look_ahead(ws, actor)


def _headline(found: Queue) -> None:
    st.markdown(f"### {literal(say(found.message()))}")
    share = found.decided_share
    st.progress(float(min(max(share or 0, 0), 1)), text=literal(say(found.progress())))


def _buttons(ws: Workspace, actor: Actor, view: CaseView) -> None:
    """The answers, at a place that does not move. What the last one did stands under them."""
    keys = KEYS[language.current()]
    may = actor.role != "viewer"
    with st.container(horizontal=True, key="review_answers", gap="small"):
        for given, title, icon, style, hint in _ANSWERS:
            st.button(
                say(title),
                key=f"review_{given}",
                icon=icon,
                type=style,
                shortcut=keys[given],
                disabled=not may,
                help=say(hint),
                on_click=_press,
                args=(ws, actor, view, given),
            )
        st.button(
            say(msg("Undo")),
            key="review_undo",
            icon=":material/undo:",
            type="tertiary",
            shortcut=keys["undo"],
            disabled=not may or not st.session_state.get(GIVEN),
            help=say(msg("Takes your last answer back, then the one before it")),
            on_click=_undo,
            args=(ws, actor),
        )
    if wrong := st.session_state.pop(WRONG, None):
        refuse(wrong)
    last = st.session_state.get(LAST)
    hint = last or (_HINT if may else msg("You may look at this. Only an editor or owner of the data can answer."))
    st.caption(literal(say(hint)))


_HINT = msg("Answer with the letters on the buttons. Nothing is lost: every answer can be taken back.")
_Style = Literal["primary", "secondary"]
_ANSWERS: tuple[tuple[Answer, Message, str, _Style, Message], ...] = (
    ("yes", msg("Yes, the same"), ":material/check:", "primary",
     msg("The supplier counts as what the register says of this entry")),
    ("no", msg("No"), ":material/close:", "secondary",
     msg("This entry is another body; it is never proposed for this supplier again")),
    ("none", msg("None of them"), ":material/block:", "secondary",
     msg("The supplier is none of the entries that are proposed")),
    ("later", msg("Later"), ":material/schedule:", "secondary", msg("It comes again at the end")),
)  # fmt: skip


def _press(ws: Workspace, actor: Actor, view: CaseView, given: Answer) -> None:
    """Write the answer down. Runs before the next question is drawn."""
    together = st.session_state.get(f"{_TOGETHER}{view.supplier_id}", True)
    also = [number for number, _ in view.twins] if together else []
    why = st.session_state.get(f"{_WHY}{view.supplier_id}_{view.chosen.entry_id}", "")
    reason: Message | str = why.strip() if why.strip() and why != say(view.reason) else view.reason
    try:
        with review_turn.answering(ws, view, given, also):
            number = reviewing.answer(ws, actor, view.supplier_id, view.chosen.entry_id, given, reason, also=also)
    except Refused as refusal:
        st.session_state[WRONG] = refusal
        return
    st.session_state.setdefault(GIVEN, []).append(number)
    st.session_state[LAST] = _told(view, given, len(also))
    st.session_state.pop(f"{_CHOSEN}{view.supplier_id}", None)


def _told(view: CaseView, given: Answer, also: int) -> Message:
    """What an answer did, in a sentence."""
    names = {"supplier": view.supplier, "entry": view.chosen.name}
    match given:
        case "yes":
            said = msg("Yes: {supplier} is {entry}. It counts for the dates that the register gives.", **names)
        case "no":
            said = msg("No: {supplier} is not {entry}. This is not asked again.", **names)
        case "none":
            said = msg("{supplier} is none of the entries that were proposed. This is not asked again.", **names)
        case _:
            said = msg("Put off: {supplier} comes again at the end.", **names)
    if not also:
        return said
    more = plural("The same for {n} more supplier.", "The same for {n} more suppliers.", also)
    return Message("{said} {more}", {"said": said, "more": more})


def _undo(ws: Workspace, actor: Actor) -> None:
    """Take back the last answer of this visit that still stands."""
    pressed: list[int] = st.session_state.get(GIVEN, [])
    while pressed:
        number = pressed.pop()
        try:
            with review_turn.taking_back(ws):
                reviewing.undo(ws, actor, number)
        except Refused as refusal:
            if refusal.code != "answer_ended":
                st.session_state[WRONG] = refusal
            continue
        st.session_state[LAST] = msg("The last answer was taken back: here is the question again.")
        return


def _more(view: CaseView) -> None:
    """Another entry instead, one answer for several suppliers, and the reason in other words."""
    if view.twins:
        names = ", ".join(name for _, name in view.twins)
        text = plural(
            "The answer goes for {n} more supplier of the same name, place and legal form: {names}",
            "The answer goes for {n} more suppliers of the same name, place and legal form: {names}",
            len(view.twins),
            names=names,
        )
        st.toggle(literal(say(text)), value=True, key=f"{_TOGETHER}{view.supplier_id}")
    if len(view.candidates) > 1:
        words = {each.entry_id: literal(say(review_case.entry_line(each))) for each in view.candidates}
        st.radio(
            say(msg("Entries that it may be")),
            list(words),
            index=list(words).index(view.chosen.entry_id),
            format_func=words.__getitem__,
            key=f"{_CHOSEN}{view.supplier_id}",
        )
    st.text_input(
        say(msg("Reason of your answer")),
        value=say(view.reason),
        key=f"{_WHY}{view.supplier_id}_{view.chosen.entry_id}",
        max_chars=500,
        help=say(msg("It is kept with the answer. Change it where you know more: a phone call, a document, a visit.")),
    )


def _done(ws: Workspace, actor: Actor, found: Queue) -> None:
    """Nothing to ask: what to do next."""
    if last := st.session_state.get(LAST):
        st.caption(literal(say(last)))
    if rest := len(name_only.found(ws, actor, found)):
        said = plural(
            "{n} more supplier is possible by its name alone: it stands under “By the name alone”.",
            "{n} more suppliers are possible by their name alone: they stand under “By the name alone”.",
            rest,
        )
        st.info(literal(say(said)), icon=":material/help:")
    if found.decided:
        empty(
            msg("Everything is decided"),
            plural(
                "{n} supplier was looked at. New questions come with the next ledger or list of a register.",
                "{n} suppliers were looked at. New questions come with the next ledger or list of a register.",
                found.decided,
            ),
            [
                Step("overview", msg("See the overview")),
                Step("registers", msg("Add a register")),
                Step("upload", msg("Upload a ledger")),
            ],
            icon=":material/task_alt:",
        )
        return
    empty(
        msg("Nothing to review"),
        msg(
            "No supplier's name resembles a register's entry that its tax code does not settle. Questions appear here"
            " when ledgers and registers have similar names."
        ),
        [Step("registers", msg("Add a register")), Step("upload", msg("Upload a ledger"))],
        icon=":material/task_alt:",
    )
