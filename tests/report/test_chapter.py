from datetime import date
from decimal import Decimal

import pytest

from socialimpact.report.document import Bullets, Course, Paragraph, Table, numbered, words
from tests.report.scene_of import ALL, LINES, SITES, SOCIAL, SUPPLIERS, TAGS, report_on
from tests.store_with import OWNER, store_with


@pytest.fixture(scope="module")
def report():
    with store_with(LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as db:
        yield report_on(db)


def table(report, key) -> Table:
    return next(b for s in report.sections for b in s.blocks if isinstance(b, Table) and b.key == key)


def rows(report, key, language="en"):
    return [[words(cell, language) for cell in row] for row in table(report, key).rows]


def test_sections_stand_in_the_order_in_which_they_are_read_and_annexes_are_lettered(report):
    assert [(number, section.key) for number, section in numbered(report)] == [
        ("1", "purpose"), ("2", "year"), ("3", "recipients"), ("4", "local"), ("5", "initiatives"), ("6", "outcomes"),
        ("7", "hindered"), ("8", "ahead"), ("9", "method"), ("10", "standards"), ("A", "suppliers"), ("B", "sources"),
    ]  # fmt: skip


def test_the_year_stands_beside_the_one_before(report):
    found = {row[0]: row[1:] for row in rows(report, "year")}
    # the ledger begins in March 2024 and ends in July 2025: only these months can be compared
    assert [str(title) for title in table(report, "year").titles] == [
        "Figure", "2025", "2025, like for like", "2024, like for like", "Variation",
    ]  # fmt: skip
    assert found["Social spend"] == ["€2,999.90", "€2,999.90", "€1,000.00", "+200 %"]
    assert found["Addressable spend"] == ["€10,500.00", "€3,499.90", "€10,000.00", "−65 %"]
    assert found["Social-spend share"] == ["28.6%", "85.7%", "10.0%", "+75.7 points"]
    assert "1 Mar 2025 to 31 Jul 2025" in str(table(report, "year").note)


def test_a_gift_is_beside_the_purchases(report):
    assert rows(report, "given") == [["Donations", "€300.00"]]


def test_kinds_add_up_to_the_social_spend_and_possible_spend_is_in_none(report):
    values = table(report, "kinds").rows
    assert sum(row[2].value for row in values) == SOCIAL
    assert sum(row[4].value for row in values) == Decimal("500.00")


def test_every_figure_says_what_was_asked(report):
    figures = list(report.values())
    assert len(figures) > 50
    assert all("scope" in value.where and "local" in value.where for _, _, value in figures)
    addressable = next(value for _, block, value in figures if block == "year")
    assert addressable.value == ALL
    assert addressable.where["year"] == ["2025"]


def test_local_spend_is_told_by_site_and_by_other_rules(report):
    assert rows(report, "local_by_site") == [["Torino", "€10,500.00", "€3,499.90", "33.3%", "100.0%"]]
    assert [row[0] for row in rows(report, "local_by_rule")] == [
        "Same province (the rule of this report)", "Same municipality", "Same region",
    ]  # fmt: skip


def test_standards_without_an_answer_say_so(report):
    found = {row[2]: row[3] for row in rows(report, "standards")}
    assert found["Average days to pay"] == "not available: the ledgers have no payment dates"
    assert found["Local-supplier share"] == "33.3%"


def test_social_suppliers_are_listed_with_identifier_and_proof(report):
    assert rows(report, "suppliers")[0] == [
        "Coop Verde", "08105198884", "Type B social cooperative", "Confirmed", "€2,000.30",
    ]  # fmt: skip


def test_nothing_screened_is_not_a_share_of_zero(report):
    found = {row[2]: row[3] for row in rows(report, "standards")}
    assert (
        found["Share of new suppliers screened"] == "not available: no supplier is written down as screened"
    )  # fmt: skip


@pytest.mark.parametrize("language", ["it", "en"])
def test_an_empty_corner_gives_an_honest_report(language):
    lines = """
        date       | supplier | amount
        2025-02-01 | Officina | 100.00
    """
    with store_with(lines) as db:
        bare = report_on(db)
    said = "\n".join(
        block.text.to(language) for section in bare.sections for block in section.blocks if isinstance(block, Paragraph)
    )
    assert "2024" in table(bare, "year").note.to(language)
    assert {"it": "Nessun fornitore dell'anno è sociale", "en": "No supplier of the year is social"}[language] in said
    assert {"it": "Nessuna sede di acquisto ha un luogo", "en": "No buying site has a place"}[language] in said


def test_a_target_is_told_with_what_is_missing():
    with store_with(LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as db:
        with db.write(OWNER) as tx:
            tx.execute("insert into target (target_id, measure, year, value) values (1, 'social_share', 2025, 0.3)")
        found = report_on(db)
    assert rows(found, "targets") == [["Social-spend share", "30.0%", "28.6%", "1.4 points, €150"]]
    course = next(b for s in found.sections for b in s.blocks if isinstance(b, Course))
    assert course.target == pytest.approx(0.3)
    assert course.months == tuple(date(2025, month, 1) for month in range(1, 8))


def test_decisions_on_the_method_are_told_once_each():
    with store_with(LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as db:
        with db.write(OWNER) as tx:
            rule = {"field": "supplier", "value": "Officina", "included": False, "why": "of the same group"}
            for number in (1, 2):
                tx.event("added", "exclusion", number, after=rule)
            tx.event(
                "changed", "settings", before={"scope_key": "social_enterprises"}, after={"scope_key": "all_kinds"}
            )
            day = tx.value("select cast(max(happened_at) as date) from event")
        found = report_on(db, made_on=day)
    told = [str(item) for s in found.sections for b in s.blocks if isinstance(b, Bullets) for item in b.items]
    assert len([item for item in told if "Supplier “Officina”: left out, because of the same group" in item]) == 1
    assert len([item for item in told if "What counts as social: Social enterprises → all_kinds" in item]) == 1
