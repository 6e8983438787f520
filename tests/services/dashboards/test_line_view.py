"""One line as an auditor wants it: the row as read, who brought it, and why it counts."""

from __future__ import annotations

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.services.dashboards.line_view import as_json, line_view
from tests.store_with import OWNER, workspace_with


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    with workspace_with(
        tmp_path_factory.mktemp("home"),
        """
        date       | supplier | amount | description | nature | category | company
        2024-01-10 | Verde    | 100.00 | <b>=1+1</b> |        | Pulizie  | Una
        2024-02-10 | Rossi    |  20.00 | Affitto     | rent   |          | Una
        2024-03-10 | Altro    |   5.00 | Cose        |        | Vario    | Due
        """,
        tags="supplier | kind | evidence\nVerde | social_cooperative_b | confirmed",
        exclusions="field | value | why\nsupplier | Altro | One of us",
        sites="name | company | municipality | default\nSede | Una | Torino | yes",
        suppliers="name | municipality\nVerde | Milano",
    ) as workspace:
        yield workspace


def facts(view):
    return {str(fact.title): (str(fact.text), str(fact.why) if fact.why else None) for fact in view.facts}


def test_the_row_stands_there_as_it_was_read(ws):
    view = line_view(ws, OWNER, 1)
    assert str(view.place) == "ledger.xlsx, sheet Sheet1, row 2"
    assert [cell.value for cell in view.cells] == ["2024-01-10", "Verde", "100.00", "<b>=1+1</b>", "", "Pulizie", "Una"]
    assert [cell.column for cell in view.cells][:3] == ["A", "B", "C"]
    assert str(view.imported_by) == "test"


def test_each_decision_on_it_is_told_with_its_reason(ws):
    told = facts(line_view(ws, OWNER, 1))
    assert told["Nature"][0] == "Purchase"
    assert told["Addressable spend"] == ("counts", None)
    assert told["Category"][0] == "Cleaning"
    assert told["Kind of supplier"][0] == "Type B social cooperative (Confirmed), valid on every date"
    assert told["Place of the supplier"][1] == "125 km from Sede"
    rent = facts(line_view(ws, OWNER, 2))
    assert rent["Addressable spend"][0] == "left out"
    assert rent["Addressable spend"][1]
    assert facts(line_view(ws, OWNER, 3))["Addressable spend"] == ("left out", "One of us")


def test_a_line_of_another_s_company_is_not_found(ws):
    assert line_view(ws, Actor("anna", companies=frozenset({2})), 3)
    for number, who in ((1, Actor("anna", companies=frozenset({2}))), (99, OWNER)):
        with pytest.raises(NotFound):
            line_view(ws, who, number)


def test_as_plain_data_in_both_languages(ws):
    for language in ("it", "en"):
        document = as_json(line_view(ws, OWNER, 1), language)
        assert document["as_read"][1] == {"column": "B", "header": "", "value": "Verde"}
        assert all(fact["is"] for fact in document["facts"])
