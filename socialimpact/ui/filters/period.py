"""The period of the bar and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from socialimpact.figures import against
from socialimpact.figures.against import Against
from socialimpact.figures.filters import Selection
from socialimpact.figures.labels import plain
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.coverage import period_only
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.ui import chosen_view, language
from socialimpact.ui.language import say

_OWN_DAYS = "filter_own_days"
_OWN_OTHER_DAYS = "filter_own_other_days"
_ALL_DATES = "all"
_LAST_TWELVE = "last12"
_CUSTOM = "custom"
_FROM_LINK = "link"
_YEAR_BEFORE = "year before"
_DATES_WIDTH = 280
_BOTH = 2


def period(choices: FilterChoices, selection: Selection) -> None:
    """The choice of the period; from which to which day is asked by `days`, beneath the row."""
    key = _period_key(choices, selection)
    words = {option: text for option, (text, _) in _period_options(choices).items()}
    if choices.first_date:
        words[_CUSTOM] = msg("From … to …")
    if key == _FROM_LINK:
        words[_FROM_LINK] = period_only(selection).sentence()
    _select(msg("Period"), "filter_period", words, key, _period_changed, choices=choices)


def comparison(choices: FilterChoices, selection: Selection) -> None:
    """The choice of what the period is compared with; nothing can be where no period is chosen."""
    words = {_YEAR_BEFORE: msg("The year before"), against.BEFORE: msg("The time just before")}
    words |= {str(year): plain(str(year)) for year in choices.years if selection.years != (year,)}
    words[_CUSTOM] = msg("From … to …")
    key = _comparison_key(selection)
    words.setdefault(key, plain(key))
    off = not selection.has_period()
    _select(msg("Compared with"), "filter_against", words, key, _comparison_changed, choices=choices, disabled=off)


def days(choices: FilterChoices, selection: Selection) -> None:
    """Where days of one's own are wanted: from which to which."""
    own_period = _period_key(choices, selection) == _CUSTOM
    own_comparison = _comparison_key(selection) == _CUSTOM and selection.has_period()
    if not own_period and not own_comparison:
        return
    with st.container(horizontal=True, gap="small", key="filter_days"):
        if own_period:
            first = selection.date_from or choices.first_date or selection.date_to
            last = selection.date_to or choices.last_date or selection.date_from
            _dates(msg("From and to"), "filter_dates", (first, last), _dates_changed, choices)
        if own_comparison:
            other = against.parse(selection.against).days if selection.against else None
            _dates(msg("Compared with: from and to"), "filter_other_dates", other or (), _other_dates_changed, choices)


def _select(
    title: Message,
    key: str,
    words: Mapping[str, Message],
    chosen: str,
    changed: Callable[[FilterChoices], None],
    *,
    choices: FilterChoices,
    disabled: bool = False,
) -> None:
    st.session_state[key] = chosen
    reader = language.current()
    st.selectbox(
        say(title),
        list(words),
        format_func=lambda option: words[option].to(reader),
        key=key,
        on_change=changed,
        args=(choices,),
        disabled=disabled,
    )


def _dates(
    title: Message,
    key: str,
    chosen: Sequence[date | None],
    changed: Callable[[FilterChoices], None],
    choices: FilterChoices,
) -> None:
    st.session_state[key] = tuple(sorted(day for day in chosen if day))
    st.date_input(
        say(title), key=key, format="DD/MM/YYYY", on_change=changed, args=(choices,), width=_DATES_WIDTH
    )  # fmt: skip


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
    only_period = period_only(selection)
    if st.session_state.get(_OWN_DAYS) and (selection.date_from or selection.date_to):
        return _CUSTOM  # although the days chosen may be those of a year
    other = _CUSTOM if selection.date_from or selection.date_to else _FROM_LINK
    options = _period_options(choices)
    return next((key for key, (_, period) in options.items() if period == only_period), other)


def _comparison_key(selection: Selection) -> str:
    if st.session_state.get(_OWN_OTHER_DAYS) and selection.has_period():
        return _CUSTOM
    if not selection.against:
        return _YEAR_BEFORE
    return _CUSTOM if against.parse(selection.against).days else selection.against


def _period_changed(choices: FilterChoices) -> None:
    key = st.session_state["filter_period"]
    st.session_state[_OWN_DAYS] = key == _CUSTOM
    selection = chosen_view.remembered(choices)
    if key == _CUSTOM:
        first, last = (choices.first_date, choices.last_date)
        years = [year for year in selection.years if year]
        if years:
            first, last = date(min(years), 1, 1), date(max(years), 12, 31)
        chosen = Selection(date_from=first, date_to=last)
    else:
        chosen = _period_options(choices).get(key, (None, period_only(selection)))[1]
    kept = selection.against if chosen.has_period() and selection.against != key else None
    chosen_view.keep(
        replace(
            selection.without_period(),
            date_from=chosen.date_from,
            date_to=chosen.date_to,
            years=chosen.years,
            quarters=chosen.quarters,
            months=chosen.months,
            against=kept,
        ),
        choices,
    )


def _comparison_changed(choices: FilterChoices) -> None:
    key = st.session_state["filter_against"]
    st.session_state[_OWN_OTHER_DAYS] = key == _CUSTOM
    if key != _CUSTOM:  # days are asked for first
        word = None if key == _YEAR_BEFORE else key
        chosen_view.keep(replace(chosen_view.remembered(choices), against=word), choices)


def _dates_changed(choices: FilterChoices) -> None:
    chosen: tuple[date, ...] = st.session_state["filter_dates"]
    selection = chosen_view.remembered(choices)
    if len(chosen) == _BOTH:  # one date is a range that is still being picked
        chosen_view.keep(replace(selection.during(*chosen), against=selection.against), choices)


def _other_dates_changed(choices: FilterChoices) -> None:
    chosen: tuple[date, ...] = st.session_state["filter_other_dates"]
    if len(chosen) == _BOTH:
        word = Against(days=(chosen[0], chosen[1])).key
        chosen_view.keep(replace(chosen_view.remembered(choices), against=word), choices)
