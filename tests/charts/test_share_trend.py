from datetime import date

from socialimpact.charts.share_trend import share_trend
from socialimpact.charts.style import DARK, LIGHT

MONTHS = [date(2025, number, 1) for number in range(1, 13)]
MONTHLY = [0.02, None, 0.05, 0.04, 0.03, 0.05, 0.06, 0.05, 0.05, 0.07, 0.06, 0.06]
ROLLING = [None] * 11 + [0.051]


def drawn(**more):
    values = {"months": MONTHS, "monthly": MONTHLY, "rolling": ROLLING, "palette": LIGHT, "language": "it", **more}
    months, monthly, rolling = (values.pop(name) for name in ("months", "monthly", "rolling"))
    return share_trend(months, monthly, rolling, **values)


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_single_months_are_thin_and_twelve_months_bold():
    thin, bold = drawn().data[:2]
    assert thin.line.width < bold.line.width
    assert list(thin.y) == MONTHLY
    assert list(bold.y) == ROLLING
    assert thin.connectgaps is False


def test_the_target_is_a_dotted_line_with_its_label():
    figure = drawn(target=0.06, target_year=2026)
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1, line.line.dash) == (0.06, 0.06, "dot")
    assert any("6" in text and "2026" in text for text in texts(figure))


def test_without_a_target_there_is_no_line():
    assert len(drawn().layout.shapes) == 0


def test_the_last_value_stands_at_the_line_in_the_readers_language():
    assert any("5,1" in text for text in texts(drawn(language="it")))
    assert any("5.1%" in text for text in texts(drawn(language="en")))


def test_the_axis_starts_at_zero_and_holds_the_target():
    figure = drawn(target=0.2)
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] >= 0.2


def test_a_negative_share_stays_inside_the_picture():
    figure = drawn(monthly=[-0.04, *MONTHLY[1:]])
    assert figure.layout.yaxis.range[0] <= -0.04


def test_one_month_is_a_dot_because_a_line_would_not_be_seen():
    figure = drawn(months=MONTHS[:1], monthly=[0.03], rolling=[None])
    assert figure.data[0].mode == "markers"


def test_nothing_known_draws_an_empty_frame():
    figure = drawn(months=[], monthly=[], rolling=[])
    assert texts(figure) == []


def test_each_theme_has_its_colours():
    assert drawn(palette=DARK).data[1].line.color == DARK.accent
    assert drawn(palette=LIGHT).data[1].line.color == LIGHT.accent
