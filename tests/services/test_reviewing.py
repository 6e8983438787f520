"""The review of possible social suppliers: what is asked, what an answer does, and that it stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures import spend
from socialimpact.services import importing, registering, reviewing
from socialimpact.services.review_case import case, probability_words
from socialimpact.services.review_queue import queue
from socialimpact.services.workspace import open_workspace
from tests.review_with import entry_id, list_entries, suggest, supplier_id
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier     | amount   | description    | category | nature
    2023-03-01 | Verde        |  1000.00 | Pruning        | Gardens  |
    2024-03-01 | Verde        |  3000.00 | Lawn           | Gardens  |
    2024-05-01 | Azzurra      |  8000.00 | Canteen        | Food     |
    2024-06-01 | Azzurra      |  5000.00 | Gift           |          | donation
    2024-07-01 | Rossa        |   500.00 | Laundry        |          |
    2024-07-01 | Ferramenta   | 90000.00 | Bolts          |          |
"""
ENTRIES = """
    name                              | tax_code    | municipality | from       | kind
    VERDE COOPERATIVA SOCIALE         | 02000000014 | Torino       | 2022-01-01 | social_cooperative_b
    VERDE SOC. COOP. SOCIALE          | 02000000022 | Novara       | 2022-01-01 | social_cooperative_b
    AZZURRA IMPRESA SOCIALE S.R.L.    | 02000000030 | Torino       | 2022-01-01 | impresa_sociale
    ROSSA ODV                         | 92000000014 | Milano       | 2022-01-01 | odv
"""
SUGGESTED = """
    supplier | entry                          | probability
    Verde    | VERDE COOPERATIVA SOCIALE      | 0.90
    Verde    | VERDE SOC. COOP. SOCIALE       | 0.30
    Azzurra  | AZZURRA IMPRESA SOCIALE S.R.L. | 0.60
    Rossa    | ROSSA ODV                      | 0.20
"""
ALL_SPEND = "select * from spend order by line_id"


@pytest.fixture
def ws(tmp_path):
    made = workspace_with(tmp_path / "home", LINES)
    with made.db.write(OWNER) as tx:
        list_entries(tx, ENTRIES)
        suggest(tx, SUGGESTED)
    yield made
    made.close()


def asked(ws, actor=OWNER, **more) -> list[str]:
    return queue(ws, actor, **more).table["supplier"].to_pylist()


def tagged(ws) -> list[tuple]:
    return ws.db.rows(
        "select s.name, t.kind, t.evidence, t.valid_from, t.valid_to"
        " from tag t inner join supplier s using (supplier_id) where t.ended_at is null order by all"
    )


def press(ws, supplier, entry, given, why="seen", **more):
    return reviewing.answer(ws, OWNER, supplier_id(ws.db, supplier), entry_id(ws.db, entry), given, why, **more)


def is_as_rebuilt(ws) -> bool:
    """Whether `spend` is what a rebuild makes of everything that is known."""
    now = ws.db.rows(ALL_SPEND)
    with ws.db.rehearse(OWNER) as tx:
        spend.rebuild(tx)
        return tx.rows(ALL_SPEND) == now


