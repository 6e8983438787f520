"""Electronic invoices to measure with: FatturaPA files of the usual size, invented, the same each time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.ledgers import Bought, purchases

BUYER = "01234567897"
MOST_LINES = 6
RATE = 22


def files(count: int) -> Iterator[tuple[str, bytes]]:
    """`count` files with one invoice each, of one to six lines (three and a half on average)."""
    lines = purchases(count * MOST_LINES)
    for number in range(count):
        bought = [next(lines) for _ in range(MOST_LINES)]
        yield f"IT{bought[0].vat_number}_{number:05d}.xml", fattura(number, bought[: number % MOST_LINES + 1])


def fattura(number: int, bought: list[Bought]) -> bytes:
    """One ordinary FatturaPA invoice of the first supplier, with all of the lines."""
    first = bought[0]
    goods = "".join(_line(place, one) for place, one in enumerate(bought, start=1))
    net = sum(round(abs(one.net) * 100) for one in bought)
    tax = round(net * RATE / 100)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<p:FatturaElettronica versione="FPR12" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
 xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
  <FatturaElettronicaHeader>
    <DatiTrasmissione>
      <IdTrasmittente><IdPaese>IT</IdPaese><IdCodice>{first.vat_number}</IdCodice></IdTrasmittente>
      <ProgressivoInvio>{number:05d}</ProgressivoInvio>
      <FormatoTrasmissione>FPR12</FormatoTrasmissione>
      <CodiceDestinatario>0000000</CodiceDestinatario>
    </DatiTrasmissione>
    <CedentePrestatore>
      <DatiAnagrafici>
        <IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>{first.vat_number}</IdCodice></IdFiscaleIVA>
        <CodiceFiscale>{first.vat_number}</CodiceFiscale>
        <Anagrafica><Denominazione>{escape(first.name)}</Denominazione></Anagrafica>
        <RegimeFiscale>RF01</RegimeFiscale>
      </DatiAnagrafici>
      <Sede>
        <Indirizzo>Via Garibaldi</Indirizzo><NumeroCivico>{number % 200 + 1}</NumeroCivico>
        <CAP>10100</CAP><Comune>{first.town}</Comune><Provincia>{first.province}</Provincia><Nazione>IT</Nazione>
      </Sede>
      <Contatti><Telefono>0110000000</Telefono><Email>info@example.com</Email></Contatti>
    </CedentePrestatore>
    <CessionarioCommittente>
      <DatiAnagrafici>
        <IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>{BUYER}</IdCodice></IdFiscaleIVA>
        <CodiceFiscale>{BUYER}</CodiceFiscale>
        <Anagrafica><Denominazione>Ascensori di prova S.p.A.</Denominazione></Anagrafica>
      </DatiAnagrafici>
      <Sede>
        <Indirizzo>Corso Francia</Indirizzo><NumeroCivico>1</NumeroCivico>
        <CAP>10100</CAP><Comune>Torino</Comune><Provincia>TO</Provincia><Nazione>IT</Nazione>
      </Sede>
    </CessionarioCommittente>
  </FatturaElettronicaHeader>
  <FatturaElettronicaBody>
    <DatiGenerali>
      <DatiGeneraliDocumento>
        <TipoDocumento>{first.kind}</TipoDocumento><Divisa>EUR</Divisa><Data>{first.day.isoformat()}</Data>
        <Numero>{escape(first.number)}</Numero>
        <ImportoTotaleDocumento>{_cents(net + tax)}</ImportoTotaleDocumento>
        <Causale>Fornitura come da accordi</Causale>
      </DatiGeneraliDocumento>
      <DatiOrdineAcquisto><IdDocumento>ORD-{number}</IdDocumento></DatiOrdineAcquisto>
    </DatiGenerali>
    <DatiBeniServizi>{goods}
      <DatiRiepilogo>
        <AliquotaIVA>{RATE}.00</AliquotaIVA><ImponibileImporto>{_cents(net)}</ImponibileImporto>
        <Imposta>{_cents(tax)}</Imposta><EsigibilitaIVA>I</EsigibilitaIVA>
      </DatiRiepilogo>
    </DatiBeniServizi>
    <DatiPagamento>
      <CondizioniPagamento>TP02</CondizioniPagamento>
      <DettaglioPagamento>
        <ModalitaPagamento>MP05</ModalitaPagamento>
        <DataScadenzaPagamento>{first.day.isoformat()}</DataScadenzaPagamento>
        <ImportoPagamento>{_cents(net + tax)}</ImportoPagamento>
        <IBAN>IT60X0542811101000000123456</IBAN>
      </DettaglioPagamento>
    </DatiPagamento>
  </FatturaElettronicaBody>
</p:FatturaElettronica>
""".encode()


def write_zip(count: int, path: Path) -> Path:
    """A zip of `count` invoices, in folders by month as archives keep them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for number, batch in groupby(enumerate(files(count)), key=lambda pair: pair[0] * 36 // count):
            for _, (name, content) in batch:
                target.writestr(f"{2023 + number // 12}-{number % 12 + 1:02d}/{name}", content)
    return path


def _line(place: int, one: Bought) -> str:
    value = f"{abs(one.net):.2f}"
    return f"""
      <DettaglioLinee>
        <NumeroLinea>{place}</NumeroLinea>
        <CodiceArticolo><CodiceTipo>INT</CodiceTipo><CodiceValore>{one.code}</CodiceValore></CodiceArticolo>
        <Descrizione>{escape(one.text)} {one.number}</Descrizione>
        <Quantita>1.00</Quantita><UnitaMisura>PZ</UnitaMisura>
        <PrezzoUnitario>{value}</PrezzoUnitario><PrezzoTotale>{value}</PrezzoTotale>
        <AliquotaIVA>{RATE}.00</AliquotaIVA>
      </DettaglioLinee>"""


def _cents(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"
