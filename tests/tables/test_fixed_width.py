"""Reports as they were printed: columns by their place in the line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socialimpact.settings import READING
from socialimpact.tables.delimited import read_delimited
from socialimpact.tables.fixed_width import find_columns, is_decimal_comma

REPORT = """\
                     SCHEDA CONTABILE FORNITORI DAL 01/01/2024 AL 31/12/2024                 Pag. 1

Data        Num.      Fornitore                   Causale            Imponibile         IVA
----------  --------  --------------------------  --------------  -------------  ----------
05/01/2024  FT 12/A   ROSSI MARIO & C.            Acquisto             1.234,56      271,60
07/01/2024  FT 13     BIANCHI SRL                 Acquisto                12,00        2,64
                                                  Trasporto                5,00        1,10
11/02/2024  NC 7      COOP. SOCIALE L'AQUILONE    Nota credito          -100,00      -22,00
28/02/2024  FT 99     VERDI SPA                   Canone                 70,00        15,40
\f15/03/2024  FT 140    NERI                        Acquisto             1.000,00      220,00
===========================================================================================
                                                  Totale               2.221,56      488,74
"""


def read(tmp_path, content: str):
    file = tmp_path / "report.txt"
    file.write_bytes(content.encode())
    return read_delimited(file, READING, lambda _share: None)


def test_a_printed_report_is_cut_at_its_gutters(tmp_path):
    found = read(tmp_path, REPORT)
    assert [problem.code for problem in found.problems] == ["columns_by_position"]
    assert found.delimiter is None
    rows = dict(zip(found.grid.cells["row"].to_pylist(), found.grid.head(99), strict=True))
    assert rows[1][0] == "SCHEDA CONTABILE FORNITORI DAL 01/01/2024 AL 31/12/2024                 Pag. 1"
    assert rows[3] == ["Data", "Num.", "Fornitore", "Causale", "Imponibile", "IVA"]
    assert rows[5] == ["05/01/2024", "FT 12/A", "ROSSI MARIO & C.", "Acquisto", "1.234,56", "271,60"]
    assert rows[7] == [None, None, None, "Trasporto", "5,00", "1,10"]
    assert rows[8] == ["11/02/2024", "NC 7", "COOP. SOCIALE L'AQUILONE", "Nota credito", "-100,00", "-22,00"]
    assert rows[10] == ["15/03/2024", "FT 140", "NERI", "Acquisto", "1.000,00", "220,00"]
    assert rows[12] == [None, None, None, "Totale", "2.221,56", "488,74"]
    assert set(rows) == {1, 3, 5, 6, 7, 8, 9, 10, 12}


def test_one_blank_divides_columns_only_where_they_are_of_two_kinds():
    lines = [f"{day:02}/01/2024 FT {day:>4}/A  Canone mensile   {day:>5},00" for day in range(1, 25)]
    columns = find_columns(lines)
    assert columns is not None
    assert columns.cut(lines[4]) == ["05/01/2024", "FT", "5/A", "Canone mensile", "5,00"]


def test_prose_and_lists_are_no_reports():
    assert find_columns(["A letter of many words, which goes on and on.", "Another line of it."] * 20) is None
    assert find_columns(["Rossi", "Bianchi"] * 20) is None
    assert find_columns(["a  b  c"] * 3) is None
    assert find_columns(["a\tb  c  d"] * 30) is None


def test_separated_values_stay_separated(tmp_path):
    text = "Data;Fornitore;Importo\n" + "01/01/2024;Rossi   e   figli;  12,00\n" * 30
    assert read(tmp_path, text).delimiter == ";"
    text = "Date,Supplier,Amount\n" + "2024-01-01,Smith   and   sons,   12.00\n" * 30
    assert read(tmp_path, text).delimiter == ","


def test_a_comma_between_digits_separates_no_cells():
    assert is_decimal_comma("a  1,50\nb  2,00")
    assert not is_decimal_comma("a,1\nb,2")


NAME = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=9)


@given(st.lists(st.tuples(NAME, NAME, st.integers(0, 99_999)), min_size=5, max_size=30))
def test_any_table_printed_with_gutters_reads_back(rows):
    lines = [f"{name:<12}{code:<12}{amount:>9},00" for name, code, amount in rows]
    columns = find_columns(lines)
    assert columns is not None
    assert [columns.cut(line) for line in lines] == [[name, code, f"{amount},00"] for name, code, amount in rows]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=30))
def test_no_lines_break_the_search(lines):
    columns = find_columns(lines)
    for line in lines:
        assert columns is None or "".join(columns.cut(line)).count(" ") <= line.count(" ")
