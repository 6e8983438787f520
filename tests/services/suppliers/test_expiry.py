"""Proof that ends: said ahead of time, with what hangs on it, and silent once it is renewed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.services.suppliers import expiry, tagging
from socialimpact.services.suppliers.expiry import expiring
from tests.store_with import OWNER, workspace_with

TODAY = date(2025, 7, 1)
LINES = """
    date       | supplier | amount  | nature   | company
    2024-01-10 | Verde    | 9000.00 |          | Uno
    2025-02-01 | Verde    | 1000.00 |          | Uno
    2025-06-20 | Verde    |  200.00 |          | Due
    2025-06-21 | Verde    |   70.00 | donation | Uno
    2025-03-01 | Rosso    |  500.00 |          | Uno
    2025-06-30 | Rosso    |   40.00 |          | Uno
    2025-03-01 | Blu      |  300.00 |          | Uno
    2025-03-01 | Lontano  |  100.00 |          | Uno
    2025-03-01 | Forse    |  100.00 |          | Uno
"""
TAGS = """
    supplier | kind                 | evidence   | from | to
    Verde    | social_cooperative_b | documented |      | 2025-07-31
    Rosso    | impresa_sociale      | confirmed  |      | 2025-05-31
    Blu      | impresa_sociale      | documented |      | 2025-07-15
    Blu      | social_cooperative   | registered |      |
    Lontano  | impresa_sociale      | documented |      | 2025-12-31
    Forse    | impresa_sociale      | declared   |      | 2025-07-31
    Niente   | impresa_sociale      | documented |      | 2025-07-31
"""


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES, tags=TAGS) as workspace:
        yield workspace


def test_what_ends_soon_comes_first_then_what_has_ended(ws):
    verde, rosso = expiring(ws, OWNER, today=TODAY)
    assert (verde.supplier, verde.days, verde.a_year, verde.since, verde.past, verde.soon) == (
        "Verde",
        30,
        Decimal("1200.00"),
        Decimal("0.00"),
        False,
        True,
    )
    assert (rosso.supplier, rosso.days, rosso.a_year, rosso.since) == (
        "Rosso",
        -31,
        Decimal("540.00"),
        Decimal("40.00"),
    )


def test_the_window_is_asked_for(ws):
    assert [tag.supplier for tag in expiring(ws, OWNER, within=29, today=TODAY)] == ["Rosso"]
    assert [tag.supplier for tag in expiring(ws, OWNER, within=183, today=TODAY)] == ["Verde", "Lontano", "Rosso"]


def test_the_suppliers_own_word_is_warned_of_where_it_counts(tmp_path):
    with workspace_with(tmp_path / "home", LINES, tags=TAGS, settings={"declared_counts": "true"}) as ws:
        assert "Forse" in [tag.supplier for tag in expiring(ws, OWNER, today=TODAY)]


def test_each_sees_what_his_companies_buy(ws):
    (verde,) = expiring(ws, Actor("Due", "viewer", frozenset({2})), today=TODAY)
    assert (verde.supplier, verde.a_year) == ("Verde", Decimal("200.00"))
    assert expiring(ws, Actor("nobody", "viewer", frozenset()), today=TODAY) == ()


def test_a_renewed_certificate_goes_on_without_a_gap_as_a_new_tag(ws, tmp_path):
    paper = tmp_path / "new.pdf"
    paper.write_bytes(b"%PDF-1.7 renewed")
    (verde, _) = expiring(ws, OWNER, today=TODAY)
    new = tagging.renew_tag(
        ws, OWNER, verde.tag_id, "certificate 2026", file=paper, issued_on=date(2025, 6, 15),
        expires_on=date(2026, 7, 31),
    )  # fmt: skip
    rows = ws.db.rows("select tag_id, valid_from, valid_to, ended_at from tag where supplier_id = 1 order by tag_id")
    assert rows == [
        (verde.tag_id, None, date(2025, 7, 31), None),
        (new, date(2025, 8, 1), date(2026, 7, 31), None),
    ]
    assert [tag.supplier for tag in expiring(ws, OWNER, today=TODAY)] == ["Rosso"]


def test_a_renewal_that_comes_late_does_not_fill_the_days_between(ws):
    (_, rosso) = expiring(ws, OWNER, today=TODAY)
    new = tagging.renew_tag(ws, OWNER, rosso.tag_id, "looked again", issued_on=date(2025, 6, 25))
    assert ws.db.value("select valid_from from tag where tag_id = ?", [new]) == date(2025, 6, 25)
    assert [tag.supplier for tag in expiring(ws, OWNER, today=TODAY)] == ["Verde"]
    assert ws.db.rows("select date, evidence from spend where supplier = 'Rosso' order by date") == [
        (date(2025, 3, 1), "confirmed"),
        (date(2025, 6, 30), "confirmed"),
    ]


def test_it_is_said_in_one_sentence(ws):
    tags = expiring(ws, OWNER, today=TODAY)
    assert str(expiry.ahead_words(tags)) == "The proof of 1 supplier ends within 90 days, worth €1,200 a year."
    assert str(expiry.past_words(tags)) == "The proof of 1 supplier has ended: €40 bought since then does not count."
    assert expiry.ahead_words(()) is None
    assert expiry.past_words(()) is None
