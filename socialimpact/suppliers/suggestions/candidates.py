"""Which entries are worth comparing with each name: those that share its rarest words, however they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from socialimpact.suppliers.suggestions.bodies import UNKNOWN, Bodies
from socialimpact.suppliers.suggestions.index import Index
from socialimpact.suppliers.suggestions.near import ranges
from socialimpact.suppliers.suggestions.probes import AGREE, Probes

# Names of one step; entries looked at for one name before only the rarest words are; entries kept for one name.
_STEP = 1024
_MOST_LOOKED_AT = 2000
_FIRST, KEPT = 60, 16
_FAR_BEHIND = 0.25
_SAME_TOWN, _SAME_PROVINCE, _SAME_REGION = 0.12, 0.08, 0.04


@dataclass(frozen=True)
class Candidates:
    """A row a pair of `name` and `entry` (places), sorted by name.

    `agreed` and `near` are masks of the words that agree and that agree or resemble: `_here` in the name, `_there` in
    the entry.
    """

    name: npt.NDArray[np.int32]
    entry: npt.NDArray[np.int32]
    agreed_here: npt.NDArray[np.int16]
    agreed_there: npt.NDArray[np.int16]
    near_here: npt.NDArray[np.int16]
    near_there: npt.NDArray[np.int16]


def steps(bodies: Bodies) -> list[tuple[int, int]]:
    """The names in parts, each from one place to before another, that `candidates` takes."""
    return [(first, min(first + _STEP, bodies.size)) for first in range(0, bodies.size, _STEP)]


def candidates(bodies: Bodies, probes: Probes, index: Index, part: tuple[int, int]) -> Candidates:
    """The pairs of these names that are worth a closer look, up to `KEPT` a name."""
    first, last = part
    left, right = np.searchsorted(probes.name, [first, last])
    name = probes.name[left:right].astype(np.int64) - first
    term, worth, bits = probes.term[left:right], probes.worth[left:right], probes.bits[left:right]
    count = index.start[term + 1] - index.start[term]
    early = _early(name, count)
    rows = _looked_up(index, name, term, count, np.nonzero(early)[0])
    segment, score = _scored((bodies, probes, index), rows, term, worth, first)
    # words so common that they were not looked up are compared with the best entries only
    kept = _best(segment, score, _FIRST)
    late = np.nonzero(~early)[0]
    rows = np.concatenate([_of_segments(rows, segment[kept]), _late(index, name, term, late, segment[kept])])
    rows.sort()
    segment, score = _scored((bodies, probes, index), rows, term, worth, first)
    kept = _best(segment, score, KEPT)
    rows = _of_segments(rows, segment[kept])
    return _masks(rows, (term, worth, bits), first)


# A looked-up row is one number: 10 bits of the name, 20 of the entry, 17 of the probe, 15 of the entry's words.
_ENTRY_AT, _NAME_AT, _PROBE_AT = 32, 52, 15


def _pack(
    name: npt.NDArray[Any], entry: npt.NDArray[Any], probe: npt.NDArray[Any], bits: npt.NDArray[Any]
) -> npt.NDArray[np.int64]:
    return name << _NAME_AT | entry.astype(np.int64) << _ENTRY_AT | probe << _PROBE_AT | bits.astype(np.int64)


def _early(name: npt.NDArray[np.int64], count: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Probes from the rarest on, until a name has enough entries to look at; always the rarest."""
    order = np.lexsort((count, name))
    total = np.cumsum(count[order])
    start = np.searchsorted(name, name[order])
    before = total[start] - count[order][start]
    early = np.zeros(len(name), bool)
    early[order] = (total - before <= _MOST_LOOKED_AT) | (np.arange(len(name)) == start)
    return early


