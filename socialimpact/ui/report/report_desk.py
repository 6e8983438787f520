"""The impact report: of which year, what to know before it is handed in, what it looks like, the files."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services import organisation
from socialimpact.services.reporting import impact_report
from socialimpact.services.reporting.readiness import readiness
from socialimpact.services.workspace import Workspace
from socialimpact.settings import LANGUAGES
from socialimpact.ui import cached, language, navigation
from socialimpact.ui.download import file_button
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.report import release_form

_NAMES = {"it": "Italiano", "en": "English"}
_FILES: dict[str, Message] = {
    "docx": msg("Word, to paste and edit"),
    "pdf": msg("PDF, to hand in"),
    "xlsx": msg("Excel, with every table"),
    "json": msg("JSON, to verify"),
}
_YEAR, _COMPANY, _LANGUAGE = "report_year", "report_company", "report_language"


def show(ws: Workspace, actor: Actor) -> None:
    """The choices, then the three steps to a report."""
    years = impact_report.years(ws, actor)
    if not years:
        empty(
            msg("Nothing to report yet"),
            msg("The report is made from your ledgers: upload one first."),
            [Step("upload", msg("Upload a ledger"))],
            icon=":material/description:",
        )
        return
    year, companies, in_language = _choices(ws, actor, years)
    if year not in impact_report.years(ws, actor, companies):
        st.info(say(msg("This company has no line of {year}.", year=str(year))))
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        _before(ws, actor, year, companies)
        _files(ws, year, companies, in_language)
    with right:
        _preview(ws, actor, year, companies, in_language)
    release_form.show(ws, actor, year, companies, in_language)


def _choices(ws: Workspace, actor: Actor, years: list[int]) -> tuple[int, tuple[int, ...], str]:
    """Year, company where there are several, and the language of the document."""
    known = {each.company_id: each.name for each in organisation.companies(ws, actor)}
    with st.container(horizontal=True, gap="medium"):
        year = st.selectbox(say(msg("Year")), years, key=_YEAR, width=140)
        company = None
        if len(known) > 1:
            company = st.selectbox(
                say(msg("Company")),
                [None, *known],
                format_func=lambda number: known[number] if number else say(msg("All companies")),
                key=_COMPANY,
                width=260,
            )
        st.session_state.setdefault(_LANGUAGE, language.current())
        in_language = st.selectbox(
            say(msg("Language of the report")), LANGUAGES, format_func=lambda key: _NAMES[key], key=_LANGUAGE, width=200
        )
    return year, (company,) if company else (), in_language


def _before(ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...]) -> None:
    found = readiness(ws, actor, year, companies)
    with st.container(border=True, gap="xsmall", key="report_before"):
        title = msg("Before you hand it in") if found else msg("Ready to hand in")
        st.markdown(f"### {literal(say(title))}")
        if not found:
            st.caption(say(msg("Every month has lines, and every supplier of the year is identified and placed.")))
        for doubt in found:
            st.markdown(literal(say(doubt.text)))
            query = {"suppliers": {"show": doubt.key}, "review": {"about": doubt.key}}.get(doubt.url)
            if doubt.key == "no_target":
                query = {"section": "targets"}
            navigation.link(doubt.url, doubt.action, icon=":material/arrow_forward:", query=query)


def _files(ws: Workspace, year: int, companies: tuple[int, ...], in_language: str) -> None:
    with st.container(border=True, gap="xsmall", key="report_files"):
        st.markdown(f"### {literal(say(msg('The files')))}")
        st.caption(
            say(
                msg(
                    "The same chapter in each. The JSON says how every figure was asked, so that an assessor can have"
                    " all of them asked again: python -m socialimpact verify FILE."
                )
            )
        )
        for form, title in _FILES.items():

            def make(actor: Actor, _: str, form: str = form) -> bytes:
                made = impact_report.made(ws, actor, year, companies=companies)
                return impact_report.written_as(actor, made, form, in_language)

            file_button(
                title,
                make,
                file_name=impact_report.file_name(year, form, in_language),
                mime=impact_report.MIMES[form],
                key=f"report_{form}",
            )


def _preview(ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...], in_language: str) -> None:
    with st.container(border=True, gap="small", key="report_preview"):
        st.markdown(f"### {literal(say(msg('What it looks like')))}")
        with st.spinner(say(msg("The pages are being set"))):
            pages = cached.report_pages(ws, actor, year, companies, in_language)
        number = st.pagination(len(pages), key="report_page") if len(pages) > 1 else 1
        page = pages[min(number, len(pages)) - 1]
        st.image(page, alt=say(msg("Page {n} of {all}", n=number, all=len(pages))), width="stretch")
