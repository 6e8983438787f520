"""What the XML of a workbook's sheets says and its values do not: errors, formulas never calculated, hidden rows.

The readers hand over an empty cell for an error and for a formula without a result. So the sheets of an .xlsx are
looked through once more, beside the reading, for the few letters that such cells have. In a plain workbook nothing
is found, and the look costs an eighth of the reading, on another processor.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from socialimpact.tables.letters import GARBLED_SIGNS
from socialimpact.tables.unsaid import BookUnsaid, SheetUnsaid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from threading import Event

BLOCK = 1 << 20
MOST_BUFFERED = 64 << 20  # a row is never as long as this
MOST_PART = 4 << 20  # of the parts that name the sheets
MOST_COLUMN = 16_384
MOST_ROW = 1_048_576

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Everything between two marks is a class without `<`, so that the time to search is linear in hostile files too.
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b([^<>]*\bhidden="(?:1|true)"[^<>]*)>')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b([^<>]*\bhidden="(?:1|true)"[^<>]*)>')
_F = rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^<>]*\bt="e"[^<>]*)>\s*+(?:' + _F + rb")?\s*+<(?:\w+:)?v>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>\s*+" + _F + rb"\s*+(<(?:\w+:)?v(?:\s*/>|></))?(?!<(?:\w+:)?v[ >])")
_SIGNS = (b't="e"', b'hidden="', b"</f>")
LONGEST_SIGN = 16
_UNSAVED = (b"</f></c", b"</f><v/>", b"</f><v />", b"</f><v></", b"/></c>", b"f>\n")
_GARBLED = tuple(sign.encode() for sign in GARBLED_SIGNS)
_SINCE_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")


def look_through(path: Path, stop: Event, *, plain: bool = False) -> BookUnsaid:
    """What there is to know of the .xlsx at `path`.

    A damaged part is left alone: the reader says what is wrong with it. Ends early when `stop` is set. `plain`: its
    sheets are known to have nothing to look at.
    """
    found = BookUnsaid()
    try:
        with zipfile.ZipFile(path) as archive:
            sheets, book = _sheets(archive)
            found.since_1904 = bool(_SINCE_1904.search(book))
            for name, part in sheets.items():
                found.sheets[name] = sheet = SheetUnsaid()
                if not plain and not _is_plain(archive, part, stop):
                    for rows in _rows(archive, part):
                        if stop.is_set():
                            return found
                        _look(rows, sheet)
                        found.garbled = found.garbled or (b"inlineStr" in rows and _is_garbled(rows))
            for block in _texts(archive):
                if stop.is_set() or found.garbled:
                    break
                found.garbled = _is_garbled(block)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError):
        return found
    return found


def _is_plain(archive: zipfile.ZipFile, part: str, stop: Event) -> bool:
    """Whether a sheet has none of the signs that are worth a closer look."""
    with archive.open(part) as content:
        block = content.read(BLOCK)
        if b'"inlineStr"' in block:  # such sheets have no other texts, so the first rows tell
            return False
        tail = b""
        while block and not stop.is_set():
            if any(sign in block or sign in tail + block[:LONGEST_SIGN] for sign in _SIGNS):
                return False
            tail = block[-LONGEST_SIGN:]
            block = content.read(BLOCK)
    return True


def _is_garbled(xml: bytes) -> bool:
    if b"&#" in xml:  # letters by their numbers, as some programs write all that are not English
        xml = html.unescape(xml.decode("utf-8", "replace")).encode("utf-8", "replace")
    return not xml.isascii() and any(sign in xml for sign in _GARBLED)


def _texts(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """The texts that the cells share, a block at a time."""
    for name in archive.namelist():
        if name.lower().endswith("sharedstrings.xml"):
            with archive.open(name) as content:
                while block := content.read(BLOCK):
                    yield block


def _look(rows: bytes, sheet: SheetUnsaid) -> None:
    """Look through some whole rows."""
    if b't="e"' in rows:
        for cell in _ERROR.finditer(rows):
            if place := _place(cell[1]):
                sheet.errors.append((*place, html.unescape(cell[2].decode("utf-8", "replace")).strip()))
    if b'hidden="' in rows:
        for row in _HIDDEN_ROW.finditer(rows):
            number = _attributes(row[1]).get("r", "")
            if number.isdigit() and len(number) < 8:  # noqa: PLR2004 - as many digits as a row has
                sheet.hidden_rows.append(int(number))
        for column in _HIDDEN_COLUMN.finditer(rows):
            given = _attributes(column[1])
            first, last = given.get("min", ""), given.get("max", "")
            if first.isdigit() and last.isdigit() and len(first) < 6 and len(last) < 6:  # noqa: PLR2004
                sheet.hidden_columns += range(int(first) - 1, min(int(last), MOST_COLUMN))
    # a formula that cells share is written once, before the first cell that only points to it
    sheet.formulas = sheet.formulas or b"</f>" in rows
    if sheet.formulas and any(sign in rows for sign in _UNSAVED):
        for cell in _FORMULA.finditer(rows):
            if b't="str"' in cell[1] and cell[2]:
                continue  # the formula was calculated, and its result is an empty text
            if place := _place(cell[1]):
                sheet.uncalculated.append(place)


def _rows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end with a whole row."""
    with archive.open(part) as content:
        kept = b""
        while block := content.read(BLOCK):
            block = kept + block
            end = block.rfind(b"row>")
            if end < 0 and len(block) < MOST_BUFFERED:
                kept = block
                continue
            yield block[: end + 4]
            kept = block[end + 4 :]
        yield kept


def _sheets(archive: zipfile.ZipFile) -> tuple[dict[str, str], bytes]:
    """The part of every sheet, by the sheet's name; and the part that names them."""
    parts = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
    book = _target(_read(archive, parts, "_rels/.rels"), "/officeDocument", "") or "xl/workbook.xml"
    folder, name = posixpath.split(book)
    relations = {
        given["Id"]: _joined(folder, given["Target"])
        for given in _elements(_RELATION, _read(archive, parts, f"{folder}/_rels/{name}.rels"))
        if "Id" in given and "Target" in given
    }
    sheets = {}
    content = _read(archive, parts, book)
    for given in _elements(_SHEET, content):
        identity = next((value for key, value in given.items() if key.endswith(":id")), "")
        part = parts.get(relations.get(identity, "").lower())
        if part and "name" in given:
            sheets[given["name"]] = part
    return sheets, content


def _read(archive: zipfile.ZipFile, parts: dict[str, str], name: str) -> bytes:
    part = parts.get(name.lstrip("/").lower())
    if part is None:
        return b""
    with archive.open(part) as content:
        return content.read(MOST_PART)


def _target(relations: bytes, kind: str, folder: str) -> str | None:
    for given in _elements(_RELATION, relations):
        if given.get("Type", "").endswith(kind) and "Target" in given:
            return _joined(folder, given["Target"])
    return None


def _joined(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def _elements(pattern: re.Pattern[bytes], xml: bytes) -> Iterator[dict[str, str]]:
    for element in pattern.finditer(xml):
        yield _attributes(element[1])


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): html.unescape((one or other).decode("utf-8", "replace"))
        for key, one, other in _ATTRIBUTE.findall(text)
    }


def _place(attributes: bytes) -> tuple[int, int] | None:
    """Row and column of a cell, from its `r`."""
    found = _PLACE.fullmatch(_attributes(attributes).get("r", "").encode())
    if not found:
        return None
    column = 0
    for character in found[1]:
        column = 26 * column + character - 64
    row = int(found[2])
    return (row, column - 1) if row <= MOST_ROW and column <= MOST_COLUMN else None
