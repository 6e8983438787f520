"""A workbook of questions as it comes back: the rows that somebody filled in, however they were sorted or cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from socialimpact import settings
from socialimpact.errors import FileRefused
from socialimpact.language import Message, msg
from socialimpact.services.review.to_fill import CASE, REASON
from socialimpact.tables.book import Book
from socialimpact.tables.cell_errors import cell_errors
from socialimpact.tables.grid import Grid

_LONGEST = 500


@dataclass(frozen=True)
class FilledRow:
    """A row with an answer as `written`; `case` as the pattern found it, `why` may be empty. `row` counts from 1."""

    row: int
    case: re.Match[str]
    written: str
    why: str


def filled_rows(book: Book, form: re.Pattern[str], answer: Message) -> tuple[list[FilledRow], int]:
    """The rows with an answer, and how many have none. `form` is how a case is named, `answer` the column's title.

    Raises `FileRefused` where the file has no such columns.
    """
    grid, columns = _found(book, form, answer)
    filled, blank = [], 0
    for row, cells in _cells(grid):
        told = form.fullmatch(cells[columns["case"]] or "")
        written = _told(cells[columns["answer"]])
        if told is None:
            continue
        if not written:
            blank += 1
            continue
        why = _told(cells[columns["reason"]]).lstrip("'") if columns["reason"] is not None else ""
        filled.append(FilledRow(row, told, written[:_LONGEST], why[:_LONGEST]))
    return filled, blank


def _told(cell: str | None) -> str:
    """What a person wrote; a cell that shows an error of its formula says nothing."""
    text = (cell or "").strip()
    return "" if text.upper() in cell_errors() else text


def both(title: Message) -> set[str]:
    """A text in each language, as `plain` compares them."""
    return {plain(title.to(language)) for language in settings.LANGUAGES}


def plain(text: str) -> str:
    """Small letters without accents and outer blanks."""
    folded = unicodedata.normalize("NFKD", text.strip().strip("'.").casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def _found(book: Book, form: re.Pattern[str], answer: Message) -> tuple[Grid, dict[str, Any]]:
    """The sheet with our cases, and where case, answer and reason stand."""
    titles = {"answer": both(answer), "reason": both(REASON)}
    for grid in book.grids:
        where: dict[str, Any] = {"case": None, "answer": None, "reason": None}
        for _, cells in _cells(grid):
            for index, cell in enumerate(cells):
                for key, known in titles.items():
                    if where[key] is None and cell and plain(cell) in known:
                        where[key] = index
                if where["case"] is None and cell and form.fullmatch(cell):
                    where["case"] = index
            if where["case"] is not None:
                break
        if where["case"] is not None and where["answer"] is not None:
            return grid, where
    raise FileRefused(
        msg(
            "This is not the list of open cases: the column “{case}” or “{answer}” is missing. Export the list anew"
            " and copy the answers into it.",
            case=CASE,
            answer=answer,
        )
    )


def _cells(grid: Grid) -> Iterator[tuple[int, list[str | None]]]:
    columns = [grid.cells[f"c{index}"].to_pylist() for index in range(grid.width)]
    for number, *cells in zip(grid.cells["row"].to_pylist(), *columns, strict=True):
        yield number, cells
