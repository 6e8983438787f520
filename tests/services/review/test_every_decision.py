"""Every kind of decision that the four reviews offer: read back from the events, and kept when ledgers come again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from socialimpact.services.ledgers import importing
from socialimpact.services.review import categorising, identities, natures, reviewing
from socialimpact.services.review.categorising import Decision
from socialimpact.services.review.name_only import NAME_ALONE
from socialimpact.services.review.natures import Lines
from tests.homes import prepared
from tests.review_with import entry_id, list_entries, suggest, supplier_id
from tests.store_with import OWNER

LEDGER = """Data;Numero;Codice fornitore;Fornitore;Partita IVA;Comune;Provincia;Categoria;Descrizione;Imponibile
31/03/2024;1;F1;Myo S.p.A.;03222970406;Poggio Torriana;RN;Cancelleria;carta;1.000,00
31/03/2024;2;F2;MYO SRL;;;;Cancelleria;carta;300,00
31/03/2024;3;F3;Sole coop. sociale;;Novara;NO;Altro;pulizie;200,00
31/03/2024;4;F4;Verdi Giardini srl;07643520567;Torino;TO;;viti;60,00
31/03/2024;5;F4;Verdi Restauri srl;07643520567;Torino;TO;;viti;30,00
31/03/2024;6;F6;Azzurra;;Torino;TO;;pasti;80,00
31/03/2024;7;F7;Rossa;;Torino;TO;;serata;70,00
31/03/2024;8;F8;Gialla;;Torino;TO;;verde;50,00
31/03/2024;9;F9;Bianca;;Torino;TO;;vetri;40,00
"""
ENTRIES = """
    name          | tax_code    | from       | kind
    AZZURRA SCS   | 02000000014 | 2022-01-01 | social_cooperative_b
    ROSSA ODV     | 92000000014 | 2022-01-01 | odv
    GIALLA SCS    | 02000000030 | 2022-01-01 | social_cooperative_b
    BIANCA SCS    | 02000000022 | 2022-01-01 | social_cooperative_b
"""
SUGGESTED = """
    supplier | entry
    Azzurra  | AZZURRA SCS
    Rossa    | ROSSA ODV
    Gialla   | GIALLA SCS
    Bianca   | BIANCA SCS
