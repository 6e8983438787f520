"""Who we are: the organisation's name, its companies and their sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.places import countries
from socialimpact.places.municipalities import by_code, municipalities
from socialimpact.services import organisation
from socialimpact.services.organisation import Company, Site
from socialimpact.services.workspace import Workspace
from socialimpact.ui import asking, notice
from socialimpact.ui.formats import literal
from socialimpact.ui.language import current, say
from socialimpact.ui.upload import effect

_PLACE = "companies"


def show(ws: Workspace, actor: Actor) -> None:
    """The companies with their sites; sites that a ledger named without saying where they are come first."""
    notice.show(_PLACE)
    companies = organisation.companies(ws, actor)
    sites = organisation.sites(ws, actor)
    if not companies:
        st.write(
            say(
                msg(
                    "There is no company yet. Add the one that buys, with its sites; or upload a ledger, and the"
                    " company is made for you to name."
                )
            )
        )
    _without_place(sites)
    for company in companies:
        _company(ws, actor, company, [site for site in sites if site.company_id == company.company_id])
    st.button(
        say(msg("Add a company")), icon=":material/add:", key="company_add", on_click=asking.ask, args=("company", None)
    )
    if asking.asked("company", None):
        _company_dialog(ws, actor, None)
    _significant_sites(ws, actor, sites)
    _organisation_name(ws, actor)


def _significant_sites(ws: Workspace, actor: Actor, sites: Sequence[Site]) -> None:
    """The organisation's own definition of "significant locations of operation", printed with the local share."""
    settings = organisation.settings(ws, actor)
    with st.form("significant_form", border=True):
        sentence = st.text_area(
            say(msg("Which sites are significant locations of operation, in one sentence (GRI 204-1)")),
            settings.significant_sites,
            key="significant_sites",
            placeholder=say(msg("For example: sites where more than 50 people work.")),
            height=80,
        )
        marked = [site.name for site in sites if site.is_significant]
        st.caption(
            literal(say(msg("Marked so far: {sites}. A site is marked with *Change*.", sites=", ".join(marked))))
            if marked
            else say(msg("No site is marked as significant yet: mark it with *Change*."))
        )
        if st.form_submit_button(say(msg("Save")), key="significant_save"):
            effect.save(
                ws,
                actor,
                _PLACE,
                msg("The definition of significant sites was saved."),
                lambda: organisation.save_settings(ws, actor, replace(settings, significant_sites=sentence)),
                moves=False,
            )


def _without_place(sites: Sequence[Site]) -> None:
    missing = [site.name for site in sites if _needs_place(site)]
    if missing:
        st.warning(
            say(
                msg(
                    "Without a municipality nothing bought for these sites can be local: {sites}."
                    " Choose it with *Change*.",
                    sites=", ".join(missing),
                )
            ),
            icon=":material/wrong_location:",
        )


def _needs_place(site: Site) -> bool:
    return site.municipality_code is None and site.latitude is None


def _company(ws: Workspace, actor: Actor, company: Company, sites: Sequence[Site]) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"### {literal(company.name)}", width="stretch")
            st.button(
                say(msg("Change")),
                key=f"company_change_{company.company_id}",
                type="tertiary",
                icon=":material/edit:",
                on_click=asking.ask,
                args=("company", company.company_id),
            )
            if asking.asked("company", company.company_id):
                _company_dialog(ws, actor, company)
        identifiers = [
            say(text)
            for text in (
                company.vat_number and msg("VAT number {number}", number=company.vat_number),
                company.tax_code and msg("tax code {number}", number=company.tax_code),
            )
            if text
        ]
        st.caption(" · ".join(identifiers) or say(msg("Neither VAT number nor tax code is written down.")))
        for site in sites:
            _site(ws, actor, company, site)
        if not sites:
            st.write(say(msg("This company has no site yet. What is local is measured from a site: add the main one.")))
        st.button(
            say(msg("Add a site")),
            key=f"site_add_{company.company_id}",
            icon=":material/add_location_alt:",
            on_click=asking.ask,
            args=("new site", company.company_id),
        )
        if asking.asked("new site", company.company_id):
            _site_dialog(ws, actor, company, None)


def _site(ws: Workspace, actor: Actor, company: Company, site: Site) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"site_row_{site.site_id}"):
        st.markdown(f"**{literal(site.name)}** · {_where(site)}", width="stretch")
        if site.is_default:
            st.badge(say(msg("main site")), color="green")
        if site.is_significant:
            st.badge(say(msg("significant")), color="blue")
        if _needs_place(site):
            st.badge(say(msg("place missing")), color="orange", icon=":material/wrong_location:")
        st.button(
            say(msg("Change")),
            key=f"site_change_{site.site_id}",
            type="tertiary",
            icon=":material/edit:",
            on_click=asking.ask,
            args=("site", site.site_id),
        )
        if asking.asked("site", site.site_id):
            _site_dialog(ws, actor, company, site)


