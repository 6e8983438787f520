"""Any list of organisations: identifier, name, kind, place, valid from and to, mapped like a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.errors import MappingRefused, Problem
from socialimpact.language import Message, msg, plural
from socialimpact.registers import entries, presets
from socialimpact.registers.entries import Reading
from socialimpact.registers.presets import Preset
from socialimpact.store.reader import Reader
from socialimpact.suppliers.kinds import kind_from_text
from socialimpact.tables.book import Book
from socialimpact.tables.corrections import column_index, known_role
from socialimpact.tables.grid import Grid
from socialimpact.tables.headings import normal
from socialimpact.tables.layout import Layout

ROLES = (
    "tax_code", "vat", "charity_number", "name", "kind", "section", "status", "address", "municipality", "province",
    "postcode", "country", "valid_from", "valid_to", "registered_on", "offers", "website", "email", "phone", "ignore",
)  # fmt: skip
_BETWEEN = "\x1f"


@dataclass(frozen=True)
class RegisterMapping:
    """How one sheet is read. `roles` maps a 0-based column index to its role; each role stands once."""

    sheet: str | None
    header_row: int | None
    first_row: int
    roles: Mapping[int, str]
    date_order: str
    fingerprint: str

    def column(self, role: str) -> int | None:
        return next((index for index, name in self.roles.items() if name == role), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "roles": {str(index): role for index, role in sorted(self.roles.items())},
            "date_order": self.date_order,
        }


def proposed(layouts: tuple[Layout, ...], preset: Preset | None = None) -> RegisterMapping:
    """The mapping that the layouts of a book propose: of the sheet that holds most of what a register needs.

    What a known register says of its columns goes before what their names mean elsewhere.
    """
    chosen = [layout for layout in layouts if layout.chosen] or list(layouts)
    layout = max(chosen, key=lambda each: each.rows)
    general = {column.index: column.role for column in layout.columns if column.role in ROLES}
    roles: dict[int, str] = {}
    if preset is not None:
        said = {column.index: preset.role_of(column.header) for column in layout.columns}
        # The names of a role stand in the order in which they are wanted: a SIREN before a SIRET.
        for role, names in preset.columns.items():
            found = [column.index for column in layout.columns if said[column.index] == role]
            if role != "ignore" and found:
                headers = {column.index: normal(column.header) for column in layout.columns}
                roles[min(found, key=lambda index: names.index(headers[index]))] = role
        general = {index: role for index, role in general.items() if said[index] is None}
    taken = set(roles.values())
    roles |= {index: role for index, role in general.items() if role != "ignore" and role not in taken}
    return RegisterMapping(
        layout.sheet,
        layout.header_row,
        layout.first_row,
        dict(sorted(roles.items())),
        layout.date_order,
        layout.fingerprint,
    )


def corrected(
    mapping: RegisterMapping,
    given: Mapping[str, Any],
    layouts: tuple[Layout, ...],
    preset: Preset | None = None,
) -> RegisterMapping:
    """`mapping` with what a person or a remembered mapping says instead.

    `given` is as `RegisterMapping.as_json`, each key optional; `roles` may name columns by index or by header.
    """
    sheet = given.get("sheet") or mapping.sheet
    layout = next((each for each in layouts if each.sheet == sheet), None)
    if layout is None:
        raise MappingRefused(msg("The mapping names a sheet “{sheet}” that this file has not.", sheet=str(sheet)))
    if layout.sheet != mapping.sheet:
        mapping = proposed((replace(layout, chosen=True),), preset)
    if "roles" in given:
        headers = {(column.header or "").strip().casefold(): column.index for column in layout.columns}
        mapping = replace(
            mapping,
            roles={
                column_index(key, headers): known_role(role, ROLES)
                for key, role in given["roles"].items()
                if role and role != "ignore"
            },
        )
    if (header_row := given.get("header_row")) and header_row != mapping.header_row:
        mapping = replace(mapping, header_row=header_row, first_row=header_row + 1)
    return replace(mapping, date_order=given.get("date_order") or mapping.date_order)


def check(mapping: RegisterMapping) -> None:
    """Raise `MappingRefused` where nothing says who the entries are."""
    if not any(role in mapping.roles.values() for role in ("name", "tax_code", "vat")):
        raise MappingRefused(
            msg(
                "No column of names or tax codes was found, so the list says of nobody what it is. Say which column"
                " holds the name and which the tax code or VAT number."
            ),
            code="no_identity_column",
        )


def read(
    book: Book,
    mapping: RegisterMapping,
    reader: Reader,
    *,
    preset: Preset | None = None,
    default_kind: str | None = None,
    country: str | None = None,
) -> Reading:
    """The entries of the list. `default_kind` is for entries whose kind is not told or not understood.

    A known register (`preset`) says which rows are its own, which have ended, and how long an entry holds.
    """
    check(mapping)
    grid = next(grid for grid in book.grids if grid.sheet == mapping.sheet)
    start = pc.sum(pc.less(grid.cells["row"], mapping.first_row)).as_py() or 0
    headers = _headers(grid, mapping)

    def text(role: str) -> pa.Array:
        return entries.texts(grid, mapping.column(role), start)

    land = country or next(
        (found for role in ("tax_code", "vat") if (found := presets.country_of(headers.get(role)))), None
    )
    tax_code = text("tax_code")
    if "charity_number" in headers:
        number = pc.replace_substring_regex(text("charity_number"), r"^(?:GB-CHC-)?([0-9]{6,7})$", r"GB-CHC-\1")
        tax_code = pc.coalesce(tax_code, number)
    days = {
        name: entries.dates(reader, grid, mapping.column(name), start, mapping.date_order) for name in entries.DATES
    }
    assumed = 0
    if preset is not None and preset.years:
        days["valid_to"], assumed = _ends(days, preset.years)
    raw = pa.table(
        {
            "row_number": grid.cells["row"].slice(start),
            "tax_code": tax_code,
            "vat_number": text("vat"),
            **{name: text(name) for name in entries.TEXTS if name not in {"tax_code", "vat_number"}},
            **days,
            **{name: text(name) for name in entries.CONTACT if name in headers},
        }
    )
    told = pc.binary_join_element_wise(pc.fill_null(text("kind"), ""), pc.fill_null(text("section"), ""), _BETWEEN)
    kinds = entries.kinds_of(told, _kind)
    if default_kind:
        kinds = pc.fill_null(kinds, default_kind)
    reading = entries.collect(
        raw,
        kinds,
        sheet=grid.sheet,
        country=land,
        italian=land == "IT",
        aside=_not_its_own(grid, mapping, start, preset, days["valid_to"]) if preset is not None else (),
        fields={role: header for role, header in headers.items() if role != "status" or preset is not None},
    )
    if not assumed or preset is None:
        return reading
    message = plural(
        "{n} entry has no end: {years} years from its beginning were taken. Some are given for less.",
        "{n} entries have no end: {years} years from their beginning were taken. Some are given for less.",
        assumed,
        years=str(preset.years),
    )
    return replace(reading, problems=(*reading.problems, Problem("warning", "end_assumed", message, grid.sheet)))


def _headers(grid: Grid, mapping: RegisterMapping) -> dict[str, str]:
    """The name of the column of each role that is read."""
    named = {
        role: (grid.cell(mapping.header_row, index) if mapping.header_row else None) or f"{index + 1}"
        for index, role in mapping.roles.items()
    }
    return {role: named[role] for role in ROLES if role in named and role not in {"ignore", "address"}}


def _not_its_own(
    grid: Grid, mapping: RegisterMapping, start: int, preset: Preset, ends: pa.Array
) -> list[tuple[pa.ChunkedArray, Message]]:
    """Rows that are not this register's, and rows that have ended without saying when."""
    aside = []
    for column, words in preset.only.items():
        index = mapping.column(column)
        if index is None and mapping.header_row:
            index = next((at for at in range(grid.width) if normal(grid.cell(mapping.header_row, at)) == column), None)
        if index is not None:
            own = _says(entries.texts(grid, index, start), words)
            aside.append((pc.invert(own), msg("The row belongs to another part of the file, not to this register.")))
    status = entries.texts(grid, mapping.column("status"), start)
    over = _says(status, preset.ended)
    if preset.active:
        over = pc.or_(over, pc.and_(pc.is_valid(status), pc.invert(_says(status, preset.active))))
    over = pc.and_(over, pc.is_null(pa.chunked_array([ends])))
    aside.append((over, msg("The list says that it is no longer registered, and not since when.")))
    return aside


