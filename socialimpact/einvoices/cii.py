"""UN/CEFACT Cross Industry Invoice: Factur-X, ZUGFeRD 2, XRechnung, and ZUGFeRD 1 with its older names."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialimpact.einvoices.balance import balanced
from socialimpact.einvoices.codes import document_type, is_credit
from socialimpact.einvoices.invoice import ZERO, Invoice, Line, NoInvoice, Party, amount, cents, day
from socialimpact.einvoices.markup import Element
from socialimpact.einvoices.ubl import described, prefixed

_NOTHING = Element({})
# Lines that only group others, or inform: their amounts stand in the lines below them.
_NOT_COUNTED = frozenset({"GROUP", "INFORMATION"})
_WITHOUT_LINES = "Totale del documento / The document's total"


def invoices(root: Element) -> Iterator[Invoice]:
    """The document of a `CrossIndustryInvoice`."""
    deal = root.at("SupplyChainTradeTransaction") or _NOTHING
    yield _invoice(
        root.at("ExchangedDocument") or _NOTHING,
        deal.at("ApplicableHeaderTradeAgreement") or _NOTHING,
        deal.at("ApplicableHeaderTradeSettlement") or _NOTHING,
        [_line(element, "Line") for element in deal.all("IncludedSupplyChainTradeLineItem")],
    )


def first_invoices(root: Element) -> Iterator[Invoice]:
    """The document of a `CrossIndustryDocument`, as ZUGFeRD 1 wrote it."""
    deal = root.at("SpecifiedSupplyChainTradeTransaction") or _NOTHING
    yield _invoice(
        root.at("HeaderExchangedDocument") or _NOTHING,
        deal.at("ApplicableSupplyChainTradeAgreement") or _NOTHING,
        deal.at("ApplicableSupplyChainTradeSettlement") or _NOTHING,
        [_line(element, "SupplyChain") for element in deal.all("IncludedSupplyChainTradeLineItem")],
    )


def _invoice(document: Element, agreement: Element, settlement: Element, lines: list[Line]) -> Invoice:
    total = (
        settlement.at("SpecifiedTradeSettlementHeaderMonetarySummation")
        or settlement.at("SpecifiedTradeSettlementMonetarySummation")
        or _NOTHING
    )
    code = document.say("TypeCode") or "380"
    net = amount(total.say("TaxBasisTotalAmount"))
    beside = [*_allowances(settlement), *_transport(settlement)]
    account = settlement.say("ReceivableSpecifiedTradeAccountingAccount", "ID")
    if not lines:
        # the smallest profiles of Factur-X send totals only
        if net is None:
            raise NoInvoice("amount_missing")
        lines, beside = [Line("", cents(net), document.say("Name") or _WITHOUT_LINES)], []
    for line in lines:
        line.cost_centre = line.cost_centre or account
    invoice = Invoice(
        syntax="CII",
        type=document_type(code),
        number=document.say("ID"),
        date=day(document.say("IssueDateTime", "DateTimeString")),
        currency=(settlement.say("InvoiceCurrencyCode") or "EUR").upper()[:3],
        supplier=_party(agreement.at("SellerTradeParty")),
        buyer=_party(agreement.at("BuyerTradeParty")),
        lines=lines,
        net=net,
        gross=amount(total.say("GrandTotalAmount")),
        due=_due(settlement),
        credit=is_credit(code),
    )
    return balanced(invoice, beside)


def _line(element: Element, era: str) -> Line:
    agreement = element.at(f"Specified{era}TradeAgreement") or _NOTHING
    settlement = element.at(f"Specified{era}TradeSettlement") or _NOTHING
    document = element.at("AssociatedDocumentLineDocument") or _NOTHING
    total = (
        settlement.at("SpecifiedTradeSettlementLineMonetarySummation")
        or settlement.at("SpecifiedTradeSettlementMonetarySummation")
        or _NOTHING
    )
    net = cents(amount(total.say("LineTotalAmount")) or ZERO)
    price = agreement.say("NetPriceProductTradePrice", "ChargeAmount")
    tax = settlement.at("ApplicableTradeTax") or _NOTHING
    product = element.at("SpecifiedTradeProduct") or _NOTHING
    grouping = document.say("LineStatusReasonCode") in _NOT_COUNTED
    return Line(
        number=document.say("LineID") or "",
        net=ZERO if grouping else net,
        description=described(product.say("Name"), product.say("Description"))
        or document.say("IncludedNote", "Content"),
        quantity=element.say(f"Specified{era}TradeDelivery", "BilledQuantity"),
        unit_price=price,
        vat=tax.say("RateApplicablePercent") or tax.say("ApplicablePercent") or tax.say("CategoryCode"),
        code=product.say("DesignatedProductClassification", "ClassCode"),
        cost_centre=settlement.say("ReceivableSpecifiedTradeAccountingAccount", "ID"),
        kind="note" if grouping or (not net and not amount(price)) else "line",
    )


def _allowances(settlement: Element) -> Iterator[Line]:
    for part in settlement.all("SpecifiedTradeAllowanceCharge"):
        charge = part.say("ChargeIndicator", "Indicator") == "true"
        value: Decimal = amount(part.say("ActualAmount")) or ZERO
        # ZUGFeRD 1 wrote allowances with a minus, its successors without
        value = value if charge else -abs(value)
        yield Line("", cents(value), part.say("Reason") or ("Charge" if charge else "Discount"),
                   vat=part.say("CategoryTradeTax", "RateApplicablePercent"),
                   kind="charge" if charge else "allowance")  # fmt: skip


def _transport(settlement: Element) -> Iterator[Line]:
    for part in settlement.all("SpecifiedLogisticsServiceCharge"):
        value = amount(part.say("AppliedAmount"))
        if value:
            yield Line("", cents(value), part.say("Description") or "Transport", kind="charge")


def _due(settlement: Element) -> str | None:
    dues = [
        found
        for terms in settlement.all("SpecifiedTradePaymentTerms")
        if (found := day(terms.say("DueDateDateTime", "DateTimeString")))
    ]
    return max(dues, default=None)


def _party(element: Element | None) -> Party:
    if element is None:
        return Party()
    seat = element.at("PostalTradeAddress") or _NOTHING
    country = (seat.say("CountryID") or "").upper() or None
    numbers = {
        found.attributes.get("schemeID", "VA"): found.text
        for registration in element.all("SpecifiedTaxRegistration")
        for found in registration.all("ID")
    }
    vat = numbers.get("VA") or None
    return Party(
        name=element.say("SpecifiedLegalOrganization", "TradingBusinessName") if not element.say("Name")
        else element.say("Name"),
        vat=prefixed(vat, country),
        tax_code=None if vat else element.say("SpecifiedLegalOrganization", "ID") or numbers.get("FC"),
        address=", ".join(part for name in ("LineOne", "LineTwo") if (part := seat.say(name))) or None,
        postcode=seat.say("PostcodeCode"),
        municipality=seat.say("CityName"),
        province=seat.say("CountrySubDivisionName") if country == "IT" else None,
        country=country,
    )  # fmt: skip
