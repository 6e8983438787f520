"""Adding a register: which one, its file, what was understood of it, its date, and what it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg, plural
from socialimpact.services import inbox, registering
from socialimpact.services.registering import RegisterPreview, RegisterResult
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.ui import effect, notice, register_mapping, register_preview, uploader
from socialimpact.ui.errors import told
from socialimpact.ui.job import Job, Tell, watch
from socialimpact.ui.language import say
from socialimpact.ui.register_list import PLACE
from socialimpact.ui.register_preview import Wish, previewed, understood

_ROUND = "register_round"
_JOB = "register_job"
_FIRST_LIST = date(1990, 1, 1)

_HOW_TO: dict[str, Message] = {
    "runts": msg(
        "Open the public portal of the RUNTS, choose the lists of registered bodies and download “Enti iscritti"
        " (formato Excel)”. Drop the file here as it is. The name of the legal representative is not read."
    ),
    "albo-cooperative": msg(
        "The list of cooperatives with their section and category, as the ministry or your region publishes it."
    ),
    "cic": msg("The list of community interest companies from the public company register, with company numbers."),
    "generic": msg(
        "Any spreadsheet with a row for each body: its name, its tax code or VAT number, and what it is. For example"
        " the regional register of social cooperatives, which says type A or B."
    ),
}


@dataclass(frozen=True)
class Added:
    """A register that was added, and which figures moved with it."""

    result: RegisterResult
    moved: tuple[Message, ...]


def show(ws: Workspace, actor: Actor) -> None:
    """The form; while a register is being added, how far that is instead."""
    running: Job[Added] | None = st.session_state.get(_JOB)
    with st.container(border=True, key="register_form"):
        st.subheader(say(msg("Add a register")))
        if running is not None and running.running:
            watch(running, key="register")
            return
        if running is not None:
            del st.session_state[_JOB]
            with told():
                _done(running.result())
        known = {each.key: each for each in registering.register_kinds()}
        kind = st.radio(
            say(msg("Which list is it?")),
            list(known),
            format_func=lambda key: say(known[key].name),
            key="register_kind",
        )
        st.caption(say(_HOW_TO.get(kind, _HOW_TO["generic"])))
        uploader.speak()
        uploaded = st.file_uploader(
            say(msg("The list, as Excel, OpenDocument or CSV")), key=f"register_file_{st.session_state.get(_ROUND, 0)}"
        )
        if uploaded is not None:
            with told():
                _ask(ws, actor, kind, uploaded)


def _ask(ws: Workspace, actor: Actor, kind: str, uploaded: Any) -> None:
    """What was understood, what has to be said, and the button."""
    wish = Wish(kind)
    preview = previewed(ws, actor, wish, uploaded)
    why_not = st.container()
    name = None
    if kind == "generic":
        name = st.text_input(
            say(msg("What do you call this list?")), _named(uploaded.name), key=f"register_name_{uploaded.file_id}"
        )
    if preview.mapping is not None:
        wish = _columns(preview, wish, uploaded.file_id)
        preview = previewed(ws, actor, wish, uploaded)
    if preview.refusal is not None:
        # Above the columns, which are what has to be corrected.
        why_not.error(say(preview.refusal.message), icon=":material/info:")
        return
    understood(preview)
    if preview.already:
        st.warning(say(msg("This file is here already, as the list of {date}.", date=preview.already)))
        return
    today = datetime.now(UTC).date()
    as_of = st.date_input(
        say(msg("Of which day is the list?")),
        preview.as_of or today,
        min_value=_FIRST_LIST,
        max_value=today,
        key=f"register_as_of_{uploaded.file_id}",
        format="DD/MM/YYYY",
        width=220,
        help=say(msg("The day on which it was published: on that day its bodies were registered.")),
    )
    if preview.as_of is None:
        st.caption(say(msg("The file's name does not tell the day: put in the one on which the list was published.")))
    if st.button(
        say(plural("Add {n} entry", "Add {n} entries", preview.entries)),
        type="primary",
        key="register_add",
        icon=":material/library_add:",
        disabled=not preview.entries,
    ):
        _start(ws, actor, wish, uploaded, as_of=as_of, name=name)


def _named(file: str) -> str:
    """A name for a list, from its file's: `albo_piemonte_2025.xlsx` is “albo piemonte 2025”."""
    return " ".join(Path(file).stem.replace("_", " ").replace("-", " ").split())


def _columns(preview: RegisterPreview, wish: Wish, file_id: str) -> Wish:
    """The columns as found, to be corrected, and the kind of entries that do not say theirs."""
    mapping = preview.mapping
    if mapping is None:
        return wish
    unsure = preview.refusal is not None or not preview.entries
    with st.expander(say(msg("Columns of the list")), expanded=unsure, icon=":material/view_column:"):
        said = register_mapping.editor(preview.book, preview.layouts, mapping, key=f"register_{file_id}")
    default = None
    if wish.kind == "generic":
        keys = [each.key for each in kinds.all_kinds()]
        default = st.selectbox(
            say(msg("What are entries that do not say it?")),
            keys,
            index=None,
            format_func=lambda key: say(kinds.kind(key).label),
            placeholder=say(msg("leave them out")),
            key="register_default_kind",
            help=say(msg("For lists whose every entry is of one kind, such as a register of social cooperatives.")),
        )
    proposed = mapping.as_json()
    same = said["sheet"] == proposed["sheet"] and said["roles"] == proposed["roles"]
    return Wish(wish.kind, None if same else said, default)


def _start(ws: Workspace, actor: Actor, wish: Wish, uploaded: Any, *, as_of: date, name: str | None) -> None:
    """Begin in the background; the page then shows how far it is."""
    uploaded.seek(0)
    path = inbox.receive(ws, actor, uploaded)
    file = uploaded.name

    def work(tell: Tell, stopped: Callable[[], bool]) -> Added:
        try:
            before = effect.figures(ws, actor)
            result = registering.add_register(
                ws,
                actor,
                wish.kind,
                path,
                as_of=as_of,
                register_name=name,
                mapping=wish.mapping,
                default_kind=wish.default_kind,
                name=file,
                progress=tell,
                cancelled=stopped,
            )
            return Added(result, effect.changes(before, effect.figures(ws, actor)))
        finally:
            inbox.put_away(path)

    st.session_state[_JOB] = Job(work, msg("Reading the file"))
    st.rerun()


def _done(added: Added) -> None:
    """Tell what came of it where the registers stand, and free the form for the next list."""
    result = added.result
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    register_preview.forget()
    notice.leave(PLACE, *_told(result), *added.moved)
    st.rerun()


def _told(result: RegisterResult) -> list[Message]:
    """What was added and whom of ours it concerns."""
    said = [
        plural(
            "{n} entry was added, list of {date}.",
            "{n} entries were added, list of {date}.",
            result.entries,
            date=result.as_of,
        ),
        plural(
            "{n} of your suppliers stands in a register.",
            "{n} of your suppliers stand in a register.",
            result.tagged,
        )
        if result.tagged
        else msg("None of your suppliers stands in a register yet."),
    ]
    if result.suspected:
        said.append(
            plural(
                "{n} more resembles an entry by its name and is only possible.",
                "{n} more resemble an entry by their name and are only possible.",
                result.suspected,
            )
        )
    return [*said, *(problem.message for problem in result.problems if problem.severity != "info")]
