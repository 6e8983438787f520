"""Over what a dashboard's figures are computed, in one line: printed above every figure of a page."""

from __future__ import annotations

from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.choices import Definitions
from socialimpact.figures.filters import Selection
from socialimpact.language import Message, Share, msg
from socialimpact.services.dashboards.naming import names_of, naming
from socialimpact.services.workspace import Workspace


def coverage(
    ws: Workspace,
    selection: Selection,
    definitions: Definitions,
    identified: float | None,
    *,
    actor: Actor | None = None,
) -> Message:
    """The period, what the view is narrowed to, the definitions, whether amounts hold VAT, and the `identified` share.

    With the `actor` companies, sites and suppliers go by name. Pictures and tables that leave the page say it too.
    """
    names = naming(names_of(ws, actor, selection)) if actor else None
    gross = ws.db.value("select 1 from line where amount_basis = 'gross' limit 1", step="VAT")
    about: dict[str, Any] = {
        "period": selection.sentence(names),
        "scope": definitions.scope.name,
        "rule": definitions.local_rule.name(),
        "vat": msg("amounts partly with VAT") if gross else msg("net of VAT, credit notes subtracted"),
    }
    if identified is None:
        return msg("{period} · social: {scope} · local: {rule} · {vat}", **about)
    return msg(
        "{period} · social: {scope} · local: {rule} · {vat} · {identified} of spend identified",
        identified=Share(identified + 0),
        **about,
    )


def period_only(selection: Selection) -> Selection:
    """The selection's period without anything else that it names."""
    return Selection(
        date_from=selection.date_from,
        date_to=selection.date_to,
        years=selection.years,
        quarters=selection.quarters,
        months=selection.months,
    )
