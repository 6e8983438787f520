"""Suppliers that only their name makes think of a social body: one card each, answered with a reason of one's own."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import Euro, Message, labelled, msg, plural
from socialimpact.services.review import name_only
from socialimpact.services.review.name_only import NameOnly
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.ui import navigation
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.errors import refuse
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

SHOWN = 20
_Given = Literal["yes", "no"]
_ANSWERS: dict[_Given, tuple[Message, str]] = {
    "yes": (msg("Yes, it is"), ":material/check:"),
    "no": (msg("No, it is not"), ":material/close:"),
}
_SAID, _WRONG, _WHY = "name_only_said", "name_only_wrong", "name_only_why_"


@st.fragment
def show(ws: Workspace, actor: Actor) -> None:
    """The largest of them; what an answer did, or why it was refused, stands above."""
    found = name_only.found(ws, actor)
    if said := st.session_state.pop(_SAID, None):
        st.success(literal(say(said)), icon=":material/check:")
    if wrong := st.session_state.pop(_WRONG, None):
        refuse(wrong)
    if not found:
        empty(
            msg("No supplier is possible by its name alone"),
            msg("Names with words such as “cooperativa sociale” that no register has are asked about here."),
            [Step("registers", msg("Add a register")), Step("overview", msg("See the overview"))],
            icon=":material/task_alt:",
        )
        return
    st.caption(
        say(
            plural(
                "{n} supplier has words in its name that make think of a social body, and no register has it. A"
                " register proves it better: add the one where it would stand. Say yes only if you know it.",
                "{n} suppliers have words in their name that make think of a social body, and no register has them. A"
                " register proves it better: add the one where they would stand. Say yes only if you know it.",
                len(found),
            )
        )
    )
    for case in found[:SHOWN]:
        _card(ws, actor, case)
    if len(found) > SHOWN:
        st.caption(say(plural("{n} more comes after these.", "{n} more come after these.", len(found) - SHOWN)))


def _card(ws: Workspace, actor: Actor, case: NameOnly) -> None:
    with st.container(border=True, key=f"name_only_{case.supplier_id}", gap="small"):
        navigation.link("suppliers", case.supplier, query={"supplier": str(case.supplier_id)})
        st.markdown(literal(say(msg("{amount} at stake · would count as: {kind}", amount=Euro(case.stake, cents=False),
                                    kind=labelled(kinds.kind(case.kind).label)))))  # fmt: skip
        st.caption("  \n".join(literal(say(part)) for part in _facts(case)))
        st.text_input(
            say(msg("How do you know?")),
            key=f"{_WHY}{case.supplier_id}",
            max_chars=500,
            placeholder=say(msg("For example: company extract of May, they sent their statute")),
        )
        with st.container(horizontal=True, gap="small"):
            for given, (title, icon) in _ANSWERS.items():
                st.button(
                    say(title),
                    key=f"name_only_{given}_{case.supplier_id}",
                    icon=icon,
                    disabled=actor.role == "viewer",
                    on_click=_answer,
                    args=(ws, actor, case, given),
                )


def _facts(case: NameOnly) -> list[Message]:
    facts = [case.why]
    if case.identifier:
        facts.append(msg("VAT number or tax code {number}", number=case.identifier))
    if case.place:
        facts.append(msg("in {place}", place=case.place))
    facts.append(plural("{n} line", "{n} lines", case.lines))
    return facts


def _answer(ws: Workspace, actor: Actor, case: NameOnly, given: _Given) -> None:
    written = st.session_state.get(f"{_WHY}{case.supplier_id}", "").strip()
    why: Message | str = written
    if given == "no" and not written:
        why = msg("The name alone says nothing of it.")
    try:
        name_only.answer(ws, actor, case.supplier_id, given, why)
    except Refused as refusal:
        st.session_state[_WRONG] = refusal
        return
    names = {"supplier": case.supplier}
    st.session_state[_SAID] = (
        msg("Yes: {supplier} counts from now on, confirmed by you. Take it back under “Answers given”.", **names)
        if given == "yes"
        else msg("No: {supplier} is not asked about again. Take it back under “Answers given”.", **names)
    )
