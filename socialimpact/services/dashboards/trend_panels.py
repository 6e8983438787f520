"""A measure over time by the parts of a dimension, beside each other: the largest parts, and all the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from socialimpact.actor import Actor
from socialimpact.charts import trend_messages
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import FILTERS, Selection
from socialimpact.figures.measures import Measure
from socialimpact.figures.monthly_sums import Sums, monthly_sums, summands, sums_of
from socialimpact.figures.periods import Grain, PeriodValue, Timeline, from_sums, numbers, rest_of
from socialimpact.figures.query import query
from socialimpact.figures.stretch import first_day, month_number
from socialimpact.language import Message, msg
from socialimpact.services.workspace import Workspace

_MOST = 7


@dataclass(frozen=True)
class PanelView:
    """One part over the periods. `key` leads one level deeper; the rest, and what is not known, has none."""

    key: Any
    name: Message
    values: tuple[PeriodValue, ...]
    is_rest: bool = False


@dataclass(frozen=True)
class PanelsView:
    """The parts, the largest first, then the rest; `whole` is the measure of all of them together."""

    title: Message
    under: Message
    by: str
    panels: tuple[PanelView, ...]
    whole: tuple[PeriodValue, ...]


def panels(
    ws: Workspace, actor: Actor, asked: Measure, selection: Selection, *, grain: Grain, by: str, line: Timeline
) -> PanelsView | None:
    """The panels of a measure that is made of sums; None for another, and where there is one part only.

    The largest parts are those with the most spend that the measure is a part of, over the time that is shown.
    """
    parts = summands(asked)
    if not parts:
        return None
    dimension = DIMENSIONS[by]
    first = numbers(grain, month_number(f"{line.reach.first:%Y-%m}"), month_number(f"{line.reach.last:%Y-%m}"))[0][1][0]
    reach = selection.during(max(line.covered.first, first_day(first)), line.covered.last)
    size = parts[-1].key
    keys = [part.key for part in parts]
    rows = query(ws.db, keys, [by], reach, actor=actor, order=f"-{size}", limit=_MOST + 1).rows
    if len(rows) < 2:  # noqa: PLR2004 - one part is the whole
        return None
    rows = rows[:_MOST]
    field = next(each.field for each in FILTERS if each.dimension == by)
    narrowed: dict[str, Any] = {field: tuple(row[dimension.id_column] for row in rows)}
    largest = replace(reach, **narrowed)
    months: dict[Any, dict[int, Sums]] = {row[dimension.id_column]: {} for row in rows}
    for row in query(ws.db, keys, [by, "month"], largest, actor=actor).rows:
        if row[dimension.id_column] in months and row["month"] is not None:
            months[row[dimension.id_column]][month_number(row["month"])] = sums_of(parts, row)
    total = monthly_sums(ws.db, asked.key, reach, actor=actor)
    rest = rest_of(total, list(months.values()), len(parts))
    found = [
        PanelView(key, dimension.label(row), from_sums(months[key], len(parts), grain, line))
        for row in rows
        for key in [row[dimension.id_column]]
    ]
    if any(any(sums) for sums in rest.values()):
        found.append(PanelView(None, msg("All others"), from_sums(rest, len(parts), grain, line), is_rest=True))
    kept = [each for each in found if any(point.value is not None for point in each.values)]
    firsts = [next((point.value for point in each.values if point.value is not None), None) for each in kept]
    lasts = [next((point.value for point in reversed(each.values) if point.value is not None), None) for each in kept]
    whole = from_sums(total, len(parts), grain, line)
    known = next((place for place, point in enumerate(whole) if point.value is not None), 0)
    kept = [replace(each, values=each.values[known:]) for each in kept]
    return PanelsView(
        trend_messages.panels(asked, [each.name for each in kept], firsts, lasts),
        msg(
            "The parts with the most spend, each on the same scale. By: {dimension}. Together they are the whole.",
            dimension=dimension.name,
        ),
        by,
        tuple(kept),
        whole[known:],
    )
