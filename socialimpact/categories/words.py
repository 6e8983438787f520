"""Which leaf the words of a text speak for: a ledger's category, a description, a supplier's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from socialimpact import knowledge
from socialimpact.categories import tree

NOTHING = "-"
"""Stands for "no leaf fits" where a leaf's key stands otherwise: taxes, wages, gifts, a heap of all sorts."""

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Recognised:
    """The leaf that words speak for, with a confidence between 0 and 1. `others`: leaves that some of them speak for
    as well; then the confidence is that of a mere proposal.
    """

    leaf: str
    confidence: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Entry:
    """One entry of a leaf's words: its parts, in the order in which they are declared."""

    leaf: str
    parts: tuple[str, ...]
    vague: bool


@dataclass(frozen=True)
class Reading:
    """What one word of a text says: the parts of entries that it begins with, and the one entry that it is alone."""

    parts: frozenset[str]
    alone: str | None


def folded(text: str) -> str:
    """Lower case, without accents, as the database folds it."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)).lower()


def words(text: str) -> list[str]:
    """The words of a text, folded: runs of letters."""
    return _WORD.findall(folded(text))


@lru_cache(maxsize=200_000)
def reading(word: str) -> Reading | None:
    """What a folded word says, or None where it says nothing."""
    known, longest = _parts()
    whole = f"={word}"
    parts = {word[:length] for length in range(2, min(len(word), longest) + 1) if word[:length] in known}
    if whole in known:
        parts.add(whole)
    if not parts:
        return None
    single = [part for part in parts if part in _alone()]
    alone = whole if whole in single else max(single, key=len, default=None)
    return Reading(frozenset(parts), alone)


def recognised(text: str) -> Recognised | None:
    """The leaf that the words of a text speak for, or None where they say nothing, or that nothing fits."""
    return judged(frozenset(said for word in words(text) if (said := reading(word))))


def telling(text: str, leaf: str) -> tuple[str, ...]:
    """The words of a text that speak for a leaf, as they stand in it."""
    said = frozenset(found for word in words(text) if (found := reading(word)))
    told = {part for entry, _ in _hits(said) if entry.leaf == leaf for part in entry.parts}
    return tuple(
        written
        for written in re.findall(r"[^\W\d_]+", text)
        if (found := reading(folded(written))) and found.parts & told
    )


@lru_cache(maxsize=200_000)
def judged(said: frozenset[Reading]) -> Recognised | None:
    """The leaf of a text of which these readings are all that says something.

    The entry with most words decides; what it covers no longer speaks for others. Words left over that speak for
    another leaf make the answer a proposal; words of `nothing` left over make it none.
    """
    hits = _hits(said)
    strong = [hit for hit in hits if not hit[0].vague]
    if not strong:
        return _of_vague(hits)
    most = max(len(entry.parts) for entry, _ in strong)
    best = list(dict.fromkeys(entry.leaf for entry, _ in strong if len(entry.parts) == most))
    first = best[0]
    covered = frozenset[Reading]().union(*(cover for entry, cover in strong if entry.leaf == first))
    rivals = [entry.leaf for entry, cover in strong if entry.leaf != first and not cover <= covered]
    others = tuple(dict.fromkeys([*best[1:], *rivals]))
    if NOTHING in (first, *others):
        return None
    if others:
        return Recognised(first, tree.confidence("two_leaves"), others)
    return Recognised(first, tree.confidence("several_words" if most > 1 else "one_word"))


def _of_vague(hits: list[tuple[_Entry, frozenset[Reading]]]) -> Recognised | None:
    found = list(dict.fromkeys(entry.leaf for entry, _ in hits))
    if not found:
        return None
    return Recognised(found[0], tree.confidence("vague_word" if len(found) == 1 else "two_leaves"), tuple(found[1:]))


def _hits(said: frozenset[Reading]) -> list[tuple[_Entry, frozenset[Reading]]]:
    """The entries that a text fulfils, each with the readings that it rests on, in the order of declaration."""
    alone: dict[str, set[Reading]] = {}
    present: dict[str, set[Reading]] = {}
    for each in said:
        if each.alone:
            alone.setdefault(each.alone, set()).add(each)
        for part in each.parts:
            present.setdefault(part, set()).add(each)
    found: dict[int, frozenset[Reading]] = {}
    for part, readings in alone.items():
        for number in _alone()[part]:
            found[number] = frozenset(readings)
    for part in present:
        for number in _together().get(part, ()):
            parts = _entries()[number].parts
            if number not in found and all(each in present for each in parts):
                found[number] = frozenset[Reading]().union(*(present[each] for each in parts))
    return [(_entries()[number], found[number]) for number in sorted(found)]


@cache
def _entries() -> tuple[_Entry, ...]:
    declared: Iterable[tuple[str, str]] = [
        *((leaf.key, words) for leaf in tree.leaves().values() for words in leaf.words),
        *((NOTHING, words) for words in knowledge.load("categories")["nothing"]),
    ]
    return tuple(_Entry(leaf, tuple(words.rstrip("~").split()), words.endswith("~")) for leaf, words in declared)


@cache
def _alone() -> dict[str, list[int]]:
    """The entries of one part, by it."""
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(_entries()):
        if len(entry.parts) == 1:
            found.setdefault(entry.parts[0], []).append(number)
    return found


@cache
def _together() -> dict[str, list[int]]:
    """The entries of several parts, by their first."""
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(_entries()):
        if len(entry.parts) > 1:
            found.setdefault(entry.parts[0], []).append(number)
    return found


@cache
def _parts() -> tuple[frozenset[str], int]:
    """All parts of all entries, and the length of the longest."""
    every = frozenset(part for entry in _entries() for part in entry.parts)
    return every, max(len(part) for part in every)
