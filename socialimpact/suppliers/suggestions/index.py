"""The entries of registers, ready to be looked up by their words, joined words and acronyms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import fixed, numbers, scalar, texts
from socialimpact.suppliers.names import words
from socialimpact.suppliers.suggestions.bodies import Bodies, objects
from socialimpact.suppliers.suggestions.near import NearWords
from socialimpact.suppliers.suggestions.words import (
    MOST_WORDS,
    Marks,
    Terms,
    Worded,
    flags_of,
    lengths,
    marks,
    read_words,
    small_words,
    telling_nothing,
    usual_shares,
)

# How much of its rarity a small word keeps, and one that stands in names of every kind.
_SMALL, _NOTHING = 0.1, 0.04
_LEAST = 20_000


@dataclass(frozen=True)
class Vocabulary:
    """Distinct texts; those of `words`, of joined words and of acronyms are numbered on from one another."""

    words: pa.StringArray
    joins: pa.StringArray
    acronyms: pa.StringArray
    rarity: npt.NDArray[np.float32]  # by number: 1 for what no entry has, near 0 for what every entry has

    @property
    def first_join(self) -> int:
        return len(self.words)

    @property
    def first_acronym(self) -> int:
        return len(self.words) + len(self.joins)


@dataclass(frozen=True)
class Index:
    """`entry[start[n]:start[n + 1]]` are the entries that have term `n`, `bits` the words of which it is made there.

    `weights` has a row an entry and a column a word: its rarity. `homonyms` says how many entries have the same key.
    """

    bodies: Bodies
    vocabulary: Vocabulary
    start: npt.NDArray[np.int64]
    entry: npt.NDArray[np.int32]
    bits: npt.NDArray[np.int16]
    weights: npt.NDArray[np.float32]
    total: npt.NDArray[np.float32]
    homonyms: npt.NDArray[np.int32]
    sorted_pairs: npt.NDArray[np.int64]  # term and entry as one number, in the order of `entry`
    marks: Marks
    towns: npt.NDArray[np.object_]
    body: npt.NDArray[np.int32]  # equal for entries of one body
    near: NearWords

    @property
    def size(self) -> int:
        return self.bodies.size

    def holders(self, word: str) -> int:
        """How many entries have the word."""
        place = self.near.place_of(word)
        return 0 if place is None else int(self.start[place + 1] - self.start[place])


def build(bodies: Bodies) -> Index:
    """The index of the entries of registers. 250,000 take about 3 s."""
    worded = read_words(bodies.keys, bodies.leads)
    vocabulary, rows = _vocabulary(worded)
    number = np.concatenate([part for part, _ in rows])
    terms = [worded.words, worded.joins, worded.acronyms]
    owner = np.concatenate([term.owner for term in terms])
    bits = np.concatenate([term.bits for term in terms])
    order = np.argsort(number.astype(np.int64) << 20 | owner, kind="stable")
    number, owner, bits = number[order], owner[order], bits[order]
    start = np.searchsorted(number, np.arange(len(vocabulary.rarity) + 1))
    weights = word_weights(worded, vocabulary.rarity[rows[0][0]])
    return Index(
        bodies,
        vocabulary,
        start.astype(np.int64),
        owner.astype(np.int32),
        bits.astype(np.int16),
        weights,
        np.maximum(weights.sum(axis=1), 1e-3).astype(np.float32),
        _homonyms(bodies.keys),
        number.astype(np.int64) << 20 | owner,
        marks(worded),
        objects(_keys(bodies.town_names)),
        _numbered(bodies.identity),
        NearWords(vocabulary.words),
    )


def _numbered(identity: pa.StringArray) -> npt.NDArray[np.int32]:
    """Equal numbers for equal identifiers; one of its own for each entry without any."""
    coded = identity.dictionary_encode()
    number = numbers(pc.cast(pc.fill_null(coded.indices, scalar(-1, pa.int32())), pa.int32())).astype(np.int64)
    alone = number < 0
    return np.where(alone, len(coded.dictionary) + np.arange(len(number)), number).astype(np.int32)


def _keys(names: pa.StringArray) -> pa.StringArray:
    """Names of towns as they stand in keys of names."""
    coded = names.dictionary_encode()
    return texts([" ".join(words(name)) for name in coded.dictionary.to_pylist()]).take(coded.indices)


def word_weights(worded: Worded, rarity: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """A row a name, a column a word: the rarity of each, less for what tells nothing."""
    weights = np.zeros((worded.size, MOST_WORDS), np.float32)
    place = np.log2(worded.words.bits.astype(np.float64)).astype(np.int64)
    weights[worded.words.owner, place] = rarity * damping(worded.words.text)
    return weights


def damping(text: pa.StringArray) -> npt.NDArray[np.float32]:
    """1 for a word that may tell who a body is, less for small words and words of forms, streets and naming."""
    damped = np.ones(len(text), np.float32)
    damped[lengths(text) == 1] = 3 * _SMALL
    damped[flags_of(text, small_words())] = _SMALL
    damped[flags_of(text, telling_nothing())] = _NOTHING
    return damped


def _vocabulary(worded: Worded) -> tuple[Vocabulary, list[tuple[npt.NDArray[np.int64], int]]]:
    coded = [_coded(terms) for terms in (worded.words, worded.joins, worded.acronyms)]
    counts = np.concatenate([np.bincount(numbers_, minlength=len(text)) for text, numbers_ in coded])
    rows, first = [], 0
    for text, numbers_ in coded:
        rows.append((numbers_ + first, first))
        first += len(text)
    usual = np.zeros(len(counts))
    usual[: len(coded[0][0])] = usual_shares(coded[0][0])
    rarity = rarity_of(counts, worded.size, usual)
    return Vocabulary(coded[0][0], coded[1][0], coded[2][0], rarity), rows


def rarity_of(
    counts: npt.NDArray[np.number], size: int, usual: npt.NDArray[np.float64] | float = 0.0
) -> npt.NDArray[np.float32]:
    """Inverse frequency between 0 and 1: what one entry in `size` has is worth almost 1.

    `usual` is the share of names that have the word in a large register. In a short list even common words are few,
    so a list counts as one of `_LEAST` entries at least, and a word as no rarer than usual.
    """
    of = max(size, _LEAST)
    many = np.maximum(counts, usual * of)
    return np.asarray(np.log((of + 1) / (many + 0.5)) / np.log((of + 1) / 0.5), np.float32)


def _coded(terms: Terms) -> tuple[pa.StringArray, npt.NDArray[np.int64]]:
    """The distinct texts in alphabetical order, and the number of each row's."""
    dictionary = terms.text.dictionary_encode()
    order = numbers(pc.cast(pc.sort_indices(dictionary.dictionary), pa.int64()))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    text = dictionary.dictionary.take(fixed(order, pa.int64()))
    return text, place[numbers(dictionary.indices)] if len(terms.text) else np.zeros(0, np.int64)


def _homonyms(keys: pa.StringArray) -> npt.NDArray[np.int32]:
    coded = numbers(keys.dictionary_encode().indices) if len(keys) else np.zeros(0, np.int32)
    return np.bincount(coded, minlength=1)[coded].astype(np.int32) if len(keys) else np.zeros(0, np.int32)
