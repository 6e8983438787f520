import pytest

from socialimpact.charts import payment_messages


@pytest.mark.parametrize(
    ("social", "everyone", "words"),
    [
        (None, None, "When suppliers are paid is not known"),
        (None, 60.2, "Suppliers are paid after 60 days on average; of social ones nothing is known"),
        (46.0, 72.8, "Social suppliers wait 46 days, 27 less than suppliers on the whole"),
        (80.0, 72.8, "Social suppliers wait 80 days, 7 longer than suppliers on the whole"),
        (60.1, 60.2, "Social suppliers wait 60 days, like all others"),
    ],
)
def test_waiting(social, everyone, words):
    assert str(payment_messages.waiting(social, everyone)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (50.0, 46.0, "Social suppliers wait 4 days less than in 2023"),
        (46.0, 47.0, "Social suppliers wait 1 day longer than in 2023"),
        (46.0, 46.2, "Social suppliers wait as long as in 2023"),
    ],
)
def test_over_years(first, last, words):
    assert str(payment_messages.over_years(first, last, 2023)) == words
    assert str(payment_messages.over_years(None, None, None)) == "Days to payment, year by year"
