"""Letters in the cells of a workbook that another program had read wrongly, put right."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import numbers
from socialimpact.tables.arrays import strings
from socialimpact.tables.codepages import mended
from socialimpact.tables.grid import CellKind

if TYPE_CHECKING:
    from socialimpact.tables.grid import Grid

# As UTF-8, what garbled letters begin with: Ã, Â, â€, and control characters in place of quotation marks and the euro.
GARBLED_SIGNS = ("\u00c3", "\u00c2", "\u00e2\u20ac", "\u0080", "\u0092", "\u0093", "\u0096")


def letters_put_right(grid: Grid) -> tuple[Grid, Counter[str]]:
    """The grid with garbled letters put right, and how often each wrong form stood in it."""
    wrong: Counter[str] = Counter()
    cells = grid.cells
    for column, kind in enumerate(grid.kinds):
        if isinstance(kind, CellKind) and kind is not CellKind.TEXT:
            continue
        if not grid.may_hold(column, *GARBLED_SIGNS):
            continue
        coded = pc.dictionary_encode(cells[f"c{column}"].combine_chunks())
        fixed = [mended(text) for text in coded.dictionary.to_pylist()]
        if not any(found for _, found in fixed):
            continue
        often = np.bincount(numbers(coded.indices.drop_null()), minlength=len(fixed))
        for times, (_, found) in zip(often.tolist(), fixed, strict=True):
            for form in found:
                wrong[form] += times
        texts = pa.DictionaryArray.from_arrays(coded.indices, strings([text for text, _ in fixed])).dictionary_decode()
        cells = cells.set_column(column + 1, f"c{column}", pa.chunked_array([texts], pa.string()))
    return (replace(grid, cells=cells) if wrong else grid), wrong
