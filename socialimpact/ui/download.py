"""Downloads of tables: an Excel file that is made when the button is pressed, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from socialimpact.language import Message, msg
from socialimpact.services.spreadsheet import MIME, Column, Unit, neutral, workbook
from socialimpact.ui import language
from socialimpact.ui.language import say

__all__ = ["MIME", "Column", "Unit", "book_button", "excel_button", "neutral", "workbook"]

Rows = Sequence[Mapping[str, Any]]


def excel_button(
    columns: Sequence[Column],
    rows: Rows | Callable[[], Rows],
    *,
    file_name: str,
    key: str,
    notes: Sequence[Message | str] = (),
) -> None:
    """A button that makes the workbook when it is pressed, not before. `file_name` without its ending.

    `rows` may be a function that fetches them: only a press asks for them.
    """
    reader = language.current()
    st.download_button(
        say(msg("Download as Excel")),
        data=lambda: workbook(columns, rows() if callable(rows) else rows, reader=reader, notes=notes),
        file_name=f"{file_name}-{reader}.xlsx",
        mime=MIME,
        key=key,
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )


def book_button(
    title: Message,
    make: Callable[[str], bytes],
    *,
    file_name: str,
    key: str,
) -> None:
    """A button for a workbook that `make` writes in the reader's language when it is pressed."""
    reader = language.current()
    st.download_button(
        say(title),
        data=lambda: make(reader),
        file_name=f"{file_name}-{reader}.xlsx",
        mime=MIME,
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )
