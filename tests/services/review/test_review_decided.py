"""What was decided in the review stays decided: real imports and lists, undone, repeated, renewed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.figures import spend
from socialimpact.services.ledgers import importing
from socialimpact.services.registers import registering
from socialimpact.services.review import reviewing
from socialimpact.services.review.review_queue import queue
from socialimpact.services.suppliers import directory
from tests.homes import prepared
from tests.review_with import asked, is_as_rebuilt, tagged
from tests.store_with import OWNER

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
        with prepared(tmp_path / "real", self.listed_and_bought) as ws:
            yield ws

    @classmethod
    def listed_and_bought(cls, ws, folder):
        cls.add_list(ws, folder, "2026-01-15")
        cls.import_ledger(ws, folder, "one")

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
        return importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, path, rehearse=False)).import_id

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
        importing.import_ledger(home, OWNER, importing.preview(home, OWNER, tmp_path / "other.csv", rehearse=False))
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
        importing.import_ledger(home, OWNER, importing.preview(home, OWNER, tmp_path / "other.csv", rehearse=False))
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
        self.answer(home, "yes")
        directory.end_tag(home, OWNER, home.db.value("select tag_id from tag where evidence = 'confirmed'"), "wrong")
        self.add_list(home, tmp_path, "2026-02-15", LISTED.replace("cooperativa sociale B", "ODV"))
        assert not [row for row in tagged(home) if row[2] == "confirmed"]
        assert not self.asked_now(home)
