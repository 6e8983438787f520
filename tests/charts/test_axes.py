from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.charts import axes


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 0.056, [0.0, 0.02, 0.04, 0.06]),
        (0, 0.06, [0.0, 0.02, 0.04, 0.06]),
        (0, 1, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-0.03, 0.04, [-0.04, -0.02, 0.0, 0.02, 0.04]),
        (0, 0, [0.0, 0.002, 0.004, 0.006, 0.008, 0.01]),
    ],
)
def test_share_ticks_are_round_and_hold_the_data(low, high, ticks):
    assert axes.share_ticks(low, high) == pytest.approx(ticks)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_share_ticks_always_enclose_what_is_shown(one, other):
    low, high = min(one, other), max(one, other)
    ticks = axes.share_ticks(low, high)
    assert ticks[0] <= low + 1e-9
    assert ticks[-1] >= high - 1e-9
    assert 2 <= len(ticks) <= 9


def test_share_labels_tell_ticks_apart_and_say_no_more():
    assert axes.share_labels([0.0, 0.02, 0.04], "en") == ["0%", "2%", "4%"]
    assert axes.share_labels([0.0, 0.025, 0.05], "en") == ["0.0%", "2.5%", "5.0%"]
    assert axes.share_labels([0.0, 0.0005, 0.001], "it")[1] == "0,05\u00a0%".replace(
        "\u00a0", axes.share_labels([0.0], "it")[0][1]
    )


def months(first: date, number: int) -> list[date]:
    start = first.year * 12 + first.month - 1
    return [date((start + place) // 12, (start + place) % 12 + 1, 1) for place in range(number)]


def test_three_years_are_labelled_by_year():
    ticks = axes.month_ticks(months(date(2023, 1, 1), 36))
    assert axes.month_labels(ticks, "it") == ["2023", "2024", "2025"]


def test_one_year_is_labelled_by_month_in_the_readers_language():
    ticks = axes.month_ticks(months(date(2025, 1, 1), 12))
    assert axes.month_labels(ticks, "it") == ["gen 2025", "apr 2025", "lug 2025", "ott 2025"]
    assert axes.month_labels(ticks, "en")[0] == "Jan 2025"


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(1, 400))
def test_month_ticks_are_few_and_among_the_months(first, number):
    shown = months(first.replace(day=1), number)
    ticks = axes.month_ticks(shown)
    assert 1 <= len(ticks) <= 5
    assert set(ticks) <= set(shown)


def test_no_months_no_ticks():
    assert axes.month_ticks([]) == []


@pytest.mark.parametrize(
    ("amount", "it", "en"),
    [
        ("742310.49", "742.310\u00a0€", "€742,310"),
        ("1310000", "1,3\u00a0mln\u00a0€", "€1.3\u00a0m"),
        ("-950", "-950\u00a0€", "-€950"),
    ],
)
def test_short_amounts_read_well_in_both_languages(amount, it, en):
    plain = {language: axes.short_euro(Decimal(amount), language).replace("\u00a0", " ") for language in ("it", "en")}
    assert plain == {"it": it.replace("\u00a0", " "), "en": en.replace("\u00a0", " ")}
