"""The page about the local economy, whole, as a view-model."""

from __future__ import annotations

from dataclasses import dataclass, replace

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Message, Share, msg
from socialimpact.services.dashboards.coverage import period_only
from socialimpact.services.dashboards.figure_view import FigureView, figure_views
from socialimpact.services.local import over_years, places, rules, sites, top_suppliers
from socialimpact.services.local.look import Look, PartsView
from socialimpact.services.local.over_years import MovesView, YearsView
from socialimpact.services.local.places import MapView
from socialimpact.services.local.site_places import has_place
from socialimpact.services.local.sites import SitesView
from socialimpact.services.workspace import Workspace

CARDS = ("local_share", "local_spend", "social_local_share", "place_known_share")
_TO_A_SITE = CARDS[:3]
_BASE = (
    *CARDS, *rules.MEASURES_OF_PARTS.values(), "lines", "addressable_spend", "place_known_spend", "local_suppliers",
)  # fmt: skip


@dataclass(frozen=True)
class LocalView:
    """The page. Where no site has a place (`placed` is false), what compares a supplier with one is None."""

    lines: int
    placed: bool
    coverage: Message
    figures: tuple[FigureView, ...]
    map: MapView
    abroad: PartsView
    rules: PartsView | None
    distance: PartsView | None
    social_and_local: PartsView | None
    top: PartsView | None
    years: YearsView | None
    moves: MovesView | None
    sites: SitesView | None


def local_economy(ws: Workspace, actor: Actor, selection: Selection) -> LocalView:
    """Everything that the page says about a selection, as far as the actor may see."""
    actor.require("viewer")
    answer = query(ws.db, _BASE, where=selection, actor=actor)
    placed = has_place(ws, actor, selection)
    cards = CARDS if placed else (CARDS[0], CARDS[-1])  # the same way out need not be said three times
    look = Look(ws, actor, selection, answer.definitions, answer.rows[0], placed)
    return LocalView(
        lines=look.values["lines"],
        placed=placed,
        coverage=_coverage(look),
        figures=tuple(_known(look, view) for view in figure_views(ws, actor, cards, selection, look.values)),
        map=places.map_view(look),
        abroad=places.abroad_view(look),
        rules=rules.rules_view(look) if placed else None,
        distance=rules.distance_view(look) if placed else None,
        social_and_local=rules.social_and_local_view(look) if placed else None,
        top=top_suppliers.top_view(look) if placed else None,
        years=over_years.years_view(look) if placed else None,
        moves=over_years.moves_view(look) if placed else None,
        sites=sites.sites_view(look) if placed else None,
    )


def _coverage(look: Look) -> Message:
    told = {
        "period": period_only(look.selection).sentence(),
        "rule": look.definitions.local_rule.name(),
        "scope": look.definitions.scope.name,
    }
    known = look.values["place_known_share"]
    if known is None:
        return msg("{period} · local: {rule} · social: {scope}", **told)
    return msg(
        "{period} · local: {rule} · social: {scope} · the supplier's place is known for {known} of spend",
        known=Share(known + 0),
        **told,
    )


def _known(look: Look, view: FigureView) -> FigureView:
    """A local figure without a place to be local to is not zero: it is not known."""
    if look.placed or view.measure.key not in _TO_A_SITE:
        return view
    note = msg("Enter the place where you buy")
    return replace(view, value=None, change=None, target=None, series=(), note=note, note_url="organisation")
