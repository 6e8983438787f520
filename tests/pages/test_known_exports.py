"""Known exports and own layouts on the upload page."""

from __future__ import annotations

import pytest

from socialimpact import settings
from tests.homes import after_import
from tests.pages.upload_page import LEDGER, Page


@pytest.fixture
def screen() -> Page:
    return Page()


def test_own_layouts_are_listed_and_can_be_forgotten():
    after_import(settings.home(), LEDGER, "ledger.csv")
    screen = Page()
    assert "1 layout of your own files is remembered" in screen.text()
    screen.at.session_state["own_layouts"] = True
    screen.at.run()
    (forget,) = [button for button in screen.at.button if (button.key or "").endswith("_forget")]
    screen.press(forget.key)
    assert "The layout “ledger” was forgotten." in screen.text()
    assert "layout of your own files" not in screen.text()


def test_a_known_export_is_named(screen):
    screen.drop(spese_csv="Data;Prox scadenza;Nr. acquisto;Data ricezione FE;Fornitore;Partita IVA;Imponibile;IVA\n"
                          "03/01/2025;;1;05/01/2025;Coop Il Sole;07643520567;1.000,00;220,00\n")  # fmt: skip
    assert "known: Fatture in Cloud, purchases" in screen.text()


def test_the_list_of_agenzia_delle_entrate_needs_one_click(screen):
    header = (
        "Tipo fattura;Tipo documento;Numero fattura / Documento;Data emissione;Data trasmissione;"
        "Codice fiscale fornitore;Partita IVA fornitore;Denominazione fornitore;"
        "Codice fiscale cliente;Partita IVA cliente;Denominazione cliente;"
        "Imponibile/Importo (totale in euro);Imposta (totale in euro);"
        "Sdi/file;Fatture consegnate;Data ricezione;Bollo virtuale"
    )
    row = (
        "'Fattura tra privati';{};'{}';10/01/2025;11/01/2025;'00905811006';'00905811006';ENI S.P.A.;'01114601006';"
        "'01114601006';ACME SRL;{};000000000009,58;1000000000{};Consegnata;12/01/2025;"
    )
    rows = [
        row.format("Fattura", "385/A", "000000000043,55", 1),
        row.format("Nota di credito", "7", "000000000003,55", 2),
    ]
    screen.drop(ricevute_csv="\r\n".join([header, *rows, ""]))
    assert "known: Agenzia delle Entrate, received invoices" in screen.text()
    assert "Less certain" not in screen.text()
    screen.press("upload_1_import")
    assert screen.lines() == [(2, "43.55"), (3, "-3.55")]
