from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.errors import FileRefused
from socialimpact.settings import READING, ReadingLimits
from socialimpact.tables import delimited
from socialimpact.tables.delimited import read_delimited
from socialimpact.tables.dialect import Dialect, sniff
from socialimpact.tables.encoding import Encoding, find_encoding


def read(tmp_path, content: bytes | str):
    file = tmp_path / "ledger.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_delimited(file, READING, lambda _share: None)


def rows(found) -> list[tuple[int, list[str | None]]]:
    return list(zip(found.grid.cells["row"].to_pylist(), found.grid.head(1000), strict=True))


@pytest.mark.parametrize(
    ("delimiter", "text"),
    [
        (";", "Data;Fornitore;Importo\n01/02/2024;Rossi, Bianchi e C.;1.234,50\n02/02/2024;Verdi;12,00\n"),
        (",", 'Date,Supplier,Amount\n2024-02-01,"Smith, Jones","1,234.50"\n2024-02-02,Green,12.00\n'),
        ("\t", "Date\tSupplier\tAmount\n1\tA, B; C\t2\n2\tD\t3\n"),
        ("|", "Date|Supplier|Amount\n1|A, B|2\n2|D|3\n"),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_all_lines_alike(tmp_path, delimiter, text):
    found = read(tmp_path, text)
    assert found.delimiter == delimiter
    assert found.grid.width == 3


def test_a_file_of_one_column_has_no_delimiter(tmp_path):
    found = read(tmp_path, "Fornitore\nRossi\nBianchi\n")
    assert found.delimiter is None
    assert rows(found) == [(1, ["Fornitore"]), (2, ["Rossi"]), (3, ["Bianchi"])]


def test_a_declared_delimiter_is_believed_and_its_line_is_no_row(tmp_path):
    found = read(tmp_path, "sep=;\r\nData;Importo, netto\r\n1;2,5\r\n")
    assert found.delimiter == ";"
    assert rows(found) == [(1, ["Data", "Importo, netto"]), (2, ["1", "2,5"])]


@pytest.mark.parametrize("ragged", ["", "x\n", "p;q;r;s;t\n"])
def test_records_are_counted_with_blank_ones_and_line_breaks_in_quotes(tmp_path, ragged):
    """The same rows come out of the parser for regular files and the one for ragged files."""
    found = read(tmp_path, 'a;b;c\n\n1;"two\nlines ""quoted""";3\n;;\n4;  5 ;6\n' + ragged)
    expected = [(1, ["a", "b", "c"]), (3, ["1", 'two\nlines "quoted"', "3"]), (5, ["4", "5", "6"])]
    assert [(row, cells[:3]) for row, cells in rows(found)[:3]] == expected
    if ragged:
        assert rows(found)[3][0] == 6
    assert not found.problems


def test_a_quote_that_is_never_closed_does_not_swallow_rows(tmp_path):
    text = 'id;name;amount\n1;"ACME;100\n2;Beta;200\n3;Gamma";300\n4;Delta;400\n'
    found = read(tmp_path, text)
    assert [row for row, _ in rows(found)] == [1, 2, 3, 4, 5]
    assert [cells[2] for _, cells in rows(found)] == ["amount", "100", "200", "300", "400"]
    assert [problem.code for problem in found.problems] == ["stray_quotes"]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
    ],
)
def test_accents_survive_every_encoding(tmp_path, encoding, named):
    text = "Città;Attività;Perché;Libertà;Più;Qualità;Università\nè;é;à;ò;ù;ì;à\n"
    found = read(tmp_path, text.encode(encoding))
    assert found.encoding == named
    assert found.grid.head(1)[0] == text.splitlines()[0].split(";")


def test_lines_in_two_encodings_are_both_read_and_told(tmp_path):
    found = read(tmp_path, "nome;x\nCittà;1\n".encode() + "Società;2\n".encode("cp1252"))
    assert [cells[0] for cells in found.grid.head(9)] == ["nome", "Città", "Società"]
    assert [problem.code for problem in found.problems] == ["mixed_encoding"]


def test_a_byte_order_mark_written_twice_is_no_part_of_the_first_name(tmp_path):
    twice = "\ufeff".encode().decode("latin-1").encode()
    assert read(tmp_path, twice + b"Data;Importo\n1;2\n").grid.head(1) == [["Data", "Importo"]]
    assert read(tmp_path, b"\xef\xbb\xbf\xef\xbb\xbfData;Importo\n1;2\n").grid.head(1) == [["Data", "Importo"]]


def test_old_macintosh_line_ends_and_zero_bytes(tmp_path):
    assert rows(read(tmp_path, b"a;b\r1;2\r")) == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert rows(read(tmp_path, b"a;b\n1\x00;2\n")) == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_a_file_larger_than_allowed_is_refused(tmp_path):
    file = tmp_path / "large.csv"
    file.write_bytes(b"a;b\n" * 100)
    with pytest.raises(FileRefused) as refused:
        read_delimited(file, ReadingLimits(unzipped_bytes=100), lambda _share: None)
    assert refused.value.code == "too_large"


