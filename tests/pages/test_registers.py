"""The registers page: a list is dropped, understood, added, and our suppliers are found in it."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from socialimpact.services.registers import registering
from socialimpact.services.registers.register_records import registers
from tests.pages.screen import keys, opened, said, settled, workspace
from tests.store_with import OWNER, workspace_with

PAGE = "data/registers"

LINES = """
    date       | supplier    | amount
    2025-03-01 | Alfa        | 1000.00
    2025-05-01 | Coop Verde  |  250.00
    2025-06-01 | Coop Azzurra|  250.00
"""
SUPPLIERS = """
    name         | vat
    Alfa         | 00488410010
    Coop Verde   | 02000000014
    Coop Azzurra |
"""
OWN_LIST = """\
Denominazione;Codice fiscale;Tipologia;Comune;Provincia;Valido dal;Valido al
Verde Società Cooperativa Sociale;02000000014;Cooperativa sociale tipo B;Torino;TO;01/01/2020;
Gialla Cooperativa Sociale;03000000012;Cooperativa sociale tipo A;Ivrea;TO;01/01/2015;31/12/2023
Terza Cooperativa;04000000010;;Novara;NO;01/01/2015;
"""
# Neither names nor content say who the bodies are.
NOBODY = """\
Prima;Seconda
1;2
3;4
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


@pytest.fixture
def full(tmp_path: Path) -> None:
    """A home with three suppliers, one of them with the identifier of a body in the list."""
    workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS).close()


def dropped(content: str | bytes, name: str, kind: str | None = "generic") -> AppTest:
    """The page after a file was dropped and, where it is given, the kind of list said."""
    at = opened(PAGE)
    at.file_uploader[0].upload(name, content.encode() if isinstance(content, str) else content)
    at.run()
    boxes = [box for box in at.selectbox if box.label == "Which list is it?"]
    if kind and boxes and boxes[0].value != kind:
        boxes[0].set_value(kind).run()
    return at


def rehearsed(at: AppTest) -> AppTest:
    """Look at what the list would change, and wait for that."""
    return settled(at.button(key="register_rehearse").click().run(), "register")


def list_name(at: AppTest) -> TextInput:
    return next(box for box in at.text_input if box.label == "What do you call this list?")


def added(at: AppTest) -> AppTest:
    """Look at what it changes, add it, and wait for the work to end."""
    return settled(rehearsed(at).button(key="register_add").click().run(), "register")


@pytest.mark.parametrize(
    ("language", "title", "empty"), [("it", "Registri", "nessun"), ("en", "Registers", "No register")]
)
def test_an_empty_home_says_why_a_register_is_needed(language, title, empty):
    at = opened(PAGE, language)
    assert not at.exception
    assert at.title[0].value == title
    assert empty in said(at)


@pytest.mark.usefixtures("full")
class TestOwnList:
    def test_it_is_understood_added_and_matched(self):
        at = dropped(OWN_LIST, "albo_20250601.csv")
        assert "3 rows read: 2 entries, 1 set aside." in said(at)
        assert at.date_input[0].value == date(2025, 6, 1)
        assert list_name(at).value == "albo"
        list_name(at).set_value("Albo Piemonte")
        added(at)
        assert not at.exception
        assert not at.error
        (record,) = registers(workspace(), OWNER)
        assert (record.name, record.snapshots[0].as_of, record.matched_suppliers) == (
            "Albo Piemonte", date(2025, 6, 1), 1,
        )  # fmt: skip
        assert "1 of your suppliers stands in a register." in said(at)
        assert "Social-spend share: 0.00% → 16.67%" in said(at)
        assert "Albo Piemonte" in said(at)

    def test_entries_without_a_kind_take_the_one_that_is_said(self):
        at = dropped(OWN_LIST, "albo.csv")
        at.selectbox(key="register_default_kind").set_value("other_cooperative").run()
        assert "3 rows read: 3 entries, 0 set aside." in said(at)

    def test_a_column_can_be_named_otherwise(self):
        at = dropped(OWN_LIST, "albo.csv")
        kind = next(box for box in at.selectbox if box.label == "Kind")
        kind.set_value(-1).run()
        assert "3 rows read: 0 entries, 3 set aside." in said(at)
        assert at.button(key="register_rehearse").disabled

    def test_the_same_file_twice_is_said_before_anything_is_done(self):
        added(dropped(OWN_LIST, "albo_20250601.csv"))
        at = dropped(OWN_LIST, "albo_20250601.csv")
        assert "register_rehearse" not in keys(at)
        assert "This file is here already, as the list of 1 Jun 2025." in said(at)
        assert len(registers(workspace(), OWNER)[0].snapshots) == 1

    def test_a_list_is_removed_and_its_kinds_go_with_it(self):
        at = added(dropped(OWN_LIST, "albo_20250601.csv"))
        number = registers(workspace(), OWNER)[0].snapshots[0].snapshot_id
        at.button(key=f"snapshot_remove_{number}").click().run()
        at.button(key="snapshot_remove").click().run()
        assert registers(workspace(), OWNER) == []
        assert "Social-spend share: 16.67% → 0.00%" in said(at)


NEXT_LIST = """\
Denominazione;Codice fiscale;Tipologia;Comune;Provincia;Valido dal;Valido al
Gialla Cooperativa Sociale;03000000012;Cooperativa sociale tipo A;Torino;TO;01/01/2015;31/12/2023
Nuova Cooperativa Sociale;07643520567;Cooperativa sociale tipo B;Novara;NO;01/01/2015;
"""


