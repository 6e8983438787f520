"""The social share over time as a view-model: where it was, the path to its target, where the year may end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from socialimpact.actor import Actor
from socialimpact.charts import messages
from socialimpact.figures import trend
from socialimpact.figures.filters import Selection
from socialimpact.figures.initiatives import Initiative, initiatives
from socialimpact.figures.projection import Projection, project
from socialimpact.figures.stretch import last_day, month_number
from socialimpact.figures.target_path import path
from socialimpact.figures.targets import Target
from socialimpact.figures.trend import Span
from socialimpact.language import Message, Share, msg
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.dashboards.figure_view import next_target
from socialimpact.services.workspace import Workspace

SHARE = "social_share"
_TREND_MONTHS = 36
_MONTHS_AHEAD = 36
_DECEMBER = 12
_YEAR = 12
_SEEN = 0.0005


@dataclass(frozen=True)
class Ahead:
    """Where the year may end: its December, the share, and the range in four years of five (None: not told)."""

    month: date
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class TrendView:
    """The share over time, with one value a month; `target` as a share, `path` the way to it by its Decembers.

    `initiatives` are those of the months shown, marked in the chart by their numbers from 1 on. `projected` says how
    the end of the year was reached.
    """

    title: Message
    under: Message
    months: tuple[date, ...]
    monthly: tuple[float | None, ...]
    rolling: tuple[float | None, ...]
    target: float | None
    target_year: int | None
    asked: Asked
    path: tuple[tuple[date, float], ...] = ()
    ahead: Ahead | None = None
    projected: Message | None = None
    initiatives: tuple[Initiative, ...] = ()

    @property
    def way(self) -> tuple[float | None, ...]:
        """The way to the target in each month, as it is drawn; none before it begins."""
        if len(self.path) < 2:  # noqa: PLR2004 - one point is no way: then the target is a level line
            return (self.target,) * len(self.months)
        return tuple(_between(self.path, month) for month in self.months)


def _between(path: Sequence[tuple[date, float]], day: date) -> float | None:
    for (first, low), (last, high) in pairwise(path):
        if first <= day <= last:
            return low + (high - low) * (day - first).days / (last - first).days
    return path[-1][1] if day > path[-1][0] else None


def course(
    ws: Workspace, actor: Actor, selection: Selection, stretch: Span | None, shown: float | None
) -> tuple[TrendView, Target | None]:
    """Up to three years that end with the selection, so that its movement is seen, and the target that is next.

    The message is about their end; `shown` is the share of the selection.
    """
    months: tuple[trend.MonthValue, ...] = ()
    target: Target | None = None
    ahead = projection = None
    left = 0
    if stretch is not None:
        last = stretch.last
        months = trend.monthly(ws.db, SHARE, selection.during(_back(last), last), actor=actor)
        target = next_target(ws, actor, SHARE, last.year, selection)
        left = (target.year - last.year) * _YEAR + _YEAR - last.month if target else 0
        projection = _projection(ws, actor, selection, last)
        ahead = _ahead(projection)
    rolling = tuple(month.rolling for month in months)
    now = rolling[-1] if rolling and rolling[-1] is not None else shown
    other = now is not None and (shown is None or round(now, 3) != round(shown, 3))
    goal, year = (float(target.value), target.year) if target else (None, None)
    said = messages.share_trend(
        now, _year_before(rolling), target=goal, target_year=year, months_left=left, in_twelve_months=other
    )
    view = TrendView(
        title=said,
        under=_under(shaded=bool(ahead and ahead.low is not None), target=bool(target)),
        months=tuple(month.first_day for month in months),
        monthly=tuple(month.value for month in months),
        rolling=rolling,
        target=goal,
        target_year=year,
        asked=Asked({"monthly": SHARE}, "month", selection.without_period()),
        path=_path(ws, actor, target, months),
        ahead=ahead,
        projected=projection.sentence if projection and ahead else None,
        initiatives=_marked(ws, actor, selection, months),
    )
    return view, target


def _under(*, shaded: bool, target: bool) -> Message:
    """What is drawn how; nothing is shaded where no range is told."""
    if shaded and target:
        return msg(
            "Share of addressable spend. Bold: twelve months together. Thin: single months. Dotted: the path to the"
            " target. Shaded: where the year may end."
        )
    if shaded:
        return msg(
            "Share of addressable spend. Bold: twelve months together. Thin: single months. Shaded: where the year may"
            " end."
        )
    if target:
        return msg(
            "Share of addressable spend. Bold: twelve months together. Thin: single months. Dotted: the path to the"
            " target."
        )
    return msg("Share of addressable spend. Bold: twelve months together. Thin: single months.")


def projected_words(ahead: Ahead) -> Message:
    """Where the year may end, with its range."""
    year = str(ahead.month.year)
    if ahead.low is None or ahead.high is None:
        return msg("{year} may end at {value}", year=year, value=Share(ahead.value))
    return msg(
        "{year} may end at {value}, between {low} and {high}",
        year=year, value=Share(ahead.value), low=Share(ahead.low), high=Share(ahead.high),
    )  # fmt: skip


def _projection(ws: Workspace, actor: Actor, selection: Selection, last: date) -> Projection | None:
    """Of the year with which the ledger ends: an earlier one is over, and a stretch within it says less."""
    covered = trend.span(ws.db, selection, actor=actor)
    if covered is None or covered.last != last or last.month == _DECEMBER:
        return None
    return project(ws.db, SHARE, last.year, selection, actor=actor)


def _ahead(projection: Projection | None) -> Ahead | None:
    if projection is None or projection.complete or projection.value is None:
        return None
    return Ahead(date(projection.year, _DECEMBER, 1), projection.value, projection.low, projection.high)


def _path(
    ws: Workspace, actor: Actor, target: Target | None, months: Sequence[trend.MonthValue]
) -> tuple[tuple[date, float], ...]:
    """A year's target is about the whole year: it stands at its December, as the twelve months together do."""
    if target is None or not months:
        return ()
    first, last = month_number(months[0].month), month_number(months[-1].month) + _MONTHS_AHEAD
    points = [(date(each.year, _DECEMBER, 1), float(each.value)) for each in path(ws.db, target, actor=actor)]
    return tuple(
        (day, value)
        for day, value in points
        if first <= day.year * _YEAR + day.month - 1 <= last and day.year <= target.year
    )


def _marked(
    ws: Workspace, actor: Actor, selection: Selection, months: Sequence[trend.MonthValue]
) -> tuple[Initiative, ...]:
    if not months:
        return ()
    first, last = months[0].first_day, last_day(month_number(months[-1].month))
    found = initiatives(ws.db, first, last, actor=actor, companies=selection.companies)
    return tuple(each for each in found if each.begins >= first)


def _back(last: date) -> date:
    number = last.year * _YEAR + last.month - _TREND_MONTHS
    return date(number // _YEAR, number % _YEAR + 1, 1)


def _year_before(rolling: Sequence[float | None]) -> float | None:
    """The rolling share twelve months before the last one."""
    return rolling[-1 - _YEAR] if len(rolling) > _YEAR and rolling[-1] is not None else None
