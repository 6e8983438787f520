"""What an OpenDocument spreadsheet (.ods) says besides the values of its cells: hidden rows and columns, merged cells.

Looked for only where the file has any. Every tag is matched without crossing another, so the time is linear.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from socialimpact.tables.unsaid import BookUnsaid, SheetUnsaid

if TYPE_CHECKING:
    from pathlib import Path
    from threading import Event

MOST_BYTES = 128 << 20
MOST_ROW, MOST_COLUMN = 1_048_576, 16_384
MOST_MERGED = 50_000
_SIGNS = (b'table:visibility="', b"-spanned=")
_TAG = re.compile(rb"<table:(table|table-row|table-column|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>")
_ATTRIBUTE = re.compile(rb'([\w-]+):([\w-]+)="([^"]*)"')
STOP_EVERY = 0xFFFF  # tags between two looks at `stop`


def look_through(path: Path, stop: Event) -> BookUnsaid:
    """What there is to know of the .ods at `path`. A damaged one is left alone: the reader says what is wrong."""
    found = BookUnsaid(garbled=True)
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("content.xml").file_size > MOST_BYTES:
                return found
            content = archive.read("content.xml")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError):
        return found
    if any(sign in content for sign in _SIGNS):
        _look(content, found, stop)
    return found


def _look(content: bytes, found: BookUnsaid, stop: Event) -> None:
    sheet = SheetUnsaid()
    row = column = cell = 0  # the last row, column and cell so far
    for number, tag in enumerate(_TAG.finditer(content)):
        if number & STOP_EVERY == 0 and stop.is_set():
            return
        kind = tag[1]
        given = {name: value for _, name, value in _ATTRIBUTE.findall(tag[2])}
        if kind == b"table":
            name = html.unescape(given.get(b"name", b"").decode("utf-8", "replace"))
            sheet = found.sheets[name] = SheetUnsaid()
            row = column = 0
        elif kind == b"table-row":
            last = min(row + _count(given, b"number-rows-repeated"), MOST_ROW)
            if given.get(b"visibility") in {b"collapse", b"filter"}:
                sheet.hidden_rows += range(row + 1, last + 1)
            row, cell = last, 0
        elif kind == b"table-column":
            last = min(column + _count(given, b"number-columns-repeated"), MOST_COLUMN)
            if given.get(b"visibility") in {b"collapse", b"filter"}:
                sheet.hidden_columns += range(column, last)
            column = last
        else:
            across, down = _count(given, b"number-columns-spanned"), _count(given, b"number-rows-spanned")
            if (across > 1 or down > 1) and len(sheet.merged) < MOST_MERGED:
                sheet.merged.append((row, cell, row + down - 1, cell + across - 1))
            cell += _count(given, b"number-columns-repeated")


def _count(given: dict[bytes, bytes], name: bytes) -> int:
    text = given.get(name, b"1")
    return int(text) if text.isdigit() and 0 < len(text) < 8 else 1  # noqa: PLR2004 - as many digits as a row has
