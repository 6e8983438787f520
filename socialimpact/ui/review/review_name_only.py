"""Suppliers that only their name makes think of a social body: one at a time, answered with a reason of one's own."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Euro, Message, labelled, msg, plural
from socialimpact.services.review import name_only, reviewing
from socialimpact.services.review.name_only import NameOnly
from socialimpact.services.review.review_queue import Answer
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.ui import navigation
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.review import answer_bar, review_case, review_turn
from socialimpact.ui.review.answer_bar import Choice

_WHY = "name_only_why_"
_ANSWERS: tuple[Choice, ...] = (
    Choice("yes", msg("Yes, it is"), ":material/check:", "primary",
           msg("The supplier counts as what its name says, confirmed by you. Say below how you know.")),
    Choice("no", msg("No, it is not"), ":material/close:", "secondary",
           msg("The name does not make it a possible social supplier any more")),
    Choice("later", msg("Later"), ":material/schedule:", "secondary", msg("It comes again at the end")),
)  # fmt: skip


@st.fragment
def show(ws: Workspace, actor: Actor) -> None:
    """The one whose turn it is. Only this part of the page is drawn again after an answer."""
    found = name_only.found(ws, actor, review_turn.now(ws, actor))
    if not found:
        if last := st.session_state.get(answer_bar.LAST):
            st.caption(literal(say(last)))
        empty(
            msg("No supplier is possible by its name alone"),
            msg("Names with words such as “cooperativa sociale” that no register has are asked about here."),
            [Step("registers", msg("Add a register")), Step("overview", msg("See the overview"))],
            icon=":material/task_alt:",
        )
        return
    st.markdown(
        literal(
            say(
                plural(
                    "{n} supplier has words in its name that make think of a social body, and no register has it. A"
                    " register proves it better: add the one where it would stand. Say yes only if you know it.",
                    "{n} suppliers have words in their name that make think of a social body, and no register has"
                    " them. A register proves it better: add the one where they would stand. Say yes only if you know"
                    " it.",
                    len(found),
                )
            )
        )
    )
    case = found[0]
    review_case.ask(msg("Is “{supplier}” what its name says: {kind}?", supplier=case.supplier,
                        kind=labelled(kinds.kind(case.kind).label)), _stake(case))  # fmt: skip
    answer_bar.show(ws, actor, _ANSWERS, lambda given: _press(ws, actor, case, given))
    st.text_input(
        say(msg("How do you know?")),
        key=f"{_WHY}{case.supplier_id}",
        max_chars=500,
        placeholder=say(msg("For example: company extract of May, they sent their statute")),
    )
    st.markdown("\n".join(f"- {literal(say(part))}" for part in _facts(case)))
    navigation.link("suppliers", msg("All that is known of this supplier"), query={"supplier": str(case.supplier_id)})


def _stake(case: NameOnly) -> list[Message]:
    said: list[Message] = [
        plural(
            "{amount} of addressable spend in {n} line",
            "{amount} of addressable spend in {n} lines",
            case.lines,
            amount=Euro(case.stake, cents=False),
        )
    ]
    return [*said, msg("put off on {date}", date=case.later_at.date())] if case.later_at else said


def _facts(case: NameOnly) -> list[Message]:
    facts = [case.why]
    if case.identifier:
        facts.append(msg("VAT number or tax code {number}", number=case.identifier))
    if case.place:
        facts.append(msg("Seat: {place}", place=case.place))
    return facts


def _press(ws: Workspace, actor: Actor, case: NameOnly, given: Answer) -> None:
    """Write the answer down. Runs before the next question is drawn."""
    why: Message | str = st.session_state.get(f"{_WHY}{case.supplier_id}", "").strip()
    if given != "yes" and not why:
        why = msg("The name alone says nothing of it.")
    with answer_bar.pressed(_told(case, given)) as given_now:
        given_now(reviewing.answer(ws, actor, case.supplier_id, name_only.NAME_ALONE, given, why))


def _told(case: NameOnly, given: Answer) -> Message:
    names = {"supplier": case.supplier}
    match given:
        case "yes":
            return msg("Yes: {supplier} counts from now on, confirmed by you. Take it back under “Answers given”.",
                       **names)  # fmt: skip
        case "later":
            return msg("Put off: {supplier} comes again at the end.", **names)
        case _:
            return msg("No: {supplier} is not asked about again. Take it back under “Answers given”.", **names)
