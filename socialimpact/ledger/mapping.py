"""A mapping: which tables of a ledger are read, where their header is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from socialimpact.errors import MappingRefused
from socialimpact.language import msg
from socialimpact.tables import currencies, presets
from socialimpact.tables.layout import Layout
from socialimpact.tables.periods import first_day

Basis = Literal["net", "gross"]
# The currency of a sheet whose amounts are in that of the company's books, whatever was invoiced.
BOOKS = "books"

DATE_ROLES = ("invoice_date", "posting_date", "payment_date", "due_date")
# What a row tells instead of a day: its month or other period, and the year where that is apart.
PERIOD_ROLES = ("period", "year")
AMOUNT_ROLES = ("net_amount", "gross_amount", "debit", "credit")
SUPPLIER_ROLES = ("supplier_name", "supplier_vat", "supplier_tax_code", "supplier_code")

ROLES = [
    "document_number",
    "document_type",
    "invoice_date",
    "posting_date",
    "due_date",
    "payment_date",
    "period",
    "year",
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
    """How one table is read; a sheet may hold several, one below the other.

    `roles` maps a 0-based column index to its role; each role stands once. Beyond plain columns:
    `carried` are columns whose blank cells mean what stands above (merged cells, continued rows);
    `headings` is `supplier` where a row of its own names the supplier of the rows below it;
    `constants` maps a role to the text that all rows share (dates as YYYY-MM-DD, such as a sheet's month; `year` where
    rows tell a month without one);
    `periods` maps columns of amounts to the period that each stands for (`2024-01`, `2024-Q1`, `2024`; without a
    year, `-01`, it must be completed);
    `preset` is the key of the known export that the table is, whose rules about rows then hold;
    `currency` is that of all amounts (a code, or `books`), None where each row has its own, and `currency_stated`
    where a person said so, which no sign beside an amount outweighs; `fixed_rate` is what a person stated: units of
    the currency for one euro.
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
    carried: tuple[int, ...] = ()
    headings: str | None = None
    constants: AnyMapping[str, str] = field(default_factory=dict)
    periods: AnyMapping[int, str] = field(default_factory=dict)
    preset: str | None = None
    currency: str | None = None
    currency_stated: bool = False
    fixed_rate: Decimal | None = None
    fixed: bool = False  # the columns are the reader's own, and their amounts carry the sign with which they count

    @property
    def begins(self) -> int:
        """The first row of the table, its header included."""
        return min(self.header_row or self.first_row, self.first_row)

    def column(self, role: str) -> int | None:
        """The index of the column that has `role`, or None."""
        return next((index for index, name in self.roles.items() if name == role), None)

    def has(self, *roles: str) -> bool:
        """Whether a column has one of `roles`."""
        return any(role in roles for role in self.roles.values())

    def knows(self, *roles: str) -> bool:
        """Whether its rows have one of `roles`, from a column or from what holds for several rows."""
        return (
            self.has(*roles)
            or any(role in self.constants for role in roles)
            or (bool(self.periods) and any(role in (*AMOUNT_ROLES, *DATE_ROLES) for role in roles))
            or (self.headings == "supplier" and any(role in SUPPLIER_ROLES for role in roles))
        )


@dataclass(frozen=True)
class Mapping:
    """How one file is read. `amount_basis` says whether the amounts that are loaded leave VAT out.

    `assumed_vat_rate` (a percentage) is what a person stated: amounts with VAT are brought to net by it where no
    column of VAT does. `default_currency` is that of the company's books.
    """

    tables: tuple[TableMapping, ...] = field(default=())
    amount_basis: Basis = "net"
    assumed_vat_rate: Decimal | None = None
    default_currency: str = currencies.EURO

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
                    "carried": list(table.carried),
                    "headings": table.headings,
                    "constants": dict(table.constants),
                    "periods": {str(index): period for index, period in sorted(table.periods.items())},
                    "preset": table.preset,
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
            if not table.knows(*AMOUNT_ROLES):
                raise MappingRefused(
                    msg(
                        "No column of amounts was found {where}. Say which column holds the amount without VAT"
                        " (for example “Imponibile” or “Net amount”).",
                        where=where,
                    ),
                    code="no_amount_column",
                )
            if not table.knows(*DATE_ROLES, *PERIOD_ROLES):
                raise MappingRefused(
                    msg(
                        "No column of dates was found {where}. Say which column holds the invoice date; without it"
                        " no purchase can be put in a year.",
                        where=where,
                    ),
                    code="no_date_column",
                )
            if not table.knows(*SUPPLIER_ROLES):
                raise MappingRefused(
                    msg(
                        "No column of suppliers was found {where}. Say which column holds the supplier's name or"
                        " VAT number.",
                        where=where,
                    ),
                    code="no_supplier_column",
                )
            if any(first_day(period) is None for period in table.periods.values()):
                raise MappingRefused(
                    msg(
                        "There is a column for each month {where}, but nothing says of which year. Write the year into"
                        " the names of the columns (for example “01/2024”).",
                        where=where,
                    ),
                    code="no_year",
                )


def proposed(layouts: tuple[Layout, ...]) -> Mapping:
    """The mapping that the layouts propose; the basis is gross only where no used sheet has a net amount."""
    # amounts with VAT are brought to net where a column says how much of it there is
    with_vat = [lay for lay in layouts if lay.chosen and lay.amount_basis == "gross"]
    basis: Basis = "gross" if any(not lay.column("vat_amount", "vat_rate") for lay in with_vat) else "net"
    return Mapping(tuple(of_layout(layout) for layout in layouts), basis)


def of_layout(layout: Layout) -> TableMapping:
    """How the reader proposes to read one table."""
    return TableMapping(
        sheet=layout.sheet,
        header_row=layout.header_row,
        first_row=layout.first_row,
        last_row=layout.last_row,
        roles={
            column.index: column.role
            for column in layout.columns
            if column.role != "ignore" and column.index not in layout.periods
        },
        decimal_mark=layout.decimal_mark,
        date_order=layout.date_order,
        fingerprint=layout.fingerprint,
        used=layout.chosen,
        carried=layout.carried,
        headings=layout.headings,
        constants=dict(layout.constants),
        periods=dict(layout.periods),
        preset=layout.preset,
        currency=layout.currency,
        fixed=layout.fixed,
    )
