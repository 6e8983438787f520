"""The rows of a file are the same wherever they are held, and are let go of when they are written."""

from __future__ import annotations

import pytest

from socialimpact.errors import StoreFailed
from socialimpact.ledger import held_rows, lines
from tests.ledger.reading import book, mapping, rehearsal

TEXT = """
    Data       | Numero | Fornitore | Valuta | Imponibile
    01/01/2024 | A/1    | Rossi     | EUR    | 10,00
    02/01/2024 | A/2    | Verdi     | GBP    | 20,00
    03/01/2024 | A/3    | Rossi     | EUR    | -3,50
               |        |           | Totale | 26,50
    """
ROLES = "invoice_date document_number supplier_name currency net_amount"
PLACEMENT = """
    select place, reason, cast(row_number * 10 as integer) as supplier_id, false as repeats,
           cast(null as integer) as site_id
    from parsed order by place desc"""


@pytest.fixture(params=["beside", "within"])
def held(request, monkeypatch, tmp_path):
    """A transaction that sees the parsed rows of `TEXT`."""
    monkeypatch.setattr(held_rows, "BESIDE", 100 if request.param == "beside" else 0)
    read = book(TEXT)
    with rehearsal(tmp_path) as tx, lines.parsed(tx, read, mapping(read, ROLES)):
        assert (tx.shown("parsed") is None) == (request.param == "within")
        yield tx


def test_rows_have_a_place_each_in_the_order_of_the_file(held):
    rows = held.rows("select row_number, reason, euro from parsed order by place")
    assert [row[0] for row in rows] == [2, 3, 4, 5]
    assert [row[1] for row in rows] == [None, "no_exchange_rate", None, "total"]
    assert held.value("select count(distinct place) from parsed") == 4


def test_rewriting_changes_columns_and_keeps_some_rows(held):
    held_rows.rewrite(held, "upper(supplier_name) as supplier_name", kept="reason is null", step="test")
    assert held.rows("select row_number, supplier_name from parsed order by row_number") == [(2, "ROSSI"), (4, "ROSSI")]
    assert held.value("select count(distinct place) from parsed") == 2


def test_placed_rows_carry_what_was_found_of_them_whatever_its_order(held):
    held_rows.place(held, PLACEMENT)
    found = held.rows("select row_number, supplier_id, reason, document_number from placed order by row_number")
    assert found == [
        (2, 20, None, "A/1"),
        (3, 30, "no_exchange_rate", "A/2"),
        (4, 40, None, "A/3"),
        (5, 50, "total", None),
    ]


def test_rows_set_aside_later_are_seen_so(held):
    held_rows.place(held, PLACEMENT)
    held_rows.set_aside(held, "supplier_id = 20", "in_earlier_import")
    held_rows.set_aside(held, "supplier_id = 40", None)
    found = held.rows(
        "select row_number, repeats, reason from placed where reason is null or repeats order by row_number"
    )
    assert found == [(2, True, "in_earlier_import"), (4, True, None)]


def test_after_the_block_the_rows_are_gone(tmp_path):
    read = book(TEXT)
    with rehearsal(tmp_path) as tx:
        with lines.parsed(tx, read, mapping(read, ROLES)):
            held_rows.place(tx, PLACEMENT)
            assert tx.value("select count(*) from placed") == 4
        for name in ("parsed", "placement", "placed"):
            assert tx.shown(name) is None
        with pytest.raises(StoreFailed):
            tx.rows("select * from placed")