class TestQueue:
    def test_the_largest_addressable_spend_comes_first(self, ws):
        found = queue(ws, OWNER)
        assert found.table["supplier"].to_pylist() == ["Azzurra", "Verde", "Rossa"]
        assert found.table["stake"].to_pylist() == [Decimal("8000.00"), Decimal("4000.00"), Decimal("500.00")]
        assert found.table["entries"].to_pylist() == [1, 2, 1]

    def test_it_says_how_few_answers_decide_most_of_it(self, ws):
        found = queue(ws, OWNER)
        assert (found.few, found.stake) == (2, Decimal("12500.00"))
        assert str(found.message()) == "Confirming these 2 decides 80% of the open spend, €12,000"
        assert str(found.progress()) == "0 of 3 suppliers decided; 0% of the spend"

    def test_only_the_spend_of_the_years_asked_for_is_at_stake(self, ws):
        assert queue(ws, OWNER, years=[2023]).table["stake"].to_pylist() == [Decimal("1000.00")]

    def test_a_company_sees_only_its_own(self, tmp_path):
        lines = """
            date       | supplier | amount  | company
            2024-03-01 | Verde    | 1000.00 | Alfa
            2024-03-01 | Azzurra  | 2000.00 | Beta
        """
        ws = workspace_with(tmp_path / "two", lines)
        with ws.db.write(OWNER) as tx:
            list_entries(tx, ENTRIES)
            suggest(tx, SUGGESTED.replace("    Rossa    | ROSSA ODV                      | 0.20\n", ""))
        alone = Actor("ann", "editor", frozenset({1}))
        assert asked(ws, alone) == ["Verde"]
        with pytest.raises(NotFound):
            reviewing.answer(ws, alone, supplier_id(ws.db, "Azzurra"), 3, "yes", "seen")
        with pytest.raises(NotFound):
            case(ws, alone, supplier_id(ws.db, "Azzurra"))

    def test_what_is_hardly_probable_is_not_asked(self, ws):
        with ws.db.write(OWNER) as tx:
            tx.execute("update suggestion set probability = 0.01 where entry_id = 3")
        assert asked(ws) == ["Verde", "Rossa"]

    def test_a_suspected_tag_without_a_suggestion_is_asked_about(self, ws):
        with ws.db.write(OWNER) as tx:
            tx.execute("delete from suggestion")
            keeper = supplier_id(tx, "Verde")
            for number, entry in enumerate((1, None), start=1):
                row = {"tag_id": number, "kind": "odv", "evidence": "suspected", "made_by": "matching", "why": "x"}
                tx.insert("tag", row | {"supplier_id": keeper, "entry_id": entry})
        found = queue(ws, OWNER)
        assert found.table["supplier"].to_pylist() == ["Verde"]
        assert found.table["probability"].to_pylist() == [None]

    def test_a_supplier_with_a_tag_that_counts_is_not_asked_about(self, ws):
        with ws.db.write(OWNER) as tx:
            tag = {"tag_id": 1, "kind": "odv", "evidence": "documented", "made_by": "ann", "why": "x"}
            tx.insert("tag", tag | {"supplier_id": supplier_id(tx, "Azzurra")})
        assert asked(ws) == ["Verde", "Rossa"]


class TestCase:
    def test_it_shows_both_sides_and_what_agrees(self, ws):
        view = case(ws, OWNER, supplier_id(ws.db, "Verde"))
        assert (view.supplier, view.stake, view.lines) == ("Verde", Decimal("4000.00"), 2)
        assert view.categories == (("Gardens", Decimal("4000.00")),)
        assert [text for _, text, _ in view.largest] == ["Lawn", "Pruning"]
        assert view.by_year == ((2023, Decimal("1000.00")), (2024, Decimal("3000.00")))
        assert [each.place for each in view.candidates] == ["Torino (TO)", "Novara (NO)"]
        assert {point.key: point.verdict for point in view.points} == {
            "name": "agrees", "form": "unknown", "identifier": "unknown", "town": "unknown", "province": "unknown",
        }  # fmt: skip
        assert str(view.reason) == "Compared with the register entry. Equal: Name."
        assert view.reason.to("it") != str(view.reason)

    def test_another_entry_can_be_asked_about(self, ws):
        view = case(ws, OWNER, supplier_id(ws.db, "Verde"), entry_id=2)
        assert view.chosen.name == "VERDE SOC. COOP. SOCIALE"

    @pytest.mark.parametrize(
        ("value", "words"),
        [(0.96, "almost certain"), (0.6, "likely"), (0.0, "very unlikely"), (None, "possible, not estimated")],
    )
    def test_a_probability_has_words(self, value, words):
        assert str(probability_words(value)) == words


