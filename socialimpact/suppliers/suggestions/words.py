"""Names as numbered words, with the words that run together and the acronyms that they would make.

Everything is done a column at a time: a register of 250,000 names is read in about a second.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact import knowledge, settings
from socialimpact.columns import fixed, mask, numbers, scalar, texts, whole
from socialimpact.places.provinces import provinces, regions
from socialimpact.suppliers.names import words as key_words

# Words beyond these are left out of the comparison: each has a bit of a mask.
MOST_WORDS = 15
COMMON_WORDS = "common_name_words.csv"
_SHORTEST_JOINED = 4
_JOINED = {2: 20, 3: 12}  # how many words, and how long they may be together
ACRONYMS = (3, 8)
_SHORTEST_PLACE = 4

Ints = npt.NDArray[np.integer]


@dataclass(frozen=True)
class Terms:
    """Texts of some names: `owner` is the name's place, `bits` the words (a mask) of which the text is made."""

    owner: npt.NDArray[np.int32]
    bits: npt.NDArray[np.int16]
    text: pa.StringArray


@dataclass(frozen=True)
class Worded:
    """Names as `words`, each with one bit; `joins` of two or three neighbours; `acronyms` of their initials."""

    size: int
    words: Terms
    joins: Terms
    acronyms: Terms


def read_words(keys: pa.StringArray, leads: pa.StringArray) -> Worded:
    """The words of names.

    `keys` are names without legal form, words parted by one blank (`names.name_key`); `leads` the first letter of the
    whole name, where its first word is a legal form, else empty: AVPA is *Associazione* Volontari Pubblica Assistenza.
    """
    lists = pc.split_pattern(keys, " ")
    owner = numbers(pc.cast(pc.list_parent_indices(lists), pa.int32()))
    text = whole(pc.list_flatten(lists))
    starts = np.searchsorted(owner, np.arange(len(keys), dtype=np.int32))
    place = np.arange(len(owner)) - starts[owner]
    kept = (place < MOST_WORDS) & (numbers(pc.cast(pc.binary_length(text), pa.int32())) > 0)
    owner, place, text = owner[kept].astype(np.int32), place[kept], text.filter(mask(kept))
    words = Terms(owner, (1 << place).astype(np.int16), text)
    return Worded(len(keys), words, _joins(words), _acronyms(words, leads))


@dataclass(frozen=True)
class Marks:
    """Masks a name: its words but the small ones, its numbers, its words that are names of places."""

    big: npt.NDArray[np.int16]
    figures: npt.NDArray[np.int16]
    places: npt.NDArray[np.int16]


def marks(worded: Worded) -> Marks:
    words = worded.words
    figures = numbers(pc.cast(pc.match_substring_regex(words.text, "^[0-9]+$"), pa.uint8())).astype(bool)
    places = flags_of(words.text, place_words())
    small = flags_of(words.text, small_words()) | flags_of(words.text, telling_nothing())
    return Marks(*(_mask(worded, flags) for flags in (~small, figures, places)))


def _mask(worded: Worded, flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16]:
    found = np.zeros(worded.size, np.int64)
    np.bitwise_or.at(found, worded.words.owner[flags], worded.words.bits[flags].astype(np.int64))
    return found.astype(np.int16)


@cache
def place_words() -> pa.StringArray:
    """The words of the names of Italian provinces and regions."""
    names = {province.name for province in provinces().values()} | set(regions())
    return texts(sorted({word for name in names for word in key_words(name) if len(word) >= _SHORTEST_PLACE}))


def _joins(words: Terms) -> Terms:
    size = lengths(words.text)
    parts = []
    for count, longest in _JOINED.items():
        found = _neighbours(words.owner, count)
        total = sum(size[found + step] for step in range(count))
        right = (total >= _SHORTEST_JOINED) & (total <= longest)
        parts.append(_window(words, found[right], count))
    return _together(parts)


