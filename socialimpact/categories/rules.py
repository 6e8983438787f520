"""Decisions by hand: which leaf a ledger's category, a supplier or a description belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from socialimpact.store import Transaction
from socialimpact.store.reader import Reader

Field = Literal["category", "supplier", "description"]
FIELDS: tuple[Field, ...] = ("category", "supplier", "description")


@dataclass(frozen=True)
class Rule:
    """A decision. `leaf` None leaves it unclassified; `company_id` None is every company.

    `value` is a category or description as the ledger writes it, or a supplier's id as text.
    """

    category_rule_id: int
    company_id: int | None
    field: Field
    value: str
    leaf: str | None
    why: str
    made_by: str
    made_at: datetime


def standing(reader: Reader) -> list[Rule]:
    """The rules that hold, the latest first."""
    rows = reader.rows(
        "select category_rule_id, company_id, field, value, leaf, why, made_by, made_at from category_rule"
        " where ended_at is null order by category_rule_id desc",
        step="category rules",
    )
    return [Rule(*row) for row in rows]


def add(tx: Transaction, field: Field, value: str, leaf: str | None, *, why: str, company_id: int | None) -> int:
    """Begin a rule, ending the one about the same thing, and return its number."""
    for rule in standing(tx):
        if (rule.field, rule.value, rule.company_id) == (field, value, company_id):
            end(tx, rule.category_rule_id, why)
    number = tx.next_id("category_rule", "category_rule_id")
    tx.insert(
        "category_rule",
        {
            "category_rule_id": number,
            "company_id": company_id,
            "field": field,
            "value": value,
            "leaf": leaf,
            "why": why,
            "made_by": tx.actor.name,
        },
    )
    return number


def end(tx: Transaction, number: int, why: str) -> None:
    """End a rule; it stays written down."""
    tx.execute(
        "update category_rule set ended_at = current_timestamp::timestamp, ended_by = ?, ended_why = ?"
        " where category_rule_id = ?",
        [tx.actor.name, why, number],
        step="end a category rule",
    )
