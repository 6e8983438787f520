"""Types of document: what a cell says it is, and what that does to the amount (`data/document_types.yml`)."""

from __future__ import annotations

from typing import Any

from socialimpact import knowledge


def types() -> list[dict[str, Any]]:
    """The declared types, in the order in which they are tried."""
    declared: list[dict[str, Any]] = knowledge.load("document_types")
    return declared


def type_sql(column: str) -> str:
    """SQL for the type key of a folded text column; `other` where a text fits no pattern, `invoice` without one."""
    cases = " ".join(f"when regexp_matches({column}, {literal(_any(kind))}) then '{kind['key']}'" for kind in types())
    return f"case when {column} is null then 'invoice' {cases} else 'other' end"


def keys(sign: str) -> str:
    """The type keys whose amounts take `sign`, as a list for SQL's `in`."""
    return ", ".join(f"'{kind['key']}'" for kind in types() if kind["sign"] == sign)


def literal(text: str) -> str:
    """A text as an SQL literal: for patterns and headers, which cannot be bound inside generated steps."""
    return "'" + text.replace("'", "''") + "'"


def folded(expression: str) -> str:
    """SQL that compares as people do: lower case, no accents, outer white space gone."""
    return f"lower(strip_accents(trim({expression})))"


def _any(kind: dict[str, Any]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in kind["patterns"])
