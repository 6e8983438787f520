"""In the guarded process: the one large sheet of an .xlsx, read in parts by two threads."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from socialimpact.tables.frames import merged, write, write_rows
from socialimpact.tables.sheet_parts import cut

if TYPE_CHECKING:
    import io

    from python_calamine import CalamineSheet, SheetMetadata

    Part = tuple[SheetMetadata, CalamineSheet]

AT_A_TIME = 2  # one is read while the rows of another are sent: more would only take more memory


def read(path: str, cells: int) -> bool:
    """Send the one work sheet of the .xlsx at `path`, of at most `cells` cells.

    False, and `again` at last, where it has another number of sheets or anything about it is unusual.
    """
    sent = _Sent(cells)
    waiting: list[Future[Part]] = []
    try:
        with ThreadPoolExecutor(2) as readers:
            for part in cut(path, lambda: write({"frame": "signs"})):
                waiting.append(readers.submit(_read, part))
                if len(waiting) == AT_A_TIME:
                    sent.part(*waiting.pop(0).result())
            while waiting:
                sent.part(*waiting.pop(0).result())
    except BaseException as fault:
        # whatever is wrong, also what makes the reader panic, is told when the file is read as one
        if isinstance(fault, (KeyboardInterrupt, SystemExit)):
            raise
    else:
        return True
    write({"frame": "again"})
    return False


def _read(part: io.BytesIO) -> Part:
    """The one sheet of a workbook: what is said of it, and its rows. Others work meanwhile."""
    with CalamineWorkbook.from_filelike(part) as book:
        sheets = book.sheets_metadata
        if len(sheets) != 1 or sheets[0].typ != SheetTypeEnum.WorkSheet:
            raise ValueError
        return sheets[0], book.get_sheet_by_name(sheets[0].name)


class _Sent:
    """The parts of one sheet that were sent, one after the other."""

    def __init__(self, cells: int) -> None:
        self.begun = False
        self._cells = cells
        self._next = 0  # row, from 0
        self._left = 0
        self._width = 0

    def part(self, sheet: SheetMetadata, rows: CalamineSheet) -> None:
        """Send the rows of a part; raises ValueError where they do not follow those of the one before."""
        if rows.start and rows.end:
            top, left = rows.start
            if not self.begun:
                self.begun, self._left = True, left
                hidden = sheet.visible != SheetVisibleEnum.Visible
                write({"frame": "sheet", "sheet": sheet.name, "hidden": hidden, "left": left, "of": 1})
            before = left - self._left
            self._width = max(self._width, before + rows.width)
            if top < self._next or before < 0 or self._width * (rows.end[0] + 1) > self._cells:
                raise ValueError
            source = iter(rows.iter_rows())  # begins at the first row of the sheet, and goes over it in no time
            for _ in islice(source, top):
                pass
            write_rows(source, rows.width, skip=top - self._next, before=before, width=self._width)
            self._next = rows.end[0] + 1
        if blocks := merged(rows.merged_cell_ranges):
            write({"frame": "merged", "merged": blocks})
