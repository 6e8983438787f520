"""FatturaPA, the Italian invoice: ordinary (FPR12, FPA12 and the older 1.x) and simplified (FSM10).

Source of element names and rules: Agenzia delle Entrate, technical specifications of the electronic invoice
(allegato A, 1.8), and the schema of FatturaPA 1.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialimpact.einvoices.balance import balanced
from socialimpact.einvoices.invoice import ZERO, Invoice, Line, NoInvoice, Party, amount, cents, day
from socialimpact.einvoices.markup import Element

CREDIT_NOTES = frozenset({"TD04", "TD08"})
# TD16 to TD19 and TD20 to TD23, TD28, TD29 are made by the buyer: a correction keeps the code and takes a minus.
_NO_POSTCODE = "00000"


def invoices(root: Element) -> Iterator[Invoice]:
    """The documents of an ordinary FatturaPA file, one a body."""
    header = root.at("FatturaElettronicaHeader") or Element({})
    supplier = _party(header.at("CedentePrestatore"))
    buyer = _party(header.at("CessionarioCommittente"))
    syntax = root.attributes.get("versione") or header.say("DatiTrasmissione", "FormatoTrasmissione") or "FatturaPA"
    for body in root.all("FatturaElettronicaBody"):
        yield _ordinary(body, syntax[:10], supplier, buyer)


def simplified(root: Element) -> Iterator[Invoice]:
    """The documents of a simplified FatturaPA file."""
    header = root.at("FatturaElettronicaHeader") or Element({})
    supplier = _party(header.at("CedentePrestatore"))
    buyer = _party(header.at("CessionarioCommittente"))
    syntax = root.attributes.get("versione") or "FSM10"
    for body in root.all("FatturaElettronicaBody"):
        yield _simplified(body, syntax[:10], supplier, buyer)


def _ordinary(body: Element, syntax: str, supplier: Party, buyer: Party) -> Invoice:
    said = body.at("DatiGenerali", "DatiGeneraliDocumento") or Element({})
    goods = body.at("DatiBeniServizi") or Element({})
    lines = [_line(element) for element in goods.all("DettaglioLinee")]
    summary = goods.all("DatiRiepilogo")
    taxables = [value for part in summary if (value := amount(part.say("ImponibileImporto"))) is not None]
    taxes = sum((amount(part.say("Imposta")) or ZERO for part in summary), ZERO)
    roundings = sum((abs(amount(part.say("Arrotondamento")) or ZERO) for part in summary), ZERO)
    net = sum(taxables, ZERO) if taxables else None
    stated_gross = amount(said.say("ImportoTotaleDocumento"))
    invoice = _document(body, syntax, (supplier, buyer), lines)
    invoice.net = net
    invoice.gross = stated_gross if stated_gross is not None or net is None else cents(net + taxes)
    beside = [*_funds(said), *_allowances(said, net)]
    stamp = _stamp(said, net, taxes, stated_gross)
    invoice = balanced(invoice, beside, roundings)
    if stamp:
        invoice.lines.append(Line("", -stamp if invoice.credit else stamp, "Imposta di bollo / Stamp duty",
                                  kind="stamp"))  # fmt: skip
    return invoice


def _document(body: Element, syntax: str, parties: tuple[Party, Party], lines: list[Line]) -> Invoice:
    """What both kinds of document say of themselves; their totals follow."""
    said = body.at("DatiGenerali", "DatiGeneraliDocumento") or Element({})
    kind = (said.say("TipoDocumento") or "TD01").upper()
    dues = sorted(
        day(detail.say("DataScadenzaPagamento")) or ""
        for terms in body.all("DatiPagamento")
        for detail in terms.all("DettaglioPagamento")
    )
    return Invoice(
        syntax=syntax,
        type=kind[:10],
        number=said.say("Numero"),
        date=day(said.say("Data")),
        currency=(said.say("Divisa") or "EUR").upper()[:3],
        supplier=parties[0],
        buyer=parties[1],
        lines=lines,
        net=None,
        gross=None,
        due=next((due for due in reversed(dues) if due), None),
        credit=kind in CREDIT_NOTES,
    )


def _line(element: Element) -> Line:
    price, unit = amount(element.say("PrezzoTotale")), element.say("PrezzoUnitario")
    quantity = element.say("Quantita")
    if price is None:
        times = amount(quantity)
        price = (amount(unit) or ZERO) * (Decimal(1) if times is None else times)
    net = cents(price)
    article = next(
        (code.say("CodiceValore") for code in element.all("CodiceArticolo") if code.say("CodiceTipo") == "CPV"), None
    )
    is_note = not net and not (amount(unit) or ZERO)
    return Line(
        number=element.say("NumeroLinea") or "",
        net=net,
        description=element.say("Descrizione"),
        quantity=quantity,
        unit_price=unit,
        vat=element.say("Natura") or element.say("AliquotaIVA"),
        code=article,
        cost_centre=element.say("RiferimentoAmministrazione"),
        kind="note" if is_note else "line",
    )


def _funds(said: Element) -> Iterator[Line]:
    """Contributions to a profession's social-security fund: part of the taxable amount, and of no line."""
    for fund in said.all("DatiCassaPrevidenziale"):
        value = amount(fund.say("ImportoContributoCassa"))
        if value:
            name = f"Contributo cassa previdenziale {fund.say('TipoCassa') or ''}".strip()
            yield Line("", cents(value), name, vat=fund.say("Natura") or fund.say("AliquotaIVA"), kind="fund")


