"""The card of exchange rates: what waits, the published file that is dropped, and what it brought in."""

from __future__ import annotations

import pytest

from socialimpact import settings
from tests.homes import after_import
from tests.pages.screen import opened, said, settled, workspace

pytestmark = pytest.mark.usefixtures("waiting")

PAGE = "data/registers"
PUBLISHED = b"Date,USD,GBP,\n2024-03-01,1.0830,0.8550,\n"
LEDGER = "Date,Supplier,Amount (GBP)\n01/03/2024,Smith Ltd,855.00\n01/03/2024,Jones Ltd,85.50\n"


@pytest.fixture
def waiting():
    """A home with two purchases in pounds that wait for a rate."""
    after_import(settings.home(), LEDGER, "council.csv")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "2 purchases in GBP, 940.50 in all"), ("it", "2 acquisti in GBP, 940,50 in tutto")]
)
def test_what_waits_is_said_with_its_sum(language, words):
    at = opened(PAGE, language)
    assert not at.exception
    assert words in said(at)


def test_the_published_file_brings_in_what_waited():
    at = opened(PAGE)
    next(box for box in at.file_uploader if "rates" in box.label).upload("eurofxref-hist.csv", PUBLISHED)
    at.run()
    at = settled(at.button(key="rates_add").click().run(), "rates")
    assert not at.exception
    assert "2 purchases that waited were brought to euro and count now." in said(at)
    assert "waits for a rate" not in said(at)
    assert workspace().db.value("select sum(net_amount) from spend") == 1100


def test_another_file_is_refused_in_words():
    at = opened(PAGE)
    next(box for box in at.file_uploader if "rates" in box.label).upload("a.csv", b"Data;Fornitore\n1;2\n")
    at.run()
    at = settled(at.button(key="rates_add").click().run(), "rates")
    assert "no file of exchange rates" in said(at)
