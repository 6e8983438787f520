"""The demo ledger as a workbook, with the mess of a real one; each row knows what a reader should make of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from data.demo.packing import save
from data.demo.purchases import Line

COMPANY = "OFFICINE VALDORA S.p.A."
MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
    "novembre", "dicembre",
)  # fmt: skip
HEADER = (
    "Prot.", "Data reg.", "Tipo doc.", "N. documento", "Data doc.", "Cod. fornitore", "Ragione sociale fornitore",
    "Partita IVA", "Codice fiscale", "Comune", "Prov.", "Nazione", "Categoria merceologica", "Centro di costo",
    "Stabilimento", "Descrizione", "Imponibile", "IVA", "Totale", "Scadenza", "Data pagamento",
)  # fmt: skip
WIDTHS = (8, 11, 8, 15, 11, 13, 42, 15, 18, 20, 6, 9, 34, 20, 13, 40, 14, 13, 14, 11, 14)
AMOUNT, NAME, TEXT = HEADER.index("Imponibile"), HEADER.index("Ragione sociale fornitore"), HEADER.index("Descrizione")
TYPES = {"invoice": "FT", "credit_note": "NC", "fee": "Parcella", "self_billed": "FT"}
TYPES_2025 = {"invoice": "TD01", "credit_note": "TD04", "fee": "TD06", "self_billed": "TD17"}
# A clerk's short forms: most rows of a supplier have its town in full.
SHORT_TOWNS = {
    "Settimo Torinese": "SETTIMO T.SE",
    "San Mauro Torinese": "S. MAURO TORINESE",
    "Venaria Reale": "VENARIA",
}

MONEY = "#,##0.00;[Red]-#,##0.00"
DAY = "dd/mm/yyyy"
BOLD = Font(bold=True)
TITLE = Font(bold=True, size=14, color="0E6B5C")
HEAD = Font(bold=True, color="FFFFFF")
DARK = PatternFill("solid", fgColor="0E6B5C")
PALE = PatternFill("solid", fgColor="E8F1EF")


@dataclass(frozen=True)
class Row:
    """One row of the sheet. `fate` is `line`, or the reason for which it is no purchase line."""

    cells: tuple[Any, ...]
    fate: str
    amount: Decimal = Decimal(0)
    line: Line | None = None
    dated: bool = True


@dataclass(frozen=True)
class Sheet:
    name: str
    header_row: int  # counted from 1
    rows: tuple[Row, ...]


def ledger(lines: list[Line], chance: random.Random) -> list[Sheet]:
    """One sheet a year of registration, each made by another clerk."""
    years = sorted({line.registered.year for line in lines})
    numbers = {id(line): place for place, line in enumerate(lines, start=1)}
    return [_sheet(year, [line for line in lines if line.registered.year == year], numbers, chance) for year in years]


def _sheet(year: int, lines: list[Line], numbers: dict[int, int], chance: random.Random) -> Sheet:
    above = {2023: 4, 2024: 3, 2025: 5}.get(year, 3)
    titles = [
        (COMPANY,),
        (f"Libro acquisti - registrazioni {year}",),
        ("Estratto il 12/01/2026 - importi in euro",),
        (),
        ("Filtri: tutti gli stabilimenti; documenti contabilizzati",),
    ]
    # Blank rows above the header, and the header itself, are no rows of the table: nobody sets them aside.
    rows = [Row(cells, "title" if cells else "none") for cells in titles[:above]]
    rows.append(Row(HEADER, "none"))
    page = 0
    for month in range(1, 13):
        of_month = [line for line in lines if line.registered.month == month]
        for line in of_month:
            rows.append(_row(line, year, numbers[id(line)], chance))
            page += 1
            if year == 2023 and page % 620 == 0:
                rows += [Row((), "blank"), Row(HEADER, "header")]
        if year != 2023:
            rows.append(_total(f"Totale {MONTHS[month - 1]} {year}", of_month))
    rows += _odd_rows(year, lines)
    rows += [Row((), "blank"), _total("TOTALE GENERALE", lines), Row((), "blank")]
    rows.append(Row(("Nota: le fatture ricevute dopo la chiusura saranno registrate nel nuovo esercizio.",), "note"))
    return Sheet(f"Acquisti {year}", above + 1, tuple(rows))


def _row(line: Line, year: int, number: int, chance: random.Random) -> Row:
    supplier = line.supplier
    knows_ids = supplier.identified and chance.random() > 0.02
    vat_number: Any = supplier.vat_number if knows_ids else None
    if vat_number and vat_number.isdigit():
        # 2023 came out of Excel with numbers for identifiers: the leading zeros are gone.
        if year == 2023:
            vat_number = int(vat_number)
        elif year == 2025 and chance.random() < 0.3:
            vat_number = f"IT{vat_number}"
    shows_tax_code = knows_ids and (supplier.vat_number != supplier.tax_code or chance.random() < 0.5)
    spelling = chance.choice(supplier.spellings) if supplier.spellings and chance.random() < 0.4 else supplier.name
    town = supplier.town
    if town and chance.random() < 0.15:
        town = SHORT_TOWNS.get(town, town.upper())
    positive = year == 2025 and line.kind == "credit_note"  # the type alone says that it is a credit
    net, vat = (abs(line.net), abs(line.vat)) if positive else (line.net, line.vat)
    undated = year == 2024 and number in (5010, 6211)
    # A few amounts were pasted as text, the Italian way.
    texts = year < 2025 and chance.random() < (0.03 if year == 2023 else 0.01)
    money = [_italian(value) if texts else float(value) for value in (net, vat, net + vat)]
    words = year == 2023 or (year == 2024 and chance.random() < 0.01)
    days = [_day(day, as_text=words) for day in (line.registered, line.issued, line.due, line.paid)]
    cells = (
        number,
        None if undated else days[0],
        (TYPES_2025 if year == 2025 else TYPES)[line.kind],
        line.number,
        None if undated else days[1],
        supplier.code if supplier.story.get("anonymous") or chance.random() > 0.01 or not knows_ids else None,
        spelling,
        vat_number,
        supplier.tax_code if shows_tax_code else None,
        town,
        supplier.province,
        supplier.country if supplier.town else None,
        line.category,
        line.centre,
        f"{line.site} " if chance.random() < 0.02 else line.site.upper() if chance.random() < 0.02 else line.site,
        line.text,
        *money,
        days[2] if not undated else None,
        days[3] if not undated else None,
        *((None, "verificare con ufficio acquisti") if year == 2024 and number in (4700, 5210, 7001) else ()),
    )
    return Row(cells, "line", line.net, line, dated=not undated)


def _total(text: str, lines: list[Line]) -> Row:
    total = sum((line.net for line in lines), Decimal(0))
    cells: list[Any] = [None] * len(HEADER)
    cells[NAME], cells[AMOUNT] = text, float(total)
    return Row(tuple(cells), "total", total)


def _odd_rows(year: int, lines: list[Line]) -> Iterator[Row]:
    """Rows that look like purchases and are none."""
    domestic = [line for line in lines if line.kind == "invoice" and line.supplier.vat_number and line.net > 500]
    if year == 2025:
        # Reverse charge inside Italy: the integration repeats an invoice that is already there.
        for line in domestic[100:700:100]:
            cells = _plain(line, "TD16", f"INT {line.number}", float(line.net))
            yield Row(cells, "reverse_charge", line.net)
    if year == 2024:
        yield Row(_plain(domestic[40], "FT", "in attesa", None), "amount_missing")
        yield Row(_plain(domestic[50], "FT", "in attesa", "da definire"), "amount_unreadable")


def _plain(line: Line, kind: str, number: str, amount: Any) -> tuple[Any, ...]:
    supplier = line.supplier
    return (
        None, line.registered, kind, number, line.issued, supplier.code, supplier.name, supplier.vat_number, None,
        supplier.town, supplier.province, supplier.country, line.category, line.centre, line.site, line.text, amount,
    )  # fmt: skip


def _day(day: date | None, *, as_text: bool) -> Any:
    return day.strftime("%d/%m/%Y") if day and as_text else day


def _italian(value: Decimal) -> str:
    text = f"{abs(value):,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{text}-" if value < 0 else text


def write(sheets: list[Sheet], path: Path) -> None:
    """Write the sheets, and one that only sums them up."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = f"A{sheet.header_row + 1}"
        for place, width in enumerate(WIDTHS):
            page.column_dimensions[_letter(place)].width = width
        for row in sheet.rows:
            page.append([_cell(page, value, row.fate) for value in row.cells])
    _summary(book, sheets)
    save(book, path)


