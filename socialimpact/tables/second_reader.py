"""In the guarded process: .xlsx workbooks that the first reader gives up, by a slower and more lenient one.

Rarely needed, and slow to load.
"""

from __future__ import annotations

import zipfile
from typing import Any

from openpyxl import load_workbook

from socialimpact.tables.frames import counted, refuse, write, write_rows

ENTITIES_WITHIN = 65_536  # bytes of a part; they must come before its content


def read_book(path: str, cells: int) -> None:
    """All work sheets, each as one `sheet` frame and its chunks."""
    _refuse_entities(path)
    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    left = cells
    for sheet in book.worksheets:
        left -= _write_sheet(sheet, left, len(book.worksheets))


def _refuse_entities(path: str) -> None:
    """Refuse a workbook that defines XML entities, which the second reader would follow."""
    try:
        archive = zipfile.ZipFile(path)
        for name in archive.namelist():
            with archive.open(name) as part:
                head = part.read(ENTITIES_WITHIN).replace(b"\x00", b"")
            if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
                refuse("entities")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return  # the second reader says so itself


def read_sheet(path: str, name: str, cells: int, of: int) -> int | None:
    """One sheet by the second reader; its number of cells, or None if it cannot read it either."""
    _refuse_entities(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        return _write_sheet(book[name], cells, of)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a damaged part raises, the answer is the same
        return None


class _Texts(list[str]):
    """The shared texts of a workbook; those that are missing are empty, and counted."""

    missing = 0

    def __getitem__(self, place: Any) -> Any:
        if 0 <= place < len(self):
            return super().__getitem__(place)
        self.missing += 1
        return ""


def _write_sheet(sheet: Any, cells: int, of: int) -> int:
    """Write a sheet of the second reader, of at most `cells` cells; how many it has."""
    sheet.reset_dimensions()
    texts = sheet._shared_strings = _Texts(sheet._shared_strings)  # noqa: SLF001 - it would give up at the first
    rows = [["" if value is None else value for value in row] for row in counted(sheet.values, cells)]
    width = max(map(len, rows), default=0)
    if width * len(rows) > cells:
        refuse("too_large")
    hidden = sheet.sheet_state != "visible"
    head = {"frame": "sheet", "sheet": sheet.title, "hidden": hidden, "left": 0, "height": len(rows), "of": of}
    write(head | {"told": [{"code": "texts_missing", "count": texts.missing}] if texts.missing else []})
    if width:
        write_rows(([*row, *[""] * (width - len(row))] for row in rows), width)
    return width * len(rows)
