"""Workbooks in Excel's XML format of 2003 (SpreadsheetML), read as a stream.

Runs in the guarded process and imports nothing else of the package. XML that defines entities is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable

    Extent = tuple[int, int, int, int]

MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
FIRST_YEAR = 1900
# characters that XML forbids, as themselves and as references; old exports have them
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcBCeEfF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));"
)


class EntitiesError(ValueError):
    """The XML defines entities."""


@dataclass
class Sheet:
    """One work sheet; rows may differ in length, and are padded where rows were skipped."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[Extent] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden: bool = False


class Reader:
    """Gathers the sheets of one document while it is parsed."""

    def __init__(self, refuse_more: Callable[[int], None]) -> None:
        self.sheets: list[Sheet] = []
        self._refuse_more = refuse_more
        self._cells = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = _refuse_entities
        self._kind: str | None = None
        self._parts: list[str] = []
        self._taken: set[tuple[int, int]] = set()  # rows and columns that a merged cell above reaches into
        self._column = 0
        self._column_place = 0

    def read(self, data: bytes | str) -> list[Sheet]:
        """All sheets of the document."""
        self._parser.Parse(data, True)
        return self.sheets

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        name = _local(full)
        given = {_local(key): value for key, value in attributes.items()} if attributes else attributes
        if name == "Data" and self.sheets:
            self._kind, self._parts = given.get("Type", "String"), []
        elif name == "Worksheet":
            self.sheets.append(Sheet(given.get("Name", str(len(self.sheets) + 1))))
            self._taken.clear()
            self._column_place = 0
        elif not self.sheets:
            return
        elif name == "Row":
            self._start_row(given)
        elif name == "Cell":
            self._start_cell(given)
        elif name == "Column":
            start = _number(given.get("Index"), self._column_place + 1, MOST_COLUMNS)
            self._column_place = start + _number(given.get("Span"), 0, MOST_COLUMNS)
            if given.get("Hidden") == "1":
                self.sheets[-1].hidden_columns += range(start - 1, min(self._column_place, MOST_COLUMNS))
        elif name == "Visible":
            self._kind, self._parts = "Visible", []

    def _start_row(self, given: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        number = _number(given.get("Index"), len(sheet.rows) + 1, MOST_ROWS)
        while len(sheet.rows) < number:
            sheet.rows.append([])
        self._column = 0
        if given.get("Hidden") == "1":
            sheet.hidden_rows.append(number)

    def _start_cell(self, given: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        if not sheet.rows:
            sheet.rows.append([])
        row = len(sheet.rows)
        if "Index" in given:
            self._column = _number(given["Index"], 1, MOST_COLUMNS) - 1
        else:
            while (row, self._column) in self._taken:
                self._column += 1
        across = _number(given.get("MergeAcross"), 0, MOST_COLUMNS)
        down = _number(given.get("MergeDown"), 0, MOST_ROWS)
        line = sheet.rows[-1]
        line += [""] * (min(self._column, MOST_COLUMNS) + 1 - len(line))
        self._cells += 1
        self._refuse_more(self._cells)
        if across or down:
            last = min(self._column + across, MOST_COLUMNS - 1)
            sheet.merged.append((row, self._column, row + down, last))
            if down and (down + 1) * (across + 1) < MOST_ROWS:
                self._taken |= {(row + i, c) for i in range(1, down + 1) for c in range(self._column, last + 1)}
        self._column += across + 1

    def _text(self, text: str) -> None:
        if self._kind:
            self._parts.append(text)

    def _end(self, full: str) -> None:
        name = _local(full)
        if name == "Visible" and self._kind == "Visible":
            self.sheets[-1].hidden = "".join(self._parts).strip() in {"SheetHidden", "SheetVeryHidden"}
            self._kind = None
        elif name == "Data" and self._kind:
            self._put(self._kind, "".join(self._parts))
            self._kind = None

    def _put(self, kind: str, text: str) -> None:
        sheet = self.sheets[-1]
        if not sheet.rows or not sheet.rows[-1]:
            return
        line = sheet.rows[-1]
        if kind == "Error":
            sheet.errors.append((len(sheet.rows), len(line) - 1, text.strip()))
        else:
            line[-1] = value_of(kind, text)


def value_of(kind: str, text: str) -> str | int | float | bool | date | datetime:
    """The value of a `Data` element; text where it is not what its type says."""
    try:
        if kind == "Number":
            number = float(text)
            if text.strip().lstrip("+-").isdigit():
                return int(text)
            return number if isfinite(number) else text
        if kind == "DateTime":
            moment = datetime.fromisoformat(text.strip())
            if moment.year < FIRST_YEAR:
                return moment.time().isoformat("seconds")  # a time of day, counted from the epoch
            return moment.date() if moment.time() == datetime.min.time() else moment
    except ValueError:
        return text
    return text.strip() == "1" if kind == "Boolean" else text


@lru_cache(1_000)
def _local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition(" ")[2]


def _number(text: str | None, otherwise: int, most: int) -> int:
    return min(int(text), most) if text and text.isdigit() and len(text) < 10 else otherwise  # noqa: PLR2004


def _refuse_entities(*_declaration: object) -> None:
    raise EntitiesError
