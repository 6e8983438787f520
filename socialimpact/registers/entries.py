"""What a register says, made comparable: one row a body, with its identifiers, name key, kind and place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import NO_TEXT
from socialimpact.errors import Cancelled, Problem
from socialimpact.language import Message, msg, plural
from socialimpact.store.reader import Reader
from socialimpact.suppliers.identifiers import identify_all
from socialimpact.suppliers.names import read_names
from socialimpact.suppliers.sightings import comparable, each
from socialimpact.tables.grid import CellKind, Grid
from socialimpact.tables.values import date_sql

TEXTS = ("tax_code", "vat_number", "name", "section", "municipality", "province", "postcode", "country")
DATES = ("registered_on", "valid_from", "valid_to")
# What a directory tells beside: what the organisation offers, and how to reach it.
CONTACT = ("offers", "website", "email", "phone")

# What a long reading tells on its way: a share between 0 and 1 and what it does; it may raise `Cancelled`.
Step = Callable[[float, Message], None]

_PERSON = r"^[A-Z]{6}[0-9A-Z]{10}$"
_ITALIAN = r"^[0-9]{11}$"
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was set aside; `name` is what it says, where it says one."""

    row: int
    reason: Message
    name: str | None = None


@dataclass(frozen=True)
class Reading:
    """A register as read. `entries` has the columns of `register_entry` without ids; rows_read = entries + left out.

    `contacts` has the columns `CONTACT`, a row an entry in their order, None where the list has none of them; `fields`
    says from which column each role was read.
    """

    entries: pa.Table
    left_out: tuple[LeftOut, ...]
    rows_read: int
    problems: tuple[Problem, ...] = field(default=())
    contacts: pa.Table | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def collect(
    raw: pa.Table,
    kinds: pa.ChunkedArray,
    *,
    sheet: str | None,
    country: str | None,
    italian: bool = True,
    aside: Sequence[tuple[pa.ChunkedArray, Message]] = (),
    fields: Mapping[str, str] | None = None,
) -> Reading:
    """Make entries of raw rows.

    `raw` has `row_number` (int32), the columns `TEXTS` (text, null where nothing) and `DATES` (date32), and any of
    `CONTACT`; `kinds` is the kind's key for each row, null where it is not known. `country` helps to read identifiers
    without a prefix; `italian` says that numbers of 11 digits are Italian ones, whatever the row's country. `aside` are
    rows to set aside, with their reason.

    Only what is valid becomes an identifier: what is not is kept as written, and never compared. A person's tax code
    is that of a representative or of a sole trader, who is none of the bodies that registers list: it is not kept.
    """
    filled = raw.set_column(
        raw.column_names.index("country"), "country", pc.fill_null(pc.cast(raw["country"], pa.string()), country or "")
    )
    nothing = pa.nulls(raw.num_rows, pa.string())
    for name in ("ledger_code", "address"):
        filled = filled.append_column(name, nothing)
    read = comparable(filled, names=False)
    tax, vat, written, personal = _identifiers(read, filled, italian=italian)
    nameless = pc.is_null(read["name"])
    identified = pc.or_(pc.is_valid(tax), pc.is_valid(vat))
    # A list without any name goes by its numbers; else a row without one is none of a body.
    unnamed = nameless if pc.any(pc.invert(nameless)).as_py() else pc.and_(nameless, pc.invert(identified))
    reasons = [
        (pc.and_(nameless, pc.invert(identified)), msg("The row has neither a name nor an identifier.")),
        (unnamed, msg("The row has no name.")),
        *aside,
        (pc.is_null(kinds), msg("Its kind is not known, and the list has no kind for all its entries.")),
    ]
    left_out, kept = _set_aside(read, reasons)
    place = pc.fill_null(pc.coalesce(read["municipality_code"], pc.utf8_upper(read["municipality"])), "")
    named = pc.coalesce(read["name"], tax, vat)
    names = read_names(named.filter(kept))
    part = read.filter(kept)
    entries = pa.table(
        {
            "row_number": part["row_number"],
            "tax_code": tax.filter(kept),
            "vat_number": vat.filter(kept),
            "written_identifier": written.filter(kept),
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
    first = _firsts(entries, place.filter(kept))
    repeated = _repeated(entries, first)
    contacts = _contacts(raw.filter(kept))
    if repeated:
        entries = entries.filter(first)
        contacts = contacts and contacts.filter(first)
    return Reading(
        entries,
        tuple(sorted((*left_out, *repeated), key=lambda row: row.row)),
        raw.num_rows,
        tuple(_doubts(entries, pc.sum(personal.filter(kept)).as_py() or 0, sheet)),
        contacts,
        dict(fields or {}),
    )


def _identifiers(
    read: pa.Table, raw: pa.Table, *, italian: bool
) -> tuple[pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray]:
    """The valid tax codes and VAT numbers, what stands there instead, and which rows have a person's code."""
    tax, vat = read["tax"], read["vat"]
    if not italian:
        doubted = _not_italian(raw, read["home"])
        tax, vat = (pc.if_else(pc.and_(doubted, _like(column, _ITALIAN)), NO_TEXT, column) for column in (tax, vat))
    written = [
        pc.if_else(pc.is_null(valid), read[name], NO_TEXT) for valid, name in ((tax, "tax_code"), (vat, "vat_number"))
    ]
    personal = [_like(column, _PERSON) for column in (tax, vat, *written)]
    tax, vat, *written = (
        pc.if_else(person, NO_TEXT, column) for person, column in zip(personal, (tax, vat, *written), strict=True)
    )
    someone = personal[0]
    for person in personal[1:]:
        someone = pc.or_(someone, person)
    return tax, vat, pc.coalesce(*written), someone


def _not_italian(raw: pa.Table, homes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Rows whose numbers look Italian by chance: of another country, or short ones of a country that is not told.

    Eight digits of a British company number, filled up with zeros, may have the check digit of an Italian one.
    """
    abroad = pc.fill_null(pc.and_(pc.not_equal(homes, "IT"), pc.not_equal(homes, "")), False)
    nowhere = pc.or_(pc.is_null(homes), pc.fill_null(pc.equal(homes, ""), True))
    short = [pc.fill_null(identify_all(raw[name], homes)["restored"], False) for name in ("tax_code", "vat_number")]
    return pc.or_(abroad, pc.and_(nowhere, pc.or_(*short)))


def _like(column: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    return pc.fill_null(pc.match_substring_regex(column, pattern), False)


def _set_aside(
    read: pa.Table, reasons: Sequence[tuple[pa.ChunkedArray, Message]]
) -> tuple[list[LeftOut], pa.ChunkedArray]:
    """The rows for which a reason holds, each with the first one, and which rows are kept."""
    left_out: list[LeftOut] = []
    kept = pa.chunked_array([pa.array(np.ones(read.num_rows, np.bool_))])
    for which, reason in reasons:
        now = pc.and_(kept, pc.fill_null(which, False))
        left_out += _left_out(read, now, reason)
        kept = pc.and_(kept, pc.invert(now))
    return left_out, kept


def _firsts(entries: pa.Table, place: pa.ChunkedArray) -> pa.Array:
    """Which entries are the first that say what they say: same identifiers, name, kind, place and dates."""
    columns = [entries[name] for name in ("tax_code", "vat_number", "written_identifier", "name_key", "kind", *DATES)]
    texts = [pc.fill_null(pc.cast(column, pa.string()), "") for column in (*columns, place)]
    joined = pc.binary_join_element_wise(*texts, _BETWEEN)
    coded = (joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined).dictionary_encode()
    first = np.zeros(entries.num_rows, np.bool_)
    first[np.unique(coded.indices.to_numpy(zero_copy_only=False), return_index=True)[1]] = True
    return pa.array(first)


def _repeated(entries: pa.Table, first: pa.Array) -> list[LeftOut]:
    again = entries.filter(pc.invert(first))
    reason = msg("An earlier row of the list says the same.")
    return [
        LeftOut(row, reason, name)
        for row, name in zip(again["row_number"].to_pylist(), again["name"].to_pylist(), strict=True)
    ]


def _contacts(raw: pa.Table) -> pa.Table | None:
    told = [name for name in CONTACT if name in raw.column_names and raw[name].null_count < raw.num_rows]
    if not told:
        return None
    empty = pa.nulls(raw.num_rows, pa.string())
    return pa.table({name: raw[name] if name in told else empty for name in CONTACT})


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


def _doubts(entries: pa.Table, personal: int, sheet: str | None) -> list[Problem]:
    problems = []
    wrong = entries.num_rows - entries["written_identifier"].null_count
    if wrong:
        message = plural(
            "{n} entry has an identifier that cannot be right (its check digit disagrees): kept and never matched.",
            "{n} entries have an identifier that cannot be right (its check digit disagrees): kept and never matched.",
            wrong,
        )
        problems.append(Problem("info", "entries_with_wrong_identifier", message, sheet))
    if personal:
        message = plural(
            "{n} entry has a person's tax code: that is personal data, is not kept and matches nobody.",
            "{n} entries have a person's tax code: that is personal data, is not kept and matches nobody.",
            personal,
        )
        problems.append(Problem("info", "personal_codes", message, sheet))
    valid = pc.or_(pc.is_valid(entries["vat_number"]), pc.is_valid(entries["tax_code"]))
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
