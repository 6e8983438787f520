"""The parts of the page of concentration."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.bars import Bar, bars
from socialimpact.charts.pareto import pareto
from socialimpact.language import Message, msg, plural
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.dashboards.concentration import ConcentrationView, of_source
from socialimpact.services.workspace import Workspace
from socialimpact.ui import language, navigation, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.explanation import lines_dialog
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import paged_table, table_card

_SUPPLIER, _SPEND = Column("name", msg("Supplier")), Column("spend", msg("Spend"), "euro")
_SIGNIFICANT = (
    Column("place", msg("Rank"), "count"),
    _SUPPLIER,
    _SPEND,
    Column("share", msg("Share"), "share"),
    Column("running", msg("Share so far"), "share"),
    Column("social", msg("Social spend"), "euro"),
)
_SOCIAL = (
    _SUPPLIER,
    Column("spend", msg("Social spend"), "euro"),
    Column("share", msg("Share"), "share"),
    Column("without", msg("Social share without it"), "share"),
)
_SOURCES = (
    Column("name", msg("Category")),
    Column("supplier", msg("Supplier")),
    Column("share", msg("Its share"), "share"),
    Column("spend", msg("Spend in the category"), "euro"),
    Column("suppliers", msg("Suppliers"), "count"),
)
_DEPENDENCY = (
    _SUPPLIER,
    Column("year", msg("Year")),
    Column("spend", msg("Bought in the year"), "euro"),
    Column("revenue", msg("Revenue declared"), "euro"),
    Column("share", msg("Share"), "share"),
    Column("source", msg("Where it stands")),
    Column("stated_on", msg("Said on"), "date"),
)


def curve(view: ConcentrationView) -> None:
    """How few suppliers make up most of the purchases."""
    chart_card(
        view.curve.title,
        view.curve.under,
        pareto(view.curve.points, view.curve.mark, palette=theme.palette(), language=language.current()),
        key="concentration_curve",
        columns=(Column("suppliers", msg("Suppliers"), "count"), Column("share", msg("Share so far"), "share")),
        rows=[{"suppliers": place, "share": share} for place, share in view.curve.points],
        file_name="concentration",
        foot=lambda: _beneath(view.curve.below),
    )


def _beneath(note: Message | None) -> None:
    if note:
        st.caption(f":material/info: {literal(say(note))}")


def social(view: ConcentrationView) -> None:
    """What social spend hangs on; a click leads to the supplier."""
    if not view.social.rows:
        return
    drawn = [Bar(str(row.supplier_id), say(row.name), row.spend) for row in view.social.rows]

    def links() -> None:
        for row in view.social.rows:
            navigation.link("suppliers", row.name, query={"supplier": str(row.supplier_id)})

    chosen = chart_card(
        view.social.title,
        view.social.under,
        bars(drawn, palette=theme.palette(), language=language.current()),
        key="concentration_social",
        columns=_SOCIAL,
        rows=[{**vars(row), "key": str(row.supplier_id)} for row in view.social.rows],
        file_name="social-concentration",
        clickable=True,
        asked=Asked({"spend": "social_spend"}, "supplier", view.selection),
        more=links,
        foot=lambda: _beneath(view.social.without),
    )
    if chosen:
        navigation.go("suppliers", supplier=chosen)


def significant(view: ConcentrationView) -> None:
    """The suppliers that make up 80 % of the purchases; a row leads to the supplier."""
    if not view.rows:
        return
    with st.container(border=True, gap="xsmall", key="significant_suppliers"):
        title = msg("Significant suppliers")
        st.markdown(f"### {literal(say(title))}")
        about = [say(msg("Those that together make up 80 % of addressable spend, as the B Impact Assessment asks."))]
        if view.significant > len(view.rows):
            about.append(say(plural("The largest {n} is shown.", "The largest {n} are shown.", len(view.rows))))
        st.caption(literal(" ".join(about)))
        chosen = paged_table(
            _SIGNIFICANT, [vars(row) for row in view.rows], key="significant", file_name="significant-suppliers",
            alt=title,
        )  # fmt: skip
    if chosen is not None:
        navigation.go("suppliers", supplier=str(view.rows[chosen].supplier_id))


def sources(ws: Workspace, actor: Actor, view: ConcentrationView) -> None:
    """Categories that hang on one supplier; a row opens the lines."""
    with st.container(border=True, gap="xsmall", key="single_sources"):
        st.markdown(f"### {literal(say(view.sources_title))}")
        st.caption(
            say(msg("Categories in which one supplier receives more than 80 % of the spend, the largest first."))
        )
        if not view.sources:
            return
        chosen = table_card(
            _SOURCES, [vars(row) for row in view.sources], key="sources", file_name="single-source-categories",
            alt=view.sources_title, selectable=True,
        )  # fmt: skip
    if chosen is not None:
        lines_dialog(ws, actor, "addressable_spend", of_source(view, view.sources[chosen]))


def dependency(view: ConcentrationView) -> None:
    """Our share of the revenue that suppliers declared; a row leads to the supplier."""
    found = view.dependency
    if not found.rows:
        empty(
            found.title,
            msg(
                "How much a supplier depends on you is its revenue against your purchases. Write its revenue down on"
                " its own page, under “Declared”: nothing is estimated."
            ),
            [Step("suppliers", msg("Look at the suppliers"))],
            icon=":material/handshake:",
        )
        return
    with st.container(border=True, gap="xsmall", key="dependency"):
        st.markdown(f"### {literal(say(found.title))}")
        st.caption(
            say(msg("What you buy in the whole year, as a share of the revenue that the supplier declared for it."))
        )
        if found.odd:
            text = plural(
                "{n} supplier declared less than you bought from it: one of the two numbers is wrong.",
                "{n} suppliers declared less than you bought from them: one of the two numbers is wrong.",
                found.odd,
            )
            st.warning(say(text), icon=":material/rule:")
        rows = [{**vars(row), "year": str(row.year)} for row in found.rows]
        chosen = table_card(
            _DEPENDENCY, rows, key="dependencies", file_name="dependency", alt=found.title, selectable=True
        )
    if chosen is not None:
        navigation.go("suppliers", supplier=str(found.rows[chosen].supplier_id), part="declared")
