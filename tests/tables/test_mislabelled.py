"""One ledger under a name that is not its own: whatever its bytes are, the same columns and the same values."""

from __future__ import annotations

import html

import pytest

from socialimpact.tables.book import read_book
from socialimpact.tables.proposal import propose
from tests.tables.making import xlsx

HEADER = ("Data reg.", "Numero", "Ragione sociale", "Partita IVA", "Imponibile", "IVA")
ROWS = [
    HEADER,
    *(
        (f"{day:02}/01/2024", f"{day}/A", "Caffè Rossi & C. s.n.c.", "00488410010", f"1.{day:03},56", f"{220 + day},34")
        for day in range(1, 25)
    ),
]
ROLES = ["posting_date", "document_number", "supplier_name", "supplier_vat", "net_amount", "vat_amount"]
SPREADSHEETML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Foglio1"><Table>{}</Table></Worksheet></Workbook>"""


def page() -> str:
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><body><h2>Registro IVA acquisti</h2><table border=1>{body}</table></body></html>"


def separated(delimiter: str, end: str = "\r\n") -> str:
    return end.join(delimiter.join(row) for row in ROWS)


def printed() -> str:
    lines = [f"{a:<12}{b:<10}{c:<30}{d:<14}{e:>14}{f:>12}" for a, b, c, d, e, f in ROWS]
    return "REGISTRO IVA ACQUISTI\n\n" + "\n".join(lines) + "\n"


def marked_up() -> str:
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    return SPREADSHEETML.format(
        "".join("<Row>" + "".join(cell.format(html.escape(text)) for text in row) + "</Row>" for row in ROWS)
    )


def mailed() -> bytes:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    return f"{head}Content-Type: text/html; charset=utf-8\r\n\r\n{page()}\r\n--x--".encode()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (page().encode("cp1252"), "html"),
        (page().encode("utf-16"), "html"),
        (mailed(), "mhtml"),
        (marked_up().encode(), "xml"),
        (separated("\t").encode("utf-16"), "tsv"),
        (separated("\t", "\r").encode("mac_roman"), "tsv"),
        (("sep=;\r\n" + separated(";")).encode("utf-8-sig"), "csv"),
        (separated("|").encode("utf-32"), "csv"),
        (separated(";").encode("cp850"), "csv"),
        (printed().encode("cp1252"), "csv"),
    ],
    ids=["page", "page16", "mhtml", "xml2003", "tabs16", "mac", "sep", "utf32", "dos", "printed"],
)
@pytest.mark.parametrize("name", ["registro.xls", "registro.xlsx"])
def test_a_ledger_is_known_by_its_bytes(tmp_path, content, kind, name):
    (tmp_path / name).write_bytes(content)
    book = read_book(tmp_path / name)
    (layout,) = propose(book)
    assert book.format == kind
    assert [column.role for column in layout.columns] == ROLES
    assert [column.header for column in layout.columns] == list(HEADER)
    assert (layout.rows, layout.decimal_mark, layout.date_order) == (24, ",", "dmy")
    grid = book.grids[0]
    assert [grid.cell(layout.first_row, column) for column in range(6)] == list(ROWS[1])


def test_the_same_ledger_as_a_workbook(tmp_path):
    (layout,) = propose(read_book(xlsx(tmp_path / "registro.csv.xlsx", {"Foglio1": [list(row) for row in ROWS]})))
    assert [column.role for column in layout.columns] == ROLES