"""


class Record:
    """What the events say of one decision after another."""

    def __init__(self, ws) -> None:
        self.ws = ws
        self.began = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=5)
        self.last = self._newest()

    def _newest(self) -> int:
        return self.ws.db.value("select max(event_id) from event")

    def told(self, what: str, subject: str) -> tuple[dict, dict]:
        """Before and after of the one event `what` since the last look, which somebody did just now."""
        rows = self.ws.db.dicts(
            "select who, what, subject, happened_at, before, after from event where event_id > ? order by event_id",
            [self.last],
        )
        self.last = self._newest()
        found = [row for row in rows if (row["what"], row["subject"]) == (what, subject)]
        assert len(found) == 1, [(row["what"], row["subject"]) for row in rows]
        now = datetime.now(UTC).replace(tzinfo=None) + timedelta(seconds=5)
        assert all(row["who"] == OWNER.name and self.began <= row["happened_at"] <= now for row in rows)
        return json.loads(found[0]["before"] or "{}"), json.loads(found[0]["after"] or "{}")


def bring(ws, folder, ledger: str) -> int:
    """Import a ledger; the number of its import."""
    path = folder / "acquisti.csv"
    path.write_text(ledger, encoding="utf-8")
    return importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, path, rehearse=False)).import_id


@pytest.fixture
def ws(tmp_path):
    def filled(made, folder):
        bring(made, folder, LEDGER)
        with made.db.write(OWNER) as tx:
            list_entries(tx, ENTRIES)
            suggest(tx, SUGGESTED)

    with prepared(tmp_path / "home", filled) as made:
        yield made


def test_each_is_an_event_with_who_when_before_and_after(ws):
    record = Record(ws)
    number = {name: supplier_id(ws.db, name) for (name,) in ws.db.rows("select name from supplier")}

    # possible social suppliers: yes, no, none, later, by the name alone, for several at once; each taken back
    asked = {"yes": ("Azzurra", "AZZURRA SCS"), "no": ("Rossa", "ROSSA ODV"), "none": ("Gialla", "GIALLA SCS"),
             "later": ("Bianca", "BIANCA SCS")}  # fmt: skip
    for given, (name, entry) in asked.items():
        answer = reviewing.answer(ws, OWNER, number[name], entry_id(ws.db, entry), given, f"why {given}")
        before, after = record.told("answer review", "supplier")
        (written,) = after["answers"]
        assert (before["tags"], written["answer"], written["why"]) == ([], given, f"why {given}")
        assert bool(after["tags_begun"]) == (given == "yes")
        reviewing.undo(ws, OWNER, answer, "mistaken")
        before, after = record.told("undo review", "supplier")
        assert (before["answer"], before["why"], after["why"]) == (given, f"why {given}", "mistaken")
    for given in ("yes", "no", "later"):
        answer = reviewing.answer(ws, OWNER, number["Sole coop. sociale"], NAME_ALONE, given, f"name {given}")
        before, after = record.told("answer review", "supplier")
        assert ([tag["evidence"] for tag in before["tags"]], f"name {given}" in json.dumps(after)) == (
            ["suspected"], True,
        )  # fmt: skip
        reviewing.undo(ws, OWNER, answer)
        record.told("undo review", "supplier")

    # same supplier? yes, no, all alike at once, a spelling of its own; taken back
    myo, srl = number["Myo S.p.A."], number["MYO SRL"]
    own = ws.db.value("select spelling_id from supplier_name where name = 'Verdi Restauri srl'")
    verdi = ws.db.value("select supplier_id from supplier_name where spelling_id = ?", [own])
    for what, decide in {
        "merged": lambda: identities.merge(ws, OWNER, myo, srl, "one"),
        "told apart": lambda: identities.keep_apart(ws, OWNER, myo, srl, "one"),
        "split": lambda: identities.split(ws, OWNER, verdi, [own], "one"),
    }.items():
        decide()
        decision = ws.db.value("select max(decision_id) from identity_decision")
        _, after = record.told(what, "identity")
        assert (after["decision_id"], after["why"], after["made_by"]) == (decision, "one", OWNER.name)
        identities.undo(ws, OWNER, decision)
        before, _ = record.told("taken back", "identity")
        assert (before["decision_id"], before["why"]) == (decision, "one")
    alike = [each for each in identities.proposed(ws, OWNER) if {each.keep.name, each.other.name} >= {"MYO SRL"}]
    made = identities.merge_all(ws, OWNER, alike)
    assert record.told("merged", "identity")[1]["decision_id"] == made[0]
    identities.undo_all(ws, OWNER, made)
    record.told("taken back", "identity")

    # what is no purchase: by supplier, category, words, what was found, one line; replaced; ended
    line = ws.db.value("select min(line_id) from line where description = 'viti'")
    about = (Lines(supplier_id=verdi), Lines(category="Cancelleria"), Lines(words="pasti"), Lines(found="purchase"),
             Lines(line_id=line))  # fmt: skip
    for each in about:
        natures.decide(ws, OWNER, "rent", "first", each)
        _, after = record.told("decided", "nature")
        assert (after["nature"], after["why"]) == ("rent", "first")
        (rule,) = natures.decide(ws, OWNER, "donation", "second", each)
        record.told("decided", "nature")
        natures.end(ws, OWNER, rule, "third")
        before, _ = record.told("ended", "nature")
        assert (before["nature"], before["why"]) == ("donation", "second")

    # categories: by the ledger's word, by supplier, by description; taken back
    for field, value in (("category", "Altro"), ("supplier", str(verdi)), ("description", "vetri")):
        rules = categorising.decide(ws, OWNER, [Decision(field, value, "cleaning")], "known")
        _, after = record.told("decided", "category_rule")
        assert (after["field"], after["leaf"], after["why"]) == (field, "cleaning", "known")
        categorising.take_back(ws, OWNER, rules, "no longer")
        before, _ = record.told("removed", "category_rule")
        assert (before["field"], before["leaf"]) == (field, "cleaning")


def test_what_was_decided_holds_for_the_next_ledger_and_when_all_are_taken_back_and_come_again(ws, tmp_path):
    head, *rows = LEDGER.splitlines()
    later = "\n".join([head, *(row.replace("2024", "2025") for row in rows[6:] + rows[:6])])
    number = {name: supplier_id(ws.db, name) for (name,) in ws.db.rows("select name from supplier")}
    reviewing.answer(ws, OWNER, number["Azzurra"], entry_id(ws.db, "AZZURRA SCS"), "yes", "seen")
    reviewing.answer(ws, OWNER, number["Rossa"], entry_id(ws.db, "ROSSA ODV"), "no", "seen")
    identities.merge(ws, OWNER, number["Myo S.p.A."], number["MYO SRL"], "one")
    natures.decide(ws, OWNER, "donation", "a gift", Lines(supplier_id=number["Gialla"]))
    categorising.decide(ws, OWNER, [Decision("supplier", str(number["Bianca"]), "laundry")], "known")

    def known() -> list[tuple]:
        return ws.db.rows(
            "select supplier, nature, kind, category, cast(sum(net_amount) as integer), count(*) from spend"
            " where supplier not like 'Verdi%' group by all order by all"
        )

    once = known()
    assert ("Bianca", "purchase", None, "laundry", 40, 1) in once
    twice = [(*row[:4], 2 * row[4], 2 * row[5]) for row in once]
    second = bring(ws, tmp_path, later)
    assert known() == twice
    importing.undo(ws, OWNER, second)
    assert known() == once
    importing.undo(ws, OWNER, 1)
    assert known() == []
    for ledger in (later, LEDGER):
        bring(ws, tmp_path, ledger)
    assert known() == twice
