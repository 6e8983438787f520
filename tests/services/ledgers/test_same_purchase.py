"""A ledger and the electronic invoices of the same period: each purchase counts once, whichever came first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.actor import local_owner
from socialimpact.ledger.purchase_pairs import number_keys_sql
from socialimpact.services import integrity
from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import open_workspace
from tests.einvoices.making import fattura, zipped
from tests.homes import prepared

OWNER = local_owner()
LEDGER = """Data fattura;Numero;Fornitore;Partita IVA;Categoria;Centro di costo;Imponibile
05/03/2024;17;ROSSI SRL;00488410010;Pulizie;CC1;120,50
09/03/2024;FT 000018/2024;ROSSI SRL;00488410010;Materiali;CC2;30,00
20/03/2024;99;Verdi Coop. Sociale;07643520567;Mensa;CC1;80,00
"""
TOTAL = Decimal("230.50")


@pytest.fixture
def ws(tmp_path):
    with open_workspace(tmp_path / "home") as workspace:
        yield workspace


def batch_in(folder):
    """Two invoices of the ledger, one in two lines, and a third that the ledger has not."""
    return zipped(
        folder / "invoices.zip",
        {
            "a.xml": fattura("Pulizia uffici | 100.00 | 22.00", "Detersivi | 20.50 | 10.00", number="17/A"),
            "b.xml": fattura("Carta | 30.00 | 22.00", number="18", date="2024-03-09"),
            "c.xml": fattura("Toner | 7.00 | 22.00", number="19", date="2024-03-11"),
        },
    )


def ledger_in(folder):
    path = folder / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


@pytest.fixture
def batch(tmp_path):
    return batch_in(tmp_path)


@pytest.fixture
def ledger(tmp_path):
    return ledger_in(tmp_path)


def has_ledger(ws, folder):
    load(ws, ledger_in(folder))


def has_batch(ws, folder):
    load(ws, batch_in(folder))


@pytest.fixture
def with_ledger(tmp_path):
    """The ledger was imported: import 1."""
    with prepared(tmp_path / "home", has_ledger) as workspace:
        yield workspace


@pytest.fixture
def with_batch(tmp_path):
    """The invoices were imported: import 1."""
    with prepared(tmp_path / "home", has_batch) as workspace:
        yield workspace


def load(ws, path, **how):
    previewed = importing.preview(ws, OWNER, path, rehearse=False, **how)
    return importing.import_ledger(ws, OWNER, previewed, **how)


def spend(ws):
    return ws.db.value("select coalesce(sum(net_amount), 0) from spend")


def state(ws):
    """All that counts, without the numbers of lines and imports."""
    told = "description, category, cost_centre, nature, due_date, posting_date, net_amount, document_number"
    return ws.db.rows(f"select {told} from line order by all"), ws.db.rows(
        "select name, vat_number, municipality_code, place_source from supplier order by all"
    )


def test_the_ledger_first(with_ledger, batch):
    result = load(with_ledger, batch)
    told = result.reconciliation
    assert (told.rows_read, told.lines, told.set_aside, told.duplicates) == (4, 1, 3, 3)
    assert spend(with_ledger) == TOTAL + 7
    assert with_ledger.db.rows("select distinct reason from set_aside") == [("in_ledger",)]
    # the ledger's lines take over what only the invoices know
    assert with_ledger.db.rows("select description, category from line where document_number = '17'") == [
        ("Pulizia uffici", "Pulizie")
    ]
    assert with_ledger.db.rows(
        "select municipality_code, place_source from supplier where vat_number = '00488410010'"
    ) == [("001272", "invoice")]
    assert "same_purchase" in [problem.code for problem in result.problems]
    assert integrity.check(with_ledger, OWNER) == []


def test_the_invoices_first(with_batch, ledger):
    told = load(with_batch, ledger).reconciliation
    assert (told.rows_read, told.lines, told.set_aside) == (3, 1, 2)
    assert told.total_read == told.total_loaded + told.total_set_aside == TOTAL
    assert spend(with_batch) == TOTAL + 7
    assert with_batch.db.rows("select distinct reason from set_aside") == [("in_electronic_invoice",)]
    given = with_batch.db.rows(
        "select description, category, cost_centre from line where document_number = '17/A' order by 1"
    )
    assert given == [("Detersivi", "Pulizie", "CC1"), ("Pulizia uffici", "Pulizie", "CC1")]
    assert integrity.check(with_batch, OWNER) == []


@pytest.mark.parametrize("order", [("ledger", "batch"), ("batch", "ledger")])
def test_undoing_the_second_leaves_the_first_as_it_was(request, order):
    ws = request.getfixturevalue(f"with_{order[0]}")
    before = state(ws)
    second = load(ws, request.getfixturevalue(order[1]))
    assert state(ws) != before
    importing.undo(ws, OWNER, second.import_id)
    assert state(ws) == before
    assert ws.db.rows("select count(*) from held_line union all select count(*) from line_addition") == [(0,), (0,)]
    assert integrity.check(ws, OWNER) == []


@pytest.mark.parametrize("order", [("ledger", "batch"), ("batch", "ledger")])
def test_undoing_the_first_lets_the_second_count(request, tmp_path, order):
    with prepared(tmp_path / "alone", has_ledger if order[1] == "ledger" else has_batch) as alone:
        wanted = state(alone)
    ws = request.getfixturevalue(f"with_{order[0]}")
    second = load(ws, request.getfixturevalue(order[1]))
    importing.undo(ws, OWNER, 1)
    assert state(ws) == wanted
    assert integrity.check(ws, OWNER) == []
    lines, aside = ws.db.rows("select lines, set_aside from import where import_id = ?", [second.import_id])[0]
    assert aside == 0
    assert lines == len(wanted[0])
    importing.undo(ws, OWNER, second.import_id)
    assert ws.db.rows("select count(*) from line") == [(0,)]


def test_the_preview_shows_what_is_known_and_both_may_count(with_ledger, batch):
    previewed = importing.preview(with_ledger, OWNER, batch)
    assert [row["reason"] for row in previewed.overlaps] == ["in_ledger"] * 3
    assert load(with_ledger, batch, include_overlaps=True).reconciliation.lines == 4
    assert spend(with_ledger) == TOTAL + Decimal("157.50")


def test_invoices_that_are_all_in_the_ledger_still_give_what_they_know(with_ledger, tmp_path):
    path = tmp_path / "b.xml"
    path.write_bytes(fattura("Carta | 30.00 | 22.00", number="18", date="2024-03-09"))
    assert load(with_ledger, path).reconciliation.lines == 0
    assert with_ledger.db.value("select description from line where document_number like '%18%'") == "Carta"


def test_a_third_import_of_what_is_held_counts_nowhere_twice(with_ledger, batch, tmp_path):
    ws = with_ledger
    load(ws, batch)
    again = zipped(
        tmp_path / "again.zip",
        {
            "x.xml": fattura("Pulizia uffici | 100.00 | 22.00", "Detersivi | 20.50 | 10.00", number="17/A"),
            "y.xml": fattura("Nuovo | 1.00 | 22.00", number="20"),
        },
    )
    load(ws, again)
    assert spend(ws) == TOTAL + 8
    importing.undo(ws, OWNER, 1)
    assert spend(ws) == Decimal("158.50")  # all invoices once
    assert integrity.check(ws, OWNER) == []


def test_a_ledger_with_a_row_a_rate_or_with_vat(with_batch, tmp_path):
    by_rate = tmp_path / "register.csv"
    by_rate.write_text(
        "Data registrazione;Numero documento;Fornitore;Partita IVA;Imponibile\n"
        "02/04/2024;17A;ROSSI SRL;00488410010;100,00\n02/04/2024;17A;ROSSI SRL;00488410010;20,50\n"
        "02/04/2024;19;ROSSI SRL;00488410010;6,00\n",
        encoding="utf-8",
    )
    # 19 has another amount: another purchase, or a mistake to see
    assert load(with_batch, by_rate).reconciliation.lines == 1
    gross = tmp_path / "gross.csv"
    gross.write_text(
        "Data fattura;Numero;Fornitore;Partita IVA;Totale fattura IVA inclusa\n"
        "11/03/2024;19;ROSSI SRL;00488410010;8,54\n11/03/2024;19;ROSSI SRL;07643520567;8,54\n",
        encoding="utf-8",
    )
    assert load(with_batch, gross).reconciliation.lines == 1  # the other supplier's


def test_one_rate_of_an_invoice_is_enough(ws, tmp_path):
    path = tmp_path / "ledger.csv"
    path.write_text(
        "Data fattura;Numero;Fornitore;Partita IVA;Imponibile\n05/03/2024;17/A;ROSSI SRL;00488410010;100,00\n",
        encoding="utf-8",
    )
    load(ws, path)
    invoice = tmp_path / "a.xml"
    invoice.write_bytes(fattura("Pulizia uffici | 100.00 | 22.00", "Marche | 20.50 | N1"))
    told = load(ws, invoice).reconciliation
    assert (told.lines, told.total_loaded) == (1, Decimal("20.50"))


@pytest.mark.parametrize(
    "row",
    [
        "05/03/2024;17;ROSSI SRL;00488410010;120,40",
        "05/03/2025;17;ROSSI SRL;00488410010;120,50",
        "05/03/2024;18;ROSSI SRL;00488410010;120,50",
        "05/03/2024;17;Verdi;07643520567;120,50",
        "05/03/2024;;ROSSI SRL;00488410010;120,50",
    ],
)
def test_what_differs_in_amount_date_number_or_supplier_is_another_purchase(with_batch, tmp_path, row):
    path = tmp_path / "other.csv"
    path.write_text(f"Data fattura;Numero;Fornitore;Partita IVA;Imponibile\n{row}\n", encoding="utf-8")
    assert load(with_batch, path).reconciliation.lines == 1


def test_two_equal_invoices_need_two_rows(ws, tmp_path):
    load(
        ws,
        zipped(
            tmp_path / "b.zip",
            {
                "a.xml": fattura("Canone | 10.00 | 22.00", number="5/A"),
                "b.xml": fattura("Canone | 10.00 | 22.00", number="5/B"),
            },
        ),
    )
    path = tmp_path / "ledger.csv"
    rows = "".join(f"05/03/2024;{number};Rossi;00488410010;10,00\n" for number in ("5/A", "5/B", "5/C"))
    path.write_text(f"Data fattura;Numero;Fornitore;Partita IVA;Imponibile\n{rows}", encoding="utf-8")
    assert load(ws, path).reconciliation.lines == 1


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("17", ["17"]),
        ("000017", ["17"]),
        ("17/A", ["17"]),
        ("FT 17/2024", ["17-2024", "17"]),
        ("2024-00017", ["2024-17", "17"]),
        ("17/24", ["17-24", "17"]),
        ("2023/17", ["2023-17", "17"]),
        ("24", ["24"]),
        ("V2-0017", ["2-17"]),
        ("ABC", ["ABC"]),
        ("0", [""]),
    ],
)
def test_the_keys_of_a_document_number(ws, written, keys):
    sql = number_keys_sql("number", "date")
    ((found,),) = ws.db.rows(f"select {sql} from (select '{written}' as number, date '2024-05-06' as date)")
    assert sorted(found) == sorted(keys)
