"""The upload page as a person uses it: files in the tests are written out where they are dropped."""

import threading

import pytest

from socialimpact import settings
from socialimpact.actor import Actor, local_owner
from socialimpact.services import organisation
from socialimpact.services.ledgers import import_records, importing
from socialimpact.ui import access
from tests.homes import after_import
from tests.pages.upload_page import LEDGER, NEXT_MONTH, Page

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


@pytest.fixture
def screen() -> Page:
    return Page()


@pytest.fixture
def after_march() -> Page:
    """The page of a home into which a ledger was imported before."""
    after_import(settings.home(), LEDGER, "march.csv")
    return Page()


def test_an_empty_home_says_which_file_is_needed(screen):
    assert "Upload purchases" in screen.text()
    assert "Which file do I need?" in screen.text()
    assert "What was imported" not in screen.text()


@pytest.mark.parametrize(("language", "words"), [("it", "Nessuna esportazione?"), ("en", "No export?")])
def test_who_has_no_export_gets_the_template_in_their_language(language, words):
    screen = Page(language)
    button = screen.at.get("download_button")[0]
    assert button.label.startswith(words)


def test_the_page_speaks_italian():
    screen = Page("it")
    assert "Carica gli acquisti" in screen.text()
    screen.drop(acquisti_csv=LEDGER)
    assert "Importa 3 righe, 1.300,00\xa0€" in screen.text()
    screen.press("upload_1_import")
    assert "Importato: 3 righe, 1.300,00\xa0€" in screen.text()


def test_a_file_is_shown_with_sums_that_add_up_and_becomes_lines_with_one_button(screen):
    screen.drop(ledger_csv=LEDGER)
    text = screen.text()
    assert "|  | Will be imported | 3 | €1,300.00 |" in text
    assert "| + | Set aside | 1 | €1,300.00 |" in text
    assert "| = | Read from the file | 4 | €2,600.00 |" in text
    assert "Purchases from 5 Mar 2024 to 30 Jun 2024." in text
    assert "Import 3 lines, €1,300.00" in text
    assert screen.lines() == []
    screen.press("upload_1_import")
    assert screen.lines() == [(2, "1000.00"), (3, "250.50"), (4, "49.50")]
    text = screen.text()
    assert "Imported: 3 lines, €1,300.00. The figures are up to date." in text
    assert "What was imported" in text
    assert screen.passing_files() == []


