"""One case of the review: the supplier as in the ledgers, the entry as in the register, and what agrees."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.language import Message, labelled, message_from_json, msg
from socialimpact.services.review.review_queue import Queue, entries_of
from socialimpact.services.suppliers.supplier_view import mine, visible
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import agreement, tags
from socialimpact.suppliers.agreement import Known, Point
from socialimpact.suppliers.identifiers import identify
from socialimpact.suppliers.names import family

_MOST = 5
_MOST_SPELLINGS = 6


@dataclass(frozen=True)
class Candidate:
    """A register entry that may be the supplier. `probability` is None where nobody has estimated it."""

    entry_id: int
    name: str
    tax_code: str | None
    vat_number: str | None
    place: str | None
    kind: str
    section: str | None
    register: str
    as_of: date
    row_number: int
    registered_on: date | None
    valid_to: date | None
    probability: float | None
    reasons: tuple[Message, ...]
    body: str
    known: Known


@dataclass(frozen=True)
class CaseView:
    """The whole case. Amounts in euro, net of VAT, of the companies that the actor sees; `stake` is addressable.

    `spellings`: name and lines; `wrong`: identifiers as written that fail their check; `categories` and `by_year`:
    name or year (None: none) and spend; `largest`: date, description, amount. `chosen` is the entry that is asked
    about, `twins` the other open cases of the same name and place that mean the same body: supplier_id and name.
    """

    supplier_id: int
    supplier: str
    vat_number: str | None
    tax_code: str | None
    place: str | None
    stake: Decimal
    lines: int
    spellings: tuple[tuple[str, int], ...]
    wrong: tuple[str, ...]
    companies: tuple[str, ...]
    categories: tuple[tuple[str | None, Decimal], ...]
    largest: tuple[tuple[date | None, str | None, Decimal], ...]
    by_year: tuple[tuple[int | None, Decimal], ...]
    candidates: tuple[Candidate, ...]
    chosen: Candidate
    points: tuple[Point, ...]
    twins: tuple[tuple[int, str], ...]
    later_at: datetime | None

    @property
    def reason(self) -> Message:
        """What an answer gives as its reason, unless the person says something else."""
        return agreement.summary(self.points)


def case(
    ws: Workspace, actor: Actor, supplier_id: int, *, entry_id: int | None = None, among: Queue | None = None
) -> CaseView:
    """The case of a supplier, asked about its best entry or `entry_id`. Raises `NotFound` where nothing is open.

    `among` is the queue in which cases that are the same in all but the supplier's number are looked for.
    """
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    row = ws.db.dicts("select * from supplier where supplier_id = ?", [keeper], step="supplier")[0]
    candidates = _candidates(ws, keeper)
    chosen = next((each for each in candidates if entry_id in {None, each.entry_id}), None)
    if chosen is None:
        raise NotFound(msg("Nothing is left to decide about supplier {supplier}.", supplier=str(supplier_id)))
    spellings, wrong = _spellings(ws, actor, keeper)
    known = _known((row["name"], *(name for name, _ in spellings)), row)
    only, values = mine(actor, "p.company_id")
    bought = f"from spend p inner join line l on l.line_id = p.line_id where p.supplier_id = ?{only}"
    total = ws.db.rows(
        "select coalesce(sum(case when p.addressable then p.net_amount end), 0), count(*),"
        f" list(distinct p.company order by p.company) from spend p where p.supplier_id = ?{only}",
        [keeper, *values],
        step="spend at stake",
    )[0]
    found = _alike(among, row["name_key"])
    mine_now = next((each for each in found if each["supplier_id"] == keeper), None)
    return CaseView(
        supplier_id=keeper,
        supplier=row["name"],
        vat_number=row["vat_number"],
        tax_code=row["tax_code"],
        place=_place(known),
        stake=Decimal(total[0]),
        lines=int(total[1]),
        spellings=spellings[:_MOST_SPELLINGS],
        wrong=wrong,
        companies=tuple(total[2] or ()),
        categories=tuple(
            (name, amount)
            for name, amount in ws.db.rows(
                f"select p.ledger_category, sum(p.net_amount) {bought} group by p.ledger_category"
                f" order by sum(p.net_amount) desc, p.ledger_category limit {_MOST}",
                [keeper, *values],
                step="categories bought",
            )
        ),
        largest=tuple(
            (day, text, amount)
            for day, text, amount in ws.db.rows(
                f"select p.date, l.description, p.net_amount {bought}"
                f" order by p.net_amount desc, l.line_id limit {_MOST}",
                [keeper, *values],
                step="largest lines",
            )
        ),
        by_year=tuple(
            (year, amount)
            for year, amount in ws.db.rows(
                f"select p.year, sum(p.net_amount) from spend p where p.supplier_id = ?{only}"
                " group by p.year order by p.year nulls last",
                [keeper, *values],
                step="spend by year",
            )
        ),
        candidates=candidates,
        chosen=chosen,
        points=agreement.compare(known, chosen.known),
        twins=_twins(row, chosen, found),
        later_at=mine_now["later_at"] if mine_now else None,
    )


def probability_words(probability: float | None) -> Message:
    """How probable it is that supplier and entry are one, in words."""
    if probability is None:
        return msg("possible, not estimated")
    words = knowledge.load("review")["words"]
    return labelled(next(entry for entry in words if probability >= entry["from"]))


def reasons_of(stored: str | None, why: str | None = None) -> tuple[Message, ...]:
    """The reasons of a suggestion as they are stored, or the words of a suspicion."""
    listed = json.loads(stored) if stored else []
    found = [tags.unpack(each) if isinstance(each, str) else message_from_json(each) for each in listed]
    return tuple(each for each in (*found, *(() if found else (tags.unpack(why),))) if each is not None)


def _candidates(ws: Workspace, keeper: int) -> tuple[Candidate, ...]:
    pairs = {row["entry_id"]: row for row in entries_of(ws.db, keeper)}
    if not pairs:
        return ()
    rows = ws.db.dicts(
        "select e.*, r.name as register, s.as_of, r.register_key from register_entry e"
        " inner join register_snapshot s on s.snapshot_id = e.snapshot_id"
        " inner join register r on r.register_id = s.register_id where list_contains(?, e.entry_id)",
        [list(pairs)],
        step="entries of a case",
    )
    order = list(pairs)
    return tuple(
        _candidate(row, pairs[row["entry_id"]]) for row in sorted(rows, key=lambda row: order.index(row["entry_id"]))
    )


def _candidate(row: Mapping[str, Any], pair: Mapping[str, Any]) -> Candidate:
    known = _known((row["name"],), row)
    return Candidate(
        entry_id=row["entry_id"],
        name=row["name"],
        tax_code=row["tax_code"],
        vat_number=row["vat_number"],
        place=_place(known),
        kind=row["kind"],
        section=row["section"],
        register=row["register"],
        as_of=row["as_of"],
        row_number=row["row_number"],
        registered_on=row["registered_on"],
        valid_to=row["valid_to"],
        probability=pair["probability"],
        reasons=reasons_of(pair["reasons"], pair["why"]),
        body=row["tax_code"] or row["vat_number"] or f"{row['register_key']} {row['name_key']}",
        known=known,
    )


def _known(names: Sequence[str], row: Mapping[str, Any]) -> Known:
    return Known(
        tuple(dict.fromkeys(names)),
        row["vat_number"],
        row["tax_code"],
        row["municipality_code"],
        row["municipality"],
        row["province"],
        row["country"],
    )


def _place(known: Known) -> str | None:
    if known.town and known.province_code:
        return f"{known.town} ({known.province_code})"
    return known.town or known.province_code


def _spellings(ws: Workspace, actor: Actor, keeper: int) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """The distinct spellings, the most used first, and identifiers as written that fail their check."""
    only, values = mine(actor, "n.company_id")
    rows = ws.db.rows(
        "select n.name, n.vat_number, n.tax_code, sum(n.lines) from supplier_name n"
        " inner join supplier s on s.supplier_id = n.supplier_id"
        f" where coalesce(s.same_as, s.supplier_id) = ?{only} group by all order by sum(n.lines) desc, n.name",
        [keeper, *values],
        step="spellings",
    )
    names: dict[str, int] = {}
    for name, _, _, lines in rows:
        if name:
            names[name] = names.get(name, 0) + int(lines)
    read = (identify(text) for text in dict.fromkeys(text for row in rows for text in row[1:3] if text))
    return tuple(names.items()), tuple(found.value for found in read if found and not found.valid)


def _alike(among: Queue | None, name_key: str) -> list[dict[str, Any]]:
    """The cases of the queue that have the same name."""
    return [] if among is None else among.table.filter(pc.field("name_key") == name_key).to_pylist()


def _twins(
    row: Mapping[str, Any], chosen: Candidate, found: Sequence[Mapping[str, Any]]
) -> tuple[tuple[int, str], ...]:
    """Other open cases of one name, town and legal form about the same body; two valid identifiers are two bodies."""
    identifier = row["tax_code"] or row["vat_number"]
    return tuple(
        (each["supplier_id"], each["supplier"])
        for each in found
        if each["supplier_id"] != row["supplier_id"]
        and each["name_key"] == row["name_key"]
        and each["body"] == chosen.body
        and (each["municipality_code"], each["province"]) == (row["municipality_code"], row["province"])
        and family(each["supplier"]) == family(row["name"])
        and not (identifier and each["identifier"])
    )
