"""The page of categories, by ledgers that are counted by hand."""

from decimal import Decimal

import pytest

from socialimpact.figures.drill import narrowed
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.services.dashboards.categories import categories, found
from tests.store_with import OWNER, workspace_with

YEAR = Selection(years=(2025,))
TAGS = """
    supplier   | kind                 | evidence   | from | to
    Coop Verde | social_cooperative_b | registered |      |
    Forse      | impresa_sociale      | suspected  |      |
"""
LINES = """
    date       | supplier   | amount  | nature | category
    2024-01-01 | Alfa       | 800.00  |        | Mensa
    2024-03-01 | Coop Verde | 100.00  |        | Pulizie
    2024-03-01 | Beta       | 100.00  |        | Pulizie
    2025-02-01 | Alfa       | 600.00  |        | Mensa
    2025-03-01 | Coop Verde | 150.00  |        | Pulizie
    2025-03-02 | Beta       |  50.00  |        | Pulizie
    2025-04-01 | Forse      | 100.00  |        | Vigilanza
    2025-05-01 | Gamma      | 100.00  |        | Xyzzy
    2025-06-01 | Alfa       | 500.00  | rent   | Pulizie
    2025-07-01 | Delta      | -40.00  |        | Corsi di formazione
"""


@pytest.fixture
def made(tmp_path):
    """Makes a workspace from text tables and closes it in the end."""
    opened = []

    def make(lines=LINES, target=None, **more):
        ws = workspace_with(tmp_path / str(len(opened)), lines, **{"tags": TAGS, **more})
        opened.append(ws)
        if target:
            with ws.db.write(OWNER) as tx:
                tx.insert("target", {"target_id": 1, "measure": "social_share", "year": 2025, "value": Decimal(target)})
        return ws

    yield make
    for ws in opened:
        ws.close()


def by_key(rows):
    return {row.key: row for row in rows}


def test_groups_first_then_the_leaves_of_the_one_that_is_opened(made):
    ws = made()
    view = categories(ws, OWNER, YEAR)
    assert (view.level, view.path) == ("category_group", ())
    assert [tile.row.key for tile in view.map.tiles] == ["meals", "premises", None]
    inside = categories(ws, OWNER, Selection(years=(2025,), categories=("premises",)))
    assert (inside.level, [key for key, _ in inside.path]) == ("category", ["premises"])
    assert [tile.row.key for tile in inside.map.tiles] == ["cleaning", "security"]
    leaf = categories(ws, OWNER, Selection(years=(2025,), categories=("cleaning",)))
    assert (leaf.level, [key for key, _ in leaf.path]) == ("ledger_category", ["premises", "cleaning"])
    assert [row.key for row in leaf.rows] == ["Pulizie"]


def test_a_row_is_what_the_figures_say(made):
    row = by_key(categories(made(), OWNER, YEAR).rows)["cleaning"]
    assert (row.spend, row.social, row.share) == (Decimal("200.00"), Decimal("150.00"), 0.75)
    assert (row.suppliers, row.social_suppliers) == (2, 1)
    # 200 after 200, 75 % after 50 %
    assert (row.change, row.points) == (0.0, 25.0)
    assert str(row.group) == "Premises and facilities"


def test_all_rows_add_up_to_the_figure(made):
    ws = made()
    view = categories(ws, OWNER, YEAR)
    for measure, part in (
        ("addressable_spend", "spend"),
        ("social_spend", "social"),
        ("possible_social_spend", "possible"),
    ):
        whole = query(ws.db, [measure], where=YEAR, actor=OWNER).value(measure)
        assert sum(getattr(row, part) for row in view.rows) == whole


