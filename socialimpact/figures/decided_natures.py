"""The natures that people have decided: which lines of a ledger each decision is about, and which one outweighs.

A line keeps the nature that its import found. Here the decisions that stand are laid over it, so that making or ending
one rewrites no line. What outweighs what, the first that fits:

1. the line itself, decided by hand;
2. a rule that names the supplier;
3. the supplier is a company of the organisation's own, by VAT number or tax code: intercompany;
4. a rule that names words of the description, then one that names the category, then any other;
5. what the import found (`ledger/natures.py`).

Among rules of one rank the one with more conditions outweighs, then one for a single company, then the newest.
"""

from __future__ import annotations

from datetime import datetime

from socialimpact.store import Transaction

INTERCOMPANY = "intercompany"
OWN_COMPANY = "own_company"
# The mark of the reason of a line that a person's rule decides; its number follows.
DECIDED = "decided:"

_BY_HAND, _SUPPLIER, _OWN, _WORDS, _CATEGORY, _FOUND, _COMPANY = 64, 32, 16, 8, 4, 2, 1


def words_sql(expression: str) -> str:
    """SQL that leaves of a text its words: lower case, without accents, one space between them and on both sides."""
    return f"' ' || trim(regexp_replace(lower(strip_accents({expression})), '[^a-z0-9]+', ' ', 'g')) || ' '"


def folded_sql(expression: str) -> str:
    """SQL for a category as it is compared: capitals, accents and outer white space aside; '' where there is none."""
    return f"coalesce(lower(strip_accents(trim({expression}))), '')"


def decide(tx: Transaction, known_at: datetime | None = None) -> int:
    """Make the temporary table `spend_nature` (line_id, nature, nature_reason) and return its number of rows.

    It holds only the lines whose nature is decided otherwise than by their import. `known_at` takes the decisions that
    stood at that moment (UTC, as the store writes it) instead of those that stand now. Needs the temporary table
    `spend_supplier`.
    """
    tx.execute(_rules_sql(), [known_at, known_at, known_at], step="natures: decisions")
    tx.execute(_OWN_SQL, step="natures: own companies")
    lines, worded, sorts = tx.rows(
        "select count(*) filter (where sha256 is not null), count(*) filter (where words is not null),"
        " count(*) filter (where sha256 is null) + (select count(*) from nature_own) from nature_decision",
        step="natures: how many",
    )[0]
    tx.execute(
        "create or replace temp table spend_nature (line_id bigint, nature varchar, nature_reason varchar)",
        step="natures: clear",
    )
    if not (lines or sorts):
        return 0
    tx.execute(_GROUPS_SQL, step="natures: groups")
    tx.execute(_candidates_sql(), step="natures: candidates")
    parts = [_plain_sql()]
    parts += [_worded_sql()] if worded else []
    parts += [_by_hand_sql()] if lines else []
    every = " union all ".join(parts)
    tx.execute(
        f"insert into spend_nature select line_id, nature, nature_reason from ({every})"
        if len(parts) == 1
        else f"""
        insert into spend_nature
        with every as ({every}), ranked as (
            select every.*, row_number() over (
                partition by line_id order by weight desc, nature_rule_id desc nulls last
            ) as place
            from every
        )
        select line_id, nature, nature_reason from ranked where place = 1""",
        step="natures: lines",
    )
    return int(tx.value("select count(*) from spend_nature"))


def _rules_sql() -> str:
    """The decisions that stand, each with the supplier that its supplier stands for and its weight."""
    return f"""
        create or replace temp table nature_decision as
        select
            rule.nature_rule_id, rule.company_id, spend_supplier.keeper_id, {folded_sql("rule.category")} as category,
            rule.category is not null as names_category, rule.words, rule.found, rule.sha256, rule.sheet,
            rule.row_number, rule.overlap_key, rule.nature,
            case when rule.sha256 is not null then {_BY_HAND} else 0 end
            + case when rule.supplier_id is not null then {_SUPPLIER} else 0 end
            + case when rule.words is not null then {_WORDS} else 0 end
            + case when rule.category is not null then {_CATEGORY} else 0 end
            + case when rule.found is not null then {_FOUND} else 0 end
            + case when rule.company_id is not null then {_COMPANY} else 0 end as weight
        from nature_rule as rule
        left join spend_supplier on spend_supplier.supplier_id = rule.supplier_id
        where (
            rule.ended_at is null
            or rule.ended_at > coalesce(cast(? as timestamp), cast('9999-12-31' as timestamp))
        )
        and (cast(? as timestamp) is null or rule.made_at <= cast(? as timestamp))
        -- a supplier that is no more has no lines
        and (rule.supplier_id is null or spend_supplier.keeper_id is not null)"""


