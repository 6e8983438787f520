"""The upload page as a person uses it: files in the tests are written out where they are dropped."""

import threading
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from socialimpact import settings
from socialimpact.actor import Actor, local_owner
from socialimpact.services import import_records, importing, organisation
from socialimpact.services.workspace import Workspace
from socialimpact.ui import access

LEDGER = """\
Fornitore;Partita IVA;Data fattura;Numero;Descrizione;Imponibile
Alfa Meccanica Srl;00488410010;05/03/2024;17;Bulloni;1.000,00
Verde Cooperativa Sociale;02118311006;12/04/2024;A/3;Pulizie;250,50
Beta Carta Spa;00159560366;30/06/2024;991;Carta;49,50
Totale;;;;;1.300,00
"""
NEXT_MONTH = """\
Fornitore;Partita IVA;Data fattura;Numero;Descrizione;Imponibile
Beta Carta Spa;00159560366;30/06/2024;991;Carta;49,50
Alfa Meccanica Srl;00488410010;02/07/2024;40;Viti;100,00
"""
# Neither names nor content say which of these is the date.
NO_DATE = """\
Fornitore;Partita IVA;Periodo;Imponibile
Alfa Meccanica Srl;00488410010;terzo;1.000,00
Beta Carta Spa;00159560366;quarto;49,50
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


class Page:
    """The app, opened on the upload screen, with what is behind it."""

    def __init__(self, query: dict[str, str]) -> None:
        self.at = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=30)
        for name, value in query.items():
            self.at.query_params[name] = value
        self.at.run()
        self.at.switch_page("pages/data/upload.py").run()

    @property
    def ws(self) -> Workspace:
        return access.current()[0]

    def drop(self, **files: str | bytes) -> None:
        """Drop files named by keyword: `ledger_csv` is `ledger.csv`."""
        for name, content in files.items():
            raw = content.encode() if isinstance(content, str) else content
            self.at.file_uploader[0].upload(name.replace("_", "."), raw)
        self.at.run()
        self.settle()

    def settle(self) -> None:
        """Draw the page again, as the browser does, until no work is under way."""
        for _ in range(200):
            if not self.at.session_state["upload_desk"].working:
                return
            time.sleep(0.05)
            self.at.run()
        pytest.fail("the work never ended")

    def press(self, key: str) -> None:
        self.at.button(key=key).click().run()
        self.settle()

    def text(self) -> str:
        """All sentences of the screen."""
        at = self.at
        kinds = (at.title, at.subheader, at.markdown, at.caption, at.error, at.warning, at.info, at.success)
        return "\n".join(
            [
                *(item.value for kind in kinds for item in kind),
                *(item.label for kind in (at.expander, at.button, at.toggle) for item in kind),
            ]
        )

    def lines(self) -> list[tuple[object, ...]]:
        return self.ws.db.rows("select row_number, net_amount::varchar from line order by import_id, row_number")

    def passing_files(self) -> list[Path]:
        folder = settings.home() / "incoming"
        return list(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def screen() -> Page:
    return Page({"lang": "en"})


def test_an_empty_home_says_which_file_is_needed(screen):
    assert "Upload purchases" in screen.text()
    assert "Which file do I need?" in screen.text()
    assert "What was imported" not in screen.text()


@pytest.mark.parametrize(("language", "words"), [("it", "Nessuna esportazione?"), ("en", "No export?")])
def test_who_has_no_export_gets_the_template_in_their_language(language, words):
    screen = Page({"lang": language})
    button = screen.at.get("download_button")[0]
    assert button.label.startswith(words)


def test_the_page_speaks_italian():
    screen = Page({"lang": "it"})
    assert "Carica gli acquisti" in screen.text()
    screen.drop(acquisti_csv=LEDGER)
    assert "Importa 3 righe, 1.300,00\xa0€" in screen.text()
    screen.press("upload_1_import")
    assert "Importato: 3 righe, 1.300,00\xa0€" in screen.text()


def test_a_file_is_shown_with_sums_that_add_up_before_anything_is_imported(screen):
    screen.drop(ledger_csv=LEDGER)
    text = screen.text()
    assert "|  | Will be imported | 3 | €1,300.00 |" in text
    assert "| + | Set aside | 1 | €1,300.00 |" in text
    assert "| = | Read from the file | 4 | €2,600.00 |" in text
    assert "Purchases from 5 Mar 2024 to 30 Jun 2024." in text
    assert "Import 3 lines, €1,300.00" in text
    assert screen.lines() == []


def test_a_file_becomes_lines_with_one_button(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.press("upload_1_import")
    assert screen.lines() == [(2, "1000.00"), (3, "250.50"), (4, "49.50")]
    text = screen.text()
    assert "Imported: 3 lines, €1,300.00. The figures are up to date." in text
    assert "What was imported" in text
    assert screen.passing_files() == []


def test_each_column_stands_under_what_it_was_taken_for(screen):
    screen.drop(ledger_csv=LEDGER)
    chosen = {box.label: box.value for box in screen.at.selectbox}
    assert chosen["Supplier name"] == 0
    assert chosen["Supplier VAT number"] == 1
    assert chosen["Invoice date"] == 2
    assert chosen["Amount without VAT"] == 5
    assert chosen["Amount with VAT"] is None


def test_a_corrected_column_is_tried_on_the_file_as_read(screen, monkeypatch):
    screen.drop(ledger_csv=LEDGER)
    monkeypatch.setattr(importing, "read_book", lambda *_, **__: pytest.fail("the file was read again"))
    screen.at.selectbox(key="upload_1_0_description").set_value(None).run()
    screen.settle()
    screen.at.selectbox(key="upload_1_0_category").set_value(4).run()
    screen.settle()
    screen.press("upload_1_import")
    assert screen.ws.db.rows("select description, category from line order by row_number") == [
        (None, "Bulloni"),
        (None, "Pulizie"),
        (None, "Carta"),
    ]


def test_a_column_has_one_role(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.at.selectbox(key="upload_1_0_cost_centre").set_value(4).run()
    screen.settle()
    chosen = {box.label: box.value for box in screen.at.selectbox}
    assert chosen["Cost centre"] == 4
    assert chosen["What was bought"] is None


def test_a_file_without_a_date_column_leads_to_its_columns(screen):
    screen.drop(ledger_csv=NO_DATE)
    assert [warning for warning in screen.at.warning if "column of dates" in warning.value]
    opened = {item.label: item.proto.expanded for item in screen.at.expander}
    assert opened["Correct the columns"]
    assert "upload_1_import" not in [button.key for button in screen.at.button]
    screen.at.selectbox(key="upload_1_0_invoice_date").set_value(2).run()
    screen.settle()
    assert not screen.at.warning
    assert "Import 2 lines, €1,049.50" in screen.text()


@pytest.mark.parametrize("content", [PICTURE, b"", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_ledger_is_refused_in_words(screen, content):
    screen.drop(ledger_xlsx=content)
    assert len(screen.at.error) == 1
    assert not screen.at.exception
    screen.press("upload_1_remove")
    assert not screen.at.error
    assert screen.passing_files() == []


def test_the_same_file_twice_points_to_the_first_import(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.press("upload_1_import")
    screen.press("upload_1_result_another")
    screen.drop(again_csv=LEDGER)
    assert "This very file was imported on" in screen.text()
    assert not [button for button in screen.at.button if button.key == "upload_2_import"]


def test_next_month_is_one_click(screen):
    screen.drop(march_csv=LEDGER)
    screen.press("upload_1_import")
    screen.press("upload_1_result_another")
    screen.drop(july_csv=NEXT_MONTH)
    assert "The columns, as confirmed last time" in screen.text()
    assert "1 purchase is in an earlier import already" in screen.text()
    screen.press("upload_2_import")
    assert [amount for _, amount in screen.lines()] == ["1000.00", "250.50", "49.50", "100.00"]


def test_overlapping_rows_come_in_only_if_wanted(screen):
    screen.drop(march_csv=LEDGER)
    screen.press("upload_1_import")
    screen.press("upload_1_result_another")
    screen.drop(july_csv=NEXT_MONTH)
    assert "Import 1 line, €100.00" in screen.text()
    screen.at.toggle(key="upload_2_overlaps").set_value(True).run()
    screen.settle()
    assert "Import 2 lines, €149.50" in screen.text()
    screen.press("upload_2_import")
    assert len(screen.lines()) == 5


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
    assert "Import 3 lines, €1,300.00" in screen.text()
    assert "upload_working_stop" in [button.key for button in screen.at.button]
    go.set()
    screen.settle()
    assert "Import all 2 files" in screen.text()


def test_an_import_is_undone_after_a_question(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.press("upload_1_import")
    screen.at.session_state["import_1"] = True
    screen.at.run()
    screen.at.button(key="import_1_undo").click().run()
    assert "3 lines of “ledger.csv”, €1,300.00, leave the figures" in screen.text()
    assert len(screen.lines()) == 3
    screen.at.button(key="undo_sure").click().run()
    assert screen.lines() == []
    assert "Import 1 was undone." in screen.text()


def test_the_address_of_an_import_opens_it(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.press("upload_1_import")
    screen.at.query_params["import"] = "1"
    screen.at.run()
    assert "Undo this import" in screen.text()
    assert "A total, a subtotal or a balance" in screen.text()


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


MESSY = """\
Fornitore;Partita IVA;Data fattura;Numero;Descrizione;Imponibile
Alfa Meccanica Srl;00488410010;25/03/2024;17;Bulloni;1.000,00
Verde Cooperativa Sociale;02118311006;12/04/2024;A/3;<b>Pulizie</b>;tanto
Beta Carta Spa;00159560366;30/06/2024;991;Carta;49,50
"""


def drawn(screen: Page) -> list[str]:
    """The tables of the file that are drawn, as HTML."""
    return [
        item.proto.body
        for item in screen.at.get("html")
        if "si-sheet" in item.proto.body and "<table" in item.proto.body
    ]


def test_the_file_is_drawn_as_its_keeper_knows_it(screen):
    screen.drop(ledger_csv=MESSY)
    table = drawn(screen)[0]
    assert '<th scope="col">A</th>' in table
    assert '<th scope="row">3</th>' in table
    assert "Supplier name" in table
    assert "Row 3 is set aside. The amount cannot be read as a number." in table
    assert "&lt;b&gt;Pulizie&lt;/b&gt;" in table
    assert "<b>Pulizie" not in table


def test_a_problem_opens_to_its_row_with_the_cell_marked(screen):
    screen.drop(ledger_csv=MESSY)
    assert "Error · **Amounts that are no numbers** · 1 row" in screen.text()
    screen.at.session_state["upload_1_problems_amount_unreadable"] = True
    screen.at.run()
    assert "**What was done**: The row was set aside and enters no total." in screen.text()
    assert "<mark>tanto</mark>" in drawn(screen)[-1]
    assert "Download the rows to fix (Excel)" in [item.label for item in screen.at.get("download_button")]


def test_the_history_shows_the_row_of_a_problem_too(screen):
    screen.drop(ledger_csv=MESSY)
    screen.press("upload_1_import")
    screen.at.session_state["import_1"] = True
    screen.at.session_state["import_1_problems_amount_unreadable"] = True
    screen.at.run()
    assert "<mark>tanto</mark>" in drawn(screen)[-1]


def test_a_change_says_what_it_did_and_can_be_taken_back(screen):
    screen.drop(
        ledger_csv=MESSY.replace("Descrizione", "Altro importo").replace("Bulloni", "10,00").replace("Carta;", "5,00;")
    )
    assert "last change" not in screen.text()
    screen.at.selectbox(key="upload_1_0_net_amount").set_value(4).run()
    screen.settle()
    text = screen.text()
    assert "In brackets: what your last change did." in text
    assert "| Will be imported | 2 | €15.00 **(−\u2060€1,034.50)** |" in text
    assert "Your corrections are kept with the import" in text
    screen.press("upload_1_back")
    assert "Import 2 lines, €1,049.50" in screen.text()
    assert "last change" not in screen.text()
    assert screen.at.selectbox(key="upload_1_0_net_amount").value == 5


def test_a_change_that_changes_no_sum_says_so(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.at.selectbox(key="upload_1_0_description").set_value(None).run()
    screen.settle()
    assert "Your last change left the sums alike." in screen.text()


def test_another_header_row_proposes_the_columns_anew(screen):
    screen.drop(ledger_csv="Ditta Esempio;anno;2024\n" + NEXT_MONTH)
    screen.at.number_input(key="upload_1_0_header").set_value(3).run()
    screen.settle()
    assert "Import 2 lines" not in screen.text()
    screen.at.number_input(key="upload_1_0_header").set_value(2).run()
    screen.settle()
    chosen = {box.label: box.value for box in screen.at.selectbox}
    assert (chosen["Supplier name"], chosen["Amount without VAT"]) == (0, 5)
    assert "Import 2 lines, €149.50" in screen.text()


GROSS = """\
Fornitore;Data fattura;Numero;Totale documento
Alfa Meccanica Srl;25/03/2024;17;122,00
Beta Carta Spa;30/06/2024;991;61,00
"""


def test_amounts_with_vat_come_to_net_by_a_stated_rate(screen):
    screen.drop(ledger_csv=GROSS)
    assert "Amounts that include VAT" in screen.text()
    screen.at.number_input(key="upload_1_vat_rate").set_value(22.0).run()
    screen.settle()
    assert "Import 2 lines, €150.00" in screen.text()
    screen.press("upload_1_back")
    assert "Import 2 lines, €183.00" in screen.text()


def test_a_file_in_pounds_is_converted_by_a_stated_rate(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.at.selectbox(key="upload_1_0_currency").set_value("GBP").run()
    screen.settle()
    assert "Import 3 lines" not in screen.text()
    screen.at.number_input(key="upload_1_0_fixed_rate").set_value(0.5).run()
    screen.settle()
    assert "Import 3 lines, €2,600.00" in screen.text()


def test_a_viewer_sees_the_history_only(screen, monkeypatch):
    screen.drop(ledger_csv=LEDGER)
    screen.press("upload_1_import")
    ws = screen.ws
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


def test_own_layouts_are_listed_and_can_be_forgotten(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.press("upload_1_import")
    assert "1 layout of your own files is remembered" in screen.text()
    screen.at.session_state["own_layouts"] = True
    screen.at.run()
    (forget,) = [button for button in screen.at.button if (button.key or "").endswith("_forget")]
    screen.press(forget.key)
    assert "The layout “ledger” was forgotten." in screen.text()
    assert "layout of your own files" not in screen.text()


def test_a_known_export_is_named(screen):
    screen.drop(spese_csv="Data;Prox scadenza;Nr. acquisto;Data ricezione FE;Fornitore;Partita IVA;Imponibile;IVA\n"
                          "03/01/2025;;1;05/01/2025;Coop Il Sole;07643520567;1.000,00;220,00\n")  # fmt: skip
    assert "known: Fatture in Cloud, purchases" in screen.text()


def test_the_list_of_agenzia_delle_entrate_needs_one_click(screen):
    header = (
        "Tipo fattura;Tipo documento;Numero fattura / Documento;Data emissione;Data trasmissione;"
        "Codice fiscale fornitore;Partita IVA fornitore;Denominazione fornitore;"
        "Codice fiscale cliente;Partita IVA cliente;Denominazione cliente;"
        "Imponibile/Importo (totale in euro);Imposta (totale in euro);"
        "Sdi/file;Fatture consegnate;Data ricezione;Bollo virtuale"
    )
    row = (
        "'Fattura tra privati';{};'{}';10/01/2025;11/01/2025;'00905811006';'00905811006';ENI S.P.A.;'01114601006';"
        "'01114601006';ACME SRL;{};000000000009,58;1000000000{};Consegnata;12/01/2025;"
    )
    rows = [
        row.format("Fattura", "385/A", "000000000043,55", 1),
        row.format("Nota di credito", "7", "000000000003,55", 2),
    ]
    screen.drop(ricevute_csv="\r\n".join([header, *rows, ""]))
    assert "known: Agenzia delle Entrate, received invoices" in screen.text()
    assert "Less certain" not in screen.text()
    screen.press("upload_1_import")
    assert screen.lines() == [(2, "43.55"), (3, "-3.55")]
