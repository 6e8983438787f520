"""Ledgers by account: the supplier stands in a row of its own, its movements below. What such a row says, and where
such rows are.

The words that introduce a supplier are in `data/row_marks.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from socialimpact import knowledge
from socialimpact.columns import valid, whole
from socialimpact.tables.content import is_date, is_number
from socialimpact.tables.grid import Grid
from socialimpact.tables.headings import known_names, names_organisation, normal, words
from socialimpact.tables.periods import month_names
from socialimpact.tables.row_marks import pattern_text

_SEPARATOR = "¦"
_VAT = re.compile(
    r"(?:\b(?:p(?:art(?:ita)?)?[. ]{0,2}i[. ]?v[. ]?a\b\.?|vat\b(?: (?:reg(?:istration)?|number|no|nr|id)\b\.?)*"
    r"|ust-?id(?:-?nr)?\b\.?|(?:n[.°o]? ?)?tva\b|cif\b|nif\b))[ .:n°#¦-]*((?:[A-Z]{2} ?)?[0-9A-Z]{8,13})\b",
    re.IGNORECASE,
)
_TAX_CODE = re.compile(
    r"\b(?:c(?:od(?:ice)?)?[. ]{0,2}f(?:isc(?:ale)?)?\b\.?|tax (?:code|id)\b)[ .:¦-]*([A-Z0-9]{11,16})\b", re.IGNORECASE
)
_CODE = re.compile(r"(?:(?=[\w./-]*\d{3})[A-Z]{0,4}[\d][\w./-]*|\d+(?:[./-]\d+)+)(?=$|[\s:¦-])", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?=[\s:¦-])")  # of an account, where a word introduces it
_BARE_VAT = re.compile(r"(?<![\w.])(?:IT ?)?\d{11}(?![\w.])")
_ADDRESS = re.compile(
    r"(?:via|viale|v\.le|piazza|p\.zza|corso|c\.so|largo|strada|loc\.?|localita|frazione|tel|fax|cap|indirizzo|e-?mail"
    r"|pec|sede|valuta|saldo|dal|periodo|pag(?:ina)?|address|currency|balance)\b.*|\d{5} .*",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_MOST_CELLS = 8


@dataclass(frozen=True)
class SupplierHeading:
    """What a heading says of the supplier of the rows below it."""

    name: str | None = None
    code: str | None = None
    vat: str | None = None
    tax_code: str | None = None


@dataclass(frozen=True)
class Headings:
    """The headings of some rows: where they are (positions in `Grid.cells`, rising) and what each says.

    `labelled` is true where words such as “Fornitore:” or a VAT number tell, not the look of the row alone.
    """

    places: npt.NDArray[np.int64]
    said: tuple[SupplierHeading, ...]
    labelled: bool


def read_heading(cells: Sequence[str]) -> tuple[SupplierHeading, bool, bool] | None:
    """What a row without amounts says of a supplier, whether its words say that it speaks of one, and whether they say
    that it speaks of an account at least.

    >>> read_heading(["Fornitore: 000123 - ROSSI S.R.L. - P.IVA 00488410010"])[0]
    SupplierHeading(name='ROSSI S.R.L.', code='000123', vat='00488410010', tax_code=None)
    """
    text = f" {_SEPARATOR} ".join(" ".join(cell.split()) for cell in cells)
    label = _label("labels").match(text)
    account = label or _label("accounts").match(text)
    rest = text[account.end() :] if account else text
    vat, rest = _cut(_VAT, rest)
    tax_code, rest = _cut(_TAX_CODE, rest)
    labelled = bool(label or vat or tax_code)
    if not vat and (bare := _BARE_VAT.search(rest)):
        vat, rest = bare.group().replace(" ", ""), rest[: bare.start()] + _SEPARATOR + rest[bare.end() :]
    rest = rest.lstrip(f" :.-–{_SEPARATOR}°#")
    code = None
    if found := (account and _NUMBER.match(rest)) or _CODE.match(rest):
        code, rest = found.group(), rest[found.end() :]
    name = _name(rest)
    if name is None and not ((labelled or account) and (code or vat)):
        return None
    return SupplierHeading(name, code, vat, tax_code), labelled, labelled or bool(account)


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str | None, str]:
    """The first thing that a pattern names, and the text without it."""
    found = pattern.search(text)
    if found is None or sum(map(str.isdigit, found.group(1))) < 7:  # noqa: PLR2004 - no identifier has fewer figures
        return None, text
    return found.group(1).replace(" ", "").upper(), text[: found.start()] + _SEPARATOR + text[found.end() :]


def _name(text: str) -> str | None:
    """The name in what is left of a heading: the first part with letters, without the address behind it."""
    for cell in text.split(_SEPARATOR):
        parts = re.split(r"\s[-–]\s|;|\s{2,}", f" {cell.strip(' :,-–').lstrip('. ')} ".replace("  ", " "))
        kept = list(takewhile(lambda part: not _ADDRESS.fullmatch(part.strip()), parts))
        name = " - ".join(part.strip(" :,-–()") for part in kept if _LETTERS.search(part))
        if name:
            return name
    return None


@cache
def _label(which: str) -> re.Pattern[str]:
    joined = "|".join(knowledge.load("row_marks")["supplier_heading"][which])
    return re.compile(rf"(?:{joined})(?![\w]) *[:.¦#-]*", re.IGNORECASE)


@cache
def _no_heading() -> re.Pattern[str]:
    never = "|".join(f"(?:{text})" for text in knowledge.load("row_marks")["supplier_heading"]["never"])
    return re.compile(rf"(?:{pattern_text('total')})|(?:{never}).*", re.IGNORECASE)


def find_headings(grid: Grid, rows: tuple[int, int, int], amounts: Sequence[int], dates: Sequence[int]) -> Headings:
    """The heading rows among `rows`: positions in `grid.cells` of the first one, of the first below the header, and
    of the end. Above the header only words tell headings.

    A heading has no amount and no date. Where words tell headings, only those count; else rows of a code and a
    name; else rows of a single text right above a movement.
    """
    top, data, bottom = rows
    empty = ~_any_filled(grid, amounts, top, bottom)
    by_words: list[tuple[int, SupplierHeading]] = []
    by_code: list[tuple[int, SupplierHeading]] = []
    by_place: list[tuple[int, SupplierHeading]] = []
    names: list[tuple[int, str]] = []
    places = np.flatnonzero(empty)
    for place, row in zip(places, grid.rows_at(places + top), strict=True):
        cells = [text for text in row if text is not None]
        if not 0 < len(cells) <= _MOST_CELLS or _no_heading().fullmatch(cells[0].lower()) or _is_header(cells):
            continue
        if any(text and _is_figure(text) for text in (row[index] for index in dates)):
            continue
        if name := _name_alone(cells):
            names.append((top + int(place), name))
        found = read_heading(cells)
        if found is None:
            continue
        said, labelled, account = found
        where = (top + int(place), said)
        if labelled:
            by_words.append(where)
        elif where[0] < data and not account:
            continue
        elif said.code and said.name:
            by_code.append(where)
        elif len(cells) == 1 and said.name and int(place) + 1 < len(empty) and not empty[int(place) + 1]:
            by_place.append(where)
    chosen = _with_names(by_words, names, top, empty) or by_code or by_place
    places = np.array([place for place, _ in chosen], np.int64)
    return Headings(places, tuple(said for _, said in chosen), bool(by_words))


def _name_alone(cells: Sequence[str]) -> str | None:
    """The name that a row of a title block gives, as in `Name  ROSSI SRL` below `Vendor  100234`."""
    text = "  ".join(cells)
    label = _label("names").match(text)
    return _name(text[label.end() :]) if label else None


def _with_names(
    headings: list[tuple[int, SupplierHeading]], names: list[tuple[int, str]], top: int, empty: npt.NDArray[np.bool_]
) -> list[tuple[int, SupplierHeading]]:
    """Headings that say a number only, with the name that a row between them and the next movement says."""
    completed = []
    for place, said in headings:
        movements = np.flatnonzero(~empty[place - top :])
        ends = place + int(movements[0]) if len(movements) else top + len(empty)
        name = said.name or next((name for row, name in names if place < row < ends), None)
        completed.append((place, replace(said, name=name)))
    return completed


def _is_figure(text: str) -> bool:
    """Whether a cell is a number or a date, and no code with a name behind it that begins like one."""
    worded = _LETTERS.search(text) and not month_names().keys() & set(words(text))
    return not worded and (is_date(text) or is_number(text))


def _is_header(cells: Sequence[str]) -> bool:
    """Whether these are the names of columns."""
    return len(cells) > 1 and sum(normal(cell) in known_names("ledger") for cell in cells) > 0.5 * len(cells)


def _any_filled(grid: Grid, columns: Sequence[int], top: int, bottom: int) -> npt.NDArray[np.bool_]:
    filled = np.zeros(bottom - top, bool)
    for index in columns:
        filled |= valid(whole(grid.cells[f"c{index}"].slice(top, bottom - top)))
    return filled


def speaks_of_suppliers(text: str) -> bool:
    """Whether a title says that the accounts below it are those of suppliers."""
    return bool(re.search(knowledge.load("row_marks")["supplier_heading"]["titles"], text.lower()))


def looks_like_suppliers(headings: Headings) -> bool:
    """Whether what stands in headings that no word introduces are organisations or people, not accounts."""
    named = [said for said in headings.said if said.name]
    return bool(named) and sum(names_organisation(said.name or "") for said in named) >= 0.3 * len(named)
