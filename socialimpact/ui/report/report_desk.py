"""The impact report: of which year, what to know before it is handed in, what it looks like, the files."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.doubts import Doubt
from socialimpact.services.reporting import impact_report, texts
from socialimpact.services.reporting.readiness import readiness, way
from socialimpact.services.workspace import Workspace
from socialimpact.ui import cached, navigation
from socialimpact.ui.download import file_button
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.report import release_form, report_choices, report_texts

_FILES: dict[str, Message] = {
    "docx": msg("Word, to paste and edit"),
    "pdf": msg("PDF, to hand in"),
    "xlsx": msg("Excel, with every table"),
    "json": msg("JSON, to verify"),
}


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
    year, companies, in_language = report_choices.show(ws, actor, years)
    if year not in impact_report.years(ws, actor, companies):
        st.info(say(msg("These companies have no line of {year}.", year=str(year))))
        return
    left, right = st.columns([1, 1], gap="large")
    with left:
        _steps(ws, actor, year, companies, in_language)
    with right:
        _preview(ws, actor, year, companies, in_language)
    release_form.show(ws, actor, year, companies, in_language)


def _steps(ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...], in_language: str) -> None:
    """What it says, what is open, the files: one after the other."""
    report = cached.report_proposed(ws, actor, year, companies)
    views = texts.views(ws, actor, report, in_language, companies)
    found = readiness(ws, actor, year, companies, views=views)
    titles = [
        msg("1 · What it says"),
        msg("2 · Before you hand it in ({n})", n=len(found)) if found else msg("2 · Ready to hand in"),
        msg("3 · The files"),
    ]
    says, before, files = st.tabs([say(title) for title in titles])
    with says:
        report_texts.show(report_texts.Desk(ws, actor, report, companies, in_language), views)
    with before:
        _before(found)
    with files:
        _files(ws, year, companies, in_language)


def _before(found: tuple[Doubt, ...]) -> None:
    """What to know before it is handed in, each with the way to the page where it is mended."""
    if not found:
        st.caption(say(msg("Every month has lines, and every supplier of the year is identified and placed.")))
    for doubt in found:
        with st.container(border=True, gap="xsmall"):
            st.markdown(literal(say(doubt.text)))
            if doubt.url == navigation.here():
                st.caption(literal(say(doubt.action)))
            else:
                navigation.link(doubt.url, doubt.action, icon=":material/arrow_forward:", query=way(doubt))


def _files(ws: Workspace, year: int, companies: tuple[int, ...], in_language: str) -> None:
    with st.container(gap="xsmall", key="report_files"):
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
