"""The table of municipalities as it lies in `data/`: read anew for each thing that is made of it, and kept by none."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from socialimpact import settings


def rows() -> Iterator[dict[str, str]]:
    """The rows of `data/municipalities.csv`, all text; `data/README.md` says what the columns hold."""
    return _read("municipalities.csv")


def aliases() -> Iterator[dict[str, str]]:
    """The rows of `data/municipality_aliases.csv`: `name`, `province` written beside it, `code` of today, `why`."""
    return _read("municipality_aliases.csv")


def _read(name: str) -> Iterator[dict[str, str]]:
    with (settings.DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
