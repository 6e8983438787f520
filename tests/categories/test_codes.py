from __future__ import annotations

import pytest

from socialimpact.categories import codes, tree


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("90910000-9", "cleaning"),
        ("90500000-2", "waste"),
        ("98310000-9 Servizi di lavanderia", "laundry"),
        ("CPV 55500000", "catering"),
        ("cpv: 77310000", "green"),
        ("90612000-0", "cleaning"),  # street sweeping
        ("60140000-1", "travel"),  # passengers, not freight
        ("44143000-4", "packaging"),  # pallets
        ("39294100-0", "gifts"),  # information and promotion products
        ("39294000-9", "furniture"),  # apparatus for demonstrations
        ("92512000-3", "back_office"),  # archives
        ("79992000-4", "security"),  # reception
        ("79631000-6", "legal"),  # payroll services, not temporary staff
        ("79822500-7", "marketing"),  # graphic design, not printing
        ("79995100-6", "back_office"),  # archiving
        ("80411000-8", "training"),  # driving schools
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


# The divisions of the Common Procurement Vocabulary 2008 and those of NACE Rev. 2.1.
CPV = (
    "03 09 14 15 16 18 19 22 24 30 31 32 33 34 35 37 38 39 41 42 43 44 45 48 50 51 55 60 63 64 65 66 70 71 72 73 75 76"
    " 77 79 80 85 90 92 98"
)
NACE = (
    "01 02 03 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 35 36 37 38 39 41"
    " 42 43 46 47 49 50 51 52 53 55 56 58 59 60 61 62 63 64 65 66 68 69 70 71 72 73 74 75 77 78 79 80 81 82 84 85 86 87"
    " 88 90 91 92 93 94 95 96 97 98 99"
)


@pytest.mark.parametrize(("scheme", "divisions"), [("cpv", CPV), ("nace", NACE)])
def test_every_code_is_of_a_division_that_there_is_and_of_one_leaf(scheme, divisions):
    given = [code for leaf in tree.leaves().values() for code in getattr(leaf, scheme)]
    assert {code for code in given if code[:2] not in divisions.split()} == set()
    assert len(given) == len(set(given))
    assert all(code.replace(".", "").isdigit() and len(code.replace(".", "")) <= 8 for code in given)
