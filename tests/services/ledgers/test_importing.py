"""From a file to the store and back: preview, import, overlap, undo, cancel, and what happens when the power fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from socialimpact.actor import Actor, local_owner
from socialimpact.errors import AlreadyImported, Cancelled, MappingRefused, NotAllowed, Refused
from socialimpact.services import integrity, organisation
from socialimpact.services.ledgers import import_records, importing
from socialimpact.services.workspace import Workspace, open_workspace
from tests.homes import after_import
from tests.tables.making import xlsx

JANUARY = """Data;Numero;Fornitore;Partita IVA;Descrizione;Imponibile
31/01/2024;A/17;Rossi S.r.l.;00488410010;viti;1.234,56
31/01/2024;V-204;Verdi Coop. Sociale;07643520567;pulizie;100,00
;;;;Totale;1.334,56
"""
FEBRUARY = """Data;Numero;Fornitore;Partita IVA;Descrizione;Imponibile
31/01/2024;V-204;VERDI COOPERATIVA SOCIALE;07643520567;pulizie;100,00
28/02/2024;A/31;Rossi;00488410010;dadi;50,00
"""


@pytest.fixture
def ws(tmp_path: Path):
    with open_workspace(tmp_path / "home") as workspace:
        yield workspace


@pytest.fixture
def january(tmp_path: Path):
    """The workspace that has the ledger of January already."""
    with open_workspace(after_import(tmp_path / "home", JANUARY, "january.csv")) as workspace:
        yield workspace


def load(ws: Workspace, path: Path, text: str, **how: bool) -> importing.ImportResult:
    path.write_text(text, encoding="utf-8")
    return importing.import_ledger(ws, local_owner(), importing.preview(ws, local_owner(), path, rehearse=False), **how)


def everything(ws: Workspace) -> dict[str, object]:
    """What the store holds that an import may change, without the journal of events."""
    tables = ("import", "line", "set_aside", "problem", "supplier", "supplier_name", "spend", "site", "mapping")
    return {table: ws.db.rows(f"select count(*) from {table}") for table in tables} | {
        "standing tags": ws.db.rows("select supplier_id, kind, evidence from tag where ended_at is null order by all"),
        "spend total": ws.db.value("select sum(net_amount) from spend"),
    }


def test_what_is_read_is_loaded_or_set_aside(ws, tmp_path):
    result = load(ws, tmp_path / "january.csv", JANUARY)
    told = result.reconciliation
    assert (told.rows_read, told.lines, told.set_aside) == (3, 2, 1)
    assert (told.total_read, told.total_loaded) == (Decimal("2669.12"), Decimal("1334.56"))
    assert told.total_read == told.total_loaded + told.total_set_aside
    assert ws.db.rows("select row_number, reason, amount, split_part(as_read, chr(31), 5) from set_aside") == [
        (4, "total", Decimal("1334.56"), "Totale")
    ]
    assert ws.db.value("select sum(net_amount) from spend") == Decimal("1334.56")
    assert ws.db.rows("select row_number, split_part(as_read, chr(31), 6) from line order by row_number") == [
        (2, "1.234,56"),
        (3, "100,00"),
    ]
    assert integrity.check(ws, local_owner()) == []


def test_a_preview_changes_nothing(ws, tmp_path):
    path = tmp_path / "january.csv"
    path.write_text(JANUARY, encoding="utf-8")
    importing.preview(ws, local_owner(), path)
    before = everything(ws)
    previewed = importing.preview(ws, local_owner(), path)
    assert previewed.reconciliation is not None
    assert previewed.reconciliation.lines == 2
    assert everything(ws) == before


def test_the_same_file_twice_is_refused_with_the_first_import(january, tmp_path):
    with pytest.raises(AlreadyImported) as refusal:
        load(january, tmp_path / "renamed.csv", JANUARY)
    assert refusal.value.details["import_id"] == 1


def test_overlapping_rows_are_left_out_unless_wanted(january, tmp_path):
    left_out = load(january, tmp_path / "february.csv", FEBRUARY).reconciliation
    assert (left_out.lines, left_out.set_aside, left_out.duplicates) == (1, 1, 1)
    assert left_out.total_loaded == Decimal("50.00")
    importing.undo(january, local_owner(), 2)
    wanted = load(january, tmp_path / "february.csv", FEBRUARY, include_overlaps=True).reconciliation
    assert (wanted.lines, wanted.set_aside, wanted.duplicates) == (2, 0, 1)


def test_lines_are_numbered_one_after_another_however_many_imports_come(january, tmp_path):
    for month in range(2, 13):
        load(january, tmp_path / f"{month}.csv", JANUARY.replace("31/01", f"28/{month:02}"))
    numbers = [number for (number,) in january.db.rows("select line_id from line order by line_id")]
    assert len(set(numbers)) == len(numbers) == 24
    assert max(numbers) - min(numbers) < 12 * 4


def test_two_sites_of_almost_one_name_do_not_double_a_line(ws, tmp_path):
    company = organisation.require_company(ws, local_owner(), None)
    for name in ("Forlì", "Forli"):
        organisation.save_site(ws, local_owner(), company_id=company, name=name)
    sited = JANUARY.replace("Imponibile", "Imponibile;Stabilimento").replace("1.234,56\n", "1.234,56;FORLI\n", 1)
    result = load(ws, tmp_path / "january.csv", sited)
    assert result.reconciliation.lines == 2
    assert ws.db.value("select count(*) from line where site_id is not null") == 1


def test_a_file_that_only_repeats_is_refused_in_words(january, tmp_path):
    with pytest.raises(MappingRefused, match="earlier imports already"):
        load(january, tmp_path / "again.csv", JANUARY.replace("viti", "viti M8"))


def test_an_undone_import_leaves_nothing_but_its_record(january, tmp_path):
    before = everything(january)
    second = load(january, tmp_path / "february.csv", FEBRUARY.replace("Rossi;00488410010", "Nuovo;01114601006"))
    importing.undo(january, local_owner(), second.import_id)
    after = everything(january)
    assert after.pop("import") == [(2,)]
    assert after == {table: rows for table, rows in before.items() if table != "import"}
    assert import_records.imports(january, local_owner())[0].undone_at is not None
    assert integrity.check(january, local_owner()) == []
    with pytest.raises(Refused, match="undone before"):
        importing.undo(january, local_owner(), second.import_id)


def test_a_mapping_is_remembered_for_the_next_month(ws, tmp_path):
    path = tmp_path / "january.csv"
    path.write_text(JANUARY, encoding="utf-8")
    corrected = {"roles": {"Data": "posting_date", "Numero": "document_number", "Fornitore": "supplier_name",
                           "Partita IVA": "supplier_vat", "Imponibile": "net_amount"}}  # fmt: skip
    previewed = importing.preview(ws, local_owner(), path, mapping=corrected)
    assert not previewed.remembered
    importing.import_ledger(ws, local_owner(), previewed)
    path.write_text(FEBRUARY, encoding="utf-8")
    again = importing.preview(ws, local_owner(), path)
    assert again.remembered
    assert again.mapping.tables[0].column("posting_date") == 0
    assert again.mapping.tables[0].column("description") is None


@pytest.mark.parametrize("stop_at", range(1, 8))
def test_a_cancelled_import_leaves_the_store_as_it_was(january, tmp_path, stop_at):
    before = everything(january)
    path = tmp_path / "february.csv"
    path.write_text(FEBRUARY, encoding="utf-8")
    previewed = importing.preview(january, local_owner(), path)
    steps = []

    def cancelled() -> bool:
        steps.append(1)
        return len(steps) >= stop_at

    with pytest.raises(Cancelled):
        importing.import_ledger(january, local_owner(), previewed, cancelled=cancelled)
    assert everything(january) == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Data;Fornitore;Note\n01/02/2024;Rossi;ciao\n02/02/2024;Verdi;ciao\n", "no_amount_column"),
        ("Fornitore;Imponibile\nRossi S.r.l.;10,00\nVerdi S.p.A.;20,50\n", "no_date_column"),
    ],
)
def test_a_missing_column_is_named_and_nothing_is_kept(ws, tmp_path, text, code):
    with pytest.raises(Refused) as refusal:
        load(ws, tmp_path / "odd.csv", text)
    assert refusal.value.code in {code, "no_table"}
    assert ws.db.value("select count(*) from import") == 0


def test_a_viewer_may_not_import_and_sees_only_their_companies(january, tmp_path):
    (tmp_path / "february.csv").write_text(FEBRUARY, encoding="utf-8")
    previewed = importing.preview(january, local_owner(), tmp_path / "february.csv")
    with pytest.raises(NotAllowed):
        importing.import_ledger(january, Actor("eve", "viewer"), replace(previewed))
    assert import_records.imports(january, Actor("eve", "viewer", frozenset({99}))) == []


KILLED = """
import sys
from pathlib import Path
from socialimpact.actor import local_owner
from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import open_workspace

