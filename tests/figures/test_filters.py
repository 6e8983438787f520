from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.errors import Refused
from socialimpact.figures.filters import FILTERS, Selection
from socialimpact.figures.labels import plain
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with

TEXTS = st.one_of(st.none(), st.text(min_size=1, max_size=8))
NUMBERS = st.one_of(st.none(), st.integers(0, 3000))
SELECTIONS = st.builds(
    Selection,
    date_from=st.one_of(st.none(), st.dates()),
    date_to=st.one_of(st.none(), st.dates()),
    scope=st.sampled_from([None, "social_economy"]),
    local_rule=st.sampled_from([None, "province", "radius:50"]),
    **{
        each.field: st.lists(NUMBERS if each.whole_number else TEXTS, max_size=3, unique=True).map(tuple)
        for each in FILTERS
    },
)


@given(SELECTIONS)
def test_a_link_shows_the_same_selection_again(selection):
    assert Selection.from_query(selection.as_query()) == selection
    assert hash(Selection.from_query(selection.as_query())) == hash(selection)


@given(SELECTIONS)
def test_every_selection_has_words_in_both_languages(selection):
    assert selection.sentence().to("it")
    assert selection.sentence().to("en")


def test_a_selection_in_words():
    chosen = Selection(years=(2024, 2025), companies=(3,), categories=("Cleaning", None))
    named = chosen.sentence(lambda key, value: plain("Officine") if (key, value) == ("company", 3) else None)
    assert str(named) == "2024, 2025; Company: Officine; Category: Cleaning, unclassified"
    assert str(Selection()) != ""
    assert str(Selection().sentence()) == "all dates"
    between = Selection(date_from=date(2024, 4, 1), date_to=date(2025, 3, 31))
    assert str(between.sentence()) == "from 1 Apr 2024 to 31 Mar 2025"


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (["year=2025", "company=1"], Selection(years=(2025,), companies=(1,))),
        (["year=2024,2025"], Selection(years=(2024, 2025))),
        (["year=2024", "year=2025", "year=2024"], Selection(years=(2024, 2025))),
        (["category=Food, drinks"], Selection(categories=("Food, drinks",))),
        (["category="], Selection(categories=(None,))),
        (["from=2024-01-31", "to=2024-02-29"], Selection(date(2024, 1, 31), date(2024, 2, 29))),
        (["local=50km", "scope=social_economy"], Selection(scope="social_economy", local_rule="radius:50")),
        (["category=a=b"], Selection(categories=("a=b",))),
    ],
)
def test_conditions_of_the_command_line(conditions, expected):
    assert Selection.from_where(conditions) == expected


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("2025", "Write key=value"),
        ("planet=Mars", "Nothing can be chosen by “planet”.*year.*company"),
        ("year=last", "“year” takes a whole number, not “last”"),
        ("from=31/01/2024", "a date such as 2025-01-31"),
        ("local=near", "municipality, province, region"),
    ],
)
def test_a_condition_that_means_nothing_is_refused_with_what_can_be_written(condition, said):
    with pytest.raises(Refused, match=said):
        Selection.from_where([condition])


def test_a_link_that_people_cut_or_mistyped_still_opens():
    link = {"year": ["2025", "last"], "from": "31/01/2024", "page": "3", "local": "near", "site": "2"}
    assert Selection.from_query(link) == Selection(years=(2025,), sites=(2,))


def test_every_filter_narrows_and_finds_what_is_not_known():
    store = store_with(
        """
        date       | paid       | supplier | amount | category | site  | cost_centre | nature   | company
        2024-01-01 | 2024-01-09 | Alfa     |   1.00 | Food     | Works | A           |          | One
                   |            | Beta     |   2.00 |          |       |             | donation | Two
        """,
        sites="name | company | municipality | default\nWorks | One | Torino | yes",
        suppliers="name | municipality\nAlfa | Torino\nBeta |",
        tags="supplier | kind | evidence\nAlfa | aps | registered",
    )
    known = store.dicts("select * from spend order by line_id")[0]

    def total(field, *values):
        return query(store, ["total_spend"], where=Selection(**{field: values}), actor=OWNER).value("total_spend")

    for each in FILTERS:
        value = known.get(each.column, {"distance_band": "000-010", "payment_band": "000-030"}.get(each.key))
        # both are invoices; everything else tells the two lines apart
        assert total(each.field, value) == Decimal("3.00" if each.key == "document_type" else "1.00"), each.key
        if each.key not in {"company", "supplier", "nature", "document_type"}:
            assert total(each.field, None) == Decimal("2.00"), each.key
            assert total(each.field, value, None) == Decimal("3.00"), each.key


def test_what_a_person_types_is_a_value_and_never_sql():
    store = store_with("date | supplier | amount\n2024-01-01 | Alfa | 1.00")
    for text in ("' or true --", "x'); drop table spend; --", "{social}", "?"):
        for each in FILTERS:
            if not each.whole_number:
                chosen = Selection(**{each.field: (text,)})
                assert query(store, ["lines"], where=chosen, actor=OWNER).value("lines") == 0
    assert store.value("select count(*) from spend") == 1
