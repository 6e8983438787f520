from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.errors import StoreFailed
from socialimpact.figures import spend
from socialimpact.suppliers import kinds
from tests.store_with import OWNER, rests_on, store_with


def columns(store, *names, order="line_id"):
    return store.rows(f"select {', '.join(names)} from spend order by {order}")


def test_every_line_is_there_once_with_its_supplier_company_and_accrual_date():
    store = store_with(
        """
        date       | posting    | paid       | due        | supplier | amount
        2024-03-31 | 2024-04-02 | 2024-05-01 | 2024-06-01 | Alfa     | 100.00
                   | 2024-04-02 | 2024-05-01 | 2024-06-01 | Alfa     | 200.00
                   |            | 2024-05-01 | 2024-06-01 | Beta     | 300.00
                   |            |            | 2024-06-01 | Beta     | 400.00
                   |            |            |            | Beta     | -50.00
        """
    )
    assert columns(store, "supplier", "date", "year", "quarter", "month", "net_amount") == [
        ("Alfa", date(2024, 3, 31), 2024, "2024-Q1", "2024-03", Decimal("100.00")),
        ("Alfa", date(2024, 4, 2), 2024, "2024-Q2", "2024-04", Decimal("200.00")),
        ("Beta", date(2024, 5, 1), 2024, "2024-Q2", "2024-05", Decimal("300.00")),
        ("Beta", date(2024, 6, 1), 2024, "2024-Q2", "2024-06", Decimal("400.00")),
        ("Beta", None, None, None, None, Decimal("-50.00")),
    ]
    assert columns(store, "days_to_pay") == [(31,), (29,), (None,), (None,), (None,)]
    assert {row[0] for row in columns(store, "company")} == {"Officine Valdora"}


def test_rebuilding_twice_changes_nothing():
    store = store_with("date | supplier | amount\n2024-01-01 | Alfa | 1.00\n2025-01-01 | Beta | 2.00")
    before = store.rows("select * from spend order by line_id")
    with store.write(OWNER) as tx:
        assert spend.rebuild(tx) == 2
    assert store.rows("select * from spend order by line_id") == before


def test_a_line_without_its_supplier_is_refused_and_never_dropped():
    store = store_with("date | supplier | amount\n2024-01-01 | Alfa | 1.00")

    def lose_the_suppliers():
        with store.write(OWNER) as tx:
            tx.execute("delete from supplier")
            spend.rebuild(tx)

    with pytest.raises(StoreFailed, match="rebuild spend"):
        lose_the_suppliers()
    assert store.value("select sum(net_amount) from spend") == Decimal("1.00")


def test_an_empty_store_has_an_empty_table():
    assert store_with().value("select count(*) from spend") == 0


# -- which tag speaks --------------------------------------------------------------------------------------


def chosen(tags: str, *days: str) -> list[tuple[str | None, str | None]]:
    lines = "date | supplier | amount\n" + "\n".join(f"{day} | Coop | 10.00" for day in days)
    return columns(
        store_with(lines, tags="supplier | kind | evidence | from | to | ended\n" + tags), "kind", "evidence"
    )


def test_a_tag_holds_from_its_first_to_its_last_day():
    assert chosen(
        "Coop | impresa_sociale | registered | 2024-02-01 | 2024-02-29 |",
        "2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01",
    ) == [(None, None), ("impresa_sociale", "registered"), ("impresa_sociale", "registered"), (None, None)]  # fmt: skip


def test_one_kind_follows_another_on_its_day():
    assert chosen(
        "Coop | odv | registered | | 2024-06-30 |\nCoop | impresa_sociale | registered | 2024-07-01 | |",
        "2024-06-30", "2024-07-01",
    ) == [("odv", "registered"), ("impresa_sociale", "registered")]  # fmt: skip


def test_evidence_that_counts_goes_before_the_supplier_s_word_and_that_before_a_guess():
    tags = """Coop | social_cooperative_b | suspected | | |
    Coop | impresa_sociale | declared | | |
    Coop | association | confirmed | | |"""
    assert chosen(tags, "2024-01-01") == [("association", "confirmed")]
    assert chosen("\n".join(tags.splitlines()[:2]), "2024-01-01") == [("impresa_sociale", "declared")]


