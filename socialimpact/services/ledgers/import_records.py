"""What was imported before: the record of each import, its problems, and the rows it left out."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.errors import AlreadyImported, NotFound, Place, Problem
from socialimpact.language import Message, message_from_json, msg
from socialimpact.ledger import same_purchase
from socialimpact.ledger.cells import unpacked_sql
from socialimpact.ledger.judgement import REASONS
from socialimpact.services.workspace import Workspace
from socialimpact.store.reader import Reader


@dataclass(frozen=True)
class ImportRecord:
    """One import as the history tells it. Totals are euro."""

    import_id: int
    company_id: int
    company: str
    file: str
    sha256: str
    format: str
    imported_by: str
    imported_at: datetime
    rows_read: int
    lines: int
    set_aside: int
    duplicates: int
    total_read: Decimal
    total_loaded: Decimal
    total_set_aside: Decimal
    first_date: date | None
    last_date: date | None
    undone_at: datetime | None
    undone_by: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            name: str(value) if isinstance(value, (Decimal, date, datetime)) else value
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class SetAside:
    """The rows that were set aside for one reason, and what they add up to in euro."""

    reason: str
    rows: int
    amount: Decimal

    @property
    def sentence(self) -> Message:
        return REASONS[self.reason]

    @property
    def adds(self) -> bool:
        """Whether these rows, though set aside, add to the lines of an earlier import."""
        return self.reason in same_purchase.REASONS


def imports(ws: Workspace, actor: Actor) -> list[ImportRecord]:
    """The history of imports that the actor may see, newest first; undone ones too."""
    actor.require("viewer")
    return _records(ws.db, actor, "true", [])


def problems(ws: Workspace, actor: Actor, import_id: int) -> list[Problem]:
    """The problems that an import was stored with, each with the rows it speaks of."""
    _visible(ws, actor, import_id)
    rows = ws.db.rows(
        "select severity, code, message::varchar, value, sheet, row_number, column_index from problem"
        " where import_id = ? order by rowid",
        [import_id],
        step="problems",
    )
    found: list[Problem] = []
    # What is said once of many rows stands first, then a row with the same words for each of them.
    summary: dict[tuple[str, str], tuple[int, list[Place]]] = {}
    for severity, code, message, value, sheet, row, column in rows:
        if row is not None and (code, message) in summary:
            summary[code, message][1].append(Place(sheet, row, column, value))
            continue
        if row is None:
            summary[code, message] = (len(found), [])
        found.append(Problem(severity, code, message_from_json(json.loads(message)), sheet, row, column, value))
    for place, places in summary.values():
        found[place] = replace(found[place], places=tuple(places))
    return found


def set_aside(ws: Workspace, actor: Actor, import_id: int, *, first: int | None = None) -> pa.Table:
    """The rows that an import left out: `sheet`, `row_number`, `reason`, `amount`, `as_read`.

    All of them, or with `first` that many of those that hold anything.
    """
    _visible(ws, actor, import_id)
    some = "" if first is None else f" and reason <> 'blank' order by sheet, row_number limit {int(first)}"
    return ws.db.table(
        f"select sheet, row_number, reason, amount, {unpacked_sql('as_read')} as as_read from set_aside"
        f" where import_id = ?{some or ' order by sheet, row_number'}",
        [import_id],
        step="set aside",
    )


def set_aside_by_reason(ws: Workspace, actor: Actor, import_id: int) -> tuple[SetAside, ...]:
    """What an import left out, by reason, most rows first."""
    _visible(ws, actor, import_id)
    return count_by_reason(ws.db, "set_aside", "amount", f"import_id = {int(import_id)}")


def record(ws: Workspace, actor: Actor, import_id: int) -> ImportRecord:
    """One import that the actor may see. Raises `NotFound`."""
    found = _records(ws.db, actor, "import_id = ?", [import_id])
    if not found:
        raise NotFound(msg("There is no import {number}.", number=str(import_id)))
    return found[0]


def _visible(ws: Workspace, actor: Actor, import_id: int) -> None:
    record(ws, actor, import_id)


def already_imported(before: ImportRecord) -> AlreadyImported:
    """The refusal of a file that `before` brought in; it names that import."""
    return AlreadyImported(
        msg(
            "This very file was imported on {date} as import {number}. Undo that import first if you want to"
            " import it anew.",
            date=before.imported_at,
            number=str(before.import_id),
        ),
        import_id=before.import_id,
    )


def count_by_reason(reader: Reader, table: str, amount: str, condition: str) -> tuple[SetAside, ...]:
    rows = reader.rows(
        f"select reason, count(*) as number, coalesce(sum({amount}), 0) from {table} where {condition}"
        " group by reason order by number desc, reason",
        step="set aside by reason",
    )
    return tuple(SetAside(*row) for row in rows)


def earlier(reader: Reader, actor: Actor, company: int, sha256: str) -> ImportRecord | None:
    """The import of this very file into this company, if there is one that was not undone."""
    found = _records(reader, actor, "company_id = ? and sha256 = ? and undone_at is null", [company, sha256])
    return found[0] if found else None


def _records(reader: Reader, actor: Actor, condition: str, values: list[Any]) -> list[ImportRecord]:
    rows = reader.dicts(
        "select import_id, company_id, company.name as company, file, sha256, format, imported_by, imported_at,"
        " rows_read, lines, set_aside, duplicates, total_read, total_loaded, total_set_aside, first_date, last_date,"
        f" undone_at, undone_by from import join company using (company_id) where {condition}"
        " order by imported_at desc, import_id desc",
        values,
        step="imports",
    )
    return [ImportRecord(**row) for row in rows if actor.companies is None or row["company_id"] in actor.companies]
