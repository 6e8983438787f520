"""Layouts of the company's own: a confirmed mapping is found again, by the same columns or by nearly the same ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialimpact.actor import Actor, local_owner
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.services.ledgers import importing, own_layouts
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.workspace import Workspace, open_workspace

# A homemade list, whose names say little: a person corrected what was proposed.
MARCH = """Rif;Chi;Quando;Cosa;Valore A;Valore B
F12;Rossi S.r.l.;03/03/2025;viti;100,00;122,00
88;Verdi Coop. Sociale;14/03/2025;pulizie;200,00;210,00
"""
CORRECTED = {
    "amount_basis": "net",
    "tables": [
        {
            "roles": {
                "Rif": "document_number",
                "Chi": "supplier_name",
                "Quando": "posting_date",
                "Cosa": "category",
                "Valore A": "net_amount",
            }
        }
    ],
}
# Another order, one column less, one more.
APRIL = """Valore A;Quando;Chi;Rif;Cosa;Cantiere
300,00;05/04/2025;Rossi S.r.l.;F20;viti;Nord
400,00;25/04/2025;Neri S.p.A.;17;ferro;Sud
"""


@pytest.fixture
def ws(tmp_path: Path):
    with open_workspace(tmp_path / "home") as workspace:
        yield workspace


def look(ws: Workspace, path: Path, text: str, mapping: dict | None = None) -> Preview:
    path.write_text(text, encoding="utf-8")
    return importing.preview(ws, local_owner(), path, mapping=mapping)


def load(ws: Workspace, path: Path, text: str, mapping: dict | None = None) -> None:
    importing.import_ledger(ws, local_owner(), look(ws, path, text, mapping))


def test_a_corrected_mapping_has_the_files_name_and_can_be_renamed_and_forgotten(ws, tmp_path):
    load(ws, tmp_path / "acquisti marzo.csv", MARCH, CORRECTED)
    (own,) = own_layouts.own_layouts(ws, local_owner())
    assert (own.name, own.corrected, own.columns, own.amount_basis) == ("acquisti marzo", True, 6, "net")
    assert own.roles["Chi"] == "supplier_name"

    own_layouts.rename(ws, local_owner(), own.key, "  Lista   di Anna ")
    load(ws, tmp_path / "altro nome.csv", MARCH.replace("100,00", "101,00"))
    assert [each.name for each in own_layouts.own_layouts(ws, local_owner())] == ["Lista di Anna"]

    assert own_layouts.forget(ws, local_owner(), own.key) == "Lista di Anna"
    assert own_layouts.own_layouts(ws, local_owner()) == []
    assert not look(ws, tmp_path / "maggio.csv", MARCH).remembered
    events = ws.db.rows("select what, subject, subject_id from event where subject = 'layout' order by all")
    assert [(what, subject, identity.startswith(own.key)) for what, subject, identity in events] == [
        ("forgot", "layout", True),
        ("renamed", "layout", True),
    ]


def test_what_was_imported_as_proposed_is_no_correction(ws, tmp_path):
    load(ws, tmp_path / "a.csv", "Data;Fornitore;Numero;Imponibile\n31/01/2025;Rossi;1;10,00\n")
    assert [each.corrected for each in own_layouts.own_layouts(ws, local_owner())] == [False]


def test_a_file_with_nearly_the_same_columns_is_read_alike_and_asks_for_confirmation(ws, tmp_path):
    load(ws, tmp_path / "acquisti marzo.csv", MARCH, CORRECTED)
    seen = look(ws, tmp_path / "aprile.csv", APRIL)
    assert not seen.remembered
    assert [reason.to("en") for reason in seen.like] == ["Like your layout “acquisti marzo”: 5 of 6 columns."]
    roles = dict(seen.mapping.tables[0].roles)
    roles.pop(5, None)  # a column that the own layout has not keeps what is proposed for it
    assert roles == {
        0: "net_amount", 1: "posting_date", 2: "supplier_name", 3: "document_number", 4: "category",
    }  # fmt: skip
    column = next(column for column in seen.layouts[0].columns if column.header == "Chi")
    assert column.confidence < 0.6
    assert "acquisti marzo" in column.reason.to("it")
    assert "like_own_layout" in {problem.code for problem in seen.problems}

    importing.import_ledger(ws, local_owner(), seen)
    again = look(ws, tmp_path / "maggio.csv", APRIL.replace("300,00", "301,00"))
    assert (again.remembered, again.like) == (True, ())
    assert {each.name: each.corrected for each in own_layouts.own_layouts(ws, local_owner())} == {
        "acquisti marzo": True,
        "aprile": True,
    }


def test_a_file_with_few_names_in_common_is_proposed_as_any_other(ws, tmp_path):
    load(ws, tmp_path / "marzo.csv", MARCH, CORRECTED)
    seen = look(ws, tmp_path / "altro.csv", "Quando;Chi;Importo;Iva;Note;Sede\n31/01/2025;Rossi;10,00;2,20;x;Nord\n")
    assert seen.like == ()


def test_a_known_export_is_read_as_such_unless_it_was_corrected(ws, tmp_path):
    header = (
        "Data;Prox scadenza;Nr. acquisto;Ft elettronica;Data ricezione FE;Centro costo;Categoria;Fornitore;"
        "Partita IVA;Imponibile;IVA"
    )
    row = "03/01/2025;03/02/2025;1;Si;05/01/2025;Sede;Pulizie;Coop Il Sole;07643520567;1.000,00;220,00"
    load(ws, tmp_path / "gennaio.csv", f"{header}\n{row}\n")
    shorter = f"{header.replace('Categoria;', '')}\n{row.replace('Pulizie;', '')}\n"
    seen = look(ws, tmp_path / "febbraio.csv", shorter)
    assert (seen.like, seen.layouts[0].preset) == ((), "fatture_in_cloud")

    roles = {"Data": "invoice_date", "Fornitore": "supplier_name", "Centro costo": "site", "Imponibile": "net_amount"}
    load(ws, tmp_path / "corretto.csv", f"{header}\n{row.replace('1.000', '2.000')}\n", {"roles": roles})
    seen = look(ws, tmp_path / "febbraio.csv", shorter)
    assert len(seen.like) == 1
    assert seen.mapping.tables[0].column("site") == 5


def test_rights_and_names_that_do_not_exist(ws, tmp_path):
    load(ws, tmp_path / "marzo.csv", MARCH, CORRECTED)
    (own,) = own_layouts.own_layouts(ws, Actor("eve", "viewer"))
    for change in (
        lambda: own_layouts.rename(ws, Actor("eve", "viewer"), own.key, "x"),
        lambda: own_layouts.forget(ws, Actor("eve", "viewer"), own.key),
        lambda: own_layouts.forget(ws, Actor("bob", "editor", frozenset({99})), own.key, own.company_id),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert own_layouts.own_layouts(ws, Actor("bob", "viewer", frozenset({99}))) == []
    with pytest.raises(NotFound):
        own_layouts.forget(ws, local_owner(), "00000000")
    with pytest.raises(Refused, match="name"):
        own_layouts.rename(ws, local_owner(), own.key, "  ")
