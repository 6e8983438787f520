"""Identifiers: what is one, what is none, and zeros that come back."""

from __future__ import annotations

import csv
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.it import codicefiscale, iva

from socialimpact.suppliers.identifiers import identify, identify_all, italian_vat, tax_code


@pytest.mark.parametrize(
    "text",
    ["00743110157", "IT00743110157", "IT 00743110157", "'00743110157'", "’00743110157’", "00.743.110.157", "743110157",
     "0743110157", "743110157.0", " 00743110157\u00a0", "it00743110157"],
)  # fmt: skip
def test_an_italian_number_is_read_however_it_is_written(text):
    assert italian_vat(text) == tax_code(text) == "00743110157"


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "0", "00000000000", "99999999999", "Non presente", "'Non presente'", "N/A", "n.d.", "OO99999999999",
     "XXXXXXXXXXXXXXXX", "-", "privato", "12345678901"],
)  # fmt: skip
def test_what_stands_for_nothing_is_no_identifier(text):
    assert identify(text) is None


def test_a_number_that_fails_its_check_is_kept_as_text():
    found = identify("IT 00743110158")
    assert found is not None
    assert (found.value, found.valid, found.scheme) == ("00743110158", False, "unknown")
    assert italian_vat("00743110158") is None


def test_lost_zeros_are_said():
    assert identify("743110157").restored
    assert not identify("00743110157").restored


def test_a_persons_code_is_a_tax_code_and_no_vat_number():
    assert tax_code("rccmnl83s18d969h") == "RCCMNL83S18D969H"
    assert italian_vat("RCCMNL83S18D969H") is None
    assert tax_code("RCCMNL83S18D969A") is None


def test_codes_that_differ_only_by_omocodia_are_different_people():
    # the last digit of the birthplace, 9, becomes V; the check letter follows
    plain, replaced = "RCCMNL83S18D969H", "RCCMNL83S18D96V"
    replaced += codicefiscale.calc_check_digit(replaced)
    assert tax_code(replaced) == replaced != plain


@pytest.mark.parametrize(
    ("text", "country", "value", "home"),
    [
        ("DE136695976", None, "DE136695976", "DE"),
        ("136 695 976", "DE", "DE136695976", "DE"),
        ("FR 40 303 265 045", None, "FR40303265045", "FR"),
        ("ES B58378431", None, "ESB58378431", "ES"),
        ("CHE-107.787.577 IVA", None, "CHE107787577", "CH"),
        ("EL094259216", None, "EL094259216", "GR"),
        ("SM24165", None, "SM24165", "SM"),
        ("GB980780684", None, "GB980780684", "GB"),
        ("7495895", "GB", "GB-COH-07495895", "GB"),
        ("SC123456", "GB", "GB-COH-SC123456", "GB"),
        ("00743110157", "LU", "00743110157", "IT"),
    ],
)
def test_foreign_identifiers_carry_their_country(text, country, value, home):
    found = identify(text, country)
    assert (found.value, found.country, found.valid) == (value, home, True)


def test_a_foreign_number_without_prefix_is_not_taken_for_an_italian_one_that_lost_zeros():
    # 09 zeros away it would be a right Italian number
    assert identify("743110157").valid
    assert not identify("743110157", "PL").valid


def test_many_are_read_at_once_in_their_order():
    texts = ["743110157", None, "DE136695976", "743110157", "x"]
    assert identify_all(texts)["value"].to_pylist() == ["00743110157", None, "DE136695976", "00743110157", None]
    assert identify_all([])["valid"].to_pylist() == []


@given(st.text("0123456789", min_size=11, max_size=11))
def test_the_check_is_that_of_the_standard_library_of_numbers(digits):
    found = identify(digits)
    assert bool(found and found.valid) == (iva.is_valid(digits) and len(set(digits)) > 1)


@given(st.from_regex(r"\A[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}\Z"))
def test_a_persons_check_is_that_of_the_standard_library_of_numbers(start):
    code = start + codicefiscale.calc_check_digit(start)
    assert bool(tax_code(code)) == codicefiscale.is_valid(code)
    assert tax_code(start + ("A" if code[-1] != "A" else "B")) is None


@given(st.integers(1, 9_999_999), st.integers(1, 100), st.sampled_from(["", "IT", "'", " "]))
def test_lost_zeros_always_come_back(number, office, before):
    start = f"{number:07}{office:03}"
    full = start + luhn.calc_check_digit(start)
    shortened = full.lstrip("0")
    if len(shortened) >= 8:
        assert italian_vat(before + shortened) == full


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    found = identify(text)
    assert found is None or found.value


def test_every_code_of_a_real_register_is_right(samples):
    with (samples / "registers" / "it_ets_onlus_from_5x1000.csv").open(encoding="utf-8") as file:
        codes = [row["tax_id"] for row in csv.DictReader(file)]
    identify_all(codes[:10])
    start = time.process_time()
    found = identify_all(codes)
    assert time.process_time() - start < 1
    assert found["valid"].to_pylist() == [True] * len(codes)
    # what a spreadsheet does to them: numbers, without their zeros
    eaten = identify_all([str(int(code)) for code in codes if code.isdigit()])
    assert eaten["value"].to_pylist() == [code for code in codes if code.isdigit()]
