import json

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, Refused
from socialimpact.services import organisation
from socialimpact.services.reporting import impact_report, verifying
from tests.report.scene_of import LINES, MADE_ON, SITES, SUPPLIERS, TAGS
from tests.store_with import OWNER, workspace_with


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as workspace:
        yield workspace


def document(ws):
    made = impact_report.made(ws, OWNER, 2025, made_on=MADE_ON)
    return json.loads(impact_report.written_as(OWNER, made, "json", "it"))


def test_a_report_holds_while_nothing_changes(ws):
    verdict = verifying.verify(ws, OWNER, document(ws))
    assert verdict.holds
    assert verdict.checked > 50


def test_another_scope_and_rule_of_the_organisation_change_no_figure_of_a_report(ws):
    before = document(ws)
    chosen = organisation.settings(ws, OWNER)
    organisation.save_settings(ws, OWNER, type(chosen)(chosen.name, "social_economy", "region", chosen.declared_counts))
    assert verifying.verify(ws, OWNER, before).holds


def test_a_figure_that_differs_is_told_with_what_happened_since(ws):
    before = document(ws)
    organisation.add_exclusion(ws, OWNER, field="supplier", value="3", included=False, why="Is of the group")
    verdict = verifying.verify(ws, OWNER, before)
    spend = next(each for each in verdict.differences if each.measure == "social_spend" and not each.row)
    assert (spend.reported, spend.now) == ("2999.90", "2000.30")
    assert [(cause.subject, cause.times) for cause in verdict.causes] == [("exclusion", 1)]


def test_a_forged_figure_is_found(ws):
    forged = document(ws)
    forged["figures"][0]["value"] = "9999.99"
    verdict = verifying.verify(ws, OWNER, forged)
    assert [(each.reported, each.now) for each in verdict.differences] == [("9999.99", "10500.00")]


@pytest.mark.parametrize("other", [{}, [], {"schema": "something else"}])
def test_what_is_no_report_is_refused(ws, other):
    with pytest.raises(Refused):
        verifying.verify(ws, OWNER, other)


def test_a_year_without_lines_is_refused_with_those_that_have_some(ws):
    with pytest.raises(Refused, match="2025, 2024"):
        impact_report.made(ws, OWNER, 2031)


def test_files_need_the_right_to_download(ws):
    reader = Actor("reader", "viewer", downloads=False)
    made = impact_report.made(ws, reader, 2025, made_on=MADE_ON)
    with pytest.raises(NotAllowed):
        impact_report.written_as(reader, made, "pdf", "it")


def test_one_company_sees_its_own_year_only(tmp_path):
    lines = """
        date       | company | supplier | amount
        2025-02-01 | Nord    | Officina | 100.00
        2025-02-01 | Sud     | Officina | 900.00
    """
    with workspace_with(tmp_path / "two", lines) as ws:
        made = impact_report.made(ws, Actor("nord", "viewer", frozenset({1})), 2025, made_on=MADE_ON)
    assert made.companies == ("Nord",)
    assert next(value.value for _, _, value in made.values()) == 100
