"""What the municipalities were called before, and which ended in which: the past of `build_municipalities.py`.

From the package `python-codicefiscale`, which has every municipality since 1861 by cadastral code, with the days on
which each name began and ended; and from `municipality_mergers.csv` where the package leaves the heir open.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from data.build_coordinates import Atlas, Point, Town
from socialimpact.places.names import key, short_words, words

HERE = Path(__file__).resolve().parent

MERGERS_SINCE = "1990"
NAMES_SINCE = "1945"
PROVINCES_SINCE = "1927"  # the two-letter codes are of 1927
TELLING_LETTERS = 4  # of a word that two names share


@dataclass(frozen=True)
class Spell:
    """One stretch of a municipality's life under one name, in one province."""

    cadastral_code: str
    name: str
    province: str
    begin: str
    end: str
    active: bool


def spells() -> list[Spell]:
    text = files("codicefiscale").joinpath("data/municipalities.json").read_text(encoding="utf-8")
    return [
        Spell(x["code"], x["name"].strip(), x["province"], x["date_created"][:10], x["date_deleted"][:10], x["active"])
        for x in json.loads(text)
    ]


def title(name: str) -> str:
    """`name`, where the package capitalises every word, as Italian writes it: `Castelfranco di Sopra`."""
    small = {"di", "del", "della", "dei", "al", "e", "in", "con", "sul", "nel"}
    first, *rest = name.split()
    return " ".join([first, *(word.lower() if word.lower() in small else word for word in rest)])


@dataclass(frozen=True)
class Alias:
    """Another name under which a municipality of today may be written, with the province written beside it."""

    name: str
    province: str
    cadastral_code: str
    why: str


def former_names(towns: list[Town], history: list[Spell]) -> list[Alias]:
    """Other names that the same cadastral code has had since 1945."""
    by_code = {town.cadastral_code: town for town in towns}
    found = []
    for spell in history:
        town = by_code.get(spell.cadastral_code)
        if town and not spell.active and spell.end >= NAMES_SINCE and key(spell.name) not in map(key, town.spellings):
            found.append(Alias(title(spell.name), spell.province, town.cadastral_code, "former name"))
    return found


class Mergers:
    """Which municipality of today took the place of one that ended since 1990.

    `municipality_mergers.csv` says it where the package cannot. Else it is the one that began on the next day in the
    same province; where several did, the one that shares a word of the name (`Abetone` -> `Abetone Cutigliano`).
    """

    def __init__(self, towns: list[Town], history: list[Spell]) -> None:
        self.by_code = {town.cadastral_code: town for town in towns}
        self.stated = stated_mergers(towns)
        self.parents: dict[str, list[Spell]] = defaultdict(list)
        self.untold: list[Spell] = []
        used = Counter(spell.cadastral_code for spell in history)
        began: dict[tuple[str, str], list[Town]] = defaultdict(list)
        for spell in history:
            if spell.active and used[spell.cadastral_code] == 1:
                began[spell.begin, spell.province].append(self.by_code[spell.cadastral_code])
        for spell in history:
            if spell.active or spell.cadastral_code in self.by_code or spell.end < MERGERS_SINCE:
                continue
            heir = self._heir(spell, began)
            if heir:
                self.parents[heir.cadastral_code].append(spell)
            elif not any(s.cadastral_code == spell.cadastral_code and s.end > spell.end for s in history):
                self.untold.append(spell)
        if self.stated:
            raise SystemExit(f"municipality_mergers.csv has lines that the package does not: {sorted(self.stated)}")
        if self.untold:
            raise SystemExit(f"no heir is told of: {', '.join(spell.name for spell in self.untold)}")
        self._pass_on_earlier_spells(history)

    def _heir(self, spell: Spell, began: dict[tuple[str, str], list[Town]]) -> Town | None:
        if stated := self.stated.pop((key(spell.name), spell.province, spell.end), None):
            return stated
        begin = (date.fromisoformat(spell.end) + timedelta(days=1)).isoformat()
        heirs = began.get((begin, spell.province), [])
        if len(heirs) > 1:
            mine = {word for word in words(spell.name) if len(word) >= TELLING_LETTERS}
            heirs = [town for town in heirs if mine & set(words(town.name))]
        return heirs[0] if len(heirs) == 1 else None

    def _pass_on_earlier_spells(self, history: list[Spell]) -> None:
        """A merged municipality's earlier names and provinces lead to the same heir."""
        heirs = {spell.cadastral_code: code for code, spells in self.parents.items() for spell in spells}
        for spell in history:
            heir = heirs.get(spell.cadastral_code)
            if heir and spell.end >= NAMES_SINCE and spell not in self.parents[heir]:
                self.parents[heir].append(spell)

    def aliases(self) -> list[Alias]:
        return [
            Alias(title(spell.name), spell.province, code, "merged")
            for code, spells in self.parents.items()
            for spell in spells
            if key(spell.name) not in map(key, self.by_code[code].spellings)
        ]

    def places(self, atlas: Atlas) -> dict[str, list[Point]]:
        """Where the merged municipalities lie, by the cadastral code of their heir."""
        found: dict[str, list[Point]] = defaultdict(list)
        for code, spells in self.parents.items():
            town = self.by_code[code]
            for name in dict.fromkeys(spell.name for spell in spells):
                if place := atlas.find([name], town.region, town.province):
                    found[code].append(place)
        return found


