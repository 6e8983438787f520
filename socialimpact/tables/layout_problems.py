"""What to know about a table's proposed layout: what nothing in it decides, and what is read against the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialimpact.errors import Problem
from socialimpact.language import msg

if TYPE_CHECKING:
    from socialimpact.tables.grid import Grid
    from socialimpact.tables.header import Header
    from socialimpact.tables.marks import Mark, Order


def of_header(grid: Grid, header: Header) -> tuple[Problem, ...]:
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


def of_what_stands_beside(grid: Grid, header: Header, apart: frozenset[int]) -> tuple[Problem, ...]:
    if not apart:
        return ()
    text = msg("Another table stands beside the purchases. It is not read.")
    return (Problem("info", "table_beside", text, grid.sheet, header.row, min(apart)),)


def of_marks(grid: Grid, mark: Mark) -> tuple[Problem, ...]:
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


def of_dates(grid: Grid, order: Order, column: int | None) -> tuple[Problem, ...]:
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
