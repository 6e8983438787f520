"""Months that a ledger lacks are told, and only those."""

from __future__ import annotations

from datetime import date

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.gaps import gaps
from tests.store_with import OWNER, store_with

DAYS = ("02", "09", "16", "23", "28")


def rows(year, months, company="", days=DAYS):
    return [f"{year}-{month:02d}-{day} | Alfa | {company} | 10.00" for month in months for day in days]


def found(*lines, selection=None, actor=OWNER):
    store = store_with("\n".join(["date | supplier | company | amount", *lines]))
    return gaps(store, selection or Selection(), actor=actor)


def said(answer):
    return [each.to("en") for each in answer.sentences()]


def test_an_empty_store_has_no_gaps():
    assert found().companies == ()
    assert found().partial is None
    assert found().unsure == frozenset()


def test_a_month_without_lines_between_months_with_lines():
    answer = found(*rows(2025, [1, 2, 4, 5, 8, 9]))
    assert list(answer.missing) == [date(2025, month, 1) for month in (3, 6, 7)]
    assert answer.everywhere == frozenset(answer.missing)
    assert said(answer) == [
        "The ledger has no lines for 3 months: Mar 2025, Jun 2025 to Jul 2025. A gap in the imports is not a fall."
    ]


def test_no_gap_no_word():
    assert said(found(*rows(2025, range(1, 13)))) == []
    assert said(found("2025-01-01 | Alfa | | 10.00")) == []


def test_a_ledger_of_few_lines_has_months_in_which_nothing_was_bought():
    assert found(*rows(2025, [1, 2, 4, 9], days=("02", "09"))).missing == {}


def test_the_gap_of_one_company_is_not_everybodys():
    answer = found(*rows(2025, [1, 2, 4], "Alfa"), *rows(2025, [1, 2, 3, 4], "Beta"))
    assert answer.missing == {date(2025, 3, 1): ("Alfa",)}
    assert answer.everywhere == frozenset()
    assert said(answer) == ["Alfa has no lines for one month: Mar 2025. A gap in the imports is not a fall."]
    alone = found(
        *rows(2025, [1, 2, 4], "Alfa"), *rows(2025, [1, 2, 3, 4], "Beta"), selection=Selection(companies=(2,))
    )
    assert alone.missing == {}


def test_what_the_actor_may_not_see_is_not_told():
    answer = found(*rows(2025, [1, 2, 4], "Alfa"), *rows(2025, [1, 2, 3, 4], "Beta"),
                   actor=Actor("v", "viewer", frozenset({2})))  # fmt: skip
    assert [each.name for each in answer.companies] == ["Beta"]


def test_a_last_month_that_is_not_over():
    answer = found(*rows(2025, range(1, 7)), *rows(2025, [7], days=("02", "09")))
    assert answer.partial == date(2025, 7, 1)
    assert answer.unsure == {date(2025, 7, 1)}
    assert said(answer) == ["The last month is not over in the ledger: its lines end on 9 Jul 2025."]


def test_a_last_month_that_ends_as_early_as_others_do_is_whole():
    assert found(*rows(2025, range(1, 8), days=("01", "02", "03", "04", "05"))).partial is None
    # early, but with as many lines as ever
    assert found(*rows(2025, range(1, 7)), *rows(2025, [7], days=("01", "02", "03", "04", "05"))).partial is None
    # two months are too few to know
    assert found(*rows(2025, [1, 2]), *rows(2025, [3], days=("02",))).partial is None


def test_a_ledger_that_ends_before_the_others_is_told():
    answer = found(*rows(2025, range(1, 5), "Alfa"), *rows(2025, range(1, 8), "Beta"))
    assert said(answer) == ["The ledger of Alfa ends on 28 Apr 2025, others go on."]


def test_a_mistyped_date_makes_no_gap():
    answer = found(*rows(2024, range(1, 13)), *rows(2025, range(1, 13)), "2205-01-01 | Alfa | | 10.00")
    assert answer.missing == {}
    assert answer.partial is None
