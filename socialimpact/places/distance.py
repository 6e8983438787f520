"""Distance as the crow flies, in Python and as SQL.

The haversine formula on a sphere of the earth's mean radius (6371.0088 km, IUGG); the error against the ellipsoid is
below 0.6 %, far less than what a municipality's single point leaves open.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088


def distance_km(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Kilometres between two points given in degrees."""
    lat1, lat2 = radians(latitude1), radians(latitude2)
    half_chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(longitude2 - longitude1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


def distance_sql(latitude1: str, longitude1: str, latitude2: str, longitude2: str) -> str:
    """`distance_km` as an SQL expression over four columns in degrees; NULL where one of them is.

    Rounding can bring the argument of `asin` just above 1 for opposite points, hence `least`; and as `least` passes
    over NULLs, they are turned away first.
    """
    known = " and ".join(f"{column} is not null" for column in (latitude1, longitude1, latitude2, longitude2))
    half_chord = (
        f"power(sin(radians({latitude2} - {latitude1}) / 2), 2)"
        f" + cos(radians({latitude1})) * cos(radians({latitude2}))"
        f" * power(sin(radians({longitude2} - {longitude1}) / 2), 2)"
    )
    return f"case when {known} then {2 * EARTH_RADIUS_KM} * asin(sqrt(least(1.0, {half_chord}))) end"
