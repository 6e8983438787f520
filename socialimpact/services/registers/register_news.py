"""What a list would change before it is added: its news, our suppliers' tags, and the figures of past years.

The whole is rehearsed: the list is kept, the suppliers are matched, the figures computed, and all of it taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.errors import Problem
from socialimpact.figures import spend
from socialimpact.figures.query import query
from socialimpact.language import SOURCE_LANGUAGE, Message, msg
from socialimpact.registers import entries, news, snapshot
from socialimpact.registers.news import News
from socialimpact.services.progress import Progress, silent
from socialimpact.services.registers.register_reading import Wanted, day_of, read_file, register_of, some_entries
from socialimpact.services.registers.registering import registered_on
from socialimpact.services.suppliers.supplier_view import mine
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader
from socialimpact.suppliers import matching, tags

Span = tuple[date | None, date | None]
Sort = Literal["begins", "ends", "changes"]


@dataclass(frozen=True)
class TagChange:
    """A tag of one of our suppliers that a list begins, ends or changes. `spend` is all that was bought there."""

    sort: Sort
    supplier_id: int
    supplier: str
    kind: str
    evidence: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    spend: Decimal


@dataclass(frozen=True)
class YearChange:
    """Social spend and its share of one year, before and after; None where there is nothing to divide by."""

    year: int
    spend_before: Decimal
    spend_after: Decimal
    share_before: float | None
    share_after: float | None


@dataclass(frozen=True)
class Rehearsed:
    """What adding a list would do. `since` is its news against the list before it, `until` those of the next one
    against it (where it is added out of order); `asks` says why it should be looked at before it is added.
    """

    register_key: str
    register: str
    as_of: date
    file: str
    rows_read: int
    entries: int
    set_aside: int
    fields: Mapping[str, str]
    since: News | None
    until: News | None
    asks: Message | None
    tags: tuple[TagChange, ...]
    years: tuple[YearChange, ...]
    problems: tuple[Problem, ...]

    def as_json(self, language: str = SOURCE_LANGUAGE) -> dict[str, Any]:
        return {
            "register": self.register_key,
            "name": self.register,
            "as_of": self.as_of.isoformat(),
            "file": self.file,
            "rows_read": self.rows_read,
            "entries": self.entries,
            "set_aside": self.set_aside,
            "fields": dict(self.fields),
            "since": self.since and self.since.as_json(),
            "until": self.until and self.until.as_json(),
            "asks": self.asks and self.asks.to(language),
            "tags": [vars(change) for change in self.tags],
            "years": [vars(change) for change in self.years],
            "problems": [problem.as_json(language) for problem in self.problems],
        }


def rehearse_register(
    ws: Workspace,
    actor: Actor,
    path: Path,
    wanted: Wanted,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Rehearsed:
    """What adding the file would change; nothing is written. Raises what adding it would raise.

    Suppliers and figures are those of the companies that the actor sees.
    """
    actor.require("editor")
    tell = progress or silent
    tell(0.0, msg("Reading the file"))
    read = read_file(ws, path, wanted)
    reading = some_entries(read)
    entries.go_on(cancelled)
    dated, problems = day_of(wanted.as_of, read.book.name)
    register = register_of(read.preset, wanted.register_name, read.book.name)
    with ws.db.rehearse(actor) as tx:
        tell(0.4, msg("Comparing it with the lists there are"))
        snapshot_id = snapshot.keep(tx, register, dated, read.book, reading)
        older, newer = news.neighbours(tx, snapshot_id)
        since = news.compare(tx, older, snapshot_id) if older is not None else None
        until = news.compare(tx, snapshot_id, newer) if newer is not None else None
        entries.go_on(cancelled)
        tell(0.6, msg("Looking for our suppliers"))
        had, tags_before, years_before = registered_on(tx, register.key, dated), _tags(tx, actor), _years(tx, actor)
        matching.match(tx)
        lost = len(had - registered_on(tx, register.key, dated))
        entries.go_on(cancelled)
        tell(0.8, msg("Computing the figures"))
        spend.rebuild(tx)
        changes = _changes(tx, actor, tags_before, _tags(tx, actor))
        years = _moved(years_before, _years(tx, actor))
    tell(1.0, msg("Done"))
    asks = (since and news.too_few(since)) or news.suppliers_lost(lost, len(had))
    return Rehearsed(
        register.key,
        register.name,
        dated,
        read.book.name,
        reading.rows_read,
        reading.entries.num_rows,
        len(reading.left_out),
        reading.fields,
        since,
        until,
        asks,
        changes,
        years,
        (*read.book.problems, *read.problems, *reading.problems, *problems),
    )


def between(ws: Workspace, actor: Actor, snapshot_id: int, older: int | None = None) -> News | None:
    """What is new in a list that is there against another, or against the one before it; None where there is none."""
    actor.require("viewer")
    earlier = older if older is not None else news.neighbours(ws.db, snapshot_id)[0]
    return None if earlier is None else news.compare(ws.db, earlier, snapshot_id)


_Tag = tuple[int, str, str]


def _tags(tx: Transaction, actor: Actor) -> dict[_Tag, frozenset[Span]]:
    """The automatic tags that stand, by supplier, kind and evidence, with the days on which they hold."""
    only, values = mine(actor, "n.company_id")
    seen = (
        f" and exists (select 1 from supplier_name n inner join supplier g on g.supplier_id = n.supplier_id"
        f" where coalesce(g.same_as, g.supplier_id) = t.supplier_id{only})"
        if only
        else ""
    )
    found: dict[_Tag, set[Span]] = defaultdict(set)
    for supplier_id, kind, evidence, starts, ends in tx.rows(
        "select t.supplier_id, t.kind, t.evidence, t.valid_from, t.valid_to from tag t"
        f" where t.ended_at is null and t.made_by = ?{seen}",
        [tags.AUTOMATIC, *values],
        step="tags of our suppliers",
    ):
        found[supplier_id, kind, evidence].add((starts, ends))
    return {tag: frozenset(spans) for tag, spans in found.items()}


def _changes(
    tx: Transaction, actor: Actor, before: dict[_Tag, frozenset[Span]], after: dict[_Tag, frozenset[Span]]
) -> tuple[TagChange, ...]:
    """What differs, the largest spend first."""
    moved = [tag for tag in {**before, **after} if before.get(tag) != after.get(tag)]
    if not moved:
        return ()
    only, values = mine(actor)
    amounts = dict(
        tx.rows(
            f"select supplier_id, sum(net_amount) from spend where true{only} group by supplier_id",
            values,
            step="spend of suppliers",
        )
    )
    names = dict(tx.rows("select supplier_id, name from supplier", step="names of suppliers"))
    found = []
    for tag in moved:
        was, now = before.get(tag, frozenset()), after.get(tag, frozenset())
        sort: Sort = "begins" if not was else "ends" if not now or _shorter(was, now) else "changes"
        amount = Decimal(amounts.get(tag[0]) or 0).quantize(Decimal("0.01"))
        found.append(TagChange(sort, tag[0], names[tag[0]], tag[1], tag[2], _inorder(was), _inorder(now), amount))
    return tuple(sorted(found, key=lambda change: (-change.spend, change.supplier, change.kind, change.evidence)))


def _shorter(was: frozenset[Span], now: frozenset[Span]) -> bool:
    """Whether a tag without an end has one now."""
    return any(ends is None for _, ends in was) and all(ends is not None for _, ends in now)


def _inorder(spans: frozenset[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span[0] or date.min, span[1] or date.max)))


def _years(reader: Reader, actor: Actor) -> dict[int, tuple[Decimal, float | None]]:
    rows = query(reader, ("social_spend", "social_share"), ("year",), actor=actor).rows
    return {row["year"]: (row["social_spend"], row["social_share"]) for row in rows if row["year"] is not None}


def _moved(
    before: dict[int, tuple[Decimal, float | None]], after: dict[int, tuple[Decimal, float | None]]
) -> tuple[YearChange, ...]:
    """The years whose figures differ, in their order."""
    return tuple(
        YearChange(year, before[year][0], after[year][0], before[year][1], after[year][1])
        for year in sorted(before)
        if year in after and before[year] != after[year]
    )
