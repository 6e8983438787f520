"""Which invoices are one-off: far larger than usual there, large in the period, without their like in the other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from socialimpact.figures.one_offs import RULE, one_offs
from tests.store_with import store_with

MONTHS = range(1, 13)
USUAL = [f"{year}-{month:02d}-10 | {name} | 100.00 | {category}" for year in (2024, 2025) for month in MONTHS
         for name, category in (("Steel", "Acciaio"), ("Coop", "Pulizie"))]  # fmt: skip


def found(*lines, condition="true"):
    """The one-off invoices of 2024 and of 2025, as supplier and day."""
    store = store_with("\n".join(["date | supplier | amount | category", *USUAL, *lines]))
    periods = {"then": ("year = ?", [2024]), "now": ("year = ?", [2025])}
    totals = {
        name: store.value(f"select sum(net_amount) from spend where {where}", bound)
        for name, (where, bound) in periods.items()
    }
    names = dict(store.rows("select supplier_id, name from supplier"))
    return {
        name: [(names[each.supplier], each.day) for each in invoices]
        for name, invoices in one_offs(store, condition, periods, totals).items()
    }


def test_usual_invoices_are_none():
    assert found() == {"then": [], "now": []}


def test_ten_times_the_usual_in_one_period_only():
    day = date(2025, 6, 3)
    assert found("2025-06-03 | Steel | 1000.00 | Acciaio") == {"then": [], "now": [("Steel", day)]}
    assert found("2025-06-03 | Steel | 999.00 | Acciaio")["now"] == []
    assert found("2024-06-03 | Steel | 1000.00 | Acciaio") == {"then": [("Steel", date(2024, 6, 3))], "now": []}


def test_the_lines_of_a_day_are_one_invoice_whatever_their_categories():
    lines = ("2025-06-03 | Steel | 600.00 | Acciaio", "2025-06-03 | Steel | 400.00 | Pulizie")
    assert found(*lines)["now"] == [("Steel", date(2025, 6, 3))]


def test_with_its_like_in_the_other_period_it_is_usual():
    assert found("2025-06-03 | Steel | 2000.00 | Acciaio", "2024-02-03 | Steel | 1000.00 | Acciaio")["now"] == []
    # another supplier of the same category had the order last year
    assert found("2025-06-03 | Steel | 2000.00 | Acciaio", "2024-02-03 | Other | 1000.00 | Acciaio")["now"] == []
    assert found("2025-06-03 | Steel | 2000.00 | Acciaio", "2024-02-03 | Other | 900.00 | Acciaio")["now"]


def test_a_supplier_of_few_invoices_is_held_against_its_category():
    assert found("2025-06-03 | Once | 1500.00 | Acciaio")["now"] == [("Once", date(2025, 6, 3))]
    assert found("2025-06-03 | Once | 900.00 | Acciaio")["now"] == []


def test_a_large_credit_note_is_one_as_well():
    assert found("2025-06-03 | Steel | -1000.00 | Acciaio")["now"] == [("Steel", date(2025, 6, 3))]


def test_an_invoice_that_is_small_in_its_period_is_none():
    assert found("2025-06-03 | Steel | 1000.00 | Acciaio", "2025-07-01 | Huge | 900000.00 | Verde")["now"] == [
        ("Huge", date(2025, 7, 1))
    ]


def test_lines_that_do_not_count_are_not_looked_at():
    assert found("2025-06-03 | Steel | 1000.00 | Acciaio", condition="supplier <> 'Steel'")["now"] == []


def test_a_ledger_of_few_invoices_has_nothing_usual():
    store = store_with("date | supplier | amount\n2024-01-01 | A | 1.00\n2025-01-01 | A | 1000.00")
    periods = {"then": ("year = 2024", []), "now": ("year = 2025", [])}
    assert one_offs(store, "true", periods, {"then": Decimal(1), "now": Decimal(1000)}) == {"then": (), "now": ()}


def test_the_rule_is_told():
    assert "10 times" in RULE.to("en")
    assert "0.5%" in RULE.to("en")
