from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from socialimpact.figures import decided_natures, spend
from tests.store_with import OWNER, store_with

LINES = """
    company | date       | supplier | amount | nature   | category   | description               | file
    Alba    | 2024-01-01 | Banca    |   1.00 | financial | Consulting | Studio di fattibilità     | a.xlsx
    Alba    | 2024-01-01 | Banca    |   2.00 | financial |            | Commissioni               | a.xlsx
    Alba    | 2024-01-01 | Rossi    |   4.00 | purchase | Offices    | Canone, ufficio di Torino | a.xlsx
    Alba    | 2024-01-01 | Rossi    |   8.00 | purchase | offices    | Pulizie                   | a.xlsx
    Bosco   | 2024-01-01 | Rossi    |  16.00 | purchase | Offices    | CANONE  UFFICIO           | b.xlsx
    Bosco   | 2024-01-01 | Verdi    |  32.00 | rent     |            |                           | b.xlsx
    """
FOUND = ["financial", "financial", "purchase", "purchase", "purchase", "rent"]


def rule(tx, nature, **given):
    supplier = given.pop("supplier", None)
    if supplier:
        given["supplier_id"] = tx.value("select supplier_id from supplier where name = ?", [supplier])
    number = tx.next_id("nature_rule", "nature_rule_id")
    told = {"nature_rule_id": number, "nature": nature, "why": "test", "made_by": "test", **given}
    tx.insert("nature_rule", told)
    return number


def natures_after(*rules, more=None, column="nature"):
    store = store_with(LINES)
    with store.write(OWNER) as tx:
        for nature, given in rules:
            rule(tx, nature, **given)
        if more:
            more(tx)
        spend.rebuild(tx)
    assert store.value("select sum(net_amount) from spend") == Decimal("63.00")
    return [row[0] for row in store.rows(f"select {column} from spend order by line_id")]


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({"supplier": "Rossi"}, {3, 4, 5}),
        ({"supplier": "Rossi", "company_id": 1}, {3, 4}),
        ({"category": "OFFICES"}, {3, 4, 5}),
        ({"category": ""}, {2, 6}),
        ({"category": "", "found": "rent"}, {6}),
        ({"words": "canone"}, {3, 5}),
        ({"words": "canone ufficio"}, {3, 5}),
        ({"words": "can"}, set()),
        ({"found": "financial"}, {1, 2}),
        ({"supplier": "Banca", "category": "consulting"}, {1}),
        ({"supplier": "Rossi", "words": "pulizie", "company_id": 2}, set()),
        ({}, {1, 2, 3, 4, 5, 6}),
    ],
)
def test_a_rule_is_about_the_lines_that_meet_all_its_conditions(given, changed):
    expected = ["donation" if number in changed else was for number, was in enumerate(FOUND, start=1)]
    assert natures_after(("donation", given)) == expected


def test_what_outweighs_what():
    everything = [
        ("tax", {"found": "purchase"}),
        ("utility", {"category": "Offices"}),
        ("insurance", {"words": "canone"}),
        ("membership_fee", {"supplier": "Rossi", "company_id": 2}),
    ]
    assert natures_after(*everything[:1])[2:5] == ["tax", "tax", "tax"]
    assert natures_after(*everything[:2])[2:5] == ["utility", "utility", "utility"]
    assert natures_after(*everything[:3])[2:5] == ["insurance", "utility", "insurance"]
    assert natures_after(*everything)[2:5] == ["insurance", "utility", "membership_fee"]
    assert natures_after(*everything[::-1])[2:5] == ["insurance", "utility", "membership_fee"]


def test_among_equal_rules_the_newest_decides():
    assert natures_after(("tax", {"supplier": "Verdi"}), ("rent", {"supplier": "Verdi"}))[5] == "rent"


def test_a_rule_that_confirms_is_the_reason_from_then_on():
    assert natures_after(("rent", {"supplier": "Verdi"}), column="nature_reason")[5] == "decided:1"
    assert natures_after(column="nature_reason") == ["test"] * 6


