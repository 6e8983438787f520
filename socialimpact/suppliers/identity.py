"""One supplier from many spellings: the sightings of an import join the suppliers of the store.

The order of evidence is VAT number, tax code, ledger code within a company, then name and place
(`suppliers.clusters`); what people decided (`suppliers.decided`) comes before all of it. What an import adds is kept
as rows of `supplier_name`, so that an undone import takes with it what only it knew (`suppliers.forgetting`);
`suppliers.profiles` derives from the remaining rows how a supplier is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import array, fixed, texts
from socialimpact.errors import Problem
from socialimpact.places import municipalities
from socialimpact.store import Transaction
from socialimpact.suppliers import decided, names, profiles
from socialimpact.suppliers.clusters import Writing, cluster
from socialimpact.suppliers.decided import Standing
from socialimpact.suppliers.doubts import failed_checks, told
from socialimpact.suppliers.names import families_in, family
from socialimpact.suppliers.sightings import TEXTS, comparable, writings


@dataclass(frozen=True)
class Assigned:
    """What became of sightings; `made` says how many suppliers are new.

    `table` has a row a sighting: `sighting` (as given), `supplier_id` and `spelling_id` (int32), the number of the way
    of writing, by which a line can be found again.
    """

    table: pa.Table
    made: int
    problems: tuple[Problem, ...]

    def as_dict(self) -> dict[int, int]:
        """Sighting → supplier id."""
        return dict(zip(self.table["sighting"].to_pylist(), self.table["supplier_id"].to_pylist(), strict=True))


def assign(
    tx: Transaction, company_id: int, import_id: int, sightings: pa.Table, *, place_source: str = "ledger"
) -> Assigned:
    """Find or make the supplier of each sighting, and keep the sightings as the import's own.

    `sightings` has a row a distinct way of writing a supplier: `sighting` (integer), `lines` (how many lines carry
    it) and the texts as read, null where the file has none: name, ledger_code, vat_number, tax_code, address,
    municipality, province, postcode, country. `place_source` says where an address in them comes from.

    Two different valid identifiers never become one supplier by code or name. What contradicts is returned as
    problems and kept apart. Rows without name, code and identifier go to one supplier without a name.
    """
    table = comparable(sightings)
    decisions = decided.standing(tx)
    known = _known(tx, company_id, table, decisions)
    members = decisions.members(company_id, table)
    groups = [None if member is None else decisions.keepers[member] for member in members]
    seen = writings(table, groups=groups, company=company_id)
    labels, contradictions = cluster([*known, *seen], decisions.apart)
    owners = _owners(tx, import_id, labels, [*known, *seen])
    ids, made = _give_ids(tx, labels[len(known) :], owners)
    owners_of_rows = sorted(set(ids))
    # what a person joined to another stays that part of it, so that it can be parted again
    ids = [owner if member is None else member for owner, member in zip(ids, members, strict=True)]
    spelled = _keep(tx, company_id, import_id, table, ids)
    profiles.derive(tx, owners_of_rows, place_source=place_source)
    return Assigned(
        pa.table({"sighting": table["sighting"], "supplier_id": array(ids, pa.int32()), "spelling_id": spelled}),
        made,
        (*failed_checks(table), *told(contradictions)),
    )


def get_ready() -> None:
    """Load what `assign` needs and keeps for the life of the process: municipalities, legal forms, words of names."""
    municipalities.find("Torino", "TO")
    municipalities.as_arrow()
    names.read_names(["Rossi S.r.l."])


def _known(tx: Transaction, company_id: int, table: pa.Table, decisions: Standing) -> list[Writing]:
    """The writings of suppliers in the store that share an identifier, a code or a name with the sightings."""
    if not tx.value("select count(*) from supplier"):
        return []
    ids = pa.table({"value": pc.unique(pa.chunked_array([*table["vat"].chunks, *table["tax"].chunks], pa.string()))})
    codes = pa.table({"value": pc.unique(table["ledger_code"]).cast(pa.string())})
    keys = pa.table({"value": pc.unique(pc.replace_substring(table["name_key"], " ", ""))})
    with tx.frame("seen_id", ids), tx.frame("seen_code", codes), tx.frame("seen_key", keys):
        tx.execute(
            f"""
            create or replace temporary table met as
            with found as (
                select supplier_id from supplier where vat_number in (select value from seen_id)
                union select supplier_id from supplier where tax_code in (select value from seen_id)
                union select supplier_id from supplier_name
                    where company_id = ? and ledger_code in (select value from seen_code)
                union select supplier_id from supplier_name
                    where replace(name_key, ' ', '') in (select value from seen_key)
                union select supplier_id from supplier
                    where name_key = '' or replace(name_key, ' ', '') in (select value from seen_key)
                union select supplier_id from decided_spelling where decision_id in ({decided.STANDING})
            )
            select distinct coalesce(s.same_as, s.supplier_id) as supplier_id
            from supplier s inner join found on found.supplier_id = s.supplier_id
            """,
            [company_id],
            step="suppliers that may be meant",
        )
    columns = ", ".join(["supplier_id", "name_key", *decided.SPELLING])
    spelled = tx.table(
        f"""
        with written as (
            select {columns} from supplier_name
            union all select {columns} from decided_spelling where decision_id in ({decided.STANDING})
        )
        select distinct met.supplier_id as owner, n.company_id, n.name, n.name_key,
            case when n.company_id = ? then n.ledger_code end as ledger_code, n.vat_number, n.tax_code,
            n.municipality, n.province, n.postcode, n.country
        from supplier s
        inner join met on met.supplier_id = coalesce(s.same_as, s.supplier_id)
        inner join written n on n.supplier_id = s.supplier_id
        order by all
        """,
        [company_id],
        step="spellings of suppliers that may be meant",
    )
    spelled = comparable(spelled, names=False)
    spelled = spelled.append_column("family", _families(spelled, table))
    # The identifiers of a supplier are those that were derived for it, which may stand on no single row; one that a
    # person put together has all those of its parts.
    found = [
        writing if writing.group in decisions.settled else writing._replace(ids=())
        for writing in writings(spelled, groups=spelled["owner"].to_pylist())
    ]
    spoken = {writing.group for writing in found}
    for owner, name, key, vat, tax in tx.rows(
        "select supplier_id, name, name_key, vat_number, tax_code from supplier"
        " where supplier_id in (select supplier_id from met) order by 1",
        step="identifiers of suppliers that may be meant",
    ):
        ids = tuple(value for value in (vat, tax) if value)
        # one that a person has tagged stays without any spelling when its imports are undone
        lonely = owner not in spoken and key
        found.append(
            Writing(owner, ids, None, key if lonely else None, family(name) if lonely else None, company=company_id)
        )
    # an empty writing of a supplier that has a name would stand for the one without
    nameless = {row[0] for row in tx.rows("select supplier_id from supplier where name_key = '' and name = ''")}
    return [writing for writing in found if writing.ids or writing.code or writing.key or writing.group in nameless]


def _families(spelled: pa.Table, sighted: pa.Table) -> pa.ChunkedArray:
    """The families of legal form of names in the store; those that the file has, too, were read already."""
    read = dict(zip(sighted["name"].to_pylist(), sighted["family"].to_pylist(), strict=True))
    names = spelled["name"].to_pylist()
    found = texts([read[name] if name in read else family(name) for name in names])
    return families_in(spelled["home"], spelled["name"], pa.chunked_array([found]))


def _owners(tx: Transaction, import_id: int, labels: Sequence[int], known: Sequence[Writing]) -> dict[int, int]:
    """Cluster → the supplier in the store that it is. Suppliers that turned out to be one are joined."""
    found: dict[int, set[int]] = defaultdict(set)
    for label, writing in zip(labels, known, strict=True):
        if writing.group is not None:
            found[label].add(writing.group)
    owners: dict[int, int] = {}
    joined: list[tuple[int, int]] = []
    keepers = {int(row[0]) for row in tx.rows("select distinct same_as from supplier where same_as is not null")}
    for label, members in found.items():
        # one that others were joined to already stays what they are joined to
        keeper = min(members, key=lambda member: (member not in keepers, member))
        owners[label] = keeper
        joined += [(member, keeper) for member in members if member != keeper and member not in keepers]
    if joined:
        pairs = pa.table(
            {
                name: array([pair[place] for pair in joined], pa.int32())
                for place, name in enumerate(("member", "keeper"))
            }
        )
        with tx.frame("pairs", pairs):
            tx.execute(
                "update supplier set same_as = pairs.keeper, same_as_import = ? from pairs"
                " where supplier.supplier_id = pairs.member",
                [import_id],
                step="join suppliers",
            )
    return owners


def _give_ids(tx: Transaction, labels: Sequence[int], owners: dict[int, int]) -> tuple[list[int], int]:
    """A supplier id for each label: its owner's, else a new one; and how many are new."""
    free = first = tx.next_id("supplier", "supplier_id")
    given = dict(owners)
    ids = []
    for label in labels:
        if label not in given:
            given[label] = free
            free += 1
        ids.append(given[label])
    return ids, free - first


def _keep(tx: Transaction, company_id: int, import_id: int, table: pa.Table, ids: list[int]) -> pa.Array:
    """Keep the sightings as ways of writing; the number of each."""
    size = len(ids)
    first = tx.next_id("supplier_name", "spelling_id")
    numbers = fixed(np.arange(first, first + size, dtype=np.int32), pa.int32())
    rows = pa.table(
        {
            "spelling_id": numbers,
            "supplier_id": array(ids, pa.int32()),
            "company_id": fixed(np.full(size, company_id, np.int32), pa.int32()),
            "import_id": fixed(np.full(size, import_id, np.int32), pa.int32()),
            **{name: pc.cast(table[name], pa.string()) for name in TEXTS},
            "name_key": table["name_key"],
            "lines": pc.cast(table["lines"], pa.int64()),
        }
    )
    with tx.frame("sighted", rows):
        tx.execute("insert into supplier_name by name select * from sighted", step="keep spellings")
    return numbers