def _looked_up(
    index: Index,
    name: npt.NDArray[np.int64],
    term: npt.NDArray[np.int64],
    count: npt.NDArray[np.int64],
    which: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    at = ranges(index.start[term[which]], count[which])
    probe = np.repeat(which, count[which])
    rows = _pack(name[probe], index.entry[at], probe, index.bits[at])
    rows.sort()
    return rows


def _scored(
    compared: tuple[Bodies, Probes, Index],
    rows: npt.NDArray[np.int64],
    term: npt.NDArray[np.int64],
    worth: npt.NDArray[np.float32],
    first: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The pairs among sorted rows (name and entry as one number) and how promising each is, between 0 and 1.3."""
    if not len(rows):
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    bodies, probes, index = compared
    pair = rows >> _ENTRY_AT
    starts = np.nonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))[0]
    probe = (rows >> _PROBE_AT) & 0x1FFFF
    segment = pair[starts]
    name, entry = (segment >> 20) + first, segment & 0xFFFFF
    weight = index.vocabulary.rarity[term] * worth
    shared = np.add.reduceat(weight[probe], starts)
    score = 0.5 * np.minimum(shared / probes.total[name], 1) + 0.5 * np.minimum(shared / index.total[entry], 1)
    score += _nearness(bodies, index, name, entry)
    return segment, score.astype(np.float32)


def _nearness(bodies: Bodies, index: Index, name: npt.NDArray[Any], entry: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    there = index.bodies
    worth = np.zeros(len(name), np.float32)
    for column, more in (("region", _SAME_REGION), ("province", _SAME_PROVINCE), ("town", _SAME_TOWN)):
        here = getattr(bodies, column)[name]
        worth[(here != UNKNOWN) & (here == getattr(there, column)[entry])] = more
    return worth


def _best(segment: npt.NDArray[np.int64], score: npt.NDArray[np.float32], most: int) -> npt.NDArray[np.int64]:
    """The places of the best pairs of each name, in the order of the pairs."""
    if not len(segment):
        return np.zeros(0, np.int64)
    name = segment >> 20
    starts = np.nonzero(np.concatenate([[True], name[1:] != name[:-1]]))[0]
    best = np.maximum.reduceat(score, starts)
    # what is far behind the best need not be put in order
    near = np.nonzero(score >= _FAR_BEHIND * np.repeat(best, np.diff(np.append(starts, len(name)))))[0]
    name, score = name[near], score[near]
    rank = 0xFFFFF - np.minimum(score * 0x80000, 0xFFFFF).astype(np.int64)
    order = np.sort(name << 44 | rank << 24 | np.arange(len(name))) & 0xFFFFFF
    sorted_name = name[order]
    within = np.arange(len(order)) - np.searchsorted(sorted_name, sorted_name)
    return np.sort(near[order[within < most]])


def _of_segments(rows: npt.NDArray[np.int64], segment: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    left = np.searchsorted(rows, segment << _ENTRY_AT)
    right = np.searchsorted(rows, (segment + 1) << _ENTRY_AT)
    return rows[ranges(left, right - left)]


def _late(
    index: Index,
    name: npt.NDArray[np.int64],
    term: npt.NDArray[np.int64],
    late: npt.NDArray[np.int64],
    segment: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Rows for the probes that were not looked up, with the entries that are still in question."""
    of_name = segment >> 20
    left, right = np.searchsorted(of_name, name[late]), np.searchsorted(of_name, name[late], "right")
    probe = np.repeat(late, right - left)
    at = ranges(left, right - left)
    entry = segment[at] & 0xFFFFF
    asked = term[probe] << 20 | entry
    place = np.searchsorted(index.sorted_pairs, asked)
    found = index.sorted_pairs[np.minimum(place, len(index.sorted_pairs) - 1)] == asked
    return _pack(name[probe[found]], entry[found], probe[found], index.bits[place[found]])


def _masks(
    rows: npt.NDArray[np.int64],
    asked: tuple[npt.NDArray[np.int64], npt.NDArray[np.float32], npt.NDArray[np.int16]],
    first: int,
) -> Candidates:
    _, worth, bits = asked
    pair = rows >> _ENTRY_AT
    starts = np.nonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))[0] if len(rows) else np.zeros(0, np.int64)
    probe = (rows >> _PROBE_AT) & 0x1FFFF
    here, there = bits[probe], (rows & 0x7FFF).astype(np.int16)
    agree = worth[probe] > AGREE
    none = np.zeros(len(rows), np.int16)

    def together(values: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
        return np.bitwise_or.reduceat(values, starts) if len(rows) else values

    segment = pair[starts]
    return Candidates(
        ((segment >> 20) + first).astype(np.int32),
        (segment & 0xFFFFF).astype(np.int32),
        together(np.where(agree, here, none)),
        together(np.where(agree, there, none)),
        together(here),
        together(there),
    )
