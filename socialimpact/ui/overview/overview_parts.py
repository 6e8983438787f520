"""The parts of the first page: each draws one view of `services.overview`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.bars import Bar, bars
from socialimpact.charts.share_trend import share_trend
from socialimpact.charts.social_parts import SocialPart, social_parts
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.language import Euro, Message, msg
from socialimpact.services.dashboards.course import TrendView, projected_words
from socialimpact.services.dashboards.doubts import Doubt
from socialimpact.services.dashboards.figure_view import FigureView
from socialimpact.services.dashboards.next_steps import NextStep
from socialimpact.services.dashboards.overview import BarsView, BesideView, PartsView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import chosen_view, drill, formats, language, navigation, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.explanation import lines_dialog
from socialimpact.ui.formats import literal, unbroken
from socialimpact.ui.language import say


def trend(view: TrendView) -> None:
    """The social share over time."""
    chart = share_trend(
        view.months,
        view.monthly,
        view.rolling,
        target=view.target,
        target_year=view.target_year,
        path=view.path,
        ahead=(view.ahead.month, view.ahead.value, view.ahead.low, view.ahead.high) if view.ahead else None,
        marks=[(each.begins, each.name) for each in view.initiatives],
        palette=theme.palette(),
        language=language.current(),
    )
    rows = [
        {"key": month.isoformat()[:7], "month": month, "monthly": monthly, "rolling": rolling, "way": way}
        for month, monthly, rolling, way in zip(view.months, view.monthly, view.rolling, view.way, strict=True)
    ]
    columns: tuple[Column, ...] = (
        Column("month", msg("Month"), "month"),
        Column("monthly", msg("Share in the month"), "share"),
        Column("rolling", msg("Share in twelve months"), "share"),
    )
    if view.target is not None:
        columns = (*columns, Column("way", msg("Way to the target"), "share", "goal"))
    more = None if view.target is not None else _set_a_target
    chart_card(
        view.title, view.under, chart, key="trend", columns=columns, rows=rows, file_name="social-share", more=more,
        asked=view.asked, foot=lambda: _beneath(view),
    )  # fmt: skip


def _beneath(view: TrendView) -> None:
    """Where the year may end and how that is reached, and what the numbered lines are."""
    if view.ahead and view.projected:
        said = say(msg("{first}. {second}", first=projected_words(view.ahead), second=view.projected))
        st.caption(literal(said[:1].upper() + said[1:]))
    if view.initiatives:
        named = (f"**{number}** {literal(each.name)}" for number, each in enumerate(view.initiatives, start=1))
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="trend_initiatives"):
            st.caption(f"{literal(say(msg('Initiatives')))}: " + " · ".join(named))


def _set_a_target() -> None:
    navigation.link("organisation", msg("Set a target"), icon=":material/flag:", query={"section": "targets"})


def kinds(ws: Workspace, actor: Actor, view: BarsView, selection: Selection) -> None:
    """Who the social spend goes to, by kind; a click goes on to the suppliers of that kind, then to their lines."""
    if not view.rows:
        empty(
            msg("Nobody in this scope yet"),
            msg("No supplier of these purchases is known to be social, nor looks like it by its name."),
            [Step("registers", msg("Add a register")), Step("suppliers", msg("Look at the suppliers"))],
            icon=":material/search:",
        )
        return
    columns = (
        Column("name", DIMENSIONS[view.dimension].name),
        Column("amount", msg("Counted"), "euro"),
        Column("share", msg("Share"), "share"),
        Column("possible", msg("Possible"), "euro"),
    )
    parts = [(row.key, row.name) for row in view.rows if row.key is not None]
    key = _bars_card(
        view, "kinds", columns, "social-spend-by-kind",
        more=lambda: drill.links(ws, actor, selection, view.dimension, parts),
    )  # fmt: skip
    if key:
        drill.go(ws, actor, selection, view.dimension, key, measure="social_spend")


def headline(text: Message, why: Sequence[Message]) -> None:
    """The page in one sentence, and beneath it why the share changed."""
    with st.container(gap="xsmall", key="headline"):
        st.markdown(f"## {unbroken(say(text))}", anchors=False)
        if why:
            st.markdown("  \n".join(unbroken(say(each)) for each in [msg("Why:"), *why]))
            navigation.link("changes", msg("What changed, down to the invoice"), icon=":material/difference:",
                            query=_here())  # fmt: skip


def _here() -> dict[str, str | list[str]]:
    """What is chosen in the address, to be kept on another dashboard."""
    return {key: st.query_params.get_all(key) for key in st.query_params if key in chosen_view.KEYS}


def categories(ws: Workspace, actor: Actor, view: PartsView, selection: Selection) -> None:
    """How social each category is; a click goes one level deeper."""
    if not view.rows:
        return
    drawn = [SocialPart(row.key or "", say(row.name), row.spend, row.social, row.share) for row in view.rows]
    columns = (
        Column("name", DIMENSIONS[view.dimension].name),
        Column("spend", measure("addressable_spend").name, "euro"),
        Column("social", measure("social_spend").name, "euro"),
        Column("share", msg("Social share"), "share"),
    )
    rows = [
        {"key": row.key or "", "name": row.name, "spend": row.spend, "social": row.social, "share": row.share}
        for row in view.all_rows
    ]
    parts = [(row.key, row.name) for row in view.rows if row.key is not None]
    key = chart_card(
        view.title,
        view.under,
        social_parts(drawn, palette=theme.palette(), language=language.current()),
        key="categories",
        columns=columns,
        rows=rows,
        file_name="social-share-by-category",
        clickable=True,
        more=lambda: drill.links(ws, actor, selection, view.dimension, parts),
        asked=view.asked,
    )
    if key:
        drill.go(ws, actor, selection, view.dimension, key, measure="social_spend")


def next_steps(steps: Sequence[NextStep]) -> None:
    """What to do next, each with the way there."""
    if not steps:
        return
    with st.container(border=True, height="stretch", gap="xsmall", key="next_steps"):
        st.markdown(f"### {literal(say(msg('What next')))}", anchors=False)
        for step in steps:
            st.markdown(literal(say(step.text)))
            navigation.link(step.url, step.action, icon=":material/arrow_forward:", query=dict(step.query))


def suppliers(view: BarsView, movement: Message | None) -> None:
    """The largest social suppliers; a click leads to the supplier."""
    if not view.rows:
        empty(
            msg("No social supplier yet"),
            msg(
                "Suppliers appear here when their tax code or VAT number stands in a register, or when you confirm one."
            ),
            [Step("suppliers", msg("Look at the suppliers"))],
            icon=":material/storefront:",
        )
        return
    columns = (
        Column("name", msg("Supplier")),
        Column("amount", msg("Social spend"), "euro"),
        Column("share", msg("Share"), "share"),
    )

    def more() -> None:
        for row in view.rows:
            navigation.link("suppliers", row.name, query={"supplier": row.key or ""})

    def beneath() -> None:
        if movement:
            st.caption(literal(say(movement)))

    key = _bars_card(view, "suppliers", columns, "social-suppliers", more=more, foot=beneath)
    if key:
        navigation.go("suppliers", supplier=key)


def _bars_card(
    view: BarsView,
    key: str,
    columns: Sequence[Column],
    file_name: str,
    *,
    more: Callable[[], None],
    foot: Callable[[], None] | None = None,
) -> str | None:
    drawn = [Bar(row.key or "", say(row.name), row.amount, row.possible) for row in view.rows]
    rows = [
        {"key": row.key, "name": row.name, "amount": row.amount, "share": row.share, "possible": row.possible}
        for row in view.rows
    ]
    return chart_card(
        view.title,
        view.under,
        bars(drawn, palette=theme.palette(), language=language.current()),
        key=key,
        columns=columns,
        rows=rows,
        file_name=file_name,
        clickable=True,
        more=more,
        foot=foot,
        asked=view.asked,
    )


def doubts(everything: Sequence[Doubt], steps: Sequence[NextStep]) -> None:
    """What is open, and where each can be settled; what stands among the next steps is not said twice."""
    said = [step.text for step in steps]
    found = [doubt for doubt in everything if doubt.text not in said]
    if everything and not found:
        return
    with st.container(border=True, height="stretch", gap="xsmall", key="doubts"):
        title = msg("What is still open") if found else msg("Nothing is open")
        st.markdown(f"### {literal(say(title))}")
        if not found:
            st.caption(say(msg("Every supplier of this spend is identified, dated and placed.")))
        for doubt in found:
            st.markdown(literal(say(doubt.text)))
            # The suppliers' page shows only those that the doubt is about, the review its section.
            query = {"suppliers": {"show": doubt.key}, "review": {"about": doubt.key}}.get(doubt.url)
            navigation.link(doubt.url, doubt.action, icon=":material/arrow_forward:", query=query)


def beside(ws: Workspace, actor: Actor, view: BesideView, selection: Selection) -> None:
    """What is given and not bought, each with the lines behind it; nothing where there is none."""
    if not view.given:
        return
    with st.container(border=True, gap="xsmall", key="beside"):
        title = say(msg("Beside the purchases"))
        st.markdown(f"### {literal(title)}")
        given = msg("Given, not bought: in no share and never social spend.")
        if view.to_social:
            given = msg(
                "Given, not bought: in no share and never social spend. {amount} of it went to social suppliers.",
                amount=Euro(view.to_social, cents=False),
            )
        st.caption(literal(say(given)))
        with st.container(horizontal=True, gap="medium"):
            for key, amount in view.given:
                with st.container(gap=None, width="content"):
                    st.markdown(f"{literal(say(measure(key).name))}: **{formats.euro(amount)}**")
                    if st.button(
                        say(msg("Show the lines")), key=f"beside_{key}", icon=":material/list:", type="tertiary"
                    ):
                        lines_dialog(ws, actor, key, selection)
        navigation.link("review", msg("Look at what is no purchase"), icon=":material/arrow_forward:",
                        query={"about": "natures"})  # fmt: skip


def definitions(figures: Sequence[FigureView]) -> None:
    """On paper there is nothing to open: what each figure means stands beneath."""
    keys = dict.fromkeys(["addressable_spend", *(view.measure.key for view in figures)])
    said = "".join(
        f"<p><b>{escape(say(measure(key).name))}</b>: {escape(say(measure(key).sentence))}</p>" for key in keys
    )
    st.html(f'<div class="si-on-paper">{said}</div>')
