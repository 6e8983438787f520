"""Agenzia delle Entrate: the file of the button “Esporta la tabella”, in its variants."""

from __future__ import annotations

import json
from datetime import date

import pytest

from socialimpact import cli
from socialimpact.actor import local_owner
from socialimpact.errors import MappingRefused
from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import open_workspace
from tests.presets.exported import euro, imported, written

# Every field quoted, identifiers in apostrophes, amounts with leading zeros, a field left out where nothing is known.
RECEIVED = """
"Tipo fattura";"Tipo documento";"Numero fattura / Documento";"Data emissione";"Data trasmissione";"Codice fiscale fornitore";"Partita IVA fornitore";"Denominazione fornitore";"Codice fiscale cliente";"Partita IVA cliente";"Denominazione cliente";"Imponibile/Importo (totale in euro)";"Imposta (totale in euro)";"Sdi/file";"Fatture consegnate";"Data ricezione";"Bollo virtuale"
"'Fattura tra privati'";"Fattura";"'385/A'";"10/01/2025";"11/01/2025";"'00905811006'";"'00905811006'";"ENI S.P.A.";"'01114601006'";"'01114601006'";"ACME SRL";"000000000043,55";"000000000009,58";"10000000001";"Consegnata";"12/01/2025";""
"'Fattura tra privati'";"Fattura differita di cui all'art. 21, comma 4, lett. a)";"'12'";"31/01/2025";"02/02/2025";"'Non presente'";"'07643520567'";"COOPERATIVA ""IL SOLE"" SOC. COOP. SOCIALE";"'01114601006'";"'01114601006'";"ACME SRL";"000000001000,00";"000000000220,00";"10000000002";"Consegnata/Presa visione";"03/02/2025";"Si"
"'Fattura tra privati'";"Nota di credito";"'NC/1'";"15/02/2025";"15/02/2025";"'00905811006'";"'00905811006'";"ENI S.P.A.";"'01114601006'";"'01114601006'";"ACME SRL";"000000000010,00";"000000000002,20";"10000000003";"Consegnata";;""
"'Fattura tra privati'";"Integrazione fattura reverse charge interno";"'R1'";"16/02/2025";"16/02/2025";"'00488410010'";"'00488410010'";"TIM S.P.A.";"'01114601006'";"'01114601006'";"ACME SRL";"000000000500,00";"000000000110,00";"10000000004";"Consegnata";;""
"'Fattura tra privati'";"Integrazione/autofattura per acquisto servizi dall'estero";"'E/7'";"20/02/2025";"21/02/2025";"'Non presente'";"'IE6388047V'";"GOOGLE IRELAND LTD";"'01114601006'";"'01114601006'";"ACME SRL";"000000000200,00";"000000000044,00";"10000000005";"Consegnata";;""
"'Fattura tra privati'";"Integrazione/autofattura per acquisto servizi dall'estero";"'E/8'";"28/02/2025";"28/02/2025";"'Non presente'";"'IE6388047V'";"GOOGLE IRELAND LTD";"'01114601006'";"'01114601006'";"ACME SRL";"-00000000050,00";"-00000000011,00";"10000000006";"Consegnata";;""
"'Fattura tra privati'";"Parcella";"'3'";"28/02/2025";"28/02/2025";"'RSSMRA80A01H501U'";"'Non presente'";"ROSSI MARIO";"'01114601006'";"'01114601006'";"ACME SRL";"000000000300,00";"000000000066,00";"10000000007";"Consegnata";;""
"""  # noqa: E501 - as the portal writes it

FOREIGN = """
"Codice fiscale fornitore estero";"Paese fornitore estero";"Partita IVA fornitore estero";"Denominazione fornitore estero";"Tipo documento";"Numero fattura/Documento";"Data emissione fattura";"Data trasmissione fattura";"Data registrazione fattura";"Codice fiscale cliente";"Partita IVA cliente";"Denominazione cliente";"Imponibile/Importo (totale in euro)";"Imposta (totale in euro)";"Stato";"Sdi/File"
"'Non presente'";"FR";"'12345678901'";"ATELIER DUPONT SARL";"Integrazione per acquisto di beni intracomunitari";"'F-2025-17'";"10/07/2025";"12/07/2025";"12/07/2025";"'01114601006'";"'01114601006'";"ACME SRL";"000000001543,55";"000000000339,58";"Ricevuta";"20000000001"
"'Non presente'";"DE";"'123456789'";"SCHMIDT GMBH";"Fattura";"'RE 88'";"11/07/2025";"12/07/2025";"13/07/2025";"'01114601006'";"'01114601006'";"ACME SRL";"000000000100,00";"000000000000,00";"Ricevuta";"20000000002"
"'Non presente'";"DE";"'123456789'";"SCHMIDT GMBH";"Nota di credito";"'GU 2'";"12/07/2025";"12/07/2025";"13/07/2025";"'01114601006'";"'01114601006'";"ACME SRL";"000000000030,00";"000000000000,00";"Ricevuta";"20000000003"
"""  # noqa: E501 - as the portal writes it


