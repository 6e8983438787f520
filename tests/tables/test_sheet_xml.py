"""What a sheet's XML says besides: errors, formulas that were never calculated, hidden rows and columns."""

from __future__ import annotations

import threading
import time

import pytest
from openpyxl import Workbook

from socialimpact.tables.book import read_book
from socialimpact.tables.grid import CellKind
from socialimpact.tables.sheet_xml import look_through
from socialimpact.tables.unsaid import SheetUnsaid
from tests.tables.making import written


def looked(path) -> SheetUnsaid:
    (found,) = look_through(path, threading.Event()).sheets.values()
    return found


def test_errors_come_back_as_cells_and_are_told_with_their_rows(tmp_path):
    file = written(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Importo</t></is></c></row>'
        '<row r="2"><c r="A2"><v>12.5</v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>VLOOKUP(1,B:B,1,0)</f><v>#N/D</v></c></row>'
        '<row r="5"><c r="A5" t="e"><v>#REF!</v></c><c r="C5" t="e"><v>#DIV/0!</v></c></row>',
    )
    book = read_book(file)
    grid = book.grids[0]
    assert grid.cells["row"].to_pylist() == [1, 2, 3, 5]
    assert grid.head(9) == [
        ["Importo", None, None],
        ["12.5", None, None],
        ["#N/D", None, None],
        ["#REF!", None, "#DIV/0!"],
    ]
    assert [grid.kind(place, 0) for place in range(4)] == [
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.ERROR,
        CellKind.ERROR,
    ]
    assert grid.kinds[2] is CellKind.ERROR
    (problem,) = book.problems
    assert (problem.severity, problem.code) == ("warning", "error_cells")
    assert [(place.row, place.column, place.value) for place in problem.located] == [
        (3, 0, "#N/D"),
        (5, 0, "#REF!"),
        (5, 2, "#DIV/0!"),
    ]
    assert problem.message.to("en").startswith("3 cells hold an error in place of a value, such as #N/D (rows 3, 5).")


def test_formulas_that_were_never_calculated_are_told_by_row(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Netto", "IVA", "Totale"])
    for row in range(2, 9):
        sheet.append([100, 22, f"=A{row}+B{row}" if row != 5 else 122])
    workbook.save(tmp_path / "a.xlsx")
    (problem,) = read_book(tmp_path / "a.xlsx").problems
    assert (problem.code, problem.severity) == ("formula_not_calculated", "warning")
    assert [(place.row, place.column) for place in problem.located] == [(row, 2) for row in (2, 3, 4, 6, 7, 8)]
    assert "6 cells" in problem.message.to("en")
    assert "(rows 2–4, 6–8)" in problem.message.to("en")


@pytest.mark.parametrize(
    ("cell", "missing"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', False),
        ('<c r="A1"><f>1+1</f>\n  <v>2</v></c>', False),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', False),
        ('<c r="A1" t="str"><f>""</f><v xml:space="preserve"> x</v></c>', False),
        ('<c r="A1"><f t="shared" si="0"/><v>2</v></c>', False),
        ('<c r="A1"><v/></c>', False),
        ('<c r="A1"><f>1+1</f></c>', True),
        ('<c r="A1"><f>1+1</f><v/></c>', True),
        ('<c r="A1"><f>1+1</f><v></v></c>', True),
        ('<c r="A1" t="str"><f>A2</f></c>', True),
        ('<c r="B9"><f t="shared" ref="A1:B9" si="0">1</f><v>1</v></c><c r="A1"><f t="shared" si="0"/></c>', True),
    ],
)
def test_what_counts_as_never_calculated(tmp_path, cell, missing):
    file = written(tmp_path / "a.xlsx", f'<row r="1">{cell}</row>')
    assert looked(file).uncalculated == ([(1, 0)] if missing else [])


def test_hidden_rows_and_columns_are_read_and_told(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    for row in range(1, 12):
        sheet.append([row, row * 2, row * 3])
    for row in (3, 4, 5, 9, 40):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["Z"].hidden = True
    workbook.save(tmp_path / "a.xlsx")
    book = read_book(tmp_path / "a.xlsx")
    assert book.grids[0].height == 11
    assert (book.grids[0].hidden_rows, book.grids[0].hidden_columns) == ((3, 4, 5, 9, 40), (1, 25))
    rows, columns = book.problems
    assert (rows.code, columns.code, columns.column) == ("rows_hidden", "columns_hidden", 1)
    assert [place.row for place in rows.located] == [3, 4, 5, 9]
    assert "4 rows are hidden, perhaps by a filter (rows 3–5, 9)" in rows.message.to("en")
    assert "1 column is hidden (B)" in columns.message.to("en")


def test_a_sheet_is_found_by_its_name_whatever_its_letters(tmp_path):
    file = written(tmp_path / "a.xlsx", '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>', name="R&amp;D “à”")
    assert look_through(file, threading.Event()).sheets.keys() == {"R&D “à”"}
    assert read_book(file).grids[0].head(1) == [["#N/A"]]


def test_what_lies_between_two_blocks_is_seen(tmp_path):
    filler = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_000))
    error = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(60_000, 61_000))
    assert len(looked(written(tmp_path / "a.xlsx", filler + error)).errors) == 1_000


def test_the_look_stops_when_nobody_waits_for_it(tmp_path):
    file = written(tmp_path / "a.xlsx", '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')
    stop = threading.Event()
    stop.set()
    assert look_through(file, stop).sheets == {"Dati": SheetUnsaid()}


@pytest.mark.parametrize(
    "hostile", ["<c ", '<c t="e"', '<c r="A1" t="e"><f>', "<row ", '<row hidden="1" ', '<c r="A1"><f ']
)
def test_a_hostile_sheet_is_looked_through_in_linear_time(tmp_path, hostile):
    file = written(tmp_path / "a.xlsx", hostile * 100_000 + 't="e" hidden="1" <f /></c>')
    begin = time.process_time()
    look_through(file, threading.Event())
    assert time.process_time() - begin < 5


def test_garbled_letters_of_a_workbook_are_put_right_and_told(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    for row in (["Fornitore", "Città"], ["CaffÃ¨ â€œRossiâ€\x9d", 1], ["Forlì", 2], ["CaffÃ¨ â€œRossiâ€\x9d", "n.d."]):
        sheet.append(row)
    workbook.save(tmp_path / "a.xlsx")
    book = read_book(tmp_path / "a.xlsx")
    assert book.grids[0].head(9)[1:] == [["Caffè “Rossi”", "1"], ["Forlì", "2"], ["Caffè “Rossi”", "n.d."]]
    (problem,) = book.problems
    assert (problem.code, problem.sheet) == ("letters_mended", "Sheet")
    assert problem.message.to("en").startswith("6 letters were garbled")


def test_letters_that_only_look_garbled_stay(tmp_path):
    workbook = Workbook()
    workbook.active.append(["SÃO PAULO", "Âge", "Perù"])
    workbook.save(tmp_path / "a.xlsx")
    book = read_book(tmp_path / "a.xlsx")
    assert (book.grids[0].head(1), book.problems) == ([["SÃO PAULO", "Âge", "Perù"]], ())