def _cell(page: Any, value: Any, fate: str) -> Any:
    """Text stays plain; dates, amounts, titles, headers and totals get their style."""
    if value is None or (isinstance(value, str) and fate == "line"):
        return value
    cell = WriteOnlyCell(page, value)
    if isinstance(value, date):
        cell.number_format = DAY
    elif isinstance(value, float):
        cell.number_format = MONEY
    if fate == "title":
        cell.font = TITLE
    elif value in HEADER:
        cell.font, cell.fill, cell.alignment = HEAD, DARK, Alignment(wrap_text=True, vertical="center")
    elif fate == "total":
        cell.font, cell.fill = BOLD, PALE
    return cell


def _summary(book: Any, sheets: list[Sheet]) -> None:
    """What somebody added for a meeting: categories by year. It repeats the purchases and is none itself."""
    page = book.create_sheet("Riepilogo")
    sums: dict[str, dict[str, Decimal]] = {}
    for sheet in sheets:
        for row in sheet.rows:
            if row.line:
                of_year = sums.setdefault(row.line.category, {})
                of_year[sheet.name] = of_year.get(sheet.name, Decimal(0)) + row.amount
    page.append(["Riepilogo per categoria"])
    page.append([])
    page.append(["Etichette di riga", *(sheet.name for sheet in sheets), "Totale complessivo"])
    for category in sorted(sums):
        values = [float(sums[category].get(sheet.name, Decimal(0))) for sheet in sheets]
        page.append([category, *values, float(sum(sums[category].values()))])
    totals = [float(sum(sums[category].get(sheet.name, Decimal(0)) for category in sums)) for sheet in sheets]
    page.append(["Totale complessivo", *totals, round(sum(totals), 2)])


def _letter(place: int) -> str:
    return chr(ord("A") + place)
