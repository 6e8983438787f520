from socialimpact.charts.pareto import pareto
from socialimpact.charts.style import LIGHT


def drawn(points=((1, 0.51), (2, 0.76), (3, 0.91), (5, 1.0)), mark=(3, 0.91), language="en"):
    return pareto(points, mark, palette=LIGHT, language=language)


def test_the_curve_begins_with_nobody_and_ends_with_all():
    curve = drawn().data[0]
    assert (curve.x[0], curve.y[0]) == (0, 0.0)
    assert (curve.x[-1], curve.y[-1]) == (5, 1.0)


def test_where_80_percent_is_reached_is_marked_and_named():
    figure = drawn(language="it")
    assert list(figure.data[1].x) == [3]
    assert figure.layout.annotations[0].text.replace("\u00a0", " ") == "<b>3 fornitori</b>: 91 %"


def test_nothing_to_draw_is_an_empty_chart():
    assert len(drawn((), None).data) == 1
