"""Any list of organisations: identifier, name, kind, place, valid from and to, mapped like a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.errors import MappingRefused
from socialimpact.language import msg
from socialimpact.registers import entries
from socialimpact.registers.entries import Reading
from socialimpact.store.database import Reader
from socialimpact.suppliers.kinds import kind_from_text
from socialimpact.tables.book import Book
from socialimpact.tables.corrections import column_index, known_role
from socialimpact.tables.layout import Layout

ROLES = (
    "tax_code", "vat", "name", "kind", "section", "address", "municipality", "province", "postcode", "country",
    "valid_from", "valid_to", "registered_on", "ignore",
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


def proposed(layouts: tuple[Layout, ...]) -> RegisterMapping:
    """The mapping that the layouts of a book propose: of the sheet that holds most of what a register needs."""
    chosen = [layout for layout in layouts if layout.chosen] or list(layouts)
    layout = max(chosen, key=lambda each: each.rows)
    return RegisterMapping(
        layout.sheet,
        layout.header_row,
        layout.first_row,
        {column.index: column.role for column in layout.columns if column.role in ROLES and column.role != "ignore"},
        layout.date_order,
        layout.fingerprint,
    )


def corrected(mapping: RegisterMapping, given: Mapping[str, Any], layouts: tuple[Layout, ...]) -> RegisterMapping:
    """`mapping` with what a person or a remembered mapping says instead.

    `given` is as `RegisterMapping.as_json`, each key optional; `roles` may name columns by index or by header.
    """
    sheet = given.get("sheet") or mapping.sheet
    layout = next((each for each in layouts if each.sheet == sheet), None)
    if layout is None:
        raise MappingRefused(msg("The mapping names a sheet “{sheet}” that this file has not.", sheet=str(sheet)))
    if layout.sheet != mapping.sheet:
        mapping = proposed((replace(layout, chosen=True),))
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
    book: Book, mapping: RegisterMapping, reader: Reader, *, default_kind: str | None = None, country: str | None = None
) -> Reading:
    """The entries of the list. `default_kind` is for entries whose kind is not told or not understood."""
    check(mapping)
    grid = next(grid for grid in book.grids if grid.sheet == mapping.sheet)
    start = pc.sum(pc.less(grid.cells["row"], mapping.first_row)).as_py() or 0

    def text(role: str) -> pa.Array:
        return entries.texts(grid, mapping.column(role), start)

    raw = pa.table(
        {
            "row_number": grid.cells["row"].slice(start),
            "tax_code": text("tax_code"),
            "vat_number": text("vat"),
            **{name: text(name) for name in entries.TEXTS if name not in {"tax_code", "vat_number"}},
            **{
                name: entries.dates(reader, grid, mapping.column(name), start, mapping.date_order)
                for name in entries.DATES
            },
        }
    )
    told = pc.binary_join_element_wise(pc.fill_null(text("kind"), ""), pc.fill_null(text("section"), ""), _BETWEEN)
    kinds = entries.kinds_of(told, _kind)
    if default_kind:
        kinds = pc.fill_null(kinds, default_kind)
    return entries.collect(raw, kinds, sheet=grid.sheet, country=country)


def _kind(told: str) -> str | None:
    """The kind in the columns of kind and section: both together ("cooperativa sociale", "B"), else either."""
    kind, section = told.split(_BETWEEN)
    return kind_from_text(f"{kind} {section}") or kind_from_text(kind) or kind_from_text(section)
