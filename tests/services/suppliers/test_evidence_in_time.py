"""Evidence and time, through the figures: what was valid on the day of the line counts, once, whatever comes later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from socialimpact.services.dashboards import measuring
from socialimpact.services.ledgers import importing
from socialimpact.services.registers import registering
from socialimpact.services.suppliers import tagging
from socialimpact.services.workspace import Workspace, open_workspace
from socialimpact.suppliers.tags import Proof
from tests.store_with import OWNER, workspace_with

LEDGER = """Data;Numero;Fornitore;Partita IVA;Imponibile
28/02/2023;1;Verdi Cooperativa;07643520567;300,00
28/02/2024;2;Verdi Cooperativa;07643520567;200,00
30/09/2025;3;Verdi Cooperativa;07643520567;100,00
28/02/2023;4;Rossi S.r.l.;00488410010;400,00
28/02/2024;5;Rossi S.r.l.;00488410010;400,00
"""


@pytest.fixture
def ws(tmp_path: Path):
    with open_workspace(tmp_path / "home") as workspace:
        (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
        preview = importing.preview(workspace, OWNER, tmp_path / "ledger.csv", rehearse=False)
        importing.import_ledger(workspace, OWNER, preview)
        yield workspace


def social(ws: Workspace, **how) -> dict[int, str]:
    rows = measuring.figures(ws, OWNER, measures=["social_spend"], by=["year"], **how)["rows"]
    return {row["year"]: row["social_spend"] for row in rows}


def albo(ws: Workspace, tmp_path: Path, day: date, rows: str) -> None:
    path = tmp_path / f"albo-{day}.csv"
    path.write_text(f"Nome;Codice fiscale;Tipo\n{rows}", encoding="utf-8")
    registering.add_register(ws, OWNER, "generic", path, as_of=day, register_name="Albo")


def test_a_status_lost_in_2025_leaves_2023_as_it_was(ws, tmp_path):
    albo(ws, tmp_path, date(2023, 1, 31), "Verdi;07643520567;Cooperativa sociale B\nAltra;02000000014;aps\n")
    before = social(ws)
    assert before == {2023: "300.00", 2024: "200.00", 2025: "100.00"}
    albo(ws, tmp_path, date(2025, 1, 31), "Verdi;07643520567;Cooperativa sociale B\nAltra APS;02000000014;aps\n")
    albo(ws, tmp_path, date(2025, 6, 30), "Altra;02000000014;aps\n")
    assert social(ws) == {2023: "300.00", 2024: "200.00", 2025: "0.00"}


def test_a_document_ends_the_tag_on_the_day_on_which_it_expires(ws, tmp_path):
    paper = tmp_path / "c.pdf"
    paper.write_bytes(b"%PDF-1.7 one")
    supplier_id = ws.db.value("select supplier_id from supplier where name like 'Verdi%'")
    first = tagging.tag_supplier(
        ws, OWNER, supplier_id, "social_cooperative_b", "documented", "albo, section B", file=paper,
        valid_to=date(2030, 1, 1), proof=Proof(None, date(2022, 2, 28), date(2024, 2, 27)),
    )  # fmt: skip
    assert ws.db.value("select valid_to from tag where tag_id = ?", [first]) == date(2024, 2, 27)
    assert social(ws) == {2023: "300.00", 2024: "0.00", 2025: "0.00"}
    paper.write_bytes(b"%PDF-1.7 two")
    tagging.renew_tag(ws, OWNER, first, "renewed", file=paper, issued_on=date(2024, 2, 1), expires_on=date(2026, 2, 27))
    assert social(ws) == {2023: "300.00", 2024: "200.00", 2025: "100.00"}
    assert ws.db.value("select count(*) from tag where evidence = 'documented' and ended_at is not null") == 0
    content = tagging.paper(ws, OWNER, first)
    assert (content.name, content.mime, content.content) == ("c.pdf", "application/pdf", b"%PDF-1.7 one")


def test_two_kinds_at_once_count_once_as_the_first_by_precedence(tmp_path):
    lines = """
        date       | supplier | amount
        2024-03-01 | Doppia   | 100.00
        2025-03-01 | Doppia   |  50.00
    """
    tags = """
        supplier | kind                 | evidence   | from       | to
        Doppia   | b_corp               | documented |            |
        Doppia   | impresa_sociale      | confirmed  |            |
        Doppia   | social_cooperative_b | confirmed  | 2025-01-01 |
        Doppia   | social_cooperative_a | suspected  |            |
    """
    with workspace_with(tmp_path / "two", lines, tags=tags) as ws:
        rows = measuring.figures(ws, OWNER, measures=["social_spend", "total_spend"], by=["year", "kind"])["rows"]
        assert [(row["year"], row["kind"], row["social_spend"], row["total_spend"]) for row in rows] == [
            (2024, "impresa_sociale", "100.00", "100.00"),
            (2025, "social_cooperative_b", "50.00", "50.00"),
        ]


@pytest.mark.parametrize(("counts", "amount"), [("true", "100.00"), ("false", "0.00")])
def test_the_suppliers_word_counts_only_if_the_organisation_says_so(tmp_path, counts, amount):
    lines = "date | supplier | amount\n2024-03-01 | Detta | 100.00"
    tags = "supplier | kind | evidence\nDetta | impresa_sociale | declared"
    with workspace_with(tmp_path / "word", lines, tags=tags, settings={"declared_counts": counts}) as ws:
        assert social(ws) == {2024: amount}
