"""The guarded process that opens a binary workbook and hands its cells over, column by column.

A workbook is hostile until it is read: a few kilobytes can claim billions of cells or make the reader panic, so
it is opened in a process of its own, under limits, that may die without harm. The process is started on this
file alone and imports nothing of the package and no Arrow: starting costs 15 ms instead of 300.

Markup (web pages, Excel's XML of 2003) is read here too, by `markup`, and lists of records in JSON by `records`.

It writes frames to standard output: one line of JSON, then the bytes of the buffers whose lengths that line
gives. Frames: `sheet` (a sheet begins), `chunk` (rows of it, behind `skip` blank ones), `merged` (its merged blocks,
where they come last), `signs` (it is no plain one), `again` (all that was sent is void), `bad` (a sheet that could not
be read), `refused` (why the file is no use), `end`. Columns of a chunk are tagged:

`e` empty · `n` text (UTF-8, cells parted by NUL) · `s` text (int32 offsets, UTF-8) · `d` numbers (float64, NaN
is empty) · `t` days since 1970 (int32, least value is empty) · `m` mixed (uint8 kind of each cell, then as `s`).
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from array import array
from datetime import date, datetime, timedelta
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Encoded = tuple[str, list[bytes | array[Any]]]

EMPTY, TEXT, NUMBER, DATE, BOOL = range(5)  # as in `grid.CellKind`, which this process cannot import
NO_DAY = -(2**31)
EPOCH = date(1970, 1, 1).toordinal()
CHUNK_ROWS = 10_000
CHUNK_CELLS = 1_000_000
EXACT_INTEGER = 2**53
MOST_MERGED = 50_000
LEAST_IN_PARTS = 1 << 20  # bytes of an .xlsx
MARKUP = {"html", "mhtml", "xml"}


def main(path: str, kind: str, cells: int, memory: int, seconds: int) -> None:
    """Read the workbook at `path` (of format `kind`) and write its frames; `cells`, `memory`, `seconds` are limits."""
    limit_resources(memory, seconds)
    if kind == "json":
        read_records(path, cells)
        write({"frame": "end"})
        return
    if kind in MARKUP:
        read_markup(path, kind, cells)
        write({"frame": "end"})
        return
    try:
        if kind != "xlsx" or not read_in_parts(path, cells):
            read_with_calamine(path, kind, cells)
    except MemoryError:
        refuse("memory")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # noqa: BLE001 - the reader's panic is a BaseException
        if type(fault).__name__ == "PasswordError" or "assword" in str(fault):
            refuse("password")
        if "limit exceeded" in str(fault):
            refuse("too_large")
        if kind != "xlsx":
            refuse("damaged")
        try:
            second_reader().read_book(path, cells)
        except MemoryError:
            refuse("memory")
        except Exception:  # noqa: BLE001 - whatever a damaged part raises, the answer is the same
            refuse("damaged")
    write({"frame": "end"})


def limit_resources(memory: int, seconds: int) -> None:
    """Bound address space and processor time, where the platform can."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    for name, value in (("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds), ("RLIMIT_CORE", 0)):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))


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


