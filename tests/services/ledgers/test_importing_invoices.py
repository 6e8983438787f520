"""Electronic invoices as imports: signs by type, own sales left out, suppliers with their place, duplicates, undo."""

from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.actor import local_owner
from socialimpact.errors import AlreadyImported
from socialimpact.services import integrity, organisation
from socialimpact.services.ledgers import import_records, importing
from socialimpact.services.workspace import open_workspace
from tests.einvoices.making import fattura, zipped

OWNER = local_owner()
BUYER = "IT00159560366"


@pytest.fixture
def ws(tmp_path):
    with open_workspace(tmp_path / "home") as workspace:
        yield workspace


def load(ws, path, **how):
    return importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, path, rehearse=False), **how)


def aside(ws):
    return dict(ws.db.rows("select reason, sum(amount) from set_aside group by reason order by reason"))


def state_number(ws, number):
    organisation.save_company(ws, OWNER, name="Noi S.p.A.", vat_number=number)


def test_lines_with_the_signs_of_their_documents(ws, tmp_path):
    path = zipped(
        tmp_path / "b.zip",
        {
            "invoice.xml": fattura("Pane | 100.00 | 22.00", "Sconto | -10.00 | 22.00", number="1"),
            "credit.xml": fattura("Reso | 30.00 | 22.00", "Trattenuta | -5.00 | 22.00", number="2", kind="TD04"),
            "negative.xml": fattura("Reso | -7.00 | 22.00", number="3", kind="TD04"),
            "reverse.xml": fattura("Pulizie | 50.00 | 22.00", number="4", kind="TD16"),
            "abroad.xml": fattura("Software | 40.00 | 22.00", number="5", kind="TD17", supplier="DE136695976"),
            "correction.xml": fattura("Storno | -4.00 | 22.00", number="6", kind="TD17", supplier="DE136695976"),
            "text.xml": fattura("Rif. DDT 1 | 0.00 | 22.00", "Burro | 1.00 | 22.00", number="7"),
        },
    )
    told = load(ws, path).reconciliation
    amounts = [row[0] for row in ws.db.rows("select net_amount from line order by row_number")]
    assert amounts == [Decimal(text) for text in ("100", "-10", "-30", "5", "-7", "40", "-4", "1")]
    assert aside(ws) == {"note": Decimal("0.00"), "reverse_charge": Decimal("50.00")}
    assert told.total_read == told.total_loaded + told.total_set_aside == Decimal("145.00")
    assert told.rows_read == told.lines + told.set_aside == 10
    types = ws.db.rows("select distinct document_type from line order by 1")
    assert [row[0] for row in types] == ["credit_note", "invoice", "self_billed"]
    assert integrity.check(ws, OWNER) == []


def test_a_batch_of_corrections_only_stays_negative(ws, tmp_path):
    files = {f"{n}.xml": fattura(f"Storno | -{n}.00 | 22.00", number=str(n), kind="TD17") for n in range(1, 6)}
    assert load(ws, zipped(tmp_path / "b.zip", files)).reconciliation.total_loaded == Decimal("-15.00")


