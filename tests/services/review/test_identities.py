"""Who is who, decided by people: figures before and after, taken back, and kept when ledgers come again."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures import spend
from socialimpact.services import integrity
from socialimpact.services.dashboards import measuring
from socialimpact.services.ledgers import importing
from socialimpact.services.review import identities
from socialimpact.services.review.written import written_as
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import Workspace
from tests.homes import prepared
from tests.store_with import OWNER

HEADER = "Data;Numero;Codice fornitore;Fornitore;Partita IVA;Comune;Provincia;Descrizione;Imponibile\n"
MARCH = """31/03/2024;1;F1;Myo S.p.A.;03222970406;Poggio Torriana;RN;carta;1.000,00
31/03/2024;2;F2;MYO SRL;;;;carta;300,00
31/03/2024;3;F3;Sole coop. sociale;;Novara;NO;pulizie;200,00
31/03/2024;4;F4;Verdi Giardini srl;07643520567;Torino;TO;viti;60,00
31/03/2024;6;F4;Verdi Giardini srl;07643520567;Torino;TO;viti;10,00
31/03/2024;5;F4;Verdi Restauri srl;07643520567;Torino;TO;viti;30,00
"""
APRIL = """30/04/2024;11;F1;Myo S.p.A.;03222970406;Poggio Torriana;RN;carta;100,00
30/04/2024;12;F2;MYO SRL;;;;carta;40,00
30/04/2024;14;F4;Verdi Giardini srl;07643520567;Torino;TO;viti;7,00
30/04/2024;15;F4;Verdi Restauri srl;07643520567;Torino;TO;viti;3,00
"""


class Books:
    """A workspace, its ledgers by name, and what the figures say of its suppliers."""

    def __init__(self, folder: Path, ws: Workspace) -> None:
        self.folder = folder
        self.ws = ws

    def bring(self, name: str, rows: str) -> int:
        path = self.folder / f"{name}.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
        return importing.import_ledger(
            self.ws, OWNER, importing.preview(self.ws, OWNER, path, rehearse=False)
        ).import_id

    def number(self, name: str) -> int:
        return self.ws.db.value("select max(supplier_id) from supplier_name where name = ?", [name])

    def spend(self) -> dict[str, Decimal]:
        return dict(self.ws.db.rows("select supplier, sum(net_amount) from spend group by supplier order by supplier"))

    def figures(self) -> object:
        asked = ("total_spend", "social_spend", "suppliers", "possible_social_spend")
        return measuring.figures(self.ws, OWNER, measures=asked)["rows"]

    def spelling(self, name: str) -> list[int]:
        return [row[0] for row in self.ws.db.rows("select spelling_id from supplier_name where name = ?", [name])]

    def sound(self) -> None:
        """The store holds together, and the figures are those that a rebuild of everything gives."""
        rows = self.ws.db.rows("select * from spend order by line_id")
        with self.ws.db.write(OWNER) as tx:
            spend.rebuild(tx)
        assert self.ws.db.rows("select * from spend order by line_id") == rows
        assert integrity.check(self.ws, OWNER) == []


@pytest.fixture
def books(tmp_path: Path):
    with prepared(tmp_path / "home", of_march) as ws:
        yield Books(tmp_path, ws)


def of_march(ws: Workspace, folder: Path) -> None:
    Books(folder, ws).bring("march", MARCH)


def test_before_anybody_decides(books):
    assert books.spend() == {"MYO SRL": 300, "Myo S.p.A.": 1000, "Sole coop. sociale": 200, "Verdi Giardini srl": 100}


class TestMerge:
    def test_the_lines_of_both_count_as_one_and_back(self, books):
        before, figures = books.spend(), books.figures()
        decision = identities.merge(books.ws, OWNER, books.number("Myo S.p.A."), books.number("MYO SRL"), "transformed")
        assert books.spend() == {"Myo S.p.A.": 1300, "Sole coop. sociale": 200, "Verdi Giardini srl": 100}
        assert books.figures()[0]["suppliers"] == figures[0]["suppliers"] - 1
        books.sound()
        identities.undo(books.ws, OWNER, decision)
        assert (books.spend(), books.figures()) == (before, figures)
        books.sound()

    def test_it_holds_for_the_next_ledger_and_for_one_that_comes_again(self, books):
        myo, srl = books.number("Myo S.p.A."), books.number("MYO SRL")
        decision = identities.merge(books.ws, OWNER, myo, srl, "transformed")
        books.bring("april", APRIL)
        assert books.spend()["Myo S.p.A."] == 1440
        importing.undo(books.ws, OWNER, 1)
        importing.undo(books.ws, OWNER, 2)
        assert books.spend() == {}
        books.bring("march", MARCH)
        books.bring("april", APRIL)
        assert books.spend()["Myo S.p.A."] == 1440
        assert "MYO SRL" not in books.spend()
        identities.undo(books.ws, OWNER, decision)
        assert (books.spend()["Myo S.p.A."], books.spend()["MYO SRL"]) == (1100, 340)
        books.sound()

    def test_a_tag_of_either_speaks_for_both_and_goes_home_with_it(self, books):
        myo, srl = books.number("Myo S.p.A."), books.number("MYO SRL")
        directory.tag_supplier(books.ws, OWNER, srl, "impresa_sociale", "confirmed", "seen in the register")
        assert books.figures()[0]["social_spend"] == "300.00"
        decision = identities.merge(books.ws, OWNER, myo, srl, "transformed")
        assert books.figures()[0]["social_spend"] == "1300.00"
        identities.undo(books.ws, OWNER, decision)
        assert books.figures()[0]["social_spend"] == "300.00"

    def test_one_in_one_and_taken_back_in_turn(self, books):
        myo, srl, sole = (books.number(name) for name in ("Myo S.p.A.", "MYO SRL", "Sole coop. sociale"))
        before = books.spend()
        first = identities.merge(books.ws, OWNER, srl, sole, "one")
        second = identities.merge(books.ws, OWNER, myo, srl, "one")
        assert books.spend()["Myo S.p.A."] == 1500
        with pytest.raises(Refused, match="take that back first"):
            identities.undo(books.ws, OWNER, first)
        identities.undo(books.ws, OWNER, second)
        assert books.spend()["MYO SRL"] == 500
        identities.undo(books.ws, OWNER, first)
        assert books.spend() == before
        with pytest.raises(Refused):
            identities.undo(books.ws, OWNER, first)

    def test_what_is_said_of_it(self, books):
        decision = identities.merge(books.ws, OWNER, books.number("Myo S.p.A."), books.number("MYO SRL"), "transformed")
        who, what, before, after = books.ws.db.rows(
            "select who, what, before::varchar, after::varchar from event where subject = 'identity'"
        )[0]
        assert (who, what) == (OWNER.name, "merged")
        assert json.loads(after)["why"] == "transformed"
        assert "members" in before
        told = identities.decisions(books.ws, OWNER)
        assert [(each.decision_id, each.what, str(each.why)) for each in told] == [(decision, "merge", "transformed")]

    def test_who_may_not(self, books):
        pair = books.number("Myo S.p.A."), books.number("MYO SRL")
        with pytest.raises(NotAllowed):
            identities.merge(books.ws, Actor("reader"), *pair, "x")
        with pytest.raises(NotFound):
            identities.merge(books.ws, Actor("other", "editor", frozenset({99})), *pair, "x")
        with pytest.raises(Refused, match="auditor"):
            identities.merge(books.ws, OWNER, *pair, " ")
        with pytest.raises(Refused, match="one supplier already"):
            identities.merge(books.ws, OWNER, pair[0], pair[0], "x")


class TestSplit:
    def test_two_that_share_a_number_and_back(self, books):
        before, figures = books.spend(), books.figures()
        identities.split(
            books.ws, OWNER, books.number("Verdi Giardini srl"), books.spelling("Verdi Restauri srl"), "group"
        )
        assert (books.spend()["Verdi Giardini srl"], books.spend()["Verdi Restauri srl"]) == (70, 30)
        books.sound()
        identities.undo(books.ws, OWNER, 1)
        assert (books.spend(), books.figures()) == (before, figures)
        books.sound()

    def test_it_holds_whatever_the_numbers_and_codes_say(self, books):
        identities.split(
            books.ws, OWNER, books.number("Verdi Giardini srl"), books.spelling("Verdi Restauri srl"), "group"
        )
        books.bring("april", APRIL)
        assert (books.spend()["Verdi Giardini srl"], books.spend()["Verdi Restauri srl"]) == (77, 33)
        importing.undo(books.ws, OWNER, 1)
        books.bring("march", MARCH)
        assert (books.spend()["Verdi Giardini srl"], books.spend()["Verdi Restauri srl"]) == (77, 33)
        identities.undo(books.ws, OWNER, 1)
        assert books.spend()["Verdi Giardini srl"] == 110

    def test_a_tag_stays_with_the_supplier_that_was_split(self, books):
        verdi = books.number("Verdi Giardini srl")
        directory.tag_supplier(books.ws, OWNER, verdi, "impresa_sociale", "confirmed", "seen in the register")
        identities.split(books.ws, OWNER, verdi, books.spelling("Verdi Restauri srl"), "group")
        assert books.figures()[0]["social_spend"] == "70.00"

    def test_something_has_to_stay_and_something_to_go(self, books):
        verdi = books.number("Verdi Giardini srl")
        everything = [each.spelling_id for each in written_as(books.ws, OWNER, verdi)]
        with pytest.raises(Refused, match="has to stay"):
            identities.split(books.ws, OWNER, verdi, everything, "group")
        with pytest.raises(NotFound):
            identities.split(books.ws, OWNER, verdi, books.spelling("MYO SRL"), "not its own")


class TestProposals:
    def pairs(self, books: Books) -> list[tuple[str, str]]:
        return [(each.keep.name, each.other.name) for each in identities.proposed(books.ws, OWNER)]

    def test_the_same_name_without_a_number_is_asked_about(self, books):
        (case,) = identities.proposed(books.ws, OWNER)
        assert (case.keep.name, case.other.name, case.at_stake) == ("Myo S.p.A.", "MYO SRL", Decimal("300.00"))
        said = " ".join(str(why) for why in case.why)
        assert "names are the same" in said
        assert "legal forms differ" in said

    def test_an_answer_is_not_asked_again(self, books):
        myo, srl = books.number("Myo S.p.A."), books.number("MYO SRL")
        decision = identities.keep_apart(books.ws, OWNER, myo, srl, "two shops")
        assert self.pairs(books) == []
        books.bring("april", APRIL)
        assert self.pairs(books) == []
        identities.undo(books.ws, OWNER, decision)
        assert self.pairs(books) == [("Myo S.p.A.", "MYO SRL")]
        identities.merge(books.ws, OWNER, myo, srl, "transformed")
        assert self.pairs(books) == []

    def test_the_most_at_stake_is_first(self, books):
        books.bring("more", "31/05/2024;9;F9;Sole Società Cooperativa Sociale;;;;pulizie;900,00\n"
                            "31/05/2024;8;F8;Grande Vetreria srl;;;;vetri;5.000,00\n"
                            "31/05/2024;7;F7;Grande Vetrerie srl;;;;vetri;4.000,00\n")  # fmt: skip
        assert [case.at_stake for case in identities.proposed(books.ws, OWNER)] == [4000, 300]

    def test_two_valid_numbers_are_never_asked_about_for_a_name(self, books):
        books.bring("other", "31/05/2024;9;G1;MYO S.P.A.;00488410010;;;carta;900,00\n")
        cases = identities.proposed(books.ws, OWNER)
        assert cases
        assert not any(case.keep.vat_number and case.other.vat_number for case in cases)

    def test_one_company_does_not_hear_of_another(self, books):
        assert identities.proposed(books.ws, Actor("other", "viewer", frozenset({99}))) == []
