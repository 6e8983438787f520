from __future__ import annotations

import re
from decimal import Decimal

import pytest

from socialimpact.errors import Refused
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES, measure
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with

# Two years of a small ledger. Every expected figure below can be added up by hand.
LINES = """
    date       | due        | paid       | supplier | amount  | nature   | type
    2023-02-01 |            | 2023-03-03 | Steel    | 1000.00 |          |
    2023-03-01 | 2023-04-30 |            | Laundry  |  100.00 |          |
    2023-04-01 |            |            | Benefit  |   50.00 |          |
    2024-02-01 | 2024-03-02 | 2024-04-01 | Steel    |  600.00 |          |
    2024-03-01 | 2024-03-11 | 2024-03-11 | Laundry  |  200.00 |          |
    2024-03-15 | 2024-03-15 | 2024-03-16 | Laundry  |  -40.00 |          | credit_note
    2024-05-01 | 2024-05-31 |            | Garden   |  120.00 |          |
    2024-06-01 |            |            | Maybe    |   80.00 |          |
    2024-07-01 |            |            | Kitchen  |   40.00 |          |
    2024-08-01 |            |            | Laundry  |  500.00 | donation |
    2024-09-01 |            |            | Landlord |  700.00 | rent     |
               |            |            | Garden   |   10.00 |          |
    """
SUPPLIERS = """
    name     | vat         | municipality | province | country | screened
    Steel    | 07643520567 | Brescia      |          |         |
    Laundry  | 00743110157 | Torino       |          |         | 2023-05-01
    Benefit  |             |              |          |         |
    Garden   |             | Moncalieri   |          |         | 2024-12-31
    Maybe    |             | Torino       |          |         |
    Kitchen  |             |              |          | FR      |
    Landlord |             | Torino       |          |         |
    """
TAGS = """
    supplier | kind                 | evidence   | from       | to
    Laundry  | social_cooperative_b | registered |            |
    Laundry  | other_cooperative    | registered |            |
    Garden   | impresa_sociale      | documented |            |
    Benefit  | societa_benefit      | confirmed  |            |
    Maybe    | social_cooperative   | suspected  |            |
    Kitchen  | social_cooperative   | declared   |            |
    """
SITES = "name | municipality | default\nWorks | Torino | yes"


@pytest.fixture(scope="module")
def store():
    return store_with(LINES, suppliers=SUPPLIERS, tags=TAGS, sites=SITES)


EXPECTED_2024 = {
    "total_spend": "2200.00",
    "addressable_spend": "1000.00",
    "social_spend": "280.00",
    "social_share": 0.28,
    "possible_social_spend": "120.00",
    "possible_social_share": 0.12,
    "local_spend": "360.00",
    "local_share": 0.36,
    "social_local_spend": "280.00",
    "social_local_share": 0.28,
    "social_not_local_spend": "0.00",
    "local_not_social_spend": "80.00",
    "not_social_not_local_spend": "640.00",
    "local_suppliers": 3,
    "suppliers": 5,
    "social_suppliers": 2,
    "new_suppliers": 3,
    "lost_suppliers": 0,
    "new_social_suppliers": 1,
    "average_spend_per_social_supplier": "140.00",
    "median_spend_per_social_supplier": "140.00",
    "concentration": 0.88,
    "significant_suppliers": 3,
    "largest_social_share": pytest.approx(160 / 280),
    "identified_spend": "760.00",
    "identified_share": 0.76,
    "unidentified_spend": "240.00",
    "impact_driven_spend": "0.00",
    "donations": "500.00",
    "sponsorships": "0.00",
    "membership_fees": "0.00",
    "given_to_social": "500.00",
    "average_days_to_pay": 35.0,
    "average_days_to_pay_social": 10.0,
    "median_days_to_pay": 35.0,
    "median_days_to_pay_social": 10.0,
    "payable_lines": 5,
    "paid_lines": 2,
    "paid_lines_social": 1,
    "payment_known_share": 0.4,
    "lines_with_terms": 2,
    "lines_with_terms_social": 1,
    "lines_paid_on_time": 1,
    "lines_paid_on_time_social": 1,
    "paid_on_time_share": 0.5,
    "paid_on_time_share_social": 1.0,
    # the garden's was due after the last payment that the file knows
    "overdue_spend": "0.00",
    "overdue_social_spend": "0.00",
    "new_suppliers_screened": 1,
    "new_suppliers_screened_share": pytest.approx(1 / 3),
    "place_known_spend": "1000.00",
    "place_known_share": 1.0,
    # by the names of their suppliers: steel and a laundry
    "classified_spend": "760.00",
    "classified_share": 0.76,
    "lines": 8,
    "undated_spend": "0.00",
}