@pytest.mark.parametrize("content", [PICTURE, b"", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_ledger_is_refused_in_words(screen, content):
    screen.drop(ledger_xlsx=content)
    assert len(screen.at.error) == 1
    assert not screen.at.exception
    screen.press("upload_1_remove")
    assert not screen.at.error
    assert screen.passing_files() == []


def test_the_same_file_twice_points_to_the_first_import(after_march):
    after_march.drop(again_csv=LEDGER)
    assert "This very file was imported on" in after_march.text()
    assert not [button for button in after_march.at.button if button.key == "upload_1_import"]


def test_next_month_is_one_click(screen):
    screen.drop(march_csv=LEDGER)
    screen.press("upload_1_import")
    screen.press("upload_1_result_another")
    screen.drop(july_csv=NEXT_MONTH)
    assert "The columns, as confirmed last time" in screen.text()
    assert "1 purchase is in an earlier import already" in screen.text()
    screen.press("upload_2_import")
    assert [amount for _, amount in screen.lines()] == ["1000.00", "250.50", "49.50", "100.00"]


def test_overlapping_rows_come_in_only_if_wanted(after_march):
    after_march.drop(july_csv=NEXT_MONTH)
    assert "Import 1 line, €100.00" in after_march.text()
    after_march.at.toggle(key="upload_1_overlaps").set_value(True).run()
    after_march.settle()
    assert "Import 2 lines, €149.50" in after_march.text()
    after_march.press("upload_1_import")
    assert len(after_march.lines()) == 5


def test_several_files_come_in_with_one_button(screen):
    screen.drop(march_csv=LEDGER, july_csv=NEXT_MONTH)
    assert "Import all 2 files: 5 lines, €1,449.50" in screen.text()
    screen.press("upload_all")
    # The line that both have is counted once, though nobody had looked at the two together.
    assert len(screen.lines()) == 4
    assert [record.lines for record in import_records.imports(screen.ws, local_owner())] == [1, 3]


def test_the_page_follows_a_file_that_is_read_behind_the_one_that_is_shown(screen, monkeypatch):
    go = threading.Event()
    read = importing.read_book

    def slow(path, name, **more):
        assert name != "july.csv" or go.wait(20)
        return read(path, name, **more)

    monkeypatch.setattr(importing, "read_book", slow)
    for name, content in (("march.csv", LEDGER), ("july.csv", NEXT_MONTH)):
        screen.at.file_uploader[0].upload(name, content.encode())
    screen.at.run()
    screen.wait_for("Import 3 lines, €1,300.00")
    assert "upload_working_stop" in [button.key for button in screen.at.button]
    go.set()
    screen.settle()
    assert "Import all 2 files" in screen.text()


def test_an_import_is_undone_after_a_question(after_march):
    screen = after_march
    screen.at.session_state["import_1"] = True
    screen.at.run()
    screen.at.button(key="import_1_undo").click().run()
    assert "3 lines of “march.csv”, €1,300.00, leave the figures" in screen.text()
    assert len(screen.lines()) == 3
    screen.at.button(key="undo_sure").click().run()
    assert screen.lines() == []
    assert "Import 1 was undone." in screen.text()


def test_the_address_of_an_import_opens_it(after_march):
    after_march.at.query_params["import"] = "1"
    after_march.at.run()
    assert "Undo this import" in after_march.text()
    assert "A total, a subtotal or a balance" in after_march.text()


@pytest.fixture
def held(monkeypatch):
    """The last step of an import, held until the event is set."""
    go = threading.Event()
    rebuild = importing.spend.rebuild

    def wait(tx):
        assert go.wait(20)
        rebuild(tx)

    monkeypatch.setattr(importing.spend, "rebuild", wait)
    yield go
    go.set()


def test_a_stopped_import_leaves_nothing(screen, held):
    screen.drop(ledger_csv=LEDGER)
    screen.at.button(key="upload_1_import").click().run()
    screen.at.button(key="upload_1_stop").click().run()
    held.set()
    screen.settle()
    assert "Stopped. Nothing was imported." in screen.text()
    assert list((settings.home() / "files").iterdir()) == []
    assert screen.lines() == []
    assert import_records.imports(screen.ws, local_owner()) == []
    assert "Import 3 lines, €1,300.00" in screen.text()


def test_clicking_about_while_an_import_runs_changes_nothing(screen, held):
    screen.drop(ledger_csv=LEDGER)
    screen.at.button(key="upload_1_import").click().run()
    screen.at.run()
    screen.at.switch_page("pages/data/suppliers.py").run()
    screen.at.switch_page("pages/data/upload.py").run()
    held.set()
    screen.settle()
    assert len(screen.lines()) == 3
    assert len(import_records.imports(screen.ws, local_owner())) == 1


def test_a_fault_of_ours_is_an_apology_and_the_data_stays(screen, monkeypatch):
    screen.drop(ledger_csv=LEDGER)

    def broken(_):
        raise ZeroDivisionError

    monkeypatch.setattr(importing.spend, "rebuild", broken)
    screen.press("upload_1_import")
    assert "Something went wrong on our side" in screen.text()
    assert screen.lines() == []


def test_with_several_companies_the_person_says_whose_purchases_they_are(screen):
    owner = local_owner()
    for name in ("Alba", "Bruno"):
        organisation.save_company(screen.ws, owner, name=name)
    screen.drop(ledger_csv=LEDGER)
    company = next(each for each in organisation.companies(screen.ws, owner) if each.name == "Bruno")
    screen.at.selectbox(key="upload_1_company").set_value(company.company_id).run()
    screen.settle()
    screen.press("upload_1_import")
    assert [record.company for record in import_records.imports(screen.ws, owner)] == ["Bruno"]


def test_a_viewer_sees_the_history_only(after_march, monkeypatch):
    screen, ws = after_march, after_march.ws
    monkeypatch.setattr(access, "current", lambda: (ws, Actor("anna", "viewer")))
    screen.at.run()
    assert not screen.at.file_uploader
    assert "You may look at the figures, but not add to them." in screen.text()
    screen.at.session_state["import_1"] = True
    screen.at.run()
    assert "Undo this import" not in screen.text()


def test_a_real_ledger_comes_in_to_the_cent(screen, samples):
    screen.drop(torino_csv=(samples / "ledgers/comune-di-torino/00514490010.csv").read_bytes())
    screen.press("upload_1_import")
    record = import_records.imports(screen.ws, local_owner())[0]
    assert record.lines > 100
    assert record.total_read == record.total_loaded + record.total_set_aside
    assert record.total_loaded == screen.ws.db.value("select sum(net_amount) from line")
