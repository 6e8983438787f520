"""How the names of towns are compared: keys that survive case, accents, apostrophes and abbreviations.

Two keys. `key` keeps every word; `short_key` also forgets the small words and writes all saints and both letters i
alike: `S. Giovanni` = `San Giovanni`, `Reggio Emilia` = `Reggio nell'Emilia`, `Ionadi` = `Jonadi`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from socialimpact import knowledge

_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´ʼ′", "'"))
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"})
_WORD = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """`text` in small letters without accents, with one sort of apostrophe."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Taken apart before small letters are made (a mathematical A has none of its own) and again after.
    small = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).lower().translate(_LETTERS)
    return "".join(char for char in unicodedata.normalize("NFKD", small) if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The words of a name: letters and digits, everything else parts them."""
    return _WORD.findall(plain(text))


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The name with its letters alone: `FORLI'`, `Forlì` and `forli` are one key."""
    return "".join(words(text))


@lru_cache(maxsize=65536)
def short_key(text: str) -> str:
    """The name without small words, its saints all written `s`."""
    return "".join(short_words(text))


def short_words(text: str) -> list[str]:
    """The words that `short_key` joins."""
    small, saints = _shortened()
    every = words(text)
    kept = [word for word in every if word not in small] or every
    return ["s" if word in saints else word.replace("j", "i") for word in kept]


@cache
def _shortened() -> tuple[frozenset[str], frozenset[str]]:
    known = knowledge.load("place_words")
    return frozenset(known["small_words"]), frozenset(known["saints"])
