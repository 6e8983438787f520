"""The first page as a view-model: four figures, the course, who it goes to, and what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.charts import messages
from socialimpact.figures import drill, trend
from socialimpact.figures.choices import Definitions
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.figures.targets import Target
from socialimpact.figures.trend import Span
from socialimpact.language import Message, msg, plural
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.dashboards.coverage import coverage
from socialimpact.services.dashboards.doubts import Doubt, doubts
from socialimpact.services.dashboards.figure_view import FigureView, figure_views, next_target, shown_stretch
from socialimpact.services.local.site_places import has_place
from socialimpact.services.workspace import Workspace

# What is given and not bought, by measure.
GIVEN = ("donations", "sponsorships", "membership_fees")
CARDS = ("social_spend", "social_share", "local_share", "social_suppliers")
_BASE = (
    *CARDS, "lines", "total_spend", "addressable_spend", "possible_social_spend", "possible_social_share",
    "unidentified_spend", "identified_share", "place_known_share", "classified_spend", "classified_share",
    *GIVEN, "given_to_social",
)  # fmt: skip
_TREND_MONTHS = 36
_MOST_BARS = 7


@dataclass(frozen=True)
class TrendView:
    """The share over time, with one value a month; `target` as a share."""

    title: Message
    under: Message
    months: tuple[date, ...]
    monthly: tuple[float | None, ...]
    rolling: tuple[float | None, ...]
    target: float | None
    target_year: int | None
    asked: Asked


@dataclass(frozen=True)
class BarView:
    """One bar: `key` leads one level deeper, where there is one."""

    key: str | None
    name: Message
    amount: Decimal
    possible: Decimal
    share: float | None


@dataclass(frozen=True)
class BarsView:
    """Bars under their message, each a part of the dimension; no rows where there is nothing to show."""

    title: Message
    under: Message
    rows: tuple[BarView, ...]
    asked: Asked

    @property
    def dimension(self) -> str:
        return self.asked.by


@dataclass(frozen=True)
class BesideView:
    """What is given and not bought: the measures that are not nothing with their euro, and what social bodies got."""

    given: tuple[tuple[str, Decimal], ...]
    to_social: Decimal


@dataclass(frozen=True)
class OverviewView:
    """The page. `lines` and `registers` say how much there is to go by."""

    lines: int
    registers: int
    selection: Selection
    coverage: Message
    figures: tuple[FigureView, ...]
    trend: TrendView
    kinds: BarsView
    suppliers: BarsView
    doubts: tuple[Doubt, ...]
    beside: BesideView


def has_lines(ws: Workspace, actor: Actor) -> bool:
    """Whether there is anything to show to this actor at all."""
    actor.require("viewer")
    return bool(query(ws.db, ["lines"], actor=actor).value("lines"))


@dataclass(frozen=True)
class _Look:
    """One look at the data: who, over what, by which definitions, and the measures of the whole selection."""

    ws: Workspace
    actor: Actor
    selection: Selection
    stretch: Span | None
    definitions: Definitions
    values: Mapping[str, Any]

    def ask(self, measures: Sequence[str], by: Sequence[str] = (), **more: Any) -> list[dict[str, Any]]:
        return query(self.ws.db, measures, by, self.selection, actor=self.actor, **more).rows


def overview(ws: Workspace, actor: Actor, selection: Selection) -> OverviewView:
    """Everything that the first page says about a selection, as far as the actor may see."""
    actor.require("viewer")
    answer = query(ws.db, _BASE, where=selection, actor=actor)
    values = answer.rows[0]
    stretch = shown_stretch(selection, trend.span(ws.db, selection, actor=actor))
    look = _Look(ws, actor, selection, stretch, answer.definitions, values)
    registers = int(ws.db.value("select count(*) from register_snapshot", step="registers"))
    return OverviewView(
        lines=values["lines"],
        registers=registers,
        selection=selection,
        coverage=coverage(ws, selection, answer.definitions, values["identified_share"], actor=actor),
        figures=tuple(_with_note(look, view) for view in figure_views(ws, actor, CARDS, selection, values)),
        trend=_trend(look),
        kinds=_kinds(look),
        suppliers=_suppliers(look),
        doubts=doubts(ws, actor, selection, values, registers),
        beside=BesideView(tuple((key, values[key]) for key in GIVEN if values[key]), values["given_to_social"]),
    )


def _with_note(look: _Look, view: FigureView) -> FigureView:
    """A local share without a place to be local to is not zero: it is not known."""
    if view.measure.key != "local_share" or view.value or has_place(look.ws, look.actor, look.selection):
        return view
    note = msg("Enter the place where you buy")
    return replace(view, value=None, change=None, target=None, series=(), note=note, note_url="organisation")


def _trend(look: _Look) -> TrendView:
    """Up to three years that end with the selection, so that its movement is seen; the message is about their end."""
    months: tuple[trend.MonthValue, ...] = ()
    target: Target | None = None
    left = 0
    if look.stretch is not None:
        last = look.stretch.last
        reach = look.selection.during(_back(last), last)
        months = trend.monthly(look.ws.db, "social_share", reach, actor=look.actor)
        target = next_target(look.ws, look.actor, "social_share", last.year, look.selection)
        left = (target.year - last.year) * 12 + 12 - last.month if target else 0
    rolling = tuple(month.rolling for month in months)
    shown = look.values["social_share"]
    now = rolling[-1] if rolling and rolling[-1] is not None else shown
    other = now is not None and (shown is None or round(now, 3) != round(shown, 3))
    goal, year = (float(target.value), target.year) if target else (None, None)
    return TrendView(
        title=messages.share_trend(
            now, _year_before(rolling), target=goal, target_year=year, months_left=left, in_twelve_months=other
        ),
        under=msg("Share of addressable spend. Bold: twelve months together. Thin: single months."),
        months=tuple(month.first_day for month in months),
        monthly=tuple(month.value for month in months),
        rolling=rolling,
        target=goal,
        target_year=year,
        asked=Asked({"monthly": "social_share"}, "month", look.selection.without_period()),
    )


def _back(last: date) -> date:
    number = last.year * 12 + last.month - _TREND_MONTHS
    return date(number // 12, number % 12 + 1, 1)


def _year_before(rolling: Sequence[float | None]) -> float | None:
    """The rolling share twelve months before the last one."""
    return rolling[-13] if len(rolling) > 12 and rolling[-1] is not None else None  # noqa: PLR2004 - months of a year


def _kinds(look: _Look) -> BarsView:
    """By kind; of one chosen kind, its suppliers."""
    level = drill.shown(look.selection, "kind")
    by = DIMENSIONS[level]
    rows = look.ask(["social_spend", "possible_social_spend"], [level])
    found = [row for row in rows if row["social_spend"] or row["possible_social_spend"]]
    found.sort(key=lambda row: (row["social_spend"], row["possible_social_spend"]), reverse=True)
    total = look.values["social_spend"]
    bars = [
        BarView(
            "" if row[by.id_column] is None else str(row[by.id_column]),
            by.label(row),
            row["social_spend"],
            row["possible_social_spend"],
            _share(row, total),
        )
        for row in found
    ]
    amounts = [bar.name for bar in bars], [bar.amount for bar in bars]
    possible = look.values["possible_social_spend"]
    if level == "supplier":
        several = messages.top_suppliers(*amounts, total, look.values["social_suppliers"])
        title = several if total > 0 else messages.by_kind(*amounts, possible)
        under = msg("Social spend by supplier, within what is chosen. Hatched: possible, and in no share.")
    else:
        title = messages.by_kind(*amounts, possible)
        under = msg("Social spend by kind of supplier. Hatched: possible, not confirmed and in no share.")
    columns = {"amount": "social_spend", "possible": "possible_social_spend"}
    return BarsView(title, under, tuple(_few(bars, level)), Asked(columns, level, look.selection))


def _few(bars: Sequence[BarView], level: str) -> list[BarView]:
    """The largest bars, and one for all the rest."""
    if len(bars) <= _MOST_BARS:
        return list(bars)
    rest = bars[_MOST_BARS - 1 :]
    others = BarView(
        None,
        msg("Other kinds") if level == "kind" else msg("Other suppliers"),
        sum((bar.amount for bar in rest), Decimal(0)),
        sum((bar.possible for bar in rest), Decimal(0)),
        sum(bar.share or 0.0 for bar in rest),
    )
    return [*bars[: _MOST_BARS - 1], others]


def _suppliers(look: _Look) -> BarsView:
    by = DIMENSIONS["supplier"]
    rows = look.ask(["social_spend"], ["supplier"], order="-social_spend", limit=_MOST_BARS)
    found = [row for row in rows if row["social_spend"] > 0]
    total, suppliers = look.values["social_spend"], look.values["social_suppliers"]
    bars = tuple(
        BarView(str(row["supplier_id"]), by.label(row), row["social_spend"], Decimal(0), _share(row, total))
        for row in found
    )
    return BarsView(
        messages.top_suppliers([bar.name for bar in bars], [bar.amount for bar in bars], total, suppliers),
        plural("{n} social supplier in all.", "The largest of {n} social suppliers.", suppliers),
        bars,
        Asked({"amount": "social_spend"}, "supplier", look.selection),
    )


def _share(row: Mapping[str, Any], whole: Decimal) -> float | None:
    return float(row["social_spend"] / whole) if whole else None
