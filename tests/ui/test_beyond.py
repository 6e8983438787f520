"""A share beyond its bounds is explained, a change never is."""

from decimal import Decimal

from socialimpact.ui.beyond import why


def said(*shares):
    return [str(message) for message in why(shares)]


def test_what_lies_within_needs_no_words():
    assert said(0, 1, 0.5, None, Decimal("1.0000"), 1.0004, -0.0004) == []


def test_what_lies_beyond_is_explained_once():
    assert said(1.5, 2.0) == ["Over 100%: credit notes of others make the whole smaller than this part of it."]
    assert said(-0.2) == ["Below 0%: more was given back in credit notes than bought."]
    assert len(said(Decimal(3), -1.0, None)) == 2
