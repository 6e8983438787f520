"""The columns of a file as a person corrects them: the file as they know it, the proposal, what a change does."""

import pytest

from socialimpact.services.ledgers import importing
from tests.pages.upload_page import LEDGER, NEXT_MONTH, Page

# Neither names nor content say which of these is the date.
NO_DATE = """\
Fornitore;Partita IVA;Periodo;Imponibile
Alfa Meccanica Srl;00488410010;terzo;1.000,00
Beta Carta Spa;00159560366;quarto;49,50
"""


@pytest.fixture
def screen() -> Page:
    return Page()


def test_each_column_stands_under_what_it_was_taken_for_and_every_kind_can_be_named(screen):
    screen.drop(ledger_csv=LEDGER)
    chosen = {box.label: box.value for box in screen.at.selectbox}
    assert chosen["Supplier name"] == 0
    assert chosen["Supplier VAT number"] == 1
    assert chosen["Invoice date"] == 2
    assert chosen["Amount without VAT"] == 5
    assert chosen["Amount with VAT"] is None
    screen.at.toggle(key="upload_1_0_all").set_value(True).run()
    assert not screen.at.error
    labels = [box.label for box in screen.at.selectbox]
    assert len(labels) == len(set(labels))
    assert {"Currency", "Exchange rate", "Due date", "Supplier municipality"} <= set(labels)
    screen.at.multiselect(key="upload_1_0_carried").set_value([0]).run()
    screen.settle()
    assert screen.at.multiselect(key="upload_1_0_carried").value == [0]


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


def test_a_column_has_one_role_and_a_change_that_changes_no_sum_says_so(screen):
    screen.drop(ledger_csv=LEDGER)
    screen.at.selectbox(key="upload_1_0_cost_centre").set_value(4).run()
    screen.settle()
    chosen = {box.label: box.value for box in screen.at.selectbox}
    assert chosen["Cost centre"] == 4
    assert chosen["What was bought"] is None
    assert "Your last change left the sums alike." in screen.text()


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


def test_the_file_is_drawn_as_its_keeper_knows_it_and_a_problem_opens_to_its_row_also_in_the_history(screen):
    screen.drop(ledger_csv=MESSY)
    table = drawn(screen)[0]
    assert '<th scope="col">A</th>' in table
    assert '<th scope="row">3</th>' in table
    assert "Supplier name" in table
    assert "Row 3 is set aside. The amount cannot be read as a number." in table
    assert "&lt;b&gt;Pulizie&lt;/b&gt;" in table
    assert "<b>Pulizie" not in table
    assert "Error · **Amounts that are no numbers** · 1 row" in screen.text()
    screen.at.session_state["upload_1_problems_amount_unreadable"] = True
    screen.at.run()
    assert "**What was done**: The row was set aside and enters no total." in screen.text()
    assert "<mark>tanto</mark>" in drawn(screen)[-1]
    assert "Download the rows to fix (Excel)" in [item.label for item in screen.at.get("download_button")]
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


def test_a_correction_is_learnt_and_the_page_says_so(screen):
    screen.drop(march_csv=LEDGER)
    screen.at.selectbox(key="upload_1_0_cost_centre").set_value(4).run()
    screen.settle()
    screen.press("upload_1_import")
    assert "Your corrections are kept: next month's file with these columns is one click." in screen.text()
    screen.press("upload_1_result_another")
    screen.drop(july_csv=NEXT_MONTH)
    assert "columns read as last time" in screen.text()
    assert {box.label: box.value for box in screen.at.selectbox}["Cost centre"] == 4


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
    screen.at.selectbox(key="upload_1_currency").set_value("GBP").run()
    screen.settle()
    assert "Import 3 lines" not in screen.text()
    screen.at.number_input(key="upload_1_fixed_rate").set_value(0.5).run()
    screen.settle()
    assert "Import 3 lines, €2,600.00" in screen.text()
