"""The parts of a measure beside each other; a click on one goes a level deeper."""

from __future__ import annotations

from typing import Any

from socialimpact.actor import Actor
from socialimpact.charts.panels import Panel, panels
from socialimpact.figures.filters import Selection
from socialimpact.language import msg
from socialimpact.services.dashboards.trend_panels import PanelsView, PanelView
from socialimpact.services.dashboards.trending import TrendsView, period_name
from socialimpact.services.workspace import Workspace
from socialimpact.ui import drill, language, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.language import say
from socialimpact.ui.trends.trend_parts import unit_of

_REST = "rest"


def show(ws: Workspace, actor: Actor, view: TrendsView, shown: PanelsView, selection: Selection) -> None:
    """Small charts on one scale, with their numbers and the whole behind them."""
    # a click gives a text back: the place of the part says which one it was
    drawn = [
        Panel(
            _REST if each.is_rest else str(place),
            say(each.name),
            [None if point.value is None else float(point.value) for point in each.values],
            each.is_rest,
        )
        for place, each in enumerate(shown.panels)
    ]
    periods = shown.whole
    names = [period_name(view.grain, each.key) for each in periods]
    columns = [
        Column("period", msg("Period"), role="time"),
        *(Column(_column(each), each.name, unit_of(view)) for each in shown.panels),
        Column("whole", msg("All together"), unit_of(view)),
    ]
    rows: list[dict[str, Any]] = [
        {
            "key": whole.key,
            "period": name,
            "whole": whole.value,
            **{_column(each): each.values[place].value for each in shown.panels},
        }
        for place, (name, whole) in enumerate(zip(names, periods, strict=True))
    ]
    parts = [each for each in shown.panels if not each.is_rest]
    clicked = chart_card(
        shown.title,
        shown.under,
        panels(drawn, [each.first for each in periods], [say(name) for name in names], unit=view.measure.unit,
               palette=theme.palette(), language=language.current()),
        key="trend_panels",
        columns=columns,
        rows=rows,
        file_name="trend-by-part",
        clickable=True,
        more=lambda: drill.links(ws, actor, selection, shown.by, [(each.key, each.name) for each in parts]),
    )  # fmt: skip
    if clicked and clicked != _REST:
        drill.go(ws, actor, selection, shown.by, shown.panels[int(clicked)].key, measure=view.measure.key)


def _column(part: PanelView) -> str:
    """The name of a part's column: what it is a part of is in it, empty where that is not known."""
    return _REST if part.is_rest else f"part {'' if part.key is None else part.key}"
