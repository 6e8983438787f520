from decimal import Decimal

from socialimpact.charts.bars import Bar, bars, shortened
from socialimpact.charts.style import LIGHT

ROWS = [
    Bar("b", "Cooperativa sociale di tipo B", Decimal("311000.00"), Decimal("40000.00")),
    Bar("a", "Cooperativa sociale di tipo A", Decimal("178000.00")),
    Bar("c", "Nota di credito", Decimal("-12000.00")),
]


def drawn(rows=ROWS, language="en"):
    return bars(rows, palette=LIGHT, language=language)


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_the_possible_part_continues_the_bar_lighter_and_hatched():
    counted, possible = drawn().data
    assert list(counted.x) == [311000.0, 178000.0, -12000.0]
    assert list(possible.x) == [40000.0, 0.0, 0.0]
    assert possible.marker.pattern.shape == "/"
    assert possible.marker.color != counted.marker.color
    assert drawn().layout.barmode == "relative"


def test_the_first_row_is_on_top_and_a_click_gives_its_key():
    counted, _ = drawn().data
    assert list(counted.y) == [2, 1, 0]
    assert list(counted.customdata) == ["b", "a", "c"]


def test_amounts_stand_at_the_bars_the_possible_one_after_a_plus():
    assert "<b>€311,000</b> + €40,000" in texts(drawn())
    assert "<b>-€12,000</b>" in texts(drawn())


def test_only_possible_is_said_without_a_zero():
    assert "+ €500" in texts(drawn([Bar("x", "X", Decimal(0), Decimal(500))]))


def test_a_suppliers_name_cannot_write_into_the_page():
    figure = drawn([Bar("x", "<img src=x onerror=alert(1)>", Decimal(1))])
    assert "&lt;img src=x onerror=alert(1)&gt;" in texts(figure)
    assert "<img" not in figure.data[0].hovertext[0]


def test_long_names_are_cut_and_whole_on_hover():
    name = "Consorzio di cooperative sociali per l'inserimento lavorativo del Piemonte"
    assert shortened(name).endswith("…")
    assert shortened(name) in texts(drawn([Bar("x", name, Decimal(1))]))[0].replace("&#x27;", "'")
    assert "Piemonte" in drawn([Bar("x", name, Decimal(1))]).data[0].hovertext[0]


def test_every_label_fits_beside_its_bar_on_a_phone():
    figure = drawn()
    low, high = figure.layout.xaxis.range
    for row in ROWS:
        end = float(max(row.amount + row.possible, row.amount, 0))
        assert (high - end) / (high - low) * 320 >= 70


def test_no_rows_no_fault():
    assert list(drawn([]).data[0].x) == []
