"""The tables of an auditor's package: figures, the lines behind them, proofs, ledgers, events. CSV, never a formula.

All of it comes from what was frozen with the release, so that the same release is the same file. What would name a
natural person is left out: their name, identifiers, and what the ledger says of the line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from socialimpact.figures import scopes
from socialimpact.figures.choices import Definitions
from socialimpact.figures.declare import PLACE_KNOWN
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.language import Message, msg
from socialimpact.places import local_rules
from socialimpact.services.reporting import event_words
from socialimpact.services.reporting.causes import TOUCHES
from socialimpact.services.reporting.events import COLUMNS, Event, event
from socialimpact.services.reporting.package_csv import as_csv, in_columns, written
from socialimpact.services.reporting.releases import Release
from socialimpact.services.reporting.reported import Reported
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.store.reader import Reader
from socialimpact.suppliers import persons, tags

_FLAGS = ("social", "possible", "impact")
_RULES = {"municipality": "same_municipality", "province": "same_province", "region": "same_region"}
# Of these the states before and after are told: they name no supplier.
_WITH_STATES = frozenset({"settings", "scope", "exclusion", "site", "company", "register_snapshot"})
_LINES = (
    "line_id", "file", "sheet", "row_number", "date", "year", "month", "document_type", "document_number",
    "description", "supplier_id", "supplier", "company", "site", "category_group", "category", "ledger_category",
    "cost_centre", "nature", "net_amount", "addressable", "social", "possible", "impact", "local", "kind", "evidence",
    "tag_id", "identified", "place_known", "supplier_is_new", "supplier_is_lost", "supplier_screened", "country",
    "region", "province", "municipality", "same_municipality", "same_province", "same_region", "distance_km",
)  # fmt: skip
_SUPPLIER_OF_LINE = _LINES.index("supplier_id")
_WORDED = ("month", "document_type", "category_group", "category", "nature", "kind", "evidence", "country")
_PROOFS = (
    "tag_id", "supplier_id", "supplier", "kind", "evidence", "valid_from", "valid_to", "made_by", "made_at", "why",
    "register", "publisher", "as_of", "list_file", "list_sha256", "entry_row", "entry_name", "entry_tax_code",
    "entry_vat_number", "entry_section", "entry_registered_on", "file_name", "file_sha256",
)  # fmt: skip
_SUPPLIERS = ("supplier_id", "name", "vat_number", "tax_code", "country")
_LEDGERS = ("import_id", "file", "sha256", "imported_at", "rows_read", "lines", "set_aside", "total_read",
            "total_loaded", "total_set_aside")  # fmt: skip
_FIGURES = ("number", "section", "table", "figure", "value", "unit", "measure", "lines_where")
_EVENTS = ("event_id", "when", "who", "what", "why", "before", "after")


@dataclass(frozen=True)
class Frozen:
    """What a release froze, as it is told in `language`. `scope` and `local` are the report's own."""

    reader: Reader
    release: Release
    language: str
    scope: str
    local: str

    @cached_property
    def definitions(self) -> Definitions:
        """The definitions as they were when it was released."""
        found = next(
            (each for each in scopes.scopes(self.reader) if each.key == self.scope), scopes.standard_scopes()[0]
        )
        kept = scopes.Scope(self.scope, found.name, self.release.scope_kinds, found.sentence)
        return Definitions(kept, local_rules.parse(self.local), self.release.declared_counts)

    @cached_property
    def persons(self) -> frozenset[int]:
        """The suppliers that are natural persons by their tax code, or look like one by their name. None that is of a
        kind: such a one is a body, and its name is what the assessor looks for.
        """
        rows = self.rows(
            "select supplier_id, name, tax_code, country from release_supplier where release_id = ? and supplier_id"
            " not in (select supplier_id from release_proof where release_id = ?)",
            [self.release.release_id],
        )
        return frozenset(
            row["supplier_id"]
            for row in rows
            if persons.is_person(row["tax_code"])
            or (row["country"] in {None, "IT"} and persons.looks_like_person(row["name"]))
        )

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        return self.reader.dicts(sql, [self.release.release_id, *values], step="frozen with a release")

    def person(self, supplier_id: int) -> str:
        """What a natural person is called."""
        return msg("natural person {n}", n=str(supplier_id)).to(self.language)

    def supplier(self, supplier_id: int, name: str | None) -> str:
        return self.person(supplier_id) if supplier_id in self.persons else name or "–"


