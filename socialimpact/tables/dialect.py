"""How a text file separates its cells: found from its beginning."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

DELIMITERS = (";", ",", "\t", "|")
RARE_DELIMITERS = ("^", "~", "¦", "§", "¬")  # looked for where none of the usual ones cuts
NO_DELIMITER = "\x1f"  # a file of one column
SAMPLE_CHARACTERS = 256_000
SAMPLE_RECORDS = 1_000
MOST_COLUMNS = 16_384  # as many as a spreadsheet has
_DECLARED = re.compile(r"\ufeff?\"?sep=(.)\"?[ \t]*(\r\n|\n|\r)", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """How the records of a file are written; `skip` lines at the top only declare the delimiter."""

    delimiter: str
    skip: int
    width: int
    regular: bool
    quoted: bool


def sniff(sample: str) -> Dialect:
    """The dialect that cuts the most records of the sample into the same number of cells, the more the better."""
    declared = _DECLARED.match(sample)
    skip = 1 if declared else 0
    if declared:
        sample = sample[declared.end() :]
    lines = sample.splitlines(keepends=True)
    if len(sample) >= SAMPLE_CHARACTERS // 2 and len(lines) > 1:
        lines.pop()  # it may be cut
    quoted = '"' in sample
    best, best_score, best_widths = NO_DELIMITER, 0.0, Counter({1: 1})
    for delimiter in declared.group(1) if declared else (*DELIMITERS, *RARE_DELIMITERS):
        if delimiter in RARE_DELIMITERS and (best != NO_DELIMITER or delimiter not in sample):
            continue
        widths = _widths(lines, delimiter)
        cut = {width: n for width, n in widths.items() if width > 1}
        if not cut:
            continue
        width = max(cut, key=lambda w: (cut[w], w))
        # a row whose last cells are missing is still a row of this table
        shorter = sum(n for narrower, n in cut.items() if narrower < width)
        score = (cut[width] + 0.7 * shorter) / widths.total() * (1 + 0.02 * min(width, 25))
        if score > best_score:
            best, best_score, best_widths = delimiter, score, widths
    width = max(best_widths)
    # Arrow's parser takes no other delimiter
    regular = len(best_widths) == 1 and width <= MOST_COLUMNS and best.isascii()
    return Dialect(best, skip, width, regular=regular, quoted=quoted)


def _widths(lines: list[str], delimiter: str) -> Counter[int]:
    widths: Counter[int] = Counter()
    try:
        for record in islice(csv.reader(lines, delimiter=delimiter), SAMPLE_RECORDS):
            if any(cell.strip() for cell in record):
                widths[len(record)] += 1
    except csv.Error:
        pass  # what was counted before the bad line still tells
    return widths
