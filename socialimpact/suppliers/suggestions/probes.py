"""What of each name is looked up in the index: its words, what they would be run together, shortened or mistyped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import numbers, scalar
from socialimpact.suppliers.suggestions.bodies import Bodies
from socialimpact.suppliers.suggestions.index import Index, damping, rarity_of
from socialimpact.suppliers.suggestions.near import ranges
from socialimpact.suppliers.suggestions.words import (
    ACRONYMS,
    MOST_WORDS,
    Marks,
    Terms,
    lengths,
    marks,
    read_words,
    usual_shares,
)

JOINED, ACRONYM = 0.95, 0.85
# Below this worth, words do not simply agree.
AGREE = 0.9


@dataclass(frozen=True)
class Probes:
    """`term` (a number of the index) is looked up for name `name`, whose words `bits` it stands for, with its `worth`.

    Sorted by name. `weights` has a row a name and a column a word: its rarity in the index.
    """

    name: npt.NDArray[np.int32]
    bits: npt.NDArray[np.int16]
    term: npt.NDArray[np.int64]
    worth: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    total: npt.NDArray[np.float32]
    marks: Marks


def probes(bodies: Bodies, index: Index) -> Probes:
    """All that is looked up for these bodies' names."""
    worded = read_words(bodies.keys, bodies.leads)
    vocabulary = index.vocabulary
    words = worded.words
    coded = words.text.dictionary_encode()
    number = numbers(coded.indices)
    known = _found(coded.dictionary, vocabulary.words)
    unknown = rarity_of(np.zeros(len(known)), index.size, usual_shares(coded.dictionary))
    rarity = np.where(known >= 0, vocabulary.rarity[np.maximum(known, 0)], unknown)
    nearest = index.near.find(coded.dictionary)
    rarity = _of_the_nearest(rarity.astype(np.float32), known, nearest.mine, nearest.theirs, vocabulary.rarity)
    rarity *= damping(coded.dictionary)
    weights = np.zeros((bodies.size, MOST_WORDS), np.float32)
    weights[words.owner, np.log2(words.bits.astype(np.float64)).astype(np.int64)] = rarity[number]
    parts = [
        _looked_up(words, known[number], 1.0),
        _looked_up(words, _shifted(words.text, vocabulary.joins, vocabulary.first_join), JOINED),
        _looked_up(words, _acronym(words.text, vocabulary.acronyms, vocabulary.first_acronym), ACRONYM),
        _looked_up(worded.joins, _shifted(worded.joins.text, vocabulary.words, 0), JOINED),
        _looked_up(worded.joins, _acronym(worded.joins.text, vocabulary.acronyms, vocabulary.first_acronym), ACRONYM),
        _looked_up(worded.acronyms, _acronym(worded.acronyms.text, vocabulary.words, 0), ACRONYM),
        _looked_up(worded.acronyms, _acronym(worded.acronyms.text, vocabulary.joins, vocabulary.first_join), ACRONYM),
        _near(words, number, nearest.mine, nearest.theirs, nearest.worth),
    ]
    name, bits, term, worth = (np.concatenate([part[place] for part in parts]) for place in range(4))
    order = np.argsort(name, kind="stable")
    return Probes(
        name[order].astype(np.int32),
        bits[order].astype(np.int16),
        term[order].astype(np.int64),
        worth[order].astype(np.float32),
        weights,
        np.maximum(weights.sum(axis=1), 1e-3).astype(np.float32),
        marks(worded),
    )


def _of_the_nearest(
    rarity: npt.NDArray[np.float32],
    known: npt.NDArray[np.int64],
    mine: npt.NDArray[np.int64],
    theirs: npt.NDArray[np.int64],
    vocabulary: npt.NDArray[np.float32],
) -> npt.NDArray[np.float32]:
    """A word that no register has, but a near one, is as rare as the nearest common one: COOPRATIVA says little."""
    least = np.ones_like(rarity)
    np.minimum.at(least, mine, vocabulary[theirs])
    return np.where(known < 0, np.minimum(rarity, np.maximum(least, 0.5)), rarity)


def _found(text: pa.StringArray, among: pa.StringArray) -> npt.NDArray[np.int64]:
    """The place of each text among others, -1 where it is none of them."""
    found = pc.fill_null(pc.index_in(text, value_set=among), scalar(-1, pa.int32()))
    return numbers(found).astype(np.int64)


def _shifted(text: pa.StringArray, among: pa.StringArray, first: int) -> npt.NDArray[np.int64]:
    found = _found(text, among)
    return np.where(found >= 0, found + first, -1)


def _acronym(text: pa.StringArray, among: pa.StringArray, first: int) -> npt.NDArray[np.int64]:
    size = lengths(text)
    return np.where((size >= ACRONYMS[0]) & (size <= ACRONYMS[1] + 1), _shifted(text, among, first), -1)


def _looked_up(terms: Terms, number: npt.NDArray[np.int64], worth: float) -> tuple[npt.NDArray[Any], ...]:
    right = number >= 0
    return terms.owner[right], terms.bits[right], number[right], np.full(int(right.sum()), worth, np.float32)


def _near(
    words: Terms,
    number: npt.NDArray[np.integer],
    mine: npt.NDArray[np.int64],
    theirs: npt.NDArray[np.int64],
    worth: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[Any], ...]:
    """The near words of each word, from those of each distinct one."""
    order = np.argsort(mine, kind="stable")
    mine, theirs, worth = mine[order], theirs[order], worth[order]
    left, right = np.searchsorted(mine, number), np.searchsorted(mine, number, "right")
    row = np.repeat(np.arange(len(number)), right - left)
    at = ranges(left, right - left)
    return words.owner[row], words.bits[row], theirs[at], worth[at]
