"""Ledgers that are no plain tables, from the file to the figures: lines, what is set aside, suppliers and sums."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from socialimpact.cli import main

PARTITARIO = """Partitario fornitori dal 01/01/2024 al 31/12/2024;;;;;;
Data reg.;N. doc.;Data doc.;Descrizione;Dare;Avere;Saldo
Fornitore: 000123 ROSSI S.R.L. - P.IVA 00488410010;;;;;;
01/01/2024;;;Saldo iniziale;;500,00;500,00
31/01/2024;1/A;29/01/2024;Fattura 1/A;;100,00;600,00
15/02/2024;;15/02/2024;Bonifico fattura 1/A;600,00;;0,00
;;;Totale fornitore;600,00;600,00;
Fornitore: 000124 VERDI COOPERATIVA SOCIALE - P.IVA 07643520567;;;;;;
20/02/2024;7;19/02/2024;Fattura 7;;50,00;50,00
28/02/2024;9;28/02/2024;Nota di credito 9;5,00;;45,00
;;;Totale fornitore;5,00;50,00;
"""

WIDE = """Acquisti per fornitore - anno 2024
Fornitore;P.IVA;Gennaio;Febbraio;Marzo;Totale
ROSSI S.R.L.;00488410010;10,00;;30,00;40,00
VERDI COOPERATIVA SOCIALE;07643520567;;5,50;2,00;7,50
Totale;;10,00;5,50;32,00;47,50
"""

CONTINUED = """Data;Numero;Fornitore;P.IVA;Descrizione;Imponibile
31/01/2024;1/A;ROSSI S.R.L.;00488410010;viti;10,00
;;;;dadi;20,00
;;;;rondelle;5,00
01/02/2024;2;VERDI COOPERATIVA SOCIALE;07643520567;pulizie;5,00
;;;;disinfezione;6,00
;;;;;46,00
"""


@pytest.fixture
def run(capsys, tmp_path):
    """Import a text under the program's own command, and read its answers."""

    def call(*arguments):
        code = main(["--home", str(tmp_path / "home"), *map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def suppliers(run) -> dict[str, str]:
    _, found = run("figures", "--measures", "total_spend", "--by", "supplier")
    return {row["supplier"]: row["total_spend"] for row in found["rows"]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PARTITARIO, (3, "145.00", ["100.00", "45.00"], "supplier_headings")),
        (WIDE, (4, "47.50", ["40.00", "7.50"], "column_a_period")),
        (CONTINUED, (5, "46.00", ["35.00", "11.00"], "carried_down")),
    ],
    ids=["partitario", "wide", "continued"],
)
def test_an_odd_table_is_imported_as_a_person_reads_it(run, tmp_path, text, told):
    lines, loaded, by_supplier, code = told
    path = tmp_path / "ledger.csv"
    path.write_text(text, encoding="utf-8")
    status, (answer,) = run("import", path)
    assert status == 0
    assert (answer["lines"], answer["total_loaded"]) == (lines, loaded)
    assert answer["rows_read"] == answer["lines"] + answer["set_aside"]
    assert Decimal(answer["total_read"]) == Decimal(answer["total_loaded"]) + Decimal(answer["total_set_aside"])
    assert code in {problem["code"] for problem in answer["problems"]}
    assert sorted(suppliers(run).values(), key=Decimal, reverse=True) == by_supplier
    assert run("check")[0] == 0


def test_a_header_row_that_is_given_has_its_columns_found_anew(run, tmp_path):
    path = tmp_path / "ledger.csv"
    path.write_text(
        "Data;Fornitore;Importo;Descrizione\nData doc.;Importo netto;Note;Ragione sociale\n"
        "14/01/2024;2,50;viti;Beta spa\n15/01/2024;4,00;dadi;Gamma snc\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"tables": [{"header_row": 2}]}), encoding="utf-8")
    status, (answer,) = run("import", path, "--mapping", mapping)
    assert (status, answer["lines"], answer["total_loaded"]) == (0, 2, "6.50")
    assert suppliers(run) == {"Beta spa": "2.50", "Gamma snc": "4.00"}


def test_a_remembered_layout_reads_next_year_of_an_odd_table_alike(run, tmp_path):
    for year in ("2024", "2025"):
        path = tmp_path / f"{year}.csv"
        path.write_text(PARTITARIO.replace("2024", year), encoding="utf-8")
        status, (answer,) = run("import", path)
        assert (status, answer["lines"], answer["total_loaded"]) == (0, 3, "145.00")
