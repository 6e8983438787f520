"""The demo company: its files are what the script writes, nothing in them is real, and an import finds the truth."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook
from stdnum.it import codicefiscale, iva

from data.demo import build_demo
from data.demo.cast import BIRTHPLACE, OFFICE
from socialimpact import knowledge
from socialimpact.actor import local_owner
from socialimpact.errors import Refused
from socialimpact.services.dashboards.measuring import figures
from socialimpact.services.demo import load_demo
from socialimpact.services.goals.initiatives import initiatives
from socialimpact.services.workspace import Workspace, open_workspace

DEMO = Path(build_demo.__file__).parent
TRUTH = json.loads((DEMO / build_demo.TRUTH).read_text(encoding="utf-8"))
DEMO_COMPANY = knowledge.load("demo/demo")
YEARS = sorted(TRUTH["by_year"])


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def column(path: Path, title: str) -> list[object]:
    """What stands below `title`, over all sheets that have it."""
    found = []
    for rows in cells(path).values():
        header = next((row for row in rows[:10] if title in row), None)
        if header:
            place = header.index(title)
            found += [row[place] for row in rows if row is not header and len(row) > place and row[place] != ""]
    return [value for value in found if value != title]


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    build_demo.build(folder)
    return folder


@pytest.mark.parametrize("name", [build_demo.LEDGER, build_demo.RUNTS, build_demo.ALBO])
def test_the_script_writes_these_very_files(rebuilt, name):
    assert cells(rebuilt / name) == cells(DEMO / name), "run python -m data.demo.build_demo"


def test_the_script_writes_this_very_truth(rebuilt):
    assert json.loads((rebuilt / build_demo.TRUTH).read_text(encoding="utf-8")) == TRUTH


def test_the_ledger_is_small_enough_to_ship():
    assert (DEMO / build_demo.LEDGER).stat().st_size < 1_500_000


def test_identifiers_are_valid_and_nobodys():
    listed = [
        *column(DEMO / build_demo.RUNTS, "Codice fiscale / Steuernummer"),
        *column(DEMO / build_demo.ALBO, "Partita IVA"),
    ]
    numbers = {f"{int(value):011d}" if isinstance(value, float) else str(value).removeprefix("IT")
               for value in [*listed, *column(DEMO / build_demo.LEDGER, "Partita IVA")]}  # fmt: skip
    italian = {number for number in numbers if number[:1].isdigit()}
    assert len(italian) > 1000
    assert {number for number in italian if not iva.is_valid(number)} == set()
    assert {number for number in italian if number[7:10] != OFFICE} == set()
    assert {number[:3] for number in numbers - italian} == {"DE9"}


def test_tax_codes_of_persons_are_valid_and_nobodys():
    persons = {str(value) for value in column(DEMO / build_demo.LEDGER, "Codice fiscale") if str(value)[:1].isalpha()}
    assert persons
    assert {code for code in persons if not codicefiscale.is_valid(code) or code[11:15] != BIRTHPLACE} == set()


def test_the_towns_are_real():
    with (DEMO.parent / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["name"], row["province"]) for row in csv.DictReader(file)}
    recipe = yaml.safe_load((DEMO / "recipe.yml").read_text(encoding="utf-8"))
    towns = {town for area, towns in recipe["towns"].items() if area != "abroad" for town in towns}
    towns |= {entry["town"] for group in recipe["cast"].values() for entry in group}
    assert {town for town in towns if tuple(town.split("|")) not in known} == set()


def test_the_register_names_nobody():
    assert set(column(DEMO / build_demo.RUNTS, "Rappresentante legale / Gesetzlicher Vertreter")) == {
        "NOME DI FANTASIA"
    }


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A home with the demo company in it, as the button and the command fill it."""
    workspace = open_workspace(tmp_path_factory.mktemp("demo") / "home")
    results = load_demo(workspace, local_owner())
    yield workspace, results
    workspace.close()


def by_year(workspace: Workspace, *measures: str, scope: str = "social_enterprises") -> dict[str, dict[str, Decimal]]:
    answer = figures(workspace, local_owner(), measures=measures, by=["year"], scope=scope, local="province")
    return {str(row["year"]): {name: Decimal(str(row[name] or 0)) for name in measures} for row in answer["rows"]}


