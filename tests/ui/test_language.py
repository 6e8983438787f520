import pytest
from streamlit.testing.v1 import AppTest

from socialimpact.ui.language import preferred


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        ("it-IT", "it"),
        ("it", "it"),
        ("en-GB", "en"),
        ("fr-FR", "en"),
        ("", "en"),
        (None, "en"),
        ("fr-FR,fr;q=0.9,it;q=0.8,en;q=0.7", "it"),
        ("en;q=0.5,it;q=0.9", "it"),
        ("it;q=0", "en"),
        ("it;q=nonsense,en;q=0.1", "en"),
    ],
)
def test_the_browsers_wish_decides(tags, language):
    assert preferred(tags) == language


PAGE = """
import streamlit as st

from socialimpact.language import Euro, msg
from socialimpact.ui import language
from socialimpact.ui.language import say

with st.sidebar:
    language.choose()
st.write(say(msg("Month")))
st.write(say({"it": "Acquisto", "en": "Purchase"}))
st.write(say("as it is"))
st.write(say(msg("{amount} has no date, so it is in no year and no month.", amount=Euro(1234, cents=False))))
"""


def texts(at):
    return [each.value for each in at.markdown]


def test_without_a_wish_the_page_speaks_english():
    assert texts(AppTest.from_string(PAGE).run())[:3] == ["Month", "Purchase", "as it is"]


def test_the_address_chooses_the_language():
    at = AppTest.from_string(PAGE)
    at.query_params["lang"] = "it"
    shown = texts(at.run())
    assert shown[:3] == ["Mese", "Acquisto", "as it is"]
    assert "1.234" in shown[3]


def test_the_reader_changes_it_and_the_address_says_so():
    at = AppTest.from_string(PAGE).run()
    at.segmented_control[0].set_value("it").run()
    assert texts(at)[0] == "Mese"
    assert at.query_params["lang"] in ("it", ["it"])
    at.segmented_control[0].set_value("en").run()
    assert texts(at)[0] == "Month"
    assert "lang" not in at.query_params


def test_an_unknown_language_in_the_address_is_left_aside():
    at = AppTest.from_string(PAGE)
    at.query_params["lang"] = "<script>"
    assert texts(at.run())[0] == "Month"
