"""Net, VAT and gross are told apart by what they add up to, whatever their columns are called."""

from __future__ import annotations

import pytest

from socialimpact.tables.proposal import propose
from tests.tables.making import book_of, grid_of

NETS = [100, 250.5, 80, 1234.56, 19.9, 310, 45, 77.7, 60, 512.25, 33, 900]
RATES = [22, 22, 10, 22, 4, 0, 22, 22, 10, 22, 22, 22]


def italian(amount: float) -> str:
    return f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def roles(header: str, *columns: str, wrong: int = 0) -> dict[str, str]:
    """The role of each column of a ledger whose amounts are made by name: net, vat, gross or rate."""
    lines = [header]
    for place, (net, rate) in enumerate(zip(NETS * 3, RATES * 3, strict=True)):
        vat = round(net * rate / 100, 2) + (5 if place < wrong else 0)
        made = {"net": italian(net), "vat": italian(vat), "gross": italian(net + vat), "rate": str(rate),
                "other": italian(net * 3 + place)}  # fmt: skip
        cells = [f"{place % 28 + 1:02}/03/2024", f"Fornitore {place} S.r.l.", *(made[name] for name in columns)]
        lines.append(";".join(cells))
    layout = propose(book_of(grid_of("\n".join(lines))))[0]
    return {column.header or "": column.role for column in layout.columns} | {"basis": layout.amount_basis}


@pytest.mark.parametrize("names", ["A;B;C", "Importo;Importo 2;Importo 3", "Totale;Netto;IVA", "x;y;z"])
@pytest.mark.parametrize("order", [("net", "vat", "gross"), ("gross", "net", "vat"), ("vat", "gross", "net")])
def test_three_columns_that_add_up_are_told_apart_under_any_name(names, order):
    found = roles(f"Data;Fornitore;{names}", *order)
    expected = {"net": "net_amount", "vat": "vat_amount", "gross": "gross_amount"}
    says_the_contrary = names == "Totale;Netto;IVA" and order[1] == "gross"
    if not says_the_contrary:
        assert [found[name] for name in names.split(";")] == [expected[what] for what in order]


def test_two_columns_that_differ_by_a_rate_are_net_and_gross():
    found = roles("Data;Fornitore;Importo A;Importo B", "gross", "net")
    assert (found["Importo A"], found["Importo B"], found["basis"]) == ("gross_amount", "net_amount", "net")


def test_a_few_rows_that_do_not_add_up_are_hand_made():
    found = roles("Data;Fornitore;A;B;C", "net", "vat", "gross", wrong=1)
    assert (found["A"], found["B"], found["C"]) == ("net_amount", "vat_amount", "gross_amount")


def test_columns_that_have_nothing_to_do_with_each_other_keep_what_their_names_say():
    found = roles("Data;Fornitore;Importo;Codice", "net", "other")
    assert found["Importo"] == "net_amount"
    assert found["Codice"] not in {"gross_amount", "net_amount"}


def test_a_column_called_vat_that_holds_percentages_is_a_rate():
    found = roles("Data;Fornitore;Totale fattura;IVA", "gross", "rate")
    assert (found["Totale fattura"], found["IVA"]) == ("gross_amount", "vat_rate")


@pytest.mark.parametrize("name", ["Aliquota IVA", "% IVA", "VAT %", "VAT rate", "MwSt-Satz"])
def test_a_column_of_rates_is_known_by_its_name(name):
    assert roles(f"Data;Fornitore;Totale fattura;{name}", "gross", "rate")[name] == "vat_rate"
