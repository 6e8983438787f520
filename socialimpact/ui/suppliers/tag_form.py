"""Saying by hand what a supplier is, renewing and ending such a statement. Each asks for the reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from socialimpact import settings
from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.suppliers import directory, supplier_facts
from socialimpact.services.suppliers.tag_view import TagView
from socialimpact.services.suppliers.tagging import BY_HAND
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.suppliers.tags import Proof
from socialimpact.ui import asking
from socialimpact.ui.language import say
from socialimpact.ui.suppliers.supplier_words import counted_words, kind_words, register_words, validity
from socialimpact.ui.upload import effect, uploader
from socialimpact.ui.upload.incoming import incoming

__all__ = ["BY_HAND", "PLACE", "end_dialog", "renew_dialog", "tag_dialog"]

PLACE = "supplier"
# Cooperatives are older than the ten years that a calendar offers by itself.
_DAYS = (date(1850, 1, 1), date(2199, 12, 31))
_MEGABYTES = settings.DOCUMENT_BYTES // 1024**2
_PAPERS = ["pdf", "png", "jpg", "jpeg", "webp"]


@dataclass(frozen=True)
class _Rests:
    """What was entered as proof: the file as uploaded, its dates, who said so and when."""

    uploaded: Any = None
    issued_on: date | None = None
    expires_on: date | None = None
    stated_by: str | None = None
    stated_on: date | None = None


def tag_dialog(ws: Workspace, actor: Actor, supplier_id: int, name: str, *, kind: str | None = None) -> None:
    """Ask for a kind, its evidence and the reason, and write the tag down. `kind` is proposed."""

    @st.dialog(say(msg("What is {supplier}?", supplier=name)), width="medium", on_dismiss=asking.forget)
    def ask() -> None:
        uploader.speak(_MEGABYTES)
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
            rests, entry_id = _rests(evidence), None
            if evidence == "confirmed":
                entry_id = _entry(ws, actor, supplier_id)
            why = st.text_area(
                say(msg("Why do you say so?")),
                key="tag_why",
                height=80,
                placeholder=say(
                    msg("For example: regional register of social cooperatives, section B, number 123, seen today")
                ),
            )
            left, right = st.columns(2)
            valid_from = _day(left, msg("From (empty: always)"), "tag_from")
            valid_to = _day(right, msg("To (empty: still)"), "tag_to")
            if st.form_submit_button(say(msg("Write it down")), type="primary", key="tag_save"):
                if not chosen:
                    st.error(say(msg("Choose the kind of the supplier.")), icon=":material/info:")
                    return
                _save(
                    ws,
                    actor,
                    rests,
                    msg("Written down: {kind}.", kind=kind_words(chosen)),
                    lambda file, file_name: directory.tag_supplier(
                        ws, actor, supplier_id, chosen, evidence, why,
                        valid_from=valid_from, valid_to=valid_to, file=file, file_name=file_name, entry_id=entry_id,
                        proof=Proof(None, rests.issued_on, rests.expires_on, rests.stated_by, rests.stated_on),
                    ),
                )  # fmt: skip

    ask()


def renew_dialog(ws: Workspace, actor: Actor, tag: TagView) -> None:
    """Ask for the new proof, and continue the tag as a new one from the day after its last."""

    @st.dialog(say(msg("Renew this statement")), width="medium", on_dismiss=asking.forget)
    def ask() -> None:
        uploader.speak(_MEGABYTES)
        st.write(
            say(
                msg(
                    "{kind}, {validity}. The new statement begins on the day after, so that no day is missing; if its"
                    " document was issued later, on that day.",
                    kind=kind_words(tag.kind),
                    validity=validity(tag.valid_from, tag.valid_to),
                )
            )
        )
        with st.form("renew_form", border=False):
            rests = _rests(tag.evidence)
            why = st.text_area(say(msg("Why do you say so?")), key="tag_why", height=80)
            if st.form_submit_button(say(msg("Renew")), type="primary", key="renew_save"):
                _save(
                    ws,
                    actor,
                    rests,
                    msg("Renewed: {kind}.", kind=kind_words(tag.kind)),
                    lambda file, file_name: directory.renew_tag(
                        ws, actor, tag.tag_id, why, file=file, file_name=file_name,
                        issued_on=rests.issued_on, expires_on=rests.expires_on,
                        stated_by=rests.stated_by, stated_on=rests.stated_on,
                    ),
                )  # fmt: skip

    ask()


def end_dialog(ws: Workspace, actor: Actor, tag: TagView) -> None:
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


def _rests(evidence: str) -> _Rests:
    """The fields of what a statement of this evidence rests on."""
    if evidence == "declared":
        left, right = st.columns(2)
        name = left.text_input(say(msg("Who at the supplier said so?")), key="tag_stated_by")
        return _Rests(stated_by=name, stated_on=_day(right, msg("When?"), "tag_stated_on"))
    if evidence != "documented":
        return _Rests()
    uploaded = st.file_uploader(
        say(msg("Certificate or company extract")),
        type=_PAPERS,
        key="tag_file",
        max_upload_size=_MEGABYTES,
        help=say(
            msg("A PDF or an image. It is kept as it is, and handed out only to those who may see this supplier.")
        ),
    )
    left, right = st.columns(2)
    return _Rests(
        uploaded,
        _day(left, msg("Issued on"), "tag_issued"),
        _day(right, msg("Expires on (empty: never)"), "tag_expires"),
    )


def _entry(ws: Workspace, actor: Actor, supplier_id: int) -> int | None:
    """The register entry that is accepted, where its name suggests one."""
    suggested = {fact.entry_id: fact for fact in supplier_facts.suggestions(ws, actor, supplier_id)}
    if not suggested:
        return None

    def words(entry_id: int) -> str:
        fact = suggested[entry_id]
        return " · ".join(part for part in (fact.name, fact.place, say(register_words(fact.register))) if part)

    return st.selectbox(
        say(msg("Which register entry is it?")),
        list(suggested),
        index=None,
        format_func=words,
        placeholder=say(msg("None of these")),
        key="tag_entry",
    )


def _day(where: Any, title: Message, key: str) -> date | None:
    day: date | None = where.date_input(say(title), None, *_DAYS, key=key, format="DD/MM/YYYY")
    return day


def _save(
    ws: Workspace, actor: Actor, rests: _Rests, done: Message, action: Callable[[Any, str | None], object]
) -> None:
    """Save with the uploaded file, which lies in the home only while it is kept."""
    name = rests.uploaded.name if rests.uploaded else None
    with incoming(ws, actor, rests.uploaded) if rests.uploaded else nullcontext() as file:
        effect.save(ws, actor, PLACE, done, lambda: action(file, name))
