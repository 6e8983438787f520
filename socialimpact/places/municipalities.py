"""The municipalities of Italy, and finding the one that a ledger or a register means.

`find` goes from strict to loose and stops at the first reading that leaves one municipality: the name itself, another
name (German, former, merged, English), the name without small words, cut at the end, abbreviated, misspelt, with a
quarter beside it, and at last the postcode alone. A name that several municipalities share is decided by the province,
then by the postcode; if neither is there, nothing is found: half the time a guess would be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

import pyarrow as pa
from rapidfuzz import fuzz, process

from socialimpact.columns import array
from socialimpact.places import table
from socialimpact.places.gazetteer import Gazetteer, gazetteer, only
from socialimpact.places.names import key, short_key, short_words
from socialimpact.places.provinces import is_abroad, province_code
from socialimpact.places.spellings import Reading, clean_postcode, read

How = Literal[
    "name", "other name", "short name", "cut name", "abbreviation", "part of the text", "misspelt", "postcode"
]

_CUT_FROM = 18  # registers cut names at 20 characters; a blank at the cut is lost
_WORD_FROM = 3  # letters of a word that may stand for it
_FUZZY_FROM = 8  # letters: in shorter names one changed letter makes another town
_FUZZY_RATIO = 93.0


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality of 2026. `code` is ISTAT's, `province` the two-letter code; coordinates in degrees (WGS 84).

    `approximate`: no place of its name is known for sure, so the coordinates are those of its parts or neighbours.
    """

    code: str
    name: str
    province: str
    province_name: str
    region: str
    latitude: float
    longitude: float
    approximate: bool
    caps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The municipality that was meant, and by which reading of the text."""

    municipality: Municipality
    how: How


@cache
def municipalities() -> MappingProxyType[str, Municipality]:
    """All 7,894 by ISTAT code of 2026, in the order of the codes."""
    return MappingProxyType(
        {
            row["code"]: Municipality(
                row["code"],
                row["name"],
                row["province"],
                row["province_name"],
                row["region"],
                float(row["latitude"]),
                float(row["longitude"]),
                row["coordinates"] == "approximate",
                tuple(row["caps"].split("|")),
            )
            for row in table.rows()
        }
    )


def by_code(code: str | None) -> Municipality | None:
    """The municipality of an ISTAT code, of 2026 or before: registers of 2023 carry the old Sardinian ones.

    Lost leading zeros are restored.
    """
    if not code:
        return None
    full = code.strip().zfill(6)
    return municipalities().get(full) or municipalities().get(_codes_before_2026().get(full, ""))


@cache
def _codes_before_2026() -> MappingProxyType[str, str]:
    return MappingProxyType({row["code_before_2026"]: row["code"] for row in table.rows() if row["code_before_2026"]})


@cache
def as_arrow() -> pa.Table:
    """One row a municipality, for joins: code, name, province, province_name, region (text), latitude, longitude
    (double), approximate (bool).
    """
    kinds = dict.fromkeys(("code", "name", "province", "province_name", "region"), pa.string())
    kinds |= {"latitude": pa.float64(), "longitude": pa.float64(), "approximate": pa.bool_()}
    towns = municipalities().values()
    return pa.table({name: array([getattr(town, name) for town in towns], kind) for name, kind in kinds.items()})


def find(name: str | None, province: str | None = None, postcode: str | None = None) -> Match | None:
    """The one municipality that is meant, or None if there is none or it cannot be told.

    Args:
        name: as written, in any case, abbreviated, bilingual, cut, or with the province or the postcode in it.
        province: two-letter code or name, of today or of the past.
        postcode: CAP; a lost leading zero is restored.
    """
    return _find(name or "", province or "", postcode or "")


def resolve(places: pa.Table) -> list[str | None]:
    """The ISTAT code of each row, None where `find` finds nothing.

    Args:
        places: columns `municipality`, `province`, `postcode` (text); the last two may be missing.
    """
    columns: list[Sequence[str | None]] = [
        places.column(column).to_pylist() if column in places.column_names else [None] * places.num_rows
        for column in ("municipality", "province", "postcode")
    ]
    matches = (find(*place) for place in zip(*columns, strict=True))
    return [match.municipality.code if match else None for match in matches]


# --- the search ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _find(name: str, province: str, postcode: str) -> Match | None:
    if is_abroad(province):
        return None
    known = gazetteer()
    plain = Reading((name,), (), province_code(province) or "", clean_postcode(postcode))
    if code := known.choose(known.names.get(key(name), ()), plain):
        return _match(code, "name")
    reading = read(name, province, postcode)
    for way in (_by_name, _loosely):
        for text in reading.texts:
            if match := way(known, text, reading):
                return match
    return _by_part(known, reading) or _by_postcode(known, reading)


def _match(code: str, how: How) -> Match:
    return Match(municipalities()[code], how)


def _by_name(known: Gazetteer, text: str, reading: Reading) -> Match | None:
    levels: tuple[tuple[dict[str, tuple[str, ...]], str, How], ...]
    levels = (
        (known.names, key(text), "name"),
        (known.aliases, key(text), "other name"),
        (known.short_names, short_key(text), "short name"),
        (known.short_aliases, short_key(text), "other name"),
    )
    for keyed, wanted, how in levels:
        if code := known.choose(keyed.get(wanted, ()), reading):
            return _match(code, how)
    return None


def _loosely(known: Gazetteer, text: str, reading: Reading) -> Match | None:
    """Cut, abbreviated and misspelt names; all but the long cut ones only within the province that is given."""
    mine = short_words(text)
    for start in (key(text), "".join(mine)) if len(text) >= _CUT_FROM else ():
        if code := known.choose(known.beginning_with(start), reading):
            return _match(code, "cut name")
    there = known.in_province.get((reading.province, mine[0][0]), ()) if mine else ()
    begun = [(code, name) for code, name in there if _abbreviates(mine, name)]
    if len(mine) > 1 and (code := only(code for code, name in begun if len(name) == len(mine))):
        return _match(code, "abbreviation")
    # the first words alone also name a thousand hamlets (`Borgo`, `San Marco`), unless it is the chief town (`Reggio`)
    if code := only(code for code, _ in begun):
        match = _match(code, "abbreviation")
        chief = short_key(match.municipality.province_name).startswith("".join(mine))
        return match if chief or reading.postcode in match.municipality.caps else None
    return _misspelt("".join(mine), there)


def _abbreviates(mine: list[str], name: tuple[str, ...]) -> bool:
    """Whether each of my words begins the name's word in its place: with three letters at least, or as a whole."""
    if len(mine) > len(name):
        return False
    pairs = zip(mine, name, strict=False)
    return all(theirs.startswith(word) and len(word) >= min(_WORD_FROM, len(theirs)) for word, theirs in pairs)


def _misspelt(wanted: str, there: Sequence[tuple[str, tuple[str, ...]]]) -> Match | None:
    """The one name of the province that is almost the same: `CASTELFRANCO VENTO`."""
    if len(wanted) < _FUZZY_FROM:
        return None
    names = ["".join(name) for _, name in there]
    close = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=_FUZZY_RATIO, limit=5)
    code = only(there[place][0] for _, _, place in close)
    return _match(code, "misspelt") if code else None


def _by_part(known: Gazetteer, reading: Reading) -> Match | None:
    """A piece of the text that is a town in the given province, or with the given postcode: `VENEZIA - MESTRE`."""
    if not (reading.province or reading.postcode):
        return None
    for text in reading.parts:
        for keyed, wanted in ((known.names, key(text)), (known.short_names, short_key(text))):
            if code := known.choose(keyed.get(wanted, ()), reading):
                return _match(code, "part of the text")
    return None


def _by_postcode(known: Gazetteer, reading: Reading) -> Match | None:
    """A postcode that one municipality alone has; it must not contradict the province."""
    code = only(known.postcodes.get(reading.postcode, ()))
    if code and (not reading.province or reading.province in known.provinces[code]):
        return _match(code, "postcode")
    return None
