"""The map as an object: what is drawn, what a pointer finds, and nothing that a browser would have to fetch."""

import json
from decimal import Decimal

import numpy as np
import pytest

from socialimpact.charts.province_map import COUNTRY, Area, Dot, Mark, province_map
from socialimpact.charts.style import DARK, LIGHT
from socialimpact.places.boundaries import outlines, plane

AREAS = [
    Area("TO", "Torino (TO)", Decimal("2500000.00"), Decimal("300000.00"), 40),
    Area("CN", "Cuneo (CN)", Decimal("90000.00"), Decimal(0), 5),
    Area("MI", "Milano (MI)", Decimal("-500.00"), Decimal(0), 1),
]
DOTS = [
    Dot("001272", "Torino (TO)", 7.68, 45.07, Decimal("2000000.00"), Decimal("300000.00"), 30),
    Dot("004078", "Cuneo (CN)", 7.54, 44.39, Decimal("90000.00"), Decimal(0), 5),
    Dot("015146", "Milano (MI)", 9.19, 45.46, Decimal("-500.00"), Decimal(0), 1),
]
MARKS = [Mark("Sede", 7.68, 45.07)]


def drawn(areas=AREAS, dots=DOTS, marks=MARKS, language="en", palette=LIGHT, **more):
    return province_map(areas, dots, marks, palette=palette, language=language, **more)


def keys(figure):
    return {str(key) for trace in figure.data if trace.customdata is not None for key in trace.customdata}


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_nothing_but_plain_axes_so_that_nothing_is_fetched():
    assert {trace.type for trace in drawn().data} == {"scatter"}
    said = drawn().to_json()
    assert "http" not in said
    assert '"geo"' not in said
    assert "map" not in json.loads(said)["layout"]


def test_each_province_is_drawn_once():
    filled = [trace for trace in drawn().data if trace.fill == "toself"]
    vertices = sum(np.count_nonzero(~np.isnan(np.asarray(trace.x))) for trace in filled)
    assert vertices == sum(np.count_nonzero(~np.isnan(outline.x)) for outline in outlines().values())


def test_the_most_spend_has_the_darkest_grey_and_none_the_ground():
    fills = {trace.fillcolor for trace in drawn().data if trace.fill}
    assert LIGHT.background in fills
    assert len(fills) == 3  # nothing or given back, tens of thousands, millions


def test_a_click_says_which_province_or_town():
    assert keys(drawn()) == {"province:TO", "province:CN", "province:MI", "municipality:001272", "municipality:004078"}


def test_a_town_that_gave_more_back_than_it_sold_has_no_disc_but_its_province_tells():
    hovers = [trace.hovertext for trace in drawn().data if isinstance(trace.hovertext, str)]
    assert any("-€500" in text for text in hovers)


def test_the_disc_of_the_social_part_is_smaller_by_its_share_of_the_area():
    everything, social = [
        trace
        for trace in drawn().data
        if trace.customdata is not None and trace.hovertext and not isinstance(trace.hovertext, str)
    ]
    assert list(social.customdata) == ["municipality:001272"]
    assert social.marker.size[0] / everything.marker.size[0] == pytest.approx((0.15) ** 0.5, abs=0.01)


def test_the_legend_names_the_bounds_in_the_readers_language():
    assert "€1 m and more" in texts(drawn())
    assert "1 mln € e oltre" in [text.replace("\u00a0", " ") for text in texts(drawn(language="it"))]
    assert "nothing" in texts(drawn())
    assert "€10,000 and more" in texts(drawn())
    assert "less than €1,000" not in texts(drawn())  # no province has so little


def test_without_spend_there_is_the_country_and_no_legend():
    figure = drawn([], [], [])
    assert texts(figure) == []
    assert tuple(figure.layout.xaxis.range) == COUNTRY[:2]


def test_near_shows_what_lies_around_the_sites():
    x, _ = plane(7.68, 45.07)
    figure = drawn(near=True)
    assert figure.layout.xaxis.range[0] < x < figure.layout.xaxis.range[1]
    assert figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0] < 3
    assert tuple(drawn(marks=[], near=True).layout.xaxis.range) == COUNTRY[:2]


def test_a_name_is_no_markup_and_a_long_one_is_cut():
    figure = drawn(marks=[Mark("<b>שלום</b> " + "x" * 90, 7.68, 45.07)])
    label = texts(figure)[0]
    assert "&lt;b&gt;שלום" in label
    assert len(label) < 80


def test_many_sites_have_marks_and_no_names():
    figure = drawn(marks=[Mark(str(number), 7.0 + number / 10, 45.0) for number in range(12)])
    assert not any(str(text).startswith("<b>") for text in texts(figure))


def test_the_figure_is_small():
    dots = [
        Dot(f"{n:06d}", f"Town {n}", 7 + n % 100 / 20, 42 + n / 1000, Decimal(1000 + n), Decimal(n), 3)
        for n in range(2000)
    ]
    areas = [Area(code, code, Decimal(1000), Decimal(0), 1) for code in outlines()]
    assert len(drawn(areas, dots, palette=DARK).to_json()) < 900_000
    assert len(drawn().to_json()) < 150_000
