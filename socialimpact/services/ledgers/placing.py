"""What becomes of the parsed rows of a ledger: whose they are, which count, and what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from socialimpact.errors import Problem, worst_first
from socialimpact.language import Message, msg
from socialimpact.ledger import file_problems, loading, own_invoices, same_purchase, sightings
from socialimpact.ledger import problems as row_problems
from socialimpact.ledger.loading import Reconciliation
from socialimpact.ledger.mapping import Mapping
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.progress import Progress
from socialimpact.store import Transaction
from socialimpact.suppliers import identity
from socialimpact.tables.book import Book
from socialimpact.tables.layout import Layout


def place(
    tx: Transaction, company: int, import_id: int, mapping: Mapping, *, include_overlaps: bool, tell: Progress
) -> Sequence[Problem]:
    """Recognise the suppliers of the parsed rows, and place every row in the temporary table `placed`."""
    own_invoices.set_aside(tx, company, mapping)
    tx.execute(sightings.sightings_sql(), step="sightings")
    seen = tx.table("select * from sighting order by sighting", step="sightings")
    tell(0.3, msg("Recognising the suppliers"))
    assigned = identity.assign(
        tx,
        company,
        import_id,
        pa.table(
            {
                "sighting": seen["sighting"],
                "name": seen["supplier_name"],
                "ledger_code": seen["supplier_code"],
                "vat_number": seen["supplier_vat"],
                "tax_code": seen["supplier_tax_code"],
                "address": seen["supplier_address"],
                "municipality": seen["supplier_municipality"],
                "province": seen["supplier_province"],
                "postcode": seen["supplier_postcode"],
                "country": seen["supplier_country"],
                "lines": seen["lines"],
            }
        ),
        place_source="invoice" if any(table.fixed for table in mapping.used) else "ledger",
    )
    tell(0.45, msg("Comparing with earlier imports"))
    # Both tables have a row a sighting, in the same order.
    supplier_of = assigned.table.select(["supplier_id", "spelling_id"]).append_column(
        "sighting_key", seen["sighting_key"]
    )
    loading.place(tx, company, import_id, supplier_of, mapping, include_overlaps=include_overlaps)
    same_purchase.find(tx, company, mapping, include=include_overlaps)
    return assigned.problems


def problems_of_file(book: Book, layouts: tuple[Layout, ...], mapping: Mapping) -> tuple[Problem, ...]:
    return (*book.problems, *file_problems.of_layouts(layouts, mapping))


def all_problems(tx: Transaction, previewed: Preview, contradictions: Sequence[Problem]) -> tuple[Problem, ...]:
    """What is odd about the file, its rows and the suppliers it names, worst first."""
    return worst_first(
        [
            *problems_of_file(previewed.book, previewed.layouts, previewed.mapping),
            *row_problems.found(tx, previewed.mapping),
            *own_invoices.problems(tx, previewed.company_id, previewed.mapping),
            *row_problems.located(tx, previewed.mapping, contradictions),
        ]
    )


def why_no_line(told: Reconciliation) -> Message:
    """Why nothing of a file can be loaded, and what to do."""
    if told.duplicates:
        return msg(
            "All {purchases} purchases of this file are in earlier imports already: there is nothing new to load.",
            purchases=told.duplicates,
        )
    return msg(
        "None of the {rows} rows is a purchase with a readable amount. Check which column holds the amounts and where"
        " the header is.",
        rows=told.rows_read,
    )
