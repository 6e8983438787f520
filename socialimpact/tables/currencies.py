"""Currencies: how amounts and headers write them (`data/currencies.yml`), and in which one a country keeps its
books.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from socialimpact import knowledge

EURO = "EUR"
_BOOKS = re.compile(
    r"\b(divisa interna|valuta interna|divisa locale|valuta locale|local currency|lcy|hausw(ae|ä)hrung|controvalore)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Currency:
    """A currency by its ISO 4217 code; `marks` stand beside amounts, in capital letters, the code among them."""

    code: str
    marks: tuple[str, ...]
    countries: frozenset[str]


@cache
def currencies() -> dict[str, Currency]:
    """Every known currency by its code."""
    declared = knowledge.load("currencies")
    return {
        code: Currency(code, (code, *map(str, said["marks"])), frozenset(said["countries"]))
        for code, said in declared.items()
    }


@cache
def code_of() -> dict[str, str]:
    """The code that every mark stands for."""
    return {mark: each.code for each in currencies().values() for mark in each.marks}


@cache
def pattern() -> str:
    """A pattern for any mark in capital letters, the longest first; RE2 and Python read it alike."""
    marks = sorted(code_of(), key=lambda mark: (-len(mark), mark))
    return "|".join(re.escape(mark) for mark in marks)


def of_country(country: str | None) -> str:
    """The currency of a company's books: that of its country, the euro where none is known."""
    wanted = (country or "").upper()
    return next((each.code for each in currencies().values() if wanted in each.countries), EURO)


def in_header(header: str | None) -> str | None:
    """The code of the one currency that the name of a column states: `Amount (£)`, `Importo USD`; else None."""
    text = (header or "").upper()
    found = {code_of()[mark] for mark in re.findall(rf"(?<![A-Z0-9])(?:{pattern()})(?![A-Z0-9])", text)}
    return found.pop() if len(found) == 1 else None


def beside(text: str) -> set[str]:
    """The codes of the currencies that stand beside an amount: `£ 12`, `12 EUR`."""
    return {code_of()[mark] for mark in re.findall(rf"(?<![A-Z])(?:{pattern()})(?![A-Z])", text.upper())}


def in_books_currency(header: str | None) -> bool:
    """Whether the name of a column says that its amounts are in the currency of the books, whatever was invoiced."""
    return bool(_BOOKS.search(header or ""))
