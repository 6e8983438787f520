"""Payment times, by a ledger that is counted by hand."""

from decimal import Decimal

import pytest

from socialimpact.figures.filters import Selection
from socialimpact.services.dashboards.payment import payment
from tests.store_with import OWNER, workspace_with

YEAR = Selection(years=(2025,))
TAGS = """
    supplier   | kind                 | evidence   | from | to
    Coop Verde | social_cooperative_b | registered |      |
    Mensa      | social_cooperative_a | registered |      |
"""
LINES = """
    date       | due        | paid       | supplier   | amount
    2024-01-01 | 2024-01-31 | 2024-01-31 | Coop Verde | 100.00
    2025-01-01 | 2025-01-31 | 2025-01-21 | Coop Verde | 100.00
    2025-01-01 | 2025-01-31 | 2025-02-10 | Mensa      | 100.00
    2025-01-01 | 2025-01-31 | 2025-05-31 | Alfa       | 100.00
    2025-01-01 |            | 2025-03-02 | Alfa       | 100.00
    2025-02-01 | 2025-03-03 |            | Mensa      |  70.00
    2025-05-15 | 2025-06-15 |            | Alfa       | 500.00
    2025-02-01 | 2025-02-01 | 2025-12-31 | Alfa       | -40.00
"""


def view(tmp_path, lines=LINES, selection=YEAR):
    with workspace_with(tmp_path / "home", lines, tags=TAGS) as ws:
        return payment(ws, OWNER, selection)


def test_social_suppliers_beside_all(tmp_path):
    seen = view(tmp_path)
    values = {each.measure.key: each.value for each in seen.figures}
    assert values == {
        "average_days_to_pay_social": 30.0,
        "average_days_to_pay": 67.5,
        "paid_on_time_share_social": 0.5,
        "paid_on_time_share": pytest.approx(1 / 3),
    }
    assert str(seen.bands.title) == "Social suppliers wait 30 days, 38 less than suppliers on the whole"
    assert str(seen.on_time) == "50% of social suppliers' lines are paid on time, 33% of all"
    assert str(seen.covered).startswith("4 of 6 lines have a payment date (67%), 3 of them a due date as well.")


def test_the_bands_hold_every_line_once(tmp_path):
    rows = {row.key: (row.everyone, row.social) for row in view(tmp_path).bands.rows}
    assert rows == {
        "000-030": (0.25, 0.5), "031-060": (0.5, 0.5), "061-090": (0.0, 0.0), "091-120": (0.0, 0.0),
        "121+": (0.25, 0.0),
    }  # fmt: skip


def test_the_years_are_seen_whatever_year_is_chosen(tmp_path):
    years = view(tmp_path).years
    assert [(row.key, row.social) for row in years.rows] == [("2024", 30.0), ("2025", 30.0)]
    assert str(years.title) == "Social suppliers wait as long as in 2024"


def test_the_slowest_paid_first_with_what_is_past_its_due_date(tmp_path):
    seen = view(tmp_path)
    assert [(str(each.name), each.days, each.lines, each.overdue) for each in seen.suppliers] == [
        ("Mensa", 40.0, 1, Decimal("70.00")),
        ("Coop Verde", 20.0, 1, Decimal("0.00")),
    ]
    # Alfa's is due after the last payment, that of a credit note
    assert (seen.overdue, seen.overdue_social) == (Decimal("570.00"), Decimal("70.00"))


def test_a_ledger_without_payments_knows_nothing_and_owes_nothing(tmp_path):
    seen = view(tmp_path, "date | due | supplier | amount\n2025-01-01 | 2025-01-31 | Mensa | 10.00")
    assert not seen.known
    assert seen.overdue == 0
    assert seen.bands.rows == ()
    assert seen.suppliers == ()
    assert seen.median is None


def test_payments_without_due_dates_are_days_and_no_punctuality(tmp_path):
    seen = view(tmp_path, "date | paid | supplier | amount\n2025-01-01 | 2025-01-31 | Alfa | 10.00")
    assert seen.known
    assert str(seen.on_time) == "Whether payments are on time is not known: no line has a due date"
    assert str(seen.bands.title) == "Suppliers are paid after 30 days on average; of social ones nothing is known"