@pytest.mark.parametrize("key", MEASURES)
def test_the_figure_of_2024_is_the_one_added_up_by_hand(store, key):
    value = query(store, [key], where=Selection(years=(2024,)), actor=OWNER).value(key)
    expected = EXPECTED_2024[key]
    assert value == (Decimal(expected) if isinstance(expected, str) else expected)
    assert isinstance(value, Decimal) == (MEASURES[key].unit == "euro")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("addressable_spend", "1150.00"),
        ("impact_driven_spend", "50.00"),
        ("lost_suppliers", 1),
        ("new_suppliers", 0),
        ("average_days_to_pay", 30.0),
        ("overdue_spend", "100.00"),
        ("overdue_social_spend", "100.00"),
        ("place_known_spend", "1100.00"),
    ],
)
def test_the_figure_of_2023_is_the_one_added_up_by_hand(store, key, expected):
    value = query(store, [key], where=Selection(years=(2023,)), actor=OWNER).value(key)
    assert value == (Decimal(expected) if isinstance(expected, str) else expected)


def test_undated_spend_is_in_the_whole_and_in_no_year(store):
    assert query(store, ["undated_spend"], actor=OWNER).value("undated_spend") == Decimal("10.00")
    by_year = query(store, ["addressable_spend"], ["year"], actor=OWNER).rows
    assert by_year[-1] == {"year": None, "addressable_spend": Decimal("10.00")}


def test_where_there_is_nothing_shares_are_unknown_and_sums_are_zero(store):
    nothing = Selection(years=(1999,))
    row = query(store, list(MEASURES), where=nothing, actor=OWNER).rows
    assert len(row) == 1
    for key, value in row[0].items():
        unit = MEASURES[key].unit
        # an average or a median of nothing is as unknown as a share of nothing
        if unit in {"share", "days"} or key.startswith(("average", "median")):
            assert value is None, key
        else:
            assert value == 0, key


def test_a_share_of_a_total_of_zero_is_unknown():
    store = store_with(
        """
        date       | supplier | amount
        2024-01-01 | Alfa     |  100.00
        2024-01-01 | Alfa     | -100.00
        """
    )
    assert query(store, ["social_share", "concentration"], actor=OWNER).rows == [
        {"social_share": None, "concentration": None}
    ]


def test_a_kind_is_told_by_its_words_and_a_wrong_measure_is_refused_with_the_right_ones():
    with pytest.raises(Refused, match=r"no measure “profit”.*total_spend.*social_share"):
        measure("profit")


@pytest.mark.parametrize("each", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_is_fully_declared(each):
    assert str(each.name)
    assert str(each.sentence).endswith(".")
    assert each.condition
    for key in (each.numerator, each.denominator):
        assert key is None or key in MEASURES
    if each.unit == "share":
        assert each.denominator
        assert "nullif" in each.sql


@pytest.mark.parametrize("each", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_keeps_to_sql_that_other_engines_know(each):
    assert not re.search(r"\b(qualify|filter|group by all|columns|list_|struct_)|->|::", each.sql, re.IGNORECASE)
    assert set(re.findall(r"{(\w+)}", each.sql)) <= {"social", "possible", "local", "counted", "impact"}
