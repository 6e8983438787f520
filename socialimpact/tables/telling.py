"""What to tell of a sheet besides its cells: hidden things, errors, digits that a number cannot hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from socialimpact.columns import mask, numbers
from socialimpact.errors import Place, Problem
from socialimpact.language import msg, plural
from socialimpact.tables.arrays import kind_scalar
from socialimpact.tables.codepages import mended
from socialimpact.tables.grid import CellKind, Grid

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    import numpy.typing as npt
    import pyarrow as pa

    from socialimpact.errors import Severity
    from socialimpact.language import Message
    from socialimpact.tables.encoding import Encoding

# A spreadsheet keeps 15 digits of a number; the 16th is the first that may be wrong.
DIGITS_KEPT = 15
_CALLED = {"cp1252": "Windows-1252", "cp850": "MS-DOS 850", "mac_roman": "Mac OS Roman"}
MOST_PLACES = 1_000  # rows that a person can jump to
SHOWN = 5  # rows and columns that a sentence names


def unreadable(sheet: str) -> Problem:
    """A sheet that no reader could follow."""
    return Problem(
        "warning", "sheet_unreadable", msg("Sheet “{sheet}” is damaged and was left out.", sheet=sheet), sheet
    )


def told(sheet: str | None, said: dict[str, Any]) -> Problem:
    """What the guarded process had to guess or leave out."""
    if said["code"] == "page_text_left_out":
        text = plural(
            "{n} line of text above the first table of the page was left out.",
            "{n} lines of text above the first table of the page were left out.",
            said["count"],
        )
        return Problem("info", said["code"], text, sheet)
    if said["code"] == "texts_missing":
        text = plural(
            "{n} cell refers to a text that the file does not hold. It counts as empty.",
            "{n} cells refer to a text that the file does not hold. They count as empty.",
            said["count"],
        )
        return Problem("warning", "texts_missing", text, sheet)
    return encoding_guessed(said["encoding"], sheet)


def encoding_guessed(encoding: str, sheet: str | None = None) -> Problem:
    """The file does not say rightly how its letters are written."""
    text = msg(
        "The file does not say how its letters are written; it was read as {encoding}. Check the accented letters.",
        encoding=_CALLED.get(encoding, encoding.upper()),
    )
    return Problem("info", "encoding_guessed", text, sheet)


def of_encoding(encoding: Encoding) -> list[Problem]:
    """What was guessed of the letters of a text file, and what was put right or lost."""
    found = []
    if encoding.mixed:
        text = msg(
            "Some lines of the file are written in UTF-8 and some in {encoding}. "
            "Both were read; check the accented letters.",
            encoding=_CALLED.get(encoding.name, encoding.name.upper()),
        )
        found.append(Problem("info", "mixed_encoding", text))
    elif encoding.guessed:
        found.append(encoding_guessed(encoding.name))
    if encoding.mended:
        found.append(letters_mended(encoding.mended))
    if encoding.lost:
        text = plural(
            "{n} letter was lost before the file came here; it shows as �. Names may be cut: export the file again "
            "in UTF-8.",
            "{n} letters were lost before the file came here; they show as �. Names may be cut: export the file again "
            "in UTF-8.",
            encoding.lost,
        )
        found.append(Problem("warning", "letters_lost", text))
    return found


def letters_mended(wrong: Counter[str], sheet: str | None = None) -> Problem:
    """Letters that another program had read wrongly; `wrong` counts them by the form they had."""
    example = wrong.most_common(1)[0][0]
    text = plural(
        "{n} letter was garbled by another program, such as “{wrong}” for “{right}”, and was put right.",
        "{n} letters were garbled by another program, such as “{wrong}” for “{right}”, and were put right.",
        wrong.total(),
        wrong="".join(letter if letter.isprintable() else f"U+{ord(letter):04X}" for letter in example),
        right=mended(example)[0],
    )
    return Problem("info", "letters_mended", text, sheet)


def of_grid(grid: Grid) -> list[Problem]:
    """The problems of one sheet of a workbook. Sheets without cells have none."""
    if not grid.height:
        return []
    found = []
    if grid.hidden:
        found.append(Problem("info", "sheet_hidden", msg("Sheet “{sheet}” is hidden.", sheet=grid.sheet), grid.sheet))
    return [*found, *_hidden_parts(grid), *error_cells(grid), *_lost_digits(grid)]


def uncalculated(sheet: str | None, cells: Sequence[tuple[int, int]]) -> Problem:
    """Formulas whose result the file does not hold; rows from 1, columns from 0."""
    rows = sorted({row for row, _ in cells})
    text = plural(
        "{n} cell is a formula that was never calculated, so it counts as empty (row {rows}). Open the file in a "
        "spreadsheet program, save it and upload it again.",
        "{n} cells are formulas that were never calculated, so they count as empty (rows {rows}). Open the file in a "
        "spreadsheet program, save it and upload it again.",
        len(cells),
        rows=listed(rows),
    )
    return _placed("warning", "formula_not_calculated", text, [Place(sheet, *cell) for cell in sorted(cells)])


def _placed(severity: Severity, code: str, text: Message, places: Sequence[Place]) -> Problem:
    """A problem of one place, or of the first of many."""
    if len(places) == 1:
        (one,) = places
        return Problem(severity, code, text, one.sheet, one.row, one.column, one.value)
    return Problem(severity, code, text, places[0].sheet, places=tuple(places[:MOST_PLACES]))


def listed(rows: Sequence[int]) -> str:
    """The first few of some row numbers, runs joined: `3, 7–12, 20, …`."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        elif len(runs) > SHOWN:
            break
        else:
            runs.append((row, row))
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:SHOWN]]
    return ", ".join([*parts, "…"] if len(runs) > SHOWN else parts)