def test_a_file_that_turns_ragged_late_keeps_every_row(tmp_path):
    lines = ["a;b;c", *(f"{n};x;1" for n in range(60_000)), "late;short", "last;y;2;more"]
    found = read(tmp_path, "\n".join(lines))
    assert found.grid.height == len(lines)
    assert found.grid.cells["row"][-1].as_py() == len(lines)
    assert found.grid.head(1) == [["a", "b", "c", None]]
    assert found.grid.cell(len(lines), 3) == "more"
    assert found.grid.cell(len(lines) - 1, 2) is None


def test_a_header_that_is_separated_otherwise_than_the_rows(tmp_path):
    found = read(tmp_path, "Data,Fornitore,Importo\n" + "01/01/2024;Rossi;12,50\n" * 4)
    assert found.delimiter == ";"
    assert rows(found)[0] == (1, ["Data", "Fornitore", "Importo"])
    assert [(p.code, [place.row for place in p.located]) for p in found.problems] == [("other_delimiter", [1])]


def test_a_declared_delimiter_may_be_any_character(tmp_path):
    found = read(tmp_path, "sep=§\nData§Importo, netto\n1§2,5\n")
    assert (found.delimiter, found.grid.head(2)) == ("§", [["Data", "Importo, netto"], ["1", "2,5"]])


@pytest.mark.parametrize("delimiter", ["^", "~", "§"])
def test_rare_delimiters_are_found_where_no_usual_one_cuts(tmp_path, delimiter):
    found = read(tmp_path, f"Data{delimiter}Fornitore{delimiter}Importo\n1{delimiter}Rossi{delimiter}2\n")
    assert (found.delimiter, found.grid.width) == (delimiter, 3)


CELLS = st.text(st.characters(exclude_characters="\r\x00\ufeff", exclude_categories=["Cs"]), max_size=6)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=12))
def test_what_python_writes_is_read_back(tmp_path_factory, records):
    """Arrow's parser and Python's agree on every quoted file, whatever is in its cells."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(records)
    file = tmp_path_factory.mktemp("csv") / "x.csv"
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    dialect = Dialect(";", 0, 3, regular=True, quoted=True)
    fast = delimited._read_regular(file, dialect, Encoding("utf-8", plain=True))
    slow = delimited._read_chunks(delimited._records(file, dialect, []), lambda _share: None)
    if slow is not None:
        assert delimited._compact(fast).to_pylist() == delimited._compact(slow).to_pylist()


PLAIN_CELLS = st.text(st.characters(exclude_characters='\r\n\x00\ufeff;"', exclude_categories=["Cs"]), max_size=6)


@settings(max_examples=60)
@given(
    st.lists(st.lists(PLAIN_CELLS, min_size=3, max_size=3), min_size=2, max_size=12), st.sampled_from(["\n", "\r\n"])
)
def test_a_file_without_quotes_is_read_alike_whether_they_are_looked_for_or_not(tmp_path_factory, records, end):
    file = tmp_path_factory.mktemp("csv") / "x.csv"
    file.write_text("".join(f"{';'.join(record)}{end}" for record in records), encoding="utf-8", newline="")
    dialect = Dialect(";", 0, 3, regular=True, quoted=False)
    found = find_encoding(file)
    one, other = (
        delimited._read_regular(file, dialect, replace(found, quotes=quotes, newlines=0)) for quotes in (False, True)
    )
    assert not found.quotes
    assert one.to_pylist() == other.to_pylist()


@given(st.text(max_size=200))
def test_no_sample_breaks_the_search_for_a_delimiter(text):
    assert sniff(text).width >= 1


def test_rows_without_their_last_cells_do_not_hide_the_delimiter():
    text = (
        "Data;Numero;Fornitore;Descrizione;Imponibile;Sede\n31/01/2024;A/17;Rossi;viti;1.234,56;FORLI\n"
        "31/01/2024;V-204;Verdi;pulizie;100,00\n;;;Totale;1.334,56\n"
    )
    assert sniff(text).delimiter == ";"


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@st.composite
def written_tables(draw):
    """A table, and its bytes in one of the ways in which programs write tables."""
    delimiter = draw(st.sampled_from([";", ",", "\t", "|"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    word = st.text(st.sampled_from("abcxyzèàùò€012 "), max_size=6).map(str.strip)
    cell = word | word.map(lambda text: f'{text}"{text}') | word.map(lambda text: f"a{delimiter}{text}b")
    if end == "\n":
        cell |= word.map(lambda text: f"c\n{text}d")
    width = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=4, max_size=9))
    table = [[f"Città {n}" for n in range(width)], *(["x", *row[1:]] for row in rows)]
    text = io.StringIO()
    if draw(st.booleans()):
        text.write(f"sep={delimiter}{end}")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)
    return table, text.getvalue().encode(draw(st.sampled_from(ENCODINGS)))


@settings(max_examples=200)
@given(written_tables())
def test_any_table_in_any_dialect_and_encoding_reads_back(tmp_path_factory, written):
    table, content = written
    found = read(tmp_path_factory.mktemp("csv"), content)
    width = found.grid.width
    assert found.grid.head(99) == [[text.strip() or None for text in row][:width] for row in table]
    assert not any(any(row[width:]) for row in table)