def _acronyms(words: Terms, leads: pa.StringArray) -> Terms:
    """Initials of neighbouring words but the small ones: four and more anywhere, three at the beginning."""
    big = ~flags_of(words.text, small_words())
    letters = Terms(words.owner[big], words.bits[big], pc.utf8_slice_codeunits(words.text.filter(mask(big)), 0, 1))
    first = np.ones(len(letters.owner), bool)
    first[1:] = letters.owner[1:] != letters.owner[:-1]
    led = lengths(leads) > 0
    parts = []
    for count in range(ACRONYMS[0] - 1, ACRONYMS[1] + 1):
        found = _neighbours(letters.owner, count)
        begins = first[found]
        if count >= ACRONYMS[0]:
            parts.append(_window(letters, found[begins | (count > ACRONYMS[0])], count))
        with_lead = found[begins & led[letters.owner[found]]]
        window = _window(letters, with_lead, count)
        lead = leads.take(fixed(window.owner, pa.int32())) if len(window.owner) else window.text
        parts.append(Terms(window.owner, window.bits, _glued([lead, window.text])))
    return _together(parts)


def _neighbours(owner: Ints, count: int) -> npt.NDArray[np.int64]:
    """Where `count` rows in a row belong to one name."""
    if len(owner) < count:
        return np.zeros(0, np.int64)
    return np.nonzero(owner[: len(owner) - count + 1] == owner[count - 1 :])[0]


def _window(terms: Terms, found: Ints, count: int) -> Terms:
    bits = np.zeros(len(found), np.int16)
    for step in range(count):
        bits |= terms.bits[found + step]
    columns = [terms.text.take(fixed(found + step, pa.int64())) for step in range(count)]
    return Terms(terms.owner[found], bits, _glued(columns))


def _glued(columns: list[pa.StringArray]) -> pa.StringArray:
    return pc.binary_join_element_wise(*columns, scalar(""))


def _together(parts: list[Terms]) -> Terms:
    return Terms(
        np.concatenate([part.owner for part in parts]).astype(np.int32),
        np.concatenate([part.bits for part in parts]).astype(np.int16),
        pa.concat_arrays([part.text for part in parts]),
    )


def lengths(column: pa.StringArray) -> npt.NDArray[np.int32]:
    return numbers(pc.cast(pc.utf8_length(column), pa.int32()))


def flags_of(column: pa.StringArray, members: pa.StringArray) -> npt.NDArray[np.bool_]:
    """Which texts are among `members`."""
    return numbers(pc.cast(pc.is_in(column, value_set=members), pa.uint8())).astype(bool)


@cache
def small_words() -> pa.StringArray:
    return _listed("small")


@cache
def telling_nothing() -> pa.StringArray:
    """Words that never tell one body from another: of naming, streets and legal forms."""
    return pa.concat_arrays([_listed("naming"), _listed("streets"), _listed("form_words")])


def usual_shares(words: pa.StringArray) -> npt.NDArray[np.float64]:
    """The share of names of a large register that have each word; 0 for words that are not common."""
    common, shares = _common_words()
    place = numbers(pc.fill_null(pc.index_in(words, value_set=common), scalar(len(common), pa.int32())))
    return np.asarray(np.append(shares, 0.0)[place])


@cache
def _common_words() -> tuple[pa.StringArray, npt.NDArray[np.float64]]:
    """`data/common_name_words.csv`: words of names and how common they are."""
    with (settings.DATA / COMMON_WORDS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return texts([row["word"] for row in rows]), np.array([float(row["share"]) for row in rows])


@cache
def same_words() -> tuple[tuple[str, ...], ...]:
    """Groups of spellings of one word."""
    return tuple(tuple(group) for group in knowledge.load("suggestion_words")["same"])


def _listed(name: str) -> pa.StringArray:
    return texts(sorted({word for line in knowledge.load("suggestion_words")[name] for word in line.split()}))
