from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.tables.dates import date_sql
from socialimpact.tables.grid import CellKind
from socialimpact.tables.values import (
    amount_sql,
    currency_sql,
    identifier_sql,
    lost_identifier_sql,
    rate_sql,
    text_sql,
    vat_rate_sql,
)
from tests.tables.asking import ask


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
        ("1\u2009234,56", ",", "1234.56"),
        ("1\u202f234\u202f567,8", ",", "1234567.8"),
        ("1’234.56", ".", "1234.56"),
        ("1E+05", ",", "100000"),
        ("1.5E+05", ",", "150000"),
        ("12,34,567.89", ".", "1234567.89"),
        ("12,34,567", ",", "1234567"),
        ("1.234,56 D", ",", "1234.56"),
        ("1.234,56 A", ",", "-1234.56"),
        ("1.234,56 Dr", ",", "1234.56"),
        ("1.234,56 Cr.", ",", "-1234.56"),
        ("USD 1,200.50", ".", "1200.50"),
        ("Fr. -", ",", None),
        ("CHF 1'200.50", ",", "1200.50"),
        ("kr 12", ",", None),
        ("1.200,50 Kč", ",", "1200.50"),
        ("12,5 %", ",", None),
        ("1 2 3", ",", None),
        ("12 34", ",", None),
        ("01 02 2013", ",", None),
    ],
)
def test_amounts(engine, text, mark, amount):
    assert ask(engine, amount_sql("c0", CellKind.TEXT, mark), text) == [Decimal(amount) if amount else None]


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


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1.085", "1.085"),
        ("1,085", "1.085"),
        ("1,08345", "1.08345"),
        ("1.936,27", "1936.27"),
        ("1,936.27", "1936.27"),
        ("162", "162"),
        ("0.86123", "0.86123"),
        ("-1", None),
        ("1.085.000", None),
        ("", None),
    ],
)
def test_a_rate_has_no_thousands(engine, text, rate):
    assert ask(engine, rate_sql("c0"), text) == [Decimal(rate) if rate else None]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("22", "0.22"),
        ("22 %", "0.22"),
        ("22,00", "0.22"),
        ("5.5%", "0.055"),
        ("0.22", "0.22"),
        ("0", "0"),
        ("IVA 10%", "0.1"),
        ("Aliq. 4", "0.04"),
        ("N4", None),
        ("Art. 15", None),
        ("Esente", None),
        ("99", None),
    ],
)
def test_a_vat_rate_is_a_share(engine, text, rate):
    assert ask(engine, vat_rate_sql("c0"), text) == [Decimal(rate) if rate else None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("£1,200.50", "GBP"),
        ("-£5", "GBP"),
        ("1.200 EUR", "EUR"),
        ("€ 12", "EUR"),
        ("US$ 12", "USD"),
        ("$12", "USD"),
        ("12 chf", "CHF"),
        ("1.234,56", None),
        ("abcusdx", None),
    ],
)
def test_the_currency_beside_an_amount(engine, text, code):
    assert ask(engine, currency_sql("c0"), text) == [code]


STYLES = st.sampled_from(["{}", "€ {}", "{} €", "{} EUR", " {}", "\u00a0{}", "£{}", "CHF {}", "{} USD"])
GROUPS = st.sampled_from(["", ".", " ", "\u00a0", "\u2009", "\u202f", "'", "’"])
SIGNS = st.sampled_from(["{}", "-{}", "{}-", "({})", "−{}", "{} Cr", "{} A", "{} D", "+{}", "00{}"])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.decimals(0, 10**9, places=2), SIGNS, STYLES, GROUPS), min_size=1, max_size=8),
    st.sampled_from([",", "."]),
)
def test_every_way_to_write_an_amount_is_read_back(engine, amounts, mark):
    cells, expected = [], []
    for amount, sign, style, group in amounts:
        parted = ("," if mark == "." else ".") if group == "." else group
        text = f"{amount:,.2f}".replace(".", "_").replace(",", parted).replace("_", mark)
        padded = sign.startswith("00") and group != ""
        cells.append(style.format(text if padded else sign.format(text)))
        expected.append(-amount if sign in {"-{}", "{}-", "({})", "−{}", "{} Cr", "{} A"} else amount)
    assert ask(engine, amount_sql("c0", CellKind.TEXT, mark), *cells) == expected


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=40))
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
        lost_identifier_sql("c0"),
        currency_sql("c0"),
        rate_sql("c0"),
        vat_rate_sql("c0"),
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
        "IT00000000000",
        "99999999999",
        "1,23457E+10",
        "1.23457E+10",
        "Non indicato",
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
        *[None] * 6,
    ]
    assert ask(engine, lost_identifier_sql("c0"), "01234567890", "1,23457E+10") == [None, "1,23457E+10"]


def test_apostrophes_around_a_whole_text_are_no_part_of_it(engine):
    read = ask(engine, text_sql("c0"), "'385/A'", "''", "'t Hart BV", "L'Aquila", "Rossi'", "' x '")
    assert read == ["385/A", "''", "'t Hart BV", "L'Aquila", "Rossi'", "x"]
