"""Adding a register: which one, its file, what was understood of it, its date, and what it changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg, plural
from socialimpact.registers.presets import Preset
from socialimpact.services.ledgers import inbox
from socialimpact.services.registers import register_news as rehearsing
from socialimpact.services.registers import registering
from socialimpact.services.registers.register_news import Rehearsed
from socialimpact.services.registers.register_reading import Wanted
from socialimpact.services.registers.registering import RegisterPreview, RegisterResult
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.ui import notice
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.job import Job, Tell, watch
from socialimpact.ui.language import say
from socialimpact.ui.registers import register_known, register_mapping, register_news, register_preview
from socialimpact.ui.registers.register_list import PLACE
from socialimpact.ui.registers.register_preview import Wish, previewed, understood
from socialimpact.ui.upload import effect, uploader

_ROUND = "register_round"
_JOB = "register_job"
_SEEN = "register_seen"
_FAILED = "register_failed"
_FIRST_LIST = date(1990, 1, 1)


@dataclass(frozen=True)
class Added:
    """A register that was added, and which figures moved with it."""

    result: RegisterResult
    moved: tuple[Message, ...]


@dataclass(frozen=True)
class Draft:
    """All that a person has said of a file so far."""

    wish: Wish
    as_of: date
    name: str | None
    file_id: str


def settle() -> None:
    """Take what the work in the background has brought, before anything of the page is drawn."""
    job: Job[Any] | None = st.session_state.get(_JOB)
    if job is None or job.running:
        return
    del st.session_state[_JOB]
    try:
        result = job.result()
    except Exception as error:  # noqa: BLE001 - the form tells it where the button stood
        st.session_state[_FAILED] = error
        return
    if isinstance(result, Added):
        _done(result)
    else:
        st.session_state[_SEEN] = result


def show(ws: Workspace, actor: Actor) -> None:
    """The form; beneath it, while a list is looked at or added, how far that is."""
    with st.container(border=True, key="register_form"):
        st.subheader(say(msg("Add a register")))
        if error := st.session_state.pop(_FAILED, None):
            with told():
                raise error
        register_known.show()
        uploader.speak()
        uploaded = st.file_uploader(
            say(msg("The list, as Excel, OpenDocument or CSV")), key=f"register_file_{st.session_state.get(_ROUND, 0)}"
        )
        if uploaded is not None:
            with told():
                _ask(ws, actor, uploaded)
        elif _JOB in st.session_state:
            watch(st.session_state[_JOB], key="register")


def _ask(ws: Workspace, actor: Actor, uploaded: Any) -> None:
    """What was understood, what has to be said, and what can be done next."""
    first = previewed(ws, actor, Wish(registering.ANY), uploaded)
    preset = _which(first, uploaded.file_id)
    wish = Wish(registering.ANY if preset.key == first.kind else preset.key)
    preview = previewed(ws, actor, wish, uploaded)
    why_not = st.container()
    name = None
    if preset.title is None:
        name = st.text_input(
            say(msg("What do you call this list?")),
            _named(uploaded.name),
            key=f"register_name_{uploaded.file_id}",
            help=say(msg("Under the name of a list that you have it becomes the next one of the same register.")),
        )
    if preview.mapping is not None:
        wish = _columns(preview, wish, preset, uploaded.file_id)
        preview = previewed(ws, actor, wish, uploaded)
    if preview.refusal is not None:
        # Above the columns, which are what has to be corrected.
        why_not.error(say(preview.refusal.message), icon=":material/info:")
        return
    understood(preview)
    at_work = _JOB in st.session_state  # it may be adding this very file just now
    already = None if at_work else registering.added_as(ws, preview.kind, name, uploaded.name, preview.sha256)
    if already:
        st.warning(say(msg("This file is here already, as the list of {date}.", date=already)))
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
    _act(ws, actor, Draft(wish, as_of, name, uploaded.file_id), uploaded, preview)


def _which(first: RegisterPreview, file_id: str) -> Preset:
    """Which register the file is: as it was recognised, unless the person says another."""
    known = {each.key: each for each in registering.register_kinds()}
    chosen = st.selectbox(
        say(msg("Which list is it?")),
        list(known),
        index=list(known).index(first.recognised.key),
        format_func=lambda key: say(known[key].name),
        key=f"register_kind_{file_id}",
    )
    if chosen == first.recognised.key:
        icon = ":material/check_circle:" if first.recognised.sure else ":material/help:"
        st.caption(f"{icon} {literal(say(first.recognised.why))}")
    register_known.about(known[chosen])
    return known[chosen]


def _act(ws: Workspace, actor: Actor, draft: Draft, uploaded: Any, preview: RegisterPreview) -> None:
    """First look at what the list changes, then add it."""
    running: Job[Any] | None = st.session_state.get(_JOB)
    if running is not None:  # one that has ended meanwhile makes the page run again
        watch(running, key="register")
        return
    of, seen = st.session_state.get(_SEEN, (None, None))
    if of != draft:
        if st.button(
            say(msg("See what it changes")),
            type="primary",
            key="register_rehearse",
            icon=":material/compare_arrows:",
            disabled=not preview.entries,
            help=say(msg("Compares it with the lists there are. Nothing is written yet.")),
        ):
            _rehearse(ws, actor, draft, uploaded)
        return
    register_news.rehearsed(seen)
    accepted = True
    if seen.asks is not None:
        st.warning(say(seen.asks), icon=":material/warning:")
        accepted = st.checkbox(say(msg("I have looked at the file: it is complete")), key="register_accept")
    if st.button(
        say(plural("Add {n} entry", "Add {n} entries", preview.entries)),
        type="primary",
        key="register_add",
        icon=":material/library_add:",
        disabled=not accepted,
    ):
        _start(ws, actor, draft, uploaded, accept_losses=seen.asks is not None)


def _named(file: str) -> str:
    """A name for a list, from its file's without its date: `albo_piemonte_20250601.xlsx` is “albo piemonte”."""
    stem = Path(file).stem
    return " ".join(re.sub(r"[\W\d_]+", " ", stem).split()) or stem


