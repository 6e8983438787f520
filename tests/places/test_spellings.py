from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.places.spellings import clean_postcode, read


@pytest.mark.parametrize(
    ("cell", "name", "province", "postcode"),
    [
        ("TORINO", "TORINO", "", ""),
        ("10121 TORINO (TO)", "TORINO", "TO", "10121"),
        ("I-39100 Bozen", "Bozen", "", "39100"),
        ("Torino, TO", "Torino", "TO", ""),
        ("Città di Castello", "Castello", "", ""),
        ("Comune di Rivoli", "Rivoli", "", ""),
        ("Loc. Le Piane", "Le Piane", "", ""),
        ("Roma (RM) - ITALIA", "Roma", "RM", ""),
        ("  Asti. ", "Asti", "", ""),
    ],
)
def test_a_cell_is_taken_apart(cell, name, province, postcode):
    reading = read(cell)

    assert name in reading.texts
    assert (reading.province, reading.postcode) == (province, postcode)


def test_the_whole_cell_is_tried_before_a_part_of_it():
    assert read("Città di Castello", "PG").texts[0] == "Città di Castello"


def test_what_the_own_columns_say_goes_before_what_the_cell_says():
    reading = read("10121 Castro (BG)", "LE", "73030")

    assert (reading.province, reading.postcode) == ("LE", "73030")


def test_parts_are_the_pieces_between_breaks_and_the_first_words():
    assert read("VENEZIA - MESTRE").parts[:2] == ("VENEZIA", "MESTRE")
    assert "Reggio" in read("Reggio Gavassa").parts


@pytest.mark.parametrize(
    ("written", "cap"),
    [
        ("10121", "10121"),
        ("I-10121", "10121"),
        ("IT-10121", "10121"),
        ("184", "00184"),
        ("9100.0", "09100"),
        ("SW1A 1AA", ""),
        ("101211", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_postcodes_have_five_digits_or_are_none(written, cap):
    assert clean_postcode(written) == cap


@given(st.text(max_size=60), st.text(max_size=10), st.text(max_size=10))
def test_any_cell_can_be_read(name, province, postcode):
    reading = read(name, province, postcode)

    assert reading.province == "" or len(reading.province) == 2
    assert reading.postcode == "" or (len(reading.postcode) == 5)
    assert all(text.strip() for text in reading.texts)
