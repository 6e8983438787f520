"""Where we want to be: each measure's path from year to year, how far each year is from it, and a form for one more."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.measures import MEASURES, measure
from socialimpact.language import Message, msg
from socialimpact.services import organisation
from socialimpact.services.goals import targets
from socialimpact.services.goals.targets import Goal, GoalYear, printed
from socialimpact.services.workspace import Workspace
from socialimpact.ui import cached, formats, notice
from socialimpact.ui.formats import literal, unbroken
from socialimpact.ui.language import say
from socialimpact.ui.upload import effect

_PLACE = "targets"
# What organisations set themselves as goals (Social Traders, Buy Social Corporate Challenge, GRI 204-1).
_OFFERED = (
    "social_share",
    "local_share",
    "social_local_share",
    "social_spend",
    "local_spend",
    "social_suppliers",
    "new_social_suppliers",
    "identified_share",
    "new_suppliers_screened_share",
)
_KNOWN: dict[str, Message] = {"between": msg("on the way"), "measured": msg("where it began")}
# What a target is about: the field of `save_target`, and its value.
_About = tuple[str, Any]
_WHOLE: _About = ("", None)


def show(ws: Workspace, actor: Actor) -> None:
    """The paths there are, then the form for one more target."""
    notice.show(_PLACE)
    goals = targets.goals(ws, actor)
    if not goals:
        st.write(
            say(
                msg(
                    "There is no target yet. One such as “5 % of addressable spend by 2027” turns the trend into a"
                    " course."
                )
            )
        )
    for number, goal in enumerate(goals):
        _goal(ws, actor, goal, number)
    _form(ws, actor)


def _goal(ws: Workspace, actor: Actor, goal: Goal, number: int) -> None:
    with st.container(border=True, gap="xsmall", key=f"goal_{number}"):
        st.markdown(f"**{literal(say(goal.name))}** · {literal(say(goal.about))}")
        for year in goal.years:
            _year(ws, actor, goal, year)


def _year(ws: Workspace, actor: Actor, goal: Goal, year: GoalYear) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        value = formats.any_value(printed(goal.target.measure, year.value))
        known = f" ({literal(say(_KNOWN[year.known]))})" if year.known in _KNOWN else ""
        words = f" · {unbroken(say(year.words))}" if year.words else ""
        st.markdown(f"{year.year}: **{unbroken(value)}**{known}{words}", width="stretch")
        if year.target_id is not None and st.button(
            say(msg("Remove")), key=f"target_remove_{year.target_id}", type="tertiary", icon=":material/delete:"
        ):
            target_id = year.target_id
            effect.save(
                ws,
                actor,
                _PLACE,
                msg("The target was removed."),
                lambda: organisation.remove_target(ws, actor, target_id),
                moves=False,
            )


def _form(ws: Workspace, actor: Actor) -> None:
    with st.container(border=True):
        st.subheader(say(msg("Set a target")))
        # Outside the form: the unit of the value hangs on it.
        key = st.selectbox(
            say(msg("What is measured")),
            [key for key in _OFFERED if key in MEASURES],
            format_func=lambda each: say(measure(each).name),
            key="target_measure",
        )
        st.caption(say(measure(key).sentence))
        with st.form("target_form", border=False):
            left, right = st.columns(2)
            year = left.number_input(
                say(msg("Year")), 2000, 2100, datetime.now(UTC).year + 1, key="target_year", format="%d"
            )
            value = right.number_input(
                say(_UNIT_WORDS[measure(key).unit]),
                0.0,
                100.0 if measure(key).unit == "share" else None,
                None,
                step=0.5 if measure(key).unit == "share" else 1.0,
                key=f"target_value_{key}",
            )
            field, about = _about(ws, actor)
            st.caption(
                say(
                    msg(
                        "Set several years and they make a path: between two of them the way is straight. What is not"
                        " about the whole is shown where that company, site or category is looked at."
                    )
                )
            )
            if st.form_submit_button(say(msg("Save the target")), type="primary", key="target_save"):
                if value is None:
                    st.error(say(msg("Write down the value that you want to reach.")), icon=":material/info:")
                    return
                stored = Decimal(str(value)) / (100 if measure(key).unit == "share" else 1)
                done = msg(
                    "Target for {year}: {figure} {value}.",
                    year=str(year),
                    figure=measure(key).name,
                    value=printed(key, stored),
                )
                about_part: dict[str, Any] = {field: about} if field else {}
                effect.save(
                    ws,
                    actor,
                    _PLACE,
                    done,
                    lambda: organisation.save_target(ws, actor, key, int(year), stored, **about_part),
                    moves=False,
                )


_UNIT_WORDS: dict[str, Message] = {
    "share": msg("Value in percent"),
    "euro": msg("Value in euro"),
    "count": msg("How many"),
}


def _about(ws: Workspace, actor: Actor) -> _About:
    """The whole, or one of the companies, sites and categories that the ledgers have."""
    offered: dict[_About, Message | str] = {_WHOLE: msg("the whole organisation")}
    companies = organisation.companies(ws, actor)
    if len(companies) > 1:
        offered |= {("company_id", each.company_id): msg("Company: {name}", name=each.name) for each in companies}
    offered |= {
        ("site_id", each.site_id): msg("Site: {name}", name=each.name) for each in organisation.sites(ws, actor)
    }
    offered |= {
        ("category", key): msg("Category: {name}", name=name)
        for key, name in cached.filter_choices(ws, actor).categories.items()
        if key is not None
    }
    words = {key: say(text) for key, text in offered.items()}
    return st.selectbox(say(msg("For what")), list(words), format_func=words.__getitem__, key="target_about")
