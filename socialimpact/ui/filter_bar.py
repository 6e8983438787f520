"""The one row of choices above every dashboard. What is chosen is kept by `chosen_view`, in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import FILTERS, Filter, Selection
from socialimpact.figures.labels import plain
from socialimpact.language import Message, msg
from socialimpact.places import local_rules
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.services.workspace import Workspace
from socialimpact.ui import cached, chosen_view, drill, language
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_OWN_DAYS = "filter_own_days"
_ALL_DATES = "all"
_LAST_TWELVE = "last12"
_CUSTOM = "custom"
_FROM_LINK = "link"
_CELL_WIDTH = 150
_DATES_WIDTH = 280
_IN_BAR = ("date_from", "date_to", "years", "quarters", "months", "companies", "sites", "categories")


def filter_bar(ws: Workspace, actor: Actor) -> Selection:
    """Draw the bar and return what is chosen. Nothing is drawn while there is no data to choose from."""
    choices = cached.filter_choices(ws, actor)
    selection = chosen_view.current(choices)
    fields = _fields(choices, selection)
    period = _period_key(choices, selection)
    with st.grid(len(fields) + 1, min_column_width=_CELL_WIDTH, wrap=False, key="filter_bar"):
        _period(choices, selection, period)
        for field in fields:
            _pick(field, _value(selection, field.name, choices), choices)
    if period == _CUSTOM:
        _dates(choices, selection)
    _other(selection, choices)
    drill.breadcrumb(ws, actor, selection)
    return selection


@dataclass(frozen=True)
class _Field:
    """One choice of the bar: a field of the selection, its options as the field holds them, and their words."""

    name: str
    title: Message
    options: tuple[Any, ...]
    words: Callable[[Any], Message]


def _fields(choices: FilterChoices, selection: Selection) -> list[_Field]:
    """What can be chosen; a field with one possible value is no choice, unless a link has made one."""
    fields: list[_Field] = []
    known: Mapping[Any, Message]
    for name, title, everything, known in (
        ("companies", msg("Company"), msg("All companies"), choices.companies),
        ("sites", msg("Site"), msg("All sites"), choices.sites),
        ("categories", msg("Category"), msg("All categories"), choices.categories),
    ):
        if len(known) > 1 or getattr(selection, name):
            # a link may name a category that these ledgers have not: it has a name all the same
            other = tree.name if name == "categories" else _not_known
            fields.append(_Field(name, title, ((), *((key,) for key in known)), _words(known, everything, other)))
    fields.append(_Field("scope", msg("Counts as social"), tuple(choices.scopes), _name(choices.scopes)))
    fields.append(_Field("local_rule", msg("Counts as local"), tuple(choices.local_rules), _rule_name))
    return fields


def _name(known: Mapping[str, Message]) -> Callable[[Any], Message]:
    return lambda key: known.get(key, msg("not known"))


def _rule_name(key: Any) -> Message:
    return local_rules.parse(key).name()


def _not_known(_: Any) -> Message:
    return msg("not known")


def _words(
    known: Mapping[Any, Message], everything: Message, other: Callable[[Any], Message]
) -> Callable[[Any], Message]:
    def words(chosen: Any) -> Message:
        if not chosen:
            return everything
        whole, *more = [known[key] if key in known else other(key or "") for key in chosen]
        for each in more:
            whole = msg("{first}, {second}", first=whole, second=each)
        return whole

    return words


def _value(selection: Selection, name: str, choices: FilterChoices) -> Any:
    value = getattr(selection, name)
    return value or {"scope": choices.default_scope, "local_rule": choices.default_local_rule}.get(name, value)


def _other(selection: Selection, choices: FilterChoices) -> None:
    """What a link narrows beside the bar's own fields is said, and can be taken away."""
    empty = Selection()
    in_bar: dict[str, Any] = {name: getattr(empty, name) for name in _IN_BAR}
    others = replace(selection, **in_bar, scope=None, local_rule=None)
    if others == empty:
        return
    narrowed = [each for each in FILTERS if getattr(others, each.field)]
    words = "; ".join(
        f"{say(DIMENSIONS[each.dimension].name)}: "
        + ", ".join(_said(each, value) for value in getattr(others, each.field))
        for each in narrowed
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/filter_alt: {literal(words)}", width="content")
        st.button(
            say(msg("Remove this filter")),
            type="tertiary",
            icon=":material/close:",
            key="filter_other",
            on_click=_drop,
            args=([each.field for each in narrowed], choices),
        )


def _said(each: Filter, value: Any) -> str:
    by = DIMENSIONS[each.dimension]
    return say(by.label({by.id_column: value, by.label_column: value}))


def _drop(names: Sequence[str], choices: FilterChoices) -> None:
    dropped: dict[str, Any] = dict.fromkeys(names, ())
    chosen_view.keep(replace(chosen_view.remembered(choices), **dropped), choices)


def _pick(field: _Field, value: Any, choices: FilterChoices) -> None:
    key = f"filter_{field.name}"
    # A link may name several values, or one that is gone: it is shown as it is and can be changed.
    offered = list(field.options) if value in field.options else [value, *field.options]
    st.session_state[key] = value
    reader = language.current()
    st.selectbox(
        say(field.title),
        offered,
        format_func=lambda option: field.words(option).to(reader),
        key=key,
        on_change=_changed,
        args=(field.name, choices),
    )


def _changed(name: str, choices: FilterChoices) -> None:
    selection = chosen_view.remembered(choices)
    value = st.session_state[f"filter_{name}"]
    if value == {"scope": choices.default_scope, "local_rule": choices.default_local_rule}.get(name):
        value = None  # the organisation's own: the link follows it when it changes
    chosen_view.keep(replace(selection, **{name: value}), choices)


def _period_options(choices: FilterChoices) -> dict[str, tuple[Message, Selection]]:
    """What the period can be set to: a key for the widget, its words, and a selection with that period only."""
    options: dict[str, tuple[Message, Selection]] = {}
    for year in choices.years:
        options[str(year)] = (plain(str(year)), Selection(years=(year,)))
    if choices.last_twelve:
        first, last = choices.last_twelve
        options[_LAST_TWELVE] = (msg("Last 12 months"), Selection(date_from=first, date_to=last))
    options[_ALL_DATES] = (msg("All dates"), Selection())
    return options


def _period_key(choices: FilterChoices, selection: Selection) -> str:
    only_period = _period_of(selection)
    options = _period_options(choices)
    if st.session_state.get(_OWN_DAYS) and (selection.date_from or selection.date_to):
        return _CUSTOM  # although the days chosen may be those of a year
    other = _CUSTOM if selection.date_from or selection.date_to else _FROM_LINK
    return next((key for key, (_, period) in options.items() if period == only_period), other)


def _period(choices: FilterChoices, selection: Selection, key: str) -> None:
    words = {option: text for option, (text, _) in _period_options(choices).items()}
    if choices.first_date:
        words[_CUSTOM] = msg("From … to …")
    if key == _FROM_LINK:
        words[_FROM_LINK] = _period_of(selection).sentence()
    st.session_state["filter_period"] = key
    reader = language.current()
    st.selectbox(
        say(msg("Period")),
        list(words),
        format_func=lambda option: words[option].to(reader),
        key="filter_period",
        on_change=_period_changed,
        args=(choices,),
    )


def _dates(choices: FilterChoices, selection: Selection) -> None:
    first = selection.date_from or choices.first_date or selection.date_to
    last = selection.date_to or choices.last_date or selection.date_from
    st.session_state["filter_dates"] = tuple(sorted(day for day in (first, last) if day))
    st.date_input(
        say(msg("From and to")),
        key="filter_dates",
        format="DD/MM/YYYY",
        on_change=_dates_changed,
        args=(choices,),
        width=_DATES_WIDTH,
    )


def _dates_changed(choices: FilterChoices) -> None:
    chosen: tuple[date, ...] = st.session_state["filter_dates"]
    selection = chosen_view.remembered(choices)
    if len(chosen) == 2:  # noqa: PLR2004 - one date is a range that is still being picked
        chosen_view.keep(selection.during(*chosen), choices)


def _period_of(selection: Selection) -> Selection:
    return Selection(
        date_from=selection.date_from,
        date_to=selection.date_to,
        years=selection.years,
        quarters=selection.quarters,
        months=selection.months,
    )


def _period_changed(choices: FilterChoices) -> None:
    key = st.session_state["filter_period"]
    st.session_state[_OWN_DAYS] = key == _CUSTOM
    selection = chosen_view.remembered(choices)
    if key == _CUSTOM:
        first, last = (choices.first_date, choices.last_date)
        if selection.years and selection.years[0]:
            first, last = (
                date(min(y for y in selection.years if y), 1, 1),
                date(max(y for y in selection.years if y), 12, 31),
            )
        period = Selection(date_from=first, date_to=last)
    else:
        period = _period_options(choices).get(key, (None, _period_of(selection)))[1]
    chosen_view.keep(
        replace(
            selection.without_period(),
            date_from=period.date_from,
            date_to=period.date_to,
            years=period.years,
            quarters=period.quarters,
            months=period.months,
        ),
        choices,
    )
