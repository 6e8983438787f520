"""What a workbook holds besides the values of its cells, as those who look through it find it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class SheetUnsaid:
    """Rows count from 1, columns from 0. `merged` is for formats whose reader does not tell."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    formulas: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class BookUnsaid:
    """What there is to know of every sheet, by its name; `garbled` if shared texts may have letters read wrongly;
    `since_1904` if days count from 1904.
    """

    sheets: dict[str, SheetUnsaid] = field(default_factory=dict)
    garbled: bool = False
    since_1904: bool = False
