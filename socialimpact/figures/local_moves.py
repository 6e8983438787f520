"""How local spend changed between two periods: by suppliers gained and lost, and by what those that stayed did.

Every supplier with local spend in either period is in exactly one way, so the ways add up to the change, to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from socialimpact.actor import Actor
from socialimpact.figures.choices import definitions
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import LOCAL
from socialimpact.figures.query import visible_sql
from socialimpact.store.reader import Reader

# gained, lost: nothing was bought from it in the other period. came, left: bought from in both, but local in one only,
# as another site buys. more, less: local in both.
Way = Literal["gained", "came", "more", "less", "left", "lost"]
WAYS: tuple[Way, ...] = get_args(Way)


@dataclass(frozen=True)
class Move:
    """A supplier whose local spend changed, with the local spend of both periods."""

    way: Way
    supplier_id: int
    supplier: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True)
class Moved:
    """All suppliers of one way: how many, and what their local spend was and became."""

    way: Way
    suppliers: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


def moved(reader: Reader, before: Selection, after: Selection, *, actor: Actor) -> tuple[Moved, ...]:
    """The change of local spend from one selection to the other by its ways, those without a supplier left out."""
    chain, values = _chain(reader, before, after, actor)
    rows = reader.rows(
        f"{chain} select way, count(*), sum(local_before), sum(local_after) from final group by way",
        values,
        step="local spend, moved",
    )
    found = {way: Moved(way, count, then, now) for way, count, then, now in rows}
    return tuple(found[way] for way in WAYS if way in found)


def largest_moves(reader: Reader, before: Selection, after: Selection, *, actor: Actor, most: int) -> tuple[Move, ...]:
    """The suppliers whose local spend changed the most, up or down, the largest change first."""
    chain, values = _chain(reader, before, after, actor)
    rows = reader.rows(
        f"{chain} select way, supplier_id, supplier, local_before, local_after from final"
        " where local_after <> local_before"
        f" order by abs(local_after - local_before) desc, supplier_id limit {int(most)}",
        values,
        step="local spend, largest moves",
    )
    return tuple(Move(*row) for row in rows)


def _chain(reader: Reader, before: Selection, after: Selection, actor: Actor) -> tuple[str, list[object]]:
    local = definitions(reader, after).fill(LOCAL)
    was, was_values = visible_sql(before, actor)
    now, now_values = visible_sql(after, actor)

    def period(name: str, condition: str) -> str:
        return f"""
        {name} as (
            select supplier_id, min(supplier) as supplier_name,
                coalesce(sum(case when {local} then net_amount end), 0) as local_spend,
                count(case when {local} then 1 end) as local_lines
            from spend
            where addressable and {condition}
            group by supplier_id
        )"""

    chain = f"""
    with {period("was", was)}, {period("now", now)},
    final as (
        select
            coalesce(now.supplier_id, was.supplier_id) as supplier_id,
            coalesce(now.supplier_name, was.supplier_name) as supplier,
            cast(coalesce(was.local_spend, 0) as decimal(38, 2)) as local_before,
            cast(coalesce(now.local_spend, 0) as decimal(38, 2)) as local_after,
            case
                when was.supplier_id is null then 'gained'
                when now.supplier_id is null then 'lost'
                when was.local_lines = 0 then 'came'
                when now.local_lines = 0 then 'left'
                when now.local_spend >= was.local_spend then 'more'
                else 'less'
            end as way
        from was
        full outer join now on now.supplier_id = was.supplier_id
        where coalesce(was.local_lines, 0) + coalesce(now.local_lines, 0) > 0
    )"""
    return chain, [*was_values, *now_values]
