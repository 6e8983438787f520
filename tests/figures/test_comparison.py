"""What a period is held against: the year before, another year, just before, days of one's own; like for like."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.errors import Refused
from socialimpact.figures import against
from socialimpact.figures.comparison import compared
from socialimpact.figures.filters import Selection
from socialimpact.figures.stretch import Span
from socialimpact.services.dashboards.figure_view import since

COVERED = Span(date(2022, 6, 1), date(2025, 10, 31))


def stretch(text: str) -> Span:
    first, last = text.split("..")
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("query", "now", "then", "whole", "words"),
    [
        ({"year": "2024"}, "2024-01-01..2024-12-31", "2023-01-01..2023-12-31", True, "on 2023"),
        ({"year": "2025"}, "2025-01-01..2025-10-31", "2024-01-01..2024-10-31", False, "on Jan–Oct 2024"),
        ({"year": "2023"}, "2023-06-01..2023-12-31", "2022-06-01..2022-12-31", False, "on Jun–Dec 2022"),
        ({"year": "2025", "against": "2023"}, "2025-01-01..2025-10-31", "2023-01-01..2023-10-31", False,
         "on Jan–Oct 2023"),
        ({"year": "2023", "against": "2024"}, "2023-01-01..2023-12-31", "2024-01-01..2024-12-31", True, "on 2024"),
        ({"quarter": "2025-Q2", "against": "before"}, "2025-04-01..2025-06-30", "2025-01-01..2025-03-31", True,
         "on Jan–Mar 2025"),
        ({"quarter": "2025-Q4", "against": "before"}, "2025-10-01..2025-10-31", "2025-07-01..2025-07-31", False,
         "on Jul 2025"),
        ({"month": "2024-03", "against": "before"}, "2024-03-01..2024-03-31", "2024-02-01..2024-02-29", True,
         "on Feb 2024"),
        ({"from": "2025-03-05", "to": "2025-03-14", "against": "before"}, "2025-03-05..2025-03-14",
         "2025-02-23..2025-03-04", True, "on 23 Feb 2025 to 4 Mar 2025"),
        ({"from": "2024-11-01", "to": "2025-10-31"}, "2024-11-01..2025-10-31", "2023-11-01..2024-10-31", True,
         "on a year before"),
        ({"year": "2025", "against": "2022-01-01..2023-12-31"}, "2025-01-01..2025-10-31", "2022-06-01..2023-12-31",
         False, "on 1 Jun 2022 to 31 Dec 2023"),
    ],
)  # fmt: skip
def test_what_is_compared(query, now, then, whole, words):
    found = compared(Selection.from_query(query), COVERED)
    assert (found.now, found.then, found.whole) == (stretch(now), stretch(then), whole)
    assert str(since(found)) == words
    assert found.sentence.to("it")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"year": "2022"},
        {"year": "2024", "against": "2024"},
        {"year": "2024", "against": "2019"},
        {"year": "2024", "against": "9998"},
        {"year": "2024", "against": "2010-01-01..2010-12-31"},
        {"from": "0001-01-01", "to": "0001-02-01", "against": "before"},
        {"against": "2023"},
    ],
)
def test_where_there_is_nothing_to_compare_with(query):
    assert compared(Selection.from_query(query), COVERED) is None


def test_without_a_ledger_there_is_nothing():
    assert compared(Selection(years=(2024,)), None) is None


@pytest.mark.parametrize("text", ["later", "2024-05", "2024-01-01", "2024-02-01..2024-01-01", "..", "0999"])
def test_what_is_no_comparison_is_refused_in_words(text):
    with pytest.raises(Refused, match="nothing to compare with"):
        against.parse(text)


@pytest.mark.parametrize("key", ["2023", "before", "2023-01-01..2023-06-30"])
def test_a_link_carries_it(key):
    assert against.parse(key).key == key
    chosen = Selection(years=(2025,), against=key)
    assert Selection.from_query(chosen.as_query()) == chosen
    assert chosen.where_sql() == Selection(years=(2025,)).where_sql()


@given(st.dates(date(2023, 1, 1), date(2025, 10, 31)), st.integers(0, 700), st.sampled_from([None, "before", "2023"]))
def test_both_stretches_lie_in_the_ledger_and_are_equally_long(first, length, word):
    last = date.fromordinal(min(first.toordinal() + length, date(2025, 10, 31).toordinal()))
    found = compared(Selection(date_from=first, date_to=last, against=word), COVERED)
    if found is None:
        return
    assert COVERED.first <= found.now.first <= found.now.last <= COVERED.last
    assert COVERED.first <= found.then.first <= found.then.last <= COVERED.last
    assert abs((found.now.last - found.now.first) - (found.then.last - found.then.first)).days <= 3
