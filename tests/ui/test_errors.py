import logging

from streamlit.testing.v1 import AppTest

REFUSING = """
from socialimpact.errors import FileRefused
from socialimpact.language import msg
from socialimpact.ui.errors import told

with told():
    raise FileRefused(msg("There is no {what}.", what="sheet"))
"""

FAILING = """
import streamlit as st

from socialimpact.ui.errors import told

with told():
    raise ValueError("IT60X0542811101000000123456 is in this cell")
st.write("the rest of the page")
"""

STOPPING = """
import streamlit as st

from socialimpact.ui.errors import told

with told():
    st.stop()
st.write("never")
"""


def test_a_refusal_is_said_as_it_is():
    at = AppTest.from_string(REFUSING).run()
    assert [each.value for each in at.error] == ["There is no sheet."]


def test_a_fault_is_an_apology_with_a_reference_and_the_page_goes_on(caplog):
    with caplog.at_level(logging.ERROR):
        at = AppTest.from_string(FAILING).run()
    (shown,) = at.error
    reference = shown.value.rsplit(" ", 1)[1].rstrip(".")
    assert not at.exception
    assert [each.value for each in at.markdown] == ["the rest of the page"]
    assert reference in caplog.text
    assert "ValueError" in caplog.text


def test_neither_page_nor_log_quotes_the_ledger(caplog):
    with caplog.at_level(logging.DEBUG):
        at = AppTest.from_string(FAILING).run()
    assert "IT60X" not in at.error[0].value
    assert "is in this cell\n" not in caplog.text.replace(
        'raise ValueError("IT60X0542811101000000123456 is in this cell")\n', ""
    )


def test_stopping_a_page_is_no_fault():
    at = AppTest.from_string(STOPPING).run()
    assert not at.error
    assert not at.markdown
