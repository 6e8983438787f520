"""The file on the upload page as the person knows it, with the proposal: what each column is read as, and why."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ledger.mapping import TableMapping
from socialimpact.services.ledgers import sheet_view
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.ledgers.sheet_view import ColumnView
from socialimpact.ui import formats
from socialimpact.ui.language import say
from socialimpact.ui.upload import roles, sheet_grid
from socialimpact.ui.upload.mapping_editor import table_name
from socialimpact.ui.upload.reconciliation import plain
from socialimpact.ui.upload.upload_desk import Upload

# A sheet with more columns is drawn without those that are not used, until they are asked for.
_MANY_COLUMNS = 9
# Tabs for more tables than this would be a wall of names.
_MOST_TABS = 14


def show(upload: Upload) -> None:
    """The tables that are read, each behind its tab, with what is less certain said beneath."""
    seen = upload.preview
    if seen is None:
        return
    told = seen.mapping.as_json()["tables"]
    used = [(place, table) for place, table in enumerate(seen.mapping.tables) if table.used]
    if len(used) > 1:
        names = [table_name(told[place], told) for place, _ in used[:_MOST_TABS]]
        for tab, (place, table) in zip(st.tabs(names), used, strict=False):
            with tab:
                _table(upload, seen, table, place)
    elif used:
        place, table = used[0]
        if table.sheet and len(told) > 1:
            st.caption(say(msg("Sheet “{sheet}”", sheet=plain(table.sheet))))
        _table(upload, seen, table, place)
    else:
        _nothing_is_read(seen)
    if left := [table_name(each, told) for each in told if not each["used"]]:
        st.caption(say(msg("Sheets that are not read: {sheets}.", sheets=", ".join(left))))


def _table(upload: Upload, seen: Preview, table: TableMapping, place: int) -> None:
    key = f"upload_{upload.number}_rows_{place}"
    every = sheet_view.columns(seen, table)
    known = [column for column in every if column.role or column.period]
    hides = len(every) > _MANY_COLUMNS and 0 < len(known) < len(every)
    view = sheet_view.first_rows(seen, table, unused=not hides or st.session_state.get(f"{key}_all", False))
    title = msg("First rows of the file. {columns}", columns=sheet_grid.in_words(view))
    sheet_grid.show(view, title=say(title))
    _notes(table)
    _unsure(known)
    if hides:
        st.toggle(say(msg("Show the columns that are not used as well")), key=f"{key}_all")
    with st.expander(say(msg("Why each column is read like this")), icon=":material/help:"):
        st.markdown(_reasons(every))


def _nothing_is_read(seen: Preview) -> None:
    """The first rows of the first sheet that has any, for the person to say what they are."""
    table = next((table for table in seen.mapping.tables if table.last_row), None)
    if table:
        view = sheet_view.first_rows(seen, table)
        title = msg("First rows of the file. {columns}", columns=sheet_grid.in_words(view))
        sheet_grid.show(view, title=say(title))


def _notes(table: TableMapping) -> None:
    """What holds for several rows at once, and so stands in no column."""
    told = []
    if table.headings == "supplier":
        told.append(say(msg("The supplier stands in a row of its own, above the rows that belong to it.")))
    for role, text in table.constants.items():
        told.append(say(msg("For all rows: {role} is “{text}”.", role=roles.NAMES.get(role, role), text=plain(text))))
    if table.periods:
        told.append(say(msg("Each of {n} columns holds the amounts of one period.", n=len(table.periods))))
    if told:
        st.caption(" ".join(told))


def _unsure(columns: list[ColumnView]) -> None:
    doubtful = [
        f"{column.letter} ({sheet_grid.role_name(column)})"
        for column in columns
        if column.certainty is not None and column.certainty < sheet_grid.UNSURE
    ]
    if doubtful:
        st.caption(say(msg("Less certain, please check: {columns}.", columns=", ".join(doubtful))))


def _reasons(columns: tuple[ColumnView, ...]) -> str:
    """All columns as a table of text: letter, name, role, how certain, why."""
    heads = (msg("Column"), msg("Name in the file"), msg("Read as"), msg("Certainty"), msg("Why"))
    lines = ["| " + " | ".join(say(head) for head in heads) + " |", "|:-:|:--|:--|--:|:--|"]
    for column in columns:
        share = "" if column.certainty is None else formats.share(column.certainty, 0)
        why = say(column.reason) if column.reason else say(msg("Chosen by a person.")) if column.by_person else ""
        name = " ".join((column.name or "").split())
        cells = (column.letter, plain(name), plain(sheet_grid.role_name(column)), share, plain(why))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
