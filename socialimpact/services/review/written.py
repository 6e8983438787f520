"""The ways in which the ledgers write a supplier: what can be split off as a supplier of its own."""

from __future__ import annotations

from dataclasses import dataclass

from socialimpact.actor import Actor
from socialimpact.services.suppliers.supplier_view import mine, visible
from socialimpact.services.workspace import Workspace


@dataclass(frozen=True)
class Written:
    """One way of writing a supplier in the ledgers of one company, with how many lines carry it."""

    spelling_id: int
    company: str
    name: str | None
    ledger_code: str | None
    vat_number: str | None
    tax_code: str | None
    place: str | None
    lines: int

    @property
    def text(self) -> str:
        """Everything it says, on one line."""
        said = (self.name, self.ledger_code, self.vat_number, self.tax_code, self.place)
        return " · ".join(part for part in dict.fromkeys(said) if part) or "–"


def written_as(ws: Workspace, actor: Actor, supplier_id: int) -> list[Written]:
    """The ways in which the actor's companies write a supplier, the most used first."""
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    only, values = mine(actor, "n.company_id")
    rows = ws.db.rows(
        f"""
        select min(n.spelling_id), c.name, n.name, n.ledger_code, n.vat_number, n.tax_code,
            nullif(concat_ws(' ', n.postcode, n.municipality, n.province, n.country), ''), cast(sum(n.lines) as bigint)
        from supplier_name n
        inner join supplier s on s.supplier_id = n.supplier_id
        left join company c on c.company_id = n.company_id
        where coalesce(s.same_as, s.supplier_id) = ?{only}
        group by c.name, n.company_id, n.name, n.ledger_code, n.vat_number, n.tax_code, n.municipality, n.province,
            n.postcode, n.country
        order by 8 desc, n.name, 1
        """,
        [keeper, *values],
        step="ways of writing a supplier",
    )
    return [Written(*row) for row in rows]
