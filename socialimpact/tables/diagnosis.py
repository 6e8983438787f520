"""Why a workbook could not be opened: looked for only when the readers have given up."""

from __future__ import annotations

import re
import time
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from socialimpact.tables import refusals

if TYPE_CHECKING:
    from pathlib import Path

    from socialimpact.errors import FileRefused

ZIPPED = ("xlsx", "xlsb", "ods")
BLOCK = 1 << 20
MOST_SECONDS = 5.0  # a reason is worth no more
_NEEDED: dict[str, tuple[str, ...]] = {
    "xlsx": ("[Content_Types].xml", "_rels/.rels"),
    "xlsb": ("[Content_Types].xml", "_rels/.rels"),
    "ods": ("content.xml",),
}
# as UTF-8 and as UTF-16 of either order
_ENTITIES = re.compile(rb"<!(?:ENTITY|DOCTYPE)|<\x00?!\x00?(?:E\x00?N\x00?T|D\x00?O\x00?C)\x00?")


def why_unreadable(path: Path, kind: str) -> FileRefused:
    """The refusal of the workbook at `path` that no reader could open, with the place where that is known."""
    if kind == "xls":
        return refusals.cut_off() if _is_cut_off(path) else refusals.damaged()
    if kind not in _NEEDED:
        return refusals.damaged()
    try:
        with zipfile.ZipFile(path) as archive:
            return _why_unreadable(archive, kind)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return refusals.damaged()


def _is_cut_off(path: Path) -> bool:
    """Whether an old workbook is smaller than the stream of cells that its directory names."""
    data = path.read_bytes()
    for name in ("Workbook", "Book", "WORKBOOK", "BOOK"):
        entry = data.find(name.encode("utf-16-le") + b"\x00\x00")
        if entry >= 0:
            return int.from_bytes(data[entry + 120 : entry + 124], "little") + 512 > len(data)
    return False


def why_empty(path: Path, kind: str) -> FileRefused:
    """The refusal of a workbook in which the readers found no cell."""
    reason = why_unreadable(path, kind)
    spoilt = reason.code == "entities" or ("part" in reason.details and "line" not in reason.details)
    return reason if spoilt else refusals.empty_workbook()


def _why_unreadable(archive: zipfile.ZipFile, kind: str) -> FileRefused:
    parts = archive.infolist()
    names = {part.filename.replace("\\", "/").lstrip("/").lower() for part in parts}
    for needed in _NEEDED[kind]:
        if needed.lower() not in names:
            return refusals.lacks_part(needed)
    if kind != "ods" and not any(name.endswith(("workbook.xml", "workbook.bin")) for name in names):
        return refusals.lacks_part("xl/workbook.xml" if kind == "xlsx" else "xl/workbook.bin")
    deadline = time.monotonic() + MOST_SECONDS
    found: FileRefused | None = None
    for part in parts:
        if time.monotonic() > deadline:
            break
        fault = _fault(archive, part, deadline)
        if fault is not None and fault.code == "entities":
            return fault  # the worst that can be said
        found = found or fault
    return found or refusals.damaged()


def _fault(archive: zipfile.ZipFile, part: zipfile.ZipInfo, deadline: float) -> FileRefused | None:
    """What is wrong with one part: it defines entities, cannot be unpacked, or is no well-formed XML."""
    name = part.filename
    xml = name.lower().endswith((".xml", ".rels", ".vml"))
    parser = expat.ParserCreate()
    try:
        with archive.open(part) as content:
            head = content.read(BLOCK)
            if xml and _ENTITIES.search(head):
                return refusals.entities(name)
            block = head
            while block and time.monotonic() < deadline:
                if xml:
                    parser.Parse(block)
                block = content.read(BLOCK)
        if xml and not block:
            parser.Parse(b"", True)
    except expat.ExpatError as fault:
        return refusals.damaged_at(name, fault.lineno)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return refusals.damaged_at(name)
    return None
