"""The command line keeps its promises: JSON shapes, exit codes, and sums that agree with the import to the cent."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from socialimpact.cli import main
from socialimpact.figures.dimensions import DIMENSIONS
from tests.homes import after_import

LEDGER = """Data fattura;Numero fattura;Fornitore;Partita IVA;Comune;Categoria;Imponibile
31/01/2024;A/17;Rossi S.r.l.;00488410010;Torino;Viteria;1.234,56
29/02/2024;V-204;Verdi Cooperativa Sociale;07643520567;Ivrea;Pulizie;100,01
;;Totale;;;;1.334,57
"""


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "acquisti.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


@pytest.fixture
def after_ledger(home):
    """The home has the ledger already."""
    after_import(home, LEDGER)


def call(capsys, *arguments):
    """Exit code, the JSON document of standard output, standard error."""
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, json.loads(out) if "--json" in arguments else None, err


def test_inspect_tells_layout_and_roles_and_writes_nothing(capsys, home, ledger):
    code, answer, _ = call(capsys, "--home", home, "inspect", ledger, "--json")
    assert code == 0
    assert not home.exists()
    (table,) = answer[0]["tables"]
    assert set(answer[0]) == {"file", "sha256", "format", "tables", "problems"}
    assert set(table) == {"sheet", "header_row", "first_row", "last_row", "rows", "chosen", "columns", "amount_basis",
                          "decimal_mark", "date_order", "preset"}  # fmt: skip
    assert set(table["columns"][0]) == {"index", "header", "role", "confidence", "reason"}
    assert (table["header_row"], table["chosen"], table["amount_basis"], table["decimal_mark"]) == (1, True, "net", ",")
    roles = {column["header"]: column["role"] for column in table["columns"]}
    assert roles["Imponibile"] == "net_amount"
    assert roles["Fornitore"] == "supplier_name"
    assert roles["Data fattura"] == "invoice_date"


def test_import_then_figures_agree_to_the_cent_by_any_dimension(capsys, home, ledger):
    code, (imported,), _ = call(capsys, "--home", home, "import", ledger, "--json")
    assert code == 0
    assert Decimal(imported["total_read"]) == Decimal(imported["total_loaded"]) + Decimal(imported["total_set_aside"])
    assert imported["total_loaded"] == "1334.57"
    for dimension in DIMENSIONS:
        _, figures, _ = call(
            capsys, "--home", home, "figures", "--measures", "total_spend", "--by", dimension, "--json"
        )
        assert sum(Decimal(row["total_spend"]) for row in figures["rows"]) == Decimal("1334.57"), dimension


# In four parts, so that two processors share them; a publisher's ledgers stay together. In two there is no line.
PARTS = 4
WITHOUT_A_LINE = {"networkrail_processed_2020-04.csv", "networkrail_processed_2021-04.csv"}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_real_ledger_is_imported_whole_or_refused_with_a_reason(capsys, home, samples, part):
    publishers = sorted(path for path in (samples / "ledgers").iterdir() if path.is_dir())[part::PARTS]
    files = sorted(path for publisher in publishers for path in publisher.rglob("*") if path.is_file())
    small = [path for path in files if path.stat().st_size < 400_000]
    _, answers, _ = call(capsys, "--home", home, "import", *small, "--json")
    assert len(answers) == len(small)
    loaded = Decimal(0)
    for answer in answers:
        if "error" in answer:
            assert answer["error"]["message"], answer
            continue
        assert answer["rows_read"] == answer["lines"] + answer["set_aside"]
        assert Decimal(answer["total_read"]) == Decimal(answer["total_loaded"]) + Decimal(answer["total_set_aside"])
        loaded += Decimal(answer["total_loaded"])
    refused = {Path(answer["file"]).name for answer in answers if "error" in answer}
    assert refused == WITHOUT_A_LINE & {path.name for path in small}
    _, figures, _ = call(capsys, "--home", home, "figures", "--measures", "total_spend", "--by", "supplier", "--json")
    assert sum(Decimal(row["total_spend"]) for row in figures["rows"]) == loaded
    assert call(capsys, "--home", home, "check", "--json")[:2] == (0, [])


@pytest.mark.usefixtures("after_ledger")
def test_undo_takes_an_import_back(capsys, home):
    assert call(capsys, "--home", home, "imports", "undo", "1", "--json")[:2] == (0, {"undone": 1, "lines": 2})
    _, figures, _ = call(capsys, "--home", home, "figures", "--measures", "total_spend", "--json")
    assert figures["rows"] == [{"total_spend": "0.00"}]
    assert call(capsys, "--home", home, "imports", "undo", "1", "--json")[0] == 1


@pytest.mark.usefixtures("after_ledger")
def test_the_same_file_twice_is_refused_with_its_first_import(capsys, home, ledger):
    code, (answer,), said = call(capsys, "--home", home, "import", ledger, "--json")
    assert code == 1
    assert answer["error"]["code"] == "already_imported"
    assert answer["error"]["import_id"] == 1
    assert "imported" in said


@pytest.mark.parametrize(
    "case",
    [
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), ""),
        ("empty.xlsx", b"", "empty"),
        ("words.csv", b"Dear all,\nplease find our wishes\n", ""),
    ],
)
def test_bad_input_is_refused_in_the_readers_language(capsys, home, tmp_path, case):
    name, content, code = case
    path = tmp_path / name
    path.write_bytes(content)
    texts = set()
    for language in ("it", "en"):
        status, (answer,), said = call(capsys, "--home", home, "--language", language, "import", path, "--json")
        assert status == 1
        assert code in answer["error"]["code"]
        assert answer["error"]["message"] == said.strip()
        texts.add(said)
    assert len(texts) == 2


def test_a_wrong_call_exits_with_2(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["figures"])
    assert stopped.value.code == 2
    capsys.readouterr()


def test_an_unknown_measure_is_refused_with_the_known_ones(capsys, home):
    code, answer, said = call(capsys, "--home", home, "figures", "--measures", "happiness", "--json")
    assert code == 1
    assert "social_share" in said
    assert answer["error"]["message"]


@pytest.mark.usefixtures("after_ledger")
def test_a_backup_restores_to_the_same_figures(capsys, home, tmp_path):
    assert call(capsys, "--home", home, "backup", tmp_path / "all.zip", "--json")[0] == 0
    other = tmp_path / "other"
    assert call(capsys, "--home", other, "restore", tmp_path / "all.zip", "--json")[0] == 0
    assert call(capsys, "--home", other, "check", "--json")[:2] == (0, [])
    first, second = (
        call(capsys, "--home", place, "figures", "--measures", "total_spend,suppliers", "--by", "month", "--json")[1][
            "rows"
        ]
        for place in (home, other)
    )
    assert first == second
    assert call(capsys, "--home", other, "restore", tmp_path / "all.zip", "--json")[0] == 1


@pytest.mark.usefixtures("after_ledger")
def test_a_register_tags_by_equal_identifier_only(capsys, home, tmp_path):
    listed = tmp_path / "albo.csv"
    listed.write_text(
        "Codice fiscale;Denominazione;Categoria;Comune\n07643520567;VERDI;Cooperativa sociale di tipo B;IVREA\n",
        encoding="utf-8",
    )
    code, added, _ = call(
        capsys,
        "--home",
        home,
        "registers",
        "add",
        "generic",
        listed,
        "--as-of",
        "2024-01-01",
        "--name",
        "Albo",
        "--json",
    )
    assert code == 0
    assert (added["entries"], added["tagged"]) == (1, 1)
    _, figures, _ = call(capsys, "--home", home, "figures", "--measures", "social_spend", "--by", "kind", "--json")
    assert {row["kind"]: row["social_spend"] for row in figures["rows"]} == {
        "social_cooperative_b": "100.01",
        None: "0.00",
    }


@pytest.mark.usefixtures("after_ledger")
def test_a_tag_by_hand_needs_its_reason_and_counts(capsys, home):
    _, suppliers, _ = call(capsys, "--home", home, "suppliers", "--search", "verdi", "--json")
    tagged = ("--home", home, "tag", suppliers[0]["supplier_id"], "social_cooperative_b", "--evidence", "confirmed")
    assert call(capsys, *tagged, "--why", " ", "--json")[0] == 1
    assert call(capsys, *tagged, "--why", "Seen on the regional register", "--json")[0] == 0
    _, figures, _ = call(capsys, "--home", home, "figures", "--measures", "social_spend", "--json")
    assert figures["rows"] == [{"social_spend": "100.01"}]


def test_the_home_may_come_from_the_environment(capsys, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(tmp_path / "named"))
    assert call(capsys, "imports", "--json")[:2] == (0, [])
    assert (tmp_path / "named" / "socialimpact.duckdb").exists()


@pytest.mark.usefixtures("after_ledger")
def test_known_exports_and_own_layouts_are_listed_renamed_and_forgotten(capsys, home):
    _, listed, _ = call(capsys, "--home", home, "--language", "it", "presets", "--json")
    ade = next(each for each in listed["known"] if each["key"] == "ade_received")
    assert ade["name"] == "Agenzia delle Entrate, fatture ricevute"
    assert "Esporta la tabella" in ade["get"]
    (own,) = listed["own"]
    assert own["name"] == "acquisti"
    assert call(capsys, "--home", home, "presets", "rename", own["key"], "Lista mensile")[0] == 0
    assert call(capsys, "--home", home, "presets", "--json")[1]["own"][0]["name"] == "Lista mensile"
    _, gone, _ = call(capsys, "--home", home, "presets", "forget", own["key"], "--json")
    assert gone == {"key": own["key"], "name": "Lista mensile"}
    assert call(capsys, "--home", home, "presets", "forget", own["key"])[0] == 1
    assert call(capsys, "--home", home, "presets", "forget")[0] == 2


@pytest.mark.parametrize(("language", "sheet"), [("it", "Acquisti"), ("en", "Purchases")])
def test_the_template_is_written_without_a_home(capsys, home, tmp_path, language, sheet):
    out = tmp_path / "template.xlsx"
    code, answer, _ = call(capsys, "--home", home, "template", "--language", language, "--out", out, "--json")
    assert (code, answer["bytes"]) == (0, out.stat().st_size)
    assert not home.exists()
    _, seen, _ = call(capsys, "inspect", out, "--json")
    assert seen[0]["tables"][0]["sheet"] == sheet


def test_a_template_that_cannot_be_written_is_refused(capsys, tmp_path):
    code, answer, _ = call(capsys, "template", "--out", tmp_path / "missing" / "template.xlsx", "--json")
    assert (code, answer["error"]["code"]) == (1, "not_written")


def test_companies_are_made_and_listed(capsys, home, ledger):
    add = ("--home", home, "companies", "add")
    code, made, _ = call(capsys, *add, "Alba Srl", "--vat", "00488410010", "--json")
    assert code == 0
    assert made == {"company_id": 1, "name": "Alba Srl", "vat_number": "00488410010", "tax_code": None, "country": "IT"}
    assert call(capsys, *add, "Bruno Srl", "--json")[1]["company_id"] == 2
    assert [each["name"] for each in call(capsys, "--home", home, "companies", "--json")[1]] == [
        "Alba Srl",
        "Bruno Srl",
    ]
    assert call(capsys, "--home", home, "import", ledger, "--company", "Bruno Srl", "--json")[0] == 0
    assert call(capsys, *add, "alba srl", "--json")[1]["error"]["code"] == "name_taken"
    assert call(capsys, *add, "Carla", "--vat", "00488410011", "--json")[0] == 1
    assert call(capsys, *add)[0] == 2


def test_natures_are_listed_with_their_reason_decided_and_taken_back(capsys, home, tmp_path):
    ledger = tmp_path / "a.csv"
    ledger.write_text(
        "Data,Fornitore,Descrizione,Categoria,Importo\n"
        "2024-01-10,INPS,Contributi gennaio,,100.00\n"
        "2024-01-11,Rossi srl,Quota associativa,,40.00\n"
        "2024-01-12,Fondazione Blu,Concerto,,60.00\n"
        "2024-01-13,Bianchi srl,Carta,Cancelleria,800.00\n"
    )
    assert call(capsys, "--home", home, "import", ledger, "--json")[0] == 0
    own = ("--home", home, "natures")
    listed = call(capsys, *own, "--json")[1]
    assert [(each["supplier"], each["nature"], each["uncertain"]) for each in listed] == [
        ("Rossi srl", "membership_fee", True), ("INPS", "payroll", False),
    ]  # fmt: skip
    assert listed[1]["reason"] == "The supplier's name says so: “INPS”."
    assert [each["looks_like"] for each in call(capsys, *own, "--purchases", "--json")[1]] == ["donation"]
    code, made, _ = call(capsys, *own, "set", "rent", "--supplier", "bianchi srl", "--why", "Landlord", "--json")
    assert (code, made["rules"]) == (0, [1])
    assert made["moved"] == [{"from": "purchase", "to": "rent", "spend": "800.00", "lines": 1}]
    assert [each["why"] for each in call(capsys, *own, "rules", "--json")[1]] == ["Landlord"]
    assert call(capsys, *own, "end", "1", "--json")[0] == 0
    assert call(capsys, *own, "rules", "--json")[1] == []
    assert call(capsys, *own, "set", "rent")[0] == 2
    assert call(capsys, *own, "set", "magic", "--category", "x", "--why", "y")[0] == 1
    assert call(capsys, *own, "set", "rent", "--supplier", "nobody", "--why", "y")[0] == 1


@pytest.mark.usefixtures("after_ledger")
def test_a_list_is_rehearsed_added_compared_and_taken_back(capsys, home, tmp_path):
    header = "Codice fiscale;Denominazione;Categoria;Comune\n"
    codes = ["07643520567", "00743110157", "00488410010", "11991500015"]
    lists = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path, kept in zip(lists, (codes, codes[1:2]), strict=True):
        rows = "".join(f"{code};COOP {code};Cooperativa sociale di tipo B;IVREA\n" for code in kept)
        path.write_text(header + rows, encoding="utf-8")
    here = ("--home", home, "registers")
    adding = (*here, "add", "generic", lists[0], "--as-of", "2024-01-01", "--name", "Albo", "--json")
    code, seen, _ = call(capsys, *adding, "--dry-run")
    assert (code, seen["entries"], seen["since"], {t["sort"] for t in seen["tags"]}) == (0, 4, None, {"begins", "ends"})
    assert call(capsys, *here, "--json")[1] == []
    assert call(capsys, *adding)[0] == 0
    smaller = (*here, "add", "generic", lists[1], "--as-of", "2024-02-01", "--name", "Albo", "--json")
    code, seen, _ = call(capsys, *smaller, "--dry-run")
    assert (code, seen["since"]["counts"]["left"]) == (0, 3)
    assert "3 of the 4 entries" in seen["asks"]
    code, refused, _ = call(capsys, *smaller)
    assert (code, refused["error"]["code"]) == (1, "losses_suspicious")
    code, added, _ = call(capsys, *smaller, "--accept-losses")
    assert code == 0
    assert call(capsys, *here, "diff", added["snapshot_id"], "--json")[1]["counts"]["left"] == 3
    assert call(capsys, *here, "remove", added["snapshot_id"], "--json")[0] == 0
    assert len(call(capsys, *here, "--json")[1][0]["snapshots"]) == 1
    assert call(capsys, *here, "remove", "99", "--json")[0] == 1
    assert "runts" in {row["kind"] for row in call(capsys, *here, "known", "--json")[1]}


@pytest.mark.usefixtures("after_ledger")
def test_changes_add_up_on_the_command_line(capsys, home):
    period = ("--where", "month=2024-02", "--against", "month=2024-01")
    code, answer, _ = call(capsys, "--home", home, "changes", "--measure", "addressable_spend", *period, "--json")
    assert code == 0
    assert (answer["before"], answer["after"], answer["change"]) == ("1234.56", "100.01", "-1134.55")
    assert sum(Decimal(part["value"]) for part in answer["parts"]) == Decimal(answer["change"])
    code, answer, _ = call(
        capsys, "--home", home, "changes", "--where", "year=2024", "--against", "year=2020", "--json"
    )
    assert (code, answer["error"]["code"]) == (1, "cannot_be_split")


@pytest.mark.usefixtures("after_ledger")
def test_a_figure_is_explained_and_its_lines_lead_to_the_row_as_read(capsys, home, tmp_path):
    code, about, _ = call(capsys, "--home", home, "explain", "addressable_spend", "--json")
    assert (code, about["measure"], about["unit"]) == (0, "addressable_spend", "euro")
    code, found, _ = call(capsys, "--home", home, "lines", "addressable_spend", "--sort", "date", "--json")
    assert sum(Decimal(row["net_amount"]) for row in found["rows"]) == Decimal(about["value"])
    assert found["lines"] == about["lines"] == len(found["rows"])
    first = found["rows"][0]
    _, line, _ = call(capsys, "--home", home, "lines", "--line", str(first["line_id"]), "--json")
    assert (line["row_number"], line["file"]) == (first["row_number"], first["file"])
    assert line["supplier"] in [cell["value"] for cell in line["as_read"]]
    assert any(cell["header"] for cell in line["as_read"])
    book = tmp_path / "lines.xlsx"
    _, made, _ = call(capsys, "--home", home, "lines", "total_spend", "--search", "a", "--out", str(book), "--json")
    assert book.stat().st_size == made["bytes"]
    assert call(capsys, "--home", home, "lines", "total_spend", "--sort", "colour", "--json")[0] == 1
    assert call(capsys, "--home", home, "figures", "--measures", "lines", "--view", "None", "--json")[0] == 1
    assert call(capsys, "--home", home, "views", "--json")[1] == []
