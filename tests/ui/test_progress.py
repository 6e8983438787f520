from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st

from socialimpact.language import msg
from socialimpact.ui.progress import progress

with progress(msg("Month")) as shown:
    shown(0.5, msg("Year"))
    shown(7.0, msg("Quarter"))
    shown(-1.0, msg("Quarter"))
    st.session_state["during"] = True
st.write("done")
"""
FAILING = PAGE.replace("""st.session_state["during"] = True""", "raise ValueError")


def test_shares_beyond_the_bar_are_no_fault_and_the_bar_goes_at_the_end():
    at = AppTest.from_string(PAGE).run()
    assert not at.exception
    assert at.session_state["during"]
    assert [each.value for each in at.markdown] == ["done"]
    assert not at.button


def test_the_bar_goes_when_the_work_fails_too():
    at = AppTest.from_string(FAILING).run()
    assert len(at.exception) == 1
    assert not at.button
