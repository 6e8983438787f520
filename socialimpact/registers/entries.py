"""What a register says, made comparable: one row a body, with its identifiers, name key, kind and place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.errors import Cancelled, Problem
from socialimpact.language import Message, msg, plural
from socialimpact.store.database import Reader
from socialimpact.suppliers.names import read_names
from socialimpact.suppliers.sightings import comparable, each
from socialimpact.tables.grid import CellKind, Grid
from socialimpact.tables.values import date_sql

TEXTS = ("tax_code", "vat_number", "name", "section", "municipality", "province", "postcode", "country")
DATES = ("registered_on", "valid_from", "valid_to")

# What a long reading tells on its way: a share between 0 and 1 and what it does; it may raise `Cancelled`.
Step = Callable[[float, Message], None]


@dataclass(frozen=True)
class LeftOut:
    """A row that was set aside; `name` is what it says, where it says one."""

    row: int
    reason: Message
    name: str | None = None


@dataclass(frozen=True)
class Reading:
    """A register as read. `entries` has the columns of `register_entry` without ids; rows_read = entries + left out."""

    entries: pa.Table
    left_out: tuple[LeftOut, ...]
    rows_read: int
    problems: tuple[Problem, ...] = field(default=())


def collect(raw: pa.Table, kinds: pa.ChunkedArray, *, sheet: str | None, country: str | None) -> Reading:
    """Make entries of raw rows.

    `raw` has `row_number` (int32), the columns `TEXTS` (text, null where nothing) and `DATES` (date32); `kinds` is
    the kind's key for each row, null where it is not known. `country` helps to read identifiers without a prefix.
    """
    filled = raw.set_column(
        raw.column_names.index("country"), "country", pc.fill_null(pc.cast(raw["country"], pa.string()), country or "")
    )
    nothing = pa.nulls(raw.num_rows, pa.string())
    for name in ("ledger_code", "address"):
        filled = filled.append_column(name, nothing)
    read = comparable(filled, names=False)
    nameless = pc.is_null(read["name"])
    identified = pc.or_(pc.is_valid(read["vat_number"]), pc.is_valid(read["tax_code"]))
    empty = pc.and_(nameless, pc.invert(identified))
    unknown = pc.and_(pc.is_null(kinds), pc.invert(empty))
    kept = pc.invert(pc.or_(empty, unknown))
    named = pc.coalesce(read["name"], read["tax_code"], read["vat_number"])
    names = read_names(named.filter(kept))
    part = read.filter(kept)
    entries = pa.table(
        {
            "row_number": part["row_number"],
            "tax_code": part["tax_code"],
            "vat_number": part["vat_number"],
            "name": named.filter(kept),
            "name_key": pc.fill_null(names["name_key"], ""),
            "kind": kinds.filter(kept),
            "section": part["section"],
            "municipality": part["municipality"],
            "province": part["province"],
            "postcode": part["postcode"],
            "country": part["home"],
            "municipality_code": part["municipality_code"],
            **{name: part[name] for name in DATES},
        }
    )
    left_out = [
        *_left_out(read, empty, msg("The row has neither a name nor an identifier.")),
        *_left_out(read, unknown, msg("Its kind is not known, and the list has no kind for all its entries.")),
    ]
    valid = pc.or_(pc.is_valid(part["vat"]), pc.is_valid(part["tax"]))
    return Reading(
        entries,
        tuple(sorted(left_out, key=lambda row: row.row)),
        raw.num_rows,
        tuple(_doubts(entries, valid, sheet)),
    )


def dates(reader: Reader, grid: Grid, column: int | None, start: int, order: str) -> pa.Array:
    """The dates of a column from its row `start` (a position) on; null where there is none that can be read."""
    size = grid.height - start
    if column is None:
        return pa.nulls(size, pa.date32())
    cells = grid.cells[f"c{column}"].slice(start).combine_chunks()
    kind = grid.kinds[column]
    if not isinstance(kind, CellKind):
        # few lists mix true dates and text; ISO text and day numbers are read from text as well
        kind = CellKind.TEXT
    coded = cells.dictionary_encode()
    texts = coded.dictionary.to_pylist()
    found = reader.rows(
        f"select {date_sql('cell', kind, order)}"
        " from (select unnest(?::varchar[]) as cell, unnest(?::integer[]) as place) order by place",
        [texts, list(range(len(texts)))],
        step="dates of a register",
    )
    return pa.array([row[0] for row in found], pa.date32()).take(coded.indices)


def texts(grid: Grid, column: int | None, start: int) -> pa.Array:
    """The texts of a column from position `start` on, outer and double blanks taken away; all null for no column."""
    size = grid.height - start
    if column is None:
        return pa.nulls(size, pa.string())
    cells = pc.utf8_trim_whitespace(grid.cells[f"c{column}"].slice(start).combine_chunks())
    cells = pc.replace_substring_regex(cells, r"\s+", " ")
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)


def kinds_of(column: pa.ChunkedArray | pa.Array, function: Callable[[str], str | None]) -> pa.ChunkedArray:
    """The kind's key for each text, by a function that is asked once for each distinct one."""
    return each(pa.chunked_array([column]) if isinstance(column, pa.Array) else column, function)


def go_on(cancelled: Callable[[], bool] | None) -> None:
    """Raise `Cancelled` where a person wants to stop."""
    if cancelled and cancelled():
        raise Cancelled


def _left_out(table: pa.Table, which: pa.ChunkedArray, reason: Message) -> list[LeftOut]:
    part = table.filter(which)
    return [
        LeftOut(row, reason, name)
        for row, name in zip(part["row_number"].to_pylist(), part["name"].to_pylist(), strict=True)
    ]


def _doubts(entries: pa.Table, valid: pa.ChunkedArray, sheet: str | None) -> list[Problem]:
    problems = []
    if missing := entries.num_rows - (pc.sum(valid).as_py() or 0):
        message = plural(
            "{n} entry has no valid tax code or VAT number: it can only suggest, never count.",
            "{n} entries have no valid tax code or VAT number: they can only suggest, never count.",
            missing,
        )
        problems.append(Problem("info", "entries_without_identifier", message, sheet))
    crossed = pc.sum(pc.fill_null(pc.less(entries["valid_to"], entries["valid_from"]), False)).as_py()
    if crossed:
        message = plural(
            "{n} entry ends before it begins and holds on no date.",
            "{n} entries end before they begin and hold on no date.",
            crossed,
        )
        problems.append(Problem("warning", "dates_crossed", message, sheet))
    return problems
