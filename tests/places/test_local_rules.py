from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.errors import Refused
from socialimpact.places.local_rules import (
    DISTANCE_BANDS,
    LocalRule,
    distance_band_name,
    distance_band_sql,
    parse,
)

# where the supplier is, seen from the site: same municipality, same province, same region, km
SPEND = """
    select * from (values
        ('next door',       true,  true,  true,  0.0),
        ('same province',   false, true,  true,  49.9),
        ('beyond the line', false, false, true,  50.0),
        ('far away',        false, false, false, 50.1),
        ('province only',   null,  true,  true,  null),
        ('unknown',         null,  null,  null,  null)
    ) as spend(supplier, same_municipality, same_province, same_region, distance_km)
"""


@pytest.mark.parametrize(
    ("rule", "local"),
    [
        ("municipality", {"next door"}),
        ("province", {"next door", "same province", "province only"}),
        ("region", {"next door", "same province", "beyond the line", "province only"}),
        ("radius:50", {"next door", "same province", "beyond the line"}),
        ("10km", {"next door"}),
    ],
)
def test_who_is_local_under_each_rule(rule, local):
    predicate = parse(rule).predicate_sql()
    with duckdb.connect() as engine:
        rows = engine.execute(f"select supplier, {predicate} from ({SPEND})").fetchall()

    assert {supplier for supplier, is_local in rows if is_local} == local
    assert None not in {is_local for _, is_local in rows}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("municipality", LocalRule("municipality")),
        (" Province ", LocalRule("province")),
        ("region", LocalRule("region")),
        ("radius:50", LocalRule("radius", 50.0)),
        ("radius: 12.5 km", LocalRule("radius", 12.5)),
        ("50km", LocalRule("radius", 50.0)),
        ("50 KM", LocalRule("radius", 50.0)),
    ],
)
def test_rules_are_read(text, rule):
    assert parse(text) == rule
    assert parse(rule.key) == rule


@pytest.mark.parametrize(
    "text", ["", "country", "50", "radius:", "radius:0", "radius:-5", "radius:3000", "radius:nan", "radius:1e3", "km"]
)
def test_other_words_are_refused_with_what_to_write(text):
    with pytest.raises(Refused) as refused:
        parse(text)
    assert refused.value.code == "unknown_local_rule"
    assert "radius:50" in str(refused.value)


@given(st.decimals(min_value="0.1", max_value=2000, places=1))
def test_every_radius_survives_its_key(km):
    rule = LocalRule("radius", float(km))
    assert parse(rule.key) == rule


def test_rules_say_what_they_mean():
    assert str(parse("municipality").name()) == "Same municipality"
    assert str(parse("radius:50").name()) == "Within 50 km"
    assert str(parse("radius:12.5").name()) == "Within 12.5 km"
    assert str(parse("region").sentence()) == (
        "A supplier is local if its seat is in the same region as the site that buys."
    )
    assert "within 50 km" in str(parse("50km").sentence())
    assert len({str(parse(rule).sentence()) for rule in ("municipality", "province", "region", "50km")}) == 4


def test_distances_fall_into_bands_and_unknown_ones_into_none():
    kilometres = [0.0, 9.99, 10.0, 29.9, 30.0, 50.0, 100.0, 199.9, 200.0, 1200.0, None]
    with duckdb.connect() as engine:
        rows = engine.execute(
            f"select {distance_band_sql()} from (select unnest(?::double[]) as distance_km)", [kilometres]
        ).fetchall()

    assert [band for (band,) in rows] == [
        "000-010", "000-010", "010-030", "010-030", "030-050", "050-100", "100-200", "100-200", "200+", "200+", None,
    ]  # fmt: skip


def test_bands_sort_by_their_keys_and_have_names():
    keys = [key for _, key in DISTANCE_BANDS]

    assert keys == sorted(keys)
    assert [str(distance_band_name(key)) for key in keys] == [
        "Less than 10 km", "10–30 km", "30–50 km", "50–100 km", "100–200 km", "200 km and more",
    ]  # fmt: skip
    with pytest.raises(KeyError):
        distance_band_name("10 km")
