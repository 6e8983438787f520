"""The guarded process that opens a binary workbook and hands its cells over, column by column, as `frames`.

A workbook is hostile until it is read: a few kilobytes can claim billions of cells or make the reader panic, so
it is opened in a process of its own, under limits, that may die without harm. The process is started on this
file alone and imports no more of the package than it needs: starting costs 15 ms instead of 300.

Markup (web pages, Excel's XML of 2003) is read here too, by `markup`, and lists of records in JSON by `records`.
"""

from __future__ import annotations

import os
import sys
from typing import Any

if __name__ == "__main__":
    sys.path.append(__file__.replace("\\", "/").rsplit("/", 3)[0])

from socialimpact.tables.frames import merged, refuse, write, write_rows
from socialimpact.tables.process_limits import limit_resources

LEAST_IN_PARTS = 1 << 20  # bytes of an .xlsx
MARKUP = {"html", "mhtml", "xml"}


def main(path: str, kind: str, cells: int, memory: int, seconds: int) -> None:
    """Read the workbook at `path` (of format `kind`) and write its frames; `cells`, `memory`, `seconds` are limits."""
    limit_resources(memory, seconds)
    if kind == "json":
        read_records(path, cells)
        write({"frame": "end"})
        return
    if kind in MARKUP:
        read_markup(path, kind, cells)
        write({"frame": "end"})
        return
    try:
        if kind != "xlsx" or not read_in_parts(path, cells):
            read_with_calamine(path, kind, cells)
    except MemoryError:
        refuse("memory")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # noqa: BLE001 - the reader's panic is a BaseException
        if type(fault).__name__ == "PasswordError" or "assword" in str(fault):
            refuse("password")
        if "limit exceeded" in str(fault):
            refuse("too_large")
        if kind != "xlsx":
            refuse("damaged")
        try:
            second_reader().read_book(path, cells)
        except MemoryError:
            refuse("memory")
        except Exception:  # noqa: BLE001 - whatever a damaged part raises, the answer is the same
            refuse("damaged")
    write({"frame": "end"})


def read_with_calamine(path: str, kind: str, cells: int) -> None:
    """All work sheets, each as one `sheet` frame and its chunks."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - after the limits

    if "." not in path.replace("\\", "/").rpartition("/")[2] or path.lower().endswith(f".{kind}"):
        book = CalamineWorkbook.from_path(path)
    else:  # the reader would believe a wrong extension
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib would cost a tenth of this process's start
            book = CalamineWorkbook.from_filelike(file)
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    left = cells
    readable = 0
    fault: BaseException | None = None
    for sheet in sheets:
        try:
            rows = book.get_sheet_by_name(sheet.name)
        except MemoryError:
            raise
        except BaseException as raised:
            # one broken sheet does not spoil the others
            if isinstance(raised, (KeyboardInterrupt, SystemExit)):
                raise
            fault = raised
            if kind == "xlsx" and (used := second_reader().read_sheet(path, sheet.name, left, len(sheets))) is not None:
                readable += 1
                left -= used
            else:
                write({"frame": "bad", "sheet": sheet.name})
            continue
        readable += 1
        left -= rows.height * rows.width
        if left < 0:
            refuse("too_large")
        hidden = sheet.visible != SheetVisibleEnum.Visible
        write(
            {
                "frame": "sheet",
                "sheet": sheet.name,
                "hidden": hidden,
                "left": rows.start[1] if rows.start else 0,
                "height": rows.height,
                "of": len(sheets),
                "merged": merged(rows.merged_cell_ranges),
            }
        )
        if rows.height and rows.width:
            write_rows(rows.iter_rows(), rows.width)  # these begin at the first row, but at the first used column
        del rows
    if fault is not None and not readable:
        raise fault


def read_in_parts(path: str, cells: int) -> bool:
    """A large .xlsx by two threads; false, and nothing sent that counts, where it is to be read as one."""
    if os.path.getsize(path) < LEAST_IN_PARTS:  # noqa: PTH202 - pathlib would cost a tenth of this process's start
        return False
    from socialimpact.tables.part_reader import read  # noqa: PLC0415 - only large files need it

    return read(path, cells)


def second_reader() -> Any:
    """The reader of workbooks that the first one gives up."""
    from socialimpact.tables import second_reader as reader  # noqa: PLC0415 - rarely needed and slow to import

    return reader


def read_markup(path: str, kind: str, cells: int) -> None:
    """Web pages and Excel's XML of 2003, by this project's own readers."""
    from socialimpact.tables.markup import Unreadable, sheets_of  # noqa: PLC0415 - only these files need them

    def refuse_more(count: int) -> None:
        if count > cells:
            refuse("too_large")

    try:
        sheets = sheets_of(path, kind, refuse_more)
        for sheet in sheets:
            width = max(map(len, sheet.rows), default=0)
            refuse_more(width * len(sheet.rows))
            head = {"frame": "sheet", "sheet": None, "hidden": False, "left": 0, "height": len(sheet.rows)}
            write({**head, "of": len(sheets), **sheet.head, "told": sheet.told})
            if width:
                write_rows(([*row, *[""] * (width - len(row))] for row in sheet.rows), width)
    except Unreadable as fault:
        refuse(fault.code, line=fault.line)
    except MemoryError:
        refuse("memory")


def read_records(path: str, cells: int) -> None:
    """A list of records in JSON, by this project's own reader."""
    from socialimpact.tables import records  # noqa: PLC0415 - only these files need them
    from socialimpact.tables.codepages import decode  # noqa: PLC0415 - only these files need them

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            text = decode(file.read())[0].lstrip("\ufeff")
        found = records.read(text)
        if (found.count + 1) * len(found.fields) > cells:
            refuse("too_large")
        write({"frame": "sheet", "sheet": None, "hidden": False, "left": 0, "height": found.count + 1, "of": 1})
        write_rows(found.rows(), len(found.fields))
    except records.NoRecordsError:
        refuse("json")
    except records.DamagedRecordsError as fault:
        refuse("damaged_records", line=fault.line)
    except MemoryError:
        refuse("memory")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
