"""The parts of the page about a change: each draws a piece of `services.dashboards.changing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.waterfall import End, Step, waterfall
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg, plural
from socialimpact.services.dashboards.changing import MEASURES, ChangesView, ItemView, PartView, groupings
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, parts, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column, excel_button
from socialimpact.ui.empty import empty
from socialimpact.ui.explanation import lines_dialog
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.on_page import notes
from socialimpact.ui.table_card import table

_CAUSE = "cause"
_NARROWEST = 150  # two beside each other on a phone
_MOST_ROWS = 50


def choices() -> tuple[str, str]:
    """The figure whose change is asked for, and by what it is taken apart."""
    with st.grid(2, min_column_width=_NARROWEST, wrap=False, key="changes_choices"):
        key = parts.listed("measure", {each: measure(each).name for each in MEASURES}, label=msg("Figure"))
        by = parts.listed("by", {each: DIMENSIONS[each].name for each in groupings()}, label=msg("Taken apart by"))
    return key, by


def cannot(view: ChangesView) -> None:
    """Why there is nothing to show."""
    if view.why_not:
        empty(msg("No change to take apart"), view.why_not, icon=":material/compare_arrows:")


def causes(view: ChangesView) -> None:
    """The way from the earlier value to the later one; a click on a cause opens it beside."""
    steps = [Step(part.key, say(part.name), float(part.effect), say(part.text)) for part in view.parts]
    columns = (
        Column("name", msg("Cause")),
        Column("effect", msg("Points") if view.measure.denominator else msg("Euro"), _unit(view)),
    )
    rows = [{"key": part.key, "name": part.name, "effect": _exact(view, part)} for part in view.parts]
    clicked = chart_card(
        view.title,
        view.under,
        waterfall(_end(view, view.then_words, view.before), steps, _end(view, view.now_words, view.after),
                  palette=theme.palette()),
        key="changes",
        columns=columns,
        rows=rows,
        file_name="what-changed",
        clickable=True,
    )  # fmt: skip
    if clicked:
        st.session_state[_CAUSE] = clicked


def _end(view: ChangesView, words: Message, value: Decimal) -> End:
    text = formats.share(value, 2) if view.measure.denominator else formats.euro(value)
    return End(say(words), float(value), text)


def _exact(view: ChangesView, part: PartView) -> Decimal:
    """As the chart prints it: points, or euro."""
    return part.effect * 100 if view.measure.denominator else part.effect


def _unit(view: ChangesView) -> Any:
    return "number" if view.measure.denominator else "euro"


def behind(ws: Workspace, actor: Actor, view: ChangesView) -> None:
    """One cause with the categories, suppliers or invoices that it is made of; a row opens its lines."""
    with st.container(border=True, height="stretch", gap="xsmall", key="changes_behind"):
        # the main cause of the title first, then what else moved it, then what held against it
        rose = view.after >= view.before
        largest = sorted(view.parts, key=lambda part: ((part.effect > 0) != rose, -abs(part.effect)))
        if not largest:
            st.caption(say(msg("Nothing moved between the two periods.")))
            return
        titles: dict[str, Message] = {
            part.key: msg("{name}: {effect}", name=part.name, effect=part.text) for part in largest
        }
        key = parts.listed(_CAUSE, titles, label=msg("Cause"))
        part = next(part for part in view.parts if part.key == key)
        st.caption(literal(say(part.sentence)))
        _items(ws, actor, view, part.items, key=part.key, alt=titles[part.key])
        unseen = part.left_out + max(0, len(part.items) - _MOST_ROWS)
        if unseen:
            st.caption(say(plural("{n} more with a smaller effect.", "{n} more with smaller effects.", unseen)))


def _items(
    ws: Workspace, actor: Actor, view: ChangesView, items: Sequence[ItemView], *, key: str, alt: Message
) -> None:
    columns = _item_columns(view, items)
    rows = [_row(item) for item in items]
    # Each number of a table is written out in every run: the screen shows the largest, the download holds more.
    # A chosen row stays chosen in the table's state; a new key after it lets the next run begin without it.
    turn = st.session_state.get("changes_turn", 0)
    chosen = table(columns, rows[:_MOST_ROWS], key=f"changes_{key}_{turn}", alt=alt, selectable=True)
    st.caption(say(msg("Choose a row to see its lines.")))
    excel_button(columns, rows, file_name="what-changed", key=f"changes_{key}_excel", notes=notes(alt, *view.method))
    if chosen is not None:
        st.session_state["changes_turn"] = turn + 1
        item = items[chosen]
        sides = [(words, each) for words, each in ((view.now_words, item.now), (view.then_words, item.then)) if each]
        if sides:
            lines_dialog(ws, actor, view.lines_key, sides[0][1], sides=sides, about=item.name)


def _item_columns(view: ChangesView, items: Sequence[ItemView]) -> tuple[Column, ...]:
    spend = measure(view.lines_key).name
    then, now = view.then_words, view.now_words
    columns = [
        Column("name", msg("What it is about")),
        Column("effect", msg("Effect in points") if view.measure.denominator else msg("Effect"), _unit(view)),
        Column("spend_then", msg("{figure}, {period}", figure=spend, period=then), "euro"),
        Column("spend_now", msg("{figure}, {period}", figure=spend, period=now), "euro"),
    ]
    if any(item.day for item in items):
        columns.insert(1, Column("day", msg("Date"), "date"))
    if view.measure.denominator:
        columns += [
            Column("share_then", msg("Its share, {period}", period=then), "share"),
            Column("share_now", msg("Its share, {period}", period=now), "share"),
        ]
    return tuple(columns)


def _row(item: ItemView) -> Mapping[str, Any]:
    return {
        "name": item.name,
        "day": item.day,
        "effect": item.effect,
        "spend_then": item.spend_then,
        "spend_now": item.spend_now,
        "share_then": item.share_then,
        "share_now": item.share_now,
    }


def groups(ws: Workspace, actor: Actor, view: ChangesView) -> None:
    """Every category in both periods: its weight, its share, and what either did to the whole."""
    if not view.groups:
        return
    with st.container(border=True, gap="xsmall", key="changes_groups"):
        title = msg("What was bought, and from whom. By: {dimension}", dimension=view.by)
        st.markdown(f"### {literal(say(title))}", anchors=False)
        under = msg(
            "Of each part of the purchases: how much of all it is, which share of it counts, and how many points "
            "either of the two moved the whole. One-off invoices are left out here."
        )
        st.caption(say(under))
        then, now = view.then_words, view.now_words
        columns = (
            Column("name", view.by),
            Column("mix", msg("What was bought, points"), "number"),
            Column("within", msg("From whom, points"), "number"),
            Column("weight_then", msg("Part of all, {period}", period=then), "share"),
            Column("weight_now", msg("Part of all, {period}", period=now), "share"),
            Column("share_then", msg("Its share, {period}", period=then), "share"),
            Column("share_now", msg("Its share, {period}", period=now), "share"),
        )
        rows = [
            {
                **_row(group.item),
                "mix": group.mix,
                "within": group.within,
                "weight_then": group.weight_then,
                "weight_now": group.weight_now,
            }
            for group in view.groups
        ]
        turn = st.session_state.get("changes_turn", 0)
        chosen = table(columns, rows[:_MOST_ROWS], key=f"changes_groups_{turn}", alt=title, selectable=True)
        excel_button(columns, rows, file_name="what-changed-by-category", key="changes_groups_excel",
                     notes=notes(title, under, *view.method))  # fmt: skip
        if chosen is not None:
            st.session_state["changes_turn"] = turn + 1
            item = view.groups[chosen].item
            sides = [(words, each) for words, each in ((now, item.now), (then, item.then)) if each]
            if sides:
                lines_dialog(ws, actor, view.lines_key, sides[0][1], sides=sides, about=item.name)


def method(view: ChangesView) -> None:
    """How the change is taken apart, in words."""
    with st.expander(say(msg("How the change is taken apart")), icon=":material/info:"):
        for sentence in view.method:
            st.markdown(literal(say(sentence)))