_OWN_SQL = """
    create or replace temp table nature_own as
    with number as (
        select upper(vat_number) as number from company where vat_number is not null
        union
        select upper(tax_code) as number from company where tax_code is not null
    )
    select distinct spend_supplier.keeper_id
    from supplier
    inner join spend_supplier on spend_supplier.supplier_id = supplier.supplier_id
    inner join number on number.number = upper(supplier.vat_number) or number.number = upper(supplier.tax_code)"""

# One row a company, supplier, category and nature as found: the conditions of a rule, but for words, hold or fail for
# all lines of such a group at once.
_GROUPS_SQL = f"""
    create or replace temp table nature_group as
    with met as (
        select company_id, supplier_id, category, nature from line group by company_id, supplier_id, category, nature
    )
    select met.company_id, met.supplier_id, met.category, met.nature as found, spend_supplier.keeper_id,
        {folded_sql("met.category")} as folded
    from met
    inner join spend_supplier on spend_supplier.supplier_id = met.supplier_id"""


def _candidates_sql() -> str:
    """Groups with the rules that fit them. Joined by equality wherever a rule names a supplier or a category."""
    group = "nature_group.company_id, nature_group.supplier_id, nature_group.category, nature_group.found"
    taken = f"{group}, rule.nature_rule_id, rule.words, rule.nature, rule.weight, '{DECIDED}' || rule.nature_rule_id"
    rest = (
        "(rule.company_id is null or rule.company_id = nature_group.company_id)"
        " and (rule.found is null or rule.found = nature_group.found) and rule.sha256 is null"
    )
    return f"""
        create or replace temp table nature_candidate (
            company_id integer, supplier_id integer, category varchar, found varchar, nature_rule_id integer,
            words varchar, nature varchar, weight integer, nature_reason varchar
        );
        insert into nature_candidate
        select {taken}
        from nature_group inner join nature_decision as rule on rule.keeper_id = nature_group.keeper_id
        where {rest} and (not rule.names_category or rule.category = nature_group.folded)
        union all
        select {taken}
        from nature_group inner join nature_decision as rule on rule.category = nature_group.folded
        where {rest} and rule.keeper_id is null and rule.names_category
        union all
        select {taken}
        from nature_group cross join nature_decision as rule
        where {rest} and rule.keeper_id is null and not rule.names_category
        union all
        select {group}, null, null, '{INTERCOMPANY}', {_OWN}, '{OWN_COMPANY}'
        from nature_group inner join nature_own on nature_own.keeper_id = nature_group.keeper_id"""


_SAME_GROUP = (
    "rule.company_id = line.company_id and rule.supplier_id = line.supplier_id and rule.found = line.nature"
    " and rule.category is not distinct from line.category"
)
_TAKEN = "line.line_id, rule.nature, rule.nature_reason, rule.weight, rule.nature_rule_id"


def _plain_sql() -> str:
    """Every line of a group, with the rule that outweighs the others of those that look at no description."""
    return f"""
        select {_TAKEN}
        from line
        inner join (
            select nature_candidate.*, row_number() over (
                partition by company_id, supplier_id, category, found
                order by weight desc, nature_rule_id desc nulls last
            ) as place
            from nature_candidate
            where words is null
        ) as rule on {_SAME_GROUP} and rule.place = 1"""


def _worded_sql() -> str:
    """The lines whose description has the words of a rule; a quick look for the text goes before the careful one."""
    first = "regexp_extract(rule.words, '[^ ]+')"
    return f"""
        select {_TAKEN}
        from line
        inner join nature_candidate as rule on {_SAME_GROUP} and rule.words is not null
        where contains(lower(strip_accents(line.description)), {first})
            and contains({words_sql("line.description")}, ' ' || rule.words || ' ')"""


def _by_hand_sql() -> str:
    return f"""
        select line.line_id, rule.nature, '{DECIDED}' || rule.nature_rule_id as nature_reason, rule.weight,
            rule.nature_rule_id
        from line
        inner join import on import.import_id = line.import_id
        inner join nature_decision as rule
            on rule.sha256 = import.sha256 and rule.row_number = line.row_number
            and rule.overlap_key = line.overlap_key and rule.company_id = line.company_id
            and rule.sheet is not distinct from line.sheet"""
