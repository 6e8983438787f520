from __future__ import annotations

from datetime import date

import pytest

from socialimpact.charts.period_line import Mark, Point, period_line
from socialimpact.charts.style import DARK, LIGHT

POINTS = [
    Point("2025-01", date(2025, 1, 1), "Jan", 0.1),
    Point("2025-02", date(2025, 2, 1), "Feb", None),
    Point("2025-03", date(2025, 3, 1), "Mar <1>", 0.3, whole=False),
]


def drawn(points=POINTS, marks=(), unit="share", palette=LIGHT):
    return period_line(points, marks, unit=unit, palette=palette, language="en")


def test_the_line_breaks_where_nothing_is_known_and_a_part_is_hollow():
    (line,) = drawn().data
    assert line.y == (0.1, None, 0.3)
    assert line.connectgaps is False
    assert line.marker.color == (LIGHT.accent, LIGHT.accent, LIGHT.background)
    assert line.customdata == ("2025-01", "2025-02", "2025-03")
    assert line.hovertext[2] == "Mar &lt;1&gt;: <b>30.0%</b>"


def test_what_happened_has_a_number_and_a_missing_month_a_ground():
    chart = drawn(marks=[Mark(date(2025, 2, 3), 1, "Start"), Mark(date(2025, 2, 1), 1, "no lines", gap=True)])
    assert [shape.type for shape in chart.layout.shapes] == ["line", "rect"]
    assert [label.text for label in chart.layout.annotations] == ["<b>30.0%</b>", "<b>1</b>"]


@pytest.mark.parametrize("unit", ["share", "euro", "count", "days"])
@pytest.mark.parametrize("points", [[], POINTS[:1], POINTS[1:2], POINTS])
def test_few_points_and_every_unit(points, unit):
    assert drawn(points, unit=unit, palette=DARK).layout.height
