"""The measurements measure what they say: their ledgers are ledgers, and each task does its work."""

from __future__ import annotations

import csv

import pytest
from python_calamine import CalamineWorkbook
from stdnum.it import iva

from benchmarks import invoices, ledgers
from benchmarks.measuring import Bar, run
from socialimpact.einvoices.rows import DOCUMENT_NET
from socialimpact.tables.book import read_book

LINES = 400


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    return ledgers.write_xlsx(LINES, tmp_path_factory.mktemp("bench") / "ledger.xlsx")


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    return ledgers.write_csv(LINES, tmp_path_factory.mktemp("bench") / "ledger.csv")


def test_the_workbook_and_the_text_hold_the_same_purchases(workbook, text):
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
    with text.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    assert rows[0] == lines[0] == list(ledgers.HEADER)
    assert len(rows) == len(lines) == LINES + 1
    assert [row[0].strftime("%d/%m/%Y") for row in rows[1:]] == [line[0] for line in lines[1:]]
    assert [f"{row[10]:.2f}".replace(".", ",") for row in rows[1:]] == [line[10] for line in lines[1:]]
    assert all(iva.is_valid(row[5]) for row in rows[1:])


def test_the_same_number_of_lines_is_the_same_ledger():
    assert list(ledgers.purchases(50)) == list(ledgers.purchases(50))


@pytest.mark.parametrize("task", ["calamine", "pandas", "duckdb", "ours"])
def test_each_task_reads_every_line(task, workbook, text, tmp_path):
    more = [str(tmp_path / "made")] if task in ("duckdb", "ours") else []
    took = run("benchmarks.tasks", task, str(text if task == "duckdb" else workbook), *more)
    assert took.rows in (LINES, LINES + 1)  # calamine counts the header too
    assert 0 < took.seconds <= took.whole


def test_the_invoices_are_invoices_and_their_task_reads_every_line(tmp_path):
    path = invoices.write_zip(24, tmp_path / "b.zip")
    assert run("benchmarks.tasks", "invoices", str(path)).rows == sum(n % invoices.MOST_LINES + 1 for n in range(24))
    (made,) = read_book(path).grids
    assert made.cells[f"c{DOCUMENT_NET}"].null_count == 0
    assert set(made.cells["c3"].to_pylist()[1:]) == {str(place) for place in range(1, invoices.MOST_LINES + 1)}


def test_the_suggestions_are_measured_on_every_name_that_resembles_an_entry():
    took = run("benchmarks.tasks", "suggest", "300", "2000")
    assert 250 < took.rows <= 300


def test_a_bar_is_kept_up_to_its_limit():
    assert Bar("as much as may be", 2.5, 2.5).met
    assert not Bar("more than may be", 2.51, 2.5).met
