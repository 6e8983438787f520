"""How local the spend is: by each rule, by distance, together with social, and who the local suppliers are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from socialimpact.actor import Actor
from socialimpact.charts import axes
from socialimpact.charts.bars import Bar, bars
from socialimpact.figures.filters import Selection
from socialimpact.language import msg
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.local.look import PartsView
from socialimpact.services.local.rules import MEASURES_OF_PARTS
from socialimpact.services.workspace import Workspace
from socialimpact.ui import drill, formats, language, navigation
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.explanation import lines_dialog
from socialimpact.ui.language import say
from socialimpact.ui.local.parts_card import euro_bars, parts_card, quiet, rows_of
from socialimpact.ui.theme import palette

_AMOUNTS = (
    Column("name", msg("Part")),
    Column("amount", msg("Amount"), "euro"),
    Column("share", msg("Share"), "share"),
)


def no_site() -> None:
    """Without a place to be local to, the page says what to do first."""
    empty(
        msg("Where do you buy?"),
        msg(
            "Local is what is near the site that buys, and no site has a place yet. Enter its municipality: the local"
            " share, the distances and the sites' figures appear here at once. Where the money goes is shown below."
        ),
        [Step("organisation", msg("Enter the place where you buy"))],
        icon=":material/wrong_location:",
    )


def rules(ws: Workspace, actor: Actor, view: PartsView, selection: Selection) -> None:
    """One bar a rule, on an axis up to 100 %."""
    drawn = [
        Bar(
            part.key or "",
            say(msg("{rule} (chosen)", rule=part.name)) if part.chosen else say(part.name),
            Decimal(str(part.share or 0)),
            label=f"{formats.share(part.share)} · {axes.short_euro(part.amount, language.current())}",
            faint=not part.chosen,
        )
        for part in view.rows
    ]
    columns = (
        Column("name", msg("Rule")),
        Column("amount", msg("Local spend"), "euro"),
        Column("share", msg("Local share"), "share"),
    )
    measures = {"amount": "local_spend", "share": "local_share"}
    of_rule = {
        rule: Asked(measures, "", replace(selection, local_rule=rule)) for part in view.rows if (rule := part.key)
    }
    asked = Asked({}, "", selection, apart=of_rule)
    key = parts_card(view, drawn, key="local_rules", columns=columns, file_name="local-share-by-rule", asked=asked)
    if key:
        lines_dialog(ws, actor, "local_spend", replace(selection, local_rule=key))


def distance(ws: Workspace, actor: Actor, view: PartsView, selection: Selection) -> None:
    """Spend by distance; what is not known is pale."""
    columns = (Column("name", msg("Distance")), *_AMOUNTS[1:])
    parts = [(part.key, part.name) for part in view.rows]
    key = parts_card(
        view,
        euro_bars(view.rows),
        key="local_distance",
        columns=columns,
        file_name="spend-by-distance",
        asked=Asked({"amount": "addressable_spend"}, view.dimension, selection),
        more=lambda: drill.links(ws, actor, selection, view.dimension, parts),
    )
    if key is not None:
        drill.go(ws, actor, selection, view.dimension, key, measure="addressable_spend")


def social_and_local(ws: Workspace, actor: Actor, view: PartsView, selection: Selection) -> None:
    """The four parts of the spend."""
    drawn = [
        Bar(
            part.key or "",
            say(part.name),
            part.amount,
            label=f"{axes.short_euro(part.amount, language.current())} · {formats.share(part.share)}",
            faint=not part.chosen,
        )
        for part in view.rows
    ]
    of_part = {part: Asked({"amount": key}, "", selection) for part, key in MEASURES_OF_PARTS.items()}
    asked = Asked({}, "", selection, apart=of_part)
    key = parts_card(view, drawn, key="local_social", columns=_AMOUNTS, file_name="social-and-local", asked=asked)
    if key in MEASURES_OF_PARTS:
        lines_dialog(ws, actor, MEASURES_OF_PARTS[key], selection)


def top(view: PartsView, selection: Selection) -> None:
    """The largest local suppliers; a click leads to the supplier."""
    if not view.rows:
        quiet(
            view.title,
            msg("No supplier of this spend has its seat near a buying site by the chosen rule."),
            key="local_top",
        )
        return

    def more() -> None:
        for part in view.rows:
            navigation.link("suppliers", part.name, query={"supplier": part.key or ""})

    key = chart_card(
        view.title,
        view.under,
        bars(euro_bars(view.rows), palette=palette(), language=language.current()),
        key="local_top",
        columns=(Column("name", msg("Supplier")), Column("amount", msg("Local spend"), "euro"), _AMOUNTS[2]),
        rows=rows_of(view.rows),
        file_name="local-suppliers",
        clickable=True,
        asked=Asked({"amount": "local_spend"}, "supplier", selection),
        more=more,
    )
    if key:
        navigation.go("suppliers", supplier=key)
