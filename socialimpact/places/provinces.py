"""Italian provinces and regions: the two-letter code (*sigla*), the names people write, the region."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from socialimpact.places.names import key, plain, short_key
from socialimpact.places.table import rows

# What Italian forms print in the province field for a place abroad (*estero*); none of them is a province.
_ABROAD = frozenset({"EE", "ESTERO", "ES", "EX"})

# Names of provinces that ISTAT does not use, or no longer: `Aosta` has none but its region's, the others ended.
_OTHER_NAMES = {
    "Aosta": "AO",
    "Carbonia-Iglesias": "SU",
    "Sud Sardegna": "SU",
    "Olbia-Tempio": "OT",
    "Monza e Brianza": "MB",
    "BAT": "BT",
    "VCO": "VB",
}
# Codes no longer in use, or used by mistake (`MD`), that lead to one province of today.
_OLD_CODES = MappingProxyType({"PS": "PU", "FO": "FC", "CI": "SU", "MD": "VS"})
_CODE_LENGTH = 2
_PREFIX = re.compile(
    r"^(?:provincia(?: autonoma| regionale)?|prov|citta metropolitana|libero consorzio(?: comunale)?)\b\.?"
    r"(?: (?:di|del|della|dell)\b)?"
)


@dataclass(frozen=True, slots=True)
class Province:
    """A province, metropolitan city or free consortium: `TO`, `Torino`, `Piemonte`."""

    code: str
    name: str
    region: str


@cache
def provinces() -> MappingProxyType[str, Province]:
    """All 110 by their two-letter code."""
    found = {row["province"]: Province(row["province"], row["province_name"], row["region"]) for row in rows()}
    return MappingProxyType(dict(sorted(found.items())))


@cache
def regions() -> tuple[str, ...]:
    """The twenty regions by the name that ISTAT gives them, in alphabetical order."""
    return tuple(sorted({province.region for province in provinces().values()}))


@cache
def _by_name() -> MappingProxyType[str, str]:
    found = {
        short_key(name): province.code
        for province in provinces().values()
        for name in (province.name, *province.name.split("/"))
    }
    for province in provinces().values():  # `Forlì-Cesena` is also written `Forlì`, unless a whole name is that
        for part in province.name.replace(" e ", "-").split("-"):
            found.setdefault(short_key(part), province.code)
    return MappingProxyType(found | {short_key(name): code for name, code in _OTHER_NAMES.items()})


def is_abroad(text: str | None) -> bool:
    """Whether a province field says that the place is not in Italy."""
    return bool(text) and str(text).strip(" ().").upper() in _ABROAD


@lru_cache(maxsize=4096)
def province_code(text: str | None) -> str | None:
    """The two-letter code of a province written in any usual way, or None.

    `TO`, `to`, `(TO)`, `Torino`, `Prov. di Torino`, `Città metropolitana di Torino` give `TO`; codes of the past give
    the one that took their place (`PS` -> `PU`).
    """
    if not text:
        return None
    name = _PREFIX.sub("", " ".join(plain(text).split()).strip("() "))
    letters = key(name).upper()
    if len(letters) == _CODE_LENGTH:
        return letters if letters in provinces() else _OLD_CODES.get(letters)
    return _by_name().get(short_key(name))


def region_of(code: str | None) -> str | None:
    """The region of a two-letter province code, as ISTAT names it."""
    province = provinces().get(code) if code else None
    return province.region if province else None


@cache
def _regions_by_name() -> MappingProxyType[str, str]:
    return MappingProxyType({short_key(half): region for region in regions() for half in (region, *region.split("/"))})


def region_name(text: str | None) -> str | None:
    """The region as ISTAT names it, from what people write: `PIEMONTE`, `Friuli Venezia Giulia`, `Südtirol`."""
    return _regions_by_name().get(short_key(text)) if text else None
