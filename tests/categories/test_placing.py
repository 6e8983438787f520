"""How each line finds its leaf: by its category, else by what else is known of it, else it stays unclassified."""

from __future__ import annotations

import pytest

from socialimpact.categories import placing, rules
from socialimpact.figures import spend
from tests.store_with import OWNER, store_with

LINES = """
    date       | supplier            | amount | category         | description
    2024-01-01 | Alfa                | 100.00 | Pulizie          |
    2024-01-02 | Alfa                |  90.00 |                  | Fattura 17
    2024-01-03 | Beta                |  80.00 | Servizi generali | Potatura siepi
    2024-01-04 | Lavanderia Gamma    |  70.00 |                  |
    2024-01-05 | Delta               |  60.00 | Varie            | Saldo
    2024-01-06 | Epsilon             |  50.00 | Pulizie          |
    2024-01-07 | Epsilon             |  50.00 | Mensa            |
    2024-01-08 | Epsilon             |  40.00 |                  |
    2024-01-09 | Zeta                |  30.00 | Giardini, pulizie |
    """
BY_LINE = "select category, category_group, category_basis from spend order by date"


def placed(store):
    return store.rows(BY_LINE)


def test_what_says_most_decides_and_the_rest_stays_unclassified():
    assert placed(store_with(LINES)) == [
        ("cleaning", "premises", "name"),
        ("cleaning", "premises", "supplier"),
        ("green", "premises", "description"),
        ("laundry", "premises", "supplier_name"),
        (None, None, None),
        ("cleaning", "premises", "name"),
        ("catering", "meals", "name"),
        (None, None, None),
        (None, None, None),
    ]


def test_only_purchases_are_filled_from_what_else_is_known():
    store = store_with("""
        date       | supplier         | amount | category | nature
        2024-01-01 | Lavanderia Gamma | 1.00   |          | donation
        2024-01-02 | Lavanderia Gamma | 2.00   |          |
    """)
    assert [leaf for leaf, *_ in placed(store)] == [None, "laundry"]


def test_every_line_is_there_once_and_no_cent_is_lost():
    store = store_with(LINES)
    assert store.value("select count(*) from spend") == 9
    assert store.value("select sum(net_amount) from spend") == store.value("select sum(net_amount) from line")


def test_the_confidence_is_at_least_the_stated_one():
    found = store_with(LINES).rows("select category_basis, min(category_confidence) from spend group by 1")
    assert all(confidence >= 0.5 for basis, confidence in found if basis)
    assert dict(found)[None] is None


@pytest.mark.parametrize(
    ("field", "value", "leaf", "line", "expected"),
    [
        ("category", "Servizi generali", "security", 2, ("security", "premises", "rule")),
        ("category", "  servizi GENERALI", "security", 2, ("security", "premises", "rule")),
        ("category", "Pulizie", "waste", 0, ("waste", "premises", "rule")),
        ("category", "Pulizie", None, 0, (None, None, "rule")),
        ("description", "Saldo", "legal", 4, ("legal", "professional", "rule")),
        ("supplier", "4", "finance", 4, ("finance", "professional", "rule")),
        ("supplier", "2", "training", 2, ("training", "people", "rule")),
    ],
)
def test_a_decision_by_hand_outweighs_the_words(field, value, leaf, line, expected):
    store = store_with(LINES)
    with store.write(OWNER) as tx:
        number = rules.add(tx, field, value, leaf, why="test", company_id=1)
        spend.rebuild(tx)
    assert placed(store)[line] == expected
    with store.write(OWNER) as tx:
        rules.end(tx, number, "test")
        spend.rebuild(tx)
    assert placed(store) == placed(store_with(LINES))


def test_a_supplier_by_hand_leaves_lines_whose_category_speaks_alone():
    store = store_with(LINES)
    with store.write(OWNER) as tx:
        rules.add(tx, "supplier", "1", "training", why="test", company_id=None)
        spend.rebuild(tx)
    assert [leaf for leaf, *_ in placed(store)][:2] == ["cleaning", "training"]


def test_a_decision_about_a_supplier_follows_it_when_it_turns_out_to_be_another():
    store = store_with(
        """
        date       | supplier | amount
        2024-01-01 | Alfa     | 1.00
        2024-01-02 | Alfa bis | 2.00
        """,
        suppliers="name | same_as\nAlfa |\nAlfa bis | Alfa",
    )
    with store.write(OWNER) as tx:
        rules.add(tx, "supplier", "2", "legal", why="test", company_id=None)
        spend.rebuild(tx)
    assert [leaf for leaf, *_ in placed(store)] == ["legal", "legal"]


def test_a_rule_of_one_company_leaves_another_alone_and_goes_before_that_of_all():
    store = store_with("""
        company | date       | supplier | amount | category
        Alba    | 2024-01-01 | Alfa     | 1.00   | Varie
        Bosco   | 2024-01-02 | Alfa     | 2.00   | Varie
    """)
    with store.write(OWNER) as tx:
        rules.add(tx, "category", "Varie", "legal", why="test", company_id=None)
        rules.add(tx, "category", "Varie", "food", why="test", company_id=2)
        spend.rebuild(tx)
    assert [leaf for leaf, *_ in placed(store)] == ["legal", "food"]


def test_a_later_rule_about_the_same_thing_ends_the_one_before_and_both_are_kept():
    store = store_with(LINES)
    with store.write(OWNER) as tx:
        rules.add(tx, "category", "Varie", "legal", why="first", company_id=None)
        rules.add(tx, "category", "Varie", "food", why="second", company_id=None)
    assert [rule.leaf for rule in rules.standing(store)] == ["food"]
    assert store.rows("select leaf, ended_by, ended_why from category_rule order by 1") == [
        ("food", None, None),
        ("legal", "test", "second"),
    ]


def test_codes_of_the_ledger_decide():
    store = store_with("""
        date       | supplier | amount | category | category_code
        2024-01-01 | Alfa     | 1.00   | Gruppo A | 90910000-9
        2024-01-02 | Alfa     | 2.00   |          | 55500000-5
        2024-01-03 | Beta     | 3.00   |          | 60.10.020
    """)
    assert [(leaf, basis) for leaf, _, basis in placed(store)] == [
        ("cleaning", "code"), ("catering", "code"), (None, None)
    ]  # fmt: skip
    assert store.rows("select ledger_category from spend order by date") == [
        ("Gruppo A",), ("55500000-5",), ("60.10.020",)
    ]  # fmt: skip


def test_exclusions_name_the_ledgers_own_category():
    store = store_with(LINES, exclusions="field | value\ncategory | Pulizie")
    assert store.rows("select ledger_category from spend where not addressable order by date") == [
        ("Pulizie",), ("Pulizie",)
    ]  # fmt: skip


def test_a_text_is_read_once_and_anew_with_another_edition_of_the_words():
    store = store_with(LINES)
    read = store.value("select count(*) from category_text")
    with store.write(OWNER) as tx:
        spend.rebuild(tx)
    assert store.value("select count(*) from category_text") == read
    assert spend.is_current(store)
    with store.write(OWNER) as tx:
        tx.execute("update category_edition set edition = 'older'")
        tx.execute("update category_text set leaf = 'food'")
    assert not spend.is_current(store)
    with store.write(OWNER) as tx:
        spend.rebuild(tx)
    assert placing.is_current(store)
    assert placed(store) == placed(store_with(LINES))
