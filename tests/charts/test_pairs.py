from socialimpact.charts.pairs import Pair, pairs
from socialimpact.charts.style import LIGHT

ROWS = [
    Pair("a", "Entro 30 giorni", 0.2, "20 %", 0.6, "60 %"),
    Pair("b", "<b>Altri</b>", 0.8, "80 %", None, "non noto"),
]


def test_the_first_row_is_on_top_social_ones_bold_all_pale():
    part, whole = pairs(ROWS, palette=LIGHT).data
    assert list(part.x) == [0.6, None]
    assert list(whole.x) == [0.2, 0.8]
    assert part.marker.color == LIGHT.accent
    assert part.y[0] > part.y[1]
    assert part.y[0] > whole.y[0]


def test_what_is_not_known_is_said_without_a_bar_and_names_cannot_write_into_the_page():
    texts = [each.text for each in pairs(ROWS, palette=LIGHT).layout.annotations]
    assert "non noto" in texts
    assert "&lt;b&gt;Altri&lt;/b&gt;" in texts


def test_no_rows_are_an_empty_chart():
    assert pairs([], palette=LIGHT).layout.height > 0
