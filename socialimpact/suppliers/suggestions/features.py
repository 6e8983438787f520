"""What is measured of a pair of name and entry: words in common and missing, rarity, form, place, namesakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from socialimpact.suppliers.suggestions.bodies import UNKNOWN, Bodies, plain_forms
from socialimpact.suppliers.suggestions.candidates import Candidates
from socialimpact.suppliers.suggestions.index import Index
from socialimpact.suppliers.suggestions.probes import Probes
from socialimpact.suppliers.suggestions.words import MOST_WORDS

FEATURES = (
    "agreed_here",  # share of the name's words that agree, by rarity; 0 to 1
    "agreed_there",  # the same of the entry's words
    "near_here",  # with words that only resemble
    "near_there",
    "rarity_agreed",  # sum of the rarity of the entry's words that agree
    "rarity_near",
    "rarest_agreed",
    "rarest_missing_here",
    "rarest_missing_there",
    "missing_here",  # how many words, without the small ones
    "missing_there",
    "words_here",
    "words_there",
    "same_key",
    "namesakes",  # entries of the register with the entry's key, logarithm
    "rivals",  # candidates of the same name that agree as well or better, logarithm
    "nearer_rivals",  # those of them that are nearer
    "place",  # 3 same town, 2 province, 1 region, 0 elsewhere, -1 not known
    "place_of_rivals",  # the best place of a rival
    "form",  # 3 same legal form, 2 neither says, 1 one says, 0 they contradict
    "hint",  # 3 same qualification, 2 neither, 1 one, 0 different ones
    "form_here",
    "form_there",
    "sorted_ratio",
    "ratio",
    "beginning",
    "figures",  # 2 where both have a number that the other lacks, 1 where one has, 0 where none
    "town_in_name",
    "places_missing_here",  # rarity of words that are names of provinces
    "places_missing_there",
)
# How much less a rival may agree and still be one.
_ALMOST = 0.02


def measured(here: Bodies, asked: Probes, index: Index, pairs: Candidates) -> npt.NDArray[np.float32]:
    """A row a pair, a column a feature in the order of `FEATURES`."""
    there = index.bodies
    name, entry = pairs.name, pairs.entry
    mine, theirs = asked.weights[name], index.weights[entry]
    columns: dict[str, npt.NDArray[Any]] = {}
    columns["agreed_here"] = _sum(mine, pairs.agreed_here) / asked.total[name]
    columns["near_here"] = _sum(mine, pairs.near_here) / asked.total[name]
    columns["rarity_agreed"] = _sum(theirs, pairs.agreed_there)
    columns["rarity_near"] = _sum(theirs, pairs.near_there)
    columns["agreed_there"] = columns["rarity_agreed"] / index.total[entry]
    columns["near_there"] = columns["rarity_near"] / index.total[entry]
    columns["rarest_agreed"] = _most(theirs, pairs.agreed_there)
    columns["rarest_missing_here"] = _most(mine, ~pairs.near_here)
    columns["rarest_missing_there"] = _most(theirs, ~pairs.near_there)
    big_here, big_there = asked.marks.big[name], index.marks.big[entry]
    columns["missing_here"] = _count(big_here & ~pairs.near_here)
    columns["missing_there"] = _count(big_there & ~pairs.near_there)
    columns["words_here"], columns["words_there"] = _count(big_here), _count(big_there)
    columns["figures"] = ((asked.marks.figures[name] & ~pairs.near_here) != 0).astype(np.float32)
    columns["figures"] += (index.marks.figures[entry] & ~pairs.near_there) != 0
    columns["places_missing_here"] = _sum(mine, asked.marks.places[name] & ~pairs.near_here)
    columns["places_missing_there"] = _sum(theirs, index.marks.places[entry] & ~pairs.near_there)
    keys, others = here.key_texts[name].tolist(), there.key_texts[entry].tolist()
    columns["same_key"] = np.fromiter((a == b for a, b in zip(keys, others, strict=True)), np.float32, len(keys))
    columns["namesakes"] = np.log1p(index.homonyms[entry])
    columns["place"] = place_of(here, there, name, entry)
    columns |= _rivals(name, columns["near_here"] + columns["near_there"], columns["place"])
    columns["form_here"], columns["form_there"] = here.forms[name], there.forms[entry]
    columns["form"] = _relation(plain_forms(columns["form_here"]), plain_forms(columns["form_there"]))
    columns["hint"] = _relation(here.hints[name], there.hints[entry])
    columns["sorted_ratio"] = _alike(keys, others, fuzz.token_sort_ratio) / 100
    run, others_run = here.run_together[name].tolist(), there.run_together[entry].tolist()
    columns["ratio"] = _alike(run, others_run, fuzz.ratio) / 100
    columns["beginning"] = _alike(run, others_run, JaroWinkler.similarity)
    towns = index.towns[entry].tolist()
    columns["town_in_name"] = np.fromiter(
        (bool(town) and f" {town} " in f" {key} " for town, key in zip(towns, keys, strict=True)), np.float32, len(keys)
    )
    return np.column_stack([columns[feature] for feature in FEATURES]).astype(np.float32)


def place_of(here: Bodies, there: Bodies, name: npt.NDArray[Any], entry: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """3 for the same town, 2 for the province, 1 for the region, 0 for another one, -1 where a place is not known."""
    level = np.where((here.region[name] == UNKNOWN) | (there.region[entry] == UNKNOWN), -1, 0).astype(np.float32)
    for column, more in (("region", 1), ("province", 2), ("town", 3)):
        mine = getattr(here, column)[name]
        level[(mine != UNKNOWN) & (mine == getattr(there, column)[entry])] = more
    return level


def _rivals(
    name: npt.NDArray[np.int32], agreed: npt.NDArray[Any], place: npt.NDArray[Any]
) -> dict[str, npt.NDArray[Any]]:
    """How many other candidates of a name agree as well, how many of those are nearer, and how near the best is."""
    starts = np.nonzero(np.concatenate([[True], name[1:] != name[:-1]]))[0] if len(name) else np.zeros(0, np.int64)
    count = np.diff(np.append(starts, len(name)))
    row = np.repeat(np.arange(len(starts)), count)
    within = np.arange(len(name)) - starts[row]
    wide = (len(starts), int(count.max()) if len(count) else 0)
    agreed_of, place_of_ = np.full(wide, -1.0, np.float32), np.full(wide, -2.0, np.float32)
    agreed_of[row, within], place_of_[row, within] = agreed, place
    rival = agreed_of[:, None, :] >= agreed_of[:, :, None] - _ALMOST
    rival &= (agreed_of[:, None, :] >= 0) & ~np.eye(wide[1], dtype=bool)
    nearer = rival & (place_of_[:, None, :] > place_of_[:, :, None])
    best = np.where(rival, place_of_[:, None, :], -2).max(axis=2, initial=-2)
    return {
        "rivals": np.log1p(rival.sum(axis=2)[row, within]),
        "nearer_rivals": np.log1p(nearer.sum(axis=2)[row, within]),
        "place_of_rivals": best[row, within],
    }


def _sum(weights: npt.NDArray[np.float32], bits: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    total = np.zeros(len(bits), np.float32)
    for place in range(MOST_WORDS):
        total += weights[:, place] * ((bits >> place) & 1)
    return total


def _most(weights: npt.NDArray[np.float32], bits: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    most = np.zeros(len(bits), np.float32)
    for place in range(MOST_WORDS):
        np.maximum(most, weights[:, place] * ((bits >> place) & 1), out=most)
    return most


def _count(bits: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    return np.asarray(np.bitwise_count(bits.astype(np.uint16) & 0x7FFF), np.float32)


def _alike(mine: Sequence[str], theirs: Sequence[str], scorer: Any) -> npt.NDArray[np.float32]:
    found: npt.NDArray[np.float32] = np.asarray(process.cpdist(mine, theirs, scorer=scorer), np.float32)
    return found


def _relation(mine: npt.NDArray[Any], theirs: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """3 where both say the same, 2 where neither says anything, 1 where one does, 0 where they differ."""
    same = mine == theirs
    one, other = mine != 0, theirs != 0
    return np.select([same & one, ~one & ~other, one != other], [3, 2, 1], 0).astype(np.float32)
