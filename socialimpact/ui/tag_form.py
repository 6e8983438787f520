"""Saying by hand what a supplier is, and taking such a statement back. Both ask for the reason."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.services import directory
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.ui import asking, effect
from socialimpact.ui.incoming import incoming
from socialimpact.ui.language import say
from socialimpact.ui.supplier_words import counted_words, kind_words

PLACE = "supplier"
# Cooperatives are older than the ten years that a calendar offers by itself.
_DAYS = (date(1850, 1, 1), date(2199, 12, 31))
# What a person can vouch for; `registered` and `suspected` are the program's own findings.
BY_HAND = ("documented", "confirmed", "declared")


def tag_dialog(ws: Workspace, actor: Actor, supplier_id: int, name: str, *, kind: str | None = None) -> None:
    """Ask for a kind, its evidence and the reason, and write the tag down. `kind` is proposed."""

    @st.dialog(say(msg("What is {supplier}?", supplier=name)), width="medium", on_dismiss=asking.forget)
    def ask() -> None:
        keys = [each.key for each in kinds.all_kinds()]
        chosen = st.selectbox(
            say(msg("Kind")),
            keys,
            index=keys.index(kind) if kind in keys else None,
            format_func=lambda key: say(kinds.kind(key).label),
            placeholder=say(msg("Choose")),
            key="tag_kind",
        )
        if chosen:
            st.caption(f"{say(kinds.kind(chosen).sentence)} ({kinds.kind(chosen).source})")
        evidence = st.radio(
            say(msg("How is it known?")),
            BY_HAND,
            format_func=lambda key: say(kinds.evidence(key).label),
            captions=[f"{say(kinds.evidence(key).sentence)} ({say(counted_words(key))})" for key in BY_HAND],
            index=BY_HAND.index("confirmed" if kind else "documented"),
            key="tag_evidence",
        )
        with st.form("tag_form", border=False):
            uploaded = None
            if evidence == "documented":
                uploaded = st.file_uploader(say(msg("Certificate or company extract")), key="tag_file")
            why = st.text_area(
                say(msg("Why do you say so?")),
                key="tag_why",
                height=80,
                placeholder=say(
                    msg("For example: regional register of social cooperatives, section B, number 123, seen today")
                ),
            )
            left, right = st.columns(2)
            valid_from = left.date_input(
                say(msg("From (empty: always)")), None, *_DAYS, key="tag_from", format="DD/MM/YYYY"
            )
            valid_to = right.date_input(say(msg("To (empty: still)")), None, *_DAYS, key="tag_to", format="DD/MM/YYYY")
            if st.form_submit_button(say(msg("Write it down")), type="primary", key="tag_save"):
                if not chosen:
                    st.error(say(msg("Choose the kind of the supplier.")), icon=":material/info:")
                    return
                with incoming(ws, actor, uploaded) if uploaded else nullcontext() as file:
                    effect.save(
                        ws,
                        actor,
                        PLACE,
                        msg("Written down: {kind}.", kind=kind_words(chosen)),
                        lambda: directory.tag_supplier(
                            ws,
                            actor,
                            supplier_id,
                            chosen,
                            evidence,
                            why,
                            valid_from=valid_from,
                            valid_to=valid_to,
                            file=file,
                            file_name=uploaded.name if uploaded else None,
                        ),
                    )

    ask()


def end_dialog(ws: Workspace, actor: Actor, tag: Any) -> None:
    """Ask why a tag no longer holds, and end it. It stays in the history."""

    @st.dialog(say(msg("End this statement?")), on_dismiss=asking.forget)
    def ask() -> None:
        st.write(
            say(
                msg(
                    "It no longer counts in any figure, also not for the past. It stays in the history with your"
                    " reason."
                )
            )
        )
        with st.form("end_form", border=False):
            why = st.text_input(say(msg("Why?")), key="end_why")
            if st.form_submit_button(say(msg("End it")), type="primary", key="end_save"):
                effect.save(
                    ws,
                    actor,
                    PLACE,
                    msg("The statement was ended."),
                    lambda: directory.end_tag(ws, actor, tag.tag_id, why),
                )

    ask()
