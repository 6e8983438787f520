"""The trends page as a view-model: a measure over time, year over year, by season, within the year, by its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from socialimpact.actor import Actor
from socialimpact.charts import trend_messages
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.gaps import gaps
from socialimpact.figures.initiatives import initiatives
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.monthly_sums import Sums, added, monthly_sums, summands, value
from socialimpact.figures.periods import Grain, PeriodValue, Timeline, from_query, from_sums, seasonality
from socialimpact.figures.projection import Projection, path_within_year, project
from socialimpact.figures.query import query
from socialimpact.figures.stretch import Span, first_day, span
from socialimpact.figures.target_path import path
from socialimpact.language import Message, msg, plain
from socialimpact.services.dashboards.coverage import coverage
from socialimpact.services.dashboards.figure_view import next_target, shown_stretch
from socialimpact.services.dashboards.month_names import month_of_year
from socialimpact.services.dashboards.trend_panels import PanelsView, panels
from socialimpact.services.workspace import Workspace

_YEAR = 12
# A year alone shows no movement: then so many months before its end are shown.
_BACK: dict[Grain, int] = {"month": 36, "rolling": 36, "quarter": 60, "year": 1200}
_MOST_YEARS = 4
_A_YEAR: dict[Grain, int] = {"month": 12, "quarter": 4}


@dataclass(frozen=True)
class MarkView:
    """Something that happened on a day, or is missing in a month: drawn into the chart, told beneath it."""

    day: date
    text: Message
    gap: bool = False


@dataclass(frozen=True)
class PointView:
    """A period with its value; `whole` is false where a month of it is missing or not over."""

    key: str
    first: date
    name: Message
    value: Any
    whole: bool


@dataclass(frozen=True)
class OverTimeView:
    """The measure over the periods, with what happened meanwhile."""

    title: Message
    under: Message
    points: tuple[PointView, ...]
    marks: tuple[MarkView, ...]


@dataclass(frozen=True)
class YearsView:
    """Years over the months, the latest last; each has twelve values, None where nothing is known."""

    title: Message
    under: Message
    years: tuple[tuple[int, tuple[Any, ...]], ...]


@dataclass(frozen=True)
class SeasonView:
    """How each month usually stands to the average one; `values` is empty where that is not known, `under` says why."""

    title: Message
    under: Message
    values: tuple[float, ...]
    in_points: bool


@dataclass(frozen=True)
class WithinYearView:
    """The year as it grows: January to the month so far, what may come with its range, and the way to the goal."""

    title: Message
    under: Message
    projection: Projection
    path: tuple[Any, ...]
    goal: Any
    goal_name: Message | None


@dataclass(frozen=True)
class TrendsView:
    """The page. Parts are None where the measure, or the ledger, has nothing of the kind."""

    measure: Measure
    grain: Grain
    coverage: Message
    lines: int
    over_time: OverTimeView | None
    years: YearsView | None
    season: SeasonView | None
    within: WithinYearView | None
    panels: PanelsView | None
    notes: tuple[Message, ...]


def trends(ws: Workspace, actor: Actor, key: str, selection: Selection, *, grain: Grain, by: str) -> TrendsView:
    """Everything that the page says about a measure over time, as far as the actor may see."""
    actor.require("viewer")
    asked = measure(key)
    answer = query(ws.db, ["lines", "identified_share"], where=selection, actor=actor)
    about = coverage(ws, selection, answer.definitions, answer.value("identified_share"))
    covered = span(ws.db, selection, actor=actor)
    shown = shown_stretch(selection, covered)
    if covered is None or shown is None or not answer.value("lines"):
        return TrendsView(asked, grain, about, int(answer.value("lines") or 0), None, None, None, None, None, ())
    known = gaps(ws.db, selection, actor=actor)
    sums = monthly_sums(ws.db, key, selection.during(covered.first, covered.last), actor=actor)
    look = _Look(ws, actor, asked, grain, selection, Timeline(covered, _reach(shown, covered, grain), known), sums)
    return TrendsView(
        asked,
        grain,
        about,
        int(answer.value("lines")),
        look.over_time(),
        look.years(shown.last.year),
        look.season(),
        look.within(shown.last.year),
        panels(ws, actor, asked, selection, grain=grain, by=by, line=look.line),
        known.sentences(),
    )


def _told(asked: Measure, grain: Grain, points: Sequence[PointView]) -> list[PointView]:
    """The two periods that the title is about: the last one, and the first, or of months and quarters, which have a
    season, the same one a year before. An amount of a period that is not whole would look like a fall; a share would
    not.
    """
    known = [each for each in points if each.value is not None]
    whole = [each for each in known if each.whole or asked.unit == "share"] or known
    if not whole:
        return []
    last = whole[-1]
    if grain in _A_YEAR:
        place = points.index(last) - _A_YEAR[grain]
        if place >= 0 and points[place].value is not None:
            return [points[place], last]
    return [known[0], last] if known[0] != last else [last]


def _reach(shown: Span, covered: Span, grain: Grain) -> Span:
    """What is shown: the period that is chosen, or, where that is a year at most, what led to it."""
    months = _number(shown.last) - _number(shown.first) + 1
    if months > _YEAR:
        return shown
    return Span(max(covered.first, first_day(_number(shown.last) - _BACK[grain] + 1)), shown.last)


@dataclass(frozen=True)
class _Goal:
    """What a year should reach, the value of the year before from which it begins, and its words."""

    value: Any
    before: Any
    name: Message


@dataclass(frozen=True)
class _Look:
    """One look at the data: the measure's sums by month, where it has such, and the periods that are shown."""

    ws: Workspace
    actor: Actor
    asked: Measure
    grain: Grain
    selection: Selection
    line: Timeline
    sums: Mapping[int, Sums]

    @property
    def parts(self) -> tuple[Measure, ...]:
        return summands(self.asked)

    def periods(self, grain: Grain, line: Timeline) -> tuple[PeriodValue, ...]:
        if self.parts:
            return from_sums(self.sums, len(self.parts), grain, line)
        return from_query(self.ws.db, self.asked, grain, self.selection, line, actor=self.actor)

    def over_time(self) -> OverTimeView:
        points = tuple(
            PointView(each.key, each.first, period_name(self.grain, each.key), each.value, each.whole)
            for each in self.periods(self.grain, self.line)
        )
        while points and points[0].value is None:  # rolling: where the ledger does not reach back yet
            points = points[1:]
        return OverTimeView(
            trend_messages.moved(
                self.asked, [(each.name, each.value) for each in _told(self.asked, self.grain, points)]
            ),
            self._under(points),
            points,
            self._marks(points),
        )

    def _under(self, points: Sequence[PointView]) -> Message:
        unit = {
            "rolling": msg("Each point: the twelve months that end with it."),
            "month": msg("Each point: a month."),
            "quarter": msg("Each point: a quarter."),
            "year": msg("Each point: a year."),
        }[self.grain]
        if any(not each.whole and each.value is not None for each in points):
            hollow = msg("Hollow points: a month is missing, or not over.")
            return msg("{sentence} {unit} {more}", sentence=self.asked.sentence, unit=unit, more=hollow)
        return msg("{sentence} {unit}", sentence=self.asked.sentence, unit=unit)

    def _marks(self, points: Sequence[PointView]) -> tuple[MarkView, ...]:
        if not points:
            return ()
        first, last = points[0].first, self.line.reach.last
        undertaken = initiatives(self.ws.db, first, last, actor=self.actor, companies=self.selection.companies)
        marks = [MarkView(max(each.begins, first), plain(each.name)) for each in undertaken]
        marks += [
            MarkView(month, msg("no lines: {companies}", companies=", ".join(names)), gap=True)
            for month, names in self.line.gaps.missing.items()
            if first <= month <= last
        ]
        return tuple(sorted(marks, key=lambda each: each.day))

    def years(self, last: int) -> YearsView | None:
        """By month, whatever the period of the page; rolling values where these are chosen."""
        grain: Grain = "rolling" if self.grain == "rolling" else "month"
        begin = max(self.line.covered.first.year, last - _MOST_YEARS + 1)
        if begin == last:
            return None
        whole = Span(max(self.line.covered.first, date(begin, 1, 1)), min(self.line.covered.last, date(last, 12, 31)))
        values: dict[int, list[Any]] = {year: [None] * _YEAR for year in range(begin, last + 1)}
        for each in self.periods(grain, Timeline(self.line.covered, whole, self.line.gaps)):
            values[each.first.year][each.first.month - 1] = each.value
        years = tuple((year, tuple(months)) for year, months in values.items() if any(v is not None for v in months))
        if len(years) < 2:  # noqa: PLR2004 - one year has none to lie over
            return None
        now, before = values[last], values.get(last - 1, [None] * _YEAR)
        under = msg("Each line is a year, the bold one is {year}.", year=str(last))
        if grain == "rolling":
            under = msg("Each line is a year, the bold one is {year}. Each point: the twelve months that end with it.",
                        year=str(last))  # fmt: skip
        return YearsView(trend_messages.year_over_year(self.asked, last, now, before), under, years)

    def season(self) -> SeasonView:
        months = self.periods("month", Timeline(self.line.covered, self.line.covered, self.line.gaps))
        of_year = {
            each.key: each.value
            for each in self.periods("year", Timeline(self.line.covered, self.line.covered, self.line.gaps))
        }
        rows = [(_number(each.first), each.value, of_year.get(str(each.first.year))) for each in months if each.whole]
        values = seasonality(rows, self.asked)
        in_points = self.asked.unit == "share"
        if values is None:
            return SeasonView(
                msg("{name}: the season is not known yet", name=self.asked.name),
                msg("Two full years that are not nothing are needed to tell what is usual in a month."),
                (),
                in_points,
            )
        under = (
            msg("Points above or below the whole year, on average of the last full years (four at most).")
            if in_points
            else msg("Above or below the average month of its year, on average of the last full years (four at most).")
        )
        names = [month_of_year(month) for month in range(1, _YEAR + 1)]
        return SeasonView(trend_messages.season(self.asked, names, values), under, values, in_points)

    def within(self, year: int) -> WithinYearView | None:
        """The year month by month, where the measure can be added up."""
        if not self.parts or self.asked.unit not in {"euro", "share"}:
            return None
        found = project(self.ws.db, self.asked.key, year, self.selection, actor=self.actor)
        if not found.course:
            return None
        goal = self._goal(year)
        end = trend_messages.YearEnd(found.so_far, found.value, found.low, found.high, found.complete)
        return WithinYearView(
            trend_messages.within_year(self.asked, year, end, goal.value if goal else None),
            found.sentence,
            found,
            path_within_year(goal.value, goal.before, self.asked) if goal else (),
            goal.value if goal else None,
            goal.name if goal else None,
        )

    def _goal(self, year: int) -> _Goal | None:
        """The goal of the year: its target, or what the way to a later one wants of it."""
        target = next_target(self.ws, self.actor, self.asked.key, year, self.selection)
        if target is None:
            return None
        points = {each.year: each for each in path(self.ws.db, target, actor=self.actor)}
        point = points.get(year)
        if point is None or point.known == "measured":
            return None
        before = points[year - 1].value if year - 1 in points else self._year_before(year)
        at = trend_messages.goal(target.value, self.asked)
        if target.year == year:
            return _Goal(point.value, before, msg("target {value}", value=at))
        return _Goal(point.value, before, msg("on the way to {value} in {year}", value=at, year=str(target.year)))

    def _year_before(self, year: int) -> Any:
        """The value of the year before, where the ledger has all of it."""
        before = Span(date(year - 1, 1, 1), date(year - 1, 12, 31))
        if before.first < self.line.covered.first or before.last > self.line.covered.last:
            return None
        months = range(_number(before.first), _number(before.last) + 1)
        rows = [self.sums[month] for month in months if month in self.sums]
        if not rows:
            return None
        return value(added(rows, len(self.parts)))


def period_name(grain: Grain, key: str) -> Message:
    """The words of a period: `2025`, `2025 Q1`, `Mar 2025`."""
    by = "month" if grain == "rolling" else grain
    return DIMENSIONS[by].label({by: key})


def _number(day: date) -> int:
    return _YEAR * day.year + day.month - 1
