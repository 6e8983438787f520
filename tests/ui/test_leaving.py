"""What leaves the app as a file leaves through one door, which only those pass who may."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from socialimpact import settings
from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed
from socialimpact.language import msg
from socialimpact.services.dashboards import explaining
from socialimpact.services.ledgers import rows_to_fix
from socialimpact.services.registers import register_workbook
from socialimpact.services.reporting import history as history_of_all
from socialimpact.services.reporting import impact_report, package, taking_along
from socialimpact.services.review import review_book
from socialimpact.services.spreadsheet import Column, table_file
from socialimpact.services.suppliers import history, tagging
from socialimpact.ui import access
from tests.store_with import workspace_with

CODE = settings.ROOT / "socialimpact"
LOOKS_ONLY = Actor("Anna", "owner", downloads=False)
# The empty template has nothing of the organisation's in it.
OPEN_DOOR = {CODE / "ui" / "download.py", CODE / "ui" / "upload" / "drop_place.py"}

SERVICES = {
    table_file: lambda _: table_file(LOOKS_ONLY, [Column("name", msg("Supplier"))], [], reader="en"),
    rows_to_fix.of_import: lambda ws: rows_to_fix.of_import(ws, LOOKS_ONLY, 1, "en"),
    rows_to_fix.of_preview: lambda _: rows_to_fix.of_preview(LOOKS_ONLY, None, "en"),
    history.as_workbook: lambda ws: history.as_workbook(ws, LOOKS_ONLY, 1, reader="en"),
    review_book.export: lambda ws: review_book.export(ws, LOOKS_ONLY, "en"),
    register_workbook.news_workbook: lambda _: register_workbook.news_workbook(LOOKS_ONLY, None, "en"),
    impact_report.written_as: lambda _: impact_report.written_as(LOOKS_ONLY, None, "pdf", "en"),
    explaining.lines_book: lambda ws: explaining.lines_book(ws, LOOKS_ONLY, "social_spend", None, reader="en"),
    history_of_all.as_file: lambda ws: history_of_all.as_file(ws, LOOKS_ONLY, reader="en"),
    package.package: lambda ws: package.package(ws, LOOKS_ONLY, None, "en"),
    taking_along.taken: lambda _: taking_along.taken(LOOKS_ONLY, None, "pptx", "en"),
    tagging.paper: lambda ws: tagging.paper(ws, LOOKS_ONLY, 1),
}


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    lines = "date | supplier | amount\n2025-01-01 | Alfa | 10.00"
    with workspace_with(tmp_path_factory.mktemp("looks") / "home", lines) as made:
        yield made


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: f"{service.__module__}.{service.__name__}")
def test_a_service_makes_no_file_for_those_who_may_only_look(ws, service):
    with pytest.raises(NotAllowed, match="not download"):
        SERVICES[service](ws)


def functions(*folders: str):
    for folder in folders:
        for path in sorted((CODE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield path, node


def test_every_service_that_makes_a_file_is_among_them():
    known = {service.__name__ for service in SERVICES}
    making = {
        node.name
        for _, node in functions("services")
        if any(arg.arg == "actor" for arg in node.args.args)
        and ast.unparse(node.returns or ast.Constant("")) in {"bytes", "Paper"}
    }
    assert making == known


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_every_download_button_stands_behind_the_right():
    screen = [*sorted((CODE / "ui").rglob("*.py")), *sorted((settings.ROOT / "pages").rglob("*.py"))]
    assert {path for path in screen if "download_button" in calls(path)} == OPEN_DOOR
    assert [path for path in screen if imported(path) & {"workbook", "workbook_of"}] == []


CARD = """
import plotly.graph_objects as go

from socialimpact.language import msg
from socialimpact.ui import on_page
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column

on_page.coverage(msg("Supplier"))
chart_card(
    msg("Social share is {share}", share="5 % <b>"), msg("Month"), go.Figure(), key="c", file_name="c",
    columns=[Column("name", msg("Supplier"))], rows=[{"name": "Alfa"}],
)
"""


@pytest.fixture
def card(monkeypatch):
    def opened(actor: Actor) -> AppTest:
        monkeypatch.setattr(access, "current", lambda: (None, actor))
        at = AppTest.from_string(CARD).run()
        at.session_state["c_numbers"] = True
        return at.run()

    return opened


def pictures(at: AppTest) -> list[str]:
    return [each.proto.body for each in at.get("html") if "data-si-picture" in each.proto.body]


def test_who_may_only_look_gets_the_numbers_of_a_chart_and_nothing_to_take(card):
    at = card(LOOKS_ONLY)
    assert (len(at.dataframe), len(at.get("download_button")), len(pictures(at))) == (1, 0, 0)


def test_a_picture_carries_the_message_what_is_measured_and_over_what(card):
    at = card(Actor("Anna"))
    (body,) = pictures(at)
    # Twice escaped: once as text of the drawing, once as an attribute.
    assert "Social share is 5 % &amp;lt;b&amp;gt;" in body
    assert "Month" in body
    assert "Supplier" in body
    assert len(at.get("download_button")) == 1
