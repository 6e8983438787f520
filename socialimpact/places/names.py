"""How the names of towns are compared: keys that survive case, accents, apostrophes and abbreviations.

Three keys, from strict to loose. `key` keeps every word; `short_key` also forgets the small words and writes all
saints alike (`S. Giovanni` = `San Giovanni`, `Reggio Emilia` = `Reggio nell'Emilia`); `variants` names the
spellings of one official name that may stand alone (`Bolzano/Bozen`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´ʼ′", "'"))
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"})
_WORD = re.compile(r"[a-z0-9]+")

# Words that people leave out of a town's name, or that an apostrophe glues to the next one.
_SMALL_WORDS = frozenset(
    "a ad al alla alle allo ai agli all d da dal dalla dall de dei del della delle dello dell degli di e ed i il in "
    "l la le lo gli nel nella nell nei con col su sul sulla sull sullo sui fra tra an der am im".split()
)
_SAINTS = frozenset("s san santa santo sant santi sante sankt st ss sta sto".split())


def plain(text: str) -> str:
    """`text` in small letters without accents, with one sort of apostrophe."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).lower().translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The words of a name: letters and digits, everything else parts them."""
    return _WORD.findall(plain(text))


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The name with its letters alone: `FORLI'`, `Forlì` and `forli` are one key."""
    return "".join(words(text))


@lru_cache(maxsize=65536)
def short_key(text: str) -> str:
    """The name without small words, its saints all written `s`; empty if nothing remains."""
    kept = ["s" if word in _SAINTS else word for word in words(text) if word not in _SMALL_WORDS]
    return "".join(kept)


def short_words(text: str) -> list[str]:
    """The words that `short_key` joins."""
    return ["s" if word in _SAINTS else word for word in words(text) if word not in _SMALL_WORDS]
