"""The page in one sentence, whatever the ledger holds; and why, what next, how social each part is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.figures.filters import Selection
from socialimpact.figures.targets import Target
from socialimpact.services.dashboards.overview import overview
from socialimpact.services.goals import initiatives
from tests.store_with import OWNER, workspace_with

TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered"
YEAR = Selection(years=(2025,))
WHOLE = """
    date       | supplier | amount | category
    2024-01-10 | Coop     |  50.00 | Pulizie
    2024-12-10 | Steel    | 950.00 | Acciaio
    2025-01-10 | Coop     |  80.00 | Pulizie
    2025-12-10 | Steel    | 920.00 | Acciaio
"""


@pytest.fixture
def seen(tmp_path):
    """Looks at the page of a ledger, with targets of the social share by year."""
    opened = []

    def look(lines, selection=YEAR, **targets):
        ws = workspace_with(tmp_path / str(len(opened)), lines, tags=TAGS)
        opened.append(ws)
        with ws.db.write(OWNER) as tx:
            for number, (year, value) in enumerate(targets.items(), start=1):
                tx.insert("target", vars(Target(number, None, "social_share", int(year[1:]), Decimal(value))))
        return overview(ws, OWNER, selection)

    yield look
    for ws in opened:
        ws.close()


def test_a_year_that_is_over_missed_or_reached_its_target(seen):
    missed = seen(WHOLE, y2025="0.10")
    assert str(missed.headline) == (
        "8.0% of purchases went to social enterprises in 2025, up 3 points on 2024; the 10% target was missed by €20."
    )
    assert str(seen(WHOLE, y2025="0.08").headline).endswith("; the 8% target was reached.")
    assert str(seen(WHOLE, y2027="0.10").headline).endswith("; the target is 10% for 2027.")
    assert str(seen(WHOLE).headline) == "8.0% of purchases went to social enterprises in 2025, up 3 points on 2024."


def test_the_path_stands_at_the_decembers(seen):
    view = seen(WHOLE, y2025="0.10").trend
    assert view.path == ((date(2024, 12, 1), 0.05), (date(2025, 12, 1), 0.10))


def test_a_year_that_goes_on_is_projected_with_its_range(seen):
    months = "\n".join(
        f"{year}-{month:02d}-{day:02d} | {supplier} | {amount + month}.00"
        for year in (2023, 2024, 2025)
        for month in range(1, 13)
        if (year, month) <= (2025, 8)
        for day, supplier, amount in ((5, "Coop", 10), (15, "Steel", 100), (28, "Steel", 90))
    )
    view = seen("date | supplier | amount\n" + months, y2025="0.10")
    ahead = view.trend.ahead
    assert ahead.month == date(2025, 12, 1)
    assert ahead.low is None or ahead.low <= ahead.value <= ahead.high
    assert ("Shaded" in view.trend.under.to("en")) == (ahead.low is not None)
    assert "2025 may end at" in str(view.headline)
    assert "the target is 10%" in str(view.headline)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("2025-03-01 | Coop | 10.00 |", "100.0% of purchases went to social enterprises in 2025."),
        ("2025-03-01 | Steel | -10.00 |", "Credit notes outweigh purchases by €10 here: a share of that says nothing."),
        ("2025-03-01 | Steel | 10.00 | rent", "Nothing here counts as addressable spend: there is no share to tell."),
        ("2025-03-01 | Steel | 0.00 |", "Nothing was bought here: there is no share to tell."),
        (
            "2025-03-01 | Coop | 30.00 |\n2025-04-01 | Steel | -10.00 |",
            "150.0% of purchases went to social enterprises in 2025.",
        ),
    ],
)
def test_odd_ledgers_are_told_as_they_are(seen, lines, sentence):
    view = seen("date | supplier | amount | nature\n" + lines)
    assert str(view.headline) == sentence
    assert view.why == ()


def test_without_a_date_or_a_line_there_is_a_sentence_too(seen):
    assert str(seen("date | supplier | amount\n | Coop | 10.00", Selection()).headline) == (
        "100.0% of purchases went to social enterprises over all dates."
    )
    assert str(seen("").headline) == "Nothing was bought here: there is no share to tell."


def test_why_names_the_causes_that_weighed_most(seen):
    (cause, *_) = seen(WHOLE).why
    assert "points" in str(cause)


def test_categories_are_shown_by_size_with_their_share(seen):
    view = seen(WHOLE).categories
    assert [(str(row.name), row.spend, row.share) for row in view.rows][1][1:] == (Decimal("80.00"), 1.0)
    assert str(view.title).startswith("Most social: ")
    assert sum(row.spend for row in view.rows) == Decimal("1000.00")


def test_who_came_and_who_left_is_told(seen):
    lines = """
        date       | supplier | amount
        2024-12-10 | Coop     | 950.00
        2025-01-10 | Steel    |  80.00
        2025-12-10 | Steel    | 920.00
    """
    assert str(seen(lines).movement) == "1 lost: Coop"
    assert str(seen(WHOLE).movement) == "The same social suppliers as before: none came, none left."


def test_what_began_within_the_chart_is_marked(tmp_path):
    with workspace_with(tmp_path / "home", WHOLE, tags=TAGS) as ws:
        initiatives.save_initiative(ws, OWNER, name="Care", begins=date(2025, 3, 1))
        initiatives.save_initiative(ws, OWNER, name="Later", begins=date(2026, 3, 1))
        assert [each.name for each in overview(ws, OWNER, YEAR).trend.initiatives] == ["Care"]
