"""The suggestions that stand in the store: for every supplier that nothing has settled, from the newest lists.

Only what has changed is computed: a supplier's names, identifiers or place, or a register's list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from socialimpact.columns import array, fixed, flags, numbers
from socialimpact.store import Transaction
from socialimpact.suppliers.suggestions.bodies import read_bodies
from socialimpact.suppliers.suggestions.contradictions import possible
from socialimpact.suppliers.suggestions.engine import MOST, Suggested, suggested
from socialimpact.suppliers.suggestions.listed import Listed, listed, lists_key
from socialimpact.suppliers.suggestions.reasons import reasons

# Of twenty suggestions less probable than this, not even one is right: not worth a person's look.
FLOOR = 0.05
# Raised when the same names and lists would be answered otherwise than before.
_VERSION = 1


def renew(tx: Transaction, settled: Iterable[int]) -> None:
    """Bring the table `suggestion` up to date: none for suppliers in `settled`, and only from the newest lists."""
    key = lists_key(tx)
    if not key and not tx.value("select count(*) from suggested_from"):
        return
    with tx.frame("settled", pa.table({"supplier_id": array(sorted(settled), pa.int32())})):
        tx.execute(
            f"create or replace temporary table asked as {_asked_sql()}",
            [f"{_VERSION} {key}"],
            step="suppliers to suggest for",
        )
    if not key:
        tx.execute("delete from asked", step="no lists, no suggestions")
    for table in ("suggestion", "suggested_from"):
        tx.execute(
            f"delete from {table} where supplier_id not in (select supplier_id from asked) or supplier_id in ("
            " select a.supplier_id from asked a left join suggested_from f on f.supplier_id = a.supplier_id"
            " where f.basis is distinct from a.basis)",
            step="suggestions that no longer stand",
        )
    tx.execute(
        "delete from asked where supplier_id in (select supplier_id from suggested_from)", step="suppliers as before"
    )
    names = tx.table(_names_sql(), step="names to suggest for")
    if names.num_rows:
        _add(tx, names, listed(tx))
    tx.execute("insert into suggested_from select supplier_id, basis from asked", step="what was suggested from")


def _asked_sql() -> str:
    """Suppliers that nothing has settled, each with all that its suggestions depend on as one text."""
    return """
        with spelled as (
            select coalesce(m.same_as, m.supplier_id) as supplier_id, n.name, n.company_id
            from supplier_name n inner join supplier m on m.supplier_id = n.supplier_id
            where n.name is not null
            union select supplier_id, name, null from supplier
        ),
        together as (
            select supplier_id, string_agg(distinct name, chr(10) order by name) as names, min(company_id) as company_id
            from spelled group by supplier_id
        ),
        home as (
            select company_id, min(municipality_code) as municipality_code
            from site where is_default and country = 'IT' group by company_id
        ),
        final as (
            select s.supplier_id, s.country, s.vat_number, s.tax_code,
                s.municipality_code is not null or s.municipality is not null or s.province is not null as seated,
                s.municipality_code, s.province, h.municipality_code as buyer_code,
                md5(concat_ws(chr(31), ?, t.names, s.country, s.vat_number, '|', s.tax_code, '|',
                    s.municipality_code, '|', s.municipality, '|', s.province, '|', h.municipality_code)) as basis
            from supplier s
            inner join together t on t.supplier_id = s.supplier_id
            left join home h on h.company_id = t.company_id
            where s.same_as is null and s.name_key <> ''
                and s.supplier_id not in (select supplier_id from settled)
        )
        select * from final
    """


def _names_sql() -> str:
    """One row a supplier and spelling; the place of who buys where the supplier's own is not known."""
    return """
        select distinct a.supplier_id, n.name, a.country, a.vat_number, a.tax_code, a.seated,
            case when a.seated then a.municipality_code when coalesce(a.country, 'IT') = 'IT' then a.buyer_code end
                as municipality_code,
            a.province
        from asked a
        inner join (
            select coalesce(m.same_as, m.supplier_id) as supplier_id, n.name
            from supplier_name n inner join supplier m on m.supplier_id = n.supplier_id
            where n.name is not null
            union select supplier_id, name from supplier where name <> ''
        ) n on n.supplier_id = a.supplier_id
        order by a.supplier_id, n.name
    """


def _add(tx: Transaction, names: pa.Table, lists: Listed) -> None:
    if not lists.index.size:
        return
    bodies = read_bodies(names)
    found = suggested(bodies, lists.index, among=possible(names, lists.table), seats=flags(names["seated"]))
    supplier = numbers(names["supplier_id"])[found.pairs.name]
    best = _best(supplier, lists.index.body[found.pairs.entry], found)
    rows: list[dict[str, Any]] = []
    entries = lists.table.select(["register_id", "snapshot_id", "entry_id"])
    entries = entries.take(fixed(found.pairs.entry[best], pa.int32())).to_pylist()
    place = 0
    for number, row in enumerate(best.tolist()):
        place = place + 1 if number and supplier[row] == supplier[best[number - 1]] else 1
        if place > MOST:
            continue
        said = reasons(found, row, bodies, lists.index)
        rows.append(
            {
                "supplier_id": int(supplier[row]),
                "place": place,
                **entries[number],
                "probability": float(found.probability[row]),
                "reasons": json.dumps([reason.as_json() for reason in said], ensure_ascii=False),
            }
        )
    _insert(tx, rows)


def _best(supplier: npt.NDArray[Any], body: npt.NDArray[Any], found: Suggested) -> npt.NDArray[Any]:
    """Rows worth a look, by supplier and the most probable first, each body once: a supplier has several spellings."""
    order = np.lexsort((found.pairs.entry, -found.probability, supplier))
    order = order[found.probability[order] >= FLOOR]
    pair = supplier[order].astype(np.int64) << 32 | body[order]
    _, first = np.unique(pair, return_index=True)
    return order[np.sort(first)]


def _insert(tx: Transaction, rows: list[dict[str, Any]]) -> None:
    kinds = {
        "supplier_id": pa.int32(),
        "place": pa.int32(),
        "register_id": pa.int32(),
        "snapshot_id": pa.int32(),
        "entry_id": pa.int64(),
        "probability": pa.float64(),
        "reasons": pa.string(),
    }
    frame = pa.table({name: array([row[name] for row in rows], kind) for name, kind in kinds.items()})
    with tx.frame("found", frame):
        tx.execute("insert into suggestion by name select * from found", step="keep suggestions")
