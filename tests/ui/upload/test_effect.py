"""What is said of a decision: which figures moved, from what to what."""

from __future__ import annotations

from decimal import Decimal

from socialimpact.ui.upload.effect import changes

BEFORE = {"social_share": 0.05, "local_share": None, "addressable_spend": Decimal("1000.00")}


def said(after: dict) -> list[str]:
    return [message.to("en") for message in changes(BEFORE, after)]


def test_only_what_moved_is_told():
    assert said(BEFORE | {"social_share": 0.0625}) == ["Social-spend share: 5.00% → 6.25%"]


def test_a_share_of_nothing_is_not_known():
    assert said(BEFORE | {"local_share": 0.5}) == ["Local-supplier share: not known → 50.00%"]
    assert said(BEFORE | {"social_share": None}) == ["Social-spend share: 5.00% → not known"]


def test_amounts_are_told_in_euro():
    assert said(BEFORE | {"addressable_spend": Decimal("2500.00")}) == ["Addressable spend: €1,000 → €2,500"]


def test_where_nothing_moved_that_is_told_too():
    assert said(dict(BEFORE)) == ["The figures stay as they were."]
