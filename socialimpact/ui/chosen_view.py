"""What a visit looks at, kept in the URL so that a link shows the same view.

A choice made on one dashboard holds on the next: the session carries it, the URL shows it. An address that names
a choice outranks the session's; the browser's *back* goes through the views one by one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import streamlit as st

from socialimpact import knowledge
from socialimpact.categories import tree
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import FILTERS, Selection
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.suppliers import kinds
from socialimpact.ui import navigation

_STATE = "chosen_selection"
_WRITTEN = "chosen_written"
_TOLD = "chosen_told"
_PERIOD = "period"
_ALL_DATES = "all"
KEYS = frozenset({each.key for each in FILTERS} | {"from", "to", "scope", "local", "against", _PERIOD})

Query = dict[str, list[str]]


def current(choices: FilterChoices) -> Selection:
    """The selection of this run, from the URL, the session or the default, in that order; the URL then says it."""
    asked = _asked()
    gone_back = st.session_state.get(_WRITTEN, False) and navigation.stayed()
    selection = from_query(asked, choices) if asked or gone_back else remembered(choices)
    if asked and (told := odd(asked, selection, choices)):
        st.session_state[_TOLD] = selection, told
    keep(selection, choices)
    return selection


def misunderstood(selection: Selection) -> tuple[Message, ...]:
    """What the link of this view names that is not here, as long as the view is looked at."""
    about, told = st.session_state.get(_TOLD, (None, ()))
    return told if about == selection else ()


def odd(query: Query, selection: Selection, choices: FilterChoices) -> tuple[Message, ...]:
    """What an address names that is not understood, or that these ledgers have not, in words."""
    told = list(Selection.misread(query))
    scope = query.get("scope", [""])[-1]
    if scope and scope not in choices.scopes:
        told.append(msg("The link counts as social by “{scope}”, which is no more: yours is used.", scope=scope))
    known: dict[str, Collection[Any]] = {
        "years": choices.years,
        "companies": choices.companies,
        "sites": choices.sites,
        "categories": {*choices.categories, *(group.key for group in tree.groups()), *tree.leaves()},
        "kinds": {each.key for each in kinds.all_kinds()},
        "evidence": {each.key for each in kinds.all_evidence()},
        "natures": knowledge.load("natures")["natures"],
    }
    for each in FILTERS:
        for value in getattr(selection, each.field):
            if each.field in known and value is not None and value not in known[each.field]:
                name = DIMENSIONS[each.dimension].name
                told.append(
                    msg("The link asks for {dimension} “{value}”: these ledgers have none.", dimension=name,
                        value=str(value))
                )  # fmt: skip
    return tuple(told)


def remembered(choices: FilterChoices) -> Selection:
    """What this visit chose last, on whichever dashboard; the default view before that."""
    return _with_known_scope(st.session_state.get(_STATE) or default(choices), choices)


def _with_known_scope(selection: Selection, choices: FilterChoices) -> Selection:
    return selection if selection.scope in choices.scopes else replace(selection, scope=None)


def default(choices: FilterChoices) -> Selection:
    """The latest year of the ledgers: what a report is about. All dates where no line has one."""
    return Selection(years=(choices.latest_year,)) if choices.latest_year else Selection()


def from_query(query: Query, choices: FilterChoices) -> Selection:
    """The selection of an address; where it names no period the default one, unless it says `period=all`.

    A scope that is no more gives way to the organisation's own.
    """
    selection = _with_known_scope(Selection.from_query(query), choices)
    if selection.has_period() or query.get(_PERIOD) == [_ALL_DATES]:
        return selection
    return replace(selection, years=default(choices).years)


def as_query(selection: Selection, choices: FilterChoices) -> Query:
    """The address of a selection; empty for the default view."""
    if selection == default(choices):
        return {}
    query = selection.as_query()
    if not selection.has_period() and choices.years:
        query[_PERIOD] = [_ALL_DATES]
    return query


def _asked() -> Query:
    return {key: st.query_params.get_all(key) for key in st.query_params if key in KEYS}


def keep(selection: Selection, choices: FilterChoices) -> None:
    """Remember the selection and let the URL say it, leaving alone what others keep there."""
    query = as_query(selection, choices)
    if query != _asked():
        for key in KEYS & set(st.query_params):
            del st.query_params[key]
        for key, values in query.items():
            st.query_params[key] = values
    st.session_state[_STATE] = selection
    st.session_state[_WRITTEN] = bool(query)
