"""Same supplier? Asked on the page Review by spend, answered, taken back; and decided on a supplier's own page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from socialimpact.services import organisation
from socialimpact.services.ledgers import importing
from socialimpact.services.review import identities
from socialimpact.services.workspace import Workspace, open_workspace
from tests.homes import prepared
from tests.pages.screen import keys, opened, said, workspace
from tests.store_with import OWNER

PAGE = "data/review"
LEDGER = """Data;Numero;Codice fornitore;Fornitore;Partita IVA;Comune;Provincia;Descrizione;Imponibile
31/03/2024;1;F1;Myo S.p.A.;03222970406;Poggio Torriana;RN;carta;1.000,00
31/03/2024;2;F2;MYO SRL;;;;carta;300,00
31/03/2024;3;F5;Grande Vetreria srl;;;;vetri;900,00
31/03/2024;4;F6;Grande Vetrerie srl;;;;vetri;800,00
31/03/2024;5;F4;Verdi Giardini srl;07643520567;Torino;TO;viti;70,00
31/03/2024;6;F4;Verdi Restauri srl;07643520567;Torino;TO;viti;30,00
"""


@pytest.fixture
def full(tmp_path: Path) -> None:
    prepared(tmp_path / "home", bought).close()


def bought(ws: Workspace, folder: Path) -> None:
    (folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, folder / "ledger.csv", rehearse=False))


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    assert not at.error
    return at


def suppliers() -> list[str]:
    return [row[0] for row in workspace().db.rows("select distinct supplier from spend order by 1")]


@pytest.mark.parametrize(("language", "word"), [("it", "Nessun doppione"), ("en", "No two suppliers look like one")])
def test_an_empty_home_is_told_so(language, word):
    at = opened(PAGE, language, about="identity")
    assert not at.exception
    assert word in said(at)


@pytest.mark.usefixtures("full")
class TestReview:
    def test_the_most_at_stake_is_asked_first_side_by_side(self):
        text = said(opened(PAGE, about="identity"))
        assert "2 questions, €1,100 at stake" in text
        assert "Their names differ by a few letters." in text
        assert "written as: Grande Vetreria srl" in text

    def test_yes_joins_and_undo_parts(self):
        before = suppliers()
        at = press(opened(PAGE, about="identity"), "identity_yes")
        assert "Grande Vetreria srl and Grande Vetrerie srl are one supplier now." in said(at)
        assert "MYO SRL" in said(at)
        assert len(suppliers()) == len(before) - 1
        at = press(at, "identity_undo")
        assert suppliers() == before
        assert "Grande Vetrerie" in said(at)

    def test_no_is_kept_and_later_comes_again(self):
        at = press(opened(PAGE, about="identity"), "identity_later")
        assert "MYO SRL" in said(at)
        at = press(at, "identity_no")
        assert "Myo S.p.A. and MYO SRL stay two." in said(at)
        assert "Grande Vetrerie" in said(at)
        at.text_input[0].set_value("one shop, two signs").run()
        at = press(at, "identity_yes")
        assert "No two suppliers look like one" in said(at)
        assert "identity_undo" in keys(at)
        latest = identities.decisions(workspace(), OWNER)[0]
        assert (latest.what, str(latest.why)) == ("merge", "one shop, two signs")
        assert "No two suppliers look like one" in said(opened(PAGE, about="identity"))


@pytest.mark.usefixtures("full")
class TestSupplier:
    def test_joined_with_one_that_was_searched_and_taken_back(self):
        number = workspace().db.value("select supplier_id from supplier where name = 'Myo S.p.A.'")
        at = opened("data/suppliers", supplier=str(number))
        at.text_input(key="merge_search").set_value("vetreria").run()
        at.text_input(key="merge_why").set_value("told by the buyer")
        at = press(at, "merge_save")
        assert "Grande Vetreria srl" not in suppliers()
        assert "was joined to Myo S.p.A." in said(at)
        at = press(at, "identity_undo_1")
        assert "Grande Vetreria srl" in suppliers()

    def test_split_by_its_spellings(self):
        number = workspace().db.value("select max(supplier_id) from supplier where vat_number = '07643520567'")
        at = opened("data/suppliers", supplier=str(number))
        options = at.multiselect(key="split_chosen").options
        chosen = next(place for place, text in enumerate(options) if "Restauri" in text)
        at.multiselect(key="split_chosen").select(options[chosen])
        at.text_input(key="split_why").set_value("a VAT group")
        press(at, "split_save")
        assert {"Verdi Giardini srl", "Verdi Restauri srl"} <= set(suppliers())


def test_one_rare_name_in_two_companies_is_joined_with_its_like(tmp_path):
    rows = "Data;Numero;Fornitore;Imponibile\n31/05/2025;1;{};600,00\n31/05/2025;2;{};500,00\n"
    names = ("Officina Meccanica Colli spa", "Grande Vetreria srl")
    with open_workspace() as ws:
        for number, written in enumerate((names, tuple(name.upper() for name in names))):
            company = organisation.save_company(ws, OWNER, name=f"Company {number}")
            (tmp_path / f"{number}.csv").write_text(rows.format(*written), encoding="utf-8")
            previewed = importing.preview(ws, OWNER, tmp_path / f"{number}.csv", company_id=company)
            importing.import_ledger(ws, OWNER, previewed)
    at = opened(PAGE, about="identity")
    assert "2 cases where the name is the same" in [expander.label for expander in at.expander]
    at = press(at, "identity_all")
    assert "2 pairs were joined." in said(at)
    assert len(suppliers()) == 2
    at = press(at, "identity_undo")
    assert "2 decisions were taken back." in said(at)
    assert len(suppliers()) == 4
    assert "2 cases where the name is the same" in [expander.label for expander in at.expander]
