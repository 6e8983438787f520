"""What a released report's figures came from, frozen: its lines, their suppliers, the proofs, the ledgers."""

from __future__ import annotations

from collections.abc import Sequence

from socialimpact.store import Transaction
from socialimpact.store.reader import Reader

# Columns of a frozen line that the line itself and its import say.
FROM_LINE = ("sheet", "row_number", "document_number", "description")
# Columns that `spend` says: all that a measure, a dimension or a filter of a report reads.
FROM_SPEND = (
    "line_id", "import_id", "company_id", "company", "site_id", "site", "supplier_id", "supplier", "identified", "date",
    "year", "quarter", "month", "document_type", "ledger_category", "category", "category_group", "category_basis",
    "cost_centre", "nature", "nature_reason", "addressable", "exclusion_id", "net_amount", "kind", "evidence", "tag_id",
    "country", "region", "province", "municipality", "municipality_code", "same_municipality", "same_province",
    "same_region", "distance_km", "days_to_pay", "days_late", "past_due", "supplier_is_new", "supplier_is_lost",
    "supplier_screened",
)  # fmt: skip


def freeze(tx: Transaction, release_id: int, year: int, companies: Sequence[int]) -> None:
    """Keep the lines of `year` and the year before, of `companies` or all, with everything they rest on."""
    number = int(release_id)
    where, values = of_years(year, companies)
    columns = ", ".join(FROM_SPEND)
    tx.execute(
        f"""
        insert into release_line by name
        select {number} as release_id, {", ".join(f"spend.{name}" for name in FROM_SPEND)},
            {", ".join(f"line.{name}" for name in FROM_LINE)}, import.file
        from (select {columns} from spend where {where}) as spend
        inner join line on line.line_id = spend.line_id
        inner join import on import.import_id = spend.import_id
        """,
        values,
        step="freeze lines",
    )
    for table, sql in _BESIDE.items():
        tx.execute(f"insert into {table} by name {sql.format(number=number)}", step=f"freeze {table}")


def of_years(year: int, companies: Sequence[int]) -> tuple[str, list[int]]:
    """The condition on `spend` that takes the lines of a release, and its values."""
    whose = f" and company_id in ({', '.join('?' for _ in companies)})" if companies else ""
    return f"year in (?, ?){whose}", [year, year - 1, *companies]


def count(reader: Reader, release_id: int) -> int:
    """How many lines are frozen with a release."""
    return int(
        reader.value("select count(*) from release_line where release_id = ?", [release_id], step="frozen lines")
    )


_BESIDE = {
    "release_supplier": """
        select {number} as release_id, supplier_id, name, vat_number, tax_code, country
        from supplier
        where supplier_id in (select supplier_id from release_line where release_id = {number})
        order by supplier_id""",
    "release_proof": """
        select {number} as release_id, tag.tag_id, tag.supplier_id, tag.kind, tag.evidence, tag.valid_from,
            tag.valid_to, tag.made_by, tag.made_at, tag.why, register.name as register, register.publisher,
            register_snapshot.as_of, register_snapshot.file as list_file, register_snapshot.sha256 as list_sha256,
            register_entry.entry_id, register_entry.row_number as entry_row, register_entry.name as entry_name,
            register_entry.tax_code as entry_tax_code, register_entry.vat_number as entry_vat_number,
            register_entry.section as entry_section, register_entry.registered_on as entry_registered_on,
            tag.file_sha256, coalesce(tag_evidence.file_name, stored_file.name) as file_name
        from tag
        left join register on register.register_id = tag.register_id
        left join register_snapshot on register_snapshot.snapshot_id = tag.snapshot_id
        left join register_entry on register_entry.entry_id = tag.entry_id
            and register_entry.snapshot_id = tag.snapshot_id
        left join tag_evidence on tag_evidence.tag_id = tag.tag_id
        left join stored_file on stored_file.sha256 = tag.file_sha256
        where tag.tag_id in (select tag_id from release_line where release_id = {number} and tag_id is not null)
        order by tag.tag_id""",
    "release_ledger": """
        select {number} as release_id, import_id, file, sha256, imported_at, rows_read, lines, set_aside, total_read,
            total_loaded, total_set_aside
        from import
        where import_id in (select import_id from release_line where release_id = {number})
        order by import_id""",
}
