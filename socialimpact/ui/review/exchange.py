"""A list of questions that goes to a colleague as an Excel file, and what the file says when it comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from socialimpact.actor import Actor
from socialimpact.language import Message, msg, plural
from socialimpact.ui import notice
from socialimpact.ui.download import Column, book_button
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table_card
from socialimpact.ui.upload import uploader


@dataclass(frozen=True)
class Plan:
    """What a file would decide: `ready` rows of `rows`, `blank` ones without an answer; `counts` in words."""

    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    ready: int
    blank: int
    counts: str = ""


def cards(
    actor: Actor, key: str, about: Message, number: int, export: Callable[[Actor, str], bytes], *, file_name: str
) -> UploadedFile | None:
    """Out and in again, beside each other; the file that came back, if one was chosen."""
    notice.show(key)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.subheader(say(msg("1. Send the questions")))
        st.write(say(about))
        if number:
            title = plural("Download {n} question", "Download {n} questions", number)
            book_button(title, export, file_name=file_name, key=f"{key}_out")
        else:
            st.caption(say(msg("No question is open.")))
    with right, st.container(border=True, height="stretch"):
        st.subheader(say(msg("2. Read the answers")))
        st.write(say(msg("Nothing is decided before you have seen what the file says.")))
        uploader.speak()
        return st.file_uploader(
            say(msg("The file as it came back")), type=["xlsx", "xls", "ods", "csv"], key=f"{key}_in",
            disabled=actor.role == "viewer",
        )  # fmt: skip


def decide(key: str, plan: Plan, apply: Callable[[], object]) -> None:
    """What would be decided, and the button that does it."""
    others = len(plan.rows) - plan.ready
    title = plural("{n} answer can be decided", "{n} answers can be decided", plan.ready)
    st.markdown(f"**{literal(say(title))}**" + (f" ({literal(plan.counts)})" if plan.counts else ""))
    said = [plural("{n} row is empty and stays open.", "{n} rows are empty and stay open.", plan.blank)]
    if others:
        said.append(
            plural(
                "{n} row is left as it is: the table says why.",
                "{n} rows are left as they are: the table says why.",
                others,
            )
        )
    st.caption(" ".join(say(each) for each in said))
    if plan.rows:
        table_card(
            plan.columns,
            plan.rows,
            key=f"{key}_plan",
            file_name="review-answers",
            alt=msg("What the file says, row by row"),
        )
    decide_them = plural("Decide {n} answer", "Decide {n} answers", plan.ready)
    if plan.ready and st.button(say(decide_them), type="primary", key=f"{key}_apply"):
        apply()
        notice.leave(key, plural("{n} answer was written down.", "{n} answers were written down.", plan.ready))
        del st.session_state[f"{key}_in"]
        st.rerun()
