"""How much hangs on few suppliers: of all purchases, of social spend, of single categories."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.charts import concentration_messages
from socialimpact.figures import concentration as spreading
from socialimpact.figures.concentration import Spread
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Euro, Message, Share, msg, plain, plural
from socialimpact.services.dashboards.coverage import coverage
from socialimpact.services.dashboards.dependency import DependencyView, dependency
from socialimpact.services.dashboards.figure_view import FigureView, figure_views
from socialimpact.services.workspace import Workspace

CARDS = ("concentration", "significant_suppliers", "largest_social_share", "suppliers")
_BASE = (*CARDS, "lines", "identified_share", "addressable_spend", "social_spend", "social_share")
# What is shown of the significant suppliers: beyond it nobody reads on.
MOST_SHOWN = 500
_MOST_SOCIAL = 7


@dataclass(frozen=True)
class CurveView:
    """The curve under its message: suppliers so far and their share so far; `mark` where 80 % is reached."""

    title: Message
    under: Message
    points: tuple[tuple[int, float], ...]
    mark: tuple[int, float] | None
    below: Message | None


@dataclass(frozen=True)
class SupplierRow:
    """A significant supplier: its place, spend, share of all purchases, and the share up to it."""

    place: int
    supplier_id: int
    name: Message
    spend: Decimal
    share: float
    running: float
    social: Decimal


@dataclass(frozen=True)
class SocialRow:
    """A social supplier: its spend, its share of social spend, and the social share of all without it."""

    supplier_id: int
    name: Message
    spend: Decimal
    share: float | None
    without: float | None


@dataclass(frozen=True)
class SocialView:
    """What social spend hangs on, the largest first; `without`: what would be left without the first, in words."""

    title: Message
    under: Message
    rows: tuple[SocialRow, ...]
    without: Message | None


@dataclass(frozen=True)
class SourceRow:
    """A category with one source: the supplier, its share of the category, how many suppliers the category has."""

    category: str
    name: Message
    supplier_id: int
    supplier: Message
    share: float
    spend: Decimal
    suppliers: int


@dataclass(frozen=True)
class ConcentrationView:
    """The page. `significant` is how many suppliers make up 80 %, `rows` the first of them."""

    lines: int
    selection: Selection
    coverage: Message
    figures: tuple[FigureView, ...]
    curve: CurveView
    significant: int
    rows: tuple[SupplierRow, ...]
    social: SocialView
    sources: tuple[SourceRow, ...]
    sources_title: Message
    dependency: DependencyView


def concentration(ws: Workspace, actor: Actor, selection: Selection) -> ConcentrationView:
    """Everything that the page says about a selection."""
    actor.require("viewer")
    answer = query(ws.db, _BASE, where=selection, actor=actor)
    values = answer.rows[0]
    number = values["significant_suppliers"]
    spread = spreading.spread(ws.db, selection, actor=actor, most=min(max(number, 1), MOST_SHOWN), mark=number)
    sources = tuple(
        SourceRow(
            each.category, tree.name(each.category), each.supplier_id, plain(each.supplier), each.share, each.whole,
            each.suppliers,
        )
        for each in spreading.one_source(ws.db, selection, actor=actor)
    )  # fmt: skip
    return ConcentrationView(
        lines=values["lines"],
        selection=selection,
        coverage=coverage(ws, selection, answer.definitions, values["identified_share"]),
        figures=figure_views(ws, actor, CARDS, selection, values),
        curve=_curve(spread, number),
        significant=number,
        rows=_rows(spread),
        social=_social(ws, actor, selection, values["addressable_spend"], values["social_spend"]),
        sources=sources,
        sources_title=concentration_messages.single_sources(len(sources), sources[0].name if sources else None),
        dependency=dependency(ws, actor, selection),
    )


def _curve(spread: Spread, number: int) -> CurveView:
    points = tuple((place, float(running / spread.whole)) for place, running in spread.curve) if spread.whole else ()
    mark = next((point for point in points if point[0] == number), None)
    count, amount = spread.below
    return CurveView(
        concentration_messages.significant(number, spread.suppliers),
        msg("Share of addressable spend that the largest suppliers make up together."),
        points,
        mark,
        plural(
            "{n} supplier with no more invoices than credit notes ({amount}) is not in the curve.",
            "{n} suppliers with no more invoices than credit notes ({amount}) are not in the curve.",
            count,
            amount=Euro(amount, cents=False),
        )
        if count
        else None,
    )


def _rows(spread: Spread) -> tuple[SupplierRow, ...]:
    return tuple(
        SupplierRow(
            each.place, each.supplier_id, plain(each.name), each.total, float(each.total / spread.whole),
            float(each.running / spread.whole), each.social,
        )
        for each in spread.largest
    )  # fmt: skip


def _social(ws: Workspace, actor: Actor, selection: Selection, whole: Decimal, social: Decimal) -> SocialView:
    found = query(
        ws.db, ["social_spend"], ["supplier"], selection, actor=actor, order="-social_spend", limit=_MOST_SOCIAL
    )
    rows = tuple(
        SocialRow(
            row["supplier_id"],
            plain(row["supplier"]),
            row["social_spend"],
            float(row["social_spend"] / social) if social > 0 else None,
            _without(whole, social, row["social_spend"]),
        )
        for row in found.rows
        if row["social_spend"] > 0
    )
    first = rows[0] if rows else None
    now = float(social / whole) if whole > 0 else None
    without = None
    if first and first.without is not None and now is not None:
        without = msg(
            "Without {supplier} the social share would be {share} instead of {now}: its purchases taken away, not given"
            " to somebody else.",
            supplier=first.name,
            share=Share(first.without),
            now=Share(now),
        )
    return SocialView(
        concentration_messages.hanging_on_one(first.name if first else None, first.share if first else None),
        msg("Social spend by supplier, the largest first."),
        rows,
        without,
    )


def _without(whole: Decimal, social: Decimal, spend: Decimal) -> float | None:
    return float((social - spend) / (whole - spend)) if whole - spend > 0 else None


def of_source(view: ConcentrationView, row: SourceRow) -> Selection:
    """The selection of the lines of a category with one source."""
    return replace(view.selection, categories=(row.category,))
