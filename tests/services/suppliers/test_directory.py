"""The suppliers as a person sees them: listed, searched, one by one, and tagged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.services.ledgers import importing
from socialimpact.services.registers import registering
from socialimpact.services.suppliers import directory
from socialimpact.services.suppliers.supplier_view import supplier_lines
from socialimpact.services.workspace import Workspace
from tests.homes import prepared
from tests.store_with import OWNER

LEDGER = """Data;Numero;Codice fornitore;Fornitore;Partita IVA;Comune;Provincia;Descrizione;Imponibile
31/01/2023;1;F1;Rossi S.r.l.;00488410010;Torino;TO;viti;1.000,00
28/02/2024;2;F2;Verdi Coop. Sociale;07643520567;Novara;NO;pulizie;300,00
31/03/2024;3;F2;VERDI COOPERATIVA SOCIALE;07643520567;;;pulizie;200,00
30/04/2024;4;F3;Caffè 100% Bontà;;;;caffè;50,00
30/04/2024;5;;;;;;cancelleria;10,00
"""


@pytest.fixture
def ws(tmp_path: Path):
    with prepared(tmp_path / "home", bought) as workspace:
        yield workspace


def bought(ws: Workspace, folder: Path) -> None:
    path = folder / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, path, rehearse=False))


def named(ws: Workspace, **how: object) -> list[str]:
    return directory.suppliers(ws, OWNER, **how)["supplier"].to_pylist()


def number_of(ws: Workspace, name: str) -> int:
    return directory.suppliers(ws, OWNER, search=name)["supplier_id"].to_pylist()[0]


def test_the_list_adds_up_and_says_where_and_what_each_is(ws):
    rows = directory.suppliers(ws, OWNER).to_pylist()
    assert sum(row["spend"] for row in rows) == Decimal("1560.00")
    verdi = next(row for row in rows if row["vat_number"] == "07643520567")
    assert (verdi["spend"], verdi["lines"], verdi["spellings"]) == (Decimal("500.00"), 2, 2)
    assert (verdi["municipality"], verdi["province"], verdi["region"], verdi["place_source"]) == (
        "Novara",
        "NO",
        "Piemonte",
        "ledger",
    )
    assert (verdi["kind"], verdi["evidence"]) == ("social_cooperative", "suspected")
    assert (verdi["first_date"], verdi["last_date"]) == (date(2024, 2, 28), date(2024, 3, 31))
    assert rows[0]["supplier"] == "Rossi S.r.l."
    assert "" in [row["supplier"] for row in rows]


def test_order_and_pages(ws):
    names = named(ws, order="name")
    assert names == sorted(names)
    assert named(ws, limit=2, offset=1) == named(ws)[1:3]
    assert directory.count(ws, OWNER) == 4
    assert named(ws, order="last_date")[-1] == "Rossi S.r.l."


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("verdi cooperativa", 1),
        ("VERDI", 1),
        ("0764352", 1),
        ("IT 00488410010", 1),
        ("00488 410 010", 1),
        ("novara", 1),
        ("caffe", 1),
        ("100%", 1),
        ("%", 1),
        ("_", 0),
        ("F3", 1),
        ("nobody", 0),
        ("", 4),
        ("  ", 4),
        ("'; drop table supplier; --", 0),
    ],
)
def test_search(ws, search, found):
    assert directory.count(ws, OWNER, search=search) == found
    assert len(named(ws, search=search)) == found


def test_one_supplier_with_everything_known(ws):
    view = directory.supplier(ws, OWNER, number_of(ws, "verdi"))
    assert (view.spend, view.lines, view.place) == (Decimal("500.00"), 2, "Novara (NO)")
    assert [(row["year"], row["spend"]) for row in view.by_year] == [(2024, Decimal("500.00"))]
    assert [row["month"] for row in view.by_month] == ["2024-02", "2024-03"]
    assert {row["name"] for row in view.spellings} == {"Verdi Coop. Sociale", "VERDI COOPERATIVA SOCIALE"}
    assert {row["file"] for row in view.spellings} == {"ledger.csv"}
    assert [
        (row["row_number"], row["net_amount"], row["file"]) for row in supplier_lines(ws, OWNER, view.supplier_id)
    ] == [
        (4, Decimal("200.00"), "ledger.csv"),
        (3, Decimal("300.00"), "ledger.csv"),
    ]
    (tag,) = view.tags
    assert (tag.kind, tag.evidence) == ("social_cooperative", "suspected")
    assert "say so" in str(tag.why)


def test_a_registered_tag_leads_to_its_list_and_row(ws, tmp_path):
    path = tmp_path / "albo.csv"
    path.write_text("Nome;Codice fiscale;Tipo\nVerdi coop;07643520567;Cooperativa sociale B\n", encoding="utf-8")
    registering.add_register(ws, OWNER, "generic", path, as_of=date(2024, 6, 30), register_name="Albo")
    view = directory.supplier(ws, OWNER, number_of(ws, "verdi"))
    now, before = view.tags
    assert (now.evidence, now.register, now.snapshot_as_of, now.entry_row) == (
        "registered",
        "Albo",
        date(2024, 6, 30),
        2,
    )
    assert (now.seen_as_of, now.register_file) == (date(2024, 6, 30), "albo.csv")
    assert (before.evidence, before.ended_by) == ("suspected", "matching")
    assert "taken its place" in str(before.ended_why)


def test_a_person_tags_with_a_document_and_takes_it_back(ws, tmp_path):
    paper = tmp_path / "visura.pdf"
    paper.write_bytes(b"%PDF-1.4 visura")
    rossi = number_of(ws, "rossi")
    tag_id = directory.tag_supplier(
        ws, OWNER, rossi, "societa_benefit", "documented", "visura", valid_from=date(2023, 1, 1), file=paper
    )
    view = directory.supplier(ws, OWNER, rossi)
    assert (view.tags[0].tag_id, view.tags[0].file_name) == (tag_id, "visura.pdf")
    assert ws.home.kept(view.tags[0].file_sha256).read_bytes() == b"%PDF-1.4 visura"
    assert ws.db.value("select kind from spend where supplier_id = ?", [rossi]) == "societa_benefit"
    directory.end_tag(ws, OWNER, tag_id, "the wrong company")
    assert ws.db.value("select kind from spend where supplier_id = ?", [rossi]) is None
    assert str(directory.supplier(ws, OWNER, rossi).tags[0].ended_why) == "the wrong company"


def test_what_proves_nothing_is_refused(ws):
    rossi = number_of(ws, "rossi")
    with pytest.raises(Refused) as refusal:
        directory.tag_supplier(ws, OWNER, rossi, "aps", "documented", "trust me")
    assert refusal.value.code == "document_missing"
    with pytest.raises(Refused) as refusal:
        directory.tag_supplier(ws, OWNER, rossi, "aps", "registered", "trust me")
    assert refusal.value.code == "evidence_refused"
    with pytest.raises(NotFound):
        directory.tag_supplier(ws, OWNER, 999, "aps", "confirmed", "seen")
    with pytest.raises(NotFound):
        directory.end_tag(ws, OWNER, 999, "seen")
    with pytest.raises(NotFound):
        directory.supplier(ws, OWNER, 999)


def test_rights(ws):
    viewer = Actor("Bea", "viewer")
    stranger = Actor("Carlo", "editor", frozenset({77}))
    rossi = number_of(ws, "rossi")
    assert directory.supplier(ws, viewer, rossi).lines == 1
    for attempt in (
        lambda: directory.tag_supplier(ws, viewer, rossi, "aps", "confirmed", "seen"),
        lambda: directory.end_tag(ws, viewer, 1, "no"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert directory.count(ws, stranger) == 0
    for attempt in (
        lambda: directory.supplier(ws, stranger, rossi),
        lambda: directory.tag_supplier(ws, stranger, rossi, "aps", "confirmed", "seen"),
        lambda: directory.end_tag(ws, stranger, 1, "no"),
    ):
        with pytest.raises(NotFound):
            attempt()
