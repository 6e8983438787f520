"""How soon suppliers are paid: measures for ESRS G1-6, by line. Credit notes are not paid and are left out."""

from __future__ import annotations

from socialimpact.figures import declare
from socialimpact.figures.declare import SOCIAL, Measure
from socialimpact.language import Message, msg

# What can be paid early or late, and what of it is known to be paid.
_PAYABLE = "document_type <> 'credit_note'"
_PAID = f"{_PAYABLE} and days_to_pay is not null"
_TERMS = f"{_PAYABLE} and days_late is not null"
_ON_TIME = f"{_TERMS} and days_late <= 0"
_ESRS_PAYMENT = ("ESRS G1-6",)


def _days(key: str, name: Message, average: str, condition: str, sentence: Message) -> Measure:
    paid = f"{condition} and {_PAID}"
    sql = f"{average}(cast(case when {paid} then days_to_pay end as double))"
    return Measure(key, name, "days", sql, sentence, paid, better="less", standards=_ESRS_PAYMENT)


_PAYABLE_LINES = declare.lines(
    "payable_lines", msg("Lines to pay"), f"addressable and {_PAYABLE}",
    msg("Lines of purchases, credit notes left out."),
)  # fmt: skip
_PAID_LINES = declare.lines(
    "paid_lines", msg("Lines with a payment date"), f"addressable and {_PAID}",
    msg("Lines of purchases of which the invoice's date and its payment are known, credit notes left out."),
)  # fmt: skip
_PAID_LINES_SOCIAL = declare.lines(
    "paid_lines_social", msg("Lines with a payment date, social suppliers"), f"{SOCIAL} and {_PAID}",
    msg("Lines of social spend of which the invoice's date and its payment are known, credit notes left out."),
)  # fmt: skip
_DUE = declare.lines(
    "lines_with_terms", msg("Lines with a due and a payment date"), f"addressable and {_TERMS}",
    msg("Lines of purchases of which due date and payment are known, credit notes left out."),
)  # fmt: skip
_DUE_SOCIAL = declare.lines(
    "lines_with_terms_social", msg("Lines with a due and a payment date, social suppliers"), f"{SOCIAL} and {_TERMS}",
    msg("Lines of social spend of which due date and payment are known, credit notes left out."),
)  # fmt: skip
_IN_TIME = declare.lines(
    "lines_paid_on_time", msg("Lines paid on time"), f"addressable and {_ON_TIME}",
    msg("Lines of purchases paid on or before their due date, credit notes left out."),
    better="more",
)  # fmt: skip
_IN_TIME_SOCIAL = declare.lines(
    "lines_paid_on_time_social", msg("Lines paid on time, social suppliers"), f"{SOCIAL} and {_ON_TIME}",
    msg("Lines of social spend paid on or before their due date, credit notes left out."),
    better="more",
)  # fmt: skip
PAYMENTS = (
    _days(
        "average_days_to_pay", msg("Average days to pay"), "avg", "addressable",
        msg(
            "Days from the invoice's date to its payment, averaged over the lines that have both dates, credit "
            "notes left out."
        ),
    ),
    _days(
        "average_days_to_pay_social", msg("Average days to pay, social suppliers"), "avg", SOCIAL,
        msg(
            "Days from the invoice's date to its payment, averaged over the lines of social spend that have both "
            "dates, credit notes left out."
        ),
    ),
    _days(
        "median_days_to_pay", msg("Median days to pay"), "median", "addressable",
        msg("Half of the lines that have both dates were paid sooner after the invoice than this, half later."),
    ),
    _days(
        "median_days_to_pay_social", msg("Median days to pay, social suppliers"), "median", SOCIAL,
        msg(
            "Half of the lines of social spend that have both dates were paid sooner after the invoice than this, "
            "half later."
        ),
    ),
    _PAYABLE_LINES,
    _PAID_LINES,
    declare.share(
        "payment_known_share", msg("Share of lines with a payment date"), _PAID_LINES, _PAYABLE_LINES,
        msg("Lines of which the payment is known, divided by all lines of purchases without credit notes."),
        better="more",
    ),
    _PAID_LINES_SOCIAL,
    _DUE,
    _IN_TIME,
    declare.share(
        "paid_on_time_share", msg("Paid on time"), _IN_TIME, _DUE,
        msg(
            "Lines paid on or before their due date, divided by the lines that have a due and a payment date, credit "
            "notes left out."
        ),
        better="more", standards=_ESRS_PAYMENT,
    ),
    _DUE_SOCIAL,
    _IN_TIME_SOCIAL,
    declare.share(
        "paid_on_time_share_social", msg("Paid on time, social suppliers"), _IN_TIME_SOCIAL, _DUE_SOCIAL,
        msg(
            "Lines of social spend paid on or before their due date, divided by those that have a due and a payment "
            "date, credit notes left out."
        ),
        better="more", standards=_ESRS_PAYMENT,
    ),
    declare.euro(
        "overdue_spend", msg("Past its due date"), f"addressable and {_PAYABLE} and past_due",
        msg(
            "Addressable spend on lines without a payment date whose due date lies before the last payment that their "
            "file knows."
        ),
        better="less", standards=_ESRS_PAYMENT,
    ),
    declare.euro(
        "overdue_social_spend", msg("Past its due date, social suppliers"), f"{SOCIAL} and {_PAYABLE} and past_due",
        msg(
            "Social spend on lines without a payment date whose due date lies before the last payment that their file "
            "knows."
        ),
        better="less", standards=_ESRS_PAYMENT,
    ),
)  # fmt: skip
