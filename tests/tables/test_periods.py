"""Months, quarters and years as columns, sheets and files are named after them."""

from __future__ import annotations

from datetime import date

import pytest

from socialimpact.tables.periods import first_day, names_period, period_in, period_of, with_year, years_in


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Gennaio", "-01"),
        ("gen-24", "2024-01"),
        ("Févr. 2023", "2023-02"),
        ("März 2024", "2024-03"),
        ("2024-04-01", "2024-04"),
        ("2024-04-01 00:00:00", "2024-04"),
        ("04/2024", "2024-04"),
        ("01/05/2024", "2024-05"),
        ("202406", "2024-06"),
        ("Importo luglio 2024", "2024-07"),
        ("Q2 2023", "2023-Q2"),
        ("1° trimestre 2024", "2024-Q1"),
        ("1 trimestre 2024", "2024-Q1"),
        ("III trimestre", "-Q3"),
        ("15/05/2024", None),
        ("Marketing", None),
        ("May Ltd", None),
        ("Totale gennaio", None),
        ("13/2024", None),
    ],
)
def test_a_text_names_one_period_or_none(text, period):
    assert period_of(text) == period


def test_years_are_periods_only_where_they_may_be():
    assert period_of("2024") is None
    assert period_of("2024", years=True) == "2024"
    assert period_of("1024", years=True) is None


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2024-02", date(2024, 2, 1)),
        ("2024-Q3", date(2024, 7, 1)),
        ("2024", date(2024, 1, 1)),
        ("-02", None),
        ("2024-13", None),
        ("soon", None),
    ],
)
def test_a_period_begins_on_its_first_day(period, day):
    assert first_day(period) == day


def test_the_year_may_stand_elsewhere():
    assert with_year("-05", 2024) == "2024-05"
    assert with_year("2023-05", 2024) == "2023-05"
    assert years_in("Acquisti 2023/2024, codice 12024") == [2023, 2024]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Spend over £500 - April 2023", "2023-04"),
        ("payments_2023-04", "2023-04"),
        ("spend_april_2023_v2", "2023-04"),
        ("1 April 2023 to 30 June 2023", None),
        ("2023-24 spend", None),
        ("Spend 2023", None),
    ],
)
def test_the_one_month_within_a_title(text, period):
    assert period_in(text) == period


def test_columns_of_periods_are_known_by_name():
    assert names_period("Mese")
    assert names_period("Period Month")
    assert not names_period("Payment date")
