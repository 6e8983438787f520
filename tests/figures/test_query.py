from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, Refused
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with

LINES = """
    company | date       | supplier | amount  | category | nature
    Alba    | 2023-03-01 | Coop     |   10.00 | Food     |
    Alba    | 2024-03-01 | Coop     |   30.10 | Food     |
    Alba    | 2024-04-01 | Steel    |   69.90 | Metal    |
    Alba    | 2024-05-01 | Steel    |  -20.00 | Metal    |
    Bosco   | 2024-03-01 | Coop     |  500.00 |          |
    Bosco   | 2024-03-01 | Steel    |    1.00 |          | donation
    """
TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered"


@pytest.fixture(scope="module")
def store():
    return store_with(LINES, tags=TAGS)


def test_without_a_dimension_there_is_one_row(store):
    result = query(store, ["total_spend", "social_share"], actor=OWNER)
    assert result.rows == [{"total_spend": Decimal("591.00"), "social_share": pytest.approx(540.10 / 590)}]
    assert result.value("total_spend") == Decimal("591.00")


def test_one_row_a_group_with_key_and_name(store):
    rows = query(store, ["total_spend"], ["company"], actor=OWNER).rows
    assert rows == [
        {"company_id": 2, "company": "Bosco", "total_spend": Decimal("501.00")},
        {"company_id": 1, "company": "Alba", "total_spend": Decimal("90.00")},
    ]


def test_years_come_in_their_order_and_inside_them_the_largest_first(store):
    rows = query(store, ["total_spend"], ["year", "supplier"], actor=OWNER).rows
    assert [(row["year"], row["supplier"]) for row in rows] == [(2023, "Coop"), (2024, "Coop"), (2024, "Steel")]


def test_order_and_limit(store):
    names = [
        row["ledger_category"]
        for row in query(store, ["total_spend", "lines"], ["ledger_category"], actor=OWNER, order="total_spend").rows
    ]
    assert names == ["Food", "Metal", None]
    top = query(store, ["total_spend"], ["supplier"], actor=OWNER, order="-total_spend", limit=1).rows
    assert [row["supplier"] for row in top] == ["Coop"]
    with pytest.raises(Refused, match=r"no column “profit”. It has: year, lines"):
        query(store, ["lines"], ["year"], actor=OWNER, order="profit")


@pytest.mark.parametrize("words", [([], []), (["lines; drop table spend"], []), (["lines"], ["year; --"])])
def test_words_that_are_not_declared_are_refused(store, words):
    measures, by = words
    with pytest.raises(Refused):
        query(store, measures, by, actor=OWNER)


def test_measures_of_suppliers_stand_beside_those_of_lines_even_where_the_key_is_unknown(store):
    rows = query(store, ["total_spend", "concentration"], ["ledger_category"], actor=OWNER).rows
    assert {row["ledger_category"]: row["concentration"] for row in rows} == {"Food": 1.0, "Metal": 1.0, None: 1.0}
    alone = query(store, ["concentration"], ["year"], actor=OWNER).rows
    assert alone == [{"year": 2023, "concentration": 1.0}, {"year": 2024, "concentration": 1.0}]


def test_the_document_that_programs_read(store):
    chosen = Selection.from_where(["year=2024", "company=1"])
    assert query(
        store, ["total_spend", "social_share", "lines"], ["ledger_category"], chosen, actor=OWNER
    ).as_json() == {
        "measures": ["total_spend", "social_share", "lines"],
        "by": ["ledger_category"],
        "where": {"year": ["2024"], "company": ["1"]},
        "scope": "social_enterprises",
        "local": "province",
        "data_version": store.data_version(),
        "rows": [
            {"ledger_category": "Metal", "total_spend": "49.90", "social_share": 0.0, "lines": 2},
            {"ledger_category": "Food", "total_spend": "30.10", "social_share": 1.0, "lines": 1},
        ],
    }


def test_the_version_of_the_data_is_told_even_where_there_are_no_rows(store):
    nothing = query(store, ["lines"], ["year"], Selection(years=(1999,)), actor=OWNER)
    assert nothing.rows == []
    assert nothing.data_version == store.data_version()


# -- rights ------------------------------------------------------------------------------------------------


def test_an_actor_of_one_company_sees_only_it(store):
    alba = Actor("anna", "viewer", frozenset({1}))
    assert query(store, ["total_spend"], actor=alba).value("total_spend") == Decimal("90.00")
    assert query(store, ["lines"], ["company"], actor=alba).rows == [{"company_id": 1, "company": "Alba", "lines": 4}]
    for key in DIMENSIONS:
        rows = query(store, ["total_spend"], [key], actor=alba).rows
        assert sum(row["total_spend"] for row in rows) == Decimal("90.00")


def test_naming_another_s_company_is_refused(store):
    alba = Actor("anna", "viewer", frozenset({1}))
    with pytest.raises(NotAllowed):
        query(store, ["total_spend"], where=Selection(companies=(2,)), actor=alba)


def test_an_actor_of_no_company_sees_nothing(store):
    nobody = Actor("nobody", "viewer", frozenset())
    assert query(store, ["total_spend", "lines"], actor=nobody).rows == [{"total_spend": Decimal("0.00"), "lines": 0}]


# -- sums --------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["Alfa", "Beta", "Gamma", "Delta"])
MAYBE = st.sampled_from(["", "One", "Two"])
LINE = st.tuples(
    st.one_of(st.just(""), st.dates(date(2022, 1, 1), date(2025, 12, 31)).map(date.isoformat)),
    NAMES,
    st.decimals(-10_000, 10_000, places=2),
    MAYBE,
    st.sampled_from(["Works", "Depot", ""]),
    st.sampled_from(["purchase", "rent", "donation"]),
    st.sampled_from(["invoice", "credit_note"]),
)
HEAD = "date | supplier | amount | category | site | nature | type\n"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINE, min_size=1, max_size=12))
def test_the_parts_of_every_dimension_add_up_to_the_whole_to_the_cent(rows):
    made = store_with(
        HEAD + "\n".join(" | ".join(str(cell) for cell in row) for row in rows),
        sites="name | municipality | default\nWorks | Torino | yes\nDepot | Milano |",
        suppliers="name | municipality | country\nAlfa | Moncalieri |\nBeta | Cuneo |\nGamma | | FR",
        tags="""
        supplier | kind            | evidence   | from       | to
        Alfa     | impresa_sociale | registered |            | 2023-06-30
        Alfa     | aps             | registered | 2023-01-01 |
        Beta     | societa_benefit | declared   |            |
        Beta     | aps             | suspected  |            |
        """,
        exclusions="field | value\ncategory | Two",
    )
    adding = [each.key for each in MEASURES.values() if each.adds_up]
    whole = query(made, adding, actor=OWNER).rows[0]
    assert whole["total_spend"] == sum(row[2] for row in rows)
    for key in DIMENSIONS:
        parts = query(made, adding, [key], actor=OWNER).rows
        for measure in adding:
            assert sum(part[measure] for part in parts) == whole[measure], (key, measure)
    shares = query(made, ["social_share", "social_spend", "addressable_spend"], ["kind", "year"], actor=OWNER).rows
    for row in shares:
        expected = float(row["social_spend"]) / float(row["addressable_spend"]) if row["addressable_spend"] else None
        assert row["social_share"] == (None if expected is None else pytest.approx(expected))
