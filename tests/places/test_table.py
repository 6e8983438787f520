"""The data file against the boundaries of ISTAT, the list of code changes, and its own script."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from socialimpact import settings
from socialimpact.places import table
from socialimpact.places.distance import distance_km


@pytest.fixture(scope="module")
def official(samples: Path) -> dict[str, dict[str, str]]:
    with (samples / "municipalities" / "comuni_merged.csv").open(encoding="utf-8", newline="") as file:
        return {row["istat_code"]: row for row in csv.DictReader(file)}


def test_no_municipality_is_missing_and_none_is_too_many(official):
    assert {row["code"] for row in table.rows()} == set(official)


def test_codes_provinces_and_postcodes_are_the_official_ones(official):
    different = [
        row["name"]
        for row in table.rows()
        for truth in [official[row["code"]]]
        if (row["cadastral_code"], row["code_before_2026"], row["province"], row["province_name"], row["region"])
        != (truth["belfiore"], truth["istat_code_before_2026"], truth["sigla"], truth["province"], truth["region"])
        or row["caps"] != truth["caps"]
    ]
    assert different == []


def test_names_are_the_official_ones_but_for_one_that_changed_later(official):
    different = {row["name"]: official[row["code"]]["name"] for row in table.rows()}
    assert {ours: theirs for ours, theirs in different.items() if ours != theirs} == {
        "Vallecrosia": "Vallecrosia al mare"
    }


def test_99_of_100_lie_within_10_km_of_their_territory_s_centre(official):
    distances = {
        row["code"]: distance_km(
            float(row["latitude"]), float(row["longitude"]), float(true["lat"]), float(true["lon"])
        )
        for row in table.rows()
        for true in [official[row["code"]]]
    }
    far = {code for code, km in distances.items() if km > 10}
    told = {row["code"] for row in table.rows() if row["coordinates"] == "approximate"}

    assert len(far) / len(distances) <= 0.01
    assert len(far - told) / len(distances) <= 0.003  # large territories whose town lies at their edge
    assert max(km for code, km in distances.items() if code not in told) < 25


def test_what_is_approximate_says_how_it_is_known():
    sources = {(row["coordinates"], row["coordinates_from"]) for row in table.rows()}
    assert sources == {
        ("exact", "name"),
        ("exact", "former name"),
        ("approximate", "mean of the merged municipalities"),
        ("approximate", "a place with part of its name"),
        ("approximate", "the most populous of several places of its name"),
        ("approximate", "mean of the municipalities with its postcode"),
        ("approximate", "mean of the municipalities with the next postcode"),
    }


def test_the_code_changes_of_2026_are_all_there(samples: Path):
    now = {row["code_before_2026"]: row["code"] for row in table.rows()}
    with (samples / "municipalities" / "comuni_code_changes.csv").open(encoding="utf-8", newline="") as file:
        changes = list(csv.DictReader(file))

    renumbered = {
        row["istat_code_before_2026"]: row["istat_code_2026_08"] for row in changes if row["istat_code_2026_08"]
    }
    assert len(renumbered) == 377
    assert {old: now.get(old) for old in renumbered} == renumbered
    assert not {row["istat_code_before_2026"] for row in changes if not row["istat_code_2026_08"]} & now.keys()


def test_aliases_lead_to_municipalities_of_today():
    codes = {row["code"] for row in table.rows()}
    assert {row["why"] for row in table.aliases()} == {"former name", "merged", "other name"}
    assert all(row["code"] in codes and row["name"] for row in table.aliases())


def test_the_script_makes_these_very_rows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(settings.ROOT))
    for name in [name for name in sys.modules if name == "data" or name.startswith("data.")]:
        monkeypatch.delitem(sys.modules, name)
    from data import build_municipalities  # noqa: PLC0415 - found only with the root on the path

    towns, aliases = build_municipalities.build()
    code = {town.cadastral_code: town.code for town in towns}

    assert [town.row() for town in towns] == list(table.rows())
    assert [(a.name, a.province, code[a.cadastral_code], a.why) for a in aliases] == [
        tuple(row.values()) for row in table.aliases()
    ]
