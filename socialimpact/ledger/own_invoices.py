"""Electronic invoices by who made them out and to whom: an archive holds a company's sales beside its purchases."""

from __future__ import annotations

from collections.abc import Iterator

from socialimpact.einvoices import rows
from socialimpact.errors import Problem
from socialimpact.language import msg, plural
from socialimpact.ledger import held_rows
from socialimpact.ledger.documents import literal
from socialimpact.ledger.mapping import Mapping
from socialimpact.store import Transaction

_SHOWN = 3


def set_aside(tx: Transaction, company_id: int, mapping: Mapping) -> None:
    """Set aside the rows of `parsed` whose supplier is the company itself: they are its sales.

    Only of electronic invoices, which always say who made them out: by VAT number or tax code, never by name.
    """
    if not _are_invoices(mapping):
        return
    own = [number for (number,) in tx.rows(f"select number from ({_own_sql()})", [company_id], step="own numbers")]
    if own:
        numbers = ", ".join(map(literal, own))
        held_rows.rewrite(
            tx,
            "case when reason is null and ("
            f"coalesce({_bare('supplier_vat')} in ({numbers}), false)"
            f" or coalesce({_bare('supplier_tax_code')} in ({numbers}), false)"
            ") then 'own_invoice' else reason end as reason",
            step="own invoices",
        )


def problems(tx: Transaction, company_id: int, mapping: Mapping) -> Iterator[Problem]:
    """What the buyers of the invoices say: the company's number where it has stated none, or that others are meant."""
    if not _are_invoices(mapping):
        return
    known = bool(tx.rows(f"{_own_sql()} limit 1", [company_id], step="own numbers"))
    vat, tax = _bare(f"c{rows.BUYER_VAT}"), _bare(f"c{rows.BUYER_TAX}")
    buyers = tx.rows(
        f"""
        with buyer as (
            select c{rows.BUYER} as name, coalesce({vat}, {tax}) as number, {tax} as tax_code,
                   c{rows.FILE} as file, c2 as place
            from grid_0 join parsed on parsed.grid = 0 and parsed.row_number = grid_0.row
            where parsed.reason is null
        ), final as (
            select number, any_value(name) as name, count(distinct (file, place)) as documents from buyer
            where number is not null and not exists ({_own_sql()} and own.number in (buyer.number, buyer.tax_code))
            group by number
        )
        select number, name, documents from final order by documents desc, number""",
        [company_id],
        step="buyers of invoices",
    )
    if not buyers:
        return
    number, name, _ = buyers[0]
    if known:
        others = sum(row[2] for row in buyers)
        yield Problem(
            "warning",
            "other_buyer",
            plural(
                "{n} invoice is made out to another buyer ({buyers}). It is loaded: check whether it belongs here.",
                "{n} invoices are made out to other buyers ({buyers}). They are loaded: check whether they belong"
                " here.",
                others,
                buyers=_named(buyers),
            ),
            value=number,
        )
    elif len(buyers) == 1:
        yield Problem(
            "warning",
            "own_number_missing",
            msg(
                "All invoices are made out to {name}, number {number}. If that is this company, state its number in"
                " Settings, Organisation: its own sales are then recognised and left out.",
                name=name or number,
                number=number,
            ),
            value=number,
        )
    else:
        yield Problem(
            "warning",
            "own_number_missing",
            msg(
                "The invoices are made out to different buyers ({buyers}), so some may be sales of this company. State"
                " its VAT number in Settings, Organisation, and import the file then.",
                buyers=_named(buyers),
            ),
            value=number,
        )


def _are_invoices(mapping: Mapping) -> bool:
    return any(table.fixed for table in mapping.used)


def _own_sql() -> str:
    """SQL for the numbers of one company, without the prefix of Italy; more conditions may follow."""
    return (
        f"select own.number from (select unnest([{_bare('vat_number')}, {_bare('tax_code')}]) as number from company"
        " where company_id = ?) as own where own.number is not null"
    )


def _bare(column: str) -> str:
    return f"regexp_replace(upper(replace({column}, ' ', '')), '^IT([0-9])', '\\1')"


def _named(buyers: list[tuple[object, ...]]) -> str:
    shown = [str(name or number) for number, name, _ in buyers[:_SHOWN]]
    return ", ".join(shown) + (" …" if len(buyers) > _SHOWN else "")
