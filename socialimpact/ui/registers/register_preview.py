"""What a file would bring as a register: read once for each way of reading it, and shown in numbers and rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.services.registers import registering
from socialimpact.services.registers.registering import RegisterPreview
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.registers.register_mapping import ROLES
from socialimpact.ui.suppliers.supplier_words import kind_words
from socialimpact.ui.table_card import table
from socialimpact.ui.upload.incoming import incoming

_PREVIEW = "register_preview"
_MOST_PROBLEMS = 10
_MOST_KINDS = 6
_MOST_SHOWN = 8

_SAMPLE_COLUMNS = (
    Column("name", msg("Name")),
    Column("tax_code", msg("Tax code")),
    Column("vat_number", msg("VAT number")),
    Column("kind", msg("Kind")),
    Column("municipality", msg("Municipality")),
    Column("province", msg("Province")),
    Column("valid_from", msg("Valid from"), "date"),
    Column("valid_to", msg("Valid to"), "date"),
)

_ASIDE_COLUMNS = (
    Column("row", msg("Row"), "count"),
    Column("name", msg("Name")),
    Column("reason", msg("Reason")),
)


@dataclass(frozen=True)
class Wish:
    """What the person says of a file: which list it is, its columns, and what entries are that do not say it."""

    kind: str
    mapping: dict[str, Any] | None = None
    default_kind: str | None = None

    def key(self) -> str:
        return json.dumps(vars(self), sort_keys=True)


def previewed(ws: Workspace, actor: Actor, wish: Wish, uploaded: Any) -> RegisterPreview:
    """The file as understood with this wish. What was read first and what was read last are kept."""
    of, kept = st.session_state.get(_PREVIEW, (None, {}))
    if of != uploaded.file_id:
        kept = {}
    if wish.key() not in kept:
        with incoming(ws, actor, uploaded) as path, st.spinner(say(msg("Reading the file"))):
            first = (Wish(registering.ANY).key(), Wish(wish.kind).key())
            kept = {key: kept[key] for key in first if key in kept}
            kept[wish.key()] = registering.preview_register(
                ws,
                actor,
                wish.kind,
                path,
                name=uploaded.name,
                mapping=wish.mapping,
                default_kind=wish.default_kind,
            )
        st.session_state[_PREVIEW] = (uploaded.file_id, kept)
    found: RegisterPreview = kept[wish.key()]
    return found


def forget() -> None:
    """Let go of what was read: the next file is another one."""
    st.session_state.pop(_PREVIEW, None)


def understood(preview: RegisterPreview) -> None:
    """What the file holds, in numbers, and its first entries."""
    st.markdown(
        literal(
            say(
                msg(
                    "{rows} rows read: {entries} entries, {aside} set aside.",
                    rows=preview.rows_read,
                    entries=preview.entries,
                    aside=preview.set_aside,
                )
            )
        )
    )
    shown = [f"{say(kind_words(key))} {formats.count(number)}" for key, number in preview.by_kind[:_MOST_KINDS]]
    if shown:
        st.caption(literal(" · ".join(shown)))
    if preview.fields:
        read = " · ".join(f"{say(ROLES[role])}: {header}" for role, header in preview.fields.items() if role in ROLES)
        told = msg("Read from the columns: {columns}", columns=read)
        st.caption(f":material/view_column: {literal(say(told))}")
    for problem in preview.problems[:_MOST_PROBLEMS]:
        st.caption(f":material/info: {literal(say(problem.message))}")
    rows = [{**row, "kind": kind_words(row["kind"])} for row in preview.sample[:_MOST_SHOWN]]
    if rows:
        filled = [column for column in _SAMPLE_COLUMNS if any(row[column.key] is not None for row in rows)]
        table(filled, rows, key="register_sample", alt=msg("First entries of the list"))
    if preview.set_aside_rows:
        with st.expander(say(msg("Rows that are set aside ({n})", n=preview.set_aside))):
            table(_ASIDE_COLUMNS, preview.set_aside_rows, key="register_aside", alt=msg("Rows that are set aside"))
