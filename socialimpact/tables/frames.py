"""Frames: how a guarded process hands the cells of a file over, column by column.

Imports nothing of the package and no Arrow: starting such a process costs 15 ms instead of 300.

A frame is one line of JSON on standard output, then the bytes of the buffers whose lengths that line gives:
`sheet` (a sheet begins), `chunk` (rows of it, behind `skip` blank ones), `merged` (its merged blocks,
where they come last), `signs` (it is no plain one), `again` (all that was sent is void), `bad` (a sheet that could not
be read), `refused` (why the file is no use), `end`. Columns of a chunk are tagged:

`e` empty · `n` text (UTF-8, cells parted by NUL) · `s` text (int32 offsets, UTF-8) · `d` numbers (float64, NaN
is empty) · `t` days since 1970 (int32, least value is empty) · `m` mixed (uint8 kind of each cell, then as `s`).
"""

from __future__ import annotations

import json
import sys
from array import array
from datetime import date, datetime, timedelta
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Encoded = tuple[str, list[bytes | array[Any]]]

EMPTY, TEXT, NUMBER, DATE, BOOL = range(5)  # as in `grid.CellKind`, which these processes cannot import
NO_DAY = -(2**31)
EPOCH = date(1970, 1, 1).toordinal()
CHUNK_ROWS = 10_000
CHUNK_CELLS = 1_000_000
EXACT_INTEGER = 2**53
MOST_MERGED = 50_000


def write(head: dict[str, Any], buffers: Sequence[bytes | array[Any]] = ()) -> None:
    """One frame: the line, then the buffers."""
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n")
    for buffer in buffers:
        out.write(buffer)
    out.flush()


def refuse(code: str, **details: Any) -> NoReturn:
    """Say why the file is refused, and end."""
    write({"frame": "refused", "code": code, **details})
    sys.exit(0)


def counted(rows: Iterable[Sequence[Any]], cells: int) -> Iterator[Sequence[Any]]:
    """The rows, until they hold more than `cells`."""
    for row in rows:
        cells -= len(row)
        if cells < 0:
            refuse("too_large")
        yield row


def merged(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] | None) -> list[tuple[int, int, int, int]]:
    """Merged blocks as `grid.Extent`: rows from 1, columns from 0; only blocks of more than one cell."""
    blocks = [(*first, *last) for first, last in islice(ranges or (), MOST_MERGED) if first != last]
    return [(top + 1, left, bottom + 1, right) for top, left, bottom, right in blocks]


def write_rows(
    rows: Iterable[Sequence[Any]], own: int, *, skip: int = 0, before: int = 0, width: int | None = None
) -> None:
    """The rows of a sheet, of their `own` width, as chunks of columns: `width` of them, `before` of which are blank."""
    size = max(1, min(CHUNK_ROWS, CHUNK_CELLS // own))
    blank: Encoded = ("e", [])
    after = 0 if width is None else width - before - own
    source = iter(rows)
    while chunk := list(islice(source, size)):
        columns = [encode(column) for column in zip(*chunk, strict=True)]
        encoded = [*[blank] * before, *columns, *[blank] * after]
        buffers = [buffer for _, parts in encoded for buffer in parts]
        write(
            {
                "frame": "chunk",
                "skip": skip,
                "rows": len(chunk),
                "columns": "".join(tag for tag, _ in encoded),
                "sizes": [memoryview(buffer).nbytes for buffer in buffers],
            },
            buffers,
        )
        skip = 0


def encode(column: Sequence[Any]) -> Encoded:
    """One column of a chunk in the cheapest form that holds it."""
    types = set(map(type, column))
    if types == {str}:
        return encode_plain_text(column)
    holes = str in types
    types.discard(str)
    if holes and any(value for value in column if value.__class__ is str):
        return encode_mixed(column)
    if types == {float}:
        nan = float("nan")
        return "d", [array("d", [nan if v.__class__ is str else v for v in column] if holes else column)]
    if types == {date}:
        days = [NO_DAY if v.__class__ is str else v.toordinal() - EPOCH for v in column]
        return "t", [array("i", days)]
    return encode_mixed(column)


def encode_plain_text(texts: Sequence[str]) -> Encoded:
    """Texts parted by NUL: whoever receives them finds the cells while this process goes on reading."""
    joined = "\0".join(texts)
    if joined.count("\0") != len(texts) - 1:
        return encode_text(texts)
    return ("n", [joined.encode("utf-8", "replace")]) if len(joined) >= len(texts) else ("e", [])


def encode_text(texts: Sequence[str]) -> Encoded:
    """Texts as offsets and one run of UTF-8."""
    joined = "".join(texts)
    if not joined:
        return "e", []
    if joined.isascii():
        return "s", [array("i", accumulate(map(len, texts), initial=0)), joined.encode("ascii")]
    parts = [text.encode("utf-8", "replace") for text in texts]
    return "s", [array("i", accumulate(map(len, parts), initial=0)), b"".join(parts)]


def encode_mixed(column: Sequence[Any]) -> Encoded:
    """Cells of several kinds: the kind of each, and its canonical text."""
    pairs = [cell(value) for value in column]
    tag, parts = encode_text([text for _, text in pairs])
    if tag == "e":
        return "e", []
    return "m", [bytes([kind for kind, _ in pairs]), *parts]


def cell(value: Any) -> tuple[int, str]:
    """Kind and canonical text of one cell, as `grid.Grid` promises them."""
    match value:
        case str():
            return (TEXT if value else EMPTY), value
        case bool():
            return BOOL, "TRUE" if value else "FALSE"
        case float() | int():
            return NUMBER, plain(value)
        case datetime():
            moment = value.replace(tzinfo=None, microsecond=0)
            return DATE, moment.isoformat(" ") if moment.time() != datetime.min.time() else moment.date().isoformat()
        case date():
            return DATE, value.isoformat()
        case timedelta():
            return TEXT, clock(value)
        case _:
            return TEXT, str(value)


def clock(span: timedelta) -> str:
    """A length of time as hours, minutes and seconds, as a cell shows it: 30:00:00."""
    seconds = round(span.total_seconds())
    minutes, hours = abs(seconds) // 60 % 60, abs(seconds) // 3600
    return f"{'-' if seconds < 0 else ''}{hours:02}:{minutes:02}:{abs(seconds) % 60:02}"


def plain(number: float) -> str:
    """The shortest decimal digits that give back the same number, never with an exponent."""
    if isinstance(number, int) or (abs(number) < EXACT_INTEGER and number == int(number)):
        return str(int(number))
    text = repr(number)
    if "e" in text:
        from decimal import Decimal  # noqa: PLC0415 - rarely needed

        text = format(Decimal(text), "f")
    return text.removesuffix(".0")
