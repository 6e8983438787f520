"""What an assessor checks first: each social supplier with its proof, each ledger and register with its hash."""

from __future__ import annotations

from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.query import visible_sql
from socialimpact.language import Euro, msg
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Cell, Digest, Paragraph, Section, Table, value_of


def suppliers(look: Scene) -> Section:
    """The social suppliers of the year with kind, evidence, register and the day of its list."""
    title = TITLES["suppliers"]
    answer = look.ask(["social_spend"], ["supplier", "kind", "evidence"], order="-social_spend")
    rows = [row for row in answer.rows if row["social_spend"]]
    if not rows:
        return Section("suppliers", title, (Paragraph(msg("No supplier of the year is social.")),), annex=True)
    proofs = _proofs(look)
    kind, evidence, supplier = DIMENSIONS["kind"], DIMENSIONS["evidence"], DIMENSIONS["supplier"]
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        code, register, as_of = proofs.get((row["supplier_id"], row["kind"], row["evidence"]), (None, None, None))
        proof = msg("{register}, {day}", register=register, day=as_of) if register else evidence.label(row)
        cells.append((supplier.label(row), code, kind.label(row), proof, value_of(answer, "social_spend", row)))
    titles = (msg("Supplier"), msg("Tax code or VAT number"), msg("Kind"), msg("How it is known"), msg("Social spend"))
    return Section("suppliers", title, (
        Table("suppliers", msg("Social suppliers of {year} with their proof", year=str(look.year)), titles,
              tuple(cells)),), annex=True)  # fmt: skip


def _proofs(look: Scene) -> dict[tuple[int, str, str], tuple[str | None, str | None, object]]:
    """Identifier, register and the day of its list for each supplier, kind and evidence of the year."""
    where, values = visible_sql(look.selection, look.actor)
    rows = look.reader.rows(
        f"""
        with used as (
            select supplier_id, kind, evidence, max(tag_id) as tag_id
            from spend
            where {where} and addressable and tag_id is not null
            group by supplier_id, kind, evidence
        )
        select used.supplier_id, used.kind, used.evidence, coalesce(supplier.tax_code, supplier.vat_number),
            register.name, register_snapshot.as_of
        from used
        inner join supplier on supplier.supplier_id = used.supplier_id
        inner join tag on tag.tag_id = used.tag_id
        left join register_snapshot on register_snapshot.snapshot_id = tag.snapshot_id
        left join register on register.register_id = register_snapshot.register_id
        """,
        values,
        step="proofs of social suppliers",
    )
    return {(number, str(kind), str(known)): (code, name, day) for number, kind, known, code, name, day in rows}


def sources(look: Scene) -> Section:
    """The ledgers with hash, rows and totals, and the lists of the registers that tags rest on."""
    seen = look.actor.companies
    chosen = set(look.selection.companies)
    imports = look.reader.dicts(
        "select company_id, file, sha256, imported_at, rows_read, lines, set_aside, total_read, total_loaded,"
        " total_set_aside from import where undone_at is null order by imported_at, import_id",
        step="ledgers of the report",
    )
    rows: list[tuple[Cell, ...]] = [
        (each["file"], Digest(each["sha256"]), each["rows_read"], each["lines"], each["set_aside"],
         Euro(each["total_read"]), Euro(each["total_loaded"]), Euro(each["total_set_aside"]))
        for each in imports
        if (seen is None or each["company_id"] in seen) and (not chosen or each["company_id"] in chosen)
    ]  # fmt: skip
    titles = (
        msg("File"), msg("SHA-256"), msg("Rows read"), msg("Lines"), msg("Set aside"), msg("Total read"),
        msg("Total loaded"), msg("Total set aside"),
    )  # fmt: skip
    note = msg("Rows read = lines + rows set aside, and total read = total loaded + total set aside.")
    return Section(
        "sources",
        TITLES["sources"],
        (
            Table("ledgers", msg("Ledgers that the figures come from"), titles, tuple(rows), note),
            _registers(look),
        ),
        annex=True,
    )


def _registers(look: Scene) -> Table:
    lists = look.reader.rows(
        "select register.name, register.publisher, register_snapshot.as_of, register_snapshot.file,"
        " register_snapshot.sha256, register_snapshot.entries from register_snapshot"
        " inner join register on register.register_id = register_snapshot.register_id"
        " order by register.name, register_snapshot.as_of",
        step="lists of the report",
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, publisher or msg("not stated"), as_of, file, Digest(sha256), entries)
        for name, publisher, as_of, file, sha256, entries in lists
    )
    titles = (
        msg("Register"), msg("Publisher"), msg("List of"), msg("File"), msg("SHA-256"), msg("Entries"),
    )  # fmt: skip
    return Table("registers", msg("Lists of the registers"), titles, rows)
