"""The store as it stood at the end of a past day: what was recorded later is taken back, newest first.

Only inside `Database.rehearse`: nothing of it is ever kept. Tags carry their own times. Other decisions are taken back
by their events, each subject by its own way here; a subject without one is counted and told, never passed over.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from socialimpact.language import Message, msg, plural
from socialimpact.services.ledgers import undoing
from socialimpact.store import Transaction
from socialimpact.suppliers import joining


@dataclass(frozen=True)
class Event:
    """One row of `event`, its states read."""

    what: str
    subject: str
    subject_id: str | None
    before: Any
    after: Any


@dataclass(frozen=True)
class LaterDecisions:
    """Decisions after the day that stay in the figures: no way back is known for them."""

    subject: str
    what: str
    number: int

    def words(self) -> Message:
        return plural(
            "{n} later decision is not taken back: {what} ({subject}).",
            "{n} later decisions are not taken back: {what} ({subject}).",
            self.number,
            what=self.what,
            subject=self.subject,
        )


# What is taken back exactly; printed with the figures.
REPRODUCED = (
    msg("tags and their ends"),
    msg("imports, and those undone since"),
    msg("exclusions, settings, scopes, targets, companies and sites"),
    msg("what is no purchase, what is bought, and which suppliers are one"),
)


def rewind(tx: Transaction, day: date) -> tuple[LaterDecisions, ...]:
    """Bring the tables behind the figures to what they held at the end of `day`; returns what stays as it is now.

    Days are those of the clock that stamped the events. `spend` is to be rebuilt afterwards.
    """
    end = datetime.combine(day + timedelta(days=1), time.min)
    tx.execute("delete from tag where made_at >= ?", [end], step="rewind: later tags")
    tx.execute(
        "update tag set ended_at = null, ended_by = null, ended_why = null where ended_at >= ?",
        [end],
        step="rewind: later ends of tags",
    )
    for table in ("nature_rule", "category_rule"):
        tx.execute(f"delete from {table} where made_at >= ?", [end], step="rewind: later rules")
        tx.execute(
            f"update {table} set ended_at = null, ended_by = null, ended_why = null where ended_at >= ?",
            [end],
            step="rewind: later ends of rules",
        )
    left: Counter[tuple[str, str]] = Counter()
    for event in _events(tx, end):
        back = _back(event, end)
        if back is None:
            left[event.subject, event.what] += 1
        else:
            back(tx, event)
    # Places that only a later list gave.
    tx.execute(
        "update supplier set municipality_code = null, municipality = null, province = null, place_source = null"
        " where place_source = 'register' and supplier_id not in"
        " (select supplier_id from tag where evidence = 'registered')",
        step="rewind: places from later registers",
    )
    return tuple(LaterDecisions(*key, number) for key, number in sorted(left.items()))


def _events(tx: Transaction, end: datetime) -> list[Event]:
    rows = tx.rows(
        "select what, subject, subject_id, before, after from event where happened_at >= ? order by event_id desc",
        [end],
        step="rewind: later events",
    )
    return [Event(what, subject, number, _read(before), _read(after)) for what, subject, number, before, after in rows]


def _read(state: str | None) -> Any:
    return None if state is None else json.loads(state)


_Back = Callable[[Transaction, Event], None]


def _back(event: Event, end: datetime) -> _Back | None:
    """The way back of an event; None where there is none."""
    if (event.subject, event.what) == ("identity", "taken back"):
        # one that was made later, too, is as if it had never been; of an earlier one all that followed is in its rows
        return _nothing if datetime.fromisoformat(event.before["made_at"]) >= end else None
    return _WAYS.get((event.subject, event.what)) or _WAYS.get((event.subject, "*"))


def _nothing(_: Transaction, __: Event) -> None:
    """No figure hangs on it, or its rows carry their own times."""


def _rows_of(table: str, key: str) -> _Back:
    """For tables whose events hold whole rows: what came goes, what was there comes back."""

    def back(tx: Transaction, event: Event) -> None:
        made = event.after or {}
        if isinstance(made, Mapping) and key in made:
            tx.execute(f"delete from {table} where {key} = ?", [made[key]], step=f"rewind {table}")
        before = event.before or []
        for row in [before] if isinstance(before, Mapping) else before:
            tx.execute(f"delete from {table} where {key} = ?", [row[key]], step=f"rewind {table}")
            tx.insert(table, dict(row))

    return back


def _site(tx: Transaction, event: Event) -> None:
    _rows_of("site", "site_id")(tx, Event(event.what, "site", event.subject_id, event.before, event.after))
    if event.before and event.before["is_default"]:
        tx.execute(
            "update site set is_default = site_id = ? where company_id = ?",
            [event.before["site_id"], event.before["company_id"]],
        )
    for site_id in (event.after or {}).get("instead_of", ()):
        tx.execute("update site set is_default = true where site_id = ?", [site_id])


def _company(tx: Transaction, event: Event) -> None:
    if event.before is None:
        tx.execute("delete from company where company_id = ?", [event.after["company_id"]])
        return
    was = event.before
    tx.execute(
        "update company set name = ?, vat_number = ?, tax_code = ?, country = ? where company_id = ?",
        [was["name"], was["vat_number"], was["tax_code"], was["country"], was["company_id"]],
    )


def _settings(tx: Transaction, event: Event) -> None:
    was = event.before
    for key, value in (
        ("scope", was["scope_key"]),
        ("local_rule", was["local_rule_key"]),
        ("declared_counts", "true" if was["declared_counts"] else "false"),
    ):
        tx.execute("delete from setting where key = ?", [key])
        tx.insert("setting", {"key": key, "value": value})


def _scope(tx: Transaction, event: Event) -> None:
    if event.before is None:
        tx.execute("delete from scope where scope_key = ?", [event.subject_id])
    else:
        tx.execute("update scope set kinds = ? where scope_key = ?", [event.before, event.subject_id])


def _imported(tx: Transaction, event: Event) -> None:
    undone = tx.value("select undone_at is not null from import where import_id = ?", [int(event.subject_id or 0)])
    if not undone:
        undoing.take_back(tx, int(event.subject_id or 0))


def _undone(tx: Transaction, event: Event) -> None:
    undoing.bring_back(tx, int(event.subject_id or 0))


def _identity(tx: Transaction, event: Event) -> None:
    number = int(event.subject_id or 0)
    if tx.value("select undone_at is null from identity_decision where decision_id = ?", [number]):
        joining.undo(tx, number)


# By subject and what was done to it; `*` stands for whatever was done.
_WAYS: dict[tuple[str, str], _Back] = {
    ("exclusion", "*"): _rows_of("exclusion", "exclusion_id"),
    ("target", "*"): _rows_of("target", "target_id"),
    ("site", "*"): _site,
    ("company", "*"): _company,
    ("settings", "*"): _settings,
    ("scope", "*"): _scope,
    ("import", "imported"): _imported,
    ("import", "undone"): _undone,
    ("identity", "*"): _identity,
    ("nature", "*"): _nothing,
    ("category_rule", "*"): _nothing,
    ("supplier", "begin tag"): _nothing,
    ("supplier", "end tag"): _nothing,
    ("supplier", "answer review"): _nothing,
    ("supplier", "undo review"): _nothing,
    ("supplier", "follow register"): _nothing,
    ("supplier", "declare"): _nothing,
    ("supplier", "withdraw declaration"): _nothing,
    ("tag", "*"): _nothing,
    ("spend", "*"): _nothing,
    ("register_snapshot", "*"): _nothing,
    ("layout", "*"): _nothing,
    ("rates", "*"): _nothing,
    ("initiative", "*"): _nothing,
    ("saved_view", "*"): _nothing,
    ("release", "*"): _nothing,
    ("report_text", "*"): _nothing,
    ("report_sections", "*"): _nothing,
    ("document_look", "*"): _nothing,
}
