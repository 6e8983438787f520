"""Hostile XML: nothing is expanded, fetched or kept that is not of the invoice, and everything ends."""

from __future__ import annotations

import tracemalloc

import pytest

from socialimpact.einvoices import markup
from socialimpact.einvoices.invoice import NoInvoice
from tests.einvoices.making import fattura, read

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>'


@pytest.mark.parametrize("prolog", [LAUGHS, EXTERNAL, PARAMETER, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'])
def test_a_document_type_is_refused_before_anything_is_read(prolog):
    with pytest.raises(NoInvoice) as refusal:
        read(fattura("&a;&e; | 1.00 | 22.00", header=prolog))
    assert refusal.value.code == "doctype"


def test_entities_of_xml_itself_are_letters():
    assert read(fattura("Viti &amp; bulloni &lt;M8&gt; &#8364; | 1.00 | 22.00"))[0].lines[0].description == (
        "Viti & bulloni <M8> €"
    )


def test_an_entity_without_a_document_type_is_damage():
    with pytest.raises(NoInvoice) as refusal:
        read(fattura("&nobody; | 1.00 | 22.00"))
    assert refusal.value.code == "damaged_xml"


@pytest.mark.parametrize(
    "inside",
    ["<a>" * 100_000, "<a>" * 100 + "</a>" * 100, "<a/>" * (markup.MOST_ELEMENTS + 1)],
    ids=["never closed", "too deep", "too many"],
)
def test_depth_and_number_of_elements_are_bounded(inside):
    with pytest.raises(NoInvoice) as refusal:
        read(b"<FatturaElettronica>" + inside.encode() + b"</FatturaElettronica>")
    assert refusal.value.code == "too_large"


def test_an_attachment_costs_no_memory_and_is_not_kept():
    bulk = b"QUJD" * (8 << 20)  # 32 MiB
    attached = b"<Allegati><NomeAttachment>a.pdf</NomeAttachment><Attachment>%s</Attachment></Allegati>" % bulk
    content = fattura("Pane | 10.00 | 22.00").replace(
        b"</FatturaElettronicaBody>", attached + b"</FatturaElettronicaBody>"
    )
    size = 1 << 20
    pieces = (content[at : at + size] for at in range(0, len(content), size))
    tracemalloc.start()
    root, tree = markup.parse(pieces, lambda *_: None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert root == "FatturaElettronica"
    body = tree.at("FatturaElettronicaBody")
    assert body is not None
    assert "Allegati" not in body.children
    assert body.say("DatiGenerali", "DatiGeneraliDocumento", "Numero") == "17/A"
    assert peak < 8 << 20


def test_attachments_within_attachments_end_where_they_began():
    content = fattura("Pane | 10.00 | 22.00").replace(
        b"</FatturaElettronicaHeader>", b"<Allegati><Allegati><a>1</a></Allegati></Allegati></FatturaElettronicaHeader>"
    )
    assert read(content)[0].number == "17/A"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e5", "1,00", "0x10", "9" * 40, "１２", "--1", ""])
def test_what_is_no_amount_is_not_counted(number):
    content = fattura("Pane | 10.00 | 22.00").replace(
        b"<PrezzoTotale>10.00</PrezzoTotale>", f"<PrezzoTotale>{number}</PrezzoTotale>".encode()
    )
    if not number:  # an empty element says nothing: price times quantity does
        assert read(content)[0].lines[0].net == 10
        return
    with pytest.raises(NoInvoice) as refusal:
        read(content)
    assert refusal.value.code == "amount_unreadable"
    assert refusal.value.details["value"] == number[:60]
