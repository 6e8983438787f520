"""What an old workbook (.xls) says besides the values of its cells: errors, hidden rows and columns, the first day.

The format is Microsoft's [MS-XLS]: records of a type, a length and so many bytes, inside a compound file ([MS-CFB]).
Every loop ends at the end of the file, whatever the file says.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from socialimpact.tables.unsaid import BookUnsaid, SheetUnsaid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from threading import Event

MOST_BYTES = 64 << 20
SMALL_SECTOR = 64
ENTRY = 128  # bytes of an entry of the directory
LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are no sectors
NAMES = frozenset({"workbook", "book"})
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
FORMULA, DATEMODE, FILEPASS, COLINFO, BOUNDSHEET, BOOLERR, ROW = 0x06, 0x22, 0x2F, 0x7D, 0x85, 0x205, 0x208
BEGINS = (0x809, 0x409, 0x209, 0x09)
LEAST = {FORMULA: 14, DATEMODE: 2, COLINFO: 10, BOUNDSHEET: 8, BOOLERR: 8, ROW: 16}  # bytes that are looked at
HIDDEN_ROW, HIDDEN_COLUMN = 0x20, 0x01
STOP_EVERY = 0xFFFF  # records between two looks at `stop`


def look_through(path: Path, stop: Event) -> BookUnsaid:
    """What there is to know of the .xls at `path`. A damaged one is left alone: the reader says what is wrong."""
    if path.stat().st_size > MOST_BYTES:
        return BookUnsaid(garbled=True)
    try:
        return _look(_stream(path.read_bytes()), stop)
    except (struct.error, IndexError, ValueError):
        return BookUnsaid(garbled=True)


def _look(stream: bytes, stop: Event) -> BookUnsaid:
    found = BookUnsaid(garbled=True)
    by_place: dict[int, SheetUnsaid] = {}
    sheet: SheetUnsaid | None = None
    for number, (place, kind, start, size) in enumerate(_records(stream)):
        if kind == FILEPASS or (number & STOP_EVERY == 0 and stop.is_set()):
            break
        if kind in BEGINS:
            sheet = by_place.get(place, sheet)
            continue
        least = LEAST.get(kind)
        if least is None or size < least:
            continue
        if kind == BOUNDSHEET:
            name = _name(stream[start + 6 : start + size])
            found.sheets[name] = by_place[int.from_bytes(stream[start : start + 4], "little")] = SheetUnsaid()
        elif kind == DATEMODE:
            found.since_1904 = stream[start] == 1
        elif sheet is not None:
            _learn(sheet, kind, stream[start : start + least])
    return found


def _learn(sheet: SheetUnsaid, kind: int, record: bytes) -> None:
    first, second = struct.unpack_from("<HH", record)
    if kind == ROW:
        if record[12] & HIDDEN_ROW:
            sheet.hidden_rows.append(first + 1)
    elif kind == COLINFO:
        if record[8] & HIDDEN_COLUMN:
            sheet.hidden_columns += range(first, min(second, 255) + 1)
    elif kind == BOOLERR:
        if record[7] == 1:
            sheet.errors.append((first + 1, second, ERRORS.get(record[6], "#N/A")))
    elif record[6] == 2 and record[12:14] == b"\xff\xff":  # noqa: PLR2004 - a formula whose result is an error
        sheet.errors.append((first + 1, second, ERRORS.get(record[8], "#N/A")))


def _records(stream: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Place, type, start of the content and its length, of every record."""
    place, end = 0, len(stream)
    unpack = struct.Struct("<HH").unpack_from
    while place + 4 <= end:
        kind, size = unpack(stream, place)
        yield place, kind, place + 4, size
        place += 4 + size


def _name(text: bytes) -> str:
    """The name of a sheet: its length, from Excel 97 on a byte that says how wide its letters are, and the letters."""
    length = text[0]
    if len(text) == length + 1:
        return text[1:].decode("cp1252", "replace")
    if text[1] & 1:
        return text[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return text[2 : 2 + length].decode("latin-1")


def _stream(data: bytes) -> bytes:
    """The stream of the workbook in a compound file. A small one stands in the small sectors of the first entry."""
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    small = int.from_bytes(data[56:60], "little")
    table = _allocation(data, sector)
    directory = _chain(data, sector, table, int.from_bytes(data[48:52], "little"))
    for place in range(0, len(directory) - ENTRY + 1, ENTRY):
        entry = directory[place : place + ENTRY]
        name = entry[: max(int.from_bytes(entry[64:66], "little") - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entry, 116)
        if name.lower() not in NAMES:
            continue
        if size >= small:
            return _chain(data, sector, table, start)[:size]
        first = int.from_bytes(directory[116:120], "little")
        sectors = bytes(SMALL_SECTOR) + _chain(data, sector, table, first)  # counted from the first, without a header
        follows = _chain(data, sector, table, int.from_bytes(data[60:64], "little"))
        numbers = list(struct.unpack_from(f"<{len(follows) // 4}I", follows))
        return _chain(sectors, SMALL_SECTOR, numbers, start)[:size]
    return b""


def _allocation(data: bytes, sector: int) -> list[int]:
    """For every sector the one that follows it."""
    count = int.from_bytes(data[44:48], "little")
    places = list(struct.unpack_from("<109I", data, 76))
    further = int.from_bytes(data[68:72], "little")
    each = sector // 4
    while further < LAST_SECTOR and len(places) < len(data) // sector:
        more = struct.unpack_from(f"<{each}I", data, (further + 1) * sector)
        places += more[:-1]
        further = more[-1]
    table: list[int] = []
    for place in places[:count]:
        if place < LAST_SECTOR and (place + 2) * sector <= len(data):
            table += struct.unpack_from(f"<{each}I", data, (place + 1) * sector)
    return table


def _chain(data: bytes, sector: int, table: list[int], start: int) -> bytes:
    """The sectors from `start` on, one after another; a circle ends after as many as the file has."""
    parts: list[bytes] = []
    while start < len(table) and len(parts) <= len(data) // sector:
        parts.append(data[(start + 1) * sector : (start + 2) * sector])
        start = table[start]
    return b"".join(parts)
