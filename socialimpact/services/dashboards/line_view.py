"""One line down to the row of its file as it was read, with every decision that makes it count or not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.figures import decided_natures
from socialimpact.figures.dimensions import BASES, DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.labels import labelled, plain
from socialimpact.figures.query import visible_sql
from socialimpact.language import Euro, Message, Share, msg
from socialimpact.ledger.cells import unpacked_sql
from socialimpact.ledger.headers import letter
from socialimpact.services.review.nature_groups import decided_in_words, in_words
from socialimpact.services.suppliers.tag_words import evidence_words, kind_words, register_words, validity, who_words
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import tags


@dataclass(frozen=True)
class Cell:
    """A cell as it was read, under its column's letter and the header that stood above it."""

    column: str
    header: str
    value: str


@dataclass(frozen=True)
class Fact:
    """What is known of a line and why: `title` what it is about, `text` what is so, `why` how that is known."""

    title: Message
    text: Message
    why: Message | None = None


@dataclass(frozen=True)
class LineView:
    """A line: its place in the file, the row as it stood there, the import that brought it, and what follows for it.

    `net_amount` in euro, `original_amount` in `currency`. `sha256` names the kept file byte for byte.
    """

    line_id: int
    supplier_id: int
    supplier: str
    date: date | None
    net_amount: Decimal
    file: str
    sheet: str | None
    row_number: int
    cells: tuple[Cell, ...]
    import_id: int
    imported_at: datetime
    imported_by: Message
    sha256: str
    facts: tuple[Fact, ...]

    @property
    def place(self) -> Message:
        """File, sheet and row as a person finds them."""
        words: dict[str, Any] = {"file": self.file, "row": str(self.row_number)}
        if self.sheet:
            return msg("{file}, sheet {sheet}, row {row}", sheet=self.sheet, **words)
        return msg("{file}, row {row}", **words)


def line_view(ws: Workspace, actor: Actor, line_id: int) -> LineView:
    """One line that the actor may see. Raises `NotFound` for any other."""
    actor.require("viewer")
    where, values = visible_sql(Selection(), actor)
    rows = ws.db.dicts(
        f"""
        with picked as (select * from spend where line_id = ? and {where})
        select picked.*, line.sheet, line.row_number, line.description, line.document_number, line.currency,
            line.original_amount, line.amount_basis, line.overlap_key, {unpacked_sql("line.as_read")} as cells,
            import.file, import.sha256, import.imported_at, import.imported_by, import.mapping::varchar as mapping
        from picked
        inner join line on line.line_id = picked.line_id
        inner join import on import.import_id = line.import_id
        """,
        [line_id, *values],
        step="one line",
    )
    if not rows:
        raise NotFound(msg("There is no line {number}, or you may not see it.", number=str(line_id)))
    row = rows[0]
    return LineView(
        line_id=row["line_id"],
        supplier_id=row["supplier_id"],
        supplier=row["supplier"],
        date=row["date"],
        net_amount=row["net_amount"],
        file=row["file"],
        sheet=row["sheet"],
        row_number=row["row_number"],
        cells=_cells(row),
        import_id=row["import_id"],
        imported_at=row["imported_at"],
        imported_by=who_words(row["imported_by"]),
        sha256=row["sha256"],
        facts=(_amount(row), _nature(ws, row), *_outside(ws, row), _category(ws, row), _tag(ws, row), _place(row)),
    )


def as_json(view: LineView, language: str) -> dict[str, Any]:
    """The document of `lines --line`."""
    return {
        "line_id": view.line_id,
        "supplier_id": view.supplier_id,
        "supplier": view.supplier,
        "date": view.date.isoformat() if view.date else None,
        "net_amount": f"{view.net_amount:.2f}",
        "file": view.file,
        "sheet": view.sheet,
        "row_number": view.row_number,
        "sha256": view.sha256,
        "import_id": view.import_id,
        "imported_at": view.imported_at.isoformat(),
        "imported_by": view.imported_by.to(language),
        "as_read": [vars(cell) for cell in view.cells],
        "facts": [
            {"about": fact.title.to(language), "is": fact.text.to(language), "why": fact.why and fact.why.to(language)}
            for fact in view.facts
        ],
    }


def _cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    """The whole row, empty cells too; columns whose header the import did not keep go by their letter."""
    tables = [each for each in json.loads(row["mapping"]).get("tables", ()) if each.get("used")]
    own = [each for each in tables if each.get("sheet") == row["sheet"]] or tables
    names = own[0].get("names", {}) if own else {}
    return tuple(Cell(letter(index), names.get(str(index), ""), value) for index, value in enumerate(row["cells"]))


def _amount(row: dict[str, Any]) -> Fact:
    text = msg("{amount}", amount=Euro(row["net_amount"]))
    if row["currency"] != "EUR":
        own = msg("{amount} {currency} in the file", amount=row["original_amount"], currency=row["currency"])
        return Fact(msg("Amount"), text, own)
    if row["amount_basis"] == "gross":
        return Fact(msg("Amount"), text, msg("with VAT: nothing in the file said how much it is"))
    return Fact(msg("Amount"), text, msg("without VAT"))


