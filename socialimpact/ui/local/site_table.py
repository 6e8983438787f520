"""The local share of each site, with the two definitions that GRI 204-1 asks for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts import axes
from socialimpact.charts.bars import Bar, bars
from socialimpact.figures.filters import Selection
from socialimpact.language import msg
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.local.sites import SitesView, SiteView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import drill, formats, language, navigation, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_ALL = "all"
_COLUMNS = (
    Column("name", msg("Site")),
    Column("place", msg("Place")),
    Column("significant", msg("Significant")),
    Column("spend", msg("Addressable spend"), "euro"),
    Column("local", msg("Local spend"), "euro"),
    Column("share", msg("Local share"), "share"),
    Column("known", msg("Place known"), "share"),
)


def show(ws: Workspace, actor: Actor, view: SitesView, selection: Selection) -> None:
    """Bars of the sites, and the definitions printed beneath; a click looks at one site alone."""
    shown = [*view.rows, view.total] if len(view.rows) > 1 else list(view.rows)
    parts = [(row.site_id, row.name) for row in view.rows if row.site_id is not None]
    key = chart_card(
        view.title,
        view.under,
        bars([_bar(row, view) for row in shown], palette=theme.palette(), language=language.current()),
        key="local_sites",
        columns=_COLUMNS,
        rows=[_row(row, view) for row in shown],
        file_name="local-share-by-site",
        clickable=True,
        asked=_asked(view, selection),
        more=lambda: drill.links(ws, actor, selection, "site", parts),
    )
    if key:
        drill.go(ws, actor, selection, "site", int(key), measure="local_spend")
    _definitions(view)


def _definitions(view: SitesView) -> None:
    with st.container(border=True, gap="xsmall", key="local_definitions"):
        st.markdown(f"### {literal(say(msg('The definitions behind it')))}")
        local, basis = (
            say(view.local),
            say(msg("Accrual basis: each line counts in the year of its invoice, paid or not.")),
        )
        st.markdown(f"**{literal(say(msg('Local')))}**: {literal(local)}")
        significant = say(view.significant) if view.significant else say(msg("not written down yet"))
        st.markdown(f"**{literal(say(msg('Significant locations of operation')))}**: {literal(significant)}")
        st.markdown(f"**{literal(say(msg('Basis')))}**: {literal(basis)}")
        if not view.marked:
            st.caption(say(msg("No site is marked as significant: all sites are shown and added up.")))
        if not view.marked or not view.significant:
            navigation.link("organisation", msg("Say which sites are significant"), icon=":material/arrow_forward:",
                            query={"section": "companies"})  # fmt: skip


def _bar(row: SiteView, view: SitesView) -> Bar:
    reader = language.current()
    part = msg("{local} of {spend}", local=axes.short_euro(row.local, reader), spend=axes.short_euro(row.spend, reader))
    return Bar(
        "" if row.site_id is None else str(row.site_id),
        say(row.name),
        Decimal(str(row.share or 0)),
        label=f"{formats.share(row.share)} · {say(part)}" if row.share is not None else formats.not_known(),
        faint=view.marked and not row.significant,
    )


def _asked(view: SitesView, selection: Selection) -> Asked:
    """All sites together are asked for on their own: those that are significant, where any is marked."""
    counted = tuple(row.site_id for row in view.rows if row.significant) if view.marked else selection.sites
    whole = Asked({"spend": "addressable_spend", "local": "local_spend", "share": "local_share"}, "",
                  replace(selection, sites=counted))  # fmt: skip
    return Asked({**whole.measures, "known": "place_known_share"}, "site", selection, apart={_ALL: whole})


def _row(row: SiteView, view: SitesView) -> dict[str, object]:
    marked = say(msg("yes")) if row.significant else ""
    key = _ALL if row is view.total else "" if row.site_id is None else str(row.site_id)
    return {"key": key, "name": row.name, "place": row.place, "significant": marked, "spend": row.spend,
            "local": row.local, "share": row.share, "known": row.known}  # fmt: skip
