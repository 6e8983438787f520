"""Text files of separated values: delimiter found, records counted as a spreadsheet counts them.

A record that holds line breaks inside quotes is one row; blank lines are rows too. Regular files take Arrow's
parser; files with rows of different lengths or stray quotes take Python's, a chunk at a time.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from socialimpact.errors import Problem
from socialimpact.language import msg
from socialimpact.tables import telling
from socialimpact.tables.arrays import fixed_rows, row_numbers, strings, tidy
from socialimpact.tables.encoding import find_encoding, rewrite
from socialimpact.tables.grid import CellKind, Grid
from socialimpact.tables.refusals import too_long_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socialimpact.settings import ReadingLimits
    from socialimpact.tables.encoding import Encoding

DELIMITERS = (";", ",", "\t", "|")
NO_DELIMITER = "\x1f"  # a file of one column
SAMPLE_CHARACTERS = 256_000
SAMPLE_RECORDS = 1_000
BLOCK_BYTES = 4 << 20
CHUNK_ROWS = 20_000
MOST_COLUMNS = 16_384  # as many as a spreadsheet has
_DECLARED = re.compile(r"\ufeff?\"?sep=(.)\"?[ \t]*(\r\n|\n|\r)", re.IGNORECASE)


@dataclass(frozen=True)
class Delimited:
    """A text file as read."""

    grid: Grid
    problems: tuple[Problem, ...]
    encoding: str
    delimiter: str | None


@dataclass(frozen=True)
class Dialect:
    """How the records of a file are written; `skip` lines at the top only declare the delimiter."""

    delimiter: str
    skip: int
    width: int
    regular: bool
    quoted: bool


def read_delimited(path: Path, limits: ReadingLimits, progress: Callable[[float], None]) -> Delimited:
    """The one grid of the text file at `path`. Raises `FileRefused` when it is larger than `limits` allow."""
    size = path.stat().st_size
    if size > limits.unzipped_bytes:
        raise too_long_text(limits.unzipped_bytes // 1024**2)
    found = find_encoding(path)
    progress(0.1)
    if found.plain:
        return _read(path, found, progress)
    with tempfile.TemporaryDirectory(prefix="socialimpact-") as folder:
        target = Path(folder) / "text"
        return _read(target, rewrite(path, found, target), progress)


def _read(path: Path, encoding: Encoding, progress: Callable[[float], None]) -> Delimited:
    with path.open(encoding="utf-8-sig", newline="") as file:
        dialect = sniff(file.read(SAMPLE_CHARACTERS))
    progress(0.2)
    problems = telling.of_encoding(encoding)
    cells = _read_regular(path, dialect, encoding.newlines) if dialect.regular else None
    if cells is None:
        cells = _read_chunks(_records(path, dialect), progress)
        if cells is None:
            problems.append(_stray_quotes())
            cells = _read_chunks(_records_by_line(path, dialect), progress) or _nothing()
    cells = _compact(cells)
    kinds = tuple(
        CellKind.EMPTY if cells[name].null_count == cells.num_rows else CellKind.TEXT for name in cells.column_names[1:]
    )
    delimiter = None if dialect.delimiter == NO_DELIMITER else dialect.delimiter
    return Delimited(Grid(None, cells, kinds), tuple(problems), encoding.name, delimiter)


def sniff(sample: str) -> Dialect:
    """The dialect that cuts the most records of the sample into the same number of cells, the more the better."""
    declared = _DECLARED.match(sample)
    skip = 1 if declared else 0
    if declared:
        sample = sample[declared.end() :]
    lines = sample.splitlines(keepends=True)
    if len(sample) >= SAMPLE_CHARACTERS // 2 and len(lines) > 1:
        lines.pop()  # it may be cut
    quoted = '"' in sample
    best, best_score, best_widths = NO_DELIMITER, 0.0, Counter({1: 1})
    for delimiter in declared.group(1) if declared else DELIMITERS:
        widths = _widths(lines, delimiter)
        cut = {width: n for width, n in widths.items() if width > 1}
        if not cut:
            continue
        width = max(cut, key=lambda w: (cut[w], w))
        # a row whose last cells are missing is still a row of this table
        shorter = sum(n for narrower, n in cut.items() if narrower < width)
        score = (cut[width] + 0.7 * shorter) / widths.total() * (1 + 0.02 * min(width, 25))
        if score > best_score:
            best, best_score, best_widths = delimiter, score, widths
    width = max(best_widths)
    return Dialect(best, skip, width, regular=len(best_widths) == 1 and width <= MOST_COLUMNS, quoted=quoted)


def _widths(lines: list[str], delimiter: str) -> Counter[int]:
    widths: Counter[int] = Counter()
    try:
        for record in islice(csv.reader(lines, delimiter=delimiter), SAMPLE_RECORDS):
            if any(cell.strip() for cell in record):
                widths[len(record)] += 1
    except csv.Error:
        pass  # what was counted before the bad line still tells
    return widths


def _read_regular(path: Path, dialect: Dialect, newlines: int) -> pa.Table | None:
    """The file by Arrow's parser, or None where it is not as regular as its beginning."""
    names = [f"c{index}" for index in range(dialect.width)]
    try:
        cells = pacsv.read_csv(
            path,
            read_options=pacsv.ReadOptions(column_names=names, block_size=BLOCK_BYTES, skip_rows=dialect.skip),
            parse_options=pacsv.ParseOptions(
                delimiter=dialect.delimiter, ignore_empty_lines=False, newlines_in_values=True
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowCapacityError):
        return None
    if newlines - dialect.skip > cells.num_rows and _swallowed(cells, dialect):
        return None
    numbers = row_numbers(1, cells.num_rows)
    columns = {"row": numbers} | {name: _tidy_chunks(cells[name]) for name in names}
    return pa.table(columns)


def _swallowed(cells: pa.Table, dialect: Dialect) -> bool:
    """Whether a quote that was never closed made a cell eat whole records."""
    for name in cells.column_names:
        column = cells[name]
        for value in column.filter(pc.match_substring(column, "\n")).to_pylist():
            if value and eats_records(value, dialect):
                return True
    return False


def eats_records(value: str, dialect: Dialect) -> bool:
    """Whether a cell with line breaks holds a line that is itself a record."""
    least = max(dialect.width - 1, 2)
    return any(line.count(dialect.delimiter) >= least for line in value.splitlines()[1:])


def _tidy_chunks(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([tidy(chunk) for chunk in column.chunks], pa.string())


def _records(path: Path, dialect: Dialect) -> Iterator[list[str] | None]:
    """The records by Python's parser; None as soon as a quote was left open."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(dialect.skip):
            file.readline()
        reader = csv.reader(file, delimiter=dialect.delimiter)
        line = 0
        try:
            for record in reader:
                if reader.line_num > line + 1 and any("\n" in v and eats_records(v, dialect) for v in record):
                    yield None
                    return
                line = reader.line_num
                yield record
        except csv.Error:  # a cell larger than any cell is
            yield None


def _records_by_line(path: Path, dialect: Dialect) -> Iterator[list[str] | None]:
    """The records of a file with stray quotes: every line is one record."""
    with path.open(encoding="utf-8-sig", newline=None, errors="replace") as file:
        for _ in range(dialect.skip):
            file.readline()
        for line in file:
            bare = line.rstrip("\n")
            plain = bare.split(dialect.delimiter)
            try:
                record = next(csv.reader([bare], delimiter=dialect.delimiter), [])
            except csv.Error:
                record = plain
            yield plain if len(record) < dialect.width <= len(plain) else record


def _read_chunks(records: Iterator[list[str] | None], progress: Callable[[float], None]) -> pa.Table | None:
    """A table of records that may differ in length, or None if the records stop with None."""
    sizes: list[int] = []
    numbers: list[pa.Array] = []
    columns: list[list[pa.Array]] = []
    row = 0
    while chunk := list(islice(records, CHUNK_ROWS)):
        if chunk[-1] is None:
            return None
        kept = [(row + place, record) for place, record in enumerate(chunk, start=1) if record and any(record)]
        row += len(chunk)
        if not kept:
            continue
        width = max(len(record) for _, record in kept if record)
        while len(columns) < width:
            columns.append([pa.nulls(size, pa.string()) for size in sizes])
        numbers.append(fixed_rows([number for number, _ in kept]))
        sizes.append(len(kept))
        padded = [record if len(record) == width else [*record, *[""] * (width - len(record))] for _, record in kept]
        for place, values in enumerate(zip(*padded, strict=True)):
            columns[place].append(strings(values))
        for parts in columns[width:]:
            parts.append(pa.nulls(len(kept), pa.string()))
        progress(0.5)
    table = {"row": pa.chunked_array(numbers, pa.int32())}
    table |= {f"c{place}": pa.chunked_array(parts, pa.string()) for place, parts in enumerate(columns)}
    return pa.table(table)


def _nothing() -> pa.Table:
    return pa.table({"row": fixed_rows([])})


def _compact(cells: pa.Table) -> pa.Table:
    """Without rows that hold nothing and without empty columns at the right."""
    names = cells.column_names[1:]
    while names and cells[names[-1]].null_count == cells.num_rows:
        names.pop()
    cells = cells.select(["row", *names])
    if not names or any(not cells[name].null_count for name in names):
        return cells if names else _nothing()
    filled = pc.is_valid(cells[names[0]])
    for name in names[1:]:
        filled = pc.or_(filled, pc.is_valid(cells[name]))
    return cells if pc.all(filled).as_py() else cells.filter(filled)


def _stray_quotes() -> Problem:
    return Problem(
        "warning",
        "stray_quotes",
        msg(
            "The file has quotation marks that are opened and never closed. Each line was read as one row; check the "
            "number of rows."
        ),
    )
