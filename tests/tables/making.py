"""Files and books for the tests of this room, made from text that can be read where it is used."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from socialimpact.tables.book import Book
from socialimpact.tables.grid import Grid, grid_from_rows

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def grid_of(text: str, delimiter: str = ";", sheet: str | None = None) -> Grid:
    """A grid from lines of cells."""
    return grid_from_rows([line.strip().split(delimiter) for line in text.strip("\n").splitlines()], sheet)


def book_of(*grids: Grid, delimiter: str | None = ";") -> Book:
    """A book of grids, as if read from a file."""
    return Book("ledger.csv", "0" * 64, "csv", 1, grids, (), "utf-8", delimiter)


def written(path: Path, sheet_data: str, before: str = "", name: str = "Dati", book: str = "", **more: str) -> Path:
    """The least workbook with this XML as the data of its one sheet.

    `before` stands before the data, `book` before the sheets in the workbook's own part; `more` are other parts by
    their names, with `styles` and `sharedStrings` known to the workbook.
    """
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        + "".join(f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{part}+xml"/>' for part in more)
        + "</Types>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}'
            f'<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            + "".join(f'<Relationship Id="{part}" Type="{OFFICE}/{part}" Target="{part}.xml"/>' for part in more)
            + "</Relationships>",
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{MAIN}">{before}<sheetData>{sheet_data}</sheetData></worksheet>',
        )
        for part, content in more.items():
            archive.writestr(f"xl/{part}.xml", content)
    return path


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
