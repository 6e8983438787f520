"""The layouts that are proposed for the tables of a book, from their own headers and cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from socialimpact.language import Message, msg
from socialimpact.tables import arithmetic, currencies, layout_problems, own_money, presets
from socialimpact.tables.beside import beside
from socialimpact.tables.choice import choose
from socialimpact.tables.content import Profile, profile, rows_up_to, sample
from socialimpact.tables.extras import Extras, extras_of
from socialimpact.tables.grid import CellKind
from socialimpact.tables.header import Header, header_at
from socialimpact.tables.headings import says_gross, says_net, words
from socialimpact.tables.invoice_layout import layout_of
from socialimpact.tables.invoices import FORMATS
from socialimpact.tables.layout import AmountBasis, Layout, fingerprint
from socialimpact.tables.marks import DecimalMark, Order, date_order, mark_of
from socialimpact.tables.regions import regions
from socialimpact.tables.roles import AMOUNTS, DATES, IGNORE, Column, assign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socialimpact.tables.book import Book
    from socialimpact.tables.content import Cell
    from socialimpact.tables.grid import Grid
    from socialimpact.tables.headings import Purpose

_WRITTEN_AMOUNTS = (*AMOUNTS, "vat_amount", "unit_price")


def propose(book: Book, purpose: Purpose = "ledger") -> tuple[Layout, ...]:
    """The layouts of the tables of `book`: sheets in its order, tables from top to bottom, at least one a sheet."""
    if book.format in FORMATS:
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
            *layout_problems.of_header(grid, header),
            *layout_problems.of_dates(grid, order, dates[0] if dates else None),
            *layout_problems.of_marks(grid, mark),
            *extras.problems,
            *layout_problems.of_what_stands_beside(grid, header, apart),
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
