"""Where we want to be: a measure's goal for a year, and how far away it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.measures import MEASURES, measure
from socialimpact.language import Euro, Message, Share, msg
from socialimpact.services import organisation
from socialimpact.services.dashboards import measuring
from socialimpact.services.dashboards.filtering import filter_choices
from socialimpact.services.organisation import Company, Target
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, notice
from socialimpact.ui.formats import literal
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


def show(ws: Workspace, actor: Actor) -> None:
    """The targets there are, then the form for one more."""
    notice.show(_PLACE)
    companies = {company.company_id: company for company in organisation.companies(ws, actor)}
    targets = organisation.targets(ws, actor)
    if not targets:
        st.write(
            say(
                msg(
                    "There is no target yet. One such as “5 % of addressable spend by 2027” turns the trend into a"
                    " course."
                )
            )
        )
    for target in targets:
        _target(ws, actor, target, companies)
    _form(ws, actor, companies)


def _target(ws: Workspace, actor: Actor, target: Target, companies: Mapping[int, Company]) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"target_{target.target_id}"):
        whose = companies.get(target.company_id) if target.company_id else None
        wanted = f"{target.year} · {say(measure(target.measure).name)}: {shown(target.measure, target.value)}"
        about = literal(whose.name) if whose else say(msg("all companies"))
        st.markdown(f"**{literal(wanted)}** · {about} · {literal(say(_reached(ws, actor, target)))}", width="stretch")
        if st.button(
            say(msg("Remove")), key=f"target_remove_{target.target_id}", type="tertiary", icon=":material/delete:"
        ):
            effect.save(
                ws,
                actor,
                _PLACE,
                msg("The target was removed."),
                lambda: organisation.remove_target(ws, actor, target.target_id),
                moves=False,
            )


def _reached(ws: Workspace, actor: Actor, target: Target) -> Message:
    """Where the measure stands in the latest year up to the target's, with the definitions of today."""
    years = [year for year in filter_choices(ws, actor).years if year <= target.year]
    if not years:
        return msg("nothing measured yet")
    where = [f"year={years[0]}", *([f"company={target.company_id}"] if target.company_id else [])]
    rows = measuring.figures(
        ws, actor, measures=[target.measure], where=where, scope=target.scope, local=target.local_rule
    )["rows"]
    value = rows[0][target.measure] if rows else None
    if value is None:
        return msg("nothing measured yet")
    return msg("reached in {year}: {value}", year=str(years[0]), value=_value(target.measure, Decimal(str(value))))


def _form(ws: Workspace, actor: Actor, companies: Mapping[int, Company]) -> None:
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
            company = _company(companies)
            if st.form_submit_button(say(msg("Save the target")), type="primary", key="target_save"):
                if value is None:
                    st.error(say(msg("Write down the value that you want to reach.")), icon=":material/info:")
                    return
                stored = Decimal(str(value)) / (100 if measure(key).unit == "share" else 1)
                done = msg(
                    "Target for {year}: {figure} {value}.",
                    year=str(year),
                    figure=measure(key).name,
                    value=_value(key, stored),
                )
                effect.save(
                    ws,
                    actor,
                    _PLACE,
                    done,
                    lambda: organisation.save_target(ws, actor, key, int(year), stored, company_id=company),
                    moves=False,
                )


_UNIT_WORDS: dict[str, Message] = {
    "share": msg("Value in percent"),
    "euro": msg("Value in euro"),
    "count": msg("How many"),
}


def _company(companies: Mapping[int, Company]) -> int | None:
    if len(companies) < 2:  # noqa: PLR2004 - one company is no choice
        return None
    options: Sequence[int | None] = [None, *companies]
    return st.selectbox(
        say(msg("Company")),
        options,
        key="target_company",
        format_func=lambda key: companies[key].name if key else say(msg("All companies")),
    )


def _value(key: str, value: Decimal) -> Euro | Share | int:
    match measure(key).unit:
        case "euro":
            return Euro(value, cents=False)
        case "share":
            return Share(value, 0 if value * 100 == round(value * 100) else 1)
        case _:
            return int(value)


def shown(key: str, value: Decimal) -> str:
    """A target's value as the reader's locale writes it."""
    return formats.any_value(_value(key, value))