def _says(column: pa.Array, words: tuple[str, ...]) -> pa.ChunkedArray:
    """Which texts have one of the words as words of their own."""
    found = entries.kinds_of(
        column, lambda text: "y" if any(f" {word} " in f" {normal(text)} " for word in words) else None
    )
    return pc.is_valid(found)


def _ends(days: Mapping[str, pa.Array], years: int) -> tuple[pa.Array, int]:
    """The last days, with those that follow from the beginning where none is told, and how many of these."""
    open_ended = pc.and_(pc.is_null(days["valid_to"]), pc.is_valid(days["valid_from"]))
    coded = days["valid_from"].dictionary_encode()
    later = [day and _later(day, years) for day in coded.dictionary.to_pylist()]
    ends = pa.array(later, pa.date32()).take(coded.indices)
    return pc.if_else(open_ended, ends, days["valid_to"]), pc.sum(open_ended).as_py() or 0


def _later(day: date, years: int) -> date:
    """The day before the same day `years` later; a 29 February counts as the 1 March where there is none."""
    try:
        after = day.replace(year=day.year + years)
    except ValueError:
        after = date(day.year + years, 3, 1)
    return after - timedelta(days=1)


def _kind(told: str) -> str | None:
    """The kind in the columns of kind and section: both together ("cooperativa sociale", "B"), else either."""
    kind, section = told.split(_BETWEEN)
    return kind_from_text(f"{kind} {section}") or kind_from_text(kind) or kind_from_text(section)
