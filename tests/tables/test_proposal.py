"""Layouts as real programs export them. Each test shows the file that it is about."""

from __future__ import annotations

from datetime import date

from socialimpact.tables.book import read_book
from socialimpact.tables.proposal import propose
from tests.tables.making import book_of, grid_of, xlsx


def only(text: str, delimiter: str = ";", purpose="ledger"):
    return propose(book_of(grid_of(text, delimiter), delimiter=delimiter), purpose)[0]


def roles(layout) -> dict[str, str]:
    return {column.header: column.role for column in layout.columns if column.role != "ignore"}


AGENZIA = """
Tipo fattura;Tipo documento;Numero fattura / Documento;Data emissione;Data trasmissione;Codice fiscale fornitore;Partita IVA fornitore;Denominazione fornitore;Codice fiscale cliente;Partita IVA cliente;Denominazione cliente;Imponibile/Importo (totale in euro);Imposta (totale in euro);Sdi/file;Fatture consegnate;Data ricezione;Bollo virtuale
Fatture ricevute;Fattura;12/A;03/01/2024;04/01/2024;'00905811006';'00905811006';ENI S.P.A.;'01234567897';'01234567897';ACME SRL;000000000043,55;000000000009,58;98765;SI;05/01/2024;
Fatture ricevute;Fattura;77;23/01/2024;24/01/2024;'00488410010';'00488410010';TIM S.P.A.;'01234567897';'01234567897';ACME SRL;000000001043,55;000000000229,58;98766;SI;25/01/2024;
Fatture ricevute;Nota di credito;NC1;24/02/2024;25/02/2024;'Non presente';'07973780013';REALE SRL;'01234567897';'01234567897';ACME SRL;000000000100,00;000000000022,00;98767;SI;26/02/2024;
"""  # noqa: E501 - as the tax agency writes it


def test_the_list_of_received_invoices_of_agenzia_delle_entrate():
    layout = only(AGENZIA)
    assert roles(layout) == {
        "Tipo documento": "document_type",
        "Numero fattura / Documento": "document_number",
        "Data emissione": "invoice_date",
        "Data ricezione": "posting_date",
        "Codice fiscale fornitore": "supplier_tax_code",
        "Partita IVA fornitore": "supplier_vat",
        "Denominazione fornitore": "supplier_name",
        "Imponibile/Importo (totale in euro)": "net_amount",
        "Imposta (totale in euro)": "vat_amount",
    }
    assert (layout.header_row, layout.first_row, layout.last_row, layout.rows) == (1, 2, 4, 3)
    assert (layout.amount_basis, layout.decimal_mark, layout.date_order) == ("net", ",", "dmy")
    assert layout.chosen
    assert not layout.problems


def test_an_export_of_an_italian_erp():
    layout = only("""
Num.doc.;Data doc.;Codice fornitore;Ragione sociale fornitore;Grp.merceol.;Descrizione gruppo merceologic;Centro di costo;Importo
F12;03/01/24;000123;ROSSI SRL;10;MATERIALE EDILE;CC1;1.234,50
F13;13/01/24;000124;BIANCHI SPA;20;CANCELLERIA;CC2;234,50
""")  # noqa: E501 - a header as exported
    assert list(roles(layout).values()) == [
        "document_number",
        "invoice_date",
        "supplier_code",
        "supplier_name",
        "category_code",
        "category",
        "cost_centre",
        "net_amount",
    ]
    assert "assumed" in layout.amount_basis_reason.to("en")


def test_sap_names_a_supplier_number_fornitore():
    layout = only("""
Attribuzione;Tipo di documento;Numero documento;Data doc.;Scadenza al netto;Fornitore;Nome 1;Importo in divisa interna
20240103;KR;5100000012;03.01.2024;04.02.2024;100234;ROSSI SRL;1.234,50-
20240113;KR;5100000013;13.01.2024;14.02.2024;100235;BIANCHI SPA;234,50-
""")
    found = roles(layout)
    assert found["Fornitore"] == "supplier_code"
    assert found["Nome 1"] == "supplier_name"
    assert found["Data doc."] == "invoice_date"
    assert found["Importo in divisa interna"] == "gross_amount"  # what is owed to a supplier has VAT in it


def test_sap_field_names():
    layout = only("""
BLART;BELNR;BLDAT;BUDAT;LIFNR;NAME1;XBLNR;WAERS;DMBTR
RE;5100000012;20240103;20240105;0000100234;ROSSI SRL;F12;EUR;1234.50
RE;5100000013;20240113;20240115;0000100235;BIANCHI SPA;F13;EUR;234.50
""")
    assert list(roles(layout).values()) == [
        "document_type",
        "invoice_date",
        "posting_date",
        "supplier_code",
        "supplier_name",
        "document_number",
        "gross_amount",  # in the company's own currency, so that WAERS, the document's, says nothing of it
    ]
    assert (layout.decimal_mark, layout.date_order) == (".", "ymd")


