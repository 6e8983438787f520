"""One-off invoices: far larger than is usual there, and without their like in the other period.

An invoice is everything that one supplier charged to one company on one day: many ledgers have no document numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from socialimpact.figures.decomposition import Invoice
from socialimpact.language import Share, msg
from socialimpact.store.reader import Reader

# Ten times the usual invoice: purchases scatter widely, and the threefold of a median is an everyday thing.
TIMES = 10
# With fewer other invoices nobody knows what is usual with a supplier, or in a category.
FEWEST_OTHERS = 5
# Below this part of a period's spend an invoice explains nothing that a reader would see.
LEAST_PART = Decimal("0.005")
# Half as large is its like: next year's instalment, the same order a little smaller.
LIKE = Decimal("0.5")

RULE = msg(
    "One-off: all that a supplier charged on one day, if it is at least {times} times the usual invoice of that "
    "supplier (of its category, where the supplier has few), at least {part} of the period's spend, and neither the "
    "supplier nor the category has one half as large in the other period.",
    times=TIMES,
    part=Share(LEAST_PART),
)  # fmt: skip


def one_offs(
    reader: Reader,
    condition: str,
    periods: Mapping[str, tuple[str, Sequence[Any]]],
    totals: Mapping[str, Decimal],
) -> dict[str, tuple[Invoice, ...]]:
    """The one-off invoices of each of two periods.

    `condition` says which lines of `spend` count at all; `periods` gives each period's condition with its bound
    values, `totals` its spend. Amounts count by their size: a large credit note is one-off as well. An invoice of
    several categories belongs to that of its largest piece; the unclassified are no category.
    """
    pieces = "\n    union all\n".join(
        f"    select cast(? as varchar) as part, company_id, supplier_id, date, category, sum(net_amount) as amount\n"
        f"    from spend where {where} and {condition} and date is not null\n"
        "    group by company_id, supplier_id, date, category"
        for where, _ in periods.values()
    )
    values = [value for name, (_, bound) in periods.items() for value in (name, *bound)]
    floors = "\n    union all\n".join("    select cast(? as varchar) as part, cast(? as decimal(18, 2)) as least"
                                      for _ in periods)  # fmt: skip
    values += [value for name in periods for value in (name, abs(totals[name]) * LEAST_PART)]
    rows = reader.rows(_SQL.replace("{pieces}", pieces).replace("{floors}", floors), values, step="one-off invoices")
    found: dict[str, list[Invoice]] = {name: [] for name in periods}
    for part, company, supplier, day in rows:
        found[part].append(Invoice(company, supplier, day))
    return {name: tuple(invoices) for name, invoices in found.items()}


_SQL = f"""
with piece as (
{{pieces}}
),
floors as (
{{floors}}
),
whole as (
    select part, company_id, supplier_id, date, sum(amount) as amount, max(abs(amount)) as largest
    from piece
    group by part, company_id, supplier_id, date
),
big as (
    select whole.part, whole.company_id, whole.supplier_id, whole.date, whole.amount, max(piece.category) as category
    from whole
    inner join floors on floors.part = whole.part
    inner join piece
        on piece.part = whole.part and piece.company_id = whole.company_id
        and piece.supplier_id = whole.supplier_id and piece.date = whole.date and abs(piece.amount) = whole.largest
    where abs(whole.amount) >= floors.least and whole.amount <> 0
    group by whole.part, whole.company_id, whole.supplier_id, whole.date, whole.amount
),
of_supplier as (
    select supplier_id, count(*) as invoices, median(abs(amount)) as usual
    from whole
    where supplier_id in (select supplier_id from big)
    group by supplier_id
),
of_category as (
    select category, count(*) as invoices, median(abs(amount)) as usual
    from piece
    where category in (select category from big)
    group by category
),
of_all as (
    select count(*) as invoices, median(abs(amount)) as usual from whole
),
judged as (
    select
        big.*,
        case
            when of_supplier.invoices > {FEWEST_OTHERS} then of_supplier.usual
            when of_category.invoices > {FEWEST_OTHERS} then of_category.usual
            when of_all.invoices > {FEWEST_OTHERS} then of_all.usual
        end as usual
    from big
    cross join of_all
    left join of_supplier on of_supplier.supplier_id = big.supplier_id
    left join of_category on of_category.category = big.category
)
select judged.part, judged.company_id, judged.supplier_id, judged.date
from judged
where abs(judged.amount) >= {TIMES} * judged.usual
    and not exists (
        select 1 from whole
        where whole.part <> judged.part and whole.supplier_id = judged.supplier_id
            and abs(whole.amount) >= {LIKE} * abs(judged.amount)
    )
    and not exists (
        select 1 from piece
        where piece.part <> judged.part and piece.category = judged.category
            and abs(piece.amount) >= {LIKE} * abs(judged.amount)
    )
order by judged.part, abs(judged.amount) desc, judged.company_id, judged.supplier_id, judged.date
"""


def among_sql(invoices: Iterable[Invoice]) -> tuple[str, list[Any]]:
    """The condition that a line of `spend` is of one of these invoices, with its values; false where there is none."""
    parts = [(each.company, each.supplier, each.day) for each in invoices]
    if not parts:
        return "false", []
    marks = " or ".join("(company_id = ? and supplier_id = ? and date = ?)" for _ in parts)
    return f"({marks})", [value for part in parts for value in part]
