"""What happened, in words: to whom it is shown, how it is found, and as a file."""

from __future__ import annotations

import io

import openpyxl
import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed
from socialimpact.services import organisation
from socialimpact.services.reporting import releasing
from socialimpact.services.reporting.history import ABOUT, as_file, history, lines_of
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import OTHER_CATEGORIES
from socialimpact.suppliers import tags
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | company | supplier | amount
    2025-02-01 | Nord    | Verde    | 100.00
    2025-02-01 | Sud     | Segreto  | 900.00
"""
NORD = Actor("nord", "viewer", frozenset({1}), downloads=False)


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    with workspace_with(tmp_path_factory.mktemp("history") / "home", LINES) as workspace:
        directory.tag_supplier(workspace, OWNER, 1, "aps", "confirmed", "Seen in the list")
        directory.tag_supplier(workspace, OWNER, 2, "aps", "confirmed", "Seen in another list")
        organisation.add_exclusion(workspace, OWNER, "supplier", 2, "Segreto is ours", company_id=2)
        chosen = organisation.settings(workspace, OWNER)
        organisation.save_settings(workspace, OWNER, type(chosen)("Us", "social_economy", "region", True))
        releasing.make(workspace, OWNER, 2025, language="en")
        with workspace.db.write(Actor("anna", "owner")) as tx:
            tx.event("granted", "app_user", 7, after={"name": "bo@example.org"})
        yield workspace


def said(found, language="en"):
    return [each.what.to(language) for each in found.lines]


def test_everything_is_there_the_newest_first_and_can_be_taken_a_page_at_a_time(ws):
    whole = history(ws, OWNER)
    assert (whole.total, len(whole.lines)) == (6, 6)
    assert said(whole)[:2] == ["Access was given: bo@example.org", "Release 2025-1 of the impact report was made."]
    assert said(history(ws, OWNER, limit=2, offset=2)) == said(whole)[2:4]
    assert "what counts as social is now “Social economy”" in said(whole)[2]


def test_it_is_found_by_names_reasons_and_what_it_is_about(ws):
    assert said(history(ws, OWNER, search="verde")) == [
        "Verde was said to be: Association of social promotion (APS) (Confirmed)."
    ]
    assert history(ws, OWNER, search="another list").total == 1
    assert history(ws, OWNER, search="100%").total == 0
    assert said(history(ws, OWNER, about="natures")) == ["Left out of addressable spend: Supplier: Segreto"]
    assert sum(history(ws, OWNER, about=key).total for key in ABOUT) == 6


def test_nobody_sees_what_is_about_other_companies_or_who_has_access(ws):
    found = history(ws, NORD)
    assert not [each for each in found.lines if "Segreto" in str(vars(each))]
    assert {each.about.to("en") for each in found.lines} == {"Organisation", "Suppliers"}
    assert "bo@example.org" not in str(said(history(ws, Actor("viewer", "viewer"))))
    with pytest.raises(NotAllowed):
        as_file(ws, NORD, reader="it")


def test_as_a_file_it_has_the_states_before_and_after(ws):
    sheet = openpyxl.load_workbook(io.BytesIO(as_file(ws, OWNER, reader="it"))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    settings = next(row for row in rows if "impostazioni" in row[3])
    assert '"scope_key": "social_enterprises"' in settings[5]
    assert '"scope_key": "social_economy"' in settings[6]


def test_a_reason_of_the_programs_own_speaks_the_readers_language(ws):
    """Also one that an earlier version wrote down in its English words."""
    with ws.db.write(Actor("socialimpact", "owner")) as tx:
        for why in (OTHER_CATEGORIES.text, tags.pack(OTHER_CATEGORIES)):
            tx.event("rebuilt", "spend", after={"why": why})
    newest = history(ws, OWNER).lines[:2]
    assert {each.why.to("it") for each in newest} == {"un'altra edizione delle categorie"}
    assert {each.why.to("en") for each in newest} == {"another edition of the categories"}


def test_states_are_told_as_names_and_values():
    assert lines_of({"name": "Us", "kinds": ["aps"]}) == [("name", "Us"), ("kinds", '["aps"]')]
    assert lines_of(["aps"]) == [("", '["aps"]')]
    assert lines_of(None) == []
