"""What a table needs beyond columns with roles: suppliers in headings, cells carried down, a column a period, a month
that only the title tells, months and years instead of days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from socialimpact.errors import Problem
from socialimpact.language import msg, plural
from socialimpact.tables import row_periods
from socialimpact.tables.content import rows_up_to
from socialimpact.tables.continued import Carried, carried
from socialimpact.tables.headings import meanings
from socialimpact.tables.periods import first_day, period_in, period_of, with_year, years_in
from socialimpact.tables.roles import AMOUNTS, DATES, IGNORE, Column
from socialimpact.tables.supplier_headings import Headings, find_headings, looks_like_suppliers, speaks_of_suppliers
from socialimpact.tables.wide import period_columns, with_periods

if TYPE_CHECKING:
    from socialimpact.tables.book import Book
    from socialimpact.tables.content import Profile
    from socialimpact.tables.grid import Grid
    from socialimpact.tables.header import Header

SUPPLIERS = ("supplier_name", "supplier_vat", "supplier_tax_code", "supplier_code")
TITLE_ROWS = 12


@dataclass(frozen=True)
class Extras:
    """The columns, changed where the table is not plain, with the fields of `Layout` of the same names."""

    columns: tuple[Column, ...]
    carried: tuple[int, ...] = ()
    headings: str | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[int, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def extras_of(
    grid: Grid, book: Book, header: Header, columns: tuple[Column, ...], profiles: Sequence[Profile]
) -> Extras:
    """What the table of `grid` (with what stands above it) needs beyond its columns."""
    titles = _titles(grid, header)
    problems: list[Problem] = []
    year = _year([*titles, grid.sheet or "", book.name])
    periods = {index: with_year(period, year) for index, period in period_columns(header.names, profiles).items()}
    constants: dict[str, str] = {}
    if periods:
        columns = with_periods(columns, periods)
        text = msg(
            "The amounts stand in a column for each period. No day is known: each is dated on the period's first."
        )
        problems.append(Problem("info", "column_a_period", text, grid.sheet, header.row))
    elif not _has(columns, DATES):
        period = _period(titles, grid, book, year)
        rows = row_periods.find(grid, header, columns, period, year)
        if rows is not None:
            columns, constants = rows.columns, dict(rows.constants)
            problems.append(Problem("info", "dated_by_period", rows.reason, grid.sheet, header.row))
        elif period and (day := first_day(period)):
            constants["invoice_date"] = day.isoformat()
            text = msg("There is no column of dates. All purchases are dated {date}, as title or name say.", date=day)
            problems.append(Problem("info", "date_from_title", text, grid.sheet))
    headings = None
    found = _headings(grid, header, columns, titles, periods)
    if found is not None:
        headings = "supplier"
        columns = tuple(_without_supplier(column) for column in columns)
        text = plural(
            "The supplier stands in a row of its own, {n} time: it was taken for the rows below.",
            "The supplier stands in rows of its own, {n} times: each was taken for the rows below it.",
            len(found.said),
        )
        problems.append(Problem("info", "supplier_headings", text, grid.sheet, header.row))
    down = carried(grid, columns, rows_up_to(grid, header.ends)) if headings is None and not periods else Carried()
    if down.columns:
        text = plural(
            "{n} row leaves the supplier or the document blank: that of the row above was taken.",
            "{n} rows leave the supplier or the document blank: that of the row above was taken.",
            down.rows,
        )
        problems.append(Problem("info", "carried_down", text, grid.sheet))
    return Extras(columns, down.columns, headings, constants, periods, tuple(problems))


def _has(columns: Sequence[Column], roles: Sequence[str]) -> bool:
    return any(column.role in roles for column in columns)


def _titles(grid: Grid, header: Header) -> list[str]:
    """The texts above the header."""
    if header.row is None:
        return []
    above = grid.head(min(TITLE_ROWS, rows_up_to(grid, header.row - 1)))
    return [text for row in above for text in row if text]


def _year(texts: Sequence[str]) -> int | None:
    """The year that titles, the sheet's name or the file's name say, in this order; the last of several in one."""
    for text in texts:
        if found := years_in(text):
            return max(found)
    return None


def _period(titles: Sequence[str], grid: Grid, book: Book, year: int | None) -> str | None:
    """The period of a table without dates: the sheet's name, else a title, else the file's name."""
    if grid.sheet and (period := period_of(grid.sheet, years=True)):
        return with_year(period, year)
    for text in (*titles, grid.sheet or "", book.name.rpartition(".")[0]):
        if period := period_in(text):
            return with_year(period, year)
    return None


def _headings(
    grid: Grid, header: Header, columns: Sequence[Column], titles: Sequence[str], periods: Mapping[int, str]
) -> Headings | None:
    """The rows that name the suppliers of the rows below, where no column does."""
    amounts = [column.index for column in columns if column.role in AMOUNTS] + list(periods)
    if header.row is None or not amounts or any(_is_named_supplier(column, grid, header) for column in columns):
        return None
    dates = [column.index for column in columns if column.role in {*DATES, "due_date"}]
    found = find_headings(grid, (0, rows_up_to(grid, header.ends), grid.height), sorted(set(amounts)), dates)
    if not found.said:
        return None
    if found.labelled or looks_like_suppliers(found):
        return found
    named = any(speaks_of_suppliers(text) for text in (*titles, grid.sheet or ""))
    return found if named and len(found.said) > 1 else None


def _is_named_supplier(column: Column, grid: Grid, header: Header) -> bool:
    """Whether a column has a supplier's role by its name, and holds anything."""
    if column.role not in SUPPLIERS or not column.header:
        return False
    by_name = any(meaning.role == column.role for meaning in meanings(column.header, "ledger"))
    part = grid.cells[f"c{column.index}"].slice(rows_up_to(grid, header.ends))
    return by_name and part.null_count < 0.9 * len(part)


def _without_supplier(column: Column) -> Column:
    if column.role not in SUPPLIERS:
        return column
    named = [meaning.role for meaning in meanings(column.header or "", "ledger") if meaning.role not in SUPPLIERS]
    return replace(
        column,
        role=named[0] if named else IGNORE,
        confidence=0.5 if named else 0.0,
        reason=msg("The supplier stands in rows of its own."),
    )
