"""Words that may be one word: a letter mistyped, shortened, a numeral written out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from socialimpact.suppliers.suggestions.words import lengths, same_words

# How much a near word is worth beside an equal one.
SAME, TYPED, SHORTENED = 0.97, 0.8, 0.6
_SHORTEST, _LONGEST = 5, 20
_SHORTEST_BEGINNING = 4
# A beginning that more words have in common abbreviates none of them.
_MOST_ENDINGS = 40
_BASE = 0x9E3779B97F4A7C15
_INVERSE = np.uint64(pow(_BASE, -1, 2**64))


@dataclass(frozen=True)
class Pairs:
    """`mine` and `theirs` are places in two lists of words, `worth` how near the two are (below 1)."""

    mine: npt.NDArray[np.int64]
    theirs: npt.NDArray[np.int64]
    worth: npt.NDArray[np.float32]


class NearWords:
    """The words of registers, alphabetical and distinct, to find those near to others."""

    def __init__(self, words: pa.StringArray) -> None:
        self.words = words

    @cached_property
    def _text(self) -> npt.NDArray[np.object_]:
        return np.array(self.words.to_pylist(), object)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self._text)}

    def place_of(self, word: str) -> int | None:
        """Where the word stands among the registers' words."""
        return self._places.get(word)

    @cached_property
    def _traces(self) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
        return _sorted_traces(self._text, lengths(self.words))

    def find(self, words: pa.StringArray) -> Pairs:
        """Which of the registers' words are near to which of these; equal ones are left out."""
        mine = np.array(words.to_pylist(), object)
        size = lengths(words)
        found = [self._typed(mine, size), self._endings(mine, size), self._beginnings(mine, size), self._same(mine)]
        return Pairs(*(np.concatenate([getattr(part, name) for part in found]) for name in ("mine", "theirs", "worth")))

    def _typed(self, mine: npt.NDArray[np.object_], size: npt.NDArray[np.int32]) -> Pairs:
        """One letter more, less, another, or two that changed places."""
        traces, theirs = self._traces
        asked, place = _sorted_traces(mine, size)
        left, right = np.searchsorted(traces, asked), np.searchsorted(traces, asked, "right")
        one, other = _expand(place, left, right)
        pairs = np.unique(one << 32 | theirs[other])
        one, other = pairs >> 32, pairs & 0xFFFFFFFF
        a, b = mine[one], self._text[other]
        different = a != b
        one, other, a, b = one[different], other[different], a[different], b[different]
        apart = process.cpdist(a.tolist(), b.tolist(), scorer=DamerauLevenshtein.distance, score_cutoff=1)
        near = np.asarray(apart) == 1
        return _pairs(one[near], other[near], TYPED)

    def _endings(self, mine: npt.NDArray[np.object_], size: npt.NDArray[np.int32]) -> Pairs:
        """Longer words that begin with mine: SOLID is SOLIDARIETA."""
        asked = np.nonzero((size >= _SHORTEST_BEGINNING) & (size <= _LONGEST))[0]
        text = mine[asked]
        left = np.searchsorted(self._text, text, "right")
        right = np.searchsorted(self._text, np.array([word + "￿" for word in text], object))
        few = right - left <= _MOST_ENDINGS
        one, other = _expand(asked[few], left[few], right[few])
        longer = lengths(self.words)[other] >= size[one] + 2
        return _pairs(one[longer], other[longer], SHORTENED)

    def _beginnings(self, mine: npt.NDArray[np.object_], size: npt.NDArray[np.int32]) -> Pairs:
        """Shorter words with which mine begin: PARROCCHIALE is PARROCCH."""
        ones, texts = [], []
        for length in range(_SHORTEST_BEGINNING, 12):
            asked = np.nonzero(size >= length + 2)[0]
            ones.append(asked)
            texts += [word[:length] for word in mine[asked]]
        one, text = np.concatenate(ones), np.array(texts, object)
        place = np.minimum(np.searchsorted(self._text, text), max(len(self._text) - 1, 0))
        equal = self._text[place] == text if len(self._text) else np.zeros(len(text), bool)
        return _pairs(one[equal], place[equal], SHORTENED)

    def _same(self, mine: npt.NDArray[np.object_]) -> Pairs:
        """Other spellings of a word, from a list."""
        groups: dict[str, set[str]] = {}
        for group in same_words():
            for word in group:
                groups.setdefault(word, set()).update(group)
        pairs = [(place, other) for place, word in enumerate(mine) for other in groups.get(word, ()) if other != word]
        text = np.array([other for _, other in pairs], object)
        place = np.minimum(np.searchsorted(self._text, text), max(len(self._text) - 1, 0))
        equal = self._text[place] == text if len(self._text) else np.zeros(len(text), bool)
        return _pairs(np.array([one for one, _ in pairs], np.int64)[equal], place[equal], SAME)


def _pairs(mine: npt.NDArray[np.integer], theirs: npt.NDArray[np.integer], worth: float) -> Pairs:
    return Pairs(mine.astype(np.int64), theirs.astype(np.int64), np.full(len(mine), worth, np.float32))


def _expand(
    values: npt.NDArray[np.integer], left: npt.NDArray[np.integer], right: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Each value once for every number from its `left` to before its `right`, and those numbers."""
    return np.repeat(values, right - left).astype(np.int64), ranges(left, right - left)


def ranges(start: npt.NDArray[np.integer], count: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """start, start + 1, … `count` numbers for each, one after another."""
    total = int(count.sum())
    if not total:
        return np.zeros(0, np.int64)
    before = np.cumsum(count) - count
    return np.asarray(np.arange(total, dtype=np.int64) + np.repeat(start - before, count))


def _sorted_traces(
    words: npt.NDArray[np.object_], size: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Hashes of each word and of the word with any one letter left out, sorted, with the word's place.

    Two words that share one are at most two letters apart. Words with figures in them have none: 2005 is not 2006.
    """
    plain = np.fromiter((word.isascii() and word.isalpha() for word in words), bool, len(words))
    place = np.nonzero(plain & (size >= _SHORTEST) & (size <= _LONGEST))[0]
    if not len(place):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    letters = np.array(words[place].tolist(), f"S{_LONGEST}").view(np.uint8).reshape(len(place), _LONGEST)
    powers = np.array([pow(_BASE, step, 2**64) for step in range(_LONGEST)], np.uint64)
    value = letters.astype(np.uint64) * powers
    before = np.zeros((len(place), _LONGEST + 1), np.uint64)
    np.cumsum(value, axis=1, out=before[:, 1:])
    whole = before[:, -1]
    without = before[:, :-1] + (whole[:, None] - before[:, 1:]) * _INVERSE
    real = np.arange(_LONGEST) < size[place][:, None]
    hashes = np.concatenate([whole, without[real]])
    owners = np.concatenate([place, np.repeat(place, real.sum(axis=1))])
    order = np.argsort(hashes, kind="stable")
    return hashes[order], owners[order]