@pytest.mark.usefixtures("full")
class TestNews:
    def test_a_next_list_tells_what_is_new_and_what_it_changes_before_it_is_added(self):
        added(dropped(OWN_LIST, "albo_20250601.csv"))
        at = rehearsed(dropped(NEXT_LIST, "albo_20251101.csv"))
        assert not at.exception
        assert len(registers(workspace(), OWNER)[0].snapshots) == 1
        told = said(at)
        assert "List of 1 Nov 2025 (2 bodies) against the list of 1 Jun 2025 (2 bodies)" in told
        counts = {metric.label: metric.value for metric in at.metric if metric.label in {"Appeared", "Left", "Moved"}}
        assert counts == {"Appeared": "1", "Left": "1", "Moved": "1"}
        assert "**Your suppliers**: 1 ends." in told
        settled(at.button(key="register_add").click().run(), "register")
        assert len(registers(workspace(), OWNER)[0].snapshots) == 2

    def test_another_day_asks_anew(self):
        at = rehearsed(dropped(OWN_LIST, "albo_20250601.csv"))
        assert "register_add" in keys(at)
        at.date_input[0].set_value(date(2025, 5, 1)).run()
        assert "register_add" not in keys(at)
        assert "register_rehearse" in keys(at)

    def test_a_list_that_lost_much_is_added_only_by_one_who_has_looked(self):
        many = OWN_LIST + "".join(f"Altra {n};;B Corp;;;;\n" for n in range(8))
        added(dropped(many, "albo_20250601.csv"))
        at = rehearsed(dropped(OWN_LIST, "albo_20251101.csv"))
        assert "8 of the 10 entries" in said(at)
        assert at.button(key="register_add").disabled
        at.checkbox(key="register_accept").check().run()
        settled(at.button(key="register_add").click().run(), "register")
        assert len(registers(workspace(), OWNER)[0].snapshots) == 2

    def test_what_was_new_is_told_of_every_list_but_the_first(self):
        added(dropped(OWN_LIST, "albo_20250601.csv"))
        at = added(dropped(NEXT_LIST, "albo_20251101.csv"))
        newest, first = registers(workspace(), OWNER)[0].snapshots
        assert f"snapshot_news_{first.snapshot_id}" not in keys(at)
        at.button(key=f"snapshot_news_{newest.snapshot_id}").click().run()
        assert not at.exception
        assert "against the list of 1 Jun 2025" in said(at)
        assert "Name: Denominazione" in said(at)


class TestKnownLists:
    @pytest.mark.parametrize("language", ["it", "en"])
    def test_each_known_list_says_what_it_is_good_for_and_where_to_get_it(self, language):
        at = opened(PAGE, language)
        for preset in registering.register_kinds():
            assert preset.good_for[language] in said(at), preset.key
            assert preset.get[language] in said(at), preset.key

    def test_a_file_says_itself_which_list_it_is(self):
        rows = (
            "CompanyName, CompanyNumber,CompanyCategory,CompanyStatus\n"
            "SUN CIC,07495895,Community Interest Company,Active\n"
        )
        at = dropped(rows, "BasicCompanyDataAsOneFile-2025-06-01.csv", kind=None)
        assert next(box for box in at.selectbox if box.label == "Which list is it?").value == "cic"
        assert "1 rows read: 1 entries, 0 set aside." in said(at)


class TestRefusals:
    def test_a_picture_is_refused_in_words(self):
        at = dropped(PICTURE, "list.xlsx")
        assert not at.exception
        assert "picture" in at.error[0].value.lower()
        assert "register_add" not in keys(at)

    def test_a_list_that_names_nobody_leads_to_the_columns(self):
        at = dropped(NOBODY, "numbers.csv")
        assert "No column of names or tax codes was found" in said(at)
        assert any(box.label == "Tax code" for box in at.selectbox)

    def test_a_file_that_is_not_the_runts_list_says_what_to_do(self):
        at = dropped(OWN_LIST, "albo.csv", kind="runts")
        assert "add the file as a list of your own" in at.error[0].value


@pytest.mark.usefixtures("full")
def test_the_runts_list_needs_nothing_but_its_date(samples):
    content = (samples / "registers" / "runts_layout_from_5x1000.xlsx").read_bytes()
    at = dropped(content, "20260115_iscritti_v1.0.xlsx", kind=None)
    assert "laid out as the list of the RUNTS" in said(at)
    assert at.date_input[0].value == date(2026, 1, 15)
    assert "50,301 rows read: 50,301 entries, 0 set aside." in said(at)
    added(at)
    assert "50,301 entries were added, list of 15 Jan 2026." in said(at)
    assert "None of your suppliers stands in a register yet." in said(at)
    assert not (workspace().home.path / "incoming").exists() or not list(
        (workspace().home.path / "incoming").iterdir()
    ), "the file holds personal data and must not stay"


@pytest.mark.usefixtures("full")
def test_work_that_is_stopped_leaves_nothing(monkeypatch):
    def never(*_args, cancelled, **_more):
        while not cancelled():
            time.sleep(0.01)
        raise registering.entries.Cancelled

    at = rehearsed(dropped(OWN_LIST, "albo.csv"))
    monkeypatch.setattr(registering, "add_register", never)
    at.button(key="register_add").click().run()
    at.button(key="register_stop").click().run()
    settled(at, "register")
    assert "Stopped" in at.error[0].value
    assert registers(workspace(), OWNER) == []