def test_what_is_missing_is_held_against_the_target(made):
    view = categories(made(target="0.25"), OWNER, YEAR)
    assert view.goal.target_year == 2025
    assert [(row.key, row.missing) for row in view.ranking.rows] == [
        ("catering", Decimal("150.00")),
        ("security", Decimal("25.00")),
    ]
    assert [row.key for row in view.ranking.proven] == ["security"]
    assert str(view.ranking.title) == "Most is missing in: Canteen and catering, €150"
    # less than nothing is spent there: nothing can be missing
    assert by_key(view.rows)["training"].missing == 0


def test_without_a_target_it_is_the_average_of_all_categories_also_inside_a_group(made):
    ws = made()
    whole = 150 / 960
    for chosen in (YEAR, Selection(years=(2025,), categories=("premises",))):
        view = categories(ws, OWNER, chosen)
        assert (view.goal.share, view.goal.target_year) == (pytest.approx(whole), None)


def test_without_social_spend_and_target_the_ranking_is_by_spend_and_says_so(made):
    view = categories(made(tags=""), OWNER, YEAR)
    assert view.goal is None
    assert str(view.ranking.title) == "No social spend yet: where the most is spent"
    assert view.ranking.rows[0].key == "catering"


def test_what_is_in_no_category_is_in_no_ranking_and_has_a_row_of_its_own(made):
    view = categories(made(target="0.25"), OWNER, YEAR)
    assert view.unclassified.spend == Decimal("100.00")
    assert view.unclassified_share == pytest.approx(100 / 960)
    assert None not in [row.key for row in view.ranking.rows]


def test_credit_notes_that_outweigh_invoices_are_said_and_stay_in_the_table(made):
    view = categories(made(), OWNER, YEAR)
    assert "people" not in [tile.row.key for tile in view.map.tiles if tile.row]
    assert str(view.map.undrawn).startswith("1 category has more credit notes than invoices (-€40)")
    assert by_key(view.rows)["training"].spend == Decimal("-40.00")


def test_only_credit_notes_or_all_left_out_draw_nothing(made):
    view = categories(made("date | supplier | amount | category\n2025-01-01 | Alfa | -5.00 | Mensa"), OWNER, YEAR)
    assert view.map.tiles == ()
    assert view.ranking.rows == ()
    lines = "date | supplier | amount | nature\n2025-01-01 | Alfa | 5.00 | rent"
    assert categories(made(lines), OWNER, YEAR).map.tiles == ()


def test_five_hundred_categories_of_the_ledger_are_forty_tiles_and_one_for_the_rest(made):
    rows = "\n".join(f"2025-01-01 | Alfa | {1000 + number}.00 | Voce {number}" for number in range(500))
    view = categories(made("date | supplier | amount | category\n" + rows), OWNER, YEAR, by_ledger=True)
    assert len(view.rows) == 500
    assert len(view.map.tiles) == 41
    assert str(view.map.tiles[-1].name) == "460 smaller ones"
    assert sum(tile.spend for tile in view.map.tiles) == sum(row.spend for row in view.rows)


def test_the_search_finds_words_of_name_and_group_without_accents(made):
    rows = categories(made(), OWNER, YEAR).rows
    assert [row.key for row in found(rows, "PULIZ", "it")] == ["cleaning"]
    assert [row.key for row in found(rows, "premises secur", "en")] == ["security"]
    assert found(rows, "nothing such", "en") == ()
    assert found(rows, "", "en") == rows


def test_the_lines_of_a_row_are_those_of_its_figure(made):
    ws = made()
    for by_ledger in (False, True):
        view = categories(ws, OWNER, YEAR, by_ledger=by_ledger)
        for row in view.rows:
            inside = query(ws.db, ["addressable_spend"], where=narrowed(YEAR, view.rows_of, row.key), actor=OWNER)
            assert inside.value("addressable_spend") == row.spend
    view = categories(ws, OWNER, YEAR)
    for tile in view.map.tiles:
        inside = query(ws.db, ["addressable_spend"], where=narrowed(YEAR, view.level, tile.row.key), actor=OWNER)
        assert inside.value("addressable_spend") == tile.spend
