"""Tags that end soon or have ended, with what is bought there: said before a figure falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures import choices, scopes
from socialimpact.figures.literals import text_list
from socialimpact.language import Euro, Message, plural
from socialimpact.services.suppliers.supplier_view import mine
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds

AHEAD_DAYS, SOON_DAYS = 90, 30
_BACK_DAYS = 365


@dataclass(frozen=True)
class EndingTag:
    """A tag that counts and ends without another that goes on.

    `days` from today to its last day, negative where that is past. `a_year` is addressable spend in euro in the last
    twelve months of the ledgers; `since` what was spent after the last day, which does not count.
    """

    tag_id: int
    supplier_id: int
    supplier: str
    kind: str
    evidence: str
    valid_to: date
    days: int
    a_year: Decimal
    since: Decimal
    file_name: str | None

    @property
    def soon(self) -> bool:
        return 0 <= self.days <= SOON_DAYS

    @property
    def past(self) -> bool:
        return self.days < 0

    def as_json(self) -> dict[str, Any]:
        return {
            **{name: getattr(self, name) for name in ("tag_id", "supplier_id", "supplier", "kind", "evidence")},
            "valid_to": self.valid_to.isoformat(),
            "days": self.days,
            "a_year": f"{self.a_year:.2f}",
            "since": f"{self.since:.2f}",
            "file_name": self.file_name,
        }


def expiring(
    ws: Workspace, actor: Actor, *, within: int = AHEAD_DAYS, today: date | None = None
) -> tuple[EndingTag, ...]:
    """The tags that count, carry spend that the actor sees, and end within so many days or ended in the last year.

    A tag that another one continues is left out: a renewed certificate, a register that has the supplier as well. The
    next to end comes first, then what has ended, the latest first.
    """
    actor.require("viewer")
    chosen = choices.settings(ws.db)
    counted = text_list(kinds.counted_evidence(declared=chosen.declared_counts))
    in_scope = text_list(scopes.scope(ws.db, chosen.scope_key).kinds)
    only, values = mine(actor, "spend.company_id")
    now = today or datetime.now(UTC).date()
    rows = ws.db.dicts(
        f"""
        with standing as (
            select t.tag_id, coalesce(s.same_as, t.supplier_id) as supplier_id, t.kind, t.evidence, t.valid_from,
                t.valid_to
            from tag t inner join supplier s on s.supplier_id = t.supplier_id
            where t.ended_at is null and t.evidence in ({counted})
        ),
        ending as (
            select * from standing
            where valid_to between cast(? as date) - {_BACK_DAYS} and cast(? as date) + cast(? as integer)
        ),
        alone as (
            select * from ending where not exists (
                select 1 from standing as other
                where other.supplier_id = ending.supplier_id
                    and (other.kind = ending.kind or other.kind in ({in_scope}))
                    and coalesce(other.valid_from, ending.valid_to) <= ending.valid_to + 1
                    and coalesce(other.valid_to, date '9999-12-31') > ending.valid_to
            )
        ),
        newest as (
            select least(max(spend.date), cast(? as date)) as day from spend where true{only}
        ),
        bought as (
            select alone.tag_id,
                coalesce(sum(case when spend.date > newest.day - interval 1 year and spend.date <= newest.day
                    then spend.net_amount end), 0) as a_year,
                coalesce(sum(case when spend.date > alone.valid_to
                    and coalesce(spend.evidence not in ({counted}), true) then spend.net_amount end), 0) as since
            from alone
            inner join spend on spend.supplier_id = alone.supplier_id and spend.addressable{only}
            cross join newest
            group by alone.tag_id
        )
        select alone.tag_id, alone.supplier_id, supplier.name as supplier, alone.kind, alone.evidence, alone.valid_to,
            alone.valid_to - cast(? as date) as days, cast(bought.a_year as decimal(18, 2)) as a_year,
            cast(bought.since as decimal(18, 2)) as since, tag_evidence.file_name
        from alone
        inner join bought on bought.tag_id = alone.tag_id
        inner join supplier on supplier.supplier_id = alone.supplier_id
        left join tag_evidence on tag_evidence.tag_id = alone.tag_id
        where bought.since > 0 or (bought.a_year > 0 and alone.valid_to >= cast(? as date))
        order by alone.valid_to < cast(? as date), abs(alone.valid_to - cast(? as date)), a_year desc, supplier
        """,
        [now, now, within, now, *values, *values, now, now, now, now],
        step="tags that end",
    )
    return tuple(EndingTag(**row) for row in rows)


def ahead_words(tags: tuple[EndingTag, ...], within: int = AHEAD_DAYS) -> Message | None:
    """What ends within the days, in one sentence; None where nothing does."""
    ahead = [tag for tag in tags if not tag.past]
    if not ahead:
        return None
    return plural(
        "The proof of {n} supplier ends within {days} days, worth {amount} a year.",
        "The proof of {n} suppliers ends within {days} days, worth {amount} a year.",
        len({tag.supplier_id for tag in ahead}),
        days=within,
        amount=Euro(_worth(ahead), cents=False),
    )


def past_words(tags: tuple[EndingTag, ...]) -> Message | None:
    """What has ended and is still bought from, in one sentence; None where nothing has."""
    past = [tag for tag in tags if tag.past and tag.since > 0]
    if not past:
        return None
    return plural(
        "The proof of {n} supplier has ended: {amount} bought since then does not count.",
        "The proof of {n} suppliers has ended: {amount} bought since then does not count.",
        len({tag.supplier_id for tag in past}),
        amount=Euro(sum(({tag.supplier_id: tag.since for tag in past}).values(), Decimal(0)), cents=False),
    )


def _worth(tags: list[EndingTag]) -> Decimal:
    """Each supplier once, even where two of its tags end."""
    return sum({tag.supplier_id: tag.a_year for tag in tags}.values(), Decimal(0))
