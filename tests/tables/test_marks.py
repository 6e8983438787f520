from __future__ import annotations

import pytest

from socialimpact.tables.marks import date_order, decimal_mark, mark_of, order_of
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


@pytest.mark.parametrize(
    ("cells", "mark", "sure", "odd"),
    [
        (["1.234", "5.678"], ",", False, []),
        (["1.234", "300"], ",", True, []),
        (["1.234", "1.234.567"], ",", True, []),
        (["1.234,50", "12.5", "7,00", "100"], ",", True, [(3, 0, "12.5")]),
        (["100", "200"], ",", True, []),
    ],
)
def test_what_the_mark_rests_on_is_known(cells, mark, sure, odd):
    found = mark_of(grid_of("\n".join(["Importo", *cells]), delimiter="\t"), [0], 1, ",")
    assert (found.mark, found.sure, list(found.odd)) == (mark, sure, odd)


@pytest.mark.parametrize(
    ("cells", "order", "short"),
    [
        (["01/02/24", "13/02/24"], "dmy", True),
        (["31012025", "01022025"], "dmy", False),
        (["31012025", "1022025"], "dmy", False),
        (["20250131", "20251212"], "ymd", False),
    ],
)
def test_years_of_two_digits_and_days_run_together(cells, order, short):
    found = order_of(cells)
    assert (found.order, found.short_years) == (order, short)


def test_the_order_is_decided_below_the_header_over_the_whole_column():
    lines = ["Data", *["01/02/2024"] * 3000, "02/13/2024"]
    assert date_order(grid_of("\n".join(lines)), 0, 1).order == "mdy"