def _nature(ws: Workspace, row: dict[str, Any]) -> Fact:
    name = DIMENSIONS["nature"].label(row)
    reason = row["nature_reason"] or ""
    if reason.startswith(decided_natures.DECIDED):
        found = ws.db.rows(
            "select nature, made_by, made_at, why from nature_rule where nature_rule_id = ?",
            [int(reason.removeprefix(decided_natures.DECIDED))],
            step="nature of a line",
        )
        why = decided_in_words(*found[0]) if found else None
    elif row["nature"] == "purchase":
        why = msg("No rule says that it is anything else.")
    else:
        texts = {"category": row["ledger_category"], "supplier": row["supplier"], "description": row["description"]}
        why = in_words(reason, row["nature"], texts)
    return Fact(msg("Nature"), name, why)


def _outside(ws: Workspace, row: dict[str, Any]) -> tuple[Fact, ...]:
    """Whether it is addressable spend, and what leaves it out."""
    if row["addressable"]:
        return (Fact(msg("Addressable spend"), msg("counts")),)
    said = msg("left out")
    if row["exclusion_id"] is not None:
        found = ws.db.rows("select why from exclusion where exclusion_id = ?", [row["exclusion_id"]], step="exclusion")
        return (Fact(msg("Addressable spend"), said, plain(found[0][0]) if found else None),)
    why = knowledge.load("exclusions")["why"].get(row["nature"])
    return (Fact(msg("Addressable spend"), said, labelled(why) if why else None),)


def _category(ws: Workspace, row: dict[str, Any]) -> Fact:
    name = DIMENSIONS["category"].label(row)
    basis = row["category_basis"]
    if basis is None:
        return Fact(msg("Category"), name, msg("Nothing on the line says what was bought."))
    if basis == "rule":
        return Fact(msg("Category"), name, _category_rule(ws, row) or BASES[basis])
    sure = msg("{how}, sure by {share}", how=BASES[basis], share=Share(row["category_confidence"] or 0.0, 0))
    return Fact(msg("Category"), name, sure)


def _category_rule(ws: Workspace, row: dict[str, Any]) -> Message | None:
    """The decision that stands for the line: of its company before one of all, of the description before the rest."""
    found = ws.db.rows(
        """
        select made_by, made_at, why from category_rule
        where ended_at is null and (company_id is null or company_id = ?) and leaf is not distinct from ?
            and ((field = 'category' and value = ?) or (field = 'supplier' and value = ?)
                or (field = 'description' and value = ?))
        order by company_id nulls last, field = 'description' desc, field = 'supplier' desc limit 1
        """,
        [row["company_id"], row["category"], row["ledger_category"], str(row["supplier_id"]), row["description"]],
        step="category of a line",
    )
    if not found:
        return None
    who, when, why = found[0]
    return msg("decided by {who} on {day}, because: {why}", who=who_words(who), day=when.date(), why=why)


def _tag(ws: Workspace, row: dict[str, Any]) -> Fact:
    """The supplier's kind on the day of the line, and what it rests on."""
    if row["tag_id"] is None:
        return Fact(msg("Kind of supplier"), msg("none known on the day of the line"))
    found = ws.db.dicts(
        """
        select tag.kind, tag.evidence, tag.valid_from, tag.valid_to, tag.made_by, tag.made_at, tag.why,
            register.name as register, register_snapshot.as_of, register_snapshot.file,
            register_entry.name as entry_name, register_entry.row_number as entry_row, stored_file.name as document
        from tag
        left join register on register.register_id = tag.register_id
        left join register_snapshot on register_snapshot.snapshot_id = tag.snapshot_id
        left join register_entry on register_entry.entry_id = tag.entry_id
            and register_entry.snapshot_id = tag.snapshot_id
        left join stored_file on stored_file.sha256 = tag.file_sha256
        where tag.tag_id = ?
        """,
        [row["tag_id"]],
        step="tag of a line",
    )[0]
    text = msg(
        "{kind} ({evidence}), {validity}",
        kind=kind_words(found["kind"]) or "",
        evidence=evidence_words(found["evidence"]) or "",
        validity=validity(found["valid_from"], found["valid_to"]),
    )
    return Fact(msg("Kind of supplier"), text, _rests_on(found))


def _rests_on(found: dict[str, Any]) -> Message:
    if found["register"] and found["as_of"]:
        return msg(
            "{register}, list of {day} ({file}), row {row}: {name}",
            register=register_words(found["register"]),
            day=found["as_of"],
            file=found["file"],
            row=str(found["entry_row"] or "–"),
            name=found["entry_name"] or "–",
        )
    said = msg(
        "{who}, {day}: {why}",
        who=who_words(found["made_by"]),
        day=found["made_at"].date(),
        why=tags.unpack(found["why"]) or "",
    )
    return msg("{said} ({document})", said=said, document=found["document"]) if found["document"] else said


def _place(row: dict[str, Any]) -> Fact:
    """Where the supplier's seat is, as seen from the site that bought."""
    title = msg("Place of the supplier")
    town = ", ".join(str(row[name]) for name in ("municipality", "province", "region") if row[name])
    if not town:
        country = DIMENSIONS["country"].label(row) if row["country"] else None
        return Fact(title, country or msg("not known"))
    if row["distance_km"] is None:
        return Fact(title, plain(town))
    site = row["site"] or row["company"]
    return Fact(title, plain(town), msg("{km} km from {site}", km=round(row["distance_km"]), site=site))
