"""The lists that are known by name: each is recognised by its columns, and read by what is known of it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from socialimpact.registers import generic
from socialimpact.registers.entries import Reading
from socialimpact.registers.presets import preset, presets
from socialimpact.registers.recognition import recognise
from socialimpact.store import Database
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.proposal import propose
from tests.homes import empty_store
from tests.registers.listed import add_list, generic_book
from tests.suppliers.spelled import Town

# Words of the names of columns that hold numbers.
NUMBERS = {"number", "companynumber", "fiscale", "siren", "siret", "cif", "nif", "id", "numero"}


@pytest.fixture
def db():
    with empty_store() as database:
        yield database


def read(book: Book, db: Database) -> tuple[str, Reading]:
    """The register that the file is recognised as, and what it holds."""
    layouts = propose(book, "register")
    known = preset(recognise(book, layouts).key)
    mapping = generic.proposed(layouts, known)
    reading = generic.read(book, mapping, db, preset=known, default_kind=known.default_kind, country=known.country)
    return known.key, reading


def test_community_interest_companies_are_taken_from_the_whole_company_register(db):
    book = generic_book("""
CompanyName|CompanyNumber|RegAddress.PostTown|RegAddress.PostCode|CompanyCategory|CompanyStatus|DissolutionDate|URI
SUN CIC | 07495895 | LEEDS | LS1 1AA | Community Interest Company | Active | | x
PLAIN LTD | 07495896 | LEEDS | LS1 1AA | Private Limited Company | Active | | x
OLD CIC | SC123456 | PERTH | PH1 1AA | Community Interest Company | Dissolved | 01/02/2020 | x
LOST CIC | 07495897 | PERTH | PH1 1AA | Community Interest Company | Dissolved | | x
""")  # fmt: skip
    key, reading = read(book, db)
    rows = reading.entries.to_pylist()
    assert key == "cic"
    assert [(row["name"], row["tax_code"], row["kind"], row["valid_to"]) for row in rows] == [
        ("SUN CIC", "GB-COH-07495895", "cic", None),
        ("OLD CIC", "GB-COH-SC123456", "cic", date(2020, 2, 1)),
    ]
    assert [row.row for row in reading.left_out] == [3, 5]
    assert reading.fields["municipality"] == "RegAddress.PostTown"


def test_charities_have_their_company_number_or_their_own_and_no_subsidiaries(db):
    fields = "registered_charity_number linked_charity_number charity_name charity_registration_status"
    more = "date_of_registration date_of_removal charity_company_registration_number charity_contact_phone"
    header = " | ".join(f"{fields} {more} charity_activities".split())
    book = generic_book(f"""
{header}
200001 | 0 | SUN TRUST | Registered | 1962-09-17 | | 07495895 | 020 7946 0000 | Lunches for all
200001 | 1 | SUN TRUST PART | Registered | 1962-09-17 | | | |
200002 | 0 | MOON | Removed | 1970-01-01 | 2015-03-31 | | |
1169028 | 0 | STAR | Registered | 2016-08-31 | | | |
""")  # fmt: skip
    key, reading = read(book, db)
    rows = reading.entries.to_pylist()
    assert key == "charity-commission"
    assert [row["tax_code"] for row in rows] == ["GB-COH-07495895", "GB-CHC-200002", "GB-CHC-1169028"]
    assert rows[1]["valid_to"] == date(2015, 3, 31)
    assert [row.row for row in reading.left_out] == [3]
    assert reading.contacts.to_pylist()[0] == {
        "offers": "Lunches for all", "website": None, "email": None, "phone": "020 7946 0000",
    }  # fmt: skip


def test_an_approval_without_an_end_holds_for_five_years(db):
    book = generic_book("""
SIREN | Nom de la structure | Date d'agrément | Date de fin d'agrément
303265045 | ATELIER | 29/02/2020 |
404833048 | MAISON | 01/07/2021 | 30/06/2023
""")
    key, reading = read(book, db)
    rows = reading.entries.to_pylist()
    assert key == "esus"
    assert [(row["vat_number"], row["valid_from"], row["valid_to"]) for row in rows] == [
        ("FR40303265045", date(2020, 2, 29), date(2025, 2, 28)),
        ("FR83404833048", date(2021, 7, 1), date(2023, 6, 30)),
    ]
    assert "end_assumed" in {problem.code for problem in reading.problems}


def test_a_directory_keeps_what_is_offered_and_no_persons(db):
    book = generic_book("""
