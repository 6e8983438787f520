"""Files and books for the tests of this room, made from text that can be read where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from socialimpact.tables.book import Book
from socialimpact.tables.grid import Grid, grid_from_rows

if TYPE_CHECKING:
    from pathlib import Path


def grid_of(text: str, delimiter: str = ";", sheet: str | None = None) -> Grid:
    """A grid from lines of cells."""
    return grid_from_rows([line.strip().split(delimiter) for line in text.strip("\n").splitlines()], sheet)


def book_of(*grids: Grid, delimiter: str | None = ";") -> Book:
    """A book of grids, as if read from a file."""
    return Book("ledger.csv", "0" * 64, "csv", 1, grids, (), "utf-8", delimiter)


def xlsx(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    """A workbook with these rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    workbook.save(path)
    return path
