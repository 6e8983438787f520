"""Several files on their way in: how far each has come, which one to look at, and one button for all."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from socialimpact.language import Euro, Message, msg, plural
from socialimpact.ui.job import watch
from socialimpact.ui.language import say
from socialimpact.ui.upload import reconciliation
from socialimpact.ui.upload.reconciliation import plain
from socialimpact.ui.upload.upload_desk import Desk, Upload

_KEY = "upload_chosen"


def choose(desk: Desk) -> Upload | None:
    """The file to show: the only one, or the one that the person picks from the list."""
    if len(desk.uploads) < 2:  # noqa: PLR2004 - one file needs no list
        return desk.uploads[0] if desk.uploads else None
    numbers = {upload.number: upload for upload in desk.uploads}
    if st.session_state.get(_KEY) not in numbers:
        st.session_state[_KEY] = desk.uploads[0].number
    chosen = st.radio(
        say(msg("Files")),
        list(numbers),
        format_func=lambda number: plain(numbers[number].name),
        captions=[say(_state(upload)) for upload in desk.uploads],
        key=_KEY,
    )
    if (working := desk.working) and working.job and working is not numbers[chosen]:
        st.caption(plain(working.name))
        watch(working.job, key="upload_working")
    _all_at_once(desk)
    return numbers[chosen]


def _state(upload: Upload) -> Message:
    match upload.stage:
        case "imported" if upload.result:
            return msg("Imported: {lines}, {amount}", **reconciliation.lines_and_amount(upload.result.reconciliation))
        case "looking":
            return msg("Being read")
        case "importing":
            return msg("Being imported")
        case "waiting":
            return msg("Waiting")
        case "ready" if upload.importable and upload.preview and upload.preview.reconciliation:
            told = reconciliation.lines_and_amount(upload.preview.reconciliation)
            return msg("Ready: {lines}, {amount}", **told)
        case "ready" if upload.preview and upload.preview.already:
            return msg("Imported before")
        case _:
            return msg("Needs you: choose it to see why")


def _all_at_once(desk: Desk) -> None:
    ready = [upload for upload in desk.uploads if upload.importable and upload not in desk.queue]
    sums = [upload.preview.reconciliation for upload in ready if upload.preview and upload.preview.reconciliation]
    if len(ready) < 2:  # noqa: PLR2004 - a single file has its own button
        return
    st.button(
        say(
            msg(
                "Import all {files}: {lines}, {amount}",
                files=plural("{n} file", "{n} files", len(ready)),
                lines=plural("{n} line", "{n} lines", sum(told.lines for told in sums)),
                amount=Euro(sum((told.total_loaded for told in sums), Decimal())),
            )
        ),
        key="upload_all",
        type="primary",
        icon=":material/check:",
        on_click=lambda: desk.bring_in(ready),
    )
