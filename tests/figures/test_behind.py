"""The lines behind a figure: they add up to it, and are searched, sorted and paged as a whole."""

from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.errors import Refused
from socialimpact.figures.behind import LARGEST, ORDERS, count, lines
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with


@pytest.fixture(scope="module")
def store():
    return store_with(
        """
        date       | supplier      | amount  | description      | number | category
        2024-01-10 | Alfa          |  100.00 | 50 % of the work | 7/A    | Pulizie
        2024-02-10 | Àlfa & Figli  |   20.00 | Work             | 8_B    |
        2024-03-10 | مؤسسة الأمل   |  -30.00 | Rest             | 9      | Mensa
                   | Alfa          |    4.00 |                  |        |
        """
    )


def found(store, **how):
    return [str(row["net_amount"]) for row in lines(store, "total_spend", Selection(), actor=OWNER, **how).to_pylist()]


@pytest.mark.parametrize("order", [sign + name for name in ORDERS for sign in ("", "-")])
def test_every_order_has_all_lines_and_pages_are_parts_of_the_whole(store, order):
    whole = found(store, order=order)
    assert sorted(whole) == sorted(["100.00", "20.00", "-30.00", "4.00"])
    assert [*found(store, order=order, limit=3), *found(store, order=order, limit=3, offset=3)] == whole


def test_the_largest_first_and_what_is_not_known_last(store):
    assert found(store) == found(store, order=LARGEST) == ["100.00", "20.00", "4.00", "-30.00"]
    assert found(store, order="date") == ["100.00", "20.00", "-30.00", "4.00"]
    assert found(store, order="-date") == ["-30.00", "20.00", "100.00", "4.00"]
    assert found(store, order="description", limit=1) == ["100.00"]


@pytest.mark.parametrize(
    ("search", "amounts"),
    [
        ("alfa", ["100.00", "4.00"]),
        ("  WORK ", ["100.00", "20.00"]),
        ("50 %", ["100.00"]),
        ("_", ["20.00"]),
        ("9", ["-30.00"]),
        ("الأمل", ["-30.00"]),
        ("' or true --", []),
        ("", ["100.00", "20.00", "4.00", "-30.00"]),
    ],
)
def test_a_search_finds_supplier_description_and_document(store, search, amounts):
    assert found(store, search=search) == amounts
    assert count(store, "total_spend", Selection(), actor=OWNER, search=search) == len(amounts)


def test_the_lines_add_up_to_the_figure(store):
    for selection in (Selection(), Selection(years=(2024,)), Selection(categories=("cleaning",))):
        rows = lines(store, "addressable_spend", selection, actor=OWNER, limit=None).to_pylist()
        whole = query(store, ["addressable_spend"], where=selection, actor=OWNER).value("addressable_spend")
        assert sum((row["net_amount"] for row in rows), Decimal(0)) == whole


def test_another_order_is_refused_with_those_there_are(store):
    with pytest.raises(Refused, match="net_amount, date"):
        found(store, order="-secret; drop table line")
