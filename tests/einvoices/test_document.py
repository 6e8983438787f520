"""Every real file gives its invoices with the totals that the documents state, or the reason why it holds none."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from socialimpact.einvoices import codes, document, reasons
from socialimpact.einvoices.invoice import NoInvoice
from tests.einvoices.making import fattura, read, signed

CREDIT = ("TD04", "TD08", "381")


def real(samples):
    folder = samples / "einvoices"
    with (folder / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            yield entry, folder / entry["file"]


def is_invoice(entry):
    return entry["wellformed"] == "y" and bool(entry["bodies"])


def test_every_valid_file_gives_its_documents_and_its_totals(samples):
    wrong = []
    seen = 0
    for entry, path in real(samples):
        if not is_invoice(entry):
            continue
        with path.open("rb") as file:
            _, found = document.read(file, path.name, 1 << 27)
        types = "|".join(invoice.type.split()[0] for invoice in found)
        if types != entry["doc_types"] or len(found) != int(entry["bodies"]):
            wrong.append((entry["file"], types))
        own = [line for invoice in found for line in invoice.lines if line.kind in ("line", "note")]
        if int(entry["lines"]) and len(own) != int(entry["lines"]):
            wrong.append((entry["file"], "lines", len(own)))
        for invoice in found:
            seen += 1
            total = sum((line.net for line in invoice.lines if line.kind != "stamp"), Decimal())
            if total != invoice.net or not invoice.number or not invoice.date or not invoice.supplier.name:
                wrong.append((entry["file"], total, invoice.net))
            if invoice.type.startswith(CREDIT) != invoice.credit or (invoice.credit and total > 0):
                wrong.append((entry["file"], "credit", total))
    assert wrong == []
    assert seen == 81


def test_every_other_file_gives_a_reason(samples):
    told = {}
    for entry, path in real(samples):
        if is_invoice(entry):
            continue
        with path.open("rb") as file, pytest.raises(NoInvoice) as refusal:
            document.read(file, path.name, 1 << 27)
        told.setdefault(refusal.value.code, []).append(path.name)
        assert path.name in str(reasons.refusal(refusal.value.code, path.name, refusal.value.details).message)
    assert {code: len(files) for code, files in told.items()} == {
        "receipt": 8, "metadata": 1, "order": 2, "test_set": 51, "damaged_envelope": 3,
    }  # fmt: skip


def test_the_parts_of_a_real_invoice(samples):
    path = samples / "einvoices" / "fatturapa" / "fatturaelettronicaphp__IT01234567899_000sq.xml"
    (invoice,) = read(path.read_bytes())
    kinds = [line.kind for line in invoice.lines]
    # five lines, two contributions to a profession's fund, and the cents that the summary rounds
    assert kinds == ["line"] * 5 + ["fund"] * 2 + ["rounding"]
    assert (invoice.net, invoice.gross) == (Decimal("2119.23"), Decimal("2486.02"))
    assert (invoice.supplier.vat, invoice.supplier.municipality) == ("IT01234567899", "MILANO")


def test_windows_letters_are_read_as_declared(samples):
    folder = samples / "einvoices" / "fatturapa"
    pair = [
        read((folder / f"fatturaelettronica__IT02182030391_32{end}.xml").read_bytes()) for end in ("", ".windows-1252")
    ]
    assert [line.description for line in pair[0][0].lines] == [line.description for line in pair[1][0].lines]


def test_windows_letters_under_a_wrong_declaration_are_read_too():
    content = fattura("Caffè d'orzo | 10.00 | 22.00").decode().encode("cp1252")
    assert read(content)[0].lines[0].description == "Caffè d'orzo"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_other_encodings(encoding):
    text = fattura("Caffè | 10.00 | 22.00").decode()
    declared = {"utf-8-sig": "UTF-8"}.get(encoding, encoding)
    content = text.replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding)
    assert read(content)[0].lines[0].description == "Caffè"


def test_blank_lines_before_the_declaration_do_no_harm():
    assert read(b"\r\n  " + fattura("Pane | 10.00 | 22.00"))[0].net == Decimal("10.00")


def test_a_signed_file_is_read_whatever_it_is_called():
    assert read(signed(fattura("Pane | 10.00 | 22.00")), "invoice.bin")[0].net == Decimal("10.00")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"%PDF-1.7\n1 0 obj<</Type /Page>>endobj", "pdf"),
        ("a.eml", b"From: a@example.com\nSubject: invoice\n", "mail"),
        ("a.xsl", b"body { }", "stylesheet"),
        ("a.xml", b"<catalogo><voce/></catalogo>", "other_xml"),
        ("a.xml", b'<Invoice xmlns="urn:someone:else"><ID>1</ID></Invoice>', "other_xml"),
        ("a.xml", b"<FatturaElettronica></FatturaElettronica>", "no_line"),
        ("a.xml", b"<FatturaElettronica><a></FatturaElettronica>", "damaged_xml"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "other_file"),
        ("a.p7m", signed(b"%PDF-1.7 a signed letter"), "pdf"),
        ("a.p7m", signed(b"a signed letter"), "signed_other"),
    ],
)
def test_what_is_no_invoice_says_what_it_is(name, content, code):
    with pytest.raises(NoInvoice) as refusal:
        read(content, name)
    assert refusal.value.code == code


def test_a_proforma_is_not_counted():
    content = (
        b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>1</ID>'
        b"<InvoiceTypeCode>325</InvoiceTypeCode></Invoice>"
    )
    with pytest.raises(NoInvoice) as refusal:
        read(content)
    assert refusal.value.code == "proforma"


def test_a_document_in_its_wrapping_is_read(samples):
    bare = (samples / "einvoices" / "ubl" / "openpeppol__vat-category-E.xml").read_bytes()
    inner = bare[bare.index(b"<Invoice") :]
    wrapping = b'<StandardBusinessDocument xmlns="urn:x"><StandardBusinessDocumentHeader/>%s</StandardBusinessDocument>'
    assert read(wrapping % inner)[0].net == read(bare)[0].net
    with pytest.raises(NoInvoice) as refusal:
        read(wrapping % b"<Catalogue/>")
    assert refusal.value.code == "other_xml"


def test_every_kind_of_file_that_is_no_invoice_has_its_sentence():
    kinds = {*codes.not_invoices().values(), *(kind["reason"] for kind in codes.other_files())}
    assert kinds <= set(reasons.NOT_INVOICES)


def test_every_reason_has_a_sentence_in_both_languages():
    for code in (*reasons.NOT_INVOICES, *reasons.UNREADABLE):
        message = reasons.refusal(code, "a.xml", {}).message
        assert "a.xml" in message.to("en")
        assert "a.xml" in message.to("it")
        assert message.to("it") != message.to("en")
