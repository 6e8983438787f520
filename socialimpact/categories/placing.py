"""From lines to leaves: temporary tables from which the rebuild of `spend` takes each line's category.

What says most decides: the ledger's category (by hand, by its code, by its words); for purchases whose category says
nothing, a decision by hand about their description or supplier, then the words of the description, then what the
supplier's other lines are, then the words of the supplier's name.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import pyarrow as pa

from socialimpact import columns, settings
from socialimpact.categories import codes, rules, texts, tree
from socialimpact.categories.words import recognised
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader

# How a line's category can be known, the surest first.
BASES = ("rule", "code", "name", "description", "supplier", "supplier_name")
_NAMED = ("company_id", "category", "category_code", "leaf", "basis", "confidence")


@cache
def edition() -> str:
    """A mark of the words, codes and confidences in force."""
    return hashlib.sha256((settings.DATA / "categories.yml").read_bytes()).hexdigest()[:16]


def is_current(reader: Reader) -> bool:
    """Whether the figures were put into categories by the edition in force, on this engine."""
    return bool(reader.value("select count(*) from category_edition where edition = ?", [_state(reader)]))


def place(tx: Transaction, *, nature: str = "line.nature", decided: str = "") -> None:
    """Make the temporary tables `category_of_name` (company_id, category, category_code, leaf, basis, confidence)
    with a row for every combination in `line`, and `category_of_gap` (gap_key, leaf, basis, confidence) with a row
    for every purchase without a leaf from its category, and the row 0 for all others (see `gap_sql`). `nature` is SQL
    for the nature of a line that counts, over `line` and what `decided` joins to it.
    """
    if not is_current(tx):
        tx.execute("delete from category_text", step="categories: read anew")
        tx.execute("delete from category_edition", step="categories: edition")
        tx.insert("category_edition", {"edition": _state(tx)})
    written = tx.table(
        "select company_id, category, category_code from line group by company_id, category, category_code"
        " order by company_id, category, category_code",
        step="categories: as written",
    )
    standing = rules.standing(tx)
    with tx.frame("category_named", named(written.to_pylist(), standing)):
        tx.execute(
            "create or replace temp table category_of_name as select * from category_named", step="categories: names"
        )
    _fill_gaps(tx, nature, decided, by_hand=any(rule.field != "category" for rule in standing))


def gap_sql(line: str, name: str, nature: str) -> str:
    """SQL for the key of a line's row in `category_of_gap`: a hash of what decides, 0 where the category does."""
    return (
        f"case when {name}.leaf is null and {name}.basis is null and {nature} = 'purchase'"
        f" then hash({line}.company_id, {line}.supplier_id, {line}.description) else 0::ubigint end"
    )


def named(written: list[dict[str, Any]], standing: list[rules.Rule]) -> pa.Table:
    """What each (company, category, code) of the ledgers is: leaf, basis (`rule`, `code`, `name`) and confidence.

    A decision to leave it unclassified has the basis `rule` and no leaf. Rules about one company go before others.
    """
    least = tree.confidence("least")
    own = {(rule.company_id, _alike(rule.value)): rule for rule in standing if rule.field == "category"}
    by_words = {row["category"]: recognised(row["category"]) for row in written if row["category"]}
    sure = {name: said.leaf for name, said in by_words.items() if said and said.confidence >= least}
    companies: dict[int, list[tuple[str | None, str | None]]] = {}
    for row in written:
        companies.setdefault(row["company_id"], []).append((row["category_code"], sure.get(row["category"])))
    believed = {company: codes.believed(pairs) for company, pairs in companies.items()}
    found: list[tuple[Any, ...]] = []
    for row in written:
        company, name, code = row["company_id"], row["category"], row["category_code"]
        leaf, basis, confidence = None, None, None
        shown = _alike(name or code or "")
        if rule := own.get((company, shown)) or own.get((None, shown)):
            leaf, basis, confidence = rule.leaf, "rule", 1.0
        elif by_code := codes.said(code, name) or believed[company].get(code or ""):
            leaf, basis, confidence = by_code, "code", tree.confidence("code")
        elif (said := by_words.get(name)) and said.confidence >= least:
            leaf, basis, confidence = said.leaf, "name", said.confidence
        found.append((company, name, code, leaf, basis, confidence))
    kinds = (pa.int32(), pa.string(), pa.string(), pa.string(), pa.string(), pa.float64())
    arrays = [columns.array([row[at] for row in found], kind) for at, kind in enumerate(kinds)]
    return pa.Table.from_arrays(arrays, names=list(_NAMED))


