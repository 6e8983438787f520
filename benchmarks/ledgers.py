"""Ledgers to measure with: invented, the same each time, as large as asked for."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from stdnum import luhn

HEADER = (
    "Data documento", "Numero documento", "Tipo documento", "Codice fornitore", "Ragione sociale fornitore",
    "Partita IVA", "Comune", "Prov.", "Categoria merceologica", "Descrizione", "Imponibile", "IVA",
)  # fmt: skip
SUPPLIERS = 3_000
TOWNS = (("Torino", "TO"), ("Moncalieri", "TO"), ("Ivrea", "TO"), ("Cuneo", "CN"), ("Milano", "MI"), ("Brescia", "BS"))
TRADES = ("Officina", "Torneria", "Acciai", "Trasporti", "Pulizie", "Studio", "Ferramenta", "Imballaggi", "Grafica")
ROOTS = ("Arvelda", "Brunasca", "Calmirda", "Dravenga", "Eldonga", "Falbanda", "Gardelva", "Lorvasca", "Melnasta")
FORMS = ("S.r.l.", "S.p.A.", "S.n.c.", "Società Cooperativa Sociale", "S.a.s.")
CATEGORIES = ("Materie prime", "Lavorazioni", "Trasporti", "Servizi generali", "Consulenze", "Informatica", "Pulizie")
TEXTS = ("Lamiera decapata", "Lavorazione come da ordine", "Trasporto nazionale", "Canone mensile", "Manutenzione")
EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Bought:
    day: date
    number: str
    kind: str
    code: str
    name: str
    vat_number: str
    town: str
    province: str
    category: str
    text: str
    net: float
    vat: float


def purchases(count: int) -> Iterator[Bought]:
    """`count` lines of 3,000 suppliers over three years; one line in fifty is a credit note."""
    chance = random.Random(count)  # noqa: S311 - invented data, the same each time
    suppliers = []
    for number in range(SUPPLIERS):
        first = f"{500_000 + number * 131:07d}888"
        name = f"{chance.choice(TRADES)} {chance.choice(ROOTS)} {number} {chance.choice(FORMS)}"
        suppliers.append((f"F{number:05d}", name, first + luhn.calc_check_digit(first), *chance.choice(TOWNS)))
    begin = date(2023, 1, 1)
    for number in range(count):
        credit = number % 50 == 0
        net = round(chance.lognormvariate(6, 1.2) + 5, 2) * (-1 if credit else 1)
        yield Bought(
            begin + timedelta(days=number * 1095 // count),
            f"{number}/A",
            "TD04" if credit else "TD01",
            *chance.choice(suppliers),
            chance.choice(CATEGORIES),
            f"{chance.choice(TEXTS)} {chance.randint(1, 4000)}",
            net,
            round(net * 0.22, 2),
        )


def write_csv(count: int, path: Path) -> Path:
    """The way Italian software exports: semicolons, decimal commas, day before month."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(HEADER) + "\r\n")
        for line in purchases(count):
            cells = (
                line.day.strftime("%d/%m/%Y"), line.number, line.kind, line.code, line.name, line.vat_number, line.town,
                line.province, line.category, line.text, f"{line.net:.2f}".replace(".", ","),
                f"{line.vat:.2f}".replace(".", ","),
            )  # fmt: skip
            file.write(";".join(cells) + "\r\n")
    return path


def write_xlsx(count: int, path: Path) -> Path:
    """A plain workbook as Excel saves it: shared texts, true numbers, dates as styled serial numbers."""
    texts: dict[str, int] = {}

    def row(place: int, values: tuple[str | float | date, ...]) -> bytes:
        cells = (cell(f"{letter}{place}", value) for letter, value in zip("ABCDEFGHIJKL", values, strict=True))
        return f'<row r="{place}">{"".join(cells)}</row>'.encode()

    def cell(where: str, value: str | float | date) -> str:
        if isinstance(value, str):
            return f'<c r="{where}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
        if isinstance(value, date):
            return f'<c r="{where}" s="1"><v>{(value - EPOCH).days}</v></c>'
        return f'<c r="{where}"><v>{value}</v></c>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in PARTS.items():
            book.writestr(name, content)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            sheet.write(row(1, HEADER))
            for place, line in enumerate(purchases(count), start=2):
                sheet.write(row(place, astuple(line)))
            sheet.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{escape(value)}</t></si>" for value in texts)
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{items}</sst>')
    return path


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Acquisti" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
