"""Which column of a list says what: one choice for each thing that a register can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow.compute as pc
import streamlit as st

from socialimpact.language import Message, msg
from socialimpact.registers.generic import RegisterMapping
from socialimpact.tables.book import Book
from socialimpact.tables.layout import Layout
from socialimpact.ui.language import say

# What a list can say of a body, the most important first.
ROLES: dict[str, Message] = {
    "name": msg("Name"),
    "tax_code": msg("Tax code"),
    "vat": msg("VAT number"),
    "kind": msg("Kind"),
    "section": msg("Section or category"),
    "municipality": msg("Municipality"),
    "province": msg("Province"),
    "postcode": msg("Postcode"),
    "country": msg("Country"),
    "valid_from": msg("Valid from"),
    "valid_to": msg("Valid to"),
    "registered_on": msg("Registered on"),
    "status": msg("State of the registration"),
    "charity_number": msg("Charity number"),
    "offers": msg("What it offers"),
    "website": msg("Website"),
    "email": msg("E-mail of the organisation"),
    "phone": msg("Telephone of the organisation"),
}

_NONE = -1
_ROWS = 4


def editor(book: Book, layouts: Sequence[Layout], mapping: RegisterMapping, *, key: str) -> dict[str, Any]:
    """Draw the choices and return the mapping as services take it: the sheet, and a role for each column."""
    names = [layout.sheet for layout in layouts]
    sheet = mapping.sheet
    if len(names) > 1:
        sheet = st.selectbox(
            say(msg("Sheet")), names, index=names.index(sheet), format_func=lambda name: name or "–", key=f"{key}_sheet"
        )
    layout = next(each for each in layouts if each.sheet == sheet)
    roles = mapping.roles if sheet == mapping.sheet else {column.index: column.role for column in layout.columns}
    columns = {
        column.index: column.header or say(msg("column {number}", number=str(column.index + 1)))
        for column in layout.columns
    }
    _first_rows(book, layout, columns, key=f"{key}_{sheet}_rows")
    chosen: dict[str, str] = {}
    with st.grid(4, min_column_width=180, key=f"{key}_roles"):
        for role, words in ROLES.items():
            index = _column(role, words, columns, roles, key=f"{key}_{sheet}_{role}")
            if index != _NONE:
                chosen.setdefault(str(index), role)
    return {"sheet": sheet, "roles": chosen}


def _first_rows(book: Book, layout: Layout, columns: Mapping[int, str], *, key: str) -> None:
    """The list as its keeper knows it, so that a column can be told by what stands in it."""
    grid = next(each for each in book.grids if each.sheet == layout.sheet)
    part = grid.cells.filter(pc.greater_equal(grid.cells["row"], layout.first_row)).slice(0, _ROWS)
    frame = pd.DataFrame({f"{index}": part[f"c{index}"].to_pylist() for index in columns})
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        column_config={f"{index}": st.column_config.TextColumn(name) for index, name in columns.items()},
        alt=say(msg("First rows of the list")),
    )


def _column(role: str, words: Message, columns: Mapping[int, str], roles: Mapping[int, str], *, key: str) -> int:
    """The column that is chosen for a role, or `_NONE`."""
    now = next((index for index, proposed in roles.items() if proposed == role and index in columns), _NONE)
    options = [_NONE, *columns]
    return st.selectbox(
        say(words),
        options,
        index=options.index(now),
        format_func=lambda number: columns.get(number, "–"),
        key=key,
    )
