"""What the columns of a sheet are called, as the person who keeps it knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socialimpact.tables.grid import Grid
    from socialimpact.tables.layout import Layout


def column_names(grid: Grid, layout: Layout | None, header_row: int | None) -> dict[int, str]:
    """The names by column index: as they were put together from the header, or as that row has them."""
    if layout and layout.header_row == header_row:
        named = {column.index: column.header for column in layout.columns}
    else:
        named = {index: grid.cell(header_row, index) if header_row else None for index in range(grid.width)}
    return {index: name for index, name in named.items() if name}


def letter(index: int) -> str:
    """The column as a spreadsheet names it: 0 is A, 26 is AA."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name = chr(ord("A") + rest) + name
        index -= 1
    return name
