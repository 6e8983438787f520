"""A report held against the store: every figure asked again, and what has happened since where one differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.figures.dimensions import dimension
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.figures.query import query
from socialimpact.language import Message, msg
from socialimpact.report.plain import SCHEMA
from socialimpact.services.workspace import Workspace

# Shares and days are DOUBLE: the same division on another machine may differ in its last digits, never here.
_SAME = 1e-12


@dataclass(frozen=True)
class Difference:
    """A figure that is another today: what the report says and what the store says now."""

    measure: str
    where: Mapping[str, Any]
    row: Mapping[str, Any]
    reported: Any
    now: Any

    def as_json(self) -> dict[str, Any]:
        return vars(self)


@dataclass(frozen=True)
class Cause:
    """Something that happened after the report and may have moved its figures: how often, by whom last."""

    what: str
    subject: str
    times: int
    last_by: str
    last_at: str

    def as_json(self) -> dict[str, Any]:
        return vars(self)

    def words(self) -> Message:
        return msg(
            "{subject}: {what} ({times} times, last by {who} on {day})",
            subject=self.subject, what=self.what, times=self.times, who=self.last_by, day=self.last_at,
        )  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """`checked` figures, those that differ, and what has happened since the report; no figure differs: it holds."""

    checked: int
    differences: tuple[Difference, ...]
    causes: tuple[Cause, ...]

    @property
    def holds(self) -> bool:
        return not self.differences

    def as_json(self) -> dict[str, Any]:
        return {
            "checked": self.checked,
            "holds": self.holds,
            "differences": [each.as_json() for each in self.differences],
            "since": [each.as_json() for each in self.causes],
        }


def verify(ws: Workspace, actor: Actor, document: Mapping[str, Any]) -> Verdict:
    """Ask every figure of a report (its JSON) again. Raises `Refused` for a file that is no report."""
    actor.require("viewer")
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        raise Refused(msg("This file is no report of this program: give the JSON that it wrote."), code="not_a_report")
    asked: dict[tuple[Any, ...], dict[tuple[Any, ...], Any]] = {}
    differences = []
    figures = document["figures"]
    for figure in figures:
        now = _now(ws, actor, figure, asked)
        if not _same(figure["value"], now):
            differences.append(
                Difference(figure["measure"], figure["where"], figure["row"], figure["value"], _text(now))
            )
    return Verdict(len(figures), tuple(differences), _since(ws, int(document["last_event"])) if differences else ())


def _now(ws: Workspace, actor: Actor, figure: Mapping[str, Any], asked: dict[Any, Any]) -> Any:
    """The figure today; figures of one table are asked together."""
    by = tuple(figure["row"])
    key = (figure["measure"], by, repr(sorted(figure["where"].items())))
    if key not in asked:
        selection = Selection.from_query(figure["where"])
        answer = query(ws.db, [figure["measure"]], by, selection, actor=actor)
        columns = [dimension(name).id_column for name in by]
        asked[key] = {tuple(row[column] for column in columns): row[figure["measure"]] for row in answer.rows}
    missing = Decimal(0) if measure(figure["measure"]).unit == "euro" else None
    return asked[key].get(tuple(figure["row"].values()), missing)


def _same(reported: Any, now: Any) -> bool:
    if reported is None or now is None:
        return reported is now
    if isinstance(now, Decimal):
        return Decimal(str(reported)) == now
    return abs(float(reported) - float(now)) <= _SAME


def _text(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _since(ws: Workspace, last_event: int) -> tuple[Cause, ...]:
    rows = ws.db.rows(
        "select what, subject, count(*), max_by(who, event_id), max(happened_at) from event where event_id > ?"
        " group by what, subject order by max(event_id) desc",
        [last_event],
        step="events since the report",
    )
    return tuple(Cause(what, subject, times, who, f"{when:%Y-%m-%d}") for what, subject, times, who, when in rows)
