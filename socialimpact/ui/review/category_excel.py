"""What has no category as an Excel file for a colleague who knows, and what the file says when it comes back."""

from __future__ import annotations

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.language import msg
from socialimpact.services.review import category_book, category_return
from socialimpact.services.review.category_return import STATES, CategoriesReturned
from socialimpact.services.workspace import Workspace
from socialimpact.ui.download import Column
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.review import exchange
from socialimpact.ui.review.exchange import Plan
from socialimpact.ui.upload.incoming import incoming

KEY = "categories_excel"
_COLUMNS = (
    Column("row", msg("Row")),
    Column("name", msg("As the ledger writes it")),
    Column("category", category_book.CATEGORY),
    Column("why", msg("How you know")),
    Column("state", msg("What happens")),
)


def show(ws: Workspace, actor: Actor) -> None:
    """The cards, and what a file that came back would decide."""
    uploaded = exchange.cards(
        actor,
        KEY,
        msg(
            "A workbook with one row for each category of the ledger and each supplier that is open, and a yellow"
            " column with the list of categories. Whoever knows what is bought fills in what they know; the rest"
            " stays open."
        ),
        len(category_book.open_cases(ws, actor)),
        lambda actor, reader: category_book.export(ws, actor, reader),
        file_name="categories",
    )
    if uploaded:
        with told(), incoming(ws, actor, uploaded) as path:
            found = category_return.read(ws, actor, path, name=uploaded.name)
            why = say(msg("Answered by a colleague in the file {file}.", file=found.file))
            exchange.decide(KEY, _plan(found), lambda: category_return.apply(ws, actor, found, why))


def _plan(found: CategoriesReturned) -> Plan:
    rows = [
        {
            "row": str(row.row),
            "name": row.name or "–",
            "category": (tree.name(row.leaf) if row.leaf else category_book.LEAVE) if row.known else row.written,
            "why": row.why,
            "state": STATES[row.state],
        }
        for row in sorted(found.rows, key=lambda row: (row.state == "ready", row.row))
    ]
    return Plan(_COLUMNS, rows, len(found.ready), found.blank)