def lines(frozen: Frozen) -> bytes:
    """Every line of the year and of the year before, with what decides in which figures it is."""
    defined = frozen.definitions
    made = {flag: defined.fill(f"{{{flag}}}") for flag in (*_FLAGS, "local")} | {"place_known": PLACE_KNOWN}
    found = frozen.reader.rows(
        f"select {', '.join(f'{made.get(name, name)} as {name}' for name in _LINES)}"
        " from release_line where release_id = ? order by year, date, line_id",
        [frozen.release.release_id],
        step="frozen with a release",
    )
    language = frozen.language
    words = [partial(_word, name, language=language) if name in _WORDED else None for name in _LINES]
    return as_csv(_LINES, in_columns([_line(frozen, row) for row in found], language, words), language)


def _line(frozen: Frozen, row: Sequence[Any]) -> Sequence[Any]:
    supplier = row[_SUPPLIER_OF_LINE]
    if supplier not in frozen.persons:
        return row
    hidden = {"supplier": frozen.person(supplier), "description": None, "document_number": None}
    return [hidden.get(name, value) for name, value in zip(_LINES, row, strict=True)]


def _word(name: str, value: Any, language: str) -> str | None:
    by = DIMENSIONS[name]
    return None if value is None else by.label({by.id_column: value, by.label_column: value}).to(language)


def suppliers(frozen: Frozen) -> bytes:
    found = frozen.rows("select * from release_supplier where release_id = ? order by supplier_id")
    hidden = {"vat_number": None, "tax_code": None}
    rows = (
        row | hidden | {"name": frozen.person(row["supplier_id"])} if row["supplier_id"] in frozen.persons else row
        for row in found
    )
    return written(_SUPPLIERS, rows, frozen.language)


def proofs(frozen: Frozen) -> bytes:
    """The tags that spoke for a line, each with the entry of the register or the paper that it rests on."""
    found = frozen.rows(
        "select p.*, s.name as supplier from release_proof p left join release_supplier s"
        " on s.release_id = p.release_id and s.supplier_id = p.supplier_id where p.release_id = ? order by p.tag_id"
    )
    return written(_PROOFS, (_proof(frozen, row) for row in found), frozen.language)


def _proof(frozen: Frozen, row: dict[str, Any]) -> dict[str, Any]:
    reason = tags.unpack(row["why"])
    said = {
        "supplier": frozen.supplier(row["supplier_id"], row["supplier"]),
        "kind": _word("kind", row["kind"], frozen.language),
        "evidence": _word("evidence", row["evidence"], frozen.language),
        "made_by": who_words(row["made_by"]).to(frozen.language),
        "why": reason.to(frozen.language) if isinstance(reason, Message) else reason,
    }
    if row["supplier_id"] in frozen.persons:
        said |= {"why": None, "file_name": None}
    return row | said


def ledgers(frozen: Frozen) -> bytes:
    found = frozen.rows("select * from release_ledger where release_id = ? order by import_id")
    return written(_LEDGERS, found, frozen.language)


def figures(frozen: Frozen, document: Mapping[str, Any], found: Sequence[Reported]) -> bytes:
    """Every figure with a number, and which lines are behind it, in terms of the columns of the lines."""
    titles, captions = _headings(document)
    names = names_of(frozen)
    rows = (
        {
            "number": number,
            "section": titles.get(each.section, each.section),
            "table": captions.get(each.block, each.block),
            "figure": each.name(names).to(frozen.language),
            "value": Decimal(each.value) if each.unit == "euro" and each.value is not None else each.value,
            "unit": each.unit,
            "measure": each.measure,
            "lines_where": lines_where(each, names, frozen.language),
        }
        for number, each in enumerate(found, start=1)
    )
    return written(_FIGURES, rows, frozen.language)