class TestAnswers:
    def test_yes_confirms_the_entry_for_the_dates_of_the_register(self, ws):
        press(ws, "Verde", "VERDE COOPERATIVA SOCIALE", "yes")
        # the start of the RUNTS does not bind
        assert tagged(ws) == [("Verde", "social_cooperative_b", "confirmed", None, None)]
        assert asked(ws) == ["Azzurra", "Rossa"]
        assert is_as_rebuilt(ws)
        assert queue(ws, OWNER).progress().to("en") == "1 of 3 suppliers decided; 32% of the spend"

    def test_yes_takes_the_start_where_the_register_binds_and_the_end_where_a_later_list_lacks_it(self, ws):
        with ws.db.write(OWNER) as tx:
            entries = """
                register | as_of      | name       | tax_code    | from
                albo     | 2024-01-01 | GIALLA     | 02000000048 | 2023-06-01
                albo     | 2025-01-01 | UN'ALTRA   | 02000000055 |
            """
            list_entries(tx, entries)
        press(ws, "Rossa", "GIALLA", "yes")
        assert tagged(ws) == [("Rossa", "social_cooperative_b", "confirmed", date(2023, 6, 1), date(2024, 1, 1))]
        assert is_as_rebuilt(ws)

    def test_no_speaks_of_one_entry_and_none_of_all(self, ws):
        press(ws, "Verde", "VERDE COOPERATIVA SOCIALE", "no")
        assert [each.name for each in case(ws, OWNER, supplier_id(ws.db, "Verde")).candidates] == [
            "VERDE SOC. COOP. SOCIALE"
        ]
        press(ws, "Verde", "VERDE SOC. COOP. SOCIALE", "no")
        assert asked(ws) == ["Azzurra", "Rossa"]
        with pytest.raises(NotFound):
            case(ws, OWNER, supplier_id(ws.db, "Verde"))
        press(ws, "Azzurra", "AZZURRA IMPRESA SOCIALE S.R.L.", "none")
        assert asked(ws) == ["Rossa"]
        assert tagged(ws) == []

    def test_none_speaks_of_every_entry_at_once(self, ws):
        press(ws, "Verde", "VERDE COOPERATIVA SOCIALE", "none")
        assert asked(ws) == ["Azzurra", "Rossa"]
        assert [each.entries for each in reviewing.given(ws, OWNER)] == [
            ("VERDE COOPERATIVA SOCIALE", "VERDE SOC. COOP. SOCIALE")
        ]

    def test_later_comes_at_the_end_and_again_at_the_end(self, ws):
        press(ws, "Azzurra", "AZZURRA IMPRESA SOCIALE S.R.L.", "later")
        assert asked(ws) == ["Verde", "Rossa", "Azzurra"]
        press(ws, "Verde", "VERDE COOPERATIVA SOCIALE", "later")
        assert asked(ws) == ["Rossa", "Azzurra", "Verde"]
        press(ws, "Azzurra", "AZZURRA IMPRESA SOCIALE S.R.L.", "later")
        assert asked(ws) == ["Rossa", "Verde", "Azzurra"]
        assert queue(ws, OWNER).put_off == 2

    def test_an_answer_needs_its_reason_and_the_right(self, ws):
        with pytest.raises(Refused):
            press(ws, "Verde", "VERDE COOPERATIVA SOCIALE", "yes", why=" ")
        with pytest.raises(NotAllowed):
            reviewing.answer(ws, Actor("eve", "viewer"), 1, 1, "yes", "x")
        with pytest.raises(NotFound):
            reviewing.answer(ws, OWNER, 1, 999, "yes", "x")
        assert tagged(ws) == []
        assert asked(ws) == ["Azzurra", "Verde", "Rossa"]

    def test_a_supplier_is_not_confirmed_twice(self, ws):
        press(ws, "Verde", "VERDE COOPERATIVA SOCIALE", "yes")
        with pytest.raises(Refused) as refusal:
            press(ws, "Verde", "VERDE SOC. COOP. SOCIALE", "yes")
        assert refusal.value.code == "already_tagged"

    def test_one_answer_may_speak_of_several_suppliers_and_is_taken_back_as_one(self, ws):
        number = press(
            ws, "Verde", "VERDE COOPERATIVA SOCIALE", "yes", also=[supplier_id(ws.db, "Rossa")]
        )  # fmt: skip
        assert [row[0] for row in tagged(ws)] == ["Rossa", "Verde"]
        reviewing.undo(ws, OWNER, number)
        assert tagged(ws) == []
        assert is_as_rebuilt(ws)

    def test_every_decision_is_in_the_events_with_who_when_before_and_after(self, ws):
        number = press(ws, "Verde", "VERDE COOPERATIVA SOCIALE", "yes", why="Called them")
        reviewing.undo(ws, OWNER, number, "A mistake")
        rows = ws.db.dicts(
            "select who, what, subject_id, happened_at, before->>'$.tags' as tags,"
            " after->>'$.answers[0].why' as why, before->>'$.why' as undone, after->>'$.why' as reason"
            " from event where what in ('answer review', 'undo review') order by event_id"
        )
        assert [(row["who"], row["what"]) for row in rows] == [("test", "answer review"), ("test", "undo review")]
        assert {row["subject_id"] for row in rows} == {str(supplier_id(ws.db, "Verde"))}
        assert (rows[0]["tags"], rows[0]["why"]) == ("[]", "Called them")
        assert (rows[1]["undone"], rows[1]["reason"]) == ("Called them", "A mistake")
        assert all(row["happened_at"] for row in rows)