def _allowances(said: Element, net: Decimal | None) -> Iterator[Line]:
    """Discounts (SC) and surcharges (MG) on the whole document."""
    for part in said.all("ScontoMaggiorazione"):
        value, percent = amount(part.say("Importo")), amount(part.say("Percentuale"))
        if value is None and percent is not None and net is not None and percent < 100:  # noqa: PLR2004 - per cent
            value = net * percent / (100 - percent)
        if value:
            less = (part.say("Tipo") or "SC").upper() == "SC"
            name = "Sconto sul documento / Document discount" if less else "Maggiorazione / Document surcharge"
            yield Line("", cents(-value if less else value), name, kind="allowance" if less else "charge")


def _stamp(said: Element, net: Decimal | None, taxes: Decimal, gross: Decimal | None) -> Decimal | None:
    """Stamp duty that the supplier charges on top: only where the document's total holds it and no taxable does."""
    stamp = amount(said.say("DatiBollo", "ImportoBollo"))
    if not stamp or net is None or gross is None:
        return None
    rounding = amount(said.say("Arrotondamento")) or ZERO
    on_top = gross - net - taxes
    return cents(stamp) if stamp in {on_top, on_top - rounding} else None


def _simplified(body: Element, syntax: str, supplier: Party, buyer: Party) -> Invoice:
    """Amounts of a simplified invoice include VAT: each line says its tax, or the rate to take it out with."""
    lines: list[Line] = []
    gross = ZERO
    for number, element in enumerate(body.all("DatiBeniServizi"), start=1):
        value = amount(element.say("Importo"))
        if value is None:
            raise NoInvoice("amount_missing")
        tax, rate = amount(element.say("DatiIVA", "Imposta")), amount(element.say("DatiIVA", "Aliquota"))
        net = value - tax if tax is not None else value * 100 / (100 + (rate or ZERO))
        gross += value
        lines.append(
            Line(
                str(number),
                cents(net),
                element.say("Descrizione"),
                vat=element.say("Natura") or element.say("DatiIVA", "Aliquota"),
            )
        )
    invoice = _document(body, syntax, (supplier, buyer), lines)
    invoice.gross = cents(gross)
    return balanced(invoice, ())


def _party(element: Element | None) -> Party:
    if element is None:
        return Party()
    facts = element.at("DatiAnagrafici") or element.at("IdentificativiFiscali") or element
    other = element.at("AltriDatiIdentificativi") or element
    person = element.at("DatiAnagrafici", "Anagrafica") or other
    seat = element.at("Sede") or other.at("Sede") or Element({})
    country, code = facts.say("IdFiscaleIVA", "IdPaese"), facts.say("IdFiscaleIVA", "IdCodice")
    full = " ".join(part for name in ("Nome", "Cognome") if (part := person.say(name)))
    street = " ".join(part for name in ("Indirizzo", "NumeroCivico") if (part := seat.say(name)))
    postcode = seat.say("CAP")
    return Party(
        name=person.say("Denominazione") or full or None,
        vat=vat_number(country, code),
        tax_code=facts.say("CodiceFiscale"),
        address=street or None,
        postcode=None if postcode == _NO_POSTCODE else postcode,
        municipality=seat.say("Comune"),
        province=seat.say("Provincia"),
        country=(seat.say("Nazione") or country or "").upper() or None,
    )


def vat_number(country: str | None, code: str | None) -> str | None:
    """The number with its country before it; None for the fillers that stand where a supplier has none."""
    bare = (code or "").replace(" ", "").upper()
    home = (country or "").upper()
    digits = bare.removeprefix(home) if home else bare
    if not digits or not digits.strip("0") or not digits.strip("9") or home in {"OO", "XX"}:
        return None
    return f"{home}{digits}"
