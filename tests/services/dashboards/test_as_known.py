"""Figures as they were known on a past day: decide, measure, change everything, and measure as known then."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from socialimpact.errors import Refused
from socialimpact.figures.choices import OrganisationSettings
from socialimpact.services import organisation
from socialimpact.services.dashboards import measuring
from socialimpact.services.ledgers import importing
from socialimpact.services.registers import registering
from socialimpact.services.review import categorising, identities, natures
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import Workspace, open_workspace
from socialimpact.suppliers.tags import Proof
from tests.store_with import OWNER

FIRST = """Data;Numero;Fornitore;Partita IVA;Comune;Descrizione;Categoria;Imponibile
31/01/2023;1;Rossi S.r.l.;00488410010;Torino;viti;Metalli;1.000,00
28/02/2024;2;Verdi Coop. Sociale;07643520567;Novara;pulizie;Servizi;300,00
31/03/2024;3;Verdi Coop. Sociale;07643520567;;pulizie;Servizi;200,37
30/04/2024;4;Caffè Bontà;;;caffè;Bar;50,00
"""
SECOND = """Data;Numero;Fornitore;Partita IVA;Comune;Descrizione;Categoria;Imponibile
30/06/2024;9;Verdi Cooperativa Sociale;07643520567;;pulizie;Servizi;77,77
30/06/2024;10;Azzurra impresa sociale;02000000014;Milano;mensa;Bar;400,00
"""
THIRD = SECOND.replace("77,77", "88,88").replace("2024;9;", "2024;19;").replace("2024;10;", "2024;20;")
MEASURES = ("total_spend", "addressable_spend", "social_spend", "social_share", "possible_social_spend",
            "local_spend", "social_suppliers", "suppliers", "lines", "identified_share")  # fmt: skip
DAY = date(2026, 3, 1)


def bring(ws: Workspace, tmp_path: Path, name: str, text: str) -> int:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, path, rehearse=False)).import_id


def measured(ws: Workspace, **how) -> list[list[dict]]:
    splits = (("year",), ("supplier", "kind"), ("category",), ("company",))
    return [measuring.figures(ws, OWNER, measures=MEASURES, by=by, **how)["rows"] for by in splits]


def backdate(ws: Workspace, day: date) -> None:
    """Everything recorded so far happened on `day`."""
    when = datetime.combine(day, time(12))
    with ws.db.write(OWNER) as tx:
        tx.execute("update event set happened_at = ? where happened_at > ?", [when, when])
        for table in ("tag", "nature_rule", "category_rule"):
            tx.execute(f"update {table} set made_at = ? where made_at > ?", [when, when])
            tx.execute(f"update {table} set ended_at = ? where ended_at > ?", [when, when])
        tx.execute("update identity_decision set made_at = ? where made_at > ?", [when, when])


def number_of(ws: Workspace, name: str) -> int:
    return directory.suppliers(ws, OWNER, search=name)["supplier_id"].to_pylist()[0]


def decide(ws: Workspace, folder: Path) -> dict:
    """A ledger, a second one, and decisions of the first of March; what they give."""
    paper = folder / "visura.pdf"
    paper.write_bytes(b"%PDF-1.4")
    bring(ws, folder, "first.csv", FIRST)
    second = bring(ws, folder, "second.csv", SECOND)
    verdi, azzurra = number_of(ws, "verdi"), number_of(ws, "azzurra")
    tag = directory.tag_supplier(ws, OWNER, verdi, "social_cooperative_b", "documented", "extract", file=paper)
    directory.tag_supplier(ws, OWNER, azzurra, "impresa_sociale", "declared", "mail", proof=Proof(stated_by="Bo"))
    exclusion = organisation.add_exclusion(ws, OWNER, "category", "Bar", "no canteen")
    (company,) = organisation.companies(ws, OWNER)
    site = organisation.save_site(ws, OWNER, company_id=company.company_id, name="Plant", municipality_code="001272")
    organisation.save_settings(ws, OWNER, OrganisationSettings("Us", "social_enterprises", "region", True))
    backdate(ws, DAY)
    return {"then": measured(ws), "tag": tag, "second": second, "exclusion": exclusion, "site": site,
            "company": company, "verdi": verdi, "azzurra": azzurra}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The home after the first of March, and what was decided."""
    folder = tmp_path_factory.mktemp("made")
    with open_workspace(folder / "home") as ws:
        return folder / "home", decide(ws, folder)


@pytest.fixture
def decided(made):
    return made[1]


@pytest.fixture
def ws(made, tmp_path):
    with open_workspace(copytree(made[0], tmp_path / "home")) as workspace:
        yield workspace


