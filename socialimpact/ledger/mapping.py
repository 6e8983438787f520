"""A mapping: which tables of a ledger are read, where their header is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from socialimpact.errors import MappingRefused
from socialimpact.language import msg
from socialimpact.tables import currencies, presets
from socialimpact.tables.book import Book
from socialimpact.tables.corrections import column_index, known_role
from socialimpact.tables.layout import Layout, propose_at
from socialimpact.tables.periods import first_day

Basis = Literal["net", "gross"]
# The currency of a sheet whose amounts are in that of the company's books, whatever was invoiced.
BOOKS = "books"

_MOST_VAT = 30  # per cent; no country asks for more
_MOST_RATE = 10**9

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
    return Mapping(tuple(_table(layout) for layout in layouts), basis)


def _table(layout: Layout) -> TableMapping:
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


def corrected(
    mapping: Mapping, given: AnyMapping[str, Any], layouts: tuple[Layout, ...], book: Book | None = None
) -> Mapping:
    """`mapping` with what a person or a remembered mapping says instead.

    `given` has `amount_basis` and `tables` as in `Mapping.as_json`; a table without `sheet` speaks of the first
    one. `roles` may name columns by index or by header text. Another `header_row` has all else proposed anew
    from that row, if `book` is there to look at. An entry more than a sheet has tables is one more
    table. Unknown roles and columns are refused by name.
    """
    tables = list(mapping.tables)
    spoken = given.get("tables") or ([given] if _OF_TABLES & set(given) else [])
    for place, said in _places(tables, spoken):
        if place >= len(tables):
            tables.append(_changed(replace(tables[0], sheet=said.get("sheet"), header_row=None), said, layouts, book))
        elif not tables[place].fixed:
            tables[place] = _changed(tables[place], said, layouts, book)
    basis = given.get("amount_basis") or mapping.amount_basis
    if basis not in ("net", "gross"):
        raise MappingRefused(msg("The amount basis is “net” or “gross”, not “{basis}”.", basis=str(basis)))
    stated = given.get("assumed_vat_rate", mapping.assumed_vat_rate)
    return replace(
        mapping,
        tables=tuple(tables),
        amount_basis=basis,
        assumed_vat_rate=None if stated is None else vat_rate(stated),
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


_OF_TABLES = {"roles", "header_row"}


def _places(tables: list[TableMapping], spoken: Any) -> list[tuple[int, AnyMapping[str, Any]]]:
    """Which table each entry speaks of. On a sheet with as many entries as tables they come in order; else the
    header row decides, and what is left speaks of the tables that are left.
    """
    placed: list[tuple[int, AnyMapping[str, Any]]] = []
    new = len(tables)
    by_sheet: dict[str | None, list[AnyMapping[str, Any]]] = {}
    for said in spoken:
        by_sheet.setdefault(said.get("sheet"), []).append(said)
    for sheet, entries in by_sheet.items():
        own = [place for place, table in enumerate(tables) if table.sheet == sheet]
        if not own and sheet is not None:
            raise MappingRefused(msg("The mapping names a sheet “{sheet}” that this file has not.", sheet=sheet))
        left = own or [0]
        waiting = list(entries)
        if len(entries) != len(left):
            for said in entries:
                same = [place for place in left if said.get("header_row") == tables[place].header_row]
                if said.get("header_row") and same:
                    placed.append((same[0], said))
                    left = [place for place in left if place != same[0]]
                    waiting = [each for each in waiting if each is not said]
        for said in waiting:
            placed.append((left.pop(0) if left else new, said))
            new += placed[-1][0] == new
    return placed


def _changed(
    table: TableMapping, said: AnyMapping[str, Any], layouts: tuple[Layout, ...], book: Book | None
) -> TableMapping:
    """A table with what is said of it."""
    names: tuple[Layout, ...] = tuple(layout for layout in layouts if layout.sheet == table.sheet)
    row: int = said.get("header_row") or 0
    moved = row not in {0, table.header_row}
    if moved:
        if book is None:
            table = replace(table, header_row=row, first_row=row + 1)
        else:
            layout = propose_at(book, table.sheet, row, last_row=table.last_row)
            table = replace(_table(layout), used=table.used)
            names = (layout, *names)
    changes: dict[str, Any] = {key: said[key] for key in ("decimal_mark", "date_order") if said.get(key) is not None}
    if "preset" in said:
        changes["preset"] = presets.preset(said["preset"]).key if said["preset"] else None
    headers = {
        (column.header or "").strip().casefold(): column.index
        for layout in reversed(names)
        for column in layout.columns
    }
    if said.get("roles") or ("roles" in said and not moved):
        changes["roles"] = {column_index(key, headers): known_role(role, ROLES) for key, role in said["roles"].items()}
    if "carried" in said:
        changes["carried"] = tuple(sorted({column_index(key, headers) for key in said["carried"] or ()}))
    if "headings" in said:
        changes["headings"] = said["headings"] if said["headings"] == "supplier" else None
    if "constants" in said:
        changes["constants"] = {known_role(role, ROLES): str(text) for role, text in (said["constants"] or {}).items()}
    if said.get("currency", table.currency) != table.currency:
        changes |= {"currency": _currency(said["currency"]), "currency_stated": True}
    if "fixed_rate" in said:
        changes["fixed_rate"] = None if said["fixed_rate"] is None else _rate(said["fixed_rate"])
    if "periods" in said:
        changes["periods"] = {column_index(key, headers): str(text) for key, text in (said["periods"] or {}).items()}
    return replace(table, used=bool(said.get("used", True)), **changes)
