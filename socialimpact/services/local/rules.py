"""The local share by each rule side by side, how far the money goes, and what is social and local at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from socialimpact.charts import local_messages
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.query import query
from socialimpact.language import Euro, Share, msg
from socialimpact.places import local_rules
from socialimpact.places.local_rules import DISTANCE_BANDS
from socialimpact.services.dashboards.filtering import LOCAL_RULES
from socialimpact.services.local.look import Look, Part, PartsView, share_of

_NEAR_KM = 50
MEASURES_OF_PARTS = {
    "both": "social_local_spend",
    "social": "social_not_local_spend",
    "local": "local_not_social_spend",
    "neither": "not_social_not_local_spend",
}


def rules_view(look: Look) -> PartsView:
    """One bar a rule, the chosen one standing out; `amount` is the local spend by it."""
    chosen = look.definitions.local_rule.key
    rows = []
    for key in dict.fromkeys([*LOCAL_RULES, chosen]):
        rule = local_rules.parse(key)
        where = replace(look.selection, local_rule=rule.key)
        answer = query(look.ws.db, ["local_spend", "local_share"], where=where, actor=look.actor)
        amount, share = answer.value("local_spend"), answer.value("local_share")
        rows.append(Part(rule.key, rule.name(), amount, share, rule.key == chosen))
    others = [row.share for row in rows if row.share is not None and not row.chosen]
    known, unknown = (
        look.values["place_known_share"],
        look.values["addressable_spend"] - look.values["place_known_spend"],
    )
    under = msg("Local spend divided by addressable spend, by each rule.")
    if known is not None and unknown:
        under = msg(
            "Local spend divided by addressable spend, by each rule. The supplier's place is known for {known} of"
            " spend; the other {unknown} cannot be called local.",
            known=Share(known),
            unknown=Euro(unknown, cents=False),
        )
    return PartsView(local_messages.rules(next(row.share for row in rows if row.chosen), others), under, tuple(rows))


def distance_view(look: Look) -> PartsView:
    """Addressable spend by band of distance from the buying site, the near ones first, what is not known last."""
    by = DIMENSIONS["distance_band"]
    found = {
        row["distance_band"]: row["addressable_spend"] for row in look.ask(["addressable_spend"], ["distance_band"])
    }
    total = look.values["addressable_spend"]
    rows = [
        Part(key or "", by.label({"distance_band": key}), found[key], share_of(found[key], total), key is not None)
        for key in (*(band for _, band in DISTANCE_BANDS), None)
        if found.get(key)
    ]
    near = sum((found.get(key, Decimal(0)) for lower, key in DISTANCE_BANDS if lower < _NEAR_KM), Decimal(0))
    known = sum((amount for key, amount in found.items() if key is not None), Decimal(0))
    under = msg(
        "Addressable spend by distance between supplier and buying site, as the crow flies; the share is of the spend"
        " whose distance is known."
    )
    return PartsView(
        local_messages.distance(near, known, _NEAR_KM), under, tuple(rows if known else ()), "distance_band"
    )


def social_and_local_view(look: Look) -> PartsView:
    """The four parts of addressable spend: social and local, only the one, only the other, neither. They add up."""
    total = look.values["addressable_spend"]
    names = {
        "both": msg("Social and local"),
        "social": msg("Social, not local"),
        "local": msg("Local, not social"),
        "neither": msg("Neither"),
    }
    rows = tuple(
        Part(key, name, amount, share_of(amount, total), key in {"both", "social"})
        for key, name in names.items()
        for amount in [look.values[MEASURES_OF_PARTS[key]]]
    )
    under = msg("Addressable spend in four parts that add up. Full colour: social.")
    return PartsView(local_messages.social_and_local(rows[0].amount, total), under, rows)
