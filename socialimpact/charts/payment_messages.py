"""What the charts of payment times say, as their titles."""

from __future__ import annotations

from socialimpact.language import Message, Share, msg, plural

# Less than half a day is no difference that anybody was paid by.
_SEEN = 0.5


def waiting(social: float | None, everyone: float | None) -> Message:
    """How long social suppliers wait for their money, held against all suppliers, in days."""
    if everyone is None:
        return msg("When suppliers are paid is not known")
    if social is None:
        return msg("Suppliers are paid after {n} days on average; of social ones nothing is known", n=round(everyone))
    more = round(social) - round(everyone)
    about = {"days": round(social)}
    if abs(social - everyone) < _SEEN or not more:
        return msg("Social suppliers wait {days} days, like all others", **about)
    if more > 0:
        return msg("Social suppliers wait {days} days, {n} longer than suppliers on the whole", n=more, **about)
    return msg("Social suppliers wait {days} days, {n} less than suppliers on the whole", n=-more, **about)


def over_years(first: float | None, last: float | None, since: int | None) -> Message:
    """How the days of social suppliers moved from the year `since` to the last one."""
    if first is None or last is None or since is None:
        return msg("Days to payment, year by year")
    change = round(last) - round(first)
    if not change:
        return msg("Social suppliers wait as long as in {year}", year=str(since))
    if change > 0:
        return plural("Social suppliers wait {n} day longer than in {year}",
                      "Social suppliers wait {n} days longer than in {year}", change, year=str(since))  # fmt: skip
    return plural("Social suppliers wait {n} day less than in {year}",
                  "Social suppliers wait {n} days less than in {year}", -change, year=str(since))  # fmt: skip


def slowest_kind(name: Message | None, days: float | None) -> Message:
    """The kind that waits longest."""
    if name is None or days is None:
        return msg("No kind of supplier has payments that are known")
    return msg("Longest wait: {kind}, {n} days", kind=name, n=round(days))


def on_time(social: float | None, everyone: float | None) -> Message:
    """The shares paid by their due date."""
    if everyone is None:
        return msg("Whether payments are on time is not known: no line has a due date")
    if social is None:
        return msg("{share} of lines are paid on time", share=Share(everyone, 0))
    return msg(
        "{social} of social suppliers' lines are paid on time, {share} of all", social=Share(social, 0),
        share=Share(everyone, 0),
    )  # fmt: skip
