"""A suggestion in words: what agrees and how rare it is, what does not, place, legal form, namesakes."""

from __future__ import annotations

from functools import cache

import numpy as np

from socialimpact.language import Message, msg, plural
from socialimpact.places.provinces import provinces
from socialimpact.suppliers.suggestions.bodies import Bodies, plain_forms
from socialimpact.suppliers.suggestions.engine import Suggested
from socialimpact.suppliers.suggestions.features import place_of
from socialimpact.suppliers.suggestions.index import Index
from socialimpact.suppliers.suggestions.words import MOST_WORDS, small_words, telling_nothing

# Words that are named in one sentence.
_SHOWN = 6


def reasons(suggested: Suggested, row: int, names: Bodies, index: Index) -> tuple[Message, ...]:
    """What speaks for and against the suggestion of that row, in words."""
    pairs = suggested.pairs
    name, entry = int(pairs.name[row]), int(pairs.entry[row])
    here, there = names.key_texts[name].split(), index.bodies.key_texts[entry].split()
    agreed = _words(there, int(pairs.agreed_there[row]))
    found: list[Message] = []
    if names.key_texts[name] == index.bodies.key_texts[entry]:
        found.append(msg("Apart from the legal form the names are the same."))
    elif agreed:
        found.append(msg("Words in both names: {words}.", words=", ".join(agreed)))
    rarest = _rarest(index, entry, int(pairs.agreed_there[row]), there)
    if rarest:
        found.append(rarest)
    alike = _words(there, int(pairs.near_there[row]) & ~int(pairs.agreed_there[row]))
    if alike:
        found.append(
            msg(
                "Mistyped, shortened, run together or an acronym, but perhaps the same: {words}.",
                words=", ".join(alike),
            )
        )
    if missing := _telling(_words(here, ~int(pairs.near_here[row]))):
        found.append(msg("Only in the supplier's name: {words}.", words=missing))
    if missing := _telling(_words(there, ~int(pairs.near_there[row]))):
        found.append(msg("Only in the register: {words}.", words=missing))
    found += _form(names, name, index.bodies, entry)
    found += _place(names, name, index.bodies, entry)
    others = int(index.homonyms[entry]) - 1
    if others > 0:
        found.append(plural("{n} other entry has the same name.", "{n} other entries have the same name.", others))
    return tuple(found)


def _words(words: list[str], bits: int) -> list[str]:
    return [word for place, word in enumerate(words[:MOST_WORDS]) if bits >> place & 1]


def _telling(words: list[str]) -> str:
    return ", ".join([word for word in words if word not in _little()][:_SHOWN])


def _rarest(index: Index, entry: int, bits: int, words: list[str]) -> Message | None:
    """How many entries have the rarest of the words that agree."""
    weights = index.weights[entry]
    places = [place for place in range(min(len(words), MOST_WORDS)) if bits >> place & 1 and weights[place] > 0]
    if not places:
        return None
    word = words[max(places, key=lambda place: float(weights[place]))]
    return plural(
        "No other entry has the word {word}.",
        "{n} entries have the word {word}.",
        index.holders(word),
        word=word,
    )


def _form(names: Bodies, name: int, bodies: Bodies, entry: int) -> list[Message]:
    mine, theirs = plain_forms(np.array([names.forms[name], bodies.forms[entry]])).tolist()
    if mine and mine == theirs:
        return [msg("The legal form is the same.")]
    if mine and theirs:
        return [msg("The legal forms contradict each other.")]
    return []


def _place(names: Bodies, name: int, bodies: Bodies, entry: int) -> list[Message]:
    level = int(place_of(names, bodies, np.array([name]), np.array([entry]))[0])
    town = bodies.town_names[entry].as_py()
    code = bodies.province_codes[entry].as_py()
    province = provinces()[code].name if code in provinces() else code
    # the levels of `place_of`
    said = {
        3: msg("The same municipality: {town}.", town=town),
        2: msg("The same province: {province}.", province=province),
        1: msg("The same region, but another province: {province}.", province=province),
        0: msg("Another region: the register says {province}.", province=province),
    }
    return [said[level]] if level in said else []


@cache
def _little() -> frozenset[str]:
    """Words that are not worth naming as missing."""
    return frozenset((*small_words().to_pylist(), *telling_nothing().to_pylist()))
