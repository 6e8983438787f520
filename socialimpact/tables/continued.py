"""Columns whose blank cells mean what stands above: merged cells, and documents that go on over several rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from socialimpact.columns import mask, numbers, valid
from socialimpact.tables.roles import AMOUNTS, DATES
from socialimpact.tables.row_marks import names_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from socialimpact.tables.grid import Grid
    from socialimpact.tables.roles import Column

SUPPLIERS = ("supplier_name", "supplier_code", "supplier_vat", "supplier_tax_code", "supplier_address",
             "supplier_municipality", "supplier_province", "supplier_postcode", "supplier_country")  # fmt: skip
DOCUMENT_DATES = (*DATES, "due_date")
DOCUMENTS = (*DOCUMENT_DATES, "document_number", "document_type")
TEXTS = ("description", "category", "category_code", "cost_centre", "site")
LEAST_ROWS = 2
LEAST_SHARE = 0.1  # of the rows with an amount, that go on with the document above
MERGED_SHARE, SORTED_SHARE = 0.5, 0.2  # of the rows with an amount, that have no supplier of their own
LOOK_AT = 2000

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Carried:
    """The columns that are carried down, and how many rows take something from above."""

    columns: tuple[int, ...] = ()
    rows: int = 0


def carried(grid: Grid, columns: Sequence[Column], start: int) -> Carried:
    """The columns of a table whose blank cells mean what stands above, from position `start` of its cells on.

    A supplier that is withheld is blank too: cells are only carried down where the whole table is written so.
    """
    by_role = {column.role: column.index for column in columns if column.index < grid.width}
    size = grid.height - start
    amounts = _filled(grid, (by_role[role] for role in AMOUNTS if role in by_role), start, size)
    named = _filled(grid, (by_role[role] for role in SUPPLIERS[:4] if role in by_role), start, size)
    documented = _filled(grid, (by_role[role] for role in DOCUMENTS if role in by_role), start, size)
    wanting = amounts & ~named
    dated = _filled(grid, (by_role[role] for role in DATES if role in by_role), start, size)
    if "supplier_name" not in by_role or not (wanting.any() or (amounts & ~dated).any()):
        return Carried()
    if not (amounts & named).any():
        return Carried()
    wanting &= ~_totals(grid, wanting, start)
    told = _filled(grid, (by_role[role] for role in TEXTS if role in by_role), start, size)
    roles: set[str] = set()
    continued = wanting & ~documented & told
    count = int(amounts.sum())
    rows = np.zeros(size, bool)
    if continued.sum() >= max(LEAST_ROWS, LEAST_SHARE * count) and named[np.flatnonzero(amounts)[0]]:
        roles |= {*SUPPLIERS, *DOCUMENTS}
        rows |= continued
    merged = wanting & documented
    if merged.any() and _is_merged(grid, by_role["supplier_name"], amounts, merged, start):
        roles |= {*SUPPLIERS}
        rows |= merged
    undated = amounts & named & ~dated
    first_date = next((by_role[role] for role in DATES if role in by_role), None)
    if first_date is not None and undated.any():
        undated &= ~_totals(grid, undated, start)
        if undated.any() and _is_merged(grid, first_date, amounts, undated, start):
            roles |= {*DOCUMENT_DATES}
            rows |= undated
    return Carried(tuple(sorted(by_role[role] for role in roles if role in by_role)), int(rows.sum()))


def _filled(grid: Grid, columns: Iterable[int], start: int, size: int) -> Flags:
    filled = np.zeros(size, bool)
    for index in columns:
        part = grid.cells[f"c{index}"].slice(start)
        if not part.null_count:
            return np.ones(size, bool)
        filled |= valid(part.combine_chunks())
    return filled


def _is_merged(grid: Grid, column: int, amounts: Flags, blank: Flags, start: int) -> bool:
    """Whether each value stands once, above the rows that share it: never twice, at half of the rows at most, or in
    order.
    """
    if not amounts.any() or blank[np.flatnonzero(amounts)[0]]:
        return False
    if grid.merged:
        rows = numbers(grid.cells["row"].slice(start))
        within = np.zeros(len(blank), bool)
        for top, left, bottom, right in grid.merged:
            if left <= column <= right and top < bottom:
                within |= (rows > top) & (rows <= bottom)
        if (within & blank).sum() > 0.5 * blank.sum():
            return True
    if blank.sum() < LEAST_ROWS:
        return False
    cells = grid.cells[f"c{column}"].slice(start)
    values = [text for text in cells.filter(mask(amounts)).to_pylist()[:LOOK_AT] if text]
    if len(values) < LEAST_ROWS or len(set(values)) < len(values):
        return False
    share = blank.sum() / amounts.sum()
    folded = [value.casefold() for value in values]
    ordered = len(values) > 3 and all(one <= two for one, two in pairwise(folded))  # noqa: PLR2004 - three by chance
    return bool(share >= MERGED_SHARE or (ordered and share >= SORTED_SHARE))


def _totals(grid: Grid, rows: Flags, start: int) -> Flags:
    """Which of some rows name a total in one of their cells."""
    found = np.zeros(len(rows), bool)
    places = np.flatnonzero(rows)[:LOOK_AT]
    for place, texts in zip(places, grid.rows_at(places + start), strict=True):
        found[place] = any(names_total(text) for text in texts if text)
    return found
