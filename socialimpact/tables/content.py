"""What the cells of a column look like, from a sample of its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from stdnum.it import codicefiscale, iva

from socialimpact import knowledge
from socialimpact.tables import currencies
from socialimpact.tables.dates import months
from socialimpact.tables.grid import CellKind
from socialimpact.tables.headings import names_organisation, words

if TYPE_CHECKING:
    from socialimpact.tables.grid import Grid

HEAD_ROWS = 150
SLICES, SLICE_ROWS = 10, 20

Cell = tuple[str, CellKind]

_MONEY = rf"(?:{currencies.pattern()})?"
_NUMBER = re.compile(
    rf"[-−+(]?\s*{_MONEY}\s*[-−(]?\s*(?:\d[\d.,'’ \u00a0\u2009\u202f]*(?:E[+-]?\d+)?|[.,]\d+)"
    rf"\s*{_MONEY}\s*[-−)]?(?:(?:\s*(?:CR|DR)|\s+[DASH])\.?)?"
    r"|[-–]\s*(?:€|£)?|(?:€|£)\s*[-–]",
    re.IGNORECASE,
)
_DECIMALS = re.compile(r"[.,]\d{1,2}\D*$")
_DATE = re.compile(
    r"\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?(\d{4}|\d{2})([ ,T].*)?"
    r"|(19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}([ T+].*)?"
    r"|(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
    r"|(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(19|20)\d{2}"
)
_MONTH = re.compile(
    # some accented letters stand for themselves: a cell is not folded for this
    rf"\b({'|'.join(name for names in months() for name in names)}|fév|mär|aoû|déc|jän)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"[A-Za-z]{0,4}[-/_. ]?\d[\w/.-]{0,24}")
_TAX_SHAPE = re.compile(r"\d{8,11}|[A-Z]{6}\d\w\d\w\w\d\w{3}[A-Z]|[A-Z]{2}[A-Z0-9]{6,12}|\d{13,14}|[A-Z]\d{7}[A-Z0-9]")
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}|[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}", re.IGNORECASE)
_CURRENCY = re.compile(r"[A-Z]{3}|€|£|\$|Euro", re.IGNORECASE)
_NO_IDENTIFIER = re.compile(r"[^A-Z0-9]")
FIRST_SERIAL, LAST_SERIAL = 29_000, 60_000  # 1979 to 2064: day numbers that a ledger may hold


@dataclass(frozen=True)
class Profile:
    """Shares (0–1) of the filled sample cells that look like something; `filled` is a share of all rows."""

    filled: float
    count: int
    number: float = 0.0
    decimal: float = 0.0
    integer: float = 0.0
    date: float = 0.0
    serial: float = 0.0
    letters: float = 0.0
    organisation: float = 0.0
    vat: float = 0.0
    tax: float = 0.0
    tax_shape: float = 0.0
    postcode: float = 0.0
    two_letters: float = 0.0
    currency: float = 0.0
    code: float = 0.0
    distinct: float = 0.0
    length: float = 0.0
    same_length: float = 0.0
    negative: float = 0.0
    running: bool = False
    document: float = 0.0


def is_number(text: str) -> bool:
    """Whether a cell could be an amount; dates are none."""
    return bool(_NUMBER.fullmatch(text)) and any(c.isdigit() or c in "-–" for c in text) and not is_date(text)


def is_date(text: str) -> bool:
    """Whether a cell looks like a date."""
    if _DATE.fullmatch(text):
        return True
    return any(c.isdigit() for c in text) and len(text) < 40 and bool(_MONTH.search(text)) and _is_named_date(text)  # noqa: PLR2004


def _is_named_date(text: str) -> bool:
    runs = re.findall(r"\d+", text)
    found = words(text)
    return 1 <= len(runs) <= 6 and sum(word.isalpha() for word in found) <= 3 and len(runs) >= 2 - ("20" in text)  # noqa: PLR2004


def is_heading(text: str) -> bool:
    """Whether a cell could be the name of a column: short words, no figure, no date."""
    return len(text) <= 120 and bool(_LETTERS.search(text)) and not is_date(text) and not is_number(text)  # noqa: PLR2004


def sample(grid: Grid, after: int) -> list[list[Cell]]:
    """Cells of each column from rows below row `after`: the first ones, and slices all the way down."""
    start = rows_up_to(grid, after)
    table = grid.cells
    left = table.num_rows - start
    spans = [(start, min(left, HEAD_ROWS))]
    if left > HEAD_ROWS + SLICES * SLICE_ROWS:
        step = (left - HEAD_ROWS) // SLICES
        spans += [(start + HEAD_ROWS + k * step, SLICE_ROWS) for k in range(SLICES)]
    elif left > HEAD_ROWS:
        spans = [(start, left)]
    columns: list[list[Cell]] = []
    for index in range(grid.width):
        kinds = grid.kinds[index]
        cells: list[Cell] = []
        for offset, size in spans:
            texts = table[f"c{index}"].slice(offset, size).to_pylist()
            if isinstance(kinds, CellKind):
                cells += [(text, kinds) for text in texts if text is not None]
            else:
                found = kinds.slice(offset, size).to_pylist()
                cells += [(text, CellKind(kind)) for text, kind in zip(texts, found, strict=True) if text is not None]
        columns.append(cells)
    return columns


def rows_up_to(grid: Grid, row: int) -> int:
    """How many rows of `grid.cells` have a number of at most `row`."""
    numbers = grid.cells["row"]
    low, high = 0, grid.height
    while low < high:
        middle = (low + high) // 2
        if numbers[middle].as_py() <= row:
            low = middle + 1
        else:
            high = middle
    return low


def profile(cells: Sequence[Cell], filled: float) -> Profile:
    """The profile of a column from its sampled cells."""
    if not cells:
        return Profile(filled, 0)
    size = len(cells)
    texts = [text for text, _ in cells]
    numeric = [kind is CellKind.NUMBER or (kind is CellKind.TEXT and is_number(text)) for text, kind in cells]
    dated = [kind is CellKind.DATE or (kind is CellKind.TEXT and is_date(text)) for text, kind in cells]
    figures = [text for text, yes in zip(texts, numeric, strict=True) if yes]
    worded = [
        text
        for (text, kind), number, date in zip(cells, numeric, dated, strict=True)
        if kind is CellKind.TEXT and not number and not date and len(_LETTERS.findall(text)) > 1
    ]
    bare = [_NO_IDENTIFIER.sub("", text.upper()) for text in texts]
    lengths = [len(text) for text in texts]

    def share(of: int) -> float:
        return of / size

    return Profile(
        filled=filled,
        count=size,
        number=share(len(figures)),
        decimal=share(sum(bool(_DECIMALS.search(text)) for text in figures)),
        integer=share(sum(text.removesuffix(".0").isdigit() for text in figures)),
        date=share(sum(dated)),
        serial=share(sum(_is_serial(text) for text in figures)),
        letters=share(len(worded)),
        organisation=share(sum(names_organisation(text) for text in worded)),
        vat=share(sum(_is_vat(text) for text in bare)),
        tax=share(sum(_is_tax_code(text) for text in bare)),
        tax_shape=share(sum(_is_tax_shaped(text) for text in bare)),
        postcode=share(sum(bool(_POSTCODE.fullmatch(text)) for text in texts)),
        two_letters=share(sum(len(text) == 2 and text.isalpha() for text in texts)),  # noqa: PLR2004
        currency=share(sum(bool(_CURRENCY.fullmatch(text)) for text in texts)),
        code=share(sum(bool(_CODE.fullmatch(text)) for text in texts)),
        distinct=share(len(set(texts))),
        length=sum(lengths) / size,
        same_length=max(map(lengths.count, set(lengths))) / size,
        negative=share(sum(text[0] in "-−(" or text[-1] in "-)" for text in figures)),
        running=_is_running(texts),
        document=share(sum(bool(_document_words() & set(words(text))) for text in worded if len(text) <= 30)),  # noqa: PLR2004
    )


@cache
def _document_words() -> frozenset[str]:
    return frozenset(knowledge.load("column_aliases")["words"]["documents"])


def _is_vat(text: str) -> bool:
    digits = text.removeprefix("IT")
    return len(digits) == 11 and digits.isdigit() and iva.is_valid(digits)  # noqa: PLR2004 - an Italian one


def _is_tax_code(text: str) -> bool:
    # the shape first: checking every word of a ledger would cost more than all the rest
    return len(text) in {11, 16} and _is_tax_shaped(text) and codicefiscale.is_valid(text)


def _is_tax_shaped(text: str) -> bool:
    # an Italian personal code has 7 digits of 16; words run together have fewer
    return bool(_TAX_SHAPE.fullmatch(text)) and sum(map(str.isdigit, text)) >= 0.4 * len(text)


def _is_serial(text: str) -> bool:
    whole = text.partition(".")[0]
    return whole.isdigit() and FIRST_SERIAL <= int(whole) <= LAST_SERIAL


def _is_running(texts: Sequence[str]) -> bool:
    """A running number: whole, each one more than the one before."""
    head = texts[:HEAD_ROWS]
    if len(head) < 3 or not all(text.isdigit() and len(text) < 10 for text in head):  # noqa: PLR2004
        return False
    steps = [int(after) - int(before) for before, after in pairwise(head)]
    return sum(step == 1 for step in steps) > 0.9 * len(steps)
