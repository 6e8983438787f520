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
    from collections.abc import Iterator
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


class Uncut(Exception):  # noqa: N818 - no error: the file is read as one
    """The sheet is not as plain as it has to be."""


def cut(path: str) -> Iterator[io.BytesIO]:
    """The parts of the one sheet of the .xlsx at `path`, as workbooks; raises `Uncut`, at any part, where it has none.

    Whoever reads them sees to it that the rows of each part come after those of the one before.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sheet = _only_sheet(archive)
            others = {part.filename: archive.read(part) for part in archive.infolist() if part is not sheet}
            with archive.open(sheet) as content:
                start = content.read(HEAD)
                head, first, rows = start.partition(_FIRST)
                if not first or b"<!" in head:
                    raise Uncut
                head = _DIMENSION.sub(b"", head) + first
                yield from _parts(content, rows, head, sheet, others)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as fault:
        raise Uncut from fault


def _parts(
    content: IO[bytes], rows: bytes, head: bytes, sheet: zipfile.ZipInfo, others: dict[str, bytes]
) -> Iterator[io.BytesIO]:
    size = sheet.file_size // PARTS + 1
    _check(rows)
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
                    # an end that the block cuts through is found with the next one
                    kept = rows[-len(_ROW_ENDS) :]
                    part.write(rows[: -len(_ROW_ENDS)])
                    written += len(rows) - len(kept)
                    block = content.read(BLOCK)
                    if not block:
                        part.write(kept)
                        more = False
                        break
                    rows = kept + block
                    _check(rows)
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


def _check(xml: bytes) -> None:
    # the single letter first: it is rare, and found twenty times as fast as the pair
    if any(letter in xml and pair in xml for letter, pair in _UNSURE):
        raise Uncut