def letter(column: int) -> str:
    """The name of a column (from 0) as a spreadsheet shows it: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _hidden_parts(grid: Grid) -> list[Problem]:
    found = []
    rows = sorted(set(grid.hidden_rows).intersection(grid.cells["row"].to_pylist())) if grid.hidden_rows else []
    if rows:
        text = plural(
            "{n} row is hidden, perhaps by a filter (row {rows}). It was read like the others.",
            "{n} rows are hidden, perhaps by a filter (rows {rows}). They were read like the others.",
            len(rows),
            rows=listed(rows),
        )
        found.append(_placed("warning", "rows_hidden", text, [Place(grid.sheet, row) for row in rows]))
    columns = [
        c for c in sorted(set(grid.hidden_columns)) if c < grid.width and grid.cells[f"c{c}"].null_count < grid.height
    ]
    if columns:
        text = plural(
            "{n} column is hidden ({columns}). It was read like the others.",
            "{n} columns are hidden ({columns}). They were read like the others.",
            len(columns),
            columns=", ".join(map(letter, columns[:SHOWN])) + (", …" if len(columns) > SHOWN else ""),
        )
        found.append(Problem("info", "columns_hidden", text, grid.sheet, None, columns[0]))
    return found


def _has_cells(grid: Grid, column: int) -> bool:
    return column < grid.width and grid.cells[f"c{column}"].null_count < grid.height


def error_cells(grid: Grid) -> list[Problem]:
    """One problem for all error cells of a sheet."""
    places: list[Place] = []
    for column, kinds in enumerate(grid.kinds):
        if kinds is CellKind.ERROR:
            here = pc.is_valid(grid.cells[f"c{column}"])
        elif not isinstance(kinds, CellKind) and pc.index(kinds, kind_scalar(CellKind.ERROR)).as_py() >= 0:
            here = pc.equal(kinds, kind_scalar(CellKind.ERROR))
        else:
            continue
        found = grid.cells.filter(here)
        pairs = zip(found["row"].to_pylist(), found[f"c{column}"].to_pylist(), strict=True)
        places += [Place(grid.sheet, row, column, value) for row, value in pairs]
    if not places:
        return []
    places.sort(key=lambda place: (place.row or 0, place.column or 0))
    text = plural(
        "{n} cell holds an error in place of a value, such as {value} (row {rows}). It counts as empty.",
        "{n} cells hold an error in place of a value, such as {value} (rows {rows}). They count as empty.",
        len(places),
        value=places[0].value,
        rows=listed(sorted({place.row for place in places if place.row})),
    )
    return [_placed("warning", "error_cells", text, places)]


def _lost_digits(grid: Grid) -> list[Problem]:
    """Numbers with more digits than a spreadsheet keeps: identifiers that should have been text."""
    found = []
    for column, kinds in enumerate(grid.kinds):
        if isinstance(kinds, CellKind) and kinds is not CellKind.NUMBER:
            continue
        texts = grid.cells[f"c{column}"]
        long = _longer(texts, DIGITS_KEPT)
        if not isinstance(kinds, CellKind):
            long &= numbers(kinds) == CellKind.NUMBER
        if not long.any():
            continue
        places = np.flatnonzero(long)
        decimal = pc.match_substring(texts.filter(mask(long)), ".").to_pylist()
        whole = [place for place, point in zip(places.tolist(), decimal, strict=True) if not point]
        if whole:
            found.append(_digits_lost(grid, column, whole))
    return found


def _longer(texts: pa.ChunkedArray, length: int) -> npt.NDArray[np.bool_]:
    """Which texts have more bytes than `length`."""
    found = [np.zeros(0, bool)]
    for part in texts.chunks:
        offsets = part.buffers()[1]
        if offsets is None or part.null_count == len(part):
            found.append(np.zeros(len(part), bool))
        else:
            bounds = np.frombuffer(offsets, np.int32)[part.offset : part.offset + len(part) + 1]
            found.append(np.diff(bounds) > length)
    return np.concatenate(found)


def _digits_lost(grid: Grid, column: int, places: list[int]) -> Problem:
    rows = [grid.cells["row"][place].as_py() for place in places[:MOST_PLACES]]
    values = [grid.cells[f"c{column}"][place].as_py() for place in places[:MOST_PLACES]]
    text = plural(
        "{n} number has more than 15 digits, such as {value} (row {rows}): a spreadsheet keeps only 15, so its last "
        "digits may be wrong. If it is a code, format the column as text before you enter it.",
        "{n} numbers have more than 15 digits, such as {value} (rows {rows}): a spreadsheet keeps only 15, so their "
        "last digits may be wrong. If they are codes, format the column as text before you enter them.",
        len(places),
        value=values[0],
        rows=listed(rows),
    )
    found = [Place(grid.sheet, row, column, value) for row, value in zip(rows, values, strict=True)]
    return _placed("warning", "digits_lost", text, found)
