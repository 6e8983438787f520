"""A report held against the store: what differs is told with its cause, and a changed file is told."""

from __future__ import annotations

import json
from datetime import date

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, Refused
from socialimpact.services import organisation
from socialimpact.services.ledgers import importing
from socialimpact.services.registers import registering
from socialimpact.services.reporting import impact_report, releases, releasing, verifying
from socialimpact.services.review import reviewing
from socialimpact.services.suppliers import directory
from tests.report.scene_of import LINES, MADE_ON, SITES, SUPPLIERS, TAGS
from tests.review_with import entry_id, list_entries, suggest
from tests.store_with import OWNER, workspace_with

LEDGER = """Data;Fornitore;Partita IVA;Comune;Provincia;Imponibile
01/07/{year};Coop Verde;08105198884;Torino;TO;{amount}
"""
REGISTER = """Codice fiscale;Denominazione;Tipo;Comune;Provincia
01004150882;Officina;Cooperativa sociale di tipo B;Milano;MI
"""


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as workspace:
        yield workspace


def draft(ws) -> bytes:
    made = impact_report.made(ws, OWNER, 2025, made_on=MADE_ON)
    return impact_report.written_as(OWNER, made, "json", "it")


def released(ws) -> bytes:
    return releases.content(ws, releasing.make(ws, OWNER, 2025, language="it", made_on=MADE_ON))


REPORTS = pytest.mark.parametrize("make", [draft, released], ids=["a draft", "a release"])


def imported(ws, folder, year, amount="50,00") -> int:
    path = folder / f"altri-{year}.csv"
    path.write_text(LEDGER.format(year=year, amount=amount), encoding="utf-8")
    company = organisation.companies(ws, OWNER)[0].company_id
    previewed = importing.preview(ws, OWNER, path, company_id=company, rehearse=False)
    return importing.import_ledger(ws, OWNER, previewed).import_id


def differing(verdict, measure, **row):
    """The difference of a measure over the whole year, or of a row."""
    return next(
        each
        for each in verdict.differences
        if each.figure.measure == measure and each.figure.row == row and each.figure.where["year"] == ["2025"]
    )


def said(causes, language="en"):
    return [each.words().to(language) for each in causes]


@REPORTS
def test_a_report_holds_while_nothing_changes(ws, make):
    verdict = verifying.verify(ws, OWNER, make(ws))
    assert verdict.holds
    assert verdict.checked > 50


@REPORTS
def test_another_scope_and_rule_of_the_organisation_change_no_figure_of_a_report(ws, make):
    before = make(ws)
    chosen = organisation.settings(ws, OWNER)
    organisation.save_settings(ws, OWNER, type(chosen)(chosen.name, "social_economy", "region", chosen.declared_counts))
    assert verifying.verify(ws, OWNER, before).holds


@REPORTS
def test_an_exclusion_is_told_with_its_reason(ws, make):
    before = make(ws)
    organisation.add_exclusion(ws, OWNER, field="supplier", value="3", included=False, why="Is of the group")
    spend = differing(verifying.verify(ws, OWNER, before), "social_spend")
    assert (spend.reported, spend.now) == ("2999.90", "2000.30")
    (cause,) = said(spend.causes)
    assert cause.startswith("Left out of addressable spend: Supplier: Coop Blu (test, ")
    assert "“Is of the group”" in cause
    assert cause.endswith(": 1 line, −€999.60" if make is released else "”")


@REPORTS
def test_a_new_import_is_the_cause_of_its_own_year_alone(ws, tmp_path, make):
    before = make(ws)
    imported(ws, tmp_path, 2026)
    moved = {each.figure.measure for each in verifying.verify(ws, OWNER, before).differences}
    assert not moved & {"addressable_spend", "social_spend", "local_spend", "suppliers"}
    imported(ws, tmp_path, 2025)
    verdict = verifying.verify(ws, OWNER, before)
    spend = differing(verdict, "addressable_spend")
    assert (spend.reported, spend.now) == ("10500.00", "10550.00")
    (cause,) = said(spend.causes, "it")
    assert cause.startswith("altri-2025.csv è stato importato: 1 riga. (test, ")


@REPORTS
def test_an_undone_import_is_told(ws, tmp_path, make):
    number = imported(ws, tmp_path, 2025)
    before = make(ws)
    importing.undo(ws, OWNER, number)
    spend = differing(verifying.verify(ws, OWNER, before), "social_spend")
    assert (spend.reported, spend.now) == ("3049.90", "2999.90")
    (cause,) = said(spend.causes)
    assert cause.startswith("The import of altri-2025.csv was undone.")


@REPORTS
def test_a_new_list_of_a_register_is_told(ws, tmp_path, make):
    before = make(ws)
    path = tmp_path / "albo.csv"
    path.write_text(REGISTER, encoding="utf-8")
    registering.add_register(ws, OWNER, "generic", path, as_of=date(2026, 1, 15), name="Albo")
    verdict = verifying.verify(ws, OWNER, before)
    spend = differing(verdict, "social_spend")
    assert (spend.reported, spend.now) == ("2999.90", "10000.00")
    (cause,) = said(spend.causes)
    assert cause.startswith("The list of Albo of 15 Jan 2026 was added (Albo).")
    assert not [each for each in verdict.differences if each.figure.measure == "addressable_spend"]


@REPORTS
def test_a_persons_decision_is_told_with_who_took_it(ws, make):
    before = make(ws)
    directory.tag_supplier(ws, OWNER, 4, "social_cooperative_b", "confirmed", "Company extract seen")
    spend = differing(verifying.verify(ws, OWNER, before), "social_spend")
    assert (spend.reported, spend.now) == ("2999.90", "3499.90")
    assert any("Forse Coop" in cause and "Company extract seen" in cause for cause in said(spend.causes))