def test_of_several_kinds_the_one_that_takes_precedence_speaks_and_the_line_is_there_once():
    tags = """Coop | societa_benefit | registered | | |
    Coop | other_cooperative | documented | | |
    Coop | social_cooperative_b | confirmed | | |"""
    assert chosen(tags, "2024-01-01") == [("social_cooperative_b", "confirmed")]


def test_an_undated_line_takes_only_a_tag_without_bounds():
    assert chosen("Coop | odv | registered | 2020-01-01 | |", "") == [(None, None)]
    assert chosen("Coop | odv | registered | | 2030-01-01 |", "") == [(None, None)]
    assert chosen("Coop | odv | registered | | |", "") == [("odv", "registered")]
    tags = "Coop | impresa_sociale | registered | 2020-01-01 | |\nCoop | odv | suspected | | |"
    assert chosen(tags, "", "2024-01-01") == [("odv", "suspected"), ("impresa_sociale", "registered")]


def test_an_ended_tag_and_one_that_ends_before_it_begins_say_nothing():
    assert chosen("Coop | odv | registered | | | yes", "2024-01-01") == [(None, None)]
    assert chosen("Coop | odv | registered | 2024-12-31 | 2024-01-01 |", "2024-06-01") == [(None, None)]


DAYS = st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2024, 1, 12)))
TAG = st.tuples(
    st.sampled_from(["social_cooperative_b", "impresa_sociale", "odv", "b_corp"]),
    st.sampled_from([each.key for each in kinds.all_evidence()]),
    DAYS,
    DAYS,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(TAG, max_size=6), st.lists(DAYS, min_size=1, max_size=6))
def test_the_tag_of_each_day_is_the_best_of_those_that_hold_on_it(tags, days):
    def text(day):
        return day.isoformat() if day else ""

    rows = "\n".join(f"{kind} | {evidence} | {text(first)} | {text(last)}" for kind, evidence, first, last in tags)
    made = store_with(
        "supplier | amount | date\n" + "\n".join(f"Coop | 1.00 | {text(day)}" for day in days),
        tags="supplier | kind | evidence | from | to\n" + "\n".join(f"Coop | {row}" for row in rows.splitlines()),
    )

    def expected(day):
        holding = [
            ({"declared": 1, "suspected": 2}.get(evidence, 0), kinds.kind(kind).precedence)
            for kind, evidence, first, last in tags
            if (first is None and last is None)
            or (day and (first is None or first <= day) and (last is None or day <= last))
        ]
        return min(holding, default=None)

    found = [
        None if kind is None else ({"declared": 1, "suspected": 2}.get(evidence, 0), kinds.kind(kind).precedence)
        for kind, evidence in columns(made, "kind", "evidence")
    ]
    assert found == [expected(day) for day in days]


# -- what is addressable -----------------------------------------------------------------------------------

NATURES = """
    date       | supplier | amount | nature     | category | cost_centre
    2024-01-01 | Alfa     |   1.00 | purchase   | Food     | Canteen
    2024-01-01 | Alfa     |   2.00 | donation   | Food     | Canteen
    2024-01-01 | Beta     |   4.00 | rent       |          |
    2024-01-01 | Beta     |   8.00 | purchase   | Offices  | Main
    2024-01-01 | Gamma    |  16.00 | purchase   |          |
    """


def addressable(exclusions: str = "") -> Decimal:
    store = store_with(NATURES, exclusions="field | value | included\n" + exclusions)
    return store.value("select sum(net_amount) from spend where addressable")


@pytest.mark.parametrize(
    ("exclusions", "expected"),
    [
        ("", "25.00"),
        ("category | Food |", "24.00"),
        ("supplier | Beta |", "17.00"),
        ("cost_centre | Main |", "17.00"),
        ("nature | rent | yes", "29.00"),
        ("nature | rent | yes\nsupplier | Beta |", "17.00"),
        # what is given is never let in
        ("category | Food | yes", "25.00"),
        ("nature | donation | yes\nsupplier | Alfa | yes\ncost_centre | Canteen | yes", "25.00"),
        ("supplier | Beta | yes", "29.00"),
        ("supplier | Beta | yes\ncost_centre | Main |", "21.00"),
    ],
)
def test_purchases_are_addressable_less_what_is_left_out_and_with_what_is_let_in(exclusions, expected):
    assert addressable(exclusions) == Decimal(expected)


