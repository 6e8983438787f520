"""Figures of a released report that are others in the one that follows it."""

from __future__ import annotations

import pytest

from socialimpact.report.document import Table, words
from socialimpact.services import organisation
from socialimpact.services.reporting import impact_report, releasing
from socialimpact.services.reporting.restating import earlier
from tests.report.scene_of import LINES, MADE_ON, SITES, SUPPLIERS, TAGS
from tests.store_with import OWNER, workspace_with


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as workspace:
        yield workspace


def release(ws, year):
    return releasing.make(ws, OWNER, year, language="en", made_on=MADE_ON)


def test_what_was_released_and_is_as_it_was_is_not_restated(ws):
    assert earlier(ws, OWNER, 2025, ()).since is None
    made = release(ws, 2024)
    found = earlier(ws, OWNER, 2025, ())
    assert (found.since, found.restated) == (made.released_at.date(), ())


def test_a_figure_that_is_another_today_is_told_with_the_reason(ws):
    release(ws, 2024)
    (supplier,) = ws.db.rows("select supplier_id from supplier where name = 'Officina'")[0]
    organisation.add_exclusion(ws, OWNER, field="supplier", value=str(supplier), included=False, why="Is of the group")
    report = impact_report.made(ws, OWNER, 2025, made_on=MADE_ON)
    table = next(b for s in report.sections for b in s.blocks if isinstance(b, Table) and b.key == "restated")
    rows = {words(row[0], "en"): [words(cell, "en") for cell in row[1:]] for row in table.rows}
    reported, now, number, why = rows["Addressable spend, 2024"]
    assert (reported, now, number) == ("€10,000.00", "€1,000.00", "2024-1")
    assert "Is of the group" in why


def test_only_a_report_of_the_same_companies_is_looked_at(ws):
    release(ws, 2024)
    (company,) = ws.db.rows("select company_id from company")[0]
    assert earlier(ws, OWNER, 2025, (company,)).since is None
