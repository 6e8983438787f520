"""Invoices and envelopes for tests, made where they can be read."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

from socialimpact.einvoices import document
from socialimpact.einvoices.invoice import Invoice

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")
SHA256 = bytes.fromhex("300d06096086480165030402010500")


def fattura(
    *lines: str,
    kind: str = "TD01",
    number: str = "17/A",
    date: str = "2024-03-05",
    supplier: str = "IT00488410010",
    name: str = "Rossi S.r.l.",
    buyer: str = "IT00159560366",
    net: str | None = None,
    general: str = "",
    header: str = "",
    town: str = "Torino",
    province: str = "TO",
) -> bytes:
    """A FatturaPA file; a line is `description | net amount | rate`, and `net` the taxable amount if it is not their
    sum.
    """
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    details = "".join(
        f"<DettaglioLinee><NumeroLinea>{place}</NumeroLinea><Descrizione>{text}</Descrizione><Quantita>1.00</Quantita>"
        f"<PrezzoUnitario>{value}</PrezzoUnitario><PrezzoTotale>{value}</PrezzoTotale>"
        f"<AliquotaIVA>{rate}</AliquotaIVA></DettaglioLinee>"
        for place, (text, value, rate) in enumerate(cells, start=1)
    )
    total = Decimal(net) if net is not None else sum((Decimal(value) for _, value, _ in cells), Decimal())
    vat = (total * Decimal("0.22")).quantize(Decimal("0.01"))
    return f"""<?xml version="1.0" encoding="UTF-8"?>{header}
<p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
<FatturaElettronicaHeader>
<CedentePrestatore><DatiAnagrafici>
<IdFiscaleIVA><IdPaese>{supplier[:2]}</IdPaese><IdCodice>{supplier[2:]}</IdCodice></IdFiscaleIVA>
<Anagrafica><Denominazione>{name}</Denominazione></Anagrafica></DatiAnagrafici>
<Sede><Indirizzo>Via Po</Indirizzo><NumeroCivico>1</NumeroCivico><CAP>10100</CAP><Comune>{town}</Comune>
<Provincia>{province}</Provincia><Nazione>{supplier[:2]}</Nazione></Sede></CedentePrestatore>
<CessionarioCommittente><DatiAnagrafici>
<IdFiscaleIVA><IdPaese>{buyer[:2]}</IdPaese><IdCodice>{buyer[2:]}</IdCodice></IdFiscaleIVA>
<Anagrafica><Denominazione>Noi S.p.A.</Denominazione></Anagrafica></DatiAnagrafici></CessionarioCommittente>
</FatturaElettronicaHeader>
<FatturaElettronicaBody>
<DatiGenerali><DatiGeneraliDocumento><TipoDocumento>{kind}</TipoDocumento><Divisa>EUR</Divisa><Data>{date}</Data>
<Numero>{number}</Numero>{general}</DatiGeneraliDocumento></DatiGenerali>
<DatiBeniServizi>{details}<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>{total:.2f}</ImponibileImporto>
<Imposta>{vat}</Imposta></DatiRiepilogo></DatiBeniServizi>
</FatturaElettronicaBody></p:FatturaElettronica>""".encode()


def read(content: bytes, name: str = "invoice.xml") -> list[Invoice]:
    """The invoices of a file."""
    return document.read(io.BytesIO(content), name, 1 << 27)[1]


def told(invoice: Invoice) -> list[tuple[str, str, str]]:
    """Kind, description and amount of each line."""
    return [(line.kind, line.description or "", f"{line.net:.2f}") for line in invoice.lines]


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    path.write_bytes(zip_bytes(files))
    return path


def zip_bytes(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def element(tag: int, value: bytes, *, indefinite: bool = False, long_form: int = 0) -> bytes:
    """One element of BER: tag, length (in `long_form` bytes where that is given), value."""
    if indefinite:
        return bytes([tag, 0x80]) + value + b"\0\0"
    if long_form or len(value) > 127:
        size = long_form or (len(value).bit_length() + 7) // 8
        return bytes([tag, 0x80 | size]) + len(value).to_bytes(size, "big") + value
    return bytes([tag, len(value)]) + value


def signed(content: bytes, *, piece: int = 0, indefinite: bool = False, long_form: int = 0) -> bytes:
    """A CMS envelope around `content`: in one octet string, or in pieces of `piece` bytes."""
    if piece:
        pieces = [element(0x04, content[at : at + piece]) for at in range(0, len(content), piece)] or [b"\4\0"]
        octets = element(0x24, b"".join(pieces), indefinite=indefinite)
    else:
        octets = element(0x04, content, long_form=long_form)
    how = {"indefinite": indefinite, "long_form": 0 if indefinite else long_form}
    inner = element(0x30, DATA + element(0xA0, octets, **how), **how)
    body = b"\x02\x01\x01" + element(0x31, SHA256) + inner + element(0x31, element(0x30, b"\x02\x01\x01"))
    return element(0x30, SIGNED_DATA + element(0xA0, element(0x30, body, **how), **how), **how)
