"""What the organisation undertakes: written down, changed, removed, and each step taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import NotFound, Refused
from socialimpact.figures import initiatives as reading
from socialimpact.figures.filters import Selection
from socialimpact.figures.initiatives import Initiative
from socialimpact.figures.labels import plain
from socialimpact.figures.query import query
from socialimpact.language import Euro, Message, msg, plural
from socialimpact.services.suppliers.decisions import require, sees
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction

_LONGEST_NAME = 120
_FIELDS: Mapping[str, Message] = {
    "name": msg("Name"),
    "begins": msg("Begins"),
    "ends": msg("Ends"),
    "responsible": msg("Responsible"),
    "story": msg("Story"),
    "suppliers": msg("Suppliers"),
    "company_id": msg("Company"),
}


@dataclass(frozen=True)
class InitiativeView:
    """An initiative with its names, and what was bought from its suppliers.

    `since`: addressable spend in euro from the month of its beginning to that of its end, as far as the ledgers reach;
    `before`: in the twelve months before it, None where they do not reach back that far or it names no supplier.
    """

    initiative: Initiative
    company: str | None
    suppliers: tuple[tuple[int, str], ...]
    since: Decimal | None
    before: Decimal | None

    @property
    def when(self) -> Message:
        return when_words(self.initiative)

    @property
    def bought(self) -> Message | None:
        """What was bought from its suppliers, in words: beside what there was before, where that is known."""
        if self.since is None:
            return None
        words = {"amount": Euro(self.since, cents=False), "before": Euro(self.before or Decimal(0), cents=False)}
        if self.before is None:
            return plural(
                "{amount} bought from its supplier in that time.",
                "{amount} bought from its {n} suppliers in that time.",
                len(self.suppliers),
                amount=words["amount"],
            )
        return plural(
            "{amount} bought from its supplier in that time; {before} in the twelve months before.",
            "{amount} bought from its {n} suppliers in that time; {before} in the twelve months before.",
            len(self.suppliers),
            **words,
        )

    def as_json(self) -> dict[str, Any]:
        """The document of the command `initiatives`."""
        return asdict(self.initiative) | {
            "company": self.company,
            "suppliers": [{"supplier_id": number, "supplier": name} for number, name in self.suppliers],
            "spend_since": None if self.since is None else f"{self.since:.2f}",
            "spend_in_the_year_before": None if self.before is None else f"{self.before:.2f}",
        }


@dataclass(frozen=True)
class InitiativeChange:
    """One step of its history: who, when, and what became another."""

    when: datetime
    who: Message
    what: Message
    changed: tuple[Message, ...]


def when_words(each: Initiative) -> Message:
    """From when to when, in words."""
    if each.ends:
        return msg("from {first} to {last}", first=each.begins, last=each.ends)
    return msg("since {first}", first=each.begins)


def initiatives(
    ws: Workspace, actor: Actor, first: date | None = None, last: date | None = None
) -> tuple[InitiativeView, ...]:
    """The initiatives that the actor may see, over a stretch of days or all of them, by their beginning."""
    actor.require("viewer")
    found = reading.initiatives(ws.db, first, last, actor=actor)
    involved = sorted({number for each in found for number in each.suppliers})
    names = _names(ws, involved)
    companies = dict(ws.db.rows("select company_id, name from company", step="companies"))
    by_month = _spend_by_month(ws, actor, involved)
    first_month = ws.db.value("select min(month) from spend", step="first month")
    return tuple(
        InitiativeView(
            each,
            companies.get(each.company_id),
            tuple((number, names.get(number, "–")) for number in each.suppliers),
            *_bought(each, by_month, first_month),
        )
        for each in found
    )


def initiative(ws: Workspace, actor: Actor, initiative_id: int) -> Initiative:
    """One initiative. Raises `NotFound`, for a removed one too."""
    found = next((e for e in reading.initiatives(ws.db, actor=actor) if e.initiative_id == initiative_id), None)
    if found is None:
        raise NotFound(msg("There is no initiative {number}.", number=str(initiative_id)))
    return found


def removed(ws: Workspace, actor: Actor) -> tuple[tuple[int, str], ...]:
    """The initiatives that were removed: number and name, the latest first."""
    actor.require("viewer")
    rows = ws.db.rows(
        "select initiative_id, name, company_id from initiative where removed order by initiative_id desc",
        step="removed initiatives",
    )
    return tuple((number, name) for number, name, company in rows if company is None or sees(actor, company))


def save_initiative(
    ws: Workspace,
    actor: Actor,
    *,
    name: str,
    begins: date,
    ends: date | None = None,
    responsible: str | None = None,
    story: str | None = None,
    suppliers: Sequence[int] = (),
    company_id: int | None = None,
    initiative_id: int | None = None,
) -> int:
    """Write an initiative down, or change the one with this number. Returns its number.

    Raises `Refused` without a name or where it would end before it begins, `NotFound` for an initiative, supplier or
    company that is none.
    """
    require(actor, "editor", company_id)
    title = " ".join(name.split())
    if not title:
        raise Refused(msg("Give the initiative a name."), code="no_name")
    if len(title) > _LONGEST_NAME:
        raise Refused(
            msg("The name is longer than {n} characters: charts print it. Tell the rest in the story.",
                n=_LONGEST_NAME), code="name_too_long",
        )  # fmt: skip
    if ends is not None and ends < begins:
        raise Refused(msg("It would end before it begins."), code="ends_before_it_begins")
    wanted = tuple(dict.fromkeys(suppliers))
    unknown = set(wanted) - set(_names(ws, wanted))
    if unknown:
        raise NotFound(msg("There is no supplier {number}.", number=str(min(unknown))))
    if company_id is not None and not ws.db.rows("select 1 from company where company_id = ?", [company_id]):
        raise NotFound(msg("There is no company {number}.", number=str(company_id)))
    before = None if initiative_id is None else _editable(ws, actor, initiative_id)
    with ws.db.write(actor) as tx:
        number = initiative_id if initiative_id is not None else tx.next_id("initiative", "initiative_id")
        after = {
            "initiative_id": number, "company_id": company_id, "name": title, "begins": begins, "ends": ends,
            "responsible": _text(responsible), "story": _text(story), "suppliers": list(wanted), "removed": False,
        }  # fmt: skip
        _write(tx, after)
        tx.event("saved", "initiative", number, before=before, after=after)
    return number


def remove_initiative(ws: Workspace, actor: Actor, initiative_id: int) -> None:
    """Take an initiative out of lists, charts and reports; `undo_initiative` brings it back. Raises `NotFound`."""
    before = _editable(ws, actor, initiative_id)
    if before["removed"]:
        raise NotFound(msg("There is no initiative {number}.", number=str(initiative_id)))
    with ws.db.write(actor) as tx:
        after = before | {"removed": True}
        _write(tx, after)
        tx.event("removed", "initiative", initiative_id, before=before, after=after)


def undo_initiative(ws: Workspace, actor: Actor, initiative_id: int) -> None:
    """Take the last step back: a change, a removal, or the initiative itself; done twice, the step is there again.

    Raises `NotFound`.
    """
    now = _editable(ws, actor, initiative_id)
    last = ws.db.rows(
        "select before from event where subject = 'initiative' and subject_id = ? order by event_id desc limit 1",
        [str(initiative_id)],
        step="last step of the initiative",
    )
    before = json.loads(last[0][0]) if last and last[0][0] else now | {"removed": True}
    require(actor, "editor", before["company_id"])
    with ws.db.write(actor) as tx:
        _write(tx, before)
        tx.event("undone", "initiative", initiative_id, before=now, after=before)


def history(ws: Workspace, actor: Actor, initiative_id: int) -> tuple[InitiativeChange, ...]:
    """Who wrote, changed, removed or restored an initiative, the newest first. Raises `NotFound`."""
    actor.require("viewer")
    _seen(ws, actor, initiative_id)
    rows = ws.db.rows(
        "select happened_at, who, what, before, after from event where subject = 'initiative' and subject_id = ?"
        " order by event_id desc",
        [str(initiative_id)],
        step="history of the initiative",
    )
    states = [(json.loads(before) if before else None, json.loads(after)) for *_, before, after in rows]
    numbers = {number for pair in states for state in pair if state for number in state["suppliers"]}
    names = _names(ws, sorted(numbers))
    return tuple(
        InitiativeChange(when, who_words(who), _what(what, before, after), _changed(before, after, names))
        for (when, who, what, *_), (before, after) in zip(rows, states, strict=True)
    )


def _what(what: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Message:
    if before is None:
        return msg("Written down")
    if after["removed"] and not before["removed"]:
        return msg("Removed")
    if before["removed"] and not after["removed"]:
        return msg("Brought back")
    return msg("The last change was taken back") if what == "undone" else msg("Changed")


def _changed(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], names: Mapping[int, str]
) -> tuple[Message, ...]:
    if before is None:
        return ()
    return tuple(
        msg(
            "{field}: {before} → {after}", field=title, before=_said(key, before, names), after=_said(key, after, names)
        )
        for key, title in _FIELDS.items()
        if before[key] != after[key]
    )


def _said(key: str, state: Mapping[str, Any], names: Mapping[int, str]) -> Any:
    value = state[key]
    if key == "suppliers":
        return plain(", ".join(names.get(number, "–") for number in value) or "–")
    if value is None or value == "":
        return plain("–")
    return date.fromisoformat(value) if key in {"begins", "ends"} else plain(str(value))


def _row(ws: Workspace, initiative_id: int) -> dict[str, Any]:
    rows = ws.db.dicts("select * from initiative where initiative_id = ?", [initiative_id], step="initiative")
    if not rows:
        raise NotFound(msg("There is no initiative {number}.", number=str(initiative_id)))
    return dict(rows[0])


def _seen(ws: Workspace, actor: Actor, initiative_id: int) -> dict[str, Any]:
    row = _row(ws, initiative_id)
    if row["company_id"] is not None and not sees(actor, row["company_id"]):
        raise NotFound(msg("There is no initiative {number}.", number=str(initiative_id)))
    return row


def _editable(ws: Workspace, actor: Actor, initiative_id: int) -> dict[str, Any]:
    row = _seen(ws, actor, initiative_id)
    require(actor, "editor", row["company_id"])
    return row


def _write(tx: Transaction, row: Mapping[str, Any]) -> None:
    tx.execute("delete from initiative where initiative_id = ?", [row["initiative_id"]], step="replace initiative")
    tx.insert("initiative", dict(row))


def _text(given: str | None) -> str | None:
    return (given or "").strip() or None


def _names(ws: Workspace, numbers: Sequence[int]) -> dict[int, str]:
    rows = ws.db.rows(
        "select supplier_id, name from supplier where list_contains(?, supplier_id)",
        [list(numbers)],
        step="names of suppliers",
    )
    return {number: name or "–" for number, name in rows}


def _spend_by_month(ws: Workspace, actor: Actor, numbers: Sequence[int]) -> dict[int, dict[str, Decimal]]:
    if not numbers:
        return {}
    found: dict[int, dict[str, Decimal]] = {}
    asked = query(ws.db, ["addressable_spend"], ["supplier", "month"], Selection(suppliers=tuple(numbers)), actor=actor)
    for row in asked.rows:
        if row["month"] is not None:
            found.setdefault(row["supplier_id"], {})[row["month"]] = row["addressable_spend"]
    return found


def _bought(
    each: Initiative, by_month: Mapping[int, Mapping[str, Decimal]], first_month: str | None
) -> tuple[Decimal | None, Decimal | None]:
    """What was bought from its suppliers in the months of the initiative, and in the twelve before."""
    if not each.suppliers or first_month is None:
        return None, None
    begin, end = _month(each.begins), _month(each.ends) if each.ends else "9999-99"
    year_before = f"{int(begin[:4]) - 1:04d}{begin[4:]}"
    months = [(month, spent) for number in each.suppliers for month, spent in by_month.get(number, {}).items()]
    since = sum((spent for month, spent in months if begin <= month <= end), Decimal(0))
    before = sum((spent for month, spent in months if year_before <= month < begin), Decimal(0))
    return since, before if first_month <= year_before else None


def _month(day: date) -> str:
    return day.isoformat()[:7]
