from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.tables.grid import CellKind
from socialimpact.tables.values import amount_sql, date_sql, identifier_sql, text_sql


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection


def ask(engine, sql: str, *cells: str, kinds: int = CellKind.TEXT):
    engine.execute("CREATE OR REPLACE TEMP TABLE t (n INTEGER, c0 VARCHAR, k0 UTINYINT)")
    engine.executemany("INSERT INTO t VALUES (?, ?, ?)", [[n, cell, int(kinds)] for n, cell in enumerate(cells)])
    return [row[0] for row in engine.execute(f"SELECT {sql} FROM t ORDER BY n").fetchall()]


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1.234,56", ",", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1\u00a0234,56", ",", "1234.56"),
        ("1'234.56", ".", "1234.56"),
        ("12.345.678,9", ",", "12345678.9"),
        ("(1.234,56)", ",", "-1234.56"),
        ("(£1,234.56)", ".", "-1234.56"),
        ("1.234,56-", ",", "-1234.56"),
        ("-1.234,56", ",", "-1234.56"),
        ("−5,00", ",", "-5"),
        ("- 5,00", ",", "-5"),
        ("+5,00", ",", "5"),
        ("100.00 CR", ".", "-100"),
        ("100.00 DR", ".", "100"),
        ("000000000043,55", ",", "43.55"),
        ("€ 12", ",", "12"),
        ("12 EUR", ",", "12"),
        ("12,50 euro", ",", "12.50"),
        ("£1,200", ".", "1200"),
        ("-£1,200.50", ".", "-1200.50"),
        ("-", ",", "0"),
        ("£ -", ".", "0"),
        (".00", ",", "0"),
        (",5", ",", "0.5"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", ".", "1234"),
        ("12.5", ",", "12.5"),
        ("1,234.50", ",", "1234.50"),
        ("1.234.567,00", ".", "1234567.00"),
        ("0.125", ",", "0.125"),
        ("1,23E+05", ",", "123000"),
        ("0", ",", "0"),
    ],
)
def test_amounts(engine, text, mark, amount):
    assert ask(engine, amount_sql("c0", CellKind.TEXT, mark), text) == [Decimal(amount)]


@pytest.mark.parametrize(
    "text", ["abc", "", "12/03/2024", "1.23.4", "()", "€", "12 34 ab", "#REF!", "n.d.", "1,2,3", "1e400"]
)
def test_what_is_no_amount_is_null(engine, text):
    assert ask(engine, amount_sql("c0", CellKind.TEXT, ","), text) == [None]
    assert ask(engine, amount_sql("c0", CellKind.TEXT, "."), text) == [None]


def test_number_cells_are_read_as_they_are_whatever_the_mark(engine):
    mixed = amount_sql("c0", "k0", ",")
    assert ask(engine, mixed, "1234.567", "0.30000000000000004", kinds=CellKind.NUMBER) == [
        Decimal("1234.567"),
        Decimal("0.3"),
    ]
    assert ask(engine, mixed, "1.234") == [Decimal(1234)]
    assert ask(engine, mixed, "2024-01-01", kinds=CellKind.DATE) == [None]
    assert ask(engine, amount_sql("c0", CellKind.NUMBER, ","), "1234.5") == [Decimal("1234.5")]
    assert ask(engine, amount_sql("c0", CellKind.BOOL, ","), "TRUE") == [None]


STYLES = st.sampled_from(["{}", "€ {}", "{} €", "{} EUR", " {}", "\u00a0{}"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.decimals(0, 10**9, places=2), st.sampled_from(["{}", "-{}", "{}-", "({})"]), STYLES),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([",", "."]),
    st.booleans(),
)
def test_every_way_to_write_an_amount_is_read_back(engine, amounts, mark, grouped):
    cells, expected = [], []
    for amount, sign, style in amounts:
        text = f"{amount:,.2f}" if grouped else f"{amount:.2f}"
        if mark == ",":
            text = text.replace(",", "_").replace(".", ",").replace("_", ".")
        cells.append(style.format(sign.format(text)))
        expected.append(amount if sign == "{}" else -amount)
    assert ask(engine, amount_sql("c0", CellKind.TEXT, mark), *cells) == expected


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1/2/2013", "dmy", (2013, 2, 1)),
        ("1/2/2013", "mdy", (2013, 1, 2)),
        ("01.02.2013", "dmy", (2013, 2, 1)),
        ("01-02-13", "dmy", (2013, 2, 1)),
        ("01 02 2013", "dmy", (2013, 2, 1)),
        ("01/02/2013 00:00", "dmy", (2013, 2, 1)),
        ("01/13/2013", "dmy", (2013, 1, 13)),
        ("13/01/2013", "mdy", (2013, 1, 13)),
        ("2013-02-01", "dmy", (2013, 2, 1)),
        ("2013-02-01", "mdy", (2013, 2, 1)),
        ("2013/2/1", "ymd", (2013, 2, 1)),
        ("2013-02-01T10:00:00.000Z", "ymd", (2013, 2, 1)),
        ("2013-02-01 10:00:00", "ymd", (2013, 2, 1)),
        ("2015-09-29+02:00", "ymd", (2015, 9, 29)),
        ("20250131", "dmy", (2025, 1, 31)),
        ("01-gen-25", "dmy", (2025, 1, 1)),
        ("9-Oct-12", "dmy", (2012, 10, 9)),
        ("1 January 2020", "dmy", (2020, 1, 1)),
        ("1st May 2020", "dmy", (2020, 5, 1)),
        ("Wednesday, May 04, 2022", "mdy", (2022, 5, 4)),
        ("mar 4 maggio 2022", "dmy", (2022, 5, 4)),
        ("4 août 2021", "dmy", (2021, 8, 4)),
        ("5. März 2021", "dmy", (2021, 3, 5)),
        ("dicembre 2024", "dmy", (2024, 12, 1)),
        ("41456", "dmy", (2013, 7, 1)),
        ("41456.75", "dmy", (2013, 7, 1)),
    ],
)
def test_dates(engine, text, order, day):
    assert ask(engine, date_sql("c0", CellKind.TEXT, order), text) == [date(*day)]


