import base64
import re

from socialimpact.charts.sparkline import sparkline


def picture(html: str) -> str:
    return base64.b64decode(re.search(r"base64,([^\"]+)", html)[1]).decode()


def test_the_least_value_is_at_the_bottom_and_the_greatest_at_the_top():
    svg = picture(sparkline([1.0, 3.0, 2.0], colour="#0b6b4f", alt="x"))
    assert re.search(r'points="([^"]+)"', svg)[1] == "0.00,28.00 50.00,2.00 100.00,15.00"


def test_a_gap_parts_the_line_and_a_lone_value_is_a_dash():
    svg = picture(sparkline([1.0, None, 2.0, 3.0], colour="#000", alt="x"))
    assert svg.count("<polyline") == 2


def test_what_cannot_be_a_line_is_not_drawn():
    assert sparkline([], colour="#000", alt="x") == ""
    assert sparkline([None, None], colour="#000", alt="x") == ""
    assert sparkline([4.0], colour="#000", alt="x") == ""


def test_a_flat_line_lies_in_the_middle():
    assert 'points="0.00,15.00 100.00,15.00"' in picture(sparkline([5.0, 5.0], colour="#000", alt="x"))


def test_the_message_is_the_alternative_text():
    assert 'alt="rose to &quot;5 %&quot; &lt;now&gt;"' in sparkline([1, 2], colour="#000", alt='rose to "5 %" <now>')
