"""What to do next, by what it would bring: open questions, categories with little social spend, proofs that end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from socialimpact.language import Euro, Message, Share, msg
from socialimpact.services.dashboards.category_rows import CategoryRow
from socialimpact.services.dashboards.doubts import Doubt

_MOST = 4
_MOST_CATEGORIES = 2
# The doubts that someone can settle soon, the most useful first.
_SOON = ("no_register", "review", "expiring", "categories", "unidentified")


@dataclass(frozen=True)
class NextStep:
    """One step in words, with the page where it is done and the words of the link there."""

    text: Message
    url: str
    action: Message
    query: tuple[tuple[str, str], ...] = ()


def next_steps(doubts: Sequence[Doubt], categories: Sequence[CategoryRow]) -> tuple[NextStep, ...]:
    """The most useful steps: what is open first, then where most is spent and least of it is social."""
    by_key: dict[str, Doubt] = {}
    for doubt in doubts:
        by_key.setdefault(doubt.key, doubt)
    found = [_settle(by_key[key]) for key in _SOON if key in by_key]
    chances = [_category(row) for row in _least_social(categories)]
    kept = found[: _MOST - len(chances)] if chances else found[:_MOST]
    return tuple([*kept, *chances][:_MOST])


def _settle(doubt: Doubt) -> NextStep:
    query = {"suppliers": (("show", doubt.key),), "review": (("about", doubt.key),)}.get(doubt.url, ())
    return NextStep(doubt.text, doubt.url, doubt.action, query)


def _least_social(rows: Sequence[CategoryRow]) -> list[CategoryRow]:
    """Where most is missing to the goal, among categories in which something social is bought already."""
    open_rows = [row for row in rows if row.key is not None and row.missing and (row.social > 0 or row.possible > 0)]
    return sorted(open_rows, key=lambda row: -(row.missing or 0))[:_MOST_CATEGORIES]


def _category(row: CategoryRow) -> NextStep:
    text = msg(
        "{category}: {share} of {spend} is social; {missing} more would bring it to the target.",
        category=row.name,
        share=Share(row.share or 0.0),
        spend=Euro(row.spend, cents=False),
        missing=Euro(row.missing or row.spend, cents=False),
    )
    return NextStep(text, "categories", msg("Look at the categories"), (("category", row.key or ""),))
