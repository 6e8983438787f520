"""What suppliers declared of themselves, as it stands in the store: written down, ended, read. Nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from socialimpact import knowledge
from socialimpact.errors import NotFound, Refused
from socialimpact.language import Message, labelled, msg
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader

REVENUE = "revenue"
_FIRST_YEAR = 1900
_MOST = Decimal("1e15")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Outcome:
    """One thing that can be declared: `unit` is euro, people or hours."""

    key: str
    unit: str
    label: Mapping[str, str]
    sentence: Mapping[str, str]

    @property
    def name(self) -> Message:
        return labelled(self.label)


@dataclass(frozen=True)
class Declaration:
    """One value that a supplier declared for a year, with where it stands and who said so when."""

    declaration_id: int
    supplier_id: int
    outcome: str
    year: int
    value: Decimal
    unit: str
    source: str
    stated_by: str | None
    stated_on: date | None
    made_by: str
    made_at: datetime

    def as_json(self) -> dict[str, Any]:
        return {
            "declaration_id": self.declaration_id,
            "supplier_id": self.supplier_id,
            "outcome": self.outcome,
            "year": self.year,
            "value": f"{self.value:.2f}",
            "unit": self.unit,
            "source": self.source,
            "stated_by": self.stated_by,
            "stated_on": self.stated_on.isoformat() if self.stated_on else None,
        }


@cache
def outcomes() -> dict[str, Outcome]:
    """What can be declared, by key, in the order in which it is offered."""
    known = knowledge.load("declared_outcomes")["outcomes"]
    return {key: Outcome(key, one["unit"], one["label"], one["sentence"]) for key, one in known.items()}


def outcome(key: str) -> Outcome:
    """The declared outcome. Raises `Refused` that names those there are."""
    found = outcomes().get(key)
    if found is None:
        raise Refused(
            msg("“{key}” is nothing that is declared. What is: {known}.", key=key, known=", ".join(outcomes())),
            code="unknown_outcome",
        )
    return found


def amount(text: str) -> Decimal:
    """A number as a person or program writes it, `1200000` or `1200000.50`. Raises `Refused`."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise Refused(msg("“{text}” is no number. Write it as 1200000.50.", text=text), code="bad_number") from error
    if not value.is_finite():
        raise Refused(msg("“{text}” is no number. Write it as 1200000.50.", text=text), code="bad_number")
    return value


def standing(reader: Reader, supplier_ids: tuple[int, ...] | None = None) -> tuple[Declaration, ...]:
    """What stands declared, of all suppliers or of these, the newest year first; a joined one's is its keeper's."""
    marks = "" if supplier_ids is None else f" and s.supplier_id in ({', '.join('?' for _ in supplier_ids) or 'null'})"
    rows = reader.rows(
        f"""
        select d.declaration_id, s.supplier_id, d.outcome, d.year, d.value, d.unit, d.source, d.stated_by, d.stated_on,
            d.made_by, d.made_at
        from declaration d
        inner join supplier given on given.supplier_id = d.supplier_id
        inner join supplier s on s.supplier_id = coalesce(given.same_as, given.supplier_id)
        where d.ended_at is null{marks}
        order by d.year desc, d.outcome, d.declaration_id desc
        """,
        list(supplier_ids or ()),
        step="what suppliers declared",
    )
    return tuple(Declaration(*row) for row in rows)


def begin(  # noqa: PLR0917 - who, what, of which year and how much are said in this order everywhere
    tx: Transaction, supplier_id: int, key: str, year: int, value: Decimal, source: str,
    *, stated_by: str | None = None, stated_on: date | None = None,
) -> int:  # fmt: skip
    """Write down a value; what the supplier declared before for the same year ends. Returns the number.

    Raises `Refused` for a year to come, a negative value, or without a source.
    """
    about = outcome(key)
    today = datetime.now(UTC).date()
    if not _FIRST_YEAR <= year <= today.year:
        raise Refused(msg("{year} is no year that could be declared.", year=str(year)), code="bad_year")
    if not 0 <= value < _MOST:
        raise Refused(msg("What is declared is zero or more."), code="bad_number")
    if stated_on and stated_on > today:
        raise Refused(msg("{date} is in the future: nobody knows yet.", date=stated_on), code="date_in_future")
    if not source.strip():
        raise Refused(msg("Say where it stands: the accounts, the social report, a mail."), code="no_source")
    for old in standing(tx, (supplier_id,)):
        if (old.outcome, old.year) == (key, year):
            end(tx, old, msg("replaced by a newer declaration").to("en"))
    number = tx.next_id("declaration", "declaration_id")
    row = {
        "declaration_id": number,
        "supplier_id": supplier_id,
        "outcome": key,
        "year": year,
        "value": value.quantize(_CENT),
        "unit": about.unit,
        "source": source.strip(),
        "stated_by": (stated_by or "").strip() or None,
        "stated_on": stated_on,
        "made_by": tx.actor.name,
    }
    tx.insert("declaration", row)
    tx.event("declare", "supplier", supplier_id, after={**row, "why": row["source"]})
    return number


def end(tx: Transaction, old: Declaration, why: str) -> None:
    """End a declaration, with the reason. It stays in the history."""
    tx.execute(
        "update declaration set ended_at = current_timestamp, ended_by = ?, ended_why = ? where declaration_id = ?",
        [tx.actor.name, why, old.declaration_id],
        step="end a declaration",
    )
    tx.event("withdraw declaration", "supplier", old.supplier_id, before=old.as_json(), after={"why": why})


def one(reader: Reader, number: int) -> Declaration:
    """The declaration that stands under a number. Raises `NotFound`."""
    found = next((each for each in standing(reader) if each.declaration_id == number), None)
    if found is None:
        raise NotFound(msg("There is no declaration {number}.", number=str(number)))
    return found
