from __future__ import annotations

from datetime import date

import pytest

from socialimpact.charts.panels import Panel, panels
from socialimpact.charts.style import LIGHT

DAYS = [date(2024, 1, 1), date(2025, 1, 1)]


def drawn(parts, days=DAYS, unit="share"):
    names = [str(day.year) for day in days]
    return panels(parts, days, names, unit=unit, palette=LIGHT, language="en")


def test_all_parts_share_one_scale():
    chart = drawn([Panel("0", "A", [0.1, 0.2]), Panel("1", "B", [0.5, None]), Panel("rest", "Rest", [0, 0], rest=True)])
    axes = [chart.layout.yaxis, chart.layout.yaxis2, chart.layout.yaxis3]
    assert {tuple(round(end, 9) for end in axis.range) for axis in axes} == {(0.0, 0.53)}
    assert [trace.customdata[0] for trace in chart.data] == ["0", "1", "rest"]
    assert chart.data[2].line.dash == "dot"


def test_a_long_name_is_two_lines_and_whole_on_hover():
    chart = drawn([Panel("0", "Società Cooperativa Sociale <Onlus> dal nome lunghissimo", [0.1, 0.2])])
    name = chart.layout.annotations[0]
    assert name.text == "Società Cooperativa<br>Sociale &lt;Onlus&gt; da…"
    assert "lunghissimo" in name.hovertext


@pytest.mark.parametrize("count", [0, 1, 2, 9])
@pytest.mark.parametrize("unit", ["share", "euro"])
def test_any_number_of_parts(count, unit):
    chart = drawn([Panel(str(n), "x" * 60, [float(-n), None]) for n in range(count)], unit=unit)
    assert len(chart.data) == count
    assert drawn([Panel("0", "A", [])], days=[]).layout.height
