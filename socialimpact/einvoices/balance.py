"""Lines that add up: what a document says beside its lines becomes lines too, until the sum is its own net.

A document states its net itself (DatiRiepilogo, TaxExclusiveAmount, TaxBasisTotalAmount). That figure is taken as
true; what the lines lack of it is a rounding where it is as small as roundings are, else a difference that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from socialimpact.einvoices.invoice import CENT, ZERO, Invoice, Line, cents

# A cent for each line that may have been rounded, and never more than this for a short invoice.
LEAST_ROUNDING = Decimal("0.05")
MOST_BESIDE = 8
_NAMES = {
    "rounding": "Arrotondamento / Rounding",
    "difference": "Differenza tra righe e totale / Lines and total differ",
}


def balanced(invoice: Invoice, beside: Sequence[Line], stated_rounding: Decimal = ZERO) -> Invoice:
    """The invoice with those of the lines `beside` (allowances, charges, funds) that its net counts, then with one
    line for the rest, and with the sign that its type asks for.

    Some programs repeat an allowance or a fund among the lines: what would count twice is left out, if the stated
    net says so.
    """
    total = sum((line.net for line in invoice.lines), ZERO)
    if invoice.net is None:
        invoice.lines += beside
        invoice.net = total + sum((line.net for line in beside), ZERO)
    else:
        invoice.net = cents(invoice.net)
        tolerance = max(CENT * (len(invoice.lines) + len(beside)), LEAST_ROUNDING) + abs(stated_rounding)
        invoice.lines += _counted(beside, invoice.net - total, tolerance)
        rest = invoice.net - sum((line.net for line in invoice.lines), ZERO)
        if rest:
            kind = "rounding" if abs(rest) <= tolerance else "difference"
            invoice.lines.append(Line("", rest, _NAMES[kind], kind=kind))
            if kind == "difference":
                invoice.remarks.append(("lines_differ", {"difference": f"{rest:f}", "net": f"{invoice.net:f}"}))
    if invoice.credit:
        _subtract(invoice)
    return invoice


def _counted(beside: Sequence[Line], missing: Decimal, tolerance: Decimal) -> list[Line]:
    """All of the lines, unless another choice of them is the one that the net counts."""
    if abs(missing - sum((line.net for line in beside), ZERO)) <= tolerance:
        return list(beside)
    if 0 < len(beside) <= MOST_BESIDE:
        for size in range(len(beside) - 1, -1, -1):
            for some in combinations(beside, size):
                if abs(missing - sum((line.net for line in some), ZERO)) <= tolerance:
                    return list(some)
    return list(beside)


def _subtract(invoice: Invoice) -> None:
    """A credit note takes away: its lines turn, unless it is written with a minus already."""
    if (invoice.net or ZERO) < 0:
        invoice.remarks.append(("credit_note_negative", {}))
        return
    invoice.net = -(invoice.net or ZERO)
    invoice.gross = -invoice.gross if invoice.gross is not None and invoice.gross > 0 else invoice.gross
    for line in invoice.lines:
        line.net = -line.net
