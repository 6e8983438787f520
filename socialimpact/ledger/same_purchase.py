"""One purchase in two imports, as a row of a ledger and as the electronic invoice behind it: it counts once.

Whichever was imported first counts. The second is set aside and held, and gives the first what that lacks. They are the
same where supplier, document number (without leading zeros, separators, prefixes and year), amount and date agree:
the sum of the ledger's rows with the invoice's net or gross, or one row with the invoice's net of one VAT rate.
"""

from __future__ import annotations

import pyarrow as pa

from socialimpact.language import Message, plural
from socialimpact.ledger import held_rows, purchase_pairs
from socialimpact.ledger.mapping import Mapping
from socialimpact.store import Transaction
from socialimpact.tables.invoices import FORMATS

# Why the second is set aside: by what the first was.
IN_INVOICE, IN_LEDGER = "in_electronic_invoice", "in_ledger"
REASONS = (IN_INVOICE, IN_LEDGER)
# Set aside, but nothing to look at, or shown with the overlaps.
TOLD_APART = ("blank", "in_earlier_import", *REASONS)
_FORMATS = ", ".join(f"'{name}'" for name in FORMATS)


def find(tx: Transaction, company_id: int, mapping: Mapping, *, include: bool) -> None:
    """Find the rows of `placed` that an earlier import of the other sort has, and set them aside unless `include`.

    Makes the temporary table `same`: `ref` (a row of `placed`), `line_id` (its line in the store), `held_by` (the
    import of that). Looks only where the company has imports of the other sort.
    """
    tx.execute("drop table if exists same", step="same purchase: clear")
    tx.execute("create temp table same (ref bigint, line_id bigint, held_by integer)", step="same purchase: none yet")
    invoices_come = _are_invoices(mapping)
    other = f"import.format {'not in' if invoices_come else 'in'} ({_FORMATS})"
    if not tx.rows(
        f"select 1 from import where company_id = ? and undone_at is null and {other} limit 1",
        [company_id],
        step="same purchase: other imports",
    ):
        return
    tx.execute(purchase_pairs.new_rows_sql(invoices=invoices_come), step="same purchase: new rows")
    tx.execute(
        purchase_pairs.stored_rows_sql(other, invoices=not invoices_come),
        [company_id],
        step="same purchase: stored lines",
    )
    ledger, invoice = ("stored_row", "new_row") if invoices_come else ("new_row", "stored_row")
    tx.execute(purchase_pairs.units_sql(ledger, invoice), step="same purchase: documents")
    pairs = purchase_pairs.matched(tx)
    if not pairs:
        return
    table = pa.table({"ledger_unit": [pair[0] for pair in pairs], "invoice_unit": [pair[1] for pair in pairs]})
    with tx.frame("pair", table):
        tx.execute(_same_sql(ledger_is_new=not invoices_come), step="same purchase: rows")
    reason = IN_LEDGER if invoices_come else IN_INVOICE
    held_rows.set_aside(tx, f"{_ref()} in (select ref from same)", None if include else reason)


def alike_sql(mapping: Mapping) -> str:
    """SQL for the imports of the same sort as this one: ledgers, or electronic invoices."""
    return f"select import_id from import where format {'' if _are_invoices(mapping) else 'not '}in ({_FORMATS})"


def any_found(tx: Transaction) -> bool:
    """Whether `find` has set any row aside."""
    return bool(tx.rows(f"select 1 from placed where reason in {REASONS} limit 1", step="same purchase: any"))


def told(number: int) -> Message:
    """What was done with the rows that `find` set aside."""
    return plural(
        "{n} row is the same purchase as one of an earlier import, where it stands in a ledger or an electronic"
        " invoice: it counts once, with what both know of it.",
        "{n} rows are the same purchases as those of an earlier import, where they stand in a ledger or in electronic"
        " invoices: they count once, with what both know of them.",
        number,
    )


def store(tx: Transaction, import_id: int, columns: str, values: str) -> None:
    """Hold the rows that `find` set aside, and add to their lines in the store what those lack.

    `columns` and `values` are how a placed row becomes a line (`ledger.loading`).
    """
    if not tx.rows("select 1 from same limit 1", step="same purchase: any"):
        return
    tx.execute(
        f"insert into held_line ({columns}, held_by) select {values}, partner.held_by from placed"
        " join (select ref, min(held_by) as held_by from same group by ref) as partner"
        f" on partner.ref = {_ref('placed')} where placed.reason in {REASONS}",
        step="same purchase: hold",
    )
    for field in _ADDED:
        _add(tx, import_id, field)


