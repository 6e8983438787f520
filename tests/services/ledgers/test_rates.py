"""Purchases in other currencies wait for a rate, in no total; the published file brings them in, and undo takes all."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from socialimpact.actor import local_owner
from socialimpact.errors import FileRefused, Refused
from socialimpact.services import integrity, organisation, selecting
from socialimpact.services.dashboards.overview import overview
from socialimpact.services.ledgers import importing, rates
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import Workspace, open_workspace

# As the bank publishes it: newest first, a comma at the end of each line, N/A where a currency had no rate.
PUBLISHED = """Date,USD,JPY,GBP,HRK,
2024-03-04,1.0846,163.27,0.8556,N/A,
2024-03-01,1.0830,162.89,0.8550,N/A,
2024-02-29,1.0813,162.31,0.8549,N/A,
"""
LEDGER = """Data;Numero;Fornitore;Descrizione;Importo;Valuta
01/03/2024;1;Smith Ltd;tools;855,00;GBP
02/03/2024;2;Jones Inc;software;-108,30;USD
20/03/2024;3;Brown Ltd;tools;10,00;GBP
01/03/2024;4;Rossi S.r.l.;viti;50,00;EUR
01/03/2024;5;Kovač;drvo;70,00;XYZ
"""
ME = local_owner()


@pytest.fixture
def ws(tmp_path: Path):
    with open_workspace(tmp_path / "home") as workspace:
        yield workspace


def load(ws: Workspace, path: Path, text: str, **how: object) -> importing.ImportResult:
    path.write_text(text, encoding="utf-8")
    return importing.import_ledger(ws, ME, importing.preview(ws, ME, path, rehearse=False, **how))


def published(tmp_path: Path, text: str = PUBLISHED) -> Path:
    path = tmp_path / "eurofxref-hist.csv"
    path.write_text(text, encoding="utf-8")
    return path


def total(ws: Workspace) -> Decimal:
    return ws.db.value("select coalesce(sum(net_amount), 0) from spend")


def told(found: tuple) -> list[tuple[str, int, Decimal]]:
    return [(each.currency, each.lines, each.amount) for each in found]


def test_without_a_rate_a_purchase_is_in_no_total_and_is_said(ws, tmp_path):
    result = load(ws, tmp_path / "ledger.csv", LEDGER)
    counted = result.reconciliation
    assert (counted.rows_read, counted.lines, counted.set_aside) == (5, 1, 4)
    assert (counted.total_read, counted.total_loaded, counted.total_set_aside) == (50, 50, 0)
    assert total(ws) == 50
    waiting = [("GBP", 2, Decimal("865.00")), ("USD", 1, Decimal("-108.30")), ("XYZ", 1, Decimal("70.00"))]
    assert told(rates.waiting(ws, ME)) == waiting
    assert [problem.value for problem in result.problems if problem.code == "no_exchange_rate"] == ["GBP", "USD", "XYZ"]
    assert [doubt.key for doubt in overview(ws, ME, selecting.selection(ws, ME)).doubts if "unconv" in doubt.key]
    assert integrity.check(ws, ME) == []
    assert [point.value for point in integrity.in_no_total(ws, ME)] == ["GBP", "USD", "XYZ"]


def test_the_published_file_brings_in_what_waited_by_the_rate_of_its_day(ws, tmp_path):
    load(ws, tmp_path / "ledger.csv", LEDGER)
    added = rates.add_rates(ws, ME, published(tmp_path))
    assert (added.currencies, added.rates, str(added.last_date)) == (3, 9, "2024-03-04")
    # 855 / 0.8550; Saturday takes Friday's rate; sixteen days after the last one there is none
    assert added.converted == 2
    assert ws.db.rows("select row_number, net_amount, original_amount, currency from line order by row_number") == [
        (2, Decimal("1000.00"), Decimal("855.0000"), "GBP"),
        (3, Decimal("-100.00"), Decimal("-108.3000"), "USD"),
        (5, Decimal("50.00"), Decimal("50.0000"), "EUR"),
    ]
    assert ws.db.rows("select row_number, rate, cast(rate_date as varchar), source from conversion order by 1") == [
        (2, Decimal("0.85500000"), "2024-03-01", "published"),
        (3, Decimal("1.08300000"), "2024-03-01", "published"),
    ]
    assert told(added.waiting) == [("GBP", 1, Decimal("10.00")), ("XYZ", 1, Decimal("70.00"))]
    assert total(ws) == 950
    record = ws.db.dicts("select rows_read, lines, set_aside, total_read, total_loaded from import")
    assert record == [{"rows_read": 5, "lines": 3, "set_aside": 2, "total_read": 950, "total_loaded": 950}]
    assert integrity.check(ws, ME) == []


def test_rates_that_are_there_convert_at_once_and_undo_takes_all(ws, tmp_path):
    rates.add_rates(ws, ME, published(tmp_path))
    result = load(ws, tmp_path / "ledger.csv", LEDGER)
    assert result.reconciliation.total_loaded == 950
    importing.undo(ws, ME, result.import_id)
    assert ws.db.rows(
        "select (select count(*) from line), (select count(*) from conversion), count(*) from set_aside"
    ) == [(0, 0, 0)]
    assert rates.waiting(ws, ME) == ()


def test_a_ledger_all_in_pounds_is_kept_and_waits(ws, tmp_path):
    text = "Date,Supplier,Amount (£)\n01/03/2024,Smith Ltd,855.00\n04/03/2024,Jones Ltd,171.12\n"
    result = load(ws, tmp_path / "council.csv", text)
    assert (result.reconciliation.lines, result.reconciliation.set_aside) == (0, 2)
    assert rates.add_rates(ws, ME, published(tmp_path)).converted == 2
    assert total(ws) == 1200


@pytest.mark.parametrize(
    ("amount", "currency"), [("£855.00", "GBP"), ("855.00 GBP", "GBP"), ("855.00", "EUR"), ("€855.00", "EUR")]
)
def test_a_sign_beside_the_amount_says_the_currency(ws, tmp_path, amount, currency):
    load(ws, tmp_path / "ledger.csv", f"Date,Supplier,Amount\n01/03/2024,Smith,{amount}\n02/03/2024,Rossi,€1.00\n")
    found = [("GBP", 1, Decimal("855.00"))] if currency == "GBP" else []
    assert told(rates.waiting(ws, ME)) == found
    assert total(ws) == (1 if found else 856)


def test_a_company_keeps_its_books_in_its_countrys_money_unless_a_person_says_otherwise(ws, tmp_path):
    text = "Date,Supplier,Amount\n01/03/2024,Smith Ltd,855.00\n"
    company = organisation.save_company(ws, ME, name="Council", country="GB")
    load(ws, tmp_path / "one.csv", text, company_id=company)
    assert told(rates.waiting(ws, ME)) == [("GBP", 1, Decimal("855.00"))]
    as_euro = load(ws, tmp_path / "two.csv", text + "\n", company_id=company, mapping={"tables": [{"currency": "EUR"}]})
    assert as_euro.reconciliation.total_loaded == 855
    stated = {"tables": [{"fixed_rate": "0.95", "currency": "GBP"}]}
    fixed = load(ws, tmp_path / "three.csv", text.replace("855", "190"), company_id=company, mapping=stated)
    assert fixed.reconciliation.total_loaded == 200
    assert "converted_as_stated" in {problem.code for problem in fixed.problems}


def test_a_column_in_euro_outweighs_the_currency_of_the_invoice(ws, tmp_path):
    text = "Data;Fornitore;Importo EUR;Valuta\n01/03/2024;Smith;100,00;USD\n"
    assert load(ws, tmp_path / "a.csv", text).reconciliation.total_loaded == 100
    text = "Data;Fornitore;Importo in divisa interna;Valuta\n02/03/2024;Smith;100,00;USD\n"
    assert load(ws, tmp_path / "b.csv", text).reconciliation.total_loaded == 100


def test_the_zip_of_the_bank_and_the_file_of_one_day_are_read(ws, tmp_path):
    path = tmp_path / "eurofxref-hist.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("eurofxref-hist.csv", PUBLISHED)
    assert rates.add_rates(ws, ME, path).rates == 9
    day = "Date, USD, JPY, GBP, \n05 March 2024, 1.0849, 163.00, 0.8557, \n"
    assert rates.add_rates(ws, ME, published(tmp_path, day)).rates == 3
    covered = {each.currency: (each.rates, str(each.last_date), each.newest) for each in rates.rates(ws, ME).coverage}
    assert covered["GBP"] == (4, "2024-03-05", Decimal("0.85570000"))
    with pytest.raises(Refused, match="there already"):
        rates.add_rates(ws, ME, path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Data;Fornitore;Importo\n01/03/2024;Rossi;1,00\n",
        "Date,USD\n",
        "Date,USD\nyesterday,1.08\n",
        "Date,USD\n2024-03-01,-1\n",
        "Date,USD\n2024-03-01,1e999\n",
        "Date,USD\n2024-03-01,many\n",
    ],
)
def test_what_is_no_file_of_rates_is_refused(ws, tmp_path, text):
    with pytest.raises(FileRefused):
        rates.add_rates(ws, ME, published(tmp_path, text))
    assert rates.rates(ws, ME).files == ()


def test_a_zip_that_holds_something_else_is_refused(ws, tmp_path):
    path = tmp_path / "rates.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", PUBLISHED)
        archive.writestr("b.csv", PUBLISHED)
    with pytest.raises(FileRefused):
        rates.add_rates(ws, ME, path)


def test_what_a_person_said_of_a_supplier_stays_when_its_other_lines_come_in(ws, tmp_path):
    load(ws, tmp_path / "ledger.csv", LEDGER.replace("Rossi S.r.l.", "Smith Ltd"))
    (supplier,) = directory.suppliers(ws, ME).to_pylist()
    directory.tag_supplier(ws, ME, supplier["supplier_id"], "other_cooperative", "confirmed", "I know them")
    rates.add_rates(ws, ME, published(tmp_path))
    found = {row["supplier"]: row["kind"] for row in directory.suppliers(ws, ME).to_pylist()}
    assert found == {"Smith Ltd": "other_cooperative", "Jones Inc": None}


def test_a_doubt_about_the_mark_of_decimals_is_settled_by_saying_it(ws, tmp_path):
    path = tmp_path / "thousands.csv"
    path.write_text("Data;Fornitore;Importo\n01/03/2024;Rossi;1.234\n13/03/2024;Verdi;5.678\n", encoding="utf-8")
    asked = importing.preview(ws, ME, path)
    assert "ambiguous_decimal_mark" in {problem.code for problem in asked.problems}
    said = importing.preview(ws, ME, path, mapping={"tables": [{"decimal_mark": "."}]})
    assert "ambiguous_decimal_mark" not in {problem.code for problem in said.problems}
    assert said.reconciliation.total_loaded == Decimal("6.91")
