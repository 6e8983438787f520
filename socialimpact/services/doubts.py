"""What a share does not know: spend that is only possible, that nobody could look up, that has no date or place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Euro, Message, Share, msg
from socialimpact.services.workspace import Workspace

_LITTLE_PLACE = 0.95


@dataclass(frozen=True)
class Doubt:
    """One thing that is open: how much, what it is, and the page where it can be settled."""

    key: str
    amount: Decimal | None
    text: Message
    url: str
    action: Message


def doubts(
    ws: Workspace, actor: Actor, selection: Selection, values: Mapping[str, Any], registers: int
) -> tuple[Doubt, ...]:
    """What is open in a selection, the most serious first. `values` holds the measures of the selection."""
    found: list[Doubt] = []
    whole: Decimal = values["addressable_spend"]
    if not registers:
        found.append(
            Doubt(
                "no_register",
                None,
                msg("There is no register yet, so no supplier can be recognised as social by its tax code."),
                "registers",
                msg("Add a register"),
            )
        )
    if possible := values["possible_social_spend"]:
        text = msg(
            "{amount} ({share} of addressable spend) may be social: names that resemble a register's, or the"
            " suppliers' own word. None of it counts.",
            amount=Euro(possible, cents=False),
            share=_of(possible, whole),
        )
        found.append(Doubt("possible", possible, text, "suppliers", msg("Look at the suppliers")))
    if unidentified := values["unidentified_spend"]:
        text = msg(
            "{amount} ({share} of addressable spend) is with suppliers without a valid VAT number or tax code: no"
            " register can find them.",
            amount=Euro(unidentified, cents=False),
            share=_of(unidentified, whole),
        )
        found.append(Doubt("unidentified", unidentified, text, "suppliers", msg("Look at the suppliers")))
    if undated := query(ws.db, ["undated_spend"], where=selection.without_period(), actor=actor).value("undated_spend"):
        text = msg("{amount} has no date, so it is in no year and no month.", amount=Euro(undated, cents=False))
        found.append(Doubt("undated", undated, text, "upload", msg("Look at the imports")))
    placed = values["place_known_share"]
    if placed is not None and placed < _LITTLE_PLACE:
        text = msg(
            "The place of the supplier is known for {share} of addressable spend; the rest cannot count as local.",
            share=Share(placed),
        )
        found.append(Doubt("place", None, text, "suppliers", msg("Look at the suppliers")))
    return tuple(found)


def _of(part: Decimal, whole: Decimal) -> Message | Share:
    return Share(part / whole) if whole > 0 else msg("not known")
