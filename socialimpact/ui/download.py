"""Downloads: files that are made when the button is pressed, in the reader's language, for those who may take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.spreadsheet import MIME, Column, Unit, neutral, table_file
from socialimpact.ui import access, language
from socialimpact.ui.language import say

__all__ = ["MIME", "Column", "Unit", "book_button", "excel_button", "file_button", "neutral"]

Rows = Iterable[Mapping[str, Any]]


def file_button(
    title: Message,
    make: Callable[[Actor, str], bytes],
    *,
    file_name: str,
    mime: str,
    key: str,
    quiet: bool = False,
    icon: str = ":material/download:",
) -> None:
    """A button for a file that `make` writes when it is pressed, for the actor and in the reader's language.

    Without the right to download there is no button, and `make`, a service, refuses as well.
    """
    _, actor = access.current()
    if not actor.downloads:
        return
    reader = language.current()
    st.download_button(
        say(title),
        data=lambda: make(actor, reader),
        file_name=file_name,
        mime=mime,
        key=key,
        icon=icon,
        on_click="ignore",
        type="tertiary" if quiet else "secondary",
    )


def excel_button(
    columns: Sequence[Column],
    rows: Rows | Callable[[], Rows],
    *,
    file_name: str,
    key: str,
    notes: Sequence[Message | str] = (),
    title: Message | None = None,
) -> None:
    """A button for the workbook of a table. `file_name` without its ending.

    `rows` may be a function that fetches them: only a press asks for them.
    """
    file_button(
        title or msg("Download as Excel"),
        lambda actor, reader: table_file(
            actor, columns, rows() if callable(rows) else rows, reader=reader, notes=notes
        ),
        file_name=f"{file_name}-{language.current()}.xlsx",
        mime=MIME,
        key=key,
        quiet=True,
    )


def book_button(title: Message, make: Callable[[Actor, str], bytes], *, file_name: str, key: str) -> None:
    """A button for a workbook that `make` writes for the actor in the reader's language when it is pressed."""
    file_button(title, make, file_name=f"{file_name}-{language.current()}.xlsx", mime=MIME, key=key)
