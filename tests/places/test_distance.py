from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.places.distance import distance_km, distance_sql

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)

TURIN = (45.07049, 7.68682)
MILAN = (45.46427, 9.18951)
ROME = (41.89193, 12.51133)


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection


def in_sql(engine, *points):
    expression = distance_sql("a", "b", "c", "d")
    row = "select ?::double as a, ?::double as b, ?::double as c, ?::double as d"
    return engine.execute(f"select {expression} from ({row})", list(points)).fetchone()[0]


def test_known_distances():
    assert distance_km(*TURIN, *MILAN) == pytest.approx(125.3, abs=0.5)
    assert distance_km(*TURIN, *ROME) == pytest.approx(524, abs=2)
    assert distance_km(*TURIN, *TURIN) == 0
    assert distance_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)


def test_a_degree_of_latitude_is_111_km():
    assert distance_km(45, 7, 46, 7) == pytest.approx(111.195, abs=0.001)


@pytest.mark.parametrize("missing", range(4))
def test_an_unknown_coordinate_gives_null_not_half_the_earth(engine, missing):
    points = [*TURIN, *MILAN]
    points[missing] = None
    assert in_sql(engine, *points) is None


def test_opposite_points_do_not_leave_the_domain_of_the_arc_sine(engine):
    kilometres = engine.execute(
        f"""
        select {distance_sql("latitude", "longitude", "-latitude", "longitude + 180")}
        from (select unnest(range(-90, 91))::double as latitude),
             (select (unnest(range(-1800, 1800)) / 10)::double as longitude)
        """
    ).fetchnumpy()
    distances = next(iter(kilometres.values()))

    assert len(distances) == 181 * 3600
    assert distances.min() == pytest.approx(20015.1, abs=0.1)
    assert distances.max() == pytest.approx(20015.1, abs=0.1)


@given(latitudes, longitudes, latitudes, longitudes)
def test_sql_and_python_agree(engine, a, b, c, d):
    assert in_sql(engine, a, b, c, d) == pytest.approx(distance_km(a, b, c, d), abs=1e-3)
    assert distance_km(a, b, c, d) == pytest.approx(distance_km(c, d, a, b), abs=1e-6)
