"""The nature of each line: a purchase, or money that leaves for another reason (`data/natures.yml`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from socialimpact import knowledge
from socialimpact.ledger.documents import folded, literal
from socialimpact.store import Transaction

# Where a rule looks, in the order in which the first that fits decides, and the column of `parsed` it reads.
FIELDS = {"category": "category", "supplier": "supplier_name", "description": "description"}
# The reason of a line that no rule fits.
NO_RULE = "default"


def declared() -> dict[str, Any]:
    """The natures by key: label and sentence in both languages."""
    natures: dict[str, Any] = knowledge.load("natures")["natures"]
    return natures


def nature_case_sql(field: str, text: str) -> str:
    """SQL for the nature that the rules of `field` see in the folded expression `text`, or null.

    A rule fits where one of its patterns is found and none of its exceptions. One alternation is tried first: most
    texts fit no rule, and pay for one match only.
    """
    rules = [rule for rule in knowledge.load("natures")["rules"] if rule.get(field)]
    anything = _any([pattern for rule in rules for pattern in rule[field]])
    cases = " ".join(f"when {_fits_sql(rule, field, text)} then '{rule['nature']}'" for rule in rules)
    return f"case when regexp_matches({text}, {anything}) then case {cases} end end"


def looks_like_sql(text: str) -> str:
    """SQL for the nature that a supplier's name or a category hints at without deciding it, or null."""
    hints = knowledge.load("natures")["hints"]
    anything = _any([pattern for hint in hints for pattern in hint["patterns"]])
    cases = " ".join(f"when {_fits_sql(hint, 'patterns', text)} then '{hint['nature']}'" for hint in hints)
    return f"case when regexp_matches({text}, {anything}) then case {cases} end end"


def _fits_sql(rule: Mapping[str, Any], field: str, text: str) -> str:
    fits = f"regexp_matches({text}, {_any(rule[field])})"
    exceptions = rule.get("except", {}).get(field)
    return f"{fits} and not regexp_matches({text}, {_any(exceptions)})" if exceptions else fits


def _sold_beside_sql(nature: str, text: str) -> str:
    """Whether a description names what a supplier of that nature sells beside it (`sold_beside` of the rules)."""
    rules = [rule for rule in knowledge.load("natures")["rules"] if rule.get("sold_beside")]
    cases = " ".join(
        f"when '{rule['nature']}' then regexp_matches({text}, {_any(rule['sold_beside'])})" for rule in rules
    )
    return f"case {nature} {cases} else false end"


def _any(patterns: Sequence[str]) -> str:
    return literal("|".join(f"(?:{pattern})" for pattern in patterns))


def look_up(tx: Transaction) -> None:
    """Make one temporary table a field, `nature_of_<field>` (as_written, nature), for the texts in `parsed`; and
    `nature_sold_beside`, the descriptions for which a supplier's name says nothing.
    """
    for field, column in FIELDS.items():
        tx.execute(f"drop table if exists nature_of_{field}", step="natures: clear")
        tx.execute(
            f"""
            create temp table nature_of_{field} as
            with texts as (
                select distinct {column} as as_written from parsed where reason is null and {column} is not null
            ), folded as (
                select as_written, {folded("as_written")} as text from texts
            ), final as (
                select as_written, {nature_case_sql(field, "text")} as nature from folded
            )
            select * from final where nature is not null""",
            step=f"natures: {field}",
        )
    # only what suppliers with a nature of their own sell is looked at: few of a ledger's descriptions
    supplier, description = FIELDS["supplier"], FIELDS["description"]
    tx.execute("drop table if exists nature_sold_beside", step="natures: clear")
    tx.execute(
        f"""
        create temp table nature_sold_beside as
        with texts as (
            select distinct parsed.{description} as as_written, named.nature
            from parsed inner join nature_of_supplier as named on named.as_written = parsed.{supplier}
            where parsed.reason is null and parsed.{description} is not null
        ), folded as (
            select as_written, nature, {folded("as_written")} as text from texts
        )
        select as_written, nature from folded where {_sold_beside_sql("nature", "text")}""",
        step="natures: what their suppliers sell beside",
    )


def nature_sql() -> str:
    """SQL for `nature` and `nature_reason` over `parsed` joined to the tables of `look_up` (see `joins_sql`).

    The reason names the field that decides, and the first other field that says something else:
    `rule:category;supplier=financial`. Without a rule that fits the line is a purchase, by `default`.
    """
    said = {field: f"nature_of_{field}.nature" for field in FIELDS}
    said["supplier"] = "nullif(nature_of_supplier.nature, nature_sold_beside.nature)"
    reasons = []
    for place, field in enumerate(FIELDS):
        others = " ".join(
            f"when {said[other]} <> {said[field]} then 'rule:{field};{other}=' || {said[other]}"
            for other in list(FIELDS)[place + 1 :]
        )
        reason = f"case {others} else 'rule:{field}' end" if others else f"'rule:{field}'"
        reasons.append(f"when {said[field]} is not null then {reason}")
    nature = f"coalesce({', '.join(said.values())}, 'purchase') as nature"
    return f"{nature}, case {' '.join(reasons)} else '{NO_RULE}' end as nature_reason"


def joins_sql(source: str) -> str:
    fields = " ".join(
        f"left join nature_of_{field} on nature_of_{field}.as_written = {source}.{column}"
        for field, column in FIELDS.items()
    )
    return (
        f"{fields} left join nature_sold_beside on nature_sold_beside.as_written = {source}.{FIELDS['description']}"
        " and nature_sold_beside.nature = nature_of_supplier.nature"
    )


def found_in(field: str, text: str, nature: str) -> str | None:
    """The words of `text` for which the rules of `field` take a line for `nature`, as they are written; None: none."""
    plain = "".join(_bare(letter) for letter in text)
    for rule in knowledge.load("natures")["rules"]:
        if rule["nature"] != nature or not rule.get(field):
            continue
        if met := re.search(f"(?:{'|'.join(f'(?:{pattern})' for pattern in rule[field])})\\w*", plain):
            return text[met.start() : met.end()].strip() or None
    return None


def _bare(letter: str) -> str:
    """A letter folded to one letter: a place in the folded text is the same place in the text."""
    first = unicodedata.normalize("NFD", letter)[0].lower()
    return first if len(first) == 1 else letter
