"""Text files of separated values: delimiter found, records counted as a spreadsheet counts them.

A record that holds line breaks inside quotes is one row; blank lines are rows too. Regular files take Arrow's
parser; files with rows of different lengths or stray quotes take Python's, a chunk at a time.
"""

from __future__ import annotations

import csv
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from socialimpact.columns import memory_reused
from socialimpact.errors import Place, Problem
from socialimpact.language import msg, plural
from socialimpact.tables import telling
from socialimpact.tables.arrays import fixed_rows, row_numbers, strings, tidy
from socialimpact.tables.cell_errors import errors_marked
from socialimpact.tables.dialect import DELIMITERS, NO_DELIMITER, SAMPLE_CHARACTERS, Dialect, sniff
from socialimpact.tables.encoding import find_encoding, rewrite
from socialimpact.tables.fixed_width import find_columns, is_decimal_comma, records
from socialimpact.tables.grid import CellKind, Grid
from socialimpact.tables.refusals import too_long_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socialimpact.settings import ReadingLimits
    from socialimpact.tables.encoding import Encoding
    from socialimpact.tables.fixed_width import Columns

MOST_PLACES = 1_000  # rows that a person can jump to
LEAST_OTHER = 3  # cells of a line that uses another delimiter than the rest
BLOCK_BYTES = 8 << 20
CHUNK_ROWS = 20_000


@dataclass(frozen=True)
class Delimited:
    """A text file as read."""

    grid: Grid
    problems: tuple[Problem, ...]
    encoding: str
    delimiter: str | None


def read_delimited(path: Path, limits: ReadingLimits, progress: Callable[[float], None]) -> Delimited:
    """The one grid of the text file at `path`. Raises `FileRefused` when it is larger than `limits` allow."""
    size = path.stat().st_size
    if size > limits.unzipped_bytes:
        raise too_long_text(limits.unzipped_bytes // 1024**2)
    with memory_reused():
        found = find_encoding(path)
        progress(0.1)
        if found.plain:
            return _read(path, found, progress)
        with tempfile.TemporaryDirectory(prefix="socialimpact-") as folder:
            target = Path(folder) / "text"
            return _read(target, rewrite(path, found, target), progress)


def _read(path: Path, encoding: Encoding, progress: Callable[[float], None]) -> Delimited:
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(SAMPLE_CHARACTERS)
    dialect = sniff(start)
    progress(0.2)
    problems = telling.of_encoding(encoding)
    if columns := _printed_columns(start, dialect):
        problems.append(_by_position())
        dialect = Dialect(NO_DELIMITER, 0, len(columns.starts), regular=False, quoted=False)
        with path.open(encoding="utf-8-sig") as file:
            cells = _read_chunks(records(file, columns), progress)
    else:
        cells = _read_regular(path, dialect, encoding) if dialect.regular else None
    if cells is None:
        others: list[int] = []
        cells = _read_chunks(_records(path, dialect, others), progress)
        if others and cells is not None:
            problems.append(_other_delimiter(others))
        if cells is None:
            problems.append(_stray_quotes())
            cells = _read_chunks(_records_by_line(path, dialect), progress) or _nothing()
    cells = _compact(cells)
    kinds = tuple(
        CellKind.EMPTY if cells[name].null_count == cells.num_rows else CellKind.TEXT for name in cells.column_names[1:]
    )
    delimiter = None if dialect.delimiter == NO_DELIMITER else dialect.delimiter
    grid = errors_marked(Grid(None, cells, kinds))
    problems += telling.error_cells(grid)
    return Delimited(grid, tuple(problems), encoding.name, delimiter)


def _printed_columns(start: str, dialect: Dialect) -> Columns | None:
    """The columns of a report that has no delimiter, or none but decimal commas."""
    if dialect.skip or not (
        dialect.delimiter == NO_DELIMITER or (dialect.delimiter == "," and is_decimal_comma(start))
    ):
        return None
    lines = start.splitlines()
    return find_columns(lines[:-1] if len(start) >= SAMPLE_CHARACTERS // 2 else lines)


def _read_regular(path: Path, dialect: Dialect, encoding: Encoding) -> pa.Table | None:
    """The file by Arrow's parser, or None where it is not as regular as its beginning."""
    names = [f"c{index}" for index in range(dialect.width)]
    try:
        cells = pacsv.read_csv(
            path,
            read_options=pacsv.ReadOptions(column_names=names, block_size=BLOCK_BYTES, skip_rows=dialect.skip),
            parse_options=pacsv.ParseOptions(
                delimiter=dialect.delimiter,
                ignore_empty_lines=False,
                newlines_in_values=encoding.quotes,  # to look for them takes a fifth of the reading
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowCapacityError):
        return None
    if encoding.newlines - dialect.skip > cells.num_rows and _swallowed(cells, dialect):
        return None
    with ThreadPoolExecutor() as beside:
        tidied = list(beside.map(_tidy_chunks, cells.columns))
    return pa.table([row_numbers(1, cells.num_rows), *tidied], ["row", *names])


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


def _records(path: Path, dialect: Dialect, others: list[int]) -> Iterator[list[str] | None]:
    """The records by Python's parser; None as soon as a quote was left open.

    `others` receives the rows that use another delimiter than the rest.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(dialect.skip):
            file.readline()
        reader = csv.reader(file, delimiter=dialect.delimiter)
        line = 0
        try:
            for row, record in enumerate(reader, start=1):
                if reader.line_num > line + 1 and any("\n" in v and eats_records(v, dialect) for v in record):
                    yield None
                    return
                line = reader.line_num
                other = _cut_otherwise(record, dialect)
                if other:
                    others.append(row)
                yield other or record
        except csv.Error:  # a cell larger than any cell is
            yield None


def _cut_otherwise(record: list[str], dialect: Dialect) -> list[str] | None:
    """A line that the delimiter of the file does not cut, cut by another one into as many cells as the rest have."""
    if len(record) != 1 or dialect.width < LEAST_OTHER:
        return None
    other = next((other for other in DELIMITERS if record[0].count(other) == dialect.width - 1), None)
    return record[0].split(other) if other else None


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


def _read_chunks(found: Iterator[list[str] | None], progress: Callable[[float], None]) -> pa.Table | None:
    """A table of records that may differ in length, or None if the records stop with None."""
    sizes: list[int] = []
    numbers: list[pa.Array] = []
    columns: list[list[pa.Array]] = []
    row = 0
    while chunk := list(islice(found, CHUNK_ROWS)):
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


def _other_delimiter(rows: list[int]) -> Problem:
    text = plural(
        "{n} line separates its cells in another way than the rest (row {rows}). It was cut like the others.",
        "{n} lines separate their cells in another way than the rest (rows {rows}). They were cut like the others.",
        len(rows),
        rows=telling.listed(rows),
    )
    return Problem("info", "other_delimiter", text, places=tuple(Place(row=row) for row in rows[:MOST_PLACES]))


def _by_position() -> Problem:
    return Problem(
        "info",
        "columns_by_position",
        msg("The file is a printed report; its columns were found by their place in the line. Check them."),
    )


def _stray_quotes() -> Problem:
    return Problem(
        "warning",
        "stray_quotes",
        msg(
            "The file has quotation marks that are opened and never closed. Each line was read as one row; check the "
            "number of rows."
        ),
    )
