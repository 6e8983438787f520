"""The character encoding of a text file: found, and where needed rewritten as plain UTF-8."""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from socialimpact.tables.codepages import (
    MARKS,
    decode_line,
    may_be_garbled,
    mended,
    old_page,
    utf16_without_mark,
    utf32_without_mark,
)
from socialimpact.tables.signature import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 20
_LOOKED_AT_ONCE = 1 << 16  # bytes that stay near the processor while they are looked at
# a byte order mark; the same after it was read as Latin and written again as UTF-8
_MARKS = (b"\xef\xbb\xbf", b"\xc3\xaf\xc2\xbb\xc2\xbf")
_SAMPLE_BYTES = 100_000
_GARBLED_MARK = "\u00ef\u00bb\u00bf"  # a byte order mark, read as Latin
_LOST = "\ufffd"  # what stands for a letter that a program could not read


@dataclass(frozen=True)
class Encoding:
    """How a text file is written. `plain` files can be read as UTF-8 as they are; `mixed` ones hold lines in UTF-8
    and lines in `name`; `newlines` counts the line feeds of a plain file, and without `quotes` it holds no quotation
    mark. `guessed` when nothing in the file says `name`. `mended` counts letters that had been read wrongly before and
    were put right, by their wrong form; `lost` those that another program has replaced for good.
    """

    name: str
    plain: bool
    mixed: bool = False
    newlines: int = 0
    quotes: bool = True
    guessed: bool = False
    mended: Counter[str] = field(default_factory=Counter)
    lost: int = 0


def find_encoding(path: Path) -> Encoding:
    """The encoding of the file at `path`, decided over the whole file."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None)
    if marked and marked != "utf-8-sig":
        return Encoding(marked, plain=False)
    if bare := utf32_without_mark(head) or utf16_without_mark(head):
        return Encoding(bare, plain=False, guessed=True)
    decoder = codecs.getincrementaldecoder("utf-8")()
    stripped = _strip_marks(head)
    # pyarrow and csv take a lone carriage return for a line end too, but not every reader after them
    plain = (len(stripped) in {len(head), len(head) - 3}) and not (b"\r" in head and b"\n" not in head)
    newlines = lost = 0
    first, whole, quotes = True, True, False
    try:
        for block in _blocks(path):
            quotes = quotes or b'"' in block
            newlines += block.count(b"\n")
            if whole and block.isascii():
                plain = plain and b"\x00" not in block
                first = False
                continue
            text = decoder.decode(block)
            whole = not decoder.getstate()[0]
            # a mark in the middle comes of files that were put together
            plain = plain and "\x00" not in text and "\ufeff" not in text[first:]
            plain = plain and not (may_be_garbled(text) and mended(text)[1])
            lost += text.count(_LOST)
            first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _old_encoding(path)
    return Encoding("utf-8", plain, newlines=newlines, quotes=quotes, lost=lost)


def rewrite(path: Path, encoding: Encoding, target: Path) -> Encoding:
    """Write the text of `path` to `target` as UTF-8 without marks, zero bytes, old Macintosh line ends and garbled
    letters.
    """
    newlines = 0
    wrong: Counter[str] = Counter()
    with target.open("wb") as out:
        first = True
        for block in _texts(path, encoding):
            text = block.replace("\x00", "")
            if may_be_garbled(text):
                text, found = mended(text)
                wrong.update(letter for letter in found if letter != _GARBLED_MARK)
            data = text.replace("\ufeff", "").encode("utf-8", "replace")
            if first:
                data, first = _strip_marks(data), False
            newlines += data.count(b"\n")
            out.write(data)
    return replace(encoding, plain=True, newlines=newlines, mended=wrong)


def _texts(path: Path, encoding: Encoding) -> Iterator[str]:
    if encoding.name.startswith("utf-"):
        with path.open(encoding=encoding.name, errors="replace", newline=None) as file:
            while text := file.read(BLOCK):
                yield text + file.readline()  # so that no letter is cut
        return
    for lines in _line_blocks(path):
        joined = b"".join(lines)
        try:
            text = joined.decode("utf-8")
        except UnicodeDecodeError:
            text = "".join(decode_line(line, encoding.name) for line in lines)
        yield text if b"\n" in joined else text.replace("\r", "\n")


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
    return Encoding(old_page(counts), plain=False, mixed=mixed, guessed=True)


def _strip_marks(data: bytes) -> bytes:
    while True:
        mark = next((mark for mark in _MARKS if data.startswith(mark)), None)
        if mark is None:
            return data
        data = data[len(mark) :]


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_LOOKED_AT_ONCE):
            yield block


def _line_blocks(path: Path) -> Iterator[list[bytes]]:
    with path.open("rb") as file:
        while lines := file.readlines(BLOCK):
            yield lines
