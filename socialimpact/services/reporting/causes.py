"""Why a figure of a report is another today: the events since that it can hang on, each in words.

`Cause.lines` and `Cause.amount` say what an event moved in the figure, where that is known exactly: for a released
report, whose lines are frozen (`moved.py`). Of any other file only the events are told that can have touched it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact.language import Euro, Message, msg, plural
from socialimpact.services.reporting.event_words import Names, told
from socialimpact.services.reporting.event_words import why as reason
from socialimpact.services.reporting.events import Event
from socialimpact.services.reporting.reported import Reported
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.store.reader import Reader

# By what of a line an event of that subject can move a figure. Subjects that are not here move none.
TOUCHES: Mapping[str, frozenset[str]] = {
    "import": frozenset({"lines", "history", "amount", "place", "identified", "supplier"}),
    "rates": frozenset({"lines", "amount"}),
    "exclusion": frozenset({"exclusion"}),
    "nature": frozenset({"nature", "exclusion"}),
    "category_rule": frozenset({"category"}),
    "spend": frozenset({"category"}),
    "names": frozenset({"supplier", "kind", "identified"}),
    "identity": frozenset({"supplier", "kind", "identified", "history", "place"}),
    "site": frozenset({"place"}),
    "settings": frozenset({"kind"}),
    "scope": frozenset({"kind"}),
    "register_snapshot": frozenset({"kind", "place"}),
    "tag": frozenset({"kind"}),
    "supplier": frozenset({"kind"}),
}
# What follows from another event by itself: told only where nothing else is.
_FOLLOWS = frozenset({"tag"})


@dataclass(frozen=True)
class Cause:
    """An event that moved a figure, or may have: what, by whom and when; `lines` and `amount` where they are known."""

    what: Message
    who: Message | None = None
    when: datetime | None = None
    why: Message | None = None
    lines: int | None = None
    amount: Decimal | None = None
    event_id: int | None = None

    def words(self) -> Message:
        """In one sentence, with its effect."""
        effect = self.effect()
        return msg("{first}: {second}", first=self.itself(), second=effect) if effect else self.itself()

    def itself(self) -> Message:
        """What was done, by whom, when and why."""
        said = self.what
        if self.who and self.when:
            said = msg("{what} ({who}, {day})", what=said, who=self.who, day=self.when.date())
        return msg("{what}: “{why}”", what=said, why=self.why) if self.why else said

    def effect(self) -> Message | None:
        """What it moved in the figure, where that is known."""
        if self.lines is None:
            return None
        lines = plural("{n} line", "{n} lines", self.lines)
        if self.amount is None:
            return lines
        sign = "+" if self.amount >= 0 else "−"
        return msg("{lines}, {sign}{amount}", lines=lines, sign=sign, amount=Euro(abs(self.amount)))

    def as_json(self, language: str) -> dict[str, Any]:
        return {
            "event": self.event_id,
            "what": self.words().to(language),
            "who": self.who.to(language) if self.who else None,
            "when": self.when.isoformat(timespec="seconds") if self.when else None,
            "lines": self.lines,
            "amount": None if self.amount is None else f"{self.amount:.2f}",
        }


def of_event(event: Event, known: Names, lines: int | None = None, amount: Decimal | None = None) -> Cause:
    """The event as a cause."""
    return Cause(told(event, known), who_words(event.who), event.when, reason(event), lines, amount, event.event_id)


UNEXPLAINED = msg("No event since the report explains it: the report or the program is another.")


class Suspects:
    """The events since a report, asked which of them can have moved a figure."""

    def __init__(self, reader: Reader, events: Sequence[Event], known: Names) -> None:
        self._reader = reader
        self._events = [each for each in events if each.subject in TOUCHES]
        self._known = known
        self._names: dict[int, set[int]] = {}
        self._in: dict[str, tuple[set[int], set[int]]] = {}
        rows = reader.rows(
            "select import_id, company_id, first_date, last_date, undone_at is null from import", step="imports' dates"
        )
        self._imports = {number: (company, first, last, stands) for number, company, first, last, stands in rows}

    def causes(self, figure: Reported) -> tuple[Cause, ...]:
        """Those that can have moved it, the newest first."""
        found = [each for each in reversed(self._events) if self._can_touch(each, figure)]
        told_first = [each for each in found if each.subject not in _FOLLOWS]
        return tuple(of_event(each, self._known) for each in told_first or found) or (Cause(UNEXPLAINED),)

    def _can_touch(self, event: Event, figure: Reported) -> bool:
        if not TOUCHES[event.subject] & figure.hangs_on:
            return False
        match event.subject:
            case "import":
                return self._import_can(event, figure)
            case "settings":
                before, after = event.before or {}, event.after or {}
                return figure.of_scope and before.get("declared_counts") != after.get("declared_counts")
            case "scope":
                return figure.of_scope and event.subject_id in figure.where.get("scope", ())
            case "supplier":
                return event.number in self._bought(figure)[1]
            case "exclusion" | "category_rule" | "nature":
                company = event.said("company_id")
                return company is None or not figure.selection.companies or company in figure.selection.companies
            case _:
                return True

    def _import_can(self, event: Event, figure: Reported) -> bool:
        """By its company, its dates and its lines. What is new or lost hangs on the lines of every year; and where its
        suppliers are, or which of them are one, may be told by lines of any.
        """
        company, first, last, stands = self._imports.get(event.number or 0, (None, None, None, False))
        if figure.selection.companies and company not in figure.selection.companies:
            return False
        if "history" in figure.hangs_on or first is None:
            return True
        imports, suppliers = self._bought(figure)
        if {"place", "identified"} & figure.hangs_on and self._named_by(event.number or 0) & suppliers:
            return True
        if stands and event.number not in imports:
            return False
        return any(first.year <= year <= last.year for year in _years(figure))

    def _named_by(self, import_id: int) -> set[int]:
        """The suppliers that an import names."""
        if import_id not in self._names:
            rows = self._reader.rows(
                "select distinct coalesce(supplier.same_as, supplier.supplier_id) from supplier_name"
                " inner join supplier on supplier.supplier_id = supplier_name.supplier_id where import_id = ?",
                [import_id],
                step="suppliers that an import names",
            )
            self._names[import_id] = {number for (number,) in rows}
        return self._names[import_id]

    def _bought(self, figure: Reported) -> tuple[set[int], set[int]]:
        """The imports and the suppliers of the lines that its selection takes."""
        key = repr(figure.where)
        if key not in self._in:
            where, values = figure.selection.where_sql()
            rows = self._reader.rows(
                f"select distinct import_id, supplier_id from spend where {where}", values, step="who was bought from"
            )
            self._in[key] = ({row[0] for row in rows}, {row[1] for row in rows})
        return self._in[key]


def _years(figure: Reported) -> range | tuple[int, ...]:
    """The years that a figure is about; all where it names none."""
    chosen = figure.selection
    months = tuple(int(each[:4]) for each in (*chosen.months, *chosen.quarters) if each)
    named = tuple(each for each in chosen.years if each is not None) + months
    if named:
        return named
    first, last = chosen.date_from or date.min, chosen.date_to or date.max
    return range(first.year, last.year + 1)
