"""The list of the RUNTS: its layout, its sections, and the column that is never read."""

from __future__ import annotations

from datetime import date

import pytest

from socialimpact.errors import MappingRefused
from socialimpact.registers import runts
from socialimpact.tables.book import read_book
from tests.homes import empty_store
from tests.registers.listed import RUNTS_HEADER, book_of, runts_book


@pytest.fixture
def db():
    with empty_store() as database:
        yield database


ROW = ["97519070011", "1", "AIUTO ODV", "ORGANIZZAZIONI DI VOLONTARIATO", "BIANCHI LUCIA", "No", "TORINO", "TO", "Si",
       "07/11/2022", ""]  # fmt: skip


def test_an_entry_has_code_name_kind_place_and_date(db):
    (entry,) = runts.read(book_of([RUNTS_HEADER, ROW]), db).entries.to_pylist()
    assert entry == {
        "row_number": 2,
        "tax_code": "97519070011",
        "vat_number": None,
        "written_identifier": None,
        "name": "AIUTO ODV",
        "name_key": "AIUTO",
        "kind": "odv",
        "section": "ORGANIZZAZIONI DI VOLONTARIATO",
        "municipality": "TORINO",
        "province": "TO",
        "postcode": None,
        "country": "IT",
        "municipality_code": "001272",
        "registered_on": date(2022, 11, 7),
        "valid_from": None,
        "valid_to": None,
    }


def test_the_representative_is_read_into_nothing(db):
    reading = runts.read(book_of([RUNTS_HEADER, ROW, ["", "2", "", "", "ROSSI MARIO"]]), db)
    told = str(reading.entries.to_pylist()) + str(reading.left_out) + str(reading.problems)
    assert "BIANCHI" not in told
    assert "ROSSI" not in told
    assert (reading.rows_read, reading.entries.num_rows, len(reading.left_out)) == (2, 1, 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SOLE SOCIETA' COOPERATIVA SOCIALE ONLUS", "social_cooperative"),
        ("SOLE SOC. COOP. SOC. A R.L.", "social_cooperative"),
        ("CONSORZIO SOLE SOCIETÀ COOPERATIVA SOCIALE", "social_consortium"),
        ("CONSORZIO DI COOPERATIVE SOCIALI SOLE", "social_consortium"),
        ("SOLE IMPRESA SOCIALE S.R.L.", "impresa_sociale"),
        ("SOLE SOCIETA' COOPERATIVA", "impresa_sociale"),
    ],
)
def test_social_cooperatives_are_known_by_name_within_their_section(db, name, kind):
    reading = runts.read(runts_book(f"tax | name\n07643520567 | {name}"), db)
    assert reading.entries["kind"].to_pylist() == [kind]


def test_in_another_section_the_name_changes_nothing(db):
    book = runts_book(
        "tax | name | section\n97519070011 | AMICI DELLA COOPERATIVA SOCIALE SOLE | ALTRI ENTI DEL TERZO SETTORE"
    )
    assert runts.read(book, db).entries["kind"].to_pylist() == ["altro_ets"]


def test_both_apostrophes_are_one_section(db):
    book = runts_book(
        """
        tax         | name | section
        97519070011 | A    | SOCIETA' DI MUTUO SOCCORSO
        00743110157 | B    | SOCIETA’ DI MUTUO SOCCORSO
        """
    )
    reading = runts.read(book, db)
    assert reading.entries["kind"].to_pylist() == ["mutuo_soccorso"] * 2
    assert reading.problems == ()


def test_a_section_that_nobody_knows_is_said(db):
    reading = runts.read(runts_book("tax | name | section\n97519070011 | A | ENTI DEL FUTURO"), db)
    assert reading.entries["kind"].to_pylist() == ["altro_ets"]
    assert [problem.code for problem in reading.problems] == ["unknown_section"]


def test_lost_zeros_come_back_and_wrong_codes_are_kept_apart(db):
    reading = runts.read(runts_book("tax | name\n743110157 | A\n00743110158 | B"), db)
    assert reading.entries["tax_code"].to_pylist() == ["00743110157", None]
    assert reading.entries["written_identifier"].to_pylist() == [None, "00743110158"]
    assert [problem.code for problem in reading.problems] == [
        "entries_with_wrong_identifier",
        "entries_without_identifier",
    ]


def test_titles_above_the_header_and_other_words_in_it_do_no_harm(db):
    said = (
        "Cod. fiscale / Steuernummer;N.;Denominazione ente;Sezione;Legale rappresentante;Rete;Comune;Prov.;5 per mille"
    )
    header = [*said.split(";"), "Data di iscrizione"]
    book = book_of([["Elenco degli enti iscritti"], ["aggiornato al 1.6.2024"], header, ROW])
    # four headers say something else, yet the order is the list's
    assert runts.read(book, db).entries["row_number"].to_pylist() == [4]


def test_a_list_without_header_is_known_by_its_cells(db):
    other = ["00743110157", "2", "SOLE", "IMPRESE SOCIALI", "X Y", "No", "ROMA", "RM", "Si", "01/01/2023", "x"]
    reading = runts.read(book_of([ROW, other]), db)
    assert reading.rows_read == reading.entries.num_rows == 2


@pytest.mark.parametrize(
    "rows",
    [
        [["Fornitore", "Importo", "Data"], ["Rossi", "1", "2"]],
        [["Codice fiscale", "Denominazione", "Comune"], ["97519070011", "AIUTO", "TORINO"]],
    ],
)
def test_another_file_is_refused_in_words(db, rows):
    with pytest.raises(MappingRefused, match="not laid out as the list of the RUNTS"):
        runts.read(book_of(rows), db)


def test_the_real_layout_is_read_whole(db, samples):
    book = read_book(samples / "registers" / "runts_layout_from_5x1000.xlsx")
    reading = runts.read(book, db)
    assert reading.rows_read == reading.entries.num_rows == 50_301
    assert reading.left_out == reading.problems == ()
    assert reading.entries["municipality_code"].null_count <= 50
    assert reading.entries["registered_on"].null_count == 0
    assert "ROSSI MARIO" not in reading.entries["name"].to_pylist()
