"""Electronic invoices on the upload page: dropped in one go, looked at, imported, and joined with a ledger."""

from __future__ import annotations

import pytest

from socialimpact import settings
from tests.einvoices.making import fattura
from tests.homes import after_import
from tests.pages.upload_page import Page

LEDGER = """\
Fornitore;Partita IVA;Data fattura;Numero;Categoria;Imponibile
Rossi Srl;00488410010;05/03/2024;17;Pulizie;100,00
"""
CLEANING = fattura("Pulizia uffici | 100.00 | 22.00", number="17/A")
BREAD = fattura("Pane | 12.50 | 4.00", number="18")


@pytest.fixture
def screen() -> Page:
    return Page()


def test_invoices_dropped_together_are_one_import(screen):
    for number, content in enumerate((CLEANING, BREAD)):
        screen.at.file_uploader[0].upload(f"{number}.xml", content)
    screen.at.run()
    screen.settle()
    text = screen.text()
    assert "2 electronic invoices.zip" in text
    assert "The lines of the invoices, as they were read" in text
    assert "Correct the columns" not in text
    screen.press("upload_1_import")
    assert screen.lines() == [(2, "100.00"), (3, "12.50")]


def test_what_the_ledger_has_already_is_shown_and_counts_once():
    after_import(settings.home(), LEDGER)
    screen = Page()
    screen.at.file_uploader[0].upload("a.xml", CLEANING)
    screen.at.run()
    screen.settle()
    assert "1 purchase is in an earlier import already" in screen.text()
    screen.press("upload_1_import")
    assert screen.lines() == [(2, "100.00")]
    assert screen.ws.db.value("select description from line") == "Pulizia uffici"


def test_a_receipt_alone_says_what_it_is(screen):
    screen.drop(receipt_xml="<RicevutaConsegna/>")
    assert "is a receipt of the exchange system (RicevutaConsegna), no invoice." in screen.text()
