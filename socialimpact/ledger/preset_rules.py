"""What a known export says of its rows: types of document, payments, other accounts, the sign of a purchase."""

from __future__ import annotations

from socialimpact.ledger import judgement
from socialimpact.ledger.documents import folded, keys, literal, type_sql
from socialimpact.ledger.headers import column_names
from socialimpact.ledger.mapping import TableMapping
from socialimpact.store import Transaction
from socialimpact.tables import presets
from socialimpact.tables.grid import Grid
from socialimpact.tables.headings import normal
from socialimpact.tables.presets import Preset

# Types that a preset may name beside those of `data/document_types.yml`; a row of them is no purchase.
PAYMENT, BALANCE = "payment", "balance"


def preset_of(table: TableMapping) -> Preset | None:
    """The known export that a sheet is, if any."""
    return presets.preset(table.preset) if table.preset else None


def types_sql(texts: str, table: TableMapping) -> str:
    """SQL for the few texts that stand as document type: `written`, `type_key`, `is_payment`, `is_balance`.

    `texts` is SQL for a relation of distinct texts: `written`, and `plain` as people compare. What the export means
    by a text comes before what such a text means in general.
    """
    known = preset_of(table)
    cases = " ".join(
        f"when regexp_full_match(plain, {literal(pattern)}) then {literal(key)}"
        for pattern, key in (known.types if known else {}).items()
    )
    said = f"case {cases} end" if cases else "cast(null as varchar)"
    payment = literal(f"{judgement.payment_pattern()}|{judgement.payment_type_pattern()}")
    balance = literal(judgement.balance_pattern())
    return (
        f"select written, case when said is null or said in ('{PAYMENT}', '{BALANCE}') then {type_sql('plain')}"
        " else said end as type_key,"
        f" coalesce(said = '{PAYMENT}', regexp_matches(plain, {payment})) as is_payment,"
        f" coalesce(said = '{BALANCE}', regexp_full_match(plain, {balance})) as is_balance"
        f" from (select written, plain, {said} as said from ({texts}))"
    )


def reason_sql(grid: Grid, table: TableMapping) -> str:
    """SQL over the cells and the parsed columns: why a row of this export is no purchase, else null."""
    known = preset_of(table)
    if known is None:
        return "cast(null as varchar)"
    cases = []
    for rule in known.rows:
        for index in _columns_named(grid, table, rule.columns):
            cell = folded(f"c{index}")
            if rule.keep:
                cases.append(f"when not regexp_full_match({cell}, {literal(rule.keep)}) then '{rule.reason}'")
            if rule.drop:
                cases.append(f"when regexp_full_match({cell}, {literal(rule.drop)}) then '{rule.reason}'")
    needed = [f"c{table.column(role)}" for role in known.needs if table.has(role)]
    if needed:
        # a subtotal repeats the account and its sum, and nothing of a document
        cases.append(f"when coalesce({', '.join(needed)}) is null and amount_text is not null then 'total'")
    return f"case {' '.join(cases)} end" if cases else "cast(null as varchar)"


def purchases_are_negative(tx: Transaction, table: TableMapping, amounts: str, types: str) -> bool:
    """Whether an export that writes purchases as debts does so in this file: more of its invoices are negative.

    `amounts` is SQL for a relation of `amount` and `kind`, one row a row of the sheet; `types` is what `types_sql`
    gives.
    """
    known = preset_of(table)
    if known is None or known.sign != "liability":
        return False
    below, above = tx.rows(
        "select count(*) filter (where amount < 0), count(*) filter (where amount > 0)"
        f" from ({amounts}) as amounts left join ({types}) as types on written = kind"
        f" where not coalesce(is_payment or is_balance or type_key in ({keys('credit')}), false)",
        step="parse: sign of the purchases",
    )[0]
    return bool(below >= above)


def _columns_named(grid: Grid, table: TableMapping, names: frozenset[str]) -> list[int]:
    """The columns whose header is one of `names`."""
    return [index for index, name in column_names(grid, None, table.header_row).items() if normal(name) in names]
