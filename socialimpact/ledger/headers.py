"""What the columns of a sheet are called, as the person who keeps it knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialimpact.tables.header import header_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socialimpact.tables.grid import Grid
    from socialimpact.tables.layout import Layout


def layout_of(layouts: Sequence[Layout], sheet: str | None, header_row: int | None) -> Layout | None:
    """What was proposed for a table: for the one with that header, else for the first of the sheet."""
    own = [layout for layout in layouts if layout.sheet == sheet]
    return next((layout for layout in own if layout.header_row == header_row), own[0] if own else None)


def column_names(grid: Grid, layout: Layout | None, header_row: int | None) -> dict[int, str]:
    """The names by column index: as they were put together from the header, or as they stand in that row."""
    if layout and layout.header_row == header_row:
        return {column.index: column.header for column in layout.columns if column.header}
    names = header_at(grid, header_row).names if header_row else ()
    return {index: name for index, name in enumerate(names) if name}


def letter(index: int) -> str:
    """The column as a spreadsheet names it: 0 is A, 26 is AA."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name = chr(ord("A") + rest) + name
        index -= 1
    return name
