"""Holding the store against itself: totals, references and kept files. Finding nothing is the good answer."""

from __future__ import annotations

from socialimpact.actor import Actor
from socialimpact.errors import Problem
from socialimpact.language import Message, msg
from socialimpact.ledger.file_problems import unconverted
from socialimpact.services.workspace import Workspace
from socialimpact.store.home import digest


def check(ws: Workspace, actor: Actor) -> list[Problem]:
    """Every contradiction that is found, as an error. Reads everything, changes nothing."""
    actor.require("owner")
    return [*_files(ws), *_imports(ws), *_spend(ws), *_references(ws), *_tags(ws)]


def in_no_total(ws: Workspace, actor: Actor) -> list[Problem]:
    """What adds up and yet is in no total: purchases that wait for an exchange rate, by currency."""
    actor.require("owner")
    return unconverted(ws.db, "set_aside")


def _files(ws: Workspace) -> list[Problem]:
    faults = []
    for sha256, name in ws.db.rows("select sha256, name from stored_file order by name"):
        kept = ws.home.kept(sha256)
        if not kept.exists():
            faults.append(_fault("file_missing", msg("The kept file {file} is missing.", file=name)))
        elif digest(kept) != sha256:
            faults.append(_fault("file_changed", msg("The kept file {file} was changed.", file=name)))
    return faults


def _imports(ws: Workspace) -> list[Problem]:
    rows = ws.db.rows(
        """
        with loaded as (
            select import_id, count(*) as lines, sum(net_amount) as total from line group by import_id
        ), aside as (
            select import_id, count(*) as lines, sum(amount) as total from set_aside group by import_id
        )
        select import.import_id from import
        left join loaded on loaded.import_id = import.import_id
        left join aside on aside.import_id = import.import_id
        where import.undone_at is null
          and (coalesce(loaded.lines, 0) <> import.lines or coalesce(loaded.total, 0) <> import.total_loaded
               or coalesce(aside.lines, 0) <> import.set_aside or coalesce(aside.total, 0) <> import.total_set_aside
               or import.lines + import.set_aside <> import.rows_read
               or import.total_loaded + import.total_set_aside <> import.total_read)
        order by import.import_id""",
        step="check imports",
    )
    return [
        _fault(
            "import_differs",
            msg("Import {number} no longer adds up: its lines differ from what was read.", number=str(number)),
        )
        for (number,) in rows
    ]


def _spend(ws: Workspace) -> list[Problem]:
    lines, line_total, rows, total = ws.db.rows(
        "select (select count(*) from line), (select coalesce(sum(net_amount), 0) from line),"
        " (select count(*) from spend), (select coalesce(sum(net_amount), 0) from spend)",
        step="check spend",
    )[0]
    if (lines, line_total) == (rows, total):
        return []
    return [_fault("spend_differs", msg("The table behind the figures does not hold exactly the imported lines."))]


def _references(ws: Workspace) -> list[Problem]:
    lost = ws.db.value(
        "select count(*) from line where supplier_id not in (select supplier_id from supplier)"
        " or import_id not in (select import_id from import where undone_at is null)",
        step="check references",
    )
    return [_fault("line_lost", msg("{n} lines belong to no supplier or import.", n=lost))] if lost else []


def _tags(ws: Workspace) -> list[Problem]:
    """A registered tag without an equal identifier would count spend without proof."""
    unproven = ws.db.value(
        """
        select count(*) from tag
        where tag.ended_at is null and tag.evidence = 'registered' and not exists (
            select 1 from register_entry entry
            -- its own identifiers, and those of suppliers that a person joined to it
            join supplier on tag.supplier_id in (supplier.supplier_id, supplier.same_as)
            where entry.entry_id = tag.entry_id
              and (entry.tax_code in (supplier.tax_code, supplier.vat_number)
                   or entry.vat_number in (supplier.tax_code, supplier.vat_number)))""",
        step="check tags",
    )
    if not unproven:
        return []
    return [_fault("tag_unproven", msg("{n} registered tags have no equal identifier in a register.", n=unproven))]


def _fault(code: str, message: Message) -> Problem:
    return Problem("error", code, message)
