"""Taking an import back, and keeping what goes with it, so that figures can be shown as they were known before."""

from __future__ import annotations

from socialimpact.ledger import loading, same_purchase, sites
from socialimpact.store import Transaction
from socialimpact.suppliers import forgetting

# The suppliers that an import names or joined, with all that are one with them.
_TOUCHED = """
    select supplier_id from supplier where coalesce(same_as, supplier_id) in (
        select coalesce(s.same_as, s.supplier_id) from supplier s
        where s.supplier_id in (select supplier_id from supplier_name where import_id = $id)
            or s.same_as_import = $id
    )
"""


def take_back(tx: Transaction, import_id: int) -> None:
    """Take an import's lines, rows set aside and suppliers out again, and count what it kept others from counting."""
    highest = tx.value("select coalesce(max(line_id), 0) from line")
    for table in ("line", "set_aside", "conversion", "problem"):
        tx.execute(f"delete from {table} where import_id = ?", [import_id], step=f"undo {table}")
    for let_go in same_purchase.forget(tx, import_id):
        tx.execute(
            "insert into let_go_line select line_id, cast(? as integer) from line where import_id = ? and line_id > ?",
            [import_id, let_go, highest],
            step="keep what counts again",
        )
        loading.recount(tx, let_go)
    sites.forget(tx, import_id)
    forgetting.forget(tx, import_id)


def keep(tx: Transaction, import_id: int) -> None:
    """Keep an import's lines, its sites and its suppliers as they stand, before it is taken back."""
    touched = _TOUCHED.replace("$id", str(int(import_id)))
    number = f"cast({int(import_id)} as integer)"
    for target, source, condition in (
        ("undone_line", "line", f"import_id = {number}"),
        ("undone_supplier_name", "supplier_name", f"import_id = {number}"),
        ("undone_supplier", "supplier", f"supplier_id in ({touched})"),
        ("undone_site", "site", f"made_by_import = {number}"),
        ("undone_tag", "tag", f"supplier_id in ({touched})"),
    ):
        columns = _shared(tx, source, target)
        added = "" if "import_id" in columns else f", {number} as import_id"
        tx.execute(
            f"insert into {target} by name select {', '.join(columns)}{added} from {source} where {condition}",
            step=f"keep {source}",
        )


def bring_back(tx: Transaction, import_id: int) -> None:
    """Put what `keep` kept where it stood. Only for looking back: newer imports are to be taken back before."""
    tx.execute(
        "delete from line where line_id in (select line_id from let_go_line where import_id = ?)",
        [import_id],
        step="bring back: what had counted again",
    )
    for target, source, key in (
        ("undone_line", "line", None),
        ("undone_supplier_name", "supplier_name", None),
        ("undone_supplier", "supplier", "supplier_id"),
        ("undone_site", "site", "site_id"),
    ):
        if key:
            tx.execute(
                f"delete from {source} where {key} in (select {key} from {target} where import_id = ?)",
                [import_id],
                step=f"bring back {source}",
            )
        _insert(tx, source, target, import_id)
    _insert(tx, "tag", "undone_tag", import_id, " and tag_id not in (select tag_id from tag)")
    tx.execute("update import set undone_at = null, undone_by = null where import_id = ?", [import_id])


def _insert(tx: Transaction, source: str, target: str, import_id: int, more: str = "") -> None:
    columns = ", ".join(_shared(tx, source, target))
    tx.execute(
        f"insert into {source} by name select {columns} from {target} where import_id = ?{more}",
        [import_id],
        step=f"bring back {source}",
    )


def _shared(tx: Transaction, source: str, target: str) -> list[str]:
    """The columns that both tables have: a later migration may have given `source` more."""
    rows = tx.rows(
        "select column_name from duckdb_columns() where table_name = ? and not internal intersect"
        " select column_name from duckdb_columns() where table_name = ? and not internal order by 1",
        [source, target],
    )
    return [name for (name,) in rows]
