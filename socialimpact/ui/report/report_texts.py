"""What the report says, section by section: each left out or kept, each text edited where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg, plain
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Report
from socialimpact.report.layout import passages
from socialimpact.report.numbers_in_text import Stale
from socialimpact.report.own_texts import ALWAYS
from socialimpact.services.reporting import texts
from socialimpact.services.reporting.texts import TextView
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.services.workspace import Workspace
from socialimpact.ui import notice
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_EDITING = "report_editing"


@dataclass(frozen=True)
class Desk:
    """Whose report is being written: what the texts are kept under."""

    ws: Workspace
    actor: Actor
    report: Report
    companies: tuple[int, ...]
    language: str


def show(desk: Desk, found: Sequence[TextView]) -> None:
    """Every section with its switch, and beneath it the texts that it begins with."""
    editable = texts.may_edit(desk.actor, desk.companies)
    left_out = texts.hidden(desk.ws, desk.actor, desk.report.year, desk.companies)
    st.caption(
        say(
            msg(
                "The data propose a text for each section; what you write instead is kept for this year, these"
                " companies and this language, and marked in the documents."
            )
            if editable
            else msg("The data propose a text for each section. You may read them; to write needs the right to edit.")
        )
    )
    for section in desk.report.sections:
        shown = section.key not in left_out
        with st.container(border=True, gap="xsmall", key=f"report_section_{section.key}"):
            _switch(desk, section.key, shown=shown, editable=editable)
            for view in found if shown else ():
                if view.section == section.key:
                    _text(desk, view, editable=editable)


def _switch(desk: Desk, key: str, *, shown: bool, editable: bool) -> None:
    title = say(TITLES[key])
    if key in ALWAYS:
        st.markdown(f"**{literal(title)}**")
        st.caption(say(msg("Stays in every report: without it no figure can be checked.")))
        return
    name = f"report_shown_{desk.report.year}_{'_'.join(map(str, desk.companies))}_{key}"
    wanted = st.toggle(f"**{literal(title)}**", shown, key=name, disabled=not editable)
    if wanted != shown:
        now = texts.hidden(desk.ws, desk.actor, desk.report.year, desk.companies)
        with told():
            texts.hide(desk.ws, desk.actor, desk.report.year, sorted(now ^ {key}), desk.companies)
            st.rerun()


def _text(desk: Desk, view: TextView, *, editable: bool) -> None:
    if view.about:
        st.markdown(f"##### {literal(view.about)}", anchors=False)
    notice.show(view.key)
    if editable and st.session_state.get(_EDITING) == (desk.language, view.key):
        _editor(desk, view)
        return
    for part in passages(view.body):
        if isinstance(part, tuple):
            st.markdown("\n".join(f"- {literal(point)}" for point in part))
        else:
            st.markdown(literal(part))
    _state(view)
    if editable:
        label = msg("Edit") if view.body else msg("Write a text")
        if st.button(say(label), key=f"report_edit_{view.key}", type="tertiary", icon=":material/edit:"):
            st.session_state[_EDITING] = (desk.language, view.key)
            st.rerun()


def _state(view: TextView) -> None:
    """Whose words these are, and whether the data say something else by now."""
    if view.own is None:
        return
    who = who_words(view.own.who)
    st.caption(literal(say(msg("Written by {who} on {day}.", who=who, day=view.own.when.date()))))
    for each in view.stale:
        st.warning(literal(say(_stale_words(each))), icon=":material/sync_problem:")
    if view.foreign:
        st.caption(
            literal(
                say(
                    msg(
                        "Not among the figures of this section, so nobody but you vouches for it: {numbers}.",
                        numbers=" · ".join(view.foreign),
                    )
                )
            )
        )
    if view.was is not None:
        st.info(
            say(msg("The data propose something else now than when this was written.")), icon=":material/difference:"
        )
        with st.expander(say(msg("What they propose now"))):
            st.markdown(literal(view.proposal))
            st.caption(say(msg("When it was written:")))
            st.markdown(literal(view.was))


def _stale_words(each: Stale) -> Message:
    if each.now is None:
        return msg("“{number}” was a figure of this report and is none any more.", number=plain(each.number))
    return msg(
        "“{number}” is out of date. It was this figure: {figure}. Now it is {now}.",
        number=plain(each.number), figure=each.now.name, now=each.now.shown,
    )  # fmt: skip


def _editor(desk: Desk, view: TextView) -> None:
    with told():
        with st.form(f"report_text_{view.key}", border=False):
            body = st.text_area(
                literal(view.about) if view.about else say(TITLES[view.section]),
                view.body,
                max_chars=texts.LONGEST,
                height=max(140, min(420, 60 + len(view.body) // 2)),
                key=f"report_body_{desk.language}_{view.key}",
                help=say(msg("An empty line begins a paragraph, a dash at the beginning of a line makes a point.")),
            )
            if st.form_submit_button(say(msg("Save")), type="primary", key="report_text_save"):
                texts.save_text(
                    desk.ws, desk.actor, desk.report, desk.language, view.key, body, desk.companies
                )  # fmt: skip
                _done(view.key, msg("The text was saved."))
        with st.container(horizontal=True):
            if st.button(say(msg("Cancel")), key="report_text_cancel", type="tertiary"):
                _done(view.key)
            if view.own and st.button(
                say(msg("Back to the proposal")), key="report_text_back", type="tertiary", icon=":material/undo:"
            ):
                texts.back_to_proposal(
                    desk.ws, desk.actor, desk.report.year, desk.language, view.key, desk.companies
                )  # fmt: skip
                _done(view.key, msg("The proposal of the data stands again."))


def _done(key: str, *messages: Message) -> None:
    st.session_state.pop(_EDITING, None)
    if messages:
        notice.leave(key, *messages)
    st.rerun()
