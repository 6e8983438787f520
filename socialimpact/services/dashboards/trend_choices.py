"""What the trends page offers: the measures that make sense over time, and by what they may be split."""

from __future__ import annotations

from socialimpact.figures.measures import measure
from socialimpact.figures.monthly_sums import summands
from socialimpact.figures.periods import GRAINS, Grain
from socialimpact.language import Message, msg

# Shares and spend first; what people ask about them next; then what tells how much can be trusted.
MEASURES = (
    "social_share", "social_spend", "local_share", "local_spend", "social_local_share", "social_local_spend",
    "addressable_spend", "total_spend", "possible_social_spend", "impact_driven_spend", "donations",
    "social_suppliers", "suppliers", "average_days_to_pay", "identified_share", "classified_share",
)  # fmt: skip
DIMENSIONS = (
    "category_group", "category", "kind", "company", "site", "cost_centre", "supplier", "region", "province",
    "distance_band", "country",
)  # fmt: skip
GRAIN_NAMES: dict[Grain, Message] = {
    "rolling": msg("Twelve months"),
    "month": msg("Month"),
    "quarter": msg("Quarter"),
    "year": msg("Year"),
}


def grains(key: str) -> dict[str, Message]:
    """The periods over which a measure can be shown: no rolling ones where it cannot be made of sums."""
    rolls = bool(summands(measure(key)))
    return {grain: name for grain, name in GRAIN_NAMES.items() if grain in GRAINS and (rolls or grain != "rolling")}
