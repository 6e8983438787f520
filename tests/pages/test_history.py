"""Evidence and history in a session of its own."""

from __future__ import annotations

import pytest

from socialimpact import settings
from socialimpact.services import organisation
from tests.pages.screen import opened, said
from tests.report.scene_of import LINES, SUPPLIERS
from tests.store_with import OWNER, workspace_with


@pytest.mark.parametrize(
    ("language", "words"), [("it", "Non è ancora successo niente"), ("en", "Nothing has happened")]
)
def test_an_empty_home_says_so(language, words):
    assert words in said(opened("report/history", language))


def test_what_happened_is_shown_searched_and_chosen():
    with workspace_with(settings.home(), LINES, suppliers=SUPPLIERS) as ws:
        organisation.add_exclusion(ws, OWNER, "supplier", 3, "Is of the group")
    at = opened("report/history")
    assert not at.exception
    assert "1 event, the newest first." in said(at)
    assert list(at.dataframe[0].value["What"]) == ["Left out of addressable spend: Supplier: Coop Blu"]
    at.text_input(key="history_search").input("nothing like it").run()
    assert "Nothing that happened fits." in said(at)
    at.text_input(key="history_search").input("group").run()
    at.selectbox(key="history_about").select("natures").run()
    assert "1 event" in said(at)
