"""Everything that was ever imported, with what it left out and what to check; each import can be taken back whole."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor, local_owner
from socialimpact.errors import NotAllowed
from socialimpact.language import Euro, Message, msg, plural
from socialimpact.services.ledgers import import_records, importing, rows_to_fix, sheet_view
from socialimpact.services.ledgers.import_records import ImportRecord
from socialimpact.services.workspace import Workspace
from socialimpact.ui import asking, formats, notice
from socialimpact.ui.language import say
from socialimpact.ui.upload import effect, problem_list, reconciliation
from socialimpact.ui.upload.reconciliation import plain
from socialimpact.ui.upload.upload_desk import desk

PARAMETER = "import"
_PLACE = "imports"
_FIRST = 10


def show(ws: Workspace, actor: Actor) -> None:
    """The imports that the actor may see, newest first; the address `?import=3` opens that one."""
    records = import_records.imports(ws, actor)
    if not records:
        return
    st.subheader(say(msg("What was imported")), anchor="history")
    notice.show(_PLACE)
    asked = st.query_params.get(PARAMETER)
    if asked:
        # Opened once: from here on the person opens and closes it.
        st.session_state[f"import_{asked}"] = True
        del st.query_params[PARAMETER]
    everything = asked or len(records) <= _FIRST or st.session_state.get("imports_all", False)
    several = len({record.company_id for record in records}) > 1
    for record in records if everything else records[:_FIRST]:
        _record(ws, actor, record, several=several)
    if len(records) > _FIRST:
        st.toggle(say(msg("Show all {n} imports", n=len(records))), key="imports_all")


def open_import(import_id: int) -> None:
    """Open that import in the history. For a button's `on_click`."""
    st.query_params[PARAMETER] = str(import_id)


def _record(ws: Workspace, actor: Actor, record: ImportRecord, *, several: bool) -> None:
    key = f"import_{record.import_id}"
    undone = record.undone_at is not None
    lines = say(plural("{n} line", "{n} lines", record.lines))
    day, amount = formats.day(record.imported_at.date()), plain(formats.euro(record.total_loaded))
    title = f"**{plain(record.file)}** · {day} · {lines} · {amount}"
    gone = say(msg("undone"))
    # What stands inside is made only while it is open: it asks the store for problems and rows.
    inside = st.expander(
        f"~~{title}~~ · {gone}" if undone else title,
        key=key,
        icon=":material/undo:" if undone else ":material/description:",
        on_change="rerun",
    )
    if not inside.open:
        return
    with inside:
        _facts(record, several=several)
        if undone:
            return
        reconciliation.sums(record, msg("In the figures now"))
        left_out(ws, actor, record.import_id, record.file, key=key)
        to_check(ws, actor, record.import_id, record.file, key=key)
        if _may_undo(actor, record):
            question = (_PLACE, record.import_id)
            undo = say(msg("Undo this import"))
            st.button(undo, key=f"{key}_undo", icon=":material/undo:", on_click=asking.ask, args=question)
            if asking.asked(*question):
                st.dialog(undo, on_dismiss=asking.forget)(_ask)(ws, actor, record)


def _facts(record: ImportRecord, *, several: bool) -> None:
    """Which import it is: number, day, person, company, period."""
    told = [
        say(
            _by(
                record.imported_by,
                msg("Import {number}, {date}", number=str(record.import_id), date=record.imported_at),
            )
        )
    ]
    if several:
        told.append(say(msg("Company: {company}.", company=plain(record.company))))
    if period := reconciliation.period(record):
        told.append(say(period))
    if record.undone_at:
        told.append(say(_by(record.undone_by or "", msg("Undone on {date}", date=record.undone_at))))
    st.write(" ".join(told))


def _by(person: str, what: Message) -> Message:
    """Who did it, where people sign in: without sign-in there is only the person at this computer."""
    if person == local_owner().name:
        return msg("{what}.", what=what)
    return msg("{what}, by {person}.", what=what, person=plain(person))


def left_out(ws: Workspace, actor: Actor, import_id: int, file: str, *, key: str) -> None:
    """What an import set aside, if anything: by reason, the first rows, all of them in Excel."""
    reasons = import_records.set_aside_by_reason(ws, actor, import_id)
    if reasons:
        title = say(msg("Set aside"))
        st.markdown(f"**{title}**")
        reconciliation.left_out(
            reasons,
            import_records.set_aside(ws, actor, import_id, first=reconciliation.SHOWN).to_pylist(),
            key=f"{key}_aside",
            file_name=reconciliation.file_name(file, msg("set aside")),
            load=lambda: import_records.set_aside(ws, actor, import_id).to_pylist(),
        )


def to_check(ws: Workspace, actor: Actor, import_id: int, file: str, *, key: str) -> None:
    """The problems that an import was stored with, if any."""
    problems = import_records.problems(ws, actor, import_id)
    if problems:
        title = say(msg("To know and to check"))
        st.markdown(f"**{title}**")
        problem_list.show(
            problems,
            key=f"{key}_problems",
            file_name=reconciliation.file_name(file, msg("to check")),
            make=lambda actor, reader: rows_to_fix.of_import(ws, actor, import_id, reader),
            around=lambda place: sheet_view.kept_around(ws, actor, import_id, place),
        )


def _may_undo(actor: Actor, record: ImportRecord) -> bool:
    try:
        actor.require("editor", record.company_id)
    except NotAllowed:
        return False
    return True


def _ask(ws: Workspace, actor: Actor, record: ImportRecord) -> None:
    """Inside the dialog: what would go, and the two ways out."""
    st.write(
        say(
            msg(
                "{lines} of “{file}”, {amount}, leave the figures, with what was set aside and the suppliers that only"
                " this file names. The file itself is kept, and this entry stays in the history. You can import the"
                " file again at any time.",
                lines=plural("{n} line", "{n} lines", record.lines),
                file=plain(record.file),
                amount=Euro(record.total_loaded),
            )
        )
    )
    with st.container(horizontal=True):
        sure = st.button(
            say(msg("Undo import {number}", number=str(record.import_id))), key="undo_sure", type="primary"
        )
        if st.button(say(msg("Keep it")), key="undo_keep"):
            asking.forget()
            st.rerun()
    if sure:

        def undo() -> None:
            importing.undo(ws, actor, record.import_id)
            desk().look_again()

        effect.save(ws, actor, _PLACE, msg("Import {number} was undone.", number=str(record.import_id)), undo)
