"""A store made from small text tables, so that a test can be read with its ledger beside it.

    store = store_with(
        lines='''
            date       | supplier   | amount  | nature
            2024-03-01 | Alfa       | 1000.00 |
            2024-05-01 | Coop Verde |  250.00 | donation
        ''',
        tags='''
            supplier   | kind                 | evidence   | from | to
            Coop Verde | social_cooperative_b | registered |      |
        ''',
    )

Whatever is named and not described is made with plain defaults: a company, its suppliers, its sites. Columns that may
be given:

- companies: name
- sites: name, company, municipality (name), country, default (yes)
- suppliers: name, vat, tax_code, municipality (name), province, country, screened, same_as (name)
- lines: date, posting, due, paid, supplier, amount, company, site, nature, category, category_code, cost_centre,
  type, number, description, file
- tags: supplier, kind, evidence, from, to, ended (yes)
- exclusions: field, value, included (yes), why, company
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.figures import spend
from socialimpact.ledger.cells import SEPARATOR
from socialimpact.places import municipalities
from socialimpact.services.workspace import Workspace
from socialimpact.store import Database, Home, Transaction
from socialimpact.suppliers import name_edition
from tests.homes import copied, free_folder, only_read

OWNER = Actor("test", "owner")
COMPANY = "Officine Valdora"
Row = Mapping[str, str]

LINE = pa.schema(
    [
        ("import_id", pa.int32()),
        ("company_id", pa.int32()),
        ("site_id", pa.int32()),
        ("sheet", pa.string()),
        ("row_number", pa.int32()),
        ("supplier_id", pa.int32()),
        ("document_number", pa.string()),
        ("document_type", pa.string()),
        ("invoice_date", pa.date32()),
        ("posting_date", pa.date32()),
        ("due_date", pa.date32()),
        ("payment_date", pa.date32()),
        ("description", pa.string()),
        ("category", pa.string()),
        ("category_code", pa.string()),
        ("cost_centre", pa.string()),
        ("nature", pa.string()),
        ("nature_reason", pa.string()),
        ("net_amount", pa.decimal128(18, 2)),
        ("amount_basis", pa.string()),
        ("original_amount", pa.decimal128(18, 4)),
        ("currency", pa.string()),
        ("overlap_key", pa.uint64()),
        ("as_read", pa.string()),
    ]
)


def table(text: str) -> list[dict[str, str]]:
    """The rows of a text table: columns parted by `|`, the first row names them, blank rows count for nothing."""
    rows = [[cell.strip() for cell in row.split("|")] for row in text.strip().splitlines() if row.strip()]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] if rows else []


def store_with(
    lines: str = "",
    *,
    companies: str = "",
    sites: str = "",
    suppliers: str = "",
    tags: str = "",
    exclusions: str = "",
    settings: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Database:
    """An open database with `spend` built, in the home `folder` if it is given. One of the same content is a copy."""
    texts = Texts(lines, companies, sites, suppliers, tags, exclusions, tuple((settings or {}).items()))
    if folder is None:
        folder = free_folder()
    return Database(Home(copied(folder, texts, texts.make)).database)


def home_with(lines: str = "", **more: Any) -> Path:
    """A home of that content for tests that only read: they share it, and whatever was computed from it."""
    texts = Texts(lines, **{**more, "settings": tuple(more.get("settings", {}).items())})
    return only_read(texts, texts.make)


class Texts(NamedTuple):
    """What a store is made from."""

    lines: str
    companies: str = ""
    sites: str = ""
    suppliers: str = ""
    tags: str = ""
    exclusions: str = ""
    settings: tuple[tuple[str, str], ...] = ()

    def make(self, home: Path) -> None:
        with Database(Home(home).make().database) as made:
            _fill(made, self)


def _fill(db: Database, texts: Texts) -> None:
    with db.write(OWNER) as tx:
        filling = _Filling(tx)
        for row in table(texts.companies):
            filling.company(row["name"])
        for row in table(texts.sites):
            filling.site(row["name"], filling.company(row.get("company", "")), row)
        for row in table(texts.suppliers):
            filling.supplier(row["name"], row)
        for row in table(texts.tags):
            filling.tag(row)
        for row in table(texts.exclusions):
            filling.exclusion(row)
        filling.lines(table(texts.lines))
        for key, value in texts.settings:
            tx.insert("setting", {"key": key, "value": value})
        name_edition.note(tx)  # its names are read as today: opening it is no reason to match anew
        spend.rebuild(tx)


def workspace_with(folder: Path, lines: str = "", **more: Any) -> Workspace:
    """The same as the workspace that services take."""
    return Workspace(Home(folder), store_with(lines, folder=folder, **more))


@dataclass
class _Filling:
    """Gives out the ids of what is named, making it where it is new."""

    tx: Transaction
    companies: dict[str, int] = field(default_factory=dict)
    sites: dict[tuple[int, str], int] = field(default_factory=dict)
    suppliers: dict[str, int] = field(default_factory=dict)
    imports: dict[tuple[int, str], int] = field(default_factory=dict)

    def company(self, name: str) -> int:
        name = name or next(iter(self.companies), COMPANY)
        if name not in self.companies:
            self.companies[name] = len(self.companies) + 1
            self.tx.insert("company", {"company_id": self.companies[name], "name": name})
        return self.companies[name]

    def site(self, name: str, company_id: int, row: Row) -> int:
        if (company_id, name) not in self.sites:
            self.sites[company_id, name] = len(self.sites) + 1
            self.tx.insert(
                "site",
                {
                    "site_id": self.sites[company_id, name],
                    "company_id": company_id,
                    "name": name,
                    "municipality_code": town(row.get("municipality", "")),
                    "country": row.get("country") or "IT",
                    "is_default": row.get("default") == "yes",
                },
            )
        return self.sites[company_id, name]

    def supplier(self, name: str, row: Row) -> int:
        if name not in self.suppliers:
            self.suppliers[name] = len(self.suppliers) + 1
            municipality = row.get("municipality", "")
            code = town(municipality, row.get("province") or None)
            self.tx.insert(
                "supplier",
                {
                    "supplier_id": self.suppliers[name],
                    "name": name,
                    "name_key": name.upper(),
                    "vat_number": row.get("vat") or None,
                    "tax_code": row.get("tax_code") or None,
                    "country": row.get("country") or None,
                    "municipality_code": code,
                    "municipality": None if code else municipality or None,
                    "province": row.get("province") or None,
                    "place_source": "ledger" if municipality else None,
                    "screened_on": day(row.get("screened", "")),
                    "same_as": self.supplier(row["same_as"], {}) if row.get("same_as") else None,
                },
            )
        return self.suppliers[name]

    def tag(self, row: Row) -> None:
        self.tx.insert(
            "tag",
            {
                "tag_id": self.tx.next_id("tag", "tag_id"),
                "supplier_id": self.supplier(row["supplier"], {}),
                "kind": row["kind"],
                "evidence": row["evidence"],
                "valid_from": day(row.get("from", "")),
                "valid_to": day(row.get("to", "")),
                "made_by": "matching" if row["evidence"] in {"registered", "suspected"} else "test",
                "why": "test",
                **rests_on(row["evidence"]),
                "ended_at": date(2026, 1, 1) if row.get("ended") == "yes" else None,
            },
        )

    def exclusion(self, row: Row) -> None:
        value = str(self.supplier(row["value"], {})) if row["field"] == "supplier" else row["value"]
        self.tx.insert(
            "exclusion",
            {
                "exclusion_id": self.tx.next_id("exclusion", "exclusion_id"),
                "company_id": self.company(row["company"]) if row.get("company") else None,
                "field": row["field"],
                "value": value,
                "included": row.get("included") == "yes",
                "why": row.get("why") or "test",
            },
        )

    def lines(self, rows: list[Row]) -> None:
        made = [self.line(number, row) for number, row in enumerate(rows, start=2)]
        with self.tx.frame("new_lines", pa.Table.from_pylist(made, schema=LINE)):
            self.tx.execute("insert into line by name select * from new_lines")

    def line(self, number: int, row: Row) -> dict[str, Any]:
        company_id = self.company(row.get("company", ""))
        amount = Decimal(row["amount"])
        return {
            "import_id": self.ledger(company_id, row.get("file") or "ledger.xlsx"),
            "company_id": company_id,
            "site_id": self.site(row["site"], company_id, {}) if row.get("site") else None,
            "sheet": "Sheet1",
            "row_number": number,
            "supplier_id": self.supplier(row["supplier"], {}),
            "document_number": row.get("number") or str(number),
            "document_type": row.get("type") or ("credit_note" if amount < 0 else "invoice"),
            "invoice_date": day(row.get("date", "")),
            "posting_date": day(row.get("posting", "")),
            "due_date": day(row.get("due", "")),
            "payment_date": day(row.get("paid", "")),
            "description": row.get("description") or None,
            "category": row.get("category") or None,
            "category_code": row.get("category_code") or None,
            "cost_centre": row.get("cost_centre") or None,
            "nature": row.get("nature") or "purchase",
            "nature_reason": "test",
            "net_amount": amount,
            "amount_basis": "net",
            "original_amount": amount,
            "currency": "EUR",
            "overlap_key": number,
            "as_read": SEPARATOR.join(row.values()),
        }

    def ledger(self, company_id: int, file: str) -> int:
        if (company_id, file) not in self.imports:
            self.imports[company_id, file] = len(self.imports) + 1
            self.tx.insert(
                "import",
                {
                    "import_id": self.imports[company_id, file],
                    "company_id": company_id,
                    "sha256": f"{len(self.imports):064d}",
                    "file": file,
                    "format": "xlsx",
                    "mapping": "{}",
                    "imported_by": "test",
                    **dict.fromkeys(("rows_read", "lines", "set_aside", "duplicates"), 0),
                    **dict.fromkeys(("total_read", "total_loaded", "total_set_aside"), Decimal(0)),
                },
            )
        return self.imports[company_id, file]


def rests_on(evidence: str) -> dict[str, Any]:
    """What the store's own rules want of a tag."""
    match evidence:
        case "registered":
            return {"register_id": 0, "snapshot_id": 0, "entry_id": 0}
        case "documented":
            return {"file_sha256": f"{0:064d}"}
        case _:
            return {}


def town(name: str, province: str | None = None) -> str | None:
    """The code of an Italian municipality, or None where the name is no such."""
    found = municipalities.find(name, province) if name else None
    return found.municipality.code if found else None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
