"""The rows to fix as a workbook: the rows as the person knows them, as text where a spreadsheet would run them."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from socialimpact.actor import local_owner
from socialimpact.services.ledgers import import_records, importing, rows_to_fix
from socialimpact.services.workspace import open_workspace

LEDGER = """\
Fornitore;Partita IVA;Data fattura;Numero;Descrizione;Imponibile
Alfa Srl;00488410010;25/03/2024;17;Viti;1.000,00
Beta Spa;;26/03/2024;18;=cmd|' /C calc'!A0;tanto
Gamma Srl;;mai;0019;Bulloni;20,00
"""


@pytest.fixture
def ws(tmp_path):
    workspace = open_workspace(tmp_path / "home")
    yield workspace
    workspace.close()


def previewed(ws, path):
    return importing.preview(ws, local_owner(), path)


def written(tmp_path, text=LEDGER):
    path = tmp_path / "acquisti.csv"
    path.write_text(text, encoding="utf-8")
    return path


def opened(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book, {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def test_the_rows_stand_there_as_the_person_knows_them(ws, tmp_path):
    book, told = opened(rows_to_fix.of_preview(local_owner(), previewed(ws, written(tmp_path)), "en"))
    assert list(told) == ["Problems", "Rows to fix"]
    assert told["Rows to fix"] == [
        ["Row", "What is wrong", "What to do", "Fornitore", "Partita IVA", "Data fattura", "Numero", "Descrizione",
         "Imponibile"],
        [3, "Amounts that are no numbers",
         "Correct the amount in the file, or check that the column of amounts is the right one.",
         "Beta Spa", None, "26/03/2024", "18", "'=cmd|' /C calc'!A0", "tanto"],
        [4, "Dates that cannot be read", "Correct the date in the file, or say how dates are written.",
         "Gamma Srl", None, "mai", "0019", "Bulloni", "20,00"],
    ]  # fmt: skip
    assert {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_each_problem_tells_where_it_is_what_was_done_and_what_to_do(ws, tmp_path):
    _, told = opened(rows_to_fix.of_preview(local_owner(), previewed(ws, written(tmp_path)), "it"))
    head, *rows = told["Problemi"]
    first = dict(zip(head, rows[0], strict=True))
    assert first["Importanza"] == "Errore"
    assert (first["Riga"], first["Colonna"], first["Com'è scritto"]) == (3, "F", "tanto")
    assert first["Che cosa abbiamo fatto"] == "La riga è stata messa da parte e non entra in nessun totale."
    assert first["Che cosa fare"].startswith("Correggi l'importo")


def test_an_import_gives_the_same_rows_as_its_preview(ws, tmp_path):
    seen = previewed(ws, written(tmp_path))
    importing.import_ledger(ws, local_owner(), seen)
    assert (
        opened(rows_to_fix.of_import(ws, local_owner(), 1, "en"))[1]
        == opened(rows_to_fix.of_preview(local_owner(), seen, "en"))[1]
    )


def test_numbers_and_dates_of_a_workbook_stay_what_they_are(ws, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Supplier", "VAT number", "Invoice date", "Net amount"])
    book.active.append(["Alfa Ltd", "GB980780684", date(2025, 3, 25), 10.5])
    book.active.append(["Beta Ltd", "00488410010", date(2035, 3, 26), 20.25])
    book.save(tmp_path / "ledger.xlsx")
    _, told = opened(rows_to_fix.of_preview(local_owner(), previewed(ws, tmp_path / "ledger.xlsx"), "en"))
    row = dict(zip(*told["Rows to fix"][:2], strict=True))
    assert row["Row"] == 3
    assert (row["Invoice date"], row["Net amount"], row["VAT number"]) == (
        datetime(2035, 3, 26),  # noqa: DTZ001 - a cell of a workbook knows no time zone
        20.25,
        "00488410010",
    )


def test_sheets_have_a_list_of_rows_each(ws, tmp_path):
    book = openpyxl.Workbook()
    for month in ("Gennaio", "Febbraio"):
        sheet = book.create_sheet(month)
        sheet.append(["Fornitore", "Data fattura", "Imponibile"])
        sheet.append(["Alfa Srl", "25/03/2024", "10,00"])
        sheet.append([f"Beta {month}", "26/03/2024", "boh"])
        sheet.append(["Gamma", "27/03/2024", "12,00"])
    del book["Sheet"]
    book.save(tmp_path / "ledger.xlsx")
    _, told = opened(rows_to_fix.of_preview(local_owner(), previewed(ws, tmp_path / "ledger.xlsx"), "it"))
    assert [(title, rows[1][3]) for title, rows in list(told.items())[1:]] == [
        ("Gennaio", "Beta Gennaio"),
        ("Febbraio", "Beta Febbraio"),
    ]


def test_a_council_with_credit_notes_has_nothing_to_fix_in_them(ws, samples):
    path = samples / "ledgers" / "comune-di-torino" / "00514490010.csv"
    seen = previewed(ws, path)
    _, told = opened(rows_to_fix.of_preview(local_owner(), seen, "en"))
    fixable = {place.row for p in seen.problems if p.kind and p.kind.rows_to_fix for place in p.located}
    assert {row[0] for row in told["Rows to fix"][1:]} == fixable


def test_the_command_line_writes_it_too(ws, tmp_path, capsys):
    from socialimpact.cli import main  # noqa: PLC0415 - the home has to be closed by then

    importing.import_ledger(ws, local_owner(), previewed(ws, written(tmp_path)))
    kept = import_records.problems(ws, local_owner(), 1)
    ws.close()
    out = tmp_path / "fix.xlsx"
    assert main(["--home", str(tmp_path / "home"), "--language", "it", "problems", "1", "--out", str(out)]) == 0
    assert "Correggi l'importo" in capsys.readouterr().out
    assert set(opened(out.read_bytes())[1]) == {"Problemi", "Righe da correggere"}
    assert main(["--home", str(tmp_path / "home"), "problems", "7", "--json"]) == 1
    assert len(kept) == 2
