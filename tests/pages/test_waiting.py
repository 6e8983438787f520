"""A file whose every purchase waits for an exchange rate, on the upload page."""

from __future__ import annotations

from tests.pages.test_upload import Page

IN_POUNDS = "Date,Supplier,Amount (£)\n05/03/2024,Smith Ltd,850.00\n15/03/2024,Jones Ltd,85.00\n"


def test_purchases_without_a_rate_are_kept_without_counting():
    page = Page({"lang": "en"})
    page.drop(council_csv=IN_POUNDS)
    assert "Keep 2 purchases without a rate" in page.text()
    page.press("upload_1_import")
    assert page.lines() == []
    assert page.ws.db.value("select count(*) from set_aside where reason = 'no_exchange_rate'") == 2
