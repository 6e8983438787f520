from decimal import Decimal
from itertools import pairwise

import pytest

from socialimpact.charts.style import DARK, LIGHT
from socialimpact.charts.treemap import Tile, squarified, tone, tones, treemap
from tests.charts.test_style import contrast, luminance

TILES = [
    Tile("0", "Produzione", Decimal("600.00"), 0.004),
    Tile("1", "Sedi e servizi generali <b>", Decimal("200.00"), 0.239),
    Tile("2", "non classificato", Decimal("100.00"), 0.0, outside=True),
    Tile("3", "Consulenze", Decimal("100.00"), 0.0),
]


def drawn(tiles=TILES, goal=0.06, language="it"):
    return treemap(tiles, goal, palette=LIGHT, language=language)


def area(box):
    return box.width * box.height


@pytest.mark.parametrize("sizes", [[1.0], [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], [1000.0, *[1.0] * 40], [1.0] * 500])
def test_tiles_have_the_area_of_their_size_and_fill_the_plane(sizes):
    boxes = squarified(sizes, 1.7)
    assert [area(box) for box in boxes] == pytest.approx([1.7 * size / sum(sizes) for size in sizes])
    assert min(box.x for box in boxes) == pytest.approx(0)
    assert max(box.x + box.width for box in boxes) == pytest.approx(1.7)
    assert min(box.y for box in boxes) == pytest.approx(0, abs=1e-9)
    assert max(box.y + box.height for box in boxes) == pytest.approx(1)


def test_tiles_do_not_lie_upon_each_other():
    boxes = squarified([5.0, 4.0, 3.0, 2.0, 1.0, 1.0, 0.5], 1.7)
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            up = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert min(across, up) <= 1e-9


def test_nothing_to_draw_is_nothing():
    assert squarified([], 1.7) == []
    assert squarified([0.0], 1.7) == []


@pytest.mark.parametrize(
    ("share", "goal", "expected"),
    [
        (0.0, 0.06, "none"),
        (-0.1, 0.06, "none"),
        (0.01, 0.06, "under"),
        (0.03, 0.06, "near"),
        (0.06, 0.06, "over"),
        (1.4, 0.06, "over"),
        (0.01, None, "over"),
        (None, 0.06, "unknown"),
    ],
)
def test_a_tile_is_coloured_by_how_it_stands_to_the_goal(share, goal, expected):
    assert tone(Tile("0", "x", Decimal(1), share), goal) == expected


def test_what_is_in_no_category_is_hatched():
    figure = drawn()
    assert list(figure.data[0].marker.pattern.shape) == ["", "", "/", ""]


def test_a_click_gives_the_key_and_a_name_cannot_write_into_the_page():
    figure = drawn()
    assert list(figure.data[0].customdata) == ["0", "1", "2", "3"]
    assert "generali<br>&lt;b&gt;" in figure.data[0].text[1].replace(" ", "<br>")
    assert "<b>23,9" in figure.data[0].text[1]


def test_the_legend_says_what_the_colours_in_the_map_mean():
    names = [trace.name.replace("\u00a0", " ") for trace in drawn().data[1:]]
    assert names == ["niente di sociale", "sotto 3 % sociale", "6 % e oltre", "non noto"]


def test_a_very_long_name_is_cut():
    label = drawn([Tile("0", "parola " * 60, Decimal(1), 0.5)]).data[0].text[0]
    assert label.count("<br>") == 3
    assert "…" in label


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_labels_are_readable_and_tones_differ_in_lightness(palette):
    found = tones(palette)
    assert all(contrast(ground, text) >= 4.5 for ground, text in found.values())
    ordered = [luminance(found[each][0]) + 0.05 for each in ("under", "near", "over")]
    assert all(max(one, other) / min(one, other) >= 1.5 for one, other in pairwise(ordered))
