"""Concentration, by ledgers that are counted by hand."""

from decimal import Decimal

import pytest

from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.services.dashboards.concentration import concentration, of_source
from tests.store_with import OWNER, workspace_with

YEAR = Selection(years=(2025,))
TAGS = """
    supplier   | kind                 | evidence   | from | to
    Coop Verde | social_cooperative_b | registered |      |
    Mensa      | social_cooperative_a | registered |      |
"""
LINES = """
    date       | supplier   | amount | nature | category
    2025-01-01 | Alfa       | 500.00 |        | Vigilanza
    2025-01-01 | Beta       | 250.00 |        | Trasporti
    2025-01-01 | Coop Verde | 150.00 |        | Pulizie
    2025-01-01 | Mensa      |  50.00 |        | Mensa
    2025-01-01 | Alfa       |  10.00 |        | Pulizie
    2025-01-01 | Gamma      |  40.00 |        | Trasporti
    2025-01-01 | Reso       | -30.00 |        | Trasporti
    2025-01-01 | Alfa       | 900.00 | rent   |
"""


def view(tmp_path, lines=LINES, selection=YEAR):
    with workspace_with(tmp_path / "home", lines, tags=TAGS) as ws:
        return concentration(ws, OWNER, selection)


def test_the_fewest_suppliers_that_make_up_80_percent(tmp_path):
    seen = view(tmp_path)
    # 510 + 250 are 76 % of 1,000 above zero, with 150 it is 91 %
    assert seen.significant == 3
    assert [(row.place, str(row.name), row.share, row.running) for row in seen.rows] == [
        (1, "Alfa", 0.51, 0.51),
        (2, "Beta", 0.25, 0.76),
        (3, "Coop Verde", 0.15, 0.91),
    ]
    assert str(seen.curve.title) == "3 of 5 suppliers make up 80 % of purchases"
    assert seen.curve.points == ((1, 0.51), (2, 0.76), (3, 0.91), (4, 0.96), (5, 1.0))
    assert seen.curve.mark == (3, 0.91)
    assert str(seen.curve.below).startswith("1 supplier with no more invoices than credit notes (-€30)")


def test_what_social_spend_hangs_on_and_what_would_be_left(tmp_path):
    social = view(tmp_path).social
    assert [(str(row.name), row.spend, row.share) for row in social.rows] == [
        ("Coop Verde", Decimal("150.00"), 0.75),
        ("Mensa", Decimal("50.00"), 0.25),
    ]
    assert social.rows[0].without == pytest.approx(50 / 820)
    assert str(social.without).startswith("Without Coop Verde the social share would be 6.1% instead of 20.6%")


def test_categories_with_one_source(tmp_path):
    with workspace_with(tmp_path / "home", LINES, tags=TAGS) as ws:
        seen = concentration(ws, OWNER, YEAR)
        found = {row.category: (str(row.supplier), round(row.share, 3), row.suppliers) for row in seen.sources}
        assert found == {
            "security": ("Alfa", 1.0, 1),
            "freight": ("Beta", 0.862, 3),
            "cleaning": ("Coop Verde", 0.938, 2),
            "catering": ("Mensa", 1.0, 1),
        }
        inside = query(ws.db, ["addressable_spend"], where=of_source(seen, seen.sources[0]), actor=OWNER)
        assert inside.value("addressable_spend") == seen.sources[0].spend


def test_thirty_thousand_suppliers_are_a_curve_of_some_hundred_points(tmp_path):
    rows = "\n".join(f"2025-01-01 | S{number} | {1000 + number % 7}.00" for number in range(3000))
    seen = view(tmp_path, "date | supplier | amount\n" + rows)
    assert len(seen.curve.points) <= 210
    assert seen.curve.points[-1] == (3000, pytest.approx(1.0))
    assert len(seen.rows) == 500
    assert 2300 < seen.significant < 2450
    assert seen.curve.mark == (seen.significant, pytest.approx(0.8, abs=0.001))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("date | supplier | amount\n2025-01-01 | Alfa | 5.00", "One supplier makes up all purchases"),
        ("date | supplier | amount\n2025-01-01 | Alfa | -5.00", "There are no purchases to spread over suppliers"),
        (
            "date | supplier | amount | nature\n2025-01-01 | Alfa | 5.00 | rent",
            "There are no purchases to spread over suppliers",
        ),
    ],
    ids=["one line", "credit only", "all left out"],
)
def test_where_there_is_little_the_page_says_so(tmp_path, lines, title):
    seen = view(tmp_path, lines)
    assert str(seen.curve.title) == title
    assert seen.social.rows == ()
