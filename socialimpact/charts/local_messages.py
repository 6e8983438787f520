"""What the charts about the local economy say, as their titles."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from socialimpact.language import Euro, Message, Share, msg

# Half of the last digit that a share is printed with: less than that is no movement that a reader could see.
_SEEN = 0.0005
_THREE = 3


def rules(chosen: float | None, others: Sequence[float]) -> Message:
    """The local share by the chosen rule, beside what the other rules would say."""
    if chosen is None:
        return msg("The local share is not known: there is nothing to divide by")
    if not others:
        return msg("{share} of spend is local", share=Share(chosen))
    return msg(
        "{share} of spend is local; other rules would say from {low} to {high}",
        share=Share(chosen),
        low=Share(min(others), 0),
        high=Share(max(others), 0),
    )


def sites(names: Sequence[Message], shares: Sequence[float | None]) -> Message:
    """Which site buys the most locally, and which the least."""
    known = [(share, name) for name, share in zip(names, shares, strict=True) if share is not None]
    if not known:
        return msg("For no site can it be said how local its spend is")
    known.sort(key=lambda each: -each[0])
    (most, first), (least, last) = known[0], known[-1]
    if len(known) == 1 or most - least < _SEEN:
        return msg("{site} buys {share} locally", site=first, share=Share(most))
    return msg(
        "{site} buys the most locally, {share}; {other} the least, {least}",
        site=first,
        share=Share(most),
        other=last,
        least=Share(least),
    )


def provinces(names: Sequence[Message], amounts: Sequence[Decimal], total: Decimal) -> Message:
    """Where in the country the money goes. `amounts` from the largest on, `total` of all of them."""
    if total <= 0 or not amounts:
        return msg("No spend with a known place in Italy")
    if len(amounts) == 1:
        return msg("All spend with a known place in Italy stays in one province: {province}", province=names[0])
    if len(amounts) <= _THREE:
        share = Share(amounts[0] / total, 0)
        return msg("{share} of the spend in Italy goes to {province}", share=share, province=names[0])
    three = sum(amounts[:_THREE], Decimal(0))
    return msg(
        "Three provinces receive {share} of the spend in Italy, {province} the most",
        share=Share(three / total, 0),
        province=names[0],
    )


def distance(within: Decimal, total: Decimal, km: int) -> Message:
    """How much of the spend whose distance is known goes no farther than so many km."""
    if total <= 0 or within < 0:
        return msg("How far the money goes is not known")
    return msg("{share} of spend stays within {km} km", share=Share(within / total, 0), km=km)


def social_and_local(both: Decimal, total: Decimal) -> Message:
    """How much is social and local at once."""
    if total <= 0:
        return msg("Nothing to divide by")
    return msg("{share} of spend is social and local at once", share=Share(both / total))


def years(first: tuple[int, float] | None, last: tuple[int, float] | None) -> Message:
    """How the local share moved from the first whole year to the last one."""
    if last is None:
        return msg("No whole year to compare yet")
    if first is None or first[0] == last[0]:
        return msg("Local share was {share} in {year}", share=Share(last[1]), year=str(last[0]))
    told = {"before": Share(first[1]), "first": str(first[0]), "share": Share(last[1]), "year": str(last[0])}
    if abs(last[1] - first[1]) < _SEEN:
        return msg(
            "Local share stays at {share} from {first} to {year}", **{k: told[k] for k in ("share", "first", "year")}
        )
    if last[1] > first[1]:
        return msg("Local share rose from {before} in {first} to {share} in {year}", **told)
    return msg("Local share fell from {before} in {first} to {share} in {year}", **told)


def moved(change: Decimal, came: Decimal, went: Decimal) -> Message:
    """Whether local spend grew: what suppliers gained brought, and what lost ones took with them."""
    told = {"came": Euro(came, cents=False), "went": Euro(went, cents=False)}
    if change > 0:
        return msg("Local spend grew by {amount}: {came} came with new suppliers, {went} left with lost ones",
                   amount=Euro(change, cents=False), **told)  # fmt: skip
    if change < 0:
        return msg("Local spend fell by {amount}: {came} came with new suppliers, {went} left with lost ones",
                   amount=Euro(-change, cents=False), **told)  # fmt: skip
    return msg("Local spend is unchanged")


def top_local(names: Sequence[Message], amounts: Sequence[Decimal], total: Decimal, suppliers: int) -> Message:
    """How the local spend is spread. `amounts` from the largest on, `total` of all `suppliers`."""
    if total <= 0 or not amounts:
        return msg("No local supplier yet")
    if suppliers <= _THREE:
        return msg("{name} receives {share} of local spend", name=names[0], share=Share(amounts[0] / total, 0))
    three = sum(amounts[:_THREE], Decimal(0))
    return msg("The three largest receive {share} of local spend", share=Share(three / total, 0))


def abroad(amount: Decimal, total: Decimal, country: Message | None) -> Message:
    """How much goes abroad, and where the most of it."""
    if country is None:
        return msg("Nothing goes abroad, as far as places are known")
    if total <= 0:
        return msg("Most of what goes abroad goes to {country}", country=country)
    return msg("{share} of spend goes abroad, the most to {country}", share=Share(amount / total), country=country)