def stated_mergers(towns: list[Town]) -> dict[tuple[str, str, str], Town]:
    by_name = {(key(name), town.province): town for town in towns for name in town.spellings}
    with (HERE / "municipality_mergers.csv").open(encoding="utf-8", newline="") as file:
        return {
            (key(row["name"]), row["province"], row["ended"]): by_name[key(row["into"]), row["province"]]
            for row in csv.DictReader(file)
        }


def english_names(towns: list[Town], atlas: Atlas) -> list[Alias]:
    """The name that GeoNames uses where it is not the municipality's own, nor a part of it: `Turin`, `Florence`."""
    taken = {key(name) for town in towns for name in town.spellings}
    found = []
    for town in towns:
        if town.coordinates_from == "name" and town.place:
            name = atlas.common_name[town.place]
            part = set(short_words(name)) <= {word for own in town.spellings for word in short_words(own)}
            if key(name) not in taken and not part:
                found.append(Alias(name, town.province, town.cadastral_code, "other name"))
    return found


def unambiguous(aliases: Iterable[Alias], towns: list[Town]) -> list[Alias]:
    """Without repetitions, own names of that province's municipalities, and names that lead to two of one province."""
    own = {(key(name), town.province) for town in towns for name in town.spellings}
    heirs: dict[tuple[str, str], set[str]] = defaultdict(set)
    first: dict[tuple[str, str, str], Alias] = {}
    for alias in aliases:
        heirs[key(alias.name), alias.province].add(alias.cadastral_code)
        first.setdefault((key(alias.name), alias.province, alias.cadastral_code), alias)
    kept = [
        alias
        for (name, province, _), alias in first.items()
        if len(heirs[name, province]) == 1 and (name, province) not in own
    ]
    return sorted(kept, key=lambda alias: (alias.cadastral_code, key(alias.name), alias.province))


def note_former_provinces(towns: list[Town], history: list[Spell], listed: dict[str, str], mergers: Mergers) -> None:
    """Note the provinces that a municipality, or those it was made of, belonged to: old documents still name them."""
    before: dict[str, set[str]] = defaultdict(set)
    for spell in history:
        if spell.end >= PROVINCES_SINCE or spell.active:
            before[spell.cadastral_code].add(spell.province)
    for code, spells in mergers.parents.items():
        before[code] |= {spell.province for spell in spells}
    for town in towns:
        provinces = before[town.cadastral_code] | {listed.get(town.cadastral_code, "")}
        town.provinces_before = sorted(provinces - {town.province, ""})
