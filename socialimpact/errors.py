"""What can go wrong, in words: refusals (exceptions) and problems (values).

A refusal stops the work and says why and what to do. A problem belongs to a place in a file and lets the
work go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from socialimpact.language import Message, msg

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Problem:
    """Something a person should know about a file, and where in it.

    `row` counts from 1 as a spreadsheet does; `column` is the 0-based index; `value` is the cell as read.
    """

    severity: Severity
    code: str
    message: Message
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    value: str | None = None

    def as_json(self, language: str) -> dict[str, Any]:
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message.to(language),
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
        }


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


class StoreFailed(Refused):
    """The database engine refused a statement: a fault in this program, told with the step's name."""

    code = "store_failed"


class Cancelled(Refused):
    """A person stopped the work; nothing of it was kept."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__(msg("Stopped. Nothing was imported."))