class TestUndo:
    @pytest.mark.parametrize("given", reviewing.ANSWERS)
    def test_what_is_taken_back_leaves_everything_as_it_was(self, ws, given):
        with ws.db.write(OWNER) as tx:
            tag = {"tag_id": 1, "kind": "social_cooperative_b", "evidence": "suspected", "made_by": "matching"}
            tx.insert("tag", tag | {"supplier_id": supplier_id(tx, "Verde"), "entry_id": 1, "why": "x"})
            spend.rebuild(tx)
        before = (asked(ws), tagged(ws), ws.db.rows("select line_id, kind, evidence from spend order by 1"))
        number = press(ws, "Verde", "VERDE COOPERATIVA SOCIALE", given)
        assert is_as_rebuilt(ws)
        assert (asked(ws), tagged(ws)) != before[:2]
        reviewing.undo(ws, OWNER, number)
        after = (asked(ws), tagged(ws), ws.db.rows("select line_id, kind, evidence from spend order by 1"))
        assert after == before
        assert is_as_rebuilt(ws)
        with pytest.raises(Refused):
            reviewing.undo(ws, OWNER, number)
        assert reviewing.given(ws, OWNER) == ()
        assert len(reviewing.given(ws, OWNER, standing=False)) == 1

    def test_an_answer_that_is_not_there_is_said(self, ws):
        with pytest.raises(NotFound):
            reviewing.undo(ws, OWNER, 77)


class TestMovingOn:
    """What the screen assumes of the queue after an answer is what the store says."""

    @pytest.mark.parametrize("given", ["yes", "none", "later"])
    def test_the_queue_after_an_answer_is_the_one_that_is_asked_anew(self, ws, given):
        found = queue(ws, OWNER)
        for supplier, entry in (("Verde", "VERDE COOPERATIVA SOCIALE"), ("Rossa", "ROSSA ODV")):
            press(ws, supplier, entry, given)
            now = queue(ws, OWNER)
            late = dict(zip(now.table["supplier"].to_pylist(), now.table["later_at"].to_pylist(), strict=True))
            put_off = late[supplier] if given == "later" else None
            found = found.after([supplier_id(ws.db, supplier)], put_off=put_off)
            assert found == now
            assert (found.stake, found.few, str(found.progress())) == (now.stake, now.few, str(now.progress()))


LEDGER = """Data;Fornitore;Comune;Importo;Partita IVA
01/02/2024;Girasole Soc. Coop. Sociale;Torino;1000,00;{vat}
01/03/2024;Ferramenta Rossi S.r.l.;Torino;500,00;
"""
LISTED = """Denominazione,Codice fiscale,Comune,Provincia,Tipologia
GIRASOLE SOCIETA' COOPERATIVA SOCIALE,02000000014,TORINO,TO,cooperativa sociale B
"""


