"""The template: filled as a person fills it, it is read without a question; unfilled, nothing of it is imported."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from socialimpact import settings
from socialimpact.actor import local_owner
from socialimpact.errors import FileRefused
from socialimpact.ledger import template
from socialimpact.ledger.mapping import ROLES
from socialimpact.places.countries import country_code
from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import open_workspace
from socialimpact.tables.book import read_book
from socialimpact.tables.proposal import propose
from socialimpact.tables.template import declared

LANGUAGES = list(settings.LANGUAGES)
# What a person types, by role: a code keeps its zeros, a credit note has a minus or none.
PURCHASES = [
    {"supplier_name": "Verde Cooperativa Sociale", "supplier_vat": "02118311006", "document_number": "0017",
     "invoice_date": date(2025, 3, 4), "net_amount": 1250.5, "vat_amount": 275.11, "supplier_postcode": "00184",
     "supplier_province": "RM", "description": "=SUM looks odd", "category": "Pulizie"},
    {"supplier_name": "Beta Carta Spa", "supplier_vat": "00159560366", "document_type": "credit_note",
     "document_number": "NC 7", "invoice_date": date(2025, 12, 3), "net_amount": 50},
    {"supplier_name": "Beta Carta Spa", "supplier_vat": "00159560366", "document_type": "credit_note",
     "document_number": "NC 8", "invoice_date": date(2025, 12, 4), "net_amount": -20},
]  # fmt: skip


@pytest.fixture
def ws(tmp_path):
    workspace = open_workspace(tmp_path / "home")
    yield workspace
    workspace.close()


def opened(language):
    return openpyxl.load_workbook(io.BytesIO(template.template(language)))


def filled(tmp_path, language, purchases=PURCHASES):
    """The template with these purchases in its sheet, by role."""
    book = opened(language)
    sheet = book.worksheets[0]
    places = {column["role"]: place for place, column in enumerate(declared()["columns"], start=1)}
    for row, purchase in enumerate(purchases, start=2):
        for role, value in purchase.items():
            said = declared()["document_types"][value][language] if role == "document_type" else value
            cell = sheet.cell(row, places[role], said)
            if isinstance(said, str):
                cell.data_type = "s"
    path = tmp_path / template.file_name(language)
    book.save(path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_imported_without_a_question(ws, tmp_path, language):
    seen = importing.preview(ws, local_owner(), filled(tmp_path, language))
    assert seen.refusal is None
    assert {problem.severity for problem in seen.problems} <= {"info"}
    assert seen.reconciliation.rows_read == seen.reconciliation.lines == 3
    importing.import_ledger(ws, local_owner(), seen)
    assert ws.db.rows(
        "select document_number, document_type, invoice_date, net_amount, description, category from line order by 1"
    ) == [
        ("0017", "invoice", date(2025, 3, 4), Decimal("1250.50"), "=SUM looks odd", "Pulizie"),
        ("NC 7", "credit_note", date(2025, 12, 3), Decimal("-50.00"), None, None),
        ("NC 8", "credit_note", date(2025, 12, 4), Decimal("-20.00"), None, None),
    ]
    assert ws.db.value("select count(*) from supplier where vat_number = '02118311006'") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_column_is_known_for_certain_and_only_the_first_sheet_is_read(tmp_path, language):
    layouts = propose(read_book(filled(tmp_path, language)))
    assert [layout.chosen for layout in layouts] == [True, False, False]
    assert [(column.role, column.confidence) for column in layouts[0].columns] == [
        (column["role"], 1.0) for column in declared()["columns"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_that_are_not_used_may_go(tmp_path, language):
    book = openpyxl.load_workbook(filled(tmp_path, language))
    book.worksheets[0].delete_cols(9, 13)
    book.save(tmp_path / "shorter.xlsx")
    layout = propose(read_book(tmp_path / "shorter.xlsx"))[0]
    assert [column.confidence for column in layout.columns] == [1.0] * 8


def test_a_ledger_that_shares_a_few_names_is_not_taken_for_the_template(tmp_path):
    path = tmp_path / "acquisti.csv"
    path.write_text("Ragione sociale fornitore;Data fattura;Imponibile\nAlfa Srl;01/02/2025;10,00\n", encoding="utf-8")
    assert all(column.confidence < 1 for column in propose(read_book(path))[0].columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unfilled_template_is_refused_in_words_and_its_examples_are_no_purchases(ws, tmp_path, language):
    path = tmp_path / "empty.xlsx"
    path.write_bytes(template.template(language))
    with pytest.raises(FileRefused) as refused:
        importing.preview(ws, local_owner(), path)
    assert refused.value.code == "template_unfilled"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_choice_is_understood_as_what_it_says(ws, tmp_path, language):
    kinds = list(declared()["document_types"])
    rows = [PURCHASES[0] | {"document_type": kind, "document_number": str(n)} for n, kind in enumerate(kinds)]
    seen = importing.preview(ws, local_owner(), filled(tmp_path, language, rows))
    assert [row["document_type"] for row in seen.sample] == kinds
    assert all(country_code(name) for name in template.choices(language)["country"])
    assert {"TO", "MI", "RM", "BZ"} <= set(template.choices(language)["province"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_are_checked_as_they_are_typed(language):
    sheet = opened(language).worksheets[0]
    checks = {str(check.sqref).split(":")[0]: check for check in sheet.data_validations.dataValidation}
    kinds = {column["role"]: checks[f"{sheet.cell(2, place).column_letter}2"].type
             for place, column in enumerate(declared()["columns"], start=1)}  # fmt: skip
    assert {kinds[role] for role in ("invoice_date", "due_date", "payment_date")} == {"date"}
    assert {kinds[role] for role in ("net_amount", "vat_amount", "exchange_rate")} == {"decimal"}
    assert {kinds[role] for role in ("document_type", "supplier_province", "supplier_country", "currency")} == {"list"}
    assert kinds["supplier_vat"] == "textLength"
    assert all(check.prompt and check.error for check in checks.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_looks_cared_for(language):
    book = opened(language)
    sheet, helps = book.worksheets[:2]
    assert sheet.freeze_panes == "B2"
    assert sheet.max_row == 1
    assert sheet["A1"].fill.fgColor.rgb.endswith("0B6B4F")
    assert all(sheet.column_dimensions[sheet.cell(1, place).column_letter].width >= 10 for place in range(1, 22))
    explained = [row[0].value for row in helps.iter_rows()]
    assert {column["name"][language] for column in declared()["columns"]} <= set(explained)
    assert not any(isinstance(cell.value, (datetime, float)) for row in helps.iter_rows() for cell in row)


def test_the_declaration_is_complete_in_both_languages():
    assert {column["role"] for column in declared()["columns"]} <= set(ROLES)
    for column in declared()["columns"]:
        assert set(column["name"]) == set(column["explanation"]) == set(column["examples"]) == set(LANGUAGES)
        assert all(len(examples) == 2 for examples in column["examples"].values())
        assert all(len(text) <= 255 for text in column["explanation"].values())
