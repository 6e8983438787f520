"""The titles about the local economy say what the numbers say, and no more."""

from decimal import Decimal

import pytest

from socialimpact.charts import local_messages as messages
from socialimpact.language import plain

TORINO, CUNEO, ROMA, BARI = (plain(name) for name in ("Torino", "Cuneo", "Roma", "Bari"))


def euro(*amounts):
    return [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (messages.rules(None, []), "The local share is not known: there is nothing to divide by"),
        (messages.rules(0.4, []), "40.0% of spend is local"),
        (messages.rules(0.4, [0.2, 0.65]), "40.0% of spend is local; other rules would say from 20% to 65%"),
        (messages.sites([TORINO], [None]), "For no site can it be said how local its spend is"),
        (messages.sites([TORINO, CUNEO], [0.5, None]), "Torino buys 50.0% locally"),
        (
            messages.sites([TORINO, CUNEO], [0.25, 0.5]),
            "Cuneo buys the most locally, 50.0%; Torino the least, 25.0%",
        ),
        (messages.provinces([], [], Decimal(0)), "No spend with a known place in Italy"),
        (messages.provinces([TORINO], euro(5), Decimal(-5)), "No spend with a known place in Italy"),
        (messages.provinces([TORINO, CUNEO], euro(75, 25), Decimal(100)), "75% of the spend in Italy goes to Torino"),
        (
            messages.provinces([TORINO, CUNEO, ROMA, BARI], euro(50, 20, 20, 10), Decimal(100)),
            "Three provinces receive 90% of the spend in Italy, Torino the most",
        ),
        (messages.distance(Decimal(5), Decimal(0), 50), "How far the money goes is not known"),
        (messages.distance(Decimal(-5), Decimal(10), 50), "How far the money goes is not known"),
        (messages.distance(Decimal(5), Decimal(10), 50), "50% of spend stays within 50 km"),
        (messages.social_and_local(Decimal(5), Decimal(-1)), "Nothing to divide by"),
        (messages.years(None, None), "No whole year to compare yet"),
        (messages.years((2024, 0.1), (2024, 0.1)), "Local share was 10.0% in 2024"),
        (messages.years((2023, 0.1), (2025, 0.1001)), "Local share stays at 10.0% from 2023 to 2025"),
        (messages.years((2023, 0.3), (2025, 0.1)), "Local share fell from 30.0% in 2023 to 10.0% in 2025"),
        (
            messages.moved(Decimal(-10), Decimal(5), Decimal(15)),
            "Local spend fell by €10: €5 came with new suppliers, €15 left with lost ones",
        ),
        (messages.moved(Decimal(0), Decimal(0), Decimal(0)), "Local spend is unchanged"),
        (messages.top_local([], [], Decimal(0), 0), "No local supplier yet"),
        (
            messages.top_local([TORINO, CUNEO, ROMA], euro(50, 30, 10), Decimal(100), 9),
            "The three largest receive 90% of local spend",
        ),
        (messages.abroad(Decimal(0), Decimal(10), None), "Nothing goes abroad, as far as places are known"),
        (messages.abroad(Decimal(5), Decimal(0), ROMA), "Most of what goes abroad goes to Roma"),
    ],
    ids=str,
)
def test_a_title_says_what_the_numbers_say(message, said):
    assert str(message) == said
    assert message.to("it") != said