class TestWhatWasDecidedStaysDecided:
    """Real imports and real lists: the suspicion comes from the name, the answer outlives ledgers and lists."""

    @pytest.fixture
    def home(self, tmp_path):
        ws = open_workspace(tmp_path / "real")
        self.add_list(ws, tmp_path, "2026-01-15")
        self.import_ledger(ws, tmp_path, "one")
        yield ws
        ws.close()

    @staticmethod
    def add_list(ws, folder, as_of, text=LISTED):
        path = folder / f"albo_{as_of}.csv"
        path.write_text(text + f"ENTE DEL {as_of},92000000014,MILANO,MI,ODV\n", encoding="utf-8")
        registering.add_register(
            ws, OWNER, "generic", path, as_of=date.fromisoformat(as_of), register_name="Albo di prova",
            default_kind="social_cooperative_b",
        )  # fmt: skip

    @staticmethod
    def import_ledger(ws, folder, name, vat=""):
        path = folder / f"{name}.csv"
        path.write_text(LEDGER.format(vat=vat) + f"01/04/2024;Altro {name};Milano;1,00;\n", encoding="utf-8")
        return importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, path)).import_id

    def asked_now(self, ws):
        return [name for name in asked(ws) if "irasole" in name]

    def answer(self, ws, given):
        row = queue(ws, OWNER).table.to_pylist()[0]
        return reviewing.answer(ws, OWNER, row["supplier_id"], row["entry_id"], given, "seen")

    def possible(self, ws):
        return ws.db.value("select count(*) from spend where evidence = 'suspected'")

    @pytest.mark.parametrize("given", ["no", "none"])
    def test_a_refusal_outlives_the_next_ledger_and_the_next_list(self, home, tmp_path, given):
        assert self.asked_now(home)
        assert self.possible(home)
        self.answer(home, given)
        assert not self.asked_now(home)
        assert not self.possible(home)
        self.import_ledger(home, tmp_path, "two")
        self.add_list(home, tmp_path, "2026-02-15")
        registering.match(home, OWNER)
        assert not self.asked_now(home)
        assert not self.possible(home)
        assert is_as_rebuilt(home)

    def test_a_refusal_outlives_the_undoing_of_the_ledger_although_the_supplier_gets_a_new_row(self, home, tmp_path):
        self.answer(home, "no")
        old = home.db.value("select supplier_id from supplier where name ilike 'girasole%'")
        importing.undo(home, OWNER, 1)
        assert home.db.value("select count(*) from supplier where name ilike 'girasole%'") == 0
        (tmp_path / "other.csv").write_text("Data;Fornitore;Importo\n01/01/2024;Primo;1,00\n", encoding="utf-8")
        importing.import_ledger(home, OWNER, importing.preview(home, OWNER, tmp_path / "other.csv"))
        self.import_ledger(home, tmp_path, "one")
        assert home.db.value("select supplier_id from supplier where name ilike 'girasole%'") is not None
        assert home.db.value("select name from supplier where supplier_id = ?", [old]) is not None
        assert not self.asked_now(home)
        assert not self.possible(home)

    def test_a_number_that_went_to_another_supplier_takes_no_answer_with_it(self, home, tmp_path):
        self.answer(home, "no")
        old = home.db.value("select supplier_id from review_answer")
        importing.undo(home, OWNER, 1)
        text = "Data;Fornitore;Comune;Importo\n01/01/2024;Girasole Viola Soc. Coop. Sociale;Torino;1,00\n"
        (tmp_path / "other.csv").write_text(text, encoding="utf-8")
        importing.import_ledger(home, OWNER, importing.preview(home, OWNER, tmp_path / "other.csv"))
        new = home.db.value("select supplier_id from supplier where name ilike 'girasole viola%'")
        with home.db.write(OWNER) as tx:
            tx.execute("update supplier set supplier_id = ? where supplier_id = ?", [old, new])
            tx.execute("update supplier_name set supplier_id = ? where supplier_id = ?", [old, new])
            tx.execute("update line set supplier_id = ? where supplier_id = ?", [old, new])
            tx.execute("delete from tag")
            entry = tx.dicts("select entry_id, snapshot_id from register_entry where name ilike 'girasole%'")[0]
            tx.execute(
                "insert into suggestion values (?, 1, 1, ?, ?, 0.5, '[]')",
                [old, entry["snapshot_id"], entry["entry_id"]],
            )
            spend.rebuild(tx)
        assert self.asked_now(home) == ["Girasole Viola Soc. Coop. Sociale"]

    def test_a_yes_stays_when_ledgers_are_undone_and_ends_when_the_body_leaves_the_register(self, home, tmp_path):
        self.answer(home, "yes")
        home_tags = tagged(home)
        assert [row[2] for row in home_tags] == ["confirmed"]
        importing.undo(home, OWNER, 1)
        self.import_ledger(home, tmp_path, "one")
        assert tagged(home) == home_tags
        assert home.db.value("select sum(net_amount) from spend where evidence = 'confirmed'") == Decimal("1000.00")
        gone = LISTED.replace("GIRASOLE SOCIETA' COOPERATIVA SOCIALE,02000000014", "ALTRA COOPERATIVA,02000000022")
        self.add_list(home, tmp_path, "2026-02-15", gone)
        assert [row[2:] for row in tagged(home)] == [("confirmed", None, date(2026, 1, 15))]
        assert is_as_rebuilt(home)
        assert not self.asked_now(home)

    def test_a_confirmed_tag_that_a_person_ended_is_not_begun_again(self, home, tmp_path):
        from socialimpact.services import directory  # noqa: PLC0415 - only here

        self.answer(home, "yes")
        directory.end_tag(home, OWNER, home.db.value("select tag_id from tag where evidence = 'confirmed'"), "wrong")
        self.add_list(home, tmp_path, "2026-02-15", LISTED.replace("cooperativa sociale B", "ODV"))
        assert not [row for row in tagged(home) if row[2] == "confirmed"]
        assert not self.asked_now(home)
