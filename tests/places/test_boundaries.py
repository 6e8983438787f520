"""The outlines of the provinces: all there, where the municipalities are, and no gap between neighbours."""

import math
from itertools import pairwise

import numpy as np
import pytest

from socialimpact.places import boundaries
from socialimpact.places.boundaries import outlines, plane
from socialimpact.places.municipalities import municipalities
from socialimpact.places.provinces import provinces

KM = 111.2
# Islands too small for the map, and a town whose point in the table is only approximate.
FAR = {"Isole Tremiti", "Piobesi Torinese"}


def rings(outline):
    """The closed rings of an outline, as arrays of points."""
    gaps = [-1, *np.flatnonzero(np.isnan(outline.x)), len(outline.x)]
    return [np.column_stack([outline.x[a + 1 : b], outline.y[a + 1 : b]]) for a, b in pairwise(gaps)]


def inside(parts, x, y):
    odd = 0
    for ring in parts:
        (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
        crosses = (y1 > y) != (y2 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            odd += np.count_nonzero(crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1))
    return odd % 2 == 1


def away(parts, x, y):
    """Kilometres to the nearest edge."""
    least = math.inf
    for ring in parts:
        start, step = ring[:-1], ring[1:] - ring[:-1]
        along = np.clip(((np.array([x, y]) - start) * step).sum(axis=1) / (step**2).sum(axis=1), 0, 1)
        least = min(least, np.hypot(*(start + along[:, None] * step - [x, y]).T).min())
    return least * KM


def test_every_province_has_an_outline_and_no_other_is_there():
    assert set(outlines()) == set(provinces())


@pytest.mark.parametrize("code", sorted(provinces()))
def test_each_ring_is_closed_and_each_point_within_is_within(code):
    outline = outlines()[code]
    parts = rings(outline)
    assert all(len(ring) >= 4 and (ring[0] == ring[-1]).all() for ring in parts)
    assert len(outline.inner_x) > 3
    assert all(inside(parts, x, y) for x, y in zip(outline.inner_x, outline.inner_y, strict=True))


def test_each_municipality_lies_in_its_province_or_close_by():
    shapes = {code: rings(outline) for code, outline in outlines().items()}
    outside = {}
    for town in municipalities().values():
        x, y = plane(town.longitude, town.latitude)
        if not inside(shapes[town.province], x, y):
            outside[town.name] = away(shapes[town.province], x, y)
    assert len(outside) / len(municipalities()) < 0.005
    assert {name for name, km in outside.items() if km > 2} == FAR


def test_neighbours_share_the_vertices_of_their_border():
    """Torino and Cuneo meet along one line: the same points on both sides, so that no gap shows."""
    torino, cuneo = (
        {(round(float(x), 5), round(float(y), 5)) for ring in rings(outlines()[code]) for x, y in ring}
        for code in ("TO", "CN")
    )
    assert len(torino & cuneo) > 10


def test_the_map_is_small():
    assert sum(len(outline.x) for outline in outlines().values()) < 10_000


@pytest.mark.parametrize(
    ("longitude", "latitude", "there"), [(7.68, 45.07, True), (-0.13, 51.5, False), (12.6, 35.5, True)]
)
def test_what_lies_on_the_map(longitude, latitude, there):
    assert boundaries.on_map(longitude, latitude) is there
