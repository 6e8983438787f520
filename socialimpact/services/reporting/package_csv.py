"""Tables as CSV, as the spreadsheets of a language open them: never a formula, and quick where there are many rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact.language import msg
from socialimpact.report.safe_cells import neutral

# Of each column so many values are kept as they were written; so many rows are turned at once.
_KEPT, _AT_ONCE = 50_000, 20_000


def written(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], language: str) -> bytes:
    """A CSV as the spreadsheets of the language open it: Italian ones part by `;` and write `1,5`."""
    cell = _cells_of(language)
    return as_csv(columns, ([cell(row.get(column)) for column in columns] for row in rows), language)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], language: str) -> bytes:
    """The same of rows whose cells are written already, in the order of the columns."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";" if language == "it" else ",", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _cells_of(language: str) -> Callable[[Any], Any]:
    """How a value is written in a language."""
    yes, no = (each.to(language) for each in (msg("yes"), msg("no")))
    return lambda value: _cell(value, "," if language == "it" else ".", yes, no)


class _Kept(dict[Any, Any]):
    """What the values of one column, all of one type, are written as: most come again and again."""

    def __init__(self, write: Callable[[Any], Any]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Any) -> Any:
        if len(self) > _KEPT:
            self.clear()
        self[value] = said = self._write(value)
        return said


def in_columns(
    rows: Sequence[Sequence[Any]], language: str, write: Sequence[Callable[[Any], Any] | None]
) -> Iterator[tuple[Any, ...]]:
    """Many rows as they are written, some thousands at a time, column by column: each of one type. `write` says of a
    column what its values are told as, where that is not the value itself.
    """
    cell = _cells_of(language)

    def told(word: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda value: cell(word(value))

    kept = [_Kept(told(word) if word else cell) for word in write]
    for first in range(0, len(rows), _AT_ONCE):
        columns = zip(*rows[first : first + _AT_ONCE], strict=True)
        cells = [list(map(known.__getitem__, column)) for known, column in zip(kept, columns, strict=True)]
        yield from zip(*cells, strict=True)


def _cell(value: Any, mark: str, yes: str, no: str) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return yes if value else no
        case Decimal():
            return f"{value:.2f}".replace(".", mark)
        case float():
            return repr(value).replace(".", mark)
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case int():
            return value
        case _:
            return neutral(str(value)).replace("\r", " ").replace("\n", " ")
