"""What a supplier is: each statement with its evidence and dates, what to do about doubt, and what was said before."""

from __future__ import annotations

from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.suppliers import tagging
from socialimpact.services.suppliers.supplier_view import SupplierView
from socialimpact.services.suppliers.tag_view import TagView
from socialimpact.services.suppliers.verdict import because
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.ui import asking
from socialimpact.ui.download import file_button
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.suppliers.supplier_words import (
    counted_words,
    entry_words,
    evidence_words,
    kind_words,
    validity,
    who_words,
)
from socialimpact.ui.suppliers.tag_form import BY_HAND, end_dialog, renew_dialog, tag_dialog

# Handed out as a file to save, whatever it holds: a browser never shows it as a page of ours.
_TO_SAVE = "application/octet-stream"
_COLOURS: dict[str, Any] = {
    "registered": "green",
    "documented": "green",
    "confirmed": "green",
    "declared": "blue",
    "suspected": "orange",
}

_ONE_OF_SEVERAL = msg(
    "On a day on which several hold, what is bought counts once, as the first here: proofs go before a supplier's own"
    " word, suspicions come last, and of equal proofs the kind that stands first in the list of kinds."
)


def show(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    """The statements that stand, the one that speaks today first, and the ways to add one and to end one."""
    standing = sorted(
        (tag for tag in view.tags if tag.ended_at is None),
        key=lambda tag: (tag.tag_id != view.verdict.tag_id, kinds.kind(tag.kind).precedence),
    )
    ended = [tag for tag in view.tags if tag.ended_at is not None]
    with st.container(border=True):
        st.subheader(say(msg("What it is")), anchor=False)
        if not standing:
            st.write(say(msg("No register has it, and nobody has said what it is: it counts as an ordinary supplier.")))
        for tag in standing:
            _tag(ws, actor, view, tag)
        if len(standing) > 1:
            st.caption(say(_ONE_OF_SEVERAL))
        suspected = next((tag for tag in standing if tag.evidence == "suspected"), None)
        if suspected:
            _what_to_do()
        st.button(
            say(msg("Say what it is")),
            key="tag_add",
            icon=":material/verified:",
            type="primary" if suspected else "secondary",
            on_click=asking.ask,
            args=("tag", view.supplier_id),
        )
        if asking.asked("tag", view.supplier_id):
            tag_dialog(ws, actor, view.supplier_id, view.supplier or "", kind=suspected.kind if suspected else None)
        if ended:
            with st.expander(say(msg("What was said before ({n})", n=len(ended)))):
                for tag in ended:
                    _ended(tag)


def _tag(ws: Workspace, actor: Actor, view: SupplierView, tag: TagView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"tag_{tag.tag_id}"):
        st.markdown(f"**{say(kind_words(tag.kind))}**")
        st.badge(say(evidence_words(tag.evidence)), color=_COLOURS[tag.evidence])
        st.badge(say(counted_words(tag.evidence)), color="gray")
        if tag.file_sha256:
            file_button(
                msg("Document"),
                lambda actor, _: tagging.paper(ws, actor, tag.tag_id).content,
                file_name=tag.file_name or "document",
                mime=_TO_SAVE,
                key=f"tag_paper_{tag.tag_id}",
                quiet=True,
            )
        if tag.evidence in BY_HAND:
            if tag.valid_to:
                _ask("renew", tag, msg("Renew"), ":material/autorenew:")
            _ask("end", tag, msg("End it"), ":material/block:")
    if asking.asked("end", tag.tag_id):
        end_dialog(ws, actor, tag)
    if asking.asked("renew", tag.tag_id):
        renew_dialog(ws, actor, tag)
    about = [msg("It is {validity}.", validity=validity(tag.valid_from, tag.valid_to))]
    if tag.tag_id != view.verdict.tag_id:  # what the verdict rests on stands beside it, at the head
        about.insert(0, because(tag, (view.vat_number, view.tax_code), declared=False))
    if tag.evidence != "registered":
        about.append(tag.why)
    if entry := entry_words(tag):
        about.append(entry)
    st.caption("  \n".join(literal(say(text)) for text in about))


def _ask(what: str, tag: TagView, label: Message, icon: str) -> None:
    st.button(
        say(label),
        key=f"tag_{what}_{tag.tag_id}",
        type="tertiary",
        icon=icon,
        on_click=asking.ask,
        args=(what, tag.tag_id),
    )


def _what_to_do() -> None:
    st.info(
        say(
            msg(
                "Nobody has looked yet. Ask the supplier for its tax code or an extract from the register and compare"
                " it; then say what it is: confirmed if you have checked, documented with the extract attached."
            )
        ),
        icon=":material/search_check:",
    )


def _ended(tag: TagView) -> None:
    st.markdown(
        literal(
            say(
                msg(
                    "{kind}, {evidence}, {validity}. Ended on {date} by {who}: {why}",
                    kind=kind_words(tag.kind),
                    evidence=evidence_words(tag.evidence),
                    validity=validity(tag.valid_from, tag.valid_to),
                    date=tag.ended_at and tag.ended_at.date(),
                    who=who_words(tag.ended_by),
                    why=tag.ended_why or "",
                )
            )
        )
    )
