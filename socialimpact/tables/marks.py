"""How a file writes figures and dates: the decimal mark, and whether the day or the month comes first.

Both are decided over whole columns, never cell by cell.
"""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import NO
from socialimpact.tables.arrays import kind_scalar
from socialimpact.tables.grid import CellKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from socialimpact.tables.grid import Grid

DecimalMark = Literal[".", ","]
DateOrder = Literal["dmy", "mdy", "ymd", "serial", "serial1904", "none"]

MOST_ODD = 100  # cells with the other decimal mark are said one by one
MOST_DATES = 20_000  # different dates are looked at; a ledger of ten years has 3,650
_COMMA_DECIMALS = r"(^\d?|\D|[^.,]\d|\d\d),\d{1,2}\D*$"
_DOT_DECIMALS = r"\.\d{1,2}\D*$"
_COMMA_GROUPS = r"\d,\d{3}(\D|$)"
_DOT_GROUPS = r"\d\.\d{3}(\D|$)"
_SLASHED = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})(?:[ ,T].*)?")
_ISO = re.compile(r"(?:19|20)\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:[ TZ+].*)?")
_COMPACT = re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})")
_MONTH_FIRST = re.compile(r"(?:[^\W\d]+,? )?[^\W\d]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:\d{4}|\d{2})")
_DAY_FIRST = re.compile(r"(?:[^\W\d]+,? )?\d{1,2}(?:st|nd|rd|th)?[-/. ]*[^\W\d]{3,}\.?[-/., ]*(?:\d{4}|\d{2}).*")


@dataclass(frozen=True)
class Order:
    """The order of dates. `sure` is False where both readings fit all dates, `mixed` where each fits only some;
    `short_years` where years have two digits.
    """

    order: DateOrder
    sure: bool = True
    mixed: bool = False
    example: str | None = None
    short_years: bool = False


@dataclass(frozen=True)
class Mark:
    """The decimal mark of a file. `sure` is False where `example` could be read with either mark; `odd` holds the
    first cells (row, column, text) that are written with the other one.
    """

    mark: DecimalMark
    sure: bool = True
    example: str | None = None
    odd: tuple[tuple[int, int, str], ...] = ()


def texts_of(grid: Grid, column: int, start: int, kind: CellKind = CellKind.TEXT) -> pa.ChunkedArray:
    """The cells of one kind in a column, from position `start` of the table on."""
    part = grid.cells[f"c{column}"].slice(start)
    kinds = grid.kinds[column]
    if isinstance(kinds, CellKind):
        return part if kinds is kind else part.slice(0, 0)
    return part.filter(pc.equal(kinds.slice(start), kind_scalar(kind)))


def decimal_mark(grid: Grid, columns: Sequence[int], start: int, default: DecimalMark) -> DecimalMark:
    """The mark between units and cents in `columns`, from how their texts end; `default` if none tells."""
    return mark_of(grid, columns, start, default).mark


def mark_of(grid: Grid, columns: Sequence[int], start: int, default: DecimalMark) -> Mark:
    """The decimal mark of `columns`, whether it is sure, and the cells that are written with the other one."""
    written = [(column, texts) for column in columns if len(texts := texts_of(grid, column, start))]
    # a pattern takes forty times as long as a look whether its mark is there at all
    with_comma, with_dot = (
        [texts for column, texts in written if grid.may_hold(column, character)] for character in (",", ".")
    )
    comma = sum(_count(texts, _COMMA_DECIMALS) for texts in with_comma)
    dot = sum(_count(texts, _DOT_DECIMALS) for texts in with_dot)
    if comma != dot:
        mark: DecimalMark = "," if comma > dot else "."
        other = _DOT_DECIMALS if mark == "," else _COMMA_DECIMALS
        return Mark(mark, odd=_cells_like(grid, written, other, start) if min(comma, dot) else ())
    comma_groups = sum(_count(texts, _COMMA_GROUPS) for texts in with_comma)
    dot_groups = sum(_count(texts, _DOT_GROUPS) for texts in with_dot)
    if comma_groups != dot_groups:
        mark, group = (".", ",") if comma_groups > dot_groups else (",", ".")
        if comma or any(_tells_groups(texts, group) for _, texts in written):
            return Mark(mark)
        return Mark(mark, sure=False, example=_first(written, _COMMA_GROUPS if group == "," else _DOT_GROUPS))
    return Mark(default)


def _tells_groups(texts: pa.ChunkedArray, group: str) -> bool:
    """Whether three digits behind `group` are thousands for sure: two groups, or a small whole number among them.

    Figures with three decimals have them everywhere: 300 would be written 300.000.
    """
    return bool(_count(texts, rf"\d[{group}]\d{{3}}[{group}]\d{{3}}") or _count(texts, r"^\D*\d{1,3}\D*$"))


