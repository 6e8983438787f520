"""Names that were stored under the legal forms of before are read anew when a home is opened."""

import pytest

from socialimpact.services.ledgers import importing
from socialimpact.services.review import reviewing
from socialimpact.services.workspace import open_workspace
from socialimpact.suppliers import name_edition
from tests.homes import prepared
from tests.review_with import entry_id, list_entries, suggest, supplier_id
from tests.store_with import OWNER

FIRST = """Data;Numero;Fornitore;Comune;Imponibile
31/03/2024;1;Lebenshilfe EO;Bolzano;300,00
31/03/2024;2;Azzurra;Torino;80,00
31/03/2024;3;12345;;5,00
"""
NEXT = """Data;Numero;Fornitore;Comune;Imponibile
30/04/2024;4;Lebenshilfe EO;Bolzano;20,00
30/04/2024;5;Azzurra;Torino;10,00
"""
ENTRIES = """
    name         | tax_code    | from       | kind
    AZZURRA SCS  | 02000000014 | 2022-01-01 | social_cooperative_b
"""
KEYS = "select name, name_key from {} where name in ('Lebenshilfe EO', 'Azzurra', 'AZZURRA SCS') order by all"
TABLES = ("supplier", "supplier_name", "register_entry")


def loaded(ws, path, text):
    path.write_text(text, encoding="utf-8")
    return importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, path, rehearse=False))


def keys(ws):
    return {table: ws.db.rows(KEYS.format(table)) for table in TABLES}


@pytest.fixture
def home(tmp_path):
    """Two suppliers, one register, and a person's yes to what the second may be."""

    def make(ws, files):
        loaded(ws, files / "first.csv", FIRST)
        with ws.db.write(OWNER) as tx:
            list_entries(tx, ENTRIES)
            suggest(tx, "supplier | entry\nAzzurra | AZZURRA SCS")
        supplier, entry = supplier_id(ws.db, "Azzurra"), entry_id(ws.db, "AZZURRA SCS")
        reviewing.answer(ws, OWNER, supplier, entry, "yes", why="we know it")

    with prepared(tmp_path / "home", make):
        pass
    return tmp_path / "home"


def as_read_before(home):
    """The home as a program left it that knew neither EO nor SCS as a legal form, and another word for Azzurra."""
    with open_workspace(home) as ws:
        now = keys(ws)
        with ws.db.write(OWNER) as tx:
            for table in TABLES:
                tx.execute(f"update {table} set name_key = upper(name) where name <> '12345'")
                tx.execute(f"update {table} set name_key = 'AZURA' where name = 'Azzurra'")
            tx.execute("update review_answer set name_keys = ['AZURA'], entry_key = 'AZZURRA SCS'")
            tx.execute("update name_edition set edition = 'older'")
    return now


def test_an_older_home_is_read_anew_and_said_to_be(home):
    now = as_read_before(home)
    with open_workspace(home) as ws:
        assert keys(ws) == now
        assert now["supplier"] == [("Azzurra", "AZZURRA"), ("Lebenshilfe EO", "LEBENSHILFE")]
        assert ws.db.value("select name_key from supplier where name = '12345'") == "12345"
        assert name_edition.is_current(ws.db)
        assert ws.db.value("select count(*) from event where subject = 'names'") == 1
        version = ws.db.data_version()
    with open_workspace(home) as ws:
        assert ws.db.data_version() == version  # once is enough


def test_suppliers_are_met_again_and_answers_hold(home, tmp_path):
    as_read_before(home)
    with open_workspace(home) as ws:
        loaded(ws, tmp_path / "next.csv", NEXT)
        assert ws.db.rows("select name, count(*) from supplier group by name order by name") == [
            ("12345", 1), ("Azzurra", 1), ("Lebenshilfe EO", 1)
        ]  # fmt: skip
        number = supplier_id(ws.db, "Azzurra")
        assert ws.db.rows("select evidence from tag where ended_at is null and supplier_id = ?", [number]) == [
            ("confirmed",)
        ]  # fmt: skip
        assert "AZZURRA" in ws.db.value("select name_keys from review_answer")


def test_a_new_home_has_no_names_to_read(tmp_path):
    with open_workspace(tmp_path / "home") as ws:
        assert name_edition.is_current(ws.db)
        assert not ws.db.value("select count(*) from event")
