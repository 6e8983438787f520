"""What a person states on the upload page about VAT and currencies, and what the sums become."""

from __future__ import annotations

import pytest

from tests.pages.upload_page import Page

WITH_VAT = "Data;Fornitore;Totale fattura\n05/03/2024;Alfa Srl;122,00\n15/03/2024;Beta Srl;12,20\n"
IN_POUNDS = "Date,Supplier,Amount (£)\n05/03/2024,Smith Ltd,850.00\n15/03/2024,Jones Ltd,85.00\n"


@pytest.fixture
def page():
    return Page()


def test_a_ledger_in_euro_without_vat_raises_no_question(page):
    page.drop(ledger_csv="Data;Fornitore;Imponibile\n05/03/2024;Alfa Srl;122,00\n")
    assert "VAT to take off, in per cent" not in {box.label for box in page.at.number_input}


def test_the_vat_that_a_person_states_is_taken_off(page):
    page.drop(ledger_csv=WITH_VAT)
    page.at.number_input(key="upload_1_vat_rate").set_value(22.0).run()
    page.settle()
    page.press("upload_1_import")
    assert page.lines() == [(2, "100.00"), (3, "10.00")]


def test_purchases_without_a_rate_are_kept_without_counting(page):
    page.drop(council_csv=IN_POUNDS)
    assert "Keep 2 purchases without a rate" in page.text()
    page.press("upload_1_import")
    assert page.lines() == []
    assert page.ws.db.value("select count(*) from set_aside where reason = 'no_exchange_rate'") == 2


def test_a_rate_that_a_person_states_converts_them(page):
    page.drop(council_csv=IN_POUNDS)
    page.at.number_input(key="upload_1_fixed_rate").set_value(0.85).run()
    page.settle()
    page.press("upload_1_import")
    assert page.lines() == [(2, "1000.00"), (3, "100.00")]