def _columns(preview: RegisterPreview, wish: Wish, preset: Preset, file_id: str) -> Wish:
    """The columns as found, to be corrected, and the kind of entries that do not say theirs."""
    mapping = preview.mapping
    if mapping is None:
        return wish
    unsure = preview.refusal is not None or not preview.entries
    with st.expander(say(msg("Columns of the list")), expanded=unsure, icon=":material/view_column:"):
        said = register_mapping.editor(preview.book, preview.layouts, mapping, key=f"register_{file_id}_{preset.key}")
    default = None
    if preset.default_kind is None:
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


def _rehearse(ws: Workspace, actor: Actor, draft: Draft, uploaded: Any) -> None:
    """Find out in the background what the list would change."""
    path, wanted = _received(ws, actor, draft, uploaded)

    def work(tell: Tell, stopped: Callable[[], bool]) -> tuple[Draft, Rehearsed]:
        try:
            return draft, rehearsing.rehearse_register(ws, actor, path, wanted, progress=tell, cancelled=stopped)
        finally:
            inbox.put_away(path)

    st.session_state[_JOB] = Job(work, msg("Reading the file"))
    st.rerun()


def _start(ws: Workspace, actor: Actor, draft: Draft, uploaded: Any, *, accept_losses: bool) -> None:
    """Begin in the background; the page then shows how far it is."""
    path, wanted = _received(ws, actor, draft, uploaded)

    def work(tell: Tell, stopped: Callable[[], bool]) -> Added:
        try:
            before = effect.figures(ws, actor)
            result = registering.add_register(
                ws,
                actor,
                wanted.kind,
                path,
                as_of=wanted.as_of,
                register_name=wanted.register_name,
                mapping=wanted.mapping,
                default_kind=wanted.default_kind,
                name=wanted.file,
                accept_losses=accept_losses,
                progress=tell,
                cancelled=stopped,
            )
            return Added(result, effect.changes(before, effect.figures(ws, actor)))
        finally:
            inbox.put_away(path)

    st.session_state[_JOB] = Job(work, msg("Reading the file"))
    st.rerun()


def _received(ws: Workspace, actor: Actor, draft: Draft, uploaded: Any) -> tuple[Path, Wanted]:
    """The file under a passing name, and what is wanted of it."""
    uploaded.seek(0)
    wish = draft.wish
    return inbox.receive(ws, actor, uploaded), Wanted(
        wish.kind, draft.as_of, draft.name, wish.mapping, wish.default_kind, uploaded.name
    )


def _done(added: Added) -> None:
    """Tell what came of it where the registers stand, and free the form for the next list."""
    result = added.result
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_SEEN, None)
    register_preview.forget()
    notice.leave(PLACE, *_told(result), *added.moved)


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