def change_everything(ws: Workspace, tmp_path: Path, decided: dict) -> None:
    directory.end_tag(ws, OWNER, decided["tag"], "the wrong company")
    directory.tag_supplier(ws, OWNER, number_of(ws, "rossi"), "impresa_sociale", "confirmed", "a mistake")
    organisation.remove_exclusion(ws, OWNER, decided["exclusion"])
    organisation.add_exclusion(ws, OWNER, "supplier", decided["verdi"], "ours")
    organisation.add_exclusion(ws, OWNER, "nature", "purchase", "all of it")
    organisation.save_settings(ws, OWNER, OrganisationSettings("We", "social_economy", "municipality", False))
    organisation.save_site(
        ws, OWNER, company_id=decided["company"].company_id, name="Sea", municipality_code="015146", is_default=True
    )
    organisation.remove_site(ws, OWNER, decided["site"])
    organisation.save_company(ws, OWNER, company_id=decided["company"].company_id, name="Another name")
    importing.undo(ws, OWNER, decided["second"])
    bring(ws, tmp_path, "third.csv", THIRD)
    albo = tmp_path / "albo.csv"
    albo.write_text("Nome;Codice fiscale;Comune;Tipo\nBontà;00488410010;Roma;Cooperativa sociale A\n", encoding="utf-8")
    registering.add_register(ws, OWNER, "generic", albo, as_of=date(2024, 6, 30), register_name="Albo")


def test_what_was_known_is_given_to_the_cent_after_everything_changed_and_changes_nothing(ws, tmp_path, decided):
    then = decided["then"]
    change_everything(ws, tmp_path, decided)
    now, version = measured(ws), ws.db.data_version()
    assert now != then
    assert measured(ws, as_known_on=DAY) == then
    told = measuring.figures(ws, OWNER, measures=["social_spend"], as_known_on=DAY)
    assert told["not_reproduced"] == []
    assert told["as_known_on"] == "2026-03-01"
    assert "tags and their ends" in told["reproduced"]
    assert measured(ws) == now
    assert ws.db.data_version() == version


def test_what_suppliers_lines_and_categories_were_taken_for_then_is_given_to_the_cent(ws, decided):
    verdi, azzurra, rossi = decided["verdi"], decided["azzurra"], number_of(ws, "rossi")
    first = natures.decide(ws, OWNER, "rent", "their hall", natures.Lines(supplier_id=rossi))
    kept = categorising.decide(ws, OWNER, [categorising.Decision("category", "Bar", "catering")], "canteen")
    merged = identities.merge(ws, OWNER, verdi, azzurra, "one group")
    backdate(ws, DAY)
    then = measured(ws)
    natures.end(ws, OWNER, first[0], "no hall")
    natures.decide(ws, OWNER, "donation", "a gift", natures.Lines(supplier_id=verdi))
    categorising.take_back(ws, OWNER, kept)
    categorising.decide(ws, OWNER, [categorising.Decision("category", "Metalli", "catering")], "a mistake")
    again = identities.merge(ws, OWNER, verdi, rossi, "a mistake")
    assert measured(ws) != then
    assert measured(ws, as_known_on=DAY) == then
    identities.undo(ws, OWNER, again)
    told = measuring.figures(ws, OWNER, measures=["social_spend"], as_known_on=DAY)
    assert told["not_reproduced"] == []
    assert measured(ws, as_known_on=DAY) == then
    identities.undo(ws, OWNER, merged)
    told = measuring.figures(ws, OWNER, measures=["social_spend"], as_known_on=DAY)
    assert told["not_reproduced"] == ["1 later decision is not taken back: taken back (identity)."]


def test_before_the_first_import_nothing_was_known(ws):
    told = measuring.figures(ws, OWNER, measures=["total_spend", "lines"], as_known_on=DAY - timedelta(days=1))
    assert [(row["total_spend"], row["lines"]) for row in told["rows"]] == [("0.00", 0)]


def test_a_later_decision_without_a_way_back_is_told(ws):
    with ws.db.write(OWNER) as tx:
        tx.event("joined", "supplier", 1, before={}, after={})
    told = measuring.figures(ws, OWNER, measures=["lines"], as_known_on=DAY, language="it")
    assert len(told["not_reproduced"]) == 1
    assert "joined" in told["not_reproduced"][0]


def test_a_day_to_come_is_refused(ws):
    with pytest.raises(Refused) as refusal:
        measuring.figures(ws, OWNER, measures=["lines"], as_known_on=datetime.now(UTC).date() + timedelta(days=1))
    assert refusal.value.code == "date_in_future"


def test_today_is_what_is(ws):
    assert measured(ws, as_known_on=datetime.now(UTC).date()) == measured(ws)
    (row,) = measuring.figures(ws, OWNER, measures=["social_spend"])["rows"]
    assert Decimal(row["social_spend"]) == Decimal("578.14")
