"""An invoice as the law's formats tell it: two parties, lines, and the totals that the document states itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
# Amounts have two decimals, prices and quantities up to eight; longer ones are no amounts of this world.
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,12})?|\.\d{1,12})", re.ASCII)
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)


class NoInvoice(Exception):  # noqa: N818 - not a failure: what a file is instead of an invoice
    """A file, or one document of it, gives no invoice: `code` is a key of `reasons.NO_INVOICE`."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(slots=True)
class Party:
    """Supplier or buyer. `vat` carries its country's prefix; `country` is the two letters of the seat."""

    name: str | None = None
    vat: str | None = None
    tax_code: str | None = None
    address: str | None = None
    postcode: str | None = None
    municipality: str | None = None
    province: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Line:
    """One row of an invoice; `net` is without VAT, in cents, and minus what it takes away from spend.

    `kind` is `line`, or what stands beside the lines so that they add up to the document's net: `fund`,
    `allowance`, `charge`, `rounding`, `difference`; `note` is text without a price; `stamp` is stamp duty that is
    charged on top of the document's net.
    """

    number: str
    net: Decimal
    description: str | None = None
    quantity: str | None = None
    unit_price: str | None = None
    vat: str | None = None  # the rate, or the code of why there is none
    code: str | None = None  # class of goods or services (CPV, UNSPSC, …)
    cost_centre: str | None = None
    kind: str = "line"


@dataclass(slots=True)
class Invoice:
    """One document. `net`, `gross` and the lines' amounts carry the sign with which they count as spend."""

    syntax: str
    type: str
    number: str | None
    date: str | None
    currency: str
    supplier: Party
    buyer: Party
    lines: list[Line]
    net: Decimal | None  # as the document states it, without VAT
    gross: Decimal | None  # as the document states it, with VAT
    due: str | None = None
    credit: bool = False
    remarks: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # (code of `reasons.REMARKS`, details)


def amount(text: str | None) -> Decimal | None:
    """An amount as the formats write it (a point, no exponent, no groups), or None where there is none.

    Raises `NoInvoice` where the text is no number: an invoice with an unreadable amount is not half counted.
    """
    if text is None or text == "":
        return None
    if not _NUMBER.fullmatch(text):
        raise NoInvoice("amount_unreadable", value=text[:60])
    return Decimal(text)


def cents(value: Decimal) -> Decimal:
    """The amount in whole cents, halves away from zero as invoices round."""
    return value.quantize(CENT, "ROUND_HALF_UP")


def day(text: str | None) -> str | None:
    """An ISO date from `2025-01-31`, with or without a time zone, or `20250131`; other text as it stands."""
    if not text:
        return None
    found = _DATE.match(text)
    return "-".join(found.groups()) if found else text[:40]
