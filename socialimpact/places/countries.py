"""Countries by their ISO 3166 code of two letters, from what ledgers write."""

from __future__ import annotations

from functools import cache, lru_cache
from types import MappingProxyType

from babel import Locale
from babel.core import get_global

from socialimpact import knowledge
from socialimpact.places.names import key, short_key

_LANGUAGES = ("en", "it", "fr", "de", "es")
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_CODE_LENGTH = 2


@lru_cache(maxsize=4096)
def country_code(text: str | None) -> str | None:
    """The code of a country from its code of two or three letters or its name in English, Italian, French, German or
    Spanish: `IT`, `ITA`, `Italia`, `Regno Unito`, `EL` (how Greece writes itself in VAT numbers). None if it is none.
    """
    if not text:
        return None
    letters = key(text)
    if not letters:
        return None
    if letters.upper() in _codes():
        return letters.upper()
    return _by_name().get(letters) or _by_name().get(short_key(text))


def codes() -> frozenset[str]:
    """Every country and territory, by its code of two letters."""
    return _codes()


def name(code: str, language: str) -> str:
    """The name of a country in `language`; its code where it has none."""
    return str(Locale.parse(language).territories.get(code, code))


@cache
def _codes() -> frozenset[str]:
    """The countries and territories that CLDR names by two letters."""
    territories = (str(code) for code in Locale.parse("en").territories)
    return frozenset(code for code in territories if len(code) == _CODE_LENGTH and code.isalpha()) - _NO_COUNTRY


@cache
def _by_name() -> MappingProxyType[str, str]:
    found: dict[str, str] = {}
    for code, names in knowledge.load("country_names").items():
        for name in names:
            found[key(name)] = found[short_key(name)] = code
    for alias, codes in get_global("territory_aliases").items():  # three letters, and codes of the past
        if len(codes) == 1 and codes[0] in _codes() and alias.isalpha():
            found.setdefault(alias.lower(), codes[0])
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in _codes():
                found.setdefault(key(name), code)
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in _codes():
                found.setdefault(short_key(name), code)
    return MappingProxyType(found)
