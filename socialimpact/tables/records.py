"""JSON that is a table all the same: a list of records with the same fields, as public registers are published.

Runs in the guarded process and imports nothing else of the package. The records are decoded one at a time, twice: once
for their fields, once for their cells, so that a register of hundreds of thousands fits beside its text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FIELDS = 1_000
_BLANKS = " \t\r\n"
_SCALAR = (str, int, float)


class NoRecordsError(Exception):
    """JSON that is no list of records."""


class DamagedRecordsError(Exception):
    """JSON that breaks off or is none; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Records:
    """The records of a text. `fields` in the order in which they first appear; `count` of the records."""

    text: str
    fields: tuple[str, ...]
    count: int

    def rows(self) -> Iterator[list[Any]]:
        """The header, then a row a record; what is nested in a cell stays JSON, what is missing is empty."""
        yield list(self.fields)
        for record in _records(self.text):
            yield [_cell(record.get(name)) for name in self.fields]


def read(text: str) -> Records:
    """Raises `NoRecordsError` and `DamagedRecordsError`."""
    fields: dict[str, None] = {}
    count = 0
    plain = False
    for record in _records(text):
        count += 1
        plain = plain or any(isinstance(value, _SCALAR) for value in record.values())
        fields.update(dict.fromkeys(record))
        if len(fields) > MOST_FIELDS:
            raise NoRecordsError
    if not plain:
        raise NoRecordsError
    return Records(text, tuple(fields), count)


def _records(text: str) -> Iterator[dict[str, Any]]:
    decode = json.JSONDecoder().raw_decode
    place = _after_blanks(text, 0)
    if text[place : place + 1] != "[":
        raise NoRecordsError
    place = _after_blanks(text, place + 1)
    while text[place : place + 1] != "]":
        try:
            record, place = decode(text, place)
        except (json.JSONDecodeError, RecursionError):
            raise DamagedRecordsError(text.count("\n", 0, place) + 1) from None
        if not isinstance(record, dict):
            raise NoRecordsError
        yield record
        place = _after_blanks(text, place)
        match text[place : place + 1]:
            case ",":
                place = _after_blanks(text, place + 1)
            case "]":
                return
            case _:
                raise DamagedRecordsError(text.count("\n", 0, place) + 1)


def _after_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return value if isinstance(value, _SCALAR) else json.dumps(value, ensure_ascii=False)
