"""Files and zips of electronic invoices become one grid: a row a line, every file answered, nothing unbounded."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from dataclasses import replace

import pytest

from socialimpact import settings
from socialimpact.einvoices.rows import COLUMNS, FILE, SET_ASIDE
from socialimpact.errors import Cancelled, FileRefused
from socialimpact.tables import invoices
from socialimpact.tables.book import read_book
from socialimpact.tables.proposal import propose
from tests.einvoices.making import fattura, signed, zip_bytes, zipped
from tests.tables.making import xlsx

AMOUNT = next(place for place, (_, role) in enumerate(COLUMNS) if role == "net_amount")
BREAD = fattura("Pane | 10.00 | 22.00", number="1")
MILK = fattura("Latte | 5.00 | 4.00", "Panna | 3.00 | 10.00", number="2")


def rows(path):
    """File, amount and reason of each row of the grid but the header."""
    (grid,) = read_book(path).grids
    found = grid.head(grid.height)[1:]
    return [(row[FILE], row[AMOUNT], row[SET_ASIDE]) for row in found]


def test_a_single_file_keeps_its_format(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(MILK)
    book = read_book(path)
    assert book.format == "fatturapa"
    assert rows(path) == [("a.xml", "5.00", None), ("a.xml", "3.00", None)]


def test_the_layout_says_what_each_column_is(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(signed(BREAD, piece=100, indefinite=True))
    (layout,) = propose(read_book(path), "ledger")
    assert layout.fixed
    assert layout.chosen
    assert (layout.header_row, layout.first_row, layout.last_row, layout.rows) == (1, 2, 2, 1)
    assert {column.confidence for column in layout.columns} == {1.0}
    roles = {column.role for column in layout.columns}
    assert {"supplier_name", "supplier_vat", "invoice_date", "net_amount", "supplier_municipality"} <= roles


def test_a_zip_in_its_order_with_zips_inside(tmp_path):
    inner = zip_bytes({"milk.xml.p7m": base64.encodebytes(signed(MILK))})
    path = zipped(tmp_path / "b.zip", {"2024/bread.xml": BREAD, "more.zip": inner})
    assert read_book(path).format == "einvoices"
    assert rows(path) == [
        ("2024/bread.xml", "10.00", None),
        ("more.zip/milk.xml.p7m", "5.00", None),
        ("more.zip/milk.xml.p7m", "3.00", None),
    ]


def test_a_zip_that_hides_its_name_is_followed_too(tmp_path):
    path = zipped(tmp_path / "b.zip", {"a.xml": BREAD, "more.dat": zip_bytes({"milk.xml": MILK})})
    assert [row[0] for row in rows(path)] == ["a.xml", "more.dat/milk.xml", "more.dat/milk.xml"]


def test_every_file_of_a_zip_has_a_row(tmp_path, samples):
    receipt = next((samples / "einvoices" / "sdi_notifications").iterdir()).read_bytes()
    path = zipped(
        tmp_path / "b.zip",
        {
            "folder/": b"",
            "a.xml": BREAD,
            "receipt.xml": receipt,
            "mail.eml": b"From: a@example.com\n",
            "table.xlsx": zip_bytes({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
            "broken.xml": BREAD[:900],
            "broken.p7m": signed(BREAD)[:-4],
            "laughs.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><FatturaElettronica/>',
            "empty.xml": b"",
            "again.p7m": signed(BREAD),
        },
    )
    book = read_book(path)
    told = {row[0]: row[2] for row in rows(path)}
    assert told == {
        "a.xml": None,
        "receipt.xml": "not_an_invoice",
        "mail.eml": "not_an_invoice",
        "table.xlsx": "not_an_invoice",
        "broken.xml": "invoice_unreadable",
        "broken.p7m": "invoice_unreadable",
        "laughs.xml": "invoice_unreadable",
        "empty.xml": "not_an_invoice",
        "again.p7m": "invoice_repeated",
    }
    named = {problem.value: problem for problem in book.problems}
    assert {file for file in told if told[file]} == set(named)
    cells = {row[0]: number for number, row in enumerate(rows(path), start=2)}
    assert {problem.value: problem.row for problem in book.problems} == {file: cells[file] for file in named}
    assert named["broken.xml"].severity == "error"


def test_a_zip_without_any_invoice_is_refused_with_the_first_reason(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        read_book(zipped(tmp_path / "b.zip", {"a.xml": b"<a/>", "b.xml": b"<b/>"}))
    assert refusal.value.code == "no_invoices"
    assert "<a>" in str(refusal.value.message)


@pytest.mark.parametrize("name", ["b.zip", "b.xlsx"])
def test_a_workbook_is_no_zip_of_invoices_and_the_other_way_round(tmp_path, name):
    workbook = xlsx(tmp_path / "w.xlsx", {"Foglio1": [["Data", "Fornitore", "Importo"], ["2024-01-01", "Rossi", 5]]})
    assert not invoices.holds_invoices(workbook)
    assert read_book(workbook.rename(tmp_path / f"w-{name}")).format == "xlsx"
    assert read_book(zipped(tmp_path / name, {"a.xml": BREAD})).format == "einvoices"


def test_a_zip_of_tables_is_still_told_to_be_unpacked(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        read_book(zipped(tmp_path / "b.zip", {"a.csv": b"a;b\n1;2\n"}))
    assert refusal.value.code == "not_a_table"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><td><Invoice>1</Invoice></td></tr></table></html>",
        b"<?xml version='1.0'?><!-- <Invoice> --><Catalogue2/>",
        b"a;b\n1;2\n",
        b"<Workbook><Invoice/></Workbook>",
    ],
)
def test_a_page_of_markup_and_a_table_are_no_invoices(tmp_path, content):
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    assert not invoices.holds_invoices(path)


def test_zips_in_zips_are_followed_three_deep(tmp_path):
    content = BREAD
    name = "a.xml"
    for depth in range(settings.INVOICES.depth + 1):
        content, name = zip_bytes({name: content}), f"{depth}.zip"
    path = zipped(tmp_path / "b.zip", {"milk.xml": MILK, name: content})
    assert [row[2] for row in rows(path)] == [None, None, "invoice_unreadable"]
    assert [problem.code for problem in read_book(path).problems] == ["too_deep"]


def test_a_bomb_is_not_unpacked(tmp_path):
    zeros = b"<FatturaElettronica>" + bytes(200 << 20)
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", zeros)
        archive.writestr("a.xml", BREAD)
        archive.writestr("inner.zip", zip_bytes({"bomb.xml": zeros[: 64 << 20]}))
    begun = time.monotonic()
    assert rows(path) == [
        ("bomb.xml", None, "invoice_unreadable"),
        ("a.xml", "10.00", None),
        ("inner.zip/bomb.xml", None, "invoice_unreadable"),
    ]
    assert time.monotonic() - begun < 20


def test_more_files_than_may_be_are_refused_in_words(tmp_path):
    path = zipped(tmp_path / "b.zip", {f"{number}.xml": BREAD for number in range(5)})
    with pytest.raises(FileRefused) as refusal:
        invoices.read_invoices(path, "b.zip", lambda _: None, replace(settings.INVOICES, files=4))
    assert refusal.value.code == "archive_too_large"


def test_a_header_that_lies_about_its_size_is_damage(tmp_path):
    content = bytearray(zip_bytes({"a.xml": BREAD, "b.xml": MILK}))
    at = content.index(b"PK\x01\x02") + 24  # the size that the directory states
    content[at : at + 4] = (10).to_bytes(4, "little")
    path = tmp_path / "b.zip"
    path.write_bytes(content)
    assert {row[0]: row[2] for row in rows(path)} == {"a.xml": "invoice_unreadable", "b.xml": None}


def test_a_locked_member_is_said(tmp_path):
    content = bytearray(zip_bytes({"a.xml": BREAD, "b.xml": MILK}))
    at = content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    path = tmp_path / "b.zip"
    path.write_bytes(content)
    assert [problem.code for problem in read_book(path).problems] == ["password"]


def test_several_processes_keep_the_order(tmp_path, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    files = {f"{number:04d}.xml": fattura("Pane | 1.00 | 22.00", number=str(number)) for number in range(900)}
    path = zipped(tmp_path / "b.zip", files)
    assert invoices._workers(len(files), settings.INVOICES) == 3
    seen: list[float] = []
    _, grid, problems = invoices.read_invoices(path, "b.zip", seen.append)
    assert problems == ()
    assert grid.cells[f"c{FILE}"].to_pylist()[1:] == list(files)
    assert grid.cells["row"].to_pylist() == list(range(1, 902))
    assert max(seen) > 0.5


def test_a_person_can_stop_the_reading(tmp_path):
    path = zipped(tmp_path / "b.zip", {f"{number:04d}.xml": BREAD for number in range(600)})

    def stop(_part):
        raise Cancelled

    with pytest.raises(Cancelled):
        invoices.read_invoices(path, "b.zip", stop)


def test_a_process_that_dies_is_a_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "ROOT", tmp_path)  # it finds nothing to run
    with pytest.raises(FileRefused):
        read_book(zipped(tmp_path / "b.zip", {"a.xml": BREAD}))


def test_an_invoice_that_needs_more_memory_than_there_is_is_said(tmp_path):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:  # stored: a file that shrinks like this would be taken for a bomb
        archive.writestr("long.p7m", signed(bytes(60 << 20)))
        archive.writestr("a.xml", BREAD)
    _, _, problems = invoices.read_invoices(
        path, "b.zip", lambda _: None, replace(settings.INVOICES, memory_bytes=150 << 20)
    )
    assert [(problem.code, problem.value) for problem in problems] == [("too_large", "long.p7m")]


def test_the_invoice_inside_a_pdf_is_read(tmp_path, samples):
    import zlib  # noqa: PLC0415 - only here

    xml = (samples / "einvoices" / "cii" / "facturx__factur-x-en16931.xml").read_bytes()
    packed = zlib.compress(xml)
    path = tmp_path / "invoice.pdf"
    path.write_bytes(
        b"%%PDF-1.7\n4 0 obj\n<< /Type /EmbeddedFile /Subtype /text#2Fxml /Filter /FlateDecode /Length %d >>\nstream\n"
        % len(packed)
        + packed
        + b"\nendstream\nendobj\n%%EOF"
    )
    book = read_book(path)
    assert book.format == "cii"
    assert book.grids[0].height > 1


def test_a_pdf_with_another_attachment_is_refused(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7\n<< /Type /EmbeddedFile /Length 3 >>\nstream\nabc\nendstream\n")
    with pytest.raises(FileRefused) as refusal:
        read_book(path)
    assert refusal.value.code == "pdf"


def test_names_of_members_are_shown_without_tricks(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("..\\..\\a\x1b[2J.xml", BREAD)
    path = tmp_path / "b.zip"
    path.write_bytes(content.getvalue())
    ((name, _, _),) = rows(path)
    assert name == "../../a\ufffd[2J.xml"  # a name to show, never a place to write to
