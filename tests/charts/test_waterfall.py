"""The way from one value to another: each bar begins where the one before ended."""

from __future__ import annotations

import pytest

from socialimpact.charts.style import DARK, LIGHT
from socialimpact.charts.waterfall import End, Step, waterfall

STEPS = [Step("gained", "Suppliers gained", 0.02, "+2 points"), Step("lost", "<b>Lost</b>", -0.005, "−0.5 points")]


def drawn(start=0.04, steps=STEPS, end=0.055, palette=LIGHT):
    return waterfall(End("2024", start, "4%"), steps, End("2025", end, "5.5%"), palette=palette)


def test_each_bar_begins_where_the_one_before_ended():
    chart = drawn()
    bars = [trace for trace in chart.data if trace.customdata is not None]
    assert [(bar.base[0], bar.x[0]) for bar in bars] == [
        (pytest.approx(0.04), pytest.approx(0.02)),
        (pytest.approx(0.06), pytest.approx(-0.005)),
    ]
    assert [bar.customdata[0] for bar in bars] == ["gained", "lost"]
    assert bars[0].marker.color == LIGHT.accent
    assert bars[1].marker.pattern.shape == "/"  # told apart without colour as well


def test_names_are_text_and_stand_above_their_bars():
    texts = [label.text for label in drawn().layout.annotations]
    assert texts[0] == "2024"
    assert "&lt;b&gt;Lost&lt;/b&gt;" in texts
    assert "<b>+2 points</b>" in texts


def test_far_from_zero_the_ends_are_points_and_no_bars_cut_off():
    assert [trace.type for trace in drawn(0.44, STEPS, 0.455).data] == ["scatter", "bar", "bar", "scatter"]
    assert [trace.type for trace in drawn(0.001, STEPS, 0.016).data] == ["bar"] * 4
    assert drawn(0.001, STEPS, 0.016).layout.xaxis.range[0] < 0


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_without_a_cause_both_ends_are_there(palette):
    chart = drawn(0.0, [], 0.0, palette)
    assert len(chart.data) == 2
    assert chart.layout.xaxis.range[0] < chart.layout.xaxis.range[1]


def test_negative_values_have_room():
    chart = drawn(-5.0, [Step("more", "More", 3.0, "+3")], -2.0)
    assert chart.layout.xaxis.range[0] < -5
    assert chart.layout.xaxis.range[1] > 0
