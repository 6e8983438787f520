"""The auditor's package: whole, the same for the same release, without what names a person, and true to the cent."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed
from socialimpact.services import organisation
from socialimpact.services.reporting import package, releases, releasing
from socialimpact.services.suppliers import directory
from tests.report.scene_of import LINES, MADE_ON, SITES, SUPPLIERS, TAGS
from tests.store_with import OWNER, workspace_with

PERSON = """
    2025-08-01 | Mario Rossi | 70.00    | Consulenze     | Torino |          | Parcella Mario Rossi
    2025-08-02 | Idraulica Bianchi Lucia | 80.00 | Consulenze | Torino | | Riparazione Bianchi
"""
PERSONS = """
    Mario Rossi |            |              |
    Idraulica Bianchi Lucia | 01234567897 | Torino | TO
"""


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    with workspace_with(
        folder / "home", LINES + PERSON, suppliers=SUPPLIERS + PERSONS, sites=SITES, tags=TAGS
    ) as workspace:
        with workspace.db.write(OWNER) as tx:
            tx.execute("update supplier set tax_code = 'RSSMRA80A01L219M' where name = 'Mario Rossi'")
            tx.event("granted", "app_user", 1, after={"email": "anna@example.org"})
        paper = folder / "visura.pdf"
        paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
        directory.end_tag(workspace, OWNER, 1, "A paper is there now")
        directory.tag_supplier(workspace, OWNER, 2, "social_cooperative_b", "documented", "Extract", file=paper)
        yield workspace


@pytest.fixture(scope="module")
def release(ws):
    return releasing.make(ws, OWNER, 2025, language="it", made_on=MADE_ON)


@pytest.fixture(scope="module")
def members(ws, release):
    with zipfile.ZipFile(io.BytesIO(package.package(ws, OWNER, release, "en"))) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def table(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def test_it_holds_the_report_the_tables_the_papers_and_a_hash_of_each(ws, release, members):
    assert members["report/acquisti-sociali-e-locali-2025-1.json"] == releases.content(ws, release)
    assert {name.rsplit(".", 1)[1] for name in members if name.startswith("report/")} == {"docx", "pdf", "xlsx", "json"}
    (paper,) = [name for name in members if name.startswith("papers/")]
    assert members[paper].startswith(b"%PDF")
    manifest = json.loads(members["manifest.json"])
    for member in manifest["members"]:
        assert hashlib.sha256(members[member["path"]]).hexdigest() == member["sha256"]
    assert {member["path"] for member in manifest["members"]} == set(members) - {"manifest.json", "SHA256SUMS"}
    assert len(members["SHA256SUMS"].splitlines()) == len(members) - 1


def test_a_figure_can_be_made_from_its_lines(members):
    lines = table(members["lines.csv"])
    figures = table(members["figures.csv"])
    spend = next(row for row in figures if row["measure"] == "social_spend")
    assert (spend["value"], spend["lines_where"]) == ("2999.90", "year = 2025; addressable and social")
    behind = [row for row in lines if (row["year"], row["addressable"], row["social"]) == ("2025", "yes", "yes")]
    assert sum(Decimal(row["net_amount"]) for row in behind) == Decimal(spend["value"])
    assert {(row["file"], row["sheet"]) for row in behind} == {("ledger.xlsx", "Sheet1")}
    proofs = {row["tag_id"]: row for row in table(members["proofs.csv"])}
    assert {proofs[row["tag_id"]]["supplier"] for row in behind} == {"Coop Verde", "Coop Blu"}


def test_the_page_follows_one_figure_from_the_report_to_its_rows(members):
    page = members["how-to-check.html"].decode()
    assert "Social spend, 2025. The report says €2,999.90." in page
    assert "These are 2 rows, and their net_amount adds up to €2,999.90." in page
    assert "Coop Verde is social because of tag" in page


def test_nothing_names_a_natural_person_or_who_has_access(members):
    texts = b"\n".join(content for name, content in members.items() if name.endswith((".csv", ".html", ".json")))
    assert b"Rossi" not in texts
    assert b"RSSMRA" not in texts
    assert b"anna@example.org" not in texts
    assert "natural person 5" in {row["supplier"] for row in table(members["lines.csv"])}
    assert b"2 suppliers are natural persons" in members["how-to-check.html"]


def test_a_sole_trader_who_is_known_by_a_vat_number_alone_is_a_number_too(members):
    """A VAT number of one person leads to that person in public lists."""
    texts = b"".join(
        content for name, content in members.items() if not name.endswith((".docx", ".pdf", ".xlsx", ".json"))
    )
    assert b"Lucia" not in texts
    assert b"01234567897" not in texts
    assert b"Riparazione" not in texts
    (row,) = [row for row in table(members["lines.csv"]) if row["net_amount"] == "80.00"]
    assert row["supplier"].startswith("natural person")
    assert row["row_number"]


def test_no_text_is_a_formula(members):
    assert "'=Pulizie" in {row["description"] for row in table(members["lines.csv"])}


def test_the_same_release_is_the_same_file_whatever_the_data_has_become(ws, release):
    before = package.package(ws, OWNER, release, "it")
    organisation.add_exclusion(ws, OWNER, field="supplier", value="3", included=False, why="Is of the group")
    assert package.package(ws, OWNER, release, "it") == before
    with zipfile.ZipFile(io.BytesIO(before)) as zipped:
        assert "come-verificare.html" in zipped.namelist()
        rows = list(csv.DictReader(io.StringIO(zipped.read("righe.csv").decode("utf-8-sig")), delimiter=";"))
    assert "2000,30" in {row["net_amount"] for row in rows}


def test_it_needs_the_right_to_download(ws, release):
    with pytest.raises(NotAllowed):
        package.package(ws, Actor("reader", "owner", downloads=False), release, "it")
