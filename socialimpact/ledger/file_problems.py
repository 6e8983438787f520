"""What to know about a file as a whole: what waits for a rate, what includes VAT, what was turned round."""

from __future__ import annotations

from collections.abc import Sequence

from socialimpact.errors import Place, Problem
from socialimpact.language import Share, msg, plural
from socialimpact.ledger import conversion
from socialimpact.ledger.mapping import Mapping
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader
from socialimpact.tables.layout import Layout

MOST_PLACES = 1000  # rows of one currency that are named
# Doubts about how figures and dates are written.
_OF_MARK = ("ambiguous_decimal_mark", "other_decimal_mark")
_OF_ORDER = ("ambiguous_dates", "mixed_date_order")


def found(tx: Transaction, mapping: Mapping) -> list[Problem]:
    """What is said once of the rows of `placed`."""
    return [*unconverted(tx, "placed"), *_with_vat(tx, mapping), *_turned(tx)]


def unconverted(reader: Reader, table: str, condition: str = "true") -> list[Problem]:
    """What waits for an exchange rate, by currency, in `placed` or `set_aside`."""
    return [
        Problem(
            "warning",
            "no_exchange_rate",
            plural(
                "{n} purchase in {currency}, {amount} in all, has no exchange rate: it is in no total until there is"
                " one. Add the European Central Bank's file of rates on the page Registers, or state a rate.",
                "{n} purchases in {currency}, {amount} in all, have no exchange rate: they are in no total until there"
                " is one. Add the European Central Bank's file of rates on the page Registers, or state a rate.",
                each.lines,
                currency=each.currency,
                amount=round(each.amount, 2),
            ),
            value=each.currency,
            places=tuple(
                Place(sheet, row, None, each.currency)
                for sheet, row in conversion.rows_waiting(reader, table, each.currency, condition, MOST_PLACES)
            ),
        )
        for each in conversion.waiting(reader, table, condition)
    ]


def of_layouts(layouts: Sequence[Layout], mapping: Mapping) -> list[Problem]:
    """What is odd about the sheets that are read, without doubts that a person has settled by saying otherwise."""
    used = {table.sheet: table for table in mapping.used}
    return [
        problem
        for layout in layouts
        if layout.sheet in used
        for problem in layout.problems
        if not (
            (problem.code in _OF_MARK and used[layout.sheet].decimal_mark != layout.decimal_mark)
            or (problem.code in _OF_ORDER and used[layout.sheet].date_order != layout.date_order)
        )
    ]


def _with_vat(tx: Transaction, mapping: Mapping) -> list[Problem]:
    """Whether amounts still hold VAT, and what was taken off them."""
    with_vat, said = 0, []
    if conversion.any_parsed(tx, "reason is null and basis = 'gross'"):
        with_vat = tx.value(
            "select count(*) from placed where reason is null and basis = 'gross'", step="problems: VAT"
        )
    if with_vat:
        said.append(
            Problem(
                "warning",
                "vat_included",
                plural(
                    "{n} amount includes VAT, and nothing says how much: it counts with VAT. Say which column holds the"
                    " VAT, or state a rate.",
                    "{n} amounts include VAT, and nothing says how much: they count with VAT. Say which column holds"
                    " the VAT, or state a rate.",
                    with_vat,
                ),
            )
        )
    if mapping.assumed_vat_rate is not None:
        rate = Share(mapping.assumed_vat_rate / 100, 1)
        if any(table.has("gross_amount") for table in mapping.used) or mapping.amount_basis == "gross":
            text = msg("Amounts with VAT were brought to net by the rate that was stated, {rate}.", rate=rate)
            said.append(Problem("warning", "vat_rate_stated", text))
        else:
            text = msg("A VAT rate of {rate} was stated, but the amounts leave VAT out: it was not used.", rate=rate)
            said.append(Problem("warning", "vat_rate_unused", text))
    return said


def _turned(tx: Transaction) -> list[Problem]:
    return [
        Problem(
            "warning",
            "signs_turned",
            msg(
                "Nearly all of the {n} purchases are written with a minus, as in a supplier's account: they were turned"
                " round, so that purchases add up and credit notes are subtracted.",
                n=number,
            ),
        )
        for (number,) in tx.rows("select number from turned", step="problems: signs")
    ]