def test_a_line_says_which_exclusion_leaves_it_out_where_its_nature_does_not():
    store = store_with(NATURES, exclusions="field | value | included\ncategory | Food |\nsupplier | Beta |")
    assert columns(store, "nature", "addressable", "exclusion_id") == [
        ("purchase", False, 1),
        ("donation", False, None),
        ("rent", False, None),
        ("purchase", False, 2),
        ("purchase", True, None),
    ]


def test_an_exclusion_of_one_company_leaves_the_others_alone():
    store = store_with(
        """
        company | date       | supplier | amount | category
        Alba    | 2024-01-01 | Alfa     |   1.00 | Food
        Bosco   | 2024-01-01 | Alfa     |   2.00 | Food
        """,
        exclusions="field | value | company\ncategory | Food | Bosco",
    )
    assert columns(store, "company", "addressable") == [("Alba", True), ("Bosco", False)]


def test_suppliers_that_turned_out_to_be_one_count_as_one():
    store = store_with(
        """
        date       | supplier | amount
        2024-01-01 | Coop     |   1.00
        2024-01-01 | COOP scs |   2.00
        2024-01-01 | Ex       |   4.00
        2024-01-01 | Old Ex   |   8.00
        """,
        suppliers="name | same_as\nCoop |\nEx |\nCOOP scs | Coop\nOld Ex | Ex",
        tags="supplier | kind | evidence\nCOOP scs | social_cooperative_b | registered",
        exclusions="field | value\nsupplier | Old Ex",
    )
    assert columns(store, "supplier", "kind", "addressable", "exclusion_id") == [
        ("Coop", "social_cooperative_b", True, None),
        ("Coop", "social_cooperative_b", True, None),
        ("Ex", None, False, 1),
        ("Ex", None, False, 1),
    ]


# -- where -------------------------------------------------------------------------------------------------


def test_place_and_distance_are_those_between_the_supplier_and_the_buying_site():
    store = store_with(
        """
        date       | supplier | amount | site
        2024-01-01 | Alfa     | 1.00   |
        2024-01-01 | Beta     | 1.00   |
        2024-01-01 | Gamma    | 1.00   |
        2024-01-01 | Delta    | 1.00   |
        2024-01-01 | Epsilon  | 1.00   |
        2024-01-01 | Zeta     | 1.00   |
        2024-01-01 | Eta      | 1.00   |
        2024-01-01 | Alfa     | 1.00   | Depot
        """,
        sites="""
        name  | municipality | default
        Works | Torino       | yes
        Depot | Milano       |
        """,
        suppliers="""
        name    | municipality | province | country
        Alfa    | Torino       |          |
        Beta    | Moncalieri   |          |
        Gamma   | Cuneo        |          |
        Delta   |              | Torino   | IT
        Epsilon | Lyon         |          | FR
        Zeta    |              |          |
        Eta     |              | MI       |
        """,
    )
    assert columns(
        store, "supplier", "site", "same_municipality", "same_province", "same_region", "round(distance_km)"
    ) == [
        ("Alfa", "Works", True, True, True, 0.0),
        ("Beta", "Works", False, True, True, 8.0),
        ("Gamma", "Works", False, False, True, pytest.approx(77, abs=4)),
        ("Delta", "Works", None, True, True, None),
        ("Epsilon", "Works", False, False, False, None),
        ("Zeta", "Works", None, None, None, None),
        ("Eta", "Works", False, False, False, None),
        ("Alfa", "Depot", False, False, False, pytest.approx(126, abs=4)),
    ]
    assert columns(store, "supplier", "country", "region", "province", "municipality", order="supplier_id, line_id")[
        1:
    ] == [
        ("Alfa", "IT", "Piemonte", "TO", "Torino"),
        ("Beta", "IT", "Piemonte", "TO", "Moncalieri"),
        ("Gamma", "IT", "Piemonte", "CN", "Cuneo"),
        ("Delta", "IT", "Piemonte", "TO", None),
        ("Epsilon", "FR", None, None, "Lyon"),
        ("Zeta", None, None, None, None),
        ("Eta", "IT", "Lombardia", "MI", None),
    ]


