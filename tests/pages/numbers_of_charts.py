"""The numbers of charts that are no measure by one dimension as they stand: sums of months, parts of a whole, running
shares, differences of two periods. Each is worked out anew here, from what the command line says and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from socialimpact.actor import local_owner
from socialimpact.figures import trend
from socialimpact.figures.change_parts import change_parts
from socialimpact.figures.comparison import compare
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES
from tests.pages.screen import workspace

YEAR = 12
# `figures` over a selection: measures and a dimension, or several with commas between.
Told = Callable[[list[str], str, Selection], list[dict[str, Any]]]
Sums = tuple[Decimal, ...]


def number(period: str) -> int:
    """The last month of `2025`, `2025-Q1` or `2025-03`, counted on from month to month."""
    year, _, part = period.partition("-")
    of_year = YEAR if not part else 3 * int(part[1:]) if part.startswith("Q") else int(part)
    return YEAR * int(year) + of_year - 1


def parts_of(measure: str) -> list[str]:
    """What a measure is added up from: its own sum, or the two of a share."""
    asked = MEASURES[measure]
    return [asked.numerator, asked.denominator] if asked.denominator else [measure]


def divided(sums: Sums) -> Any:
    if len(sums) == 1:
        return sums[0]
    return float(sums[0] / sums[1]) if sums[1] else None


def months_of(told: Told, measure: str, selection: Selection, by: str = "") -> dict[Any, dict[int, Sums]]:
    """The sums of each month, by the values of `by` (one, empty, without it)."""
    found: dict[Any, dict[int, Sums]] = defaultdict(dict)
    parts, column = parts_of(measure), DIMENSIONS[by].id_column if by else ""
    for row in told(parts, f"{by},month" if by else "month", selection):
        if row["month"] is not None:
            key = str(row[column]) if by and row[column] is not None else ""
            found[key][number(row["month"])] = tuple(Decimal(row[part]) for part in parts)
    return found


def together(months: Mapping[int, Sums], last: int, many: int, measure: str) -> Any:
    """So many months added up, and divided where the measure is a share."""
    nothing = tuple(Decimal(0) for _ in parts_of(measure))
    there = [months.get(month, nothing) for month in range(last - many + 1, last + 1)]
    return divided(tuple(sum(column, Decimal(0)) for column in zip(*there, strict=True)))


def same(shown: Any, wanted: Any, *about: Any) -> None:
    """To the cent; shares as floats. What nothing is known of may be shown as nothing."""
    if wanted is None or shown is None:
        assert (bool(shown), bool(wanted)) == (False, False), about
    elif isinstance(wanted, float) or isinstance(shown, float):
        assert float(shown) == pytest.approx(float(wanted), abs=1e-12), about
    else:
        assert shown == wanted, about


def rolling(chart: Any, told: Told) -> None:
    """Each point the months that end with it."""
    (column, measure), asked = next(iter(chart.asked.measures.items())), chart.asked
    months = months_of(told, measure, asked.selection)[""]
    for row in chart.rows:
        if row[column] is not None:
            same(row[column], together(months, number(row["key"]), asked.months, measure), row)


def years(chart: Any, told: Told, measure: str, selection: Selection, many: int) -> None:
    """A column a year, a row a month: the month itself, or the twelve that end with it."""
    months = months_of(told, measure, selection.without_period())[""]
    for place, row in enumerate(chart.rows):
        for column in chart.columns[1:]:
            if row[column.key] is not None:
                wanted = together(months, YEAR * int(column.key) + place, many, measure)
                same(row[column.key], wanted, column.key, place)


def season(chart: Any, told: Told, measure: str, selection: Selection) -> None:
    """A share: points above its year, the mean of full years. An amount: its part of the average month, less one."""
    months = months_of(told, measure, selection.without_period())[""]
    full = sorted({month // YEAR for month in months if all(month // YEAR * YEAR + n in months for n in range(YEAR))})
    full = full[-4:]
    for place, row in enumerate(chart.rows):
        found = []
        for year in full:
            own = together(months, YEAR * year + place, 1, measure)
            whole = together(months, YEAR * year + 11, YEAR, measure)
            share = MEASURES[measure].unit == "share"
            found.append(100 * (own - whole) if share else float(own) / (float(whole) / YEAR) - 1)
        same(row["value"], sum(found) / len(full), row)


def within(chart: Any, told: Told, measure: str, year: int, selection: Selection) -> None:
    """From January to the month, as far as the ledger reaches; what is only expected is no figure yet."""
    months = months_of(told, measure, selection.without_period())[""]
    for place, row in enumerate(chart.rows):
        if row["so_far"] is not None:
            same(row["so_far"], together(months, YEAR * year + place, place + 1, measure), row)


def panels(chart: Any, told: Told, about: tuple[str, str], selection: Selection, many: int) -> None:
    """Each part its own months; the rest what is left of the whole."""
    (measure, by), around = about, selection.without_period()
    whole, found = months_of(told, measure, around)[""], months_of(told, measure, around, by)
    named = [column.key.removeprefix("part ") for column in chart.columns if column.key.startswith("part ")]
    nothing = tuple(Decimal(0) for _ in parts_of(measure))
    rest = {
        month: tuple(
            total - sum((found[each].get(month, nothing)[place] for each in named), Decimal(0))
            for place, total in enumerate(sums)
        )
        for month, sums in whole.items()
    }
    for row in chart.rows:
        last = number(row["key"])
        for column, sums in (("whole", whole), ("rest", rest), *((f"part {each}", found[each]) for each in named)):
            if row.get(column) is not None:  # else the ledger does not reach back so far: not known, no number
                same(row[column], together(sums, last, many, measure), column, row)


def curve(chart: Any, told: Told, selection: Selection) -> None:
    """The part of the spend that so many suppliers make up, the largest first; only whose spend is above zero."""
    rows = told(["addressable_spend"], "supplier", selection)
    amounts = sorted((amount for row in rows if (amount := Decimal(row["addressable_spend"])) > 0), reverse=True)
    for row in chart.rows:
        same(row["share"], float(sum(amounts[: row["suppliers"]], Decimal(0)) / sum(amounts)), row)


def bands(chart: Any, told: Told, selection: Selection) -> None:
    """The part of the paid lines in each band of days, of all suppliers and of the social ones."""
    counted = ("paid_lines", "paid_lines_social")
    found = {row["payment_band"]: row for row in told(list(counted), "payment_band", selection)}
    for row in chart.rows:
        for column, measure in zip(("everyone", "social"), counted, strict=True):
            whole = sum(each[measure] for each in found.values())
            wanted = float(found.get(row["key"], {}).get(measure, 0)) / whole if whole else None
            same(row[column], wanted, row)


def moves(chart: Any, told: Told, selection: Selection) -> None:
    """Every supplier's local spend in both periods, by whether anything was bought from it in the other."""
    covered = trend.span(workspace().db, selection, actor=local_owner())
    both = compare(workspace().db, selection, actor=local_owner())
    if both is None:  # no year is chosen: the last one of the ledger
        last = replace(selection.without_period(), years=(covered.last.year,))
        both = compare(workspace().db, last, actor=local_owner())
    now, then = both.selections(selection)
    counted = ["suppliers", "local_suppliers", "local_spend"]
    spent = {
        when: {row["supplier_id"]: row for row in told(counted, "supplier", each) if row["suppliers"]}
        for when, each in (("now", now), ("then", then))
    }
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    for supplier in set(spent["now"]) | set(spent["then"]):
        after, before = spent["now"].get(supplier), spent["then"].get(supplier)
        if (after and after["local_suppliers"]) or (before and before["local_suppliers"]):
            wanted[_way(after, before)] += _local(after) - _local(before)
    for row in chart.rows[:-1]:
        assert row["change"] == wanted.pop(row["key"]), row
    assert not any(wanted.values())
    assert chart.rows[-1]["change"] == sum((row["change"] for row in chart.rows[:-1]), Decimal(0))


