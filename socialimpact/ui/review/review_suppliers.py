"""Possible social suppliers: one question at a time, answered by key; what was answered; the same as an Excel file."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg, plural
from socialimpact.services.review import name_only, reviewing
from socialimpact.services.review.review_case import CaseView
from socialimpact.services.review.review_queue import Answer, Queue
from socialimpact.services.workspace import Workspace
from socialimpact.ui import afterwards, parts
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.review import answer_bar, review_answers, review_case, review_excel, review_name_only, review_turn
from socialimpact.ui.review.answer_bar import Choice

PARTS = {
    "questions": msg("Questions"),
    "names": msg("By the name alone"),
    "answers": msg("Answers given"),
    "excel": msg("Ask a colleague (Excel)"),
}
_CHOSEN, _TOGETHER, _WHY = "review_entry_", "review_together_", "review_why_"


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
    with afterwards.drawn():
        found = review_turn.now(ws, actor)
        if not found.open:
            _done(ws, actor, found)
            return
        supplier_id = found.table["supplier_id"][0].as_py()
        view = review_turn.case_of(ws, actor, supplier_id, st.session_state.get(f"{_CHOSEN}{supplier_id}"))
        review_case.question(view, found)
        answer_bar.show(ws, actor, _ANSWERS, lambda given: _press(ws, actor, view, given))
        review_case.sides(view)
        _more(view)
    if answer_bar.WRONG in st.session_state:
        st.rerun()
    review_turn.look_ahead(ws, actor)


_ANSWERS: tuple[Choice, ...] = (
    Choice("yes", msg("Yes, the same"), ":material/check:", "primary",
     msg("The supplier counts as what the register says of this entry")),
    Choice("no", msg("No"), ":material/close:", "secondary",
     msg("This entry is another body; it is never proposed for this supplier again")),
    Choice("none", msg("None of them"), ":material/block:", "secondary",
     msg("The supplier is none of the entries that are proposed")),
    Choice("later", msg("Later"), ":material/schedule:", "secondary", msg("It comes again at the end")),
)  # fmt: skip


def _press(ws: Workspace, actor: Actor, view: CaseView, given: Answer) -> None:
    """Write the answer down. Runs before the next question is drawn."""
    together = st.session_state.get(f"{_TOGETHER}{view.supplier_id}", True)
    also = [number for number, _ in view.twins] if together else []
    why = st.session_state.get(f"{_WHY}{view.supplier_id}_{view.chosen.entry_id}", "")
    reason: Message | str = why.strip() if why.strip() and why != say(view.reason) else view.reason
    said = _told(view, given, len(also))

    def write() -> None:
        with answer_bar.pressed(said) as given_now:
            given_now(reviewing.answer(ws, actor, view.supplier_id, view.chosen.entry_id, given, reason, also=also))
            st.session_state.pop(f"{_CHOSEN}{view.supplier_id}", None)

    st.session_state[answer_bar.LAST] = said
    review_turn.answer(ws, actor, view, given, also=also, write=write)


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
    if last := st.session_state.get(answer_bar.LAST):
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
