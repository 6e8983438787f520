"""The impact report in a session of its own: empty, filled, in both languages."""

from __future__ import annotations

import pytest

from socialimpact import settings
from tests.pages.screen import opened, said
from tests.report.scene_of import LINES, SITES, SUPPLIERS, TAGS
from tests.store_with import home_with, workspace_with


@pytest.fixture
def filled(monkeypatch):
    home = home_with(LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS)
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home))


@pytest.mark.parametrize(("language", "words"), [("it", "Ancora niente da riferire"), ("en", "Nothing to report yet")])
def test_an_empty_home_leads_to_the_upload(language, words):
    assert words in said(opened("report/impact", language))


@pytest.mark.usefixtures("filled")
def test_it_says_what_is_open_and_offers_each_format():
    at = opened("report/impact")
    assert not at.exception
    assert "7 months of 2025 have no line" in said(at)
    assert [button.label for button in at.get("download_button")] == [
        "Word, to paste and edit", "PDF, to hand in", "Excel, with every table", "JSON, to verify",
    ]  # fmt: skip


def test_a_report_is_released_and_corrected_with_a_reason():
    workspace_with(settings.home(), LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS).close()
    at = opened("report/impact")
    assert "No report has been released yet" in said(at)
    at.button(key="release_ask").click().run()
    at.button(key="release_sure").click().run()
    assert not at.exception
    assert "Release 2025-1 was made." in said(at)
    assert "The file is release 2025-1, byte for byte." in said(at)
    assert [button.label for button in at.get("download_button")][4:] == [
        "Word", "PDF", "Excel", "JSON", "Auditor's package",
    ]  # fmt: skip
    at.file_uploader(key="verify_upload").upload("report.json", b'{"schema": "another"}').run()
    assert "This file is no report of this program" in said(at)
    at.button(key="release_ask").click().run()
    assert "Write the reason first" in said(at)
    at.text_area(key="release_why").input("A site was missing").run()
    at.button(key="release_ask").click().run()
    at.button(key="release_sure").click().run()
    assert "Release 2025-2 was made." in said(at)


@pytest.mark.usefixtures("filled")
def test_another_year_is_another_report():
    at = opened("report/impact", "it")
    at.selectbox(key="report_year").select(2024).run()
    assert not at.exception
    assert "10 mesi del 2024 non hanno righe" in said(at)