def test_the_import_finds_every_line_and_sets_the_rest_aside_with_the_right_reason(loaded):
    workspace, [result] = loaded
    told = result.reconciliation
    assert told.lines == TRUTH["lines"]
    assert told.total_loaded == Decimal(TRUTH["total_loaded"])
    assert told.total_set_aside == Decimal(TRUTH["total_set_aside"])
    assert told.total_read == told.total_loaded + told.total_set_aside
    assert told.rows_read == told.lines + told.set_aside
    reasons = workspace.db.rows("select reason, count(*) from set_aside group by reason order by reason")
    assert dict(reasons) == TRUTH["set_aside"]


def test_what_was_entered_twice_is_said_and_kept(loaded):
    _, [result] = loaded
    [said] = [problem for problem in result.problems if problem.code == "repeated_in_file"]
    assert said.message.count == 2 * TRUTH["entered_twice"]


def test_the_sheet_that_sums_up_is_left_out(loaded):
    workspace, _ = loaded
    sheets = workspace.db.rows("select distinct sheet from line order by sheet")
    assert [sheet for (sheet,) in sheets] == list(TRUTH["sheets"])


def test_every_supplier_is_found_once_in_all_its_spellings(loaded):
    workspace, _ = loaded
    assert workspace.db.value("select count(distinct supplier_id) from line") == TRUTH["suppliers"]


def test_every_line_has_its_nature(loaded):
    workspace, _ = loaded
    rows = workspace.db.rows("select nature, sum(net_amount) from line group by nature")
    assert {nature: str(total) for nature, total in rows} == TRUTH["by_nature"]


def test_lines_without_a_date_are_in_no_year(loaded):
    workspace, _ = loaded
    count, total = workspace.db.rows("select count(*), sum(net_amount) from spend where date is null")[0]
    assert (count, str(total)) == (TRUTH["undated"]["lines"], TRUTH["undated"]["total"])


@pytest.mark.parametrize("year", YEARS)
def test_the_figures_of_a_year_are_true(loaded, year):
    workspace, _ = loaded
    expected = TRUTH["by_year"][year]
    found = by_year(
        workspace, "lines", "total_spend", "addressable_spend", "social_spend", "social_share", "social_suppliers",
        "impact_driven_spend", "donations",
    )[year]  # fmt: skip
    assert found["lines"] == expected["lines"]
    assert found["total_spend"] == Decimal(expected["total"])
    assert found["addressable_spend"] == Decimal(expected["addressable"])
    assert found["social_spend"] == Decimal(expected["social_enterprises"])
    assert float(found["social_share"]) == pytest.approx(expected["social_share"], abs=1e-6)
    assert found["social_suppliers"] == expected["social_suppliers"]
    assert found["impact_driven_spend"] == Decimal(expected["impact_driven"])
    assert found["donations"] == Decimal(expected["donations"])


@pytest.mark.parametrize("year", YEARS)
def test_the_wider_scope_holds_the_social_economy(loaded, year):
    workspace, _ = loaded
    found = by_year(workspace, "social_spend", scope="social_economy")[year]
    assert found["social_spend"] == Decimal(TRUTH["by_year"][year]["social_economy"])


@pytest.mark.parametrize("year", YEARS)
def test_what_is_local_by_province_is_true(loaded, year):
    workspace, _ = loaded
    assert by_year(workspace, "local_spend")[year]["local_spend"] == Decimal(
        TRUTH["by_year"][year]["local_by_province"]
    )


@pytest.mark.parametrize("year", YEARS)
def test_what_is_social_by_name_alone_is_possible_and_no_more(loaded, year):
    workspace, _ = loaded
    found = by_year(workspace, "possible_social_spend")[year]
    assert found["possible_social_spend"] >= Decimal(TRUTH["by_year"][year]["possible_by_name"])


def test_the_share_rises_as_the_recipe_says():
    recipe = yaml.safe_load((DEMO / "recipe.yml").read_text(encoding="utf-8"))
    shares = {int(year): TRUTH["by_year"][year]["social_share"] for year in YEARS}
    assert shares == pytest.approx(recipe["social_share"], abs=5e-4)
    assert shares[2023] < shares[2024] < shares[2025]


def test_what_the_company_undertakes_names_suppliers_of_the_ledger(loaded):
    undertaken = initiatives(loaded[0], local_owner())
    assert len(undertaken) == len(DEMO_COMPANY["initiatives"])
    for view, said in zip(undertaken, DEMO_COMPANY["initiatives"], strict=True):
        assert [name for _, name in view.suppliers] == said["suppliers"]
        assert view.since > view.before


def test_the_demo_is_refused_where_there_are_purchases_already(loaded):
    workspace, _ = loaded
    with pytest.raises(Refused) as refused:
        load_demo(workspace, local_owner())
    assert refused.value.code == "home_not_empty"
