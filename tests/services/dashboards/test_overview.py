"""The first page's view-model, by hand-counted ledgers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.services.dashboards.overview import has_lines, overview
from tests.store_with import OWNER, workspace_with

YEAR = Selection(years=(2025,))
TAGS = """
    supplier   | kind                 | evidence   | from | to
    Coop Verde | social_cooperative_b | registered |      |
    Mensa      | social_cooperative_a | registered |      |
    Forse      | impresa_sociale      | suspected  |      |
"""
SUPPLIERS = """
    name       | vat         | municipality
    Coop Verde | 01234567897 | Torino
    Mensa      | 00488410010 | Torino
    Alfa       | 00743110157 | Milano
"""
SITES = """
    name | municipality | default
    Sede | Torino       | yes
"""
LINES = """
    date       | supplier   | amount  | nature
    2024-02-01 | Alfa       | 900.00  |
    2024-03-01 | Coop Verde | 100.00  |
    2025-02-01 | Alfa       | 600.00  |
    2025-03-01 | Coop Verde | 200.00  |
    2025-04-01 | Mensa      | 100.00  |
    2025-05-01 | Forse      | 100.00  |
    2025-06-01 | Alfa       | 500.00  | rent
    2025-12-01 | Coop Verde |   0.00  |
               | Alfa       |  50.00  |
