"""What an undone import told of suppliers is forgotten: those that nobody else speaks of go with it."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from socialimpact.columns import array
from socialimpact.store import Transaction
from socialimpact.suppliers import profiles, tags


def forget(tx: Transaction, import_id: int) -> None:
    """Take back what an import told of suppliers.

    Suppliers that no other import knows go, unless a person spoke of them (tag, nature, initiative, who they are);
    the names, identifiers and places of the others are derived anew from what remains.
    """
    touched = [
        int(row[0])
        for row in tx.rows(
            "select distinct coalesce(s.same_as, s.supplier_id) from supplier_name n"
            " inner join supplier s on s.supplier_id = n.supplier_id where n.import_id = ?"
            " union select supplier_id from supplier where same_as_import = ?"
            " union select same_as from supplier where same_as_import = ?",
            [import_id, import_id, import_id],
            step="suppliers of the import",
        )
    ]
    tx.execute("delete from supplier_name where import_id = ?", [import_id], step="forget spellings")
    tx.execute(
        "update supplier set same_as = null, same_as_import = null where same_as_import = ?",
        [import_id],
        step="forget joined suppliers",
    )
    sweep(tx, touched)


def sweep(tx: Transaction, touched: Sequence[int]) -> None:
    """Let go of those of these suppliers that nothing speaks of any more, and derive the others anew."""
    with tx.frame("touched", pa.table({"supplier_id": array(touched, pa.int32())})):
        gone = [int(row[0]) for row in tx.rows(_unknown_sql(), [tags.AUTOMATIC], step="suppliers without sighting")]
    with tx.frame("gone", pa.table({"supplier_id": array(gone, pa.int32())})):
        tx.execute("delete from tag where supplier_id in (select supplier_id from gone)", step="forget tags")
        tx.execute("delete from supplier where supplier_id in (select supplier_id from gone)", step="forget suppliers")
    profiles.derive(tx, sorted(set(touched) - set(gone)))


def _unknown_sql() -> str:
    """Suppliers of `touched` and their members that no import knows and of which no person has decided anything.

    A supplier that others were joined to stays as long as one of them is known.
    """
    return """
        with member as (
            select s.supplier_id, coalesce(s.same_as, s.supplier_id) as keeper,
                exists (select 1 from supplier_name n where n.supplier_id = s.supplier_id)
                or exists (select 1 from tag t where t.supplier_id = s.supplier_id and t.made_by <> ?)
                or exists (select 1 from nature_rule r where r.supplier_id = s.supplier_id)
                or exists (
                    select 1 from category_rule c
                    where c.field = 'supplier' and c.value = cast(s.supplier_id as varchar)
                )
                or exists (
                    select 1 from exclusion e where e.field = 'supplier' and e.value = cast(s.supplier_id as varchar)
                )
                or exists (select 1 from declaration d where d.supplier_id = s.supplier_id)
                or exists (select 1 from initiative i where list_contains(i.suppliers, s.supplier_id))
                or exists (
                    select 1 from identity_decision d
                    where d.undone_at is null and s.supplier_id in (d.supplier_id, d.other_id)
                ) as known
            from supplier s
            where coalesce(s.same_as, s.supplier_id) in (select supplier_id from touched)
        ),
        final as (
            select m.supplier_id
            from member m
            where not m.known
                and (m.supplier_id <> m.keeper or not exists (
                    select 1 from member o where o.keeper = m.keeper and o.known
                ))
        )
        select supplier_id from final order by supplier_id
    """
