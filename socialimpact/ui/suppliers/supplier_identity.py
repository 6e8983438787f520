"""Who a supplier is: joined to another, split, and both taken back, on the supplier's page."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.review import identities
from socialimpact.services.review.identities import Decision
from socialimpact.services.review.written import written_as
from socialimpact.services.suppliers import directory
from socialimpact.services.suppliers.supplier_view import SupplierView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.suppliers.supplier_words import who_words
from socialimpact.ui.suppliers.tag_form import PLACE
from socialimpact.ui.upload import effect

_FOUND = 20


def show(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    """What was decided, and the ways to join it with another and to split it."""
    decided = [each for each in identities.decisions(ws, actor, supplier_id=view.supplier_id) if not each.undone_at]
    with st.expander(say(msg("Is it one supplier?")), icon=":material/join_inner:"):
        for decision in decided:
            _decision(ws, actor, decision)
        _merge(ws, actor, view)
        _split(ws, actor, view)


def _decision(ws: Workspace, actor: Actor, decision: Decision) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"identity_{decision.decision_id}"):
        st.markdown(literal(say(_sentence(decision))))
        if st.button(
            say(msg("Take it back")), key=f"identity_undo_{decision.decision_id}", type="tertiary",
            icon=":material/undo:",
        ):  # fmt: skip
            effect.save(
                ws, actor, PLACE, msg("The decision was taken back."),
                lambda: identities.undo(ws, actor, decision.decision_id),
            )  # fmt: skip


def _sentence(decision: Decision) -> Message:
    about = {
        "one": decision.supplier,
        "other": decision.other,
        "date": decision.made_at.date(),
        "who": who_words(decision.made_by),
        "why": decision.why,
    }
    match decision.what:
        case "merge":
            return msg("{other} was joined to {one} on {date} by {who}: {why}", **about)
        case "split":
            return msg("{other} was split off {one} on {date} by {who}: {why}", **about)
        case _:
            return msg("{one} and {other} were told apart on {date} by {who}: {why}", **about)


def _merge(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    title = say(msg("It is the same as another"))
    st.markdown(f"**{title}**")
    st.caption(say(msg("Its name stays; the lines and tags of both count as those of one organisation.")))
    search = st.text_input(say(msg("Name, number or town of the other")), key="merge_search")
    if not search.strip():
        return
    rows = [
        row
        for row in directory.suppliers(ws, actor, search=search, limit=_FOUND + 1).to_pylist()
        if row["supplier_id"] != view.supplier_id
    ]
    if not rows:
        st.caption(say(msg("No other supplier is written so.")))
        return
    label = {
        row["supplier_id"]: " · ".join(
            part
            for part in (row["supplier"], row["vat_number"] or row["tax_code"], row["municipality"],
                         formats.euro(row["spend"]))
            if part
        )
        for row in rows[:_FOUND]
    }  # fmt: skip
    with st.form("merge_form", border=False):
        other = st.selectbox(
            say(msg("The other supplier")), list(label), format_func=label.__getitem__, key="merge_other"
        )
        why = st.text_input(say(msg("How do you know?")), key="merge_why")
        if st.form_submit_button(say(msg("Join them")), key="merge_save", icon=":material/join_inner:"):
            effect.save(
                ws, actor, PLACE, msg("They are one supplier now."),
                lambda: identities.merge(ws, actor, view.supplier_id, int(other), why),
            )  # fmt: skip


def _split(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    written = written_as(ws, actor, view.supplier_id)
    if len(written) < 2:  # noqa: PLR2004 - one way of writing cannot be split
        return
    title = say(msg("Some of it is another supplier"))
    st.markdown(f"**{title}**")
    st.caption(
        say(
            msg(
                "The lines written so become a supplier of their own. What a person said of this one stays here; none"
                " of it passes to the new one."
            )
        )
    )
    label = {
        each.spelling_id: say(msg("{text} ({n} lines, {company})", text=each.text, n=each.lines, company=each.company))
        for each in written
    }
    with st.form("split_form", border=False):
        chosen = st.multiselect(
            say(msg("Ways of writing to split off")), list(label), format_func=label.__getitem__, key="split_chosen",
            placeholder=say(msg("Choose")),
        )  # fmt: skip
        why = st.text_input(say(msg("How do you know?")), key="split_why")
        if st.form_submit_button(say(msg("Split them off")), key="split_save", icon=":material/call_split:"):
            effect.save(
                ws, actor, PLACE, msg("They are a supplier of their own now."),
                lambda: identities.split(ws, actor, view.supplier_id, chosen, why),
            )  # fmt: skip
