"""What the organisation undertakes to buy otherwise: from when to when, by whom, with which suppliers.

An initiative explains a figure and moves none: nothing is computed from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from socialimpact.actor import Actor
from socialimpact.store.reader import Reader

_ROWS = """
    select initiative_id, company_id, name, begins, ends, responsible, story, suppliers
    from initiative
    where not removed
    order by begins, initiative_id
"""


@dataclass(frozen=True)
class Initiative:
    """`company_id` None is every company, `ends` None goes on. `suppliers` are their numbers."""

    initiative_id: int
    company_id: int | None
    name: str
    begins: date
    ends: date | None = None
    responsible: str | None = None
    story: str | None = None
    suppliers: tuple[int, ...] = ()

    def touches(self, first: date | None, last: date | None) -> bool:
        """Whether a day of it lies from `first` to `last`, both included; None is an open end."""
        return (last is None or self.begins <= last) and (first is None or self.ends is None or self.ends >= first)


def initiatives(
    reader: Reader,
    first: date | None = None,
    last: date | None = None,
    *,
    actor: Actor,
    companies: tuple[int | None, ...] = (),
) -> tuple[Initiative, ...]:
    """The initiatives of a stretch of days that the actor may see, by their beginning: for charts and reports.

    With `companies` only theirs and those of the whole organisation.
    """
    keeper = dict(
        reader.rows("select supplier_id, same_as from supplier where same_as is not null", step="joined suppliers")
    )
    # a supplier that was joined to another is that one
    found = []
    for row in reader.dicts(_ROWS, step="initiatives"):
        involved = dict.fromkeys(keeper.get(number, number) for number in row["suppliers"])
        found.append(Initiative(**row | {"suppliers": tuple(involved)}))
    return tuple(
        each
        for each in found
        if each.touches(first, last)
        and (each.company_id is None or actor.companies is None or each.company_id in actor.companies)
        and (each.company_id is None or not companies or each.company_id in companies)
    )
