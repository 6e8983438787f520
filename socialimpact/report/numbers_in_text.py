"""The numbers in a text that a person wrote, held against the figures of the report: none may go stale in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from socialimpact.language import Euro, Message, Share, locale, msg, plain
from socialimpact.report.document import Bars, Bullets, Cell, Paragraph, Report, Table, Value, words

Kind = Literal["share", "euro", "plain"]
# Thousands and millions as people write them, in both languages.
_SCALES = {
    "mila": 3, "migliaia": 3, "thousand": 3, "k": 3, "mln": 6, "milione": 6, "milioni": 6, "million": 6, "m": 6,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w/.,])(?P<before>€\s?|EUR\s)?(?P<digits>\d+(?:[.,'\u2019\u00a0\u202f]\d+)*)"
    r"(?:\s?(?P<scale>mila|migliaia|thousand|k|mln|milioni|milione|million|m)(?!\w)(?:\s(?:di|of)(?!\w))?)?"
    r"\s?(?P<after>%|€|(?:euro|EUR)(?!\w))?(?![\w/])",
    re.IGNORECASE,
)
_YEARS = range(1900, 2101)
_LAST_DAY = 31


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text: `value` in its unit (20.5 for 20.5 %), `step` its last digit's worth."""

    text: str
    value: Decimal
    step: Decimal
    kind: Kind


@dataclass(frozen=True)
class Figure:
    """A figure of the report that a text may quote: `place` finds it again, `name` and `shown` are for people."""

    place: str
    name: Message
    shown: Message | Euro | Share | Decimal | float | int | str
    value: Decimal
    kind: Kind


def numbers(text: str, language: str) -> tuple[Number, ...]:
    """The numbers of a text, without years, days of a month and the numbers of laws."""
    found: dict[str, Number] = {}
    for match in _NUMBER.finditer(text):
        number = _number(match, language)
        if number and not _is_date(match, number, text, language):
            found.setdefault(number.text, number)
    return tuple(found.values())


def _number(match: re.Match[str], language: str) -> Number | None:
    group, point = (".", ",") if language == "it" else (",", ".")
    digits = re.sub(rf"[{re.escape(group)}'\u2019\u00a0\u202f]", "", match["digits"]).replace(point, ".")
    if digits.count(".") > 1:
        return None
    value = Decimal(digits)
    scale = Decimal(10) ** _SCALES.get((match["scale"] or "").lower(), 0)
    kind: Kind = "share" if match["after"] == "%" else "euro" if match["before"] or match["after"] else "plain"
    decimals = len(digits.partition(".")[2])
    return Number(" ".join(match[0].split()), value * scale, scale / Decimal(10) ** decimals, kind)


def _is_date(match: re.Match[str], number: Number, text: str, language: str) -> bool:
    if number.kind != "plain" or number.step != 1:
        return False
    if number.value in _YEARS and match["digits"].isdecimal():
        return True
    following = re.match(r"\s+(\w+)", text[match.end() :])
    months = locale(language).months["format"]
    names = {name.lower().rstrip(".") for width in ("wide", "abbreviated") for name in months[width].values()}
    return 1 <= number.value <= _LAST_DAY and bool(following) and following[1].lower() in names  # type: ignore[index]


def fits(number: Number, figure: Figure) -> bool:
    """Whether a number may be this figure, rounded as it is written."""
    if number.kind not in {figure.kind, "plain"}:
        return False
    return abs(abs(figure.value) - number.value) <= number.step / 2


def figures(report: Report, section: str, language: str) -> tuple[Figure, ...]:
    """What a text of a section may quote: the figures of its own section, of the year and its targets, and those of the
    proposed texts there.
    """
    near = [each for each in report.sections if each.key in {section, "year", "purpose", "ahead"}]
    found: list[Figure] = []
    for part in sorted(near, key=lambda each: each.key != section):
        for block in part.blocks:
            match block:
                case Table():
                    found += _of_table(block, language)
                case Bars():
                    pairs = zip(block.names, block.values, strict=True)
                    found += [each for name, value in pairs for each in _of_cell(f"{block.key}|{name}", name, value)]
                case Paragraph(key=key) if key and part.key == section:
                    found += _of_text(key, block.text.to(language), language)
                case Bullets() if part.key == section:
                    found += [each for item in block.items for each in _of_text("", item.to(language), language)]
    return tuple(found)


def _of_table(table: Table, language: str) -> Iterator[Figure]:
    for row in table.rows:
        head = words(row[0], language)
        for place, cell in enumerate(row):
            name = msg("{row}, {column}", row=plain(head), column=table.titles[place]) if place else plain(head)
            yield from _of_cell(f"{table.key}|{words(row[0], 'en')}|{place}", name, cell)


def _of_cell(place: str, name: Message, cell: Cell) -> Iterator[Figure]:
    shown = cell.shown() if isinstance(cell, Value) else cell
    match shown:
        case Share():
            yield Figure(place, name, shown, Decimal(str(shown.value)) * 100, "share")
        case Euro():
            yield Figure(place, name, shown, shown.value, "euro")
        case Decimal():
            yield Figure(place, name, shown, shown, "euro")
        case date() | datetime() | bool():
            return
        case int() | float():
            yield Figure(place, name, shown, Decimal(str(shown)), "plain")
        case Message():
            is_percent = "%" in shown.text
            for key, value in shown.values.items():
                for each in () if isinstance(value, Message) else _of_cell(f"{place}|{key}", name, value):
                    yield replace(each, shown=shown, kind="share" if is_percent else each.kind)


def _of_text(key: str, text: str, language: str) -> Iterator[Figure]:
    """The numbers of a proposed text, in their order in it."""
    for place, number in enumerate(numbers(text, language)):
        yield Figure(f"text:{key}|{place}", msg("the proposed text"), number.text, number.value, number.kind)


@dataclass(frozen=True)
class Stale:
    """A number that was a figure of the report when it was written and is none now; `now` is what that figure is."""

    number: str
    now: Figure | None


@dataclass(frozen=True)
class Checked:
    """`stale` were figures when they were written; `foreign` never were: nobody but the writer vouches for them."""

    stale: tuple[Stale, ...]
    foreign: tuple[str, ...]


def quoted(body: str, known: Iterable[Figure], language: str) -> dict[str, list[str]]:
    """For each number of a text the places of the figures that it may be: what is kept beside the text."""
    figures_ = tuple(known)
    return {number.text: [each.place for each in figures_ if fits(number, each)] for number in numbers(body, language)}


def check(body: str, was: dict[str, list[str]], known: Iterable[Figure], language: str) -> Checked:
    """The numbers of a text against the figures of today; `was` is what `quoted` said when it was written."""
    by_place = {each.place: each for each in known}
    stale, foreign = [], []
    for number in numbers(body, language):
        places = was.get(number.text, [])
        now = [by_place[place] for place in places if place in by_place]
        if not places:
            foreign.append(number.text)
        elif not any(fits(number, each) for each in now):
            stale.append(Stale(number.text, next((e for e in now if not e.place.startswith("text:")), None)))
    return Checked(tuple(stale), tuple(foreign))
