"""Write the demo company's ledger and registers, and the truth about them.

    python -m data.demo.build_demo [FOLDER]          (from the project's root)

The same recipe always gives the same files. `truth.json` says what an import must find: a test holds the two together.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from data.demo import registers, workbooks
from data.demo.cast import Names, suppliers
from data.demo.purchases import Line, counted, lines

HERE = Path(__file__).resolve().parent
LEDGER = "libro_acquisti_2023_2025.xlsx"
RUNTS = "20260115_iscritti_demo.xlsx"
ALBO = "albo_cooperative_e_benefit_demo.xlsx"
TRUTH = "truth.json"
PROVINCES = {"Torino": "TO", "Ivrea": "TO", "Cuneo": "CN"}


def build(folder: Path) -> dict[str, Any]:
    """Write the four files into `folder` and return the truth."""
    recipe = yaml.safe_load((HERE / "recipe.yml").read_text(encoding="utf-8"))
    chance = random.Random(recipe["seed"])  # noqa: S311 - invented data, the same each time
    names = Names(recipe, chance)
    cast = suppliers(recipe, names, chance)
    sheets = workbooks.ledger(lines(recipe, cast, chance), chance)
    workbooks.write(sheets, folder / LEDGER)
    found = registers.entries(recipe, cast, names, chance)
    truth = _truth(sheets) | {
        "registers": {
            RUNTS: registers.write_runts(found, folder / RUNTS, chance),
            ALBO: registers.write_albo(found, folder / ALBO),
        }
    }
    text = json.dumps(truth, indent=1, ensure_ascii=False, default=str) + "\n"
    (folder / TRUTH).write_text(text, encoding="utf-8")
    return truth


def _truth(sheets: list[workbooks.Sheet]) -> dict[str, Any]:
    """What an import of the ledger, with both registers matched, must come to. Amounts in euro, net of VAT."""
    rows = [row for sheet in sheets for row in sheet.rows]
    kept = [row for row in rows if row.line]
    aside: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.fate not in ("line", "none"):
            aside[row.fate] += 1
    years: dict[int, dict[str, Any]] = {}
    for year in sorted({row.line.issued.year for row in kept if row.line}):
        years[year] = _year([row.line for row in kept if row.line and row.dated and row.line.issued.year == year])
    return {
        "sheets": {sheet.name: {"header_row": sheet.header_row, "rows": len(sheet.rows)} for sheet in sheets},
        "lines": len(kept),
        "total_loaded": _sum(row.line for row in kept),
        "set_aside": dict(sorted(aside.items())),
        "total_set_aside": sum((row.amount for row in rows if not row.line), Decimal(0)),
        "entered_twice": sum(row.line.again for row in kept if row.line),
        "undated": {"lines": sum(not row.dated for row in kept), "total": _sum(r.line for r in kept if not r.dated)},
        "suppliers": len({row.line.supplier.number for row in kept if row.line}),
        "by_nature": _by(kept, lambda line: line.nature),
        "by_year": years,
    }


def _year(found: list[Line]) -> dict[str, Any]:
    bought = [line for line in found if line.nature == "purchase"]
    social = [line for line in bought if counted(line)]
    economy = social + [line for line in bought if line.supplier.group == "social_economy"]
    local = [line for line in bought if line.supplier.province == PROVINCES[line.site]]
    addressable = _sum(bought)
    return {
        "lines": len(found),
        "total": _sum(found),
        "addressable": addressable,
        "social_enterprises": _sum(social),
        "social_share": round(float(_sum(social) / addressable), 6),
        "social_suppliers": len({line.supplier.number for line in social}),
        "social_economy": _sum(economy),
        "possible_by_name": _sum(line for line in bought if line.supplier.group == "possible"),
        "impact_driven": _sum(line for line in bought if line.supplier.group == "impact"),
        "local_by_province": _sum(local),
        "donations": _sum(line for line in found if line.nature == "donation"),
    }


def _by(rows: list[workbooks.Row], key: Any) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.line:
            sums[key(row.line)] += row.line.net
    return dict(sorted(sums.items()))


def _sum(found: Any) -> Decimal:
    return sum((line.net for line in found if line), Decimal(0))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    truth = build(folder)
    print(
        json.dumps(
            {key: truth[key] for key in ("lines", "total_loaded", "set_aside", "suppliers")}, default=str, indent=1
        )
    )
    for year, figures in truth["by_year"].items():
        print(year, {name: str(value) for name, value in figures.items()})
    for name in (LEDGER, RUNTS, ALBO):
        print(f"{name}: {(folder / name).stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
