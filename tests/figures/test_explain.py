from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.figures.behind import lines
from socialimpact.figures.explain import explain
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with

LINES = """
    company | date       | supplier | amount  | nature   | category | file      | number | description
    Alba    | 2024-01-10 | Coop     |  100.00 |          |          | jan.xlsx  | 7/A    | Cleaning
    Alba    | 2024-02-10 | Coop     |  -30.00 |          |          | feb.xlsx  | 8/A    | Credit
    Alba    | 2024-02-10 | Aps      |   20.00 |          |          | feb.xlsx  | 1      | Training
    Alba    | 2024-02-10 | Steel    |  210.00 |          |          | feb.xlsx  | 2      |
    Alba    | 2024-02-10 | Coop     |   50.00 | donation |          | feb.xlsx  | 3      |
    Alba    | 2024-02-10 | Steel    |   70.00 |          | Energy   | feb.xlsx  | 4      |
    Alba    |            | Steel    |    9.00 |          |          | feb.xlsx  | 5      |
    Bosco   | 2024-02-10 | Coop     | 1000.00 |          |          | other.csv | 9      |
    """
TAGS = """
    supplier | kind                 | evidence
    Coop     | social_cooperative_b | registered
    Aps      | impresa_sociale      | documented
    Steel    | impresa_sociale      | suspected
    """
WITH_VAT = "update line set amount_basis = 'gross' where document_number in ('7/A', '9')"
ALBA = Selection(years=(2024,), companies=(1,))


@pytest.fixture(scope="module")
def store():
    made = store_with(
        LINES,
        tags=TAGS,
        suppliers="name | tax_code | municipality\nCoop | 07643520567 | Torino",
        exclusions="field | value | why\ncategory | Energy | One supplier has the grid",
    )
    with made.write(OWNER) as tx:
        tx.insert("register", {"register_id": 1, "register_key": "runts", "name": "RUNTS", "start_binds": False})
        counts = dict.fromkeys(("rows_read", "entries", "set_aside"), 1)
        for number, day in ((1, date(2024, 1, 15)), (2, date(2025, 1, 15))):
            snapshot = {"snapshot_id": number, "register_id": 1, "as_of": day, "sha256": "0", "file": f"{number}.xlsx"}
            tx.insert("register_snapshot", {**snapshot, **counts, "imported_by": "test"})
        tx.execute("update tag set snapshot_id = 2 where evidence = 'registered'")
    return made


def test_a_share_is_told_with_what_it_divides_and_what_it_leaves_out(store):
    told = explain(store, "social_share", ALBA, actor=OWNER)
    assert told.figure.value == pytest.approx(0.30)
    assert (told.numerator.measure.key, told.numerator.value) == ("social_spend", Decimal("90.00"))
    assert (told.denominator.measure.key, told.denominator.value) == ("addressable_spend", Decimal("300.00"))
    assert told.sentence == MEASURES["social_share"].sentence
    assert told.definitions.scope.key == "social_enterprises"
    assert [(part.key, str(part.name), part.amount, str(part.why)) for part in told.excluded] == [
        ("donation", "Donation", Decimal("50.00"), "A gift is not a purchase."),
        ("category=Energy", "Category: Energy", Decimal("70.00"), "One supplier has the grid"),
    ]
    assert [(part.key, part.amount, part.lines) for part in told.evidence] == [
        ("registered", Decimal("70.00"), 2),
        ("documented", Decimal("20.00"), 1),
    ]
    assert told.lines == 3


def test_the_snapshots_that_the_figure_rests_on_are_named(store):
    told = explain(store, "social_spend", ALBA, actor=OWNER)
    assert [(use.register, use.as_of, use.file, use.suppliers, use.amount) for use in told.snapshots] == [
        ("RUNTS", date(2025, 1, 15), "2.xlsx", 1, Decimal("70.00"))
    ]


def test_coverage_says_what_is_not_known(store):
    everything = Selection(companies=(1,))
    coverage = {
        figure.measure.key: figure.value for figure in explain(store, "social_share", everything, actor=OWNER).coverage
    }
    assert coverage["undated_spend"] == Decimal("9.00")
    assert coverage["unidentified_spend"] == Decimal("239.00")
    assert coverage["identified_share"] == pytest.approx(70 / 309)
    assert coverage["place_known_share"] == pytest.approx(70 / 309)
    assert coverage["possible_social_spend"] == Decimal("219.00")


def test_the_lines_behind_a_figure_lead_to_file_sheet_and_row(store):
    rows = lines(store, "social_share", ALBA, actor=OWNER).to_pylist()
    assert [(row["file"], row["sheet"], row["row_number"], row["document_number"]) for row in rows] == [
        ("jan.xlsx", "Sheet1", 2, "7/A"),
        ("feb.xlsx", "Sheet1", 4, "1"),
        ("feb.xlsx", "Sheet1", 3, "8/A"),
    ]
    assert rows[0]["description"] == "Cleaning"
    assert rows[0]["date"] == date(2024, 1, 10)
    assert rows[0]["evidence"] == "registered"


def test_lines_come_in_pages(store):
    pages = [
        lines(store, "total_spend", Selection(), actor=OWNER, limit=3, offset=start).column("line_id").to_pylist()
        for start in (0, 3, 6)
    ]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert len({line for page in pages for line in page}) == 8


@pytest.mark.parametrize("key", [each.key for each in MEASURES.values() if each.adds_up and each.unit == "euro"])
def test_the_lines_behind_an_amount_add_up_to_it(store, key):
    behind = lines(store, key, ALBA, actor=OWNER, limit=None).column("net_amount").to_pylist()
    assert sum(behind, Decimal(0)) == query(store, [key], where=ALBA, actor=OWNER).value(key)


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_can_be_explained(store, key):
    told = explain(store, key, ALBA, actor=OWNER)
    assert told.lines == lines(store, key, ALBA, actor=OWNER, limit=None).num_rows
    assert sum(part.lines for part in told.evidence) == told.lines


def test_nothing_of_another_company_is_told(store):
    anna = Actor("anna", "viewer", frozenset({1}))
    told = explain(store, "social_spend", Selection(), actor=anna)
    assert told.figure.value == Decimal("90.00")
    assert sum(part.amount for part in told.evidence) == Decimal("90.00")
    assert told.snapshots[0].amount == Decimal("70.00")
    assert "other.csv" not in lines(store, "total_spend", Selection(), actor=anna).column("file").to_pylist()


def test_lines_that_include_vat_are_counted_behind_their_figure():
    made = store_with(LINES, tags=TAGS)
    assert explain(made, "total_spend", ALBA, actor=OWNER).with_vat == 0
    with made.write(OWNER) as tx:
        tx.execute(WITH_VAT)
    assert explain(made, "total_spend", ALBA, actor=OWNER).with_vat == 1
    assert explain(made, "total_spend", Selection(), actor=OWNER).with_vat == 2
