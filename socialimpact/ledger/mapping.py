"""A mapping: which sheets of a ledger are read, where their header is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from socialimpact.errors import MappingRefused
from socialimpact.language import msg
from socialimpact.tables import presets
from socialimpact.tables.corrections import column_index, known_role
from socialimpact.tables.layout import Layout

Basis = Literal["net", "gross"]

DATE_ROLES = ("invoice_date", "posting_date", "payment_date", "due_date")
AMOUNT_ROLES = ("net_amount", "gross_amount", "debit", "credit")
SUPPLIER_ROLES = ("supplier_name", "supplier_vat", "supplier_tax_code", "supplier_code")

ROLES = [
    "document_number",
    "document_type",
    "invoice_date",
    "posting_date",
    "due_date",
    "payment_date",
    "supplier_name",
    "supplier_code",
    "supplier_vat",
    "supplier_tax_code",
    "supplier_address",
    "supplier_municipality",
    "supplier_province",
    "supplier_postcode",
    "supplier_country",
    "description",
    "category",
    "category_code",
    "cost_centre",
    "site",
    "company",
    "net_amount",
    "vat_amount",
    "gross_amount",
    "debit",
    "credit",
    "currency",
    "exchange_rate",
    "quantity",
    "unit_price",
    "ignore",
]


@dataclass(frozen=True)
class TableMapping:
    """How one sheet is read. `roles` maps a 0-based column index to its role; each role stands once.

    `preset` is the key of the known export that the sheet is, whose rules about rows then hold.
    """

    sheet: str | None
    header_row: int | None
    first_row: int
    last_row: int
    roles: AnyMapping[int, str]
    decimal_mark: str
    date_order: str
    fingerprint: str
    used: bool = True
    preset: str | None = None

    def column(self, role: str) -> int | None:
        """The index of the column that has `role`, or None."""
        return next((index for index, name in self.roles.items() if name == role), None)

    def has(self, *roles: str) -> bool:
        return any(role in roles for role in self.roles.values())


@dataclass(frozen=True)
class Mapping:
    """How one file is read. `amount_basis` says whether the amounts that are loaded leave VAT out."""

    tables: tuple[TableMapping, ...] = field(default=())
    amount_basis: Basis = "net"

    @property
    def used(self) -> tuple[TableMapping, ...]:
        return tuple(table for table in self.tables if table.used)

    def as_json(self) -> dict[str, Any]:
        return {
            "amount_basis": self.amount_basis,
            "tables": [
                {
                    "sheet": table.sheet,
                    "used": table.used,
                    "header_row": table.header_row,
                    "roles": {str(index): role for index, role in sorted(table.roles.items()) if role != "ignore"},
                    "decimal_mark": table.decimal_mark,
                    "date_order": table.date_order,
                    "preset": table.preset,
                }
                for table in self.tables
            ],
        }

    def check(self) -> None:
        """Raise `MappingRefused` where something that every figure needs is missing, naming it."""
        if not self.used:
            raise MappingRefused(
                msg("No sheet of this file looks like a list of purchases. Choose the sheet and its columns by hand."),
                code="no_table",
            )
        for table in self.used:
            if table.preset and presets.preset(table.preset).sales:
                raise MappingRefused(
                    msg(
                        "These are the invoices that the company issued (“{preset}”), not those that it received."
                        " Export the list of received invoices instead.",
                        preset=presets.preset(table.preset).label,
                    ),
                    code="issued_invoices",
                )
            where = msg("in sheet “{sheet}”", sheet=table.sheet) if table.sheet else msg("in this file")
            if not table.has(*AMOUNT_ROLES):
                raise MappingRefused(
                    msg(
                        "No column of amounts was found {where}. Say which column holds the amount without VAT"
                        " (for example “Imponibile” or “Net amount”).",
                        where=where,
                    ),
                    code="no_amount_column",
                )
            if not table.has(*DATE_ROLES):
                raise MappingRefused(
                    msg(
                        "No column of dates was found {where}. Say which column holds the invoice date; without it"
                        " no purchase can be put in a year.",
                        where=where,
                    ),
                    code="no_date_column",
                )
            if not table.has(*SUPPLIER_ROLES):
                raise MappingRefused(
                    msg(
                        "No column of suppliers was found {where}. Say which column holds the supplier's name or"
                        " VAT number.",
                        where=where,
                    ),
                    code="no_supplier_column",
                )


def proposed(layouts: tuple[Layout, ...]) -> Mapping:
    """The mapping that the layouts propose; the basis is gross only where no used sheet has a net amount."""
    tables = tuple(
        TableMapping(
            sheet=layout.sheet,
            header_row=layout.header_row,
            first_row=layout.first_row,
            last_row=layout.last_row,
            roles={column.index: column.role for column in layout.columns if column.role != "ignore"},
            decimal_mark=layout.decimal_mark,
            date_order=layout.date_order,
            fingerprint=layout.fingerprint,
            used=layout.chosen,
            preset=layout.preset,
        )
        for layout in layouts
    )
    basis: Basis = "gross" if any(lay.chosen and lay.amount_basis == "gross" for lay in layouts) else "net"
    return Mapping(tables, basis)


def corrected(mapping: Mapping, given: AnyMapping[str, Any], layouts: tuple[Layout, ...]) -> Mapping:
    """`mapping` with what a person or a remembered mapping says instead.

    `given` has `amount_basis` and `tables` as in `Mapping.as_json`; a table without `sheet` speaks of the first
    one. `roles` may name columns by index or by header text. Unknown roles and columns are refused by name.
    """
    tables = list(mapping.tables)
    spoken = given.get("tables") or ([given] if "roles" in given else [])
    for said in spoken:
        sheet = said.get("sheet")
        place = next((i for i, table in enumerate(tables) if sheet is None or table.sheet == sheet), None)
        if place is None:
            raise MappingRefused(msg("The mapping names a sheet “{sheet}” that this file has not.", sheet=sheet))
        headers = {
            (column.header or "").strip().casefold(): column.index
            for layout in layouts
            if layout.sheet == tables[place].sheet
            for column in layout.columns
        }
        changes: dict[str, Any] = {
            key: said[key] for key in ("header_row", "decimal_mark", "date_order") if said.get(key) is not None
        }
        if "preset" in said:
            changes["preset"] = presets.preset(said["preset"]).key if said["preset"] else None
        if "roles" in said:
            changes["roles"] = {
                column_index(key, headers): known_role(role, ROLES) for key, role in said["roles"].items()
            }
        if changes.get("header_row") and changes["header_row"] != tables[place].header_row:
            changes["first_row"] = changes["header_row"] + 1
        tables[place] = replace(tables[place], used=bool(said.get("used", True)), **changes)
    basis = given.get("amount_basis") or mapping.amount_basis
    if basis not in ("net", "gross"):
        raise MappingRefused(msg("The amount basis is “net” or “gross”, not “{basis}”.", basis=str(basis)))
    return Mapping(tuple(tables), basis)
