from __future__ import annotations

import pytest

from socialimpact import knowledge
from socialimpact.tables.headings import meanings, names_summary, normal


def best(header: str, purpose="ledger") -> str:
    found = meanings(header, purpose)
    return found[0].role if found else ""


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("N° Doc. (€)", "document_number"),
        ("DATA DOC.", "invoice_date"),
        ("Date (of the transaction)", "invoice_date"),
        ("Invoice GL Date", "posting_date"),
        ("Scadenza al netto", "due_date"),
        ("RagioneSociale", "supplier_name"),
        ("Suuplier Name", "supplier_name"),
        ("Beneficiary Name", "supplier_name"),
        ("Cod. Fornitore", "supplier_code"),
        ("P.IVA", "supplier_vat"),
        ("Partita IVA fornitore", "supplier_vat"),
        ("Codice fiscale fornitore", "supplier_tax_code"),
        ("Transation number", "document_number"),
        ("Amount (£)", "net_amount"),
        ("Amount excl. VAT", "net_amount"),
        ("Amount (including VAT)", "gross_amount"),
        ("Importo totale fattura", "gross_amount"),
        ("Invoice Line Amount Net GBP", "net_amount"),
        ("Tot. Iva", "vat_amount"),
        ("Dare", "debit"),
        ("Supplier Site Postcode", "supplier_postcode"),
        ("Denominazione cliente", "ignore"),
        ("Partita IVA cliente", "ignore"),
        ("CF amministrazione", "ignore"),
        ("Saldo", "ignore"),
        ("#", ""),
    ],
)
def test_a_ledger_header_means(header, role):
    assert best(header) == role


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Codice fiscale / Steuernummer", "tax_code"),
        ("Denominazione / Bezeichnung", "name"),
        ("Comune sede legale / Gemeinde des Rechtssitzes", "municipality"),
        ("Rappresentante legale", "personal"),
        ("Cognome e nome del rappresentante legale", "personal"),
        ("Codice fiscale del rappresentante legale", "personal"),
        ("Data iscrizione", "registered_on"),
        ("PEC", "email"),
    ],
)
def test_a_register_header_means(header, role):
    assert best(header, "register") == role


def test_a_word_about_the_buyer_is_never_about_the_supplier():
    assert not any(meaning.role.startswith("supplier_") for meaning in meanings("Indirizzo del committente", "ledger"))


def test_accents_case_and_punctuation_do_not_count():
    assert normal("  Q.tà  ") == normal("q ta") == "q ta"
    assert normal(None) == ""


def test_names_of_summaries():
    assert names_summary("Somma di Importo")
    assert names_summary("Etichette di riga")
    assert not names_summary("Importo")


@pytest.mark.parametrize("purpose", ["ledger", "register"])
def test_every_name_of_the_list_means_its_role(purpose):
    wrong = []
    for role, lists in knowledge.load("column_aliases")[purpose].items():
        for name in lists["names"]:
            assert isinstance(name, str), f"{name!r} in {role} is no text: write it in quotes"
            if best(name, purpose) != role:
                wrong.append((role, name, best(name, purpose)))
    # a name may stand in two roles, where the cells decide
    assert len(wrong) <= 4, wrong
