"""What changed from one list of a register to the next: who appeared, left, moved, changed kind, name or dates.

A body is known by its identifier, valid or as written; without one by name and town, so that one of these that moves
leaves and appears.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from socialimpact.errors import Refused
from socialimpact.language import Message, Share, msg
from socialimpact.registers.presets import losses
from socialimpact.store.reader import Reader

# What can be new of a body, in the order in which it is told.
SORTS = ("appeared", "left", "moved", "kind", "name", "dates")
# The rows of each sort that are fetched; the counts are of all.
MOST = 20_000


@dataclass(frozen=True)
class Listed:
    """A list of a register: its id, its day, and how many bodies it has."""

    snapshot_id: int
    as_of: date
    bodies: int


@dataclass(frozen=True)
class News:
    """What is new in `newer` against `older`: how many bodies of each of `SORTS`, and the first rows of each.

    A row has name, identifier, kind, kind_before, place, place_before, name_before, valid_from, valid_to and the two
    dates before; what was before is None for those that appeared, what is now for those that left.
    """

    older: Listed
    newer: Listed
    counts: Mapping[str, int]
    rows: Mapping[str, list[dict[str, Any]]]

    @property
    def share_gone(self) -> float:
        """The share of the older list's bodies that the newer one has not."""
        return self.counts["left"] / self.older.bodies if self.older.bodies else 0.0

    def as_json(self, examples: int = 20) -> dict[str, Any]:
        return {
            "from": {"snapshot": self.older.snapshot_id, "as_of": self.older.as_of.isoformat()},
            "to": {"snapshot": self.newer.snapshot_id, "as_of": self.newer.as_of.isoformat()},
            "counts": dict(self.counts),
            "examples": {sort: rows[:examples] for sort, rows in self.rows.items()},
        }


def neighbours(reader: Reader, snapshot_id: int) -> tuple[int | None, int | None]:
    """The lists of the same register next before and next after the day of this one."""
    found = reader.rows(
        "select (select arg_max(o.snapshot_id, o.as_of) from register_snapshot o"
        "  where o.register_id = s.register_id and o.as_of < s.as_of),"
        " (select arg_min(o.snapshot_id, o.as_of) from register_snapshot o"
        "  where o.register_id = s.register_id and o.as_of > s.as_of)"
        " from register_snapshot s where s.snapshot_id = ?",
        [snapshot_id],
        step="lists before and after",
    )
    if not found:
        raise Refused(msg("There is no list {number}.", number=str(snapshot_id)), code="not_found")
    return found[0]


def compare(reader: Reader, older: int, newer: int, *, most: int = MOST) -> News:
    """What is new in the list `newer` against `older`, both by their snapshot's id; up to `most` rows of each sort."""
    counted = reader.dicts(f"{_compared_sql()} select {_COUNTS} from final", [older, newer], step="count news")[0]
    rows = {
        sort: reader.dicts(
            f"{_compared_sql()} select {_COLUMNS} from final where {condition}"
            f" order by name, identifier limit {int(most)}",
            [older, newer],
            step=f"news: {sort}",
        )
        if counted[sort] and most
        else []
        for sort, condition in _CONDITIONS.items()
    }
    return News(
        Listed(older, _as_of(reader, older), counted["before"]),
        Listed(newer, _as_of(reader, newer), counted["now"]),
        {sort: counted[sort] for sort in SORTS},
        rows,
    )


def too_few(news: News) -> Message | None:
    """Why a list should be looked at before it is added: it has lost more entries than a register loses."""
    gone = news.counts["left"]
    if gone < losses().least or news.share_gone <= losses().entries:
        return None
    return msg(
        "{gone} of the {had} entries of the list of {date} are missing from this one ({share}). Was the file cut, or is"
        " it of one part of the register only?",
        gone=gone,
        had=news.older.bodies,
        date=news.older.as_of,
        share=Share(news.share_gone),
    )


def suppliers_lost(gone: int, had: int) -> Message | None:
    """The same where our own suppliers are missing from the list."""
    if gone < losses().least or not had or gone / had <= losses().suppliers:
        return None
    return msg(
        "{gone} of the {had} suppliers of yours that were in this register are missing from this list.",
        gone=gone,
        had=had,
    )


def _as_of(reader: Reader, snapshot_id: int) -> date:
    found = reader.value("select as_of from register_snapshot where snapshot_id = ?", [snapshot_id])
    if found is None:
        raise Refused(msg("There is no list {number}.", number=str(snapshot_id)), code="not_found")
    return date(found.year, found.month, found.day)


_CONDITIONS = {
    "appeared": "was is null",
    "left": "is_now is null",
    "moved": "moved",
    "kind": "both_there and kind <> kind_before",
    "name": "both_there and key_now <> key_before",
    "dates": "both_there and dates_now <> dates_before",
}
_COUNTS = ", ".join(
    [
        *(f"count(*) filter (where {condition}) as {sort}" for sort, condition in _CONDITIONS.items()),
        "count(was) as before",
        "count(is_now) as now",
    ]
)
_COLUMNS = (
    "name, identifier, kind, kind_before, place, place_before, name_before, valid_from, valid_to, valid_from_before,"
    " valid_to_before"
)


def _compared_sql() -> str:
    """One row a body of either list, as `final`; takes the ids of the older and the newer list."""
    return """
        with body as (
            select
                snapshot_id,
                coalesce(tax_code, vat_number, written_identifier,
                    name_key || '|' || coalesce(municipality_code, upper(municipality), '')) as who,
                min(coalesce(tax_code, vat_number, written_identifier)) as identifier,
                min(name) as name,
                min(name_key) as name_key,
                string_agg(distinct kind, ',' order by kind) as kind,
                min(municipality_code) as town_code,
                min(municipality) as town,
                min(province) as province,
                min(valid_from) as valid_from,
                max(valid_to) as valid_to
            from register_entry
            where snapshot_id in ($1, $2)
            group by snapshot_id, who
        ),
        older as (select * from body where snapshot_id = $1),
        newer as (select * from body where snapshot_id = $2),
        final as (
            select
                o.who as was,
                n.who as is_now,
                o.who is not null and n.who is not null as both_there,
                coalesce(n.name, o.name) as name,
                o.name as name_before,
                n.name_key as key_now,
                o.name_key as key_before,
                coalesce(n.identifier, o.identifier) as identifier,
                n.kind,
                o.kind as kind_before,
                n.town || coalesce(' (' || n.province || ')', '') as place,
                o.town || coalesce(' (' || o.province || ')', '') as place_before,
                n.valid_from, n.valid_to,
                o.valid_from as valid_from_before, o.valid_to as valid_to_before,
                coalesce(cast(n.valid_from as varchar), '') || coalesce(cast(n.valid_to as varchar), '-') as dates_now,
                coalesce(cast(o.valid_from as varchar), '') || coalesce(cast(o.valid_to as varchar), '-')
                    as dates_before,
                case
                    when o.who is null or n.who is null then false
                    when n.town_code is not null and o.town_code is not null then n.town_code <> o.town_code
                    else coalesce(upper(n.town) <> upper(o.town), false)
                        or coalesce(upper(n.province) <> upper(o.province), false)
                end as moved
            from older o full outer join newer n on n.who = o.who
        )
    """
