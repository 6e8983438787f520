"""Where a person says what the columns of a ledger mean. Every change is tried at once on the file as read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from socialimpact.language import Message, Share, msg
from socialimpact.ledger.headers import column_names
from socialimpact.services.ledgers import sheet_view
from socialimpact.tables.grid import Grid
from socialimpact.tables.layout import Layout
from socialimpact.ui.language import current, say, say_in
from socialimpact.ui.upload import roles
from socialimpact.ui.upload.reconciliation import plain
from socialimpact.ui.upload.upload_desk import Upload

_CELL_WIDTH = 230
# Tables with the same columns are corrected together, but for the row of their header: of the first ones.
_MOST_HEADERS = 3
_LONGEST_LABEL = 44
_EXAMPLES_FROM = 40
# A file that claims more columns than this is offered its first ones: a list to choose from must stay a list.
_MOST_COLUMNS = 300

Said = dict[str, Any]
# What is proposed from a header row, and so anew from another one.
_FOUND_BELOW_A_HEADER = (
    "roles", "carried", "headings", "constants", "periods", "decimal_mark", "date_order", "preset", "currency",
    "fixed_rate",
)  # fmt: skip

_CHOICES: dict[str, tuple[Message, Mapping[str, Message | str]]] = {
    "decimal_mark": (msg("Numbers are written"), {",": "1.234,56", ".": "1,234.56"}),
    "date_order": (
        msg("Dates are written"),
        {
            "dmy": msg("day, month, year: 31/12/2025"),
            "mdy": msg("month, day, year: 12/31/2025"),
            "ymd": msg("year, month, day: 2025-12-31"),
        },
    ),
}


def basis(upload: Upload) -> None:
    """Whether the amounts that are taken leave VAT out."""
    key = f"upload_{upload.number}_basis"
    layouts, reader = upload.preview.layouts if upload.preview else (), current()
    st.session_state[key] = upload.said["amount_basis"]
    st.segmented_control(
        say(msg("Amounts are taken")),
        ["net", "gross"],
        format_func=lambda choice: say_in(reader, msg("without VAT") if choice == "net" else msg("with VAT")),
        key=key,
        required=True,
        help=next((say(layout.amount_basis_reason) for layout in layouts if layout.chosen), None),
        on_change=lambda: _say(upload, [upload.said], "amount_basis", st.session_state[key]),
    )


def editor(upload: Upload) -> None:
    """The sheets that are read and, for each, which column holds what."""
    _sheets(upload)
    groups = _alike(upload)
    if len(groups) == 1:
        _table(upload, groups[0])
    elif groups:
        names = [", ".join(table_name(table, upload.said["tables"]) for table in tables) for tables in groups]
        for tab, tables in zip(st.tabs(names), groups, strict=True):
            with tab:
                _table(upload, tables)


def _alike(upload: Upload) -> list[list[Said]]:
    """The sheets that are read, together where their columns have the same names: what is said holds for all."""
    groups: dict[str, list[Said]] = {}
    for table in upload.said["tables"]:
        if table["used"]:
            layout = found(upload, table)[1]
            groups.setdefault((layout and layout.fingerprint) or str(table["sheet"]), []).append(table)
    return list(groups.values())


def _sheets(upload: Upload) -> None:
    tables = upload.said["tables"]
    if len(tables) < 2:  # noqa: PLR2004 - with one sheet there is nothing to choose
        return
    key = f"upload_{upload.number}_sheets"
    st.session_state[key] = [place for place, table in enumerate(tables) if table["used"]]
    names = [table_name(table, tables) for table in tables]

    def choose() -> None:
        for place, table in enumerate(tables):
            table["used"] = place in st.session_state[key]
        _changed(upload)

    st.multiselect(
        say(msg("Sheets that are read")),
        range(len(tables)),
        format_func=names.__getitem__,
        key=key,
        placeholder=say(msg("Choose a sheet")),
        on_change=choose,
    )


def _table(upload: Upload, tables: list[Said]) -> None:
    table = tables[0]
    grid, layout = found(upload, table)
    place = upload.said["tables"].index(table)
    key = f"upload_{upload.number}_{place}"
    options = _options(grid, column_names(grid, layout, table["header_row"]), table["header_row"])
    everything = st.session_state.get(f"{key}_all", False)
    shown = [*roles.MAIN, *(role for role in roles.OTHERS if everything or role in table.get("roles", {}).values())]
    with st.grid(min_column_width=_CELL_WIDTH, key=f"{key}_grid"):
        for each in tables[:_MOST_HEADERS]:
            _header_row(upload, each)
        _choice(upload, tables, "decimal_mark", key)
        _choice(upload, tables, "date_order", key)
    st.markdown(say(msg("Which column holds what")))
    with st.grid(min_column_width=_CELL_WIDTH, key=f"{key}_roles"):
        for role in shown:
            _role(upload, tables, role, (options, layout), key)
    st.toggle(say(msg("Show every kind of column")), key=f"{key}_all")
    _carried(upload, tables, options, key)
    _headings(upload, tables, key)


def _role(
    upload: Upload, tables: list[Said], role: str, sheet: tuple[dict[int, str], Layout | None], prefix: str
) -> None:
    options, layout = sheet
    key = f"{prefix}_{role}"
    column = next((int(index) for index, named in tables[0].get("roles", {}).items() if named == role), None)
    st.session_state[key] = column

    def assign() -> None:
        chosen = st.session_state[key]
        for table in tables:
            # A column has one role and a role one column: what stood there before gives way.
            kept = {
                index: named
                for index, named in table.get("roles", {}).items()
                if named != role and index != str(chosen)
            }
            table["roles"] = kept if chosen is None else kept | {str(chosen): role}
        _changed(upload)

    st.selectbox(
        say(roles.NAMES[role]),
        list(options),
        index=None,
        format_func=lambda index: options.get(index, roles.letter(index)),
        key=key,
        placeholder=say(msg("not in this file")),
        help=_why(layout, column, role),
        on_change=assign,
    )


def _header_row(upload: Upload, table: Said) -> None:
    key = f"upload_{upload.number}_{upload.said['tables'].index(table)}_header"
    grid = found(upload, table)[0]
    several = sum(each["used"] for each in upload.said["tables"]) > 1
    title = msg("Row of the column names")
    st.session_state[key] = table["header_row"] or None

    def change() -> None:
        # what the columns are called is read anew from there
        for name in _FOUND_BELOW_A_HEADER:
            table.pop(name, None)
        _say(upload, [table], "header_row", st.session_state[key])

    st.number_input(
        f"{say(title)} · {table_name(table, upload.said['tables'])}" if several else say(title),
        1,
        max(grid.last_row, 1),
        value=None,
        key=key,
        placeholder=say(msg("none")),
        on_change=change,
    )


def _carried(upload: Upload, tables: list[Said], options: dict[int, str], prefix: str) -> None:
    """The columns whose blank cells mean what stands above them."""
    key = f"{prefix}_carried"
    chosen = [index for index in tables[0].get("carried") or [] if index in options]
    if not (chosen or st.session_state.get(f"{prefix}_all", False)):
        return
    st.session_state[key] = chosen
    st.multiselect(
        say(msg("Columns in which a blank cell means what stands above it")),
        list(options),
        format_func=lambda index: options.get(index, roles.letter(index)),
        key=key,
        placeholder=say(msg("none")),
        on_change=lambda: _say(upload, tables, "carried", st.session_state[key]),
    )


def _headings(upload: Upload, tables: list[Said], prefix: str) -> None:
    """Whether the supplier stands in a row of its own above its rows, as in a supplier's account."""
    key = f"{prefix}_headings"
    is_so = tables[0].get("headings") == "supplier"
    if not (is_so or st.session_state.get(f"{prefix}_all", False)):
        return
    st.session_state[key] = is_so

    def choose() -> None:
        for table in tables:
            table["headings"] = "supplier" if st.session_state[key] else None
        _changed(upload)

    st.toggle(say(msg("The supplier stands in a row of its own, above its rows")), key=key, on_change=choose)


