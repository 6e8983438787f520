"""What can go wrong, in words: refusals (exceptions) and problems (values).

A refusal stops the work and says why and what to do. A problem belongs to a place in a file and lets the
work go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from socialimpact import knowledge
from socialimpact.language import Message, label, msg

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True)
class Place:
    """Where in a file: `row` counts from 1 as a spreadsheet does; `column` is the 0-based index; `value` as read."""

    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    value: str | None = None


@dataclass(frozen=True)
class ProblemKind:
    """What all problems of one code share (`data/problem_codes.yml`): texts by language, and whether rows need work."""

    code: str
    title: Mapping[str, str]
    done: Mapping[str, str]
    to_do: Mapping[str, str]
    rows_to_fix: bool


def problem_kind(code: str) -> ProblemKind | None:
    """The declared kind of problem, None for a code that is not declared."""
    told = knowledge.load("problem_codes").get(code)
    return told and ProblemKind(code, told["title"], told["done"], told["to_do"], told.get("rows") == "fix")


@dataclass(frozen=True)
class Problem:
    """Something a person should know about a file, and where in it.

    `row` counts from 1 as a spreadsheet does; `column` is the 0-based index; `value` is the cell as read. What is said
    once of many rows has no row of its own: `places` are the first of them.
    """

    severity: Severity
    code: str
    message: Message
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    value: str | None = None
    places: tuple[Place, ...] = ()

    @property
    def kind(self) -> ProblemKind | None:
        return problem_kind(self.code)

    @property
    def located(self) -> tuple[Place, ...]:
        """Every row that this speaks of: its own, or its places."""
        own = Place(self.sheet, self.row, self.column, self.value)
        return (own,) if self.row is not None else tuple(place for place in self.places if place.row is not None)

    def as_json(self, language: str) -> dict[str, Any]:
        kind = self.kind
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message.to(language),
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "title": label(kind.title, language) if kind else None,
            "done": label(kind.done, language) if kind else None,
            "to_do": label(kind.to_do, language) if kind else None,
            "rows": [{"sheet": place.sheet, "row": place.row} for place in self.located],
        }


def worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors, then warnings, then what is good to know; each in the order given."""
    return tuple(sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity)))


class Refused(Exception):  # noqa: N818 - a refusal is the word of the domain; every subclass is one
    """Base of every refusal: `code` for programs, `message` (what is wrong, what to do) for people."""

    code = "refused"

    def __init__(self, message: Message, *, code: str | None = None, **details: Any) -> None:
        super().__init__(str(message))
        self.message = message
        self.details = details
        if code:
            self.code = code


class FileRefused(Refused):
    """The file cannot be read as a table: encrypted, damaged, empty, no spreadsheet at all, too large."""

    code = "file_refused"


class MappingRefused(Refused):
    """The table is readable, but a column that is needed (an amount, a date, a supplier) was not found."""

    code = "mapping_refused"


class AlreadyImported(Refused):
    """The same file was imported before; `details["import_id"]` names that import."""

    code = "already_imported"


class NotFound(Refused):
    """Something named by the caller does not exist."""

    code = "not_found"


class NotAllowed(Refused):
    """The actor has no right to do or see this."""

    code = "not_allowed"


class StoreBusy(Refused):
    """Another process holds the organisation's file."""

    code = "store_busy"


class Overtaken(Refused):
    """Another writer was done before this one, which began from what is no longer so: to be tried again."""

    code = "overtaken"


class StoreFailed(Refused):
    """The database engine refused a statement: a fault in this program, told with the step's name."""

    code = "store_failed"


class Cancelled(Refused):
    """A person stopped the work; nothing of it was kept."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__(msg("Stopped. Nothing was imported."))
