"""A released report: frozen whole, produced again from what was frozen, corrected by another and never changed."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from dataclasses import replace

import pytest
from docx import Document

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused, StoreFailed
from socialimpact.report.word import word
from socialimpact.services import organisation
from socialimpact.services.integrity import check
from socialimpact.services.reporting import freezing, impact_report, release_files, releases, releasing
from tests.report.scene_of import LINES, MADE_ON, SITES, SUPPLIERS, TAGS
from tests.store_with import OWNER, workspace_with


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as workspace:
        yield workspace


def make(ws, actor=OWNER, **more):
    return releasing.make(ws, actor, 2025, **{"language": "it", "made_on": MADE_ON} | more)


def leave_out(ws):
    organisation.add_exclusion(ws, OWNER, field="supplier", value="3", included=False, why="Is of the group")


def cells(file: bytes) -> str:
    """What stands in all tables of a document."""
    return "\n".join(cell.text for table in Document(io.BytesIO(file)).tables for cell in table._cells)


def test_a_release_has_a_number_a_day_an_author_and_the_hash_of_its_json(ws):
    made = make(ws)
    assert (made.number, made.released_by, made.corrects) == ("2025-1", "test", None)
    file = releases.content(ws, made)
    assert hashlib.sha256(file).hexdigest() == made.sha256
    assert json.loads(file)["release"] == {"number": "2025-1", "author": "test", "corrects": None, "why": None}
    (event,) = ws.db.dicts("select * from event where subject = 'release'")
    assert (event["what"], event["subject_id"], json.loads(event["after"])["sha256"]) == (
        "released", "2025-1", made.sha256,
    )  # fmt: skip
    assert check(ws, OWNER)[:0] == []
    assert ws.db.value("select count(*) from stored_file where sha256 = ?", [made.sha256]) == 1


def test_it_is_produced_again_from_what_was_frozen_not_from_the_store_of_today(ws):
    made = make(ws)
    forms = ("json", "docx", "pdf", "xlsx")
    before = {form: release_files.written_as(ws, OWNER, made, form, "en") for form in forms}
    leave_out(ws)
    chosen = organisation.settings(ws, OWNER)
    organisation.save_settings(ws, OWNER, replace(chosen, name="Another name", scope_key="social_economy"))
    assert {form: release_files.written_as(ws, OWNER, made, form, "en") for form in forms} == before
    assert "Release 2025-1" in "\n".join(part.text for part in Document(io.BytesIO(before["docx"])).paragraphs)
    italian = cells(release_files.written_as(ws, OWNER, made, "docx", "it"))
    assert "10.500,00" in italian
    assert "9.500,40" not in italian
    assert "9.500,40" in cells(word(impact_report.made(ws, OWNER, 2025), "it"))


def test_a_correction_names_the_old_one_gives_its_reason_and_lists_what_is_different(ws):
    old = make(ws)
    before = releases.content(ws, old)
    leave_out(ws)
    with pytest.raises(Refused, match="Release 2025-1 is of the same year"):
        make(ws)
    assert releasing.to_correct(ws, OWNER, 2025) == old
    new = make(ws, why="Coop Blu is one of us")
    assert (new.number, new.corrects, new.why) == ("2025-2", "2025-1", "Coop Blu is one of us")
    method = next(each for each in releases.document(ws, new).sections if each.key == "method")
    lead, causes, changes = method.blocks[-3:]
    assert lead.text.to("en") == "This report corrects release 2025-1. Reason: Coop Blu is one of us"
    assert changes.caption.to("en") == "Changes since release 2025-1"
    spend = next(row for row in changes.rows if row[0].to("en") == "Social spend, 2025")
    assert [cell.to("en") for cell in spend[1:3]] == ["€2,999.90", "€2,000.30"]
    assert spend[3].to("en") == "1 (1 line, −€999.60)"
    assert causes.items[0].to("en").startswith("Cause 1: Left out of addressable spend: Supplier: Coop Blu (")
    assert "Fornitore: Coop Blu" in causes.items[0].to("it")
    assert releases.content(ws, old) == before
    assert [each.number for each in releases.releases(ws, OWNER)] == ["2025-2", "2025-1"]


def test_another_scope_is_told_as_the_cause_of_a_correction(ws):
    make(ws)
    chosen = organisation.settings(ws, OWNER)
    organisation.save_settings(ws, OWNER, replace(chosen, local_rule_key="municipality"))
    organisation.save_site(ws, OWNER, company_id=1, name="Torino", site_id=1, municipality_code="015146")
    new = make(ws, why="Another rule")
    method = next(each for each in releases.document(ws, new).sections if each.key == "method")
    local = next(row for row in method.blocks[-1].rows if row[0].to("en") == "Local spend, 2025")
    (cause,) = [item for item in method.blocks[-2].items if item.to("en").startswith(f"Cause {local[3].to('en')}: ")]
    assert cause.to("en").endswith("This report takes another rule of what is local: Same municipality.")


def test_a_first_release_takes_no_reason(ws):
    with pytest.raises(Refused, match="nothing is corrected"):
        make(ws, why="Because")
    assert releases.releases(ws, OWNER) == ()


def test_what_its_figures_came_from_is_frozen_with_it(ws):
    made = make(ws)
    assert freezing.count(ws.db, made.release_id) == len(LINES.strip().splitlines()) - 1
    leave_out(ws)
    frozen = ws.db.rows(
        "select sum(net_amount) from release_line where release_id = ? and year = 2025 and addressable",
        [made.release_id],
    )
    assert str(frozen[0][0]) == "10500.00"


def test_a_kept_file_that_was_changed_is_told_and_never_handed_out(ws):
    made = make(ws)
    ws.home.kept(made.sha256).write_bytes(b"{}")
    with pytest.raises(StoreFailed, match="2025-1"):
        release_files.written_as(ws, OWNER, made, "json", "it")


def test_a_refused_release_leaves_nothing(ws):
    kept = sorted(ws.home.files.iterdir())
    with pytest.raises(NotAllowed):
        make(ws, Actor("reader", "viewer"))
    with pytest.raises(Refused):
        releasing.make(ws, OWNER, 2031, language="it")
    assert sorted(ws.home.files.iterdir()) == kept
    assert ws.db.value("select count(*) from release_line") == 0


def test_files_of_a_release_need_the_right_to_download(ws):
    made = make(ws)
    with pytest.raises(NotAllowed):
        release_files.written_as(ws, Actor("reader", "viewer", downloads=False), made, "json", "it")


def test_a_release_is_seen_by_those_who_see_all_its_companies(tmp_path):
    lines = """
        date       | company | supplier | amount
        2025-02-01 | Nord    | Officina | 100.00
        2025-02-01 | Sud     | Officina | 900.00
    """
    nord, sud = (Actor(name, "editor", frozenset({number})) for name, number in (("nord", 1), ("sud", 2)))
    with workspace_with(tmp_path / "two", lines) as ws:
        whole, own = make(ws), make(ws, nord)
        assert (own.number, own.companies, own.corrects) == ("2025-2", (1,), None)
        assert [each.number for each in releases.releases(ws, nord)] == ["2025-2"]
        assert releases.releases(ws, sud) == ()
        with pytest.raises(NotFound):
            releases.release(ws, sud, whole.number)
        assert json.loads(releases.content(ws, own))["figures"][0]["value"] == "100.00"


def test_while_its_lines_are_frozen_others_go_on_and_the_release_is_of_what_they_left(ws, monkeypatch):
    """Whoever decides something meanwhile does not wait; the release is made again over it."""
    freeze, seen = freezing.freeze, []

    def slow(tx, release_id, year, companies):
        freeze(tx, release_id, year, companies)
        if not seen:
            seen.append(release_id)
            other = threading.Thread(target=leave_out, args=(ws,))
            other.start()
            other.join(20)
            assert not other.is_alive()

    monkeypatch.setattr(freezing, "freeze", slow)
    made = make(ws)
    assert [each.number for each in releases.releases(ws, OWNER)] == ["2025-1"]
    figures = json.loads(releases.content(ws, made))["figures"]
    assert figures[0]["value"] == str(
        ws.db.value("select sum(net_amount) from spend where year = 2025 and addressable")
    )
    assert freezing.count(ws.db, made.release_id) == ws.db.value(
        "select count(*) from spend where year in (2024, 2025)"
    )