Organizzazione | Cosa offre | Comune | Sito web | E-mail | Telefono | Referente | Partita IVA | Tipo
Sole | Lavanderia | Torino | sole.example | info@sole.example | 011 000000 | Lucia Bianchi | 07643520567 | B Corp
Luna | Catering | Ivrea | | | | Mario Rossi | | B Corp
""")  # fmt: skip
    key, reading = read(book, db)
    assert key == "directory"
    assert reading.contacts["offers"].to_pylist() == ["Lavanderia", "Catering"]
    assert "Bianchi" not in str(reading)
    assert "Rossi" not in str(reading)


def test_contacts_are_kept_with_their_entries_and_go_with_them():
    town = Town()
    add_list(town, "2024-06-01", "Nome | Cosa offre | Tipo\nSole | Lavanderia | B Corp\nLuna | | B Corp")
    kept = "select e.name, c.offers from register_contact c inner join register_entry e on e.entry_id = c.entry_id"
    assert town.db.rows(kept) == [("Sole", "Lavanderia")]


def test_rows_that_say_the_same_are_kept_once(db):
    text = "Nome | Codice fiscale | Tipo\nSole | 07643520567 | B Corp\nSOLE | 07643520567 | B Corp\nLuna | | B Corp"
    _, reading = read(generic_book(text), db)
    assert [(row.row, str(row.reason)) for row in reading.left_out] == [
        (3, "An earlier row of the list says the same.")
    ]
    assert reading.rows_read == 3


def test_the_real_5_per_mille_list_is_known_and_no_kind_is_guessed(db, samples):
    key, reading = read(read_book(samples / "registers" / "it_ets_onlus_from_5x1000.csv"), db)
    assert key == "5x1000"
    assert reading.rows_read == 50_301 == reading.entries.num_rows + len(reading.left_out)
    assert reading.entries["kind"].unique().to_pylist() == ["ets_onlus"]
    assert reading.entries["tax_code"].null_count == 0


def test_the_real_mutuals_have_their_company_numbers(db, samples):
    path = samples / "registers" / "uk_mutuals_charities" / "mutual-companies.csv"
    key, reading = read(read_book(path), db)
    assert key == "uk-mutuals"
    assert reading.rows_read == 12_182 == reading.entries.num_rows + len(reading.left_out)
    codes = [code for code in reading.entries["tax_code"].to_pylist() if code]
    assert all(code.startswith("GB-COH-") for code in codes)
    assert len(codes) > 0.95 * reading.entries.num_rows


@pytest.mark.parametrize("key", [key for key, each in presets().items() if each.by_header])
def test_each_list_is_recognised_by_each_of_its_headers(key):
    for line in preset(key).by_header:
        cells = ["07643520567" if NUMBERS & set(name.split()) else f"Sole {name}" for name in line]
        book = generic_book(" | ".join(line) + "\n" + " | ".join(cells))
        assert recognise(book, propose(book, "register")).key == key


def test_the_charities_are_read_as_json_as_they_are_as_text(db, tmp_path):
    """The extract is published both ways: numbers are numbers there, and days have a time."""
    charity = {
        "date_of_extract": "2026-01-14T00:00:00", "organisation_number": 1, "registered_charity_number": 200001,
        "linked_charity_number": 0, "charity_name": "SUN TRUST", "charity_type": "Trust",
        "charity_registration_status": "Registered", "date_of_registration": "1962-09-17T00:00:00",
        "date_of_removal": None, "charity_reporting_status": "Submission Received", "latest_income": 12345.0,
        "latest_expenditure": 4321.0, "charity_contact_postcode": "N1 9GU", "charity_contact_phone": "020 7946 0000",
        "charity_company_registration_number": "07495895", "charity_insolvent": False, "charity_activities": "Lunches",
    }  # fmt: skip
    moon = {"registered_charity_number": 200002, "charity_name": "MOON", "charity_registration_status": "Removed",
            "date_of_removal": "2015-03-31T00:00:00", "charity_company_registration_number": None}  # fmt: skip
    path = tmp_path / "publicextract.charity.json"
    path.write_text(json.dumps([charity, charity | {"linked_charity_number": 1}, charity | moon]), encoding="utf-8-sig")
    key, reading = read(read_book(path), db)
    rows = reading.entries.to_pylist()
    assert key == "charity-commission"
    assert [(row["name"], row["tax_code"], row["valid_from"], row["valid_to"]) for row in rows] == [
        ("SUN TRUST", "GB-COH-07495895", date(1962, 9, 17), None),
        ("MOON", "GB-CHC-200002", date(1962, 9, 17), date(2015, 3, 31)),
    ]
    assert [row.row for row in reading.left_out] == [3]
