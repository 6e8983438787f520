"""Any list of organisations: columns found or said, kinds understood, dates and countries read."""

from __future__ import annotations

from datetime import date

import pytest

from socialimpact.errors import MappingRefused
from socialimpact.registers import generic
from socialimpact.tables.proposal import propose
from tests.homes import empty_store
from tests.registers.listed import book_of, generic_book, read_generic


@pytest.fixture
def db():
    with empty_store() as database:
        yield database


ALBO = """
Denominazione | Codice fiscale | Partita IVA | Tipo | Sezione | Comune | Provincia | Valido dal | Valido al
Sole coop. sociale | 07643520567 | 07643520567 | Cooperativa sociale | B | Torino | TO | 01/02/2020 |
Luna | 00743110157 | | Cooperativa sociale di tipo A | | Milano | MI | 2021-05-01 | 31/12/2024
Terra ETS | 97519070011 | | Ente del terzo settore | | | | |
"""


def test_an_albo_is_read_with_types_places_and_dates(db):
    reading = read_generic(generic_book(ALBO), db)
    rows = reading.entries.to_pylist()
    assert [row["kind"] for row in rows] == ["social_cooperative_b", "social_cooperative_a", "altro_ets"]
    assert [row["municipality_code"] for row in rows] == ["001272", "015146", None]
    assert [(row["valid_from"], row["valid_to"]) for row in rows] == [
        (date(2020, 2, 1), None),
        (date(2021, 5, 1), date(2024, 12, 31)),
        (None, None),
    ]
    assert reading.left_out == ()


def test_a_kind_that_is_not_understood_is_set_aside_unless_all_are_of_one(db):
    text = "Nome | Codice fiscale | Tipo\nSole | 07643520567 | boh\nLuna | 00743110157 | B Corp\n | | B Corp\n"
    reading = read_generic(generic_book(text), db)
    assert reading.entries["name"].to_pylist() == ["Luna"]
    assert [row.row for row in reading.left_out] == [2, 4]
    assert reading.rows_read == reading.entries.num_rows + len(reading.left_out)
    assert read_generic(generic_book(text), db, default_kind="b_corp").entries["kind"].to_pylist() == [
        "b_corp",
        "b_corp",
    ]


def test_a_row_without_a_name_is_set_aside_unless_the_list_has_no_names(db):
    reading = read_generic(generic_book("Nome | Codice fiscale | Tipo\n | 07643520567 | B Corp\nLuna | | B Corp"), db)
    assert [(row.row, str(row.reason)) for row in reading.left_out] == [(2, "The row has no name.")]
    numbers = read_generic(generic_book("Codice fiscale | Tipo\n07643520567 | B Corp\n00743110157 | B Corp"), db)
    assert numbers.entries["name"].to_pylist() == ["07643520567", "00743110157"]
    assert reading.entries["name"].to_pylist() == ["Luna"]
    assert [problem.code for problem in reading.problems] == ["entries_without_identifier"]


def test_british_company_numbers_are_identifiers_where_the_list_is_british(db):
    book = generic_book("Company name | Company number\nDAYLIGHT CIC | 7495895\nSUN CIC | SC123456")
    reading = read_generic(book, db, default_kind="cic", country="GB")
    assert reading.entries["tax_code"].to_pylist() == ["GB-COH-07495895", "GB-COH-SC123456"]
    assert reading.problems == ()


def test_an_entry_that_ends_before_it_begins_is_said(db):
    text = (
        "Nome | Codice fiscale | Tipo | Valido dal | Valido al\nSole | 07643520567 | B Corp | 01/02/2024 | 01/01/2024"
    )
    assert [problem.code for problem in read_generic(generic_book(text), db).problems] == ["dates_crossed"]


def test_a_person_corrects_the_columns_by_header_or_index(db):
    book = generic_book("A | B | C\nSole | 07643520567 | B Corp")
    layouts = propose(book, "register")
    mapping = generic.corrected(
        generic.proposed(layouts), {"roles": {"A": "name", "1": "tax_code", "2": "kind"}}, layouts
    )
    (entry,) = generic.read(book, mapping, db).entries.to_pylist()
    assert (entry["name"], entry["tax_code"], entry["kind"]) == ("Sole", "07643520567", "b_corp")
    with pytest.raises(MappingRefused, match="no column role"):
        generic.corrected(mapping, {"roles": {"0": "wizard"}}, layouts)
    with pytest.raises(MappingRefused, match="this file has not"):
        generic.corrected(mapping, {"roles": {"Z": "name"}}, layouts)
    with pytest.raises(MappingRefused, match="this file has not"):
        generic.corrected(mapping, {"sheet": "Nope"}, layouts)


def test_a_list_of_nobody_is_refused(db):
    book = book_of([["Importo", "Data"], ["1,00", "01/01/2024"]])
    layouts = propose(book, "register")
    mapping = generic.corrected(generic.proposed(layouts), {"roles": {"0": "kind"}}, layouts)
    with pytest.raises(MappingRefused, match="No column of names or tax codes"):
        generic.read(book, mapping, db)