def test_business_central_amounts_include_vat():
    layout = only("""
Posting Date;Document Type;Document No.;External Document No.;Vendor No.;Vendor Name;Amount (LCY)
03/01/24;Invoice;PI0012;F12;V0012;ROSSI SRL;1.234,50
13/01/24;Invoice;PI0013;F13;V0013;BIANCHI SPA;234,50
""")
    assert layout.amount_basis == "gross"
    assert roles(layout)["External Document No."] == "document_number"


def test_a_ledger_account_with_debit_credit_and_balance():
    layout = only("""
Data registrazione;Data documento;N. documento;Descrizione;Dare;Avere;Saldo
03/01/2024;02/01/2024;F12;Fattura ROSSI SRL;;1.234,50;1.234,50
13/01/2024;12/01/2024;F13;Fattura BIANCHI SPA;;234,50;1.469,00
31/01/2024;31/01/2024;;Pagamento ROSSI;1.234,50;;234,50
""")
    found = roles(layout)
    assert (found["Dare"], found["Avere"]) == ("debit", "credit")
    assert "Saldo" not in found


def test_a_purchase_vat_register_below_its_titles():
    layout = only("""
Registro IVA acquisti;;;;;;
Ditta: ACME SRL;;;;Anno 2024;;
;;;;;;
Prot.;Data reg.;Num. doc.;Data doc.;Ragione sociale;Imponibile;Imposta
1;23/01/2024;12;22/01/2024;Rossi srl;100,00;22,00
2;23/01/2024;13;22/01/2024;Verdi srl;200,00;44,00
;;;;Totale;300,00;66,00
""")
    assert (layout.header_row, layout.first_row, layout.last_row, layout.rows) == (4, 5, 7, 3)
    assert roles(layout)["Imponibile"] == "net_amount"


def test_net_wins_over_gross_and_the_reason_says_so():
    layout = only("Data;Fornitore;Totale;Imponibile;IVA\n13/01/2024;Rossi srl;122,00;100,00;22,00\n")
    assert roles(layout) == {
        "Data": "invoice_date",
        "Fornitore": "supplier_name",
        "Totale": "gross_amount",
        "Imponibile": "net_amount",
        "IVA": "vat_amount",
    }
    assert layout.amount_basis == "net"
    assert layout.column("net_amount", "gross_amount").header == "Imponibile"


def test_gross_only():
    layout = only("Data;Fornitore;Totale\n13/01/2024;Rossi srl;122,00\n")
    assert layout.amount_basis == "gross"


def test_an_empty_column_with_the_right_name_gives_way_to_a_filled_one():
    layout = only(
        "Date,Supplier,Amount,Payment Value\n13/01/2024,Smith Ltd,,100.50\n14/01/2024,Jones Ltd,,70.20\n", ","
    )
    assert layout.column("net_amount").header == "Payment Value"


def test_a_column_that_is_called_a_number_but_holds_names_is_the_supplier():
    layout = only(
        "Supplier ID(T);TransNo;Amount;Updated\n"
        "Smith & Sons Ltd;438;10.50;2024-01-13\n"
        "O2 (UK) LTD;439;20.50;2024-01-14\n"
    )
    assert layout.column("supplier_name").index == 0


def test_a_running_number_is_no_amount_and_a_constant_is_no_supplier():
    lines = "\n".join(
        f"{n};ACME SRL;{n % 27 + 1:02}/01/2024;Ditta {chr(65 + n % 20)} srl;{n * 7 % 50},{n % 90 + 10}"
        for n in range(1, 60)
    )
    layout = only(f"A;B;C;D;E\n{lines}\n")
    assert layout.column("net_amount").index == 4
    assert layout.column("supplier_name").index == 3
    assert layout.column("invoice_date").index == 2


def test_a_file_without_a_header_is_read_by_its_cells_and_says_so():
    layout = only("""
03/01/2024;Rossi srl;00905811006;1.200,00
13/01/2024;Verdi srl;00488410010;200,00
14/01/2024;Bianchi soc. coop.;07973780013;300,50
""")
    assert layout.header_row is None
    assert (layout.first_row, layout.rows) == (1, 3)
    assert [column.role for column in layout.columns] == ["invoice_date", "supplier_name", "supplier_vat", "net_amount"]
    assert all(column.confidence <= 0.5 for column in layout.columns)
    assert [problem.code for problem in layout.problems] == ["no_header"]