def test_the_net_counts_whatever_basis_is_asked_for(ws, tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(fattura("Pane | 10.00 | 22.00"))
    previewed = importing.preview(ws, OWNER, path, basis="gross")
    importing.import_ledger(ws, OWNER, previewed)
    assert ws.db.rows("select net_amount, amount_basis from line") == [(Decimal("10.00"), "net")]


def test_an_invoice_in_another_currency_waits_for_a_rate(ws, tmp_path):
    content = fattura("Software | 10.00 | 0.00", number="1").replace(b"<Divisa>EUR", b"<Divisa>USD")
    told = load(
        ws, zipped(tmp_path / "b.zip", {"a.xml": content, "b.xml": fattura("Pane | 1.00 | 4.00")})
    ).reconciliation
    assert (told.lines, told.set_aside) == (1, 1)
    assert list(aside(ws)) == ["no_exchange_rate"]


def test_each_line_leads_back_to_its_file_document_and_place(ws, tmp_path):
    load(ws, zipped(tmp_path / "b.zip", {"2024/a.xml": fattura("Pane | 10.00 | 22.00", "Latte | 5.00 | 4.00")}))
    found = ws.db.rows(
        "select row_number, string_split(as_read, chr(31))[1:4], description, net_amount from line order by row_number"
    )
    assert found == [
        (2, ["2024/a.xml", "FPR12", "1", "1"], "Pane", Decimal("10.00")),
        (3, ["2024/a.xml", "FPR12", "1", "2"], "Latte", Decimal("5.00")),
    ]


def test_the_supplier_is_where_the_invoice_says(ws, tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(fattura("Pane | 10.00 | 22.00"))
    load(ws, path)
    assert ws.db.rows("select name, vat_number, municipality_code, place_source from supplier") == [
        ("Rossi S.r.l.", "00488410010", "001272", "invoice")
    ]


def test_own_sales_are_set_aside_and_make_no_supplier(ws, tmp_path):
    state_number(ws, "00159560366")
    path = zipped(
        tmp_path / "b.zip",
        {
            "bought.xml": fattura("Pane | 10.00 | 22.00", number="1"),
            "sold.xml": fattura("Torta | 900.00 | 22.00", number="2", supplier=BUYER, buyer="IT00488410010"),
            "used.xml": fattura("Autoconsumo | 3.00 | 22.00", number="3", kind="TD27", supplier=BUYER),
        },
    )
    result = load(ws, path)
    assert aside(ws) == {"own_invoice": Decimal("903.00")}
    assert ws.db.rows("select name from supplier") == [("Rossi S.r.l.",)]
    assert [problem.code for problem in result.problems] == []


def test_a_company_without_a_number_is_told_whose_it_seems_to_be(ws, tmp_path):
    path = zipped(
        tmp_path / "b.zip", {"a.xml": fattura("Pane | 10.00 | 22.00"), "b.xml": fattura("Olio | 1.00 | 4.00")}
    )
    (problem,) = [one for one in load(ws, path).problems if one.code == "own_number_missing"]
    assert problem.value == "00159560366"
    assert "Noi S.p.A." in str(problem.message)


def test_invoices_for_another_buyer_are_said(ws, tmp_path):
    state_number(ws, "00159560366")
    other = fattura("Olio | 1.00 | 4.00", buyer="IT07643520567")
    path = zipped(tmp_path / "b.zip", {"a.xml": fattura("Pane | 10.00 | 22.00"), "b.xml": other})
    assert [problem.code for problem in load(ws, path).problems] == ["other_buyer"]


def test_an_invoice_that_was_imported_before_counts_once(ws, tmp_path):
    bread, milk = fattura("Pane | 10.00 | 22.00", number="1"), fattura("Latte | 5.00 | 4.00", number="2")
    first = load(ws, zipped(tmp_path / "january.zip", {"a.xml": bread}))
    second = load(ws, zipped(tmp_path / "all.zip", {"x/a.xml": bread, "x/b.xml": milk}))
    assert (second.reconciliation.lines, second.reconciliation.duplicates) == (1, 1)
    assert ws.db.value("select sum(net_amount) from spend") == Decimal("15.00")
    importing.undo(ws, OWNER, second.import_id)
    assert ws.db.value("select sum(net_amount) from spend") == Decimal("10.00")
    importing.undo(ws, OWNER, first.import_id)
    assert ws.db.rows("select count(*) from supplier") == [(0,)]


def test_the_same_zip_twice_is_refused(ws, tmp_path):
    path = zipped(tmp_path / "b.zip", {"a.xml": fattura("Pane | 10.00 | 22.00")})
    load(ws, path)
    with pytest.raises(AlreadyImported):
        load(ws, path)


def test_what_could_not_be_read_stays_in_the_history(ws, tmp_path):
    path = zipped(tmp_path / "b.zip", {"a.xml": fattura("Pane | 10.00 | 22.00"), "b.xml": b"<x"})
    result = load(ws, path)
    rows = import_records.set_aside(ws, OWNER, result.import_id).to_pylist()
    assert [(row["reason"], row["as_read"][0]) for row in rows] == [("invoice_unreadable", "b.xml")]
    assert [problem.value for problem in import_records.problems(ws, OWNER, result.import_id) if problem.value] == [
        "b.xml", "00159560366",
    ]  # fmt: skip


def test_a_correction_of_the_columns_changes_nothing_in_an_invoice(ws, tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(fattura("Pane | 10.00 | 22.00"))
    previewed = importing.preview(ws, OWNER, path, mapping={"tables": [{"roles": {"0": "supplier_name"}}]})
    assert previewed.reconciliation.total_loaded == Decimal("10.00")
    assert previewed.sample[0]["supplier_name"] == "Rossi S.r.l."


def test_all_real_invoices_at_once(ws, tmp_path, samples):
    """Every file of the samples is a line or more, or a row with its reason; nothing is lost between them."""
    folder = samples / "einvoices"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*ml*")}
    told = load(ws, zipped(tmp_path / "all.zip", files)).reconciliation
    assert told.rows_read == told.lines + told.set_aside
    assert told.total_read == told.total_loaded + told.total_set_aside
    kept = "select string_split(as_read, chr(31))[1] as file from"
    named = ws.db.rows(f"select count(distinct file) from ({kept} line union all {kept} set_aside)")
    assert named == [(len(files),)]
    reasons = {reason for (reason,) in ws.db.rows("select distinct reason from set_aside")}
    assert reasons == {"not_an_invoice", "invoice_unreadable", "invoice_repeated", "no_exchange_rate", "note"}
    assert integrity.check(ws, OWNER) == []
