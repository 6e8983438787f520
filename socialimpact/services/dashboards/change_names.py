"""The causes of a change in words: what each part is called, and what it means."""

from __future__ import annotations

from socialimpact.figures.decomposition import PartKey
from socialimpact.figures.dimensions import Dimension
from socialimpact.figures.measures import Measure
from socialimpact.language import Message, msg


def part_name(key: PartKey, asked: Measure, by: Dimension) -> Message:
    """The name of a part, as short as a bar wants it."""
    if key == "status":
        return _status(asked)
    return {
        "mix": _mix(by),
        "gained": msg("Suppliers gained"),
        "lost": msg("Suppliers lost"),
        "amounts": msg("More or less with suppliers that stayed"),
        "more": msg("More with suppliers that stayed"),
        "less": msg("Less with suppliers that stayed"),
        "one_off_now": msg("One-off invoices now"),
        "one_off_then": msg("One-off invoices before"),
    }[key]


def _mix(by: Dimension) -> Message:
    match by.key:
        case "site" | "company" | "cost_centre":
            return msg("Who bought: {dimension}", dimension=by.name)
        case "province" | "region":
            return msg("Where from: {dimension}", dimension=by.name)
        case _:
            return msg("What was bought")


def _status(asked: Measure) -> Message:
    social, local = "{social}" in asked.condition, "{local}" in asked.condition
    if social and not local:
        return msg("Suppliers that became social, or no longer are")
    if local and not social:
        return msg("Suppliers bought from nearer, or farther away")
    return msg("Suppliers whose own status changed")


def part_sentence(key: PartKey, asked: Measure, by: Dimension) -> Message:
    """What a part means, for someone who has never heard of it."""
    if asked.denominator is None:
        return {
            "gained": msg("Suppliers from whom nothing was bought in the earlier period."),
            "lost": msg("Suppliers from whom nothing is bought any more in this period."),
            "more": msg("Suppliers of both periods that received more."),
            "less": msg("Suppliers of both periods that received less."),
            "status": msg("Suppliers of both periods that count in one of them only."),
            "one_off_now": msg("Invoices of this period far larger than is usual there."),
            "one_off_then": msg("Invoices of the earlier period far larger than is usual there: they are gone."),
        }[key]
    return {
        "mix": msg(
            "More, or less, of the purchases fell to a part where the share is high or low. By: {dimension}.",
            dimension=by.name,
        ),
        "gained": msg("Suppliers from whom nothing was bought in the earlier period, within what was bought."),
        "lost": msg("Suppliers from whom nothing is bought any more, within what was bought."),
        "amounts": msg("Suppliers of both periods that received a larger or smaller part of the same purchases."),
        "status": msg("Suppliers of both periods of whose spend another part counts than before."),
        "one_off_now": msg("Invoices of this period far larger than is usual there."),
        "one_off_then": msg("Invoices of the earlier period far larger than is usual there: they are gone."),
    }[key]


METHOD_SHARE = msg(
    "One-off invoices are set apart first. The rest of the change is split in two: what was bought (another part of "
    "the purchases falls to each category, times how far the category's share lies from the whole) and from whom (the "
    "share of each category changed, times the category's mean weight). The second is split again, in the same way, "
    "over the suppliers. Both periods weigh alike, and the parts add up to the change exactly (Bennet's decomposition)."
)
METHOD_AMOUNT = msg(
    "One-off invoices are set apart first. Then each supplier's difference belongs to exactly one part; the parts add "
    "up to the change to the cent."
)
