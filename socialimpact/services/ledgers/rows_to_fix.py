"""The problems of a ledger as a workbook for whoever corrects it: what is wrong, and the rows as they know them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from socialimpact.actor import Actor
from socialimpact.errors import Place, Problem, Severity
from socialimpact.language import Message, msg
from socialimpact.ledger.cells import unpacked_sql
from socialimpact.ledger.headers import column_names, layout_of, letter
from socialimpact.ledger.judgement import WARNED
from socialimpact.services.ledgers import import_records
from socialimpact.services.ledgers.import_records import ImportRecord
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.spreadsheet import Column, Sheet, workbook_of
from socialimpact.services.workspace import Workspace
from socialimpact.tables.grid import Grid, typed

SEVERITY_NAMES: dict[Severity, Message] = {
    "error": msg("Error"),
    "warning": msg("To check"),
    "info": msg("Good to know"),
}
_PROBLEMS = (
    Column("severity", msg("Importance")),
    Column("title", msg("Kind of problem")),
    Column("sheet", msg("Sheet")),
    Column("row", msg("Row"), "count"),
    Column("column", msg("Column")),
    Column("value", msg("As written")),
    Column("message", msg("What we found")),
    Column("done", msg("What was done")),
    Column("to_do", msg("What to do")),
)
# What a file claims beyond this many columns is not repeated.
_MOST_COLUMNS = 500

Cells = Sequence[Any]
Names = Mapping[int, str]


@dataclass(frozen=True)
class _Rows:
    """The rows of one sheet that want correcting: the columns' names, and by row number its cells."""

    sheet: str | None
    names: Names
    cells: Mapping[int, Cells]


def of_preview(actor: Actor, seen: Preview, reader: str) -> bytes:
    """The workbook for a file that was looked at; one without problems gives empty sheets. Raises `NotAllowed`."""
    actor.require_download()
    asked = _asked(seen.problems)
    found = []
    for sheet in dict.fromkeys(table.sheet for table in seen.mapping.used):
        grid = next(grid for grid in seen.book.grids if grid.sheet == sheet)
        # Of several tables one below the other the first gives the names: they are nearly always the same.
        first = next(table for table in seen.mapping.used if table.sheet == sheet)
        layout = layout_of(seen.layouts, sheet, first.header_row)
        names = column_names(grid, layout, first.header_row)
        found.append(_Rows(sheet, names, _cells(grid, sorted(asked.get(sheet, {})))))
    return _workbook(seen.problems, asked, found, reader)


def of_import(ws: Workspace, actor: Actor, import_id: int, reader: str) -> bytes:
    """The workbook for an import, from what it kept of each row. Raises `NotFound`, `NotAllowed`."""
    actor.require_download()
    record = import_records.record(ws, actor, import_id)
    problems = import_records.problems(ws, actor, import_id)
    asked = _asked(problems)
    names = _kept_names(ws, record)
    rows: dict[str | None, dict[int, Cells]] = {sheet: {} for sheet in names}
    for sheet, row, cells in _kept_rows(ws, import_id, asked):
        rows.setdefault(sheet, {})[row] = [cell or None for cell in cells]
    found = [_Rows(sheet, names.get(sheet, {}), cells) for sheet, cells in rows.items()]
    return _workbook(problems, asked, found, reader)


def problem_rows(problems: Iterable[Problem]) -> Iterator[dict[str, Any]]:
    """The problems as rows of a table, one for each place that they speak of."""
    for problem in problems:
        kind = problem.kind
        for place in problem.located or (Place(problem.sheet, None, problem.column, problem.value),):
            yield {
                "severity": SEVERITY_NAMES[problem.severity],
                "title": kind.title if kind else None,
                "sheet": place.sheet,
                "row": place.row,
                "column": None if place.column is None else letter(place.column),
                "value": place.value,
                "message": problem.message,
                "done": kind.done if kind else None,
                "to_do": kind.to_do if kind else None,
            }