def _choice(upload: Upload, tables: list[Said], name: str, prefix: str) -> None:
    (title, words), reader = _CHOICES[name], current()
    key = f"{prefix}_{name}"
    st.session_state[key] = tables[0][name] if tables[0].get(name) in words else None
    st.selectbox(
        say(title),
        list(words),
        index=None,
        format_func=lambda choice: say_in(reader, words[choice]),
        key=key,
        placeholder=say(msg("as the file's cells say")),
        on_change=lambda: _say(upload, tables, name, st.session_state[key]),
    )


def _say(upload: Upload, said: list[Said], name: str, value: Any) -> None:
    if value is not None:
        for each in said:
            each[name] = value
        _changed(upload)


def _changed(upload: Upload) -> None:
    upload.correct(upload.said)


def found(upload: Upload, table: Said) -> tuple[Grid, Layout | None]:
    """The cells of a table's sheet as read, and what was proposed for the table."""
    sheet = table["sheet"]
    if upload.preview is None:
        raise LookupError(sheet)
    grid = next(grid for grid in upload.preview.book.grids if grid.sheet == sheet)
    return grid, sheet_view.proposal(upload.preview, sheet, table.get("header_row"))


def table_name(table: Said, tables: list[Said]) -> str:
    """The sheet of a table, with its first row where the sheet holds several."""
    sheet = plain(table["sheet"] or "")
    if sum(each["sheet"] == table["sheet"] for each in tables) < 2:  # noqa: PLR2004 - the only one of its sheet
        return sheet
    row = say(msg("from row {row}", row=str(table.get("header_row") or 1)))
    return f"{sheet} · {row}" if sheet else row


def _options(grid: Grid, names: dict[int, str], header_row: int | None) -> dict[int, str]:
    """Columns by index: letter, name, and the first value that stands below it."""
    numbers = grid.cells["row"].slice(0, _EXAMPLES_FROM + (header_row or 0)).to_pylist()
    start = next((place for place, number in enumerate(numbers) if number > (header_row or 0)), 0)
    labels = {}
    for index in range(min(grid.width, _MOST_COLUMNS)):
        cells = grid.cells[f"c{index}"].slice(start, _EXAMPLES_FROM).to_pylist()
        example = next((cell for cell in cells if cell), None)
        told = " · ".join(
            part for part in (roles.letter(index), names.get(index), f"“{example}”" if example else None) if part
        )
        labels[index] = " ".join(told.split())[:_LONGEST_LABEL]
    return labels


def _why(layout: Layout | None, column: int | None, role: str) -> str | None:
    """Why the proposal chose this column, with how sure it is."""
    if layout is None or column is None:
        return None
    proposal = next((each for each in layout.columns if each.index == column), None)
    if proposal is None or proposal.role != role:
        return say(msg("Chosen by a person."))
    return say(msg("{reason} Certainty: {share}.", reason=proposal.reason, share=Share(proposal.confidence, 0)))
