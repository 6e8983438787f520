"""How purchases are spread over suppliers: the largest with their running sum, a curve, categories with one source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from socialimpact.actor import Actor
from socialimpact.figures.choices import definitions
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import visible_sql
from socialimpact.store.reader import Reader

SINGLE_SOURCE = 0.8
_CURVE_POINTS = 50


@dataclass(frozen=True)
class Placed:
    """A supplier by its addressable spend, the largest first. `running` is the sum up to it, itself included."""

    supplier_id: int
    name: str
    place: int
    total: Decimal
    social: Decimal
    running: Decimal


@dataclass(frozen=True)
class Spread:
    """Purchases over suppliers. `suppliers` and `whole` are those above zero, `below` how many are not and their sum.

    `largest`: from the first on, at most as many as asked for. `curve`: suppliers so far and the sum so far, about a
    hundred points.
    """

    suppliers: int
    whole: Decimal
    below: tuple[int, Decimal]
    largest: tuple[Placed, ...]
    curve: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True)
class OneSource:
    """A category in which one supplier receives more than `SINGLE_SOURCE` of the spend: `part` of `whole`."""

    category: str
    supplier_id: int
    supplier: str
    part: Decimal
    whole: Decimal
    suppliers: int

    @property
    def share(self) -> float:
        return float(self.part / self.whole)


def spread(reader: Reader, selection: Selection, *, actor: Actor, most: int, mark: int = 1) -> Spread:
    """How the addressable spend of a selection is spread over suppliers; the curve has a point at the place `mark`."""
    where, values = visible_sql(selection, actor)
    social = definitions(reader, selection).fill("{social}")
    rows = reader.rows(
        f"""
        with per_supplier as (
            select supplier_id, min(supplier) as supplier, sum(net_amount) as total,
                coalesce(sum(case when {social} then net_amount end), 0) as social
            from spend
            where {where} and addressable
            group by supplier_id
        ),
        placed as (
            select per_supplier.*,
                row_number() over (order by total desc, supplier_id) as place,
                sum(total) over (order by total desc, supplier_id rows between unbounded preceding and current row)
                    as running,
                count(case when total > 0 then 1 end) over () as suppliers,
                sum(case when total > 0 then total end) over () as whole,
                count(case when total <= 0 then 1 end) over () as below,
                coalesce(sum(case when total <= 0 then total end) over (), 0) as below_sum
            from per_supplier
        )
        select supplier_id, supplier, place, total, social, running, suppliers, whole, below, below_sum
        from placed
        where total > 0 and (
            place <= {int(most)} or place = suppliers or place = {int(mark)}
            or place % cast(ceil(suppliers / {_CURVE_POINTS}.0) as bigint) = 0
        ) or place = 1
        order by place
        """,
        values,
        step="spend by supplier, the largest first",
    )
    if not rows:
        return Spread(0, Decimal(0), (0, Decimal(0)), (), ())
    suppliers, whole, *below = rows[0][6:]
    above = [Placed(*row[:6]) for row in rows if row[3] > 0]
    step = -(-suppliers // _CURVE_POINTS) or 1
    curve = tuple(
        (each.place, each.running)
        for each in above
        if each.place in {1, mark, suppliers} or each.place % step == 0 or each.place <= _CURVE_POINTS
    )
    largest = tuple(each for each in above if each.place <= most)
    return Spread(suppliers, whole or Decimal(0), (below[0], below[1]), largest, curve)


def one_source(reader: Reader, selection: Selection, *, actor: Actor) -> tuple[OneSource, ...]:
    """The categories of the lower level that hang on one supplier, the largest first. What has no category is none."""
    where, values = visible_sql(selection, actor)
    rows = reader.rows(
        f"""
        with part as (
            select category, supplier_id, min(supplier) as supplier, sum(net_amount) as total
            from spend
            where {where} and addressable and category is not null
            group by category, supplier_id
        ),
        placed as (
            select part.*,
                row_number() over (partition by category order by total desc, supplier_id) as place,
                sum(case when total > 0 then total end) over (partition by category) as whole,
                count(*) over (partition by category) as suppliers
            from part
        )
        select category, supplier_id, supplier, total, whole, suppliers
        from placed
        where place = 1 and total > 0 and total > {SINGLE_SOURCE} * whole
        order by whole desc, category
        """,
        values,
        step="categories with one source",
    )
    return tuple(OneSource(*row) for row in rows)