def test_an_answer_to_a_question_is_told_with_who_gave_it_and_why(ws):
    with ws.db.write(OWNER) as tx:
        list_entries(
            tx, "name | tax_code | municipality | kind\nFORSE COOP | 02000000014 | Torino | social_cooperative_b"
        )
        suggest(tx, "supplier | entry | probability\nForse Coop | FORSE COOP | 0.90")
    before = released(ws)
    entry = entry_id(ws.db, "FORSE COOP")
    reviewing.answer(ws, Actor("anna", "owner"), 4, entry, "yes", "Same address")
    verdict = verifying.verify(ws, OWNER, before)
    spend = differing(verdict, "social_spend")
    assert (spend.reported, spend.now) == ("2999.90", "3499.90")
    (cause,) = [each for each in spend.causes if each.who and "anna" in each.who.to("en")]
    for language in ("en", "it"):
        told = cause.words().to(language)
        assert "Forse Coop" in told
        assert "Same address" in told
    (number,) = [each.number for each in reviewing.given(ws, OWNER)]
    reviewing.undo(ws, OWNER, number, "Another body")
    assert verifying.verify(ws, OWNER, before).holds


def test_what_declarations_count_for_is_told(ws):
    directory.tag_supplier(ws, OWNER, 1, "social_cooperative_b", "declared", "mail")
    before = released(ws)
    chosen = organisation.settings(ws, OWNER)
    organisation.save_settings(ws, OWNER, type(chosen)(chosen.name, chosen.scope_key, chosen.local_rule_key, True))
    spend = differing(verifying.verify(ws, OWNER, before), "social_spend")
    assert (spend.reported, spend.now) == ("2999.90", "10000.00")
    assert "what suppliers declare of themselves counts now" in said(spend.causes)[0]


def test_other_kinds_of_the_organisations_own_scope_are_told(ws):
    key = organisation.save_scope(ws, OWNER, "Ours", ["social_cooperative_b"])
    chosen = organisation.settings(ws, OWNER)
    organisation.save_settings(ws, OWNER, type(chosen)(chosen.name, key, chosen.local_rule_key, False))
    before = released(ws)
    organisation.save_scope(ws, OWNER, "Ours", ["social_cooperative_a", "social_cooperative_b"])
    spend = differing(verifying.verify(ws, OWNER, before), "social_spend")
    assert (spend.reported, spend.now) == ("2000.30", "2999.90")
    assert said(spend.causes)[0].startswith("The kinds of the scope")


def test_a_changed_file_of_a_release_is_told_with_what_was_changed(ws):
    file = released(ws)
    assert verifying.verify(ws, OWNER, file).file == "released"
    forged = json.loads(file)
    forged["figures"][0]["value"] = "9999.99"
    verdict = verifying.verify(ws, OWNER, json.dumps(forged).encode())
    assert (verdict.file, verdict.holds) == ("changed", False)
    assert [(each.released, each.found) for each in verdict.altered] == [("10500.00", "9999.99")]
    assert [(each.reported, each.now) for each in verdict.differences] == [("9999.99", "10500.00")]


def test_a_file_that_is_written_otherwise_is_another_file(ws):
    verdict = verifying.verify(ws, OWNER, json.dumps(json.loads(released(ws))).encode())
    assert (verdict.file, verdict.holds, verdict.differences) == ("changed", False, ())


def test_a_release_of_another_organisation_is_told(ws):
    named = json.loads(draft(ws)) | {"release": {"number": "2025-7"}}
    assert verifying.verify(ws, OWNER, json.dumps(named).encode()).file == "unknown"


@pytest.mark.parametrize("file", [b"{}", b"[]", b'{"schema": "something else"}', b"\xff\xfe"])
def test_what_is_no_report_is_refused(ws, file):
    with pytest.raises(Refused):
        verifying.verify(ws, OWNER, file)


@pytest.mark.parametrize("broken", [{"figures": None}, {"figures": [1]}, {"last_event": "x"}])
def test_a_broken_report_is_refused(ws, broken):
    with pytest.raises(Refused):
        verifying.verify(ws, OWNER, json.dumps(json.loads(draft(ws)) | broken).encode())


def test_a_year_without_lines_is_refused_with_those_that_have_some(ws):
    with pytest.raises(Refused, match="2025, 2024"):
        impact_report.made(ws, OWNER, 2031)


def test_files_need_the_right_to_download(ws):
    reader = Actor("reader", "viewer", downloads=False)
    made = impact_report.made(ws, reader, 2025, made_on=MADE_ON)
    with pytest.raises(NotAllowed):
        impact_report.written_as(reader, made, "pdf", "it")


def test_one_company_sees_its_own_year_only(tmp_path):
    lines = """
        date       | company | supplier | amount
        2025-02-01 | Nord    | Officina | 100.00
        2025-02-01 | Sud     | Officina | 900.00
    """
    nord = Actor("nord", "editor", frozenset({1}))
    with workspace_with(tmp_path / "two", lines) as ws:
        made = impact_report.made(ws, nord, 2025, made_on=MADE_ON)
        assert made.companies == ("Nord",)
        assert next(value.value for _, _, value in made.values()) == 100
        own = impact_report.written_as(nord, made, "json", "it")
        assert verifying.verify(ws, OWNER, own).holds  # whoever sees more is asked the same
        with pytest.raises(NotAllowed):
            verifying.verify(ws, nord, draft(ws))
