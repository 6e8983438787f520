"""Everybody who has access or waits for it, and the form that lets somebody in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from socialimpact.actor import Actor, Role
from socialimpact.language import Message, msg
from socialimpact.services import granting, organisation
from socialimpact.services.granting import Grant, Person
from socialimpact.services.organisation import Company
from socialimpact.services.workspace import Workspace
from socialimpact.ui import access, notice
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.upload import effect

_PLACE = "access"
ROLES: Mapping[Role, Message] = {
    "viewer": msg("looks at everything"),
    "editor": msg("uploads, corrects and decides"),
    "owner": msg("decides about companies and access as well"),
}
_NAMES: Mapping[Role, Message] = {"viewer": msg("Viewer"), "editor": msg("Editor"), "owner": msg("Owner")}


def show(ws: Workspace, actor: Actor) -> None:
    """The people, then the form."""
    notice.show(_PLACE)
    people = granting.people(ws, actor)
    companies = {each.company_id: each for each in organisation.companies(ws, actor)}
    if not access.sign_in_configured():
        told = msg(
            "The app runs for the person at this computer, who may do everything. What you enter here begins to hold"
            " when sign-in is set up: the README says how. Let yourself in as owner first."
        )
        st.info(say(told), icon=":material/computer:")
    for person in people:
        _person(ws, actor, person, companies)
    _form(ws, actor, people, companies)


def _person(ws: Workspace, actor: Actor, person: Person, companies: Mapping[int, Company]) -> None:
    key = f"person_{person.user_id or person.email}"
    with st.container(border=True, gap="xsmall", key=key):
        st.markdown(f"**{literal(name_of(person))}** · {literal(say(_state(person)))}")
        for held in person.grants:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(literal(said(held, companies)), width="stretch")
                back = say(msg("Take back"))
                if st.button(back, key=f"{key}_{held.company_id}", type="tertiary", icon=":material/block:"):
                    done = msg("Access was taken back from {who}.", who=name_of(person))
                    effect.save(ws, actor, _PLACE, done, partial(granting.revoke, ws, actor, person, held), moves=False)


def name_of(person: Person) -> str:
    """What people call them: name and address, as far as they are known."""
    return " · ".join(part for part in (person.name, person.email) if part) or person.subject or ""


def said(held: Grant, companies: Mapping[int, Company]) -> str:
    """A right in words."""
    whose = say(msg("all companies")) if held.company_id is None else companies[held.company_id].name
    takes = msg("may download") if held.downloads else msg("may not download")
    return f"{say(_NAMES[held.role])}: {say(ROLES[held.role])} · {whose} · {say(takes)}"


def _state(person: Person) -> Message:
    if person.user_id is None:
        return msg("invited, has not signed in yet")
    return msg("has access") if person.grants else msg("has signed in and waits for access")


def _form(ws: Workspace, actor: Actor, people: Sequence[Person], companies: Mapping[int, Company]) -> None:
    waiting = [person for person in people if person.subject and not person.grants]
    with st.container(border=True, key="grant_card"):
        st.subheader(say(msg("Let somebody in")))
        someone: Person | None = None
        if waiting:
            known = {each.user_id: name_of(each) for each in waiting} | {None: say(msg("Somebody else, by e-mail"))}
            chosen = st.selectbox(say(msg("Who")), list(known), key="grant_waiting", format_func=known.__getitem__)
            someone = next((each for each in waiting if each.user_id == chosen), None)
        with st.form("grant_form", border=False):
            email = ""
            if someone is None:
                hint = msg("The address by which your identity provider knows this person.")
                email = st.text_input(say(msg("E-mail address")), key="grant_email", help=say(hint))
            roles = {role: f"{say(_NAMES[role])}: {say(ROLES[role])}" for role in ROLES}
            role = st.radio(say(msg("Role")), list(roles), key="grant_role", format_func=roles.__getitem__)
            whose = {None: say(msg("All companies"))} | {number: each.name for number, each in companies.items()}
            company = st.selectbox(say(msg("Company")), list(whose), key="grant_company", format_func=whose.__getitem__)
            downloads = st.checkbox(say(msg("May download tables, pictures and documents")), key="grant_downloads")
            if st.form_submit_button(say(msg("Give access")), type="primary", key="grant_save"):
                who = email if someone is None else str(someone.subject)
                issuer = someone.issuer if someone else None
                shown = name_of(someone) if someone else email
                effect.save(
                    ws, actor, _PLACE, msg("{who} may come in.", who=shown),
                    lambda: granting.grant(
                        ws, actor, who, role, issuer=issuer, company_id=company, downloads=downloads
                    ),
                    moves=False,
                )  # fmt: skip
