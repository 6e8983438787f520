"""The parts of the page of payment times."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.pairs import Pair, pairs
from socialimpact.language import Euro, Message, msg
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.dashboards.payment import PairsView, PairView, PaymentView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column, Unit
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.explanation import lines_dialog
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table_card

_SUPPLIERS = (
    Column("name", msg("Supplier")),
    Column("days", msg("Average days"), "number"),
    Column("on_time", msg("Paid on time"), "share"),
    Column("lines", msg("Lines"), "count"),
    Column("spend", msg("Social spend"), "euro"),
    Column("overdue", msg("Past its due date"), "euro"),
)


def nothing_known() -> None:
    """No line has a payment date: what would have to be uploaded."""
    empty(
        msg("These ledgers do not say when suppliers were paid"),
        msg(
            "The figures of this page need a column with the date of the payment, better with the due date beside it:"
            " your accounting's list of paid invoices has both. Upload it and say which column is which."
        ),
        [Step("upload", msg("Upload a ledger"))],
        icon=":material/event_busy:",
    )


def around(view: PaymentView) -> None:
    """What the figures cover, the medians, what is on time, and what should have been paid by now."""
    said = [view.covered, *([view.median] if view.median else []), msg("{sentence}.", sentence=view.on_time)]
    st.markdown(" ".join(literal(say(each)) for each in said))
    if view.overdue:
        amount = Euro(view.overdue, cents=False)
        text = msg(
            "{amount} is past its due date without a payment, none of it owed to social suppliers.", amount=amount
        )
        if view.overdue_social:
            text = msg(
                "{amount} is past its due date without a payment, {social} of it owed to social suppliers.",
                amount=amount,
                social=Euro(view.overdue_social, cents=False),
            )
        st.warning(literal(say(text)), icon=":material/schedule:")


def bands(ws: Workspace, actor: Actor, view: PaymentView) -> None:
    """How the days are spread; a click shows the social suppliers' lines in a band."""
    key = _card(view.bands, "payment_bands", msg("Days to payment"), "share")
    if key:
        lines_dialog(ws, actor, "paid_lines_social", replace(view.selection, payment_bands=(key,)))


def years(view: PaymentView) -> None:
    if len(view.years.rows) > 1:
        measures = {"everyone": "average_days_to_pay", "social": "average_days_to_pay_social"}
        asked = Asked(measures, "year", view.selection.without_period())
        _card(view.years, "payment_years", msg("Year"), "number", asked)


def kinds(ws: Workspace, actor: Actor, view: PaymentView) -> None:
    """The kinds, slowest first; a click shows the lines of one."""
    asked = Asked({"everyone": "average_days_to_pay"}, "kind", view.selection)
    key = _card(view.kinds, "payment_kinds", msg("Kind"), "number", asked)
    if key:
        lines_dialog(ws, actor, "paid_lines", replace(view.selection, kinds=(key,)))


def _card(view: PairsView, key: str, name: Message, unit: Unit, asked: Asked | None = None) -> str | None:
    if not view.rows:
        return None
    social = any(row.social is not None for row in view.rows)
    columns = [Column("name", name), Column("everyone", msg("All suppliers"), unit)]
    if social:
        columns.insert(1, Column("social", msg("Social suppliers"), unit))
    rows = [_pair(row, unit, both=social) for row in view.rows]
    return chart_card(
        view.title,
        view.under,
        pairs(rows, palette=theme.palette()),
        key=key,
        columns=tuple(columns),
        rows=[{**vars(row), "key": row.key or ""} for row in view.rows],
        file_name=key.replace("_", "-"),
        clickable=key != "payment_years",
        asked=asked,
    )


def _pair(row: PairView, unit: Unit, *, both: bool) -> Pair:
    """Where there is one value a row, it is the bold one."""
    bold, pale = (row.social, row.everyone) if both else (row.everyone, None)
    return Pair(row.key or "", say(row.name), pale, _words(pale, unit) if both else "", bold, _words(bold, unit))


def _words(value: float | None, unit: Unit) -> str:
    if value is None:
        return formats.not_known()
    return formats.share(value, 0) if unit == "share" else say(msg("{n} days", n=round(value)))


def suppliers(ws: Workspace, actor: Actor, view: PaymentView) -> None:
    """The social suppliers that wait longest; a row leads to its lines."""
    if not view.suppliers:
        return
    with st.container(border=True, gap="xsmall", key="slowest_paid"):
        first = view.suppliers[0]
        title = msg("Waits longest: {supplier}, {n} days", supplier=first.name, n=round(first.days))
        st.markdown(f"### {literal(say(title))}")
        st.caption(say(msg("Social suppliers by their average days to payment. A row opens the lines.")))
        rows = [vars(each) for each in view.suppliers]
        chosen = table_card(
            _SUPPLIERS, rows, key="slowest_suppliers", file_name="days-to-pay", alt=title, selectable=True
        )
    if chosen is not None:
        lines_dialog(
            ws, actor, "paid_lines_social", replace(view.selection, suppliers=(view.suppliers[chosen].supplier_id,))
        )
