"""The releases: each to open, download, verify and pack; and a place to verify a report's file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import Message, msg
from socialimpact.services import organisation
from socialimpact.services.reporting import impact_report, package, release_files, releases, verifying
from socialimpact.services.reporting.releases import Release
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.services.workspace import Workspace
from socialimpact.settings import LANGUAGES
from socialimpact.ui import cached, formats, language, navigation, notice
from socialimpact.ui.download import file_button
from socialimpact.ui.errors import refuse, told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.report import verdict_card
from socialimpact.ui.report.release_form import PLACE
from socialimpact.ui.upload import uploader

_NAMES = {"it": "Italiano", "en": "English"}
_FORMS: dict[str, Message] = {
    "docx": msg("Word"), "pdf": msg("PDF"), "xlsx": msg("Excel"), "json": msg("JSON"),
}  # fmt: skip
_FIRST = 6
_LARGEST_MB = 200


def show(ws: Workspace, actor: Actor) -> None:
    """Every release that the actor may see, the newest first; then the place for a file."""
    found = releases.releases(ws, actor)
    st.subheader(say(msg("Releases")), anchor="releases")
    notice.show(PLACE)
    if not found:
        st.caption(say(msg("No report has been released yet. Until one is, it follows the data.")))
    if found:  # the one that speaks last is open until the person closes it
        st.session_state.setdefault(f"release_{found[0].number}", True)
    everything = len(found) <= _FIRST or st.session_state.get("releases_all", False)
    for each in found if everything else found[:_FIRST]:
        _release(ws, actor, each, found)
    if len(found) > _FIRST:
        st.toggle(say(msg("Show all {n} releases", n=len(found))), key="releases_all")
    _file(ws, actor)
    navigation.link("history", msg("Everything that was ever done to the data"), icon=":material/history:")


def _release(ws: Workspace, actor: Actor, each: Release, found: Sequence[Release]) -> None:
    key = f"release_{each.number}"
    by = next((other for other in found if other.corrects == each.number), None)
    day = formats.day(each.released_at.date())
    state = say(msg("corrected by {number}", number=by.number)) if by else say(msg("stands"))
    # What stands inside is made only while it is open: verifying asks every figure again.
    inside = st.expander(
        f"**{each.number}** · {day} · {literal(say(who_words(each.released_by)))} · {state}",
        key=key,
        icon=":material/history:" if by else ":material/verified:",
        on_change="rerun",
    )
    if inside.open:
        with inside:
            _facts(ws, actor, each)
            _downloads(ws, each, key)
            _today(ws, actor, each, key)


def _facts(ws: Workspace, actor: Actor, each: Release) -> None:
    known = {company.company_id: company.name for company in organisation.companies(ws, actor)}
    about = ", ".join(known[number] for number in each.companies) if each.companies else say(msg("all companies"))
    said = [say(msg("Year {year}, {companies}.", year=str(each.year), companies=about))]
    if each.corrects:
        said.append(say(msg("Corrects {number}: {why}", number=each.corrects, why=each.why or "")))
    st.markdown(literal("  \n".join(said)))
    st.caption(say(msg("SHA-256 of its JSON")))
    st.code(each.sha256, language=None, wrap_lines=True)


def _downloads(ws: Workspace, each: Release, key: str) -> None:
    chosen = st.segmented_control(
        say(msg("Language of the files")), LANGUAGES, format_func=lambda code: _NAMES[code], key=f"{key}_language",
        default=language.current(), required=True,
    ) or each.language  # fmt: skip
    with st.container(horizontal=True):
        for form, title in _FORMS.items():

            def make(actor: Actor, _: str, form: str = form) -> bytes:
                return release_files.written_as(ws, actor, each, form, chosen)

            file_button(
                title, make, file_name=release_files.file_name(each, form, chosen), mime=impact_report.MIMES[form],
                key=f"{key}_{form}",
            )  # fmt: skip

        file_button(
            msg("Auditor's package"),
            lambda actor, _: package.package(ws, actor, each, chosen),
            file_name=package.file_name(each, chosen),
            mime=package.MIME,
            key=f"{key}_package",
            icon=":material/folder_zip:",
        )
    st.caption(
        say(
            msg(
                "Written from what was frozen, in either language; the JSON is one file, byte for byte. The package"
                " adds the lines behind each figure, the proofs, the events, and a page on how to check a figure by"
                " hand."
            )
        )
    )


def _today(ws: Workspace, actor: Actor, each: Release, key: str) -> None:
    """What of it differs today."""
    with told():
        with st.spinner(say(msg("Every figure is asked again"))):
            verdict = cached.verdict(ws, actor, each.number)
        verdict_card.show(verdict, key=f"{key}_verdict", file_name=f"verify-{each.number}")


def _file(ws: Workspace, actor: Actor) -> None:
    with st.expander(say(msg("Verify a report's file")), icon=":material/fact_check:", key="verify_file"):
        st.caption(
            say(
                msg(
                    "Upload the JSON of a report: it is held against its release, byte for byte, and every figure"
                    " against the data of today. Nothing of it is kept."
                )
            )
        )
        uploader.speak(_LARGEST_MB)
        given = st.file_uploader(
            say(msg("JSON of a report")), type=["json"], key="verify_upload", max_upload_size=_LARGEST_MB
        )
        if given is None:
            return
        try:
            with st.spinner(say(msg("Every figure is asked again"))):
                verdict = verifying.verify(ws, actor, given.getvalue())
        except Refused as refusal:
            refuse(refusal)
            return
        verdict_card.show(verdict, key="verify_verdict", file_name="verify")
