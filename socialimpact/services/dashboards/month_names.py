"""The months of the year by name, whatever the year."""

from __future__ import annotations

from dataclasses import dataclass

from babel.dates import get_month_names

from socialimpact.language import Message, locale


@dataclass(frozen=True)
class _MonthOfYear(Message):
    def to(self, language: str) -> str:
        return str(get_month_names("wide", "stand-alone", locale(language))[int(self.text)])


def month_of_year(month: int) -> Message:
    """January for 1, in the reader's language."""
    return _MonthOfYear(str(month))
