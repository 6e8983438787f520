from socialimpact.charts.style import DARK, LIGHT
from socialimpact.charts.year_columns import Column, year_columns

YEARS = [Column(2023, 0.25, True), Column(2024, None, True), Column(2025, 0.5, False, "3 months only")]


def drawn(years=YEARS, language="en"):
    return year_columns(years, palette=LIGHT, language=language)


def test_each_year_has_its_share_on_it_and_none_where_it_is_not_known():
    (bars,) = drawn().data
    assert list(bars.x) == ["2023", "2024", "2025"]
    assert list(bars.text) == ["<b>25.0%</b>", "<b>–</b>", "<b>50.0%</b>"]
    assert drawn(language="it").data[0].text[0].replace("\u00a0", " ") == "<b>25,0 %</b>"


def test_a_year_in_part_is_paler_and_starred():
    (bars,) = drawn().data
    assert list(bars.marker.color) == [LIGHT.accent, LIGHT.accent, LIGHT.faint]
    assert list(drawn().layout.xaxis.ticktext) == ["2023", "2024", "2025*"]
    assert "3 months only" in bars.hovertext[2]


def test_a_share_below_zero_or_above_one_fits():
    low, high = year_columns(
        [Column(2024, -0.5, True), Column(2025, 1.5, True)], palette=DARK, language="en"
    ).layout.yaxis.range
    assert low < -0.5
    assert high > 1.5
    assert year_columns([], palette=DARK, language="en").layout.yaxis.range[0] == 0
