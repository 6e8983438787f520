from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.places.provinces import is_abroad, province_code, provinces, region_name, region_of, regions


def test_there_are_110_provinces_in_20_regions():
    assert len(provinces()) == 110
    assert len(regions()) == 20
    assert {province.region for province in provinces().values()} == set(regions())


def test_every_province_is_known_by_code_and_by_name():
    for code, province in provinces().items():
        assert province_code(code) == province_code(code.lower()) == province_code(f"({code})") == code
        assert province_code(province.name) == province_code(f"Provincia di {province.name.upper()}") == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Prov. TO", "TO"),
        ("prov di torino", "TO"),
        ("Provincia autonoma di Trento", "TN"),
        ("Città Metropolitana di Roma", "RM"),
        ("REGGIO EMILIA", "RE"),
        ("Forlì", "FC"),
        ("MONZA BRIANZA", "MB"),
        ("Massa Carrara", "MS"),
        ("L'AQUILA", "AQ"),
        ("Bolzano", "BZ"),
        ("Südtirol", None),
        ("Aosta", "AO"),
        ("PS", "PU"),
        ("FO", "FC"),
        ("Olbia-Tempio", "OT"),
        ("XX", None),
        ("Londra", None),
        ("", None),
        (None, None),
    ],
)
def test_a_province_is_read_in_any_usual_way(written, code):
    assert province_code(written) == code


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("PIEMONTE", "Piemonte"),
        ("Emilia Romagna", "Emilia-Romagna"),
        ("VALLE D'AOSTA", "Valle d'Aosta/Vallée d'Aoste"),
        ("Trentino-Alto Adige", "Trentino-Alto Adige/Südtirol"),
        ("FRIULI VENEZIA GIULIA", "Friuli-Venezia Giulia"),
        ("Baviera", None),
        (None, None),
    ],
)
def test_a_region_is_read_in_any_usual_way(written, region):
    assert region_name(written) == region


def test_a_province_has_a_region():
    assert region_of("NA") == "Campania"
    assert region_of("XX") is region_of(None) is None


def test_abroad_is_no_province():
    assert is_abroad("EE")
    assert is_abroad(" (ee) ")
    assert not is_abroad("RE")
    assert not is_abroad(None)


@given(st.text(max_size=30))
def test_any_text_gives_a_known_province_or_none(text):
    assert province_code(text) in {None, *provinces()}
