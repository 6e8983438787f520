"""The local share of each site, as GRI 204-1 asks for it: with both definitions, on the accrual basis."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from socialimpact.charts import local_messages
from socialimpact.figures import choices
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.language import Message, msg, plain
from socialimpact.places.municipalities import by_code
from socialimpact.services import organisation
from socialimpact.services.local.look import Look, share_of
from socialimpact.services.organisation import Site

_MEASURES = ("addressable_spend", "local_spend", "local_share", "place_known_share")


@dataclass(frozen=True)
class SiteView:
    """One site. `share` is None where it has no place or spends nothing; `site_id` None: bought for no site."""

    site_id: int | None
    name: Message
    place: Message
    significant: bool
    spend: Decimal
    local: Decimal
    share: float | None
    known: float | None


@dataclass(frozen=True)
class SitesView:
    """`total` is over the significant sites; over all where none is marked (`marked` is false).

    `significant` is the organisation's own sentence, None until it writes one.
    """

    title: Message
    under: Message
    rows: tuple[SiteView, ...]
    total: SiteView
    marked: bool
    local: Message
    significant: Message | None


def sites_view(look: Look) -> SitesView:
    """Every site with spend in the selection, the largest first."""
    known = {site.site_id: site for site in organisation.sites(look.ws, look.actor)}
    by = DIMENSIONS["site"]
    rows = tuple(
        _site(row["site_id"], by.label(row), known.get(row["site_id"]), row)
        for row in look.ask(_MEASURES, ["site"], order="-addressable_spend")
        if row["addressable_spend"] or row["local_spend"]
    )
    marked = any(row.significant for row in rows)
    counted = [row for row in rows if row.significant or not marked]
    spend = sum((row.spend for row in counted), Decimal(0))
    local = sum((row.local for row in counted), Decimal(0))
    placed = any(row.share is not None for row in counted)
    total = SiteView(
        None,
        msg("All significant sites") if marked else msg("All sites"),
        plain(""),
        marked,
        spend,
        local,
        share_of(local, spend) if placed else None,
        None,
    )
    sentence = choices.settings(look.ws.db).significant_sites
    placed_rows = [row for row in rows if row.share is not None]
    return SitesView(
        local_messages.sites([row.name for row in placed_rows], [row.share for row in placed_rows]),
        msg("GRI 204-1: share of the spend of each site with local suppliers, on the accrual basis: by invoice date."),
        rows,
        total,
        marked,
        look.definitions.local_rule.sentence(),
        plain(sentence) if sentence else None,
    )


def _site(site_id: int | None, name: Message, site: Site | None, row: dict[str, object]) -> SiteView:
    placed = site is not None and (site.municipality_code is not None or site.latitude is not None)
    town = by_code(site.municipality_code) if site else None
    place = (
        plain(f"{town.name} ({town.province})") if town else msg("by coordinates") if placed else msg("no place yet")
    )
    return SiteView(
        site_id,
        name,
        place,
        bool(site and site.is_significant),
        row["addressable_spend"],  # type: ignore[arg-type]
        row["local_spend"],  # type: ignore[arg-type]
        row["local_share"] if placed else None,  # type: ignore[arg-type]
        row["place_known_share"],  # type: ignore[arg-type]
    )
