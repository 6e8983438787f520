"""The file as its keeper knows it: numbered rows, lettered columns, what each is read as, what becomes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from socialimpact.actor import local_owner
from socialimpact.errors import Place
from socialimpact.services.ledgers import importing, sheet_view
from socialimpact.services.workspace import open_workspace

LEDGER = """\
ESEMPIO SPA;;;;
Registro acquisti 2024;;;;
Fornitore;Partita IVA;Data fattura;Numero;Imponibile
Alfa Srl;00488410010;25/03/2024;17;1.000,00
Beta Spa;;26/03/2024;18;tanto
Totale;;;;1.000,00
Gamma Srl;;27/03/2024;19;20,00
"""


@pytest.fixture
def ws(tmp_path):
    workspace = open_workspace(tmp_path / "home")
    yield workspace
    workspace.close()


def previewed(ws, tmp_path, text=LEDGER, **said):
    path = tmp_path / "acquisti.csv"
    path.write_text(text, encoding="utf-8")
    return importing.preview(ws, local_owner(), path, **said)


def test_the_first_rows_say_what_becomes_of_each(ws, tmp_path):
    seen = previewed(ws, tmp_path)
    view = sheet_view.first_rows(seen, seen.mapping.used[0])
    assert [(row.number, row.fate) for row in view.rows] == [
        (1, "above"), (2, "above"), (3, "header"), (4, "line"), (5, "aside"), (6, "aside"), (7, "line"),
    ]  # fmt: skip
    reasons = [str(row.reason) for row in view.rows if row.reason]
    assert reasons == [
        "The amount cannot be read as a number.",
        "A total, a subtotal or a balance: the rows it adds up are counted one by one.",
    ]


def test_each_column_has_its_letter_name_role_and_reason(ws, tmp_path):
    seen = previewed(ws, tmp_path)
    columns = sheet_view.columns(seen, seen.mapping.used[0])
    assert [(column.letter, column.name, column.role) for column in columns] == [
        ("A", "Fornitore", "supplier_name"),
        ("B", "Partita IVA", "supplier_vat"),
        ("C", "Data fattura", "invoice_date"),
        ("D", "Numero", "document_number"),
        ("E", "Imponibile", "net_amount"),
    ]
    assert all(0 < column.certainty <= 1 and column.reason for column in columns)


def test_what_a_person_chose_has_no_certainty(ws, tmp_path):
    roles = {"0": "supplier_name", "2": "invoice_date", "3": "description", "4": "net_amount"}
    seen = previewed(ws, tmp_path, mapping={"tables": [{"roles": roles}]})
    columns = {column.letter: column for column in sheet_view.columns(seen, seen.mapping.used[0])}
    assert (columns["D"].role, columns["D"].certainty, columns["D"].by_person) == ("description", None, True)
    assert (columns["B"].role, columns["B"].certainty) == (None, None)
    assert columns["E"].certainty is not None
    shown = sheet_view.columns(seen, seen.mapping.used[0], unused=False)
    assert [column.letter for column in shown] == ["A", "C", "D", "E"]


def test_another_header_row_is_explained_anew(ws, tmp_path):
    text = "Ragione sociale;Data;Importo\nnome;quando;quanto\nAlfa Srl;25/03/2024;10,00\nBeta;26/03/2024;11,50\n"
    seen = previewed(ws, tmp_path, text, mapping={"tables": [{"header_row": 2}]})
    table = seen.mapping.used[0]
    assert table.header_row == 2
    columns = sheet_view.columns(seen, table)
    assert [column.name for column in columns] == ["nome", "quando", "quanto"]
    assert {column.role for column in columns} >= {"invoice_date", "net_amount"}
    assert all(column.reason for column in columns)


def test_the_rows_around_a_problem_are_shown_with_its_cell(ws, tmp_path):
    rows = "".join(f"Alfa Srl;;25/03/2024;{n};{'boh' if n == 500 else '1,00'}\n" for n in range(4, 2000))
    seen = previewed(ws, tmp_path, LEDGER.split("Alfa", maxsplit=1)[0] + rows)
    place = next(problem for problem in seen.problems if problem.code == "amount_unreadable").located[0]
    view = sheet_view.around(seen, place)
    assert [row.number for row in view.rows] == list(range(497, 504))
    assert view.focus == Place(None, 500, 4, "boh")
    assert view.rows[3].fate == "aside"


def test_an_import_shows_the_rows_around_a_problem_from_what_it_kept(ws, tmp_path):
    seen = previewed(ws, tmp_path)
    importing.import_ledger(ws, local_owner(), seen)
    view = sheet_view.kept_around(ws, local_owner(), 1, Place(None, 5, 4, "tanto"))
    # The row of the names is no row of the ledger.
    assert [(row.number, row.fate) for row in view.rows] == [
        (2, "aside"), (4, "line"), (5, "aside"), (6, "aside"), (7, "line"),
    ]  # fmt: skip
    assert view.rows[2].cells == ("Beta Spa", None, "26/03/2024", "18", "tanto")
    assert [column.name for column in view.columns][-1] == "Imponibile"


def test_a_file_that_lacks_a_column_is_shown_all_the_same(ws, tmp_path):
    seen = previewed(ws, tmp_path, "Fornitore;Periodo;Imponibile\nAlfa;terzo;10,00\nBeta;quarto;11,00\n")
    assert seen.refusal is not None
    view = sheet_view.first_rows(seen, seen.mapping.tables[0])
    assert [row.fate for row in view.rows] == ["header", "unknown", "unknown"]


def test_each_sheet_has_its_own_rows(ws, tmp_path):
    book = openpyxl.Workbook()
    for month in ("Gennaio", "Febbraio"):
        sheet = book.create_sheet(month)
        sheet.append(["Fornitore", "Data fattura", "Imponibile"])
        sheet.append([f"Alfa {month}", "25/03/2024", "10,00"])
        sheet.append([f"Beta {month}", "26/03/2024", "11,00"])
    del book["Sheet"]
    book.save(tmp_path / "ledger.xlsx")
    seen = importing.preview(ws, local_owner(), tmp_path / "ledger.xlsx")
    views = [sheet_view.first_rows(seen, table) for table in seen.mapping.used]
    assert [(view.sheet, view.rows[1].cells[0]) for view in views] == [
        ("Gennaio", "Alfa Gennaio"),
        ("Febbraio", "Alfa Febbraio"),
    ]


def test_numbers_and_days_of_a_workbook_are_shown_as_such(ws, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Supplier", "Invoice date", "Net amount", "VAT number"])
    book.active.append(["Alfa Ltd", date(2025, 3, 25), 1250.5, "00488410010"])
    book.active.append(["Beta Ltd", date(2025, 4, 26), 20, "00159560366"])
    book.save(tmp_path / "ledger.xlsx")
    seen = importing.preview(ws, local_owner(), tmp_path / "ledger.xlsx")
    view = sheet_view.first_rows(seen, seen.mapping.used[0])
    assert view.rows[1].cells == ("Alfa Ltd", date(2025, 3, 25), Decimal("1250.5"), "00488410010")


def test_a_row_that_names_the_supplier_of_those_below_is_no_row_set_aside(ws, tmp_path):
    rows = ["Data;Documento;Descrizione;Dare;Avere"]
    for number, name in enumerate(("ROSSI SRL", "VERDI COOPERATIVA SOCIALE", "BIANCHI SPA")):
        rows.append(f"Fornitore: {100 + number} {name};;;;")
        rows += [f"{13 + day}/03/2024;FT {number}{day};Fattura acquisto;;{100 + day},00" for day in range(3)]
        rows.append("Totale;;;;303,00")
    seen = previewed(ws, tmp_path, "\n".join(rows) + "\n")
    fates = {row.number: row.fate for row in sheet_view.first_rows(seen, seen.mapping.used[0]).rows}
    assert (fates[2], fates[3], fates[6]) == ("heading", "line", "aside")


def test_a_real_ledger_is_shown_with_every_row_accounted_for(ws, samples):
    path = samples / "ledgers" / "comune-di-torino" / "00514490010.csv"
    seen = importing.preview(ws, local_owner(), path)
    view = sheet_view.first_rows(seen, seen.mapping.used[0])
    assert len(view.rows) == sheet_view.FIRST_ROWS
    assert {row.fate for row in view.rows} <= {"header", "line", "aside"}
    assert all(len(row.cells) == len(view.columns) for row in view.rows)