@pytest.mark.parametrize(
    "text", ["", "00:00:00", "31/02/2013", "13/13/2013", "01/02/0213", "TBC", "12345678", "abc 12", "1/2", "99999"]
)
def test_what_is_no_date_is_null(engine, text):
    assert ask(engine, date_sql("c0", CellKind.TEXT, "dmy"), text) == [None]


def test_date_and_number_cells(engine):
    assert (
        ask(engine, date_sql("c0", CellKind.DATE, "serial"), "2024-05-06", "2024-05-06 01:00:00")
        == [date(2024, 5, 6)] * 2
    )
    assert ask(engine, date_sql("c0", CellKind.NUMBER, "serial"), "45418", "20240506", "7") == [
        date(2024, 5, 6),
        date(2024, 5, 6),
        None,
    ]
    assert ask(engine, date_sql("c0", "k0", "dmy"), "45418", kinds=CellKind.NUMBER) == [date(2024, 5, 6)]
    assert ask(engine, date_sql("c0", "k0", "dmy"), "06/05/2024") == [date(2024, 5, 6)]


PATTERNS = [
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%d %B %Y",
    "%d-%b-%y",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%y",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25_000), st.sampled_from(PATTERNS)), min_size=1, max_size=8))
def test_every_way_to_write_a_date_is_read_back_in_one_column(engine, written):
    days = [date(1995, 1, 1) + timedelta(days=shift % 18_000) for shift, _ in written]
    cells = [day.strftime(pattern) for day, (_, pattern) in zip(days, written, strict=True)]
    assert ask(engine, date_sql("c0", CellKind.TEXT, "dmy"), *cells) == days


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=6))
def test_no_cell_makes_a_statement_fail(engine, cells):
    cells = [cell.replace("\x00", "") for cell in cells]
    for sql in (
        amount_sql("c0", CellKind.TEXT, ","),
        amount_sql("c0", "k0", "."),
        date_sql("c0", CellKind.TEXT, "dmy"),
        date_sql("c0", "k0", "mdy"),
        date_sql("c0", CellKind.NUMBER, "dmy"),
        date_sql("c0", CellKind.DATE, "dmy"),
        text_sql("c0"),
        identifier_sql("c0"),
    ):
        assert len(ask(engine, sql, *cells)) == len(cells)


def test_texts_lose_inner_runs_of_white_space_and_errors(engine):
    cells = ["ROSSI  SRL", "two\nlines", "a\u00a0b", "plain", "#REF!", "#N/D"]
    assert ask(engine, text_sql("c0"), *cells) == ["ROSSI SRL", "two lines", "a b", "plain", None, None]


def test_identifiers(engine):
    cells = [
        "'01234567890'",
        "IT 012.345.678-90",
        "1234567890.0",
        "'Non presente'",
        "N/A",
        "0",
        "00000000000",
        "rssmra80a01h501u",
        "-",
    ]
    assert ask(engine, identifier_sql("c0"), *cells) == [
        "01234567890",
        "IT01234567890",
        "1234567890",
        None,
        None,
        None,
        None,
        "RSSMRA80A01H501U",
        None,
    ]


def test_apostrophes_around_a_whole_text_are_no_part_of_it(engine):
    read = ask(engine, text_sql("c0"), "'385/A'", "''", "'t Hart BV", "L'Aquila", "Rossi'", "' x '")
    assert read == ["385/A", "''", "'t Hart BV", "L'Aquila", "Rossi'", "x"]
