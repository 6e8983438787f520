from __future__ import annotations

import io
import tarfile
import zipfile
from dataclasses import replace

import pytest

from socialimpact.errors import FileRefused
from socialimpact.settings import READING
from socialimpact.tables.signature import detect
from tests.tables.making import xlsx

MAIL = b"Return-Path: <a@example.org>\r\nFrom: a@example.org\r\nTo: b@example.org\r\nSubject: Fatture\r\n"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(stream: str) -> bytes:
    """A compound file whose directory names one stream."""
    header = bytearray(OLE2 + bytes(504))
    header[30:32] = (9).to_bytes(2, "little")
    entry = stream.encode("utf-16-le").ljust(64, b"\x00") + bytes(64)
    return bytes(header) + entry * 4


def zipped(*names: str, **contents: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, b"<x/>"))
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("ledger.xlsx"))
    return out.getvalue()


def dbase() -> bytes:
    header = bytes([3, 124, 5, 31, 2, 0, 0, 0]) + (97).to_bytes(2, "little") + bytes(22)
    return header + b"FORNITORE\x00\x00C" + bytes(20) + b"IMPORTO\x00\x00\x00\x00N" + bytes(20) + b"\r Rossi  12.50"


THINGS = [
    ("PDF", b"%PDF-1.7 ...\x00"),
    ("print", b"%!PS-Adobe-3.0\n"),
    ("picture", b"\x89PNG\r\n\x1a\n\x00\x00"),
    ("picture", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
    ("picture", b"BM\x9a\x00\x00\x00\x00\x00"),
    ("picture", b"RIFF\x24\x00\x00\x00WEBPVP8 "),
    ("picture", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
    ("recording", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00"),
    ("recording", b"RIFF\x24\x00\x00\x00WAVEfmt "),
    ("recording", b"ID3\x04\x00\x00\x00"),
    ("document", b"{\\rtf1 ciao}"),
    ("document", zipped("word/document.xml", "[Content_Types].xml")),
    ("document", zipped("mimetype", mimetype=b"application/vnd.oasis.opendocument.text")),
    ("document", compound("WordDocument")),
    ("presentation", zipped("ppt/presentation.xml")),
    ("presentation", zipped("mimetype", mimetype=b"application/vnd.oasis.opendocument.presentation")),
    ("presentation", compound("PowerPoint Document")),
    ("drawing", compound("VisioDocument")),
    ("iwork", zipped("Index/Document.iwa", "preview.jpg")),
    ("archive", b"\x1f\x8b\x08\x00"),
    ("archive", b"7z\xbc\xaf\x27\x1c"),
    ("archive", tarred()),
    ("archive", zipped("invoices/1.xml")),
    ("empty archive", zipped()),
    ("e-mail", MAIL + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x"),
    ("e-mail", MAIL + b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"),
    ("e-mail", compound("__properties_version1.0")),
    ("signed", b"\x30\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x82"),
    ("signed", b"MIIKqwYJKoZIhvcNAQcCoIIKnDCC\nCpgCAQExDzANBglghkgBZQMEAgEF\n"),
    ("database", b"SQLite format 3\x00"),
    ("database", b"\x00\x01\x00\x00Standard Jet DB\x00"),
    ("old table", dbase()),
    ("old table", b"\x00\x00\x1a\x00\x00\x10\x04\x00"),
    ("columns", b"PAR1\x15\x04\x15"),
    ("shortcut", b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "a@example.org"}'),
    ("shortcut", b"[InternetShortcut]\r\nURL=https://example.org/\r\n"),
    ("shortcut", b"\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00"),
    ("lock", b"\x0bMario Rossi" + b" " * 43 + b"\x0b\x00M\x00a\x00r\x00i\x00o\x00" + b"\x00 " * 49),
    ("companion", b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "),
    ("program", b"MZ\x90\x00\x03\x00\x00\x00"),
    ("program", b"\x7fELF\x02\x01\x01"),
    ("binary", b"\x00\x01\x02\x03binary\x00\xff"),
    ("binary", compound("SomethingElse")),
]


def refusal(path, content: bytes, name: str = "ledger.xlsx") -> FileRefused:
    file = path / name
    file.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        detect(file, READING)
    return refused.value


@pytest.mark.parametrize(("what", "content"), THINGS)
def test_what_is_no_table_is_called_by_its_name_whatever_the_file_says(tmp_path, what, content):
    refused = refusal(tmp_path, content)
    assert (refused.code, refused.details["what"]) == ("not_a_table", what)


def test_each_thing_has_its_own_sentence_in_both_languages(tmp_path):
    sentences = {what: refusal(tmp_path, content).message for what, content in THINGS}
    for language in ("it", "en"):
        said = {message.to(language) for message in sentences.values()}
        assert len(said) == len(sentences)
        assert all(text.endswith(".") for text in said)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t \r\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (bytes(5000), "empty_file"),
        (b'<?xml version="1.0"?><p:FatturaElettronica/>', "xml"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml"),
        (b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">', "xml"),
        (b'{"rows": []}', "json"),
        (b'[["rows", 1]]', "json"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "ancient_workbook"),
        (b"PK\x03\x04 cut off", "truncated"),
        (OLE2 + b"\x00" * 20, "truncated"),
    ],
)
def test_other_refusals_by_the_first_bytes(tmp_path, content, code):
    refused = refusal(tmp_path, content)
    assert refused.code == code
    assert refused.message.to("en").endswith(".")


def test_a_file_of_zeros_and_an_empty_one_are_told_apart(tmp_path):
    assert refusal(tmp_path, b"").message != refusal(tmp_path, bytes(9)).message


def test_the_root_of_an_xml_document_is_named(tmp_path):
    assert "“rss”" in refusal(tmp_path, b"<?xml version='1.0'?>\n<!-- news -->\n<rss version='2'>").message.to("en")


@pytest.mark.parametrize(
    "content",
    [
        b"Data;Importo\n",
        "Città;Importo\n".encode("cp1252"),
        b"BMW;100\n",
        b"MZ 12;5\n",
        b"From;To\n1;2\n",
        b"Date: 2024-01-01\nName;Importo\n",
        b"<1000;Fornitore\n",
        b"a;b\n1\x00;2\n",
        b"Fornitore\x00\x00\x00\x00\x00\x00;12,50\x00\x00\n" * 9,
        "a;b\n".encode("utf-32"),
        "Data;Importo\n".encode("utf-32-be"),
        "Fornitore\tImporto\r\n".encode("utf-16-be"),
    ],
)
def test_text_is_text(tmp_path, content):
    file = tmp_path / "ledger.xls"
    file.write_bytes(content)
    assert detect(file, READING) == "text"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        (b"\n  <TABLE border=1>", "html"),
        (b"<meta http-equiv=Content-Type content='text/html'><table>", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\r\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'>\n<html>", "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"<!-- made by --><style>td{}</style><table>", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<ss:Workbook', "xml"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x", "mhtml"),
        (b"From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related;\n", "mhtml"),
    ],
)
def test_tables_in_markup_are_known_whatever_their_name(tmp_path, content, kind):
    file = tmp_path / "ledger.xls"
    file.write_bytes(content)
    assert detect(file, READING) == kind


def test_a_workbook_is_known_whatever_its_name(tmp_path):
    assert detect(xlsx(tmp_path / "ledger.csv.xlsx", {"A": [[1]]}).rename(tmp_path / "ledger.csv"), READING) == "xlsx"


def test_a_zip_that_claims_too_much_is_refused_before_it_is_opened(tmp_path):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<w/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 80_000_000)
    with pytest.raises(FileRefused) as refused:
        detect(file, READING)
    assert refused.value.code == "zip_bomb"
    assert "76 MB" in refused.value.message.to("en")


@pytest.mark.parametrize(
    ("limits", "code"),
    [(replace(READING, zip_entries=3), "too_many_parts"), (replace(READING, unzipped_bytes=1000), "zip_bomb")],
)
def test_limits_on_zips_are_heeded(tmp_path, limits, code):
    with pytest.raises(FileRefused) as refused:
        detect(xlsx(tmp_path / "a.xlsx", {"A": [[1]]}), limits)
    assert refused.value.code == code
