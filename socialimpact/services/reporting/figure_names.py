"""The names of what figures are split by a number: companies, sites, suppliers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from socialimpact.services.reporting.reported import Reported
from socialimpact.store.reader import Reader

_TABLES = ("company", "site", "supplier")


def figure_names(reader: Reader, figures: Iterable[Reported]) -> dict[tuple[str, Any], str]:
    """By dimension and number, for those that the rows of the figures name."""
    asked = {(name, value) for each in figures for name, value in each.row.items() if name in _TABLES and value}
    found: dict[tuple[str, Any], str] = {}
    for table in {name for name, _ in asked}:
        numbers = sorted(int(value) for name, value in asked if name == table)
        rows = reader.rows(
            f"select {table}_id, name from {table} where {table}_id in ({', '.join('?' for _ in numbers)})",
            numbers,
            step=f"names: {table}",
        )
        found |= {(table, number): name for number, name in rows}
    return found
