"""What was ever done to the data: who, when, what, before and after; searched and taken a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.reporting import event_words
from socialimpact.services.reporting.events import COLUMNS, Event, event
from socialimpact.services.reporting.releases import releases
from socialimpact.services.spreadsheet import Column, table_file
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.services.workspace import Workspace

# What events are about, as a person chooses among them: the subjects of each.
ABOUT: Mapping[str, tuple[Message, tuple[str, ...]]] = {
    "ledgers": (msg("Ledgers"), ("import", "rates", "layout")),
    "registers": (msg("Registers and comparison"), ("register_snapshot", "tag")),
    "suppliers": (msg("Suppliers"), ("supplier", "identity", "names")),
    "natures": (msg("What counts as a purchase"), ("nature", "exclusion")),
    "categories": (msg("What is bought"), ("category_rule", "spend")),
    "organisation": (msg("Organisation"), ("settings", "scope", "company", "site")),
    "goals": (msg("Targets and initiatives"), ("target", "initiative")),
    "reports": (msg("Reports"), ("release", "report_text", "report_sections", "document_look")),
    "access": (msg("Access"), ("app_user", "invitation")),
}
COLUMNS_OF_FILE = (
    Column("when", msg("When"), "date"),
    Column("who", msg("Who")),
    Column("about", msg("About")),
    Column("what", msg("What")),
    Column("why", msg("Why")),
    Column("before", msg("Before")),
    Column("after", msg("After")),
)
# Events of the whole organisation that name no supplier and no purchase.
_OF_ALL = ("settings", "scope", "register_snapshot", "rates", "spend", "names", "tag")
# Events that say whose company they are about.
_OF_COMPANY = ("exclusion", "nature", "category_rule", "site", "company", "target", "initiative")
_MOST_IN_FILE = 20_000


@dataclass(frozen=True)
class HistoryLine:
    """An event in words. `before` and `after` as they were written down, None for nothing."""

    event_id: int
    when: datetime
    who: Message
    about: Message
    what: Message
    why: Message | None
    before: Any
    after: Any

    def row(self) -> dict[str, Any]:
        """For a table and a file."""
        return {
            "when": self.when,
            "who": self.who,
            "about": self.about,
            "what": self.what,
            "why": self.why,
            "before": event_words.state(self.before),
            "after": event_words.state(self.after),
        }


@dataclass(frozen=True)
class HistoryPage:
    """`total` events fit; `lines` are those of the page, the newest first."""

    total: int
    lines: tuple[HistoryLine, ...]


def history(
    ws: Workspace, actor: Actor, *, search: str = "", about: str | None = None, limit: int = 50, offset: int = 0
) -> HistoryPage:
    """The events that the actor may see: `about` is a key of `ABOUT`, `search` words of names, files, reasons."""
    actor.require("viewer")
    where, values = _condition(ws, actor, search, about)
    total = int(ws.db.value(f"select count(*) from event where {where}", values, step="number of events"))
    rows = ws.db.rows(
        f"select {COLUMNS} from event where {where} order by event_id desc limit {int(limit)} offset {int(offset)}",
        values,
        step="events",
    )
    found = [event(row) for row in rows]
    known = event_words.names(ws.db, found)
    return HistoryPage(total, tuple(_line(each, known) for each in found))


def as_file(ws: Workspace, actor: Actor, *, reader: str, search: str = "", about: str | None = None) -> bytes:
    """The events as an Excel file, the newest 20,000. Raises `NotAllowed` without the right to download."""
    actor.require_download()
    found = history(ws, actor, search=search, about=about, limit=_MOST_IN_FILE)
    notes = [msg("{n} events.", n=found.total)]
    return table_file(actor, COLUMNS_OF_FILE, [each.row() for each in found.lines], reader=reader, notes=notes)


def _line(each: Event, known: event_words.Names) -> HistoryLine:
    return HistoryLine(
        each.event_id,
        each.when,
        who_words(each.who),
        _about(each.subject),
        event_words.told(each, known),
        event_words.why(each),
        each.before,
        each.after,
    )


def _about(subject: str) -> Message:
    return next((name for name, subjects in ABOUT.values() if subject in subjects), msg("Other"))


def _condition(ws: Workspace, actor: Actor, search: str, about: str | None) -> tuple[str, list[Any]]:
    parts, values = [], []
    seen, bound = _seen(ws, actor)
    parts.append(seen)
    values += bound
    if about is not None and about in ABOUT:
        subjects = ABOUT[about][1]
        parts.append(f"subject in ({_marks(subjects)})")
        values += subjects
    for word in search.lower().split():
        text = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        parts.append(
            "(lower(concat_ws(' ', who, what, subject, subject_id, cast(before as varchar), cast(after as varchar),"
            " cast(happened_at as varchar))) like ? escape '!'"
            " or (subject = 'supplier' and try_cast(subject_id as integer) in"
            " (select supplier_id from supplier where lower(name) like ? escape '!')))"
        )
        values += [text, text]
    return " and ".join(parts), values


def _seen(ws: Workspace, actor: Actor) -> tuple[str, list[Any]]:
    """What the actor may see: of companies of others nothing, of who has access only as an owner."""
    others = "(subject <> 'saved_view' or who = ?)"
    if actor.companies is None:
        access = "true" if actor.role == "owner" else "subject not in ('app_user', 'invitation')"
        return f"{access} and {others}", [actor.name]
    companies = sorted(actor.companies)
    if not companies:
        return "false", []
    marks, number = _marks(companies), "try_cast(subject_id as integer)"
    numbers = [each.number for each in releases(ws, actor)]
    said = "try_cast(coalesce(json_extract_string(after, '$.company_id'), json_extract_string(before, '$.company_id'))"
    parts = [
        f"subject in ({_marks(_OF_ALL)})",
        f"subject in ({_marks(_OF_COMPANY)}) and {said} as integer) in ({marks})",
        f"subject = 'import' and {number} in (select import_id from import where company_id in ({marks}))",
        f"subject = 'supplier' and {number} in (select supplier_id from spend where company_id in ({marks}))",
        "subject = 'saved_view' and who = ?",
    ]
    values: list[Any] = [*_OF_ALL, *_OF_COMPANY, *companies, *companies, *companies, actor.name]
    if numbers:
        parts.append(f"subject = 'release' and subject_id in ({_marks(numbers)})")
        values += numbers
    return "(" + " or ".join(f"({part})" for part in parts) + ")", values


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)


def lines_of(state: Any) -> list[tuple[str, str]]:
    """A state before or after an event as name and value, for the eye; without a name for what is no object."""
    if state is None:
        return []
    if not isinstance(state, dict):
        return [("", json.dumps(state, ensure_ascii=False))]
    return [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in state.items()
    ]
