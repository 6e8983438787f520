"""Rows that tell a month, a quarter or a year instead of a day: the columns in which they stand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from socialimpact.language import Message, msg
from socialimpact.tables.content import rows_up_to
from socialimpact.tables.periods import day_of, names_period, names_quarter, names_year
from socialimpact.tables.roles import IGNORE, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from socialimpact.tables.grid import Grid
    from socialimpact.tables.header import Header

PERIOD, YEAR = "period", "year"
MONTHS_SAID = msg("The rows tell a month and no day: each purchase is dated on the first day of its period.")
YEARS_SAID = msg("The rows tell a year and no day: each purchase is dated on the first of January.")
# So many of the cells that hold anything must be periods: totals and notes stand among them.
_LEAST = 0.9
_LOOKED_AT = 20_000


@dataclass(frozen=True)
class RowPeriods:
    """The columns, two of them with the roles `period` and `year`; `constants` is what all rows share of the two."""

    columns: tuple[Column, ...]
    reason: Message
    constants: Mapping[str, str] = field(default_factory=dict)


def find(
    grid: Grid, header: Header, columns: Sequence[Column], title: str | None, year: int | None
) -> RowPeriods | None:
    """How the rows of a table without dates say when they were; None where no column does.

    `title` is the period that title, sheet or file name, `year` the year that they say: a month in a column needs one,
    and a column of years gives way to a title that knows the month.
    """
    start = rows_up_to(grid, header.ends)
    years = _column(grid, columns, start, names_year, lambda _, text: day_of(None, text) is not None)
    any_year = "2000" if years is not None or year else None
    periods = _column(
        grid, columns, start, names_period,
        lambda name, text: day_of(text, any_year) is not None and not (names_quarter(name) and text.isdigit()),
    )  # fmt: skip
    constants: dict[str, str] = {}
    reason = MONTHS_SAID
    if periods is not None and years is None and year:
        constants[YEAR] = str(year)
    elif periods is None and years is not None and title and title.startswith("-"):
        constants[PERIOD] = title  # a sheet for each month, and a column for the year
    elif periods is None and (years is None or (title and not title.isdigit())):
        return None
    elif periods is None:
        reason = YEARS_SAID
    roles = {periods: PERIOD, years: YEAR}
    told = tuple(
        replace(column, role=roles[column.index], confidence=0.8, reason=reason) if column.index in roles else column
        for column in columns
    )
    return RowPeriods(told, reason, constants)


def _column(
    grid: Grid, columns: Sequence[Column], start: int, names: Callable[[str], bool], fits: Callable[[str, str], bool]
) -> int | None:
    """The first column without another role that is called after what it should hold, and holds it."""
    for column in columns:
        if column.role == IGNORE and column.header and names(column.header):
            cells = grid.cells[f"c{column.index}"].slice(start, _LOOKED_AT).drop_null()
            counts = pc.value_counts(cells).to_pylist()
            fitting = sum(each["counts"] for each in counts if fits(column.header, each["values"]))
            if len(cells) and fitting >= _LEAST * len(cells):
                return column.index
    return None