def _local(row: Mapping[str, Any] | None) -> Decimal:
    return Decimal(row["local_spend"]) if row else Decimal(0)


def _way(after: Any, before: Any) -> str:
    if before is None:
        return "gained"
    if after is None:
        return "lost"
    if not before["local_suppliers"]:
        return "came"
    if not after["local_suppliers"]:
        return "left"
    return "more" if _local(after) >= _local(before) else "less"


def changed(chart: Any, told: Told, measure: str, by: str, selection: Selection) -> None:
    """The causes are those of the command `changes`, which holds them to the last digit; together they are what the
    measure changed by, as `figures` says of both periods.
    """
    both = compare(workspace().db, selection, actor=local_owner())
    now, then = both.selections(selection)
    split = change_parts(workspace().db, measure, now, then, by=by, actor=local_owner()).split
    assert [row["key"] for row in chart.rows] == [part.key for part in split.parts]
    points, step = (100, Decimal("0.01")) if MEASURES[measure].denominator else (1, Decimal(1))
    for row, part in zip(chart.rows, split.parts, strict=True):
        assert abs(row["effect"] - part.value * points) <= step, row
    after, before = (Decimal(str(told([measure], "", each)[0][measure])) * points for each in (now, then))
    assert abs(sum(row["effect"] for row in chart.rows) - (after - before)) <= step
