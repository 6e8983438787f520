"""A ledger as its keeper knows it: the first rows of the sheet, each column under what we take it for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from socialimpact.language import Message, msg
from socialimpact.ledger.headers import column_names
from socialimpact.tables.grid import Grid
from socialimpact.tables.layout import Layout
from socialimpact.ui import roles
from socialimpact.ui.language import say
from socialimpact.ui.mapping_editor import Said, found, table_name
from socialimpact.ui.reconciliation import plain
from socialimpact.ui.upload_desk import Upload

_ROWS = 6
_TITLES = 2
_MANY_COLUMNS = 9
_MOST_COLUMNS = 60
_ROW_HEIGHT = 30
_UNSURE = 0.6
_LETTER, _PADDING, _WIDEST = 6.6, 18, 165


def show(upload: Upload) -> None:
    """The sheets that are read, each behind its tab, with what is less certain said beneath."""
    used = [table for table in upload.said["tables"] if table["used"]]
    if len(used) > 1:
        for tab, table in zip(st.tabs([table_name(table, upload.said["tables"]) for table in used]), used, strict=True):
            with tab:
                _sheet(upload, table)
    elif used:
        if used[0]["sheet"] and len(upload.said["tables"]) > 1:
            st.caption(say(msg("Sheet “{sheet}”", sheet=plain(used[0]["sheet"]))))
        _sheet(upload, used[0])
    if left := [table_name(table, upload.said["tables"]) for table in upload.said["tables"] if not table["used"]]:
        st.caption(say(msg("Sheets that are not read: {sheets}.", sheets=", ".join(left))))


def _sheet(upload: Upload, table: Said) -> None:
    grid, layout = found(upload, table)
    place = upload.said["tables"].index(table)
    named = {int(index): role for index, role in table["roles"].items()}
    names = column_names(grid, layout, table["header_row"])
    _rows(grid, table["header_row"], named, names, key=f"upload_{upload.number}_rows_{place}")
    _unsure(layout, named)


def _rows(grid: Grid, header_row: int | None, named: dict[int, str], names: dict[int, str], *, key: str) -> None:
    columns = list(range(min(grid.width, _MOST_COLUMNS)))
    unused = [index for index in columns if index not in named]
    if unused and len(columns) > _MANY_COLUMNS and named:
        every = st.session_state.get(f"{key}_all", False)
        # What decides the figures comes first: the letters say where it stands in the file.
        columns = columns if every else sorted((index for index in columns if index in named), key=_weight(named))
    first = _first_row(grid, header_row)
    part = grid.cells.slice(first, _ROWS + 1)
    frame = pd.DataFrame(
        {str(index): part[f"c{index}"].to_pylist() for index in columns}, index=part["row"].to_pylist()
    )
    titles = {str(index): _title(index, named) for index in columns}
    config: dict[str, Any] = {
        name: st.column_config.TextColumn(title, width=_width(title, frame[name])) for name, title in titles.items()
    }
    config["_index"] = st.column_config.NumberColumn(say(msg("Row")), width=50)
    st.dataframe(
        frame,
        column_config=config,
        row_height=_ROW_HEIGHT,
        height=(len(frame) + 1) * _ROW_HEIGHT + 8,
        placeholder="",
        alt=say(msg("First rows of the file. Columns: {columns}", columns=_in_words(names, named))),
        key=key,
    )
    if unused and grid.width > _MANY_COLUMNS and named:
        st.toggle(say(msg("Show the columns that are not used as well")), key=f"{key}_all")


def _weight(named: dict[int, str]) -> Callable[[int], int]:
    order = list(dict.fromkeys((*roles.MAIN, *roles.NAMES, *named.values())))
    return lambda index: order.index(named[index])


def _width(title: str, cells: pd.Series[str]) -> int:
    """In pixels: as wide as what stands in the column, within bounds, so that many columns are seen at once."""
    longest = max([len(title), *(len(cell) for cell in cells if isinstance(cell, str))])
    return int(min(longest * _LETTER, _WIDEST)) + _PADDING


def _first_row(grid: Grid, header_row: int | None) -> int:
    """Where the table begins to be interesting: at the header, with a title above it where there is one."""
    if not header_row:
        return 0
    numbers = grid.cells["row"].slice(0, header_row).to_pylist()
    above = sum(number < header_row for number in numbers)
    return above if above > _TITLES else 0


def _title(index: int, named: dict[int, str]) -> str:
    meaning = _name(named[index]) if index in named else msg("not used")
    return f"{roles.letter(index)} · {say(meaning)}"


def _name(role: str) -> Message | str:
    return roles.NAMES.get(role, role)


def _in_words(names: dict[int, str], named: dict[int, str]) -> str:
    return "; ".join(
        f"{names.get(index, roles.letter(index))}: {say(_name(role))}" for index, role in sorted(named.items())
    )


def _unsure(layout: Layout | None, named: dict[int, str]) -> None:
    doubtful = [
        say(_name(column.role))
        for column in (layout.columns if layout else ())
        if named.get(column.index) == column.role and column.confidence < _UNSURE
    ]
    if doubtful:
        st.caption(say(msg("Less certain, please check: {columns}.", columns=", ".join(doubtful))))
