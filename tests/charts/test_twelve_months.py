from __future__ import annotations

import pytest

from socialimpact.charts.style import LIGHT
from socialimpact.charts.twelve_months import Way, season_bars, within_year, year_lines

NONE = [None] * 12
LOOK = {"palette": LIGHT, "language": "en"}


def test_the_last_year_is_bold_and_drawn_above_the_others():
    chart = year_lines([(2024, [0.1] * 12), (2025, [0.2] * 6 + [None] * 6)], unit="share", **LOOK)
    assert [line.name for line in chart.data] == ["2024", "2025"]
    assert chart.data[1].line.width > chart.data[0].line.width
    assert chart.data[0].line.dash == "dot"
    assert {label.text for label in chart.layout.annotations} == {"2024", "<b>2025</b>"}


def test_labels_of_years_that_end_alike_do_not_lie_on_each_other():
    chart = year_lines([(2023, [1.0] * 12), (2024, [1.0] * 12), (2025, [1.0] * 12)], unit="euro", **LOOK)
    heights = sorted(label.y for label in chart.layout.annotations)
    assert heights[1] - heights[0] > 0.05
    assert heights[2] == 1.0


def test_the_season_tells_below_from_above_without_colour():
    chart = season_bars([0.1, -0.1] + [0.0] * 10, in_points=False, **LOOK)
    assert chart.data[0].marker.pattern.shape[:2] == ("", "/")
    assert chart.data[0].hovertext[:2] == ("January: <b>+10%</b>", "February: <b>−10%</b>")
    assert season_bars([0.01] * 12, in_points=True, **LOOK).data[0].hovertext[0] == "January: <b>+1</b>"


def test_a_year_on_its_way_has_a_range_that_begins_where_it_stands():
    so_far, rest = [1.0, 2.0] + [None] * 10, [None, None, *[3.0] * 10]
    chart = within_year(Way(so_far, rest, [None, None, *[2.5] * 10], [None, None, *[3.5] * 10], [float(n) for n in
                        range(12)], "target €11"), unit="euro", **LOOK)  # fmt: skip
    low, high = chart.data[:2]
    assert (low.x[0], low.y[0], high.y[0]) == (2, 2.0, 2.0)
    assert high.fill == "tonexty"
    assert "target €11" in {label.text for label in chart.layout.annotations}


@pytest.mark.parametrize("way", [Way(NONE, NONE, NONE, NONE), Way([0.5] * 12, NONE, NONE, NONE)])
def test_a_year_without_anything_to_come_has_no_range(way):
    assert all(line.fill is None for line in within_year(way, unit="share", **LOOK).data)
