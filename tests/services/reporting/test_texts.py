"""Texts that people write instead of the proposed ones: kept, marked, held against the data of today."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.report.document import Paragraph
from socialimpact.services import organisation
from socialimpact.services.reporting import impact_report, texts
from socialimpact.services.reporting.readiness import readiness, way
from tests.report.scene_of import LINES, MADE_ON, SITES, SUPPLIERS, TAGS
from tests.store_with import OWNER, workspace_with

OWN = (
    "Abbiamo scelto <b>Coop Verde</b> #set page() =1+1: il 28,6 % della spesa, 12 persone.\n\n- un punto\n- e un altro"
)


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as workspace:
        yield workspace


def proposed(ws):
    return impact_report.proposed(ws, OWNER, 2025, made_on=MADE_ON)


def save(ws, body, key="reading", language="it", **more):
    texts.save_text(ws, OWNER, proposed(ws), language, key, body, **more)


def view(ws, key="reading", language="it"):
    return next(each for each in texts.views(ws, OWNER, proposed(ws), language) if each.key == key)


def test_every_section_that_tells_something_has_a_text_that_the_data_propose(ws):
    found = {each.key: each.proposal for each in texts.views(ws, OWNER, proposed(ws), "en")}
    assert set(found) >= {"purpose", "reading", "recipients", "local", "initiatives", "outcomes", "hindered", "ahead"}
    assert found["reading"].startswith("In 2025 we bought for €3,000 from 2 social suppliers: 28.6% of what we buy.")
    assert "- €500 went to suppliers that may be social" in found["hindered"]


def test_a_text_of_ones_own_stands_in_every_document_marked_and_never_as_markup(ws):
    save(ws, OWN)
    report = impact_report.made(ws, OWNER, 2025, made_on=MADE_ON)
    document = Document(io.BytesIO(impact_report.written_as(OWNER, report, "docx", "it")))
    styles = {each.text: each.style.name for each in document.paragraphs}
    assert styles["un punto"] == "Own text, points"
    assert next(name for text, name in styles.items() if "<b>Coop Verde</b> #set page()" in text) == "Own text"
    said = " ".join(page.extract_text() for page in PdfReader(
        io.BytesIO(impact_report.written_as(OWNER, report, "pdf", "it"))).pages)  # fmt: skip
    assert "<b>Coop Verde</b> #set page() =1+1" in " ".join(said.split())
    assert "I testi con una linea a lato" in " ".join(said.split())
    packed = json.loads(impact_report.written_as(OWNER, report, "json", "it"))
    block = next(b for s in packed["sections"] for b in s["blocks"] if b.get("key") == "reading")
    assert (block["text"], block["written_by"]) == (OWN, OWNER.name)
    english = json.loads(impact_report.written_as(OWNER, report, "json", "en"))
    assert "written_by" not in next(b for s in english["sections"] for b in s["blocks"] if b.get("key") == "reading")


def test_a_number_that_goes_out_of_date_is_told_with_what_it_is_now(ws):
    save(ws, OWN)
    assert view(ws).foreign == ("12",)
    assert not view(ws).open
    organisation.add_exclusion(ws, OWNER, field="supplier", value="3", included=False, why="Is of the group")
    now = view(ws)
    assert [each.number for each in now.stale] == ["28,6 %"]
    assert now.stale[0].now.shown.value == pytest.approx(0.21054, abs=1e-4)
    assert now.was.startswith("Nel 2025 abbiamo acquistato per 3.000 €")
    told = readiness(ws, OWNER, 2025, views=texts.views(ws, OWNER, proposed(ws), "it"))
    assert "28,6 %" in told[0].text.to("it")
    assert told[0].url == "report"


def test_back_to_the_proposal_and_the_history_of_both(ws):
    save(ws, "Parole nostre.")
    save(ws, "Altre parole.")
    texts.back_to_proposal(ws, OWNER, 2025, "it", "reading")
    assert view(ws).own is None
    events = ws.db.rows("select what, before, after from event where subject = 'report_text' order by event_id")
    assert [what for what, *_ in events] == ["saved", "saved", "removed"]
    assert json.loads(events[2][1]) == {"body": "Altre parole."}


def test_writing_the_proposal_itself_keeps_nothing(ws):
    save(ws, "Parole nostre.")
    save(ws, view(ws).proposal)
    assert view(ws).own is None


def test_texts_are_kept_by_year_companies_and_language(ws):
    save(ws, "Parole nostre.")
    assert view(ws, language="en").own is None
    assert texts.kept(ws, OWNER, 2024) == {}
    assert texts.kept(ws, OWNER, 2025, (1,)) == {}
    some = Actor("one", "editor", frozenset({1}))
    assert texts.kept(ws, some, 2025) == {}


def test_what_cannot_be_kept_is_refused(ws):
    with pytest.raises(Refused, match="says nothing"):
        save(ws, "  \n ")
    with pytest.raises(Refused, match="longer than"):
        save(ws, "x" * 9000)
    with pytest.raises(NotFound):
        save(ws, "Parole", key="nothing")
    with pytest.raises(NotAllowed):
        texts.save_text(ws, Actor("reader"), proposed(ws), "it", "reading", "Parole")
    with pytest.raises(NotAllowed):
        texts.save_text(ws, Actor("one", "editor", frozenset({2})), proposed(ws), "it", "reading", "Parole", (1,))


def test_sections_are_left_out_but_never_the_method(ws):
    texts.hide(ws, OWNER, 2025, ["initiatives", "outcomes"])
    made = impact_report.made(ws, OWNER, 2025, made_on=MADE_ON)
    assert {"initiatives", "outcomes"} & {section.key for section in made.sections} == set()
    assert "method" in {section.key for section in made.sections}
    assert len(impact_report.made(ws, OWNER, 2024, made_on=MADE_ON).sections) == len(made.sections) + 2
    with pytest.raises(Refused, match="stays in every report"):
        texts.hide(ws, OWNER, 2025, ["method"])


def test_a_story_is_edited_for_the_report_alone(ws):
    from socialimpact.services.goals.initiatives import save_initiative  # noqa: PLC0415 - of this test alone

    number = save_initiative(ws, OWNER, name="Mensa", begins=date(2025, 1, 1), story="Come è andata.")
    save(ws, "Come è andata davvero.", key=f"story.{number}")
    made = impact_report.made(ws, OWNER, 2025, made_on=MADE_ON)
    blocks = [block for section in made.sections for block in section.blocks if isinstance(block, Paragraph)]
    story = next(block for block in blocks if block.key == f"story.{number}")
    assert (story.said("it"), story.said("en")) == ("Come è andata davvero.", "Come è andata.")


def test_what_is_open_leads_to_the_place_where_it_is_mended(ws):
    found = {each.key: each for each in readiness(ws, OWNER, 2025)}
    assert way(found["possible"]) == {"show": "possible"}
    assert way(found["no_target_of_year"]) == {"section": "targets"}
    assert way(found["sites"]) == {"section": "companies"}
    assert found["no_initiative"].url == "initiatives"
