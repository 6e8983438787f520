from __future__ import annotations

import pytest

from socialimpact.categories import codes


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("90910000-9", "cleaning"),
        ("90500000-2", "waste"),
        ("98310000-9 Servizi di lavanderia", "laundry"),
        ("CPV 55500000", "catering"),
        ("cpv: 77310000", "green"),
        ("ATECO 81.21.00", "cleaning"),
        ("NACE 96.10", "laundry"),
        ("ateco 812100", "cleaning"),
        ("60.10.020", None),
        ("90910000", None),
        ("Conto 81.21", None),
        ("12345678901-2", None),
        ("", None),
    ],
)
def test_a_code_counts_where_it_says_what_it_is(text, leaf):
    assert codes.said(text) == leaf


def test_the_longest_beginning_decides():
    assert codes.leaf_of("cpv", "60130000") == "travel"
    assert codes.leaf_of("cpv", "60100000") == "freight"
    assert codes.leaf_of("nace", "25.62") == "consumables"


def test_bare_codes_are_believed_where_names_agree_and_not_where_they_are_accounts():
    names = [("81.21", "cleaning"), ("56.29", "catering"), ("85.59", "training"), ("96.10", None)]
    assert codes.believed(names)["96.10"] == "laundry"
    accounts = [("81.21", "energy"), ("56.29", "travel"), ("85.59", "training"), ("96.10", None)]
    assert codes.believed(accounts) == {}
    assert codes.believed(names[:2]) == {}
