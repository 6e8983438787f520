"""The first page as a view-model: four figures, the course, who it goes to, and what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.charts import messages
from socialimpact.figures import drill, trend
from socialimpact.figures.choices import Definitions
from socialimpact.figures.comparison import compare
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.figures.targets import Target
from socialimpact.figures.trend import Span
from socialimpact.language import Message, Share, msg, plural
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.dashboards.category_rows import CategoryRow, Level, goal_for
from socialimpact.services.dashboards.category_rows import Look as RowsLook
from socialimpact.services.dashboards.course import TrendView, course
from socialimpact.services.dashboards.coverage import coverage
from socialimpact.services.dashboards.doubts import Doubt, doubts
from socialimpact.services.dashboards.figure_view import FigureView, figure_views, shown_stretch
from socialimpact.services.dashboards.headline import headline
from socialimpact.services.dashboards.next_steps import NextStep, next_steps
from socialimpact.services.dashboards.why import why
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
_MOST_BARS = 7
_MOST_PARTS = 8
_FEW = 3
_LONGEST_NAME = 48


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
class PartView:
    """A category: its spend, the social part of it and its share; `key` leads one level deeper, None is the rest."""

    key: str | None
    name: Message
    spend: Decimal
    social: Decimal
    share: float | None


@dataclass(frozen=True)
class PartsView:
    """Categories under their message, each a part of `dimension`. `all_rows`: every one, those in the rest too."""

    title: Message
    under: Message
    rows: tuple[PartView, ...]
    asked: Asked
    all_rows: tuple[CategoryRow, ...]

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
    headline: Message
    why: tuple[Message, ...]
    kinds: BarsView
    categories: PartsView
    suppliers: BarsView
    movement: Message | None
    steps: tuple[NextStep, ...]
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
    figures = tuple(_with_note(look, view) for view in figure_views(ws, actor, CARDS, selection, values))
    trend_view, target = course(ws, actor, selection, stretch, values["social_share"])
    open_points = doubts(ws, actor, selection, values, registers)
    parts = _categories(look)
    return OverviewView(
        lines=values["lines"],
        registers=registers,
        selection=selection,
        coverage=coverage(ws, selection, answer.definitions, values["identified_share"], actor=actor),
        headline=headline(
            selection, answer.definitions.scope.name, values, figures[1], target=target, ahead=trend_view.ahead,
            over=_over(selection, stretch, target),
        ),
        figures=figures,
        trend=trend_view,
        why=why(ws, actor, selection),
        kinds=_kinds(look),
        categories=parts,
        suppliers=_suppliers(look),
        movement=_movement(look),
        doubts=open_points,
        steps=next_steps(open_points, parts.all_rows),
        beside=BesideView(tuple((key, values[key]) for key in GIVEN if values[key]), values["given_to_social"]),
    )  # fmt: skip


def _over(selection: Selection, stretch: Span | None, target: Target | None) -> bool:
    """Whether what is looked at is the target's whole year, to its end."""
    year = target.year if target else None
    return selection.years == (year,) and stretch is not None and (stretch.last.year, stretch.last.month) == (year, 12)


def _with_note(look: _Look, view: FigureView) -> FigureView:
    """A local share without a place to be local to is not zero: it is not known."""
    if view.measure.key != "local_share" or view.value or has_place(look.ws, look.actor, look.selection):
        return view
    note = msg("Enter the place where you buy")
    return replace(view, value=None, change=None, target=None, series=(), note=note, note_url="organisation")


def _categories(look: _Look) -> PartsView:
    """How social each group of categories is, the largest first; of a chosen group its categories."""
    level: Level = "category" if look.selection.categories or look.selection.category_groups else "category_group"
    goal = goal_for(look.ws, look.actor, look.selection)
    rows = RowsLook(look.ws, look.actor, look.selection, goal, None).rows(level)
    bought = [row for row in rows if row.spend]
    shown = bought[: _MOST_PARTS - 1] if len(bought) > _MOST_PARTS else bought
    rest = bought[len(shown) :]
    parts = [PartView(row.key or "", row.name, row.spend, row.social, row.share) for row in shown]
    if rest:
        spend, social = sum((row.spend for row in rest), Decimal(0)), sum((row.social for row in rest), Decimal(0))
        share = float(social / spend) if spend else None
        parts.append(PartView(None, msg("Other categories"), spend, social, share))
    known = [row for row in bought if row.key is not None and row.share is not None and row.spend > 0]
    best = max(known, key=lambda row: (row.share or 0.0, row.spend), default=None)
    title = (
        msg("Most social: {category}, {share}", category=best.name, share=Share(best.share or 0.0))
        if best and best.social > 0
        else msg("Nothing social in any category yet")
    )
    under = msg("Addressable spend by category, and the part of it that went to social suppliers.")
    asked = Asked(
        {"spend": "addressable_spend", "social": "social_spend", "share": "social_share"}, level, look.selection
    )
    return PartsView(title, under, tuple(parts), asked, rows)


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


def _movement(look: _Look) -> Message | None:
    """How many social suppliers came and went on what the period is compared with; None where there is nothing."""
    both = compare(look.ws.db, look.selection, actor=look.actor)
    if both is None:
        return None
    now, then = (
        {
            row["supplier_id"]: row["supplier"]
            for row in query(
                look.ws.db, ["social_spend"], ["supplier"], each, actor=look.actor, order="-social_spend"
            ).rows
            if row["social_spend"] > 0
        }
        for each in both.selections(look.selection)
    )
    came = [name or "–" for number, name in now.items() if number not in then]
    went = [name or "–" for number, name in then.items() if number not in now]
    if not came and not went:
        return msg("The same social suppliers as before: none came, none left.")
    parts = [
        plural("{n} new: {names}", "{n} new: {names}", len(came), names=_few_names(came)) if came else None,
        plural("{n} lost: {names}", "{n} lost: {names}", len(went), names=_few_names(went)) if went else None,
    ]
    said = [part for part in parts if part]
    return said[0] if len(said) == 1 else msg("{first}; {second}", first=said[0], second=said[1])


def _few_names(names: Sequence[str]) -> Message | str:
    kept = ", ".join(name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…" for name in names[:_FEW])
    left = len(names) - _FEW
    return plural("{names} and {n} more", "{names} and {n} more", left, names=kept) if left > 0 else kept
