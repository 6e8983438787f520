from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.places.countries import country_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("IT", "IT"),
        ("it", "IT"),
        ("ITA", "IT"),
        ("Italia", "IT"),
        ("ITALY", "IT"),
        ("Italien", "IT"),
        ("Regno Unito", "GB"),
        ("U.K.", "GB"),
        ("UK", "GB"),
        ("GBR", "GB"),
        ("England", "GB"),
        ("EL", "GR"),
        ("Grecia", "GR"),
        ("Stati Uniti d'America", "US"),
        ("USA", "US"),
        ("Svizzera", "CH"),
        ("OLANDA", "NL"),
        ("Paesi Bassi", "NL"),
        ("Allemagne", "DE"),
        ("España", "ES"),
        ("Côte d’Ivoire", "CI"),
        ("SAN MARINO", "SM"),
        ("Città del Vaticano", "VA"),
        ("NO", "NO"),
        ("EU", None),
        ("XX", None),
        ("Torino", None),
        ("--", None),
        ("", None),
        (None, None),
    ],
)
def test_a_country_is_read_in_any_usual_way(written, code):
    assert country_code(written) == code


@given(st.text(max_size=30))
def test_any_text_gives_two_capitals_or_none(text):
    code = country_code(text)
    assert code is None or (len(code) == 2 and code.isupper())
