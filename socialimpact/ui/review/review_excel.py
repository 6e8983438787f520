"""The open questions as an Excel file for a colleague, and what the file says when it comes back."""

from __future__ import annotations

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.services.review import name_only, review_book, review_return
from socialimpact.services.review.review_return import STATES, Returned
from socialimpact.services.suppliers.tag_words import ANSWERS
from socialimpact.services.workspace import Workspace
from socialimpact.ui.download import Column
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.review import exchange, review_turn
from socialimpact.ui.review.exchange import Plan
from socialimpact.ui.upload.incoming import incoming

KEY = "review"
_COLUMNS = (
    Column("row", msg("Row")),
    Column("supplier", msg("Supplier")),
    Column("entry", msg("May be this entry")),
    Column("answer", msg("Your answer")),
    Column("why", msg("How you know")),
    Column("state", msg("What happens")),
)


def show(ws: Workspace, actor: Actor) -> None:
    """The cards, and what a file that came back would decide."""
    found = review_turn.now(ws, actor)
    uploaded = exchange.cards(
        actor,
        KEY,
        msg(
            "A workbook with one row a question and a yellow column for the answer. Whoever knows the suppliers"
            " fills in what they know; the rest stays open."
        ),
        found.open + len(name_only.found(ws, actor, found)),
        lambda actor, reader: review_book.export(ws, actor, reader),
        file_name="review",
    )
    if uploaded:
        with told(), incoming(ws, actor, uploaded) as path:
            said = review_return.read(ws, actor, path, name=uploaded.name)
            exchange.decide(KEY, _plan(said), lambda: review_return.apply(ws, actor, said))


def _plan(found: Returned) -> Plan:
    rows = [
        {
            "row": str(row.row),
            "supplier": row.supplier or "–",
            "entry": row.entry or "–",
            "answer": ANSWERS[row.answer] if row.answer else row.written,
            "why": row.why,
            "state": STATES[row.state],
        }
        for row in sorted(found.rows, key=lambda row: (row.state == "ready", row.row))
    ]
    counts = ", ".join(f"{say(ANSWERS[key])}: {number}" for key, number in sorted(found.counts().items()))
    return Plan(_COLUMNS, rows, len(found.ready), found.blank, counts)