def _where(site: Site) -> str:
    if town := by_code(site.municipality_code):
        return f"{town.name} ({town.province})"
    if site.latitude is not None and site.longitude is not None:
        return f"{site.latitude:.4f}, {site.longitude:.4f}"
    return say(msg("no place yet"))


def _company_dialog(ws: Workspace, actor: Actor, company: Company | None) -> None:
    title = msg("Change the company") if company else msg("Add a company")

    @st.dialog(say(title), on_dismiss=asking.forget)
    def ask() -> None:
        with st.form("company_form", border=False):
            name = st.text_input(say(msg("Name")), company.name if company else "", key="company_name")
            vat = st.text_input(say(msg("VAT number")), (company and company.vat_number) or "", key="company_vat")
            tax = st.text_input(say(msg("Tax code")), (company and company.tax_code) or "", key="company_tax")
            country = _country(company.country if company else "IT")
            if st.form_submit_button(say(msg("Save")), type="primary", key="company_save"):
                done = msg("The company “{name}” was saved.", name=name.strip())
                effect.save(
                    ws,
                    actor,
                    _PLACE,
                    done,
                    lambda: organisation.save_company(
                        ws,
                        actor,
                        company_id=company.company_id if company else None,
                        name=name,
                        vat_number=vat or None,
                        tax_code=tax or None,
                        country=country,
                    ),
                    moves=False,
                )

    ask()


def _country(now: str) -> str:
    reader = current()
    known = sorted(countries.codes() | {now}, key=lambda code: countries.name(code, reader))
    return st.selectbox(
        say(msg("Country")),
        known,
        index=known.index(now),
        format_func=lambda code: countries.name(code, reader),
        key="company_country",
        help=say(msg("Amounts of ledgers that name no currency are taken in the money of this country.")),
    )


def _site_dialog(ws: Workspace, actor: Actor, company: Company, site: Site | None) -> None:
    title = msg("Change the site") if site else msg("Add a site")

    @st.dialog(say(title), on_dismiss=asking.forget)
    def ask() -> None:
        codes = ["", *sorted(municipalities(), key=lambda code: municipalities()[code].name)]
        now = (site.municipality_code or "") if site else ""
        with st.form("site_form", border=False):
            name = st.text_input(say(msg("Name")), site.name if site else "", key="site_name")
            town = st.selectbox(
                say(msg("Municipality")),
                codes,
                index=codes.index(now) if now in codes else 0,
                format_func=_town,
                key="site_town",
                help=say(msg("Type the first letters. The province tells towns of the same name apart.")),
            )
            default = st.toggle(
                say(msg("Main site: where lines without a site are bought for")),
                bool(site and site.is_default),
                key="site_default",
            )
            significant = st.toggle(
                say(msg("Significant location of operation, for the report (GRI 204-1)")),
                bool(site and site.is_significant),
                key="site_significant",
            )
            if st.form_submit_button(say(msg("Save")), type="primary", key="site_save"):
                done = msg("The site “{name}” was saved.", name=name.strip())
                effect.save(
                    ws,
                    actor,
                    _PLACE,
                    done,
                    lambda: organisation.save_site(
                        ws,
                        actor,
                        company_id=company.company_id,
                        site_id=site.site_id if site else None,
                        name=name,
                        municipality_code=town or None,
                        **_kept(site, town or None),
                        is_default=default,
                        is_significant=significant,
                    ),
                )
        if site and st.button(
            say(msg("Remove this site")), key="site_remove", type="tertiary", icon=":material/delete:"
        ):
            done = msg("The site “{name}” was removed.", name=site.name)
            effect.save(ws, actor, _PLACE, done, lambda: organisation.remove_site(ws, actor, site.site_id))

    ask()


def _kept(site: Site | None, town: str | None) -> dict[str, Any]:
    """Country and coordinates that the form does not show: they stay unless the site moved to a municipality."""
    if site is None or town != site.municipality_code:
        return {}
    return {"country": site.country, "latitude": site.latitude, "longitude": site.longitude}


def _town(code: str) -> str:
    town = by_code(code)
    return f"{town.name} ({town.province})" if town else say(msg("not known"))


def _organisation_name(ws: Workspace, actor: Actor) -> None:
    settings = organisation.settings(ws, actor)
    with st.form("organisation_name_form", border=True):
        name = st.text_input(
            say(msg("Name of the organisation, as reports print it")),
            settings.name,
            key="organisation_name",
        )
        if st.form_submit_button(say(msg("Save")), key="organisation_name_save"):
            done = msg("The organisation's name is “{name}” now.", name=name.strip())
            effect.save(
                ws,
                actor,
                _PLACE,
                done,
                lambda: organisation.save_settings(ws, actor, replace(settings, name=name.strip())),
                moves=False,
            )
