"""The parts of the trends page: each draws one view of `services.dashboards.trending`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.period_line import Mark, Point, period_line
from socialimpact.charts.twelve_months import Way, season_bars, within_year, year_lines
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.figures.periods import Grain
from socialimpact.language import Message, msg
from socialimpact.services.dashboards import trend_choices
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.dashboards.month_names import month_of_year
from socialimpact.services.dashboards.trending import (
    OverTimeView,
    SeasonView,
    TrendsView,
    WithinYearView,
    YearsView,
)
from socialimpact.services.spreadsheet import Unit
from socialimpact.services.workspace import Workspace
from socialimpact.ui import drill, formats, language, parts, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_NARROWEST = 150  # two beside each other on a phone
_UNITS: dict[str, Unit] = {"euro": "euro", "share": "share", "count": "count"}


def choices() -> tuple[str, Grain, str]:
    """The measure, the periods, and by what the parts are shown."""
    with st.grid(2, min_column_width=_NARROWEST, wrap=False, key="trends_choices"):
        key = parts.listed(
            "measure", {each: measure(each).name for each in trend_choices.MEASURES}, label=msg("Figure")
        )
        by = parts.listed(
            "by", {each: DIMENSIONS[each].name for each in trend_choices.DIMENSIONS}, label=msg("Parts by")
        )
    grain = parts.chosen("per", trend_choices.grains(key), label=msg("Periods"))
    return key, cast("Grain", grain), by


def notes(view: TrendsView) -> None:
    """What to know before a fall is read out of a line."""
    for note in view.notes:
        st.caption(f":material/info: {literal(say(note))}")


def over_time(ws: Workspace, actor: Actor, view: TrendsView, selection: Selection, shown: OverTimeView) -> None:
    """The measure over the periods; a click on a point looks at that period."""
    marks = _numbered(shown)
    chart = period_line(
        [Point(each.key, each.first, say(each.name), _float(each.value), each.whole) for each in shown.points],
        marks,
        unit=view.measure.unit,
        palette=theme.palette(),
        language=language.current(),
    )
    level = "month" if view.grain == "rolling" else view.grain
    rows = [
        {
            "key": each.key,
            "period": each.name,
            "value": each.value,
            "whole": "" if each.whole or each.value is None else msg("not whole"),
        }
        for each in shown.points
    ]
    columns = (
        Column("period", msg("Period"), role="time"),
        Column("value", view.measure.name, unit_of(view)),
        Column("whole", msg("Known")),
    )
    chosen = chart_card(
        shown.title, shown.under, chart, key="trend_over_time", columns=columns, rows=rows, file_name="trend",
        clickable=True,
        asked=Asked({"value": view.measure.key}, level, selection.without_period(),
                    months=12 if view.grain == "rolling" else 1),
        more=lambda: drill.links(
            ws, actor, selection, level, [(_key(level, each.key), each.name) for each in shown.points[-12:]]
        ),
    )  # fmt: skip
    for mark in marks:
        if not mark.gap:
            st.caption(f"**{mark.number}** · {formats.day(mark.day)}: {literal(mark.text)}")
    if chosen:
        drill.go(ws, actor, selection, level, chosen, measure=view.measure.key)


def _key(level: str, key: str) -> Any:
    return int(key) if level == "year" else key


def _numbered(shown: OverTimeView) -> list[Mark]:
    """What happened, numbered in its order; a month that is missing is seen and told above, it needs no number."""
    found, number = [], 0
    for mark in shown.marks:
        number += not mark.gap
        found.append(Mark(mark.day, number, say(mark.text), mark.gap))
    return found


def years(view: TrendsView, shown: YearsView) -> None:
    """Years over each other."""
    chart = year_lines(
        [(year, [_float(value) for value in values]) for year, values in shown.years],
        unit=view.measure.unit,
        palette=theme.palette(),
        language=language.current(),
    )
    columns = [Column("month", msg("Month"), role="time")]
    columns += [Column(str(year), str(year), unit_of(view)) for year, _ in shown.years]
    rows = [
        {"month": month_of_year(month + 1), **{str(year): values[month] for year, values in shown.years}}
        for month in range(12)
    ]
    chart_card(
        shown.title, shown.under, chart, key="trend_years", columns=columns, rows=rows, file_name="year-over-year"
    )


def season(shown: SeasonView) -> None:
    """What is usual in each month; why it is not known, where it is not."""
    if not shown.values:
        _told(shown.title, shown.under, key="trend_season_none")
        return
    chart = season_bars(shown.values, in_points=shown.in_points, palette=theme.palette(), language=language.current())
    columns = (
        Column("month", msg("Month"), role="time"),
        Column("value", msg("Points") if shown.in_points else msg("From the average"),
               "number" if shown.in_points else "share", "change"),
    )  # fmt: skip
    rows = [
        {"month": month_of_year(place + 1), "value": value * 100 if shown.in_points else value}
        for place, value in enumerate(shown.values)
    ]
    chart_card(shown.title, shown.under, chart, key="trend_season", columns=columns, rows=rows, file_name="season")


def within(view: TrendsView, shown: WithinYearView) -> None:
    """The year as it grows, what may come, and the way to its goal."""
    months: dict[int, Any] = {each.month.month: each for each in shown.projection.course}

    def values(name: str) -> list[float | None]:
        return [_float(getattr(months.get(month), name, None)) for month in range(1, 13)]

    way = Way(
        values("so_far"), values("expected"), values("low"), values("high"),
        [float(each) for each in shown.path], say(shown.goal_name) if shown.goal_name else "",
    )  # fmt: skip
    unit = unit_of(view)
    columns = [
        Column("month", msg("Month"), role="time"),
        Column("so_far", msg("So far"), unit),
        Column("expected", msg("Expected"), unit),
        Column("low", msg("At least"), unit),
        Column("high", msg("At most"), unit),
    ]
    if shown.path:
        columns.append(Column("path", msg("Way to the target"), unit, "goal"))
    rows: list[Mapping[str, Any]] = [
        {
            "month": month_of_year(month),
            **{name: getattr(months.get(month), name, None) for name in ("so_far", "expected", "low", "high")},
            "path": shown.path[month - 1] if shown.path else None,
        }
        for month in range(1, 13)
    ]
    chart_card(
        shown.title,
        shown.under,
        within_year(way, unit=view.measure.unit, palette=theme.palette(), language=language.current()),
        key="trend_within",
        columns=columns,
        rows=rows,
        file_name="within-the-year",
    )


def beside(drawn: Sequence[tuple[Callable[[Any], None], Any]], *, wide_first: bool = False) -> None:
    """Cards beside each other, each a function and what it draws; one that is not there leaves its room."""
    there = [(draw, shown) for draw, shown in drawn if shown is not None]
    if not there:
        return
    widths = [3, 2] if wide_first and len(there) > 1 else [1] * len(there)
    for column, (draw, shown) in zip(st.columns(widths), there, strict=True):
        with column:
            draw(shown)


def unit_of(view: TrendsView) -> Unit:
    """How a table writes the measure's values."""
    return _UNITS.get(view.measure.unit, "number")


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _told(title: Message, why: Message, *, key: str) -> None:
    with st.container(border=True, height="stretch", gap="xsmall", key=key):
        st.markdown(f"### {literal(say(title))}", anchors=False)
        st.caption(literal(say(why)))