def test_suppliers_that_are_the_organisations_own_companies_are_intercompany_also_when_the_company_comes_later():
    store = store_with(LINES, suppliers="name | vat\nRossi | 01234567897\nBanca | 00348170101")

    def rebuilt(vat):
        with store.write(OWNER) as tx:
            tx.execute("update company set vat_number = ? where company_id = 2", [vat])
            spend.rebuild(tx)
        return store.rows("select nature, nature_reason from spend order by line_id")

    assert [nature for nature, _ in rebuilt(None)] == FOUND
    assert [nature for nature, _ in rebuilt("01234567897")] == [*FOUND[:2], *["intercompany"] * 3, FOUND[5]]
    assert rebuilt("01234567897")[2] == ("intercompany", "own_company")
    assert [nature for nature, _ in rebuilt("99999999990")] == FOUND


def test_a_rule_that_names_the_own_company_outweighs_its_number_and_one_that_does_not_does_not():
    def own(tx):
        tx.execute("update company set vat_number = '01234567897' where company_id = 2")
        tx.execute("update supplier set vat_number = '01234567897' where name = 'Rossi'")

    assert natures_after(("rent", {"category": "Offices"}), more=own)[2:5] == ["intercompany"] * 3
    assert natures_after(("purchase", {"supplier": "Rossi"}), more=own)[2:5] == ["purchase"] * 3


def by_hand(tx, line_id, nature):
    found = tx.dicts(
        "select line.company_id, import.sha256, line.sheet, line.row_number, line.overlap_key from line"
        " inner join import on import.import_id = line.import_id where line_id = ?",
        [line_id],
    )[0]
    rule(tx, nature, **found)


def test_a_line_decided_by_hand_outweighs_every_rule_and_no_other_line_follows():
    decided = natures_after(("tax", {"supplier": "Rossi"}), more=lambda tx: by_hand(tx, 3, "rent"))
    assert decided == [*FOUND[:2], "rent", "tax", "tax", "rent"]


def test_a_line_decided_by_hand_is_found_again_when_its_file_is_imported_anew():
    store = store_with(LINES)
    with store.write(OWNER) as tx:
        by_hand(tx, 3, "rent")
        tx.execute("update line set line_id = line_id + 100")
        spend.rebuild(tx)
    assert store.rows("select line_id from spend where nature_reason = 'decided:1'") == [(103,)]


def test_joined_suppliers_share_their_rules():
    store = store_with(LINES)
    with store.write(OWNER) as tx:
        rule(tx, "tax", supplier="Verdi")
        tx.execute("update supplier set same_as = (select supplier_id from supplier where name = 'Rossi')"
                   " where name = 'Verdi'")  # fmt: skip
        spend.rebuild(tx)
    assert [row[0] for row in store.rows("select nature from spend order by line_id")] == [*FOUND[:2], *["tax"] * 4]


def test_figures_of_a_past_day_follow_from_the_decisions_that_stood_then():
    store = store_with(LINES)
    with store.write(OWNER) as tx:
        first = datetime(2025, 1, 1)  # noqa: DTZ001 - the store's own times bear no zone
        rule(tx, "tax", supplier="Verdi", made_at=first, ended_at=datetime(2025, 6, 1))  # noqa: DTZ001 - the same
        rule(tx, "donation", supplier="Verdi", made_at=datetime(2025, 6, 1))  # noqa: DTZ001 - the same
        spend.rebuild(tx)

        def then(*day):
            decided_natures.decide(tx, datetime(*day))  # noqa: DTZ001 - the same
            return tx.rows("select line_id, nature from spend_nature")

        assert then(2024, 12, 31) == []
        assert then(2025, 3, 1) == [(6, "tax")]
        assert then(2025, 7, 1) == [(6, "donation")]
    assert store.value("select nature from spend where line_id = 6") == "donation"


