"""Bars of categories: as long as the spend, with the social part in front."""

from decimal import Decimal

from socialimpact.charts.social_parts import SocialPart, social_parts
from socialimpact.charts.style import LIGHT


def test_the_social_part_lies_in_front_and_the_label_says_both():
    rows = [
        SocialPart("a", "Cleaning <b>", Decimal(200), Decimal(50), 0.25),
        SocialPart("b", "مطعم", Decimal(0), Decimal(0), None),
        SocialPart("c", "x" * 200, Decimal(-30), Decimal(-30), 1.0),
    ]
    chart = social_parts(rows, palette=LIGHT, language="en")
    assert list(chart.data[0].x) == [200.0, 0.0, -30.0]
    assert list(chart.data[1].x) == [50.0, 0.0, -30.0]
    assert list(chart.data[0].customdata) == ["a", "b", "c"]
    texts = [label.text for label in chart.layout.annotations]
    assert texts[0] == "Cleaning &lt;b&gt;"
    assert texts[1] == "<b>25.0%</b> of €200"
    assert texts[3] == "<b>not known</b> of €0"
    assert chart.layout.xaxis.range[0] == -30.0


def test_without_rows_it_is_an_empty_figure():
    assert social_parts([], palette=LIGHT, language="it").layout.height > 0
