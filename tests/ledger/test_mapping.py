"""A mapping says how each table of a file is read; one that lacks what every figure needs is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from socialimpact.errors import MappingRefused
from socialimpact.ledger.mapping import Mapping, TableMapping


def table(**changes) -> TableMapping:
    plain = TableMapping(None, 2, 3, 9, {0: "invoice_date", 1: "supplier_name", 2: "net_amount"}, ",", "dmy", "f")
    return replace(plain, **changes)


def test_what_holds_for_all_rows_counts_as_found():
    Mapping((table(roles={2: "net_amount"}, headings="supplier", constants={"invoice_date": "2024-01-01"}),)).check()
    Mapping((table(roles={1: "supplier_name"}, periods={2: "2024-01"}),)).check()
    with pytest.raises(MappingRefused) as refused:
        Mapping((table(roles={1: "supplier_name"}, periods={2: "-01"}),)).check()
    assert refused.value.code == "no_year"


def test_months_or_years_do_for_dates():
    Mapping((table(roles={0: "period", 1: "supplier_name", 2: "net_amount"}),)).check()
    Mapping((table(roles={0: "year", 1: "supplier_name", 2: "net_amount"}),)).check()
    with pytest.raises(MappingRefused) as refused:
        Mapping((table(roles={1: "supplier_name", 2: "net_amount"}),)).check()
    assert refused.value.code == "no_date_column"
