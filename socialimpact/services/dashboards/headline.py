"""The page in one sentence: where the share stands, how it moved, and whether the target is met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.charts import axes
from socialimpact.figures.filters import Selection
from socialimpact.figures.labels import points
from socialimpact.figures.targets import Target, away
from socialimpact.language import Euro, Message, Share, msg
from socialimpact.services.dashboards.course import Ahead, projected_words
from socialimpact.services.dashboards.coverage import period_only
from socialimpact.services.dashboards.figure_view import FigureView


@dataclass(frozen=True)
class _Within(Message):
    """A name inside a sentence: its first letter small, unless it is an abbreviation."""

    def to(self, language: str) -> str:
        text = str(self.values["name"].to(language))
        return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def headline(
    selection: Selection,
    scope: Message,
    values: Mapping[str, Any],
    share: FigureView,
    *,
    target: Target | None,
    ahead: Ahead | None,
    over: bool,
) -> Message:
    """The sentence. `over`: the selection is the whole year that the target is about, and that year is over."""
    if values["social_share"] is None or values["addressable_spend"] <= 0:
        return _without_share(values)
    said = msg(
        "{share} of purchases went to {scope} {period}",
        share=Share(values["social_share"] + 0), scope=_Within("", {"name": scope}), period=_period(selection),
    )  # fmt: skip
    moved = _moved(share)
    if moved:
        said = msg("{first}, {second}", first=said, second=moved)
    aim = _aim(values, target, ahead, over=over)
    return msg("{first}; {second}.", first=said, second=aim) if aim else msg("{sentence}.", sentence=said)


def _without_share(values: Mapping[str, Any]) -> Message:
    if values["addressable_spend"] < 0:
        return msg(
            "Credit notes outweigh purchases by {amount} here: a share of that says nothing.",
            amount=Euro(-values["addressable_spend"], cents=False),
        )
    if values["total_spend"]:
        return msg("Nothing here counts as addressable spend: there is no share to tell.")
    return msg("Nothing was bought here: there is no share to tell.")


def _period(selection: Selection) -> Message:
    alone = period_only(selection)
    if len(alone.years) == 1 and alone == Selection(years=alone.years) and alone.years[0]:
        return msg("in {year}", year=str(alone.years[0]))
    return msg("({period})", period=alone.sentence()) if selection.has_period() else msg("over all dates")


def _moved(share: FigureView) -> Message | None:
    change = share.change
    if change is None or change.points is None:
        return None
    if change.direction == "same":
        return msg("as much as before ({since})", since=change.since)
    size = points(abs(change.points))
    if change.direction == "up":
        return msg("up {points} {since}", points=size, since=change.since)
    return msg("down {points} {since}", points=size, since=change.since)


def _aim(values: Mapping[str, Any], target: Target | None, ahead: Ahead | None, *, over: bool) -> Message | None:
    if target is None:
        # that nothing will go on to be nothing is no news
        return projected_words(ahead) if ahead and round(ahead.value, 3) else None
    goal = Share(target.value, 0 if axes.whole_percent(float(target.value)) else 1)
    distance = away(target, values)
    if over:
        if distance.reached:
            return msg("the {goal} target was reached", goal=goal)
        return msg("the {goal} target was missed by {amount}", goal=goal, amount=_amount(distance.euro))
    year = str(target.year)
    if ahead and ahead.month.year == target.year:
        return msg("{projected}; the target is {goal}", projected=projected_words(ahead), goal=goal)
    if distance.reached:
        return msg("the {goal} target for {year} is reached already", goal=goal, year=year)
    return msg("the target is {goal} for {year}", goal=goal, year=year)


def _amount(amount: Decimal | None) -> Euro:
    return Euro(amount or Decimal(0), cents=False)
