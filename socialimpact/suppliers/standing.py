"""Which tag speaks for each supplier on a day: the same order as in the figures, so that list, page and share agree."""

from __future__ import annotations

from datetime import date
from typing import Any

from socialimpact.suppliers import kinds


def standing_sql(on: date, *, declared: bool, only: int | None = None) -> tuple[str, list[Any]]:
    """SQL for one row a supplier that has tags: the one that speaks for it on the day, else the one that did last.

    Columns: supplier_id (the one that its merged ones are), tag_id, kind, evidence, valid_from, valid_to, counted,
    and `state`: `now`, `past` or `future`. A supplier of several kinds counts as the one of the best evidence, then of
    the lowest precedence (`figures/spend.sql`). `only`: for that supplier alone.
    """
    order = "case t.evidence when 'declared' then 1 when 'suspected' then 2 else 0 end"
    proof = "case t.evidence when 'registered' then 0 when 'documented' then 1 else 2 end"
    precedence = " ".join(f"when '{kind.key}' then {kind.precedence}" for kind in kinds.all_kinds())
    counted = ", ".join(f"'{key}'" for key in kinds.counted_evidence(declared=declared))
    one = "" if only is None else f" and coalesce(s.same_as, t.supplier_id) = {int(only)}"
    sql = f"""
        select supplier_id, tag_id, kind, evidence, valid_from, valid_to, counted, state
        from (
            select dated.*, row_number() over (
                partition by supplier_id
                order by case state when 'now' then 0 when 'past' then 1 else 2 end,
                    case when state = 'past' then valid_to end desc nulls last,
                    evidence_rank, kind_rank, proof_rank, tag_id
            ) as place
            from (
                select coalesce(s.same_as, t.supplier_id) as supplier_id, t.tag_id, t.kind, t.evidence, t.valid_from,
                    t.valid_to, t.evidence in ({counted}) as counted, {order} as evidence_rank,
                    case t.kind {precedence} else 1000000 end as kind_rank, {proof} as proof_rank,
                    case when t.valid_from > ? then 'future' when t.valid_to < ? then 'past' else 'now' end as state
                from tag t inner join supplier s on s.supplier_id = t.supplier_id
                where t.ended_at is null{one}
            ) as dated
        ) as ranked
        where place = 1
    """
    return sql, [on, on]
