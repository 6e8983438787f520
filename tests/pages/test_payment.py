"""The page of payment times in a session of its own."""

import pytest

from socialimpact import settings
from tests.pages.screen import opened, said
from tests.services.dashboards.test_payment import LINES, TAGS
from tests.store_with import workspace_with


def page(language="en", **query):
    at = opened("dashboards/payment", language, **query)
    assert not at.error
    assert not at.exception
    return at


def test_the_page_in_english_and_italian():
    workspace_with(settings.home(), LINES, tags=TAGS).close()
    told = said(page(year="2025"))
    assert "Social suppliers wait 30 days, 38 less than suppliers on the whole" in told
    assert "€570 is past its due date without a payment, €70 of it owed to social suppliers." in told
    assert "Waits longest: Mensa, 40 days" in told
    told = said(page("it", year="2025"))
    assert "I fornitori sociali aspettano 30 giorni" in told
    assert "suppliers" not in told


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "Nothing has been bought yet"),
        ("date | supplier | amount\n2025-03-01 | Alfa | 10.00", "These ledgers do not say when suppliers were paid"),
        ("date | paid | supplier | amount\n2025-03-01 | 2025-03-05 | Alfa | -10.00", "do not say when"),
        ("date | paid | supplier | amount\n2025-03-01 | 2025-02-25 | Alfa | 10.00", "paid after -4 days"),
    ],
    ids=["no data", "no payment dates", "only a credit note", "paid before the invoice"],
)
def test_odd_ledgers_are_no_fault(lines, words):
    workspace_with(settings.home(), lines, tags=TAGS).close()
    assert words in said(page())
