"""The character encoding of a text file: found, and where needed rewritten as plain UTF-8."""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socialimpact.tables.codepages import utf16_without_mark
from socialimpact.tables.signature import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 20
# a byte order mark; the same after it was read as Latin and written again as UTF-8
_MARKS = (b"\xef\xbb\xbf", b"\xc3\xaf\xc2\xbb\xc2\xbf")
# The old code pages that Western exports still come in, likeliest first: Windows, DOS, Macintosh.
_OLD_PAGES = ("cp1252", "cp850", "mac_roman")
_USUAL = frozenset("àèéìòùÀÈÉÌÒÙáíóúÁÍÓÚçÇñÑäöüÄÖÜßâêîôûëïÂÊÎÔÛœŒåÅøØ£€°§ªº«»·‘’“”–\u00a0®©²½¼¾×")
_SAMPLE_BYTES = 100_000


@dataclass(frozen=True)
class Encoding:
    """How a text file is written. `plain` files can be read as UTF-8 as they are; `mixed` ones hold lines in UTF-8
    and lines in `name`; `newlines` counts the line feeds of a plain file.
    """

    name: str
    plain: bool
    mixed: bool = False
    newlines: int = 0


def find_encoding(path: Path) -> Encoding:
    """The encoding of the file at `path`, decided over the whole file."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", plain=False)
    if bare := utf16_without_mark(head):
        return Encoding(bare, plain=False)
    decoder = codecs.getincrementaldecoder("utf-8")()
    marked = _strip_marks(head)
    # pyarrow and csv take a lone carriage return for a line end too, but not every reader after them
    plain = (len(marked) in {len(head), len(head) - 3}) and not (b"\r" in head and b"\n" not in head)
    newlines = 0
    try:
        for block in _blocks(path):
            decoder.decode(block)
            newlines += block.count(b"\n")
            plain = plain and b"\x00" not in block
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _old_encoding(path)
    return Encoding("utf-8", plain, newlines=newlines)


def rewrite(path: Path, encoding: Encoding, target: Path) -> Encoding:
    """Write the text of `path` to `target` as UTF-8 without marks, zero bytes and old Macintosh line ends."""
    newlines = 0
    with target.open("wb") as out:
        first = True
        for text in _texts(path, encoding):
            data = text.replace("\x00", "").encode("utf-8", "replace")
            if first:
                data, first = _strip_marks(data), False
            newlines += data.count(b"\n")
            out.write(data)
    return Encoding(encoding.name, plain=True, mixed=encoding.mixed, newlines=newlines)


def _texts(path: Path, encoding: Encoding) -> Iterator[str]:
    if encoding.name in {"utf-8", "utf-16", "utf-16-le", "utf-16-be"}:
        with path.open(encoding=encoding.name, errors="replace", newline=None) as file:
            while text := file.read(BLOCK):
                yield text
        return
    for lines in _line_blocks(path):
        joined = b"".join(lines)
        try:
            yield joined.decode("utf-8")
        except UnicodeDecodeError:
            yield "".join(_decode_line(line, encoding.name) for line in lines)


def _decode_line(line: bytes, old: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(old, "replace")


def _old_encoding(path: Path) -> Encoding:
    """Which old code page the lines that are no UTF-8 are in: the one that gives the usual letters."""
    counts: Counter[int] = Counter()
    mixed = False
    for lines in _line_blocks(path):
        for line in lines:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                counts.update(byte for byte in line if byte > 127)  # noqa: PLR2004 - beyond ASCII
            else:
                mixed = True
        if counts.total() > _SAMPLE_BYTES:
            break

    def usual(page: str) -> int:
        return sum(n for byte, n in counts.items() if bytes([byte]).decode(page, "replace") in _USUAL)

    best = max(_OLD_PAGES, key=usual)  # the first of equals
    if 2 * usual(_OLD_PAGES[0]) >= counts.total():
        best = _OLD_PAGES[0]
    return Encoding(best, plain=False, mixed=mixed)


def _strip_marks(data: bytes) -> bytes:
    while True:
        mark = next((mark for mark in _MARKS if data.startswith(mark)), None)
        if mark is None:
            return data
        data = data[len(mark) :]


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _line_blocks(path: Path) -> Iterator[list[bytes]]:
    with path.open("rb") as file:
        while lines := file.readlines(BLOCK):
            yield lines
