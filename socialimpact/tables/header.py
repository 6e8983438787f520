"""Where the names of the columns stand: one row, several rows, or none."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from socialimpact.tables.content import is_date, is_heading, rows_up_to
from socialimpact.tables.grid import CellKind
from socialimpact.tables.headings import KNOWN, REORDERED, known_names, meanings, names_summary, normal
from socialimpact.tables.periods import period_of

if TYPE_CHECKING:
    from socialimpact.tables.grid import Extent, Grid
    from socialimpact.tables.headings import Meaning, Purpose

LOOK_AT = 80  # rows with content that may come before the data
BELOW = 15
KNOWN_WORTH, HEADING_WORTH, CONTRAST_WORTH, FIGURE_COST, ROW_COST = 1.0, 0.15, 0.5, 0.7, 0.02
LEAST_WORTH = 0.9
LEAST_PERIODS = 3
MOST_ROWS = 4  # of one header
WRAPPED = 0.7
BETTER = 0.4  # how much more several rows must say than one


@dataclass(frozen=True)
class Header:
    """The names of the columns; `row` is None where there are none. Data begins in `first_row`.

    Rows are counted as a spreadsheet does; `ends` is the last row of the header (0 where there is none). A row of
    names for groups of columns above `row` is part of the names, and no row of the header.
    """

    row: int | None
    ends: int
    first_row: int
    names: tuple[str | None, ...]


@dataclass(frozen=True)
class Part:
    """Some rows of a grid: their numbers, their cells, and what each cell looks like: `` for an empty one, `h` for
    one that could name a column, `f` for a figure, a date or anything else. `merged` has the blocks of cells that
    the file shows as one, if it says so.
    """

    numbers: list[int]
    rows: list[list[str | None]]
    looks: list[list[str]]
    merged: tuple[Extent, ...] = ()


def find_header(grid: Grid, purpose: Purpose) -> Header:
    """The row whose cells are names, above rows whose cells are not.

    Of two tables one below the other it is the upper one's, even if the lower one's names are better known.
    """
    part = part_of(grid, 0, LOOK_AT)
    names = known_names(purpose)
    worths = [_worth(index, part, names) for index in range(len(part.rows))]
    best = max(range(len(worths)), key=worths.__getitem__, default=-1)
    if best < 0 or worths[best] <= LEAST_WORTH:
        return Header(None, 0, part.numbers[0] if part.numbers else 1, (None,) * grid.width)
    return _header(part, _upper_table(part, best, worths, names), purpose)


def header_at(grid: Grid, row: int, purpose: Purpose = "ledger") -> Header:
    """The header that a person says is in `row`, with the rows in which it goes on; nameless where `row` is blank."""
    start = rows_up_to(grid, row - 1)
    before = min(start, 2)
    part = part_of(grid, start - before, BELOW + MOST_ROWS + before)
    if before >= len(part.numbers) or part.numbers[before] != row:
        return Header(row, row, row + 1, (None,) * grid.width)
    return _header(part, before, purpose, said=True)


def part_of(grid: Grid, start: int, size: int) -> Part:
    """The rows from position `start` on."""
    table = grid.cells.slice(start, size)
    columns = [table[f"c{index}"].to_pylist() for index in range(grid.width)]
    looks = []
    for index, texts in enumerate(columns):
        kinds = grid.kinds[index]
        own = [kinds] * len(texts) if isinstance(kinds, CellKind) else kinds.slice(start, size).to_pylist()
        looks.append([_looks(text, CellKind(kind)) for text, kind in zip(texts, own, strict=True)])
    part = Part(
        table["row"].to_pylist(),
        [list(row) for row in zip(*columns, strict=True)],
        [list(row) for row in zip(*looks, strict=True)],
        grid.merged,
    )
    for index in range(len(part.rows)):
        for column in _periods(index, part):
            part.looks[index][column] = "h"
    return part


def _looks(text: str | None, kind: CellKind) -> str:
    if text is None:
        return ""
    return "h" if kind is CellKind.TEXT and is_heading(text) else "f"


def _periods(index: int, part: Part) -> list[int]:
    """The columns whose cell in a row names a month, quarter or year, where these name columns of figures."""
    row = part.rows[index]
    looks = part.looks[index]
    if looks.count("f") < LEAST_PERIODS or index + 1 == len(part.rows):
        return []
    below = part.rows[index + 1]
    found = {
        column: period
        for column, text in enumerate(row)
        if looks[column] == "f"
        and text
        and (period := period_of(text, years=True))
        and not is_date(below[column] or "")
    }
    if len(set(found.values())) < max(LEAST_PERIODS, 0.6 * looks.count("f")):
        return []
    written = list(found.values())
    return list(found) if written in (sorted(written), sorted(written, reverse=True)) else []


def _worth(index: int, part: Part, names: frozenset[str]) -> float:
    """How much a row is like a header: known names, words above figures, few figures of its own."""
    row, look = part.rows[index], part.looks[index]
    filled = [column for column, what in enumerate(look) if what]
    headings = [column for column in filled if look[column] == "h"]
    if not headings or len(headings) < 0.6 * len(filled):
        return 0.0
    below = part.looks[index + 1 : index + 1 + BELOW]
    width = median(sum(map(bool, row)) for row in below) if below else len(filled)
    if len(filled) < min(2, width) or len(filled) < 0.34 * width:
        return 0.0
    known = known_in(row, headings, names)
    contrast = sum(_figures_below(below, column) for column in headings)
    if not known and not contrast:
        return 0.0
    repeated = len(headings) - len({normal(row[column]) for column in headings})
    return (
        KNOWN_WORTH * known
        + HEADING_WORTH * (len(headings) - repeated)
        + CONTRAST_WORTH * contrast
        - FIGURE_COST * (len(filled) - len(headings))
        - ROW_COST * index
    )


def known_in(row: list[str | None], columns: list[int], names: frozenset[str]) -> int:
    """How many cells of a row are known names of columns, or of periods."""
    texts = [text for column in columns if (text := row[column])]
    known = sum(normal(text) in names or names_summary(text) for text in texts)
    periods = sum(period_of(text, years=True) is not None for text in texts)
    return known + (periods if periods >= LEAST_PERIODS else 0)


def _figures_below(below: list[list[str]], column: int) -> bool:
    found = [row[column] for row in below if row[column]]
    return bool(found) and found.count("f") > 0.6 * len(found)


def _upper_table(part: Part, best: int, worths: list[float], names: frozenset[str]) -> int:
    """The header of a table that stands wholly above the best header; `best` where there is none."""
    for index in range(best - 1):
        headings = [column for column, what in enumerate(part.looks[index]) if what == "h"]
        between = part.looks[index + 1 : best]
        if (
            worths[index] > max(LEAST_WORTH, 0.25 * worths[best])
            and known_in(part.rows[index], headings, names) > 1
            and sum(row.count("f") > 1 for row in between) > (part.rows[index] != part.rows[best])
            and sum(_figures_below(between, column) for column in headings) > 0
        ):
            return index
    return best


def _header(part: Part, best: int, purpose: Purpose, *, said: bool = False) -> Header:
    """The header around its best row: with rows below in which it goes on, and rows above that name its groups."""
    last = _last(part, best, purpose)
    names = _joined(part, best, last, purpose)
    row = best
    for above in range(best - 1, max(best - 3, -1), -1):
        upper = part.rows[above]
        if part.numbers[above] != part.numbers[above + 1] - 1 or not _could_be_group(above, part):
            break
        joined = _joined(part, above, last, purpose)
        if _sense(joined, purpose) <= _sense(names, purpose) + BETTER:
            break
        filled = sum(text is not None for text in names)
        own = any(text and not name for text, name in zip(upper, names, strict=True)) or (
            sum(text is not None for text in upper) > WRAPPED * filled  # one row of names in two
        )
        names = joined
        row = above if own and not said else row
    after = part.numbers[last + 1] if last + 1 < len(part.numbers) else part.numbers[last] + 1
    return Header(part.numbers[row], part.numbers[last], after, tuple(names))


def _last(part: Part, best: int, purpose: Purpose) -> int:
    """The last row of the header whose best row is given: where its names, put together, say most."""
    most, last = _sense(part.rows[best], purpose) + BETTER, best
    for row in range(best + 1, min(best + MOST_ROWS, len(part.rows))):
        if not _could_go_on(row, part):
            break
        if (sense := _sense(_joined(part, best, row, purpose), purpose)) > most:
            most, last = sense, row
    if last == best and best + 1 < len(part.rows) and _continues(part.rows[best], best + 1, part):
        return best + 1
    return last


def _continues(names: list[str | None], lower: int, part: Part) -> bool:
    """Whether the names go on in the next row: words only, some under an empty cell, above figures."""
    look = part.looks[lower]
    filled = [column for column, what in enumerate(look) if what]
    if not filled or "f" in look or len(filled) > 0.8 * sum(map(bool, names)):
        return False
    if not any(not names[column] for column in filled):
        return False
    below = part.looks[lower + 1 : lower + 1 + BELOW]
    return sum(_figures_below(below, column) for column in filled) > 0.5 * len(filled) and not any(
        part.rows[lower][column] == names[column] for column in filled
    )


def _could_go_on(lower: int, part: Part) -> bool:
    """Whether a row is words only, and stands above figures."""
    look = part.looks[lower]
    if "f" in look or part.numbers[lower] != part.numbers[lower - 1] + 1:
        return False
    below = part.looks[lower + 1 : lower + 1 + BELOW]
    return any(_figures_below(below, column) for column, what in enumerate(look) if what)


def _could_be_group(upper: int, part: Part) -> bool:
    """Whether a row could name groups of the columns below: several words, no figure."""
    look = part.looks[upper]
    return "f" not in look and look.count("h") > 1


def _joined(part: Part, first_row: int, last_row: int, purpose: Purpose) -> list[str | None]:
    """The names of several rows as one. A cell of the first row also names the columns to its right where it is
    blank, as merged cells do: its text is put before theirs where both together are known.
    """
    names: list[str | None] = []
    rows = part.rows[first_row : last_row + 1]
    groups = _groups(part, first_row)
    for index, first in enumerate(rows[0]):
        group = groups[index]
        own = [text for row in rows if (text := row[index])]
        whole = " ".join(own)
        named = f"{group} {whole}" if group and own and not first else whole
        known, together = _known(whole, purpose), _known(named, purpose)
        if together and (known is None or known.role != together.role):
            names.append(named)
        elif known or not own:
            names.append(whole or None)
        else:
            parts = (" ".join(own[place:]) for place in range(1, len(own)))
            names.append(next((part for part in parts if _known(part, purpose)), whole))
    return names


def _groups(part: Part, row: int) -> list[str | None]:
    """For each column the text of a row that may speak of it: that of the merged block, else the next to the left."""
    texts, number = part.rows[row], part.numbers[row]
    blocks = [(left, right) for top, left, bottom, right in part.merged if top <= number <= bottom and right > left]
    if blocks:
        names = list(texts)
        for left, right in blocks:
            if left < len(texts):
                names[left : right + 1] = [texts[left]] * len(names[left : right + 1])
        return names
    names = []
    for text in texts:
        names.append(text or (names[-1] if names else None))
    return names


def _sense(names: list[str | None], purpose: Purpose) -> float:
    roles: dict[str, float] = {}
    for name in names[:200]:
        if name and (found := meanings(name, purpose)):
            worth = found[0].score * (KNOWN if found[0].known else 0.5)
            roles[found[0].role] = max(worth, roles.get(found[0].role, 0.0))
    return sum(roles.values())


def _known(name: str, purpose: Purpose) -> Meaning | None:
    found = meanings(name, purpose)
    return found[0] if found and found[0].known and found[0].score >= REORDERED - 0.1 else None
