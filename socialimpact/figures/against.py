"""What a period is compared with, as one word: another year, the stretch just before, or days of one's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from socialimpact.errors import Refused
from socialimpact.language import msg

BEFORE = "before"
_YEAR = re.compile(r"[1-9][0-9]{3}")
_TO = ".."


@dataclass(frozen=True)
class Against:
    """One of three: the same stretch in `year`, the stretch of the same length just before, or these `days`."""

    year: int | None = None
    days: tuple[date, date] | None = None

    @property
    def key(self) -> str:
        """How it stands in a link: `2023`, `before`, `2023-01-01..2023-06-30`."""
        if self.days:
            return _TO.join(day.isoformat() for day in self.days)
        return str(self.year) if self.year else BEFORE


def parse(text: str) -> Against:
    """What the word of a link means. Raises `Refused` that says what can be written."""
    word = text.strip()
    if word == BEFORE:
        return Against()
    if _YEAR.fullmatch(word):
        return Against(year=int(word))
    first, mark, last = word.partition(_TO)
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        days = None
    if not mark or days is None or days[0] > days[1]:
        raise Refused(
            msg(
                "“{text}” is nothing to compare with. Write a year (2023), “before”, or days (2023-01-01..2023-06-30).",
                text=text,
            ),
            code="bad_condition",
        )
    return Against(days=days)