def tell(part, message):
    print(f"{part:.2f}", flush=True)

ws = open_workspace(sys.argv[1])
previewed = importing.preview(ws, local_owner(), Path(sys.argv[2]), rehearse=False)
print("ready", flush=True)
importing.import_ledger(ws, local_owner(), previewed, progress=tell)
print("over", flush=True)
"""


@pytest.mark.parametrize("moment", ["0.05", "0.30", "0.60", "0.85", "0.97"])
def test_a_process_killed_in_the_middle_of_an_import_leaves_all_or_nothing(tmp_path, moment):
    home, path = tmp_path / "home", tmp_path / "ledger.csv"
    rows = "".join(f"{n % 28 + 1:02}/03/2024;{n};Fornitore {n % 300};;merce;{n},50\n" for n in range(1, 20_001))
    path.write_text(JANUARY + rows, encoding="utf-8")
    with open_workspace(after_import(home, FEBRUARY)) as ws:
        before = everything(ws)
    importer = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(home), str(path)], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert importer.stdout is not None
    for line in importer.stdout:
        if line.strip() == moment:
            time.sleep(0.02)
            break
    importer.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    importer.wait()
    importer.stdout.close()
    with open_workspace(home) as ws:
        assert integrity.check(ws, local_owner()) == []
        if len(import_records.imports(ws, local_owner())) == 1:
            assert everything(ws) == before
        else:
            assert ws.db.value("select count(*) from line") == 20_000 + 2 + 1


PLAINLY = """
import sys
from pathlib import Path
from socialimpact.actor import local_owner
from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import open_workspace

with open_workspace(sys.argv[1]) as ws:
    for path in sys.argv[2:]:
        previewed = importing.preview(ws, local_owner(), Path(path))
        print(importing.import_ledger(ws, local_owner(), previewed).reconciliation.lines)
print("pandas" in sys.modules)
"""


def test_a_plain_ledger_is_imported_without_loading_pandas(tmp_path):
    """It takes 0.3 s and 45 MiB to load, and nothing here needs it."""
    rows = [line.split(";") for line in FEBRUARY.splitlines()]
    files = [xlsx(tmp_path / "february.xlsx", {"Acquisti": rows}), tmp_path / "january.csv"]
    files[1].write_text(JANUARY, encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-c", PLAINLY, str(tmp_path / "home"), *map(str, files)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ["2", "1", "False"]
