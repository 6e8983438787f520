"""Two invented registers: one in the layout of the RUNTS list, one of cooperatives and società benefit."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from data.demo.cast import Names, Recipe, Supplier
from data.demo.packing import save

SOCIAL = "IMPRESE SOCIALI"
RUNTS_HEADER = (
    "Codice fiscale / Steuernummer", "Repertorio / Verzeichnisnummer", "Denominazione / Bezeichnung",
    "Sezione / Abschnitt", "Rappresentante legale / Gesetzlicher Vertreter", "Rete associativa / Vereinsnetzwerk",
    "Comune / Gemeinde", "Provincia / Provinz", "5x1000 / 5 Promille", "Data iscrizione / Eintragungsdatum", None,
)  # fmt: skip
ALBO_HEADER = (
    "Codice fiscale", "Partita IVA", "Denominazione", "Tipologia", "Comune", "Provincia", "Valida dal",
    "Valida al",
)  # fmt: skip
NOBODY = "NOME DI FANTASIA"
ALBO_KINDS = {
    "Cooperativa sociale di tipo A": 30,
    "Cooperativa sociale di tipo B": 34,
    "Cooperativa sociale di tipo A+B": 8,
    "Consorzio di cooperative sociali (art. 8)": 3,
    "Cooperativa a mutualità prevalente": 18,
    "Società benefit": 7,
}


@dataclass(frozen=True)
class Entry:
    tax_code: str
    name: str
    town: str
    province: str
    section: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    vat_number: str | None = None


def entries(recipe: Recipe, suppliers: list[Supplier], names: Names, chance: random.Random) -> list[Entry]:
    """The entries of both registers: the company's own suppliers, bodies of the same name, and many others."""
    found = [entry for supplier in suppliers for entry in _of_supplier(supplier, names)]
    plan = recipe["register_fillers"]
    sections = plan["sections"]
    for _ in range(plan["entries"]):
        section = _pick({name: value["share"] for name, value in sections.items()}, chance)
        town, province = _town(recipe, plan["towns"], chance)
        name = chance.choice(sections[section]["names"]).replace("_", names.root().upper())
        number = names.company() if section == SOCIAL else names.body()
        found.append(Entry(number, name, town, province, section=section))
    for _ in range(plan["albo_entries"]):
        kind = _pick(ALBO_KINDS, chance)
        town, province = _town(recipe, plan["towns"], chance)
        tail = (
            "S.r.l. Società Benefit"
            if "benefit" in kind
            else "Società Cooperativa"
            if "mutualità" in kind
            else "Società Cooperativa Sociale"
        )
        since = date(chance.randint(1988, 2024), chance.randint(1, 12), chance.randint(1, 28))
        number = names.company()
        found.append(Entry(number, f"{names.root()} {tail}", town, province, kind=kind, since=since, vat_number=number))
    return found


def _of_supplier(supplier: Supplier, names: Names) -> list[Entry]:
    story, town, province = supplier.story, supplier.town or "", supplier.province or ""
    if supplier.group == "homonyms":
        twin_town, twin_province = story["twin_town"].split("|")
        return [Entry(names.company(), story["twin"], twin_town, twin_province, section=SOCIAL)]
    number = supplier.tax_code or ""
    found = []
    section = story.get("section") or story.get("register")
    if supplier.group == "social" or story.get("runts"):
        section = SOCIAL
    if section:
        found.append(Entry(number, supplier.name.upper(), town, province, section=section))
    if "albo" in story:
        found.append(
            Entry(number, supplier.name, town, province, kind=story["albo"], since=_day(story["since"]),
                  until=_day(story.get("left")), vat_number=number)
        )  # fmt: skip
    return found


def write_runts(found: list[Entry], path: Path, chance: random.Random) -> int:
    """Write those with a section in the layout of the published list; return how many."""
    listed = sorted((entry for entry in found if entry.section), key=lambda entry: entry.tax_code)
    book = Workbook(write_only=True)
    page = book.create_sheet("Foglio1")
    page.append(RUNTS_HEADER)
    for entry in listed:
        on = date(2021, 11, 23) + timedelta(days=chance.randint(0, 1400))
        page.append([
            entry.tax_code, str(chance.randint(1_000, 149_999)), entry.name, entry.section, NOBODY,
            chance.choice(("No", "No", "No", "Si")), entry.town.upper()[:20], entry.province,
            chance.choice(("Si", "No")), on.strftime("%d/%m/%Y"), None,
        ])  # fmt: skip
    save(book, path)
    return len(listed)


def write_albo(found: list[Entry], path: Path) -> int:
    """Write those with a kind as an ordinary list with a title; return how many."""
    listed = sorted((entry for entry in found if entry.kind), key=lambda entry: entry.name.upper())
    book = Workbook()
    page: Any = book.active
    page.title = "Elenco"
    page.append(["Elenco dimostrativo di cooperative e società benefit - situazione al 15/01/2026 (dati inventati)"])
    page.append([])
    page.append(ALBO_HEADER)
    for entry in listed:
        page.append([
            entry.tax_code, entry.vat_number, entry.name, entry.kind, entry.town, entry.province, entry.since,
            entry.until,
        ])  # fmt: skip
    page["A1"].font = Font(bold=True, size=13)
    for cell in page[3]:
        cell.font = Font(bold=True)
    for row in page.iter_rows(min_row=4, min_col=7, max_col=8):
        for cell in row:
            cell.number_format = "dd/mm/yyyy"
    for letter, width in zip("ABCDEFGH", (15, 15, 52, 44, 22, 10, 13, 13), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A4"
    save(book, path)
    return len(listed)


def _town(recipe: Recipe, areas: dict[str, float], chance: random.Random) -> tuple[str, str]:
    town, province = _pick(recipe["towns"][_pick(areas, chance)], chance).split("|")
    return town, province


def _day(value: Any) -> date | None:
    return value if value is None or isinstance(value, date) else date.fromisoformat(value)


def _pick(weights: dict[str, float], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
