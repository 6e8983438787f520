from __future__ import annotations

import zipfile
from dataclasses import replace

import pytest

from socialimpact.errors import FileRefused
from socialimpact.settings import READING
from socialimpact.tables.signature import detect, utf16_without_mark
from tests.tables.making import xlsx


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t \r\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_table"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not_a_table"),
        (b"BM\x9a\x00\x00\x00\x00\x00", "not_a_table"),
        (b"{\\rtf1 ciao}", "not_a_table"),
        (b"\x1f\x8b\x08\x00", "not_a_table"),
        (b"\x00\x01\x02\x03binary\x00\xff", "not_a_table"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        (b"\n  <TABLE border=1>", "html"),
        (b'<?xml version="1.0"?><p:FatturaElettronica/>', "xml"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml"),
        (b'{"rows": []}', "json"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "ancient_workbook"),
        (b"PK\x03\x04 cut off", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_by_its_bytes_whatever_its_name(tmp_path, content, code):
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        detect(file, READING)
    assert refused.value.code == code
    assert refused.value.message.to("en").endswith(".")


@pytest.mark.parametrize("content", [b"Data;Importo\n", "Città;Importo\n".encode("cp1252"), b"BMW;100\n", b"MZ 12;5\n"])
def test_text_is_text(tmp_path, content):
    file = tmp_path / "ledger.xls"
    file.write_bytes(content)
    assert detect(file, READING) == "text"


def test_a_workbook_is_known_whatever_its_name(tmp_path):
    assert detect(xlsx(tmp_path / "ledger.csv.xlsx", {"A": [[1]]}).rename(tmp_path / "ledger.csv"), READING) == "xlsx"


def test_a_zip_that_claims_too_much_is_refused_before_it_is_opened(tmp_path):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<w/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 80_000_000)
    with pytest.raises(FileRefused) as refused:
        detect(file, READING)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("limits", [replace(READING, zip_entries=3), replace(READING, unzipped_bytes=1000)])
def test_limits_on_zips_are_heeded(tmp_path, limits):
    with pytest.raises(FileRefused) as refused:
        detect(xlsx(tmp_path / "a.xlsx", {"A": [[1]]}), limits)
    assert refused.value.code == "too_large"


def test_a_document_and_a_zip_of_files_are_no_workbook(tmp_path):
    for inside in ("word/document.xml", "invoices/1.xml"):
        file = tmp_path / "x.xlsx"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(inside, b"<x/>")
        with pytest.raises(FileRefused) as refused:
            detect(file, READING)
        assert refused.value.code == "not_a_table"


def test_utf16_is_known_without_its_mark():
    assert utf16_without_mark("Data;Importo\n".encode("utf-16-le")) == "utf-16-le"
    assert utf16_without_mark("Data;Importo\n".encode("utf-16-be")) == "utf-16-be"
    assert utf16_without_mark(b"Data;Importo\n") is None
