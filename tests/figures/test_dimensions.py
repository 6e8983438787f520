from __future__ import annotations

import pytest

from socialimpact.errors import Refused
from socialimpact.figures import dimensions
from socialimpact.figures.dimensions import DIMENSIONS, NOT_KNOWN, dimension
from socialimpact.figures.query import query
from socialimpact.places.local_rules import distance_band_name
from tests.store_with import OWNER, store_with

NEAREST = distance_band_name("000-010")
STORE = """
    date       | supplier | amount | nature | type   | cost_centre
    2024-02-01 | Coop     | 3.00   |        |        | Canteen
               | Lyon     | 2.00   | rent   | other  |
    """


@pytest.fixture(scope="module")
def store():
    return store_with(
        STORE,
        sites="name | municipality | default\nWorks | Torino | yes",
        suppliers="name | municipality | country\nCoop | Moncalieri |\nLyon | Lyon | FR",
        tags="supplier | kind | evidence\nCoop | social_cooperative_b | registered",
    )


@pytest.mark.parametrize(
    ("key", "english", "italian"),
    [
        ("year", ["2024", "not known"], ["2024", NOT_KNOWN.to("it")]),
        ("quarter", ["2024 Q1", "not known"], ["2024 Q1", NOT_KNOWN.to("it")]),
        ("month", ["Feb 2024", "not known"], ["feb 2024", NOT_KNOWN.to("it")]),
        ("company", ["Officine Valdora"], ["Officine Valdora"]),
        ("cost_centre", ["Canteen", "not known"], ["Canteen", NOT_KNOWN.to("it")]),
        ("kind", ["Type B social cooperative", "not known"], ["Cooperativa sociale di tipo B", NOT_KNOWN.to("it")]),
        ("evidence", ["In a register", "not known"], ["In un registro", NOT_KNOWN.to("it")]),
        ("supplier", ["Coop", "Lyon"], ["Coop", "Lyon"]),
        ("municipality", ["Moncalieri", "Lyon"], ["Moncalieri", "Lyon"]),
        ("province", ["TO", "not known"], ["TO", NOT_KNOWN.to("it")]),
        ("country", ["Italy", "France"], ["Italia", "Francia"]),
        ("nature", ["Purchase", "Rent"], ["Acquisto", "Affitti"]),
        ("document_type", ["Invoice", "Other document"], ["Fattura", dimensions.OTHER_DOCUMENT.to("it")]),
        (
            "distance_band",
            ["Less than 10 km", "not known"],
            [distance_band_name("000-010").to("it"), NOT_KNOWN.to("it")],
        ),
    ],
)
def test_values_have_words_in_both_languages(store, key, english, italian):
    by = dimension(key)
    rows = query(store, ["total_spend"], [key], actor=OWNER).rows
    assert [by.label(row).to("en") for row in rows] == english
    assert [by.label(row).to("it") for row in rows] == italian


def test_a_word_that_is_no_dimension_is_refused_with_those_there_are():
    with pytest.raises(Refused, match=r"no dimension “colour”.*year, quarter, month"):
        dimension("colour")


@pytest.mark.parametrize("each", DIMENSIONS.values(), ids=list(DIMENSIONS))
def test_a_value_from_a_mistyped_link_is_shown_as_it_is(each):
    if each.key != "year":
        row = {column.name: "x-y-z" for column in each.columns}
        assert each.label(row).to("en") in {"x-y-z", "x y z", "Other document"}
