"""What a person says instead of what was proposed is kept, and comes back the same."""

from __future__ import annotations

from dataclasses import replace

from socialimpact.ledger.corrected_mapping import corrected
from socialimpact.ledger.mapping import Mapping, TableMapping, proposed
from socialimpact.tables.proposal import propose
from tests.tables.making import book_of, grid_of

LEDGER = """
Elenco;;
Data;Fornitore;Importo
13/01/2024;Rossi srl;1,50
Data doc.;Importo;Beneficiario
14/01/2024;2,50;Verdi srl
"""


def table(**changes) -> TableMapping:
    plain = TableMapping(None, 2, 3, 9, {0: "invoice_date", 1: "supplier_name", 2: "net_amount"}, ",", "dmy", "f")
    return replace(plain, **changes)


def test_everything_that_is_said_of_tables_comes_back_the_same():
    tables = (
        table(last_row=3),
        table(
            header_row=4,
            first_row=5,
            carried=(1,),
            headings="supplier",
            constants={"company": "Acme", "invoice_date": "2024-01-01"},
            periods={4: "2024-01", 5: "2024-Q2"},
            used=False,
        ),
    )
    mapping = Mapping(tables, "gross")
    bare = tuple(replace(each, carried=(), headings=None, constants={}, periods={}, roles={}) for each in tables)
    assert corrected(Mapping(bare), mapping.as_json(), ()) == mapping


def test_a_mapping_that_was_kept_before_there_were_several_tables_still_loads():
    kept = {"amount_basis": "gross", "tables": [{"sheet": None, "used": True, "roles": {"0": "invoice_date"}}]}
    changed = corrected(Mapping((table(carried=(1,)),)), kept, ())
    assert changed == Mapping((table(roles={0: "invoice_date"}, carried=(1,)),), "gross")


def test_another_header_row_has_the_roles_proposed_anew():
    book = book_of(grid_of(LEDGER))
    layouts = propose(book)
    changed = corrected(proposed(layouts), {"tables": [{"sheet": None, "header_row": 4}]}, layouts, book).tables[0]
    assert (changed.header_row, changed.first_row) == (4, 5)
    assert changed.roles == {0: "invoice_date", 1: "net_amount", 2: "supplier_name"}
    said = {"header_row": 4, "roles": {"Data doc.": "posting_date"}}
    assert corrected(proposed(layouts), said, layouts, book).tables[0].roles == {0: "posting_date"}


def test_entries_find_the_tables_of_a_sheet_by_their_header_row_and_one_more_is_a_new_table():
    mapping = Mapping((table(last_row=3), table(header_row=5, first_row=6)))
    said = {"tables": [{"sheet": None, "header_row": 5, "decimal_mark": "."}]}
    assert [each.decimal_mark for each in corrected(mapping, said, ()).tables] == [",", "."]
    said = {"tables": [{"sheet": None, "header_row": row} for row in (2, 5, 8)]}
    assert [each.header_row for each in corrected(mapping, said, ()).tables] == [2, 5, 8]