def _headings(document: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    titles = {each["key"]: f"{each['number']} {each['title']}" for each in document["sections"]}
    captions = {
        block["key"]: block["caption"]
        for each in document["sections"]
        for block in each["blocks"]
        if "caption" in block
    }
    return titles, captions


def names_of(frozen: Frozen) -> dict[tuple[str, Any], str]:
    """The names of companies, sites and suppliers, as frozen."""
    found: dict[tuple[str, Any], str] = {}
    for name in ("company", "site", "supplier"):
        rows = frozen.rows(
            f"select distinct {name}_id as number, {name} as name from release_line where release_id = ?"
            f" and {name}_id is not null order by number"
        )
        found |= {(name, row["number"]): row["name"] for row in rows}
    return found | {("supplier", number): frozen.person(number) for number in frozen.persons}


def lines_where(figure: Reported, names: Mapping[tuple[str, Any], str], language: str) -> str:
    """The lines behind a figure by the columns of the table of lines: `year = 2025; addressable; social`."""
    parts = [
        f"{key} = {' / '.join(map(str, value if isinstance(value, list) else [value]))}"
        for key, value in figure.where.items()
        if key not in {"scope", "local", "company"}
    ]
    chosen = figure.where.get("company") or []
    if chosen:
        parts.append("company = " + " / ".join(names.get(("company", int(each)), str(each)) for each in chosen))
    for key, value in figure.row.items():
        shown = names.get((key, value)) or (_word(key, value, language) if key in _WORDED else value)
        parts.append(f"{key} = {'–' if shown is None else shown}")
    rule = (figure.where.get("local") or ["province"])[0]
    local = _RULES.get(rule, rule)
    said = [
        each.replace(PLACE_KNOWN, "place_known").replace("{local}", local).replace("{", "").replace("}", "")
        for each in figure.conditions
    ]
    return "; ".join([*parts, *[" ÷ ".join(said).replace("true", "*")]])


def events(frozen: Frozen) -> bytes:
    """What happened up to the release and concerns its figures; who has access is no part of it."""
    rows = frozen.reader.rows(
        f"select {COLUMNS} from event where event_id <= ? order by event_id",
        [frozen.release.last_event],
        step="events up to a release",
    )
    found = [event(row) for row in rows]
    known = _known(frozen, found)
    told = (_event(frozen, each, known) for each in found if _concerns(frozen, each, known))
    return written(_EVENTS, told, frozen.language)


def _known(frozen: Frozen, found: Sequence[Event]) -> dict[tuple[str, int], str]:
    """Names for events from what was frozen alone: what is known today may be another tomorrow."""
    named = frozen.rows("select supplier_id, name from release_supplier where release_id = ?")
    known = {("supplier", row["supplier_id"]): frozen.supplier(row["supplier_id"], row["name"]) for row in named}
    files = frozen.rows("select import_id, file from release_ledger where release_id = ?")
    lists = frozen.rows(
        "select distinct list_sha256, register from release_proof where release_id = ? and register is not null"
    )
    by_list = {row["list_sha256"]: row["register"] for row in lists}
    registers = {
        ("register", int(each.said("register_id"))): by_list[each.said("sha256")]
        for each in found
        if each.subject == "register_snapshot" and each.said("sha256") in by_list
    }
    return known | registers | {("import", row["import_id"]): row["file"] for row in files}


def _concerns(frozen: Frozen, each: Event, known: Mapping[tuple[str, int], str]) -> bool:
    if each.subject not in TOUCHES and each.subject != "company":
        return False
    companies = frozen.release.companies
    company = each.said("company_id")
    if companies and company is not None and company not in companies:
        return False
    if each.subject in {"supplier", "import"}:
        return (each.subject, each.number or 0) in known
    return True


def _event(frozen: Frozen, each: Event, known: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    with_states = each.subject in _WITH_STATES
    about_person = each.subject == "supplier" and each.number in frozen.persons
    why = None if about_person else event_words.why(each)
    return {
        "event_id": each.event_id,
        "when": each.when,
        "who": who_words(each.who).to(frozen.language),
        "what": event_words.told(each, known).to(frozen.language),
        "why": why.to(frozen.language) if why else None,
        "before": event_words.state(each.before) if with_states else None,
        "after": event_words.state(each.after) if with_states else None,
    }
