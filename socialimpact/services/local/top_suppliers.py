"""The local suppliers with the most spend."""

from __future__ import annotations

from socialimpact.charts import local_messages
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.language import plural
from socialimpact.services.local.look import Look, Part, PartsView, share_of

_MOST_BARS = 7


def top_view(look: Look) -> PartsView:
    """The largest local suppliers; the social ones stand out."""
    by = DIMENSIONS["supplier"]
    asked = look.ask(["local_spend", "social_local_spend"], ["supplier"], order="-local_spend", limit=_MOST_BARS)
    total, suppliers = look.values["local_spend"], look.values["local_suppliers"]
    parts = tuple(
        Part(
            str(row["supplier_id"]),
            by.label(row),
            row["local_spend"],
            share_of(row["local_spend"], total),
            row["social_local_spend"] > 0,
        )
        for row in asked
        if row["local_spend"] > 0
    )
    title = local_messages.top_local([part.name for part in parts], [part.amount for part in parts], total, suppliers)
    under = plural(
        "{n} local supplier in all. Full colour: social.",
        "The largest of {n} local suppliers. Full colour: social.",
        suppliers,
    )
    return PartsView(title, under, parts)
