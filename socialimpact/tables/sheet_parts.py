"""A large sheet of an .xlsx cut into parts, each a small workbook of its own, so that two threads can read it.

Only what is written as plainly as programs write it is cut: one work sheet, its rows one after the other. The reader
is as quick with the parts as with the whole, and lets other threads work meanwhile.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

LEAST = 8 << 20  # bytes of XML that are worth it
PARTS = 4
BLOCK = 1 << 20
HEAD = 1 << 16  # the rows begin before
MOST_SHARE = 0.25  # of the sheet: every part has the other parts of the file, and they are read with each
_FIRST = b"<sheetData>"
_ROW_ENDS = b"</row>"
_LAST = b"</sheetData></worksheet>"
_DIMENSION = re.compile(rb"<dimension\b[^<>]*/>")  # would have room made for the whole sheet
# A comment or an instruction may hold what looks like the end of a row.
_UNSURE = ((b"!", b"<!"), (b"?", b"<?"))
# What is worth a closer look: errors, formulas, what is hidden, texts that no other part holds (see `sheet_xml`).
SIGNS = (b't="e"', b'hidden="', b"</f>", b'"inlineStr"')
LONGEST_SIGN = 16  # and longer than the end of a row


class Uncut(Exception):  # noqa: N818 - no error: the file is read as one
    """The sheet is not as plain as it has to be."""


def cut(path: str, tell: Callable[[], None]) -> Iterator[io.BytesIO]:
    """The parts of the one sheet of the .xlsx at `path`, as workbooks; raises `Uncut`, at any part, where it has none.

    Whoever reads them sees to it that the rows of each part come after those of the one before. `tell` is called
    once, as soon as the sheet has one of `SIGNS`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sheet = _only_sheet(archive)
            others = {part.filename: archive.read(part) for part in archive.infolist() if part is not sheet}
            with archive.open(sheet) as content:
                start = content.read(HEAD)
                head, first, rows = start.partition(_FIRST)
                if not first:
                    raise Uncut
                look = _Look(tell)
                look.at(head)
                look.at(rows)
                head = _DIMENSION.sub(b"", head) + first
                yield from _parts(content, rows, head, sheet, others, look)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as fault:
        raise Uncut from fault


def _parts(  # noqa: PLR0917 - what a part is made of
    content: IO[bytes], rows: bytes, head: bytes, sheet: zipfile.ZipInfo, others: dict[str, bytes], look: _Look
) -> Iterator[io.BytesIO]:
    size = sheet.file_size // PARTS + 1
    more = True
    while more:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, data in others.items():
                archive.writestr(name, data)
            with archive.open(sheet.filename, "w") as part:
                part.write(head)
                written = 0
                while True:
                    end = rows.find(_ROW_ENDS, max(size - written, 0)) + len(_ROW_ENDS)
                    if written + len(rows) >= size and end >= len(_ROW_ENDS):
                        part.write(rows[:end])
                        part.write(_LAST)
                        rows = rows[end:]
                        break
                    # what the block cuts through is found with the next one
                    kept = rows[-LONGEST_SIGN:]
                    part.write(rows[:-LONGEST_SIGN])
                    written += len(rows) - len(kept)
                    block = content.read(BLOCK)
                    if not block:
                        part.write(kept)
                        more = False
                        break
                    rows = kept + block
                    look.at(rows)
        made.seek(0)
        yield made


def _only_sheet(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one work sheet, if it is worth being cut."""
    parts = archive.infolist()
    sheets = [part for part in parts if part.filename.lower().startswith("xl/worksheets/") and _is_xml(part)]
    if len(sheets) != 1 or sheets[0].file_size < LEAST:
        raise Uncut
    if sum(part.file_size for part in parts if part is not sheets[0]) > MOST_SHARE * sheets[0].file_size:
        raise Uncut
    return sheets[0]


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith(".xml")


class _Look:
    """What the XML holds that matters."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._told = False

    def at(self, xml: bytes) -> None:
        """Tell of the first sign; raises `Uncut` where the end of a row may be none."""
        # the single letter first: it is rare, and found twenty times as fast as the pair
        if any(letter in xml and pair in xml for letter, pair in _UNSURE[: 1 if xml.startswith(b"<?") else 2]):
            raise Uncut
        if not self._told and any(sign in xml for sign in SIGNS):
            self._told = True
            self._tell()