def _asked(problems: Iterable[Problem]) -> dict[str | None, dict[int, list[Problem]]]:
    """By sheet and row, the problems that are worth correcting there."""
    asked: dict[str | None, dict[int, list[Problem]]] = {}
    for problem in problems:
        if problem.kind and problem.kind.rows_to_fix:
            for place in problem.located:
                if place.row is not None:
                    asked.setdefault(place.sheet, {}).setdefault(place.row, []).append(problem)
    return asked


def _workbook(
    problems: Sequence[Problem],
    asked: Mapping[str | None, Mapping[int, Sequence[Problem]]],
    found: Sequence[_Rows],
    reader: str,
) -> bytes:
    sheets = [Sheet(msg("Problems"), _PROBLEMS, list(problem_rows(problems)))]
    several = len(found) > 1
    for rows in found:
        if rows.cells or not several:
            # With several sheets each keeps the name that its keeper knows.
            title = rows.sheet if several and rows.sheet else msg("Rows to fix")
            sheets.append(Sheet(title, _columns(rows), list(_told(rows, asked.get(rows.sheet, {}), reader))))
    return workbook_of(sheets, reader=reader)


def _columns(rows: _Rows) -> list[Column]:
    width = max([len(cells) for cells in rows.cells.values()], default=max(rows.names, default=-1) + 1)
    return [
        Column("row", msg("Row"), "count"),
        Column("why", msg("What is wrong")),
        Column("to_do", msg("What to do")),
        *(
            Column(f"c{index}", rows.names.get(index, letter(index)), "cell")
            for index in range(min(width, _MOST_COLUMNS))
        ),
    ]


def _told(rows: _Rows, asked: Mapping[int, Sequence[Problem]], reader: str) -> Iterator[dict[str, Any]]:
    for row, cells in sorted(rows.cells.items()):
        kinds = list(dict.fromkeys(problem.code for problem in asked.get(row, ())))
        told = [next(each.kind for each in asked[row] if each.code == code) for code in kinds]
        yield {
            "row": row,
            "why": " · ".join(kind.title[reader] for kind in told if kind),
            "to_do": " ".join(kind.to_do[reader] for kind in told if kind),
            **{f"c{index}": cell for index, cell in enumerate(cells)},
        }


def _cells(grid: Grid, rows: Sequence[int]) -> dict[int, Cells]:
    """The cells of these rows, numbers and dates as such where the file has them so."""
    numbers = grid.cells["row"].to_numpy()
    places = np.searchsorted(numbers, np.asarray(rows, dtype=numbers.dtype))
    found: dict[int, Cells] = {}
    for row, place in zip(rows, places, strict=True):
        if place < len(numbers) and numbers[place] == row:
            width = min(grid.width, _MOST_COLUMNS)
            found[row] = [
                typed(grid.cells[f"c{index}"][int(place)].as_py(), grid.kind(int(place), index))
                for index in range(width)
            ]
    return found


def _kept_names(ws: Workspace, record: ImportRecord) -> dict[str | None, Names]:
    kept = json.loads(ws.db.value("select mapping::varchar from import where import_id = ?", [record.import_id]))
    names: dict[str | None, Names] = {}
    for table in kept["tables"]:
        if table["used"]:
            names.setdefault(table["sheet"], {int(index): name for index, name in table.get("names", {}).items()})
    return names


def _kept_rows(
    ws: Workspace, import_id: int, asked: Mapping[str | None, Mapping[int, object]]
) -> Iterator[tuple[str | None, int, Cells]]:
    """The cells as read of the rows that are asked for, set aside or not."""
    reasons = ", ".join(f"'{reason}'" for reason in WARNED)
    for sheet, row, cells in ws.db.rows(
        f"select sheet, row_number, {unpacked_sql('as_read')} from set_aside"
        f" where import_id = ? and reason in ({reasons})",
        [import_id],
        step="rows to fix: set aside",
    ):
        if row in asked.get(sheet, {}):
            yield sheet, row, cells
    wanted = sorted({row for rows in asked.values() for row in rows})
    if not wanted:
        return
    for sheet, row, cells in ws.db.rows(
        f"select sheet, row_number, {unpacked_sql('as_read')} from line"
        " where import_id = ? and row_number in (select unnest(?))",
        [import_id, wanted],
        step="rows to fix: lines",
    ):
        if row in asked.get(sheet, {}):
            yield sheet, row, cells