@pytest.mark.parametrize("nature", ["rent", "tax"])
def test_following_a_decision_leaves_what_a_whole_rebuild_leaves(nature):
    store = store_with(LINES)
    with store.write(OWNER) as tx:
        number = rule(tx, nature, supplier="Verdi")
        spend.follow_natures(tx)
        followed = tx.rows("select * from spend order by line_id")
        spend.rebuild(tx)
        assert tx.rows("select * from spend order by line_id") == followed
        assert tx.rows("select nature_reason from spend order by line_id")[5] == ("decided:1",)
        tx.execute("delete from nature_rule where nature_rule_id = ?", [number])
        spend.follow_natures(tx)
    assert [row[0] for row in store.rows("select nature from spend order by line_id")] == FOUND
    assert {row[0] for row in store.rows("select nature_reason from spend")} == {"test"}


SOLD = """
    date       | supplier | amount  | nature   | category        | description
    2024-01-01 | Rossi    | 9000.00 | purchase | Pulizie         | Pulizia uffici
    2024-01-01 | Rossi    |  100.00 | purchase |                 | Intervento di maggio
    2024-01-01 | Verdi    |  500.00 | rent     | Affitti         | Canone
    2024-01-01 | Bianchi  |    1.00 | purchase | Cancelleria     | Carta
    2024-01-01 | Bianchi  |    2.00 | purchase |                 | Fornitura varia
    2024-01-01 | Neri     |    3.00 | purchase | Pulizie         | Vetri
    2024-01-01 | Neri     |    4.00 | purchase | Pulizie         | Scale
    2024-01-01 | Neri     |    5.00 | tax      |                 | Bollo
"""


def test_only_the_lines_of_suppliers_that_move_are_built_anew(monkeypatch):
    """Also where what is left as a purchase says what the supplier's other lines are."""
    store = store_with(SOLD)
    with store.write(OWNER) as tx:
        spend.rebuild(tx)
        before = tx.rows("select category from spend order by line_id")
        with monkeypatch.context() as patched:
            patched.setattr(spend, "rebuild", lambda _: pytest.fail("the whole table was built"))
            rule(tx, "rent", supplier="Rossi", category="pulizie")
            spend.follow_natures(tx)
        followed = tx.rows("select * from spend order by line_id")
        assert tx.rows("select category from spend order by line_id")[1] != before[1]
        spend.rebuild(tx)
        assert tx.rows("select * from spend order by line_id") == followed


GIFT = """
    date       | supplier | amount  | nature   | category | cost_centre
    2024-01-01 | Il Ponte | 1000.00 | donation | Gifts    | CSR
    2024-01-01 | Il Ponte |  200.00 | purchase | Cleaning | Main
    2024-01-01 | Rossi    |  800.00 | purchase | Cleaning | Main
    """
TAG = "supplier | kind | evidence\nIl Ponte | social_cooperative_b | registered"
EVERYTHING_LET_IN = """
    field       | value    | included
    nature      | donation | yes
    category    | Gifts    | yes
    cost_centre | CSR      | yes
    supplier    | Il Ponte | yes
    """
SOCIAL = "select coalesce(sum(net_amount), 0) from spend where addressable and kind is not null"


@pytest.mark.parametrize("exclusions", ["", EVERYTHING_LET_IN])
@pytest.mark.parametrize(
    "rules",
    [
        [],
        [("donation", {"supplier": "Il Ponte", "category": "Gifts"})],
        [("sponsorship", {"category": "Gifts"})],
        [("membership_fee", {"found": "donation"})],
        # a rule about other lines of the same supplier
        [("purchase", {"supplier": "Il Ponte", "category": "Cleaning"})],
        [("purchase", {"supplier": "Rossi"})],
    ],
)
def test_a_gift_to_a_registered_social_cooperative_is_never_social_spend(exclusions, rules):
    store = store_with(GIFT, tags=TAG, exclusions=exclusions)
    with store.write(OWNER) as tx:
        for nature, given in rules:
            rule(tx, nature, **given)
        spend.rebuild(tx)
    assert store.value(SOCIAL) == Decimal("200.00")
    assert store.value("select sum(net_amount) from spend") == Decimal("2000.00")


def test_only_a_persons_word_makes_a_gift_a_purchase():
    store = store_with(GIFT, tags=TAG)
    with store.write(OWNER) as tx:
        rule(tx, "purchase", supplier="Il Ponte")
        spend.rebuild(tx)
    assert store.value(SOCIAL) == Decimal("1200.00")
