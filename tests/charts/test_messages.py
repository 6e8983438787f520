from decimal import Decimal

import pytest

from socialimpact.charts import messages
from socialimpact.language import msg


def trend(now, before, **more):
    return str(messages.share_trend(now, before, **more))


@pytest.mark.parametrize(
    ("now", "before", "more", "title"),
    [
        (None, None, {}, "The social share is not known: there is nothing to divide by"),
        (0.056, None, {}, "Social share is 5.6%"),
        (0.056, 0.041, {}, "Social share rose from 4.1% to 5.6%"),
        (0.041, 0.056, {}, "Social share fell from 5.6% to 4.1%"),
        (0.0561, 0.0562, {}, "Social share stays at 5.6%"),
        (0.056, 0.041, {"target": 0.06, "months_left": 12}, "Social share rose to 5.6%, on course for 6%"),
        (0.056, 0.055, {"target": 0.06, "months_left": 12}, "Social share rose to 5.6%, not yet fast enough for 6%"),
        (0.041, 0.056, {"target": 0.06, "months_left": 12}, "Social share fell to 4.1%, away from the target of 6%"),
        (0.041, 0.041, {"target": 0.06, "months_left": 12}, "Social share stays at 4.1%, short of the target of 6%"),
        (0.041, None, {"target": 0.06, "months_left": 12}, "Social share is 4.1% on the way to 6%"),
        (0.06, 0.01, {"target": 0.06, "months_left": 0}, "Social share is 6.0%: the target of 6% is reached"),
        (
            0.05,
            0.01,
            {"target": 0.06, "target_year": 2025},
            "Social share is 5.0%: the target of 6% for 2025 was missed",
        ),
        (0.056, None, {"in_twelve_months": True}, "Social share is 5.6% in twelve months"),
    ],
)
def test_the_title_says_where_the_share_goes(now, before, more, title):
    assert trend(now, before, **more) == title


NAMES = [msg("Overview"), msg("Data")]


@pytest.mark.parametrize(
    ("amounts", "possible", "title"),
    [
        (["60", "40"], "0", "Most goes to: Overview, 60%"),
        (["60", "0"], "40", "All of it goes to one kind: Overview"),
        (["0", "0"], "1500", "Nothing is confirmed yet; €1,500 is possible"),
        ([], "0", "No social spend"),
        (["-10"], "0", "No social spend"),
    ],
)
def test_by_kind_says_who_receives_most(amounts, possible, title):
    assert str(messages.by_kind(NAMES, [Decimal(each) for each in amounts], Decimal(possible))) == title


@pytest.mark.parametrize(
    ("amounts", "total", "suppliers", "title"),
    [
        ([], "0", 0, "No social supplier yet"),
        (["5"], "5", 1, "One supplier receives all social spend: Overview"),
        (["6", "4"], "10", 2, "Overview receives 60% of social spend"),
        (["5", "3", "1"], "10", 4, "The three largest receive 90% of social spend"),
        (["5"], "-5", 2, "No social supplier yet"),
    ],
)
def test_top_suppliers_say_how_the_spend_is_spread(amounts, total, suppliers, title):
    shown = messages.top_suppliers(NAMES, [Decimal(each) for each in amounts], Decimal(total), suppliers)
    assert str(shown) == title
