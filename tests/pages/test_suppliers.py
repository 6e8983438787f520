"""The suppliers page: found, opened, and what they are said by hand, with its reason and document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from socialimpact.services.ledgers import importing
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import open_workspace
from socialimpact.ui.suppliers.supplier_list import PAGE as ROWS
from tests.pages.screen import keys, opened, said, workspace
from tests.store_with import OWNER, home_with, workspace_with

PAGE = "data/suppliers"

LINES = """
    date       | supplier     | amount  | description | number
    2024-03-01 | Alfa *S* Srl | 1000.00 | Bolts       | 17
    2025-03-01 | Alfa *S* Srl |  500.00 | Bolts       | 18
    2025-05-01 | Coop Verde   |  250.00 | Green care  | A/1
    2025-06-01 | Coop Azzurra |  250.00 | Canteen     | 9
"""
SUPPLIERS = """
    name         | vat         | municipality
    Alfa *S* Srl | 00488410010 | Milano
    Coop Verde   | 02000000014 | Torino
    Coop Azzurra |             |
"""
TAGS = """
    supplier     | kind                 | evidence
    Coop Verde   | social_cooperative_b | registered
    Coop Azzurra | social_cooperative   | suspected
"""


MORE = {"suppliers": SUPPLIERS, "tags": TAGS}


@pytest.fixture
def read(monkeypatch) -> None:
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home_with(LINES, **MORE)))


@pytest.fixture
def full(tmp_path: Path) -> None:
    """A home with an ordinary supplier, a registered one, and one that is only possible."""
    workspace_with(tmp_path / "home", LINES, **MORE).close()


def number(name: str) -> str:
    return str(workspace().db.value("select supplier_id from supplier where name = ?", [name]))


def shown(at: AppTest) -> list[str]:
    """The names in the table, from top to bottom."""
    return list(at.dataframe[0].value.iloc[:, 0])


@pytest.mark.parametrize(("language", "word"), [("it", "Carica un file di acquisti"), ("en", "Upload a ledger")])
def test_an_empty_home_leads_to_the_upload(language, word):
    at = opened(PAGE, language)
    assert not at.exception
    assert not at.error
    assert word in [link.label for link in at.get("page_link")]


@pytest.mark.usefixtures("read")
class TestList:
    def test_the_largest_is_first(self):
        assert shown(opened(PAGE)) == ["Alfa *S* Srl", "Coop Azzurra", "Coop Verde"]

    def test_the_search_looks_at_names_and_numbers(self):
        at = opened(PAGE)
        at.text_input(key="search").set_value("verde").run()
        assert shown(at) == ["Coop Verde"]
        at.text_input(key="search").set_value("02000000014").run()
        assert shown(at) == ["Coop Verde"]
        at.text_input(key="search").set_value("nothing of the kind").run()
        assert "No supplier fits" in said(at)

    def test_a_link_shows_only_the_possible_ones_and_says_what_to_do(self):
        at = opened(PAGE, show="possible")
        assert shown(at) == ["Coop Azzurra"]
        assert "none of it counts" in said(at)

    def test_it_is_italian_throughout(self):
        at = opened(PAGE, "it")
        assert list(at.dataframe[0].value.columns)[:5] == [
            "Fornitore",
            "Spesa",
            "Sociale oggi",
            "Tipo",
            "Come si sa",
        ]
        assert at.dataframe[0].value["Tipo"].tolist()[2] == "Cooperativa sociale di tipo B"

    def test_a_supplier_is_opened_without_the_mouse(self):
        at = opened(PAGE)
        at.selectbox(key="supplier_open").set_value(int(number("Coop Verde"))).run()
        assert at.title[0].value == "Coop Verde"


def test_many_suppliers_come_a_page_at_a_time(tmp_path):
    lines = "date | supplier | amount\n" + "\n".join(
        f"2025-01-01 | Supplier {place:04} | {5000 - place}.00" for place in range(ROWS + 20)
    )
    workspace_with(tmp_path / "home", lines).close()
    at = opened(PAGE)
    assert len(shown(at)) == ROWS
    assert f"Suppliers 1 to {ROWS} of {ROWS + 20}" in said(at)
    at.session_state["supplier_page"] = 2
    at.run()
    assert shown(at)[0] == f"Supplier {ROWS:04}"
    assert len(shown(at)) == 20


@pytest.mark.usefixtures("read")
class TestOne:
    def test_everything_is_told(self):
        at = opened(PAGE, supplier=number("Alfa *S* Srl"))
        text = said(at)
        assert at.title[0].value == r"Alfa \*S\* Srl"
        assert "VAT number 00488410010 (valid)" in text
        assert "Milano (MI), from the ledger" in text
        assert "€1,500" in text
        assert "Most was bought in 2024" in text
        at = opened(PAGE, supplier=number("Alfa *S* Srl"), part="lines")
        lines = at.dataframe[-1].value
        assert lines["File"].tolist() == ["ledger.xlsx"] * 2
        assert lines["Row"].tolist() == ["3", "2"]
        assert "it counts as an ordinary supplier" in text

    def test_a_registered_kind_is_the_programs_own_and_not_ended_by_hand(self):
        at = opened(PAGE, supplier=number("Coop Verde"))
        assert "Type B social cooperative" in said(at)
        assert not [key for key in keys(at) if str(key).startswith("tag_end_")]

    def test_a_suspected_one_says_what_to_do(self):
        at = opened(PAGE, supplier=number("Coop Azzurra"))
        assert "Nobody has looked yet" in said(at)
        assert "no valid VAT number or tax code" in said(at)
        assert "place not known" in said(at)

    def test_one_that_does_not_exist_is_said_so(self):
        for asked in ("999", "abc", "-1"):
            at = opened(PAGE, supplier=asked)
            assert not at.exception
            assert at.error[0].value == f"There is no supplier {asked}."


def test_a_number_that_is_written_wrongly_is_shown_with_its_spelling(tmp_path):
    (tmp_path / "ledger.csv").write_text(
        "Fornitore;Partita IVA;Data fattura;Numero;Imponibile\n"
        "Alfa Srl;00488410011;05/03/2024;17;1.000,00\n"
        "Beta Spa;00159560366;06/03/2024;18;500,00\n"
        "Gamma Spa;02118311006;07/03/2024;19;250,00\n",
        encoding="utf-8",
    )
    with open_workspace() as ws:
        importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, tmp_path / "ledger.csv", rehearse=False))
    at = opened(PAGE, supplier=number("Alfa Srl"), part="identity")
    assert "no valid VAT number or tax code" in said(at)
    assert "00488410011 as written is not valid" in said(at)
    numbers, spellings = (at.dataframe[place].value for place in (0, 1))
    assert numbers["Check digit"].tolist() == ["wrong: it identifies nobody"]
    assert numbers[["Number", "File", "Row"]].to_numpy().tolist() == [["00488410011", "ledger.csv", "2"]]
    assert spellings["As written"].tolist() == ["Alfa Srl"]
    assert spellings["File"].tolist() == ["ledger.csv"]


@pytest.mark.usefixtures("full")
class TestSayingByHand:
    def asked(self, name: str, language: str = "en") -> AppTest:
        at = opened(PAGE, language, supplier=number(name))
        return at.button(key="tag_add").click().run()

    def tags(self, name: str) -> list[directory.TagView]:
        return [tag for tag in directory.supplier(workspace(), OWNER, int(number(name))).tags if tag.ended_at is None]

    def test_a_match_is_confirmed_with_its_reason_and_counts(self):
        at = self.asked("Coop Azzurra")
        assert at.selectbox(key="tag_kind").value == "social_cooperative"
        assert at.radio(key="tag_evidence").value == "confirmed"
        at.selectbox(key="tag_kind").set_value("social_cooperative_a").run()
        at.text_area(key="tag_why").set_value("Regional register, section A, seen today")
        at.date_input(key="tag_from").set_value(date(2020, 1, 1))
        at.button(key="tag_save").click().run()
        assert not at.exception
        (tag,) = self.tags("Coop Azzurra")
        assert (tag.kind, tag.evidence, tag.valid_from) == ("social_cooperative_a", "confirmed", date(2020, 1, 1))
        assert "Social-spend share: 12.50% → 25.00%" in said(at)
        assert "valid from 1 Jan 2020" in said(at)

    def test_a_certificate_is_attached_and_kept(self):
        at = self.asked("Alfa *S* Srl")
        at.selectbox(key="tag_kind").set_value("b_corp").run()
        at.radio(key="tag_evidence").set_value("documented").run()
        at.file_uploader(key="tag_file").upload("certificate.pdf", b"%PDF-1.7 certificate")
        at.text_area(key="tag_why").set_value("Certificate of 2025")
        at.button(key="tag_save").click().run()
        assert not at.error
        (tag,) = self.tags("Alfa *S* Srl")
        assert tag.file_name == "certificate.pdf"
        assert workspace().home.kept(str(tag.file_sha256)).read_bytes() == b"%PDF-1.7 certificate"
        assert "certificate.pdf" in said(at)

    def test_a_document_is_asked_for(self):
        at = self.asked("Alfa *S* Srl")
        at.selectbox(key="tag_kind").set_value("b_corp").run()
        at.text_area(key="tag_why").set_value("They told me")
        at.button(key="tag_save").click().run()
        assert "needs its document" in at.error[0].value
        assert self.tags("Alfa *S* Srl") == []

    def test_kind_and_reason_are_asked_for(self):
        at = self.asked("Alfa *S* Srl")
        at.button(key="tag_save").click().run()
        assert at.error[0].value == "Choose the kind of the supplier."
        at = self.asked("Coop Azzurra")
        at.button(key="tag_save").click().run()
        assert at.error[0].value == "Say how you know: an auditor will ask."

    def test_a_statement_is_ended_with_its_reason_and_stays_in_the_history(self):
        directory.tag_supplier(workspace(), OWNER, int(number("Alfa *S* Srl")), "b_corp", "declared", "Their website")
        at = opened(PAGE, supplier=number("Alfa *S* Srl"))
        (tag,) = self.tags("Alfa *S* Srl")
        at.button(key=f"tag_end_{tag.tag_id}").click().run()
        at.text_input(key="end_why").set_value("The certificate has expired")
        at.button(key="end_save").click().run()
        assert self.tags("Alfa *S* Srl") == []
        assert "The certificate has expired" in said(at)
        assert "it counts as an ordinary supplier" in said(at)
