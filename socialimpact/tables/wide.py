"""Wide tables: a column of amounts for each month, quarter or year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from socialimpact.language import msg
from socialimpact.tables.headings import meanings
from socialimpact.tables.periods import period_of
from socialimpact.tables.roles import AMOUNTS, DATES, IGNORE, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socialimpact.tables.content import Profile

LEAST_MONTHS, LEAST_YEARS = 3, 2
FIGURES = 0.8


def period_columns(names: Sequence[str | None], profiles: Sequence[Profile]) -> dict[int, str]:
    """The columns that hold the amounts of one period each, with the period; none where the table is not wide.

    A table with a column of dates or of amounts of its own is not: its months are something else.
    """
    found: dict[int, str] = {}
    for index, (name, profile) in enumerate(zip(names, profiles, strict=True)):
        period = period_of(name, years=True) if name else None
        if period and profile.count and profile.number >= FIGURES and not profile.date > FIGURES:
            found[index] = period
    empty = {
        index: period
        for index, name in enumerate(names)
        if name and index not in found and not profiles[index].count and (period := period_of(name))
    }
    yearly = all(period.isdigit() for period in found.values())
    if len(found) + len(empty) < (LEAST_YEARS if yearly else LEAST_MONTHS) or not found:
        return {}
    if len({*found.values(), *empty.values()}) < len(found) + len(empty):
        return {}
    for index, (name, profile) in enumerate(zip(names, profiles, strict=True)):
        known = {meaning.role for meaning in meanings(name, "ledger") if meaning.known} if name else set()
        if index not in found and profile.count and (
            (known & set(DATES) and profile.date > FIGURES)
            or (known & {"net_amount", "debit", "credit"} and yearly)
        ):  # fmt: skip
            return {}
    return dict(sorted({**found, **empty}.items()))


def with_periods(columns: tuple[Column, ...], periods: Mapping[int, str]) -> tuple[Column, ...]:
    """The columns of a wide table: the periods hold its amounts, and their sums are left alone."""
    changed = []
    for column in columns:
        if column.index in periods:
            reason = msg("One of several columns that hold the amounts of one period each.")
            changed.append(replace(column, role="net_amount", confidence=0.9, reason=reason))
        elif column.role in {*AMOUNTS, "vat_amount", "quantity", "unit_price"}:
            reason = msg("The periods beside it hold the amounts; this is their sum or something else.")
            changed.append(replace(column, role=IGNORE, confidence=0.0, reason=reason))
        else:
            changed.append(column)
    return tuple(changed)
