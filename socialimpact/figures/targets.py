"""A measure's goal for a year, of the whole or of a part, and how far it is, in points and in euro."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.choices import settings
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.figures.query import query
from socialimpact.store.reader import Reader

_CENT = Decimal("0.01")
# What a share says of the whole it may ask of a part; an amount of the whole is no goal of a part.
_OF_PARTS_TOO = frozenset({"share", "days"})


@dataclass(frozen=True)
class Target:
    """`value` is a share between 0 and 1, an amount in euro, a number or days, as the measure is.

    `company_id` None is the whole organisation; `scope` and `local_rule` None are the organisation's own. `site_id` and
    `category` (a leaf or a group of the tree) narrow it to a part. `made_on` is the day on which it was set.
    """

    target_id: int
    company_id: int | None
    measure: str
    year: int
    value: Decimal
    scope: str | None = None
    local_rule: str | None = None
    site_id: int | None = None
    category: str | None = None
    made_on: date | None = None

    @property
    def subject(self) -> tuple[str, int | None, int | None, str | None, str | None, str | None]:
        """What it is about, but for the year: targets of one subject make a path."""
        return self.measure, self.company_id, self.site_id, self.category, self.scope, self.local_rule

    def selection(self, more: Selection | None = None) -> Selection:
        """The lines that it is about, without a period; of `more` everything else is kept."""
        base = (more or Selection()).without_period()
        return replace(
            base,
            companies=base.companies or ((self.company_id,) if self.company_id is not None else ()),
            sites=(self.site_id,) if self.site_id is not None else base.sites,
            categories=(self.category,) if self.category is not None else base.categories,
            scope=self.scope or base.scope,
            local_rule=self.local_rule or base.local_rule,
        )


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
    rows = reader.dicts(
        "select target_id, company_id, measure, year, value, scope, local_rule, site_id, category, made_on from target"
        " order by year, measure, company_id nulls first, site_id nulls first, category nulls first, target_id",
        step="targets",
    )
    found = (Target(**row) for row in rows)
    return tuple(
        each
        for each in found
        if actor.companies is None or each.company_id is None or each.company_id in actor.companies
    )


def target_for(
    reader: Reader, key: str, year: int, selection: Selection | None = None, *, actor: Actor
) -> Target | None:
    """The target of a measure for a year that fits what is looked at, or None.

    What is looked at is the whole, one or more companies, one site or one category; of any other part no target
    speaks. With one company chosen its own target goes before the organisation's, which stands in for shares only. A
    target that names a scope or a local rule fits only that one; one without is about the organisation's own.
    """
    looking = selection or Selection()
    part = _part(looking)
    if part is None:
        return None
    own = settings(reader)
    scope, rule = looking.scope or own.scope_key, looking.local_rule or own.local_rule_key
    company = looking.companies[0] if len(looking.companies) == 1 else None
    inherits = not looking.companies or measure(key).unit in _OF_PARTS_TOO
    fitting = [
        each
        for each in targets(reader, actor=actor)
        if each.measure == key
        and each.year == year
        and (each.site_id, each.category) == part
        and (each.scope or own.scope_key) == scope
        and (each.local_rule or own.local_rule_key) == rule
        # a site lies in one company: who looks at it need not have chosen that, too
        and (part[0] is not None or (each.company_id is None and inherits) or (each.company_id or 0) == company)
    ]
    return max(fitting, key=lambda each: (each.company_id is not None, each.target_id), default=None)


def _part(looking: Selection) -> tuple[int | None, str | None] | None:
    """The one site and the one category that are looked at; None where something else is."""
    categories = (*looking.categories, *looking.category_groups)
    rest = replace(
        looking.without_period(),
        companies=(), sites=(), categories=(), category_groups=(), scope=None, local_rule=None,
    )  # fmt: skip
    if rest != Selection() or len(looking.sites) > 1 or len(categories) > 1 or None in {*looking.sites, *categories}:
        return None
    return (looking.sites[0] if looking.sites else None), (categories[0] if categories else None)


def distance(reader: Reader, target: Target, selection: Selection | None = None, *, actor: Actor) -> Distance:
    """How far the target's year is from it. Of `selection` everything but the period is kept."""
    year = replace(target.selection(selection), years=(target.year,))
    answer = query(reader, keys_of(target.measure), where=year, actor=actor)
    return away(target, answer.rows[0])


def keys_of(key: str) -> list[str]:
    """The measures that `away` needs: the measure itself, and what it divides."""
    asked = measure(key)
    return [key, *(each for each in (asked.numerator, asked.denominator) if each)]


def away(target: Target, values: Mapping[str, Any]) -> Distance:
    """How far the values of a year are from the target."""
    asked = measure(target.measure)
    value = values.get(target.measure)
    if value is None:
        return Distance(target, None, None, None, None)
    sign = -1 if asked.better == "less" else 1
    missing = sign * (target.value - Decimal(str(value)))
    points = euro = None
    if asked.unit == "share":
        points = float(missing * 100)
        if asked.numerator and asked.denominator:
            euro = _missing_euro(values[asked.numerator], values[asked.denominator], target, sign)
    elif asked.unit == "euro":
        euro = missing.quantize(_CENT, ROUND_HALF_UP)
    return Distance(target, value, points, euro, missing <= 0)


def _missing_euro(numerator: Any, denominator: Any, target: Target, sign: int) -> Decimal | None:
    """What the numerator lacks at today's denominator, to the cent above: that much more reaches the target."""
    if not (isinstance(numerator, Decimal) and isinstance(denominator, Decimal)):
        return None
    return (sign * (target.value * denominator - numerator)).quantize(_CENT, ROUND_CEILING)
