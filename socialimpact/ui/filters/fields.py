"""The fields of the bar: which there are, what each offers, and the widget that chooses one value or several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import FILTERS, Selection
from socialimpact.language import Message, msg
from socialimpact.places import local_rules
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.services.dashboards.naming import Named
from socialimpact.ui import chosen_view, language
from socialimpact.ui.language import say

_BY_FIELD = {each.field: each for each in FILTERS}
_IN_PERIOD = ("years", "quarters", "months")
# What stands in the row where it is a choice at all; the other fields are behind "More filters".
IN_ROW = ("companies", "sites", "categories")
_MOST_IN_ROW = 2


@dataclass(frozen=True)
class Field:
    """Several values of one filter: its options as the selection holds them, and their words."""

    name: str
    title: Message
    everything: Message
    options: Mapping[Any, Message]


def in_row(choices: FilterChoices, selection: Selection) -> list[Field]:
    """The fields of the row; a field with one possible value is no choice, unless a link has made one.

    A third one goes behind "More filters": the row stays a row.
    """
    found = _known(choices, selection)
    return [found[0], found[-1]] if len(found) > _MOST_IN_ROW else found


def behind_more(
    choices: FilterChoices, more: Mapping[str, Mapping[Any, Message]], selection: Selection, named: Named
) -> list[Field]:
    """The rarer fields that have something to choose, or of which something is chosen."""
    found = [each for each in _known(choices, selection) if each not in in_row(choices, selection)]
    for each in FILTERS:
        chosen = getattr(selection, each.field)
        if each.field in (*IN_ROW, *_IN_PERIOD):
            continue
        offered = dict(more.get(each.key, {}))
        for value in chosen:
            offered.setdefault(value, _words(each.field, value, named))
        if len(offered) > 1 or chosen:
            found.append(Field(each.field, DIMENSIONS[each.dimension].name, msg("All"), offered))
    return found


def active_behind_more(choices: FilterChoices, selection: Selection) -> int:
    """How many of the fields behind "More filters" narrow the view."""
    row = {each.name for each in in_row(choices, selection)} | set(_IN_PERIOD)
    return sum(bool(getattr(selection, each.field)) for each in FILTERS if each.field not in row)


def _known(choices: FilterChoices, selection: Selection) -> list[Field]:
    found = []
    for name, title, everything, known in (
        ("companies", msg("Company"), msg("All companies"), choices.companies),
        ("sites", msg("Site"), msg("All sites"), choices.sites),
        ("categories", msg("Category"), msg("All categories"), choices.categories),
    ):
        chosen = getattr(selection, name)
        if len(known) > 1 or chosen:
            # a link may name what these ledgers have not: a category has a name all the same
            offered = dict(known) | {value: _words(name, value, {}) for value in chosen if value not in known}
            found.append(Field(name, title, everything, offered))
    return found


def _words(field: str, value: Any, named: Named) -> Message:
    each = _BY_FIELD[field]
    by = DIMENSIONS[each.dimension]
    return named.get((each.key, value)) or by.label({by.id_column: value, by.label_column: value})


def pick(field: Field, selection: Selection, choices: FilterChoices, *, in_one_line: bool) -> None:
    """A box for several values; nothing chosen is everything."""
    key = f"filter_{field.name}"
    st.session_state[key] = list(getattr(selection, field.name))
    reader = language.current()
    st.multiselect(
        say(field.title),
        list(field.options),
        format_func=lambda option: field.options[option].to(reader),
        key=key,
        placeholder=say(field.everything),
        on_change=_changed,
        args=(field.name, choices),
        wrap=not in_one_line,
        select_all=False,
    )


def definition(name: str, title: Message, known: Sequence[str], selection: Selection, choices: FilterChoices) -> None:
    """A box for one value: the scope or the local rule, the organisation's own where none is chosen."""
    own = {"scope": choices.default_scope, "local_rule": choices.default_local_rule}[name]
    key, value = f"filter_{name}", getattr(selection, name) or own
    st.session_state[key] = value
    reader = language.current()
    words: Callable[[str], Message] = {"scope": lambda key: choices.scopes[key], "local_rule": _rule_name}[name]
    st.selectbox(
        say(title),
        list(dict.fromkeys([*known, value])),
        format_func=lambda option: words(option).to(reader),
        key=key,
        on_change=_defined,
        args=(name, own, choices),
    )


def _rule_name(key: str) -> Message:
    return local_rules.parse(key).name()


def _changed(name: str, choices: FilterChoices) -> None:
    chosen: dict[str, Any] = {name: tuple(st.session_state[f"filter_{name}"])}
    chosen_view.keep(replace(chosen_view.remembered(choices), **chosen), choices)


def _defined(name: str, own: str, choices: FilterChoices) -> None:
    value = st.session_state[f"filter_{name}"]
    # the organisation's own is not written down: the link follows it when it changes
    chosen: dict[str, Any] = {name: None if value == own else value}
    chosen_view.keep(replace(chosen_view.remembered(choices), **chosen), choices)
