"""The open questions as an Excel file for a colleague, and what the file says when it comes back."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg, plural
from socialimpact.services.review import review_book, review_return
from socialimpact.services.review.review_queue import queue
from socialimpact.services.review.review_return import STATES, Returned
from socialimpact.services.workspace import Workspace
from socialimpact.ui import notice
from socialimpact.ui.download import Column, book_button
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.review.review_answers import ANSWERS
from socialimpact.ui.table_card import table_card
from socialimpact.ui.upload import uploader
from socialimpact.ui.upload.incoming import incoming

PLACE = "review_excel"
_COLUMNS = (
    Column("row", msg("Row")),
    Column("supplier", msg("Supplier")),
    Column("entry", msg("May be this entry")),
    Column("answer", msg("Your answer")),
    Column("why", msg("How you know")),
    Column("state", msg("What happens")),
)


def show(ws: Workspace, actor: Actor) -> None:
    """Out and in again, beside each other."""
    notice.show(PLACE)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.subheader(say(msg("1. Send the questions")))
        st.write(
            say(
                msg(
                    "A workbook with one row a question and a yellow column for the answer. Whoever knows the suppliers"
                    " fills in what they know; the rest stays open."
                )
            )
        )
        number = queue(ws, actor).open
        if number:
            title = plural("Download {n} question", "Download {n} questions", number)
            book_button(
                title, lambda actor, reader: review_book.export(ws, actor, reader), file_name="review", key="review_out"
            )
        else:
            st.caption(say(msg("No question is open.")))
    with right, st.container(border=True, height="stretch"):
        st.subheader(say(msg("2. Read the answers")))
        st.write(say(msg("Nothing is decided before you have seen what the file says.")))
        uploader.speak()
        uploaded = st.file_uploader(
            say(msg("The file as it came back")), type=["xlsx", "xls", "ods", "csv"], key="review_in",
            disabled=actor.role == "viewer",
        )  # fmt: skip
    if uploaded:
        with told(), incoming(ws, actor, uploaded) as path:
            _plan(ws, actor, review_return.read(ws, actor, path, name=uploaded.name))


def _plan(ws: Workspace, actor: Actor, found: Returned) -> None:
    """What would be decided, and the button that does it."""
    ready, others = len(found.ready), len(found.rows) - len(found.ready)
    counts = ", ".join(f"{say(ANSWERS[key])}: {number}" for key, number in sorted(found.counts().items()))
    title = plural("{n} answer can be decided", "{n} answers can be decided", ready)
    st.markdown(f"**{literal(say(title))}**" + (f" ({literal(counts)})" if counts else ""))
    said = [plural("{n} row is empty and stays open.", "{n} rows are empty and stay open.", found.blank)]
    if others:
        said.append(
            plural(
                "{n} row is left as it is: the table says why.",
                "{n} rows are left as they are: the table says why.",
                others,
            )
        )
    st.caption(" ".join(say(each) for each in said))
    if found.rows:
        table_card(
            _COLUMNS,
            [
                {
                    "row": str(row.row),
                    "supplier": row.supplier or "–",
                    "entry": row.entry or "–",
                    "answer": ANSWERS[row.answer] if row.answer else row.written,
                    "why": row.why,
                    "state": STATES[row.state],
                }
                for row in sorted(found.rows, key=lambda row: (row.state == "ready", row.row))
            ],
            key="review_plan",
            file_name="review-answers",
            alt=msg("What the file says, row by row"),
        )
    if ready and st.button(
        say(plural("Decide {n} answer", "Decide {n} answers", ready)), type="primary", key="review_apply"
    ):
        review_return.apply(ws, actor, found)
        notice.leave(PLACE, plural("{n} answer was written down.", "{n} answers were written down.", ready))
        del st.session_state["review_in"]
        st.rerun()
