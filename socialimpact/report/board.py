"""A page of the screen as it is taken to a meeting: its figures, its charts with their numbers, and what they mean."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from socialimpact.language import Euro, Share, msg, render
from socialimpact.report.look import Look

Unit = Literal["euro", "share", "count", "number"]
_MEASURED = {"euro", "share", "count", "number"}
_SERIES = 3
_ROWS = 12


class Told(NamedTuple):
    """A column of the table behind a chart: its title, its unit, and whether it is `time` in words or a `goal`."""

    title: str
    unit: str
    role: str = ""


@dataclass(frozen=True)
class Card:
    """A figure: its name, its value and change as they were shown, and the sentence that defines it."""

    name: str
    value: str
    change: str
    sentence: str


@dataclass(frozen=True)
class Series:
    """What is measured, or a `goal` that it is held against."""

    name: str
    values: tuple[float | None, ...]
    goal: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart: `title` is its message, `under` what is measured. `over_time` ones are lines, others bars.

    All series are of one unit, as one axis can show. `rest` says how many rows more the page has.
    """

    title: str
    under: str
    heading: str
    names: tuple[str, ...]
    unit: Unit
    series: tuple[Series, ...]
    over_time: bool
    rest: int = 0


@dataclass(frozen=True)
class Board:
    """The page. `coverage` says over what its figures are; `organisation` whose they are; `look` how it is dressed."""

    title: str
    organisation: str
    coverage: str
    made_on: date
    cards: tuple[Card, ...]
    charts: tuple[Chart, ...]
    look: Look = field(default_factory=Look)

    def logo(self) -> bytes | None:
        """The organisation's logo as PNG, where it has one."""
        return base64.b64decode(self.look.logo) if self.look.logo else None

    def logo_words(self, language: str) -> str:
        """The logo for those who do not see it."""
        return msg("Logo of {organisation}", organisation=self.organisation).to(language)


def chart(
    title: str,
    under: str,
    columns: Sequence[Told],
    rows: Sequence[Sequence[Any]],
    language: str,
) -> Chart | None:
    """The chart of a table: its first column names the rows, the columns of the first measured unit are its series.

    `rows` have a value for each of `columns`. A goal is drawn beside whatever is measured. None where nothing is
    measured or there is no row.
    """
    numeric = [place for place, column in enumerate(columns) if place and column.unit in _MEASURED]
    if not numeric or not rows:
        return None
    unit: Any = columns[numeric[0]].unit
    same = [place for place in numeric if columns[place].unit == unit]
    goals = [place for place in same if columns[place].role == "goal"]
    drawn = [*[place for place in same if place not in goals][:_SERIES], *goals]
    over_time = columns[0].unit in {"month", "date"} or columns[0].role == "time"
    shown = rows if over_time else rows[:_ROWS]
    return Chart(
        title,
        under,
        columns[0].title,
        tuple(_name(row[0], columns[0].unit, language) for row in shown),
        unit,
        tuple(
            Series(columns[place].title, tuple(_number(row[place]) for row in shown), place in goals) for place in drawn
        ),
        over_time,
        len(rows) - len(shown),
    )


def written(value: float | None, unit: Unit, language: str) -> str:
    """A value of a chart as its table shows it; a dash for what is not known."""
    if value is None:
        return "–"
    match unit:
        case "euro":
            return render(Euro(Decimal(str(round(value))), cents=False), language)
        case "share":
            return render(Share(value), language)
        case "count":
            return render(round(value), language)
        case _:
            return render(value, language)


def _name(value: Any, unit: str, language: str) -> str:
    if unit == "month" and isinstance(value, date):
        return f"{value.month:02}/{value.year}"
    return render(value, language) if value is not None else "–"


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) else None
