import pytest
from streamlit.testing.v1 import AppTest

from socialimpact.ui.formats import literal


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Coop *Verde*", r"Coop \*Verde\*"),
        ("US$ e $x$", r"US\$ e \$x\$"),
        (":red[evil]", r"\:red\[evil\]"),
        ("[click](http://x)", r"\[click\](http://x)"),
        ("<b>bold</b>", r"\<b>bold\</b>"),
        ("- first", r"\- first"),
        ("1. first", r"1\. first"),
        ("# title", r"\# title"),
        ("www.coop.it", r"www\.coop.it"),
        ("a\nb", "a b"),
        ("C.O.R.O. 5,6 % - ok", "C.O.R.O. 5,6 % - ok"),
    ],
)
def test_names_are_shown_as_they_are(name, written):
    assert literal(name) == written


PAGE = """
import datetime
import decimal

import streamlit as st

from socialimpact.ui import formats

st.text(formats.euro(decimal.Decimal("1234.50")))
st.text(formats.euro(decimal.Decimal("1234.50"), cents=True))
st.text(formats.euro(None))
st.text(formats.share(0.0564))
st.text(formats.share(None))
st.text(formats.count(12345))
st.text(formats.day(datetime.date(2025, 3, 1)))
"""


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("it", ["1.234 €", "1.234,50 €", "non noto", "5,6 %", "non noto", "12.345", "1 mar 2025"]),
        ("en", ["€1,234", "€1,234.50", "not known", "5.6%", "not known", "12,345", "1 Mar 2025"]),
    ],
)
def test_values_are_written_by_the_readers_locale(language, shown):
    at = AppTest.from_string(PAGE)
    at.query_params["lang"] = language
    assert [each.value.replace("\u00a0", " ") for each in at.run().text] == shown
