"""The amount of a purchase: net of VAT by whatever the file or a person says, in euro, with the right sign."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.ledger import lines
from socialimpact.ledger.amounts import divided_sql
from socialimpact.ledger.mapping import Mapping
from tests.homes import empty_store
from tests.ledger.reading import book, mapping, rehearsal


def read(tmp_path, text: str, roles: str, *, vat_rate: str | None = None, **how) -> list[dict]:
    """`row_number`, `reason`, `euro` and `basis` of every row."""
    written = book(text)
    table = {key: how.pop(key) for key in ("currency", "currency_stated", "fixed_rate") if key in how}
    said = mapping(written, roles, **how)
    said = Mapping(
        (replace(said.tables[0], **table),), said.amount_basis, None if vat_rate is None else Decimal(vat_rate)
    )
    with rehearsal(tmp_path) as tx, lines.parsed(tx, written, said):
        return tx.dicts("select row_number, reason, euro, basis from parsed order by row_number")


def amounts(rows: list[dict]) -> list[tuple[str, str] | None]:
    return [(str(row["euro"]), row["basis"]) if row["reason"] is None else None for row in rows]


def test_vat_is_taken_off_by_its_column_and_a_blank_one_means_none(tmp_path):
    text = """
        Data | Fornitore | Totale | IVA
        01/03/2024 | Rossi | 122,00 | 22,00
        01/03/2024 | Verdi | 50,00 |
        01/03/2024 | Neri | 80,00 | boh
    """
    rows = read(tmp_path, text, "invoice_date supplier_name gross_amount vat_amount")
    assert amounts(rows) == [("100.00", "net"), ("50.00", "net"), ("80.00", "gross")]


def test_an_empty_column_of_vat_says_nothing(tmp_path):
    text = """
        Data | Fornitore | Totale | IVA | Note
        01/03/2024 | Rossi | 122,00 | | x
    """
    rows = read(tmp_path, text, "invoice_date supplier_name gross_amount vat_amount description")
    assert amounts(rows) == [("122.00", "gross")]


def test_vat_is_taken_off_by_a_column_of_rates(tmp_path):
    text = """
        Data | Fornitore | Totale | Aliquota
        01/03/2024 | Rossi | 122,00 | 22
        01/03/2024 | Verdi | 110,00 | 10 %
        01/03/2024 | Bianchi | 100,00 | 0,22
        01/03/2024 | Neri | 50,00 | 0
        01/03/2024 | Blu | 50,00 | N4
        01/03/2024 | Viola | 0,01 | 22
    """
    rows = read(tmp_path, text, "invoice_date supplier_name gross_amount vat_rate")
    assert amounts(rows) == [
        ("100.00", "net"), ("100.00", "net"), ("81.97", "net"), ("50.00", "net"), ("50.00", "gross"), ("0.01", "net"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("basis", "roles", "expected"),
    [
        ("net", "gross_amount", ("100.00", "net")),
        ("gross", "gross_amount", ("100.00", "net")),
        ("gross", "net_amount", ("100.00", "net")),
        ("net", "net_amount", ("122.00", "net")),
    ],
)
def test_vat_is_taken_off_by_the_rate_that_a_person_states(tmp_path, basis, roles, expected):
    text = """
        Data | Fornitore | Importo
        01/03/2024 | Rossi | 122,00
    """
    assert amounts(read(tmp_path, text, f"invoice_date supplier_name {roles}", basis=basis, vat_rate="22")) == [
        expected
    ]


def test_what_nothing_brings_to_net_keeps_its_vat_and_says_so(tmp_path):
    text = """
        Data | Fornitore | Totale
        01/03/2024 | Rossi | 122,00
    """
    assert amounts(read(tmp_path, text, "invoice_date supplier_name gross_amount")) == [("122.00", "gross")]
    assert amounts(read(tmp_path, text, "invoice_date supplier_name net_amount", basis="gross")) == [
        ("122.00", "gross")
    ]


def test_a_ledger_of_negative_purchases_is_turned_round_and_credit_notes_are_subtracted(tmp_path):
    text = """
        Data | Tipo | Fornitore | Importo
        01/03/2024 | Fattura | Rossi | -100,00
        02/03/2024 | Fattura | Verdi | -50,00
        03/03/2024 | Nota di credito | Verdi | 20,00
        04/03/2024 | Fattura | Neri | -30,00
    """
    rows = read(tmp_path, text, "invoice_date document_type supplier_name net_amount")
    assert [str(row["euro"]) for row in rows] == ["100.00", "50.00", "-20.00", "30.00"]


def test_a_list_of_credit_notes_or_of_few_negative_rows_is_left_as_it_is(tmp_path):
    text = """
        Data | Tipo | Fornitore | Importo
        01/03/2024 | TD04 | Rossi | -100,00
        02/03/2024 | TD04 | Verdi | -50,00
        03/03/2024 | TD04 | Verdi | -20,00
        04/03/2024 | TD01 | Neri | -30,00
        04/03/2024 | TD01 | Neri | -3,00
    """
    rows = read(tmp_path, text, "invoice_date document_type supplier_name net_amount")
    assert [str(row["euro"]) for row in rows] == ["-100.00", "-50.00", "-20.00", "-30.00", "-3.00"]


def test_the_rate_of_a_row_comes_before_the_one_that_a_person_states(tmp_path):
    text = """
        Data | Fornitore | Importo | Valuta | Cambio
        01/03/2024 | Smith | 108,50 | USD | 1.085
        01/03/2024 | Jones | 200,00 | GBP |
        01/03/2024 | Rossi | 50,00 | € |
    """
    roles = "invoice_date supplier_name net_amount currency exchange_rate"
    rows = read(tmp_path, text, roles, fixed_rate=Decimal("0.8"))
    assert amounts(rows) == [("100.00", "net"), ("250.00", "net"), ("50.00", "net")]


def test_what_a_person_states_outweighs_the_sign_beside_an_amount(tmp_path):
    text = """
        Data | Fornitore | Importo
        01/03/2024 | Smith | £ 10,00
    """
    roles = "invoice_date supplier_name net_amount"
    assert read(tmp_path, text, roles)[0]["reason"] == "no_exchange_rate"
    assert amounts(read(tmp_path, text, roles, currency="EUR", currency_stated=True)) == [("10.00", "net")]


@pytest.fixture(scope="module")
def engine():
    with empty_store() as database:
        yield database


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.decimals(-(10**9), 10**9, places=4), st.decimals("0.0001", 10**5, places=8)),
        min_size=1, max_size=24,
    )
)  # fmt: skip
def test_a_division_is_exact_to_the_cent(engine, pairs):
    expected = []
    for amount, divisor in pairs:
        exact = abs(amount) * 100 / divisor
        whole = int(exact)
        cents = whole + (exact - whole >= Decimal("0.5"))
        expected.append(Decimal(cents).scaleb(-2).copy_sign(amount))
    rows = ", ".join(f"({number}, {amount}, {divisor})" for number, (amount, divisor) in enumerate(pairs))
    divided = divided_sql("cast(amount as decimal(18, 4))", "cast(divisor as decimal(18, 8))")
    told = engine.rows(f"select {divided} from (values {rows}) as pairs (number, amount, divisor) order by number")
    assert [value for (value,) in told] == expected
