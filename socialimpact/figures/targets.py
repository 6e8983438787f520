"""A measure's goal for a year, and how far it is, in points and in euro."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.choices import settings
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.figures.query import query
from socialimpact.store.database import Reader

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Target:
    """`value` is a share between 0 and 1, an amount in euro, a number or days, as the measure is.

    `company_id` None is the whole organisation; `scope` and `local_rule` None are the organisation's own.
    """

    target_id: int
    company_id: int | None
    measure: str
    year: int
    value: Decimal
    scope: str | None = None
    local_rule: str | None = None


@dataclass(frozen=True)
class Distance:
    """How far the year's value is from its target. Positive is still missing, zero or less is reached.

    `points`: percentage points, for a share. `euro`: what would have to be spent otherwise, at the denominator of
    today (for a share), or is missing (for an amount). `value` is None where nothing is known.
    """

    target: Target
    value: Any
    points: float | None
    euro: Decimal | None
    reached: bool | None


def targets(reader: Reader, *, actor: Actor) -> tuple[Target, ...]:
    """The targets that the actor may see, by year and measure."""
    rows = reader.rows(
        "select target_id, company_id, measure, year, value, scope, local_rule from target"
        " order by year, measure, company_id nulls first, target_id",
        step="targets",
    )
    found = (Target(*row) for row in rows)
    return tuple(
        each
        for each in found
        if actor.companies is None or each.company_id is None or each.company_id in actor.companies
    )


def target_for(
    reader: Reader, key: str, year: int, selection: Selection | None = None, *, actor: Actor
) -> Target | None:
    """The target of a measure for a year that fits what is looked at, or None.

    With one company chosen its own target goes before the organisation's. A target that names a scope or a local
    rule fits only that one; a target without one is about the organisation's own.
    """
    looking = selection or Selection()
    own = settings(reader)
    scope, rule = looking.scope or own.scope_key, looking.local_rule or own.local_rule_key
    company = looking.companies[0] if len(looking.companies) == 1 else None
    fitting = [
        each
        for each in targets(reader, actor=actor)
        if each.measure == key
        and each.year == year
        and (each.scope or own.scope_key) == scope
        and (each.local_rule or own.local_rule_key) == rule
        and each.company_id in {None, company}
    ]
    return max(fitting, key=lambda each: (each.company_id is not None, each.target_id), default=None)


def distance(reader: Reader, target: Target, selection: Selection | None = None, *, actor: Actor) -> Distance:
    """How far the target's year is from it. Of `selection` everything but the period is kept."""
    asked = measure(target.measure)
    year = replace((selection or Selection()).without_period(), years=(target.year,))
    if target.company_id is not None and not year.companies:
        year = replace(year, companies=(target.company_id,))
    year = replace(year, scope=target.scope or year.scope, local_rule=target.local_rule or year.local_rule)
    keys = [target.measure, *(each for each in (asked.numerator, asked.denominator) if each)]
    answer = query(reader, keys, where=year, actor=actor)
    value = answer.value(target.measure)
    if value is None:
        return Distance(target, None, None, None, None)
    sign = -1 if asked.better == "less" else 1
    missing = sign * (target.value - Decimal(str(value)))
    points = euro = None
    if asked.unit == "share":
        points = float(missing * 100)
        if asked.numerator and asked.denominator:
            euro = _missing_euro(answer.value(asked.numerator), answer.value(asked.denominator), target, sign)
    elif asked.unit == "euro":
        euro = missing.quantize(_CENT, ROUND_HALF_UP)
    return Distance(target, value, points, euro, missing <= 0)


def _missing_euro(numerator: Any, denominator: Any, target: Target, sign: int) -> Decimal | None:
    """What the numerator lacks at today's denominator, to the cent above: that much more reaches the target."""
    if not (isinstance(numerator, Decimal) and isinstance(denominator, Decimal)):
        return None
    return (sign * (target.value * denominator - numerator)).quantize(_CENT, ROUND_CEILING)
