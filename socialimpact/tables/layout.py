"""How the sheets of a book are laid out: header row, column roles, net or gross, how figures and dates are written.

A layout is a proposal: a person may correct it, and the correction is remembered by `fingerprint`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from socialimpact.errors import Problem
from socialimpact.language import Message, msg
from socialimpact.tables import arithmetic, currencies, own_money, presets
from socialimpact.tables.beside import beside
from socialimpact.tables.choice import choose
from socialimpact.tables.content import Profile, profile, rows_up_to, sample
from socialimpact.tables.extras import Extras, extras_of
from socialimpact.tables.grid import CellKind
from socialimpact.tables.header import Header, header_at
from socialimpact.tables.headings import normal, says_gross, says_net, words
from socialimpact.tables.invoices import FORMATS
from socialimpact.tables.marks import DateOrder, DecimalMark, Mark, Order, date_order, mark_of
from socialimpact.tables.regions import regions
from socialimpact.tables.roles import AMOUNTS, DATES, IGNORE, Column, assign

if TYPE_CHECKING:
    from socialimpact.tables.book import Book
    from socialimpact.tables.content import Cell
    from socialimpact.tables.grid import Grid
    from socialimpact.tables.headings import Purpose

AmountBasis = Literal["net", "gross"]

_WRITTEN_AMOUNTS = (*AMOUNTS, "vat_amount", "unit_price")


@dataclass(frozen=True)
class Layout:
    """The proposal for one table; a sheet may hold several. Rows are counted as a spreadsheet does; `rows` are those
    with content from `first_row` to `last_row`. `chosen` marks the tables that hold the data.

    `carried` are columns whose blank cells mean what stands above; `headings` is `supplier` where a row of its own
    names the supplier of the rows below; `constants` are texts that all rows share, by role; `periods` are the
    columns that hold the amounts of one month, quarter or year each; `preset` is the key of the known export that
    the table is, if any. `fixed` says that the columns are of our own making and their amounts carry the sign with
    which they count, as with electronic invoices. `currency` is that of all amounts (a code, or `books` for that of
    the company's books), None where the file does not say or each row has its own.
    """

    sheet: str | None
    header_row: int | None
    first_row: int
    last_row: int
    rows: int
    columns: tuple[Column, ...]
    amount_basis: AmountBasis
    amount_basis_reason: Message
    decimal_mark: DecimalMark
    date_order: DateOrder
    chosen: bool
    fingerprint: str
    problems: tuple[Problem, ...] = ()
    carried: tuple[int, ...] = ()
    headings: str | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[int, str] = field(default_factory=dict)
    preset: str | None = None
    fixed: bool = False
    currency: str | None = None

    def column(self, *roles: str) -> Column | None:
        """The column with the first of `roles` that any column has."""
        for role in roles:
            for column in self.columns:
                if column.role == role:
                    return column
        return None


def propose(book: Book, purpose: Purpose = "ledger") -> tuple[Layout, ...]:
    """The layouts of the tables of `book`: sheets in its order, tables from top to bottom, at least one a sheet."""
    if book.format in FORMATS:
        from socialimpact.tables.invoice_layout import layout_of  # noqa: PLC0415 - it is made of what stands here

        return tuple(layout_of(grid) for grid in book.grids)
    layouts = []
    for grid in book.grids:
        begins = 0
        for region in regions(grid, purpose):
            ends = rows_up_to(grid, region.last_row)
            layouts.append(_layout(grid.part(begins, ends), book, purpose, region.header))
            begins = ends
    return choose(layouts, book, purpose)


def propose_at(
    book: Book, sheet: str | None, header_row: int, purpose: Purpose = "ledger", last_row: int | None = None
) -> Layout:
    """The layout of the table whose header a person says is `header_row` of `sheet`, down to `last_row`; chosen to be
    read.
    """
    grid = next(grid for grid in book.grids if grid.sheet == sheet)
    own = grid.part(0, grid.height if last_row is None else rows_up_to(grid, last_row))
    return replace(_layout(own, book, purpose, header_at(grid, header_row, purpose)), chosen=True)


def fingerprint(columns: tuple[Column, ...], purpose: Purpose) -> str:
    """What files with the same columns share: the names in their order, without case, accents and punctuation.

    Where no column has a name, the proposed roles stand for them.
    """
    names = [normal(column.header) for column in columns]
    text = "\n".join((purpose, *(names if any(names) else [f"({column.role})" for column in columns])))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _layout(grid: Grid, book: Book, purpose: Purpose, header: Header) -> Layout:
    """The layout of the rows of `grid`, which are those of one table and what stands above it."""
    start = rows_up_to(grid, header.ends)
    rows = grid.height - start
    cells = sample(grid, header.ends)
    profiles = [profile(column, _filled(grid, index, start)) for index, column in enumerate(cells)]
    apart = beside(header.names, profiles) if purpose == "ledger" else frozenset()
    if apart:
        profiles = [Profile(0.0, 0) if index in apart else own for index, own in enumerate(profiles)]
    names = [None if index in apart else name for index, name in enumerate(header.names)]
    columns = assign(names, profiles, purpose)
    told: Message | None = None
    known = presets.recognised(header.names, cells, profiles) if purpose == "ledger" else None
    if known:
        columns = presets.applied(known, columns)
    extras = Extras(columns)
    if purpose == "ledger" and rows:
        extras = extras_of(grid, book, header, columns, profiles)
    columns = extras.columns
    by_role = {column.role: column.index for column in columns if column.role != IGNORE}
    amounts = [by_role[role] for role in _WRITTEN_AMOUNTS if role in by_role]
    default: DecimalMark = (known and known.preset.decimal_mark) or ("," if book.delimiter == ";" else ".")
    mark = mark_of(grid, amounts, start, default)
    dates = [by_role[role] for role in (*DATES, "due_date", "registered_on", "valid_from") if role in by_role]
    orders = [date_order(grid, column, start) for column in dates]
    order = _first_sure(orders)
    if known and known.preset.date_order and not order.sure:
        order = Order(known.preset.date_order)
    if purpose == "ledger" and not known and not extras.periods:
        columns = own_money.preferred(columns, profiles)
        columns, told = _by_arithmetic(grid, columns, profiles, (cells, start, mark.mark))
    basis, reason = (known and presets.basis_of(known)) or _amount_basis(columns)
    reason = told or reason
    if extras.headings and not any(column.role in {"net_amount", "gross_amount"} for column in columns):
        basis, reason = "gross", msg("Accounts of suppliers hold amounts with VAT.")
    return Layout(
        sheet=grid.sheet,
        header_row=header.row,
        first_row=header.first_row,
        last_row=max(grid.last_row, header.ends),
        rows=rows,
        columns=columns,
        amount_basis=basis,
        amount_basis_reason=reason,
        decimal_mark=mark.mark,
        date_order=order.order,
        chosen=False,
        fingerprint=fingerprint(columns, purpose),
        problems=(
            *_header_problems(grid, header),
            *_date_problems(grid, order, dates[0] if dates else None),
            *_mark_problems(grid, mark),
            *extras.problems,
            *_beside_problems(grid, header, apart),
        ),
        carried=extras.carried,
        headings=extras.headings,
        constants=extras.constants,
        periods=extras.periods,
        preset=known.preset.key if known else None,
        currency=_currency(columns, cells),
    )


def _filled(grid: Grid, column: int, start: int) -> float:
    part = grid.cells[f"c{column}"].slice(start)
    return 1 - part.null_count / len(part) if len(part) else 0.0


def _first_sure(orders: list[Order]) -> Order:
    """The order of the first date column that has any; another column may settle what it leaves open."""
    usable = [order for order in orders if order.order != "none"]
    if not usable:
        return Order("none")
    first = usable[0]
    if not first.sure:
        settled = next((order for order in usable if order.sure and order.order in {"dmy", "mdy"}), None)
        return settled or first
    return first


def _currency(columns: tuple[Column, ...], cells: Sequence[Sequence[Cell]]) -> str | None:
    """The currency that the amounts' own header states, else the one sign that stands beside them."""
    amounts = [column for column in columns if column.role in AMOUNTS]
    if any(column.role == "currency" for column in columns):
        # net decides: a gross amount in euro beside it says nothing of its currency
        amounts = [column for column in amounts if column.role == "net_amount"] or amounts
    if not amounts:
        return None
    named = {code for column in amounts if (code := currencies.in_header(column.header))}
    if len(named) == 1:
        return named.pop()
    if any(currencies.in_books_currency(column.header) for column in amounts):
        return "books"
    if any(column.role == "currency" for column in columns):
        return None
    beside = {
        code
        for column in amounts
        for text, kind in cells[column.index]
        if kind is CellKind.TEXT and not (text[:1].isdigit() and text[-1:].isdigit())
        for code in currencies.beside(text)
    }
    return beside.pop() if len(beside) == 1 else None


def _by_arithmetic(
    grid: Grid,
    columns: tuple[Column, ...],
    profiles: Sequence[Profile],
    sampled: tuple[Sequence[Sequence[Cell]], int, DecimalMark],
) -> tuple[tuple[Column, ...], Message | None]:
    """The columns with the roles that their amounts give them, and what told net from gross."""
    cells, start, mark = sampled
    made = list(columns)
    for place, column in enumerate(columns):
        texts = [text for text, _ in cells[column.index]]
        if column.role == "vat_amount" and arithmetic.holds_rates(profiles[column.index], texts):
            why = msg("“{header}” holds percentages, no amounts.", header=column.header or "")
            made[place] = replace(column, role="vat_rate", confidence=arithmetic.SURE, reason=why)
    columns = tuple(made)
    found = arithmetic.sums(grid, columns, profiles, start, mark)
    if found is None:
        return columns, None
    settled = arithmetic.settled(columns, found)
    return settled, arithmetic.reason(settled, found) if settled[found.net].role == "net_amount" else None


def _amount_basis(columns: tuple[Column, ...]) -> tuple[AmountBasis, Message]:
    named = {column.role: column for column in columns}
    if column := named.get("net_amount"):
        if says_net(set(words(column.header or ""))):
            return "net", msg("“{header}” says that VAT is not included.", header=column.header)
        if "vat_amount" in named and "gross_amount" in named:
            return "net", msg("VAT and the amount with VAT stand in columns of their own.")
        return "net", msg("Nothing says whether VAT is included; amounts without VAT are assumed.")
    if column := named.get("gross_amount"):
        if says_gross(set(words(column.header or ""))):
            return "gross", msg("“{header}” says that VAT is included.", header=column.header)
        return "gross", msg("“{header}” usually includes VAT.", header=column.header)
    return "net", msg("Nothing says whether VAT is included; amounts without VAT are assumed.")


def _header_problems(grid: Grid, header: Header) -> tuple[Problem, ...]:
    if header.row is not None or not grid.height:
        return ()
    return (
        Problem(
            "warning",
            "no_header",
            msg("No row with the names of the columns was found. Say what each column is."),
            grid.sheet,
        ),
    )


def _beside_problems(grid: Grid, header: Header, apart: frozenset[int]) -> tuple[Problem, ...]:
    if not apart:
        return ()
    text = msg("Another table stands beside the purchases. It is not read.")
    return (Problem("info", "table_beside", text, grid.sheet, header.row, min(apart)),)


def _mark_problems(grid: Grid, mark: Mark) -> tuple[Problem, ...]:
    if not mark.sure:
        text = msg(
            "“{example}” can be read with or without thousands, and no other amount decides: “{mark}” is taken for the"
            " mark of decimals. Say how numbers are written if this is wrong.",
            example=mark.example,
            mark=mark.mark,
        )
        return (Problem("warning", "ambiguous_decimal_mark", text, grid.sheet, value=mark.example),)
    return tuple(
        Problem(
            "warning",
            "other_decimal_mark",
            msg(
                "Row {row}: “{value}” is written with another mark of decimals than the other amounts (“{mark}”). It is"
                " read as it stands: check it.",
                row=str(row),
                value=text,
                mark=mark.mark,
            ),
            grid.sheet,
            row,
            column,
            text,
        )
        for row, column, text in mark.odd
    )


def _date_problems(grid: Grid, order: Order, column: int | None) -> tuple[Problem, ...]:
    short = (
        (
            Problem(
                "info",
                "short_years",
                msg("Years are written with two digits: 00 to 68 are read as 2000 to 2068, 69 to 99 as 1969 to 1999."),
                grid.sheet,
                None,
                column,
            ),
        )
        if order.short_years
        else ()
    )
    return (*_order_problems(grid, order, column), *short)


def _order_problems(grid: Grid, order: Order, column: int | None) -> tuple[Problem, ...]:
    if order.mixed:
        text = msg(
            "Dates are written in two ways: most have {order} first, but “{example}” has not. Check the dates.",
            order=msg("the day") if order.order == "dmy" else msg("the month"),
            example=order.example,
        )
        return (Problem("warning", "mixed_date_order", text, grid.sheet, None, column, order.example),)
    if not order.sure:
        text = (
            msg("No date says whether the day or the month comes first; the day is assumed.")
            if order.order == "dmy"
            else msg("No date says whether the day or the month comes first; the month is assumed.")
        )
        return (Problem("warning", "ambiguous_dates", text, grid.sheet, None, column),)
    return ()