def _first(written: Sequence[tuple[int, pa.ChunkedArray]], pattern: str) -> str | None:
    for _, texts in written:
        found = texts.filter(pc.match_substring_regex(texts, pattern))
        if len(found):
            return str(found[0].as_py())
    return None


def _cells_like(
    grid: Grid, written: Sequence[tuple[int, pa.ChunkedArray]], pattern: str, start: int
) -> tuple[tuple[int, int, str], ...]:
    """The first cells of a shape: row as a spreadsheet counts, column, text."""
    found: list[tuple[int, int, str]] = []
    for column, _ in written:
        cells = grid.cells.select(["row", f"c{column}"]).slice(start)
        texts = cells[f"c{column}"]
        kinds = grid.kinds[column]
        fits = pc.fill_null(pc.match_substring_regex(texts, pattern), fill_value=NO)
        if not isinstance(kinds, CellKind):
            fits = pc.and_(fits, pc.equal(kinds.slice(start), kind_scalar(CellKind.TEXT)))
        odd = cells.filter(fits).slice(0, MOST_ODD - len(found))
        found += [(row["row"], column, row[f"c{column}"]) for row in odd.to_pylist()]
    return tuple(found)


def _count(texts: pa.ChunkedArray, pattern: str) -> int:
    with ThreadPoolExecutor() as beside:
        return sum(beside.map(lambda part: pc.sum(pc.match_substring_regex(part, pattern)).as_py() or 0, texts.chunks))


def date_order(grid: Grid, column: int, start: int) -> Order:
    """How the dates of `column` are written, from `start` of the table on."""
    texts = texts_of(grid, column, start)
    real = len(texts_of(grid, column, start, CellKind.DATE)) + len(texts_of(grid, column, start, CellKind.NUMBER))
    if real > len(texts) - texts.null_count:
        order = Order("serial")
    else:
        order = order_of(text for text in pc.unique(texts).to_pylist()[:MOST_DATES] if text)
    return replace(order, order="serial1904") if grid.since_1904 and order.order == "serial" else order


def order_of(texts: Iterable[str]) -> Order:
    """The order of the dates in `texts`."""
    seen: Counter[str] = Counter()
    pairs: list[tuple[int, int, int]] = []
    first_over = second_over = ""
    short = False
    for text in texts:
        if slashed := _SLASHED.fullmatch(text) or _run_together(text):
            first, second, year = (int(part) for part in slashed.groups())
            short = short or year < 100  # noqa: PLR2004 - two digits
            pairs.append((first, second, year))
            if first > 12 >= second:  # noqa: PLR2004 - months
                first_over = text
                seen["dmy"] += 1
            elif second > 12 >= first:  # noqa: PLR2004
                second_over = text
                seen["mdy"] += 1
            else:
                seen["either"] += 1
        elif _ISO.fullmatch(text):
            seen["ymd"] += 1
        elif _MONTH_FIRST.fullmatch(text):
            seen["named mdy"] += 1
        elif _DAY_FIRST.fullmatch(text):
            seen["named dmy"] += 1
        elif re.fullmatch(r"\d{5}", text):
            seen["serial"] += 1
    slashes = seen["dmy"] + seen["mdy"] + seen["either"]
    if slashes and slashes >= 0.02 * seen.total():
        if seen["dmy"] or seen["mdy"]:
            order: DateOrder = "dmy" if seen["dmy"] >= seen["mdy"] else "mdy"
            example = second_over if order == "dmy" else first_over
            return Order(order, mixed=bool(example), example=example or None, short_years=short)
        return replace(_narrower(pairs), short_years=short)
    if not seen.total():
        return Order("none")
    most = max(("ymd", "named dmy", "named mdy", "serial"), key=lambda what: seen[what])
    return Order("serial" if most == "serial" else "ymd" if most == "ymd" else "dmy" if most == "named dmy" else "mdy")


def _run_together(text: str) -> re.Match[str] | None:
    """`31012025` and `1022025`, whose zero a spreadsheet took away; a date that begins with its year is none."""
    return None if _ISO.fullmatch(text) else _COMPACT.fullmatch(text)


def _narrower(pairs: list[tuple[int, int, int]]) -> Order:
    """Both readings fit: a file covers few months, so the reading with fewer different months is the likelier."""
    by_day = len({(year, second) for _, second, year in pairs})
    by_month = len({(year, first) for first, _, year in pairs})
    return Order("mdy" if by_month * 2 < by_day else "dmy", sure=False)