def test_received_invoices_come_in_as_they_are(tmp_path):
    came = imported(tmp_path, RECEIVED)
    assert came.preset == "ade_received"
    assert came.lines == [
        (date(2025, 1, 10), "ENI S.P.A.", "385/A", "invoice", euro("43.55")),
        (date(2025, 1, 31), 'COOPERATIVA "IL SOLE" SOC. COOP. SOCIALE', "12", "invoice", euro("1000.00")),
        (date(2025, 2, 15), "ENI S.P.A.", "NC/1", "credit_note", euro("-10.00")),
        (date(2025, 2, 20), "GOOGLE IRELAND LTD", "E/7", "self_billed", euro("200.00")),
        (date(2025, 2, 28), "GOOGLE IRELAND LTD", "E/8", "self_billed", euro("-50.00")),
        (date(2025, 2, 28), "ROSSI MARIO", "3", "fee", euro("300.00")),
    ]
    # TD16 completes an invoice that was received before: counted once
    assert came.aside == [(5, "reverse_charge", euro("500.00"))]
    assert came.total == euro("1483.55")
    assert came.preview.mapping.amount_basis == "net"
    assert came.confidence >= 0.75
    assert [problem.code for problem in came.preview.problems if problem.severity != "info"] == []


def test_the_reason_on_each_column_names_the_export(tmp_path):
    layout = imported(tmp_path, RECEIVED).preview.layouts[0]
    number = next(column for column in layout.columns if column.role == "document_number")
    assert number.reason.to("en") == (
        "“Agenzia delle Entrate, received invoices” calls it “Numero fattura / Documento”."
    )
    assert "fatture ricevute" in number.reason.to("it")
    assert "fatture ricevute" in layout.amount_basis_reason.to("it")


def test_foreign_invoices_keep_the_country_and_the_sign_rules(tmp_path):
    came = imported(tmp_path, FOREIGN)
    assert came.preset == "ade_received_foreign"
    assert came.roles["Paese fornitore estero"] == "supplier_country"
    assert came.roles["Partita IVA fornitore estero"] == "supplier_vat"
    assert came.lines == [
        (date(2025, 7, 10), "ATELIER DUPONT SARL", "F-2025-17", "self_billed", euro("1543.55")),
        (date(2025, 7, 11), "SCHMIDT GMBH", "RE 88", "invoice", euro("100.00")),
        (date(2025, 7, 12), "SCHMIDT GMBH", "GU 2", "credit_note", euro("-30.00")),
    ]
    assert came.aside == []


def test_invoices_made_available_have_no_day_of_receipt_and_are_the_same_export(tmp_path):
    cut = "\n".join(
        ";".join(cell for place, cell in enumerate(line.split(";")) if place != 15) for line in RECEIVED.splitlines()
    )
    came = imported(tmp_path, cut)
    assert (came.preset, came.total) == ("ade_received", euro("1483.55"))


def test_a_copy_saved_by_excel_is_still_known(tmp_path):
    """Apostrophes and leading zeros gone, amounts as numbers, days as dates."""
    header = [name.strip('"') for name in RECEIVED.strip().splitlines()[0].split(";")]
    row = ["Fattura tra privati", "Fattura", "385/A", date(2025, 1, 10), date(2025, 1, 11), "00905811006", 905811006]
    row += ["ENI S.P.A.", "01114601006", "01114601006", "ACME SRL", 43.55, 9.58, 10000000001, "Consegnata", None, ""]
    came = imported(tmp_path, [header, row], "tabella.xlsx")
    assert (came.preset, came.lines) == (
        "ade_received",
        [(date(2025, 1, 10), "ENI S.P.A.", "385/A", "invoice", euro("43.55"))],
    )


def test_invoices_that_the_company_issued_are_refused_with_what_to_do(tmp_path):
    issued = RECEIVED.replace('"Data ricezione"', '"Data consegna/Presa visione"')
    with open_workspace(tmp_path / "home") as ws:
        previewed = importing.preview(ws, local_owner(), written(tmp_path, issued))
        assert previewed.layouts[0].preset == "ade_issued"
        assert previewed.refusal is not None
        assert previewed.refusal.code == "issued_invoices"
        assert "fatture emesse" in previewed.refusal.message.to("it")
        with pytest.raises(MappingRefused):
            importing.import_ledger(ws, local_owner(), previewed)


@pytest.mark.parametrize(
    ("export", "came"),
    [(RECEIVED, ("ade_received", 6, "1483.55")), (FOREIGN, ("ade_received_foreign", 3, "1613.55"))],
)
def test_one_command_imports_it(tmp_path, capsys, export, came):
    key, lines, total = came
    path = written(tmp_path, export)
    assert cli.main(["inspect", str(path), "--json"]) == 0
    table = json.loads(capsys.readouterr().out)[0]["tables"][0]
    assert (table["preset"], table["amount_basis"], table["decimal_mark"], table["date_order"]) == (
        key,
        "net",
        ",",
        "dmy",
    )
    assert cli.main(["--home", str(tmp_path / "home"), "import", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)[0]
    assert (told["lines"], told["total_loaded"]) == (lines, total)
