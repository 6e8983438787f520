"""More ways round the rule of `test_precision`: order, merging, splitting, taking back, numbers that prove nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from socialimpact.services import integrity, organisation
from socialimpact.services.ledgers import importing
from socialimpact.services.registers import registering
from socialimpact.services.review import identities
from socialimpact.services.suppliers import tagging
from socialimpact.services.workspace import Workspace, open_workspace
from tests.homes import prepared
from tests.store_with import OWNER

# Beside the true one: its homonym without a number, numbers that stand for none, two members of a VAT group, and one
# whose registration ended before it was bought from.
LEDGER = """Data;Numero;Fornitore;Partita IVA;Codice fiscale;Comune;Imponibile
28/02/2024;1;Verdi Cooperativa Sociale;07643520567;;Novara;300,00
28/02/2024;2;Verdi Cooperativa Sociale;07643520567;;Torino;10,00
28/02/2024;3;Azzurra Cooperativa Sociale;;;Novara;200,00
28/02/2024;4;Zeri Cooperativa Sociale;00000000000;;Novara;100,00
28/02/2024;5;Nove Cooperativa Sociale;99999999999;;Novara;90,00
28/02/2024;6;Prova Cooperativa Sociale;12345678901;;Novara;80,00
28/02/2024;7;Primo Membro Srl;02000000014;00159560366;Novara;70,00
28/02/2024;8;Secondo Membro Srl;02000000014;00488410010;Novara;60,00
28/02/2024;9;Finita Cooperativa Sociale;01114601006;;Novara;50,00
"""
ALBO = """Nome;Codice fiscale;Partita IVA;Tipo;Valido al
Verdi Cooperativa Sociale;07643520567;;Cooperativa sociale B;
Zeri Cooperativa Sociale;00000000000;;Cooperativa sociale B;
Nove Cooperativa Sociale;99999999999;;Cooperativa sociale B;
Prova Cooperativa Sociale;12345678901;;Cooperativa sociale B;
Gruppo Cooperativa Sociale;;02000000014;Cooperativa sociale B;
Finita Cooperativa Sociale;01114601006;;Cooperativa sociale B;31/12/2023
"""
TRUE = {"Verdi Cooperativa Sociale"}
COUNTS = "evidence in ('registered', 'documented', 'confirmed')"


def buy(ws: Workspace, folder: Path, text: str = LEDGER, company: int | None = None) -> int:
    (file := folder / f"ledger{abs(hash(text))}.csv").write_text(text, encoding="utf-8")
    return importing.import_ledger(
        ws, OWNER, importing.preview(ws, OWNER, file, company_id=company, rehearse=False)
    ).import_id


def enlist(ws: Workspace, folder: Path) -> None:
    (folder / "albo.csv").write_text(ALBO, encoding="utf-8")
    registering.add_register(ws, OWNER, "generic", folder / "albo.csv", as_of=date(2024, 6, 30), register_name="Albo")


def ledger_first(ws: Workspace, folder: Path) -> None:
    buy(ws, folder)
    enlist(ws, folder)


def register_first(ws: Workspace, folder: Path) -> None:
    enlist(ws, folder)
    buy(ws, folder)


@pytest.fixture
def ws(tmp_path: Path):
    with prepared(tmp_path / "home", ledger_first) as workspace:
        yield workspace


def counted(ws: Workspace) -> set[str]:
    rows = ws.db.rows(f"select distinct supplier from spend where {COUNTS}")
    assert integrity.check(ws, OWNER) == []
    return {name for (name,) in rows}


def amount(ws: Workspace) -> str:
    return str(ws.db.value(f"select sum(net_amount) from spend where {COUNTS}"))


def number(ws: Workspace, name: str) -> int:
    return int(ws.db.value("select supplier_id from supplier where name ilike ?", [f"%{name}%"]))


@pytest.mark.parametrize("order", [ledger_first, register_first])
def test_numbers_for_none_shared_numbers_and_ended_entries_prove_nothing_in_any_order(tmp_path, order):
    with prepared(tmp_path / "home", order) as ws:
        assert counted(ws) == TRUE
        assert amount(ws) == "310.00"


def test_a_merger_proves_as_long_as_the_persons_word_stands(ws):
    verdi, azzurra = number(ws, "Verdi"), number(ws, "Azzurra")
    identities.merge(ws, OWNER, azzurra, verdi, "one body, seen on its extract")
    assert amount(ws) == "510.00"
    identities.undo(ws, OWNER, identities.decisions(ws, OWNER)[0].decision_id)
    registering.match(ws, OWNER)
    assert (counted(ws), amount(ws)) == (TRUE, "310.00")


def test_what_is_split_off_takes_no_tag_of_a_person_with_it_and_brings_none_back(ws):
    azzurra, verdi = number(ws, "Azzurra"), number(ws, "Verdi")
    identities.merge(ws, OWNER, verdi, azzurra, "looks alike")
    tagging.tag_supplier(ws, OWNER, verdi, "social_consortium", "confirmed", "rang them up")
    apart = [one.spelling_id for one in identities.written_as(ws, OWNER, verdi) if "Azzurra" in (one.name or "")]
    identities.split(ws, OWNER, verdi, apart, "another body after all")
    registering.match(ws, OWNER)
    assert amount(ws) == "310.00"
    assert counted(ws) == TRUE


def test_a_register_that_is_taken_back_leaves_nothing_also_with_whom_it_was_merged(ws):
    identities.merge(ws, OWNER, number(ws, "Azzurra"), number(ws, "Verdi"), "one body")
    registering.remove_snapshot(ws, OWNER, int(ws.db.value("select max(snapshot_id) from register_snapshot")))
    assert counted(ws) == set()


def test_the_name_of_a_registered_body_in_another_companys_ledger_proves_nothing(ws, tmp_path):
    other = organisation.save_company(ws, OWNER, name="Altra Srl")
    text = "Data;Numero;Fornitore;Comune;Imponibile\n28/02/2024;1;Verdi Cooperativa Sociale;Novara;999,00\n"
    made = buy(ws, tmp_path, text, company=other)
    assert amount(ws) == "310.00"
    # not even with the same town: a person is asked
    assert [each.keep.name for each in identities.proposed(ws, OWNER)].count("Verdi Cooperativa Sociale") == 1
    importing.undo(ws, OWNER, made)
    assert amount(ws) == "310.00"


def test_when_the_ledger_that_knew_the_number_is_undone_the_name_does_not_live_from_it(ws, tmp_path):
    first = int(ws.db.value("select min(import_id) from import"))
    buy(ws, tmp_path, "Data;Numero;Fornitore;Imponibile\n28/02/2024;77;Verdi Cooperativa Sociale;999,00\n")
    importing.undo(ws, OWNER, first)
    registering.match(ws, OWNER)
    assert counted(ws) == set()


def test_a_home_that_is_opened_again_counts_no_more(ws, tmp_path):
    ws.close()
    with open_workspace(tmp_path / "home") as again:
        registering.match(again, OWNER)
        assert (counted(again), amount(again)) == (TRUE, "310.00")
