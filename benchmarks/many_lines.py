"""A home with as many lines as asked for: one imported ledger, then its lines and their rows of `spend` over and over.

Only the first 100,000 lines go through the importer. The rest repeats them under numbers of their own, so that the
tables are those of the program itself, with its columns, its types and its spread of suppliers, towns and dates.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from benchmarks import ledgers
from socialimpact.actor import Actor, local_owner
from socialimpact.services import organisation
from socialimpact.services.ledgers import importing
from socialimpact.services.registers import registering
from socialimpact.services.workspace import open_workspace

FIRST_LINES = 100_000
# Every tenth supplier is a social cooperative.
SOCIAL_EVERY = 10
KIND = "social_cooperative_b"
_TABLES = ("line", "spend")


def make(home: Path, folder: Path) -> None:
    """A home with one company in Turin, the first lines and a register."""
    actor = local_owner()
    with open_workspace(home) as ws:
        company = organisation.save_company(ws, actor, name="Ascensori di prova S.p.A.")
        organisation.save_site(ws, actor, company_id=company, name="Torino", municipality_code="001272")
        ledger = ledgers.write_xlsx(FIRST_LINES, folder / "ledger.xlsx")
        importing.import_ledger(ws, actor, importing.preview(ws, actor, ledger, rehearse=False))
        registering.add_register(ws, actor, "generic", _register(folder / "register.csv"), as_of=date(2023, 1, 1))


def _register(path: Path) -> Path:
    """The social ones among the suppliers, as a list of one's own."""
    known = {one.vat_number: one for one in ledgers.purchases(FIRST_LINES)}
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, delimiter=";")
        written.writerow(["Codice fiscale", "Denominazione", "Tipo", "Comune", "Provincia"])
        for place, one in enumerate(known.values()):
            if place % SOCIAL_EVERY == 0:
                written.writerow([one.vat_number, one.name, "Cooperativa sociale di tipo B", one.town, one.province])
    return path


def grow(home: Path, lines: int) -> None:
    """Repeat what is there until there are `lines` of it."""
    with open_workspace(home) as ws:
        have = int(ws.db.value("select count(*) from spend"))
        copies = lines // have - 1
        for table in _TABLES:
            with ws.db.write(Actor("benchmark", "owner")) as tx:
                tx.execute(
                    f"insert into {table} select {table}.* replace (line_id + {have} * again as line_id)"
                    f" from {table}, range(1, {copies + 1}) as copies(again)"
                )
