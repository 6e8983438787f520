"""The nature of each line: a purchase, or money that leaves for another reason (`data/natures.yml`)."""

from __future__ import annotations

from typing import Any

from socialimpact import knowledge
from socialimpact.ledger.documents import folded, literal
from socialimpact.store import Transaction

# Where a rule looks, in the order in which the first that fits decides, and the column of `parsed` it reads.
FIELDS = {"category": "category", "supplier": "supplier_name", "description": "description"}


def declared() -> dict[str, Any]:
    """The natures by key: label and sentence in both languages."""
    natures: dict[str, Any] = knowledge.load("natures")["natures"]
    return natures


def nature_case_sql(field: str, text: str) -> str:
    """SQL for the nature that the rules of `field` see in the folded expression `text`, or null.

    One alternation is tried first: most texts fit no rule, and pay for one match only.
    """
    rules = [
        (rule["nature"], "|".join(f"(?:{pattern})" for pattern in rule[field]))
        for rule in knowledge.load("natures")["rules"]
        if rule.get(field)
    ]
    anything = literal("|".join(pattern for _, pattern in rules))
    cases = " ".join(f"when regexp_matches({text}, {literal(pattern)}) then '{nature}'" for nature, pattern in rules)
    return f"case when regexp_matches({text}, {anything}) then case {cases} end end"


def look_up(tx: Transaction, company_id: int) -> None:
    """Make one temporary table a field, `nature_of_<field>` (as_written, nature, said_by), for the texts in `parsed`.

    The organisation's own rules (table `nature_rule`) come before the declared ones.
    """
    for field, column in FIELDS.items():
        tx.execute(f"drop table if exists nature_of_{field}", step="natures: clear")
        tx.execute(
            f"""
            create temp table nature_of_{field} as
            with texts as (
                select distinct {column} as as_written from parsed where reason is null and {column} is not null
            ), own as (
                select as_written, max(rule.nature) as nature from texts
                join nature_rule rule on rule.field = '{field}' and {folded("rule.value")} = {folded("as_written")}
                where rule.company_id is null or rule.company_id = {int(company_id)}
                group by as_written
            ), final as (
                select texts.as_written,
                       coalesce(own.nature, {nature_case_sql(field, folded("texts.as_written"))}) as nature,
                       case when own.nature is not null then 'decided:{field}' else 'rule:{field}' end as said_by
                from texts left join own on own.as_written = texts.as_written
            )
            select * from final where nature is not null""",
            step=f"natures: {field}",
        )


def nature_sql(own_company: str) -> str:
    """SQL for `nature` and `nature_reason` over `parsed` joined to the tables of `look_up` (see `joins_sql`).

    `own_company` is SQL that is true where the supplier is one of the organisation's own companies.
    """
    natures = ", ".join(f"nature_of_{field}.nature" for field in FIELDS)
    reasons = " ".join(f"when nature_of_{field}.nature is not null then nature_of_{field}.said_by" for field in FIELDS)
    return (
        f"case when {own_company} then 'intercompany' else coalesce({natures}, 'purchase') end as nature,"
        f" case when {own_company} then 'own_company' {reasons} else 'default' end as nature_reason"
    )


def joins_sql(source: str) -> str:
    return " ".join(
        f"left join nature_of_{field} on nature_of_{field}.as_written = {source}.{column}"
        for field, column in FIELDS.items()
    )
