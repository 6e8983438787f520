"""What a supplier declares of itself: written down by a person, with its source, and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import msg
from socialimpact.services.suppliers.supplier_view import visible
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import declarations
from socialimpact.suppliers.declarations import Declaration


def declare(  # noqa: PLR0917 - who, what, of which year and how much are said in this order everywhere
    ws: Workspace, actor: Actor, supplier_id: int, outcome: str, year: int, value: Decimal, source: str,
    *, stated_by: str | None = None, stated_on: date | None = None,
) -> int:  # fmt: skip
    """Write down what a supplier declared for a year, instead of what it declared before; returns its number.

    `outcome` is a key of `data/declared_outcomes.yml`, `value` in its unit. Raises `NotFound` where the actor may see
    no such supplier, `Refused` where the year, value or source cannot be.
    """
    actor.require("editor")
    keeper = visible(ws, actor, supplier_id)
    with ws.db.write(actor) as tx:
        return declarations.begin(
            tx, keeper, outcome, year, value, source, stated_by=stated_by, stated_on=stated_on
        )  # fmt: skip


def withdraw(ws: Workspace, actor: Actor, declaration_id: int, why: str) -> None:
    """Take a declaration back, with the reason. Raises `NotFound`; `Refused` without a reason."""
    actor.require("editor")
    old = declarations.one(ws.db, declaration_id)
    visible(ws, actor, old.supplier_id)
    if not why.strip():
        raise Refused(msg("Say why."), code="no_reason")
    with ws.db.write(actor) as tx:
        declarations.end(tx, old, why.strip())


def declared(ws: Workspace, actor: Actor, supplier_id: int) -> tuple[Declaration, ...]:
    """What a supplier declared and what stands, the newest year first. Raises `NotFound`."""
    actor.require("viewer")
    return declarations.standing(ws.db, (visible(ws, actor, supplier_id),))
