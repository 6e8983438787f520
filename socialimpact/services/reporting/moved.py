"""What moved in a released report's figures since, line by line: its frozen lines beside those of today.

Inside a transaction that may make temporary tables. Lines that are as they were are looked at once; each figure then
asks only the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from socialimpact.figures import choices
from socialimpact.services.reporting.causes import UNEXPLAINED, Cause, Suspects, of_event
from socialimpact.services.reporting.event_words import Names
from socialimpact.services.reporting.events import Event
from socialimpact.services.reporting.freezing import FROM_SPEND, of_years
from socialimpact.services.reporting.releases import Release
from socialimpact.services.reporting.reported import Reported
from socialimpact.store import Transaction

_TAG = (
    "case when now.tag_id is not null and now.tag_id is distinct from was.tag_id then 'begun:' || now.tag_id"
    " else 'ended:' || was.tag_id end"
)
# What of a line can have become another, the columns that say so, and the key of what did it.
_SEEN: dict[str, tuple[tuple[str, ...], str]] = {
    "amount": (("net_amount",), "'import:' || now.import_id"),
    "nature": (("nature",), "'nature'"),
    "exclusion": (("addressable",), "'exclusion:' || coalesce(now.exclusion_id, was.exclusion_id, 0)"),
    "kind": (
        ("kind", "evidence"),
        _TAG,
    ),
    "place": (
        ("site_id", "municipality_code", "province", "country", "same_municipality", "same_province", "same_region",
         "distance_km"),
        "'place'",
    ),
    "category": (("category", "category_group"), "'category'"),
    "supplier": (("supplier_id",), "'supplier'"),
    "identified": (("identified",), "'supplier'"),
    "history": (("supplier_is_new", "supplier_is_lost"), "'history'"),
    "screened": (("supplier_screened",), "'screened'"),
}  # fmt: skip
# The subjects of the events that can have done it, where its key does not name one.
_SUBJECTS = {
    "nature": ("nature",),
    "exclusion": ("exclusion", "nature"),
    "place": ("site", "identity", "register_snapshot", "import"),
    "category": ("category_rule", "spend"),
    "supplier": ("identity", "import"),
    "history": ("import", "identity"),
    "kind": ("register_snapshot", "identity", "import", "names", "tag"),
    "lines": ("import", "rates"),
    "amount": ("rates", "import"),
}
_TABLES = ("release_was", "release_now", "release_moved")


class Moved:
    """The lines that a release and today do not have alike."""

    def __init__(self, tx: Transaction, old: Release, events: Sequence[Event], known: Names) -> None:
        self._tx = tx
        self._old = old
        self._known = known
        self._events = events
        self._suspects = Suspects(tx, events, known)
        self._compare()
        self._tags = self._tags_involved()

    def close(self) -> None:
        """Let the temporary tables go."""
        for table in _TABLES:
            self._tx.execute(f"drop table if exists {table}", step="moved lines")

    def causes(self, figure: Reported) -> tuple[Cause, ...]:
        """What moved the figure, the most lines first; definitions that are others now come before the lines."""
        found = [*self._defined(figure), *self._by_lines(figure)]
        return tuple(found) or self._suspects.causes(figure)

    def _compare(self) -> None:
        where, values = of_years(self._old.year, self._old.companies)
        columns = ", ".join(FROM_SPEND)
        compared = tuple(dict.fromkeys(name for names, _ in _SEEN.values() for name in names))
        differs = " or ".join(f"was.{name} is distinct from now.{name}" for name in compared)
        number = int(self._old.release_id)
        self.close()
        self._tx.execute(
            f"""
            create temp table release_moved as
            with was as (select * from release_line where release_id = {number}),
            now as (select {columns} from spend where {where}),
            beside as (
                select coalesce(was.line_id, now.line_id) as line_id,
                    unnest([{", ".join(_seen_sql(name) for name in ("lines", *_SEEN))}]) as seen
                from was full join now on was.line_id = now.line_id
                where was.line_id is null or now.line_id is null or {differs}
            )
            select line_id, split_part(seen, '|', 1) as aspect, split_part(seen, '|', 2) as did
            from beside where seen is not null
            """,
            values,
            step="moved lines",
        )
        moved = "line_id in (select line_id from release_moved)"
        self._tx.execute(
            f"create temp table release_was as select {columns} from release_line"
            f" where release_id = {number} and {moved}",
            step="moved lines as they were",
        )
        self._tx.execute(
            f"create temp table release_now as select {columns} from spend where {where} and {moved}",
            values,
            step="moved lines as they are",
        )

    def _tags_involved(self) -> dict[int, dict[str, Any]]:
        rows = self._tx.dicts(
            "select tag_id, supplier_id, made_by, snapshot_id, ended_by from tag where tag_id in"
            " (select try_cast(split_part(did, ':', 2) as integer) from release_moved where aspect = 'kind')",
            step="tags that moved lines",
        )
        return {row["tag_id"]: row for row in rows}

    def _defined(self, figure: Reported) -> list[Cause]:
        """What counts as social by now: another than when it was released."""
        if not figure.of_scope:
            return []
        then, now = self._then_and_now(figure)
        found = []
        for event in self._events:
            is_scope = event.subject == "scope" and then.scope.kinds != now.scope.kinds
            is_declared = event.subject == "settings" and then.declared_counts != now.declared_counts
            changed = (event.before or {}) if isinstance(event.before, dict) else {}
            said = event.after if isinstance(event.after, dict) else {}
            if (is_scope and event.subject_id in figure.where.get("scope", ())) or (
                is_declared and changed.get("declared_counts") != said.get("declared_counts")
            ):
                found.append(of_event(event, self._known))
        return found

    def _then_and_now(self, figure: Reported) -> tuple[choices.Definitions, choices.Definitions]:
        now = choices.definitions(self._tx, figure.selection)
        scope = replace(now.scope, kinds=self._old.scope_kinds)
        return replace(now, scope=scope, declared_counts=self._old.declared_counts), now

    def _by_lines(self, figure: Reported) -> list[Cause]:
        then, now = self._then_and_now(figure)
        was, was_values = figure.lines_sql(then)
        new, new_values = figure.lines_sql(now)
        # a figure of suppliers can move although its lines are the same ones
        other_supplier = " or was.supplier_id <> now.supplier_id" if "supplier" in figure.hangs_on else ""
        rows = self._tx.rows(
            f"""
            with was as (select line_id, net_amount, supplier_id from release_was where {was}),
            now as (select line_id, net_amount, supplier_id from release_now where {new}),
            crossed as (
                select coalesce(was.line_id, now.line_id) as line_id,
                    coalesce(now.net_amount, 0) - coalesce(was.net_amount, 0) as amount
                from was full join now on was.line_id = now.line_id
                where was.line_id is null or now.line_id is null or was.net_amount <> now.net_amount{other_supplier}
            )
            select release_moved.aspect, release_moved.did, count(*), sum(crossed.amount)
            from crossed inner join release_moved on release_moved.line_id = crossed.line_id
            group by release_moved.aspect, release_moved.did
            order by count(*) desc, release_moved.did
            """,
            [*was_values, *new_values],
            step="what moved a figure",
        )
        return self._told(figure, [row for row in rows if row[0] in figure.hangs_on])

    def _told(self, figure: Reported, rows: Sequence[tuple[str, str, int, Decimal]]) -> list[Cause]:
        """One cause an event, with the lines that it moved together."""
        lines: dict[int, int] = defaultdict(int)
        amounts: dict[int, Decimal] = defaultdict(Decimal)
        events: dict[int, Event] = {}
        unknown = 0
        for aspect, did, count, amount in rows:
            did_it = self._events_of(aspect, did)
            if not did_it:
                unknown += count
            for event in did_it:
                events[event.event_id] = event
                lines[event.event_id] += count
                amounts[event.event_id] += amount
        euro = figure.unit == "euro" and len(figure.conditions) == 1
        found = [
            of_event(event, self._known, lines[number], amounts[number] if euro else None)
            for number, event in events.items()
        ]
        return found or ([Cause(UNEXPLAINED, lines=unknown)] if unknown else [])

    def _events_of(self, aspect: str, did: str) -> list[Event]:
        """The events behind a key: the one that it names, else those that can have done such a thing."""
        key, _, number = did.partition(":")
        match key:
            case "import":
                found = self._of("import", ("imported", "converted"), number)
            case "undone":
                found = self._of("import", ("undone",), number)
            case "begun" | "ended":
                found = self._tag_events(key, int(number))
            case "exclusion" if number != "0":
                found = self._of("exclusion", ("decided", "removed"), number)
            case _:
                found = []
        if found:
            return found
        for subject in _SUBJECTS.get(aspect, ()):
            if some := [each for each in self._events if each.subject == subject]:
                return some
        return []

    def _of(self, subject: str, whats: Sequence[str], number: str) -> list[Event]:
        return [
            each
            for each in self._events
            if each.subject == subject and each.subject_id == number and each.what in whats
        ][-1:]

    def _tag_events(self, key: str, tag_id: int) -> list[Event]:
        """The decision, or the list of a register, that began or ended a tag."""
        tag = self._tags.get(tag_id)
        if tag is None:  # went with its supplier, when an import was undone
            return [each for each in self._events if (each.subject, each.what) == ("import", "undone")]
        by = tag["made_by"] if key == "begun" else tag["ended_by"]
        if by != "matching":
            found = [each for each in self._events if each.subject == "supplier" and _is_about(each, tag_id)]
            answered = [each for each in found if each.what in {"answer review", "undo review"}]
            return (answered or found)[-1:]
        if key == "begun":
            return self._of("register_snapshot", ("add register",), str(tag["snapshot_id"]))
        return [each for each in self._events if each.subject == "register_snapshot"][-1:]


def _is_about(event: Event, tag_id: int) -> bool:
    """Whether an event says that it began or ended a tag."""
    said = event.after if isinstance(event.after, dict) else {}
    listed = [*(said.get("tags_begun") or ()), *(said.get("tags_ended") or ())]
    return said.get("tag_id") == tag_id or tag_id in listed


def _seen_sql(aspect: str) -> str:
    """An SQL text `aspect|key` where that of a line has become another, else null."""
    if aspect == "lines":
        return (
            "case when was.line_id is null then 'lines|import:' || now.import_id"
            " when now.line_id is null then 'lines|undone:' || was.import_id end"
        )
    names, key = _SEEN[aspect]
    differs = " or ".join(f"was.{name} is distinct from now.{name}" for name in names)
    if aspect == "exclusion":  # a line of another nature is told once, as such
        differs = f"({differs}) and was.nature = now.nature"
    return (
        f"case when was.line_id is not null and now.line_id is not null and ({differs})"
        f" then '{aspect}|' || coalesce({key}, '{aspect}') end"
    )
