"""UBL 2.1 invoices and credit notes, as EN 16931 and Peppol BIS Billing 3 use them."""

from __future__ import annotations

from collections.abc import Iterator

from socialimpact.einvoices.balance import balanced
from socialimpact.einvoices.codes import document_type, is_credit
from socialimpact.einvoices.invoice import ZERO, Invoice, Line, Party, amount, cents, day
from socialimpact.einvoices.markup import Element


def invoices(root: Element) -> Iterator[Invoice]:
    """The document of an `Invoice`."""
    yield _invoice(root, root.say("InvoiceTypeCode") or "380", root.all("InvoiceLine"))


def credit_notes(root: Element) -> Iterator[Invoice]:
    """The document of a `CreditNote`: its amounts are positive and take away."""
    yield _invoice(root, root.say("CreditNoteTypeCode") or "381", root.all("CreditNoteLine"), credit=True)


def _invoice(root: Element, code: str, lines: list[Element], *, credit: bool = False) -> Invoice:
    total = root.at("LegalMonetaryTotal") or Element({})
    invoice = Invoice(
        syntax="UBL",
        type=document_type(code),
        number=root.say("ID"),
        date=day(root.say("IssueDate")),
        currency=(root.say("DocumentCurrencyCode") or total_currency(total) or "EUR").upper()[:3],
        supplier=_party(root.at("AccountingSupplierParty", "Party")),
        buyer=_party(root.at("AccountingCustomerParty", "Party")),
        lines=[_line(element, root.say("AccountingCost")) for element in lines],
        net=amount(total.say("TaxExclusiveAmount")),
        gross=amount(total.say("TaxInclusiveAmount")),
        due=day(root.say("DueDate") or root.say("PaymentMeans", "PaymentDueDate")),
        credit=credit or is_credit(code),
    )
    return balanced(invoice, [_beside(element) for element in root.all("AllowanceCharge")])


def total_currency(total: Element) -> str | None:
    """The currency that the totals carry, for documents without a code of their own."""
    for name in ("TaxExclusiveAmount", "PayableAmount"):
        found = total.at(name)
        if found and (currency := found.attributes.get("currencyID")):
            return currency
    return None


def _line(element: Element, account: str | None) -> Line:
    net = cents(amount(element.say("LineExtensionAmount")) or ZERO)
    price = element.say("Price", "PriceAmount")
    category = element.at("Item", "ClassifiedTaxCategory") or Element({})
    words = (element.say("Item", "Name"), element.say("Item", "Description") or element.say("Note"))
    return Line(
        number=element.say("ID") or "",
        net=net,
        description=described(*words),
        quantity=element.say("InvoicedQuantity") or element.say("CreditedQuantity"),
        unit_price=price,
        vat=category.say("Percent") or category.say("ID"),
        code=element.say("Item", "CommodityClassification", "ItemClassificationCode"),
        cost_centre=element.say("AccountingCost") or account,
        kind="note" if not net and not amount(price) else "line",
    )


def _beside(element: Element) -> Line:
    charge = element.say("ChargeIndicator") == "true"
    value = amount(element.say("Amount")) or ZERO
    reason = element.say("AllowanceChargeReason") or ("Charge" if charge else "Discount")
    return Line("", cents(value if charge else -value), reason, vat=element.say("TaxCategory", "Percent"),
                kind="charge" if charge else "allowance")  # fmt: skip


def _party(element: Element | None) -> Party:
    if element is None:
        return Party()
    seat = element.at("PostalAddress") or Element({})
    legal = element.say("PartyLegalEntity", "CompanyID")
    vat = next(
        (scheme.say("CompanyID") for scheme in element.all("PartyTaxScheme")
         if (scheme.say("TaxScheme", "ID") or "VAT").upper() == "VAT"), None)  # fmt: skip
    country = (seat.say("Country", "IdentificationCode") or "").upper() or None
    subentity = seat.say("CountrySubentity")
    return Party(
        name=element.say("PartyLegalEntity", "RegistrationName") or element.say("PartyName", "Name"),
        vat=prefixed(vat, country),
        tax_code=None if vat else legal,
        address=", ".join(part for name in ("StreetName", "AdditionalStreetName") if (part := seat.say(name))) or None,
        postcode=seat.say("PostalZone"),
        municipality=seat.say("CityName"),
        province=subentity if country == "IT" else None,
        country=country,
    )


def prefixed(number: str | None, country: str | None) -> str | None:
    """A VAT number with its country before it."""
    bare = (number or "").replace(" ", "").upper()
    return f"{country}{bare}" if bare and country and not bare[:2].isalpha() else bare or None


def described(name: str | None, text: str | None) -> str | None:
    """Name and description as one text, each once."""
    if name and text and text.casefold() != name.casefold():
        return f"{name}: {text}"
    return name or text
