"""What a share does not know: spend that is only possible, that nobody could look up, that has no date or place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Euro, Message, Share, msg, plural
from socialimpact.services.ledgers import rates
from socialimpact.services.review import review_queue
from socialimpact.services.suppliers import expiry
from socialimpact.services.workspace import Workspace

_LITTLE_PLACE = 0.95
_MOSTLY_CLASSIFIED = 0.95


@dataclass(frozen=True)
class Doubt:
    """One thing that is open: how much, what it is, and the page where it can be settled."""

    key: str
    amount: Decimal | None
    text: Message
    url: str
    action: Message


def doubts(
    ws: Workspace,
    actor: Actor,
    selection: Selection,
    values: Mapping[str, Any],
    registers: int,
    *,
    enough: float = _MOSTLY_CLASSIFIED,
) -> tuple[Doubt, ...]:
    """What is open in a selection, the most serious first. `values` holds the measures of the selection.

    `enough`: from which share on nothing is said of what has no category.
    """
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
    ending = expiry.expiring(ws, actor)
    found += [
        Doubt("expiring", None, said, "suppliers", msg("Renew what ends"))
        for said in (expiry.ahead_words(ending), expiry.past_words(ending))
        if said
    ]
    found += _to_review(ws, actor)
    if unidentified := values["unidentified_spend"]:
        text = msg(
            "{amount} ({share} of addressable spend) is with suppliers without a valid VAT number or tax code: no"
            " register can find them.",
            amount=Euro(unidentified, cents=False),
            share=_of(unidentified, whole),
        )
        found.append(Doubt("unidentified", unidentified, text, "suppliers", msg("Look at the suppliers")))
    classified = values["classified_share"]
    if classified is not None and classified < enough:
        left = whole - values["classified_spend"]
        text = msg(
            "{amount} ({share} of addressable spend) is in no category: neither its words nor its suppliers say which.",
            amount=Euro(left, cents=False),
            share=_of(left, whole),
        )
        found.append(Doubt("categories", left, text, "review", msg("Choose categories")))
    if undated := query(ws.db, ["undated_spend"], where=selection.without_period(), actor=actor).value("undated_spend"):
        text = msg("{amount} has no date, so it is in no year and no month.", amount=Euro(undated, cents=False))
        found.append(Doubt("undated", undated, text, "upload", msg("Look at the imports")))
    found += [*_unconverted(ws, actor), *_with_vat(ws, actor)]
    placed = values["place_known_share"]
    if placed is not None and placed < _LITTLE_PLACE:
        text = msg(
            "The place of the supplier is known for {share} of addressable spend; the rest cannot count as local.",
            share=Share(placed),
        )
        found.append(Doubt("place", None, text, "suppliers", msg("Look at the suppliers")))
    return tuple(found)


def _to_review(ws: Workspace, actor: Actor) -> list[Doubt]:
    """The suppliers that may stand in a register by their name, over all time: a person decides."""
    waiting = review_queue.queue(ws, actor)
    if not waiting.open:
        return []
    text = plural(
        "{n} supplier may stand in a register: {amount} of spend waits for a yes or a no.",
        "{n} suppliers may stand in a register: {amount} of spend waits for a yes or a no.",
        waiting.open,
        amount=Euro(waiting.stake, cents=False),
    )
    return [Doubt("review", waiting.stake, text, "review", msg("Review them"))]


def _unconverted(ws: Workspace, actor: Actor) -> list[Doubt]:
    """What waits for an exchange rate, over all time: it has no euro, so it is in no figure."""
    return [
        Doubt(
            f"unconverted_{each.currency}",
            None,
            plural(
                "{n} purchase in {currency} ({amount} in all) has no exchange rate, so it is in no figure.",
                "{n} purchases in {currency} ({amount} in all) have no exchange rate, so they are in no figure.",
                each.lines,
                currency=each.currency,
                amount=round(each.amount, 2),
            ),
            "registers",
            msg("Add exchange rates"),
        )
        for each in rates.waiting(ws, actor)
    ]


def _with_vat(ws: Workspace, actor: Actor) -> list[Doubt]:
    """The lines whose VAT nobody could take off, over all time."""
    seen = (
        ""
        if actor.companies is None
        else (f" and company_id in ({', '.join(str(int(number)) for number in actor.companies) or 'null'})")
    )
    lines, amount = ws.db.rows(
        f"select count(*), coalesce(sum(net_amount), 0) from line where amount_basis = 'gross'{seen}",
        step="lines with VAT",
    )[0]
    if not lines:
        return []
    text = plural(
        "{n} line includes VAT ({amount} with it): nothing in its file said how much. Import it anew with a rate.",
        "{n} lines include VAT ({amount} with it): nothing in their file said how much. Import it anew with a rate.",
        lines,
        amount=Euro(amount, cents=False),
    )
    return [Doubt("with_vat", amount, text, "upload", msg("Look at the imports"))]


def _of(part: Decimal, whole: Decimal) -> Message | Share:
    return Share(part / whole) if whole > 0 else msg("not known")
