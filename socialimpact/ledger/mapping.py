"""A mapping: which sheets of a ledger are read, where their header is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from socialimpact.errors import MappingRefused
from socialimpact.language import msg
from socialimpact.tables import currencies
from socialimpact.tables.corrections import column_index, known_role
from socialimpact.tables.layout import Layout

Basis = Literal["net", "gross"]
# The currency of a sheet whose amounts are in that of the company's books, whatever was invoiced.
BOOKS = "books"

_MOST_VAT = 30  # per cent; no country asks for more
_MOST_RATE = 10**9

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
    "vat_rate",
    "quantity",
    "unit_price",
    "ignore",
]


@dataclass(frozen=True)
class TableMapping:
    """How one sheet is read. `roles` maps a 0-based column index to its role; each role stands once.

    `currency` is that of all amounts of the sheet (a code, or `books`), None where each row has its own;
    `currency_stated` where a person said so, which no sign beside an amount outweighs. `fixed_rate` is what a person
    stated: units of the currency for one euro.
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
    currency: str | None = None
    currency_stated: bool = False
    fixed_rate: Decimal | None = None

    def column(self, role: str) -> int | None:
        """The index of the column that has `role`, or None."""
        return next((index for index, name in self.roles.items() if name == role), None)

    def has(self, *roles: str) -> bool:
        return any(role in roles for role in self.roles.values())


@dataclass(frozen=True)
class Mapping:
    """How one file is read. `amount_basis` says whether the amounts that are loaded leave VAT out.

    `assumed_vat_rate` (a percentage) is what a person stated: amounts with VAT are brought to net by it where no
    column of VAT does. `default_currency` is that of the company's books.
    """

    tables: tuple[TableMapping, ...] = field(default=())
    amount_basis: Basis = "net"
    assumed_vat_rate: Decimal | None = None
    default_currency: str = "EUR"

    @property
    def used(self) -> tuple[TableMapping, ...]:
        return tuple(table for table in self.tables if table.used)

    def as_json(self) -> dict[str, Any]:
        return {
            "amount_basis": self.amount_basis,
            "assumed_vat_rate": None if self.assumed_vat_rate is None else str(self.assumed_vat_rate),
            "default_currency": self.default_currency,
            "tables": [
                {
                    "sheet": table.sheet,
                    "used": table.used,
                    "header_row": table.header_row,
                    "roles": {str(index): role for index, role in sorted(table.roles.items()) if role != "ignore"},
                    "decimal_mark": table.decimal_mark,
                    "date_order": table.date_order,
                    "currency": table.currency,
                    "fixed_rate": None if table.fixed_rate is None else str(table.fixed_rate),
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
            currency=layout.currency,
        )
        for layout in layouts
    )
    # amounts with VAT are brought to net where a column says how much of it there is
    basis: Basis = (
        "gross"
        if any(
            lay.chosen and lay.amount_basis == "gross" and not lay.column("vat_amount", "vat_rate") for lay in layouts
        )
        else "net"
    )
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
        if "roles" in said:
            changes["roles"] = {
                column_index(key, headers): known_role(role, ROLES) for key, role in said["roles"].items()
            }
        if said.get("currency", tables[place].currency) != tables[place].currency:
            changes |= {"currency": _currency(said["currency"]), "currency_stated": True}
        if said.get("fixed_rate") is not None:
            changes["fixed_rate"] = _rate(said["fixed_rate"])
        if changes.get("header_row") and changes["header_row"] != tables[place].header_row:
            changes["first_row"] = changes["header_row"] + 1
        tables[place] = replace(tables[place], used=bool(said.get("used", True)), **changes)
    basis = given.get("amount_basis") or mapping.amount_basis
    if basis not in ("net", "gross"):
        raise MappingRefused(msg("The amount basis is “net” or “gross”, not “{basis}”.", basis=str(basis)))
    stated = given.get("assumed_vat_rate")
    return replace(
        mapping,
        tables=tuple(tables),
        amount_basis=basis,
        assumed_vat_rate=mapping.assumed_vat_rate if stated is None else vat_rate(stated),
        default_currency=_currency(given.get("default_currency")) or mapping.default_currency,
    )


def vat_rate(said: Any) -> Decimal:
    """The VAT rate that a person states, as a percentage; `MappingRefused` where it is none."""
    rate = _number(said)
    if rate is None or not 0 <= rate <= _MOST_VAT:
        raise MappingRefused(msg("A VAT rate is a percentage between 0 and 30, not “{rate}”.", rate=str(said)))
    return rate


def _rate(said: Any) -> Decimal:
    rate = _number(said)
    if rate is None or rate <= 0:
        raise MappingRefused(
            msg("An exchange rate says how many units are one euro, for example 0.85, not “{rate}”.", rate=str(said))
        )
    return rate


def _number(said: Any) -> Decimal | None:
    try:
        number = Decimal(str(said).replace("%", "").replace(",", ".").strip())
    except ArithmeticError:
        return None
    return round(number, 8) if number.is_finite() and abs(number) < _MOST_RATE else None


def _currency(said: Any) -> str | None:
    if said in (None, BOOKS):
        return BOOKS if said else None
    code = currencies.code_of().get(str(said).strip().upper(), str(said).strip().upper())
    if not (len(code) == 3 and code.isalpha() and code.isascii()):  # noqa: PLR2004 - ISO 4217
        raise MappingRefused(
            msg("A currency is a code of three letters, for example EUR or GBP, not “{currency}”.", currency=str(said))
        )
    return code
