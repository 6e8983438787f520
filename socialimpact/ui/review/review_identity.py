"""Same supplier? Two suppliers side by side as the ledgers write them; yes, no or later, by keyboard."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import Euro, Message, msg, plural
from socialimpact.services.review import identities
from socialimpact.services.review.identities import Known, Proposal
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, language, navigation
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.review import answer_bar

_KEY = "identity_desk"
_SHORT, _TALLEST = 10, 320


@dataclass
class _Desk:
    """The open questions of a visit, the one at hand first, and what was answered, the latest last: the decisions'
    numbers, the questions that were open then, and what was said of it.

    They are asked for once a version of the data (`version`, which an answer of this desk takes along): an answer
    changes what is open by itself, and the place is kept.
    """

    version: int
    cases: list[Proposal]
    answered: list[tuple[list[int], list[Proposal], Message]] = field(default_factory=list)
    said: Message | None = None
    refused: Message | None = None


def show(ws: Workspace, actor: Actor) -> None:
    """The section of the page Review."""
    desk = st.session_state.get(_KEY)
    if desk is None or desk.version != ws.db.data_version():
        with st.spinner(say(msg("Comparing the suppliers"))):
            desk = _Desk(ws.db.data_version(), identities.proposed(ws, actor))
        st.session_state[_KEY] = desk
    _cases(ws, actor)


@st.fragment
def _cases(ws: Workspace, actor: Actor) -> None:
    desk: _Desk = st.session_state[_KEY]
    if desk.said:
        st.success(literal(say(desk.said)), icon=":material/check:")
    if desk.refused:
        st.error(literal(say(desk.refused)), icon=":material/info:")
    if not desk.cases:
        empty(
            msg("No two suppliers look like one"),
            msg("Suppliers that may be the same are asked about here after each import."),
            [Step("suppliers", msg("Look at the suppliers"))],
            icon=":material/join_inner:",
        )
        _undo(ws, actor, desk)
        return
    _together(ws, actor, desk)
    case = desk.cases[0]
    stake = sum((each.at_stake for each in desk.cases), Decimal(0))
    st.caption(
        say(
            plural(
                "{n} question, {amount} at stake: the most first.",
                "{n} questions, {amount} at stake: the most first.",
                len(desk.cases),
                amount=Euro(stake, cents=False),
            )
        )
    )
    with st.container(border=True, key="identity_case"):
        st.subheader(say(msg("Are these one organisation?")))
        st.markdown("\n".join(f"- {literal(say(why))}" for why in case.why))
        left, right = st.columns(2)
        with left:
            _known(case.keep)
        with right:
            _known(case.other)
        why = st.text_input(
            say(msg("How do you know? (if you like)")),
            key=f"identity_why_{case.keep.supplier_id}_{case.other.supplier_id}",
        )
        _answers(ws, actor, desk, case, why)
    _undo(ws, actor, desk)


def _known(one: Known) -> None:
    """A supplier as the ledgers know it."""
    with st.container(border=True):
        navigation.link("suppliers", one.name, query={"supplier": str(one.supplier_id)})
        st.markdown(f"**{formats.euro(one.spend)}**")
        st.caption("  \n".join(literal(say(part)) for part in _facts(one)))


def _facts(one: Known) -> list[Message]:
    facts = [_lines(one)]
    if one.vat_number:
        facts.append(msg("VAT number {number}", number=one.vat_number))
    if one.tax_code and one.tax_code != one.vat_number:
        facts.append(msg("tax code {number}", number=one.tax_code))
    if not (one.vat_number or one.tax_code):
        facts.append(msg("no valid number"))
    facts.append(msg("in {place}", place=one.place) if one.place else msg("place not known"))
    if one.codes:
        facts.append(msg("code in the ledger: {codes}", codes=", ".join(one.codes)))
    facts.append(msg("written as: {names}", names=" · ".join(one.spellings) or "–"))
    return facts


def _lines(one: Known) -> Message:
    if not (one.first_date and one.last_date):
        return plural("{n} line without a date", "{n} lines without a date", one.lines)
    years = sorted({str(one.first_date.year), str(one.last_date.year)})
    return plural("{n} line, {years}", "{n} lines, {years}", one.lines, years="–".join(years))


def _answers(ws: Workspace, actor: Actor, desk: _Desk, case: Proposal, why: str) -> None:
    """The three answers. They are callbacks, so that the fragment is drawn once, with the next case."""
    given, keys = (ws, actor, desk, case, why), answer_bar.KEYS[language.current()]
    with st.container(horizontal=True, key="identity_answers"):
        st.button(
            say(msg("Yes, one")), key="identity_yes", icon=":material/join_inner:", shortcut=keys["yes"],
            type="primary" if case.likely else "secondary", on_click=_yes, args=given,
        )  # fmt: skip
        st.button(
            say(msg("No, two")), key="identity_no", icon=":material/call_split:", shortcut=keys["no"],
            type="secondary" if case.likely else "primary", on_click=_no, args=given,
        )  # fmt: skip
        st.button(
            say(msg("Later")), key="identity_later", icon=":material/schedule:", shortcut=keys["later"],
            on_click=_later, args=(desk,),
        )  # fmt: skip


def _yes(ws: Workspace, actor: Actor, desk: _Desk, case: Proposal, why: str) -> None:
    gone = case.other.supplier_id
    with _refused(ws, desk):
        decision = identities.merge(ws, actor, case.keep.supplier_id, gone, why.strip() or case.why)
        rest = [each for each in desk.cases if gone not in {each.keep.supplier_id, each.other.supplier_id}]
        _answered(desk, [decision], rest, msg("{one} and {other} are one supplier now.", **_names(case)))


def _no(ws: Workspace, actor: Actor, desk: _Desk, case: Proposal, why: str) -> None:
    with _refused(ws, desk):
        decision = identities.keep_apart(
            ws, actor, case.keep.supplier_id, case.other.supplier_id, why.strip() or case.why
        )
        rest = [each for each in desk.cases if each is not case]
        _answered(desk, [decision], rest, msg("{one} and {other} stay two.", **_names(case)))


def _later(desk: _Desk) -> None:
    desk.cases.append(desk.cases.pop(0))
    desk.said = desk.refused = None


def _take_back(ws: Workspace, actor: Actor, desk: _Desk) -> None:
    with _refused(ws, desk):
        made, before, _ = desk.answered[-1]
        identities.undo_all(ws, actor, made)
        desk.answered.pop()
        desk.cases = before
        desk.said = plural("{n} decision was taken back.", "{n} decisions were taken back.", len(made))


def _names(case: Proposal) -> dict[str, str]:
    return {"one": case.keep.name, "other": case.other.name}


def _answered(desk: _Desk, made: list[int], rest: list[Proposal], said: Message) -> None:
    desk.answered.append((made, desk.cases, said))
    desk.cases, desk.said = rest, said


@contextmanager
def _refused(ws: Workspace, desk: _Desk) -> Generator[None, None, None]:
    """A refusal is said above the case, which stays as it is."""
    desk.said = desk.refused = None
    current = desk.version == ws.db.data_version()
    try:
        yield
        # what others changed meanwhile is asked about when the page is opened again
        desk.version = ws.db.data_version() if current else desk.version
    except Refused as refusal:
        desk.refused = refusal.message


def _undo(ws: Workspace, actor: Actor, desk: _Desk) -> None:
    if not desk.answered:
        return
    st.button(
        say(msg("Undo the last answer")), key="identity_undo", icon=":material/undo:",
        shortcut=answer_bar.KEYS[language.current()]["undo"], help=literal(say(desk.answered[-1][2])),
        on_click=_take_back, args=(ws, actor, desk),
    )  # fmt: skip


def _together(ws: Workspace, actor: Actor, desk: _Desk) -> None:
    """All cases that are alike: one rare name, one legal form, nothing against it."""
    alike = [case for case in desk.cases if case.identical]
    if len(alike) < 2:  # noqa: PLR2004 - one alone is asked as all others are
        return
    with st.expander(
        say(plural("{n} case where the name is the same", "{n} cases where the name is the same", len(alike)))
    ):
        st.write(
            say(
                msg(
                    "Name and legal form are equal, the name is a rare one, and no number contradicts it. Look through"
                    " them: companies of one name do exist."
                )
            )
        )
        # all of them can be looked through before they are joined
        with st.container(height=_TALLEST if len(alike) > _SHORT else "content", border=False):
            st.markdown("\n".join(f"- {literal(case.keep.name)} = {literal(case.other.name)}" for case in alike))
        st.button(
            say(msg("Join them all")), key="identity_all", icon=":material/done_all:", on_click=_join_all,
            args=(ws, actor, desk, alike),
        )  # fmt: skip


def _join_all(ws: Workspace, actor: Actor, desk: _Desk, alike: list[Proposal]) -> None:
    with _refused(ws, desk):
        made = identities.merge_all(ws, actor, alike)
        # what is left may look otherwise now
        said = plural("{n} pair was joined.", "{n} pairs were joined.", len(made))
        _answered(desk, made, identities.proposed(ws, actor), said)
