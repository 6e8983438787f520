"""The newest lists of all registers as an index, kept while the lists are the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import numbers
from socialimpact.store.reader import Reader
from socialimpact.suppliers import kinds
from socialimpact.suppliers.suggestions import index
from socialimpact.suppliers.suggestions.bodies import read_bodies
from socialimpact.suppliers.suggestions.index import Index


@dataclass(frozen=True)
class Listed:
    """`table` has a row an entry, in the order of the index: ids, name, identifiers, kind, place and register."""

    key: str
    table: pa.Table
    index: Index

    @property
    def entry_ids(self) -> npt.NDArray[np.int64]:
        return numbers(self.table["entry_id"])


_kept: list[Listed] = []


def lists_key(reader: Reader) -> str:
    """What says that the newest lists are the same; empty where there is none."""
    return str(
        reader.value(
            "select coalesce(string_agg(s.snapshot_id || ' ' || s.sha256 || ' ' || s.imported_at, ','"
            " order by s.snapshot_id), '')"
            f" from register_snapshot s where {_NEWEST}",
            step="newest lists",
        )
    )


def listed(reader: Reader) -> Listed:
    """The entries of the newest list of each register, ready for comparing; those of the last call are kept."""
    key = lists_key(reader)
    if not _kept or _kept[0].key != key:
        table = _entries(reader)
        bodies = read_bodies(table.append_column("identity", pc.coalesce(table["tax_code"], table["vat_number"])))
        _kept[:] = [Listed(key, table, index.build(bodies))]
    return _kept[0]


_NEWEST = "s.as_of = (select max(x.as_of) from register_snapshot x where x.register_id = s.register_id)"


def _entries(reader: Reader) -> pa.Table:
    """The entries, those of a kind that goes before others first: of one body in two lists, that one is suggested."""
    order = " ".join(f"when '{kind.key}' then {kind.precedence}" for kind in kinds.all_kinds())
    return reader.table(
        "select e.entry_id, e.snapshot_id, s.register_id, r.register_key, r.name as register, e.name, e.tax_code,"
        " e.vat_number, e.kind, e.country, e.municipality, e.municipality_code, e.province"
        " from register_entry e inner join register_snapshot s on s.snapshot_id = e.snapshot_id"
        " inner join register r on r.register_id = s.register_id"
        f" where {_NEWEST} and e.name_key <> ''"
        f" order by case e.kind {order} else 999 end, coalesce(e.tax_code, e.vat_number, e.name), e.entry_id",
        step="entries of the newest lists",
    )