def test_a_header_of_two_rows():
    layout = only(
        """
Authority,Date of Payment,Document Number,Amount,,,Supplier Name
,,,Gross,VAT,Net,
Council,2018-04-02,b1,3540,0,3540,Adobe
Council,2018-04-13,b2,530.02,88.34,441.68,Central Power Ltd
""",
        ",",
    )
    assert (layout.header_row, layout.first_row, layout.rows) == (1, 3, 2)
    assert roles(layout)["Amount Gross"] == "gross_amount"
    assert roles(layout)["Net"] == "net_amount"


def test_dates_that_nothing_decides_are_told():
    layout = only("Data;Fornitore;Importo\n03/04/2024;Rossi srl;1,50\n05/04/2024;Verdi srl;2,50\n")
    assert layout.date_order == "dmy"
    assert [problem.code for problem in layout.problems] == ["ambiguous_dates"]


def test_dates_written_in_two_ways_are_told_with_an_example():
    layout = only(
        "Data;Fornitore;Importo\n23/04/2024;Rossi srl;1,50\n25/04/2024;Verdi srl;2,50\n04/26/2024;Neri srl;3,50\n"
    )
    assert [(problem.code, problem.value) for problem in layout.problems] == [("mixed_date_order", "04/26/2024")]


def test_another_date_column_settles_the_order():
    layout = only("Data doc.;Data reg.;Fornitore;Importo\n03/04/2024;13/04/2024;Rossi srl;1,50\n")
    assert layout.date_order == "dmy"
    assert not layout.problems


LEDGER = [
    ["Data", "Fornitore", "Imponibile"],
    *([date(2024, 1, day), f"Ditta {day} srl", day * 10.5] for day in range(1, 20)),
]
PIVOT = [["Etichette di riga", "Somma di Imponibile"], *([f"Ditta {n} srl", n * 100.5] for n in range(1, 60))]
COVER = [["Acquisti 2024"], ["Ufficio acquisti"], ["Versione", 3]]


def test_covers_pivots_and_hidden_sheets_are_not_chosen(tmp_path):
    sheets = {"Copertina": COVER, "Pivot": PIVOT, "Dati": LEDGER, "Vecchi": LEDGER, "Vuoto": []}
    layouts = propose(read_book(xlsx(tmp_path / "a.xlsx", sheets, hidden=("Vecchi",))))
    assert [layout.sheet for layout in layouts] == list(sheets)
    assert [layout.sheet for layout in layouts if layout.chosen] == ["Dati"]
    assert layouts[2].date_order == "serial"


def test_sheets_of_the_same_kind_are_read_together_and_this_is_told(tmp_path):
    layouts = propose(read_book(xlsx(tmp_path / "a.xlsx", {"Gennaio": LEDGER, "Febbraio": LEDGER, "Pivot": PIVOT})))
    assert [layout.chosen for layout in layouts] == [True, True, False]
    assert "several_sheets" in {problem.code for layout in layouts for problem in layout.problems}
    assert layouts[0].fingerprint == layouts[1].fingerprint


def test_the_fingerprint_is_that_of_the_names_in_their_order():
    first = only("Data;Fornitore;Importo\n13/01/2024;Rossi srl;1,50\n")
    assert first.fingerprint == only("DATA ; fornitore;Importo (€)\n14/02/2025;Neri spa;7,50\n").fingerprint
    assert first.fingerprint != only("Fornitore;Data;Importo\nRossi srl;13/01/2024;1,50\n").fingerprint
    assert (
        first.fingerprint != only("Data;Fornitore;Importo\n13/01/2024;Rossi srl;1,50\n", purpose="register").fingerprint
    )


def test_no_column_has_a_role_twice():
    layout = only(
        "Importo;Amount;Imponibile;Fornitore;Supplier;Data;Date\n"
        "1,50;2,50;3,50;Rossi srl;Verdi srl;13/01/2024;14/01/2024\n"
    )
    found = [column.role for column in layout.columns if column.role != "ignore"]
    assert len(found) == len(set(found))


def test_the_runts_list(samples):
    layout = propose(read_book(samples / "registers" / "runts_layout_from_5x1000.xlsx"), "register")[0]
    assert [column.role for column in layout.columns] == [
        "tax_code",
        "ignore",
        "name",
        "section",
        "personal",
        "ignore",
        "municipality",
        "province",
        "ignore",
        "registered_on",
    ]
    assert layout.rows == 50_301
    assert layout.date_order == "dmy"


def test_a_generic_register(samples):
    layout = propose(read_book(samples / "registers" / "it_ets_onlus_from_5x1000.csv"), "register")[0]
    assert [column.role for column in layout.columns][:5] == ["tax_code", "name", "kind", "municipality", "province"]
