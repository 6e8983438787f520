from __future__ import annotations

import pytest

from socialimpact.charts.scales import month_axis, value_axis
from socialimpact.charts.style import LIGHT


@pytest.mark.parametrize("unit", ["euro", "count", "share", "days"])
@pytest.mark.parametrize("values", [[], [None], [0.0, 0.0], [0.4], [2.0, 3.0], [-5.0, 7.0], [1e7, None]])
def test_no_two_ticks_read_alike(unit, values):
    axis = value_axis(values, unit, LIGHT, "en")
    if unit == "share" or any(values):
        assert len(set(axis["ticktext"])) == len(axis["ticktext"])
    assert axis["range"][0] < axis["range"][1]


def test_nothing_spent_is_one_euro_high():
    assert value_axis([0.0, 0.0], "euro", LIGHT, "en")["ticktext"] == ["€0", "€1"]


def test_without_months_the_axis_has_no_range():
    assert month_axis([], "en")["range"] is None
