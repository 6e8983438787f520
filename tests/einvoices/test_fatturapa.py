"""FatturaPA: what an invoice says, line by line, and what stands beside its lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.einvoices.making import fattura, read, told

BOLLO = "<DatiBollo><BolloVirtuale>SI</BolloVirtuale><ImportoBollo>2.00</ImportoBollo></DatiBollo>"
CENTS = st.decimals(Decimal("-99999.99"), Decimal("99999.99"), places=2)


def test_an_invoice_with_its_supplier():
    (invoice,) = read(fattura("Pulizie | 100.00 | 22.00", "Materiale | 20.50 | 22.00"))
    assert told(invoice) == [("line", "Pulizie", "100.00"), ("line", "Materiale", "20.50")]
    assert (invoice.type, invoice.number, invoice.date) == ("TD01", "17/A", "2024-03-05")
    assert (invoice.net, invoice.supplier.vat, invoice.buyer.vat) == (
        Decimal("120.50"),
        "IT00488410010",
        "IT00159560366",
    )
    supplier = invoice.supplier
    assert (supplier.address, supplier.postcode, supplier.municipality, supplier.province, supplier.country) == (
        "Via Po 1", "10100", "Torino", "TO", "IT",
    )  # fmt: skip


@given(st.lists(CENTS, min_size=1, max_size=30), st.decimals(Decimal("-0.20"), Decimal("0.20"), places=2))
def test_lines_always_add_up_to_the_net_of_the_document(amounts, rounded):
    net = sum(amounts, Decimal()) + rounded
    (invoice,) = read(fattura(*(f"Riga | {value} | 22.00" for value in amounts), net=str(net)))
    assert sum(line.net for line in invoice.lines) == invoice.net == net
    beside = [line.kind for line in invoice.lines[len(amounts) :]]
    assert beside == (
        [] if not rounded else ["rounding" if abs(rounded) <= max(len(amounts), 5) / 100 else "difference"]
    )


@given(st.lists(CENTS, min_size=1, max_size=10), st.sampled_from(["TD04", "TD08"]))
def test_a_credit_note_takes_away_as_a_whole(amounts, kind):
    net = sum(amounts, Decimal())
    (invoice,) = read(fattura(*(f"Riga | {value} | 22.00" for value in amounts), kind=kind))
    assert invoice.net == -abs(net)
    own = [line.net for line in invoice.lines]
    assert own == (list(amounts) if net < 0 else [-value for value in amounts])
    assert [code for code, _ in invoice.remarks] == (["credit_note_negative"] if net < 0 else [])


@pytest.mark.parametrize("kind", ["TD16", "TD17", "TD18", "TD19", "TD20", "TD28"])
def test_a_correction_of_a_self_billed_purchase_keeps_its_minus(kind):
    (invoice,) = read(fattura("Storno | -50.00 | 22.00", kind=kind))
    assert [line.net for line in invoice.lines] == [Decimal("-50.00")]


def test_a_discount_on_the_document_is_a_line():
    general = "<ScontoMaggiorazione><Tipo>SC</Tipo><Importo>10.00</Importo></ScontoMaggiorazione>"
    (invoice,) = read(fattura("Pane | 100.00 | 22.00", net="90.00", general=general))
    assert told(invoice)[1:] == [("allowance", "Sconto sul documento / Document discount", "-10.00")]


def test_a_discount_that_the_lines_hold_already_counts_once():
    general = "<ScontoMaggiorazione><Tipo>SC</Tipo><Importo>10.00</Importo></ScontoMaggiorazione>"
    (invoice,) = read(fattura("Pane | 100.00 | 22.00", "Sconto | -10.00 | 22.00", general=general))
    assert [kind for kind, *_ in told(invoice)] == ["line", "line"]
    assert invoice.net == Decimal("90.00")


def test_a_contribution_to_a_fund_is_a_line():
    general = (
        "<DatiCassaPrevidenziale><TipoCassa>TC04</TipoCassa><AlCassa>4.00</AlCassa>"
        "<ImportoContributoCassa>4.00</ImportoContributoCassa><AliquotaIVA>22.00</AliquotaIVA></DatiCassaPrevidenziale>"
    )
    (invoice,) = read(fattura("Consulenza | 100.00 | 22.00", net="104.00", general=general, kind="TD06"))
    assert told(invoice)[1:] == [("fund", "Contributo cassa previdenziale TC04", "4.00")]


def test_lines_that_do_not_add_up_are_said():
    (invoice,) = read(fattura("Pane | 100.00 | 22.00", net="80.00"))
    assert told(invoice)[1:] == [("difference", "Differenza tra righe e totale / Lines and total differ", "-20.00")]
    assert [code for code, _ in invoice.remarks] == ["lines_differ"]


@pytest.mark.parametrize(("gross", "kinds"), [("124.00", ["line", "stamp"]), ("122.00", ["line"])])
def test_stamp_duty_is_a_line_only_where_it_is_charged_on_top(gross, kinds):
    general = f"{BOLLO}<ImportoTotaleDocumento>{gross}</ImportoTotaleDocumento>"
    (invoice,) = read(fattura("Pane | 100.00 | 22.00", general=general))
    assert [line.kind for line in invoice.lines] == kinds
    assert invoice.net == Decimal("100.00")


def test_a_text_without_price_is_a_note():
    (invoice,) = read(fattura("Rif. DDT 12 | 0.00 | 22.00", "Pane | 10.00 | 22.00"))
    assert [line.kind for line in invoice.lines] == ["note", "line"]


def test_a_person_and_a_supplier_abroad():
    content = fattura("Traduzione | 10.00 | 0.00", supplier="DE123456789", town="Berlin", province="")
    content = content.replace(
        b"<Anagrafica><Denominazione>Rossi S.r.l.</Denominazione></Anagrafica>",
        b"<Anagrafica><Nome>Anna</Nome><Cognome>Schmidt</Cognome></Anagrafica>",
    ).replace(b"<CAP>10100</CAP>", b"<CAP>00000</CAP>")
    (invoice,) = read(content)
    supplier = invoice.supplier
    assert (supplier.name, supplier.vat, supplier.country, supplier.postcode) == (
        "Anna Schmidt",
        "DE123456789",
        "DE",
        None,
    )


@pytest.mark.parametrize("filler", ["OO99999999999", "IT99999999999", "IT00000000000", "XX123"])
def test_a_filler_is_no_number(filler):
    assert read(fattura("Pane | 10.00 | 22.00", supplier=filler))[0].supplier.vat is None


def test_several_documents_in_one_file():
    content = fattura("Pane | 10.00 | 22.00")
    start, end = content.index(b"<FatturaElettronicaBody>"), content.index(b"</p:FatturaElettronica>")
    second = content[start:end].replace(b"17/A", b"18/A")
    found = read(content[:end] + second + content[end:])
    assert [invoice.number for invoice in found] == ["17/A", "18/A"]
    assert found[0].supplier.vat == found[1].supplier.vat