def read_with_calamine(path: str, kind: str, cells: int) -> None:
    """All work sheets, each as one `sheet` frame and its chunks."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - after the limits

    if "." not in path.replace("\\", "/").rpartition("/")[2] or path.lower().endswith(f".{kind}"):
        book = CalamineWorkbook.from_path(path)
    else:  # the reader would believe a wrong extension
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib would cost a tenth of this process's start
            book = CalamineWorkbook.from_filelike(file)
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    left = cells
    readable = 0
    fault: BaseException | None = None
    for sheet in sheets:
        try:
            rows = book.get_sheet_by_name(sheet.name)
        except MemoryError:
            raise
        except BaseException as raised:
            # one broken sheet does not spoil the others
            if isinstance(raised, (KeyboardInterrupt, SystemExit)):
                raise
            fault = raised
            if kind == "xlsx" and (used := second_reader().read_sheet(path, sheet.name, left, len(sheets))) is not None:
                readable += 1
                left -= used
            else:
                write({"frame": "bad", "sheet": sheet.name})
            continue
        readable += 1
        left -= rows.height * rows.width
        if left < 0:
            refuse("too_large")
        hidden = sheet.visible != SheetVisibleEnum.Visible
        write(
            {
                "frame": "sheet",
                "sheet": sheet.name,
                "hidden": hidden,
                "left": rows.start[1] if rows.start else 0,
                "height": rows.height,
                "of": len(sheets),
                "merged": merged(rows.merged_cell_ranges),
            }
        )
        if rows.height and rows.width:
            write_rows(rows.iter_rows(), rows.width)  # these begin at the first row, but at the first used column
        del rows
    if fault is not None and not readable:
        raise fault


def read_in_parts(path: str, cells: int) -> bool:
    """A large .xlsx by two threads; false, and nothing sent that counts, where it is to be read as one."""
    if os.path.getsize(path) < LEAST_IN_PARTS:  # noqa: PTH202 - pathlib would cost a tenth of this process's start
        return False
    sys.path.append(path_above(__file__, 3))
    from socialimpact.tables.part_reader import read  # noqa: PLC0415 - only large files need it

    return read(path, cells)


def merged(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] | None) -> list[tuple[int, int, int, int]]:
    """Merged blocks as `grid.Extent`: rows from 1, columns from 0; only blocks of more than one cell."""
    blocks = [(*first, *last) for first, last in islice(ranges or (), MOST_MERGED) if first != last]
    return [(top + 1, left, bottom + 1, right) for top, left, bottom, right in blocks]


def second_reader() -> Any:
    """The reader of workbooks that the first one gives up."""
    sys.path.append(path_above(__file__, 3))
    from socialimpact.tables import second_reader as reader  # noqa: PLC0415 - rarely needed and slow to import

    return reader


def read_markup(path: str, kind: str, cells: int) -> None:
    """Web pages and Excel's XML of 2003, by this project's own readers."""
    sys.path.append(path_above(__file__, 3))
    from socialimpact.tables.markup import Unreadable, sheets_of  # noqa: PLC0415 - only these files need them

    def refuse_more(count: int) -> None:
        if count > cells:
            refuse("too_large")

    try:
        sheets = sheets_of(path, kind, refuse_more)
        for sheet in sheets:
            width = max(map(len, sheet.rows), default=0)
            refuse_more(width * len(sheet.rows))
            head = {"frame": "sheet", "sheet": None, "hidden": False, "left": 0, "height": len(sheet.rows)}
            write({**head, "of": len(sheets), **sheet.head, "told": sheet.told})
            if width:
                write_rows(([*row, *[""] * (width - len(row))] for row in sheet.rows), width)
    except Unreadable as fault:
        refuse(fault.code, line=fault.line)
    except MemoryError:
        refuse("memory")


def read_records(path: str, cells: int) -> None:
    """A list of records in JSON, by this project's own reader."""
    sys.path.append(path_above(__file__, 3))
    from socialimpact.tables import records  # noqa: PLC0415 - only these files need them
    from socialimpact.tables.codepages import decode  # noqa: PLC0415 - only these files need them

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            text = decode(file.read())[0].lstrip("\ufeff")
        found = records.read(text)
        if (found.count + 1) * len(found.fields) > cells:
            refuse("too_large")
        write({"frame": "sheet", "sheet": None, "hidden": False, "left": 0, "height": found.count + 1, "of": 1})
        write_rows(found.rows(), len(found.fields))
    except records.NoRecordsError:
        refuse("json")
    except records.DamagedRecordsError as fault:
        refuse("damaged_records", line=fault.line)
    except MemoryError:
        refuse("memory")


def path_above(path: str, levels: int) -> str:
    """The folder so many levels above `path`."""
    for _ in range(levels):
        path = os.path.dirname(path)  # noqa: PTH120 - pathlib would cost a tenth of this process's start
    return path


def counted(rows: Iterable[Sequence[Any]], cells: int) -> Iterator[Sequence[Any]]:
    """The rows, until they hold more than `cells`."""
    for row in rows:
        cells -= len(row)
        if cells < 0:
            refuse("too_large")
        yield row


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


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