"""


@pytest.fixture
def made(tmp_path):
    """Makes a workspace from text tables and closes it in the end."""
    opened = []

    def make(lines=LINES, *, target=None, register=False, **more):
        more = {"tags": TAGS, "suppliers": SUPPLIERS, "sites": SITES, **more}
        ws = workspace_with(tmp_path / str(len(opened)), lines, **more)
        opened.append(ws)
        with ws.db.write(OWNER) as tx:
            if target:
                measure, year, value = target
                tx.insert("target", {"target_id": 1, "measure": measure, "year": year, "value": Decimal(value)})
            if register:
                tx.insert("register_snapshot", {
                    "snapshot_id": 1, "register_id": 1, "as_of": date(2025, 1, 1), "sha256": "x", "file": "x",
                    "rows_read": 1, "entries": 1, "set_aside": 0, "imported_by": "test",
                })  # fmt: skip
        return ws

    yield make
    for ws in opened:
        ws.close()


def seen(ws, selection=YEAR):
    return overview(ws, OWNER, selection)


def card(view, key):
    return next(figure for figure in view.figures if figure.measure.key == key)


def test_the_four_figures_of_a_year(made):
    view = seen(made())
    assert {figure.measure.key: figure.value for figure in view.figures} == {
        "social_spend": Decimal("300.00"),
        "social_share": pytest.approx(0.3),
        "local_share": pytest.approx(0.3),
        "social_suppliers": 2,
    }


def test_changes_are_on_the_year_before_each_in_its_unit(made):
    view = seen(made())
    shown = {figure.measure.key: (str(figure.change.text), figure.change.good) for figure in view.figures}
    assert shown["social_spend"] == ("+200.0%", True)
    assert shown["social_share"] == ("+20 points", True)
    assert shown["social_suppliers"] == ("+1", True)
    assert "2024" in str(card(view, "social_share").change.since)


def test_a_fall_is_said_with_a_minus_and_is_not_good(made):
    lines = """
        date       | supplier   | amount
        2024-03-01 | Coop Verde | 200.00
        2024-12-01 | Alfa       | 800.00
        2025-03-01 | Coop Verde | 100.00
        2025-12-01 | Alfa       | 900.00
    """
    change = card(seen(made(lines)), "social_share").change
    assert (str(change.text), change.direction, change.good) == ("−10 points", "down", False)


def test_the_sparkline_has_a_value_a_month(made):
    series = card(seen(made()), "social_spend").series
    assert len(series) == 12
    assert sum(series) == 300


def test_the_target_says_what_is_missing(made):
    target = card(seen(made(target=("social_share", 2026, "0.36"))), "social_share").target
    assert (str(target.text), target.reached) == ("Target 36% for 2026: 6 points to go", False)


def test_a_target_whose_year_is_over_was_missed(made):
    """Nothing is "to go" once the ledger has the year to its end."""
    lines = """
        date       | supplier   | amount
        2025-03-01 | Coop Verde | 300.00
        2025-12-01 | Alfa       | 700.00
    """
    target = card(seen(made(lines, target=("social_share", 2025, "0.36"))), "social_share").target
    assert (str(target.text), target.reached) == ("Target 36% for 2025: missed by 6 points", False)
    target = card(seen(made(lines, target=("social_spend", 2025, "1000"))), "social_spend").target
    assert str(target.text) == "Target €1,000 for 2025: missed by €700"


def test_the_way_to_the_target_stands_among_the_numbers(made):
    """For the table, the slides and the sheet; in the months of its path."""
    trend = seen(made(target=("social_share", 2025, "0.36"))).trend
    assert len(trend.way) == len(trend.months)
    assert set(trend.way) == {0.36}


def test_a_target_in_euro_and_one_that_is_reached(made):
    view = seen(made(target=("social_spend", 2026, "1000")))
    assert str(card(view, "social_spend").target.text) == "Target €1,000 for 2026: €700 to go"
    view = seen(made(target=("social_suppliers", 2025, "2")))
    assert card(view, "social_suppliers").target.reached


def test_a_target_is_not_about_a_part_nor_about_many_years(made):
    ws = made(target=("social_share", 2025, "0.36"))
    assert card(seen(ws, replace(YEAR, suppliers=(1,))), "social_share").target is None
    assert card(seen(ws, Selection()), "social_share").target is None


def test_the_trend_ends_with_the_selection_and_its_title_names_the_target(made):
    view = seen(made(target=("social_share", 2026, "0.35")))
    assert (view.trend.months[0], view.trend.months[-1]) == (date(2024, 2, 1), date(2025, 12, 1))
    assert view.trend.rolling[-1] == pytest.approx(0.3)
    assert (view.trend.target, view.trend.target_year) == (0.35, 2026)
    assert "35%" in str(view.trend.title)


def test_by_kind_what_counts_and_what_is_possible(made):
    view = seen(made())
    assert [(row.key, row.amount, row.possible) for row in view.kinds.rows] == [
        ("social_cooperative_b", Decimal("200.00"), Decimal(0)),
        ("social_cooperative_a", Decimal("100.00"), Decimal(0)),
        ("impresa_sociale", Decimal(0), Decimal("100.00")),
    ]
    assert str(view.kinds.title).endswith("67%")


def test_the_largest_suppliers_lead_to_their_pages(made):
    view = seen(made())
    assert [(str(row.name), row.amount) for row in view.suppliers.rows] == [
        ("Coop Verde", Decimal("200.00")),
        ("Mensa", Decimal("100.00")),
    ]
    assert all(row.key and row.key.isdigit() for row in view.suppliers.rows)


def test_what_is_open_is_said_with_its_amount_and_where_to_settle_it(made):
    open_now = {doubt.key: doubt for doubt in seen(made()).doubts}
    assert set(open_now) == {"no_register", "categories", "possible", "unidentified", "undated", "place"}
    assert open_now["possible"].amount == Decimal("100.00")
    assert open_now["unidentified"].amount == Decimal("100.00")
    assert open_now["undated"].amount == Decimal("50.00")
    assert open_now["no_register"].url == "registers"


def test_with_a_register_nobody_is_asked_for_one(made):
    assert "no_register" not in {doubt.key for doubt in seen(made(register=True)).doubts}


def test_coverage_names_period_scope_rule_and_vat(made):
    said = str(seen(made()).coverage)
    assert said.startswith("2025 · social: ")
    assert "net of VAT" in said
    assert "90.0% of spend identified" in said


def test_an_empty_home_has_no_lines(made):
    ws = made("", suppliers="", tags="")
    assert not has_lines(ws, OWNER)
    view = seen(ws, Selection())
    assert view.lines == 0
    assert view.kinds.rows == view.suppliers.rows == ()
    assert view.trend.months == ()


def test_a_selection_without_lines_has_shares_that_are_not_known(made):
    view = seen(made(), Selection(years=(1999,)))
    assert view.lines == 0
    assert card(view, "social_share").value is None
    assert "not known" in str(view.trend.title)


def test_everything_excluded_leaves_nothing_to_divide_by(made):
    view = seen(made(exclusions="field | value\nnature | purchase"))
    assert view.lines == 6
    assert card(view, "social_share").value is None
    assert card(view, "social_spend").value == 0


def test_one_line_is_enough(made):
    view = seen(made("date | supplier | amount\n2025-03-01 | Coop Verde | 10.00"))
    assert card(view, "social_share").value == 1
    assert card(view, "social_share").change is None
    assert card(view, "social_share").series == ()
    assert str(view.suppliers.title) == "One supplier receives all social spend: Coop Verde"


def test_more_credit_than_purchases_is_shown_as_it_is(made):
    view = seen(made("date | supplier | amount\n2025-03-01 | Coop Verde | -10.00\n2025-04-01 | Alfa | -30.00"))
    assert card(view, "social_spend").value == Decimal("-10.00")
    assert view.suppliers.rows == ()
    assert str(view.suppliers.title) == "No social supplier yet"


def test_without_a_place_that_buys_local_is_not_known_rather_than_zero(made):
    local = card(seen(made(sites="")), "local_share")
    assert local.value is None
    assert local.note_url == "organisation"


def test_an_actor_sees_only_the_own_companies(made):
    lines = """
        date       | supplier   | amount | company
        2025-03-01 | Coop Verde | 10.00  | Uno
        2025-03-01 | Coop Verde | 90.00  | Due
    """
    ws = made(lines, companies="name\nUno\nDue", sites="")
    anna = Actor("anna", "viewer", frozenset({1}))
    assert card(overview(ws, anna, YEAR), "social_spend").value == Decimal("10.00")
    with pytest.raises(NotAllowed):
        overview(ws, anna, replace(YEAR, companies=(2,)))


def test_many_kinds_end_in_one_bar_for_the_rest(made):
    kinds = ["social_cooperative_a", "social_cooperative_b", "social_cooperative_ab", "social_cooperative",
             "social_consortium", "impresa_sociale", "cic", "ess_esus", "cee"]  # fmt: skip
    lines = "date | supplier | amount\n" + "\n".join(f"2025-03-01 | S{n} | {100 - n}.00" for n in range(len(kinds)))
    tags = "supplier | kind | evidence | from | to\n" + "\n".join(
        f"S{n} | {k} | registered | |" for n, k in enumerate(kinds)
    )
    view = seen(made(lines, tags=tags, suppliers=""))
    assert len(view.kinds.rows) == 7
    assert sum(row.amount for row in view.kinds.rows) == card(view, "social_spend").value
    assert view.kinds.rows[-1].key is None


def test_what_is_given_stands_beside_the_purchases_and_in_no_share(tmp_path):
    lines = """
        date       | supplier | amount | nature
        2024-01-01 | Il Ponte | 100.00 | donation
        2024-01-01 | Il Ponte |  50.00 | purchase
        2024-01-01 | Calcio   |  30.00 | sponsorship
        2024-01-01 | Rossi    |  50.00 | purchase
        """
    tags = "supplier | kind | evidence\nIl Ponte | social_cooperative_b | registered"
    with workspace_with(tmp_path, lines, tags=tags) as ws:
        view = overview(ws, OWNER, Selection())
        assert view.beside.given == (("donations", Decimal("100.00")), ("sponsorships", Decimal("30.00")))
        assert view.beside.to_social == Decimal("100.00")
        assert query(ws.db, ["social_share"], actor=OWNER).value("social_share") == pytest.approx(0.5)