def forget(tx: Transaction, import_id: int) -> list[int]:
    """Undo what an import had to do with others: its additions go, and what it kept from counting counts again.

    To be called when its own lines are gone. Returns the imports that count more now: their records say less.
    """
    for (field,) in tx.rows("select distinct field from line_addition where import_id = ?", [import_id]):
        tx.execute(
            f"update line set {_known(field)} = cast(was.before as {_TYPES.get(field, 'varchar')})"
            " from line_addition as was where was.line_id = line.line_id and was.import_id = ? and was.field = ?",
            [import_id, field],
            step="same purchase: take back what was added",
        )
    tx.execute(
        "delete from line_addition where import_id = ? or line_id not in (select line_id from line)",
        [import_id],
        step="same purchase: forget what was added",
    )
    tx.execute("delete from held_line where import_id = ?", [import_id], step="same purchase: forget what was held")
    held = tx.rows("select distinct import_id from held_line where held_by = ? order by 1", [import_id])
    for (other,) in held:
        _let_go(tx, other, import_id)
    return [other for (other,) in held]


def _let_go(tx: Transaction, import_id: int, held_by: int) -> None:
    """Count again what `held_by` kept of an import from counting."""
    tx.execute(
        "insert into line by name select * exclude (line_id, held_by), nextval('line_sequence') as line_id"
        " from held_line where import_id = ? and held_by = ?",
        [import_id, held_by],
        step="same purchase: let go",
    )
    tx.execute(
        f"delete from set_aside using held_line as held where set_aside.import_id = held.import_id"
        " and set_aside.sheet is not distinct from held.sheet and set_aside.row_number = held.row_number"
        f" and set_aside.amount = held.net_amount and set_aside.reason in {REASONS}"
        " and held.import_id = ? and held.held_by = ?",
        [import_id, held_by],
        step="same purchase: no longer set aside",
    )
    tx.execute(
        "update import set duplicates = greatest(duplicates - (select count(*) from held_line as held"
        " where held.import_id = import.import_id and held.held_by = ?), 0) where import_id = ?",
        [held_by, import_id],
        step="same purchase: no duplicates",
    )
    tx.execute(
        "delete from held_line where import_id = ? and held_by = ?",
        [import_id, held_by],
        step="same purchase: no longer held",
    )


def _are_invoices(mapping: Mapping) -> bool:
    return any(table.fixed for table in mapping.used)


def _ref(table: str = "placement") -> str:
    return f"{table}.place"


def _same_sql(*, ledger_is_new: bool) -> str:
    new, stored = ("ledger", "invoice") if ledger_is_new else ("invoice", "ledger")
    return f"""
        insert into same
        select new.ref, stored.ref as line_id, new.held_by from (
            select pair.*, unnest(mine.refs) as ref, theirs.import_id as held_by from pair
            join unit as mine on mine.unit = pair.{new}_unit
            join unit as theirs on theirs.unit = pair.{stored}_unit
        ) as new join (
            select pair.*, unnest(theirs.refs) as ref from pair join unit as theirs on theirs.unit = pair.{stored}_unit
        ) as stored on stored.ledger_unit = new.ledger_unit and stored.invoice_unit = new.invoice_unit"""


# What the second gives to the first, where that has nothing: of several rows, that with the largest amount says it.
_ADDED = ("description", "category", "category_code", "cost_centre", "site_id", "invoice_date", "posting_date",
          "due_date", "payment_date", "nature", "nature_reason")  # fmt: skip
_TYPES = {"site_id": "integer", "invoice_date": "date", "posting_date": "date", "due_date": "date",
          "payment_date": "date"}  # fmt: skip
_DEFAULT_NATURE = "default"


def _known(field: str) -> str:
    if field not in _ADDED:
        raise ValueError(field)
    return field


def _add(tx: Transaction, import_id: int, field: str) -> None:
    """Give one field of the rows that were set aside to their lines, and keep what stood there."""
    lacking, gives = f"line.{field} is null", f"placed.{field} is not null"
    if field in ("nature", "nature_reason"):
        # a rule of the organisation, or one of a category, knows more than no rule; both columns go together
        lacking = f"line.nature_reason = '{_DEFAULT_NATURE}'" if field == "nature" else _NATURE_ADDED
        gives = f"placed.nature_reason not in ('{_DEFAULT_NATURE}', 'own_company')"
    tx.execute(
        f"""
        create or replace temp table addition as
        select line.line_id, any_value(cast(line.{field} as varchar)) as before,
               arg_max(placed.{field}, abs(placed.euro)) as value
        from same join line on line.line_id = same.line_id join placed on {_ref("placed")} = same.ref
        where placed.reason in {REASONS} and {lacking} and {gives}
        group by line.line_id""",
        [import_id] if field == "nature_reason" else [],
        step="same purchase: what is lacking",
    )
    tx.execute(
        f"insert into line_addition select line_id, {int(import_id)}, '{field}', before from addition",
        step="same purchase: keep what stood there",
    )
    tx.execute(
        f"update line set {field} = addition.value from addition where addition.line_id = line.line_id",
        step="same purchase: add",
    )


_NATURE_ADDED = (
    "line.line_id in (select line_id from line_addition where field = 'nature' and line_addition.import_id = ?)"
)
