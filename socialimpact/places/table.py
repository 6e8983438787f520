"""The table of municipalities as it lies in `data/`, read once."""

from __future__ import annotations

import csv
from functools import cache

from socialimpact import settings


@cache
def rows() -> tuple[dict[str, str], ...]:
    """The rows of `data/municipalities.csv`, all text; `data/README.md` says what the columns hold."""
    return _read("municipalities.csv")


@cache
def aliases() -> tuple[dict[str, str], ...]:
    """The rows of `data/municipality_aliases.csv`: `name`, `province` written beside it, `code` of today, `why`."""
    return _read("municipality_aliases.csv")


def _read(name: str) -> tuple[dict[str, str], ...]:
    with (settings.DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