def test_without_a_site_nothing_is_known_to_be_near():
    store = store_with(
        "date | supplier | amount\n2024-01-01 | Alfa | 1.00", suppliers="name | municipality\nAlfa | Torino"
    )
    assert columns(store, "site_id", "same_municipality", "same_region", "distance_km") == [(None, None, None, None)]


# -- who is new --------------------------------------------------------------------------------------------


def test_new_and_lost_suppliers_by_the_year_and_company():
    store = store_with(
        """
        company | date       | supplier | amount | nature
        Alba    | 2023-05-01 | Old      | 1.00   |
        Alba    | 2024-05-01 | Old      | 1.00   |
        Alba    | 2023-01-01 | Gone     | 1.00   |
        Alba    | 2023-01-01 | Giver    | 1.00   | donation
        Alba    | 2024-01-01 | Giver    | 1.00   |
        Alba    |            | Giver    | 1.00   |
        Bosco   | 2024-01-01 | Old      | 1.00   |
        Bosco   | 2025-01-01 | Gone     | 1.00   |
        """
    )
    assert columns(store, "company", "supplier", "year", "supplier_is_new", "supplier_is_lost") == [
        ("Alba", "Old", 2023, False, False),
        ("Alba", "Old", 2024, False, False),
        ("Alba", "Gone", 2023, False, True),
        ("Alba", "Giver", 2023, False, False),
        ("Alba", "Giver", 2024, True, False),
        ("Alba", "Giver", None, False, False),
        ("Bosco", "Old", 2024, False, True),
        ("Bosco", "Gone", 2025, True, False),
    ]


def test_a_screening_counts_from_its_year_on_and_identified_is_who_has_an_identifier():
    store = store_with(
        """
        date       | supplier | amount
        2023-05-01 | Alfa     | 1.00
        2024-05-01 | Alfa     | 1.00
        2024-05-01 | Beta     | 1.00
        """,
        suppliers="name | screened | tax_code\nAlfa | 2024-12-01 | 07643520567\nBeta | |",
    )
    assert columns(store, "supplier", "supplier_screened", "identified") == [
        ("Alfa", False, True),
        ("Alfa", True, True),
        ("Beta", False, False),
    ]


_TAG = st.tuples(
    st.sampled_from(("Alfa", "Beta", "Gamma")),
    st.sampled_from(("social_cooperative_b", "odv", "aps")),
    st.sampled_from(("registered", "confirmed", "declared", "suspected")),
    st.sampled_from(("", "2024-02-01", "2024-06-01")),
    st.sampled_from(("", "2024-06-30", "2025-01-31")),
    st.booleans(),
)


@settings(max_examples=25)
@given(st.lists(_TAG, max_size=5), st.lists(_TAG, max_size=5))
def test_bringing_only_the_tags_up_to_date_gives_the_table_that_a_rebuild_makes(before, after):
    def told(rows):
        head = "supplier | kind | evidence | from | to | ended"
        return "\n".join([head, *(" | ".join([*row[:5], "yes" if row[5] else ""]) for row in rows)])

    store = store_with(
        """
        date       | supplier | amount
        2023-12-31 | Alfa     | 1.00
        2024-03-01 | Alfa     | 2.00
        2024-07-01 | Beta     | 3.00
        2025-03-01 | Gamma    | 4.00
                   | Beta     | 5.00
        """,
        suppliers="name | same_as\nGamma | Beta",
        tags=told(before),
    )
    with store.write(OWNER) as tx:
        tx.execute("update tag set ended_at = current_timestamp where tag_id % 2 = 0")
        for supplier, kind, evidence, start, end, ended in after:
            row = {"kind": kind, "evidence": evidence, "valid_from": start or None, "valid_to": end or None}
            maker = "matching" if evidence in {"registered", "suspected"} else "test"
            row |= {"tag_id": tx.next_id("tag", "tag_id"), "made_by": maker, "why": "test"}
            row |= rests_on(evidence)
            row["supplier_id"] = tx.value("select supplier_id from supplier where name = ?", [supplier])
            tx.insert("tag", row | {"ended_at": date(2026, 1, 1) if ended else None})
        spend.retag(tx, {row[0] for row in tx.rows("select coalesce(same_as, supplier_id) from supplier")})
    now = store.rows("select * from spend order by line_id")
    with store.write(OWNER) as tx:
        spend.rebuild(tx)
    assert store.rows("select * from spend order by line_id") == now
