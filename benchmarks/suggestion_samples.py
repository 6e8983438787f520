"""Names with their true entry, to learn from and to judge by."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from socialimpact.places import municipalities
from socialimpact.suppliers.suggestions import index
from socialimpact.suppliers.suggestions.bodies import Bodies, read_bodies
from socialimpact.suppliers.suggestions.index import Index

Row = dict[str, str]


@dataclass(frozen=True)
class Sample:
    """Names and register as read; `true` is the place of each name's entry, -1 where it has none."""

    names: list[Row]
    entries: list[Row]
    tax_codes: list[str]
    true: npt.NDArray[np.int64]

    @cached_property
    def index(self) -> Index:
        return index.build(read_bodies(_table(self.entries, "name", ("municipality",), ("province",))))

    def bodies(self, *, place: bool = True) -> Bodies:
        """The names as they are compared, with the place that stands beside them or without any."""
        towns = ("municipality", "buyer_municipality") if place else ()
        provinces = ("province", "buyer_province") if place else ()
        return read_bodies(_table(self.names, "supplier_name", towns, provinces))


def read_sample(names: Path, register: Path, truth: Path) -> Sample:
    """The three files of a sample, as CSV with commas.

    The register's identifier is in the column `tax_id`, `tax_code` or `Codice fiscale`.
    """
    rows, entries = _read(names), _read(register)
    known = {row["row_id"]: row for row in _read(truth)}
    identifier = next(name for name in ("tax_id", "tax_code", "Codice fiscale") if name in entries[0])
    place = {row[identifier]: number for number, row in enumerate(entries)}
    true = [place.get(known[row["row_id"]]["register_tax_code"], -1) for row in rows]
    return Sample(rows, entries, [known[row["row_id"]]["tax_code"] for row in rows], np.array(true, np.int64))


def _table(rows: list[Row], name: str, towns: tuple[str, ...], provinces: tuple[str, ...]) -> pa.Table:
    def column(names: tuple[str, ...]) -> pa.Array:
        return pa.array([next((row[each] for each in names if row.get(each)), None) for row in rows], pa.string())

    table = pa.table({"name": column((name,)), "municipality": column(towns), "province": column(provinces)})
    codes = municipalities.resolve(table.select(["municipality", "province"]))
    return table.append_column("municipality_code", pa.array(codes, pa.string()))


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