def _fill_gaps(tx: Transaction, nature: str, decided: str, *, by_hand: bool) -> None:
    """Make `category_of_gap`: what is proposed for lines whose category says nothing."""
    tx.execute(
        f"""
        create or replace temp table category_gap as
        select
            {gap_sql("line", "category_of_name", nature)} as gap_key,
            any_value(line.company_id) as company_id,
            any_value(coalesce(supplier.same_as, supplier.supplier_id)) as supplier_id,
            any_value(line.description) as description
        from line
        inner join category_of_name
            on category_of_name.company_id = line.company_id
            and category_of_name.category is not distinct from line.category
            and category_of_name.category_code is not distinct from line.category_code
        inner join supplier on supplier.supplier_id = line.supplier_id
        {decided}
        where category_of_name.basis is null and {nature} = 'purchase'
        group by {gap_sql("line", "category_of_name", nature)}""",
        step="categories: gaps",
    )
    _read(tx, "description", "select distinct description as text from category_gap where description is not null",
          "of_description")  # fmt: skip
    _read(
        tx,
        "supplier",
        "select distinct supplier.name as text from category_gap"
        " inner join supplier on supplier.supplier_id = category_gap.supplier_id where supplier.name is not null",
        "of_supplier_name",
    )
    majority = [tree.confidence("of_supplier_lines"), tree.confidence("supplier_majority")]
    tx.execute(_majority_sql(nature, decided), majority, step="categories: suppliers")
    tx.execute(_GAPS, [tree.confidence("least")] * 2, step="categories: fill the gaps")
    if by_hand:
        for statement in _BY_HAND:
            tx.execute(statement, step="categories: by hand")


def _read(tx: Transaction, field: str, select: str, factor: str) -> None:
    """Read the texts of `select` (text) that nobody has read yet."""
    tx.execute(
        f"""
        create or replace temp table category_unread as
        select hash('{field}', text) as text_key, text from ({select}) as texts
        where hash('{field}', text) not in (select text_key from category_text)""",
        step=f"categories: unread {field}",
    )
    if tx.value("select count(*) from category_unread"):
        texts.look_up(tx, "category_unread", factor)


def _alike(value: str) -> str:
    return " ".join(value.split()).casefold()


def _state(reader: Reader) -> str:
    """The edition, with the engine's: its hashes are its own."""
    return f"{edition()} {reader.value('select version()')}"


# One row a company and supplier of the gaps that sells mostly of one leaf, as its other lines say.
def _majority_sql(nature: str, decided: str) -> str:
    return f"""
create or replace temp table category_of_supplier as
with sold as (
    select
        line.company_id, coalesce(supplier.same_as, supplier.supplier_id) as supplier_id, category_of_name.leaf,
        sum(abs(line.net_amount)) as amount
    from line
    inner join category_of_name
        on category_of_name.company_id = line.company_id
        and category_of_name.category is not distinct from line.category
        and category_of_name.category_code is not distinct from line.category_code
    inner join supplier on supplier.supplier_id = line.supplier_id
    {decided}
    where category_of_name.leaf is not null
        and {nature} = 'purchase'
        and coalesce(supplier.same_as, supplier.supplier_id) in (select supplier_id from category_gap)
    group by line.company_id, coalesce(supplier.same_as, supplier.supplier_id), category_of_name.leaf
),

parts as (
    select
        company_id, supplier_id, leaf,
        cast(amount as double) / nullif(cast(sum(amount) over (partition by company_id, supplier_id) as double), 0)
            as part
    from sold
)

select company_id, supplier_id, leaf, cast(part * ? as float) as confidence from parts where part >= ?
"""


_GAPS = """
create or replace temp table category_of_gap as
with said as (
    select
        category_gap.gap_key,
        by_text.leaf as text_leaf, by_text.confidence as text_confidence,
        category_of_supplier.leaf as sold_leaf, category_of_supplier.confidence as sold_confidence,
        by_name.leaf as name_leaf, by_name.confidence as name_confidence
    from category_gap
    left join category_text as by_text
        on by_text.text_key = hash('description', category_gap.description) and by_text.confidence >= ?
    left join category_of_supplier
        on category_of_supplier.company_id = category_gap.company_id
        and category_of_supplier.supplier_id = category_gap.supplier_id
    left join supplier on supplier.supplier_id = category_gap.supplier_id
    left join category_text as by_name
        on by_name.text_key = hash('supplier', supplier.name) and by_name.confidence >= ?
)

select
    gap_key,
    coalesce(text_leaf, sold_leaf, name_leaf) as leaf,
    case
        when text_leaf is not null then 'description'
        when sold_leaf is not null then 'supplier'
        when name_leaf is not null then 'supplier_name'
    end as basis,
    case
        when text_leaf is not null then text_confidence
        when sold_leaf is not null then sold_confidence
        else name_confidence
    end as confidence
from said
union all
select 0::ubigint, null, null, null
"""

# Decisions by hand go over what is proposed, the later of these over the earlier. One about a supplier that turned out
# to be another is about that other one.
_SUPPLIER_RULES = """
    select category_rule.company_id, category_rule.leaf, coalesce(supplier.same_as, supplier.supplier_id) as about
    from category_rule
    inner join supplier on cast(supplier.supplier_id as varchar) = category_rule.value
    where category_rule.ended_at is null and category_rule.field = 'supplier'
"""
_TEXT_RULES = """
    select company_id, leaf, value as about from category_rule where ended_at is null and field = 'description'
"""
_BY_HAND = tuple(
    f"""
    update category_of_gap set leaf = said.leaf, basis = 'rule', confidence = 1
    from (
        select category_gap.gap_key, own.leaf
        from category_gap inner join ({own}) as own on own.about = category_gap.{column} and {whose}
    ) as said
    where category_of_gap.gap_key = said.gap_key"""
    for own, column in ((_SUPPLIER_RULES, "supplier_id"), (_TEXT_RULES, "description"))
    for whose in ("own.company_id is null", "own.company_id = category_gap.company_id")
)
