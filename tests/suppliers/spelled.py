"""Suppliers as ledgers write them, as small text tables; and a store that took them in.

town = Town()
town.bring("name | vat\\nRossi srl | 00488410010")
assert town.together("Rossi srl", "ROSSI S.R.L.")
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.errors import Problem
from socialimpact.suppliers import forgetting, identity, matching
from socialimpact.suppliers.matching import MatchResult
from tests.homes import empty_store
from tests.store_with import table

ACTOR = Actor("Anna", "owner")
COLUMNS = {
    "name": "name",
    "code": "ledger_code",
    "vat": "vat_number",
    "tax": "tax_code",
    "address": "address",
    "town": "municipality",
    "province": "province",
    "cap": "postcode",
    "country": "country",
}


def sightings(text: str) -> pa.Table:
    """Columns name, code, vat, tax, address, town, province, cap, country, lines; what is left out is empty."""
    rows = table(text)
    columns: dict[str, Any] = {"sighting": pa.array(range(len(rows)), pa.int64())}
    for short, name in COLUMNS.items():
        columns[name] = pa.array([row.get(short) or None for row in rows], pa.string())
    columns["lines"] = pa.array([int(row.get("lines") or 1) for row in rows], pa.int64())
    return pa.table(columns)


class Town:
    """A store of its own, its imports counted from 1."""

    def __init__(self) -> None:
        self.db = empty_store()
        self.imports = 0
        self.problems: tuple[Problem, ...] = ()

    def bring(self, text: str, company: int = 1) -> list[int]:
        """Import the sightings; the supplier of each, in their order."""
        self.imports += 1
        with self.db.write(ACTOR) as tx:
            assigned = identity.assign(tx, company, self.imports, sightings(text))
        self.problems = assigned.problems
        return assigned.table["supplier_id"].to_pylist()

    def undo(self, number: int) -> None:
        with self.db.write(ACTOR) as tx:
            forgetting.forget(tx, number)

    def match(self) -> MatchResult:
        with self.db.write(ACTOR) as tx:
            return matching.match(tx)

    def codes(self) -> set[str]:
        """The codes of the last import's problems."""
        return {problem.code for problem in self.problems}

    def suppliers(self) -> list[dict[str, Any]]:
        """All that are no part of another, by id."""
        return self.db.dicts("select * from supplier where same_as is null order by supplier_id")

    def supplier(self, supplier_id: int) -> dict[str, Any]:
        return self.db.dicts("select * from supplier where supplier_id = ?", [supplier_id])[0]

    def keeper(self, supplier_id: int) -> int:
        row = self.supplier(supplier_id)
        return row["same_as"] or supplier_id

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """What the store knows of suppliers, without when it was made."""
        return {
            "supplier": self.db.rows("select * exclude (created_at) from supplier order by all"),
            "supplier_name": self.db.rows("select * from supplier_name order by all"),
            "tag": self.db.rows("select * exclude (made_at, ended_at) from tag order by all"),
        }
