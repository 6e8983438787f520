"""The form of an initiative: a name, when, who, with whom, and its story."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.services import organisation
from socialimpact.services.goals import initiatives
from socialimpact.services.goals.initiatives import InitiativeView
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import Workspace
from socialimpact.ui import asking
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

DONE = "initiative_last"
_DAYS = date(1990, 1, 1), date(2100, 12, 31)
_MOST_OFFERED = 400


def form_dialog(ws: Workspace, actor: Actor, view: InitiativeView | None) -> None:
    """The dialog for a new initiative, or for the one of `view`."""
    each = view.initiative if view else None
    title = msg("Change the initiative") if each else msg("Add an initiative")

    @st.dialog(say(title), width="large", on_dismiss=asking.forget)
    def ask() -> None:
        searched = _search(ws, actor)
        with st.form("initiative_form", border=False):
            name = st.text_input(
                say(msg("What is it?")),
                each.name if each else "",
                key="initiative_name",
                placeholder=say(msg("For example: cleaning of the Ivrea plant by a social cooperative")),
            )
            left, right = st.columns(2)
            begins = left.date_input(
                say(msg("Begins")),
                each.begins if each else datetime.now(UTC).date(),
                *_DAYS,
                key="initiative_begins",
                format="DD/MM/YYYY",
            )
            ends = right.date_input(
                say(msg("Ends (empty: it goes on)")),
                each.ends if each else None,
                *_DAYS,
                key="initiative_ends",
                format="DD/MM/YYYY",
            )
            responsible = st.text_input(
                say(msg("Who is responsible?")), (each.responsible if each else "") or "", key="initiative_responsible"
            )
            offered = _offered(ws, actor, view, searched)
            suppliers = st.multiselect(
                say(msg("Suppliers involved")),
                list(offered),
                list(each.suppliers) if each else [],
                format_func=lambda number: offered[number],
                placeholder=say(msg("Choose, or type a part of the name")),
                key=f"initiative_suppliers_{searched}",
            )
            company = _company(ws, actor, each.company_id if each else None)
            story = st.text_area(
                say(msg("Its story, in your words: the report prints it")),
                (each.story if each else "") or "",
                key="initiative_story",
            )
            if st.form_submit_button(say(msg("Save")), type="primary", key="initiative_save"):
                with told():
                    number = initiatives.save_initiative(
                        ws, actor, name=name, begins=begins, ends=ends, responsible=responsible, story=story,
                        suppliers=suppliers, company_id=company, initiative_id=each.initiative_id if each else None,
                    )  # fmt: skip
                    done = msg("The initiative was changed.") if each else msg("The initiative was written down.")
                    st.session_state[DONE] = (number, done)
                    asking.forget()
                    st.rerun()

    ask()


def _search(ws: Workspace, actor: Actor) -> str:
    """A field to search by where there are more suppliers than a list can offer."""
    if directory.count(ws, actor) <= _MOST_OFFERED:
        return ""
    return st.text_input(
        say(msg("Find a supplier that is not in the list below")),
        key="initiative_search",
        placeholder=say(msg("Name, VAT number or town, then Enter")),
    ).strip()


def _offered(ws: Workspace, actor: Actor, view: InitiativeView | None, searched: str) -> dict[int, str]:
    """Suppliers to choose from: those of the initiative, those searched for, the social ones, then the largest."""
    offered = dict(view.suppliers) if view else {}
    rows = directory.suppliers(ws, actor, search=searched, limit=_MOST_OFFERED).to_pylist() if searched else []
    for shown in ("counts", "all"):
        rows += directory.suppliers(ws, actor, show=shown, limit=_MOST_OFFERED).to_pylist()
    for row in rows:
        place = f" · {row['municipality']}" if row["municipality"] else ""
        offered.setdefault(row["supplier_id"], f"{row['supplier'] or '–'}{place}")
    return offered


def _company(ws: Workspace, actor: Actor, chosen: int | None) -> int | None:
    known = {each.company_id: each.name for each in organisation.companies(ws, actor)}
    if len(known) < 2 and actor.companies is None:  # noqa: PLR2004 - one company is no choice
        return chosen
    options = [*([None] if actor.companies is None else []), *known]
    return st.selectbox(
        say(msg("Company")),
        options,
        options.index(chosen) if chosen in options else 0,
        key="initiative_company",
        format_func=lambda key: literal(known[key]) if key else say(msg("All companies")),
    )
