"""Which municipalities a key may mean, and how province and postcode choose among them.

Municipalities are their ISTAT codes here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property

from socialimpact.places import table
from socialimpact.places.names import key, short_key, short_words
from socialimpact.places.spellings import Reading

_AREA_DIGITS = 3  # of a postcode: they tell the area, and `20100` was once all of Milan


class Gazetteer:
    """The codes by what may be written of a municipality.

    `names` and `aliases` by `key`, their `short_` forms by `short_key`, `postcodes` by CAP; `provinces` are those of a
    code, the present one first; `in_province` has, by province and first letter, code and words of all names of
    the towns that are or were in it. What only loose readings need is made at first need: most names are well written.
    """

    def __init__(self, towns: Iterable[dict[str, str]], aliases: Iterable[dict[str, str]]) -> None:
        names: dict[str, list[str]] = defaultdict(list)
        postcodes: dict[str, list[str]] = defaultdict(list)
        self.provinces: dict[str, tuple[str, ...]] = {}
        self._written: list[tuple[str, str]] = []
        self._aliases: list[tuple[str, str]] = []
        for row in towns:
            code = row["code"]
            self.provinces[code] = (row["province"], *filter(None, row["provinces_before"].split("|")))
            for spelling in _spellings(row["name"], row["name_other"]):
                names[key(spelling)].append(code)
                self._written.append((code, spelling))
            for cap in row["caps"].split("|"):
                postcodes[cap].append(code)
        self._first_provinces = dict(self.provinces)
        for row in aliases:
            self._aliases.append((row["code"], row["name"]))
            if row["province"] not in self.provinces[row["code"]]:
                self.provinces[row["code"]] += (row["province"],)
        self.names = _frozen(names)
        self.postcodes = _frozen(postcodes)

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        return _keyed((key(name), code) for code, name in self._aliases)

    @cached_property
    def short_names(self) -> dict[str, tuple[str, ...]]:
        return _keyed((short_key(name), code) for code, name in self._written)

    @cached_property
    def short_aliases(self) -> dict[str, tuple[str, ...]]:
        return _keyed((short_key(name), code) for code, name in self._aliases)

    @cached_property
    def in_province(self) -> dict[tuple[str, str], tuple[tuple[str, tuple[str, ...]], ...]]:
        found: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for code, name in self._written:
            words = tuple(short_words(name))
            for province in self._first_provinces[code]:
                found[province, words[0][0]].append((code, words))
        return {place: tuple(those) for place, those in found.items()}

    @cached_property
    def _areas(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for cap, codes in self.postcodes.items():
            found[cap[:_AREA_DIGITS]].update(codes)
        return found

    @cached_property
    def _sorted(self) -> list[tuple[str, str]]:
        every_key = (*self.names.items(), *self.short_names.items())
        return sorted({(name, code) for name, codes in every_key for code in codes})

    def beginning_with(self, start: str) -> tuple[str, ...]:
        """The codes of which a key, strict or short, begins so."""
        found = []
        for name, code in self._sorted[bisect_left(self._sorted, (start,)) :]:
            if not name.startswith(start):
                break
            found.append(code)
        return tuple(found)

    def choose(self, codes: Sequence[str], reading: Reading) -> str | None:
        """The one of `codes` that province and postcode leave; None if none or several."""
        if not codes:
            return None
        if not reading.province:
            return only(codes) or self._by_postcode(codes, reading.postcode)
        now = [code for code in codes if self.provinces[code][0] == reading.province]
        there = now or [code for code in codes if reading.province in self.provinces[code]]
        if there:
            return only(there) or self._by_postcode(there, reading.postcode)
        # the province contradicts: only the whole postcode can overrule it
        return only(code for code in codes if code in self.postcodes.get(reading.postcode, ()))

    def _by_postcode(self, codes: Iterable[str], postcode: str) -> str | None:
        if not postcode:
            return None
        whole = set(codes) & set(self.postcodes.get(postcode, ()))
        return only(whole or set(codes) & self._areas.get(postcode[:_AREA_DIGITS], set()))


def only(codes: Iterable[str]) -> str | None:
    """The one code among them, or None."""
    different = set(codes)
    return different.pop() if len(different) == 1 else None


@cache
def gazetteer() -> Gazetteer:
    """The one of `data/municipalities.csv` and `data/municipality_aliases.csv`, made at first need."""
    return Gazetteer(table.rows(), table.aliases())


def _spellings(name: str, other: str) -> tuple[str, ...]:
    """The official name, and of a bilingual one both halves, alone and in the other order."""
    if not other:
        return (name,)
    italian = name.removesuffix(other).rstrip("/- ")
    return (name, italian, other, f"{other}/{italian}")


def _keyed(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, code in pairs:
        found[name].append(code)
    return _frozen(found)


def _frozen(found: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items() if name}
