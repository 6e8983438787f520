from __future__ import annotations

import pytest

from socialimpact.tables.marks import date_order, decimal_mark, order_of
from tests.tables.making import grid_of


@pytest.mark.parametrize(
    ("cells", "default", "mark"),
    [
        (["1.234,50", "12,00"], ".", ","),
        (["1,234.50", "12.00"], ",", "."),
        (["12,5", "3,25"], ".", ","),
        (["€ 1.234,50-"], ".", ","),
        (["1,234", "5,678", "12"], ",", "."),
        (["1.234", "5.678"], ".", ","),
        (["1.234.567"], ".", ","),
        (["100", "200"], ",", ","),
        (["100", "200"], ".", "."),
        (["1.234,50", "12,00", ".00"], ".", ","),
        (["-"], ",", ","),
    ],
)
def test_the_decimal_mark_of_a_column(cells, default, mark):
    grid = grid_of("\n".join(["Importo", *cells]), delimiter="\t")
    assert decimal_mark(grid, [0], 1, default) == mark


@pytest.mark.parametrize(
    ("cells", "order", "sure", "mixed"),
    [
        (["01/02/2024", "13/02/2024"], "dmy", True, False),
        (["02/01/2024", "02/13/2024"], "mdy", True, False),
        (["13/02/2024", "14/02/2024", "02/15/2024"], "dmy", True, True),
        (["2024-02-01", "2024-02-13T00:00:00"], "ymd", True, False),
        (["20240201"], "ymd", True, False),
        (["9-Oct-12", "10-Oct-12"], "dmy", True, False),
        (["Wednesday, May 04, 2022"], "mdy", True, False),
        (["41456", "41457"], "serial", True, False),
        (["2024-02-01", "2/13/2024"], "mdy", True, False),
        (["01/02/2024"], "dmy", False, False),
        (["03/01/2024", "03/02/2024", "03/05/2024", "03/07/2024"], "mdy", False, False),
        (["00:00:00"], "none", True, False),
        ([], "none", True, False),
    ],
)
def test_the_order_of_dates(cells, order, sure, mixed):
    found = order_of(cells)
    assert (found.order, found.sure, found.mixed) == (order, sure, mixed)


def test_the_order_is_decided_below_the_header_over_the_whole_column():
    lines = ["Data", *["01/02/2024"] * 3000, "02/13/2024"]
    assert date_order(grid_of("\n".join(lines)), 0, 1).order == "mdy"
