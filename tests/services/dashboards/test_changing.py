"""What changed and why as a view: printed parts add up, each opens to its lines, the title names the main cause."""

from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.charts import messages
from socialimpact.errors import Refused
from socialimpact.figures.filters import Selection
from socialimpact.language import plain
from socialimpact.services.dashboards import changes_document, changing, explaining
from tests.store_with import OWNER, workspace_with

TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered\nNuova | impresa_sociale | registered"
LINES = """
    date       | supplier | amount   | category
    2024-03-01 | Coop     |  1000.00 | Pulizie
    2024-04-01 | Pulito   |  2000.00 | Pulizie
    2024-05-01 | Vecchio  |   500.00 | Viteria
    2024-06-01 | Ferro    |  6500.00 | Viteria
    2025-03-01 | Coop     |  1000.00 | Pulizie
    2025-04-01 | Nuova    |   999.99 | Pulizie
    2025-05-01 | Pulito   |  2000.00 | Pulizie
    2025-06-01 | Ferro    |  6000.01 | Viteria
"""
YEAR = Selection(years=(2025,))


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    ws = workspace_with(tmp_path_factory.mktemp("home"), LINES, tags=TAGS)
    yield ws
    ws.close()


def view(ws, key="social_share", selection=YEAR, **more):
    return changing.changes(ws, OWNER, key, selection, **more)


@pytest.mark.parametrize("key", changing.MEASURES)
@pytest.mark.parametrize("by", changing.groupings())
def test_printed_parts_add_up_to_the_printed_change(ws, key, by):
    found = view(ws, key, by=by)
    step = Decimal("0.0001") if found.measure.denominator else Decimal(1)
    printed = found.after.quantize(step) - found.before.quantize(step)
    assert sum((part.effect for part in found.parts), Decimal(0)) == printed


def test_the_title_names_the_main_cause(ws):
    assert str(view(ws).title) == "Social-spend share rose from 10.00% to 20.00%. Main cause: Suppliers gained"
    assert str(view(ws).under).startswith("Mar 2025 – Jun 2025 compared with Mar 2024 – Jun 2024.")
    assert str(view(ws, "social_spend").title) == (
        "Social spend rose from €1,000 to €2,000. Main cause: Suppliers gained"
    )
    assert str(view(ws).change) == "+10.00 points"


def test_each_item_opens_to_its_lines_of_both_periods(ws):
    found = view(ws)
    for part in found.parts:
        for item in part.items:
            for choice, spend in ((item.then, item.spend_then), (item.now, item.spend_now)):
                rows = explaining.lines_behind(ws, OWNER, found.lines_key, choice) if choice else []
                assert sum((row["net_amount"] for row in rows), Decimal(0)) == spend
    gained = next(part for part in found.parts if part.key == "gained")
    assert [(str(item.name), item.then) for item in gained.items] == [("Nuova", None)]


def test_groups_tell_what_was_bought_from_whom(ws):
    found = view(ws)
    effect = sum((group.mix + group.within for group in found.groups), Decimal(0))
    assert effect == pytest.approx((found.after - found.before) * 100)
    assert len(found.groups) == 2
    assert view(ws, "social_spend").groups == ()


def test_without_an_earlier_period_it_says_so(ws):
    found = view(ws, selection=Selection(years=(2024,)))
    assert str(found.why_not) == "There is no earlier period to compare 2024 with."
    assert view(ws, selection=Selection()).why_not
    assert view(ws, selection=Selection(years=(2025,), categories=("catering",))).why_not


def test_an_empty_store_says_so(tmp_path):
    with workspace_with(tmp_path, "") as ws:
        assert view(ws).why_not


def test_a_stranger_sees_nothing(ws):
    found = changing.changes(ws, Actor("v", "viewer", frozenset()), "social_share", YEAR)
    assert found.why_not


def test_the_document_is_exact_and_adds_up(ws):
    for key in ("social_share", "local_share", "addressable_spend"):
        document = changes_document.changes_document(ws, OWNER, key=key, where=["year=2025"], against=["year=2024"])
        total = sum((Decimal(part["value"]) for part in document["parts"]), Decimal(0))
        assert total == Decimal(document["change"]) == Decimal(document["after"]) - Decimal(document["before"])
        for part in document["parts"]:
            assert sum(Decimal(each["value"]) for each in part["effects"]) == Decimal(part["value"])
    assert changes_document.changes_document(ws, OWNER, key="social_share", where=["year=2025"])["against"]["from"]


@pytest.mark.parametrize(
    ("where", "against", "said"),
    [
        ([], [], "which period"),
        (["year=2024"], [], "which period"),
        (["year=2025"], ["supplier=1"], "another period"),
        (["year=2025"], ["year=2019"], "no line counts"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(ws, where, against, said):
    with pytest.raises(Refused, match=said):
        changes_document.changes_document(ws, OWNER, key="social_share", where=where, against=against)


def test_messages_of_a_change():
    name = plain("Share")
    causes = [(plain("a"), Decimal("-0.01")), (plain("b"), Decimal("0.03"))]
    assert str(messages.what_changed(name, True, Decimal("0.1"), Decimal("0.12"), causes)).endswith("cause: b")
    assert str(messages.what_changed(name, True, Decimal("0.1"), Decimal("0.1"), causes)) == "Share stays at 10.00%"
    assert str(messages.what_changed(name, False, Decimal(5), Decimal(4), [])) == "Share fell from €5 to €4"
